"""Searching on a real PostgreSQL, over invented filings."""

from typing import Any

import pytest

from config.accounts.models import User
from disclosures.models import Filing, IndexedPassage, Issuer
from disclosures.search.criteria import Criteria, State
from disclosures.search.hits import Count, Found, Sort, find
from disclosures.search.index import refresh_passages
from disclosures.search.language import parse
from tests.factories import (
    BOARD,
    COMMITTEE,
    MATERIAL_FLAG,
    PROCESSES,
    UNTAGGED_ITEM,
    element,
    make_filing,
    make_untagged,
)

pytestmark = pytest.mark.django_db

OVERSEES = "The lighthouse council oversees tidal risk every quarter."


def search(viewer: User, words: str = "", sort: Sort = Sort.RELEVANCE, **criteria: Any) -> Found:
    found = Criteria(words=parse(words), **criteria)
    return find(Filing.objects.visible_to(viewer), found, sort=sort)


def texts(found: Found) -> list[str]:
    stored = IndexedPassage.objects.select_related("passage").in_bulk(found.page)
    return [stored[pk].passage.text for pk in found.page]


def facet(found: Found, name: str) -> dict[str, tuple[int, int]]:
    return {count.value: (count.passages, count.issuers) for count in found.facets[name]}


def test_words_are_found_in_their_other_forms(viewer: User) -> None:
    make_filing(texts={BOARD: OVERSEES})
    make_filing(texts={BOARD: "Nobody does."})
    assert texts(search(viewer, "overseeing risks")) == [OVERSEES]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('"tidal risk"', ["Tidal risk is reviewed."]),
        ('"risk tidal"', []),
        ("risk -tidal", ["Risk of storms is reviewed."]),
        ("-tidal", ["Risk of storms is reviewed."]),
        ("storms OR tidal", ["Tidal risk is reviewed.", "Risk of storms is reviewed."]),
        ('storms -"of storms"', []),
        ("the of and", []),
        ("nowhere", []),
        ("risk:* | ! & <->", ["Tidal risk is reviewed.", "Risk of storms is reviewed."]),
    ],
)
def test_language_on_the_database(viewer: User, words: str, expected: list[str]) -> None:
    make_filing(texts={BOARD: "Tidal risk is reviewed."})
    make_filing(texts={BOARD: "Risk of storms is reviewed."})
    assert sorted(texts(search(viewer, words))) == sorted(expected)


def test_same_place_under_two_elements_is_one_hit_with_both(viewer: User) -> None:
    filing = make_filing(texts={BOARD: OVERSEES, PROCESSES: "Another paragraph on tidal risk."})
    whole, part = filing.values.order_by("position")
    part.passages.all().delete()
    copied = whole.passages.get()
    copied.pk, copied.value = None, part
    copied.save()
    refresh_passages([filing.pk])
    found = search(viewer, "lighthouse")
    assert (found.passages, found.issuers, found.filings) == (1, 1, 1)
    assert facet(found, "element") == {
        str(element(BOARD).pk): (1, 0),
        str(element(PROCESSES).pk): (1, 0),
    }


def test_facets_count_passages_and_issuers(viewer: User) -> None:
    make_filing("Harrow Pike", texts={BOARD: OVERSEES}, fiscal_year=2023)
    make_filing("Harrow Pike", texts={BOARD: OVERSEES, PROCESSES: "Tidal models."}, fiscal_year=2024)
    make_filing("Meridian Vale", texts={BOARD: "Tidal risk."}, form="20-F")
    Issuer.objects.filter(name="Harrow Pike").update(
        country="US", sic=2834, public_float=800_000_000, kind="operating", kind_reason="SIC 2834"
    )
    found = search(viewer, "tidal")
    assert (found.passages, found.issuers, found.filings) == (4, 2, 3)
    assert facet(found, "form") == {"10-K": (3, 1), "20-F": (1, 1)}
    assert facet(found, "year") == {"2024": (3, 2), "2023": (1, 1)}
    assert facet(found, "country") == {"US": (3, 1), "": (1, 1)}
    assert facet(found, "kind") == {"operating": (3, 1), "": (1, 1)}
    assert facet(found, "division") == {"Manufacturing": (3, 1), "not stated": (1, 1)}
    assert facet(found, "size") == {"$700m to $2bn": (3, 1), "not stated": (1, 1)}
    assert found.facets["form"][0] == Count("10-K", 3, 1)


@pytest.mark.parametrize(
    ("name", "value", "other"),
    [
        ("forms", ("20-F",), ("8-K",)),
        ("years", (2023,), (2022,)),
        ("countries", ("KY",), ("US",)),
        ("divisions", ("Services",), ("Mining",)),
        ("kinds", ("operating",), ("fund_or_trust",)),
        ("sizes", ("under $75m",), ("$2bn to $10bn",)),
        ("framework", "cyd", "online_lending"),
    ],
)
def test_each_filter_keeps_what_fits_and_no_more(viewer: User, name: str, value: Any, other: Any) -> None:
    make_filing("Harrow Pike", texts={BOARD: OVERSEES}, form="20-F", fiscal_year=2023)
    Issuer.objects.update(country="KY", sic=7372, public_float=0, kind="operating", kind_reason="SIC 7372")
    assert search(viewer, "tidal", **{name: value}).passages == 1
    assert search(viewer, "tidal", **{name: other}).passages == 0


def test_values_not_stated_can_be_chosen(viewer: User) -> None:
    make_filing(texts={BOARD: OVERSEES})
    assert (
        search(
            viewer, divisions=("not stated",), sizes=("not stated",), countries=("",), kinds=("",)
        ).passages
        == 1
    )
    assert search(viewer, divisions=("no such division",)).passages == 0


def test_issuers_can_be_chosen(viewer: User) -> None:
    make_filing("Harrow Pike", texts={BOARD: OVERSEES})
    make_filing("Meridian Vale", texts={BOARD: OVERSEES})
    found = search(viewer, "tidal", issuers=Issuer.objects.filter(name="Harrow Pike"))
    assert (found.passages, found.issuers) == (1, 1)


def test_state_of_a_text_element(viewer: User) -> None:
    make_filing("Says", texts={BOARD: OVERSEES, PROCESSES: "Tidal models are kept."})
    make_filing("Silent", texts={PROCESSES: "No tidal models."})
    make_filing("Event", texts={PROCESSES: "Tidal wave."}, form="8-K")
    board = element(BOARD)
    assert texts(search(viewer, "tidal", element=board)) == [OVERSEES]
    assert texts(search(viewer, "tidal", element=board, state=State.DISCLOSED)) == [OVERSEES]
    assert texts(search(viewer, "tidal", element=board, state=State.SILENT)) == ["No tidal models."]


def test_predicted_element_is_a_state_of_its_own(viewer: User) -> None:
    make_untagged("Without tags")
    make_filing("Tagged", texts={BOARD: "The board oversees cybersecurity."})
    own = UNTAGGED_ITEM.split("\n\n")[4]
    found = {
        state: texts(search(viewer, "board", element=element(BOARD), state=state))
        for state in (State.PREDICTED, State.DISCLOSED, State.SILENT)
    }
    assert found == {
        State.PREDICTED: [own],
        State.DISCLOSED: ["The board oversees cybersecurity."],
        State.SILENT: [],
    }


def test_state_of_a_flag(viewer: User) -> None:
    make_filing("Yes", texts={BOARD: "Tidal yes."}, flags={MATERIAL_FLAG: True})
    make_filing("No", texts={BOARD: "Tidal no."}, flags={MATERIAL_FLAG: False})
    make_filing("Neither", texts={BOARD: "Tidal silence."})
    flag = element(MATERIAL_FLAG)
    assert texts(search(viewer, "tidal", element=flag, state=State.DISCLOSED)) == ["Tidal yes."]
    assert texts(search(viewer, "tidal", element=flag, state=State.DENIED)) == ["Tidal no."]
    assert texts(search(viewer, "tidal", element=flag, state=State.SILENT)) == ["Tidal silence."]


def test_a_text_is_denied_by_its_flag(viewer: User) -> None:
    flag = element(MATERIAL_FLAG)
    assert flag.text_element is not None
    make_filing("No", texts={BOARD: "Tidal no."}, flags={MATERIAL_FLAG: False})
    make_filing("Neither", texts={BOARD: "Tidal silence."})
    found = search(viewer, "tidal", element=flag.text_element, state=State.DENIED)
    assert texts(found) == ["Tidal no."]


def test_orders(viewer: User) -> None:
    make_filing("Beta", texts={BOARD: "Tidal."}, filed="2024-03-01")
    make_filing(
        "Alpha", texts={BOARD: "Tidal, and a great many other words that say little."}, filed="2023-03-01"
    )
    make_filing("Gamma", texts={BOARD: "Tidal tidal tidal."}, filed="2025-03-01")

    def order(sort: Sort) -> list[str]:
        page = search(viewer, "tidal", sort).page
        names = dict(IndexedPassage.objects.values_list("pk", "filing__issuer__name"))
        return [names[pk] for pk in page]

    assert order(Sort.NEWEST) == ["Gamma", "Beta", "Alpha"]
    assert order(Sort.ISSUER) == ["Alpha", "Beta", "Gamma"]
    assert order(Sort.RELEVANCE)[-1] == "Alpha"


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_of_a_capped_search_follow_each_other(
    viewer: User, monkeypatch: pytest.MonkeyPatch, sort: Sort
) -> None:
    monkeypatch.setattr("disclosures.search.hits.MAX_COUNTED", 3)
    for _ in range(5):
        make_filing(texts={BOARD: OVERSEES})
    found = search(viewer, "tidal", sort)
    assert (found.passages, found.is_capped) == (3, True)
    assert len(found.page) == len(set(found.page)) == (3 if sort is Sort.RELEVANCE else 5)


def test_nobody_unauthorised_finds_anything() -> None:
    make_filing(texts={BOARD: OVERSEES})
    from django.contrib.auth.models import AnonymousUser

    assert find(Filing.objects.visible_to(AnonymousUser()), Criteria(words=parse("tidal"))) == Found()


@pytest.mark.parametrize("filings", [1, 3])
def test_one_query_however_many_filings(viewer: User, django_assert_num_queries: Any, filings: int) -> None:
    for _ in range(filings):
        make_filing(texts={BOARD: OVERSEES, COMMITTEE: "The tidal committee."})
    with django_assert_num_queries(1):
        assert search(viewer, "tidal").passages == 2 * filings


def test_text_read_again_is_found_by_its_new_words_only(viewer: User) -> None:
    filing = make_filing(texts={BOARD: OVERSEES})
    filing.values.all().delete()
    assert IndexedPassage.objects.count() == 0
    refresh_passages()
    assert search(viewer, "tidal").passages == 0


@pytest.mark.parametrize(
    "words", ["keeper", "weekly", "company's", "third-party", "“keeper”", '"the keeper reports"']
)
def test_words_beside_typographic_signs_are_found(viewer: User, words: str) -> None:
    make_filing(texts={BOARD: "The “keeper” reports—weekly—on the company’s third‑party lamps."})
    assert search(viewer, words).passages == 1
