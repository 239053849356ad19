"""Addresses of what issuers disclose."""

from django.urls import path

from disclosures.views import edgar, frameworks, issuers, plans, uploads

urlpatterns = [
    path("edgar/<int:pk>/", edgar.edgar_fetch_detail, name="edgar-fetch-detail"),
    path("filings/", issuers.filing_list, name="filing-list"),
    path("filings/<slug:slug>/remove/", issuers.filing_remove, name="filing-remove"),
    path("filings/<slug:slug>/source/", issuers.filing_source, name="filing-source"),
    path("frameworks/", frameworks.framework_list, name="framework-list"),
    path("frameworks/<slug:slug>/", frameworks.framework_detail, name="framework-detail"),
    path("frameworks/<slug:slug>/change/", plans.plan_change, name="plan-change"),
    path("frameworks/<slug:slug>/review/", plans.plan_review, name="plan-review"),
    path("requirements/<slug:slug>/change/", plans.requirement_change, name="requirement-change"),
    path("issuers/", issuers.issuer_list, name="issuer-list"),
    path("issuers/<slug:slug>/", issuers.issuer_detail, name="issuer-detail"),
    path("issuers/<slug:slug>/edgar/", edgar.edgar_fetch_create, name="edgar-fetch-create"),
    path("uploads/", uploads.upload_list, name="upload-list"),
    path("uploads/address/", uploads.upload_address, name="upload-address"),
    path("uploads/text/", uploads.upload_text, name="upload-text"),
    path("uploads/<int:pk>/", uploads.upload_detail, name="upload-detail"),
    path("uploads/items/<int:pk>/answer/", uploads.upload_item_answer, name="upload-item-answer"),
    path("uploads/items/<int:pk>/discard/", uploads.upload_item_discard, name="upload-item-discard"),
]
