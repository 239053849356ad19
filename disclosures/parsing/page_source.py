"""Bytes of an ordinary page to its blocks, and the marks by which a filing is told from such a page."""

import re

from disclosures.parsing.html_blocks import cut_html
from disclosures.parsing.main_content import IsTelling, choose_content, read_main_lines, tell_left_out
from disclosures.parsing.normalise import decode_text
from disclosures.parsing.page_blocks import Block, cut_text
from disclosures.parsing.safexml import parse_html
from disclosures.parsing.text import find_preformatted
from disclosures.parsing.types import Problem

HEAD_BYTES = 64 * 1024
MOST_BYTES = 2_000_000
"""Of what a page shows; a larger one is hardly written by hand, and would take many seconds to cut."""
MOST_FOR_SECOND_OPINION = 500_000
"""Of the same; trafilatura would take seconds for more."""
MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|main|article|section|div|h[1-6]|p|table|dl|ul)\b", re.I
)
UNSHOWN = frozenset({"script", "style", "noscript", "template"})
# Chinese pages that are not in UTF-8 say so, and are one of these; GB 18030 reads the older two as well.
CHINESE_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*(gb2312|gbk|gb18030|big5)", re.I)
# Pages and plans speak of the SEC and of its forms ("see our Form 20-F"): that alone makes no filing.
FILING_MARKS = re.compile(
    rb"<XBRL>|<SEC-DOCUMENT>|<SEC-HEADER>|xmlns:(?:ix|xbrli|xbrl|cyd|dei)\s*=|<xbrl\b|defref_"
    rb"|\[Text Block\]|\[Flag\]|\bITEM\s*(?:16K|1C)\W{1,8}cybersecurity|^%PDF-|^PK\x03\x04|\x00\x00",
    re.I,
)


def is_filing(data: bytes) -> bool:
    """Whether `data` bears a mark of an SEC filing, or is no text at all."""
    return FILING_MARKS.search(data) is not None


def is_too_large(data: bytes) -> bool:
    """Whether a page shows more than pages do. ParseError where it is no page at all."""
    return _shows_more_than(MOST_BYTES, data)


def _shows_more_than(most: int, data: bytes) -> bool:
    """Whether a page is larger than so many bytes, its scripts, styles and built-in pictures aside."""
    return len(data) > most and (not is_html(data) or _measure(data) > most)


def _measure(data: bytes) -> int:
    """About the bytes that a page's tags and words would take by themselves."""
    nodes = parse_html(data).iter()
    return sum(
        2 * len(node.tag) + len(node.tail or "") + (0 if node.tag in UNSHOWN else len(node.text or ""))
        for node in nodes
        if isinstance(node.tag, str)
    )


def is_html(data: bytes) -> bool:
    """Whether the beginning of `data` holds markup of a page."""
    return MARKUP.search(data[:HEAD_BYTES]) is not None


def tells_nothing(block: Block) -> bool:
    """For pages of a kind whose furniture never tells anything."""
    return False


def read_blocks(
    data: bytes, is_telling: IsTelling = tells_nothing, *, wants_second_opinion: bool = False
) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """The page's content as blocks, and what was left out. ParseError where it is no page at all.

    is_telling            blocks that stay wherever they stand
    wants_second_opinion  trafilatura is asked about the page's edges, which takes its time
    """
    if not is_html(data):
        text, problems = decode_text(data)
        return cut_text(text), problems
    page = decode_page(data)
    root = parse_html(page)
    if text := find_preformatted(root):
        return cut_text(text), ()
    is_asked = wants_second_opinion and not _shows_more_than(MOST_FOR_SECOND_OPINION, page)
    main = read_main_lines(page) if is_asked else frozenset()
    content = choose_content(cut_html(root), is_telling, main)
    return content.blocks, tell_left_out(content.left)


def decode_page(data: bytes) -> bytes:
    """A page in a Chinese encoding as UTF-8; any other page as it is."""
    charset = CHINESE_CHARSET.search(data[:HEAD_BYTES])
    if charset is None:
        return data
    try:
        # Pages say gbk and are UTF-8 where somebody converted them: Chinese text is hardly ever both.
        data.decode("utf-8")
    except UnicodeDecodeError:
        encoding = "big5" if charset[1].lower() == b"big5" else "gb18030"
        return data.decode(encoding, "replace").encode()
    return data
