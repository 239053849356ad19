"""The bytes of an answer, unpacked within bounds, and text brought to an encoding that it tells itself."""

import codecs
import re
import zlib
from collections.abc import Iterable, Iterator

from disclosures.web.errors import WebError

STEP = 64 * 1024
GZIP_WINDOW, ZLIB_WINDOW, RAW_WINDOW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS
# RFC 1950, 2.2: deflate with a window of 32 KiB, as everybody packs.
ZLIB_HEADER = b"\x78"
PACKINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})

META_CHARSET = re.compile(rb"<meta\b[^>]{0,200}?charset\s*=", re.IGNORECASE)
HEAD_BYTES = 64 * 1024


def unpack(parts: Iterable[bytes], packing: str) -> Iterator[bytes]:
    """The parts of a body without their Content-Encoding, in steps of at most 64 KiB.

    Raises WebError `broken` for what is damaged or cut off, `wrong-type` for a packing that is not asked for.
    """
    if packing not in PACKINGS:
        raise WebError("wrong-type", f"The answer is packed as “{packing[:20]}”, which was not asked for.")
    return inflate(parts, packing) if packing not in {"", "identity"} else iter(parts)


def inflate(parts: Iterable[bytes], packing: str) -> Iterator[bytes]:
    """What zlib makes of the parts; never more than a step at a time, however much is packed in them."""
    unpacker = None
    for part in parts:
        data = part
        while data:
            if unpacker is None or unpacker.eof:
                unpacker = zlib.decompressobj(choose_window(data, packing))
            try:
                yield unpacker.decompress(data, STEP)
            except zlib.error as error:
                raise WebError("broken", "The answer is packed, and damaged.") from error
            # After the end of one packed piece another may follow (RFC 1952, 2.2).
            data = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if unpacker is not None and not unpacker.eof:
        raise WebError("broken", "The answer broke off before its end.")


def choose_window(data: bytes, packing: str) -> int:
    """zlib's name for a packing; some servers send “deflate” without the header it should have."""
    if packing != "deflate":
        return GZIP_WINDOW
    return ZLIB_WINDOW if data.startswith(ZLIB_HEADER) else RAW_WINDOW


def collect(parts: Iterable[bytes], *, most: int) -> bytes:
    """All parts joined. Raises WebError `too-large` as soon as they pass `most` bytes."""
    body = bytearray()
    for part in parts:
        body += part
        if len(body) > most:
            raise too_large(most)
    return bytes(body)


def too_large(most: int) -> WebError:
    return WebError("too-large", f"The page is larger than {most / 1e6:,.1f} MB; it is not taken.")


def keep_readable(data: bytes, charset: str) -> bytes:
    """Text whose bytes tell their encoding: as it came where they do, else turned into UTF-8.

    `charset` is what the server said beside the page; a file on a disk has no such place.
    """
    if not charset or is_told_inside(data):
        return data
    try:
        return data.decode(codecs.lookup(charset).name).encode()
    except (LookupError, UnicodeError):
        return data  # the server is wrong about it: the readers judge by the bytes


def is_told_inside(data: bytes) -> bool:
    """Whether a text's bytes say how they are encoded: UTF-8, a byte order mark, the page's own word."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    if META_CHARSET.search(data[:HEAD_BYTES]):
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
