"""What the archives did to a text, as far as it can be undone without guessing words."""

import html
import re

from disclosures.parsing.text import fold

ENTITY_ROUNDS = 3
"""Entities are often escaped twice, rarely three times."""
# Control characters, zero-width characters and soft hyphens: nothing a reader sees.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1b\x7f\u00ad\u200b-\u200d\u2060\ufeff]")
# A drop cap in markup of its own stands off its word: "O ur board", "Item 1C. C ybersecurity".
# "A" and "I" are words themselves.
_DROP_CAP = re.compile(r"^((?:item\s(?:1c|16k|1\.05)[.:]?\s)?[B-HJ-Z]) (?=[a-z]{2})", re.IGNORECASE)


def repair_text(value: str) -> str:
    """`value` on one line: CSV quotes taken off, entities resolved, white space single, drop caps joined.

    What the archive dropped (characters outside ASCII) or glued stays as it is.
    """
    text = strip_quotes(value)
    for _ in range(ENTITY_ROUNDS):
        resolved = html.unescape(text) if "&" in text else text
        if resolved == text:
            break
        text = resolved
    text = fold(text if text.isprintable() else _INVISIBLE.sub("", text))
    head = _DROP_CAP.match(text)
    if head and head[1][-1].isupper():
        text = head[1] + text[head.end() :]
    return text


def strip_quotes(value: str) -> str:
    """A value without the quotes of a CSV writer, which doubles those inside; any other as it is."""
    inner = value[1:-1]
    is_quoted = len(value) > 1 and value[0] == value[-1] == '"' and '""' in inner
    if not is_quoted or '"' in inner.replace('""', ""):
        return value
    return inner.replace('""', '"')


def count_lost(value: str, length: str) -> int:
    """How many characters the archive left out of a value, by the length it states; 0 where it says none."""
    return max(int(length) - len(strip_quotes(value)), 0) if length.isascii() and length.isdigit() else 0
