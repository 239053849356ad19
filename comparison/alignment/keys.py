"""What of a paragraph counts when two years of it are compared: its words, without what gets lost. Pure.

The SEC's bulk data drop every character outside ASCII ("boards" for "board’s", "riskbased" for "risk—based"),
others set straight quotes for curly ones. None of it is a change of words.
"""

import re
import unicodedata

_APOSTROPHE = re.compile(r"['’‘ʼ`´]")
_ASCII_WORD = re.compile(r"[a-z0-9]+(?:\.(?=\d)[0-9]+)*|[%$]")
_ANY_WORD = re.compile(r"\w+(?:\.(?=\d)\d+)*|[%$]")
_LETTER = re.compile(r"[^\W\d_]")


def cut_key_words(text: str) -> list[str]:
    """The words of a text in lower case without apostrophes and without characters outside ASCII.

    A text mostly written outside ASCII keeps its letters: they are all it has. "1.5" is one word, and "%" and
    "$" are words, for 1.5 is not 15 and 5 % are not $5.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    lowered = _APOSTROPHE.sub("", text.casefold())
    if lowered.isascii():
        return _ASCII_WORD.findall(lowered)
    plain = lowered.encode("ascii", "ignore").decode()
    if 2 * len(_LETTER.findall(plain)) < len(_LETTER.findall(lowered)):
        return _ANY_WORD.findall(lowered)
    return _ASCII_WORD.findall(plain)


def join_key(text: str, words: list[str]) -> str:
    """What two paragraphs have in common when nothing but signs and spaces tells them apart.

    Spaces do not count either: where a dash was dropped two words became one. A paragraph without words
    ("* * *") is its signs.
    """
    return "".join(words) or "".join(text.split())
