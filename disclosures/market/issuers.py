"""Issuers of an archive, made or brought up to date in a fixed number of statements."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Max
from django.utils.text import slugify

from disclosures.market.notes.filings import IssuerFacts
from disclosures.models import Filing, Issuer

# A newer submission's words count. An older one's fill what is unknown, and replace a type told without an
# industry code. Names stay as they are stored.
UPDATE = """
UPDATE disclosures_issuer SET country = new.country, sic = new.sic, public_float = new.public_float,
    kind = new.kind, kind_reason = new.kind_reason
FROM (
    SELECT i.id,
        CASE WHEN s.is_newer AND s.country <> '' OR i.country = '' THEN s.country ELSE i.country END,
        CASE WHEN s.is_newer THEN COALESCE(s.sic, i.sic) ELSE COALESCE(i.sic, s.sic) END,
        CASE WHEN s.is_newer THEN COALESCE(s.public_float, i.public_float)
             ELSE COALESCE(i.public_float, s.public_float) END,
        CASE WHEN tells_better THEN s.kind ELSE i.kind END,
        CASE WHEN tells_better THEN s.reason ELSE i.kind_reason END
    FROM unnest(%s::bigint[], %s::boolean[], %s::text[], %s::int[], %s::bigint[], %s::text[], %s::text[])
        AS s(id, is_newer, country, sic, public_float, kind, reason)
    JOIN disclosures_issuer i ON i.id = s.id,
    LATERAL (SELECT i.kind = '' OR s.kind <> '' AND (s.is_newer OR i.sic IS NULL AND s.sic IS NOT NULL))
        AS told(tells_better)
) new(id, country, sic, public_float, kind, kind_reason)
WHERE disclosures_issuer.id = new.id AND ROW(disclosures_issuer.country, disclosures_issuer.sic,
    disclosures_issuer.public_float, disclosures_issuer.kind, disclosures_issuer.kind_reason)
    IS DISTINCT FROM ROW(new.country, new.sic, new.public_float, new.kind, new.kind_reason)
"""


def merge_issuers(facts: Iterable[IssuerFacts]) -> int:
    """Makes the issuers that are missing and updates the others; returns how many were made.

    They are known by their CIK or, where a stored issuer has none, by their name. Several submissions of
    one issuer: the newest speaks.
    """
    newest: dict[str, IssuerFacts] = {}
    for entry in sorted(facts, key=lambda entry: entry.filed or date.min):
        newest[entry.cik] = entry
    known = _find_known(newest)
    missing = [entry for cik, entry in newest.items() if cik not in known]
    _update({known[cik]: entry for cik, entry in newest.items() if cik in known})
    Issuer.objects.bulk_create(_make(missing))
    return len(missing)


def _find_known(newest: dict[str, IssuerFacts]) -> dict[str, int]:
    """Keys of stored issuers by CIK. One stored by name only is given its CIK."""
    known = {
        cik: key
        for cik, key in Issuer.objects.filter(cik__in=list(newest)).values_list("cik", "pk")
        if cik is not None
    }
    unnumbered = {
        name.casefold(): key for name, key in Issuer.objects.filter(cik=None).values_list("name", "pk")
    }
    for cik, entry in newest.items() if unnumbered else ():
        if cik not in known and (key := unnumbered.pop(entry.name.casefold(), None)):
            Issuer.objects.filter(pk=key).update(cik=cik)
            known[cik] = key
    return known


def _update(known: dict[int, IssuerFacts]) -> None:
    held = Filing.objects.filter(issuer__in=list(known)).order_by()
    latest = dict(held.values_list("issuer").annotate(Max("filed")))
    rows = [
        (key, entry.filed is not None and entry.filed >= (latest.get(key) or date.min), entry)
        for key, entry in known.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            UPDATE,
            [
                [key for key, _, _ in rows],
                [is_newer for _, is_newer, _ in rows],
                [entry.country for _, _, entry in rows],
                [entry.sic for _, _, entry in rows],
                [entry.public_float for _, _, entry in rows],
                [entry.kind for _, _, entry in rows],
                [entry.kind_reason for _, _, entry in rows],
            ],
        )


def _make(missing: list[IssuerFacts]) -> list[Issuer]:
    taken = set(Issuer.objects.order_by().values_list("slug", flat=True)) if missing else set()
    issuers = []
    for entry in missing:
        slug = _free_slug(entry, taken)
        taken.add(slug)
        issuers.append(
            Issuer(
                name=entry.name,
                slug=slug,
                cik=entry.cik,
                country=entry.country,
                sic=entry.sic,
                public_float=entry.public_float,
                kind=entry.kind,
                kind_reason=entry.kind_reason,
            )
        )
    return issuers


def _free_slug(entry: IssuerFacts, taken: set[str]) -> str:
    """From the name; of two issuers of one name the later one's CIK tells them apart, also the next time."""
    base = slugify(entry.name)[:66] or "issuer"
    return base if base not in taken else f"{base}-{entry.cik}"
