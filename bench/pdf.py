"""Real 10-Ks printed to PDF by a browser and read, beside the same files as HTML: `python -m bench.pdf`.

Prints per file the share of words that both readings have, of long paragraphs that are equal, and the same of
the cybersecurity item, with its paragraphs. The PDFs stand in a temporary folder and go at the end. Needs
Chromium and the filings of COLLATE_SHARED_DATA (default: ../shared/data beside the repository).
Exits with 1 where fewer than 98 % of the items' paragraphs are equal.
"""

import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import astuple, dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from disclosures.parsing.formats import untagged
from disclosures.parsing.formats.pdf import read_document
from disclosures.parsing.items import find_item
from disclosures.parsing.types import Span

LIMIT = 0.98
LONG = 60
"""Characters of a paragraph that is prose rather than a cell or a heading."""
DEFAULT_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
FOLDERS = ("ixbrl_10k", "untagged", "damaged")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many words and paragraphs both readings have, of those of the HTML; and what the PDF's item has."""

    words: int
    all_words: int
    paragraphs: int
    all_paragraphs: int
    item_words: int
    all_item_words: int
    pdf_item_words: int
    item_paragraphs: int
    all_item_paragraphs: int

    def __add__(self, other: "Agreement") -> "Agreement":
        return Agreement(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def __str__(self) -> str:
        return (
            f"{self.words / self.all_words:9.4f}{self.paragraphs / self.all_paragraphs:9.3f}"
            f"{self.item_words / self.all_item_words:9.4f}{self.item_words / self.pdf_item_words:10.4f}"
            f"{self.item_paragraphs:6}/{self.all_item_paragraphs}"
        )


def find_browser() -> str | None:
    """The browser of this machine; None leaves it to Playwright's own."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def print_filing(browser: Browser, path: Path, folder: Path) -> Path:
    """`path`, an HTML filing, printed to a PDF in `folder`, with the browser's own heads and feet."""
    printed = folder / f"{path.stem}.pdf"
    page = browser.new_page()
    page.goto(path.as_uri(), timeout=120_000)
    page.pdf(path=printed, format="Letter", display_header_footer=True)
    page.close()
    return printed


def list_paragraphs(text: str, span: Span) -> list[str]:
    """The paragraphs of a stretch without page furniture and without white space."""
    kept, _ = untagged.drop_furniture(untagged.cut_pieces(text, span))
    return ["".join(piece.text.split()) for piece in kept]


def count_common[T](one: list[T], other: list[T]) -> int:
    return sum((Counter(one) & Counter(other)).values())


def compare(html: str, pdf: str) -> Agreement:
    """Two readings of one filing; both must hold the item."""
    spans = [item.span for item in (find_item(html), find_item(pdf)) if item]
    ours, theirs = (text[span.start : span.end] for text, span in zip((html, pdf), spans, strict=True))
    whole = [list_paragraphs(text, Span(0, len(text))) for text in (html, pdf)]
    long = [[words for words in paragraphs if len(words) > LONG] for paragraphs in whole]
    items = [list_paragraphs(text, span) for text, span in zip((html, pdf), spans, strict=True)]
    return Agreement(
        count_common(html.split(), pdf.split()),
        len(html.split()),
        count_common(*long),
        len(long[0]),
        count_common(ours.split(), theirs.split()),
        len(ours.split()),
        len(theirs.split()),
        count_common(*items),
        len(items[0]),
    )


def main() -> int:
    shared = Path(os.environ.get("COLLATE_SHARED_DATA", DEFAULT_DATA))
    paths = [path for name in FOLDERS for path in sorted((shared / "filings" / name).glob("*.htm"))]
    if not paths:
        print(f"No filings in {shared}: set COLLATE_SHARED_DATA.")
        return 0
    print(f"{'':36}{'pages':>6}{'s':>6}{'words':>9}{'long par.':>9}{'item, of':>9}{'of PDF':>10}{'par.':>8}")
    total = Agreement(0, 0, 0, 0, 0, 0, 0, 0, 0)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=OPTIONS)
        for path in paths:
            data = print_filing(browser, path, Path(folder)).read_bytes()
            start = time.perf_counter()
            document = read_document(data)
            seconds = time.perf_counter() - start
            agreement = compare(untagged.read_text(path.read_bytes())[0], document.text)
            pages = data.count(b"/Type /Page\n")
            print(f"{path.stem:36}{pages:6}{seconds:6.1f}{agreement}", flush=True)
            total += agreement
        browser.close()
    print(f"{'together':48}{total}   (limit {LIMIT} of the items' paragraphs)")
    return 0 if total.item_paragraphs >= LIMIT * total.all_item_paragraphs else 1


if __name__ == "__main__":
    sys.exit(main())
