"""What this app does when a filing's text was stored: look again for the words people's notes stand on."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import pghistory
from django.db.models import Exists, OuterRef, Q

from comparison.models import Annotation, Judgement
from comparison.predictions.judgements import apply_judgements
from comparison.reviewing.anchoring import Anchorage, Quote, State, find_again
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
            if found := _look_again(annotation, filing):
                _put(annotation, found, filing)


def reanchor_judgements(sender: type[Filing], filing: Filing, **_kwargs: object) -> None:
    """Receiver of filing_stored: the same for what reviewers decided about predictions.

    Those that are surely on the same words decide again; a filing that is tagged now keeps them as labels.
    """
    with pghistory.context(action="looked for its words in a new reading of the text", filing=filing.slug):
        filing.judgements.exclude(fiscal_year=filing.fiscal_year, issuer=filing.issuer).update(
            fiscal_year=filing.fiscal_year, issuer=filing.issuer
        )
        own = Q(filing=filing) | Q(filing=None, issuer=filing.issuer, fiscal_year=filing.fiscal_year)
        _put_judgements(
            [
                (judgement, found)
                for judgement in Judgement.objects.filter(own).order_by("pk")
                if (found := _look_again(judgement, filing))
            ],
            filing,
        )
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


def _put_judgements(moving: Sequence[tuple[Judgement, Anchorage]], filing: Filing) -> None:
    """One decision stands on a passage: of two that come to the same words the later one is made again."""
    held = Judgement.objects.anchored().filter(pk__in=[judgement.pk for judgement, _ in moving])
    held.update(anchor=State.MOVED)  # they make room for each other
    taken = set(Judgement.objects.anchored().filter(filing=filing).values_list("element_id", "start"))
    for judgement, found in moving:
        place = judgement.element_id, found.start
        is_anchored = found.state is State.ANCHORED and judgement.withdrawn_at is None
        is_second = is_anchored and place in taken
        _put(judgement, replace(found, state=State.MOVED) if is_second else found, filing)
        if is_anchored:
            taken.add(place)


def _look_again(quoted: Quoted, filing: Filing) -> Anchorage | None:
    """Where a quote stands in the filing's text now; None where nothing is to be written."""
    if quoted.start is None or quoted.end is None:  # the database refuses it beside a quote
        raise ValueError(f"Annotation {quoted.pk} has a quote without a place.")
    is_homeless = quoted.filing_id is None
    known = State.ORPHANED if is_homeless else State(quoted.anchor)
    quote = Quote(
        start=quoted.start,
        end=quoted.end,
        words=quoted.quote,
        prefix=quoted.prefix,
        suffix=quoted.suffix,
        text_hash=quoted.text_hash,
    )
    found = find_again(quote, filing.reading_text, known)
    before = Anchorage(State(quoted.anchor), quoted.start, quoted.end)
    is_as_before = found.state is State.ORPHANED if is_homeless else found == before
    return None if is_as_before else found


def _put(quoted: Quoted, found: Anchorage, filing: Filing) -> None:
    quoted.anchor, quoted.start, quoted.end = found.state.value, found.start, found.end
    quoted.filing = filing
    quoted.save(update_fields=["anchor", "start", "end", "filing"])
