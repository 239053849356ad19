from typing import Any

import pytest

from config.accounts.models import User
from disclosures.models import Filing, Issuer, SearchWord
from disclosures.search import similar
from disclosures.search.index import refresh_passages, refresh_words
from disclosures.search.similar import MAX_CHARACTERS, find_similar, plan_lookups
from disclosures.search.spelling import find_issuers, offer_spelling
from tests.factories import BOARD, PROCESSES, make_filing

pytestmark = pytest.mark.django_db

ASKED = "The harbour committee reviews lantern outages with the keeper twice a year."
NEAR = "The harbour committee reviews lantern outages with our chief keeper every quarter."
FAR = "Employees complete training on passwords."


def test_nearest_texts_come_first_and_copies_are_one(viewer: User) -> None:
    make_filing("Alpha", texts={BOARD: ASKED})
    make_filing("Beta", texts={BOARD: ASKED.upper(), PROCESSES: FAR})
    make_filing("Gamma", texts={BOARD: NEAR})
    refresh_words()
    found = find_similar(Filing.objects.visible_to(viewer), ASKED)
    assert [(entry.is_exact, entry.issuer_count, len(entry.passages)) for entry in found] == [
        (True, 2, 2),
        (False, 1, 1),
    ]
    assert found[0].percent == 100
    assert 50 < found[1].percent < 100
    assert found[1].first.text == NEAR


def test_filings_narrow_what_is_near(viewer: User) -> None:
    make_filing("Alpha", texts={BOARD: ASKED})
    make_filing("Gamma", texts={BOARD: NEAR}, fiscal_year=2023)
    refresh_words()
    found = find_similar(Filing.objects.visible_to(viewer).filter(fiscal_year=2023), ASKED)
    assert [entry.text for entry in found] == [NEAR]
    assert find_similar(Filing.objects.none(), ASKED) == []


@pytest.mark.parametrize(
    "odd", ["", "\x00", "the of and", "!!! ' \\ & |", "qqqzz wwwxx", "x " * MAX_CHARACTERS]
)
def test_odd_paragraphs_find_nothing(viewer: User, odd: str) -> None:
    make_filing(texts={BOARD: ASKED})
    refresh_words()
    assert find_similar(Filing.objects.visible_to(viewer), odd) == []


@pytest.mark.parametrize("filings", [1, 3])
def test_similar_takes_a_fixed_number_of_queries(
    viewer: User, django_assert_num_queries: Any, filings: int
) -> None:
    for _ in range(filings):
        make_filing(texts={BOARD: ASKED, PROCESSES: NEAR})
    refresh_words()
    with django_assert_num_queries(6):
        assert len(find_similar(Filing.objects.visible_to(viewer), ASKED)) == 2


@pytest.mark.parametrize(
    ("counts", "lookups"),
    [
        (
            {"lantern": 9, "keeper": 20, "board": 71, "risk": 300},
            [("'lantern'", 9), ("'keeper'", 20), ("'board'", 71)],
        ),
        (
            {"lantern": 9, "board": 99, "risk": 300, "the'": 400},
            [("'lantern'", 9), ("'board' & ('lantern')", 99), ("'risk' & ('lantern')", 300)],
        ),
        ({"risk": 300, "board": 200}, [("'board' & 'risk'", 500)]),
        (
            {"risk": 300, "it's": 200, "a\\b": 400, "most": 500},
            [("'it''s' & 'risk'", 500), ("'it''s' & 'a\\\\b'", 600), ("'risk' & 'a\\\\b'", 700)],
        ),
        ({"risk": 300}, [("'risk'", 300)]),
    ],
    ids=["rare enough", "one rare", "two common", "all common", "one common"],
)
def test_lookups_read_a_bounded_part_of_the_index(
    monkeypatch: pytest.MonkeyPatch, counts: dict[str, int], lookups: list[tuple[str, float]]
) -> None:
    monkeypatch.setattr(similar, "MAX_READ", 100)
    planned = plan_lookups({lexeme: (float(count), count) for lexeme, count in counts.items()})
    assert [(own.query, own.weight) for own in planned] == lookups
    by_pairs = [own.limit for own in planned if own.weight > max(counts.values())]
    assert sum(by_pairs) <= 100


@pytest.mark.parametrize(("most", "found"), [(3, 1), (6, 4), (6_000, 4)])
def test_texts_of_common_words_find_their_like_in_what_may_be_read(
    viewer: User, monkeypatch: pytest.MonkeyPatch, most: int, found: int
) -> None:
    for keeper in ("Alder", "Birch", "Cedar", "Damson"):
        make_filing(texts={BOARD: f"The harbour committee reviews lantern {keeper}."})
    refresh_words()
    monkeypatch.setattr(similar, "MAX_READ", most)
    assert len(find_similar(Filing.objects.visible_to(viewer), "Harbour committee, lantern.")) == found


def test_words_are_counted_by_stem_with_their_commonest_form() -> None:
    make_filing(texts={BOARD: "Committees meet.", PROCESSES: "Committees and one committee meet."})
    make_filing(texts={BOARD: "Committees rest."})
    refresh_passages()
    refresh_words()
    assert SearchWord.objects.values_list("word", "passages").get(lexeme="committe") == ("committees", 3)


def test_spelling_is_offered_for_rare_words_only() -> None:
    for _ in range(3):
        make_filing(texts={BOARD: "The committee reviews ransomware."})
    refresh_words()
    assert offer_spelling(["comittee", "ransomware", "ransomwre", "the", "qqqq"]) == {
        "comittee": "committee",
        "ransomwre": "ransomware",
    }


def test_issuers_are_found_by_start_misspelling_and_cik() -> None:
    make_filing("Harrow Pike Group", cik="0000012345")
    make_filing("Meridian Vale")
    issuers = Issuer.objects.all()
    assert [i.name for i in find_issuers(issuers, "harrow")] == ["Harrow Pike Group"]
    assert [i.name for i in find_issuers(issuers, "harow pike")] == ["Harrow Pike Group"]
    assert [i.name for i in find_issuers(issuers, "12345")] == ["Harrow Pike Group"]
    assert find_issuers(issuers, "committee") == []
