"""Which characters a file of XML, a cell and a sheet's name may hold. Pure."""

import re
from collections.abc import Iterable, Iterator

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
REPLACED = "\N{REPLACEMENT CHARACTER}"

CELL = 32_000
"""UTF-16 units of text in one cell; Excel takes 32,767 and drops, or refuses to open, what is more."""
SHEET_NAME = 31
"""UTF-16 units of a sheet's name. Source: ECMA-376 part 1, 18.2.19, and Excel's own refusals."""
WIDEST = 0xFFFF
"""The last character that is one UTF-16 unit."""


def keep_xml(text: str) -> str:
    """The text with a visible sign where XML 1.0 allows no character. Source: XML 1.0, production 2."""
    return _NOT_XML.sub(REPLACED, text)


def cut_for_cells(text: str, limit: int = CELL) -> tuple[str, ...]:
    """The text in pieces that fit a cell, cut after white space where there is any; joined they are it."""
    pieces: list[str] = []
    while len(piece := _fit(text, limit)) < len(text):
        space = max(piece.rfind("\n"), piece.rfind(" "))
        # A cut far ahead of the limit would leave cells half empty: one word may be that long.
        piece = piece[: space + 1] if space > limit // 2 else piece
        pieces.append(piece)
        text = text[len(piece) :]
    return (*pieces, text)


def name_sheets(names: Iterable[str]) -> Iterator[str]:
    """A name for each that Excel takes: short, without its signs, no two alike whatever their case."""
    taken = {"history"}
    for name in names:
        clean = " ".join(_NOT_IN_NAMES.sub(" ", keep_xml(name)).split()).strip("' ") or "Sheet"
        free, number = _fit(clean, SHEET_NAME).rstrip("' "), 1
        while free.casefold() in taken:
            number += 1
            end = f" {number}"
            free = _fit(clean, SHEET_NAME - len(end)).rstrip("' ") + end
        taken.add(free.casefold())
        yield free


def _fit(text: str, limit: int) -> str:
    """As much of the beginning as `limit` UTF-16 units hold."""
    if len(text) * 2 <= limit:
        return text
    units = 0
    for index, character in enumerate(text[: limit + 1]):
        units += 2 if ord(character) > WIDEST else 1
        if units > limit:
            return text[:index]
    return text
