"""What a fetch may reach and how much it takes: an argument of the fetching function, never a setting."""

import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import httpcore

from disclosures.web.addresses import Address
from disclosures.web.errors import WebError
from disclosures.web.networks import IpAddress, is_public

MEGABYTE = 1024 * 1024

type Resolve = Callable[[str, int], Sequence[str]]
"""Host and port to the IP addresses of its machines; OSError where there is none."""


def resolve_host(host: str, port: int) -> Sequence[str]:
    """Every address that this machine's resolver knows under a name, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Policy:
    """Bounds of one fetch, its redirects and its look at robots.txt included.

    may_reach   machines that may be asked, by the address that is connected to
    most_bytes  of the page, packed or not
    seconds     for the whole, however steadily it drips
    silence     seconds without a byte after which the server counts as silent
    redirects   followed from one address to the next
    """

    may_reach: Callable[[IpAddress], bool] = is_public
    ports: frozenset[int] = frozenset({80, 443})
    resolve: Resolve = resolve_host
    tls: ssl.SSLContext = field(default_factory=httpcore.default_ssl_context)
    most_bytes: int = 20 * MEGABYTE
    seconds: float = 60
    silence: float = 15
    redirects: int = 5


def check_address(address: Address, policy: Policy) -> None:
    """Refuses what can be refused before anybody is asked: a port, a machine named by its number.

    Raises WebError `port` or `not-public`.
    """
    if address.port not in policy.ports:
        ports = " and ".join(map(str, sorted(policy.ports)))
        raise WebError("port", f"{address} asks at port {address.port}; only {ports} are asked.")
    if address.ip is not None and not policy.may_reach(address.ip):
        raise not_public(address.host)


def not_public(host: str) -> WebError:
    # It does not say which address: a name's address in a private network is nobody's business here.
    return WebError(
        "not-public",
        f"{host} is no machine on the public internet (but this one, a private network or the like); "
        "it is not asked.",
    )
