"""One page from the web, by a server on this machine. Whatever is refused has its sentence."""

import gzip
import socket
import threading
import time
from collections.abc import Sequence

import pytest

from disclosures.web.client import FetchedPage, fetch_page
from disclosures.web.policy import Policy
from tests.disclosures.web.server import Answer, Site, raw_server, redirect, refusal

PAGE = "<html><body><h1>Fund custody</h1><p>At the Quay Bank.</p></body></html>"


def test_page_is_fetched_under_its_name_after_a_look_at_robots(site: Site) -> None:
    site.put("/page", PAGE)
    told: list[str] = []

    page = fetch_page(site.address("/page#part"), site.policy(), told.append)

    assert page == FetchedPage(PAGE.encode(), site.address(), "text/html")
    host = f"shop.example:{site.port}"
    agent = "Collate/0.1 (one page at a time, asked for by a person)"
    assert site.requests == [("/robots.txt", host, agent), ("/page", host, agent)]
    assert told == [
        "Asking shop.example whether programs may fetch the page.",
        "Fetching from shop.example.",
    ]


@pytest.mark.parametrize("media_type", ["text/plain", "application/pdf", "Application/XHTML+XML"])
def test_text_and_pdf_are_fetched_too(site: Site, media_type: str) -> None:
    site.put("/page", Answer(b"%PDF-1.7", headers={"Content-Type": media_type}))
    assert fetch_page(site.address(), site.policy()).data == b"%PDF-1.7"


def test_packed_page_is_unpacked(site: Site) -> None:
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    site.put("/page", Answer(gzip.compress(PAGE.encode()), headers=headers))
    assert fetch_page(site.address(), site.policy()).data == PAGE.encode()


def test_encoding_that_only_the_server_tells_is_kept_in_the_bytes(site: Site) -> None:
    site.put("/page", Answer("资金存管".encode("gbk"), headers={"Content-Type": 'text/plain; charset="GBK"'}))
    assert fetch_page(site.address(), site.policy()).data.decode() == "资金存管"


def test_redirects_are_followed_and_the_last_address_is_kept(site: Site) -> None:
    site.put("/page", redirect("/second"))
    site.put("/second", redirect(f"//bank.example:{site.port}/third", 308))
    site.put("/third", PAGE)

    page = fetch_page(site.address(), site.policy())

    assert page.address == site.address("/third", "bank.example")
    assert [(path, host.partition(":")[0]) for path, host, _ in site.requests] == [
        ("/robots.txt", "shop.example"),
        ("/page", "shop.example"),
        ("/second", "shop.example"),
        ("/robots.txt", "bank.example"),
        ("/third", "bank.example"),
    ]


def test_redirects_without_an_end_are_left(site: Site) -> None:
    site.put("/page", redirect("/page"))
    code, sentence = refusal(site)
    assert (code, sentence) == (
        "redirects",
        "http://shop.example/page leads on more than 5 times; not followed.",
    )
    assert site.paths.count("/page") == 6


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://127.0.0.2:{port}/", "not-public"),
        ("http://[::1]:{port}/", "not-public"),
        ("http://[::ffff:10.0.0.1]:{port}/", "not-public"),
        ("http://inside.example:{port}/", "not-public"),
        ("http://shop.example:22/", "port"),
        ("http://ada:secret@shop.example:{port}/", "credentials"),
        ("file:///etc/passwd", "bad-address"),
        ("http://2130706434:{port}/", "bad-address"),
    ],
)
def test_redirect_is_held_against_the_same_rules(site: Site, location: str, code: str) -> None:
    site.machines["inside.example"] = ("10.0.0.7",)
    site.put("/page", redirect(location.format(port=site.port)))
    assert refusal(site)[0] == code
    assert site.paths == ["/robots.txt", "/page"]


def test_robots_txt_that_leads_into_the_private_network_is_not_followed(site: Site) -> None:
    site.machines["inside.example"] = ("10.0.0.7",)
    site.put("/robots.txt", redirect(f"http://inside.example:{site.port}/robots.txt"))
    assert refusal(site)[0] == "not-public"
    assert site.paths == ["/robots.txt"]


def test_page_that_robots_txt_forbids_is_refused_with_advice(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nAllow: /\n\nUser-agent: Collate\nDisallow: /page")
    site.put("/page", PAGE)
    assert refusal(site) == (
        "robots",
        "shop.example asks programs not to fetch this page (robots.txt). "
        "Open it in a browser, and paste its text or hand in the saved page.",
    )
    assert site.paths == ["/robots.txt"]


@pytest.mark.parametrize(("status", "is_fetched"), [(403, True), (404, True), (500, False), (503, False)])
def test_missing_robots_txt_allows_and_a_failing_one_forbids(
    site: Site, status: int, is_fetched: bool
) -> None:
    site.put("/robots.txt", Answer(b"User-agent: *\nDisallow: /", status=status))
    site.put("/page", PAGE)
    if is_fetched:
        assert fetch_page(site.address(), site.policy()).data == PAGE.encode()
    else:
        assert refusal(site)[0] == "robots"


def test_endless_robots_txt_is_read_up_to_its_limit(site: Site) -> None:
    site.put("/robots.txt", Answer(b"User-agent: *\nDisallow: /other\n" * 100, is_endless=True))
    site.put("/page", PAGE)
    assert fetch_page(site.address(), site.policy()).data == PAGE.encode()


@pytest.mark.parametrize(
    ("machines", "code"),
    [
        (("10.0.0.1",), "not-public"),
        (("127.0.0.1", "10.0.0.1"), "not-public"),
        (("::1",), "not-public"),
        (("::ffff:127.0.0.1",), "not-public"),
        (("fe80::1%eth0",), "not-public"),
        ((), "unknown-host"),
        (("no address",), "unknown-host"),
    ],
)
def test_name_that_leads_elsewhere_is_refused(site: Site, machines: Sequence[str], code: str) -> None:
    site.machines["shop.example"] = machines
    found, sentence = refusal(site)
    assert (found, site.requests) == (code, [])
    assert not any(machine in sentence for machine in machines)


def test_name_is_looked_up_once_for_each_connection_and_not_again_to_connect(site: Site) -> None:
    """A name whose second answer would be another machine: what was checked is what is connected to."""
    answers = iter([("127.0.0.1",), ("127.0.0.1",), ("10.0.0.1",)])

    def rebind(host: str, port: int) -> Sequence[str]:
        return next(answers)

    site.put("/page", PAGE)
    assert fetch_page(site.address(), site.policy(resolve=rebind)).data == PAGE.encode()
    assert next(answers) == ("10.0.0.1",)


def test_name_that_turns_to_the_private_network_between_two_requests_is_refused(site: Site) -> None:
    answers = iter([("127.0.0.1",), ("10.0.0.1",)])

    def rebind(host: str, port: int) -> Sequence[str]:
        return next(answers)

    site.put("/page", PAGE)
    assert refusal(site, policy=site.policy(resolve=rebind))[0] == "not-public"
    assert site.paths == ["/robots.txt"]


def test_production_policy_reaches_nothing_on_this_machine(site: Site) -> None:
    site.put("/page", PAGE)
    everything = Policy(ports=frozenset({site.port}))
    for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"):  # noqa: S104  # refused
        assert refusal(site, site.address(host=host), everything)[0] == "not-public"
    assert refusal(site, policy=Policy())[0] == "port"
    assert site.requests == []


def test_unknown_name_is_refused(site: Site) -> None:
    def nobody(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    assert refusal(site, policy=site.policy(resolve=nobody)) == (
        "unknown-host",
        "No machine is known under the name shop.example.",
    )


@pytest.mark.parametrize(
    ("answer", "code", "sentence"),
    [
        (
            Answer(b"x", headers={"Content-Type": "image/png"}),
            "wrong-type",
            "http://shop.example/page holds “image/png”; only web pages, plain text and PDF are fetched.",
        ),
        (
            Answer(b"x", headers={}),
            "wrong-type",
            "http://shop.example/page holds something it does not name; "
            "only web pages, plain text and PDF are fetched.",
        ),
        (Answer(b" \n"), "empty", "http://shop.example/page holds nothing."),
        (
            Answer(status=404),
            "not-found",
            "shop.example answers 404 for http://shop.example/page: there is no such page.",
        ),
        (
            Answer(status=403),
            "refused",
            "shop.example answers 403 for http://shop.example/page: it lets no program in.",
        ),
        (
            Answer(status=503),
            "busy",
            "shop.example answers 503 for http://shop.example/page: it is busy; try again later.",
        ),
        (
            Answer(status=302),
            "refused",
            "shop.example answers 302 for http://shop.example/page: no page came with it.",
        ),
        (
            Answer(b"x" * 90, says_length=9_000_000_000),
            "too-large",
            "The page is larger than 0.1 MB; it is not taken.",
        ),
        (
            Answer(b"x" * 1_000, is_endless=True),
            "too-large",
            "The page is larger than 0.1 MB; it is not taken.",
        ),
        (
            Answer(
                gzip.compress(b"\0" * 5_000_000),
                headers={"Content-Type": "text/html", "Content-Encoding": "gzip"},
            ),
            "too-large",
            "The page is larger than 0.1 MB; it is not taken.",
        ),
        (Answer(b"x", says_length=90), "broken", "The connection to shop.example broke off."),
    ],
    ids=[
        *("image", "unnamed", "blank", "missing", "closed", "busy", "nowhere"),
        *("says-large", "endless", "bomb", "cut"),
    ],
)
def test_answer_that_is_no_page_is_refused(site: Site, answer: Answer, code: str, sentence: str) -> None:
    site.put("/page", answer)
    assert refusal(site, policy=site.policy(most_bytes=100_000)) == (code, sentence)


@pytest.mark.parametrize(
    "answer",
    [Answer(PAGE.encode(), drip=0.05), Answer(drips_headers=0.05)],
    ids=["body", "headers"],
)
def test_page_that_drips_is_stopped_when_the_time_is_up(site: Site, answer: Answer) -> None:
    site.put("/page", answer)
    began = time.monotonic()
    code, sentence = refusal(site, policy=site.policy(seconds=0.4))
    assert (code, sentence) == ("too-slow", "Fetching it took longer than 0.4 seconds; it was stopped.")
    assert time.monotonic() - began < 2


def test_resolver_that_hangs_is_left_when_the_time_is_up(site: Site) -> None:
    answered = threading.Event()

    def hang(host: str, port: int) -> Sequence[str]:
        answered.wait(5)
        return ("127.0.0.1",)

    assert refusal(site, policy=site.policy(resolve=hang, seconds=0.2))[0] == "too-slow"
    answered.set()


def test_silent_server_is_left(site: Site) -> None:
    site.put("/page", Answer(PAGE.encode(), delay=1))
    assert refusal(site, policy=site.policy(silence=0.2)) == (
        "no-answer",
        "shop.example was silent for 0.2 seconds.",
    )


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"x" * 300_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
    ids=["nothing", "other-protocol", "long-header", "bad-chunk"],
)
def test_answer_against_the_protocol_is_refused(site: Site, answer: bytes) -> None:
    with raw_server(answer) as (port, _):
        policy = site.policy(ports=frozenset({port}))
        assert refusal(site, f"http://shop.example:{port}/", policy)[0] == "broken"


def test_machine_that_takes_no_connection_is_told(site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    policy = site.policy(ports=frozenset({port}))
    assert refusal(site, f"http://shop.example:{port}/", policy) == (
        "no-answer",
        f"shop.example does not answer at port {port}.",
    )
