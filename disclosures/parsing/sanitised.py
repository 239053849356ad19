"""Markup that is safe to show: filers' own, cleaned, and ours, written from flattened text."""

import html
import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby, islice

import nh3

from disclosures.parsing.text import Style
from disclosures.parsing.types import Span

TAGS = frozenset(
    {"p", "div", "blockquote", "h3", "h4", "h5", "ul", "ol", "li", "br"}
    | {"table", "caption", "thead", "tbody", "tr", "td", "th"}
    | {"strong", "em", "b", "i", "sup", "sub"}
)
_ATTRIBUTES = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
_CLEANED_WITH_CONTENT = {"script", "style", "title", "template", "noscript", "iframe", "object"}
_ITEM = re.compile(r"([•●▪■◦○‣∙·⚫➢➤►✓✔§])\s*(.+)", re.DOTALL)
_STYLE_TAGS = (
    (Style.STRONG | Style.HEADING, "strong"),
    (Style.EMPHASIS, "em"),
    (Style.SUPERSCRIPT, "sup"),
    (Style.SUBSCRIPT, "sub"),
)

StyleRun = tuple[int, int, Style]
"""Start, end and look of some words; lists of them are in order and do not overlap."""


def sanitise(markup: str) -> str:
    """`markup` without scripts, styles, classes, ids, links and images: safe to show as it is."""
    return nh3.clean(
        markup,
        tags=set(TAGS),
        attributes=_ATTRIBUTES,
        clean_content_tags=_CLEANED_WITH_CONTENT,
        strip_comments=True,
        link_rel=None,
    )


def render_spans(reading_text: str, spans: Sequence[Span], styles: Sequence[StyleRun] = ()) -> str:
    """The spans of a reading text as sanitised paragraphs, lists and tables, with `styles` in them."""
    paragraphs = [piece for span in spans for piece in _paragraphs(reading_text, span)]
    blocks: list[str] = []
    for kind, group in groupby(paragraphs, lambda piece: _kind(reading_text[piece.start : piece.end])):
        rendered = [_render_block(kind, reading_text, piece, styles) for piece in group]
        blocks.append(f"<ul>{''.join(rendered)}</ul>" if kind == "li" else "".join(rendered))
    return sanitise("".join(blocks))


def _paragraphs(text: str, span: Span) -> list[Span]:
    pieces, start = [], span.start
    for match in re.finditer(r"\n\n", text[span.start : span.end]):
        pieces.append(Span(start, span.start + match.start()))
        start = span.start + match.end()
    pieces.append(Span(start, span.end))
    return [piece for piece in pieces if text[piece.start : piece.end].strip()]


def _kind(paragraph: str) -> str:
    if "\t" in paragraph:
        return "table"
    return "li" if _ITEM.match(paragraph) else "p"


def _render_block(kind: str, text: str, piece: Span, styles: Sequence[StyleRun]) -> str:
    if kind == "li":
        item = _ITEM.match(text[piece.start : piece.end])
        offset = item.start(2) if item else 0
        return f"<li>{_render_words(text, Span(piece.start + offset, piece.end), styles)}</li>"
    if kind == "table":
        words = _render_words(text, piece, styles).replace("<br>", "</td></tr><tr><td>")
        return f"<table><tbody><tr><td>{words.replace(chr(9), '</td><td>')}</td></tr></tbody></table>"
    return f"<p>{_render_words(text, piece, styles)}</p>"


def _render_words(text: str, piece: Span, styles: Sequence[StyleRun]) -> str:
    parts: list[str] = []
    position = piece.start
    first = bisect_right(styles, piece.start, key=lambda run: run[1])
    for run_start, run_end, style in islice(styles, first, None):
        if run_start >= piece.end:
            break
        start, end = max(run_start, piece.start), min(run_end, piece.end)
        tags = [tag for flags, tag in _STYLE_TAGS if style & flags]
        parts.append(_escape(text[position:start]))
        parts.append("".join(f"<{tag}>" for tag in tags))
        parts.append(_escape(text[start:end]))
        parts.append("".join(f"</{tag}>" for tag in reversed(tags)))
        position = end
    parts.append(_escape(text[position : piece.end]))
    return "".join(parts)


def _escape(words: str) -> str:
    return html.escape(words, quote=False).replace("\n", "<br>")
