"""Which of a language model's claims are accepted, and what becomes of the others."""

from __future__ import annotations

import pytest
from araz.graph.ref import Ref
from araz.loaders.llm.account import Left

from .server import (
    BORDERS,
    GOOD,
    IRAN,
    TEXT,
    TURKEY,
    answer,
    claim,
    entity,
    said,
)


def account_of(server, text, *replies):
    server.says(*replies)
    return server.reader().read_with_account(text)


def left_of(server, text, *claims, entities=(IRAN, TURKEY)):
    extraction, account = account_of(server, text, answer(*claims, entities=entities))
    assert extraction.claims == ()
    return account.left


def test_a_claim_that_the_text_bears_out_is_read_with_its_places(server):
    server.says(GOOD)
    found = server.reader().read(BORDERS, Ref("src", "a"))
    (read,) = found.claims
    assert said(found) == [("iran", "borders", "turkiye")]
    assert [BORDERS[slice(*span)] for span in (read.sentence, read.subject_span, read.object_span)] == [
        "Iran borders Turkey.",
        "Iran",
        "Turkey",
    ]
    assert read.method == "llm:some-model"
    assert [(m.entity.local, m.start, m.end) for m in found.mentions] == [("iran", 0, 4), ("turkiye", 13, 19)]


def test_confidence_is_what_the_model_says_clipped_and_lowered(server):
    for number, (says, means) in enumerate([(1.0, 0.9), (7, 0.9), (10**400, 0.9), (0.8, 0.72)]):
        server.says(answer(claim("e1", "borders", "e2", "Iran borders Turkey.", confidence=says)))
        server.asked.clear()
        (read,) = server.reader().read(BORDERS).claims
        assert read.confidence == pytest.approx(means), number


@pytest.mark.parametrize("says", [-3, 0.2, "sure", None, True, float("nan")])
def test_an_unsure_claim_is_left_out_and_counted(server, says):
    left = left_of(server, BORDERS, claim("e1", "borders", "e2", "Iran borders Turkey.", confidence=says))
    assert left == {Left.UNSURE: 1}


def test_an_invented_passage_is_left_out(server):
    assert left_of(server, BORDERS, claim("e1", "borders", "e2", "Iran has a border with Turkey.")) == {
        Left.INVENTED: 1
    }


def test_a_passage_may_differ_in_white_space_and_quote_marks_only(server):
    text = "Iran, which “supports”\n  the PKK’s rival Turkey, waits. "
    said_so = 'Iran, which "supports" the PKK\'s rival Turkey, waits.'
    server.says(answer(claim("e1", "supports", "e2", said_so)))
    (read,) = server.reader().read("Some words before. " + text).claims
    assert read.sentence == (19, 19 + len(text) - 1)


def test_an_end_that_is_mentioned_elsewhere_only_is_left_out(server):
    text = "Turkey waits. It snows. It rains. Iran borders it."
    assert left_of(server, text, claim("e1", "borders", "e2", "Iran borders it.")) == {Left.NOT_MENTIONED: 1}


def test_an_end_in_the_sentence_beside_the_passage_is_enough(server):
    text = "It snows. Turkey waits. Iran borders it."
    server.says(answer(claim("e1", "borders", "e2", "Iran borders it.")))
    (read,) = server.reader().read(text).claims
    assert text[slice(*read.sentence)] == "Turkey waits. Iran borders it."


def test_a_passage_that_names_neither_end_is_left_out(server):
    text = "Iran and Turkey met. They agreed."
    assert left_of(server, text, claim("e1", "agreesWith", "e2", "They agreed.")) == {Left.NOT_MENTIONED: 1}


def test_a_passage_over_many_sentences_is_left_out(server):
    text = "Iran met Turkey. It rained. It snowed. It hailed."
    assert left_of(server, text, claim("e1", "consults", "e2", text)) == {Left.TOO_LONG: 1}


def test_a_part_of_a_word_is_no_mention(server):
    left = left_of(server, "Iranians like Turkey.", claim("e1", "supports", "e2", "Iranians like Turkey."))
    assert left == {Left.NOT_THERE: 1, Left.NOT_MENTIONED: 1}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"relation": "isFriendOf"}, Left.NO_RELATION),
        ({"relation": ["borders"]}, Left.NO_RELATION),
        ({"modality": "certain"}, Left.NO_MODALITY),
        ({"subject": "e9"}, Left.NO_END),
        ({"object": "e1"}, Left.ONE_END),
        ({"passage": None}, Left.NO_CLAIM),
        ({"passage": ""}, Left.INVENTED),
        ({"relation": "operates"}, Left.CLASSES),
    ],
)
def test_a_claim_that_cannot_be_is_left_out_for_its_reason(server, changed, reason):
    assert left_of(server, BORDERS, claim("e1", "borders", "e2", "Iran borders Turkey.") | changed) == {reason: 1}


def test_an_unknown_class_takes_its_claims_with_it(server):
    entities = (entity("e1", "Country", "Iran"), TURKEY)
    left = left_of(server, BORDERS, claim("e1", "borders", "e2", "Iran borders Turkey."), entities=entities)
    assert left == {Left.NO_CLASS: 1, Left.NO_END: 1}


@pytest.mark.parametrize("rubbish", ["x", 7, None, [], {"id": 3, "class": "State", "names": ["Iran"]}])
def test_rubbish_among_entities_and_claims_is_counted(server, rubbish):
    extraction, account = account_of(
        server, BORDERS, {**GOOD, "entities": [IRAN, rubbish, TURKEY], "claims": [rubbish]}
    )
    assert extraction.claims == ()
    assert account.left == {Left.NO_ENTITY: 1, Left.NO_CLAIM: 1}


def test_everything_offered_is_accounted_for(server):
    good = claim("e1", "borders", "e2", "Iran borders Turkey.")
    _, account = account_of(server, BORDERS, answer(good, good, good | {"passage": "no"}, good | {"relation": "no"}))
    assert account.offered == account.accepted + sum(account.left.values()) == 4
    assert account.left[Left.TWICE] == 1


def test_names_link_as_those_of_the_small_reader(server):
    entities = (
        entity("a", "State", "Iran", "Tehran"),
        entity("b", "State", "Azerbaijan"),
        entity("c", "HydroPlant", "Khudafarin hydroelectric plant"),
        entity("d", "Unrest", "unrest", named=False),
    )
    server.says(
        answer(
            claim("a", "operates", "c", "Iran and Azerbaijan operate the Khudafarin hydroelectric plant."),
            claim("d", "endangers", "a", "Tehran fears unrest.", modality="possible"),
            entities=entities,
        )
    )
    found = server.reader().read(TEXT)
    assert said(found)[0] == ("iran", "operates", "khudafarin-plant")
    assert found.claims[1].object == Ref("ent", "iran")
    assert [(e.name, e.linked, e.named) for e in found.entities][-1] == ("unrest", False, False)


def test_an_unknown_name_is_minted_with_a_reason(server):
    entities = (entity("e1", "ArmedGroup", "Zorbas"), TURKEY)
    server.says(answer(claim("e1", "threatens", "e2", "Zorbas threatens Turkey."), entities=entities))
    found = server.reader().read("Zorbas threatens Turkey.")
    assert said(found) == [("zorbas", "threatens", "turkiye")]
    assert found.entities[0].reason == "not in the registry; read as armed group"


def test_what_somebody_says_is_reported_with_its_speaker(server):
    text = "Oman says that Iran supports Turkey."
    entities = (IRAN, TURKEY, entity("e3", "State", "Oman"))
    server.says(answer(claim("e1", "supports", "e2", text, attributed_to="e3"), entities=entities))
    (read,) = server.reader().read(text).claims
    assert (read.modality.value, str(read.attributed_to)) == ("reported", "ent:oman")


def test_a_condition_must_stand_in_the_text(server):
    text = "If the talks fail, Iran may threaten Turkey."
    server.says(answer(claim("e1", "threatens", "e2", text, modality="conditional", condition="the talks fail")))
    (read,) = server.reader().read(text).claims
    assert (read.modality.value, read.condition) == ("conditional", "the talks fail")
    server.says(answer(claim("e1", "borders", "e2", "Iran borders Turkey.", modality="conditional", condition="if so")))
    found, account = server.reader().read_with_account(BORDERS)
    assert (found.claims[0].modality.value, account.left) == ("possible", {Left.NO_CONDITION: 1})


def test_quantities_and_dates_of_the_sentence_are_given_to_its_claim(server):
    text = "Iran exported 20 MW to Turkey in 2024."
    server.says(answer(claim("e1", "exportsTo", "e2", text)))
    (read,) = server.reader().read(text).claims
    assert [(q.value, q.unit) for q in read.quantities] == [(20.0, "MW")]
    assert (read.valid.start, read.valid.end) == ("2024", "2024")
