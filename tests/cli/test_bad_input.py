"""Bad input as a newcomer meets it: one clear line, exit code 3, nothing executed, and the good records still in."""

from __future__ import annotations

import json

import pytest

from .test_commands import araz, one_line
from .test_loading import BUILDS, OPERATES, SOURCE, lines

PASSAGE = OPERATES["evidence"][0]
ENTITIES = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{}</rdf:RDF>'
ABOUT = '<rdf:Description rdf:about="http://example.org/a">{}</rdf:Description>'

UNREADABLE = {
    "empty.jsonl": (b"", "the file is empty; give it at least one record"),
    "blank.csv": (b"\n \n", "the file is empty; give it at least one record"),
    "binary.ttl": (
        b"\x7fELF" + bytes(range(256)) * 8,
        "the file is binary, not text; give JSON Lines, CSV, YAML or RDF",
    ),
    "random.jsonl": (bytes((n * n * 7 + n // 3) % 256 for n in range(3000)), "the file is binary, not text"),
    "utf16.jsonl": ("{}\n".encode("utf-16-le") * 9, "save it as UTF-8 or with a byte order mark"),
    "latin.ttl": ("<http://x/a> <http://x/b> 'K\xf6ln' .\n".encode("latin-1"), "UTF-8"),
    "broken.ttl": (b"@prefix ent: <https://w3id.org/araz/id/> .\nent:iran ent:a", "broken.ttl:2: broken turtle: "),
    "bomb.rdf": (
        f'<!DOCTYPE l [<!ENTITY a "ha">{ENTITIES}]>{RDF.format(ABOUT.format("&j;"))}'.encode(),
        "the XML entity b is made of other entities; write its value out",
    ),
    "outside.rdf": (
        f'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>{RDF.format(ABOUT.format("&x;"))}'.encode(),
        "the XML refers to something outside the file (SYSTEM or PUBLIC)",
    ),
    "people.csv": (b"name,age\nAna,30\n", "people.csv:1: the first line is not a header of claims; name the columns"),
    "paper.pdf": (b"%PDF-1.4", "this PDF cannot be read (PdfStreamError: "),
    "old.doc": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "this is an old .doc file, or one locked with a password; save it as",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_in_one_line(name, tmp_path):
    content, said = UNREADABLE[name]
    (tmp_path / name).write_bytes(content)
    done = araz("load", name, cwd=tmp_path)
    assert done.returncode == 3
    assert one_line(done).startswith(f"araz: {name}")
    assert said in done.stderr
    assert done.stdout == ""


BAD_RECORDS = {
    "an unknown relation": (
        {**OPERATES, "relation": "operatess"},
        "unknown relation 'operatess'; did you mean operates",
    ),
    "a day that is not": (
        {**OPERATES, "valid_from": "2025-02-30"},
        "'2025-02-30' is not a date; write 2025, 2025-02 or 2025-02-28",
    ),
    "too much confidence": (
        {**OPERATES, "confidence": 1.7},
        "confidence 1.7 is not between 0 and 1; give a probability",
    ),
    "a passage that is not in the text": (
        {**OPERATES, "evidence": [{"source": "src:note", "quote": "Iran destroyed Khudafarin."}]},
        "'Iran destroyed Khudafarin.' is not in the text of src:note; quote the source's own words",
    ),
    "a passage that stands elsewhere": (
        {**OPERATES, "evidence": [{**PASSAGE, "start": 30, "end": 55}]},
        "not 'Iran operates Khudafarin.'); give start 31 and end 56",
    ),
}


@pytest.mark.parametrize("name", BAD_RECORDS)
def test_a_bad_record_is_kept_with_its_reason_and_the_good_one_goes_in(name, tmp_path):
    record, said = BAD_RECORDS[name]
    (tmp_path / "claims.jsonl").write_text(lines(SOURCE, record, BUILDS), "utf-8")
    done = araz("load", "claims.jsonl", cwd=tmp_path)
    assert done.returncode == 3
    assert json.loads(done.stdout)["claims"] == {"new": 1, "updated": 0, "unchanged": 0, "quarantined": 1}
    assert one_line(done).startswith("araz: claims.jsonl:2: ")
    assert said in done.stderr
    kept = json.loads((tmp_path / "araz.db" / "quarantine.jsonl").read_text("utf-8"))
    assert {"record", "shape", "remedy"} <= kept.keys()


def test_a_line_in_the_wrong_encoding_is_told_and_the_others_go_in(tmp_path):
    strange = json.dumps({**OPERATES, "method": "K\xf6ln"}, ensure_ascii=False).encode("latin-1")
    (tmp_path / "claims.jsonl").write_bytes(lines(SOURCE, BUILDS).encode() + strange + b"\n")
    done = araz("load", "claims.jsonl", cwd=tmp_path)
    assert json.loads(done.stdout)["claims"]["new"] == 1
    assert "claims.jsonl:3: byte 0xF6 at" in one_line(done)
    assert done.stderr.endswith("is not UTF-8; save the file as UTF-8\n")


def test_a_yaml_tag_executes_nothing_and_the_good_record_goes_in(tmp_path):
    tag = '- !!python/object/apply:os.system ["touch pwned"]\n'
    (tmp_path / "claims.yaml").write_text(tag + "".join(f"- {line}" for line in lines(SOURCE, BUILDS).splitlines(True)))
    done = araz("load", "claims.yaml", cwd=tmp_path)
    assert done.returncode == 3
    assert json.loads(done.stdout)["claims"] == {"new": 1, "updated": 0, "unchanged": 0, "quarantined": 1}
    assert "os.system' is refused; write the plain value without it" in one_line(done)
    assert not (tmp_path / "pwned").exists()
