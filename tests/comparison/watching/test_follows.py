"""Following, and reading what it brought."""

from typing import Any

import pytest
from django.test import Client

from comparison.models import Digest, Follow, Notice, PeerGroup, SavedSearch
from comparison.watching.follows import follow, mark_read
from config.accounts.models import User
from tests.comparison.rows import make_person
from tests.factories import BOARD, element, make_filing

pytestmark = pytest.mark.django_db


def make_notice(owner: User, text: str = "A new filing.", **fields: Any) -> Notice:
    filing = make_filing()
    made = follow(target=filing.issuer, by=owner)
    return Notice.objects.create(
        follow=made, kind=Notice.Kind.NEW_FILING, filing=filing, what_changed=text, **fields
    )


def test_notices_are_for_people_who_are_signed_in(client: Client) -> None:
    for address in ("/notices/", "/follows/"):
        assert client.get(address).headers["Location"] == f"/login/?next={address}"


def test_following_and_unfollowing_an_issuer(viewer: User, viewer_client: Client) -> None:
    issuer = make_filing("Harrow Pike Group").issuer
    names = {"kind": "issuer", "key": issuer.slug, "next": issuer.get_absolute_url()}

    for _ in range(2):  # pressing twice follows once
        assert viewer_client.post("/follows/new/", names).headers["Location"] == issuer.get_absolute_url()
    assert [(made.owner, made.issuer) for made in Follow.objects.all()] == [(viewer, issuer)]
    assert "Unfollow" in viewer_client.get(issuer.get_absolute_url()).content.decode()

    viewer_client.post("/follows/delete/", names)
    assert not Follow.objects.exists()


def test_empty_page_of_notices_knows_whether_something_is_followed(
    viewer: User, viewer_client: Client
) -> None:
    assert viewer_client.get("/notices/").text.count("Follow an issuer, an element") == 1
    follow(target=make_filing().issuer, by=viewer)
    page = viewer_client.get("/notices/").text
    assert (page.count("Follow an issuer, an element"), page.count("Nothing new has come of")) == (0, 1)


def test_element_peer_group_and_search_can_be_followed(viewer: User, viewer_client: Client) -> None:
    group = PeerGroup.objects.create(name="Peers", slug="peers", owner=viewer)
    search = SavedSearch.objects.create(name="Board", query="q=board", owner=viewer)
    for kind, key in (("element", element(BOARD).slug), ("peer_group", group.slug), ("search", search.pk)):
        assert viewer_client.post("/follows/new/", {"kind": kind, "key": key}).status_code == 302
    assert {str(made) for made in Follow.objects.all()} == {element(BOARD).name, "Peers", "Board"}


def test_what_a_colleague_does_not_share_cannot_be_followed(viewer_client: Client) -> None:
    group = PeerGroup.objects.create(name="Mine", slug="mine", owner=make_person("admin"))
    answer = viewer_client.post("/follows/new/", {"kind": "peer_group", "key": group.slug})
    assert (answer.status_code, Follow.objects.count()) == (404, 0)


def test_what_is_no_longer_shared_can_be_unfollowed(viewer: User, viewer_client: Client) -> None:
    group = PeerGroup.objects.create(name="Theirs", slug="theirs", owner=make_person("admin"), is_shared=True)
    follow(target=group, by=viewer)
    PeerGroup.objects.update(is_shared=False)
    assert viewer_client.post("/follows/delete/", {"kind": "peer_group", "key": "theirs"}).status_code == 302
    assert not Follow.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"kind": "issuer", "key": "\x00"},
        {"kind": "issuer", "key": "nobody"},
        {"kind": "nothing", "key": "x"},
        {"kind": "search", "key": "-1"},
        {"kind": "search", "key": "9" * 40},
    ],
)
@pytest.mark.parametrize("address", ["/follows/new/", "/follows/delete/"])
def test_following_what_is_not_there_is_not_found(viewer_client: Client, address: str, given: Any) -> None:
    assert viewer_client.post(address, given).status_code == 404


def test_return_address_stays_on_this_site(viewer_client: Client) -> None:
    issuer = make_filing().issuer
    given = {"kind": "issuer", "key": issuer.slug, "next": "https://elsewhere.example/"}
    assert viewer_client.post("/follows/new/", given).headers["Location"] == "/follows/"


def test_writing_takes_a_post(viewer_client: Client) -> None:
    addresses = ("/follows/new/", "/follows/delete/", "/notices/read/", "/notices/digest/")
    assert [viewer_client.get(address).status_code for address in addresses] == [405] * 4


def test_reading_marks_only_own_notices_up_to_what_was_shown(viewer: User, viewer_client: Client) -> None:
    first, second = make_notice(viewer), make_notice(viewer)
    other = make_notice(make_person("admin"))
    viewer_client.post("/notices/read/", {"up_to": first.pk})
    unread = Notice.objects.filter(seen_at=None)
    assert sorted(unread.values_list("pk", flat=True)) == [second.pk, other.pk]
    assert mark_read(by=viewer, up_to=other.pk, notice=other.pk) == 0
    viewer_client.post("/notices/read/", {"up_to": second.pk, "notice": second.pk})
    assert list(unread.all()) == [other]


def test_header_counts_what_is_unread(viewer: User, viewer_client: Client) -> None:
    make_notice(viewer)
    make_notice(viewer)
    page = viewer_client.get("/frameworks/")
    assert page.context["unread_notices"] == 2
    assert '2<span class="vh"> unread</span>' in page.content.decode()


@pytest.mark.parametrize(
    "query", ["?page=-1", "?page=" + "9" * 31, "?show=\x00", "?page=\x00", "?show=unread"]
)
def test_page_of_notices_takes_any_address(viewer: User, viewer_client: Client, query: str) -> None:
    make_notice(viewer)
    answer = viewer_client.get(f"/notices/{query}")
    assert (answer.status_code, len(answer.context["page"])) == (200, 1)


def test_page_says_why_and_what(viewer: User, viewer_client: Client) -> None:
    notice = make_notice(viewer, "Board oversight: edited 2 paragraphs.")
    html = viewer_client.get("/notices/").content.decode()
    assert "Board oversight: edited 2 paragraphs." in html
    assert "Shown because you follow the issuer" in html
    assert f'href="{notice.filing.issuer.get_absolute_url()}"' in html


@pytest.mark.parametrize("count", [1, 3])
def test_notices_query_count(
    viewer: User, viewer_client: Client, django_assert_num_queries: Any, count: int
) -> None:
    for _ in range(count):
        make_notice(viewer)
    with django_assert_num_queries(7):  # session, user, unread, newest, count, rows, years before
        viewer_client.get("/notices/")
    with django_assert_num_queries(6):  # session, user, follows, digest, followed, unread
        viewer_client.get("/follows/")


def test_part_of_the_page_lacks_the_heading(viewer: User, viewer_client: Client) -> None:
    make_notice(viewer)
    part = viewer_client.get("/notices/", headers={"HX-Request": "true", "HX-Target": "notice-rows"})
    assert part.content.decode().count("<h1") == 0


def test_frequency_is_kept(viewer: User, viewer_client: Client) -> None:
    for frequency in ("weekly", "none"):
        viewer_client.post("/notices/digest/", {"frequency": frequency})
        assert Digest.objects.get(owner=viewer).frequency == frequency
    viewer_client.post("/notices/digest/", {"frequency": "hourly"})
    assert Digest.objects.get(owner=viewer).frequency == "none"
