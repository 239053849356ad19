"""When the rows behind the figures are made anew. Receivers run inside the transaction of the write."""

from collections.abc import Collection

from comparison.benchmarks.summaries import refresh_summaries
from disclosures.models import Filing


def summarise_stored(sender: type[Filing], filing: Filing, **_kwargs: object) -> None:
    """Receiver of filing_stored."""
    refresh_summaries({filing.issuer_id})


def summarise_loaded(sender: object, filing_ids: Collection[int], **_kwargs: object) -> None:
    """Receiver of filings_loaded: all issuers of a bulk load together."""
    refresh_summaries(set(Filing.objects.filter(pk__in=filing_ids).values_list("issuer_id", flat=True)))


def summarise_deleted(sender: type[Filing], instance: Filing, **_kwargs: object) -> None:
    """Receiver of post_delete: another filing of the year may stand in."""
    refresh_summaries({instance.issuer_id})
