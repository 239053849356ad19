"""How well paragraphs of two issuers are matched with their tags hidden: part of `make bench-alignment`.

Annual reports (10-K) of issuers whose part is `score` (scripts.element_labels), from four months of the
archives; the element model knows none of them. Random pairs of different issuers, seeded. For each left
paragraph of at least six words its best match on the right, nothing rejected, and whether that carries

specific    one of the same elements, Processes counting only where a paragraph carries nothing else
innermost   the same smallest element: of those over the paragraph the one with the least text
any         any element in common

A paragraph carries an element whose block holds at least half of it; a paragraph that the archives bring
twice counts once, with the elements of both.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from comparison.alignment.issuer_scores import score_sides
from comparison.alignment.issuer_sides import Column, Side, read_side
from comparison.alignment.keys import cut_key_words
from comparison.alignment.values import ComparedPassage
from disclosures.coding.naming import CONCEPTS
from disclosures.market.notes.filings import build_filing
from disclosures.market.notes.members import Reading, Refused, read_filings
from disclosures.parsing.passages import hash_passage, normalise_passage
from disclosures.parsing.types import ParsedFiling
from scripts.element_labels import Part, choose_part

MONTHS = ("2025_02", "2025_03", "2026_02", "2026_03")
SEED = 2106
PAIRS = 400
FEWEST_PARAGRAPHS = 5
FEWEST_WORDS = 6
SEVERAL = 5
"""Elements an issuer tells apart to be in the second table."""
THRESHOLDS = (0.0, 0.2, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8)
LIMIT = 0.70
"""Share of the specific element, all issuers, of what has an answer."""

type Table = npt.NDArray[np.float64]
type Answers = npt.NDArray[np.bool_]
type Matcher = Callable[[Side, Side], Table]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """An issuer's item: its paragraphs, untagged, and the elements of each as concept numbers."""

    cik: str
    side: Side
    elements: tuple[frozenset[int], ...]
    innermost: tuple[int | None, ...]

    @property
    def counted(self) -> list[int]:
        """The paragraphs asked about: tagged, and of more than a few words."""
        return [
            place
            for place, words in enumerate(self.side.words)
            if self.elements[place] and len(words.split()) >= FEWEST_WORDS
        ]


def read_disclosures(folder: Path) -> Iterator[Disclosure]:
    for month in MONTHS:
        with (folder / f"{month}_notes.zip").open("rb") as file:
            for raw in read_filings(file, Reading()):
                filing = build_filing(raw, Refused())
                if filing is None or filing.parsed.form != "10-K":
                    continue
                if choose_part(filing.parsed.cik) is Part.SCORE:
                    disclosure = label_disclosure(filing.parsed)
                    if len(disclosure.elements) >= FEWEST_PARAGRAPHS:
                        yield disclosure


def label_disclosure(parsed: ParsedFiling) -> Disclosure:
    spans = [
        (span, CONCEPTS.index(element.concept))
        for element in parsed.elements
        if element.concept in CONCEPTS
        for span in element.locator.spans
    ]
    sizes = [sum(span.end - span.start for span, own in spans if own == number) for number in range(10)]
    passages: dict[tuple[str, ...], ComparedPassage] = {}
    elements: dict[tuple[str, ...], frozenset[int]] = {}
    start = 0
    for text in parsed.reading_text.split("\n\n"):
        end = start + len(text)
        key = tuple(cut_key_words(text))
        if key:
            normalised = normalise_passage(text)
            passages.setdefault(key, ComparedPassage(text, normalised, hash_passage(normalised), start, end))
            over = (
                own for span, own in spans if 2 * (min(end, span.end) - max(start, span.start)) >= len(text)
            )
            elements[key] = elements.get(key, frozenset()) | frozenset(over)
        start = end + 2
    inner = tuple(min(own, key=lambda n: (sizes[n], n), default=None) for own in elements.values())
    return Disclosure(parsed.cik, read_side(Column(list(passages.values()))), tuple(elements.values()), inner)


def same_innermost(left: Disclosure, right: Disclosure) -> Answers:
    return np.array(
        [[one is not None and one == other for other in right.innermost] for one in left.innermost]
    )


def same_any(left: Disclosure, right: Disclosure) -> Answers:
    return np.array([[bool(one & other) for other in right.elements] for one in left.elements])


def same_specific(left: Disclosure, right: Disclosure) -> Answers:
    mine, theirs = ([own - {0} or own for own in side.elements] for side in (left, right))
    return np.array([[bool(one & other) for other in theirs] for one in mine])


DEFINITIONS = {"specific": same_specific, "innermost": same_innermost, "any": same_any}


def score_by_words(scorer: Callable[..., float], left: Side, right: Side) -> Table:
    return np.array(process.cdist(left.words, right.words, scorer=scorer, dtype=np.float64))


MATCHERS: dict[str, Matcher] = {
    "ratio": partial(score_by_words, fuzz.ratio),
    "token_set": partial(score_by_words, fuzz.token_set_ratio),
    "Collate": score_sides,
}


def draw_pairs(items: Sequence[Disclosure]) -> list[tuple[Disclosure, Disclosure]]:
    rng = random.Random(SEED)  # noqa: S311  # chance to repeat, not to hide
    pairs: list[tuple[Disclosure, Disclosure]] = []
    while len(pairs) < PAIRS:
        left, right = rng.sample(items, 2)
        if left.cik != right.cik:
            pairs.append((left, right))
    return pairs


def report_matches(title: str, items: Sequence[Disclosure]) -> float:
    """Prints the shares by definition; returns that of Collate by the specific element."""
    pairs = draw_pairs(items)
    asked = sum(len(left.counted) for left, _ in pairs)
    print(
        f"\n{title}: {len(items)} filings, {len(pairs)} pairs, {asked:,} paragraphs; of those with an answer"
    )
    print(f"{'':12}{'has one':>9}{'random':>9}" + "".join(f"{name:>11}" for name in MATCHERS))
    best = {
        name: [match(left.side, right.side).argmax(axis=1) for left, right in pairs]
        for name, match in MATCHERS.items()
    }
    figures: dict[str, float] = {}
    for definition, is_same in DEFINITIONS.items():
        truths = [is_same(left, right)[left.counted] for left, right in pairs]
        answered = [truth.any(axis=1) for truth in truths]
        count = sum(int(own.sum()) for own in answered)
        chance = sum(float(truth.mean(axis=1).sum()) for truth in truths) / count
        shown = ""
        for name, chosen in best.items():
            hits = sum(
                int(truth[np.arange(len(truth)), own[left.counted]].sum())
                for truth, own, (left, _) in zip(truths, chosen, pairs, strict=True)
            )
            figures[f"{definition} {name}"] = hits / count
            shown += f"{hits / count:11.3f}"
        print(f"{definition:12}{count / asked:9.3f}{chance:9.3f}{shown}")
    return figures["specific Collate"]


def report_thresholds(items: Sequence[Disclosure]) -> None:
    """Prints precision and recall of best matches that score at least so much, by the specific element."""
    scores: list[Table] = []
    rights: list[Answers] = []
    answers: list[Answers] = []
    for left, right in draw_pairs(items):
        table = score_sides(left.side, right.side)[left.counted]
        truth = same_specific(left, right)[left.counted]
        scores.append(table.max(axis=1))
        rights.append(truth[np.arange(len(truth)), table.argmax(axis=1)])
        answers.append(truth.any(axis=1))
    score, is_right, asked = np.concatenate(scores), np.concatenate(rights), np.concatenate(answers).sum()
    print(f"\n{'reject below':14}{'matched':>9}{'precision':>11}{'recall':>8}")
    for threshold in THRESHOLDS:
        kept = score >= threshold
        precision = is_right[kept].mean() if kept.any() else 1.0
        print(f"{threshold:<14}{kept.mean():9.3f}{precision:11.3f}{is_right[kept].sum() / asked:8.3f}")


def report_issuers(folder: Path) -> bool:
    """Prints the tables; True when the limit holds."""
    items = list(read_disclosures(folder))
    share = report_matches("Issuers, tags hidden", items)
    several = [item for item in items if len(set(item.innermost)) >= SEVERAL]
    report_matches(f"... that tell {SEVERAL} and more elements apart", several)
    report_thresholds(items)
    print(f"limit: {LIMIT} by the specific element")
    return share >= LIMIT
