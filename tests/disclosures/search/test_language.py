import pytest

from disclosures.search.language import MAX_CHARACTERS, MAX_TERMS, Query, Term, parse, replace_words


def test_words_are_all_required() -> None:
    assert parse("board  oversight") == Query(((Term("board"),), (Term("oversight"),)))


def test_phrase_keeps_its_order_and_a_quoted_word_is_a_word() -> None:
    assert parse('"risk committee" "board"') == Query(
        ((Term("risk committee", is_phrase=True),), (Term("board"),))
    )


def test_typographic_quotes_make_a_phrase() -> None:
    assert parse("“risk committee”") == parse('"risk committee"')


def test_or_joins_its_two_neighbours() -> None:
    assert parse("board OR committee oversight") == Query(
        ((Term("board"), Term("committee")), (Term("oversight"),))
    )


def test_minus_leaves_out_words_and_phrases_but_not_hyphens() -> None:
    found = parse('third-party -audit -"risk committee"')
    assert found.required == ((Term("third-party"),),)
    assert found.excluded == (Term("audit"), Term("risk committee", is_phrase=True))


@pytest.mark.parametrize(
    "odd", ["", "   ", "OR", "OR OR", "-", "--", '"', '""', '-""', "!&|():*", "\x00", "\t\n"]
)
def test_nothing_to_look_for_is_an_empty_query(odd: str) -> None:
    assert parse(odd) == Query()
    assert not parse(odd)


@pytest.mark.parametrize(
    ("odd", "same"),
    [
        ('board "risk committee', 'board "risk committee"'),
        ("board OR", "board"),
        ("OR board", "board"),
        ("bo\x00ard", "bo ard"),
        ("board board", "board"),
        ("board or audit", "board or audit"),
    ],
)
def test_odd_input_is_read_as(odd: str, same: str) -> None:
    assert parse(odd) == parse(same)


def test_long_input_is_cut_and_says_so() -> None:
    long = parse("a" * 10_000)
    assert long == Query(((Term("a" * MAX_CHARACTERS),),), is_cut=True)
    many = parse(" ".join(f"w{number}" for number in range(100)))
    assert (len(many.required), many.is_cut) == (MAX_TERMS, True)


def test_typed_form_is_read_as_the_same_query() -> None:
    query = parse('board OR "audit committee" oversight -insurance')
    assert str(query) == 'board OR "audit committee" oversight -insurance'
    assert parse(str(query)) == query


def test_description_names_every_part() -> None:
    assert parse('board OR committee "annual report" -audit').describe() == (
        "with (“board” or “committee”) and the phrase “annual report”, without “audit”"
    )
    assert parse("board").describe() == "with “board”"
    assert parse("-audit").describe() == "without “audit”"


def test_words_may_be_replaced_within_what_was_typed() -> None:
    assert replace_words('"bord oversight" -bord', {"bord": "board"}) == '"board oversight" -board'
    assert parse('"bord oversight" -other').words == ("bord", "oversight")
