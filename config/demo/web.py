"""The demo's page: a port for it, and whether it answers."""

import socket
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException

HOST = "127.0.0.1"
PORTS_TO_TRY = 50
LISTEN_BACKLOG = 128


class NoPortError(RuntimeError):
    """No port is free."""


def listening_socket(first_port: int) -> socket.socket:
    """A socket that listens on the first free port from `first_port` on; the web server inherits it.

    Raises NoPortError when PORTS_TO_TRY are taken.
    """
    for port in range(first_port, min(first_port + PORTS_TO_TRY, 65536)):
        if is_answered(port):
            continue  # somebody listens on every address; ours alone might still be given to us
        candidate = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((HOST, port))
        except OSError:
            candidate.close()
            continue
        candidate.listen(LISTEN_BACKLOG)
        return candidate
    raise NoPortError(f"No port from {first_port} on is free; set COLLATE_PORT to another one.")


def is_answered(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        return probe.connect_ex((HOST, port)) == 0


def wait_until_answered(port: int, *, seconds: float, is_hopeless: Callable[[], bool]) -> bool:
    """True once the login page comes; False for an error instead, after `seconds`, or when hopeless."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not is_hopeless():
        connection = HTTPConnection(HOST, port, timeout=1)
        try:
            connection.request("GET", "/login/")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            pass  # not there yet: the loop asks again
        finally:
            connection.close()
        time.sleep(0.1)
    return False
