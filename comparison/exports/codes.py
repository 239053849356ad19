"""The sheet of codebook values: attributes by filings, each with the words it rests on."""

from collections.abc import Iterator

from comparison.exports.coded import ExportedCode
from comparison.exports.rows import ExportedComparison, name_filing
from comparison.exports.sheets import SheetWriter, Styled, Value
from comparison.exports.text import SHAPES

NOTE = "Read from the words of each filing by rules (docs/codebook.md); not tagged, not checked by a person."

NOTHING = "No value: these filings wait to be coded."


def codebook_widths(content: ExportedComparison) -> tuple[int, ...]:
    """Of the columns: attribute and clause, then for each filing its value and the words."""
    return (30, 13, *(width for _ in content.columns for width in (26, 44)))


def write_codebook(writer: SheetWriter, content: ExportedComparison) -> None:
    """A row per attribute; a filing that waits to be coded says so."""
    writer.add_line("Codebook values", "title")
    writer.add_line(NOTE, "note")
    heads = (head for c in content.columns for head in (f"{c.name}\n{name_filing(c.filing)}", "Words"))
    writer.add_head(("Attribute", "Clause", *heads), frozen=2)
    if not content.codes:
        writer.add_line(NOTHING, "note")
    group = ""
    for row in content.coded_rows:
        if row.group != group:
            group = row.group
            writer.add_row((group, *("" for _ in writer.widths[1:])), ["group"] * len(writer.widths))
        cells = (value for cell in row.cells for value in _cells(cell, content.uncoded))
        looks = (look for _ in content.columns for look in ("text", "small"))
        writer.add_row((row.label, row.clause, *cells), ("name", "small", *looks))


def _cells(code: ExportedCode | None, uncoded: str) -> Iterator[Value]:
    if code is None:
        yield from (uncoded, "")
        return
    yield Styled(f"{SHAPES[code.state]} {code.word}", code.state)
    yield "\n".join(f"“{own.quote}” ({code.cite(own)})" for own in code.evidence)
