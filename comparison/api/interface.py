"""The interface as a whole: its routers, who may ask, and how it refuses."""

from ninja import NinjaAPI

from comparison.api import comparisons, elements, filings, issuers
from comparison.api.authentication import BrowserAuth, KeyAuth, PersonThrottle
from comparison.api.errors import set_handlers

api = NinjaAPI(
    title="Collate",
    version="1",
    description="Governance disclosures as rows. Read-only; every list has limit and offset.",
    docs_url=None,
    urls_namespace="api",
    auth=[KeyAuth(), BrowserAuth()],
    throttle=[PersonThrottle()],
)
set_handlers(api)
api.add_router("/issuers", issuers.router)
api.add_router("/filings", filings.router)
api.add_router("/elements", elements.router)
api.add_router("/comparisons", comparisons.router)
