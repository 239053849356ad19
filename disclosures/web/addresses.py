"""A web address, read once into its parts: nothing later reads the words again, and otherwise. Pure."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from disclosures.web.errors import WebError
from disclosures.web.networks import IpAddress

PORTS = {"http": 80, "https": 443}
LONGEST_ADDRESS = 2_000
LONGEST_HOST = 253
SHOWN = 80

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# Browsers and resolvers take "127.1", "0x7f000001" and "017700000001" for addresses of machines.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# Readers of addresses disagree about these.
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"^`{|}]|\s")
_KEPT_IN_PATH = "/%:@!$&'()*+,;=~[]"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a page lies.

    host    a name in lower case, in ASCII, without a dot at its end; or an IP address without brackets
    target  path and query as they are asked for, in ASCII
    """

    scheme: str
    host: str
    port: int
    target: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them (RFC 9110, 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def ip(self) -> IpAddress | None:
        """The machine itself where the address names one by number."""
        try:
            return ipaddress.ip_address(self.host)
        except ValueError:
            return None


def parse_address(words: str) -> Address:
    """The parts of an address somebody typed, or a server led to.

    Raises WebError `bad-address` or `credentials`. A fragment is dropped: it never leaves a browser.
    """
    text = words.strip()
    if not text or len(text) > LONGEST_ADDRESS:
        raise bad_address(text, "it must have 1 to 2,000 characters")
    if _FORBIDDEN.search(text):
        raise bad_address(text, "it holds blanks or signs that no address has")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise bad_address(text, "it cannot be taken apart") from error
    if parts.scheme not in PORTS or not parts.netloc:
        raise bad_address(text, "it must start with http:// or https://")
    if "@" in parts.netloc:
        raise WebError("credentials", "The address holds a name or password before an @; give it without.")
    if port == 0:
        raise bad_address(text, "there is no port 0")
    return Address(
        parts.scheme, read_host(text, parts.hostname or ""), port or PORTS[parts.scheme], read_target(parts)
    )


def join_address(base: Address, location: str) -> Address:
    """Where a redirect leads; sites write blanks into it. Raises WebError as `parse_address` does."""
    try:
        joined = urljoin(str(base), location.strip().replace(" ", "%20"))
    except ValueError as error:
        raise bad_address(location, "it cannot be taken apart") from error
    return parse_address(joined)


def read_host(text: str, host: str) -> str:
    """The host of the address `text` in its one spelling. WebError where it is none."""
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host)) if "%" not in host else _no_zone(text)
        except ValueError as error:
            raise bad_address(text, "the part in brackets is no IPv6 address") from error
    try:
        # Signs that look like digits become digits here, before anything is made of them.
        name = host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError as error:
        raise bad_address(text, "its host is no name") from error
    labels = name.split(".")
    if len(name) > LONGEST_HOST or not all(map(_LABEL.fullmatch, labels)):
        raise bad_address(text, "its host is no name")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(name))
        except ValueError as error:
            raise bad_address(text, "its host is a number in an unusual spelling") from error
    return name


def read_target(parts: SplitResult) -> str:
    """Path and query, whatever is not ASCII in them as percent-encoded UTF-8."""
    path = quote(parts.path, safe=_KEPT_IN_PATH) or "/"
    return f"{path}?{quote(parts.query, safe=f'{_KEPT_IN_PATH}?')}" if parts.query else path


def bad_address(text: str, reason: str) -> WebError:
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return WebError("bad-address", f"“{shown}” is not the address of a page: {reason}.")


def _no_zone(text: str) -> str:
    raise bad_address(text, "it names a network card")
