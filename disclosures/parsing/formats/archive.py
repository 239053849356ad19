"""A zip of filings or of the documents of one. Read in memory under limits, never unpacked to disk."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from disclosures.parsing.encodings import transcode
from disclosures.parsing.errors import ParseError
from disclosures.parsing.grouping import group_members
from disclosures.parsing.limits import DEFAULT_LIMITS, Limits
from disclosures.parsing.package import Member, read_package
from disclosures.parsing.types import ParsedFiling, Problem, Severity, SourceFormat

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
OFFICE_MEMBERS = frozenset({"[Content_Types].xml", "mimetype"})
ENCRYPTED_BIT = 0x1
DRIVE = re.compile(r"^[A-Za-z]:")
SYSTEM_FILES = re.compile(r"(^|/)(__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)")
HARMLESS = frozenset({"unknown-format", "no-cyd-facts", "empty"})
"""Codes of members that hold nothing to lose: a zip of filings often carries other files."""

ReadOne = Callable[[bytes, str], tuple[ParsedFiling, ...]]


@dataclass(slots=True)
class Budget:
    """What may still be unpacked of a zip and of all zips in it together."""

    n_members: int
    n_bytes: int


@dataclass(frozen=True, slots=True)
class Archive:
    """The members of a zip that could be read, and what was left out."""

    members: tuple[Member, ...]
    problems: tuple[Problem, ...]


def looks_like(data: bytes) -> bool:
    """Whether `data` is a zip that is no office document."""
    return data.startswith(MAGIC) and not is_office_document(data)


def is_office_document(data: bytes) -> bool:
    """Whether a zip is a Word, Excel or OpenDocument file: their first members have fixed names."""
    if not data.startswith(MAGIC):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return bool(OFFICE_MEMBERS & set(archive.namelist()))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def parse(data: bytes, name: str = "") -> ParsedFiling:
    """The one filing in a zip. ParseError `several-filings` where it holds more: `read_filings` gives all."""

    def read_one(member: bytes, member_name: str) -> tuple[ParsedFiling, ...]:
        whole = (Member(member_name, member),)
        return (read_package(whole, source_format=SourceFormat.ZIP),)

    filings = read_filings(data, read_one)
    if len(filings) != 1:
        raise ParseError("several-filings", f"The zip holds {len(filings)} filings, not one.")
    return filings[0]


def read_filings(data: bytes, read_one: ReadOne, limits: Limits = DEFAULT_LIMITS) -> tuple[ParsedFiling, ...]:
    """Every filing of the zip. `read_one` reads a member that is a whole filing by itself.

    Documents of one filing are read together, as a zip; what one document holds has its own format. A member
    that is no filing becomes a Problem of the first filing; a zip without any filing, or a dangerous one, is
    refused with ParseError.
    """
    budget = Budget(limits.archive_members, limits.archive_bytes)
    filings = read_level(data, read_one, limits, budget, depth=1)
    plans = sum(filing.source_format is SourceFormat.REGULATOR_PLAN for filing in filings)
    if plans > 1:
        # A plan is kept under its document, and read again under it: two would take each other's place.
        raise ParseError("several-plans", f"The zip holds {plans} plans; bring each in by itself.")
    return filings


def read_level(
    data: bytes, read_one: ReadOne, limits: Limits, budget: Budget, *, depth: int
) -> tuple[ParsedFiling, ...]:
    """The filings of a zip that stands `depth` deep, the outermost at 1."""
    archive = open_archive(data, limits, budget)
    problems = list(archive.problems)
    filings: list[ParsedFiling] = []
    failures: list[ParseError] = []
    for group in group_members(archive.members):
        try:
            filings.extend(read_group(group, read_one, limits, budget, depth=depth))
        except ParseError as error:
            failures.append(error)
            where = group[0].name
            severity = Severity.WARNING if error.code in HARMLESS else Severity.ERROR
            problems.append(Problem(error.code, f"{where}: {error}", where, severity))
    if not filings:
        if len(failures) == 1:
            raise failures[0]
        reasons = f" The first: {problems[0].message}" if problems else ""
        raise ParseError("no-filing", f"The zip holds no filing that can be read.{reasons}")
    first = replace(filings[0], problems=(*filings[0].problems, *problems))
    return (first, *filings[1:])


def read_group(
    group: Sequence[Member], read_one: ReadOne, limits: Limits, budget: Budget, *, depth: int
) -> tuple[ParsedFiling, ...]:
    """The filings of one group: a zip within the zip, a filing of several documents, or a single file."""
    first = group[0]
    if looks_like(first.data):
        if depth >= limits.archive_depth:
            raise ParseError("nested-archive", "A zip within a zip within a zip is not opened.")
        return read_level(first.data, read_one, limits, budget, depth=depth + 1)
    if len(group) > 1:
        return (read_package(group, source_format=SourceFormat.ZIP),)
    return read_one(first.data, first.name)


def open_archive(data: bytes, limits: Limits, budget: Budget) -> Archive:
    """The zip's members, all checks passed. ParseError for what is broken or dangerous."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            refuse_dangerous(entries, limits, budget)
            problems = list(find_duplicates(entries))
            unique = {entry.filename: entry for entry in entries}
            members = []
            for entry in unique.values():
                if SYSTEM_FILES.search(entry.filename):
                    continue
                members.append(Member(entry.filename, transcode(read_entry(archive, entry))))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise ParseError("broken-zip", "The zip is damaged or cut off: it cannot be opened.") from error
    except (NotImplementedError, ValueError) as error:
        raise ParseError("broken-zip", "The zip is packed in a way that is not supported.") from error
    return Archive(tuple(members), tuple(problems))


def refuse_dangerous(entries: Sequence[zipfile.ZipInfo], limits: Limits, budget: Budget) -> None:
    """ParseError for paths outside, links, encryption and too much; takes from `budget`."""
    if len(entries) > budget.n_members:
        raise ParseError(
            "archive-too-large",
            f"The zip has {len(entries)} members; at most {limits.archive_members} are read.",
        )
    for entry in entries:
        path = entry.orig_filename.replace("\\", "/")
        if path.startswith("/") or DRIVE.match(path) or ".." in PurePosixPath(path).parts or "\0" in path:
            raise ParseError("unsafe-path", f"The zip holds a path that leads outside of it: “{path}”.")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise ParseError("archive-link", f"The zip holds a link (“{path}”); links are not followed.")
        if entry.flag_bits & ENCRYPTED_BIT:
            raise ParseError("password-protected", f"The zip is protected by a password (“{path}”).")
        if entry.file_size > limits.member_bytes:
            raise ParseError("archive-too-large", f"“{path}” in the zip is larger than the limit.")
        if entry.file_size > limits.compression_ratio * max(entry.compress_size, 1024):
            raise ParseError(
                "archive-bomb", f"“{path}” in the zip unpacks to far more than a document would."
            )
    budget.n_members -= len(entries)
    budget.n_bytes -= sum(entry.file_size for entry in entries)
    if budget.n_bytes < 0:
        raise ParseError("archive-too-large", "The zip unpacks to more than the limit.")


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """A member's bytes, never more than its own head says: a head may lie about the size."""
    with archive.open(entry) as stream:
        data = stream.read(entry.file_size + 1)
    if len(data) > entry.file_size:
        raise ParseError("archive-bomb", f"“{entry.filename}” in the zip is larger than it says.")
    return data


def find_duplicates(entries: Sequence[zipfile.ZipInfo]) -> Iterator[Problem]:
    """A Problem for every name that stands more than once; the last one is read, as unpacking would."""
    seen: set[str] = set()
    for entry in entries:
        if entry.filename in seen:
            yield Problem(
                "duplicate-member", f"The zip holds {entry.filename} twice; the last is read.", entry.filename
            )
        seen.add(entry.filename)
