"""What people make of the disclosures, as rows. Every write goes through a domain function of this app."""

from comparison.models.annotations import Annotation
from comparison.models.peers import PeerGroup
from comparison.models.saved import SavedComparison
from comparison.models.summaries import YearSummary
from comparison.models.watching import Digest, Follow, Notice, SavedSearch

__all__ = [
    "Annotation",
    "Digest",
    "Follow",
    "Notice",
    "PeerGroup",
    "SavedComparison",
    "SavedSearch",
    "YearSummary",
]
