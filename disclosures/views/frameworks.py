"""Frameworks: what is asked for, and who asks the same."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from config.accounts.models import User
from config.htmx import render_page
from config.permissions import Permission, require_permission
from disclosures.models import Framework
from disclosures.queries import element_groups, frameworks_for_list


@require_safe
@require_permission(Permission.READ)
def framework_list(request: HttpRequest) -> HttpResponse:
    frameworks = frameworks_for_list(Framework.objects.visible_to(cast("User", request.user)))
    context = {"frameworks": frameworks, "nav": "frameworks"}
    return render_page(request, "disclosures/framework_list.html", context)


@require_safe
@require_permission(Permission.READ)
def framework_detail(request: HttpRequest, slug: str) -> HttpResponse:
    visible = Framework.objects.visible_to(cast("User", request.user))
    framework = get_object_or_404(visible.select_related("document"), slug=slug)
    context = {"framework": framework, "groups": element_groups(framework), "nav": "frameworks"}
    return render_page(request, "disclosures/framework_detail.html", context)
