from disclosures.parsing.reading import join_texts
from disclosures.parsing.types import Span


def quotes(texts: list[str]) -> tuple[str, list[str]]:
    """The reading text, and what each text's spans hold of it."""
    reading_text, spans = join_texts(texts)
    return reading_text, ["|".join(reading_text[s.start : s.end] for s in places) for places in spans]


def test_texts_that_share_nothing_stand_one_after_the_other() -> None:
    assert join_texts(["One.", "Two."]) == ("One.\n\nTwo.", ((Span(0, 4),), (Span(6, 10),)))


def test_text_within_a_later_longer_one_gets_its_place_there() -> None:
    assert quotes(["the mate", "Ask the mate."]) == ("Ask the mate.", ["the mate", "Ask the mate."])


def test_white_space_is_no_difference() -> None:
    outer = "We have nine years of experience\n\nas keepers of the harbour lights."
    inner = "nine years of experienceas keepers of  the harbour lights."
    assert quotes([outer, inner]) == (outer, [outer, outer[8:]])


def test_equal_texts_share_one_place() -> None:
    assert quotes(["The board asks.", "The  board asks."]) == ("The board asks.", ["The board asks."] * 2)


def test_text_in_a_text_in_a_text_is_found_in_the_outermost() -> None:
    assert quotes(["a b c d", "b c d", "c d"]) == ("a b c d", ["a b c d", "b c d", "c d"])


def test_short_text_is_no_part_of_a_word() -> None:
    assert quotes(["Our CISOs meet.", "CISO"]) == ("Our CISOs meet.\n\nCISO", ["Our CISOs meet.", "CISO"])


def test_nearest_text_before_is_preferred() -> None:
    _, spans = join_texts(["The CTO signs.", "The CTO reports.", "CTO", "The CTO rests."])
    assert spans[2] == (Span(20, 23),)


def test_empty_text_has_no_place() -> None:
    assert join_texts(["", " ", "One."]) == ("One.", ((), (), (Span(0, 4),)))


def test_nothing_gives_nothing() -> None:
    assert join_texts([]) == ("", ())
