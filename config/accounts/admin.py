from typing import ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm

from config.accounts.models import User


class PersonCreationForm(AdminUserCreationForm[User]):
    class Meta:
        model = User
        fields = ("username", "name", "email", "role")


class PersonChangeForm(UserChangeForm[User]):
    class Meta:
        model = User
        fields = "__all__"  # the fieldsets below name the fields that are shown
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {}


@admin.register(User)
class PersonAdmin(UserAdmin[User]):
    form = PersonChangeForm
    add_form = PersonCreationForm
    list_display = ("username", "name", "email", "role", "is_active", "last_login")
    list_filter = ("role", "is_active")
    search_fields = ("username", "name", "email")
    ordering = ("username",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Who they are", {"fields": ("name", "email")}),
        ("What they may do", {"fields": ("role", "is_active")}),
    )
    add_fieldsets = (
        (
            None,
            {"fields": ("username", "name", "email", "role", "usable_password", "password1", "password2")},
        ),
    )
