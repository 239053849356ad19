"""Parsing what strangers send: refused, mended or read, never expanded or fetched."""

import pytest

from disclosures.parsing.errors import ParseError
from disclosures.parsing.safexml import parse_html, parse_xml, unwrap
from disclosures.parsing.text import raw_text


def code_of(data: bytes, **limits: int) -> str:
    with pytest.raises(ParseError) as caught:
        parse_xml(data, **limits)
    assert str(caught.value).endswith(".")
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"<a>\0</a>", "nul-bytes"),
        (b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "entity-declaration"),
        (b"<!DOCTYPE a [<!ELEMENT a ANY>]><a/>", "entity-declaration"),
        (b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "entity-declaration"),
        (b"<!DOCTYPE a SYSTEM 'http://127.0.0.1/a.dtd'><a/>", "entity-declaration"),
        (b"<!DOCTYPE a PUBLIC '-//X//Y' 'http://127.0.0.1/a.dtd'><a/>", "entity-declaration"),
        (
            "<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE a [<!ENTITY x 'y'>]><a/>".encode("utf-16"),
            "entity-declaration",
        ),
        (b"<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE a+AD4-<a/>", "not-well-formed"),
        (b"<a>\n<b></a>", "not-well-formed"),
        (b"<a>&nosuch;</a>", "not-well-formed"),
        (b"<a><odd:b/></a>", "not-well-formed"),
        (b"<a>\n<b>half", "truncated"),
        (b"<a><b", "truncated"),
        (b"<a>" * 3000 + b"</a>" * 3000, "too-deep"),
        (b"just words", "not-xml"),
    ],
)
def test_parse_xml_refuses_with_a_code(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_parse_xml_refuses_what_is_too_large() -> None:
    assert code_of(b"<a>12345</a>", max_bytes=11) == "too-large"


def test_parse_xml_names_the_line() -> None:
    with pytest.raises(ParseError, match=r"^Line 3: not well-formed XML\.$"):
        parse_xml(b"<a>\n<b/>\n</c></a>")


def test_parse_xml_accepts_a_plain_doctype_with_named_characters() -> None:
    public = b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1.dtd">'
    document = parse_xml(public + b"<html>a&nbsp;b&mdash;c &amp; d</html>")
    assert (raw_text(document.root), document.problems) == ("a\xa0b—c & d", ())


def test_parse_xml_reads_named_characters_without_a_doctype() -> None:
    assert raw_text(parse_xml(b"<html>a&nbsp;b &lt; c</html>").root) == "a\xa0b < c"


@pytest.mark.parametrize(
    ("declared", "data", "codes"),
    [
        ("utf-8", "é—".encode(), []),
        ("utf-8", "é—".encode("cp1252"), ["encoding-mismatch"]),
        ("iso-8859-1", "é—".encode(), ["encoding-mismatch"]),
        ("us-ascii", "é—".encode(), ["encoding-mismatch"]),
        ("windows-1252", "é—".encode("cp1252"), []),
        ("iso-8859-15", "é€".encode("iso-8859-15"), []),
        ("no-such", "é—".encode("cp1252"), ["encoding-mismatch"]),
    ],
)
def test_parse_xml_reads_what_the_bytes_are(declared: str, data: bytes, codes: list[str]) -> None:
    document = parse_xml(f'<?xml version="1.0" encoding="{declared}"?><a>'.encode() + data + b"</a>")
    assert raw_text(document.root) in ("é—", "é€")
    assert [problem.code for problem in document.problems] == codes


def test_parse_xml_reads_utf_16() -> None:
    assert raw_text(parse_xml('<?xml version="1.0" encoding="UTF-16"?><a>é</a>'.encode("utf-16")).root) == "é"


def test_parse_xml_declares_a_lost_conventional_prefix() -> None:
    document = parse_xml(b"<html><ix:header/></html>")
    assert document.root[0].tag == "{http://www.xbrl.org/2013/inlineXBRL}header"
    assert [problem.code for problem in document.problems] == ["undeclared-prefix"]


@pytest.mark.parametrize(
    "wrapped",
    [
        b"<XBRL>\n<?xml version='1.0'?><a/>\n</XBRL>",
        b"<XBRL><a/></XBRL>",
        b"\xef\xbb\xbf<a/>",
        b"junk before\n<a/>",
        b"<DOCUMENT>\n<TEXT>\n<?xml version='1.0'?><a/></TEXT>\n</DOCUMENT>",
    ],
)
def test_unwrap_leaves_the_document(wrapped: bytes) -> None:
    assert unwrap(wrapped).removeprefix(b"<?xml version='1.0'?>").strip() == b"<a/>"


def test_parse_html_reads_tag_soup_in_its_encoding() -> None:
    assert raw_text(parse_html("<p>caf\xe9<p>“two”<br>".encode("cp1252"))) == "café“two”"
    assert raw_text(parse_html("<p>café".encode())) == "café"


def test_parse_html_refuses_an_empty_file() -> None:
    with pytest.raises(ParseError) as caught:
        parse_html(b"  ")
    assert caught.value.code == "empty"
