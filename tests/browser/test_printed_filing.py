"""A real filing, printed to PDF by the browser, is read as its HTML is."""

from pathlib import Path

from playwright.sync_api import Browser

from disclosures.parsing import registry


def test_item_of_a_printed_filing_is_that_of_its_html(
    browser: Browser, shared_data: Path, tmp_path: Path
) -> None:
    path = next((shared_data / "filings" / "ixbrl_10k").glob("ibm-*.htm"))
    page = browser.new_page()
    page.goto(path.as_uri())
    page.pdf(path=tmp_path / "printed.pdf", format="A4")
    page.close()

    (printed,) = registry.read((tmp_path / "printed.pdf").read_bytes(), "printed.pdf")
    (tagged,) = registry.read_untagged(path.read_bytes(), path.name)

    assert printed.reading_text.split("\n\n") == tagged.reading_text.split("\n\n")
    assert (printed.form, printed.period_end) == (tagged.form, tagged.period_end)
    assert printed.pages[0].page > 1
