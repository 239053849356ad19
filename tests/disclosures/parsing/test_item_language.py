"""Paragraphs of the item told from risk factors and from all else, by their words."""

from disclosures.parsing.item_language import LEAST_SCORE, find_stretch, score_paragraph, score_stretch
from tests.disclosures.parsing.test_items import LONG_BOARD, LONG_PROGRAMME, RISK

OTHER = "Two mills stand by the river, and a third was sold in the spring of last year."


def never(_text: str) -> bool:
    return False


def test_paragraphs_score_by_what_they_speak_of() -> None:
    assert score_paragraph(LONG_PROGRAMME) > 2
    assert score_paragraph(LONG_BOARD) > 2
    assert score_paragraph(OTHER) == -2.0
    assert score_paragraph(RISK) < -4


def test_few_words_score_nothing_either_way() -> None:
    assert [score_paragraph(words) for words in ("Cybersecurity", "Board oversight", "Two mills", "")] == [
        0.0
    ] * 4


def test_long_paragraph_scores_no_more_than_its_most() -> None:
    assert score_paragraph(" ".join([LONG_PROGRAMME] * 9)) == 4 + 0.6 * 8 - 2


def test_stretch_is_the_run_of_highest_score_with_the_heading_over_it() -> None:
    texts = [OTHER, RISK, "Cyber risk governance", LONG_PROGRAMME, OTHER, LONG_BOARD, OTHER, RISK]
    assert find_stretch(texts, never) == (2, 6)
    assert score_stretch(texts) == sum(map(score_paragraph, texts[3:6]))


def test_stretch_takes_in_what_still_speaks_of_the_subject() -> None:
    plain = "Cybersecurity risk is as old as our mills."
    assert find_stretch([OTHER, plain, LONG_PROGRAMME, LONG_BOARD, plain, OTHER], never) == (1, 5)


def test_stretch_keeps_to_one_side_of_a_border() -> None:
    texts = [LONG_PROGRAMME, LONG_BOARD, "Item 2. Properties", LONG_PROGRAMME]
    assert find_stretch(texts, lambda text: text.startswith("Item")) == (0, 2)


def test_too_little_is_no_stretch() -> None:
    weak = "The board hears of information security once a year."
    assert score_stretch([weak]) < LEAST_SCORE
    assert find_stretch([weak, OTHER], never) is None
    assert find_stretch([], never) is None
    assert score_stretch([]) == 0.0
