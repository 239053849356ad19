"""What pages ask of annotations, judgements, reviews of coverage, summaries and what people keep."""

from typing import TYPE_CHECKING, Self

from django.db.models import Model, Q, QuerySet

from config.permissions import Permission, has_permission

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from comparison.models import (  # noqa: F401  # names in the base classes
        Annotation,
        CoverageReview,
        Judgement,
        YearSummary,
    )
    from config.accounts.models import User
    from disclosures.models import Filing


class AnnotationQuerySet(QuerySet["Annotation", "Annotation"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Everything for who may read, nothing for others: where a fetch starts."""
        return self.all() if has_permission(user, Permission.READ) else self.none()

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def gaps(self) -> Self:
        return self.standing().filter(kind="gap")

    def adrift(self, filing: "Filing") -> Self:
        """Standing ones whose words moved or are gone, and that other words of this filing may take."""
        year = Q(filing=None, issuer=filing.issuer_id, fiscal_year=filing.fiscal_year)
        return self.standing().filter(Q(filing=filing) | year, anchor__in=["moved", "orphaned"])

    def for_list(self) -> Self:
        return self.select_related("issuer", "element__framework", "filing", "created_by", "decided_by")


class CoverageReviewQuerySet(QuerySet["CoverageReview", "CoverageReview"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Everything for who may read, nothing for others: where a fetch starts."""
        return self.all() if has_permission(user, Permission.READ) else self.none()

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(is_withdrawn=False)


class JudgementQuerySet(QuerySet["Judgement", "Judgement"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Everything for who may read, nothing for others: where a fetch starts."""
        return self.all() if has_permission(user, Permission.READ) else self.none()

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(withdrawn_at=None)

    def anchored(self) -> Self:
        """Standing ones that decide: those on words that are surely still the same."""
        return self.standing().filter(anchor="anchored")

    def for_list(self) -> Self:
        return self.select_related("issuer", "element", "instead", "filing", "decided_by")


class OwnedQuerySet[M: Model](QuerySet[M, M]):
    """Rows with an `owner` and `is_shared`: one sees one's own and what colleagues share."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        if not has_permission(user, Permission.READ):
            return self.none()
        return self.filter(Q(owner_id=user.pk) | Q(is_shared=True))


class YearSummaryQuerySet(QuerySet["YearSummary", "YearSummary"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Everything for who may read, nothing for others: where a count starts."""
        return self.all() if has_permission(user, Permission.READ) else self.none()
