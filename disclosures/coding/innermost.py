"""Which of the elements over a paragraph is the innermost: the one that tells most. Pure.

Blocks lie in each other, so a paragraph carries several elements at once; the innermost is the one with the
least text of those over it. A softmax over what the element model says of the paragraph guesses it; its
weights lie in the model file (scripts/build_element_model.py).
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from disclosures.coding.naming import CONCEPTS, MODEL_FILE

type Table = npt.NDArray[np.float64]

LEAST = 0.003
"""Confidences are kept so far from 0 and 1."""


def join_sentences(confidences: Table, lengths: npt.NDArray[np.int64]) -> Table:
    """The confidence of each element in a paragraph: the mean log odds of its sentences, by length."""
    kept = np.clip(confidences, LEAST, 1 - LEAST)
    odds: Table = lengths @ np.log(kept / (1 - kept)) / lengths.sum()
    return 1 / (1 + np.exp(-odds))


def describe(confidences: Table) -> Table:
    """What the softmax reads of paragraphs: log odds and confidences of their elements, and a 1."""
    kept = np.clip(confidences, LEAST, 1 - LEAST)
    return np.hstack([np.log(kept / (1 - kept)), confidences, np.ones((len(confidences), 1))])


def guess_innermost(confidences: Table) -> Table:
    """Per paragraph (row) and element, in the order of CONCEPTS, how likely it is the innermost one.

    What a row lacks to 1 is the chance that no element is over the paragraph.
    """
    scores = describe(confidences) @ _load_weights()
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Table = grown / grown.sum(axis=1, keepdims=True)
    return shares[:, : len(CONCEPTS)]


@cache
def _load_weights() -> Table:
    with np.load(MODEL_FILE, allow_pickle=False) as file:
        return np.asarray(file["innermost"], np.float64)
