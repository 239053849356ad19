"""Archives' texts laid out as documents lay them out. The texts are made up."""

import numpy as np
import pytest

from disclosures.coding.naming import CONCEPTS
from scripts.element_labels import Labelled, Part
from scripts.element_orders import Places, cut_block, find_blocks, is_heading, lay_out_as_document

PROCESSES, INTEGRATED, BOARD, COMMITTEE, ROLE = 0, 1, 3, 4, 6
PROGRAMME = ("We assess risks.", "We test our plan."), ("A firm helps us.",)
OVERSIGHT = ("The board oversees this.",), ("A committee hears of it.",)
OFFICERS = ("Officers", "Our officer runs the programme.")


def label(paragraphs: tuple[tuple[str, ...], ...], *carried: set[int]) -> Labelled:
    labels = np.zeros((len(carried), len(CONCEPTS)), np.bool_)
    for row, own in enumerate(carried):
        labels[row, list(own)] = True
    return Labelled("0000000000-25-000001", Part.BUILD, "operating", paragraphs, labels)


def three_blocks() -> Labelled:
    return label(
        (*PROGRAMME, *OVERSIGHT, *((words,) for words in OFFICERS)),
        {PROCESSES},
        {PROCESSES, INTEGRATED},
        {PROCESSES},
        {BOARD},
        {BOARD, COMMITTEE},
        {ROLE},
        {ROLE},
    )


def one_block(count: int = 12) -> Labelled:
    elements = [{PROCESSES}, {PROCESSES, ROLE}, {PROCESSES, BOARD}, {PROCESSES, BOARD, COMMITTEE}]
    return label(
        tuple((f"Sentence {number}.",) for number in range(count)),
        *(elements[number * len(elements) // count] for number in range(count)),
    )


def test_blocks_part_where_neighbours_share_no_element() -> None:
    assert find_blocks(three_blocks()) == [(0, 2), (2, 4), (4, 6)]
    assert find_blocks(one_block()) == [(0, 12)]


def test_places_are_those_of_filings_whose_one_block_holds_everything() -> None:
    places = Places.measure([one_block(), three_blocks()])
    assert places.means[[PROCESSES, ROLE, BOARD, COMMITTEE]] == pytest.approx(
        [1 / 12, 4 / 12, 7 / 12, 10 / 12]
    )
    assert places.deviations.tolist() == [0.0] * len(CONCEPTS)
    assert places.means[INTEGRATED] == 0.5


def test_document_has_its_blocks_where_their_elements_stand_in_others() -> None:
    places = Places.measure([one_block()])
    text = lay_out_as_document(three_blocks(), places, np.random.default_rng(1))
    words = [sentence for paragraph in text.paragraphs for sentence in paragraph]
    assert [sentence for sentence in words if sentence not in {"Officers", "A committee hears of it."}] == [
        "We assess risks.",
        "We test our plan.",
        "A firm helps us.",
        "Our officer runs the programme.",
        "The board oversees this.",
    ]


@pytest.mark.parametrize("seed", range(20))
def test_rows_say_which_sentences_the_words_are(seed: int) -> None:
    filing = three_blocks()
    spread = Places(np.full(len(CONCEPTS), 0.5), np.ones(len(CONCEPTS)))
    text = lay_out_as_document(filing, spread, np.random.default_rng(seed))
    words = [sentence for paragraph in text.paragraphs for sentence in paragraph]
    assert words == [filing.sentences[row] for row in text.rows]
    assert set(filing.sentences) - set(words) <= {"Officers"}
    assert len(set(text.rows.tolist())) == len(words)
    relabelled = text.relabel(filing)
    assert list(relabelled.sentences) == words
    assert relabelled.labels.tolist() == [
        filing.labels[filing.sentences.index(one)].tolist() for one in words
    ]


def test_one_block_keeps_its_order() -> None:
    places = Places(np.full(len(CONCEPTS), 0.5), np.ones(len(CONCEPTS)))
    text = lay_out_as_document(one_block(), places, np.random.default_rng(2))
    assert text.paragraphs == one_block().paragraphs


def test_text_of_headings_alone_is_kept() -> None:
    filing = label((("Cybersecurity",),), {PROCESSES})
    places = Places(np.zeros(len(CONCEPTS)), np.zeros(len(CONCEPTS)))
    for seed in range(10):
        assert lay_out_as_document(filing, places, np.random.default_rng(seed)).paragraphs == (
            ("Cybersecurity",),
        )


@pytest.mark.parametrize("seed", range(20))
def test_cut_block_loses_nothing(seed: int) -> None:
    pieces = cut_block((3, 9), np.random.default_rng(seed))
    assert [number for piece in pieces for number in range(*piece)] == list(range(3, 9))


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        (("Governance",), True),
        (("Management’s role in assessing risks",), True),
        (("We lock doors.",), False),
        (("The board:",), False),
        (("Governance", "The board oversees this."), False),
        (("one " * 13,), False),
    ],
    ids=["word", "words", "sentence", "list", "two", "long"],
)
def test_is_heading_is_short_and_ends_without_a_stop(paragraph: tuple[str, ...], expected: bool) -> None:
    assert is_heading(paragraph) is expected
