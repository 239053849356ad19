"""One cutter for words and for places."""

import pytest

from disclosures.coding.sentences import cut_sentences, find_sentences

TEXTS = {
    "stops": ("The board meets. It hears the CISO.", ["The board meets.", "It hears the CISO."]),
    "abbreviation": (
        "Mr. Oak of Tide Inc. leads. He reports.",
        ["Mr. Oak of Tide Inc. leads.", "He reports."],
    ),
    "titles": (
        "Messrs. Oak and Elm, and J.R. Ash and Q. Fir, Sr. Vice President, report to Prof. Yew.",
        ["Messrs. Oak and Elm, and J.R. Ash and Q. Fir, Sr. Vice President, report to Prof. Yew."],
    ),
    "shortened words": (
        "It covers approx. USD 5 million, incl. Tide Ltd. (cf. Note 3) vs. Reg. S-K Nos. A1.",
        ["It covers approx. USD 5 million, incl. Tide Ltd. (cf. Note 3) vs. Reg. S-K Nos. A1."],
    ),
    "several stops": (
        "The U.K. Board met at 9 a.m. Eastern time; a Ph.D. Candidate took notes.",
        ["The U.K. Board met at 9 a.m. Eastern time; a Ph.D. Candidate took notes."],
    ),
    "abbreviation at an end": (
        "He reports to Mr. Oak, Jr. The board meets. We rely on Tide Inc. Our auditors do not.",
        ["He reports to Mr. Oak, Jr.", "The board meets.", "We rely on Tide Inc.", "Our auditors do not."],
    ),
    "title before a word that begins sentences": (
        "It is led by Dr. The and by Mr. He.",
        ["It is led by Dr. The and by Mr. He."],
    ),
    "abbreviation at the end of a line": ("Tide Inc.\nBoats", ["Tide Inc.", "Boats"]),
    "end of a longer word": ("We rely on TideCo. Boats are ours.", ["We rely on TideCo.", "Boats are ours."]),
    "lines": ("Governance\n\nThe board meets.", ["Governance", "The board meets."]),
    "blank": (" \n ", []),
    "stop before a small letter": ("See item 1. of the plan.", ["See item 1. of the plan."]),
}


@pytest.mark.parametrize("name", TEXTS)
def test_sentences_and_their_places_are_the_same(name: str) -> None:
    text, sentences = TEXTS[name]
    assert list(cut_sentences(text)) == sentences
    assert [text[start:end] for start, end in find_sentences(text)] == sentences
