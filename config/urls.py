"""The site's addresses: people and health here, the rest in the two apps."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from config.accounts.views import api_token_revoke, api_tokens
from config.health import show_health

admin.site.site_header = admin.site.site_title = "Collate"
admin.site.index_title = "People and records"
admin.site.unregister(Group)  # a role says what people may do; nothing asks for groups

urlpatterns = [
    path("account/tokens/", api_tokens, name="api-tokens"),
    path("account/tokens/<int:pk>/revoke/", api_token_revoke, name="api-token-revoke"),
    path("admin/", admin.site.urls),
    path("api/", include("comparison.api.urls")),
    path("login/", LoginView.as_view(redirect_authenticated_user=True), name="login"),
    # Whoever is logged out already must not be asked to log in first, nor be led here after that.
    path("logout/", login_not_required(LogoutView.as_view()), name="logout"),
    path("health/", show_health, name="health"),
    path("", include("comparison.urls")),
    path("", include("disclosures.urls")),
]
