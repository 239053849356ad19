"""What people make of the disclosures, as rows. Every write goes through a domain function of this app."""

from comparison.models.annotations import Annotation
from comparison.models.coverage import CoverageReview, CrosswalkSuggestion, FilingCoverage
from comparison.models.judgements import Judgement
from comparison.models.peers import PeerGroup
from comparison.models.readings import FilingReading
from comparison.models.saved import SavedComparison
from comparison.models.summaries import YearSummary
from comparison.models.watching import Digest, Follow, Notice, SavedSearch
from comparison.models.wording import FilingWording, SentenceUse, Wording

__all__ = [
    "Annotation",
    "CoverageReview",
    "CrosswalkSuggestion",
    "Digest",
    "FilingCoverage",
    "FilingReading",
    "FilingWording",
    "Follow",
    "Judgement",
    "Notice",
    "PeerGroup",
    "SavedComparison",
    "SavedSearch",
    "SentenceUse",
    "Wording",
    "YearSummary",
]
