"""How the benchmark of the reader reads the annotated sets, on tiny made-up files of their forms."""

from __future__ import annotations

import json

from araz.loaders.reader.encoding import Pieces, load_tokenizer
from araz.loaders.reader.models import MODELS

from benchmarks.extraction import crossre_taught
from benchmarks.extraction.crossre import Pair, read_pairs
from benchmarks.extraction.dyads import apart, names_of, read_petrarch, read_plover, root_named, root_of_code, where
from benchmarks.extraction.gum import Meant, paired, read_document


def plover(tmp_path, *records):
    path = tmp_path / "plover.json"
    path.write_text(json.dumps([{"event": "DOCUMENT"}, *records]), "utf-8")
    return read_plover(path)


def actors(*names):
    return [{"actorText": name} for name in names]


def test_a_record_has_every_source_with_every_target(tmp_path):
    text = "Aland and Beland aid Celand."
    read = plover(
        tmp_path, {"event": "AID", "text": text, "source": actors("Aland", "Beland"), "target": actors("Celand")}
    )
    assert [(text[slice(*dyad.source[0])], dyad.root, dyad.mutual) for dyad in read.dyads] == [
        ("Aland", "AID", False),
        ("Beland", "AID", False),
    ]


def test_two_sources_without_a_target_are_mutual(tmp_path):
    read = plover(
        tmp_path,
        {"event": "AGREE", "text": "Aland and Beland agree.", "source": actors("Aland", "Beland"), "target": ""},
    )
    assert [dyad.mutual for dyad in read.dyads] == [True]


def test_what_cannot_be_found_is_counted(tmp_path):
    lost = {"event": "AID", "text": "Aland helps.", "source": actors("Aland"), "target": actors("Celand")}
    lone = {"event": "AID", "text": "Aland helps.", "source": actors("Aland")}
    assert plover(tmp_path, lost, lone).left_out == {"words not in the text": 1, "one end only": 1}


def test_older_roots_are_the_ontologys():
    assert [root_named(name) for name in ("FIGHT", "RETREAT", "AID", "NOTHING")] == ["ASSAULT", "YIELD", "AID", None]


def test_a_code_without_a_row_has_the_root_of_the_code_above():
    table = {"17": "COERCE", "0841": "RETREAT"}
    assert [root_of_code(code, table) for code in ("174K", "0841", "902")] == ["COERCE", "YIELD", None]


def test_capitals_stand_for_small_letters_only_where_nothing_else_does():
    assert where("US", "They told us that the US left.") == ((22, 24),)
    assert where("Rebels", "The rebels left.") == ((4, 10),)


def test_an_end_inside_the_other_is_none():
    assert apart(((0, 4),), ((0, 10),)) == ((), ((0, 10),))


def test_codes_get_the_words_that_begin_with_them_or_share_their_sentences():
    sentences = [(f"Vorland calls the Zed. {n}", {"VOR", "QQQ"}) for n in range(3)] + [("Vorland sings.", {"VOR"})]
    assert names_of(sentences) == {"QQQ": ("Zed",), "VOR": ("Vorland",)}


def test_coded_sentences_are_read_with_the_words_of_their_codes(tmp_path):
    path, table = tmp_path / "p.xml", tmp_path / "t.txt"
    path.write_text(
        "<V><Sentence id='1'><EventCoding sourcecode='VOR' targetcode='ZEDGOV' eventcode='0311'></EventCoding>"
        "<EventCoding sourcecode='---' targetcode='ZED' eventcode='0311'></EventCoding>"
        "<Text>\nVorland helps\n Zedland.\n</Text></Sentence><Sentence id='2'><EventCoding noevents='True'>"
        "</EventCoding><Text>None.</Text></Sentence></V>",
        "utf-8",
    )
    table.write_text("# table\n031: AGREE,  , x\n", "utf-8")
    read = read_petrarch(path, table)
    (dyad,) = read.dyads
    assert (dyad.text, dyad.source, dyad.target, dyad.root) == (
        "Vorland helps Zedland.", ((0, 7),), ((14, 21),), "AGREE",
    )  # fmt: skip
    assert read.left_out == {"no state at an end": 1}


def test_a_pair_with_two_types_is_one_pair(tmp_path):
    path = tmp_path / "news.json"
    record = {
        "sentence": ["A", "beat", "B"],
        "ner": [[0, 0, "x"], [2, 2, "y"]],
        "relations": [[0, 0, 2, 2, "one", ""], [0, 0, 2, 2, "two", ""]],
    }
    path.write_text(json.dumps(record) + "\n", "utf-8")
    (pair,) = read_pairs(path)
    assert (pair.one, pair.two, pair.types, pair.relations) == ((0, 1), (2, 3), ("x", "y"), {"one", "two"})


def made_up(one, two):
    return Pair(("Ann", "left", "Zed"), one, two, ("person", "politicalparty"), (one, two), frozenset({"role"}))


def test_words_around_the_ends_of_a_pair_say_which_is_which_and_their_types():
    tokenizer = load_tokenizer(MODELS / "tokenizer.json")
    ids, opens = crossre_taught.marked(Pieces(tokenizer), made_up((2, 3), (0, 1)))
    assert tokenizer.decode(ids) == "object organisation : ann ] left subject person : zed )"
    assert [tokenizer.id_to_token(ids[at]) for at in opens] == ["subject", "object"]


def test_an_end_inside_the_other_is_marked_as_well():
    tokenizer = load_tokenizer(MODELS / "tokenizer.json")
    ids, _ = crossre_taught.marked(Pieces(tokenizer), made_up((0, 3), (2, 3)))
    assert tokenizer.decode(ids) == "subject person : ann left object organisation : zed ] )"


def test_without_the_encoder_no_model_is_taught_and_a_line_says_how_to_have_it(tmp_path, capsys):
    pairs = [made_up((0, 1), (2, 3))]
    assert list(crossre_taught.measure(pairs, pairs, pairs, tmp_path)) == []
    assert "left out: CrossRE news, gold pairs, taught" in capsys.readouterr().out


def word(number, form, tag, extra="_", features="_"):
    return "\t".join([str(number), form, form, tag, "_", features, "_", "_", "_", extra])


DOCUMENT = "\n".join([
    "# newdoc id = x",
    word(1, "President", "NOUN", "Entity=(7-person-new-s-cf1-2-coref-Ann_Lee"),
    word(2, "Ann", "PROPN", "Entity=7)"),
    word(3, "saw", "VERB"),
    word(4, "her", "PRON", "Entity=(9-object-new-s-cf2-2-sgl(7-person-giv-s-cf1-1-ana)", "Poss=Yes|PronType=Prs"),
    word(5, "cat", "NOUN", "Entity=9)|SpaceAfter=No"),
    word(6, ".", "PUNCT"),
    "",
    "# newpar",
    word("1-2", "Don't", "_", "_"),
    word(1, "Do", "AUX"),
    word(2, "n't", "PART"),
    word(3, "ask", "VERB"),
    word(4, "Rome", "PROPN", "Entity=(3-time-new-s-cf1-1-sgl)"),
    "",
])  # fmt: skip


def test_names_and_personal_pronouns_of_a_document_are_mentions():
    text, meant = read_document(DOCUMENT)
    assert text == "President Ann saw her cat.\n\nDon't ask Rome"
    assert meant == [Meant((0, 13), (10, 13), "7"), Meant((18, 21), (18, 21), "7")]


def test_a_mention_is_the_one_whose_head_it_covers_and_each_only_once():
    meant = [Meant((0, 13), (10, 13), "7")]
    assert paired([(0, 9), (10, 13), (10, 12)], meant) == [("said", 0), 0, ("said", 2)]
    assert paired([(5, 13), (10, 13)], meant) == [0, ("said", 1)]
