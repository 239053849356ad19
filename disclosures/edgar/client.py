"""Asks EDGAR for one address at a time: slowly, with patience, and never more than was agreed.

The SEC's terms (https://www.sec.gov/os/accessing-edgar-data): a User-Agent with a contact address and at
most ten requests a second, whoever sends them.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Protocol, Self

import httpx

MEGABYTE = 1024 * 1024
BUSY_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})
# The SEC's page for those who asked too fast comes as 403, like the one for those who named no contact.
TOO_FAST_WORDS = (b"Request Rate Threshold", b"request rate has exceeded")
HEAD_OF_PAGE = 64 * 1024


class EdgarError(Exception):
    """EDGAR gave no usable answer. `str(error)` is one sentence; `code` is for programs.

    `not-found`, `refused`, `busy` (gave up after retries), `too-large`, `elsewhere` (a redirect away),
    `unreadable` (an answer that is not what was asked for), `unknown` (no such company or filing here),
    `no-contact` (the settings name nobody).
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class UnreadableAnswerError(ValueError):
    """An answer that is not what its address promises: cut off, or an error page sent as if it were one."""


class Pace(Protocol):
    """Who may send a request when; shared by all processes."""

    def wait(self) -> None:
        """Returns when the next request may start."""

    def pause(self, seconds: float) -> None:
        """Holds everybody's requests back for that long."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the client tries and how much it takes.

    attempts       requests for one address, the first included
    first_wait     seconds before the second attempt at most; doubles each time, a random part of it is taken
    longest_wait   no wait is longer, whatever the doubling says
    longest_asked  seconds of a Retry-After that are still waited; more than that and the client gives up
    silence        seconds without a byte after which an attempt has failed
    whole          seconds one answer may take altogether, however steadily it drips
    most_bytes     of one answer, unpacked
    redirects      followed on the same host
    """

    attempts: int = 5
    first_wait: float = 2
    longest_wait: float = 60
    longest_asked: float = 300
    silence: float = 30
    whole: float = 300
    most_bytes: int = 200 * MEGABYTE
    redirects: int = 3


class Retry(Exception):
    """One attempt failed in a way that may pass. `after` is what the server asked for, in seconds."""

    def __init__(self, reason: str, after: float | None = None, *, is_for_all: bool = False) -> None:
        super().__init__(reason)
        self.after = after
        self.is_for_all = is_for_all


class EdgarClient:
    """Fetches addresses of EDGAR. `contact` goes into the User-Agent: "Company name mail@company.example".

    Raises EdgarError `no-contact` without one. Use it as a context manager: it holds connections.
    """

    def __init__(
        self,
        *,
        contact: str,
        pace: Pace,
        patience: Patience | None = None,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        if not contact:
            raise EdgarError(
                "no-contact",
                "EDGAR wants to know who asks: set COLLATE_EDGAR_CONTACT to a name and a mail address.",
            )
        self.pace = pace
        self.patience = patience or Patience()
        self.sleep = sleep
        self.jitter = jitter
        self.http = httpx.Client(
            headers={"User-Agent": contact, "Accept-Encoding": "gzip, deflate"},
            timeout=self.patience.silence,
            follow_redirects=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.http.close()

    def get[T](self, address: str, read: Callable[[bytes], T]) -> T:
        """What `read` makes of the bytes at `address`.

        `read` raises UnreadableAnswerError for bytes that are not what was asked for: that counts as a
        failed attempt, as do time-outs, broken connections, 429 and 5xx. Raises EdgarError.
        """
        for attempt in range(1, self.patience.attempts + 1):
            try:
                return read(self._follow(address))
            except (Retry, UnreadableAnswerError) as failure:
                if attempt == self.patience.attempts:
                    raise self._given_up(address, failure) from failure
                self._wait_after(failure, attempt)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _follow(self, address: str) -> bytes:
        url = httpx.URL(address)
        for _ in range(self.patience.redirects + 1):
            answer = self._ask(url)
            if isinstance(answer, bytes):
                return answer
            if (answer.scheme, answer.host, answer.port) != (url.scheme, url.host, url.port):
                raise EdgarError(
                    "elsewhere", f"{address} leads to another server ({answer.host}); not followed."
                )
            url = answer
        raise EdgarError("elsewhere", f"{address} leads from one address to the next without an end.")

    def _ask(self, url: httpx.URL) -> bytes | httpx.URL:
        """The body of an answer, or where it says to look instead."""
        self.pace.wait()
        ends = time.monotonic() + self.patience.whole
        try:
            with self.http.stream("GET", url) as response:
                if response.has_redirect_location:
                    return url.join(response.headers["Location"])
                is_good = response.status_code == httpx.codes.OK
                body = self._read_body(response, url, ends, most=None if is_good else HEAD_OF_PAGE)
        except httpx.InvalidURL as error:
            raise EdgarError("elsewhere", f"{url} leads to an address that cannot be read.") from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise Retry(f"the connection failed ({type(error).__name__})") from error
        if not is_good:
            self._refuse(response, body, url)
        return body

    def _read_body(self, response: httpx.Response, url: httpx.URL, ends: float, most: int | None) -> bytes:
        """The body, or about its first `most` bytes. Too large is an error, too slow a failed attempt."""
        parts: list[bytes] = []
        size = 0
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if most is not None and size >= most:
                break
            if size > self.patience.most_bytes:
                limit = self.patience.most_bytes / MEGABYTE
                raise EdgarError("too-large", f"{url} is larger than {limit:.0f} MB; it is not taken.")
            if time.monotonic() > ends:
                raise Retry(f"the answer took longer than {self.patience.whole:.0f} seconds")
        return b"".join(parts)

    def _refuse(self, response: httpx.Response, body: bytes, url: httpx.URL) -> None:
        """Raises for an answer other than 200: Retry for what may pass, EdgarError for what will not."""
        status = response.status_code
        if status in (404, 410):
            raise EdgarError("not-found", f"EDGAR has nothing at {url}.")
        is_too_fast = status == 429 or any(words in body for words in TOO_FAST_WORDS)
        if is_too_fast or status in BUSY_STATUSES:
            after = read_retry_after(response.headers.get("Retry-After", ""), datetime.now(UTC))
            raise Retry(f"it answers {status}", after, is_for_all=is_too_fast or after is not None)
        if status in (401, 403):
            raise EdgarError(
                "refused",
                f"EDGAR refuses the request ({status}). It wants a contact address in COLLATE_EDGAR_CONTACT, "
                "and blocks addresses that asked too often.",
            )
        raise EdgarError("refused", f"EDGAR answers {status} for {url}.")

    def _wait_after(self, failure: Exception, attempt: int) -> None:
        """Backs off: at least as long as the server asked, else a random part of a doubling time."""
        asked = failure.after if isinstance(failure, Retry) else None
        if asked is not None and asked > self.patience.longest_asked:
            raise EdgarError(
                "busy", f"EDGAR asks to wait {asked:.0f} seconds before the next request; try again later."
            ) from failure
        doubled = min(self.patience.first_wait * 2 ** (attempt - 1), self.patience.longest_wait)
        seconds = max(asked or 0, doubled * (0.5 + self.jitter() / 2))
        if isinstance(failure, Retry) and failure.is_for_all:
            self.pace.pause(seconds)
        self.sleep(seconds)

    def _given_up(self, address: str, failure: Exception) -> EdgarError:
        tries = f"after {self.patience.attempts} attempts"
        if isinstance(failure, UnreadableAnswerError):
            return EdgarError(
                "unreadable", f"What EDGAR sends for {address} cannot be used, {tries}: {failure}."
            )
        return EdgarError("busy", f"EDGAR gave no answer for {address} {tries}: {failure}.")


def read_retry_after(value: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3: seconds or a date); None without one."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
