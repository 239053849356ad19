"""How a prediction is worded: its confidence, and whether a person is asked to look at it."""

from collections.abc import Iterable

from comparison.alignment.values import ComparedValue, Origin

SURE = 0.8
"""Confidence below which a reviewer is asked to confirm; docs/classifier.md has the shares of right ones."""


def word_prediction(confidence: float) -> str:
    """ "predicted 0.93"; below SURE "predicted 0.62, please confirm"."""
    asks = ", please confirm" if confidence < SURE else ""
    return f"predicted {confidence:.2f}{asks}"


def word_origin(values: Iterable[ComparedValue]) -> str:
    """What a reader must know of words that no tag names: predicted or confirmed; empty for given ones."""
    own = tuple(value for value in values if value.text)
    origins = {value.origin for value in own}
    if origins == {Origin.PREDICTED}:
        return word_prediction(max(value.confidence or 0.0 for value in own))
    if Origin.CONFIRMED not in origins:
        return ""
    return "partly confirmed" if Origin.PREDICTED in origins else "confirmed"
