"""Who is told of what, and that nobody is told twice."""

from typing import Any

import pytest

from comparison.models import Follow, Notice, PeerGroup, SavedSearch
from comparison.searching.searches import save_search
from comparison.watching.follows import follow
from comparison.watching.notices import MOST_PER_FOLLOW, tell_of_codes, tell_of_filings
from config.accounts.models import User
from disclosures.codes.storing import refresh_codes
from disclosures.identity import Details
from disclosures.ingest import receive_document, store_parsed
from disclosures.models import CodedFiling, Filing, Issuer
from disclosures.parsing.types import SourceFormat
from disclosures.signals import filings_loaded
from tests.comparison.rows import make_person
from tests.factories import (
    BOARD,
    MATERIAL_FLAG,
    PROCESSES,
    element,
    make_filing,
    make_untagged,
    parsed_filing,
)

pytestmark = pytest.mark.django_db

FIRST = "Our board of directors supervises how we deal with threats to our systems every quarter."
EDITED = "Our board of directors supervises how we deal with threats to our systems every single month."


def told() -> list[tuple[str, str]]:
    return [(notice.kind, notice.what_changed) for notice in Notice.objects.order_by("pk")]


def make_issuer(name: str = "Harrow Pike Group", **fields: Any) -> Issuer:
    """An issuer with a filing of fiscal year 2023 that nobody was told of."""
    texts = {BOARD: FIRST, PROCESSES: "We look for threats."}
    return make_filing(name, texts=texts, flags={MATERIAL_FLAG: True}, fiscal_year=2023, **fields).issuer


def store_again(filing: Filing, data: bytes, text: str, source: SourceFormat) -> None:
    parsed = parsed_filing(
        {BOARD: text}, issuer_name=filing.issuer.name, fiscal_year=filing.fiscal_year, source_format=source
    )
    document = receive_document(data=data, name="again.htm", by=None)
    store_parsed(document=document, part=0, parsed=parsed, details=Details(), by=None)


def test_new_filing_of_a_followed_issuer_says_what_changed(viewer: User) -> None:
    issuer = make_issuer()
    follow(target=issuer, by=viewer)
    make_filing("Somebody Else")
    filing = make_filing(
        issuer.name, texts={BOARD: EDITED, PROCESSES: "We look for threats."}, flags={MATERIAL_FLAG: False}
    )
    assert [(n.filing, n.element, n.follow.owner) for n in Notice.objects.all()] == [(filing, None, viewer)]
    names = [element(key).name for key in (BOARD, MATERIAL_FLAG)]
    kind, words = told()[0]
    first, *lines = words.splitlines()
    assert (kind, first) == ("new_filing", "Since fiscal year 2023:")
    assert sorted(lines) == sorted(
        [f"{names[0]}: 1 paragraph edited", f"{names[1]} Flag flipped from yes to no"]
    )


def test_first_filing_of_an_issuer_is_told_without_changes(viewer: User) -> None:
    group = PeerGroup.objects.create(name="Twenty", slug="twenty", owner=viewer, rule={"forms": ["20-F"]})
    follow(target=group, by=viewer)
    make_filing("Lanternfish Credit", form="20-F")
    make_filing("Harrow Pike Group")
    assert told() == [("new_filing", "No earlier year is held to compare it with.")]


def test_filing_without_changes_says_so(viewer: User) -> None:
    follow(target=make_issuer(), by=viewer)
    make_filing(
        "Harrow Pike Group",
        texts={BOARD: FIRST, PROCESSES: "We look for threats."},
        flags={MATERIAL_FLAG: True},
    )
    assert told() == [("new_filing", "Since fiscal year 2023 nothing changed.")]


def test_year_without_tags_is_no_change_of_an_element(viewer: User) -> None:
    issuer = make_untagged("Harrow Pike Group", fiscal_year=2023).issuer
    follow(target=issuer, by=viewer)
    follow(target=element(BOARD), by=viewer)
    make_filing("Harrow Pike Group", texts={BOARD: FIRST})
    words = "the words may have changed: a year without tags is compared on its page only."
    assert told() == [("new_filing", f"Since fiscal year 2023 {words}")]


def test_followed_element_is_told_only_where_it_changed(viewer: User) -> None:
    make_issuer("Harrow Pike Group")
    make_issuer("Lanternfish Credit")
    follow(target=element(BOARD), by=viewer)
    changed = make_filing("Harrow Pike Group", texts={BOARD: f"{FIRST}\n\nIt reports once a year to us all."})
    make_filing("Lanternfish Credit", texts={BOARD: FIRST})
    make_filing("Nobody Before", texts={BOARD: FIRST})
    assert list(Notice.objects.values_list("filing", "element")) == [(changed.pk, element(BOARD).pk)]
    assert told() == [("changed_element", f"Since fiscal year 2023: {element(BOARD).name}: 1 paragraph new")]


def test_element_that_is_no_longer_said_is_told(viewer: User) -> None:
    make_issuer()
    follow(target=element(BOARD), by=viewer)
    make_filing("Harrow Pike Group", texts={PROCESSES: "We look for threats."})
    assert told() == [
        (
            "changed_element",
            f"Since fiscal year 2023: {element(BOARD).name}: no longer said, 1 paragraph dropped",
        )
    ]


def test_person_hears_once_of_what_several_follows_bring(viewer: User) -> None:
    issuer = make_issuer()
    group = PeerGroup.objects.create(name="Peers", slug="peers", owner=viewer, is_shared=True)
    group.issuers.add(issuer)
    colleague = make_person("reviewer")
    for person in (viewer, colleague):
        follow(target=group, by=person)
    own = follow(target=issuer, by=viewer)
    make_filing(issuer.name)
    assert {(n.follow.owner, n.follow) for n in Notice.objects.all()} == {
        (viewer, own),
        (colleague, Follow.objects.get(owner=colleague)),
    }


def test_nobody_is_told_twice(viewer: User) -> None:
    issuer = make_issuer()
    follow(target=issuer, by=viewer)
    filing = make_filing(issuer.name)
    Notice.objects.update(what_changed="as told")
    tell_of_filings([filing.pk])
    assert told() == [("new_filing", "as told")]


def test_inactive_people_are_not_told(viewer: User) -> None:
    issuer = make_issuer()
    follow(target=issuer, by=viewer)
    User.objects.update(is_active=False)
    make_filing(issuer.name)
    assert told() == []


def test_another_document_of_the_same_kind_is_held_against_what_it_replaces(viewer: User) -> None:
    filing = make_filing("Harrow Pike Group", texts={BOARD: FIRST})
    colleague = make_person("reviewer")
    follow(target=filing.issuer, by=viewer)
    follow(target=element(BOARD), by=colleague)
    store_again(filing, b"second", EDITED, SourceFormat.INLINE_XBRL)
    words = f"The text held until now was replaced. {element(BOARD).name}: 1 paragraph edited"
    assert told() == [("changed_element", words)] * 2
    Notice.objects.update(seen_at="2026-01-01T00:00:00Z", mailed_at="2026-01-01T00:00:00Z")
    store_again(filing, b"third", "Nothing of what was said stands here now.", SourceFormat.INLINE_XBRL)
    words = (
        f"The text held until now was replaced. {element(BOARD).name}: 1 paragraph new, 1 paragraph dropped"
    )
    assert told() == [("changed_element", words)] * 2
    assert list(Notice.objects.values_list("seen_at", "mailed_at")) == [(None, None)] * 2


def test_fuller_source_and_reading_again_are_no_change(viewer: User) -> None:
    filing = make_filing("Harrow Pike Group", texts={BOARD: FIRST}, source_format=SourceFormat.RPAGE_HTML)
    follow(target=filing.issuer, by=viewer)
    store_again(filing, b"fuller", EDITED, SourceFormat.INLINE_XBRL)
    store_again(filing, b"fuller", FIRST, SourceFormat.INLINE_XBRL)
    assert told() == []


def test_bulk_load_tells_the_latest_and_counts_the_rest(viewer: User) -> None:
    filings = [make_filing(f"Issuer number {n}", texts={BOARD: FIRST}) for n in range(MOST_PER_FOLLOW + 2)]
    group = PeerGroup.objects.create(name="All", slug="all", owner=viewer, rule={"forms": ["10-K"]})
    follow(target=group, by=viewer)
    filings_loaded.send(sender=Filing, filing_ids=[filing.pk for filing in filings])
    assert Notice.objects.count() == MOST_PER_FOLLOW
    words = Notice.objects.order_by("pk").last().words
    assert words.splitlines()[-1] == "And 2 more on the same day, not told one by one."


def test_filings_stored_one_by_one_share_the_cap_of_the_day(viewer: User) -> None:
    group = PeerGroup.objects.create(name="All", slug="all", owner=viewer, rule={"forms": ["10-K"]})
    follow(target=group, by=viewer)
    for number in range(MOST_PER_FOLLOW):
        make_filing(f"Issuer number {number}", texts={BOARD: FIRST})
    Notice.objects.update(seen_at="2026-01-01T00:00:00Z", mailed_at="2026-01-01T00:00:00Z")
    for number in (98, 99):
        make_filing(f"Issuer number {number}", texts={BOARD: FIRST})
    assert Notice.objects.count() == MOST_PER_FOLLOW
    counted = Notice.objects.exclude(more=0)
    assert list(counted.values_list("more", "seen_at", "mailed_at")) == [(2, None, None)]
    Notice.objects.update(created_at="2026-01-01T00:00:00Z")
    make_filing("Issuer of the next day", texts={BOARD: FIRST})
    assert Notice.objects.count() == MOST_PER_FOLLOW + 1


def test_revisions_share_the_cap_of_the_day_and_what_was_told_is_told_anew(viewer: User) -> None:
    filing = make_filing("Harrow Pike Group", texts={BOARD: FIRST})
    follow(target=element(BOARD), by=viewer)
    store_again(filing, b"second", EDITED, SourceFormat.INLINE_XBRL)
    for number in range(MOST_PER_FOLLOW):
        other = make_filing(f"Issuer number {number}", texts={BOARD: FIRST})
        store_again(other, b"%d" % number, EDITED, SourceFormat.INLINE_XBRL)
    assert list(Notice.objects.exclude(more=0).values_list("more", flat=True)) == [1]
    store_again(filing, b"third", "Nothing of what was said stands here now.", SourceFormat.INLINE_XBRL)
    assert Notice.objects.get(filing=filing).what_changed.endswith("1 paragraph new, 1 paragraph dropped")
    assert Notice.objects.count() == MOST_PER_FOLLOW
    last = Notice.objects.get(more=1).filing
    store_again(last, b"last", "Nothing of what was said stands here now.", SourceFormat.INLINE_XBRL)
    told_anew = Notice.objects.get(filing=last)
    assert told_anew.what_changed.endswith("1 paragraph new, 1 paragraph dropped")
    assert told_anew.more == 1


def test_search_for_silence_tells_nothing_of_a_revised_filing(viewer: User) -> None:
    filing = make_filing("Harrow Pike Group", texts={BOARD: FIRST, PROCESSES: "We look for threats."})
    slug = element(PROCESSES).slug
    search = save_search(name="Silent", query=f"element={slug}&state=silent", is_shared=False, by=viewer)
    follow(target=search, by=viewer)
    store_again(filing, b"second", FIRST, SourceFormat.INLINE_XBRL)
    assert told() == []


NIST = "Our cybersecurity programme is based on the NIST framework."
ISO = "Our cybersecurity programme is based on ISO 27001."


def follow_codes(by: User, query: str = "code=framework.NIST") -> SavedSearch:
    search = save_search(name=query, query=query, is_shared=False, by=by)
    follow(target=search, by=by)
    return search


@pytest.mark.parametrize("how", ["stored", "loaded"])
def test_followed_search_for_a_codebook_value_tells_once_when_the_filing_is_coded(
    viewer: User, how: str
) -> None:
    follow_codes(viewer)
    follow_codes(viewer, "q=programme&code=framework.NIST")
    filing = make_filing(texts={PROCESSES: NIST})
    make_filing("Other", texts={PROCESSES: ISO})
    if how == "loaded":
        filings_loaded.send(sender=Filing, filing_ids=[filing.pk])
    assert told() == []
    for _ in range(2):
        refresh_codes(everything=True)
        given = Notice.objects.order_by("follow__search__name").values_list("filing", "what_changed")
        assert list(given) == [
            (filing.pk, "The filing fits the search."),
            (filing.pk, f"1 passage matches: “{NIST}”"),
        ]


def test_coding_filings_that_were_there_before_tells_nobody(viewer: User) -> None:
    make_filing(texts={PROCESSES: NIST})
    follow_codes(viewer)
    refresh_codes()
    assert told() == []


def test_values_made_anew_are_no_news(viewer: User) -> None:
    filing = make_filing(texts={PROCESSES: ISO})
    refresh_codes()
    follow_codes(viewer)
    CodedFiling.objects.update(rules="older", marks=[])
    Filing.objects.filter(pk=filing.pk).update(reading_text=NIST)
    refresh_codes()
    assert told() == []


def test_revised_filing_is_told_where_it_fits_a_codebook_value_only_now(viewer: User) -> None:
    filing = make_filing("Harrow Pike Group", texts={BOARD: ISO})
    refresh_codes()
    follow_codes(viewer)
    follow_codes(viewer, "code=framework.ISO27001")
    store_again(filing, b"second", f"{ISO} {NIST}", SourceFormat.INLINE_XBRL)
    assert list(Notice.objects.values_list("follow__search__query", "what_changed")) == [
        ("code=framework.NIST", "The filing fits the search.")
    ]
    refresh_codes()
    assert Notice.objects.count() == 1


def test_coding_takes_one_query_when_nobody_follows_a_value(
    viewer: User, django_assert_num_queries: Any
) -> None:
    filing = make_filing()
    follow(target=filing.issuer, by=viewer)
    with django_assert_num_queries(1):
        tell_of_codes(CodedFiling, [filing.pk])


@pytest.mark.parametrize("count", [1, 3])
def test_batch_takes_the_same_queries_for_one_filing_and_three(
    viewer: User, django_assert_num_queries: Any, count: int
) -> None:
    issuers = [make_issuer(f"Issuer number {n}") for n in range(count)]
    filings = [make_filing(issuer.name, texts={BOARD: EDITED}) for issuer in issuers]
    for issuer in issuers:
        follow(target=issuer, by=viewer)
    follow(target=element(BOARD), by=viewer)
    with django_assert_num_queries(14):
        assert tell_of_filings([filing.pk for filing in filings]) == 2 * count


def test_batch_takes_one_query_when_nobody_follows(django_assert_num_queries: Any) -> None:
    filing = make_filing()
    with django_assert_num_queries(1):
        assert tell_of_filings([filing.pk]) == 0


def test_followed_search_tells_what_it_finds_in_a_new_filing(viewer: User) -> None:
    search = save_search(name="Threats", query="q=threats+-month", is_shared=False, by=viewer)
    other = save_search(name="Board", query="q=%22board+of+directors%22", is_shared=False, by=viewer)
    for followed in (search, other):
        follow(target=followed, by=viewer)
    make_filing(texts={BOARD: EDITED})
    filing = make_filing(texts={BOARD: FIRST, PROCESSES: "We look for threats."})
    make_filing(texts={BOARD: "Nothing of the kind."})
    assert list(Notice.objects.filter(follow__search=search).values_list("filing", "what_changed")) == [
        (filing.pk, f"2 passages match: “{FIRST}”")
    ]
    assert Notice.objects.filter(follow__search=other, kind="new_hit").count() == 2


def test_followed_search_for_silence_tells_of_filings_that_fit(viewer: User) -> None:
    slug = element(BOARD).slug
    search = save_search(name="Silent", query=f"element={slug}&state=silent", is_shared=False, by=viewer)
    follow(target=search, by=viewer)
    make_filing(texts={BOARD: FIRST})
    make_filing(texts={PROCESSES: "We look for threats."})
    assert told() == [("new_hit", "The filing fits the search.")]


def test_search_that_says_nothing_finds_nothing(viewer: User) -> None:
    search = SavedSearch.objects.create(name="All", query="q=%00&year=x", owner=viewer)
    follow(target=search, by=viewer)
    make_filing()
    assert told() == []


def test_followed_search_tells_what_it_finds_in_the_new_words_of_a_revised_filing(viewer: User) -> None:
    filing = make_filing("Harrow Pike Group", texts={BOARD: FIRST})
    search = save_search(name="Lighthouse", query="q=lighthouse", is_shared=False, by=viewer)
    follow(target=search, by=viewer)
    store_again(filing, b"second", f"{FIRST}\n\nThe lighthouse is kept.", SourceFormat.INLINE_XBRL)
    assert told() == [("new_hit", "1 passage matches: “The lighthouse is kept.”")]
    Notice.objects.all().delete()
    store_again(filing, b"third", "Something else.\n\nThe lighthouse is kept.", SourceFormat.INLINE_XBRL)
    assert told() == []
