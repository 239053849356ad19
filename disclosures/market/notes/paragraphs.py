"""Where paragraphs probably began in a text that came on one line.

Three signs, in this order: the item's own heading; a heading, which is a run of words without a full stop
between a sentence's end and a word that opens sentences ("Governance Our board …"); and in longer stretches
the openings of sentences, chosen by a checksum of their first characters. The checksum makes the cut hang
on the words alone: the same sentences are cut alike in every year and at every issuer, whatever stands
around them.
"""

import re
import zlib
from bisect import bisect_left
from collections.abc import Iterator

SHORTEST = 240
"""Characters a stretch has before a sentence may open the next paragraph."""
LONGEST = 1400
"""Characters from which on any sentence opens one."""
ONE_IN = 3
"""Of the sentences that may open a paragraph, how many do."""
OPENING = 24
"""Characters of a sentence that the checksum is made of."""

_ITEM = re.compile(
    r"(?:part\sI{1,2}[.,]?\s)?item\s(?:1C|16K|1\.05)\s?[.:\-]*\s?"
    r"(?:cybersecurity(?:\srisk\smanagement(?:\sand\sstrategy)?(?=\s[A-Z]))?[.:]?)?(?=\s)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?][\"')]? (?=[A-Z\"(])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Inc|Corp|Ltd|Co|Mr|Mrs|Ms|Dr|Messrs|No|Nos|vs|St|Jr|Sr|Rev|Art|Sec|approx|incl)"
    r"|\b[A-Z]|\b[A-Z]\.[A-Z]|\be\.g|\bi\.e|\bN\.V|\bS\.A)\.$"
)
_STARTERS = (
    r"(?:We|Our|The|As|In|To|While|Although|For|Since|During|Under|All|An?|This|These|If|At|On|With|Like"
    r"|Through|Despite|Given|Each|Any|There|It|Because|Cybersecurity is|Management (?:is|has|plays|oversees))"
)
_WORD = r"[\w&,/'()\-]+"
_SMALL = r"(?:and|or|of|the|to|for|in|on|from|with|by|our|a|an|as|at|&|-)"
_NO_END = (
    r"(?<!,)(?<!\b(?:of|by|to|as|if|in|on))(?<!\b(?:the|and|for|our))(?<!\bthat)(?<!\bwhich)(?<!including)"
)
_TITLE_WORD = r"[A-Z0-9(][\w&,/'()\-]*"
# Before "We" and "Our" any words without a stop are a heading; before others only words in capitals,
# as "The" and "In" also stand within names.
_HEADING = re.compile(
    rf"(?:{_TITLE_WORD}(?<!,)(?: {_WORD}){{0,9}}?{_NO_END}(?= (?:We|Our)\b(?! own\b))"
    rf"|{_TITLE_WORD}(?: (?:{_TITLE_WORD}|{_SMALL})){{0,9}}?{_NO_END}"
    rf"(?= {_STARTERS} (?!and\b)[a-z(A-Z]))"
)
_OPENS_SENTENCE = re.compile(rf"{_STARTERS}\b")


def guess_breaks(text: str) -> list[int]:
    """Places of the spaces in `text` (one line, single spaces) at which a paragraph ends, ascending."""
    ends = [end.end() - 1 for end in _SENTENCE_END.finditer(text) if not _is_abbreviated(text, end.end() - 1)]
    sure = sorted({*_find_headings(text, ends)})
    breaks: list[int] = []
    start = 0
    for stop in (*sure, len(text)):
        breaks.extend(_cut_stretch(text, start, stop, ends))
        if stop < len(text):
            breaks.append(stop)
        start = stop + 1
    return breaks


def _is_abbreviated(text: str, place: int) -> bool:
    return _ABBREVIATION.search(text, max(place - 12, 0), place) is not None


def _find_headings(text: str, ends: list[int]) -> Iterator[int]:
    """Both sides of every heading, where there is text on that side."""
    first = 0
    if item := _ITEM.match(text):
        yield item.end()
        first = item.end() + 1
    for place in (first, *(end + 1 for end in ends if end >= first)):
        if _OPENS_SENTENCE.match(text, place):
            continue
        if heading := _HEADING.match(text, place):
            if place > first:
                yield place - 1
            yield heading.end()


def _cut_stretch(text: str, start: int, stop: int, ends: list[int]) -> Iterator[int]:
    """Sentence ends of text[start:stop] at which a new paragraph opens."""
    if stop - start < 2 * SHORTEST:
        return
    for place in ends[bisect_left(ends, start) : bisect_left(ends, stop)]:
        size = place - start
        if size < SHORTEST or stop - place < SHORTEST:
            continue
        if size > LONGEST or zlib.crc32(text[place + 1 : place + 1 + OPENING].lower().encode()) % ONE_IN == 0:
            yield place
            start = place + 1
