"""Finding the cybersecurity item (10-K Item 1C, 20-F Item 16K) in the text of an untagged filing. Pure.

The item is named in tables of contents, in cross references ("see Item 1C"), in running heads and at its own
place; it may share its heading with a neighbour ("Items 1B and 1C"), have a heading without its number, or
only point to where its words are. Every place that could open the item is tried; what stands there says
which one it is.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from disclosures.coding.sentences import cut_sentences
from disclosures.parsing.furniture import is_furniture_line
from disclosures.parsing.headings import find_enumerator, is_heading_like
from disclosures.parsing.item_language import LEAST_SCORE, find_end, find_stretch, score_stretch
from disclosures.parsing.text import fold
from disclosures.parsing.types import Problem, Severity, Span

SHORTEST, LONGEST = 1_500, 62_000
"""Characters of nearly all real items; outside of it the reader is warned."""
LONGEST_HEADING = 200
WITHOUT_NUMBER = "No heading names Item 1C or 16K: a section on cybersecurity was taken."
WITHOUT_HEADING = "No heading names the item: the paragraphs that read like it were taken."
REFERENCE_LENGTH = 1_200
"""An item that only points elsewhere is shorter than this."""
TELLING_LENGTH = 200
"""Characters beside its references from which on even a short item says something itself."""

_DASH = r"[.:;,\s–—\-|]*"
# Markup that cuts words leaves a space in them: "I TEM 1C. CYBERSE CURITY".
_ITEM = r"\s?".join("item") + r"\s?s?"
_CYBERSECURITY = r"\s?".join("cyber") + r"[\s-]*" + r"\s?".join("security")
_NUMBER = re.compile(
    rf"^(?:part\s+i{{1,2}}v?{_DASH})?{_ITEM}\s*(?P<numbers>\d{{1,2}}(?:\s*\.?\s*[a-l])?(?:{_DASH}(?:,|and|&|to|through|[–—-])?"
    rf"{_DASH}(?:items?\s*)?\d{{1,2}}\s*[a-l])*)(?!\w){_DASH}(?P<title>.*)$",
    re.IGNORECASE,
)
_OURS = re.compile(r"(?<!\d)(?:1\s*c|16\s*\.?\s*k)(?!\w)", re.IGNORECASE)
_NUMBER_ALONE = re.compile(r"^(?P<number>1C|16\.?K)(?=\W+cyber)", re.IGNORECASE)
_MATTER = (
    rf"(?:{_CYBERSECURITY}|cyber(?:[\s-]+(?:risks?|threats?|resilience|governance))?|information\s+security)"
)
_TITLE = re.compile(
    r"^(?:(?:unresolved\s+staff\s+comments|risk\s+factors)\W+(?:and\s+)?)?"
    rf"{_MATTER}\b(?:[^.]{{0,90}})[.:]?$",
    re.IGNORECASE,
)
_BARE_TITLE = re.compile(
    rf"^(?:\W|\d{{1,2}}[.)]\s|[A-L][.)]\s)*{_CYBERSECURITY}(?:\s+(?:disclosures?|governance|risk\s+management"
    r"(?:,?\s+(?:and\s+)?strategy)?(?:,?\s+and\s+governance)?))?[.:]?$",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"^(?:(?:17|18|2)\.?\s+(?:financial\s+statements|properties)\b.{0,90}|part\s+(?:i{1,3}v?|iv)\b.{0,90}"
    r"|(?:unresolved\s+staff\s+comments|properties|legal\s+proceedings|mine\s+safety\s+disclosures"
    r"|financial\s+statements|exhibits|signatures)[.:]?"
    # General Instruction G(3) of Form 10-K puts them into Part I, without a number.
    r"|(?:supplemental\s+item\W+|information\s+(?:about|regarding)\s+(?:our\s+|the\s+)?)?executive\s+officers"
    r"(?:\s+(?:and\s+directors\s+)?of\s+(?:the\s+|our\s+)?(?:registrant|company))?[.:]?)$",
    re.IGNORECASE,
)
NEIGHBOURS = {"1C": (1, 2), "16K": (16, 17, 18)}
"""Items that follow at once: Item 2 (Properties) in a 10-K, whose Item 1D is not used; Items 17 and 18 in a
20-F, the part above them, and letters of the same item."""
_LATER = {
    "1C": re.compile(
        r"^(?:part\s+(?:i[iv]|iii)\b.{0,90}|(?:legal\s+proceedings|mine\s+safety\s+disclosures"
        r"|financial\s+statements|exhibits|signatures)[.:]?)$",
        re.IGNORECASE,
    ),
    "16K": re.compile(r"^(?:part\s+iv\b.{0,90}|(?:exhibits|signatures)[.:]?)$", re.IGNORECASE),
}
_PAGE_NUMBER = re.compile(r"(?:\.{3,}|\s)\d{1,3}$")
_POINTS_ELSEWHERE = re.compile(
    r"incorporated\s+(?:herein\s+)?by\s+reference|is\s+(?:set\s+forth|included|contained|provided|presented)\s+in"
    r"|(?:see|refer\s+to|reference\s+is\s+made\s+to)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"‘]([^”\"’]{4,120}?)[,.]?[”\"’]")
_BREAK = re.compile(r"(\n+)")
_HEADED = rf"(?:part\s+i{{1,2}}v?{_DASH})?{_ITEM}\s*(?:1\s*c|16\s*\.?\s*k)(?!\w){_DASH}{_CYBERSECURITY}"
_RUN_IN = re.compile(rf"{_HEADED}\s*[.:;–—-]+\s*(?=(?-i:[A-Z]))", re.IGNORECASE)
_RUN_IN_BARE = re.compile(rf"{_HEADED}\s+(?=(?-i:We|Our|The|As|In|Risk|Cyber)\b)", re.IGNORECASE)
_HALF_HEADING = re.compile(rf"(?:part\s+i{{1,2}}v?{_DASH})?{_ITEM}", re.IGNORECASE)
_OTHER_HALF = re.compile(r"\d{1,2}\s?[A-L]?(?:[.:\s–—-]|$)")
_WITHIN = re.compile(
    r"cyber|information|security|governance|management|board|oversight|risk|incident|process|strategy|threat"
    r"|third|vendor|provider|training|employee|assess|engage|impact|role|committee|director|expertise|overview",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"\bcyber|information\s+security|data\s+security|board|committee", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundItem:
    """The item in a document's text: its span, heading included, and its number ("1C", "16K", "" unnamed).

    problems  what a reader should know: `item-without-number`, `item-elsewhere` (its words are said to
              stand at another place), `item-size` (shorter or longer than real items are)
    """

    span: Span
    number: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the text and where it stands."""

    text: str
    span: Span


type Stretch = tuple[int, int]
"""First line, and the line after the last."""
type Test = Callable[[str], bool]


def find_item(text: str) -> FoundItem | None:
    """The cybersecurity item of a document whose paragraphs are parted by blank lines; None if there is none.

    Headings with the item's number are preferred, then a heading "Cybersecurity" with matching words
    under it, then the paragraphs that read like the item whatever stands over them. Of several stretches the
    one that says most about the matter is taken.
    """
    lines = cut_lines(text)
    best = _find_numbered(lines) or _find_titled(lines) or _find_by_language(lines)
    return _follow(lines, best) if best else None


def cut_lines(text: str) -> list[Line]:
    """The lines of the text, white space folded; the item's heading is parted from words that run on."""
    lines: list[Line] = []
    start = 0
    for piece in _BREAK.split(text):
        if piece.strip():
            run_in = _RUN_IN.match(piece) or (len(piece) > LONGEST_HEADING and _RUN_IN_BARE.match(piece))
            cut = run_in.end() if run_in else 0
            if lines and _HALF_HEADING.fullmatch(lines[-1].text) and _OTHER_HALF.match(piece):
                half = lines.pop()
                lines.append(Line(f"{half.text} {fold(piece)}", Span(half.span.start, start + len(piece))))
                start += len(piece)
                continue
            if cut:
                lines.append(Line(fold(piece[:cut]), Span(start, start + len(piece[:cut].rstrip()))))
            lines.append(Line(fold(piece[cut:]), Span(start + cut, start + len(piece))))
        start += len(piece)
    return lines


def read_number(line: str) -> str | None:
    """The cybersecurity item's number if the line is its heading, alone or with a neighbour's."""
    if len(line) > LONGEST_HEADING:
        return None
    line = _NUMBER_ALONE.sub("Item \\g<number>", line)
    match = _NUMBER.match(line)
    if match is None or _PAGE_NUMBER.search(line):
        return None
    ours, title = _OURS.search(match["numbers"]), match["title"]
    if ours is None or (title and not _TITLE.match(title) and not _is_title_of_several(match)):
        return None
    return re.sub(r"[\s.]", "", ours[0]).upper()


def _is_title_of_several(heading: re.Match[str]) -> bool:
    """Whether the heading of several items together names ours among their titles."""
    title = heading["title"]
    is_several = len(re.findall(r"\d+", heading["numbers"])) > 1
    return is_several and title[0].isupper() and re.search(_CYBERSECURITY, title, re.IGNORECASE) is not None


def _is_ours(line: str) -> bool:
    return read_number(line) is not None


def _is_bare_title(line: str) -> bool:
    return len(line) <= LONGEST_HEADING and _BARE_TITLE.match(line) is not None


def cut_stretches(lines: Sequence[Line], opens: Test, closes: Test) -> Iterator[Stretch]:
    """First line and the line after the last of what stands from an opening line to the next closing one.

    An opening line within a stretch is a part of it: each line is looked at once, whatever it repeats.
    """
    start: int | None = None
    for place, line in enumerate(lines):
        if start is not None and closes(line.text):
            yield start, place
            start = None
        if start is None and opens(line.text):
            start = place
    if start is not None:
        yield start, len(lines)


def is_next_heading(line: str) -> bool:
    """Whether a line opens another item or part."""
    if len(line) > LONGEST_HEADING:
        return False
    match = _NUMBER.match(line)
    if match is None:
        return _NEXT.match(line) is not None
    title = match["title"]
    return _OURS.search(match["numbers"]) is None and (not title or not title[0].islower())


def _choose(lines: Sequence[Line], stretches: Iterable[Stretch]) -> Stretch | None:
    """The stretch that reads most like the item, those that speak of the matter and long ones first.

    None where none says anything.
    """
    best: tuple[tuple[bool, float, int], Stretch] | None = None
    for start, end in stretches:
        own = [line.text for line in lines[start + 1 : end] if says_something(line.text)]
        speaks = any(_SPEAKS.search(words) for words in own)
        weight = speaks, score_stretch(own), sum(map(len, own))
        if own and (best is None or weight > best[0]):
            best = weight, (start, end)
    return best[1] if best else None


def _find_numbered(lines: Sequence[Line]) -> Stretch | None:
    """The stretch under a heading with the item's number. Where what closes it is not the item that follows,
    that one's heading is missing: the stretch then ends where its language does."""
    stretches = (
        (start, _end_of_matter(lines, start, end)) if _has_run_on(lines, start, end) else (start, end)
        for start, end in cut_stretches(lines, _is_ours, is_next_heading)
    )
    return _choose(lines, stretches)


def _has_run_on(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether a stretch goes on to the end of the text, or to a heading of an item after the next one."""
    if end == len(lines):
        return True
    own = read_number(lines[start].text) or "1C"
    closing = lines[end].text
    match = _NUMBER.match(closing)
    if match is None:
        return _LATER[own].match(closing) is not None
    number = int(re.match(r"\d+", match["numbers"])[0])  # type: ignore[index]  # it begins with digits
    return number not in NEIGHBOURS[own]


def _end_of_matter(lines: Sequence[Line], start: int, end: int) -> int:
    """The line after the last that belongs to the item, in a stretch that may run on into another."""
    after = find_end([line.text for line in lines[start + 1 : end]])
    return end if after is None else start + 1 + after


def _find_titled(lines: Sequence[Line]) -> Stretch | None:
    """The section under a bare title, unless it reads like a risk factor and something else like the item."""
    titled = _choose(lines, cut_stretches(lines, _is_bare_title, is_other_matter))
    if titled is None or score_stretch([line.text for line in lines[slice(*titled)]]) >= LEAST_SCORE:
        return titled
    return _find_by_language(lines) or titled


def _find_by_language(lines: Sequence[Line]) -> Stretch | None:
    """The lines that read like the item, whatever stands over them; they keep to one item of the filing."""
    return find_stretch([line.text for line in lines], is_next_heading)


def says_something(line: str) -> bool:
    """Whether a line is more than a heading of the item, its title alone or a page number."""
    words = " ".join(re.findall(r"[A-Za-z]{2,}", line)).casefold()
    return words not in ("", "cybersecurity", "page", "table of contents") and read_number(line) is None


def _follow(lines: Sequence[Line], found: Stretch) -> FoundItem:
    """The item found, or the section of the same document that it points to; with what is odd about it."""
    start, end = found
    number = read_number(lines[start].text) or ""
    problems = []
    own = [line.text for line in lines[start + 1 : end]]
    if _only_points(own):
        sections = _find_sections(lines, " ".join(own))
        there = _choose(lines, [section for section in sections if not start <= section[0] < end])
        there = there or _find_by_language(lines)
        where = "its own place only points there" if there else "it was not found in this document"
        problems.append(Problem("item-elsewhere", f"The item's words stand at another place: {where}."))
        start, end = there or found
    if not number and _is_bare_title(lines[found[0]].text):
        problems.append(Problem("item-without-number", WITHOUT_NUMBER))
    elif not number:
        problems.append(Problem("item-without-heading", WITHOUT_HEADING))
    span = Span(lines[start].span.start, lines[end - 1].span.end)
    size = sum(len(line.text) for line in lines[start:end])
    if not SHORTEST <= size <= LONGEST:
        problems.append(
            Problem(
                "item-size",
                f"The item has {size:,} characters; nearly all have {SHORTEST:,} to {LONGEST:,}.",
                severity=Severity.NOTE,
            )
        )
    return FoundItem(span, number, tuple(problems))


def _only_points(own: Sequence[str]) -> bool:
    """Whether an item's lines send the reader elsewhere and say next to nothing themselves."""
    if sum(map(len, own)) > REFERENCE_LENGTH:
        return False
    sentences = [sentence for line in own if not is_heading_like(line) for sentence in cut_sentences(line)]
    telling = [sentence for sentence in sentences if not _POINTS_ELSEWHERE.search(sentence)]
    return len(telling) < len(sentences) and sum(map(len, telling)) < TELLING_LENGTH


def _find_sections(lines: Sequence[Line], reference: str) -> Iterator[Stretch]:
    """Sections under a heading the reference quotes, or under a bare heading "Cybersecurity"."""
    quoted = {match.casefold().strip() for match in _QUOTED.findall(reference) if _SPEAKS.search(match)}

    def opens(line: str) -> bool:
        return line.casefold().rstrip(".: ") in quoted or _is_bare_title(line)

    def closes(line: str) -> bool:
        return is_other_matter(line) or _is_ours(line)

    return cut_stretches(lines, opens, closes)


def is_other_matter(line: str) -> bool:
    """Whether a line ends a section without an item's number: the next item, a heading of another matter."""
    if is_next_heading(line):
        return True
    is_foreign = is_heading_like(line) and find_enumerator(line) is None and not _WITHIN.search(line)
    return is_foreign and not is_furniture_line(line)
