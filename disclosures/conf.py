"""Settings of this app, as the values its pure code takes."""

from dataclasses import replace

from django.conf import settings

from disclosures.parsing.limits import DEFAULT_LIMITS, Limits


def reading_limits() -> Limits:
    """How much of a file the readers hold, as configured (docs/running.md)."""
    return replace(
        DEFAULT_LIMITS,
        file_bytes=settings.UPLOAD_MAX_BYTES,
        archive_bytes=settings.ARCHIVE_MAX_BYTES,
        archive_members=settings.ARCHIVE_MAX_MEMBERS,
    )
