"""Addresses of comparing, reading and reviewing."""

from django.urls import path

from comparison.views import annotations, compare, gaps, home, notices, reading

urlpatterns = [
    path("", home.show_home, name="home"),
    path("annotations/new/", annotations.annotation_create, name="annotation-create"),
    path("annotations/<int:pk>/", annotations.annotation_detail, name="annotation-detail"),
    path("annotations/<int:pk>/confirm/", annotations.annotation_confirm, name="annotation-confirm"),
    path("annotations/<int:pk>/decide/", annotations.annotation_decide, name="annotation-decide"),
    path("annotations/<int:pk>/edit/", annotations.annotation_edit, name="annotation-edit"),
    path("annotations/<int:pk>/restore/", annotations.annotation_restore, name="annotation-restore"),
    path("annotations/<int:pk>/withdraw/", annotations.annotation_withdraw, name="annotation-withdraw"),
    path("compare/", compare.compare, name="compare"),
    path("compare/years/<slug:slug>/", compare.compare_years, name="compare-years"),
    path("filings/<slug:slug>/", reading.filing_detail, name="filing-detail"),
    path("follows/", notices.follow_list, name="follow-list"),
    path("follows/delete/", notices.follow_delete, name="follow-delete"),
    path("follows/new/", notices.follow_create, name="follow-create"),
    path("gaps/", gaps.gap_list, name="gap-list"),
    path("notices/", notices.notice_list, name="notice-list"),
    path("notices/digest/", notices.notice_digest, name="notice-digest"),
    path("notices/read/", notices.notice_read, name="notice-read"),
]
