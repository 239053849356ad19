"""Every operation is asked what schemathesis can think of: no 500, nothing undocumented."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings, strategies
from pytest_django.live_server_helper import LiveServer
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from comparison.api.interface import api
from config.accounts.models import User
from config.accounts.tokens import create_token
from tests.factories import BOARD, COMMITTEE, element, make_filing

EXAMPLES = 6
"""Of each operation in each mode. The run takes some twenty seconds."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_question_breaks_it(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, mode: GenerationMode
) -> None:
    throttles: Any = api.throttle
    monkeypatch.setattr(throttles[0], "num_requests", 10**9)
    filings = [make_filing(texts={BOARD: "The board oversees."}), make_filing(texts={COMMITTEE: "It meets."})]
    _token, key = create_token(name="fuzzing", by=User.objects.create_user("program", None))
    known = {
        "slug": [filings[0].slug, filings[0].issuer.slug, element(BOARD).slug],
        "element": [element(BOARD).slug],
    }
    queries = {
        "filing": [filing.slug for filing in filings],
        "issuer": [filing.issuer.slug for filing in filings],
    }
    schema = schemathesis.openapi.from_url(f"{live_server.url}/api/openapi.json")
    asked = set()
    for operation in (found.ok() for found in schema.get_all_operations()):
        asked.add(operation.path)

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode), data=strategies.data())
        def ask(case: Any, data: strategies.DataObject) -> None:
            # Half the questions name what is there: others seldom get behind the first look-up.
            if data.draw(strategies.booleans()):
                for name in case.path_parameters or ():
                    case.path_parameters[name] = data.draw(strategies.sampled_from(known[name]))
                if "comparisons" in case.path:
                    case.query = {"filing": queries["filing"]}
            answer = case.call(headers={"Authorization": f"Bearer {key}"})
            case.validate_response(answer, checks=CHECKS)

        ask()
    assert asked == set(api.get_openapi_schema()["paths"])
