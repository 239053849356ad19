"""A redline as changes to accept or reject: all accepted give this year's text, all rejected last year's.

The page's runs leave typography and white space out, and hold this year's signs only. Here last year's come
back as changes of their own, so that nothing of either text is lost.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

from comparison.alignment.values import ComparedPassage
from comparison.alignment.words import Mark, Run
from comparison.alignment.years import YearRow
from comparison.exports.years import join_texts

PARAGRAPH = "\n\n"
_UNITS = re.compile(r"\s+|\S+")
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LEAD = re.compile(r"\s+|[^\w\s]")
TABLE = 100_000_000
"""Words of both texts, multiplied, that are told apart once more; beyond it one text replaces the other."""


class Kind(StrEnum):
    """What became of words; the values are WordprocessingML's names for it."""

    KEPT = "kept"
    GONE = "del"
    COME = "ins"
    LEFT = "moveFrom"
    ARRIVED = "moveTo"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row; `is_minor` where only typography or white space differs."""

    kind: Kind
    text: str
    is_minor: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """Passages that are told apart together; each side stands in one stretch of its year's text."""

    old: tuple[ComparedPassage, ...]
    new: tuple[ComparedPassage, ...]
    runs: tuple[Run, ...]
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A unit in its place of the document. A moved one makes two: where it left and where it arrived."""

    kind: Kind
    unit: Unit
    pieces: tuple[Piece, ...]
    move: int = 0


def lay_out(rows: Sequence[YearRow]) -> tuple[Step, ...]:
    """One document of both years: this year's order, with what is gone or left where it stood last year."""
    units = tuple(_cut_units(rows))
    old = sorted((unit for unit in units if unit.old), key=lambda unit: unit.old[0].start)
    new = sorted((unit for unit in units if unit.new), key=lambda unit: unit.new[0].start)
    at = {id(unit): place for place, unit in enumerate(old)}
    paired = [unit for unit in new if unit.old]
    kept = {id(paired[index]) for index in _longest_rising([at[id(unit)] for unit in paired])}
    moves = {id(unit): n for n, unit in enumerate((u for u in paired if id(u) not in kept), 1)}
    steps: list[Step] = []
    place = 0
    for unit in new:
        if id(unit) in kept:
            steps.extend(_leave(gone, moves) for gone in old[place : at[id(unit)]])
            place = at[id(unit)] + 1
        steps.append(_arrive(unit, moves))
    steps.extend(_leave(gone, moves) for gone in old[place:])
    return tuple(steps)


def cut_pieces(unit: Unit) -> tuple[Piece, ...]:
    """All words of both years: pieces kept and gone are the old text, kept and come the new one."""
    old, new = join_texts(unit.old), join_texts(unit.new)
    pieces = tuple(_join(_restore(unit.runs, old)))
    if _read(pieces, Kind.GONE) == old and _read(pieces, Kind.COME) == new:
        return pieces
    return tuple(_join(_tell_apart(old, new)))


def _cut_units(rows: Sequence[YearRow]) -> Iterator[Unit]:
    """The rows; one whose passages do not follow each other in their year goes passage by passage."""
    old = _ranks(passage for row in rows for passage in row.old)
    new = _ranks(passage for row in rows for passage in row.new)
    for row in rows:
        before, now = _sorted(row.old), _sorted(row.new)
        if _is_one_stretch(before, old) and _is_one_stretch(now, new):
            yield Unit(before, now, row.runs, row.elements)
        else:
            yield from (Unit((passage,), (), (), passage.elements) for passage in before)
            yield from (Unit((), (passage,), (), passage.elements) for passage in now)


def _sorted(passages: tuple[ComparedPassage, ...]) -> tuple[ComparedPassage, ...]:
    return tuple(sorted(passages, key=lambda passage: passage.start))


def _ranks(passages: Iterable[ComparedPassage]) -> dict[int, int]:
    return {start: rank for rank, start in enumerate(sorted(passage.start for passage in passages))}


def _is_one_stretch(passages: tuple[ComparedPassage, ...], ranks: Mapping[int, int]) -> bool:
    return not passages or ranks[passages[-1].start] - ranks[passages[0].start] == len(passages) - 1


def _read(pieces: Sequence[Piece], other: Kind) -> str:
    return "".join(piece.text for piece in pieces if piece.kind in {Kind.KEPT, other})


def _leave(unit: Unit, moves: Mapping[int, int]) -> Step:
    kind = Kind.LEFT if unit.new else Kind.GONE
    return Step(kind, unit, (Piece(kind, join_texts(unit.old)),), moves.get(id(unit), 0))


def _arrive(unit: Unit, moves: Mapping[int, int]) -> Step:
    if not unit.old:
        return Step(Kind.COME, unit, (Piece(Kind.COME, join_texts(unit.new)),))
    pieces = cut_pieces(unit)
    if id(unit) not in moves:
        return Step(Kind.KEPT, unit, pieces)
    moved = (
        Piece(Kind.ARRIVED if piece.kind is Kind.KEPT else piece.kind, piece.text, piece.is_minor)
        for piece in pieces
        if piece.kind is not Kind.GONE
    )
    return Step(Kind.ARRIVED, unit, tuple(moved), moves[id(unit)])


def _longest_rising(places: Sequence[int]) -> list[int]:
    """Indexes of a longest rising sequence: what stayed in order, so that as little as can be has moved."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        length = bisect_left(ends, place)
        before.append(tails[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        tails[length : length + 1] = [index]
    found: list[int] = []
    index = tails[-1] if tails else -1
    while index >= 0:
        found.append(index)
        index = before[index]
    return found


def _restore(runs: Sequence[Run], old: str) -> Iterator[Piece]:
    """The runs with last year's own signs; what does not fit is left to the caller, who compares."""
    place = 0
    for index, run in enumerate(runs):
        if run.mark is Mark.NEW:
            yield Piece(Kind.COME, run.text)
        elif run.mark is Mark.GONE:
            yield Piece(Kind.GONE, run.text)
            place += len(run.text)
        else:
            following = runs[index + 1] if index + 1 < len(runs) else None
            end = _find_end(run.text, old, place, following)
            yield from _tell_signs_apart(old[place:end], run.text)
            place = end


def _find_end(same: str, old: str, place: int, following: Run | None) -> int:
    """Where in the old text the counterpart of these unchanged words ends."""
    if old.startswith(same, place):
        return place + len(same)
    if following is None:
        return len(old)
    wanted, end = _letters(same), place
    while wanted > 0 and end < len(old):
        wanted -= _letters(old[end])
        end += 1
    if following.mark is Mark.GONE:
        found = old.find(following.text, end)
        return found if found >= 0 and not _letters(old[end:found]) else end
    # White space and signs behind the last word go with it as far as they do in the new text.
    for _ in _LEAD.findall(same[len(same.rstrip()) :]):
        lead = _LEAD.match(old, end)
        end = lead.end() if lead else end
    return end


def _letters(text: str) -> int:
    """How many letters and digits there are, whatever their case and typography."""
    if text.isascii():
        return sum(map(str.isalnum, text))
    return sum(map(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _tell_signs_apart(old: str, new: str) -> Iterator[Piece]:
    """Words that read the same: what differs of their signs, word by word, paired by the letters passed."""
    if old == new:
        yield Piece(Kind.KEPT, new)
        return
    left, right = _UNITS.findall(old), _UNITS.findall(new)
    i = j = 0
    while i < len(left) or j < len(right):
        a, b = left[i : i + 1], right[j : j + 1]
        i, j = i + 1, j + 1
        count_a, count_b = _letters("".join(a)), _letters("".join(b))
        while count_a != count_b and (i < len(left) if count_a < count_b else j < len(right)):
            if count_a < count_b:
                a.append(left[i])
                count_a, i = count_a + _letters(left[i]), i + 1
            else:
                b.append(right[j])
                count_b, j = count_b + _letters(right[j]), j + 1
        yield from _replace("".join(a), "".join(b))


def _replace(old: str, new: str) -> Iterator[Piece]:
    if old == new:
        yield Piece(Kind.KEPT, new)
        return
    yield Piece(Kind.GONE, old, is_minor=True)
    yield Piece(Kind.COME, new, is_minor=True)


def _tell_apart(old: str, new: str) -> Iterator[Piece]:
    """Two texts word by word, to the sign."""
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    if len(a) * len(b) > TABLE:
        yield from (Piece(Kind.GONE, old), Piece(Kind.COME, new))
        return
    for code in Indel.opcodes(a, b):
        before, after = "".join(a[code.src_start : code.src_end]), "".join(b[code.dest_start : code.dest_end])
        if code.tag == "equal":
            yield Piece(Kind.KEPT, after)
        else:
            yield from (Piece(Kind.GONE, before), Piece(Kind.COME, after))


def _join(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece; empty ones are left out."""
    last: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if last and (last.kind, last.is_minor) == (piece.kind, piece.is_minor):
            last = Piece(last.kind, last.text + piece.text, last.is_minor)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last
