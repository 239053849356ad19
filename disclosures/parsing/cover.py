"""What a filing says of itself: issuer, form, period; from dei facts, else from contexts and the cover."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from disclosures.parsing.flags import read_flag
from disclosures.parsing.periods import derive_fiscal_year, is_plausible_year, parse_date
from disclosures.parsing.text import fold
from disclosures.parsing.types import Context, Problem

COVER_CONCEPTS = frozenset(
    {
        "EntityRegistrantName",
        "EntityCentralIndexKey",
        "DocumentType",
        "DocumentPeriodEndDate",
        "DocumentFiscalYearFocus",
        "AmendmentFlag",
    }
)
_ACCESSION = re.compile(r"(?<!\d)\d{10}-\d{2}-\d{6}(?!\d)")
_FORM = re.compile(r"\bFORM\s+(10-KT?|20-F|40-F|10-Q|8-K|6-K)(\s*/\s*A\b)?", re.IGNORECASE)
_AMENDMENT = re.compile(r"\(?\s*Amendment\s+No\.?\s*\d", re.IGNORECASE)
_COVER_CHARACTERS = 4000


@dataclass(frozen=True, slots=True)
class CoverFact:
    """One dei fact: local name, words, transformation and context."""

    name: str
    words: str
    format_name: str = ""
    context: Context = field(default_factory=Context)


@dataclass(frozen=True, slots=True)
class Cover:
    """Who filed what for which period; fields as in ParsedFiling."""

    form: str = ""
    issuer_name: str = ""
    cik: str = ""
    period_end: date | None = None
    fiscal_year: int | None = None
    is_amendment: bool = False
    problems: tuple[Problem, ...] = ()


def read_cover(facts: Sequence[CoverFact], contexts: Sequence[Context], cover_text: str = "") -> Cover:
    """The cover from its facts; from the contexts of the disclosure and the cover's words where they lack."""
    plain = [fact for fact in facts if not fact.context.dimensions] or list(facts)
    by_name = {fact.name: fact for fact in reversed(plain)}
    problems: list[Problem] = [*_find_several_registrants(plain, contexts), *_find_odd_periods(contexts)]
    period_end = _period_end(by_name, contexts)
    if period_end and not is_plausible_year(period_end.year):
        problems.append(_implausible(f"The period ends on {period_end.isoformat()}."))
    entity = next((context.entity for context in contexts if context.entity), "")
    cik = _words(by_name, "EntityCentralIndexKey") or entity
    if not is_cik(cik):
        problems.append(Problem("cik-invalid", f"The issuer's CIK reads “{cik[:40]}”, which is none.", "dei"))
    form = _words(by_name, "DocumentType").upper() or _form_on(cover_text)
    amendment = by_name.get("AmendmentFlag")
    is_amended = amendment is not None and read_flag(amendment.format_name, amendment.words) is True
    return Cover(
        form=form,
        issuer_name=_words(by_name, "EntityRegistrantName"),
        cik=cik.zfill(10) if is_cik(cik) else "",
        period_end=period_end,
        fiscal_year=derive_fiscal_year(period_end, _words(by_name, "DocumentFiscalYearFocus")),
        is_amendment=is_amended or form.endswith("/A"),
        problems=tuple(problems),
    )


def is_cik(text: str) -> bool:
    """Whether `text` can be a Central Index Key: one to ten digits, not all zero."""
    return re.fullmatch(r"[0-9]{1,10}", text) is not None and int(text) > 0


def find_accession(name: str) -> str:
    """The accession number in a file name or path, or an empty text."""
    match = _ACCESSION.search(name)
    return match.group(0) if match else ""


def _words(by_name: dict[str, CoverFact], name: str) -> str:
    return fold(by_name[name].words) if name in by_name else ""


def _period_end(by_name: dict[str, CoverFact], contexts: Sequence[Context]) -> date | None:
    stated = by_name.get("DocumentPeriodEndDate")
    if stated and (day := parse_date(stated.words, stated.format_name)):
        return day
    return max((context.end for context in contexts if context.end), default=None)


def _form_on(cover_text: str) -> str:
    head = fold(cover_text[:_COVER_CHARACTERS])
    match = _FORM.search(head)
    if match is None:
        return ""
    is_amended = bool(match[2]) or _AMENDMENT.match(head, match.end()) is not None
    return match[1].upper() + ("/A" if is_amended else "")


def _find_several_registrants(facts: Sequence[CoverFact], contexts: Sequence[Context]) -> Iterator[Problem]:
    ciks = sorted({context.entity.lstrip("0") for context in contexts if context.entity})
    names = sorted({fold(fact.words) for fact in facts if fact.name == "EntityRegistrantName"})
    if len(ciks) > 1 or len(names) > 1:
        listed = ", ".join(names if len(names) > 1 else ciks)
        yield Problem(
            "several-registrants",
            f"The filing speaks for several registrants ({listed}); it was read under the first it names.",
        )


def _find_odd_periods(contexts: Sequence[Context]) -> Iterator[Problem]:
    for context in dict.fromkeys(contexts):
        start, end = context.start, context.end
        if start and end and start > end:
            yield _implausible(
                f"A period starts on {start.isoformat()} and ends before that, on {end.isoformat()}."
            )
        elif end and not is_plausible_year(end.year):
            yield _implausible(f"A period ends on {end.isoformat()}.")


def _implausible(sentence: str) -> Problem:
    return Problem("period-implausible", f"{sentence} That makes no sense as a fiscal period.")
