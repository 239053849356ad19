"""Looking everything up. What domain functions write is read-only; an issuer's names may be put right."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from disclosures.models import (
    Element,
    ElementValue,
    Filing,
    Framework,
    Issuer,
    SourceDocument,
    StoredProblem,
    Topic,
    Upload,
    UploadItem,
)


class ReadOnlyAdmin[T: Model](admin.ModelAdmin[T]):
    """Rows that only the site's own pages and commands write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: T | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: T | None = None) -> bool:
        return False


class ReadOnlyInline(admin.TabularInline[Any, Any]):
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ProblemInline(ReadOnlyInline):
    model = StoredProblem
    fields = ("severity", "code", "message", "locator")


class ItemInline(ReadOnlyInline):
    model = UploadItem
    fields = ("name", "status", "sentence", "filing", "framework")


@admin.register(Issuer)
class IssuerAdmin(admin.ModelAdmin[Issuer]):
    """Name and CIK may be corrected; the history keeps what they were. The slug is an address and stays."""

    list_display = ("name", "cik", "slug")
    search_fields = ("name", "cik")
    fields = ("name", "cik", "slug")
    readonly_fields = ("slug",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Issuer | None = None) -> bool:
        return False


@admin.register(SourceDocument)
class SourceDocumentAdmin(ReadOnlyAdmin[SourceDocument]):
    list_display = ("name", "size", "received_at", "received_by", "sha256")
    list_select_related = ("received_by",)
    search_fields = ("name", "sha256")
    date_hierarchy = "received_at"
    fields = ("name", "size", "sha256", "received_at", "received_by", "address", "fetched_at")


@admin.register(Filing)
class FilingAdmin(ReadOnlyAdmin[Filing]):
    list_display = ("issuer", "form", "fiscal_year", "period_end", "accession", "source_format", "stored_at")
    list_filter = ("source_format", "form", "fiscal_year")
    list_select_related = ("issuer",)
    search_fields = ("issuer__name", "accession", "slug")
    inlines = (ProblemInline,)


@admin.register(ElementValue)
class ElementValueAdmin(ReadOnlyAdmin[ElementValue]):
    list_display = ("element", "filing", "flag", "origin")
    list_filter = ("origin", "element__framework")
    list_select_related = ("element", "filing__issuer")
    search_fields = ("element__name", "filing__issuer__name", "text")


@admin.register(Framework)
class FrameworkAdmin(ReadOnlyAdmin[Framework]):
    list_display = ("name", "kind", "slug")


@admin.register(Element)
class ElementAdmin(ReadOnlyAdmin[Element]):
    list_display = ("name", "key", "kind", "framework", "group", "order")
    list_filter = ("framework", "kind")
    list_select_related = ("framework",)
    search_fields = ("name", "key", "label")


@admin.register(Topic)
class TopicAdmin(ReadOnlyAdmin[Topic]):
    list_display = ("name", "slug", "order")


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin[Upload]):
    list_display = ("__str__", "created_at", "created_by")
    list_select_related = ("created_by",)
    date_hierarchy = "created_at"
    inlines = (ItemInline,)
