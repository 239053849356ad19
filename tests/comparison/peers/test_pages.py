"""Pages of peer groups: who sees and changes what, and why an issuer is in."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comparison.models import PeerGroup
from comparison.peers.forms import MOST_PICKED, find_issuers
from comparison.peers.groups import Rule, create_group
from config.accounts.models import User
from disclosures.models import Issuer
from tests.factories import make_filing

pytestmark = pytest.mark.django_db

RULE = Rule(countries=("CA",))


def make_issuer(name: str, **facts: Any) -> Issuer:
    issuer = make_filing(name).issuer
    Issuer.objects.filter(pk=issuer.pk).update(**facts)
    issuer.refresh_from_db()
    return issuer


def make_group(
    by: User, *, is_shared: bool = False, rule: Rule = RULE, issuers: tuple[Issuer, ...] = ()
) -> PeerGroup:
    return create_group(name="Peers", rule=rule, issuers=issuers, is_shared=is_shared, by=by)


def sent(**changes: Any) -> dict[str, Any]:
    return {"name": "Makers", "issuers": "", "countries": "CA", **changes}


def test_strangers_are_asked_to_log_in(client: Client, viewer: User) -> None:
    make_group(viewer, is_shared=True)
    for address in ("/peers/", "/peers/new/", "/peers/peers/", "/peers/peers/edit/"):
        assert client.get(address).url == f"/login/?next={address}"


def test_a_group_of_somebody_else_is_hidden_unless_shared(
    viewer_client: Client, reviewer: User, admin_client: Client
) -> None:
    group = make_group(reviewer)
    assert viewer_client.get(group.get_absolute_url()).status_code == 404
    PeerGroup.objects.update(is_shared=True)
    page = viewer_client.get(group.get_absolute_url())
    assert page.status_code == 200
    assert "Remove this group" not in page.content.decode()
    for name in ("peer-group-edit", "peer-group-delete"):
        assert viewer_client.post(reverse(name, args=["peers"]), sent()).status_code == 403
    assert viewer_client.get(reverse("peer-group-edit", args=["peers"])).status_code == 403
    assert admin_client.get(reverse("peer-group-edit", args=["peers"])).status_code == 200
    assert PeerGroup.objects.count() == 1


def test_deleting_needs_a_post(viewer_client: Client, viewer: User) -> None:
    make_group(viewer)
    assert viewer_client.get("/peers/peers/delete/").status_code == 405
    assert viewer_client.post("/peers/peers/delete/").url == "/peers/"
    assert not PeerGroup.objects.exists()


def test_group_is_made_from_lines_and_a_rule(viewer_client: Client) -> None:
    acme = make_issuer("Acme Inc", cik="0009900001")
    board = make_issuer("Boards Ltd")
    form = sent(
        issuers="9900001\n\n boards ltd \nacme-inc", kinds=["operating"], forms_filed=["10-K"], is_shared="on"
    )
    assert viewer_client.post("/peers/new/", form).url == "/peers/makers/"
    group = PeerGroup.objects.get()
    assert list(group.issuers.order_by("name")) == [acme, board]
    assert Rule.from_json(group.rule) == Rule(forms=("10-K",), countries=("CA",), kinds=("operating",))
    assert group.is_shared


def test_changing_shows_what_is_stored_and_keeps_it(viewer_client: Client, viewer: User) -> None:
    acme, other = make_issuer("Acme Inc", cik="0009900001"), make_issuer("Plain Name")
    group = make_group(viewer, issuers=(acme, other))
    initial = viewer_client.get("/peers/peers/edit/").context["form"].initial
    assert initial["issuers"] == "0009900001 Acme Inc\nPlain Name"
    viewer_client.post("/peers/peers/edit/", sent(issuers=initial["issuers"]))
    group.refresh_from_db()
    assert (group.name, list(group.issuers.order_by("name"))) == ("Makers", [acme, other])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"issuers": "Acme Incc"}, "No issuer is called “Acme Incc”. Perhaps Acme Inc?"),
        (
            {"issuers": "\n".join(f"n{n}" for n in range(MOST_PICKED + 1))},
            "At most 500 issuers can be picked",
        ),
        ({"countries": "Canada"}, "“CANADA” is no two-letter country code."),
        ({"countries": ""}, "Name at least one issuer, or choose at least one part of a rule."),
        ({"name": ""}, "This field is required."),
        ({"kinds": ["odd"]}, "Select a valid choice. odd is not one of the available choices."),
        ({"name": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_what_makes_no_sense_is_said_and_kept(
    viewer_client: Client, changes: dict[str, Any], sentence: str
) -> None:
    make_issuer("Acme Inc")
    answer = viewer_client.post("/peers/new/", sent(**changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not PeerGroup.objects.exists()


def test_members_are_listed_with_why_they_are_in(viewer_client: Client, viewer: User) -> None:
    picked = make_issuer("Picked")
    both = make_issuer("Both", country="CA")
    make_issuer("Ruled", country="CA")
    make_issuer("Neither", country="US")
    make_group(viewer, issuers=(picked, both))
    page = viewer_client.get("/peers/peers/").context["page"]
    assert [(member.issuer.name, member.reasons) for member in page.members] == [
        ("Both", ("picked by hand", "by the rule: Canada")),
        ("Picked", ("picked by hand",)),
        ("Ruled", ("by the rule: Canada",)),
    ]


def test_group_compares_the_latest_annual_filings(viewer_client: Client, viewer: User) -> None:
    issuer = make_issuer("Twice", country="CA")
    latest = make_filing("Twice", fiscal_year=2025)
    other = make_filing("Another")
    make_filing("Another", form="8-K", fiscal_year=2026)
    Issuer.objects.filter(pk=other.issuer_id).update(country="CA")
    make_group(viewer)
    page = viewer_client.get("/peers/peers/").context["page"]
    assert page.compare == f"/compare/?f={other.slug}&f={latest.slug}"
    assert viewer_client.get(page.compare).status_code == 200
    assert issuer.filings.count() == 2


def test_list_shows_ones_own_first(viewer_client: Client, viewer: User, reviewer: User) -> None:
    make_group(reviewer, is_shared=True)
    make_group(reviewer)
    make_group(viewer)
    groups = viewer_client.get("/peers/").context["groups"]
    assert [(entry.is_own, entry.rule) for entry in groups] == [(True, "Canada"), (False, "Canada")]


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts_do_not_grow(
    count: int, viewer_client: Client, viewer: User, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        make_issuer(f"Issuer {number}", country="CA")
        make_group(viewer)
    with django_assert_num_queries(4):
        viewer_client.get("/peers/")
    with django_assert_num_queries(11):
        viewer_client.get("/peers/peers/")


@pytest.mark.parametrize("value", ["\0", "-1", str(10**30), "x"])
def test_odd_page_numbers_give_no_error(viewer_client: Client, viewer: User, value: str) -> None:
    make_group(viewer)
    assert viewer_client.get("/peers/peers/", {"page": value}).status_code == 200


def test_lines_name_issuers_in_three_ways(viewer: User) -> None:
    acme = make_issuer("Acme Inc", cik="0009900001")
    lines = ["9900001", "0009900001 Some Old Name", "acme-inc", "ACME INC", "Nobody"]
    assert find_issuers(lines[:1], viewer) == {"9900001": acme}
    assert find_issuers(lines[1:2], viewer) == {"0009900001 Some Old Name": acme}
    assert find_issuers(lines[2:3], viewer) == {"acme-inc": acme}
    assert find_issuers(lines[3:], viewer) == {"ACME INC": acme}


def test_a_group_can_be_followed_from_its_page(viewer_client: Client, viewer: User) -> None:
    group = make_group(viewer)
    page = viewer_client.get(group.get_absolute_url()).content.decode()
    assert page.count('<input type="hidden" name="kind" value="peer_group">') == 1
    given = {"kind": "peer_group", "key": group.slug, "next": group.get_absolute_url()}

    answer = viewer_client.post(reverse("follow-create"), given, follow=True)

    assert list(viewer.follows.values_list("peer_group__slug", flat=True)) == [group.slug]
    assert answer.content.decode().count("Unfollow") == 1


def test_a_new_group_begins_with_the_issuers_of_a_comparison(viewer_client: Client) -> None:
    acme, other = make_issuer("Acme Inc", cik="0009900001"), make_issuer("Boards Ltd")
    given = {"issuer": [acme.slug, other.slug, "nobody"]}
    form = viewer_client.get("/peers/new/", given).context["form"]
    assert form["issuers"].value() == "0009900001 Acme Inc\nBoards Ltd"
    assert viewer_client.get("/peers/new/", {"issuer": "<odd>"}).context["form"]["issuers"].value() is None


def test_a_comparison_leads_to_a_group_of_its_issuers(viewer_client: Client) -> None:
    filings = [make_filing("Harrow Pike"), make_filing("Meridian Vale")]
    page = viewer_client.get("/compare/", {"f": [own.slug for own in filings]}).context["page"]
    assert page.peers == "/peers/new/?issuer=harrow-pike&issuer=meridian-vale"
