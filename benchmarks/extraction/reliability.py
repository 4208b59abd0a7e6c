"""What confidences are worth: how often claims with a confidence are right, on the closed part of the corpus.

Everything that the reader drafts is sorted into ten bins by its confidence, whatever the threshold. A claim is right
when the annotation has it with the same ends, relation and direction. ECE is how far the mean confidence of a bin is
from the share that is right, weighed by the bin's size; it is told for the claims that the reader keeps as well, since
most drafts are unlikely ones. spaCy alone says no confidence. The picture goes to docs/pictures/reliability.svg,
unless --quick is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from araz.loaders.reader.reader import BALANCED
from araz.loaders.reader.scoring import alignment, matched
from araz.train.gold import extraction_of
from araz.train.sets import CLOSED_ARTICLES, articles, closed

from benchmarks.extraction.rows import Row, Setting

BINS = 10
Judged = tuple[float, bool]
"""The confidence of a claim, and whether it is right."""

_STYLE = """
  svg { font: 13px system-ui, "Segoe UI", sans-serif; background: #FAFAF7 }
  .ink { fill: #1B1F24 } .dim { fill: #5B636D; font-size: 12px } .head { font-weight: 700; font-size: 17px }
  .bar { fill: #B3261E } .even { stroke: #1B1F24; stroke-dasharray: 4 4 } .rail { stroke: #E4E1DA }
  @media (prefers-color-scheme: dark) {
    svg { background: #14171B } .ink { fill: #ECEEF0 } .dim { fill: #A7B0BA } .rail { stroke: #30363D }
    .bar { fill: #FF7B6E } .even { stroke: #ECEEF0 }
  }
"""


def measure(setting: Setting) -> Iterator[Row]:
    """A row for each bin that holds claims, and ECE; the picture beside."""
    items = closed() + articles(CLOSED_ARTICLES)
    reader = setting.reader(0.0)
    judged: list[Judged] = []
    for item in items[:: 12 if setting.quick else 1]:
        gold = extraction_of(item)
        found = reader.read(gold.text)
        right = matched(gold.claims, found.claims, alignment(gold, found))
        judged += [(claim.confidence, number in right) for number, claim in enumerate(found.claims)]
    for low, part in enumerate(binned(judged)):
        if part:
            mean = sum(confidence for confidence, _ in part) / len(part)
            right_ones = sum(right for _, right in part) / len(part)
            note = f"{len(part)} claims, mean confidence {mean:.3f}"
            bounds = f"{low / BINS:.1f} to {(low + 1) / BINS:.1f}"
            yield Row(f"right of those with confidence {bounds}", right_ones, note=note)
    sure = [right for confidence, right in judged if 0.75 <= confidence < 0.85]
    if sure:
        note = f"{len(sure)} claims; wanted: about 0.8"
        yield Row("right of those with confidence 0.75 to 0.85", sum(sure) / len(sure), note=note)
    yield Row("ECE", calibration_error(judged), note=f"{len(judged)} drafted claims")
    kept = [each for each in judged if each[0] >= BALANCED]
    yield Row("ECE of the claims that are kept", calibration_error(kept), note=f"{len(kept)} claims")
    if setting.picture is not None:
        setting.picture.parent.mkdir(exist_ok=True)
        setting.picture.write_text(drawn(judged), encoding="utf-8")


def binned(judged: Sequence[Judged]) -> list[list[Judged]]:
    """The claims of each tenth of confidence, the last with 1 itself."""
    bins: list[list[Judged]] = [[] for _ in range(BINS)]
    for confidence, right in judged:
        bins[min(BINS - 1, int(confidence * BINS))].append((confidence, right))
    return bins


def calibration_error(judged: Sequence[Judged]) -> float:
    """ECE: 0 when of the claims of every bin as many are right as their confidence says.

    >>> calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False)])
    0.0
    """
    gaps = (abs(sum(c for c, _ in part) - sum(right for _, right in part)) for part in binned(judged))
    return sum(gaps) / len(judged) if judged else 0.0


def drawn(judged: Sequence[Judged]) -> str:
    """The reliability plot as SVG: a bar for each bin, as high as the share that is right, and the even line."""
    left, top, size = 64, 88, 400
    body = [
        '<text class="ink head" x="24" y="32">What a confidence is worth</text>',
        f'<text class="dim" x="24" y="52">{len(judged):,} drafted claims of text that nothing was learnt from;'
        f" ECE {calibration_error(judged):.3f}</text>",
        f'<text class="dim" x="24" y="{top - 12}">share of them that is right</text>',
    ]
    for tenth in range(0, BINS + 1, 2):
        x, y = left + tenth * size / BINS, top + size - tenth * size / BINS
        body += [
            f'<path class="rail" d="M{left} {y:.0f}H{left + size}"/>',
            f'<text class="dim" x="{left - 30}" y="{y + 4:.0f}">{tenth / BINS:.1f}</text>',
            f'<text class="dim" x="{x - 9:.0f}" y="{top + size + 20}">{tenth / BINS:.1f}</text>',
        ]
    for number, part in enumerate(binned(judged)):
        if part:
            high = sum(right for _, right in part) / len(part) * size
            x = left + number * size / BINS
            body += [
                f'<rect class="bar" x="{x + 4:.0f}" y="{top + size - high:.1f}" width="{size / BINS - 8:.0f}"'
                f' height="{high:.1f}"/>',
                f'<text class="dim" x="{x + 6:.0f}" y="{top + size - high - 5:.1f}">{len(part)}</text>',
            ]
    body += [
        f'<path class="even" d="M{left} {top + size}L{left + size} {top}"/>',
        f'<text class="dim" x="{left + 96}" y="{top + size + 42}">confidence; above each bar, how many claims</text>',
    ]
    wide, high = left + size + 40, top + size + 64
    title = "How often claims are right, by their confidence"
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
    return "\n".join([f'{opening} role="img" aria-label="{title}">', f"<style>{_STYLE}</style>", *body, "</svg>\n"])
