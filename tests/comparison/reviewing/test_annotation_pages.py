"""Pages that write, show, edit, decide and withdraw a note or a gap."""

import re
from typing import Any

import pytest
from django.test import Client

from comparison.models import Annotation
from comparison.reviewing.anchoring import fingerprint
from comparison.reviewing.history import annotation_history
from comparison.reviewing.reviews import decide_gap, withdraw_annotation
from config.accounts.models import User
from disclosures.models import Filing
from tests.comparison.rows import TEXT, WORDS, make_annotation, make_person, read_again
from tests.factories import BOARD, make_filing

pytestmark = pytest.mark.django_db


def form_for(on: Any, **fields: Any) -> dict[str, Any]:
    start = on.reading_text.index(WORDS)
    return {
        "issuer": on.issuer.slug,
        "year": on.fiscal_year,
        "filing": on.slug,
        "element": "board-oversight",
        "kind": "gap",
        "start": start,
        "end": start + len(WORDS),
        "quote": WORDS,
        "body": "Who attends?",
        **fields,
    }


def test_create_writes_and_leads_to_its_place(reviewer_client: Client, reviewer: User) -> None:
    filing = make_filing(texts={BOARD: TEXT})
    answer = reviewer_client.post("/annotations/new/", form_for(filing))
    annotation = Annotation.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"{filing.get_absolute_url()}#note-{annotation.pk}",
    )
    assert (annotation.quote, annotation.body, annotation.created_by) == (WORDS, "Who attends?", reviewer)
    assert annotation.element.slug == "board-oversight"


@pytest.mark.parametrize(
    ("given", "leads_to"),
    [
        ("/coverage/?plan=x#demand", "/coverage/?plan=x#demand"),
        ("https://elsewhere.example/", ""),
        ("/" + "x" * 4000, ""),
    ],
    ids=["ours", "elsewhere", "too long"],
)
def test_create_leads_back_to_where_it_was_asked_for(
    reviewer_client: Client, given: str, leads_to: str
) -> None:
    filing = make_filing(texts={BOARD: TEXT})
    query: dict[str, Any] = {
        "issuer": filing.issuer.slug,
        "year": filing.fiscal_year,
        "kind": "gap",
        "next": given,
    }
    page = reviewer_client.get("/annotations/new/", query).text
    assert page.count(f'href="{leads_to}">Back</a>') == (1 if leads_to else 0)
    answer = reviewer_client.post("/annotations/new/", form_for(filing, next=given))
    annotation = Annotation.objects.get()
    assert answer.headers["Location"] == (leads_to or f"{filing.get_absolute_url()}#note-{annotation.pk}")


def test_create_of_changed_words_is_refused_and_keeps_what_was_typed(reviewer_client: Client) -> None:
    filing = make_filing(texts={BOARD: TEXT})
    answer = reviewer_client.post("/annotations/new/", form_for(filing, quote="briefs it every month, so"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "The text has changed since you opened it." in page
    assert "Who attends?" in page
    assert Annotation.objects.count() == 0


def test_create_on_an_element_the_issuer_is_silent_about(reviewer_client: Client) -> None:
    filing = make_filing(texts={BOARD: TEXT})
    address = f"/annotations/new/?issuer={filing.issuer.slug}&element=expertise&year=2024&kind=gap"
    form = reviewer_client.get(address).context["form"]
    assert (form.initial["element"].slug, form.initial["kind"]) == ("expertise", "gap")
    empty = {"filing": "", "start": "", "end": "", "quote": "", "element": "expertise"}
    answer = reviewer_client.post("/annotations/new/", form_for(filing, **empty))
    annotation = Annotation.objects.get()
    assert answer.headers["Location"] == annotation.get_absolute_url()
    assert (annotation.anchor, annotation.filing, annotation.fiscal_year) == ("whole", None, 2024)


def test_create_shows_the_words_of_a_paragraph_without_scripts(reviewer_client: Client) -> None:
    filing = make_filing(texts={BOARD: TEXT})
    address = f"/annotations/new/?issuer={filing.issuer.slug}&year=2024&filing={filing.slug}&start=0&end=42"
    answer = reviewer_client.get(address)
    assert answer.context["form"].initial["quote"] == TEXT[:42]
    assert TEXT[:42] in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "issuer=nobody&year=2024",
        "issuer=%00&year=2024",
        "issuer={issuer}&year=99999999999999999999999999999999",
        "issuer={issuer}&year=2024&element=%00",
        "issuer={issuer}&year=2023&filing={filing}",
        "issuer={issuer}&year=2024&filing={filing}&start=-1&end=5",
        "issuer={issuer}&year=2024&filing={filing}&start=5",
        "issuer={issuer}&year=2024&filing={filing}&start=9&end=3",
        "issuer={issuer}&year=2024&filing={filing}&start=90000&end=90009",
        "issuer={issuer}&year=2024&start=1&end=3",
        "issuer={issuer}&year=2024&kind=rumour",
    ],
)
def test_create_of_an_address_that_makes_no_sense_is_not_found(query: str, reviewer_client: Client) -> None:
    filing = make_filing(texts={BOARD: TEXT})
    address = query.format(issuer=filing.issuer.slug, filing=filing.slug)
    assert reviewer_client.get(f"/annotations/new/?{address}").status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"body": " "},
        {"body": "a\x00b"},
        {"element": ""},
        {"element": "x\x00"},
        {"kind": "rumour"},
        {"start": -1},
        {"end": 10**30},
        {"year": 2023},
        {"filing": "nothing"},
        {"quote": "x" * 20_001},
    ],
)
def test_create_of_bad_input_is_refused(fields: dict[str, Any], reviewer_client: Client) -> None:
    filing = make_filing(texts={BOARD: TEXT})
    answer = reviewer_client.post("/annotations/new/", form_for(filing, **fields))
    assert answer.status_code == 422
    assert Annotation.objects.count() == 0


ACTIONS = ("confirm", "decide", "restore", "withdraw")


@pytest.mark.parametrize("action", ACTIONS)
def test_changes_by_a_viewer_are_forbidden_and_by_a_stranger_lead_to_login(
    action: str, client: Client, viewer_client: Client
) -> None:
    address = f"/annotations/{make_annotation().pk}/{action}/"
    assert viewer_client.post(address).status_code == 403
    assert client.post(address).headers["Location"].startswith("/login/")
    assert Annotation.objects.get().status == "open"


@pytest.mark.parametrize("action", ACTIONS)
def test_changes_by_get_are_refused(action: str, reviewer_client: Client) -> None:
    assert reviewer_client.get(f"/annotations/{make_annotation().pk}/{action}/").status_code == 405


def test_writing_by_a_viewer_is_forbidden(viewer_client: Client) -> None:
    annotation = make_annotation()
    assert viewer_client.get("/annotations/new/").status_code == 403
    assert viewer_client.post("/annotations/new/", form_for(annotation.filing)).status_code == 403
    assert viewer_client.get(f"/annotations/{annotation.pk}/edit/").status_code == 403
    assert Annotation.objects.count() == 1


def test_detail_is_read_by_viewers_without_forms(viewer_client: Client) -> None:
    annotation = make_annotation()
    page = viewer_client.get(annotation.get_absolute_url()).content.decode()
    assert WORDS in page
    assert "Does not say who attends." in page
    assert f"/annotations/{annotation.pk}/" not in page.replace(annotation.get_absolute_url() + '"', "")
    assert viewer_client.get("/annotations/999999/").status_code == 404


def test_edit_is_for_its_author_and_admins(
    reviewer_client: Client, admin_client: Client, reviewer: User
) -> None:
    foreign, own = make_annotation(), make_annotation(by=reviewer)
    assert reviewer_client.get(f"/annotations/{foreign.pk}/edit/").status_code == 403
    assert reviewer_client.post(f"/annotations/{foreign.pk}/withdraw/").status_code == 403
    for client, annotation in ((reviewer_client, own), (admin_client, foreign)):
        seen = client.get(f"/annotations/{annotation.pk}/edit/").context["form"]["seen"].value()
        answer = client.post(f"/annotations/{annotation.pk}/edit/", {"body": "Better.", "seen": seen or ""})
        assert answer.headers["Location"] == annotation.get_absolute_url()
        annotation.refresh_from_db()
        assert annotation.body == "Better."


def test_edit_twice_from_one_page_is_told(reviewer_client: Client, reviewer: User) -> None:
    annotation = make_annotation(by=reviewer)
    address = f"/annotations/{annotation.pk}/edit/"
    reviewer_client.post(address, {"body": "First.", "seen": ""})
    answer = reviewer_client.post(address, {"body": "Second.", "seen": ""})
    assert answer.status_code == 422
    assert "It was changed meanwhile" in answer.content.decode()
    assert Annotation.objects.get().body == "First."
    again = reviewer_client.get(address).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', again)
    assert seen
    assert reviewer_client.post(address, {"body": "Third.", "seen": seen.group(1)}).status_code == 302


def test_decide_accepts_refuses_and_reopens(reviewer_client: Client) -> None:
    annotation = make_annotation()
    address = f"/annotations/{annotation.pk}/decide/"
    refused = reviewer_client.post(address, {"status": "not_a_gap", "reason": "", "seen": ""})
    assert refused.status_code == 422
    assert "Say why it is not a gap." in refused.content.decode()
    assert reviewer_client.post(address, {"status": "accepted", "seen": ""}).status_code == 302
    annotation.refresh_from_db()
    assert (annotation.status, annotation.decided_at is not None) == ("accepted", True)
    assert annotation.decided_at
    reopen = {"status": "open", "reason": "New evidence.", "seen": annotation.decided_at.isoformat()}
    assert reviewer_client.post(address, reopen).status_code == 302
    annotation.refresh_from_db()
    assert (annotation.status, annotation.reason) == ("open", "New evidence.")


def test_decide_second_reviewer_sees_what_the_first_decided(reviewer_client: Client) -> None:
    annotation = make_annotation()
    other = make_person("reviewer", name="Ida First")
    decide_gap(annotation=annotation, status="accepted", reason="", seen=None, by=other)
    answer = reviewer_client.post(
        f"/annotations/{annotation.pk}/decide/", {"status": "not_a_gap", "reason": "It is there.", "seen": ""}
    )
    assert answer.status_code == 422
    assert "Ida First has decided it: accepted." in answer.content.decode()


def test_confirm_takes_the_words_that_were_shown(reviewer_client: Client) -> None:
    annotation = make_annotation()
    Annotation.objects.filter(pk=annotation.pk).update(anchor="moved", quote="older words")
    address = f"/annotations/{annotation.pk}/confirm/"
    page = reviewer_client.get(annotation.get_absolute_url()).content.decode()
    assert "older words" in page
    assert f'name="words" value="{WORDS}"' in page
    assert reviewer_client.post(address, {"answer": "confirm", "words": "others"}).status_code == 422
    assert reviewer_client.post(address, {"answer": "confirm", "words": WORDS}).status_code == 302
    annotation.refresh_from_db()
    assert (annotation.anchor, annotation.quote) == ("anchored", WORDS)


def test_confirm_with_no_lists_the_note_as_gone(reviewer_client: Client) -> None:
    annotation = make_annotation()
    Annotation.objects.filter(pk=annotation.pk).update(anchor="moved", quote="older words")
    address = f"/annotations/{annotation.pk}/confirm/"
    assert reviewer_client.post(address, {"answer": "reject", "words": WORDS}).status_code == 302
    page = reviewer_client.get(annotation.get_absolute_url()).content.decode()
    assert "The words are gone from" in page
    assert "older words" in page


def test_withdraw_and_restore(reviewer_client: Client, reviewer: User) -> None:
    annotation = make_annotation(by=reviewer)
    assert annotation.filing
    reviewer_client.post(f"/annotations/{annotation.pk}/withdraw/")
    assert annotation.body not in reviewer_client.get(annotation.filing.get_absolute_url()).content.decode()
    assert "Withdrawn by" in reviewer_client.get(annotation.get_absolute_url()).content.decode()
    again = reviewer_client.post(f"/annotations/{annotation.pk}/withdraw/")
    assert again.status_code == 422
    reviewer_client.post(f"/annotations/{annotation.pk}/restore/")
    assert Annotation.objects.standing().get() == annotation


@pytest.mark.parametrize("count", [1, 3])
def test_detail_query_count(count: int, viewer_client: Client, django_assert_num_queries: Any) -> None:
    annotation, by = make_annotation(), make_person("reviewer")
    for _ in range(count):
        decide_gap(annotation=annotation, status="accepted", reason="", seen=None, by=by)
        decide_gap(annotation=annotation, status="open", reason="Again.", seen=annotation.decided_at, by=by)
    withdraw_annotation(annotation=annotation, by=by)
    with django_assert_num_queries(7):
        viewer_client.get(annotation.get_absolute_url())


def make_adrift() -> tuple[Annotation, Filing]:
    """A gap whose words are gone from its filing, which speaks of other things now."""
    annotation = make_annotation()
    filing = annotation.filing
    assert filing
    read_again(filing, "Nothing of it is left here.\n\nA new committee attends each spring.")
    annotation.refresh_from_db()
    filing.refresh_from_db()
    assert annotation.anchor == "orphaned"
    return annotation, filing


def sent(on: Filing, words: str, **fields: Any) -> dict[str, Any]:
    start = on.reading_text.index(words)
    place = f"{start}-{start + len(words)}"
    return {"filing": on.slug, "place": place, "seen": fingerprint(on.reading_text), **fields}


def test_place_anew_is_offered_where_words_are_gone(reviewer_client: Client, viewer_client: Client) -> None:
    annotation, filing = make_adrift()
    address = f"{filing.get_absolute_url()}?place={annotation.pk}#placing"
    for page in ("/gaps/", annotation.get_absolute_url(), filing.get_absolute_url()):
        assert reviewer_client.get(page).content.decode().count(f'href="{address}"') == 1
        assert viewer_client.get(page).content.decode().count("?place=") == 0


def test_reading_page_offers_each_paragraph_as_the_notes_place(
    reviewer_client: Client, viewer_client: Client
) -> None:
    annotation, filing = make_adrift()
    address = f"{filing.get_absolute_url()}?place={annotation.pk}"
    page = reviewer_client.get(address).content.decode()
    first = len("Nothing of it is left here.")
    assert re.findall(r'form="placing" name="place" value="([^"]+)"', page) == [
        f"0-{first}",
        f"{first + 2}-{len(filing.reading_text)}",
    ]
    for other in (viewer_client.get(address), reviewer_client.get(f"{filing.get_absolute_url()}?place=x")):
        assert other.content.decode().count('id="placing"') == 0


def test_place_anew_sets_the_note_on_the_chosen_words_and_is_told_in_its_history(
    reviewer_client: Client,
) -> None:
    annotation, filing = make_adrift()
    answer = reviewer_client.post(
        f"/annotations/{annotation.pk}/place/", sent(filing, "A new committee attends")
    )
    annotation.refresh_from_db()
    assert answer.headers["Location"] == f"{filing.get_absolute_url()}#note-{annotation.pk}"
    assert (annotation.anchor, annotation.quote) == ("anchored", "A new committee attends")
    change = annotation_history(annotation)[-1]
    assert change.action == "placed it on other words"
    assert [(d.label, d.before, d.after) for d in change.differences if d.label == "quote"] == [
        ("quote", WORDS, "A new committee attends")
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"seen": "another"}, "The text has changed since you opened it."),
        ({"place": "90000-90010"}, "There are no words at this place of the text."),
        ({"place": "5"}, "Choose the words in the filing."),
        ({"filing": "nobody"}, "Choose the words in the filing."),
    ],
)
def test_place_anew_of_what_makes_no_sense_changes_nothing(
    fields: dict[str, Any], sentence: str, reviewer_client: Client
) -> None:
    annotation, filing = make_adrift()
    answer = reviewer_client.post(
        f"/annotations/{annotation.pk}/place/", sent(filing, "A new committee", **fields)
    )
    assert (answer.status_code, answer.content.decode().count(sentence)) == (422, 1)
    assert Annotation.objects.get(pk=annotation.pk).anchor == "orphaned"


def test_place_anew_in_another_issuers_filing_or_of_a_note_that_stands_is_refused(
    reviewer_client: Client,
) -> None:
    annotation, filing = make_adrift()
    other = make_filing("Somebody Else", texts={BOARD: "A new committee."})
    address = f"/annotations/{annotation.pk}/place/"
    assert reviewer_client.post(address, sent(other, "A new committee")).status_code == 422
    assert reviewer_client.post(address, sent(filing, "A new committee")).status_code == 302
    assert reviewer_client.post(address, sent(filing, "Nothing of it")).status_code == 422
    assert Annotation.objects.get(pk=annotation.pk).quote == "A new committee"
