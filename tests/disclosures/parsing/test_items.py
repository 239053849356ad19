"""Finding the cybersecurity item in odd documents. All of them are made up."""

import pytest

from disclosures.parsing.items import find_item, is_next_heading, read_number

PROGRAMME = "We run a cybersecurity program that finds and handles threats."
BOARD = "The board oversees information security risk."
LONG_PROGRAMME = (
    "We have a cybersecurity program for assessing, identifying and managing risks from cyber threats. "
    "It follows the NIST framework and brings training, penetration tests and an incident response "
    "exercise each year; outside consultants assess it, and it is part of our enterprise risk management."
)
LONG_BOARD = (
    "The audit committee of our board oversees these risks. Our chief information security officer, who has "
    "twenty years of experience and is certified, reports to it each quarter on cybersecurity."
)
RISK = (
    "A cyber attack could disrupt our mills, and a breach of our board's or committee's data may harm our "
    "reputation, lead to litigation, fines and loss of customers, and adversely affect our results; malware, "
    "ransomware and hackers might damage our systems, and our program may fail to stop them."
)
NEXT = "Item 2. Properties"


def found(*paragraphs: str) -> tuple[str, ...] | None:
    """The paragraphs of the item found in a document of `paragraphs`."""
    text = "\n\n".join(paragraphs)
    item = find_item(text)
    return tuple(text[item.span.start : item.span.end].split("\n\n")) if item else None


def problems(*paragraphs: str) -> list[str]:
    item = find_item("\n\n".join(paragraphs))
    return [problem.code for problem in item.problems] if item else ["nothing"]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Item 1C. Cybersecurity", "1C"),
        ("ITEM 1C.\tCYBERSECURITY", "1C"),
        ("Item 1C.", "1C"),
        ("PART I, ITEM 1C – CYBERSECURITY", "1C"),
        ("Item 1 C: Cyber Security", "1C"),
        ("Item 16K Cybersecurity Risk Management and Strategy", "16K"),
        ("Items 1B and 1C. Unresolved Staff Comments and Cybersecurity", "1C"),
        ("Items 1B, 1C", "1C"),
        ("Item 16.K Cybersecurity", "16K"),
        ("16K. Cybersecurity", "16K"),
        ("1C. Cybersecurity", "1C"),
        ("I TEM 1C. CYBERSE CURITY", "1C"),
        ("Item 1C. C ybersecurity", "1C"),
        ("1C. Our locks", None),
        ("Item 1C. Cybersecurity 31", None),
        ("Item 1C. Cybersecurity ........ 31", None),
        ("Item 1C describes how we lock our doors.", None),
        ("See Item 1C. Cybersecurity", None),
        ("Item 1. Business", None),
        ("Item 11C. Cybersecurity", None),
    ],
)
def test_heading_names_the_item_or_is_none(line: str, number: str | None) -> None:
    assert read_number(" ".join(line.split())) == number


@pytest.mark.parametrize(
    ("line", "is_next"),
    [
        ("Item 2. Properties", True),
        ("ITEM 17", True),
        ("PART II", True),
        ("Legal Proceedings", True),
        ("17. Financial Statements Not applicable", True),
        ("17. Our ships are tested.", False),
        ("INFORMATION ABOUT OUR EXECUTIVE OFFICERS", True),
        ("Executive Officers of the Registrant", True),
        ("Executive officers and committees", False),
        ("Item 1A tells more.", False),
        ("Item 1C. Cybersecurity (continued)", False),
        ("Properties of our locks are tested.", False),
    ],
)
def test_next_heading(line: str, is_next: bool) -> None:
    assert is_next_heading(line) is is_next


def test_item_stands_at_its_place_not_in_the_table_of_contents() -> None:
    contents = (
        "Item 1B.\tUnresolved Staff Comments\t30",
        "Item 1C.\tCybersecurity\t31",
        "Item 2.\tProperties\t33",
    )
    own = ("Item 1C.\tCybersecurity", PROGRAMME, BOARD)
    assert (
        found(*contents, "Item 1A. Risk Factors", "See Item 1C. Cybersecurity.", *own, NEXT, "Two mills.")
        == own
    )


def test_item_goes_on_over_its_own_running_head() -> None:
    own = ("Item 1C. Cybersecurity", PROGRAMME, "Item 1C. Cybersecurity (continued)", BOARD)
    assert found("Item 1B. Comments", "None.", *own, NEXT) == own


def test_heading_runs_on_into_the_words() -> None:
    own = (f"Item 1C. Cybersecurity. {PROGRAMME}", BOARD)
    assert found("Item 1B. Comments", *own, NEXT) == own


def test_combined_item_is_found() -> None:
    own = ("Items 1B and 1C. Unresolved Staff Comments and Cybersecurity", "None.", PROGRAMME)
    assert found("Item 1A. Risk Factors", *own, NEXT) == own


def test_section_without_a_number_is_found_and_said() -> None:
    paragraphs = (
        "Strategy",
        "Sell locks.",
        "Cybersecurity",
        PROGRAMME,
        BOARD,
        "Dividends",
        "None were paid.",
    )
    assert found(*paragraphs) == ("Cybersecurity", PROGRAMME, BOARD)
    assert problems(*paragraphs) == ["item-without-number", "item-size"]


def test_reference_is_followed_to_the_section_it_quotes() -> None:
    section = ("Cyber risk governance", PROGRAMME, BOARD)
    pointer = "The information is set forth in “Cyber risk governance” and is incorporated by reference."
    paragraphs = ("Item 1. Business", *section, "Dividends", "None.", "Item 1C. Cybersecurity", pointer, NEXT)
    assert found(*paragraphs) == section
    assert problems(*paragraphs) == ["item-elsewhere", "item-size"]


def test_short_item_with_words_of_its_own_and_a_reference_is_kept_whole() -> None:
    own = (
        "Item 1C. Cybersecurity",
        "Risk management and strategy",
        "For a description of our risks, see “Risk Factors” in Item 1A.",
        PROGRAMME,
        BOARD,
        "Our chief information officer, who has managed such programs for ten years, informs the board.",
        "No incident has had a material effect on us.",
    )
    assert found("Item 1A. Risk Factors", RISK, *own, NEXT) == own
    assert problems("Item 1A. Risk Factors", RISK, *own, NEXT) == ["item-size"]


def test_reference_that_leads_nowhere_keeps_its_own_words() -> None:
    own = ("Item 1C. Cybersecurity", "Incorporated by reference to our annual report to shareholders.")
    assert found("Item 1B. Comments", *own, NEXT) == own
    assert problems("Item 1B. Comments", *own, NEXT) == ["item-elsewhere", "item-size"]


@pytest.mark.parametrize(("copies", "codes"), [(3, ["item-size"]), (40, []), (1200, ["item-size"])])
def test_size_outside_of_what_is_usual_is_said(copies: int, codes: list[str]) -> None:
    assert problems("Item 1C. Cybersecurity", *[PROGRAMME] * copies, NEXT) == codes


@pytest.mark.parametrize(
    "heading",
    [
        ("Item 1C.\nCybersecurity",),
        ("Item\n1C.\nCybersecurity",),
        ("ITEM 1C.", "CYBERSECURITY"),
        ("PART I, ITEM", "1C. Cybersecurity"),
        ("Item 1C.\tCybersecurity",),
    ],
)
def test_heading_split_over_lines_or_cells_opens_the_item(heading: tuple[str, ...]) -> None:
    own = (*heading, PROGRAMME, BOARD)
    item = find_item("\n\n".join(("Item 1B. Comments", "None.", *own, NEXT)))
    assert found("Item 1B. Comments", "None.", *own, NEXT) == own
    assert item is not None
    assert item.number == "1C"


def test_heading_without_a_stop_runs_on_into_long_words() -> None:
    own = (f"Item 1C. Cybersecurity {LONG_PROGRAMME}", BOARD)
    assert found("Item 1B. Comments", *own, NEXT) == own
    item = find_item("\n\n".join((*own, NEXT)))
    assert item is not None
    assert item.number == "1C"


def test_item_without_any_heading_is_found_by_its_language() -> None:
    own = ("Risk Management", LONG_PROGRAMME, "How we are led", LONG_BOARD)
    paragraphs = ("Item 1A. Risk Factors", RISK, "Item 1B. Comments", "None.", *own, NEXT, "Two mills.")
    assert found(*paragraphs) == own
    assert problems(*paragraphs) == ["item-without-heading", "item-size"]


def test_item_in_the_contents_alone_is_not_found_and_its_risk_factor_is_not_taken_for_it() -> None:
    contents = ("Item 1B.\tComments\t3", "Item 1C.\tCybersecurity\t3", "Item 2.\tProperties\t4")
    paragraphs = (*contents, "Item 1A. Risk Factors", "Cyber risk", RISK, "Item 1B. Comments", "None.", NEXT)
    assert found(*paragraphs) is None


def test_text_on_products_or_on_law_is_not_taken_for_the_item() -> None:
    products = (
        "Our cybersecurity program suite trains, monitors and assesses: it brings training, an "
        "incident response exercise and penetration tests, identifies cyber threats and follows NIST."
    )
    assert found("Item 1. Business", products, products, NEXT) is None


def test_section_that_reads_like_the_item_is_preferred_to_a_risk_factor_of_that_title() -> None:
    paragraphs = ("Cybersecurity", RISK, RISK, "Item 1B. Comments", "None.", LONG_PROGRAMME, LONG_BOARD, NEXT)
    assert found(*paragraphs) == (LONG_PROGRAMME, LONG_BOARD)


def test_reference_without_a_title_is_followed_to_the_words_it_means() -> None:
    pointer = "The information that this item asks for is included in our annual report, pages 30 and 31."
    paragraphs = ("Our year", LONG_PROGRAMME, LONG_BOARD, "Item 1C. Cybersecurity", pointer, NEXT)
    assert found(*paragraphs) == (LONG_PROGRAMME, LONG_BOARD)
    assert problems(*paragraphs) == ["item-elsewhere", "item-size"]


def test_row_of_a_cross_reference_table_is_no_heading() -> None:
    table = (
        "15.\tControls\tPage 80\n16K.\tCybersecurity\tOur risks\n17.\tFinancial Statements\tNot applicable"
    )
    own = ("Cybersecurity", LONG_PROGRAMME, LONG_BOARD)
    assert found(table, "Our year", "We carried salt.", *own, "Share capital", "One class.") == own


def test_document_without_the_item_has_none() -> None:
    assert found("Item 1. Business", "We sell locks.", NEXT, "Two mills.") is None
    assert found("") is None


ELSEWHERE = (
    "Our mills stand at two harbours and take up forty acres of owned land near the old customs house.",
    "We lease three warehouses for grain and one for salt under contracts that end in different years.",
    "All of them are kept in good order and are large enough for the trade that we expect next year.",
)
CLOSINGS = ("Item 3. Legal Proceedings", "PART II", "Signatures", "Legal Proceedings")


@pytest.mark.parametrize("closing", [*CLOSINGS, ""])
def test_item_ends_with_its_language_where_the_next_heading_is_missing(closing: str) -> None:
    own = ("Item 1C. Cybersecurity", LONG_PROGRAMME, "Governance", LONG_BOARD)
    assert found(*own, *ELSEWHERE, *filter(None, [closing])) == own


@pytest.mark.parametrize("closing", ["Item 2. Properties", "Properties", "Item 1D. Executive officers"])
def test_item_before_its_neighbour_is_kept_whole(closing: str) -> None:
    own = ("Item 1C. Cybersecurity", LONG_PROGRAMME, LONG_BOARD, *ELSEWHERE)
    assert found(*own, closing) == own


def test_item_16k_ends_with_its_language_before_the_signatures() -> None:
    own = ("Item 16K. Cybersecurity", LONG_PROGRAMME, LONG_BOARD)
    assert found(*own, *ELSEWHERE, "SIGNATURES") == own
    assert found(*own, *ELSEWHERE, "Item 17. Financial Statements") == (*own, *ELSEWHERE)


def test_closing_remark_of_the_last_item_is_no_other_matter() -> None:
    own = ("Item 1C. Cybersecurity", LONG_PROGRAMME, LONG_BOARD, "He joined us in 2019.")
    assert found(*own) == own
