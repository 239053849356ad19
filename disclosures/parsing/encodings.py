"""UTF-16, with its mark or without, brought to UTF-8 before anything looks at a file."""

import codecs
import re

_DECLARED = re.compile(r"""(<\?xml[^>]*?encoding\s*=\s*["'])[^"']*""")
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAMPLE_BYTES = 1024
_LEAST_SHARE = 0.7


def transcode(data: bytes) -> bytes:
    """`data` as UTF-8 if it is UTF-16, its XML declaration told so; any other bytes as they are."""
    encoding = find_utf16(data)
    if not encoding:
        return data
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    return _DECLARED.sub(r"\1UTF-8", text, count=1).encode("utf-8")


def find_utf16(data: bytes) -> str:
    """The kind of UTF-16 that `data` is, "" for none.

    Without a mark, by what Western text looks like in it: a NUL in most places of one parity, in none of
    the other.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    sample = data[:_SAMPLE_BYTES]
    if b"\0" not in sample:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    least = max(2, _LEAST_SHARE * (len(sample) // 2))
    if odd >= least and not even:
        return "utf-16-le"
    return "utf-16-be" if even >= least and not odd else ""
