"""One cutter for words and for places."""

import pytest

from disclosures.coding.sentences import cut_sentences, find_sentences

TEXTS = {
    "stops": ("The board meets. It hears the CISO.", ["The board meets.", "It hears the CISO."]),
    "abbreviation": (
        "Mr. Oak of Tide Inc. leads. He reports.",
        ["Mr. Oak of Tide Inc. leads.", "He reports."],
    ),
    "lines": ("Governance\n\nThe board meets.", ["Governance", "The board meets."]),
    "blank": (" \n ", []),
    "stop before a small letter": ("See item 1. of the plan.", ["See item 1. of the plan."]),
}


@pytest.mark.parametrize("name", TEXTS)
def test_sentences_and_their_places_are_the_same(name: str) -> None:
    text, sentences = TEXTS[name]
    assert list(cut_sentences(text)) == sentences
    assert [text[start:end] for start, end in find_sentences(text)] == sentences
