"""The addresses that bench.pages asks for, by kind of page: each kind of list and figure page there is.

What a page shows is made first where people or jobs make it, in the transaction of the measurement: gaps,
predictions, proposals of a plan's coverage.
"""

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bench.benchmarks import PAGES
from bench.search import KINDS, make_searches

if TYPE_CHECKING:
    from config.accounts.models import User

ROUNDS = 10
"""Requests for each page that has one address."""
SAMPLE = 40
"""Issuers, filings and passages that are asked for; each once."""
GAPS = 200
COVERED = 24
"""Filings of a page of a plan's coverage: as many as fit."""
COVERAGE_FILES = ("xlsx", "docx", "csv", "json")
JUDGED = 500
"""Decisions about predictions: a reviewer's work of some weeks."""
PREDICTED_OF = 50
"""One filing in so many is taken for one without tags."""

type Addresses = dict[str, list[str]]


def list_addresses(user: "User") -> Iterator[Addresses]:
    """Kinds of pages with their addresses, one part after the other; a kind may have none.

    Each part is made when it is asked for: the later ones change what the earlier ones show.
    """
    yield _list_searches()
    yield _list_benchmarks()
    yield _list_filings()
    yield _list_comparisons()
    yield _list_small(user)
    yield _list_coverage()
    yield _list_predictions(user)


def _chance() -> random.Random:
    return random.Random(11)  # noqa: S311  # the same pages in every run


def _some(values: list[str], count: int = SAMPLE) -> list[str]:
    return _chance().sample(values, min(count, len(values)))


def _slugs() -> list[str]:
    from disclosures.models import Filing

    return list(Filing.objects.filter(fiscal_year=2024).order_by("slug").values_list("slug", flat=True))


def _years() -> list[str]:
    from comparison.models import YearSummary

    compared = YearSummary.objects.filter(has_changed__isnull=False).order_by("pk")
    return list(compared.values_list("filing__slug", flat=True))


def _list_searches() -> Addresses:
    from disclosures.codes.terms import CodeTerm
    from disclosures.models import CodedFiling, Passage

    searches: Addresses = {kind: [] for kind in KINDS}
    for kind, query in make_searches(random.Random(7)):  # noqa: S311  # the same searches in every run
        searches[kind].append(f"/search/?{urlencode(query)}")
    faceted = searches.pop("filters alone")
    passages = Passage.objects.order_by("text_hash").values_list("pk", flat=True)[: SAMPLE * 50 : 50]
    terms = [CodeTerm(*own).word for own in _coded_values()] if CodedFiling.objects.exists() else []
    return {
        **{f"search: {kind}": addresses for kind, addresses in searches.items()},
        "search: a codebook value": [f"/search/?{urlencode({'code': term})}" for term in terms],
        "search: value and words": [f"/search/?{urlencode({'q': 'board', 'code': term})}" for term in terms],
        "faceted list": faceted,
        "similar passages": [f"/search/similar/?passage={pk}" for pk in passages],
    }


def _coded_values() -> list[tuple[str, str]]:
    """Attributes with an answer of theirs, over the whole codebook: disclosed, silent, a value."""
    from comparison.benchmarks.attributes import coded_attributes, countable_values

    own = [attribute for _, attribute in coded_attributes()][::4]
    asked = [(attribute.name, state) for attribute in own for state in ("disclosed", "silent")]
    values = [(attribute.name, next(iter(countable_values(attribute)), "")) for attribute in own]
    return [*asked[:SAMPLE], *(pair for pair in values if pair[1])]


def _list_benchmarks() -> Addresses:
    from comparison.benchmarks.attributes import coded_attributes
    from comparison.models import YearSummary
    from disclosures.models import CodedFiling

    own = YearSummary.objects.filter(has_changed__isnull=False).order_by("pk")
    first = own.values_list("issuer__slug", flat=True).first() or ""
    slugs = [attribute.slug for attribute, _ in coded_attributes()] if CodedFiling.objects.exists() else []
    coded = [f"/benchmarks/{slug}/" for slug in _some(slugs)]
    return {
        **{f"benchmark: {name}": [page.format(own=first)] * ROUNDS for name, page in PAGES.items()},
        "benchmark: market shares": ["/benchmarks/market-shares/"] * ROUNDS if slugs else [],
        "benchmark: codebook": coded,
        "benchmark: codebook issuers": [f"{address}issuers/?outcome=disclosed" for address in coded],
        "benchmark: an open value": [f"/benchmarks/{slug}/" for slug in _open_values()] if slugs else [],
        "benchmark: codebook as CSV": [f"{address}csv/" for address in coded],
    }


def _open_values() -> list[str]:
    """Of each attribute whose values are names or numbers, the three that most filings give."""
    from dataclasses import replace

    from comparison.benchmarks.attributes import coded_attributes, has_open_values
    from comparison.benchmarks.queries import count_values
    from comparison.models import YearSummary

    slugs = []
    for attribute, own in coded_attributes():
        if attribute.coded and has_open_values(own):
            counts = count_values(YearSummary.objects.all(), attribute.coded)
            common = sorted(counts, key=lambda value: (-counts[value], value))[:3]
            slugs += [replace(attribute, coded=replace(attribute.coded, values=(v,))).slug for v in common]
    return slugs


def _list_filings() -> Addresses:
    from comparison.models import Wording
    from comparison.wording.badges import wording_address
    from disclosures.models import Issuer

    issuers = list(Issuer.objects.order_by("slug").values_list("slug", flat=True))
    slugs = _slugs()
    wordings = Wording.objects.order_by("-issuers", "key").values_list("key", flat=True)[:SAMPLE]
    words = ("bank", "energy", "acquisition", "pharma")
    return {
        "first page": ["/"] * ROUNDS,
        "filings": ["/filings/"] * ROUNDS,
        "filings, form and year": ["/filings/?form=10-K&year=2024"] * ROUNDS,
        "filings, page 100": ["/filings/?page=100"] * ROUNDS,
        "issuers": ["/issuers/"] * ROUNDS,
        "issuers by a word": [f"/issuers/?q={word}" for word in words] * 4,
        "issuer": [f"/issuers/{slug}/" for slug in _some(issuers)],
        "reading a filing": [f"/filings/{slug}/" for slug in _some(slugs)],
        "wording of a filing": [f"/filings/{slug}/wording/" for slug in _some(slugs)],
        "a much used wording": [wording_address(key) for key in wordings],
    }


def _list_comparisons() -> Addresses:
    slugs, chance = _slugs(), _chance()

    def compare(count: int, **opened: str) -> str:
        chosen = chance.sample(slugs, count)
        panel = {"in": chosen[0]} if opened else {}
        return f"/compare/?{urlencode({'f': chosen} | opened | (panel if count > 4 else {}), doseq=True)}"

    if len(slugs) < COVERED:
        return {}
    elements = ("processes", "board-oversight", "management-role")
    return {
        "choose filings": ["/compare/"] * ROUNDS,
        **{f"compare {count} filings": [compare(count) for _ in range(SAMPLE // 2)] for count in (10, 20)},
        "compare 20, a cell open": [compare(20, element=own) for own in elements for _ in range(ROUNDS)],
        "row of 4 side by side": [compare(4, element=own) for own in elements for _ in range(ROUNDS)],
        **{
            f"10 filings as {kind}": [_exported(compare(10), kind) for _ in range(ROUNDS)]
            for kind in ("xlsx", "docx", "csv", "json")
        },
        "two years of an issuer": [f"/compare/years/{slug}/" for slug in _some(_years())],
    }


def _exported(page: str, kind: str) -> str:
    """The download of a page, whose address is that of the page with `export/<kind>/` before the query."""
    path, _, query = page.partition("?")
    return f"{path}export/{kind}/?{query}"


def _list_small(user: "User") -> Addresses:
    """Lists that people fill, and what is short by itself; some gaps are written first."""
    _write_gaps(user)
    pages = {
        "gaps": "/gaps/",
        "notices": "/notices/",
        "follows": "/follows/",
        "peer groups": "/peers/",
        "saved comparisons": "/compare/saved/",
        "frameworks": "/frameworks/",
        "a framework": "/frameworks/cyd/",
        "crosswalk": "/crosswalk/",
    }
    return {name: [address] * ROUNDS for name, address in pages.items()}


def _write_gaps(user: "User") -> None:
    from comparison.models import Annotation
    from comparison.reviewing.reviews import annotate
    from disclosures.models import Element, Filing

    elements = list(Element.objects.filter(framework__slug="cyd", kind=Element.Kind.TEXT).order_by("order"))
    for number, filing in enumerate(Filing.objects.order_by("pk").select_related("issuer")[:GAPS]):
        annotate(
            issuer=filing.issuer,
            element=elements[number % len(elements)],
            fiscal_year=filing.fiscal_year,
            kind=Annotation.Kind.GAP,
            body="Invented by the benchmark.",
            by=user,
        )


def _list_coverage() -> Addresses:
    """Of a published plan, with the proposals for as many filings as fit on a page."""
    from comparison.coverage.storing import refresh_coverage
    from comparison.models import FilingCoverage
    from disclosures.models import Framework

    plan = Framework.objects.published().filter(kind=Framework.Kind.PLAN).order_by("pk").first()
    pages: Addresses = {"coverage, choosing": ["/coverage/"] * ROUNDS}
    if plan is None:
        return {**pages, "coverage of 24": [], "coverage of 24, a demand open": []}
    refresh_coverage(most=COVERED)
    held = FilingCoverage.objects.filter(framework=plan).order_by("filing")[:COVERED]
    query = urlencode({"f": list(held.values_list("filing__slug", flat=True))}, doseq=True)
    demand = plan.elements.filter(is_dropped=False, parent__isnull=False).order_by("order").first()
    page = f"/coverage/{plan.slug}/?{query}"
    opened = f"{page}&requirement={demand.slug}" if demand else page
    files = {f"coverage of 24 as {kind}": [_exported(page, kind)] * ROUNDS for kind in COVERAGE_FILES}
    return {
        **pages,
        "coverage of 24": [page] * ROUNDS,
        "coverage of 24, a demand open": [opened] * ROUNDS,
        **files,
        "coverage of 24, to print": [page.replace("/?", "/print/?")] * ROUNDS,
    }


def _list_predictions(user: "User") -> Addresses:
    """As if some filings had no tags: their values are taken for predicted ones, more or less surely."""
    from django.db.models import F, Value
    from django.db.models.functions import Mod

    from disclosures.models import Element, ElementValue, Passage

    texts = ElementValue.objects.filter(flag=None, element__kind=Element.Kind.TEXT)
    values = texts.annotate(rest=Mod("filing_id", PREDICTED_OF)).filter(rest=0)
    untagged = list(values.order_by("filing__slug").values_list("filing__slug", flat=True).distinct())
    chosen = list(values.values_list("pk", flat=True))
    Passage.objects.filter(value__in=chosen).update(confidence=Mod(F("pk"), 100) / Value(100.0))
    ElementValue.objects.filter(pk__in=chosen).update(origin=ElementValue.Origin.PREDICTED, confidence=0.5)
    _leave_passages(chosen)
    _judge_passages(chosen, user)
    return {
        "predictions": ["/predictions/"] * ROUNDS,
        "predictions, all, page 20": ["/predictions/?show=all&page=20"] * ROUNDS,
        "predictions, no element": ["/predictions/?show=left"] * ROUNDS,
        "predictions, decided": ["/predictions/?show=decided"] * ROUNDS,
        "labels as JSON lines": ["/predictions/labels/"] * ROUNDS,
        "predicted element": [f"/filings/{slug}/predicted/processes/" for slug in _some(untagged)],
        "reading an untagged filing": [f"/filings/{slug}/" for slug in _some(untagged)],
    }


def _leave_passages(values: list[int]) -> None:
    """As if the model had named nothing in the last passage of each of these values."""
    from disclosures.models import LeftPassage, Passage

    last = Passage.objects.filter(value__in=values).order_by("value__filing", "start", "pk")
    places = last.distinct("value__filing", "start").values_list(
        "value__filing", "start", "end", "value__element"
    )
    LeftPassage.objects.all().delete()  # those of filings that have none, among the chosen ones, too
    LeftPassage.objects.bulk_create(
        LeftPassage(filing_id=filing, start=start, end=end, nearest_id=element, confidence=start % 50 / 100)
        for filing, start, end, element in places
    )


def _judge_passages(values: list[int], user: "User") -> None:
    from django.utils import timezone

    from comparison.models import Judgement
    from disclosures.models import Passage

    passages = Passage.objects.filter(value__in=values).select_related("value__filing").order_by("pk")
    Judgement.objects.bulk_create(
        Judgement(
            issuer_id=passage.value.filing.issuer_id,
            element_id=passage.value.element_id,
            fiscal_year=passage.value.filing.fiscal_year,
            filing=passage.value.filing,
            verdict=Judgement.Verdict.CONFIRMED,
            confidence=passage.confidence,
            anchor=Judgement.Anchor.ANCHORED,
            quote=passage.text,
            start=passage.start,
            end=passage.end,
            text_hash=passage.text_hash,
            decided_by=user,
            decided_at=timezone.now(),
        )
        for passage in passages[:JUDGED]
    )
