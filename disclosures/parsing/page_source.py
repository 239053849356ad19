"""Bytes of an ordinary page to its blocks, and the marks by which a filing is told from such a page."""

import re

from disclosures.parsing.normalise import decode_text
from disclosures.parsing.page_blocks import Block, cut_html, cut_text
from disclosures.parsing.safexml import parse_html
from disclosures.parsing.types import Problem

HEAD_BYTES = 64 * 1024
MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|main|article|section|div|h[1-6]|p|table|dl|ul)\b", re.I
)
# Chinese pages that are not in UTF-8 say so, and are one of these; GB 18030 reads the older two as well.
CHINESE_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*(gb2312|gbk|gb18030|big5)", re.I)
FILING_MARKS = re.compile(
    rb"<XBRL>|<SEC-DOCUMENT>|<SEC-HEADER>|xmlns:(?:ix|xbrli|xbrl|cyd|dei)\s*=|<xbrl\b|defref_"
    rb"|\[Text Block\]|\[Flag\]"
    rb"|SECURITIES\s+AND\s+EXCHANGE\s+COMMISSION|\bITEM\s*(?:16K|1C|1\.05)\b|\bFORM\s*(?:10-K|20-F|8-K|6-K|40-F)\b"
    rb"|^%PDF-|^PK\x03\x04|\x00\x00",
    re.I,
)


def is_filing(data: bytes) -> bool:
    """Whether `data` bears a mark of an SEC filing, or is no text at all."""
    return FILING_MARKS.search(data) is not None


def is_html(data: bytes) -> bool:
    """Whether the beginning of `data` holds markup of a page."""
    return MARKUP.search(data[:HEAD_BYTES]) is not None


def read_blocks(data: bytes) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """The page's main content as blocks. ParseError where it cannot be read as a page at all."""
    if not is_html(data):
        text, problems = decode_text(data)
        return cut_text(text), problems
    charset = CHINESE_CHARSET.search(data[:HEAD_BYTES])
    if charset:
        encoding = "big5" if charset[1].lower() == b"big5" else "gb18030"
        data = data.decode(encoding, "replace").encode()
    return cut_html(parse_html(data)), ()
