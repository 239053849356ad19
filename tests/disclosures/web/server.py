"""A web server on this machine, and the policy by which tests may reach it and nothing else."""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from disclosures.web.client import fetch_page
from disclosures.web.errors import WebError
from disclosures.web.networks import IpAddress
from disclosures.web.policy import Policy

HTML = {"Content-Type": "text/html; charset=utf-8"}
LOOPBACK = ipaddress.ip_address("127.0.0.1")


@dataclass
class Answer:
    """One answer: body, status, headers, and what goes wrong on the way."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: dict(HTML))
    says_length: int | None = None  # a Content-Length other than the body's
    delay: float = 0  # seconds of silence before the answer
    drip: float = 0  # seconds between bytes of the body
    drips_headers: float = 0  # seconds between headers, of which there is no end
    is_endless: bool = False  # the body is sent again and again, without a length


def redirect(location: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": location})


@dataclass
class Site:
    """What the server answers by path, and what it was asked: path, Host and User-Agent of each request."""

    port: int = 0
    scheme: str = "http"
    answers: dict[str, Answer] = field(default_factory=dict)
    requests: list[tuple[str, str, str]] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    machines: dict[str, Sequence[str]] = field(default_factory=dict)

    def put(self, path: str, answer: Answer | str) -> None:
        self.answers[path] = answer if isinstance(answer, Answer) else Answer(answer.encode())

    def address(self, path: str = "/page", host: str = "shop.example") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _, _ in self.requests]

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """Every name is this machine's, but for those a test puts elsewhere."""
        self.looked_up.append(host)
        return self.machines.get(host, ("127.0.0.1",))

    def policy(self, **changes: Any) -> Policy:
        def may_reach(address: IpAddress) -> bool:
            return address == LOOPBACK

        own = Policy(
            may_reach=may_reach, ports=frozenset({self.port}), resolve=self.resolve, seconds=5, silence=2
        )
        return replace(own, **changes)


def handler_of(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.close_connection = True
            site.requests.append((self.path, self.headers["Host"], self.headers["User-Agent"]))
            answer = site.answers.get(self.path, Answer(b"nothing here", 404))
            time.sleep(answer.delay)
            try:
                self.send_head(answer)
                self.send_body(answer)
            except OSError:
                return  # the client had enough

        def send_head(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            while answer.drips_headers:
                self.wfile.write(b"".join([*getattr(self, "_headers_buffer", []), b"X-More: 1\r\n"]))
                self._headers_buffer: list[bytes] = []
                time.sleep(answer.drips_headers)
            if not answer.is_endless:
                length = len(answer.body) if answer.says_length is None else answer.says_length
                self.send_header("Content-Length", str(length))
            self.end_headers()

        def send_body(self, answer: Answer) -> None:
            while answer.is_endless:
                self.wfile.write(answer.body)
            if not answer.drip:
                self.wfile.write(answer.body)
                return
            for index in range(len(answer.body)):
                self.wfile.write(answer.body[index : index + 1])
                time.sleep(answer.drip)

        def log_message(self, *args: Any) -> None:
            """Tests print nothing."""

    return Handler


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up during a handshake is what some tests want."""


@contextmanager
def running_site(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """With `tls` it speaks of itself as the context's certificate says."""
    site = Site(scheme="https" if tls else "http")
    server = QuietServer(("127.0.0.1", 0), handler_of(site))
    if tls:
        # The handshake is the thread's of a connection: a client that fails it stops nobody else.
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    site.port = server.server_address[1]
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def raw_server(answer: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Takes connections, notes what comes first on each, sends `answer`, hangs up."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    heard.append(connection.recv(4096))
                    connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1], heard
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


def refusal(site: Site, words: str = "", policy: Policy | None = None) -> tuple[str, str]:
    """Code and sentence with which a page is refused; the port, which changes, left out."""
    with pytest.raises(WebError) as refused:
        fetch_page(words or site.address(), policy or site.policy())
    return refused.value.code, str(refused.value).replace(f":{site.port}", "")
