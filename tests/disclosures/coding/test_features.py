"""Sentences as hashed features."""

import numpy as np

from disclosures.coding.features import FACTS, cut_tokens, hash_sentences

BUCKETS = [2773, 3851, 13113, 18812, 20758, 22797, 23576, 24620, 29726]


def test_tokens_of_clean_and_of_damaged_text_are_the_same() -> None:
    clean = "The Board’s audit\u00a0committee — three directors — met on “May 12, 2025”."
    damaged = "The Boards audit committee  three directors  met on May 12, 2025."
    assert cut_tokens(clean) == cut_tokens(damaged)
    assert cut_tokens(damaged)[:4] == ["the", "boards", "audit", "committee"]
    assert cut_tokens(damaged)[-4:] == ["on", "may", "0", "0"]


def test_features_are_the_same_on_every_machine() -> None:
    text = hash_sentences([["We lock doors."]])
    assert text.buckets.tolist() == BUCKETS
    assert text.rows.tolist() == [0] * len(BUCKETS)


def test_features_of_a_repeated_word_are_there_once() -> None:
    once, twice = hash_sentences([["Doors."]]), hash_sentences([["Doors, doors, doors."]])
    assert len(np.unique(twice.buckets)) == len(twice.buckets)
    assert set(once.buckets.tolist()) < set(twice.buckets.tolist())


def test_places_tell_first_and_last_of_text_and_paragraph() -> None:
    text = hash_sentences([["One."], ["Two.", "Three.", "and four"]])
    assert text.facts.shape == (4, FACTS)
    assert text.facts[:, 5].tolist() == [1, 1, 1, 0]  # ends as a sentence does
    assert text.facts[:, 6].tolist() == [1, 0, 0, 0]  # first of the text
    assert text.facts[:, 7].tolist() == [0, 0, 0, 1]  # last of the text
    assert text.facts[:, 8].tolist() == [1, 1, 0, 0]  # first of its paragraph
    assert text.facts[:, 9].tolist() == [1, 0, 0, 1]  # last of its paragraph


def test_sentence_without_words_still_has_a_row() -> None:
    text = hash_sentences([["…"], ["Doors."]])
    assert np.unique(text.rows).tolist() == [0, 1]
