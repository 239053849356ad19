"""Every write that brings filings in: document, issuer, filing, element values, passages, problems."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pghistory
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils.text import slugify

from config.accounts.models import User
from disclosures import signals
from disclosures.conf import reading_limits
from disclosures.identity import (
    Details,
    find_filing,
    find_issuer,
    form_for_links,
    is_fuller_source,
    resolve_details,
)
from disclosures.market.classification import derive_kind
from disclosures.models import (
    Element,
    ElementValue,
    Filing,
    Framework,
    Issuer,
    Passage,
    SourceDocument,
    StoredProblem,
)
from disclosures.parsing.errors import ParseError
from disclosures.parsing.passages import cut_passages, hash_passage, normalise_passage
from disclosures.parsing.types import ElementKind, ParsedElement, ParsedFiling, Severity, SourceFormat
from disclosures.plans import store_plan
from disclosures.predictions import forget_values, is_predictable, store_predictions
from disclosures.reader_pool import read_apart
from disclosures.replacing import ReplacedValue, take_down

# A stored filing has an issuer: that its source named none is no longer anything to mend.
ANSWERED_PROBLEMS = frozenset({"issuer-missing"})

NOTHING_READ = "Nothing that it discloses was found: comparisons and searches hold nothing of it."
"""Said of a filing without the item, as of a registration statement."""
STORING_LOCK = 0x434F4C4C
"""Number of the lock in the database that one transaction at a time holds while it stores what was read."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one parsed filing: the row it is in, and one sentence about it."""

    filing: Filing | None
    framework: Framework | None
    sentence: str
    is_new: bool


def read_document(document: SourceDocument) -> tuple[ParsedFiling, ...]:
    """The filings in a stored document, read by a process of its own that has so much time and no more.

    Raises ParseError with a sentence for the uploader, and ReaderEndedError where the process was ended from
    outside or crashed: another try may go well.
    """
    seconds = settings.READING_MAX_SECONDS
    return read_apart(document.read(), document.name, limits=reading_limits(), seconds=seconds)


def lock_storing() -> None:
    """Waits until no other worker stores, until the end of the transaction around the call.

    Whether an issuer, a filing or an element is new, and which slug is free, is looked up before it is
    written: two workers with filings of one new issuer would both make it. Reading goes on side by side.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STORING_LOCK])


@transaction.atomic
def receive_document(*, data: bytes, name: str, by: User | None) -> SourceDocument:
    """The document with these bytes, kept once whoever brings it."""
    digest = hashlib.sha256(data).hexdigest()
    # On Linux a name is any bytes; what of it is no text becomes "?".
    name = name.encode("utf-8", "replace").decode()[-255:]
    # Locked, so that whoever finds these bytes unused at this moment waits, and then sees that they are not.
    document, created = SourceDocument.objects.select_for_update().get_or_create(
        sha256=digest, defaults={"name": name, "size": len(data), "received_by": by}
    )
    # A store that lost its files is mended by bringing them again.
    if created or not document.is_in_store():
        document.content.save(digest, ContentFile(data))
    return document


def store_parsed(
    *, document: SourceDocument, part: int, parsed: ParsedFiling, details: Details, by: User | None
) -> Stored:
    """Stores one parsed filing in one transaction; `details` answer what the source does not say.

    The same filing from a source at least as full replaces what was stored; people's work hangs on stable
    keys and stays. Raises MissingDetailsError where neither source nor details say whose filing it is, and
    ParseError where another issuer's filing has its accession number.
    """
    with (
        transaction.atomic(),
        pghistory.context(user=by and by.pk, action="ingest", document=document.sha256),
    ):
        lock_storing()
        if parsed.source_format is SourceFormat.REGULATOR_PLAN:
            framework, is_new = store_plan(document=document, parsed=parsed)
            return Stored(None, framework, f"Read as a plan: {framework.name}.", is_new)
        return _store_filing(document, part, parsed, resolve_details(parsed, details))


def _store_filing(document: SourceDocument, part: int, parsed: ParsedFiling, details: Details) -> Stored:
    issuer = find_issuer(details) or _create_issuer(details)
    # Two jobs may bring the same filing in the same moment: the second waits here, then finds it stored.
    Issuer.objects.select_for_update().get(pk=issuer.pk)
    if details.cik and issuer.cik is None:
        issuer.cik = details.cik
        issuer.save(update_fields=["cik"])
    existing = find_filing(issuer, details, document, part)
    if existing is not None and existing.issuer != issuer:
        same = f"The accession number {details.accession}" if details.accession else "This file"
        sentence = f"{same} is held as {existing}, and this source names {issuer.name}."
        raise ParseError("accession-of-another-issuer", sentence)
    if existing is not None and not is_fuller_source(parsed.source_format, existing):
        sentence = f"{existing} is already held from a fuller source, which stays."
        return Stored(existing, None, sentence, is_new=False)
    # The same bytes read again, or a fuller source of the same filing, are no change of the issuer's.
    is_revised = (
        existing is not None
        and existing.document_id != document.pk
        and existing.source_format == parsed.source_format
    )
    replaced = take_down(existing) if existing is not None and is_revised else ()
    if not issuer.kind:
        # The SEC's records say it better where they come; without a type no benchmark would count it.
        issuer.kind, issuer.kind_reason = derive_kind(issuer.name, issuer.sic, [parsed.reading_text])
        issuer.save(update_fields=["kind", "kind_reason"])
    filing = existing or Filing(issuer=issuer, slug=_free_slug(issuer, details))
    filing.document, filing.part = document, part
    _write_filing(filing, parsed, details, replaced)
    if existing is None:
        empty = "" if parsed.reading_text or parsed.elements else " " + NOTHING_READ
        return Stored(filing, None, f"Stored as {filing}.{empty}", is_new=True)
    return Stored(filing, None, f"Replaced the text of {filing} by this source.", is_new=False)


@transaction.atomic
def store_again(document: SourceDocument, read: Sequence[ParsedFiling]) -> tuple[Filing, ...]:
    """Replaces everything parsed from a document by what was read of it now; its filings.

    What the uploader had to add (issuer, form, year) is kept from the stored filing. Raises ParseError where
    one now has the accession number of another.
    """
    lock_storing()
    filings = {filing.part: filing for filing in document.filings.select_related("issuer")}
    for part, parsed in enumerate(read):
        if parsed.source_format is SourceFormat.REGULATOR_PLAN:
            store_plan(document=document, parsed=parsed)
        elif filing := filings.get(part):
            known = Details(filing.issuer.name, filing.issuer.cik or "", filing.form, filing.fiscal_year)
            details = resolve_details(parsed, known)
            _check_accession(filing, details.accession)
            _write_filing(filing, parsed, details)
    return tuple(filings.values())


def _check_accession(filing: Filing, accession: str) -> None:
    held = Filing.objects.filter(accession=accession).exclude(pk=filing.pk).first() if accession else None
    if held is not None:
        sentence = f"It now reads as {accession}, and that accession number is held as {held}."
        raise ParseError("accession-of-another-filing", sentence)


def _write_filing(
    filing: Filing, parsed: ParsedFiling, details: Details, replaced: tuple[ReplacedValue, ...] = ()
) -> None:
    is_new = filing.pk is None
    filing.form = details.form
    filing.fiscal_year = details.fiscal_year
    filing.accession = details.accession or filing.accession
    filing.period_end = parsed.period_end or filing.period_end
    filing.filed = parsed.filed or filing.filed
    filing.is_amendment = parsed.is_amendment or details.form.endswith("/A")
    if not filing.is_amendment:
        filing.amends = None
    filing.source_format = parsed.source_format
    filing.reading_text = parsed.reading_text
    filing.save()
    if is_predictable(filing):
        store_predictions(filing)
    else:
        _replace_values(filing, parsed)
    _replace_problems(filing, parsed)
    _link_amendments(filing)
    signals.filing_stored.send(sender=Filing, filing=filing, is_new=is_new, replaced=replaced)


def _replace_values(filing: Filing, parsed: ParsedFiling) -> None:
    elements = _elements_by_key(parsed)
    forget_values(filing)
    values = [
        _value(filing, position, entry, elements[_key(entry)], parsed.source_format)
        for position, entry in enumerate(parsed.elements)
    ]
    ElementValue.objects.bulk_create(values)
    Passage.objects.bulk_create(
        passage
        for value, entry in zip(values, parsed.elements, strict=True)
        for passage in _passages(value, entry)
    )


def _value(
    filing: Filing, position: int, entry: ParsedElement, element: Element, source_format: SourceFormat
) -> ElementValue:
    is_flag = entry.kind is ElementKind.FLAG
    by_heading = source_format is SourceFormat.WEB_DISCLOSURE
    return ElementValue(
        filing=filing,
        element=element,
        position=position,
        flag=entry.flag,
        text="" if is_flag else entry.text,
        evidence=entry.evidence,
        document_name=entry.locator.document[:255],
        source_id=entry.locator.element_id[:255],
        spans=[[span.start, span.end] for span in entry.locator.spans],
        heading=list(entry.heading),
        context_start=entry.context.start,
        context_end=entry.context.end,
        dimensions=dict(entry.context.dimensions),
        is_nil=entry.is_nil,
        origin=ElementValue.Origin.HEADING if by_heading else ElementValue.Origin.TAGGED,
    )


def _passages(value: ElementValue, entry: ParsedElement) -> Iterator[Passage]:
    if entry.kind is ElementKind.FLAG:
        return
    for position, passage in enumerate(cut_passages(entry, value.filing.reading_text)):
        normalised = normalise_passage(passage.text)
        yield Passage(
            value=value,
            position=position,
            text=passage.text,
            normalised=normalised,
            text_hash=hash_passage(normalised),
            start=passage.span.start,
            end=passage.span.end,
        )


def _key(entry: ParsedElement) -> str:
    return entry.concept[:200]


def _elements_by_key(parsed: ParsedFiling) -> dict[str, Element]:
    keys = {_key(entry) for entry in parsed.elements}
    known = {element.key: element for element in Element.objects.filter(key__in=keys)}
    for entry in parsed.elements:
        if _key(entry) not in known:
            known[_key(entry)] = create_unknown_element(entry)
    return known


def create_unknown_element(entry: ParsedElement) -> Element:
    """A concept of a taxonomy newer than ours is kept and shown, under its own name."""
    prefix, _, local_name = entry.concept.partition(":")
    framework = Framework.objects.get(slug=prefix)
    last = framework.elements.order_by("-order").values_list("order", flat=True).first() or 0
    base = f"{prefix}-{slugify(local_name)}"[:110]
    taken = set(Element.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return Element.objects.create(
        framework=framework,
        key=_key(entry),
        slug=_first_free(base, taken),
        kind=entry.kind.value,
        label=(entry.label or local_name)[:300],
        name=local_name[:120],
        group="Not in the framework yet",
        order=max(last, 1000) + 1,
    )


def _replace_problems(filing: Filing, parsed: ParsedFiling) -> None:
    filing.problems.all().delete()
    StoredProblem.objects.bulk_create(
        StoredProblem(
            filing=filing,
            position=position,
            code=problem.code[:60],
            severity=Severity.NOTE if problem.code in ANSWERED_PROBLEMS else problem.severity,
            message=problem.message,
            locator=problem.locator,
        )
        for position, problem in enumerate(parsed.problems)
    )


def _link_amendments(filing: Filing) -> None:
    """An amendment points at the filing it amends, whichever of the two came first.

    One that pointed at this filing is looked after anew: it may have been read as another year's by now.
    """
    unsure = Q(pk=filing.pk) | Q(amends=filing) | Q(amends=None)
    link_amendments(Filing.objects.filter(unsure, issuer=filing.issuer_id, is_amendment=True))
    filing.refresh_from_db(fields=["amends"])


def link_amendments(amendments: QuerySet[Filing]) -> None:
    """Points each of them at the filing it amends, or at none."""
    for amendment in amendments.defer("reading_text").order_by("pk"):
        original = _find_original(amendment)
        if original != amendment.amends_id:
            Filing.objects.filter(pk=amendment.pk).update(amends=original)


def _find_original(amendment: Filing) -> int | None:
    """Key of the filing that it amends: of the same year and form, best one of the same period."""
    same = Filing.objects.filter(
        issuer=amendment.issuer_id,
        fiscal_year=amendment.fiscal_year,
        form__in=form_for_links(amendment.form),
        is_amendment=False,
    )
    originals = list(same.order_by(F("filed").desc(nulls_last=True), "-pk").values_list("pk", "period_end"))
    of_period = (pk for pk, period_end in originals if period_end == amendment.period_end)
    return next(of_period, originals[0][0] if originals else None)


def _create_issuer(details: Details) -> Issuer:
    base = slugify(details.issuer_name)[:70] or f"issuer-{details.cik or 'unnamed'}"
    taken = set(Issuer.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return Issuer.objects.create(
        name=details.issuer_name, cik=details.cik or None, slug=_first_free(base, taken)
    )


def _free_slug(issuer: Issuer, details: Details) -> str:
    base = details.accession or slugify(f"{issuer.slug}-{details.form}-{details.fiscal_year}")[:110]
    taken = set(Filing.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return _first_free(base, taken)


def _first_free(base: str, taken: set[str]) -> str:
    """`base`, or `base-2`, `base-3` … whichever is not taken yet."""
    candidates = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)
