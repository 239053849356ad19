"""What the interface answers: the documented names of docs/api.md, which stay."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

from disclosures.market.classification import sic_division, size_band
from disclosures.models import Element, ElementValue, Filing, Issuer

Slug = Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]{1,120}$")]
Words = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
Year = Annotated[int, Field(ge=1990, le=2100)]


class IssuerRef(Schema):
    slug: str
    name: str
    cik: str | None


class IssuerOut(IssuerRef):
    country: str = Field(description="ISO 3166 of the business address; empty where not known.")
    sic: int | None
    sic_division: str
    public_float: int | None = Field(description="US dollars, latest stated.")
    size_band: str
    type: str = Field(
        description="operating, bank_or_insurer, spac_or_shell, fund_or_trust; empty if unknown."
    )
    type_reason: str
    filing_count: int
    latest_year: int | None
    page: str = Field(description="Address of the page, without the host.")

    @staticmethod
    def resolve_sic_division(issuer: Issuer) -> str:
        return sic_division(issuer.sic)

    @staticmethod
    def resolve_size_band(issuer: Issuer) -> str:
        return size_band(issuer.public_float)

    @staticmethod
    def resolve_type(issuer: Issuer) -> str:
        return issuer.kind

    @staticmethod
    def resolve_type_reason(issuer: Issuer) -> str:
        return issuer.kind_reason

    @staticmethod
    def resolve_page(issuer: Issuer) -> str:
        return issuer.get_absolute_url()


class FilingOut(Schema):
    slug: str
    issuer: IssuerRef
    form: str
    accession: str | None
    fiscal_year: int
    period_end: date | None
    filed: date | None
    is_amendment: bool
    amends: str | None = Field(description="Slug of the amended filing.")
    source_format: str
    element_count: int = Field(description="Values of elements; 0 for a filing without tags.")
    stored_at: datetime
    page: str

    @staticmethod
    def resolve_amends(filing: Filing) -> str | None:
        return filing.amends.slug if filing.amends else None

    @staticmethod
    def resolve_element_count(filing: Filing) -> int:
        return int(getattr(filing, "value_count", 0))

    @staticmethod
    def resolve_page(filing: Filing) -> str:
        return filing.get_absolute_url()


class CodeEvidence(Schema):
    quote: str
    start: int = Field(description="First character in the filing's reading_text.")
    end: int
    element: str | None = Field(description="Concept whose text holds it.")


class CodeOut(Schema):
    attribute: str
    label: str
    group: str
    clause: str = Field(description="Of 17 CFR 229; empty where no rule asks.")
    state: Literal["disclosed", "denied", "silent"]
    value: bool | int | str | list[int] | list[str] | None
    evidence: list[CodeEvidence]


class ProblemOfFiling(Schema):
    code: str
    severity: str
    message: str
    locator: str


class FilingDetailOut(FilingOut):
    reading_text: str = Field(description="The disclosure in reading order; spans count its characters.")
    problems: list[ProblemOfFiling]

    @staticmethod
    def resolve_problems(filing: Filing) -> list[Any]:
        return list(filing.problems.all())


class ElementOut(Schema):
    slug: str
    concept: str
    framework: str
    kind: Literal["flag", "text", "requirement"]
    name: str
    label: str
    asks: str
    group: str
    clause_106: str
    clause_20f: str
    clause_8k: str
    text_element: str | None = Field(description="For a flag: slug of the text it answers for.")

    @staticmethod
    def resolve_concept(element: Element) -> str:
        return element.key

    @staticmethod
    def resolve_framework(element: Element) -> str:
        return element.framework.slug

    @staticmethod
    def resolve_text_element(element: Element) -> str | None:
        return element.text_element.slug if element.text_element else None


class Locator(Schema):
    document: str = Field(description="Member of the filing.")
    id: str = Field(description="id attribute in that document.")
    spans: list[tuple[int, int]] = Field(description="[start, end) in the filing's reading_text.")


class Context(Schema):
    start: date | None
    end: date | None
    dimensions: dict[str, Any]


class ValueOut(Schema):
    issuer: str
    filing: str
    fiscal_year: int
    element: str
    concept: str
    position: int
    flag: bool | None
    text: str
    evidence: str = Field(description="The words a flag wraps.")
    origin: Literal["tagged", "heading", "predicted", "confirmed"] = Field(
        description="Tagged or under a heading in the source; or predicted from the words of an untagged "
        "filing by the element model, and confirmed by a reviewer."
    )
    confidence: float | None = Field(description="Of a prediction, 0.5 to 1; null for all others.")
    is_nil: bool
    heading: list[str]
    locator: Locator
    context: Context

    @staticmethod
    def resolve_issuer(value: ElementValue) -> str:
        return value.filing.issuer.slug

    @staticmethod
    def resolve_filing(value: ElementValue) -> str:
        return value.filing.slug

    @staticmethod
    def resolve_fiscal_year(value: ElementValue) -> int:
        return value.filing.fiscal_year

    @staticmethod
    def resolve_element(value: ElementValue) -> str:
        return value.element.slug

    @staticmethod
    def resolve_concept(value: ElementValue) -> str:
        return value.element.key

    @staticmethod
    def resolve_locator(value: ElementValue) -> dict[str, Any]:
        return {"document": value.document_name, "id": value.source_id, "spans": value.spans}

    @staticmethod
    def resolve_context(value: ElementValue) -> dict[str, Any]:
        return {"start": value.context_start, "end": value.context_end, "dimensions": value.dimensions}
