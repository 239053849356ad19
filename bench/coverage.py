"""How often a proposal on a plan's demand is what a reader says: `python -m bench.coverage [--list]`.

The plan, two 20-Fs and a platform's page of ../shared/data/seeds (COLLATE_SHARED_DATA) are read as the
product does, without a database: requirements, passages under their elements, links by the crosswalk's
topics. Each proposal is held against the verdict that a reader of the whole text gave (VERDICTS). Prints the
proposals that differ, how many agree, and how many of those proposed as addressed are; `--list` prints every
proposal with its best sentence. Exits with 1 where less than LIMIT of them agree.
"""

import argparse
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from comparison.alignment.coverage import (
    LINKED,
    AnswerSentence,
    CoveredDemand,
    Demand,
    Verdict,
    cover_demands,
)
from comparison.alignment.wording import find_sentences
from disclosures.frameworks.topics import find_topics
from disclosures.parsing import registry
from disclosures.parsing.passages import cut_passages
from disclosures.parsing.types import ParsedFiling, ParsedRequirement

DEFAULT_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
PLAN, TEXTS = "003", ("000", "001", "002")
LIMIT = 0.8
LETTERS = {"a": Verdict.ADDRESSED, "p": Verdict.PARTLY, "-": Verdict.NOT_ADDRESSED}
VERDICTS: Mapping[str, str] = {
    "1-1": "---",
    "1-2": "-pp",
    "1-3": "---",
    "1-4": "-p-",
    "1-5": "-p-",
    "2-1": "ppp",
    "2-2": "ppp",
    "2-3": "p-p",
    **{f"3-{demand}": "---" for demand in range(1, 8)},
    "4-1": "aaa",
    "4-2": "pa-",
    "4-3": "p--",
    "4-4": "app",
    "4-5": "ppp",
    "5-1": "-a-",
    "5-2": "-a-",
    "5-3": "-a-",
    "5-4": "-a-",
}
"""By number of the demand the verdicts on TEXTS in their order: a(ddressed), p(artly), "-" not addressed."""


def read_seed(folder: Path, start: str) -> ParsedFiling:
    """The document whose name starts so."""
    (path,) = folder.glob(f"{start}_*")
    (filing,) = registry.read(path.read_bytes(), path.name)
    return filing


def read_demands(plan: ParsedFiling) -> tuple[Demand, ...]:
    """What the plan asks: its demands, and points that have none."""
    points = {own.point: own for own in plan.requirements if not own.demand}
    with_demands = {own.point for own in plan.requirements if own.demand}
    return tuple(
        _read_demand(own, points[own.point])
        for own in plan.requirements
        if own.demand or own.point not in with_demands
    )


def _read_demand(own: ParsedRequirement, point: ParsedRequirement) -> Demand:
    words = own.wording or own.title
    topics = find_topics(words) or find_topics(own.quote) or find_topics(point.wording or point.title)
    return Demand(
        key=f"{own.point}-{own.demand}" if own.demand else f"{own.point}",
        words=words,
        context=point.quote,
        linked={key: LINKED for topic in topics for key in topic.elements},
    )


def cut_answers(filing: ParsedFiling) -> Iterator[AnswerSentence]:
    """The sentences of its passages in reading order, with the elements over them."""
    over: defaultdict[tuple[int, int], dict[str, float]] = defaultdict(dict)
    for element in filing.elements:
        for passage in cut_passages(element, filing.reading_text):
            over[passage.span.start, passage.span.end][element.concept] = 1.0
    for (start, end), elements in sorted(over.items()):
        paragraph = filing.reading_text[start:end]
        for first, last in find_sentences(paragraph):
            yield AnswerSentence(paragraph[first:last], paragraph, start + first, start + last, elements)


def propose(folder: Path) -> dict[str, dict[str, CoveredDemand]]:
    """By number of the demand, then by text."""
    demands = read_demands(read_seed(folder, PLAN))
    found: dict[str, dict[str, CoveredDemand]] = {demand.key: {} for demand in demands}
    for text in TEXTS:
        for covered in cover_demands(demands, list(cut_answers(read_seed(folder, text)))):
            found[covered.key][text] = covered
    return found


def print_proposals(folder: Path, proposals: Mapping[str, Mapping[str, CoveredDemand]]) -> None:
    texts = {text: read_seed(folder, text).reading_text for text in TEXTS}
    for key, by_text in proposals.items():
        for text, own in by_text.items():
            best = own.answers[0] if own.answers else None
            words = texts[text][best.start : best.end] if best else ""
            print(f"{key} {text} {own.verdict} {own.score:.2f} {words}")


def print_agreement(proposals: Mapping[str, Mapping[str, CoveredDemand]]) -> float:
    """The share of proposals with the reader's verdict."""
    pairs: Counter[tuple[Verdict, Verdict]] = Counter()
    for key, by_text in proposals.items():
        for letter, (text, own) in zip(VERDICTS[key], by_text.items(), strict=True):
            judged = LETTERS[letter]
            pairs[judged, own.verdict] += 1
            if judged is not own.verdict:
                print(f"{key} {text}: judged {judged}, proposed {own.verdict} ({own.score:.2f})")
    same = sum(count for (judged, proposed), count in pairs.items() if judged is proposed)
    nothing = Verdict.NOT_ADDRESSED
    both = sum(count for (judged, own), count in pairs.items() if (judged is nothing) == (own is nothing))
    claimed = sum(count for (_, own), count in pairs.items() if own is Verdict.ADDRESSED)
    print(f"{pairs.total()} proposals: {same} as judged; {both} agree on answered at all or not")
    print(f"{claimed} proposed as addressed, {pairs[Verdict.ADDRESSED, Verdict.ADDRESSED]} of them judged so")
    return same / pairs.total()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--list", action="store_true", help="every proposal with its best sentence")
    options = parser.parse_args()
    folder = Path(os.environ.get("COLLATE_SHARED_DATA", DEFAULT_DATA)) / "seeds"
    if not folder.is_dir():
        print(f"No documents in {folder}: set COLLATE_SHARED_DATA.")
        return 0
    proposals = propose(folder)
    if options.list:
        print_proposals(folder, proposals)
    if proposals.keys() != VERDICTS.keys():
        print(
            f"The plan's demands are others than those judged: {sorted(proposals.keys() ^ VERDICTS.keys())}."
        )
        return 1
    return 0 if print_agreement(proposals) >= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
