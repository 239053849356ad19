"""The rows of a benchmark page as CSV: the same groups, with the same figures."""

import csv
from io import StringIO

from comparison.benchmarks.pages import BenchmarkPage, ShownGroup
from comparison.exports.files import defuse

HEAD = ("attribute", "counted_over", "grouping", "group", "outcome", "count", "of", "percent", "left_out")
LENGTH_HEAD = ("attribute", "counted_over", "grouping", "group", "filings", "p10", "median", "p90")


def benchmark_csv(page: BenchmarkPage) -> str:
    """One line per group and outcome, or per group for lengths. No percentage of fewer than five."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(LENGTH_HEAD if page.is_length else HEAD)
    groups = [
        ("all", page.overall),
        *((section.dimension.value, group) for section in page.sections for group in section.groups),
    ]
    for grouping, group in groups:
        lead = [page.attribute.name, page.filters.words, grouping, group.label]
        for line in _lines(group):
            writer.writerow([defuse(str(cell)) for cell in (*lead, *line)])
    return stream.getvalue()


def _lines(group: ShownGroup) -> list[list[object]]:
    if (own := group.lengths) is not None:
        values = (own.p10, own.median, own.p90) if own.is_shown else (None, None, None)
        return [[own.total, *("" if value is None else round(value) for value in values)]]
    return [
        [
            entry.outcome.word,
            entry.share.count,
            entry.share.total,
            "" if entry.share.percent is None else f"{entry.share.percent:.2f}",
            group.left_out,
        ]
        for entry in group.shares
    ]
