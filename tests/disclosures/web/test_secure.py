"""Pages by https: whose certificate is trusted, for which host, and what is said where it is not."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import trustme

from disclosures.web.client import fetch_page
from disclosures.web.policy import Policy
from tests.disclosures.web.server import Site, raw_server, redirect, refusal, running_site

PAGE = "<p>Client money is kept apart.</p>"


def test_secure_connection_names_the_host_and_checks_its_certificate(site: Site) -> None:
    with raw_server(b"this is no handshake") as (port, heard):
        policy = site.policy(ports=frozenset({port}))
        code, sentence = refusal(site, f"https://shop.example:{port}/", policy)
    assert (code, sentence) == (
        "not-safe",
        "No secure connection to shop.example: it fails. Nothing is fetched.",
    )
    assert [b"shop.example" in hello for hello in heard] == [True]
    assert (policy.tls.verify_mode, policy.tls.check_hostname) == (ssl.CERT_REQUIRED, True)


@contextmanager
def secure_site(*names: str) -> Iterator[tuple[Site, ssl.SSLContext]]:
    """A site with a certificate for these names, and a client's context that trusts who gave it."""
    authority, server, client = (
        trustme.CA(),
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH),
        Policy().tls,
    )
    authority.issue_cert(*names).configure_cert(server)
    authority.configure_trust(client)
    with running_site(server) as site:
        yield site, client


def test_page_is_fetched_over_a_secure_connection() -> None:
    with secure_site("shop.example") as (site, client):
        site.put("/page", PAGE)
        page = fetch_page(site.address(), site.policy(tls=client))
    assert (page.data, page.address) == (PAGE.encode(), f"https://shop.example:{site.port}/page")
    assert site.paths == ["/robots.txt", "/page"]


def test_redirect_to_a_secure_address_checks_the_certificate_of_its_host() -> None:
    with secure_site("shop.example") as (site, client):
        site.put("/page", redirect(site.address("/page", "bank.example")))
        code, sentence = refusal(site, policy=site.policy(tls=client))
    assert code == "not-safe"
    assert sentence == (
        "No secure connection to bank.example: its certificate is not trusted (Hostname mismatch, certificate"
        " is not valid for 'bank.example'). Nothing is fetched."
    )
    assert site.paths == ["/robots.txt", "/page"]


def test_certificate_of_an_unknown_authority_is_refused() -> None:
    with secure_site("shop.example") as (site, _):
        code, sentence = refusal(site)
    assert (code, site.paths) == ("not-safe", [])
    assert "its certificate is not trusted (unable to get local issuer certificate)" in sentence
