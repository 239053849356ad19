"""Fetches one page from the web: what it may reach, how long it may take, and what it gives."""

import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import httpcore

from disclosures.web.addresses import Address, join_address, parse_address
from disclosures.web.bodies import collect, keep_readable, too_large, unpack
from disclosures.web.connecting import Deadline, GuardedBackend
from disclosures.web.errors import WebError
from disclosures.web.policy import Policy, check_address
from disclosures.web.robots import MOST_BYTES, may_fetch

AGENT = "Collate"
USER_AGENT = f"{AGENT}/0.1 (one page at a time, asked for by a person)"
HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}
TEXTS = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
TYPES = TEXTS | {"application/pdf"}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
REASONS = {
    401: ("refused", "it wants a password"),
    403: ("refused", "it lets no program in"),
    404: ("not-found", "there is no such page"),
    410: ("not-found", "the page is gone"),
    429: ("busy", "it was asked too often; try again later"),
    451: ("refused", "it may not show the page for legal reasons"),
    503: ("busy", "it is busy; try again later"),
}

type Tell = Callable[[str], None]
"""Takes a sentence on how far a fetch has come."""


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """What lies at an address. `address` is the last one of the redirects that led there."""

    data: bytes
    address: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers by lower-case name (the first of each), and the body, still to be read."""

    status: int
    headers: Mapping[str, str]
    parts: Iterator[bytes] = field(repr=False)


def fetch_page(words: str, policy: Policy, tell: Tell = lambda sentence: None) -> FetchedPage:
    """The page at an address: HTML, plain text or PDF. Raises WebError, and nothing else, when refused.

    Every address on the way is held against the policy, its robots.txt, and the machines it leads to.
    """
    address = parse_address(words)
    with WebClient(policy) as client:
        for _ in range(policy.redirects + 1):
            tell(f"Asking {address.host} whether programs may fetch the page.")
            client.check_robots(address)
            tell(f"Fetching from {address.host}.")
            found = client.get_page(address)
            if isinstance(found, FetchedPage):
                return found
            address = found
    raise WebError("redirects", f"{words.strip()} leads on more than {policy.redirects} times; not followed.")


class WebClient:
    """The connections of one fetch. Use it as a context manager."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.deadline = Deadline(policy.seconds)
        self.rules: dict[str, str] = {}
        self.pool = httpcore.ConnectionPool(
            ssl_context=policy.tls,
            network_backend=GuardedBackend(policy, self.deadline),
            retries=0,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.pool.close()

    def get_page(self, address: Address) -> FetchedPage | Address:
        """The page, or where the server says it is."""
        return self.ask(address, self.take_page)

    def take_page(self, address: Address, answer: Answer) -> FetchedPage | Address:
        if answer.status in REDIRECTS and answer.headers.get("location"):
            return join_address(address, answer.headers["location"])
        if answer.status != 200:
            code, reason = REASONS.get(answer.status, ("refused", "no page came with it"))
            raise WebError(code, f"{address.host} answers {answer.status} for {address}: {reason}.")
        media_type, charset = read_content_type(answer.headers.get("content-type", ""))
        if media_type not in TYPES:
            what = f"“{media_type[:60]}”" if media_type else "something it does not name"
            raise WebError(
                "wrong-type", f"{address} holds {what}; only web pages, plain text and PDF are fetched."
            )
        data = self.read_body(answer)
        if not data.strip():
            raise WebError("empty", f"{address} holds nothing.")
        return FetchedPage(
            keep_readable(data, charset) if media_type in TEXTS else data, str(address), media_type
        )

    def read_body(self, answer: Answer) -> bytes:
        most = self.policy.most_bytes
        said = answer.headers.get("content-length", "")
        if said.isascii() and said.isdigit() and len(said) < 20 and int(said) > most:
            raise too_large(most)
        packing = answer.headers.get("content-encoding", "").strip().lower()
        return collect(unpack(answer.parts, packing), most=most)

    def check_robots(self, address: Address) -> None:
        """Raises WebError `robots` where the site asks programs to stay away from the page."""
        origin = f"{address.scheme}://{address.authority}"
        if origin not in self.rules:
            self.rules[origin] = self.get_rules(
                Address(address.scheme, address.host, address.port, "/robots.txt")
            )
        if not may_fetch(self.rules[origin], agent=AGENT, target=address.target):
            raise WebError(
                "robots",
                f"{address.host} asks programs not to fetch this page (robots.txt). "
                "Open it in a browser, and paste its text or hand in the saved page.",
            )

    def get_rules(self, address: Address) -> str:
        """A site's robots.txt; empty where it has none (RFC 9309, 2.3.1: any 4xx), an error for 5xx."""
        host = address.host
        for _ in range(self.policy.redirects + 1):
            found = self.ask(address, self.take_rules)
            if isinstance(found, str):
                return found
            address = found
        raise WebError("robots", f"The robots.txt of {host} leads on without an end; nothing is fetched.")

    def take_rules(self, address: Address, answer: Answer) -> str | Address:
        if answer.status in REDIRECTS and answer.headers.get("location"):
            return join_address(address, answer.headers["location"])
        if 400 <= answer.status < 500:
            return ""
        if answer.status != 200:
            raise WebError(
                "robots",
                f"{address.host} answers {answer.status} when asked what programs may fetch (robots.txt); "
                "nothing is fetched.",
            )
        packing = answer.headers.get("content-encoding", "").strip().lower()
        body = bytearray()
        for part in unpack(answer.parts, packing):
            body += part
            if len(body) >= MOST_BYTES:
                break
        return bytes(body[:MOST_BYTES]).decode("utf-8", "replace")

    def ask[T](self, address: Address, take: Callable[[Address, Answer], T]) -> T:
        """What `take` makes of the server's answer, its connection open meanwhile."""
        check_address(address, self.policy)
        silence = self.policy.silence
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), silence)
        url = httpcore.URL(scheme=address.scheme, host=address.host, port=address.port, target=address.target)
        headers = [("Host", address.authority), *HEADERS.items()]
        try:
            with self.pool.stream("GET", url, headers=headers, extensions={"timeout": timeouts}) as response:
                return take(
                    address, Answer(response.status, read_headers(response.headers), response.iter_stream())
                )
        except httpcore.TimeoutException as error:
            self.deadline.limit(None)
            raise WebError("no-answer", f"{address.host} was silent for {silence:g} seconds.") from error
        except httpcore.ConnectError as error:
            # Connecting has its own sentence; what is left is the handshake. The pool drops the cause.
            raise not_safe(address.host, *error.args) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise WebError("broken", f"The connection to {address.host} broke off.") from error


def not_safe(host: str, cause: object = None) -> WebError:
    reason = "it fails"
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason = f"its certificate is not trusted ({cause.verify_message.rstrip('.')})"
    return WebError("not-safe", f"No secure connection to {host}: {reason}. Nothing is fetched.")


def read_headers(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by their lower-case name; of several with one name the first."""
    headers: dict[str, str] = {}
    for name, value in raw:
        headers.setdefault(name.decode("latin-1").lower(), decode_header(value))
    return headers


def decode_header(value: bytes) -> str:
    """Some servers write UTF-8 where the standard has none of it."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def read_content_type(header: str) -> tuple[str, str]:
    """The media type and the charset of a Content-Type header, in lower case; empty where it has none."""
    media_type, *parameters = (part.strip() for part in header.lower().split(";"))
    charsets = (
        value.strip(" \"'")
        for name, _, value in (p.partition("=") for p in parameters)
        if name.strip() == "charset"
    )
    return media_type, next(charsets, "")
