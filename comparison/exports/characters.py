"""Which characters a file of XML, a cell and a sheet's name may hold. Pure."""

import re
from collections.abc import Iterable, Iterator
from math import ceil
from unicodedata import east_asian_width

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
REPLACED = "\N{REPLACEMENT CHARACTER}"

FILLED = 0.6
"""Of a cell at least, before a text goes on in the next."""
SHEET_NAME = 31
"""UTF-16 units of a sheet's name. Source: ECMA-376 part 1, 18.2.19, and Excel's own refusals."""
WIDEST = 0xFFFF
"""The last character that is one UTF-16 unit."""


def keep_xml(text: str) -> str:
    """The text with a visible sign where XML 1.0 allows no character. Source: XML 1.0, production 2."""
    return _NOT_XML.sub(REPLACED, text)


def measure_line(line: str) -> int:
    """Its width in characters; those of East Asia take two."""
    return len(line) if line.isascii() else sum(map(_measure_sign, line))


def count_lines(text: str, width: int) -> int:
    """Lines the text takes in a cell that is `width` characters wide."""
    return sum(max(1, ceil(measure_line(line) / width)) for line in text.split("\n"))


def cut_for_cells(text: str, width: int, lines: int) -> tuple[str, ...]:
    """The text in pieces of so many lines, each `width` wide (2 at least); joined they are the text.

    Cut after a line or a word where there is any.
    """
    pieces: list[str] = []
    while len(piece := _show(text, width, lines)) < len(text):
        # A cut far ahead of the end would leave cells half empty: one word may be that long.
        ends = (piece.rfind(sign) + 1 for sign in ("\n", " "))
        piece = piece[: next((end for end in ends if end > len(piece) * FILLED), len(piece))]
        pieces.append(piece)
        text = text[len(piece) :]
    return (*pieces, text)


def _show(text: str, width: int, lines: int) -> str:
    """As much of the beginning as so many lines hold."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        line = text[start : len(text) if end < 0 else end]
        taken = max(1, ceil(measure_line(line[: width * lines + 1]) / width))
        if taken > lines:
            return text[: start + _count_signs(line, width * lines)]
        start, lines = start + len(line) + 1, lines - taken
    return text


def _count_signs(line: str, room: int) -> int:
    for index, sign in enumerate(line):
        room -= _measure_sign(sign)
        if room < 0:
            return index
    return len(line)


def _measure_sign(sign: str) -> int:
    return 2 if east_asian_width(sign) in "WF" else 1


def name_sheets(names: Iterable[str]) -> Iterator[str]:
    """A name for each that Excel takes: short, without its signs, no two alike whatever their case."""
    taken = {"history"}
    for name in names:
        clean = " ".join(_NOT_IN_NAMES.sub(" ", keep_xml(name)).split()).strip("' ") or "Sheet"
        free, number = _fit_words(clean, SHEET_NAME), 1
        while free.casefold() in taken:
            number += 1
            end = f" {number}"
            free = _fit_words(clean, SHEET_NAME - len(end)) + end
        taken.add(free.casefold())
        yield free


def _fit_words(name: str, limit: int) -> str:
    """As many whole words of it, or as much of one long word."""
    short = _fit(name, limit)
    whole = short if short == name or name[len(short)] == " " else short[: short.rfind(" ") + 1]
    return (whole or short).rstrip("' ")


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
