"""The sheet of codebook values: attributes by filings, each with the words it rests on."""

from collections.abc import Iterator, Mapping

from comparison.comparing.codes import UNSHOWN, Code, Codes, fetch_all_codes
from comparison.comparing.comparisons import ComparedFiling
from comparison.exports.rows import ExportedComparison, name_filing, name_place
from comparison.exports.sheets import SheetWriter, Styled, Value
from comparison.exports.text import SHAPES
from disclosures.coding.codebook.registry import load_attributes

NOTE = "Read from the words of each filing by rules (docs/codebook.md); not tagged, not checked by a person."


def codebook_widths(content: ExportedComparison) -> tuple[int, ...]:
    """Of the columns: attribute and clause, then for each filing its value and the words."""
    return (30, 13, *(width for _ in content.columns for width in (26, 44)))


def write_codebook(writer: SheetWriter, content: ExportedComparison) -> None:
    """A row per attribute; a filing that waits to be coded says so. Two queries."""
    codes = fetch_all_codes([column.filing.pk for column in content.columns])
    writer.add_line("Codebook values", "title")
    writer.add_line(NOTE, "note")
    heads = (head for c in content.columns for head in (f"{c.name}\n{name_filing(c.filing)}", "Words"))
    writer.add_head(("Attribute", "Clause", *heads), frozen=2)
    group = ""
    for name, attribute in load_attributes().items():
        if name in UNSHOWN:
            continue
        if attribute.group != group:
            group = attribute.group
            writer.add_row((group, *("" for _ in writer.widths[1:])), ["group"] * len(writer.widths))
        cells = (cell for column in content.columns for cell in _cells(column, codes, name))
        looks = (look for _ in content.columns for look in ("text", "small"))
        writer.add_row((attribute.label, attribute.clause, *cells), ("name", "small", *looks))


def _cells(column: ComparedFiling, codes: Mapping[int, Codes], name: str) -> Iterator[Value]:
    code: Code | None = codes.get(column.filing.pk, {}).get(name)
    if code is None:
        yield from ("not coded yet", "")
        return
    yield Styled(f"{SHAPES[code.state]} {code.words}", code.state.value)
    filing = column.filing
    cited = (
        f"“{quote.words}” ({filing.accession or filing.slug}, {name_place(quote.start, quote.end)})"
        for quote in code.quotes
    )
    yield "\n".join(dict.fromkeys(cited))
