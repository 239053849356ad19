"""Plans as other supervisors write them: articles, principles, lead words, questions, letters. Invented."""

import textwrap

import pytest

from disclosures.parsing import registry
from disclosures.parsing.formats import regulator_plan

ARTICLES = """<html><body><nav><a href="/">Home</a><a href="/n">News</a><a href="/c">Contact</a></nav>
<h1>Guidelines on the resilience of harbour banks</h1><h2>Chapter I General provisions</h2>
<h3>Article 1</h3><p>Governance</p>
<p>1. The management body shall approve the arrangements for managing risk.</p>
<p>2. Members of the management body shall attend training each year.</p>
<h3>Article 2</h3><p>Reporting</p>
<p>1. Banks shall report major incidents to the competent authority within a day.</p>
<p>2. They shall:</p>
<p>(a) record all incidents;</p><p>(b) inform clients without undue delay.</p>
<h3>Article 3</h3><p>Third parties</p>
<p>Banks shall maintain a register of contracts and shall assess each provider before they sign.</p>
</body></html>"""
PRINCIPLES = """<html><body><main><h1>Principles for models in financial services</h1>
<h2>Principle 1: Accountability</h2><p>The board should be accountable for models.
It should name an owner of each.</p>
<h2>Principle 2: Security</h2><p>Institutions should protect models against tampering.</p>
<ul><li>access should be restricted;</li><li>changes should be logged.</li></ul>
<h2>Principle 3: Third parties</h2><p>Institutions should obtain from vendors what they need.</p>
</main></body></html>"""
BULLETS = """<html><body><article><h1>Statement on resilience</h1><ul>
<li><b>Governance.</b> The board should approve the list of services and review it each year.</li>
<li><b>Third parties.</b> Firms should ensure that contracts give them rights of audit,
and should plan an exit.</li>
<li><b>Self-assessment.</b> Firms must document their compliance and submit it to the supervisor.</li>
</ul></article></body></html>"""
QUESTIONS = """<html><body><h1>Questions on outsourcing by payment institutions</h1>
<p><b>Q1: Who is responsible?</b></p><p>The board should approve a policy on outsourcing.</p>
<p><b>Q2: What must be in the contract?</b></p><p>It must give the supervisor rights of access and audit.</p>
<p><b>Q3: Is cloud covered?</b></p><p>Yes. Institutions should assess the risk,
and must encrypt data held there.</p>
</body></html>"""
LETTERS = """Guideline on cyber risk

A. Governance
The board shall oversee cyber risk and receive a report each quarter.

B. Protection
Institutions shall restrict access; a report on it shall be sent to the authority.

C. Response
Institutions shall watch networks at all times and shall notify the supervisor of incidents.
"""
FIRSTLY = """The authority sets out what it expects of banks

12 March 2025

The authority said what it expects. Firstly, boards should approve a risk appetite. Secondly, firms
should map their services and identify third parties. Finally, firms should train all staff, and
keep records of it.

Share this page
"""


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (
            ARTICLES,
            [
                (1, "Governance"),
                (1, "Approve the arrangements for managing risk"),
                (1, "Attend training each year"),
                (2, "Reporting"),
                (2, "Report major incidents to the competent authority within a day"),
                (2, "Record all incidents"),
                (2, "Inform clients without undue delay"),
                (3, "Third parties"),
                (3, "Maintain a register of contracts"),
                (3, "Assess each provider before they sign"),
            ],
        ),
        (
            PRINCIPLES,
            [
                (1, "Accountability"),
                (1, "Be accountable for models"),
                (1, "Name an owner of each"),
                (2, "Security"),
                (2, "Protect models against tampering"),
                (2, "Access should be restricted"),
                (2, "Changes should be logged"),
                (3, "Third parties"),
                (3, "Obtain from vendors what they need"),
            ],
        ),
        (
            BULLETS,
            [
                (1, "Governance"),
                (1, "Approve the list of services and review it each year"),
                (2, "Third parties"),
                (2, "Ensure that contracts give them rights of audit"),
                (2, "Plan an exit"),
                (3, "Self-assessment"),
                (3, "Document their compliance"),
                (3, "Submit it to the supervisor"),
            ],
        ),
        (
            QUESTIONS,
            [
                (1, "Who is responsible?"),
                (1, "Approve a policy on outsourcing"),
                (2, "What must be in the contract?"),
                (2, "Give the supervisor rights of access and audit"),
                (3, "Is cloud covered?"),
                (3, "Assess the risk"),
                (3, "Encrypt data held there"),
            ],
        ),
        (
            LETTERS,
            [
                (1, "Governance"),
                (1, "Oversee cyber risk and receive a report each quarter"),
                (2, "Protection"),
                (2, "Restrict access"),
                (2, "A report on it shall be sent to the authority"),
                (3, "Response"),
                (3, "Watch networks at all times"),
                (3, "Notify the supervisor of incidents"),
            ],
        ),
        (
            FIRSTLY,
            [
                (1, "Approve a risk appetite"),
                (1, "Approve a risk appetite"),
                (2, "Map their services"),
                (2, "Map their services"),
                (2, "Identify third parties"),
                (3, "Train all staff"),
                (3, "Train all staff"),
                (3, "Keep records of it"),
            ],
        ),
    ],
    ids=["articles", "principles", "bullets", "questions", "letters", "firstly"],
)
def test_plan_of_another_habit_is_read_point_by_point(plan: str, expected: list[tuple[int, str]]) -> None:
    (filing,) = registry.read(plan.encode(), "plan")
    assert [(own.point, own.title) for own in filing.requirements] == expected


@pytest.mark.parametrize("width", [60, 99, 110, 130, 150])
def test_plan_is_read_alike_whatever_its_margin(width: int) -> None:
    sentences = (
        "Firstly, boards of banks should approve an appetite for risk, and review it with the authority. "
        "Secondly, firms should map their services and identify the third parties that support them. "
        "Finally, firms should train all staff, and keep records of the training for at least three years."
    )
    (wrapped,), (whole,) = (
        registry.read(text.encode(), "plan") for text in (textwrap.fill(sentences, width), sentences)
    )
    found, expected = (
        [(own.point, own.demand, own.title, own.quote) for own in filing.requirements]
        for filing in (wrapped, whole)
    )
    assert found == expected


@pytest.mark.parametrize(
    ("words", "demands"),
    [
        ("Encrypt records on every device.", ["Encrypt records on every device."]),
        ("Mend grave faults.", ["Mend grave faults."]),
        ("Teach all people.", ["Teach all people."]),
        ("Lenders keep inventories.", ["Lenders keep inventories."]),
        ("Encrypt backups.", ["Encrypt backups."]),
        ("Test copies.", ["Test copies."]),
        # Only who knows every verb tells it from those above; a demand too many is seen, a lost one is not.
        ("Incident response plan.", ["Incident response plan."]),
        ("Third-party risk.", []),
        ("Resilience.", []),
    ],
)
def test_a_short_first_sentence_that_may_ask_for_something_is_no_mere_title(
    words: str, demands: list[str]
) -> None:
    points = (f"{number}. {words} Banks must write a yearly report." for number in (1, 2, 3))
    filing = regulator_plan.parse("\n\n".join(points).encode())
    own = [item for item in filing.requirements if item.point == 2]
    assert own[0].title.lower() in words.lower()
    assert [item.quote for item in own[1:]] == [*demands, "Banks must write a yearly report."]
