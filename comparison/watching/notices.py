"""Telling people of what happened to what they follow: receivers of filing_stored, filings_loaded and
filings_coded.

A batch of filings takes as many queries as one filing. Nobody follows anything: one query. Nobody is told
twice of the same thing, and in the course of a day each follow gets MOST_PER_FOLLOW notices at most, the last
of which says how many more there are: a folder with a market's filings is stored one by one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F
from django.utils import timezone

from comparison.comparing.comparisons import ComparedFiling, count_given, count_values, find_columns
from comparison.comparing.queries import fetch_catalogue, fetch_values, filings_to_compare
from comparison.models import Follow, Notice
from comparison.peers.groups import issuers_of
from comparison.watching.new_hits import NO_HITS, Hits, asks_for_codes, find_new_hits, word_hits
from comparison.watching.worded_changes import WordedChange, compared_values, list_changes, word_changes
from config.permissions import Permission, has_permission
from disclosures.codes.storing import refresh_code
from disclosures.models import Element, ElementValue, Filing, Passage
from disclosures.predictions import is_predictable
from disclosures.replacing import ReplacedValue

MOST_PER_FOLLOW = 20
DAY = timedelta(days=1)
NEW_FILING, CHANGED_ELEMENT, NEW_HIT = Notice.Kind


@dataclass(frozen=True, slots=True)
class Event:
    """One thing to tell one follower; `more` counts those of the same day that are not told singly."""

    follow: Follow
    kind: Notice.Kind
    filing: int
    element: int | None = None
    more: int = 0
    words: str = ""
    hits: Hits = NO_HITS


def tell_of_filing(
    sender: type[Filing], filing: Filing, is_new: bool, replaced: tuple[ReplacedValue, ...], **_kwargs: object
) -> None:
    """Receiver of filing_stored, inside its transaction."""
    if is_new:
        tell_of_filings([filing.pk])
    elif replaced:
        tell_of_revision(filing, replaced)


def tell_of_load(sender: type[Filing], filing_ids: Collection[int], **_kwargs: object) -> None:
    """Receiver of filings_loaded, inside its transaction."""
    tell_of_filings(filing_ids)


def tell_of_codes(sender: object, filing_ids: Collection[int], **_kwargs: object) -> None:
    """Receiver of filings_coded: searches for codebook values look at new filings now, not when their words
    were stored. Filings whose words were there before somebody followed the search are no news to them."""
    follows = [follow for follow in _standing_follows() if _asks_for_codes(follow)]
    if not follows:
        return
    rows = Filing.objects.filter(pk__in=filing_ids).values_list("pk", "filed", "stored_at")
    filed = {pk: day for pk, day, _ in rows}
    stored = {pk: stored_at for pk, _, stored_at in rows}
    found = _hit_events(follows, list(filed))
    events = [event for event in found if stored[event.filing] > event.follow.created_at]
    _give(_worded(_cap(events, filed)))


def tell_of_filings(filing_ids: Collection[int]) -> int:
    """Notices of new filings; how many were given. What searches for codebook values find is told later."""
    follows = _standing_follows()
    if not follows or not filing_ids:
        return 0
    rows = list(Filing.objects.filter(pk__in=filing_ids).values_list("pk", "issuer_id", "filed"))
    known = {pk: issuer for pk, issuer, _ in rows}
    filed = {pk: day for pk, _, day in rows}
    events = [
        *_filing_events(follows, known),
        *_element_events([follow for follow in follows if follow.element_id], list(known)),
        *_hit_events([follow for follow in follows if not _asks_for_codes(follow)], list(known)),
    ]
    return _give(_worded(_cap(_once_per_person(events), filed)))


def tell_of_revision(filing: Filing, replaced: Iterable[ReplacedValue]) -> int:
    """Notices of elements whose words another document of the same filing changed, and of what searches find
    in the new words. Told anew each time.

    A search for what is not said stays silent: what it was before is no longer held, so that nobody could
    tell a filing that fell silent from one that never spoke. Of codebook values the ones before are held:
    where a search asks for them the filing is coded at once, and a filing that fits now and did not is told.
    """
    follows = _standing_follows()
    if not follows:
        return 0
    before = tuple(replaced)
    changed = _tell_of_changed_elements(follows, filing, before)
    coded = _tell_of_changed_codes([follow for follow in follows if _asks_for_codes(follow)], filing)
    return changed + coded + _tell_of_hits_in_new_words(follows, filing, before)


def _tell_of_changed_elements(
    follows: Sequence[Follow], filing: Filing, replaced: Sequence[ReplacedValue]
) -> int:
    if is_predictable(filing):
        return 0  # what became of predictions is no change of the issuer's
    about_issuer = [event.follow for event in _filing_events(follows, {filing.pk: filing.issuer_id})]
    if not about_issuer and not any(follow.element_id for follow in follows):
        return 0
    now = fetch_values([filing])[filing.pk]
    changes = word_changes(fetch_catalogue().elements, compared_values(replaced), now)
    elements = dict(Element.objects.filter(key__in=[c.element.key for c in changes]).values_list("key", "pk"))
    events = [
        Event(follow, CHANGED_ELEMENT, filing.pk, elements[change.element.key], words=_revision(change))
        for change in changes
        for follow in follows
        if follow in about_issuer or follow.element_id == elements[change.element.key]
    ]
    return _give(_cap(_once_per_person(events), {filing.pk: filing.filed}), is_told_anew=True)


def _tell_of_changed_codes(follows: Sequence[Follow], filing: Filing) -> int:
    """What fits by its codebook values and did not before; afterwards the values are those of now."""
    if not follows:
        return 0
    before = {event.follow.pk for event in _hit_events(follows, [filing.pk])}
    refresh_code(filing)
    now = [event for event in _hit_events(follows, [filing.pk]) if not event.hits.passages]
    events = [event for event in now if event.follow.pk not in before]
    return _give(_worded(_cap(events, {filing.pk: filing.filed})), is_told_anew=True)


def _tell_of_hits_in_new_words(
    follows: Sequence[Follow], filing: Filing, replaced: Sequence[ReplacedValue]
) -> int:
    """Hits in passages that were not there before; what is not said any more has no words to tell of."""
    events = _hit_events(follows, [filing.pk])
    hits = {passage for event in events for passage in event.hits.passages}
    held = {passage.text_hash for value in replaced for passage in value.passages}
    new = set(Passage.objects.filter(pk__in=hits).exclude(text_hash__in=held).values_list("pk", flat=True))
    found = [
        replace(event, hits=Hits(passages))
        for event in events
        if (passages := tuple(passage for passage in event.hits.passages if passage in new))
    ]
    return _give(_worded(_cap(found, {filing.pk: filing.filed})), is_told_anew=True)


def _revision(change: WordedChange) -> str:
    return f"The text held until now was replaced. {change}"


def _asks_for_codes(follow: Follow) -> bool:
    return follow.search is not None and asks_for_codes(follow.search)


def _standing_follows() -> list[Follow]:
    """Of people who may read, in the order in which they tell of the same thing. One query."""
    follows = Follow.objects.filter(owner__is_active=True).select_related("owner", "peer_group", "search")
    return [
        follow
        for follow in follows.order_by("issuer", "peer_group", "element", "pk")
        if has_permission(follow.owner, Permission.READ)
    ]


def _filing_events(follows: Sequence[Follow], issuers: Mapping[int, int]) -> list[Event]:
    """New filings of followed issuers and peer groups; one query per followed group."""
    filings: defaultdict[int, list[int]] = defaultdict(list)
    for filing, issuer in issuers.items():
        filings[issuer].append(filing)
    members: dict[int, frozenset[int]] = {}
    for follow in follows:
        if (group := follow.peer_group) is not None and group.pk not in members:
            found = issuers_of(group).filter(pk__in=list(filings)).values_list("pk", flat=True)
            members[group.pk] = frozenset(found)
    told: list[Event] = []
    for follow in follows:
        wanted = members.get(follow.peer_group_id or 0, frozenset(filter(None, [follow.issuer_id])))
        told.extend(
            Event(follow, NEW_FILING, filing) for issuer in sorted(wanted) for filing in filings[issuer]
        )
    return told


def _element_events(follows: Sequence[Follow], filing_ids: Sequence[int]) -> list[Event]:
    """Filings whose followed elements differ from the year before. Two queries.

    Where one of the two years is untagged, its elements are a guess and nobody is told that they changed.
    """
    if not follows:
        return []
    columns = [c for c in find_columns(None, _filings(filing_ids)) if _is_given(c)]
    content = _fetch_content(
        [pk for c in columns for pk in (c.filing.pk, c.before.pk if c.before else 0)],
        {follow.element_id for follow in follows if follow.element_id},
    )
    return [
        Event(follow, CHANGED_ELEMENT, column.filing.pk, follow.element_id)
        for follow in follows
        for column in columns
        if column.before is not None
        and content.get((column.filing.pk, follow.element_id))
        != content.get((column.before.pk, follow.element_id))
    ]


def _is_given(column: ComparedFiling) -> bool:
    """Whether both years' elements were named by their sources; False without a year before."""
    years = (column.filing, column.before)
    return all(filing is not None and count_given(filing) == count_values(filing) for filing in years)


def _hit_events(follows: Sequence[Follow], filing_ids: Sequence[int]) -> list[Event]:
    """What followed searches find; some queries per followed search."""
    return [
        Event(follow, NEW_HIT, filing, hits=hits)
        for follow in follows
        if follow.search is not None
        for filing, hits in find_new_hits(follow.search, follow.owner, filing_ids).items()
    ]


def _fetch_content(
    filings: Collection[int], elements: Collection[int]
) -> dict[tuple[int, int | None], list[tuple[object, ...]]]:
    """Flags and passage hashes by filing and element: enough to tell whether something changed. One query."""
    rows = (
        ElementValue.objects.filter(filing__in=filings, element__in=elements)
        .order_by("filing_id", "position")
        .annotate(hashes=ArrayAgg("passages__text_hash", order_by="passages__position"))
    )
    found: defaultdict[tuple[int, int | None], list[tuple[object, ...]]] = defaultdict(list)
    for filing, element, flag, hashes in rows.values_list("filing_id", "element_id", "flag", "hashes"):
        found[filing, element].append((flag, *hashes))
    return found


def _once_per_person(events: Iterable[Event]) -> list[Event]:
    """Who follows an issuer and a group it belongs to hears of its filing once; each search speaks for
    itself."""
    first: dict[tuple[object, ...], Event] = {}
    for event in events:
        first.setdefault(
            (event.follow.owner_id, event.follow.search_id, event.kind, event.filing, event.element), event
        )
    return list(first.values())


def _cap(events: Iterable[Event], filed: Mapping[int, date | None]) -> list[Event]:
    """Per follow the latest filed ones that its day has room for; the rest is counted on the last. One query,
    and one for each follow that has no room at all."""
    by_follow: defaultdict[int, list[Event]] = defaultdict(list)
    for event in events:
        by_follow[event.follow.pk].append(event)
    told = _told_today(by_follow)
    kept: list[Event] = []
    for follow, own in by_follow.items():
        own.sort(key=lambda event: (filed[event.filing] or date.min, event.filing), reverse=True)
        known = [
            replace(event, more=told[follow][_key(event)]) for event in own if _key(event) in told[follow]
        ]
        new = [event for event in own if _key(event) not in told[follow]]
        room = max(MOST_PER_FOLLOW - len(told[follow]), 0)
        kept.extend([*known, *new[:room]])
        if (rest := len(new) - room) > 0:
            if room:
                kept[-1] = replace(kept[-1], more=rest)
            else:
                _count_on_last(follow, rest)
    return kept


def _told_today(follows: Collection[int]) -> defaultdict[int, dict[tuple[object, ...], int]]:
    """By follow, what it was told of within a day, and of how many more with it. One query; none without
    follows."""
    told: defaultdict[int, dict[tuple[object, ...], int]] = defaultdict(dict)
    if follows:
        today = Notice.objects.filter(follow__in=list(follows), created_at__gt=timezone.now() - DAY)
        for follow, more, *key in today.values_list("follow_id", "more", "kind", "filing_id", "element_id"):
            told[follow][tuple(key)] = more
    return told


def _key(event: Event) -> tuple[object, ...]:
    return event.kind, event.filing, event.element


def _count_on_last(follow: int, rest: int) -> None:
    """The last notice of a follow speaks of so many more, and is unread again: it says something new."""
    last = Notice.objects.filter(follow=follow).order_by("-created_at", "-pk").values("pk")[:1]
    Notice.objects.filter(pk__in=last).update(more=F("more") + rest, seen_at=None, mailed_at=None)


def _worded(events: Sequence[Event]) -> list[Event]:
    """With what changed against the year before, or what was found. A fixed number of queries."""
    found = [event for event in events if event.kind is NEW_HIT]
    words = word_hits([event.hits for event in found])
    told = [replace(event, words=own) for event, own in zip(found, words, strict=True)]
    return [*_worded_changes([event for event in events if event.kind is not NEW_HIT]), *told]


def _worded_changes(events: Sequence[Event]) -> list[Event]:
    if not events:
        return []
    columns = {c.filing.pk: c for c in find_columns(None, _filings({event.filing for event in events}))}
    values = fetch_values([f for c in columns.values() for f in (c.filing, c.before) if f is not None])
    elements = fetch_catalogue().elements
    keys = dict(Element.objects.values_list("pk", "key"))
    changes = {
        pk: word_changes(elements, values[column.before.pk], values[pk])
        for pk, column in columns.items()
        if column.before is not None and _is_given(column)
    }
    return [
        replace(event, words=_words(event, columns[event.filing], changes.get(event.filing), keys))
        for event in events
    ]


def _words(
    event: Event, column: ComparedFiling, changes: Sequence[WordedChange] | None, keys: Mapping[int, str]
) -> str:
    since = f"Since fiscal year {column.before.fiscal_year}" if column.before else ""
    if event.element is not None:
        own = [str(change) for change in changes or () if change.element.key == keys[event.element]]
        return f"{since}: {'; '.join(own)}"
    if changes is None and column.before is not None:
        return f"{since} the words may have changed: a year without tags is compared on its page only."
    if changes is None:
        return "No earlier year is held to compare it with."
    return f"{since}:\n{list_changes(changes)}" if changes else f"{since} nothing changed."


def _filings(pks: Collection[int]) -> list[Filing]:
    return list(filings_to_compare(None).filter(pk__in=pks).order_by("pk"))


def _give(events: Sequence[Event], *, is_told_anew: bool = False) -> int:
    """Stores them in one query. What somebody was told already stays, or is told anew with the new words."""
    if not events:
        return 0
    now = timezone.now()
    notices = [
        Notice(
            follow=event.follow,
            kind=event.kind,
            filing_id=event.filing,
            element_id=event.element,
            what_changed=event.words,
            more=event.more,
            created_at=now,
        )
        for event in events
    ]
    if is_told_anew:
        Notice.objects.bulk_create(
            notices,
            update_conflicts=True,
            unique_fields=["follow", "kind", "filing", "element"],
            update_fields=["what_changed", "more", "created_at", "seen_at", "mailed_at"],
        )
    else:
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)
