"""Files on their way in: encodings, what is no text, what is not there, and texts beside a claims file."""

from __future__ import annotations

import os

import pytest
from araz.errors import ArazError, InputError
from araz.loaders.document import Document
from araz.loaders.loading import load, recognise

from .conftest import counts
from .samples import BASE, SOURCE, TEXT, claim, lines, shown, write

WHOLE = lines(*BASE, claim())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_every_unicode_encoding_with_a_byte_order_mark_is_read(store, tmp_path, encoding):
    path = tmp_path / "claims.jsonl"
    path.write_bytes(WHOLE.encode(encoding))
    assert counts(load(store, path)) == (1, 0, 0, 0)


def test_big_endian_utf16_is_read(store, tmp_path):
    path = tmp_path / "claims.jsonl"
    path.write_bytes(b"\xfe\xff" + WHOLE.encode("utf-16-be"))
    assert counts(load(store, path)) == (1, 0, 0, 0)


REFUSED = [
    ("a.jsonl", b"", "a.jsonl: the file is empty; give it at least one record"),
    ("a.jsonl", b" \n\n ", "a.jsonl: the file is empty; give it at least one record"),
    ("a.ttl", b"", "a.ttl: the file is empty; give it at least one record"),
    ("a.csv", b"\xef\xbb\xbf", "a.csv: the file is empty; give it at least one record"),
    ("a.jsonl", bytes(range(256)) * 40, "a.jsonl: the file is binary, not text; give JSON Lines, CSV, YAML or RDF"),
    ("a.yaml", b"PK\x03\x04\x00\x00\x00\x00\x00\x00\x00\x00", "a.yaml: the file is binary, not text"),
    (
        "a.jsonl",
        WHOLE.encode("utf-16-le"),
        "a.jsonl: the file is binary, not text; if it is UTF-16, save it as UTF-8 or with a byte order mark",
    ),
    (
        "a.jsonl",
        b"\xff\xfe" + "{}\n".encode("utf-16-le") + b"\x00\xd8",
        "a.jsonl:2: byte 6 is not UTF-16, which its byte order mark announces; save the file as UTF-8",
    ),
    ("a.yaml", b"- a: b\n- c: K\xfcr\n", "a.yaml:2: byte 0xFC at 13 is not UTF-8; save the file as UTF-8"),
    ("a.json", b'[{"a": "K\xfcr"}]', "a.json:1: byte 0xFC at 9 is not UTF-8; save the file as UTF-8"),
    ("a.xyz", b"Lorem ipsum", "a.xyz: it is neither claims nor RDF by its name or its first line; give it one of"),
]


@pytest.mark.parametrize(("name", "data", "told"), REFUSED)
def test_what_is_no_file_of_claims_is_refused_in_one_line(store, tmp_path, name, data, told):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as refused:
        load(store, path)
    assert shown([refused.value])[0].startswith(told)
    assert store.stamp() == "0"


@pytest.mark.parametrize(
    "name", ["a.txt", "a.md", "a.html", "a.htm", "a.pdf", "a.docx", "A.TXT", "a.doc", "https://example.org/a"]
)
def test_what_is_an_article_is_told_by_its_name(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name.rpartition("/")[2]).write_text("Iran operates the plant.", "utf-8")
    assert recognise(name)[1] == "article"


@pytest.mark.parametrize("data", [b"<!DOCTYPE html><html><body>Iran</body></html>", b"%PDF-1.7", b"PK\x03\x04"])
def test_a_page_or_a_packed_file_without_an_ending_is_an_article(tmp_path, data):
    (tmp_path / "download").write_bytes(data)
    assert recognise(tmp_path / "download")[1] == "article"


def test_a_folder_a_missing_file_and_an_address_are_refused(store, tmp_path):
    for path, told in (
        (tmp_path, "this is a folder; name the files in it"),
        (tmp_path / "none.jsonl", "there is no such file; check the path"),
        ("https://example.org/a.ttl", "only articles are fetched from the web"),
        ("a\0b.ttl", "there is no such file"),
    ):
        with pytest.raises(InputError, match=told):
            load(store, path)


def test_a_pipe_is_not_waited_for(store, tmp_path):
    pipe = tmp_path / "claims.jsonl"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="not an ordinary file; pipe it in as -"):
        load(store, pipe)


# Texts beside a claims file.


def test_the_text_beside_the_file_is_read(store, tmp_path):
    (tmp_path / "note.txt").write_text(TEXT, "utf-8")
    source = {**SOURCE, "text_file": "note.txt"}
    del source["text"]
    assert counts(load(store, write(tmp_path, source, *BASE[1:], claim()))) == (1, 0, 0, 0)
    assert [each.text for each in store.sources()] == [TEXT]


def test_line_breaks_of_a_text_count_as_they_are_and_its_mark_does_not(store, tmp_path):
    (tmp_path / "note.txt").write_bytes(b"\xef\xbb\xbfOne\r\nTwo")
    record = claim(evidence=[{"source": "src:note", "start": 5, "end": 8, "quote": "Two"}])
    load(
        store,
        write(tmp_path, {"type": "source", "id": "src:note", "title": "N", "text_file": "note.txt"}, *BASE[1:], record),
    )
    assert len(list(store.claims())) == 1


@pytest.mark.parametrize(
    "name",
    [
        "../secret.txt",
        "/etc/hostname",
        "sub/../../secret.txt",
        "C:\\secret.txt",
        "\\\\host\\secret.txt",
        "..\\secret.txt",
    ],
)
def test_a_text_outside_the_folder_is_refused(store, tmp_path, name):
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    folder = tmp_path / "claims"
    folder.mkdir()
    source = {"type": "source", "id": "src:note", "title": "A note", "text_file": name}
    report = load(store, write(folder, source))
    assert "leads out of the folder of this file; put the text beside it" in str(report.quarantined[0])
    assert list(store.sources()) == []


def test_a_link_out_of_the_folder_is_refused(store, tmp_path):
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    folder = tmp_path / "claims"
    folder.mkdir()
    (folder / "note.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "sub").symlink_to(tmp_path)
    for name in ("note.txt", "sub/secret.txt"):
        report = load(store, write(folder, {"type": "source", "id": "src:n", "title": "N", "text_file": name}))
        assert "leads out of the folder" in str(report.quarantined[0])


@pytest.mark.parametrize(
    ("text_file", "told"),
    [
        ("none.txt", "there is no such file"),
        (7, "text_file is '7'; name a file beside this one"),
        ("", "text_file is ''; name a file beside this one"),
        ("a\0b", "cannot be read"),
        ("latin.txt", "latin.txt:1: byte 0xFC at 1 is not UTF-8"),
        ("empty.txt", "the file is empty"),
        (".", "this is a folder"),
    ],
)
def test_a_text_that_cannot_be_read_is_told(store, tmp_path, text_file, told):
    (tmp_path / "latin.txt").write_bytes(b"K\xfcr")
    (tmp_path / "empty.txt").write_bytes(b"")
    report = load(
        store, write(tmp_path, {"type": "source", "id": "src:n", "title": "N", "text_file": text_file}, SOURCE)
    )
    assert told in str(report.quarantined[0])
    assert len(list(store.sources())) == 1


def test_a_text_and_a_text_file_are_one_too_many(store, tmp_path):
    report = load(store, write(tmp_path, {**SOURCE, "text_file": "note.txt"}))
    assert "a text and a text_file; keep one of them" in str(report.quarantined[0])


def test_a_stream_lies_beside_nothing():
    document = Document.of_bytes(b"{}", "-")
    assert (document.path, document.file, document.size()) == (None, "", 2)


def test_every_refusal_is_an_error_of_ours(tmp_path):
    with pytest.raises(ArazError):
        Document("nothing").open()
