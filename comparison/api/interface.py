"""The interface as a whole: its routers, who may ask, and how it refuses."""

from http import HTTPStatus
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from comparison.api import benchmarks, comparisons, elements, filings, issuers, search
from comparison.api.authentication import BrowserAuth, KeyAuth, PersonThrottle
from comparison.api.errors import PROBLEM_JSON, set_handlers


class Interface(NinjaAPI):
    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Ninja's, with refusals under the content type that they are sent with."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for described in schema["paths"].values():
            for status, response in described["get"]["responses"].items():
                if int(status) >= HTTPStatus.BAD_REQUEST:
                    response["content"] = {PROBLEM_JSON: response["content"]["application/json"]}
        return schema


api = Interface(
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
api.add_router("/benchmarks", benchmarks.router)
api.add_router("/search", search.router)
