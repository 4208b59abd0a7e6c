"""A reader that any test can foresee: it knows a few names and verbs, and nothing else. It pickles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from araz.graph.ref import Ref
from araz.loaders.reader.extraction import Extracted, Extraction, Found, Mention
from araz.loaders.reader.reader import as_claim
from araz.ontology.vocabulary import Kind, Modality, Relation

KNOWN = {"Iran": "iran", "Turkey": "turkiye", "Azerbaijan": "azerbaijan", "Armenia": "armenia"}
NEW = {"Salt tunnel": Kind.RAILWAY, "Salt plant": Kind.HYDRO_PLANT}
VERBS = {"borders": Relation.BORDERS, "operates": Relation.OPERATES, "owns": Relation.OWNS}
NAME = "|".join([*KNOWN, *NEW])
SAID = re.compile(rf"(?P<one>{NAME}) (?P<may>may )?(?P<verb>{'|'.join(VERBS)}) (?P<two>{NAME})\.")


@dataclass(slots=True)
class SimpleReader:
    """Finds "Iran borders Turkey.", surely, and "Iran may borders Turkey.", which is possible and not sure."""

    threshold: float = 0.5
    read_so_far: int = 0

    def read(self, text: str, source: Ref) -> Extraction:
        self.read_so_far += 1
        if "STOP" in text:
            raise KeyboardInterrupt
        if "BREAK" in text:
            raise ValueError("the reader\nbroke")
        found = {each[0]: each for each in re.finditer(NAME, text)}
        entities = tuple(entity(name) for name in found)
        mentions = tuple(Mention(ref(each[0]), *each.span()) for each in re.finditer(NAME, text))
        return Extraction(text, entities, mentions, tuple(self.claims(text, source)))

    def claims(self, text: str, source: Ref) -> Iterator[Extracted]:
        for said in SAID.finditer(text):
            confidence = 0.4 if said["may"] else 0.9
            claim = Extracted(
                ref(said["one"]),
                VERBS[said["verb"]],
                ref(said["two"]),
                Modality.POSSIBLE if said["may"] else Modality.ASSERTED,
                said.span(),
                said.span("one"),
                said.span("two"),
                confidence=confidence,
                method="simple",
            )
            if confidence >= self.threshold:
                yield Extracted(
                    *(getattr(claim, name) for name in Extracted.__slots__[:-1]), str(as_claim(claim, text, source).id)
                )


def ref(name: str) -> Ref:
    return Ref("ent", KNOWN.get(name) or name.lower().replace(" ", "-"))


def entity(name: str) -> Found:
    if name in KNOWN:
        return Found(ref(name), Kind.STATE, name, linked=True, score=0.9)
    return Found(ref(name), NEW[name], name, alternatives=((Ref("ent", "meghri"), 0.3),), reason="not in the registry")
