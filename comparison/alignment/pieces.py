"""Long paragraphs cut into sentences for laying level, and put together again where nothing matched. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from comparison.alignment.values import ComparedPassage
from disclosures.coding.sentences import cut_sentences
from disclosures.parsing.passages import hash_passage, normalise_passage

LONG = 60
"""Words from which on a paragraph holds several thoughts. EDGAR's R pages copied as text give a whole section
as one paragraph of 300 words, which shares some words with anything."""

NEAR = 100
"""So many signs of white space and closing quotes may stand between two sentences."""


def cut_long(passages: Iterable[ComparedPassage]) -> tuple[ComparedPassage, ...]:
    """The passages, those of more than LONG words sentence by sentence. Tables stay whole."""
    return tuple(piece for passage in passages for piece in _cut(passage))


def count_pieces(passages: Iterable[ComparedPassage]) -> int:
    """How many cut_long would make of them, without making them."""
    return sum(len(cut_sentences(passage.text)) if _is_long(passage) else 1 for passage in passages)


def join_pieces(passages: Iterable[ComparedPassage]) -> tuple[ComparedPassage, ...]:
    """Sentences of one paragraph that follow each other, as one passage again."""
    joined: list[ComparedPassage] = []
    for passage in passages:
        before = joined[-1] if joined else None
        follows = (
            before is not None
            and before.paragraph is not None
            and before.paragraph == passage.paragraph
            and passage.piece == before.piece + 1
        )
        if before is not None and follows:
            text = f"{before.text} {passage.text}"
            joined[-1] = replace(passage, text=text, start=before.start, heading=before.heading)
        else:
            joined.append(passage)
    return tuple(joined)


def _is_long(passage: ComparedPassage) -> bool:
    return len(passage.text.split()) > LONG and "\t" not in passage.text


def _cut(passage: ComparedPassage) -> Iterator[ComparedPassage]:
    if not _is_long(passage):
        yield passage
        return
    # Where the text's white space was folded its characters do not count the reading text's: the pieces
    # then point at the whole paragraph.
    is_exact = passage.end - passage.start == len(passage.text)
    at = 0
    for number, sentence in enumerate(cut_sentences(passage.text)):
        # A sentence joined over a full stop that ended none may not stand there word by word. It is not
        # looked for further on: it would not be this one, and each search would read the text to its end.
        place = max(passage.text.find(sentence, at, at + len(sentence) + NEAR), at)
        at = place + len(sentence)
        normalised = normalise_passage(sentence)
        yield replace(
            passage,
            text=sentence,
            normalised=normalised,
            text_hash=hash_passage(normalised),
            start=passage.start + place if is_exact else passage.start,
            end=min(passage.start + at, passage.end) if is_exact else passage.end,
            heading=passage.heading if number == 0 else "",
            paragraph=passage.start,
            piece=number,
        )
