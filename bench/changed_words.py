"""Notes archives copied with changed words: issuers, numbers and texts of another market of the same shape.

A copy keeps what costs time: how long texts are, how often each word occurs, which texts stand within
others, which paragraphs an issuer keeps from year to year and which issuers share. It changes the words: one
in SWAPPED of the middling ones is exchanged for its neighbour by frequency, and rare ones are respelt, so
that the vocabulary grows as that of a larger market would. The commonest words stay.
"""

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

KEPT = 150
"""The commonest words, which no copy changes; among them are the item's own name and most stop words."""
SWAPPED = 6
"""Of the words between, every so many is another one in each copy."""
RARE = 3
"""Words that occur so often at most are respelt."""
COMMON_IN_NAMES = 15
"""Words of so many names ("Bancorp", "Acquisition") stay: they tell what kind of issuer it is."""
FLAG_WORDS = frozenset({"true", "false"})
CONSONANTS = "bcdfghklmnprstvw"

_WORD = re.compile(r"(?<![&#\w])[A-Za-z]{4,}")
_ACCESSION = re.compile(r"^(\d{10})-(\d\d)-(\d{6})$")

type Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words in lower case by frequency, commonest first, and where the rare ones begin."""

    words: tuple[str, ...]
    rare_from: int
    name_words: frozenset[str]


def read_vocabulary(archives: list[Path]) -> Vocabulary:
    counts: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for path in archives:
        with zipfile.ZipFile(path) as archive:
            head, *rows = read_rows(archive, "txt.tsv")
            value = head.index("value")
            for row in rows:
                counts.update(map(str.lower, _WORD.findall(row[value])))
            head, *rows = read_rows(archive, "sub.tsv")
            name = head.index("name")
            for row in rows:
                names.update(set(row[name].lower().split()))
    words = sorted(counts, key=lambda word: (-counts[word], word))
    rare_from = sum(counts[word] > RARE for word in words)
    common = frozenset(word for word, count in names.items() if count >= COMMON_IN_NAMES)
    return Vocabulary(tuple(words), rare_from, common)


def map_words(vocabulary: Vocabulary, copy: int) -> dict[str, str]:
    """What each changed word becomes in this copy, in lower case."""
    words, rare_from = vocabulary.words, vocabulary.rare_from
    changed: dict[str, str] = {}
    for place in range(KEPT, rare_from - 1, 2):  # pairs of neighbours change places
        one, other = words[place], words[place + 1]
        if zlib.crc32(f"{copy} {one}".encode()) % SWAPPED == 0:
            changed[one], changed[other] = other, one
    changed |= {word: respell(word, copy) for word in words[rare_from:]}
    return changed


def respell(word: str, copy: int) -> str:
    """The word with every consonant moved on by `copy`: as long, and as much of a word, as before."""
    return "".join(
        CONSONANTS[(CONSONANTS.index(letter) + copy) % len(CONSONANTS)] if letter in CONSONANTS else letter
        for letter in word
    )


def make_changer(changed: Mapping[str, str]) -> Callable[[str], str]:
    """Changes every word of a text, capitals kept."""

    def change(found: re.Match[str]) -> str:
        word = found[0]
        other = changed.get(word.lower())
        if other is None:
            return word
        if word.islower():
            return other
        return other.upper() if word.isupper() else other.capitalize()

    return lambda text: _WORD.sub(change, text)


def change_name(name: str, vocabulary: Vocabulary, copy: int) -> str:
    """Another issuer's name of the same kind; where every word tells the kind, with one put in front."""
    kept = vocabulary.name_words
    words = [word if word.lower() in kept else respell(word.lower(), copy).upper() for word in name.split()]
    return " ".join(words) if words != name.split() else f"{respell('deltamar', copy).upper()} {name}"


def change_accession(accession: str, copy: int) -> str:
    found = _ACCESSION.match(accession)
    return f"{900 + copy}{found[1][-7:]}-{found[2]}-{found[3]}" if found else accession


def copy_archive(source: Path, target: Path, vocabulary: Vocabulary, copy: int) -> None:
    """Writes the archive's copy number `copy` (1 or more). Members without texts are taken as they are."""
    change = make_changer(map_words(vocabulary, copy))
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as new,
    ):
        for member in old.namelist():
            if member == "sub.tsv":
                rows = change_submissions(read_rows(old, member), vocabulary, copy)
            elif member == "txt.tsv":
                rows = change_texts(read_rows(old, member), change, copy)
            else:
                rows = read_rows(old, member)
            new.writestr(member, "".join("\t".join(row) + "\n" for row in rows))


def read_rows(archive: zipfile.ZipFile, member: str) -> Iterator[list[str]]:
    with archive.open(member) as file:
        for line in file:
            yield line.decode().rstrip("\r\n").split("\t")


def change_submissions(rows: Iterator[list[str]], vocabulary: Vocabulary, copy: int) -> Iterator[list[str]]:
    head = next(rows)
    accession, cik, name = map(head.index, ("adsh", "cik", "name"))
    yield head
    for row in rows:
        row[accession] = change_accession(row[accession], copy)
        row[cik] = str(copy * 100_000_000 + int(row[cik]))
        row[name] = change_name(row[name], vocabulary, copy)
        yield row


def change_texts(rows: Iterator[list[str]], change: Callable[[str], str], copy: int) -> Iterator[list[str]]:
    """The stated length follows, so that a copy has lost as many characters as its original."""
    head = next(rows)
    accession, value, length = map(head.index, ("adsh", "value", "txtlen"))
    yield head
    for row in rows:
        changed = row[value] if row[value].lower() in FLAG_WORDS else change(row[value])
        if row[length].isdigit():
            row[length] = str(max(int(row[length]) + len(changed) - len(row[value]), 0))
        row[accession] = change_accession(row[accession], copy)
        row[value] = changed
        yield row
