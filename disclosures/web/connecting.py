"""Connections that only lead where the policy lets them, and end when the time of the whole fetch is up."""

import ipaddress
import ssl
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

import httpcore

from disclosures.web.errors import WebError
from disclosures.web.networks import IpAddress
from disclosures.web.policy import Policy, Resolve, not_public


class Deadline:
    """The moment when a fetch is over, whatever it waits for then."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.ends = time.monotonic() + seconds

    def limit(self, seconds: float | None) -> float:
        """At most `seconds`, and no more than is left. Raises WebError `too-slow` where nothing is left."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise self.error()
        return left if seconds is None else min(seconds, left)

    def error(self) -> WebError:
        return WebError("too-slow", f"Fetching it took longer than {self.seconds:g} seconds; it was stopped.")


class GuardedBackend(httpcore.NetworkBackend):
    """Looks a host up once, refuses it unless every address of it may be reached, and connects to those.

    Whoever owns a name may answer differently the next time it is looked up; nothing looks it up again.
    The name itself still goes into the Host header and into TLS.
    """

    def __init__(self, policy: Policy, deadline: Deadline) -> None:
        self.policy = policy
        self.deadline = deadline
        self.plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception | None = None
        for address in self.find_machines(host, port):
            try:
                stream = self.plain.connect_tcp(
                    str(address), port, self.deadline.limit(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            return LimitedStream(stream, self.deadline)
        raise WebError("no-answer", f"{host} does not answer at port {port}.") from failure

    def find_machines(self, host: str, port: int) -> list[IpAddress]:
        """The addresses of a host. Raises WebError `port`, `not-public` or `unknown-host`."""
        if port not in self.policy.ports:
            raise WebError("port", f"Port {port} of {host} is not asked.")
        try:
            found = [ipaddress.ip_address(words) for words in self.look_up(host, port)]
        except (OSError, ValueError, UnicodeError) as error:
            raise WebError("unknown-host", f"No machine is known under the name {host}.") from error
        if not found:
            raise WebError("unknown-host", f"No machine is known under the name {host}.")
        if not all(map(self.policy.may_reach, found)):
            raise not_public(host)
        return found

    def look_up(self, host: str, port: int) -> Sequence[str]:
        """Asks the resolver, in a thread: it has no time limit of its own."""
        return look_up_within(self.policy.resolve, host, port, self.deadline)


class LimitedStream(httpcore.NetworkStream):
    """A connection on which every wait ends with the fetch: headers, handshake and body alike."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self.stream = stream
        self.deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, self.deadline.limit(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, self.deadline.limit(timeout))

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        seconds = self.deadline.limit(timeout)
        return LimitedStream(self.stream.start_tls(ssl_context, server_hostname, seconds), self.deadline)

    def close(self) -> None:
        self.stream.close()

    def get_extra_info(self, info: str) -> object:
        return self.stream.get_extra_info(info)


def look_up_within(resolve: Resolve, host: str, port: int, deadline: Deadline) -> Sequence[str]:
    """What `resolve` finds, or WebError `too-slow`; a resolver that hangs is left to itself."""
    pool = ThreadPoolExecutor(1)
    try:
        return pool.submit(resolve, host, port).result(timeout=deadline.limit(None))
    except TimeoutError as error:
        if time.monotonic() < deadline.ends:
            raise  # the resolver's own, an OSError
        raise deadline.error() from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
