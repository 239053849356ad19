"""A submission of an archive and its cyd rows as a parsed filing, and what it says of its issuer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from disclosures.frameworks.loader import load_framework
from disclosures.market.classification import derive_kind
from disclosures.market.notes.layout import lay_out
from disclosures.market.notes.members import RawFiling, Refused, Row
from disclosures.market.notes.repair import count_lost, repair_text
from disclosures.parsing.checks import run_checks
from disclosures.parsing.cover import find_accession, is_cik
from disclosures.parsing.elements import find_element_problems, kind_of
from disclosures.parsing.flags import read_flag
from disclosures.parsing.normalise import normalise_filing
from disclosures.parsing.periods import derive_fiscal_year, is_plausible_year
from disclosures.parsing.text import fold
from disclosures.parsing.types import (
    Context,
    ElementKind,
    Locator,
    ParsedElement,
    ParsedFiling,
    Problem,
    Severity,
    SourceFormat,
)

CUT_OFF = 200
"""Characters missing from one value above which its end was cut off, not some of its signs dropped."""
CO_REGISTRANT_AXIS = "dei:LegalEntityAxis"
LARGEST_FLOAT = 10**14
"""US dollars. No registrant is worth a hundred trillion: a larger figure is a slip of scale."""


@dataclass(frozen=True, slots=True)
class IssuerFacts:
    """What a submission says of its issuer; None and "" where it is silent."""

    cik: str
    name: str
    country: str
    sic: int | None
    public_float: int | None
    kind: str
    kind_reason: str
    filed: date | None


@dataclass(frozen=True, slots=True)
class NotesFiling:
    """One filing of an archive, ready to be stored. `number` is its place in sub.tsv."""

    number: int
    parsed: ParsedFiling
    issuer: IssuerFacts


def build_filing(raw: RawFiling, refused: Refused) -> NotesFiling | None:
    """The filing, or None where the submission makes no sense; `refused` then says why."""
    sub = raw.submission
    accession, period = find_accession(sub["adsh"]), parse_day(sub.get("period", ""))
    form, fiscal_year = sub["form"].strip(), derive_fiscal_year(period, sub.get("fy", "").strip())
    for code, is_wrong in (
        ("accession-invalid", accession != sub["adsh"]),
        ("cik-invalid", not is_cik(sub["cik"])),
        ("form-missing", not form or len(form) > 40),
        ("year-unknown", fiscal_year is None or not is_plausible_year(fiscal_year)),
    ):
        if is_wrong:
            refused.add(code, sub["adsh"] or f"submission {raw.number + 1}")
            return None
    elements, reading_text, problems = build_elements(raw, refused)
    parsed = ParsedFiling(
        source_format=SourceFormat.NOTES_ARCHIVE,
        reading_text=reading_text,
        elements=elements,
        problems=(*problems, *find_element_problems(elements)),
        form=form,
        issuer_name=repair_text(sub["name"])[:200],
        cik=sub["cik"],
        accession=accession,
        period_end=period,
        fiscal_year=fiscal_year,
        filed=parse_day(sub.get("filed", "")),
    )
    whole = normalise_filing(parsed, name="")
    checked = replace(whole, problems=tuple(dict.fromkeys((*whole.problems, *run_checks(whole)))))
    return NotesFiling(raw.number, checked, read_issuer(sub, checked))


def build_elements(
    raw: RawFiling, refused: Refused
) -> tuple[tuple[ParsedElement, ...], str, tuple[Problem, ...]]:
    """The elements in the taxonomy's order, the reading text made of them, and what the archive did to it."""
    rows = []
    for row in raw.facts:
        if not row["tag"].strip() or len(row["tag"]) > 110:
            refused.add("tag-invalid", raw.submission["adsh"])
        else:
            rows.append(row)
    rows.sort(key=lambda row: (_order(row["tag"]), row["tag"], row["version"], row.get("iprx", "")))
    is_text = [kind_of(row["tag"]) is ElementKind.TEXT for row in rows]
    texts = [repair_text(row["value"]) if text else "" for row, text in zip(rows, is_text, strict=True)]
    reading_text, spans = lay_out(texts)
    document = raw.submission.get("instance", "")[:255]
    elements = []
    for row, text, span in zip(rows, is_text, spans, strict=True):
        words = row["value"].strip()
        flag = None if text else read_notes_flag(words)
        elements.append(
            ParsedElement(
                concept=f"cyd:{row['tag']}",
                kind=ElementKind.TEXT if text else ElementKind.FLAG,
                flag=flag,
                text=reading_text[span.start : span.end] if span else "",
                evidence="" if text or flag is not None else words,
                locator=Locator(document, "", (span,) if span else ()),
                context=read_context(row, raw),
                is_nil=not words,
            )
        )
    return tuple(elements), reading_text, tuple(_find_damage(raw, rows))


def read_notes_flag(words: str) -> bool | None:
    """A flag as txt.tsv has it (true, false, 1, 0) or as num.tsv has it (1.0000)."""
    whole, _, decimals = words.partition(".")
    return read_flag("", (whole if not decimals.strip("0") else words).lower())


def read_context(row: Row, raw: RawFiling) -> Context:
    """Whose fact it is and of what period, as rounded by the archive; dimensions by their short names."""
    dimensions: list[tuple[str, str]] = []
    if coregistrant := row.get("coreg", "").strip():
        dimensions.append((CO_REGISTRANT_AXIS, coregistrant))
    if row.get("dimn", "0").strip() not in {"", "0"}:
        segments = raw.dimensions.get(row.get("dimh", ""), "")
        pairs = [part.split("=", 1) for part in segments.split(";") if "=" in part]
        dimensions.extend((axis, member) for axis, member in pairs)
        if not pairs:
            dimensions.append(("dimension hash", row.get("dimh", "")))
    return Context(raw.submission["cik"], None, parse_day(row.get("ddate", "")), tuple(dimensions))


def read_issuer(sub: Row, parsed: ParsedFiling) -> IssuerFacts:
    code = sub.get("sic", "").strip()
    sic = int(code) if code.isascii() and code.isdigit() and 0 < int(code) <= 9999 else None
    kind, reason = derive_kind(parsed.issuer_name, sic, [parsed.reading_text], is_registered=True)
    country = sub.get("countryba", "").strip().upper()
    return IssuerFacts(
        cik=parsed.cik,
        name=fold(parsed.issuer_name),
        country=country if len(country) == 2 and country.isalpha() else "",
        sic=sic,
        public_float=read_float(sub.get("pubfloatusd", "")),
        kind=kind,
        kind_reason=reason,
        filed=parsed.filed,
    )


def read_float(words: str) -> int | None:
    """Whole US dollars; None where none is stated or the figure cannot be meant.

    A float of 0 says that no shares are in public hands (a subsidiary that files for its bonds), not how
    large the issuer is.
    """
    whole = words.strip().partition(".")[0]
    if not (whole.isascii() and whole.isdigit()):
        return None
    return int(whole) if 0 < int(whole) <= LARGEST_FLOAT else None


@lru_cache(maxsize=10_000)
def parse_day(words: str) -> date | None:
    """A day written yyyymmdd."""
    words = words.strip()
    if len(words) != 8 or not (words.isascii() and words.isdigit()):
        return None
    try:
        return date(int(words[:4]), int(words[4:6]), int(words[6:]))
    except ValueError:
        return None


def _find_damage(raw: RawFiling, rows: Sequence[Row]) -> Iterator[Problem]:
    lost = [count_lost(row["value"], row.get("txtlen", "")) for row in rows]
    missing = sum(count for count in lost if count <= CUT_OFF)
    dropped = f"{missing:,} characters outside ASCII are missing" if missing else "characters may be missing"
    yield Problem(
        "damaged-text",
        f"Taken from an SEC notes archive: {dropped}, words may be glued or split where tags stood, and"
        " periods are rounded to a month's end. Paragraphs are guessed: at headings, and in longer stretches"
        " before sentences chosen by their first characters.",
        severity=Severity.NOTE,
    )
    for row, count in zip(rows, lost, strict=True):
        if count > CUT_OFF:
            sentence = f"The archive left out {count:,} characters of cyd:{row['tag']}: its text is cut off."
            yield Problem("text-cut-off", sentence, f"cyd:{row['tag']}")
    others = raw.submission.get("nciks", "").strip()
    if others.isdigit() and int(others) > 1:
        yield Problem(
            "co-registrants", f"Filed for {int(others)} registrants together.", severity=Severity.NOTE
        )


@cache
def _orders() -> dict[str, int]:
    return {element.key: place for place, element in enumerate(load_framework("cyd").elements)}


def _order(tag: str) -> int:
    """Place of an element in the taxonomy, which is that of the rule; unknown ones come last."""
    return _orders().get(f"cyd:{tag}", len(_orders()))
