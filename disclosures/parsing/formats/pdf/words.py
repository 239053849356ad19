"""The words of a PDF and where they stand, page by page, as PDFium gives them."""

import ctypes
import math
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from disclosures.parsing.errors import ParseError
from disclosures.parsing.formats.pdf.streams import refuse_bombs
from disclosures.parsing.limits import Limits
from disclosures.parsing.text import NO_WIDTH

PASSWORD_ERROR = 4
"""FPDF_ERR_PASSWORD of fpdfview.h."""
LONGEST_NAME = 128
_BOLD = re.compile(r"bold|black|heavy|[-,_ ]bd\b", re.IGNORECASE)
# PDFium writes a hyphen that ends a line as this character and lets the next line follow without a break.
_LINE_HYPHEN = 2
UNDECODED = "\ufffd"
_GAPS = frozenset(map(ord, " \t\r\n\u00a0\u2002\u2003\u2009\u202f\u3000\0"))

# PDFium keeps state of the process: two threads must not use it at once.
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Word:
    """A word on an upright page: its edges and baseline in points from the lower left corner, its type."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page, numbered from 1: its words in the order of the file, and whether pictures stand on it."""

    number: int
    height: float
    words: tuple[Word, ...]
    has_pictures: bool = False


def read_pages(data: bytes, limits: Limits) -> tuple[Page, ...]:
    """Every page of a PDF.

    ParseError `password-protected`, `broken-pdf`, `archive-bomb`, `too-many-pages`, `too-many-characters`,
    each with a sentence for the uploader.
    """
    # Imported late: binding the library takes a tenth of a second, and few files are PDFs.
    import pypdfium2

    refuse_bombs(data, limits)
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _explain(error) from error
        try:
            count = len(document)
            if count > limits.pdf_pages:
                raise ParseError(
                    "too-many-pages", f"The PDF has {count:,} pages; at most {limits.pdf_pages:,} are read."
                )
            return tuple(_walk_pages(document, count, limits))
        except pypdfium2.PdfiumError as error:
            raise _explain(error) from error
        finally:
            document.close()


def _explain(error: Exception) -> ParseError:
    if getattr(error, "err_code", None) == PASSWORD_ERROR:
        return ParseError(
            "password-protected", "This PDF is protected by a password; hand in a copy without one."
        )
    return ParseError("broken-pdf", "This PDF is damaged or cut off: it cannot be opened.")


def _walk_pages(document: Any, count: int, limits: Limits) -> Iterator[Page]:
    left = limits.pdf_characters
    fonts: dict[int, bool] = {}
    for place in range(count):
        page = document[place]
        text_page = page.get_textpage()
        left -= text_page.count_chars()
        if left < 0:
            raise ParseError(
                "too-many-characters",
                f"The PDF has more than {limits.pdf_characters:,} characters; no more are read.",
            )
        reader = PageReader(page, text_page, fonts)
        words = tuple(reader.read())
        yield Page(place + 1, reader.height, words, has_pictures=not words and reader.has_pictures())
        text_page.close()
        page.close()


class PageReader:
    """Reads the words of one page; `fonts` remembers from page to page which fonts are bold."""

    def __init__(self, page: Any, text_page: Any, fonts: dict[int, bool]) -> None:
        import pypdfium2.raw

        self.raw: Any = pypdfium2.raw
        self.page = page
        self.text_page = text_page
        self.fonts = fonts
        self.matrix = pypdfium2.raw.FS_MATRIX()
        self.turn = page.get_rotation()
        width, height = page.get_size()
        self.height = float(height)
        # The size is that of the page as it is shown, places are those of the page before it is turned.
        self.unturned = (width, height) if self.turn in (0, 180) else (height, width)

    def read(self) -> Iterator[Word]:
        """The words; a hyphen at the end of a line ends its word."""
        raw, text_page = self.raw, self.text_page
        codes = [raw.FPDFText_GetUnicode(text_page, place) for place in range(text_page.count_chars())]
        start: int | None = None
        for place, code in enumerate((*codes, 0)):
            if code in _GAPS:
                if start is not None:
                    yield from self._make(codes, start, place)
                start = None
            elif start is None:
                start = place
            elif codes[place - 1] == _LINE_HYPHEN:
                yield from self._make(codes, start, place)
                start = place

    def _make(self, codes: Sequence[int], start: int, end: int) -> Iterator[Word]:
        text = "".join(_character(code) for code in codes[start:end]).translate(NO_WIDTH)
        if not text:
            return
        # A hyphen that PDFium made its own has no place; the letter before it has.
        last = self._box(end - 2 if codes[end - 1] == _LINE_HYPHEN and end - start > 1 else end - 1)
        x, y = ctypes.c_double(), ctypes.c_double()
        self.raw.FPDFText_GetCharOrigin(self.text_page, start, x, y)
        left, baseline = self._upright(x.value, y.value)
        right = max(self._upright(last.right, last.bottom)[0], self._upright(last.left, last.bottom)[0])
        yield Word(text, left, max(left, right), baseline, self._measure_size(start), self._is_bold(start))

    def _measure_size(self, place: int) -> float:
        """The size of type as it is shown: the font's own, by what the page enlarges it."""
        self.raw.FPDFText_GetMatrix(self.text_page, place, self.matrix)
        size: float = self.raw.FPDFText_GetFontSize(self.text_page, place)
        return size * math.hypot(self.matrix.c, self.matrix.d)

    def _box(self, place: int) -> Any:
        box = self.raw.FS_RECTF()
        self.raw.FPDFText_GetLooseCharBox(self.text_page, place, box)
        return box

    def _upright(self, x: float, y: float) -> tuple[float, float]:
        """A place on the page as it is shown: pages may be stored turned by quarters."""
        width, height = self.unturned
        match self.turn:
            case 90:
                return y, width - x
            case 180:
                return width - x, height - y
            case 270:
                return height - y, x
        return x, y

    def _is_bold(self, place: int) -> bool:
        shown = self.raw.FPDFText_GetTextObject(self.text_page, place)
        font = self.raw.FPDFTextObj_GetFont(shown) if shown else None
        if not font:
            return False
        key = ctypes.addressof(font.contents)
        if key not in self.fonts:
            name = ctypes.create_string_buffer(LONGEST_NAME)
            self.raw.FPDFFont_GetBaseFontName(font, name, LONGEST_NAME)
            self.fonts[key] = _BOLD.search(name.value.decode("utf-8", "replace")) is not None
        return self.fonts[key]

    def has_pictures(self) -> bool:
        """Whether a picture stands on the page."""
        return next(self.page.get_objects([self.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3), None) is not None


def _character(code: int) -> str:
    """The character of a code: ligatures apart, what has no meaning as U+FFFD."""
    if code == _LINE_HYPHEN:
        return "-"
    if code < 32 or 0xD800 <= code <= 0xF8FF or code > 0x10FFFF:
        return UNDECODED
    return LIGATURES.get(code) or chr(code)


LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
