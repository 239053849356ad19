"""Looking on EDGAR for new filings of the issuers that people follow."""

from comparison.models import Follow
from comparison.peers.groups import issuers_of
from disclosures.edgar.fetching import start_look_out
from disclosures.models import EdgarFetch


def followed_issuer_ids() -> set[int]:
    """Issuers that somebody with an account follows, alone or as one of a peer group."""
    follows = Follow.objects.filter(owner__is_active=True)
    found = set(follows.filter(issuer__isnull=False).values_list("issuer_id", flat=True))
    groups = {follow.peer_group for follow in follows.select_related("peer_group") if follow.peer_group}
    for group in groups:
        found.update(issuers_of(group).values_list("pk", flat=True))
    return {key for key in found if key is not None}


def look_out() -> list[EdgarFetch]:
    """Queues a fetch for each followed issuer with a CIK. Raises EdgarError without a contact address."""
    return start_look_out(followed_issuer_ids())
