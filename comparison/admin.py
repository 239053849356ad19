"""Looking notes and gaps up. Their pages write them, and each change is in the events of the history."""

from django.contrib import admin

from comparison.models import Annotation, Judgement
from disclosures.admin import ReadOnlyAdmin


@admin.register(Annotation)
class AnnotationAdmin(ReadOnlyAdmin[Annotation]):
    list_display = (
        "kind",
        "issuer",
        "element",
        "fiscal_year",
        "status",
        "anchor",
        "created_by",
        "created_at",
    )
    list_filter = ("kind", "status", "anchor", "fiscal_year")
    list_select_related = ("issuer", "element", "created_by")
    search_fields = ("body", "quote", "issuer__name")
    date_hierarchy = "created_at"


@admin.register(Judgement)
class JudgementAdmin(ReadOnlyAdmin[Judgement]):
    list_display = ("verdict", "element", "instead", "issuer", "fiscal_year", "anchor", "decided_by")
    list_filter = ("verdict", "anchor", "fiscal_year")
    list_select_related = ("element", "instead", "issuer", "decided_by")
    search_fields = ("quote", "issuer__name")
    date_hierarchy = "decided_at"
