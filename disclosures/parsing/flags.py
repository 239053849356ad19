"""The value of a yes-or-no fact: from its transformation, never from the words it wraps."""

import re

_FIXED = re.compile(r"(?:fixed|bool(?:ean)?)-?(true|false)$", re.IGNORECASE)
_LITERALS = {"true": True, "1": True, "false": False, "0": False}
_BALLOT_BOXES = {"☐": False, "☑": True, "☒": True, "þ": True}


def read_flag(format_name: str, words: str) -> bool | None:
    """True or false as the transformation states it (`ixt:fixed-true`, `ixt:booleanfalse`, any prefix).

    Without a transformation the words must be XML's own `true`, `false`, `1` or `0` (Inline XBRL 1.1,
    10.1.2; XML Schema, boolean). None for anything else.
    """
    name = format_name.rpartition(":")[2]
    if not name:
        return _LITERALS.get(words.strip())
    if match := _FIXED.match(name):
        return match[1].lower() == "true"
    if name.lower() == "boolballotbox":
        return _BALLOT_BOXES.get(words.strip())
    return None
