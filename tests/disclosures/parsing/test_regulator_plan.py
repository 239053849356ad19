"""A regulator's plan read as points and demands. All texts but the real article are invented."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosures.parsing.errors import ParseError
from disclosures.parsing.formats.regulator_plan import looks_like, parse
from disclosures.parsing.registry import read
from disclosures.parsing.types import ParsedFiling, Severity, SourceFormat

REPOSITORY = Path(__file__).resolve().parents[3]

BODY = (
    "The “Harbour Plan” names the dangers of online banking. First, banks are required to tie every project "
    "to a strategy of their board. Strengthen the management of liquidity risk, credit risk, and fraud and "
    "build one platform for warnings. The second is to protect personal information, run drills, and tell "
    "the regulator of an incident within a day; appoint a senior manager. Third, supervise partner "
    "institutions and prevent that outside risk is carried in."
)
ARTICLE = f"+ 0.10%\n- 1.20%\n\n{BODY}\n\nBay Wire · 03/18/2025 09:40:12\nListen to this article\n{BODY}\n"


def summarise(filing: ParsedFiling) -> list[tuple[int, int, str]]:
    return [(item.point, item.demand, item.quote) for item in filing.requirements]


def demands_of(filing: ParsedFiling) -> list[str]:
    return [item.quote for item in filing.requirements if item.demand]


def check_places(filing: ParsedFiling) -> None:
    """Every requirement's span cuts its quote out of the text; demands lie in order in their point.

    Those of one list share their span.
    """
    point_span = last_span = None
    last_end = 0
    for item in filing.requirements:
        (span,) = item.locator.spans
        assert filing.reading_text[span.start : span.end] == item.quote
        if item.demand == 0:
            assert span.start >= last_end
            point_span, last_end = span, span.start
        assert point_span is not None
        assert point_span.start <= span.start
        assert span.end <= point_span.end
        assert span.start >= last_end or span == last_span
        last_end, last_span = span.end if item.demand else last_end, span


def test_plan_gives_points_and_their_demands() -> None:
    filing = parse(ARTICLE.encode(), "plan.txt")
    assert summarise(filing) == [
        (
            1,
            0,
            "First, banks are required to tie every project to a strategy of their board. Strengthen the "
            "management of liquidity risk, credit risk, and fraud and build one platform for warnings.",
        ),
        (1, 1, "banks are required to tie every project to a strategy of their board."),
        (1, 2, "Strengthen the management of liquidity risk, credit risk, and fraud"),
        (1, 3, "build one platform for warnings."),
        (
            2,
            0,
            "The second is to protect personal information, run drills, and tell the regulator of an "
            "incident within a day; appoint a senior manager.",
        ),
        (2, 1, "protect personal information, run drills"),
        (2, 2, "tell the regulator of an incident within a day"),
        (2, 3, "appoint a senior manager."),
        (3, 0, "Third, supervise partner institutions and prevent that outside risk is carried in."),
        (3, 1, "supervise partner institutions"),
        (3, 2, "prevent that outside risk is carried in."),
    ]
    check_places(filing)
    assert {item.locator.document for item in filing.requirements} == {"plan.txt"}


def test_plan_names_its_demands_and_itself() -> None:
    filing = parse(ARTICLE.encode())
    assert (filing.source_format, filing.title) == (SourceFormat.REGULATOR_PLAN, "Harbour Plan")
    assert filing.filed == date(2025, 3, 18)
    assert [item.title for item in filing.requirements if item.point == 1] == [
        "Tie every project to a strategy of their board",
        "Tie every project to a strategy of their board",
        "Strengthen the management of liquidity risk, credit risk, and fraud",
        "Build one platform for warnings",
    ]


def test_plan_drops_noise_and_repetition_with_notes() -> None:
    filing = parse(ARTICLE.encode())
    assert filing.reading_text == BODY
    assert [(problem.code, problem.severity, problem.locator) for problem in filing.problems] == [
        ("page-noise", Severity.NOTE, "paragraph 1"),
        ("page-noise", Severity.NOTE, "paragraph 3"),
        ("page-noise", Severity.NOTE, "paragraph 4"),
        ("repeated-text", Severity.NOTE, "paragraph 5"),
    ]
    assert (
        filing.problems[3].message
        == "“The “Harbour Plan” names the dangers of…” repeats paragraph 2; left out."
    )


def test_plan_as_html_takes_its_title_from_the_heading() -> None:
    html = (
        "<html><body><nav>News</nav><article><h1>Guidelines on cyber risk</h1><p>12 May 2024 | Bay Wire</p>"
        "<p>Banks are asked for three things.</p><ol><li>Establish a committee for security risk.</li>"
        "<li>Review the risk of suppliers; keep a list.</li><li>Banks must report incidents.</li></ol>"
        "</article><footer>2024</footer></body></html>"
    )
    filing = parse(html.encode())
    assert looks_like(html.encode())
    assert (filing.title, filing.filed) == ("Guidelines on cyber risk", date(2024, 5, 12))
    assert demands_of(filing) == [
        "Establish a committee for security risk.",
        "Review the risk of suppliers",
        "keep a list.",
        "Banks must report incidents.",
    ]
    check_places(filing)


@pytest.mark.parametrize(
    "marks",
    [
        ("1. ", "2. ", "3. "),
        ("1、", "2、", "3、"),
        ("(1) ", "(2) ", "(3) "),
        ("1) ", "2) ", "3) "),
        ("I. ", "II. ", "III. "),
        ("(a) ", "(b) ", "(c) "),
        ("Article 1 ", "Article 2 ", "Article 3 "),
        ("• ", "• ", "• "),
        ("- ", "- ", "- "),
        ("First, ", "Second, ", "Third, "),
        ("Firstly, ", "Secondly, ", "Lastly, "),
        ("First, ", "The second is to ", "The third is to "),
        ("The first point is to ", "The second point is to ", "Finally, "),
        ("一是", "二是", "三是"),
        ("第一，", "第二，", "第三，"),
        ("第一条 ", "第二条 ", "第三条 "),
        ("一、", "二、", "三、"),
    ],
)
@pytest.mark.parametrize("separator", ["\n", "\n\n"])
def test_points_are_found_in_every_habit_of_numbering(marks: tuple[str, ...], separator: str) -> None:
    demands = ("Establish a risk committee.", "Banks must keep records.", "Prevent fraud at partners.")
    text = "What the regulator asks of banks:\n\n" + separator.join(
        map("".join, zip(marks, demands, strict=True))
    )
    filing = parse(text.encode())
    assert [item.point for item in filing.requirements if not item.demand] == [1, 2, 3]
    assert demands_of(filing) == list(demands)
    check_places(filing)


@pytest.mark.parametrize("marks", [("(1) ", "(2) ", "(3) "), ("First, ", "Second, ", "Third, ")])
def test_points_within_one_paragraph(marks: tuple[str, ...]) -> None:
    demands = ("establish a committee;", "keep records;", "prevent all fraud.")
    text = "Banks shall: " + " ".join(map("".join, zip(marks, demands, strict=True)))
    assert [item.quote for item in parse(text.encode()).requirements if item.demand] == [
        "establish a committee",
        "keep records",
        "prevent all fraud.",
    ]


def test_chinese_sentences_are_demands_of_their_own() -> None:
    text = (
        "一是加强战略风险管理。完善合规管理；强化流动性风险管理。\n"
        "二是提升智能风控能力。\n三是银行应当防范合作风险。"
    )
    filing = parse(text.encode())
    assert demands_of(filing) == [
        "加强战略风险管理。",
        "完善合规管理",
        "强化流动性风险管理。",
        "提升智能风控能力。",
        "银行应当防范合作风险。",
    ]
    check_places(filing)


def test_items_under_articles_are_demands_of_their_article() -> None:
    text = "\n\n".join(
        f"Article {number} Custody\n\n(1) Banks must keep records.\n\n(2) Banks must report losses."
        for number in (1, 2, 3)
    )
    filing = parse(text.encode())
    assert [(item.point, item.demand, item.title) for item in filing.requirements[:3]] == [
        (1, 0, "Custody"),
        (1, 1, "Keep records"),
        (1, 2, "Report losses"),
    ]
    assert demands_of(filing) == ["Banks must keep records.", "Banks must report losses."] * 3
    check_places(filing)


def test_last_point_takes_no_closing_words() -> None:
    text = (
        "1. Banks must keep records.\n\n2. Banks must report losses.\n\n3. Banks must prevent fraud.\n\n"
        "The bureau answers questions by telephone."
    )
    filing = parse(text.encode())
    assert filing.requirements[-1].quote == "Banks must prevent fraud."
    assert filing.reading_text.endswith("by telephone.")


def test_missing_number_is_reported() -> None:
    text = "1. Banks must keep records.\n\n2. Banks must report losses.\n\n4. Banks must prevent fraud."
    filing = parse(text.encode())
    assert [item.point for item in filing.requirements if not item.demand] == [1, 2, 3]
    assert [(problem.code, problem.message) for problem in filing.problems] == [
        ("point-missing", "Point 2 is followed by point 4.")
    ]


def test_abbreviations_and_short_verbs_do_not_cut_a_demand() -> None:
    text = (
        "1. Follow Rule No. 7 of the U.S. Treasury.\n\n2. Banks must assess, identify and manage risk.\n\n"
        "3. Improve the identification and control of losses."
    )
    assert demands_of(parse(text.encode())) == [
        "Follow Rule No. 7 of the U.S. Treasury.",
        "Banks must assess, identify and manage risk.",
        "Improve the identification and control of losses.",
    ]


def test_text_without_points_is_refused() -> None:
    with pytest.raises(ParseError) as refused:
        parse(b"Banks must keep records. The bureau looks at them.")
    assert refused.value.code == "no-points"


@pytest.mark.parametrize(
    ("opening", "title"),
    [
        ("The “Plan” clarifies the dangers of lending. More.", "Plan: dangers of lending"),
        ('The "Plan for safe lending" says it.', "Plan for safe lending"),
        ("《安全计划》发布。", "安全计划"),
        ("What banks shall do. More.", "What banks shall do"),
    ],
)
def test_title_of_the_plan(opening: str, title: str) -> None:
    text = f"{opening}\n\n1. Banks must keep records.\n\n2. Report losses.\n\n3. Prevent fraud."
    assert parse(text.encode()).title == title


def test_looks_like_accepts_a_plan() -> None:
    assert looks_like(ARTICLE.encode())


def test_plan_that_speaks_of_forms_and_of_the_sec_is_a_plan() -> None:
    words = "The Securities and Exchange Commission asks for the same in Item 1C of Form 10-K."
    (filing,) = read(f"{ARTICLE}\n{words}\n".encode())
    assert filing.source_format is SourceFormat.REGULATOR_PLAN


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01",
        b"Bread\n\n1. Preheat the oven; it must be hot.\n\n2. Keep it warm.\n\n3. You should use salt.",
        b"First, banks must manage risk. Second, regulators must supervise.",
        (BODY + " Item 1C. Cybersecurity").encode(),
        (BODY + " [Text Block]").encode(),
        b"1. We establish a risk committee.\n\n2. We prevent fraud at our bank.\n\n3. We keep security high.",
        b"1. Fraud at banks happened.\n\n2. Risk rose.\n\n3. Regulators slept.",
    ],
)
def test_looks_like_refuses_other_documents(data: bytes) -> None:
    assert not looks_like(data)


def test_looks_like_refuses_our_own_sources() -> None:
    sources = [*(REPOSITORY / "disclosures").rglob("*.py"), *(REPOSITORY / "disclosures").rglob("*.toml")]
    assert [path.name for path in sources if looks_like(path.read_bytes())] == []


CLAUSES = st.sampled_from(
    [
        "keep records",
        "establish a risk committee",
        "and prevent fraud",
        "No. 7",
        "report, review, and test",
        "资金。",
    ]
)
STOPS = st.sampled_from([". ", "; ", ", ", " ", "\n\n", ", and "])


@given(st.lists(st.lists(st.tuples(CLAUSES, STOPS), min_size=1, max_size=6), min_size=3, max_size=6))
def test_any_clauses_keep_their_places(points: list[list[tuple[str, str]]]) -> None:
    text = "\n\n".join(
        f"{number}. Banks must {''.join(clause + stop for clause, stop in point)}end."
        for number, point in enumerate(points, 1)
    )
    filing = parse(text.encode())
    check_places(filing)
    assert [item.point for item in filing.requirements if not item.demand] == list(range(1, len(points) + 1))
    for number in range(1, len(points) + 1):
        own = [item for item in filing.requirements if item.point == number]
        words = " ".join(item.quote for item in own[1:])
        # Between demands only separators, conjunctions and numbers are left out.
        lost = {word.strip(".,;") for word in own[0].quote.split()} - {w.strip(".,;") for w in words.split()}
        assert lost <= {"and", "", str(number)}


@pytest.fixture
def plan_article(shared_data: Path) -> bytes:
    return next((shared_data / "seeds").glob("003_*")).read_bytes()


def test_real_plan_has_five_points_and_all_their_demands(plan_article: bytes) -> None:
    filing = parse(plan_article)
    assert looks_like(plan_article)
    check_places(filing)
    counts = [
        sum(item.point == point and item.demand > 0 for item in filing.requirements) for point in range(1, 6)
    ]
    assert counts == [5, 3, 7, 5, 4]
    assert filing.filed == date(2025, 12, 26)
    assert filing.title.startswith("Plan: risks and challenges")
    assert [problem.code for problem in filing.problems] == ["page-noise"] * 3 + ["repeated-text"]


@pytest.mark.parametrize(
    ("point", "subjects"),
    [
        (1, ["strategic risk", "compliance", "liquidity risk", "operational risk", "outsourcing risk"]),
        (2, ["intelligent risk control", "platforms", "early warning"]),
        (
            3,
            [
                "AI security",
                "classification",
                "intervention",
                "model risk",
                "full-cycle",
                "robust",
                "transparency",
            ],
        ),
        (4, ["cybersecurity and data", "personal information", "awareness", "defense system", "drills"]),
        (5, ["ecosystem", "third-party partner", "responsibilities", "transmitted"]),
    ],
)
def test_real_plan_gives_each_subject_a_demand(plan_article: bytes, point: int, subjects: list[str]) -> None:
    demands = [
        item.wording for item in parse(plan_article).requirements if item.point == point and item.demand
    ]
    assert [subject in demand for subject, demand in zip(subjects, demands, strict=True)] == [True] * len(
        subjects
    )


def test_real_plan_keeps_the_article_once(plan_article: bytes) -> None:
    text = parse(plan_article).reading_text
    lines = [line for line in plan_article.decode().splitlines() if len(line) > 200]
    assert len(lines) == 2
    assert text.split() == lines[0].split()


def test_real_filings_and_pages_are_no_plans(shared_data: Path) -> None:
    folder = shared_data / "filings"
    files = [*folder.glob("rpages/*"), *folder.glob("ixbrl_8k/*"), *folder.glob("submissions/*")]
    seeds = [path for path in (shared_data / "seeds").iterdir() if not path.name.startswith("003")]
    taken = [path.name for path in (*files, *seeds) if path.is_file() and looks_like(path.read_bytes())]
    assert taken == []
