"""Who leads, from where, reporting to whom."""

import pytest

from disclosures.coding.codebook import leads
from disclosures.coding.codebook.disclosure import Disclosure


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Our cybersecurity programme is led by the Chief Information Security Officer.", ("CISO",)),
        ("The Vice President of IT is responsible for cybersecurity.", ("VP_IT",)),
        (
            "Our CFO and our Director of Information Technology manage cyber risk.",
            ("CFO", "IT_director_or_head"),
        ),
        ("Our CISO, who reports to the CEO, oversees the security program.", ("CISO",)),
        ("Our executive officers are responsible for cyber risk.", ("other",)),
        ("The team works with our Chief Information Officer on patches.", ("CIO",)),
        ("Management is responsible for cybersecurity.", ("none",)),
        (
            "The CISO leads it and reports to our Senior Vice President and Chief Information Officer.",
            ("CISO",),
        ),
        ("The CISO leads cybersecurity and reports to Quarry's Chief Information Officer.", ("CISO",)),
        ("Our General Counsel reads the contracts.", ("none",)),
    ],
)
def test_lead_title(text: str, titles: tuple[str, ...]) -> None:
    assert leads.code_lead_title(Disclosure(text)).value == titles


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("We engage a virtual CISO.", "yes"),
        ("We rely on our Sponsor for the security of our systems.", "yes"),
        ("The Adviser has implemented a cybersecurity program that covers us.", "yes"),
        ("We have outsourced our information technology function to a local firm.", "yes"),
        ("We do not use a fractional CISO.", "no"),
        ("Our business is managed by the Advisor.", "yes"),
        ("Our business is managed by only one person, who oversees our security.", "no"),
        ("Our operations are managed by one officer, who oversees our security.", "no"),
        ("The Trust's affairs are managed by One Quarry Partners LLC.", "yes"),
        ("Our own team runs the security program over a virtual private network.", "no"),
        ("The parent and its subsidiaries run their own cybersecurity programs.", "no"),
    ],
)
def test_outsourced_lead(text: str, value: str) -> None:
    assert leads.code_outsourced_lead(Disclosure(text)).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The CISO reports directly to our Chief Information Officer.", "CIO"),
        ("Our CISO, reporting to the President, has a staff of ten.", "president"),
        ("The CISO reports to the Chief Digital Officer.", "digital_officer"),
        ("The CISO reports to the Audit Committee.", "not_stated"),
        ("The CISO does not report to the CIO.", "not_stated"),
    ],
)
def test_reporting_line(text: str, value: str) -> None:
    assert leads.code_reporting_line(Disclosure(text)).value == value
