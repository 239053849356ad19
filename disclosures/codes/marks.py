"""Codebook values as integers, which a database holds in arrays and counts many times faster than words.

A mark is the CRC-32 of what it says. Two of a few hundred could come to the same number: a test holds the
closed lists against each other. Pure.
"""

from collections.abc import Iterator, Mapping
from zlib import crc32

from disclosures.coding.codebook.types import Coded, State


def mark_disclosed(attribute: str) -> int:
    """That a text answers an attribute."""
    return _mark(f"{attribute}: {State.DISCLOSED}")


def mark_denied(attribute: str) -> int:
    """That a text denies it."""
    return _mark(f"{attribute}: {State.DENIED}")


def mark_value(attribute: str, value: object) -> int:
    """That a text answers an attribute so, whatever else it says of it."""
    return _mark(f"{attribute}={str(value).lower()}")


def list_marks(codes: Mapping[str, Coded]) -> Iterator[int]:
    """Of everything that a text answers or denies; silence leaves no mark."""
    for name, own in codes.items():
        if own.state is State.SILENT:
            continue
        yield mark_disclosed(name) if own.state is State.DISCLOSED else mark_denied(name)
        values = own.value if isinstance(own.value, tuple) else (own.value,)
        yield from (mark_value(name, value) for value in values)


def _mark(words: str) -> int:
    """In the range of PostgreSQL's integer."""
    return crc32(words.encode()) - 2**31
