"""Bodies unpacked within bounds, and encodings that only the server told."""

import gzip
import zlib
from collections.abc import Iterator

import pytest

from disclosures.web.bodies import STEP, collect, keep_readable, unpack
from disclosures.web.errors import WebError

TEXT = b"Fund custody lies at the Quay Bank. " * 50


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("packing", "packed"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:70]) + gzip.compress(TEXT[70:])),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
    ],
    ids=["none", "identity", "gzip", "x-gzip", "two-gzips", "deflate", "raw-deflate"],
)
@pytest.mark.parametrize("step", [1, 7, 10_000])
def test_body_is_unpacked_however_it_arrives(packing: str, packed: bytes, step: int) -> None:
    parts = [packed[start : start + step] for start in range(0, len(packed), step)]
    assert collect(unpack(parts, packing), most=len(TEXT)) == TEXT


def test_body_that_unpacks_to_too_much_is_stopped_at_once() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    asked: list[int] = []

    def arriving() -> Iterator[bytes]:
        for start in range(0, len(bomb), 2_000):
            asked.append(start)
            yield bomb[start : start + 2_000]

    with pytest.raises(WebError) as refused:
        collect(unpack(arriving(), "gzip"), most=1_000_000)
    assert (refused.value.code, len(asked)) == ("too-large", 1)


def test_no_step_unpacks_more_than_its_share() -> None:
    bomb = gzip.compress(b"\0" * 5_000_000)
    assert max(map(len, unpack([bomb], "gzip"))) == STEP


@pytest.mark.parametrize(
    ("packing", "packed", "code"),
    [
        ("br", TEXT, "wrong-type"),
        ("gzip, gzip", TEXT, "wrong-type"),
        ("gzip", TEXT, "broken"),
        ("gzip", gzip.compress(TEXT)[:-9], "broken"),
        ("deflate", zlib.compress(TEXT)[:-5], "broken"),
    ],
    ids=["unknown", "twice", "not-packed", "cut", "cut-deflate"],
)
def test_body_that_cannot_be_unpacked_is_refused(packing: str, packed: bytes, code: str) -> None:
    with pytest.raises(WebError) as refused:
        collect(unpack([packed], packing), most=10_000_000)
    assert refused.value.code == code


CHINESE = "<p>资金存管</p>"


@pytest.mark.parametrize(
    ("data", "charset", "kept"),
    [
        (CHINESE.encode(), "gbk", CHINESE.encode()),
        (CHINESE.encode("gbk"), "gbk", CHINESE.encode()),
        (CHINESE.encode("gbk"), "", CHINESE.encode("gbk")),
        (CHINESE.encode("gbk"), "no-such-charset", CHINESE.encode("gbk")),
        (CHINESE.encode("gbk"), "ascii", CHINESE.encode("gbk")),
        (b"<meta charset=gbk>\xd7\xca", "big5", b"<meta charset=gbk>\xd7\xca"),
        ("\ufeffx".encode("utf-16-le"), "utf-16", "\ufeffx".encode("utf-16-le")),
    ],
    ids=["utf8-wins", "told-beside", "not-told", "unknown", "wrong", "told-inside", "marked"],
)
def test_text_keeps_its_bytes_where_they_tell_their_encoding(data: bytes, charset: str, kept: bytes) -> None:
    assert keep_readable(data, charset) == kept
