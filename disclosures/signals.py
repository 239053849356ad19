"""What other apps may hear of. Receivers run inside the transaction of the write."""

from django.dispatch import Signal

filing_stored = Signal()
"""Sent with `filing` after a filing's text was stored or replaced.

is_new     True for a filing that was not held before
replaced   what stood there before (disclosures.replacing.ReplacedValue), when another document of
           the same kind took its place; empty otherwise: reading the same bytes again, or the same filing
           from a fuller source, is no change of the issuer's
"""

filings_loaded = Signal()
"""Sent once with `filing_ids`, keys of filings not held before, after a bulk load stored them together.

Bulk loads send no filing_stored: what a receiver does here takes a fixed number of queries.
"""

filings_coded = Signal()
"""Sent with `filing_ids`, keys of filings that had no codebook values before, after those were stored.

A filing is coded some seconds after it was stored. Values made anew send nothing: a rule that reads better,
or a year before that came later, is no news of the issuer.
"""

framework_changed = Signal()
"""Sent with `framework` after a plan was published, taken back, or its requirements changed."""

crosswalk_changed = Signal()
"""Sent after a person joined two elements, set them apart, or took that back."""
