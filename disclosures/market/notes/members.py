"""Archive to submissions with their cyd rows: members are streamed, rows of other taxonomies never kept."""

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO

from disclosures.parsing.errors import ParseError

SUBMISSIONS, TEXTS, NUMBERS, DIMENSIONS = "sub.tsv", "txt.tsv", "num.tsv", "dim.tsv"
TAXONOMY = b"\tcyd/"
SUBMISSION_COLUMNS = frozenset({"adsh", "cik", "name", "form"})
FACT_COLUMNS = frozenset({"adsh", "tag", "version", "ddate", "value"})
MOST_SUBMISSIONS = 32_767
"""A filing's place in its archive is a small integer in the database."""
LONGEST_LINE = 8 * 1024 * 1024
"""Bytes. The longest cyd text seen has 22 kB; a member without line ends must not fill the memory."""

BLOCK = 1024 * 1024
"""Bytes read at once."""

Row = dict[str, str]

NOTES_SENTENCE = "This is a notes archive of the SEC; manage.py load_notes brings it in."
"""For those who hand one to a command that reads single documents."""

REFUSALS = {
    "row-columns": "rows with another number of columns than their head",
    "row-too-long": "rows longer than 8 MB",
    "row-without-submission": "cyd rows whose submission the archive does not hold",
    "submission-repeated": "submissions that stand in the archive twice; the first is taken",
    "submission-beyond-limit": f"submissions after the {MOST_SUBMISSIONS:,}th of the archive",
    "accession-invalid": "submissions without a valid accession number",
    "cik-invalid": "submissions without a valid CIK",
    "form-missing": "submissions that name no form",
    "year-unknown": "submissions with neither a fiscal year nor a period",
    "tag-invalid": "cyd rows without the name of an element",
}
"""Why rows are left out, by code. They are counted, and the first of each is named."""


@dataclass(slots=True)
class Refused:
    """Rows left out: how many by code, and where the first of each stood."""

    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)

    def merge(self, other: "Refused") -> None:
        self.counts += other.counts
        self.first = other.first | self.first

    def add(self, code: str, where: str, times: int = 1) -> None:
        self.counts[code] += times
        self.first.setdefault(code, where)

    def sentences(self) -> list[str]:
        return [
            f"{count:,} {REFUSALS[code]} (first: {self.first[code]})"
            for code, count in self.counts.most_common()
        ]


@dataclass(slots=True)
class Reading:
    """What is known of an archive while it is read: submissions with cyd rows, and rows left out."""

    submissions: int = 0
    refused: Refused = field(default_factory=Refused)


@dataclass(frozen=True, slots=True)
class RawFiling:
    """A submission and its cyd rows as they stand. `number` is its place in sub.tsv, from 0."""

    number: int
    submission: Row
    facts: tuple[Row, ...]
    dimensions: Mapping[str, str]


def looks_like_notes(file: IO[bytes]) -> bool:
    """Whether a file is such an archive: a zip with sub.tsv and txt.tsv. Leaves the file at its start."""
    try:
        with zipfile.ZipFile(file) as archive:
            return {SUBMISSIONS, TEXTS} <= _members(archive).keys()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False
    finally:
        file.seek(0)


def read_filings(file: IO[bytes], reading: Reading) -> Iterator[RawFiling]:
    """Submissions that hold cyd facts, in the archive's order; `reading` is filled on the way.

    Holds the cyd rows of one archive in memory (a market's busiest month: some 50 MB), never a member.
    ParseError `broken-zip`, `notes-columns` or `notes-member-missing` where it cannot be used.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = _members(archive)
            for name in (SUBMISSIONS, TEXTS):
                if name not in members:
                    raise ParseError("notes-member-missing", f"The archive has no {name}.")
            facts = _collect_facts(archive, members, reading.refused)
            reading.submissions = len(facts)
            yield from _join_submissions(archive, members, facts, reading.refused)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise ParseError("broken-zip", "The archive is damaged or cut off: it cannot be opened.") from error
    except (NotImplementedError, RuntimeError) as error:
        raise ParseError("broken-zip", "The archive is packed in a way that is not supported.") from error


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Members by their bare name: some archives put a folder in front."""
    return {info.filename.rpartition("/")[2].lower(): info for info in archive.infolist()}


def _collect_facts(
    archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], refused: Refused
) -> dict[str, list[Row]]:
    facts: dict[str, list[Row]] = {}
    for name in (TEXTS, NUMBERS):
        if name not in members:
            continue
        for row in _rows(archive, members[name], FACT_COLUMNS, refused, holding=TAXONOMY):
            facts.setdefault(row["adsh"], []).append(row)
    return facts


def _join_submissions(
    archive: zipfile.ZipFile,
    members: Mapping[str, zipfile.ZipInfo],
    facts: dict[str, list[Row]],
    refused: Refused,
) -> Iterator[RawFiling]:
    dimensions = _read_dimensions(archive, members, facts, refused)
    seen: set[str] = set()
    rows = _rows(archive, members[SUBMISSIONS], SUBMISSION_COLUMNS, refused)
    for number, submission in enumerate(rows):
        accession = submission["adsh"]
        if accession in seen:
            refused.add("submission-repeated", accession)
        elif own := facts.pop(accession, None):
            seen.add(accession)
            if number > MOST_SUBMISSIONS:
                refused.add("submission-beyond-limit", accession)
                continue
            hashes = {row["dimh"] for row in own if row.get("dimh")}
            own_dimensions = {key: dimensions[key] for key in hashes if key in dimensions}
            yield RawFiling(number, submission, tuple(own), own_dimensions)
    for accession, rest in facts.items():
        refused.add("row-without-submission", accession or "no accession number", times=len(rest))


def _read_dimensions(
    archive: zipfile.ZipFile,
    members: Mapping[str, zipfile.ZipInfo],
    facts: Mapping[str, list[Row]],
    refused: Refused,
) -> dict[str, str]:
    """Segments by the hash that rows name them with, for the hashes that cyd rows use."""
    wanted = {row["dimh"] for rows in facts.values() for row in rows if row.get("dimn", "0") not in {"", "0"}}
    if not wanted or DIMENSIONS not in members:
        return {}
    rows = _rows(archive, members[DIMENSIONS], frozenset({"dimhash", "segments"}), refused)
    return {row["dimhash"]: row["segments"] for row in rows if row["dimhash"] in wanted}


def _rows(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    needed: frozenset[str],
    refused: Refused,
    holding: bytes = b"",
) -> Iterator[Row]:
    """Rows of a member by column, only those whose line holds `holding`; the others are never looked at."""
    with archive.open(member) as stream:
        head = _decode(stream.readline(LONGEST_LINE).removeprefix(b"\xef\xbb\xbf"))
        if missing := sorted(needed - set(head)):
            raise ParseError("notes-columns", f"{member.filename} has no column “{missing[0]}”.")
        for block, first in _blocks(stream, member.filename, refused):
            for line, number in _find_lines(block, first, holding):
                cells = _decode(line)
                if len(cells) == len(head):
                    yield dict(zip(head, cells, strict=True))
                else:
                    refused.add("row-columns", f"{member.filename}, line {number}")


def _blocks(stream: IO[bytes], name: str, refused: Refused) -> Iterator[tuple[bytes, int]]:
    """Whole lines, many at once, with the number of the first, the head being 1.

    A longer line than anyone needs is passed over.
    """
    number, rest = 2, b""
    while read := stream.read(BLOCK):
        rest += read
        if len(rest) >= LONGEST_LINE and rest.find(b"\n", 0, LONGEST_LINE) < 0:
            refused.add("row-too-long", f"{name}, line {number}")
            rest = rest.partition(b"\n")[2] if b"\n" in rest else _finish_line(stream)
            number += 1
        if end := rest.rfind(b"\n") + 1:
            yield rest[:end], number
            number += rest.count(b"\n", 0, end)
            rest = rest[end:]
    if rest:
        yield rest, number


def _finish_line(stream: IO[bytes]) -> bytes:
    """Reads on to where a line ends, in pieces; nothing of it is wanted."""
    while (piece := stream.readline(BLOCK)) and not piece.endswith(b"\n"):
        pass
    return b""


def _find_lines(block: bytes, first: int, holding: bytes) -> Iterator[tuple[bytes, int]]:
    """The lines that hold it, with their numbers: a market's month has millions that do not."""
    if not holding:
        yield from ((line, number) for number, line in enumerate(block.split(b"\n"), first) if line.strip())
        return
    number, counted = first, 0
    place = block.find(holding)
    while place >= 0:
        start = block.rfind(b"\n", 0, place) + 1
        end = block.find(b"\n", place)
        end = len(block) if end < 0 else end
        number += block.count(b"\n", counted, start)
        counted = start
        yield block[start:end], number
        place = block.find(holding, end)


def _decode(line: bytes) -> list[str]:
    return line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
