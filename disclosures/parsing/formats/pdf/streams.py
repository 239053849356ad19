"""The packed parts of a PDF, looked at before they are opened: a small file may unpack to gigabytes."""

import re
import zlib

from disclosures.parsing.errors import ParseError
from disclosures.parsing.limits import MEGABYTE, Limits

LONGEST_DICTIONARY = 4096
STEP = 64 * 1024
_STREAM = re.compile(rb"stream\r?\n")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_PACKED = re.compile(rb"/(?:FlateDecode|Fl)\b")


def refuse_bombs(data: bytes, limits: Limits) -> None:
    """ParseError `archive-bomb` for a part, other than a picture, that unpacks to more than any page needs.

    Pictures are left alone: they are never opened here, and a blank one packs a thousandfold. What only calls
    itself a picture, or is packed in further ways, is bounded by the memory of the process that reads it.
    """
    for match in _STREAM.finditer(data):
        if data.endswith(b"end", 0, match.start()):
            continue
        head = data[max(0, match.start() - LONGEST_DICTIONARY) : match.start()]
        head = head[head.rfind(b" obj") + 1 :]
        layers = len(_PACKED.findall(head))
        if layers and not _IMAGE.search(head):
            _refuse_large(memoryview(data)[match.end() :], layers, limits.pdf_stream_bytes)


def _refuse_large(packed: memoryview, layers: int, most: int) -> None:
    piece = packed
    for _ in range(layers):
        try:
            piece = _unpack(piece, most + 1)
        except zlib.error:
            return  # broken, or packed in another way: the reader of the page says so
        if len(piece) > most:
            sentence = (
                f"A part of this PDF unpacks to more than {most // MEGABYTE} MB; no page needs as much."
            )
            raise ParseError("archive-bomb", sentence)


def _unpack(packed: memoryview, most: int) -> memoryview:
    """The first stream in `packed`, `most` bytes of it. In steps: zlib copies what stands behind a stream."""
    unpacker, unpacked = zlib.decompressobj(), bytearray()
    for start in range(0, len(packed), STEP):
        unpacked += unpacker.decompress(packed[start : start + STEP], most - len(unpacked))
        if unpacker.eof or len(unpacked) >= most:
            break
    return memoryview(unpacked)
