"""Where a passage stands on the reading page of its filing."""

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from comparison.reading.marking import cut_paragraphs
from disclosures.models import Filing


@dataclass(frozen=True, slots=True)
class Places:
    """First characters of the paragraphs of some filings' reading texts, by filing."""

    starts: dict[int, list[int]]

    @classmethod
    def of(cls, filings: Iterable[Filing]) -> "Places":
        """Of filings whose texts are at hand."""
        return cls({filing.pk: _starts(filing.reading_text) for filing in filings})

    def address(self, filing: Filing, start: int) -> str:
        """The reading page at the paragraph a passage begins in: it may begin in the middle of one."""
        starts = self.starts.get(filing.pk, [])
        index = bisect_right(starts, start) - 1
        return f"{filing.get_absolute_url()}#c{starts[index]}" if index >= 0 else filing.get_absolute_url()


def fetch_places(filings: Collection[Filing]) -> Places:
    """Paragraphs of these filings' reading texts. One query."""
    texts = Filing.objects.filter(pk__in=[filing.pk for filing in filings]).values_list("pk", "reading_text")
    return Places({pk: _starts(text) for pk, text in texts})


def _starts(text: str) -> list[int]:
    return [start for start, _ in cut_paragraphs(text)]
