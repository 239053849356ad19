import pytest
from django.test import RequestFactory, override_settings

from config.htmx import render_page

PAGE = "{% partialdef rows inline %}<ul id='rows'>{{ word }}</ul>{% endpartialdef %}"
LOADER = ("django.template.loaders.locmem.Loader", {"list.html": f"<h1>List</h1>{PAGE}"})
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [LOADER]}}]
WHOLE = "<h1>List</h1><ul id='rows'>one</ul>"
PART = "<ul id='rows'>one</ul>"
ASKS = {"HX-Request": "true", "HX-Target": "rows"}


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, WHOLE),
        (ASKS, PART),
        (ASKS | {"HX-Target": "other"}, WHOLE),
        (ASKS | {"HX-History-Restore-Request": "true"}, WHOLE),
        ({"HX-Target": "rows"}, WHOLE),
    ],
)
@override_settings(TEMPLATES=TEMPLATES)
def test_render_page_gives_the_part_only_when_asked(headers: dict[str, str], expected: str) -> None:
    request = RequestFactory(headers=headers).get("/")
    response = render_page(request, "list.html", {"word": "one"}, partial="rows")
    assert response.content.decode() == expected
    assert response["Vary"] == "HX-Request, HX-Target, HX-History-Restore-Request"


@override_settings(TEMPLATES=TEMPLATES)
def test_render_page_passes_the_status_on() -> None:
    response = render_page(RequestFactory().get("/"), "list.html", {"word": "one"}, status=422)
    assert (response.status_code, response.content.decode()) == (422, WHOLE)
