"""What issuers disclose, as rows. Every write goes through a domain function of this app."""

from disclosures.models.codes import CodedFiling
from disclosures.models.edgar import EdgarFetch, EdgarFetchItem, RequestPace
from disclosures.models.filings import (
    GIVEN_ORIGINS,
    ElementValue,
    Filing,
    Issuer,
    IssuerKind,
    LeftPassage,
    Passage,
    SourceDocument,
    StoredProblem,
)
from disclosures.models.frameworks import CrosswalkLink, Element, Framework, Topic
from disclosures.models.search import IndexedPassage, SearchWord
from disclosures.models.uploads import Upload, UploadItem

__all__ = [
    "GIVEN_ORIGINS",
    "CodedFiling",
    "CrosswalkLink",
    "EdgarFetch",
    "EdgarFetchItem",
    "Element",
    "ElementValue",
    "Filing",
    "Framework",
    "IndexedPassage",
    "Issuer",
    "IssuerKind",
    "LeftPassage",
    "Passage",
    "RequestPace",
    "SearchWord",
    "SourceDocument",
    "StoredProblem",
    "Topic",
    "Upload",
    "UploadItem",
]
