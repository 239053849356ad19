"""What people see who open an address that only takes a form."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_an_address_that_takes_only_a_form_says_so(viewer_client: Client) -> None:
    answer = viewer_client.get("/follows/new/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "<h1>This address cannot be used that way</h1>" in answer.content.decode()


def test_a_page_that_takes_no_form_says_so(viewer_client: Client) -> None:
    answer = viewer_client.post("/issuers/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert "<h1>This address cannot be used that way</h1>" in answer.content.decode()


def test_programs_get_their_own_refusal(viewer_client: Client) -> None:
    answer = viewer_client.post("/api/issuers/")
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
