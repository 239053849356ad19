"""How well the cybersecurity item is found, in real 10-Ks and copies of them: `python -m bench.items`.

The truth is what is tagged; the finder sees the words alone. Per kind of copy: the share of the tagged
characters found, and of the found characters tagged (filers leave some paragraphs of the item untagged).
Then the items of the SEC's archives without their headings: whether their language tells them. The filings
are those of COLLATE_SHARED_DATA (default: ../shared/data beside the repository).
Exits with 1 where less than 95 % of the tagged characters are found, or anything where the item was cut out.
"""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean

from disclosures.market.notes.filings import build_filing
from disclosures.market.notes.members import Reading, read_filings
from disclosures.parsing import registry
from disclosures.parsing.formats import untagged
from disclosures.parsing.item_language import find_stretch
from disclosures.parsing.items import find_item, is_next_heading, read_number
from disclosures.parsing.reading import PARAGRAPH_BREAK
from disclosures.parsing.types import ParsedFiling
from scripts.element_labels import ANNUAL_FORMS

LIMIT = 0.95
DEFAULT_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
CUT_OUT = "item cut out, contents left"
OPENING = re.compile(r"(?:item\s*1c\b.*|\W*cybersecurity\W*)", re.IGNORECASE)
BANDS = (500, 1_500, 4_000, 10**9)


def squeeze(text: str) -> str:
    return re.sub(r"\W+", "", text)


def list_tagged(filing: ParsedFiling) -> list[str]:
    """The paragraphs that a text element holds."""
    spans = sorted(
        (span.start, span.end)
        for element in filing.elements
        if element.concept.endswith("TextBlock")
        for span in element.locator.spans
    )
    paragraphs, end = [], 0
    for start, own_end in spans:
        if own_end > end:
            paragraphs += filing.reading_text[max(start, end) : own_end].split(PARAGRAPH_BREAK)
            end = own_end
    return [squeezed for paragraph in paragraphs if (squeezed := squeeze(paragraph))]


def list_copies(text: str) -> Iterator[tuple[str, str]]:
    """The text of a filing under other headings; the item must be found in it as it is."""
    item = find_item(text)
    if item is None:
        msg = "The item is not found."
        raise ValueError(msg)
    before, after = text[: item.span.start], text[item.span.end :]
    own = text[item.span.start : item.span.end].split(PARAGRAPH_BREAK)
    while OPENING.fullmatch(" ".join(own[0].split())):
        own.pop(0)
    words = PARAGRAPH_BREAK.join(own)
    yield "as it is", text
    for kind, heading in (
        ("title without a number", "Cybersecurity"),
        ("heading in cells of a table", "ITEM 1C.\tCYBERSECURITY"),
        ("heading in two paragraphs", "ITEM 1C.\n\nCYBERSECURITY"),
        ("heading in three lines", "Item\n1C.\nCybersecurity"),
        ("combined with Item 1B", "Items 1B and 1C. Unresolved Staff Comments and Cybersecurity"),
        ("words cut by spaces", "I TEM 1C. CYBERSE CURITY"),
    ):
        yield kind, f"{before}{heading}{PARAGRAPH_BREAK}{words}{after}"
    yield "no heading", before + words + after
    unnamed = re.sub(r"(?mi)^.{0,6}item\s*1c.{0,60}$", "", before)
    yield "no heading, not in the contents", unnamed + words + after
    whole = text[item.span.start : item.span.end]
    yield "heading of the next item missing", f"{before}{whole}{drop_heading(after)}"
    yield "no heading, nor of the next item", f"{before}{words}{drop_heading(after)}"
    yield "nothing behind it", before + whole
    yield CUT_OUT, before + after


def drop_heading(after: str) -> str:
    """What follows the item, without the heading that it begins with."""
    lines = after.split(PARAGRAPH_BREAK)
    place = next(number for number, line in enumerate(lines) if line.strip())
    if not is_next_heading(" ".join(lines[place].split())):
        msg = "No heading follows the item."
        raise ValueError(msg)
    return PARAGRAPH_BREAK.join(["", *lines[place + 1 :]])


def measure(tagged: Sequence[str], text: str) -> tuple[float, float, bool]:
    """Shares of the tagged characters found and of the found ones tagged; whether anything was found."""
    item = find_item(text)
    if item is None:
        return 0.0, 0.0, False
    kept, _ = untagged.drop_furniture(untagged.cut_pieces(text, item.span))
    found = [squeezed for piece in kept if (squeezed := squeeze(piece.text))]
    everything, whole = "".join(found), "".join(tagged)
    recall = sum(len(own) for own in tagged if own in everything) / len(whole)
    return recall, sum(len(own) for own in found if own in whole) / len(everything), True


def score_documents(folder: Path) -> bool:
    """Prints the table of real 10-Ks; whether all limits are kept."""
    rows: dict[str, list[tuple[float, float, bool]]] = {}
    for path in sorted(folder.glob("*.htm")):
        data = path.read_bytes()
        (filing,) = registry.read(data, path.name)
        for kind, text in list_copies(untagged.read_text(data)[0]):
            rows.setdefault(kind, []).append(measure(list_tagged(filing), text))
    print(f"{'real 10-Ks, tags hidden':36}{'n':>4}{'found':>7}{'recall':>8}{'precision':>11}")
    for kind, measured in rows.items():
        recall, precision = mean(row[0] for row in measured), mean(row[1] for row in measured)
        print(f"{kind:36}{len(measured):4}{sum(row[2] for row in measured):7}{recall:8.3f}{precision:11.3f}")
    cut = rows.pop(CUT_OUT, [])
    kept = all(mean(row[0] for row in measured) >= LIMIT for measured in rows.values())
    return kept and not any(row[2] for row in cut)


def read_archived(folder: Path) -> Iterator[list[str]]:
    """The paragraphs of every annual item in the archives, without headings of its number."""
    for path in sorted(folder.glob("*_notes.zip")):
        reading = Reading()
        with path.open("rb") as file:
            for raw in read_filings(file, reading):
                filing = build_filing(raw, reading.refused)
                if filing is not None and filing.parsed.form.startswith(ANNUAL_FORMS):
                    paragraphs = filing.parsed.reading_text.split(PARAGRAPH_BREAK)
                    yield [own for own in paragraphs if read_number(" ".join(own.split())) is None]


def score_archives(folder: Path) -> None:
    """Prints for items of each length how many their language tells, and how much of them."""
    shares: dict[int, list[float]] = {band: [] for band in BANDS}
    for paragraphs in read_archived(folder):
        size = sum(map(len, paragraphs))
        if size:
            stretch = find_stretch(paragraphs, lambda _text: False)
            found = sum(len(own) for own in paragraphs[slice(*stretch)]) if stretch else 0
            shares[next(band for band in BANDS if size < band)].append(found / size)
    print(f"\n{'items of the archives, no heading':36}{'n':>6}{'found':>8}{'of their text':>15}")
    for band, own in shares.items():
        told = [share for share in own if share]
        if told:
            title = f"under {band:,} characters" if band < BANDS[-1] else "longer"
            print(f"{title:36}{len(own):6,}{len(told) / len(own):8.3f}{mean(told):15.3f}")


def main() -> int:
    shared = Path(os.environ.get("COLLATE_SHARED_DATA", DEFAULT_DATA))
    folder = shared / "filings" / "ixbrl_10k"
    if not folder.is_dir():
        print(f"No filings in {shared}: set COLLATE_SHARED_DATA.")
        return 0
    is_kept = score_documents(folder)
    score_archives(shared / "fsn")
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
