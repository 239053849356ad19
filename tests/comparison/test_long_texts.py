"""Pages of texts too long to match by words say so."""

import pytest
from django.test import Client

from comparison.alignment.levels import EQUAL_ONLY
from tests.factories import BOARD, element, make_filing

pytestmark = pytest.mark.django_db


def invent(season: str, number: int) -> str:
    return "\n\n".join(f"Paragraph {n} says something of {n * n} in {season}." for n in range(number))


@pytest.mark.parametrize(("number", "is_too_long"), [(400, True), (4, False)])
def test_pages_say_when_only_equal_passages_are_laid_level(
    number: int, is_too_long: bool, viewer_client: Client
) -> None:
    make_filing("Harrow Pike", texts={BOARD: invent("spring", number)}, fiscal_year=2023)
    own = make_filing("Harrow Pike", texts={BOARD: invent("autumn", number)}, fiscal_year=2024)
    other = make_filing("Lanternfish", texts={BOARD: invent("winter", number)}, fiscal_year=2024)
    row = f"/compare/?f={own.slug}&f={other.slug}&element={element(BOARD).slug}"
    for address in (row, f"/compare/years/{own.slug}/"):
        page = viewer_client.get(address).content.decode()
        assert (EQUAL_ONLY in page) is is_too_long, address
