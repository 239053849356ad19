"""Addresses of comparing, reading and reviewing."""

from django.urls import path

from comparison.views import annotations, benchmarks, compare, gaps, home, notices, peers, reading, search

urlpatterns = [
    path("", home.show_home, name="home"),
    path("annotations/new/", annotations.annotation_create, name="annotation-create"),
    path("annotations/<int:pk>/", annotations.annotation_detail, name="annotation-detail"),
    path("annotations/<int:pk>/confirm/", annotations.annotation_confirm, name="annotation-confirm"),
    path("annotations/<int:pk>/decide/", annotations.annotation_decide, name="annotation-decide"),
    path("annotations/<int:pk>/edit/", annotations.annotation_edit, name="annotation-edit"),
    path("annotations/<int:pk>/place/", annotations.annotation_place, name="annotation-place"),
    path("annotations/<int:pk>/restore/", annotations.annotation_restore, name="annotation-restore"),
    path("annotations/<int:pk>/withdraw/", annotations.annotation_withdraw, name="annotation-withdraw"),
    path("benchmarks/", benchmarks.benchmark_list, name="benchmark-list"),
    path("benchmarks/tag-quality/", benchmarks.tag_quality, name="tag-quality"),
    path("benchmarks/tag-quality/<slug:code>/", benchmarks.tag_quality_filings, name="tag-quality-filings"),
    path("benchmarks/<slug:slug>/", benchmarks.benchmark_detail, name="benchmark-detail"),
    path("benchmarks/<slug:slug>/csv/", benchmarks.benchmark_export, name="benchmark-export"),
    path("benchmarks/<slug:slug>/issuers/", benchmarks.benchmark_issuers, name="benchmark-issuers"),
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
    path("peers/", peers.peer_group_list, name="peer-group-list"),
    path("peers/new/", peers.peer_group_create, name="peer-group-create"),
    path("peers/<slug:slug>/", peers.peer_group_detail, name="peer-group-detail"),
    path("peers/<slug:slug>/delete/", peers.peer_group_delete, name="peer-group-delete"),
    path("peers/<slug:slug>/edit/", peers.peer_group_edit, name="peer-group-edit"),
    path("search/", search.search, name="search"),
    path("search/saved/new/", search.saved_search_create, name="saved-search-create"),
    path("search/saved/<int:pk>/", search.saved_search_edit, name="saved-search-edit"),
    path("search/saved/<int:pk>/delete/", search.saved_search_delete, name="saved-search-delete"),
    path("search/similar/", search.search_similar, name="search-similar"),
]
