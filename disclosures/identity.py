"""Which issuer and which filing a source speaks for: what it says itself, and what its uploader adds."""

import re
from dataclasses import dataclass, replace

from django.db.models import Q
from rapidfuzz import fuzz, process, utils

from disclosures.models import Filing, Issuer, SourceDocument
from disclosures.parsing.types import ParsedFiling, SourceFormat

LONGEST_NAME = 200
LONGEST_FORM = 40
YEARS = range(1990, 2101)
"""What a filing's row takes; what is longer is cut, a year outside counts as none."""

_CIK = re.compile(r"[0-9]{10}")
_ACCESSION = re.compile(r"[0-9]{10}-[0-9]{2}-[0-9]{6}")

WEB_DISCLOSURE_FORM = "Web disclosure"
ANNUAL_FORMS = frozenset({"10-K", "10-KT", "20-F", "40-F", WEB_DISCLOSURE_FORM})
ANNUAL_NAMES = tuple(name for form in sorted(ANNUAL_FORMS) for name in (form, f"{form}/A"))
"""Annual forms and their amendments, as filings name them."""

FULLNESS = {
    SourceFormat.UNTAGGED: 0,
    SourceFormat.NOTES_ARCHIVE: 1,
    SourceFormat.RPAGE_TEXT: 2,
    SourceFormat.RPAGE_HTML: 3,
    SourceFormat.XBRL_INSTANCE: 4,
    SourceFormat.INLINE_XBRL: 5,
    SourceFormat.SUBMISSION: 5,
    SourceFormat.ZIP: 5,
    SourceFormat.WEB_DISCLOSURE: 5,
}
"""How much of a filing a source shows: an archive's text is damaged, an R page has no surroundings."""

DERIVE_YEAR = frozenset(
    {SourceFormat.RPAGE_TEXT, SourceFormat.RPAGE_HTML, SourceFormat.UNTAGGED, SourceFormat.WEB_DISCLOSURE}
)
"""Sources without a fiscal-year fact: issuers name a year that ends in January to March either way."""


class MissingDetailsError(Exception):
    """The source does not say whose filing it is; `fields` names what the uploader must add."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        self.fields = fields
        super().__init__(f"The source does not name its {' or '.join(f.replace('_', ' ') for f in fields)}.")


@dataclass(frozen=True, slots=True)
class Details:
    """Whose filing, for which year. Empty strings and 0 mean "not known"."""

    issuer_name: str = ""
    cik: str = ""
    form: str = ""
    fiscal_year: int = 0
    accession: str = ""


def resolve_details(parsed: ParsedFiling, details: Details) -> Details:
    """What the source says, filled up with `details`. Raises MissingDetailsError naming what both lack.

    Two things give way to the uploader's: the fiscal year of a source that states none, but a period or a
    date; and the name on a web page, which is often that of the operating company, not of the issuer.
    """
    answers = tuple(year if year in YEARS else 0 for year in (parsed.fiscal_year, details.fiscal_year))
    fiscal_year = next(filter(None, reversed(answers) if parsed.source_format in DERIVE_YEAR else answers), 0)
    is_web = parsed.source_format is SourceFormat.WEB_DISCLOSURE
    names = (details.issuer_name, parsed.issuer_name) if is_web else (parsed.issuer_name, details.issuer_name)
    resolved = replace(
        details,
        issuer_name=next(filter(None, names), "")[:LONGEST_NAME].strip(),
        cik=_well_formed(_CIK, parsed.cik) or details.cik,
        form=spell_form(parsed.form or details.form or (WEB_DISCLOSURE_FORM if is_web else "")),
        fiscal_year=fiscal_year,
        accession=_well_formed(_ACCESSION, parsed.accession) or details.accession,
    )
    missing = tuple(
        name
        for name, known in (
            ("issuer", resolved.issuer_name or resolved.cik),
            ("form", resolved.form),
            ("fiscal_year", resolved.fiscal_year),
        )
        if not known
    )
    if missing:
        raise MissingDetailsError(missing)
    return resolved


def spell_form(words: str) -> str:
    """A form in its one spelling, in whatever capitals somebody typed it."""
    form = words[:LONGEST_FORM].strip()
    known = {name.casefold(): name for name in ANNUAL_NAMES}
    return known.get(form.casefold(), form.upper())


def _well_formed(pattern: re.Pattern[str], words: str) -> str:
    return words if pattern.fullmatch(words) else ""


def find_issuer(details: Details) -> Issuer | None:
    """The issuer with this CIK, or, where one side has none, with this name."""
    if details.cik and (issuer := Issuer.objects.filter(cik=details.cik).first()):
        return issuer
    named = Issuer.objects.filter(name__iexact=details.issuer_name.strip())
    return named.filter(cik=None).first() if details.cik else named.first()


def find_filing(issuer: Issuer, details: Details, document: SourceDocument, part: int) -> Filing | None:
    """The stored filing that this is: the same accession, or the same issuer, form and year.

    Two accession numbers that differ are two filings; event reports without one are told apart by
    their document.
    """
    if details.accession and (filing := Filing.objects.filter(accession=details.accession).first()):
        return filing
    if again := Filing.objects.filter(document=document, part=part).first():
        return again
    if details.form.removesuffix("/A") not in ANNUAL_FORMS:
        return None
    same = issuer.filings.filter(form=details.form, fiscal_year=details.fiscal_year)
    if details.accession:
        same = same.filter(accession=None)
    return same.order_by("-stored_at").first()


def is_fuller_source(source_format: SourceFormat, existing: Filing) -> bool:
    """True when a source shows at least as much of a filing as the one stored now."""
    return FULLNESS[source_format] >= FULLNESS[SourceFormat(existing.source_format)]


def form_for_links(form: str) -> tuple[str, str]:
    """The form and its amendment: an amendment and its original carry either."""
    base = form.removesuffix("/A")
    return base, f"{base}/A"


def suggest_issuers(words: str, limit: int = 6) -> list[Issuer]:
    """Stored issuers whose names come closest to some words (a file name, a typed name), best first."""
    issuers = list(Issuer.objects.filter(~Q(name="")))
    matches = process.extract(
        words,
        [issuer.name for issuer in issuers],
        scorer=fuzz.partial_token_set_ratio,
        processor=utils.default_process,
        limit=limit,
        score_cutoff=60,
    )
    return [issuers[index] for _name, _score, index in matches]
