"""Which elements of different frameworks speak of the same thing: topics, and what people decided since.

Topics come with Collate (frameworks/crosswalk.toml) and take plans in by their words. A person's decision
about a pair stands over them and is never touched by a new release or a new reading (docs/decisions/0010).
"""

from collections import defaultdict
from collections.abc import Mapping
from itertools import permutations

import pghistory
from django.db import transaction
from django.db.models import BigIntegerField, CharField, F, Value
from django.utils import timezone

from config.accounts.models import User
from disclosures import signals
from disclosures.models import CrosswalkLink, Element, Topic

UNDECIDED = "undecided"
"""Instead of a verdict: an earlier decision is taken back."""

type Joined = Mapping[int, Mapping[int, bool]]
"""Per key of an element the elements joined with it; True where a person said so."""


class CrosswalkError(ValueError):
    """The decision was refused; the sentence is for the person who tried."""


def fetch_joined() -> Joined:
    """The crosswalk as it stands. One query."""
    none = Value(None, output_field=BigIntegerField())
    topics = Topic.elements.through.objects.values_list(
        "topic_id", "element_id", none, Value("", output_field=CharField())
    )
    decided = CrosswalkLink.objects.filter(is_withdrawn=False).order_by()
    links = decided.values_list(none, F("left_id"), F("right_id"), "verdict")
    members: defaultdict[int, list[int]] = defaultdict(list)
    verdicts: dict[tuple[int, int], str] = {}
    for topic, left, right, verdict in topics.union(links, all=True):
        if right is None:
            members[topic].append(left)
        else:
            verdicts[left, right] = verdict
    joined: defaultdict[int, dict[int, bool]] = defaultdict(dict)
    for own in members.values():
        for left, right in permutations(own, 2):
            joined[left][right] = False
    for (left, right), verdict in verdicts.items():
        for one, other in ((left, right), (right, left)):
            if verdict == CrosswalkLink.Verdict.JOINED:
                joined[one][other] = True
            else:
                joined[one].pop(other, None)
    return joined


@transaction.atomic
def decide_link(*, left: Element, right: Element, verdict: str, reason: str, by: User) -> CrosswalkLink:
    """Records that two elements are joined, or are not; an earlier decision about them is replaced.

    Raises CrosswalkError for elements of one framework.
    """
    if left.framework_id == right.framework_id:
        raise CrosswalkError("Both elements are of the same framework: a crosswalk joins two.")
    first, second = sorted((left, right), key=lambda element: element.key)
    with pghistory.context(user=by.pk, action=f"crosswalk: {CrosswalkLink.Verdict(verdict).label}"):
        link, _ = CrosswalkLink.objects.update_or_create(
            left=first,
            right=second,
            defaults={
                "verdict": verdict,
                "reason": reason,
                "decided_by": by,
                "decided_at": timezone.now(),
                "is_withdrawn": False,
            },
        )
    signals.crosswalk_changed.send(sender=CrosswalkLink)
    return link


def check_seen(left: Element, right: Element, *, seen: str, verdict: str, by: User) -> bool:
    """Whether there is anything to record: not where one's own same decision stands, from a form sent twice.

    Inside the transaction that decides. `seen` is when the decision on the page was made, empty for none;
    raises CrosswalkError where another one stands by now.
    """
    first, second = sorted((left, right), key=lambda element: element.key)
    pair = CrosswalkLink.objects.select_for_update(of=("self",)).filter(left=first, right=second)
    stands = pair.filter(is_withdrawn=False).select_related("decided_by").first()
    if (stands.decided_at.isoformat() if stands else "") == seen:
        return True
    if stands is None:
        if verdict == UNDECIDED:
            return False
        raise CrosswalkError("That decision was taken back meanwhile. Look at it again.")
    if (stands.decided_by_id, stands.verdict) == (by.pk, verdict):
        return False
    why = f": {stands.reason.rstrip('.')}" if stands.reason else ""
    told = f"{stands.decided_by} decided “{stands.get_verdict_display()}” about them{why}"
    raise CrosswalkError(f"Nothing was changed. {told}. Look at it again.")


@transaction.atomic
def withdraw_link(*, link: CrosswalkLink, by: User) -> None:
    """Takes a decision back: the pair is joined again only where a topic joins it.

    It stays in the records.
    """
    with pghistory.context(user=by.pk, action="crosswalk: took the decision back"):
        CrosswalkLink.objects.filter(pk=link.pk, is_withdrawn=False).update(
            is_withdrawn=True, decided_by=by, decided_at=timezone.now()
        )
    signals.crosswalk_changed.send(sender=CrosswalkLink)
