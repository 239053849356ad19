"""What became of each element, on values made up here."""

import pytest

from comparison.alignment.values import ComparedPassage, ComparedValue, ElementSpec
from comparison.alignment.years import Change
from comparison.comparing.redlines import find_changes
from comparison.watching.worded_changes import word_changes
from disclosures.parsing.passages import hash_passage, normalise_passage

ROPES = ElementSpec("x:Ropes", "ropes", "Ropes", "Pier")
QUARTERLY = "The harbour board, in coordination with the wardens, counts its ropes every quarter."
LAMPS = "Lamps along the quay burn from dusk and are trimmed by two keepers who live nearby."


def values(*texts: str) -> dict[str, list[ComparedValue]]:
    passages = tuple(
        ComparedPassage(text, normalise_passage(text), hash_passage(normalise_passage(text)), k, k + 1)
        for k, text in enumerate(texts)
    )
    return {ROPES.key: [ComparedValue(ROPES.key, text="\n\n".join(texts), passages=passages)]}


@pytest.mark.parametrize(
    ("then", "now", "change", "words"),
    [
        (values(QUARTERLY), values(QUARTERLY), Change.UNCHANGED, []),
        (values(QUARTERLY), values(QUARTERLY.replace("board,", "board")), Change.UNCHANGED, []),
        (values(QUARTERLY, LAMPS), values(f"{QUARTERLY} {LAMPS}"), Change.UNCHANGED, []),
        (
            values(QUARTERLY, LAMPS),
            values(f"{QUARTERLY} Then {LAMPS}"),
            Change.EDITED,
            ["1 paragraph edited"],
        ),
        (
            values(QUARTERLY, LAMPS),
            values(LAMPS, QUARTERLY),
            Change.EDITED,
            ["the same paragraphs in another order"],
        ),
        (values("false"), values(QUARTERLY), Change.NEW, ["said for the first time, 1 paragraph"]),
        (values(QUARTERLY, LAMPS), values("No"), Change.DROPPED, ["no longer said, 2 paragraphs dropped"]),
        ({}, values(QUARTERLY), Change.NEW, ["said for the first time, 1 paragraph"]),
    ],
    ids=["same", "a-comma", "merged", "merged-edited", "moved", "flag-as-text", "flag-as-text-now", "new"],
)
def test_find_changes_of_a_text(
    then: dict[str, list[ComparedValue]],
    now: dict[str, list[ComparedValue]],
    change: Change,
    words: list[str],
) -> None:
    assert [own.change for own in find_changes([ROPES], then, now)] == [change]
    assert [own.words for own in word_changes([ROPES], then, now)] == words


def test_find_changes_leaves_out_what_neither_year_says_in_words() -> None:
    assert find_changes([ROPES], values("false"), values("false")) == ()
    assert find_changes([ROPES], values("true"), {}) == ()
