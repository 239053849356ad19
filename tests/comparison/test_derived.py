"""Whatever happens to filings, in whatever order: what is derived from them is what would be made of them
from nothing, and only what somebody asked for is made anew."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model
from procrastinate.contrib.django.models import ProcrastinateJob

from comparison.benchmarks.summaries import refresh_summaries
from comparison.comparing.readings import refresh_readings
from comparison.coverage.storing import refresh_coverage
from comparison.crosswalk.storing import refresh_suggestions
from comparison.models import (
    Annotation,
    CrosswalkSuggestion,
    FilingCoverage,
    FilingReading,
    FilingWording,
    Judgement,
    SentenceUse,
    Wording,
    YearSummary,
)
from comparison.predictions.judgements import Judged, judge_passages, rule
from comparison.reviewing.reviews import ReviewError
from comparison.wording.storing import refresh_wordings
from disclosures.codes.storing import refresh_codes
from disclosures.coding.passages import name_text
from disclosures.coding.predictions import span_of
from disclosures.identity import Details, form_for_links
from disclosures.ingest import receive_document, store_again, store_parsed
from disclosures.market.loading import load_archives
from disclosures.models import (
    CodedFiling,
    ElementValue,
    Filing,
    Framework,
    IndexedPassage,
    LeftPassage,
    SourceDocument,
)
from disclosures.parsing.errors import ParseError
from disclosures.parsing.types import ParsedFiling, SourceFormat
from disclosures.plan_reviews import drop_requirement, edit_requirement, publish_plan, unpublish_plan
from disclosures.predictions import is_predictable, store_predictions
from disclosures.search.index import refresh_passages
from tests.comparison.coverage.plans import ASIDE, CHECKED, DEMANDS, DRILLED, make_plan, read_plan_again
from tests.comparison.rows import make_annotation, make_person
from tests.comparison.wording.sentences import SAME
from tests.disclosures.market import archives
from tests.factories import BOARD, COMMITTEE, MATERIAL_FLAG, PROCESSES, UNTAGGED_ITEM, element, parsed_filing

pytestmark = pytest.mark.django_db(transaction=True)

STEPS = 15
SENTENCES = (SAME, DRILLED, CHECKED, ASIDE, "The board oversees.", *UNTAGGED_ITEM.split("\n\n"))
ISSUERS = {"Alder Bank": "0000001001", "Birch Mining": "0000001002"}
YEARS = (2023, 2024, 2025)
NOTES = "notes.zip"

WORK: dict[str, Callable[[], object]] = {
    "code_filings": refresh_codes,
    "count_wordings": refresh_wordings,
    "name_sentences": refresh_readings,
    "propose_coverage": refresh_coverage,
    "suggest_links": refresh_suggestions,
}
"""What jobs do, by the names of their tasks."""

DERIVED: dict[type[Model], tuple[str, ...]] = {
    IndexedPassage: ("passage_id", "filing_id", "elements", "text_hash", "search"),
    YearSummary: tuple(field.attname for field in YearSummary._meta.concrete_fields),
    CodedFiling: ("filing_id", "rules", "text_stored_at", "kind", "prior_stored_at", "marks", "codes"),
    SentenceUse: ("filing_id", "issuer_id", "wording_id", "start", "end"),
    FilingWording: ("filing_id", "issuer_id", "stored_at", "sentences", "shared"),
    FilingReading: ("filing_id", "stored_at", "model", "sentences"),
    FilingCoverage: ("filing_id", "framework_id", "stored_at", "stamp", "cells"),
    CrosswalkSuggestion: ("left_id", "right_id", "score", "by_words", "answering", "texts"),
}


@pytest.fixture(autouse=True)
def empty_queue() -> Iterator[None]:
    """Procrastinate's tables are not Django's: no test cleans them up by itself."""
    take_jobs()
    yield
    take_jobs()


def take_jobs() -> set[str]:
    """Names of the tasks that somebody asked for; they are taken out of the queue."""
    names = {name.rpartition(".")[2] for name in ProcrastinateJob.objects.values_list("task_name", flat=True)}
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_workers CASCADE")
    return names


def work() -> None:
    for name in sorted(take_jobs() & WORK.keys()):
        WORK[name]()


def bring(dice: random.Random) -> None:
    """A document, unless it is held; its filing may be one that is held from another source."""
    data, part = f"document {dice.randint(1, 25)}".encode(), dice.choice((0, 0, 1))
    document = receive_document(data=data, name="filing.htm", by=None)
    said = Details("Alder Bank", "", dice.choice(("10-K", "10-K/A")), dice.choice(YEARS))
    if not document.filings.filter(part=part).exists():
        with suppress(ParseError):
            store_parsed(document=document, part=part, parsed=invent(dice), details=said, by=None)
    document.discard_if_unused()


def invent(dice: random.Random) -> ParsedFiling:
    untagged = SourceFormat.UNTAGGED
    source_format = dice.choice((SourceFormat.INLINE_XBRL, SourceFormat.RPAGE_HTML, untagged, untagged))
    texts = {
        concept: write(dice) for concept in dice.sample((BOARD, COMMITTEE, PROCESSES), dice.randint(0, 3))
    }
    if source_format is untagged:
        texts = {"": dice.choice(("", *[write(dice) for _ in range(9)]))}
    form, year, issuer = dice.choice(("10-K", "10-K", "10-K/A", "8-K", "")), dice.choice(YEARS), pick(dice)
    return parsed_filing(
        texts,
        {MATERIAL_FLAG: dice.choice((True, False, None))} if "" not in texts else {},
        source_format=source_format,
        form=form,
        fiscal_year=dice.choice((year, None)),
        is_amendment=form.endswith("/A"),
        period_end=dice.choice((date(year, 12, 31), date(year + 1, 1, 31), None)),
        filed=dice.choice((date(year + 1, 3, dice.randint(1, 28)), None)),
        accession=dice.choice(
            ("", f"0009900001-25-{dice.randint(1, 4):06}", archives.accession(dice.randint(1, 4)))
        ),
        issuer_name=issuer,
        cik=dice.choice(("", ISSUERS[issuer])),
    )


def write(dice: random.Random) -> str:
    return "\n\n".join(dice.sample(SENTENCES, dice.randint(1, 4)))


def pick(dice: random.Random) -> str:
    return dice.choice(tuple(ISSUERS))


def load(dice: random.Random) -> None:
    """A notes archive with filings that may be held."""
    submissions, facts = [], []
    for number in dice.sample((1, 2, 3, 4), dice.randint(1, 3)):
        issuer, year = pick(dice), dice.choice(YEARS)
        words = {"form": dice.choice(("10-K", "10-K/A", "20-F")), "fy": str(year), "period": f"{year}1231"}
        submissions.append(archives.submission(number, cik=ISSUERS[issuer].lstrip("0"), name=issuer, **words))
        text = " ".join(dice.sample(SENTENCES, 2))
        facts += [
            archives.fact(archives.BOARD, text, number),
            archives.fact(archives.ENGAGED, "true", number),
        ]
    document = receive_document(data=archives.archive(submissions, facts), name=NOTES, by=None)
    assert [loaded.error for loaded in load_archives([document], by=None)] == [None]


def reread(dice: random.Random) -> None:
    documents = SourceDocument.objects.filter(framework=None).exclude(name=NOTES).order_by("pk")
    if documents:
        with suppress(ParseError):
            store_again(dice.choice(documents), [invent(dice) for _ in range(dice.randint(1, 2))])


def remove(dice: random.Random) -> None:
    if filings := Filing.objects.order_by("pk"):
        dice.choice(filings).delete()


def note(dice: random.Random) -> None:
    if filings := Filing.objects.exclude(reading_text="").order_by("pk"):
        filing = dice.choice(filings)
        words = filing.reading_text.split("\n\n")[0]
        make_annotation(filing, place=(0, len(words)), quote=words)


def judge(dice: random.Random) -> None:
    filings = [filing for filing in Filing.objects.order_by("pk") if is_predictable(filing)]
    passages = name_text(filings[0].reading_text) if filings else ()
    if passages:
        span = span_of(dice.choice(passages))
        seen = Judged((span.start, span.end), filings[0].reading_text[span.start : span.end])
        verdict, about = dice.choice(("confirmed", "rejected")), element(dice.choice((BOARD, PROCESSES)))
        with suppress(ReviewError):  # it was decided before
            judge_passages(
                filing=filings[0], element=about, passages=[seen], verdict=verdict, by=make_person("reviewer")
            )


def plan(dice: random.Random) -> None:
    by, held = make_person("admin"), Framework.objects.filter(kind="plan").first()
    if held is None:
        with transaction.atomic():
            make_plan(by=by)
        return
    demand = dice.choice(held.elements.filter(parent__isnull=False).order_by("pk"))
    match dice.choice(("status", "drop", "edit", "reread")):
        case "status" if not held.is_draft:
            unpublish_plan(framework=held, by=by)
        case "status" if held.elements.standing().filter(parent__isnull=False).exists():
            publish_plan(framework=held, by=by)
        case "drop":
            drop_requirement(element=demand, by=by)
        case "edit":
            edit_requirement(element=demand, name="Train", label="Train employees against threats", by=by)
        case "reread":
            with transaction.atomic():
                read_plan_again(held, dice.choice((DEMANDS, DEMANDS[:3])))


CHANGES = {bring: 8, load: 4, reread: 6, remove: 2, note: 2, judge: 3, plan: 3}


def fetch_derived() -> dict[str, list[str]]:
    """All derived rows. A draft has nothing held against it: what once was is of no account."""
    rows = {
        model.__name__: sorted(map(repr, model._default_manager.order_by().values_list(*names)))
        for model, names in DERIVED.items()
    }
    published = Framework.objects.published().filter(kind="plan").exists()
    return rows if published else rows | {FilingCoverage.__name__: []}


def make_from_nothing() -> None:
    for model in (*DERIVED, Wording):
        model._default_manager.all().delete()
    refresh_passages()
    refresh_summaries()
    for refresh in WORK.values():
        refresh()


def fetch_named(filing: Filing) -> list[tuple[Any, ...]]:
    values = ElementValue.objects.filter(filing=filing).order_by("position")
    left = LeftPassage.objects.filter(filing=filing).order_by("start")
    return [
        *values.values_list("element__key", "text", "spans", "origin", "confidence"),
        *left.values_list("start", "end", "nearest__key", "confidence"),
    ]


def check_named(filing: Filing) -> None:
    """What is named in an untagged filing is the model's, and what stands decided."""
    before = fetch_named(filing)
    decided = Judgement.objects.anchored().filter(filing=filing).select_related("element", "instead")
    with transaction.atomic():
        store_predictions(filing, [own for one in decided.order_by("decided_at", "pk") for own in rule(one)])
        assert fetch_named(filing) == before
        transaction.set_rollback(True)


def check_amendments(filings: Sequence[Filing]) -> None:
    """Each points at a filing of its year and form, and at none where none is held."""
    for filing in filings:
        originals = {
            own.pk
            for own in filings
            if (own.issuer_id, own.fiscal_year) == (filing.issuer_id, filing.fiscal_year)
            and own.form in form_for_links(filing.form)
            and not own.is_amendment
        }
        if filing.amends_id is not None:
            assert filing.is_amendment
            assert filing.amends_id in originals


def check_people() -> None:
    """What people wrote is of the filing's issuer and year, and what is anchored stands on its words."""
    for written in (*Annotation.objects.exclude(filing=None), *Judgement.objects.exclude(filing=None)):
        filing = Filing.objects.get(pk=written.filing_id)
        assert (written.issuer_id, written.fiscal_year) == (filing.issuer_id, filing.fiscal_year)
        if written.anchor == "anchored":
            assert filing.reading_text[written.start : written.end] == written.quote


@pytest.mark.parametrize("seed", [1, 2])
def test_derived_rows_are_those_that_would_be_made_from_nothing(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311  # invents filings
    for _ in range(STEPS):
        (change,) = dice.choices(tuple(CHANGES), tuple(CHANGES.values()))
        change(dice)
        if dice.random() < 0.5:
            work()
        filings = list(Filing.objects.order_by("pk"))
        check_amendments(filings)
        check_people()
        for filing in filings:
            if is_predictable(filing):
                check_named(filing)
    work()
    kept = fetch_derived()
    make_from_nothing()
    assert kept == fetch_derived()
