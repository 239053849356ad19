"""Every kind of source has words on the reading page."""

from comparison.reading.pages import FORMAT_WORDS
from disclosures.parsing.types import SourceFormat


def test_every_source_format_has_words() -> None:
    assert set(FORMAT_WORDS) == set(SourceFormat)
