"""What pages and commands ask of issuers and filings, as QuerySet methods."""

from typing import TYPE_CHECKING, Self

from django.db.models import Count, Max, Q, QuerySet

from config.permissions import Permission, has_permission

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from config.accounts.models import User
    from disclosures.models.filings import Filing, Issuer  # noqa: F401  # names in the base classes


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
        return self.select_related("issuer").annotate(
            value_count=Count("values", distinct=True),
            problem_count=Count("problems", filter=~Q(problems__severity="note"), distinct=True),
        )
