from comparison.alignment.passages import (
    carry_concepts,
    fold_contained,
    fold_repeats,
    fold_reprints,
    lift_headings,
    name_repeats,
)
from comparison.alignment.values import ComparedPassage, ComparedValue

QUARTERLY = "The audit committee receives a report on cyber risk from the security officer every quarter."
QUARTERLY_TOO = "Every quarter the audit committee receives the security officer's report on cyber risk."
HOTLINE = "Customers reach our hotline on working days between nine and five."
EXPERTISE = "Our security officer has eighteen years of experience in protecting payment networks."
EXPERTISE_TOO = "The security officer has twenty years of experience in protecting bank networks."


def passage(text: str, start: int = 0, *names: str) -> ComparedPassage:
    folded = " ".join(text.casefold().split())
    return ComparedPassage(text, folded, folded, start, start + len(text), names)


def column(*texts: str) -> list[ComparedPassage]:
    return [passage(text, 1000 * index) for index, text in enumerate(texts)]


def test_fold_repeats_shows_words_under_two_elements_once_with_both_names() -> None:
    folded = fold_repeats([passage(HOTLINE, 5, "A"), passage(EXPERTISE, 0, "A"), passage(HOTLINE, 5, "B")])
    assert [(p.text, p.elements) for p in folded] == [(EXPERTISE, ("A",)), (HOTLINE, ("A", "B"))]


def test_fold_repeats_keeps_the_same_words_at_another_place() -> None:
    assert len(fold_repeats([passage(HOTLINE, 0, "A"), passage(HOTLINE, 90, "A")])) == 2


def test_fold_contained_gives_the_inner_name_to_the_passage_around_it() -> None:
    outer, inner = passage("One two three four.", 0, "A"), passage("two three", 4, "B")
    assert [(p.text, p.elements) for p in fold_contained([inner, outer])] == [
        ("One two three four.", ("A", "B"))
    ]


def test_fold_reprints_gives_the_name_to_where_the_words_stood_first() -> None:
    first = [passage(f"{HOTLINE} {QUARTERLY}", 0, "A"), passage(EXPERTISE, 200, "A")]
    # Cut at other places the second time, and going on beyond what was said before.
    again = [passage(QUARTERLY, 400, "B"), passage(EXPERTISE, 500, "B"), passage(EXPERTISE_TOO, 700, "B")]
    assert [(p.start, p.elements) for p in fold_reprints([*first, *again])] == [
        (0, ("A", "B")),
        (200, ("A", "B")),
        (700, ("B",)),
    ]


def test_fold_reprints_finds_a_copy_over_several_passages() -> None:
    copy = passage(f"{QUARTERLY} {EXPERTISE}", 400, "B")
    assert [p.elements for p in fold_reprints([*column(QUARTERLY, EXPERTISE, HOTLINE), copy])] == [
        ("B",),
        ("B",),
        (),
    ]


def test_fold_reprints_keeps_what_one_element_says_twice_and_a_few_words() -> None:
    said = [passage(HOTLINE, 0, "A"), passage(HOTLINE, 90, "A"), passage("Governance", 200, "A")]
    assert fold_reprints([*said, passage("Governance", 300, "B")]) == (*said, passage("Governance", 300, "B"))


def test_name_repeats_names_the_other_element_on_both_values() -> None:
    values = [
        ComparedValue("a", passages=(passage(HOTLINE, 0, "A"),)),
        ComparedValue("b", passages=(passage(HOTLINE, 0, "B"), passage(EXPERTISE, 99, "B"))),
    ]
    named = name_repeats(values)
    assert [[p.elements for p in value.passages] for value in named] == [[("A", "B")], [("B", "A"), ("B",)]]


def test_lift_headings_puts_a_heading_onto_the_passage_after_it() -> None:
    lifted = lift_headings(column("Governance", "Board oversight", QUARTERLY, "Short sentence.", "The end"))
    assert [(p.heading, p.text) for p in lifted] == [
        ("Governance · Board oversight", QUARTERLY),
        ("", "Short sentence."),
        ("", "The end"),
    ]


def test_lift_headings_takes_the_name_of_the_item_for_one() -> None:
    lifted = lift_headings(column("Item 1C. Cybersecurity.", QUARTERLY))
    assert [(p.heading, p.text) for p in lifted] == [("Item 1C. Cybersecurity.", QUARTERLY)]


def test_carry_concepts_takes_what_holds_half_of_a_passage() -> None:
    whole = passage(QUARTERLY, 0)
    values = [
        ComparedValue("a:most", passages=(passage(QUARTERLY[:60], 0),)),
        ComparedValue("a:few", passages=(passage(QUARTERLY[:20], 0),)),
        ComparedValue("a:halves", passages=(passage(QUARTERLY[:25], 0), passage(QUARTERLY[40:70], 40))),
    ]
    assert [p.concepts for p in carry_concepts([whole], values)] == [("a:halves", "a:most")]
