"""The search pages on a real PostgreSQL, over invented filings."""

from typing import Any

import pytest
from django.test import Client

from comparison.models import PeerGroup, SavedSearch
from comparison.peers.groups import Rule, create_group
from config.accounts.models import User
from config.permissions import Role
from disclosures.models import Element, Issuer, Passage
from disclosures.search.index import refresh_words
from tests.conftest import make_user, signed_in
from tests.factories import BOARD, MATERIAL_FLAG, PROCESSES, element, make_filing, make_untagged

pytestmark = pytest.mark.django_db

OVERSEES = "The lighthouse council oversees tidal risk every quarter."
PAGES = ["/search/", "/search/similar/"]
TOLD = ("Saved: Tides.", "Saved: Storms.", "Removed: Storms.")


def page_of(client: Client, address: str = "/search/", **query: Any) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_pages_ask_a_stranger_to_log_in(client: Client, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"/login/?next={address}")


@pytest.mark.parametrize("address", PAGES)
def test_pages_open_for_a_viewer_without_a_question(viewer_client: Client, address: str) -> None:
    assert "<h1>" in page_of(viewer_client, address)


def test_hit_shows_its_words_marked_and_leads_to_its_place(viewer_client: Client) -> None:
    filing = make_filing("Harrow Pike Group", texts={PROCESSES: "Models are kept.", BOARD: OVERSEES})
    page = page_of(viewer_client, q="tidal risks")
    start = Passage.objects.get(text=OVERSEES).start
    assert "<mark>tidal</mark> <mark>risk</mark>" in page
    assert f'href="/filings/{filing.slug}/?search=q%3Dtidal%2Brisks&amp;hit=1#c{start}"' in page
    assert '<span class="num">1</span> passage in 1 filing of 1 issuer' in page
    assert element(BOARD).name in page


def test_markup_in_a_disclosure_is_shown_as_text(viewer_client: Client) -> None:
    make_filing(texts={BOARD: "Tidal <script>alert(1)</script> & <b>risk</b> \ue000 ends."})
    page = page_of(viewer_client, q="tidal risk")
    assert (
        "<mark>Tidal</mark> &lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;<mark>risk</mark>&lt;/b&gt;"
        in page
    )
    assert "<script>alert" not in page


def test_what_was_typed_is_shown_as_text(viewer_client: Client) -> None:
    page = page_of(viewer_client, q='"><script>alert(1)</script>')
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%22unbalanced",
        "q=-only+-minus",
        "q=" + "a" * 10_000,
        "q=" + "a+" * 5_000,
        "q=%F0%9F%A6%84",
        "q=%EE%80%80",
        "q=OR",
        "q=tidal&page=0",
        "q=tidal&page=99999",
        "q=tidal&page=" + "9" * 31,
        "year=-1&year=" + "9" * 31 + "&year=x&year=%C2%B2",
        "country=%00&kind=nonsense&size=nonsense&division=nonsense",
        "element=nothing&state=denied",
        "state=nonsense&sort=nonsense",
        "issuer=nobody&peers=nobody&framework=nothing",
        "element=%00",
        "q=tidal&form=10-K&open=form&open=nothing",
        "form=10-K&open=%00",
        "open=form",
    ],
)
def test_odd_query_strings_are_answered(viewer_client: Client, query: str) -> None:
    make_filing(texts={BOARD: OVERSEES})
    assert viewer_client.get(f"/search/?{query}").status_code == 200
    assert viewer_client.get(f"/search/similar/?text={query}&passage=-1&peers=%00").status_code == 200
    assert viewer_client.get(f"/search/similar/?passage={'9' * 31}").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_search_takes_the_same_queries_for_one_hit_and_three(
    viewer_client: Client, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        make_filing(texts={BOARD: f"{OVERSEES} {number}"})
    viewer_client.get("/search/", {"q": "warm up"})
    with django_assert_num_queries(13):
        viewer_client.get("/search/", {"q": "tidal -nothing"})


def test_facets_narrow_and_their_chips_widen(viewer_client: Client) -> None:
    make_filing("Alpha", texts={BOARD: OVERSEES}, fiscal_year=2023)
    make_filing("Beta", texts={BOARD: OVERSEES}, form="20-F")
    page = page_of(viewer_client, q="tidal")
    assert 'href="/search/?q=tidal&amp;form=20-F"' in page
    narrowed = page_of(viewer_client, q="tidal", form="20-F")
    assert ("Beta</a>" in narrowed, "Alpha</a>" in narrowed) == (True, False)
    assert '<a class="chip-remove" href="/search/?q=tidal" aria-label="Remove Form: 20-F">' in narrowed


def test_several_values_of_one_filter_are_alternatives(viewer_client: Client) -> None:
    for year in (2022, 2023, 2024):
        make_filing(f"Issuer of {year}", texts={BOARD: OVERSEES}, fiscal_year=year)
    page = page_of(viewer_client, q="tidal", year=[2022, 2024])
    assert [f"Issuer of {year}" in page for year in (2022, 2023, 2024)] == [True, False, True]


def facet_of(client: Client, name: str, **query: Any) -> tuple[list[tuple[Any, ...]], Any]:
    """Values of a facet: label, passages, issuers, whether it is chosen."""
    facets = client.get("/search/", query).context["result"].facets
    [facet] = [own for own in facets if own.name == name]
    return [(v.label, v.passages, v.issuers, v.is_chosen) for v in facet.values], facet


def test_an_opened_facet_counts_each_value_by_itself_under_the_other_filters(viewer_client: Client) -> None:
    for form, year in (("10-K", 2022), ("10-K", 2023), ("10-K", 2024), ("20-F", 2023), ("40-F", 2022)):
        make_filing(f"{form} of {year}", texts={BOARD: OVERSEES}, form=form, fiscal_year=year)
    query = {"q": "tidal", "form": ["10-K", "8-K"], "year": [2022, 2023]}
    closed, facet = facet_of(viewer_client, "form", **query)
    assert closed == [("10-K", 2, 2, True), ("8-K", 0, 0, True)]
    assert facet.others == "/search/?q=tidal&form=10-K&form=8-K&year=2022&year=2023&open=form"
    opened, facet = facet_of(viewer_client, "form", **query, open="form")
    assert opened == [
        ("10-K", 2, 2, True),
        ("8-K", 0, 0, True),
        ("20-F", 1, 1, False),
        ("40-F", 1, 1, False),
    ]
    assert [value.address for value in facet.values[1:3]] == [
        "/search/?q=tidal&form=10-K&year=2022&year=2023&open=form",
        "/search/?q=tidal&form=10-K&form=8-K&form=20-F&year=2022&year=2023&open=form",
    ]
    years, _ = facet_of(viewer_client, "year", **query, open="year")
    assert years == [("2022", 1, 1, True), ("2023", 1, 1, True), ("2024", 1, 1, False)]


def test_the_last_value_that_is_taken_away_leaves_the_facet_as_it_was(viewer_client: Client) -> None:
    make_filing("Alpha", texts={BOARD: OVERSEES})
    _, facet = facet_of(viewer_client, "form", q="tidal", form="10-K", open="form")
    assert [value.address for value in facet.values] == ["/search/?q=tidal"]


def test_opening_a_facet_takes_one_query_more(viewer_client: Client, django_assert_num_queries: Any) -> None:
    make_filing(texts={BOARD: OVERSEES})
    viewer_client.get("/search/", {"q": "warm up"})
    for opened, queries in (({}, 13), ({"open": "form"}, 14), ({"open": "year"}, 13)):
        with django_assert_num_queries(queries):
            viewer_client.get("/search/", {"q": "tidal -nothing", "form": "10-K", **opened})


def test_peer_group_narrows_only_for_who_sees_it(viewer_client: Client, viewer: User, reviewer: User) -> None:
    make_filing("Alpha", texts={BOARD: OVERSEES})
    make_filing("Beta", texts={BOARD: OVERSEES})
    alpha = Issuer.objects.get(name="Alpha")
    group = create_group(name="Harbours", rule=Rule(), issuers=[alpha], is_shared=False, by=reviewer)
    assert "2</span> passages" in page_of(viewer_client, q="tidal", peers=group.slug)
    PeerGroup.objects.update(is_shared=True)
    assert "1</span> passage in" in page_of(viewer_client, q="tidal", peers=group.slug)


def test_silent_filings_are_listed_where_no_words_are_given(viewer_client: Client) -> None:
    silent = make_filing("Silent Harbour", texts={PROCESSES: "Models."})
    make_filing("Speaking Harbour", texts={BOARD: OVERSEES})
    page = page_of(viewer_client, element=element(BOARD).slug, state="silent")
    assert "1 filing that is asked for it, in which it was not found" in " ".join(page.split())
    assert f"/filings/{silent.slug}/#{element(BOARD).slug}" in page
    assert "Speaking Harbour" not in page


def test_filing_without_a_named_element_is_not_said_to_be_silent(viewer_client: Client) -> None:
    make_untagged("Bare Harbour").values.all().delete()
    page = page_of(viewer_client, element=element(BOARD).slug, state="silent")
    assert '<span class="st st-unread">not named yet</span>' in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"state": "silent"}, "No filing held here leaves it out. Take a filter away."),
        ({"state": "denied"}, "No filing held here denies it. Take a filter away."),
        (
            {"code": "cyber_insurance.denied"},
            "No filing held here says all of this. Take a filter away, or add another value",
        ),
    ],
)
def test_search_for_filings_that_finds_none_speaks_of_filings(
    viewer_client: Client, query: dict[str, str], sentence: str
) -> None:
    make_filing("Speaking Harbour", texts={BOARD: OVERSEES})
    about = {"element": element(BOARD).slug} if "state" in query else {}
    page = " ".join(page_of(viewer_client, **about, **query).split())
    assert "<h2>No filing fits</h2>" in page
    assert "No passage fits" not in page
    assert sentence in page


def test_denying_filings_are_listed(viewer_client: Client) -> None:
    make_filing("Denying Harbour", texts={BOARD: OVERSEES}, flags={MATERIAL_FLAG: False})
    make_filing("Quiet Harbour", texts={BOARD: OVERSEES})
    page = page_of(viewer_client, element=element(MATERIAL_FLAG).slug, state="denied")
    assert ("Denying Harbour" in page, "Quiet Harbour" in page) == (True, False)


def test_issuer_is_offered_ahead_of_hits(viewer_client: Client) -> None:
    make_filing("Harrow Pike Group", texts={BOARD: OVERSEES})
    page = page_of(viewer_client, q="harrow pike")
    assert 'href="/issuers/harrow-pike-group/">Harrow Pike Group</a>' in page


def test_misspelt_word_is_offered_only_where_hits_are_few(viewer_client: Client) -> None:
    for _ in range(5):
        make_filing(texts={BOARD: OVERSEES})
    refresh_words()
    assert 'href="/search/?q=lighthouse+-audit"' in page_of(viewer_client, q="lighthose -audit")
    assert "Did you mean" not in page_of(viewer_client, q="lighthouse")


def test_pages_hold_twenty_hits(viewer_client: Client) -> None:
    for number in range(21):
        make_filing(texts={BOARD: f"{OVERSEES} {number}"})
    assert page_of(viewer_client, q="tidal").count('<article class="hit"') == 20
    second = page_of(viewer_client, q="tidal", page=2)
    assert second.count('<article class="hit"') == 1
    assert "21–21 of 21" in second


def test_result_alone_for_htmx(viewer_client: Client) -> None:
    make_filing(texts={BOARD: OVERSEES})
    headers = {"HX-Request": "true", "HX-Target": "search-result"}
    part = viewer_client.get("/search/", {"q": "tidal"}, headers=headers).content
    assert b"<mark>tidal</mark>" in part
    assert b"<h1" not in part


def test_reader_walks_from_hit_to_hit(viewer_client: Client) -> None:
    for number in range(3):
        make_filing(f"Issuer {number}", texts={BOARD: OVERSEES}, filed=f"202{number}-01-01")
    middle = "/filings/issuer-1-10-k-2024/"
    page = page_of(viewer_client, middle, search="q=tidal&sort=newest", hit=2)
    assert 'hit <b class="num">2</b> of <b class="num">3</b>' in page
    assert (
        'rel="prev" href="/filings/issuer-2-10-k-2024/?search=q%3Dtidal%26sort%3Dnewest&amp;hit=1#c0"' in page
    )
    assert (
        'rel="next" href="/filings/issuer-0-10-k-2024/?search=q%3Dtidal%26sort%3Dnewest&amp;hit=3#c0"' in page
    )
    first = page_of(viewer_client, "/filings/issuer-2-10-k-2024/", search="q=tidal&sort=newest", hit=1)
    assert 'rel="prev"' not in first


@pytest.mark.parametrize("query", ["search=&hit=1", "search=q%3Dtidal&hit=99", "search=%00&hit=x", "hit=1"])
def test_reading_page_without_a_hit_has_no_bar(viewer_client: Client, query: str) -> None:
    filing = make_filing(texts={BOARD: OVERSEES})
    response = viewer_client.get(f"/filings/{filing.slug}/?{query}")
    assert (response.status_code, b"hit-bar" in response.content) == (200, False)


def test_similar_page_groups_copies_and_names_the_same_issuer(viewer_client: Client) -> None:
    make_filing("Alpha", texts={BOARD: OVERSEES}, fiscal_year=2023)
    make_filing("Alpha", texts={BOARD: OVERSEES}, fiscal_year=2024)
    make_filing("Beta", texts={BOARD: OVERSEES})
    refresh_words()
    asked = Passage.objects.filter(value__filing__issuer__name="Alpha").earliest("pk")
    page = page_of(viewer_client, "/search/similar/", passage=asked.pk)
    assert "the same words in 2 issuers" in page
    assert "the same issuer" in page
    assert "1 text like it" in page
    pasted = page_of(viewer_client, "/search/similar/", text=OVERSEES + " \x00")
    assert "1 text like it" in pasted


def save(client: Client, name: str, query: str = "q=tidal&page=3&nonsense=1", **more: str) -> Any:
    return client.post("/search/saved/new/", {"name": name, "query": query, **more})


def test_search_is_saved_cleaned_and_opened(viewer_client: Client, viewer: User) -> None:
    response = save(viewer_client, "Tides", "q=tidal&page=3&nonsense=1&form=10-K")
    assert (response.status_code, response["Location"]) == (302, "/search/?q=tidal&form=10-K")
    saved = SavedSearch.objects.get()
    assert (saved.owner, saved.name, saved.query, saved.is_shared) == (
        viewer,
        "Tides",
        "q=tidal&form=10-K",
        False,
    )
    assert "Tides" in page_of(viewer_client)


def test_second_search_of_a_name_is_refused_with_a_sentence(viewer_client: Client) -> None:
    save(viewer_client, "Tides")
    response = save(viewer_client, "Tides", "q=storm")
    assert response.status_code == 422
    assert "You have a saved search named “Tides” already." in response.content.decode()
    assert SavedSearch.objects.count() == 1
    assert save(viewer_client, "").status_code == 422
    assert save(viewer_client, "Long", "q=" + "a" * 50_000).status_code == 302


def test_saved_search_is_seen_by_colleagues_only_when_shared(
    viewer_client: Client, reviewer_client: Client
) -> None:
    save(viewer_client, "Tides")
    saved = SavedSearch.objects.get()
    assert "Tides" not in page_of(reviewer_client)
    assert reviewer_client.get(f"/search/saved/{saved.pk}/").status_code == 404
    assert (
        viewer_client.post(f"/search/saved/{saved.pk}/", {"name": "Storms", "is_shared": "on"}).status_code
        == 302
    )
    saved.refresh_from_db()
    assert (saved.name, saved.is_shared) == ("Storms", True)
    assert "shared by" in page_of(reviewer_client)
    assert reviewer_client.get(f"/search/saved/{saved.pk}/").status_code == 403
    assert reviewer_client.post(f"/search/saved/{saved.pk}/delete/").status_code == 403


def test_saved_search_is_deleted_by_its_owner(viewer_client: Client) -> None:
    save(viewer_client, "Tides")
    saved = SavedSearch.objects.get()
    assert viewer_client.get(f"/search/saved/{saved.pk}/delete/").status_code == 405
    assert viewer_client.post(f"/search/saved/{saved.pk}/delete/").status_code == 302
    assert SavedSearch.objects.count() == 0


def test_what_was_done_to_a_saved_search_is_told(viewer_client: Client) -> None:
    save(viewer_client, "Tides")
    address = f"/search/saved/{SavedSearch.objects.get().pk}/"
    told = [page_of(viewer_client)]
    for more, given in (("", {"name": "Storms"}), ("delete/", {})):
        viewer_client.post(f"{address}{more}", given)
        told.append(page_of(viewer_client))
    assert [page.count(sentence) for page, sentence in zip(told, TOLD, strict=True)] == [1, 1, 1]


def test_two_people_may_use_the_same_name(viewer_client: Client) -> None:
    save(viewer_client, "Tides")
    assert save(signed_in(make_user(Role.REVIEWER)), "Tides").status_code == 302


def test_frameworks_are_offered_where_there_are_several(viewer_client: Client) -> None:
    make_filing(texts={BOARD: OVERSEES})
    assert "facet-framework" not in page_of(viewer_client, q="tidal")
    other = Element.objects.filter(framework__slug="online_lending", kind="text").first()
    make_filing(texts={other.key: "Tidal risk on a platform."}, form="Web disclosure")
    assert 'href="/search/?q=tidal&amp;framework=online_lending"' in page_of(viewer_client, q="tidal")
    narrowed = page_of(viewer_client, q="tidal", framework="online_lending")
    assert ("on a platform" in narrowed, "every quarter" in narrowed) == (True, False)
