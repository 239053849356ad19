"""What of a web page is its content; what is left out is counted and told."""

import re
from pathlib import Path

import pytest

from disclosures.parsing.html_blocks import cut_html
from disclosures.parsing.main_content import choose_content, read_main_lines, tell_left_out
from disclosures.parsing.page_blocks import Block
from disclosures.parsing.safexml import parse_html

PAGES = sorted((Path(__file__).parent / "golden" / "web_disclosure").glob("*/input.html"))


def names_custody(block: Block) -> bool:
    return "custody" in block.text.lower()


def parted(html: str, main: frozenset[str] = frozenset()) -> tuple[list[str], list[tuple[str, str]]]:
    """The content's texts, and those left out with what they are."""
    content = choose_content(cut_html(parse_html(html.encode())), names_custody, main)
    return [block.text for block in content.blocks], [(b.furniture, b.text) for b in content.left]


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_every_word_of_a_page_is_content_or_left_out(page: Path) -> None:
    root = parse_html(page.read_bytes())
    content = choose_content(cut_html(root), names_custody, read_main_lines(page.read_bytes()))
    held = squeeze(" ".join(block.text for block in (*content.blocks, *content.left)))
    body = root.body
    for unseen in body.xpath(".//script|.//style|.//button[not(@aria-controls)]|.//textarea"):
        unseen.drop_tree()
    # A row of tabs stands over its panels, one by one; signs between links stand in no block of their own.
    lost = [text for text in body.itertext() if squeeze(text).strip("|") not in held]
    assert lost == []


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("<nav>Words</nav>", "navigation"),
        ("<div role='contentinfo'>Words</div>", "footer"),
        ("<header>Words</header>", "header"),
        ("<aside>Words</aside>", "sidebar"),
        ("<div class='site-footer'>Words</div>", "footer"),
        ("<div id='cookieBanner'>Words</div>", "cookie notice"),
        ("<div class='Menu_root__a1'>Words</div>", "navigation"),
        ("<div style='display:none'>Words</div>", "hidden"),
        ("<p hidden>Words</p>", "hidden"),
        ("<form><label>Words</label><input></form>", "form"),
        ("<p>© 2024 Words</p>", "footer"),
        ("<p><a>One</a> | <a>Two</a></p>", "links"),
        ("<ul><li><a>One</a></li><li><a>Two</a></li><li><a>Three</a></li></ul>", "links"),
    ],
)
def test_furniture_is_left_out_and_named(part: str, kind: str) -> None:
    kept, left = parted(f"<body><h1>Title</h1><p>{'Long enough a text. ' * 5}</p>{part}</body>")
    assert len(kept) == 2
    assert {found for found, _ in left} == {kind}


@pytest.mark.parametrize(
    "part",
    [
        "<p><a href='/agreement.pdf'>Agreement</a></p>",
        "<p>See <a>one</a> and <a>two</a></p>",
        "<h2><a>Title</a></h2>",
        "<div class='elementor-widget'>Words</div>",
        "<section><footer>Words</footer></section>",
        "<form><p>Words</p></form>",
        "<div class='tab-pane' style='display:none'>Words</div>",
        "<button aria-controls='x'>Fold</button><div id='x' hidden>Words</div>",
    ],
)
def test_content_that_looks_like_furniture_stays(part: str) -> None:
    assert parted(f"<body><h1>Title</h1><p>Text.</p>{part}<p>More of the text.</p></body>")[1] == []


def test_part_that_holds_most_of_the_page_is_no_furniture_whatever_it_is_called() -> None:
    assert parted(f"<body><div class='with-sidebar'><p>{'Text. ' * 20}</p></div><p>Note.</p></body>")[1] == []


def test_telling_lines_of_furniture_stay() -> None:
    html = (
        "<body><p>Text of the page itself, which is long.</p><div class='footer'><p>Harbour Road 3</p>"
        "<p>Custody: Quay Bank</p><p>Terms</p></div>"
        "<div class='cookie'><p>Custody of cookies</p></div></body>"
    )
    kept, left = parted(html)
    assert kept == ["Text of the page itself, which is long.", "Custody: Quay Bank"]
    assert left == [
        ("footer", "Harbour Road 3"),
        ("footer", "Terms"),
        ("cookie notice", "Custody of cookies"),
    ]


def test_telling_heading_in_furniture_keeps_what_stands_under_it() -> None:
    html = (
        f"<body><main><p>{'Text. ' * 20}</p></main><aside><p>Ad</p><h2>Custody</h2><p>At a bank.</p></aside>"
        "<div class='footer'>End</div></body>"
    )
    assert parted(html) == (
        [("Text. " * 20).strip(), "Custody", "At a bank."],
        [("sidebar", "Ad"), ("footer", "End")],
    )


def test_what_is_marked_as_the_main_part_is_the_page_if_most_of_it_is_there() -> None:
    long = "Text of the page. " * 10
    assert parted(f"<body><p>Above</p><main><p>{long}</p></main></body>") == (
        [long.strip()],
        [("outside the main part", "Above")],
    )
    assert parted(f"<body><p>{long}</p><article><p>Teaser</p></article></body>")[1] == []


def test_second_opinion_is_believed_about_the_edges_only() -> None:
    html = (
        "<body><p>Spring offer.</p><p>Kept.</p><p>Middle</p><h2>Custody</h2><p>Body</p>"
        "<p>A sentence at the end.</p><p>Readers liked</p></body>"
    )
    kept, left = parted(html, frozenset({"Kept."}))
    assert kept == ["Kept.", "Middle", "Custody", "Body", "A sentence at the end."]
    assert left == [("edge of the page", "Spring offer."), ("edge of the page", "Readers liked")]
    assert parted(html)[1] == []


def test_line_under_a_telling_heading_is_no_edge() -> None:
    html = "<body><p>Kept.</p><h2>Custody</h2><p>Quay Bank</p></body>"
    assert parted(html, frozenset({"Kept."}))[1] == []


def test_tabs_and_folds_stand_over_their_panels() -> None:
    html = (
        "<body><h2>Company</h2><ul class='tab-hd'><li>Filing</li><li>Custody</li></ul>"
        "<div class='tab-bd'><div><p>Done.</p></div><div style='display:none'><p>At a bank.</p></div></div>"
        "<p>After.</p><details><summary>Hours</summary>9 to 5</details><p>Last.</p></body>"
    )
    blocks = choose_content(cut_html(parse_html(html.encode())), names_custody).blocks
    assert [(block.text, block.level, block.ends) for block in blocks] == [
        ("Company", 2, 0),
        ("Filing", 6, 0),
        ("Done.", 0, 0),
        ("Custody", 6, 6),
        ("At a bank.", 0, 0),
        ("After.", 0, 6),
        ("Hours", 6, 0),
        ("9 to 5", 0, 0),
        ("Last.", 0, 6),
    ]


def test_what_was_left_out_is_counted_by_kind() -> None:
    left = [Block(f"Line {n}", furniture="footer" if n else "links") for n in range(8)]
    (problem,) = tell_left_out([*left, Block("x" * 50, furniture="footer")])
    assert (problem.code, problem.severity) == ("page-furniture", "note")
    assert problem.message == (
        "Left out as no part of the disclosure: 9 lines (footer 8, links 1): "
        "“Line 0”, “Line 1”, “Line 2”, “Line 3”, “Line 4”, “Line 5” and 3 more."
    )
    assert tell_left_out([]) == ()
