"""Hits as they are shown: the passage's words in pieces, those that were looked for marked."""

from dataclasses import dataclass
from functools import partial

from django.contrib.postgres.search import SearchHeadline
from django.db.models import Case, CharField, F, Func, QuerySet, TextField, Value, When
from django.db.models.functions import Left, Length

from disclosures.models import Passage
from disclosures.search.criteria import TsQuery
from disclosures.search.folding import ASIDE, STAND_INS, restore_signs

WHOLE = 700
"""Characters up to which a passage is shown whole; of a longer one the parts around the words."""
_START, _STOP = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    is_marked: bool = False


def mark_words(passages: QuerySet[Passage], query: TsQuery | None) -> QuerySet[Passage]:
    """Annotates `marked`, to be cut by cut_pieces. Without a query the beginning of a long passage."""
    aside = Func(
        F("text"),
        Value(ASIDE + _START + _STOP),  # the last two have no stand-in: they are left out
        Value(STAND_INS),
        function="translate",
        output_field=TextField(),
    )
    if query is None:
        beginning = Case(
            When(length__lte=WHOLE, then=aside),
            default=Func(Left(aside, WHOLE), Value(" …"), function="concat", output_field=TextField()),
        )
        return passages.annotate(length=Length("text"), marked=beginning)
    headline = partial(SearchHeadline, aside, query, config="english", start_sel=_START, stop_sel=_STOP)
    whole = headline(highlight_all=True)
    parts = headline(max_fragments=3, max_words=45, min_words=20, fragment_delimiter=" … ")
    shown = Case(When(length__lte=WHOLE, then=whole), default=parts, output_field=CharField())
    return passages.annotate(length=Length("text"), marked=shown)


def cut_pieces(marked: str) -> tuple[Piece, ...]:
    """Pieces that joined are the words shown. Plain text: the template escapes it."""
    pieces = []
    for number, part in enumerate(marked.split(_START)):
        found, _, rest = part.rpartition(_STOP) if number else ("", "", part)
        pieces += [Piece(restore_signs(found), is_marked=True), Piece(restore_signs(rest))]
    return tuple(piece for piece in pieces if piece.text)
