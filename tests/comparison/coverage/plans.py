"""An invented plan, and filings to hold against it."""

from config.accounts.models import User
from disclosures.ingest import receive_document
from disclosures.models import Element, Framework
from disclosures.parsing.types import ParsedFiling, ParsedRequirement, SourceFormat
from disclosures.plan_reviews import publish_plan
from disclosures.plans import store_plan

DRILLS = "Carry out attack and defence drills each half year"
PARTNERS = "Check the security of third-party partners before contracts are signed"
MODELS = "Keep an inventory of all algorithms that decide on credit"
DEMANDS = (
    ParsedRequirement(1, 0, "Guard the systems", f"First, {DRILLS.lower()}; {PARTNERS.lower()}."),
    ParsedRequirement(1, 1, DRILLS, DRILLS.lower(), wording=DRILLS.lower()),
    ParsedRequirement(1, 2, PARTNERS, PARTNERS.lower(), wording=PARTNERS.lower()),
    ParsedRequirement(2, 0, "Know the models", f"Second, {MODELS.lower()}."),
    ParsedRequirement(2, 1, MODELS, MODELS.lower(), wording=MODELS.lower()),
)

DRILLED = (
    "The group carries out attack and defence drills twice a year, and a drill of the board each half year."
)
CHECKED = "We check the security of third-party partners before contracts with them are signed."
ASIDE = "Our offices stand by the harbour and have a garden with pear trees in it."


def make_plan(
    name: str = "Harbour Plan",
    demands: tuple[ParsedRequirement, ...] = DEMANDS,
    *,
    by: User | None = None,
    is_published: bool = True,
) -> Framework:
    document = receive_document(data=name.encode(), name=f"{name}.txt", by=by)
    parsed = ParsedFiling(SourceFormat.REGULATOR_PLAN, title=name, requirements=demands)
    plan, _ = store_plan(document=document, parsed=parsed)
    if is_published:
        publish_plan(framework=plan, by=by)
    return plan


def read_plan_again(plan: Framework, demands: tuple[ParsedRequirement, ...]) -> None:
    assert plan.document is not None
    parsed = ParsedFiling(SourceFormat.REGULATOR_PLAN, title=plan.name, requirements=demands)
    store_plan(document=plan.document, parsed=parsed)
    plan.refresh_from_db()


def demand(plan: Framework, number: str) -> Element:
    return Element.objects.get(key=f"{plan.slug}:{number}")
