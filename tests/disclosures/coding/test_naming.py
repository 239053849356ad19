"""Naming the elements of untagged sentences. The texts are made up; what real ones score is bench.coding."""

import pytest

from disclosures.coding.naming import (
    CONCEPTS,
    GROUP_OF,
    GROUPS,
    MODEL_FILE,
    NAMED,
    NamedSentence,
    Paragraph,
    load_networks,
    name_elements,
    score_sentences,
)

PROCESSES, BOARD, EXPERTISE = CONCEPTS[0], CONCEPTS[3], CONCEPTS[8]
DISCLOSURE = (
    Paragraph(
        "We run a program to identify, assess and manage material risks from cybersecurity threats. It"
        " follows the NIST framework, and we test our response plan in tabletop exercises each year.",
        ("Risk management and strategy",),
    ),
    Paragraph(
        "Our Board of Directors oversees cybersecurity risk. The Audit Committee hears from the CISO every"
        " quarter.",
        ("Governance",),
    ),
    Paragraph(
        "Our CISO has more than twenty years of experience in information security, holds a master’s degree"
        " in computer science and is a Certified Information Systems Security Professional.",
        ("Governance",),
    ),
)


def test_named_elements_follow_the_words() -> None:
    programme, oversight, officer = name_elements(DISCLOSURE)
    assert [sentence.named for sentence in programme] == [(PROCESSES,), (PROCESSES,)]
    assert BOARD in oversight[0].named
    assert EXPERTISE in officer[0].named
    assert EXPERTISE not in oversight[0].named


def test_every_sentence_keeps_its_words_and_place() -> None:
    named = name_elements(DISCLOSURE)
    assert [" ".join(sentence.text for sentence in own) for own in named] == [p.text for p in DISCLOSURE]


def test_every_sentence_has_a_confidence_for_every_element() -> None:
    for paragraph in name_elements(DISCLOSURE):
        for sentence in paragraph:
            assert tuple(sentence.elements) == CONCEPTS
            assert all(0 <= confidence <= 1 for confidence in sentence.elements.values())


def test_same_text_gets_the_same_confidences() -> None:
    assert name_elements(DISCLOSURE) == name_elements(DISCLOSURE)


def test_typography_does_not_change_confidences() -> None:
    plain = [Paragraph(p.text.replace("’", ""), p.headings) for p in DISCLOSURE]
    assert [[s.elements for s in own] for own in name_elements(plain)] == [
        [s.elements for s in own] for own in name_elements(DISCLOSURE)
    ]


def test_heading_of_the_item_carries_nothing_and_changes_nothing() -> None:
    heading, *rest = name_elements((Paragraph("Item 1C. Cybersecurity"), *DISCLOSURE))
    assert [(sentence.text, sentence.named) for sentence in heading] == [
        ("Item 1C.", ()),
        ("Cybersecurity", ()),
    ]
    assert tuple(rest) == name_elements(DISCLOSURE)


@pytest.mark.parametrize("paragraphs", [(), (Paragraph(""),), (Paragraph(" \n "), Paragraph(""))])
def test_text_without_sentences_names_nothing(paragraphs: tuple[Paragraph, ...]) -> None:
    assert name_elements(paragraphs) == tuple(() for _ in paragraphs)


def test_scores_keep_empty_paragraphs_in_place() -> None:
    scores = score_sentences([["We lock doors."], [], ["We test locks."]])
    assert [len(paragraph) for paragraph in scores] == [1, 0, 1]


def test_named_starts_at_a_half() -> None:
    sentence = NamedSentence("We lock doors.", {PROCESSES: NAMED, BOARD: 0.4999})
    assert sentence.named == (PROCESSES,)


def test_groups_hold_every_concept_once() -> None:
    assert [concept for own in GROUPS.values() for concept in own] == list(CONCEPTS)
    assert GROUP_OF == (0, 0, 1, 2, 2, 2, 3, 3, 3, 3)


def test_model_file_is_small_and_holds_numbers_only() -> None:
    assert MODEL_FILE.stat().st_size < 5_000_000
    (network,) = load_networks()
    assert network.output_bias.shape == (len(CONCEPTS),)
