"""What pages and commands ask of issuers and filings, as QuerySet methods."""

from typing import TYPE_CHECKING, Self

from django.apps import apps  # the models import this module: they are looked up
from django.db.models import Count, IntegerField, Max, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from config.permissions import Permission, has_permission

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from config.accounts.models import User
    from disclosures.models.filings import Filing, Issuer  # noqa: F401  # names in the base classes
    from disclosures.models.frameworks import Element, Framework  # noqa: F401  # as above


HAS_TEXT = ~Q(reading_text="")
"""Whether anything of a filing was read; without fetching it."""


class IssuerQuerySet(QuerySet["Issuer", "Issuer"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Everything for who may read, nothing for others: where a fetch starts."""
        return self.all() if has_permission(user, Permission.READ) else self.none()

    def for_list(self) -> Self:
        return self.annotate(filing_count=Count("filings"), latest_year=Max("filings__fiscal_year"))


class FilingQuerySet(QuerySet["Filing", "Filing"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Everything for who may read, nothing for others: where a fetch starts."""
        return self.all() if has_permission(user, Permission.READ) else self.none()

    def for_list(self) -> Self:
        """With counts that PostgreSQL makes for the rows of one page only, not for the whole market."""
        values = apps.get_model("disclosures", "ElementValue").objects.all()
        problems = apps.get_model("disclosures", "StoredProblem").objects.exclude(severity="note")
        return self.select_related("issuer").annotate(
            value_count=count_of(values), problem_count=count_of(problems), has_text=HAS_TEXT
        )


class FrameworkQuerySet(QuerySet["Framework", "Framework"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """What is published for who may read; drafts too for reviewers and admins."""
        if has_permission(user, Permission.ANNOTATE):
            return self.all()
        return self.published() if has_permission(user, Permission.READ) else self.none()

    def published(self) -> Self:
        return self.filter(status="published")


class ElementQuerySet(QuerySet["Element", "Element"]):
    def with_framework(self) -> Self:
        """With the framework, but not a plan's whole text, which each of its demands would bring along."""
        long = ("source_text", "reading", "reread")
        return self.select_related("framework").defer(*(f"framework__{name}" for name in long))

    def standing(self) -> Self:
        """Not left out of its framework."""
        return self.filter(is_dropped=False)

    def in_use(self) -> Self:
        """Standing in a published framework: a draft is seen on its own page only."""
        return self.standing().filter(framework__status="published")


def count_of(rows: QuerySet[Model]) -> Coalesce:
    """How many of the rows belong to the filing at hand."""
    own = rows.filter(filing=OuterRef("pk")).order_by().values("filing").annotate(n=Count("pk"))
    return Coalesce(Subquery(own.values("n"), output_field=IntegerField()), 0)
