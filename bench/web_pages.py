"""Main content of web pages: trafilatura alone, the marks of the page alone, and both as they are used.

    .venv/bin/python -m bench.web_pages

On the invented pages under tests/disclosures/parsing/golden/web_disclosure, whose content was written down by
hand: how many of its lines (cells of tables counted one by one) are kept, and how many others are kept too.
"""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import trafilatura

from disclosures.frameworks.loader import load_framework
from disclosures.parsing import registry
from disclosures.parsing.formats import web_disclosure
from disclosures.parsing.formats.web_disclosure.naming import Namer
from disclosures.parsing.html_blocks import cut_html
from disclosures.parsing.safexml import parse_html
from disclosures.parsing.text import fold

PAGES = Path(__file__).parents[1] / "tests/disclosures/parsing/golden/web_disclosure"
type Reader = Callable[[bytes], Iterable[str]]


def by_trafilatura(page: bytes, *, recall: bool = False) -> list[str]:
    found = trafilatura.extract(page, include_comments=False, include_tables=True, favor_recall=recall) or ""
    return [cell for line in found.splitlines() for cell in line.split("|")]


def by_everything(page: bytes) -> list[str]:
    return [cell for block in cut_html(parse_html(page)) for cell in block.text.split("\t")]


def by_marks(page: bytes) -> list[str]:
    blocks, _ = web_disclosure.read_page(
        page, Namer(load_framework(web_disclosure.FRAMEWORK)), wants_second_opinion=False
    )
    return [cell for block in blocks for cell in block.text.split("\t")]


def by_reader(page: bytes) -> list[str]:
    (filing,) = registry.read(page, "page.html")
    return filing.reading_text.replace("\t", "\n").splitlines()


READERS: dict[str, Reader] = {
    "trafilatura": by_trafilatura,
    "trafilatura, for recall": lambda page: by_trafilatura(page, recall=True),
    "every block": by_everything,
    "marks of the page": by_marks,
    "both, as read": by_reader,
}


def lines_of(texts: Iterable[str]) -> set[str]:
    return {fold(text).lstrip("•#-* ") for text in texts} - {""}


def main() -> None:
    kept = dict.fromkeys(READERS, 0)
    added = dict.fromkeys(READERS, 0)
    total = others = 0
    pages = sorted(PAGES.glob("*/input.html"))
    for path in pages:
        page = path.read_bytes()
        (expected,) = json.loads((path.parent / "expected.json").read_text("utf-8"))
        content = lines_of(expected["reading_text"].replace("\t", "\n").splitlines())
        furniture = lines_of(by_everything(page)) - content
        total, others = total + len(content), others + len(furniture)
        for name, read in READERS.items():
            found = lines_of(read(page))
            kept[name] += len(content & found)
            added[name] += len(furniture & found)
    print(f"{len(pages)} pages, {total} lines of content, {others} others")
    for name in READERS:
        print(f"{name:24} {kept[name]:4} kept ({kept[name] / total:.1%}), {added[name]:3} others")


if __name__ == "__main__":
    main()
