"""Signs that are no part of a word, folded before PostgreSQL cuts a text into words. Pure.

In a database of the C locale, ours among them, its parser takes every character beyond ASCII for a letter: a
word in typographic quotes would be another word.
"""

# Hyphens stay hyphens, the rest are blanks.
_BLANKS = "“”„‘’‚–—−…•·▪●■§¶®™©«»\u00a0"
_HYPHENS = "‐‑"
SIGNS = _BLANKS + _HYPHENS
FOLDED = " " * len(_BLANKS) + "-" * len(_HYPHENS)
"""For translate(text, SIGNS, FOLDED) in SQL, one character for one."""
_FOLD = str.maketrans(SIGNS, FOLDED)

_MARKUP = "<>&"
# Control characters: no text holds them, the parser takes them for blanks, and they lead back to the sign.
_CONTROLS = "".join(map(chr, [*range(1, 9), 11, 12, *range(14, 32)]))
ASIDE = _MARKUP + SIGNS
STAND_INS = _CONTROLS[: len(ASIDE)]
"""For translate(text, ASIDE, STAND_INS): folded for the parser, which drops what looks like a tag too."""
_BACK = str.maketrans(STAND_INS, ASIDE)


def fold_signs(text: str) -> str:
    return text.translate(_FOLD)


def restore_signs(text: str) -> str:
    """The text that translate(text, ASIDE, STAND_INS) was made of."""
    return text.translate(_BACK)
