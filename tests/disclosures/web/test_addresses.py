"""Addresses as people type them and as attackers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosures.web.addresses import Address, join_address, parse_address
from disclosures.web.errors import WebError


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("https://shop.example", "https://shop.example/"),
        ("  HTTP://Shop.Example./a?b=1#part  ", "http://shop.example/a?b=1"),
        ("https://shop.example:443/", "https://shop.example/"),
        ("http://shop.example:8080/", "http://shop.example:8080/"),
        ("https://shop.example/信息?名=值", "https://shop.example/%E4%BF%A1%E6%81%AF?%E5%90%8D=%E5%80%BC"),
        ("https://shop.example/a%20b//c;d", "https://shop.example/a%20b//c;d"),
        ("https://网贷.example/", "https://xn--ur0aq8z.example/"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://[2606:4700:0::1111]/", "http://[2606:4700::1111]/"),
        ("http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/"),
        # Full-width digits and dots are digits and dots to a resolver: here they are so before any check.
        ("http://１２７。０。０。１/", "http://127.0.0.1/"),
        ("http://①②⑦.0.0.1/", "http://127.0.0.1/"),
    ],
)
def test_address_is_read_into_one_spelling(words: str, address: str) -> None:
    assert str(parse_address(words)) == address
    assert parse_address(address) == parse_address(words)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", "bad-address"),
        ("shop.example", "bad-address"),
        ("//shop.example/", "bad-address"),
        ("file:///etc/passwd", "bad-address"),
        ("ftp://shop.example/", "bad-address"),
        ("gopher://shop.example/", "bad-address"),
        ("javascript:alert(1)", "bad-address"),
        ("http:shop.example", "bad-address"),
        ("http:///shop.example", "bad-address"),
        ("http://", "bad-address"),
        ("http://shop.example:0/", "bad-address"),
        ("http://shop.example:99999/", "bad-address"),
        ("http://shop.example:eighty/", "bad-address"),
        ("http://shop.example\\@127.0.0.1/", "bad-address"),
        ("http://shop.example/\r\nHost: 127.0.0.1", "bad-address"),
        ("http://shop.ex\tample/", "bad-address"),
        ("http://shop example/", "bad-address"),
        ("http://shop.example/\x00", "bad-address"),
        ("http://127.1/", "bad-address"),
        ("http://2130706433/", "bad-address"),
        ("http://0x7f000001/", "bad-address"),
        ("http://0x7f.0.0.1/", "bad-address"),
        ("http://017700000001/", "bad-address"),
        ("http://0177.0.0.1/", "bad-address"),
        ("http://127.0.0.1.2/", "bad-address"),
        ("http://[fe80::1%25eth0]/", "bad-address"),
        ("http://[fe80::1%eth0]/", "bad-address"),
        ("http://[::1/", "bad-address"),
        ("http://[shop.example]/", "bad-address"),
        ("http://shop..example/", "bad-address"),
        ("http://-shop.example/", "bad-address"),
        (f"http://{'a' * 64}.example/", "bad-address"),
        (f"http://shop.example/{'a' * 2_000}", "bad-address"),
        ("http://ada@shop.example/", "credentials"),
        ("http://ada:secret@shop.example/", "credentials"),
        ("http://@shop.example/", "credentials"),
        ("http://shop.example@127.0.0.1/", "credentials"),
    ],
)
def test_address_that_is_none_is_refused(words: str, code: str) -> None:
    with pytest.raises(WebError) as refused:
        parse_address(words)
    assert refused.value.code == code
    assert "secret" not in str(refused.value)


BASE = Address("https", "shop.example", 443, "/about/page?x=1")


@pytest.mark.parametrize(
    ("location", "address"),
    [
        ("/other", "https://shop.example/other"),
        ("other", "https://shop.example/about/other"),
        ("?x=2", "https://shop.example/about/page?x=2"),
        ("//bank.example/", "https://bank.example/"),
        ("/papers/our report.pdf", "https://shop.example/papers/our%20report.pdf"),
        ("http://bank.example:8080/", "http://bank.example:8080/"),
        ("", "https://shop.example/about/page?x=1"),
    ],
)
def test_redirect_leads_on_from_where_it_was_met(location: str, address: str) -> None:
    assert str(join_address(BASE, location)) == address


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "http://ada:secret@bank.example/", "http://0/", "http://[::1", "data:,x"],
)
def test_redirect_to_no_address_is_refused(location: str) -> None:
    with pytest.raises(WebError):
        join_address(BASE, location)


@given(st.text(max_size=60).map(lambda words: f"http://{words}"))
def test_any_words_are_an_address_or_refused(words: str) -> None:
    try:
        address = parse_address(words)
    except WebError:
        return
    assert str(address).isascii()
    assert str(parse_address(str(address))) == str(address)
