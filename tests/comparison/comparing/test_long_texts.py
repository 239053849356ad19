"""Pages of texts too long to match by words say so."""

import pytest
from django.test import Client

from comparison.alignment.levels import EQUAL_ONLY
from comparison.comparing.pages import ROWS_PER_PAGE
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


def test_a_row_of_very_many_passages_comes_in_pages(viewer_client: Client) -> None:
    filings = [make_filing(texts={BOARD: invent(season, ROWS_PER_PAGE)}) for season in ("spring", "autumn")]
    address = "/compare/?" + "&".join(f"f={own.slug}" for own in filings) + f"&element={element(BOARD).slug}"
    rows = [viewer_client.get(f"{address}&page={page}").context["page"].row for page in (1, 2, 3)]
    told = [sum(len(own) for own in row.only) + 2 * len(row.shared) for row in rows]
    assert (told, rows[0].piece.paginator.num_pages) == ([ROWS_PER_PAGE, ROWS_PER_PAGE, ROWS_PER_PAGE], 2)


@pytest.mark.parametrize(("number", "shown"), [(ROWS_PER_PAGE + 1, ROWS_PER_PAGE), (3, 3)])
def test_a_cell_of_very_many_passages_shows_the_first_and_says_so(
    number: int, shown: int, viewer_client: Client
) -> None:
    own, other = make_filing(texts={BOARD: invent("spring", number)}), make_filing()
    address = f"/compare/?f={own.slug}&f={other.slug}&element={element(BOARD).slug}&in={own.slug}"
    response = viewer_client.get(address)
    cell = response.context["page"].cell
    assert (len(cell.passages), cell.total) == (shown, number)
    told = f"The first {ROWS_PER_PAGE} of {number} passages." in response.content.decode()
    assert told is (number > shown)


def test_years_of_very_many_passages_come_in_pages_with_steady_numbers(viewer_client: Client) -> None:
    make_filing("Harrow Pike", texts={BOARD: invent("spring", ROWS_PER_PAGE)}, fiscal_year=2023)
    texts = {BOARD: invent("autumn", ROWS_PER_PAGE) + "\n\n" + invent("spring", 5)}
    own = make_filing("Harrow Pike", texts=texts, fiscal_year=2024)
    pages = [viewer_client.get(f"/compare/years/{own.slug}/?page={n}").context["page"] for n in (1, 2)]
    redline = pages[0].redline
    numbers = [shown.number for page in pages for shown in page.changes]
    assert numbers == list(range(1, min(len(redline.changes), 2 * ROWS_PER_PAGE) + 1))
    assert [page.total for page in pages] == [len(redline.changes) + len(redline.unchanged)] * 2


def test_years_page_that_is_no_number_is_the_first(viewer_client: Client) -> None:
    make_filing("Harrow Pike", fiscal_year=2023)
    own = make_filing("Harrow Pike", fiscal_year=2024)
    for given in ("0", "x", "9999999999999999999999", "\0"):
        response = viewer_client.get(f"/compare/years/{own.slug}/", {"page": given})
        assert (response.status_code, response.context["page"].piece.number) == (200, 1)
