"""What this app does when a filing's text was stored: look again for the words people's notes stand on."""

from collections.abc import Collection

import pghistory
from django.db.models import Exists, OuterRef, Q

from comparison.models import Annotation, Judgement
from comparison.predictions.judgements import apply_judgements
from comparison.reviewing.anchoring import Quote, State, find_again
from disclosures.models import Filing

type Quoted = Annotation | Judgement
"""What keeps its words as a quote."""


def reanchor_annotations(sender: type[Filing], filing: Filing, **_kwargs: object) -> None:
    """Receiver of filing_stored, inside its transaction: no note is lost, none moves to other words silently.

    A filing whose fiscal year was corrected takes its notes along. A note whose filing is gone is looked for
    in the issuer's filing of the same year, and waits there for a person.
    """
    with pghistory.context(action="looked for its words in a new reading of the text", filing=filing.slug):
        filing.annotations.exclude(fiscal_year=filing.fiscal_year, issuer=filing.issuer).update(
            fiscal_year=filing.fiscal_year, issuer=filing.issuer
        )
        own = Q(filing=filing) | Q(filing=None, issuer=filing.issuer, fiscal_year=filing.fiscal_year)
        quoted = Annotation.objects.filter(own).exclude(anchor=Annotation.Anchor.WHOLE)
        for annotation in quoted.order_by("pk"):
            _reanchor(annotation, filing)


def reanchor_judgements(sender: type[Filing], filing: Filing, **_kwargs: object) -> None:
    """Receiver of filing_stored: the same for what reviewers decided about predictions.

    Those that are surely on the same words decide again; a filing that is tagged now keeps them as labels.
    """
    with pghistory.context(action="looked for its words in a new reading of the text", filing=filing.slug):
        filing.judgements.exclude(fiscal_year=filing.fiscal_year, issuer=filing.issuer).update(
            fiscal_year=filing.fiscal_year, issuer=filing.issuer
        )
        own = Q(filing=filing) | Q(filing=None, issuer=filing.issuer, fiscal_year=filing.fiscal_year)
        for judgement in Judgement.objects.filter(own).order_by("pk"):
            _reanchor(judgement, filing)
    apply_judgements(filing)


def reanchor_homeless(sender: type[Filing], filing_ids: Collection[int], **_kwargs: object) -> None:
    """Receiver of filings_loaded: notes without a filing are looked for in the new ones of their year.

    One query where no note waits for any of them; one more for each filing that may take some in.
    """
    waiting = Annotation.objects.filter(
        filing=None, issuer=OuterRef("issuer"), fiscal_year=OuterRef("fiscal_year")
    ).exclude(anchor=Annotation.Anchor.WHOLE)
    loaded = Filing.objects.filter(Exists(waiting), pk__in=filing_ids).select_related("issuer")
    for filing in loaded.order_by("pk"):
        reanchor_annotations(sender, filing)


def _reanchor(annotation: Quoted, filing: Filing) -> None:
    if annotation.start is None or annotation.end is None:  # the database refuses it beside a quote
        raise ValueError(f"Annotation {annotation.pk} has a quote without a place.")
    is_homeless = annotation.filing_id is None
    known = State.ORPHANED if is_homeless else State(annotation.anchor)
    quote = Quote(
        start=annotation.start,
        end=annotation.end,
        words=annotation.quote,
        prefix=annotation.prefix,
        suffix=annotation.suffix,
        text_hash=annotation.text_hash,
    )
    found = find_again(quote, filing.reading_text, known)
    if is_homeless and found.state is State.ORPHANED:
        return
    now = (found.state.value, found.start, found.end, filing.pk)
    if now == (annotation.anchor, annotation.start, annotation.end, annotation.filing_id):
        return
    annotation.anchor, annotation.start, annotation.end, annotation.filing = (*now[:3], filing)
    annotation.save(update_fields=["anchor", "start", "end", "filing"])
