"""Stored filings as the codebook's rules take them."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from disclosures.coding.codebook.disclosure import Disclosure
from disclosures.models import GIVEN_ORIGINS, ElementValue, Filing
from disclosures.parsing.types import Span


def read_texts(filings: Collection[int], priors: Mapping[int, int] | None = None) -> dict[int, Disclosure]:
    """The disclosures of filings by their keys; `priors` names the filing of the year before, where there is
    one. At most three queries.

    Elements that were predicted from the words are left out: from a file, which knows none, the same values
    are read.
    """
    before = priors or {}
    texts = dict(Filing.objects.filter(pk__in=before.values()).values_list("pk", "reading_text"))
    flags: defaultdict[int, dict[str, bool]] = defaultdict(dict)
    concepts: defaultdict[int, set[str]] = defaultdict(set)
    spans: defaultdict[int, list[tuple[Span, str]]] = defaultdict(list)
    given = ElementValue.objects.filter(filing__in=filings, origin__in=GIVEN_ORIGINS)
    values = given.order_by("filing_id", "position")
    for filing, key, flag, places in values.values_list("filing_id", "element__key", "flag", "spans"):
        concepts[filing].add(key)
        if flag is not None:
            flags[filing][key] = flag
        else:
            spans[filing].extend((Span(start, end), key) for start, end in places)
    rows = Filing.objects.filter(pk__in=filings)
    return {
        pk: Disclosure(
            text=text,
            flags=flags[pk],
            concepts=frozenset(concepts[pk]),
            spans=tuple(spans[pk]),
            form=form,
            issuer_name=name,
            kind=kind,
            prior=texts[before[pk]] if pk in before else None,
        )
        for pk, text, form, name, kind in rows.values_list(
            "pk", "reading_text", "form", "issuer__name", "issuer__kind"
        )
    }
