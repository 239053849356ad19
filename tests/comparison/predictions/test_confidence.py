"""How predictions are worded."""

import pytest

from comparison.alignment.values import ComparedValue, Origin
from comparison.predictions.confidence import word_origin, word_prediction


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (0.5, "predicted 0.50, please confirm"),
        (0.7999, "predicted 0.80, please confirm"),
        (0.8, "predicted 0.80"),
        (1.0, "predicted 1.00"),
    ],
)
def test_unsure_prediction_asks_to_be_confirmed(confidence: float, words: str) -> None:
    assert word_prediction(confidence) == words


def value(origin: Origin, confidence: float | None = None, text: str = "We lock doors.") -> ComparedValue:
    return ComparedValue("cyd:Doors", text=text, origin=origin, confidence=confidence)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], ""),
        ([value(Origin.TAGGED)], ""),
        ([value(Origin.HEADING)], ""),
        ([value(Origin.PREDICTED, 0.91)], "predicted 0.91"),
        ([value(Origin.PREDICTED, 0.61), value(Origin.PREDICTED, 0.93)], "predicted 0.93"),
        ([value(Origin.CONFIRMED, 0.61)], "confirmed"),
        ([value(Origin.CONFIRMED, None), value(Origin.PREDICTED, 0.93)], "partly confirmed"),
        ([value(Origin.CONFIRMED, 0.61), value(Origin.TAGGED, text="")], "confirmed"),
    ],
)
def test_origin_is_told_where_no_tag_names_the_words(values: list[ComparedValue], words: str) -> None:
    assert word_origin(values) == words
