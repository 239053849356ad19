"""Visitors of a trial's hosts: one that logs in and hands in files, and many that ask at once."""

import itertools
import os
import re
import statistics
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

SITE = "collate.example"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Visitor:
    """A browser behind the balancer: each request may go to another host, the cookies stay."""

    port: int = 8000
    cookies: dict[str, str] = field(default_factory=dict)
    client: httpx.Client = field(default_factory=lambda: httpx.Client(trust_env=False, timeout=60))

    def get(self, address: str, path: str) -> httpx.Response:
        return self._send("GET", address, path)

    def post(
        self,
        address: str,
        path: str,
        data: dict[str, str],
        files: Iterable[Path] = (),
        form_path: str = "",
    ) -> httpx.Response:
        """Sends the form of a page, with the token that the page holds."""
        page = self.get(address, form_path or path)
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        if found is None:
            raise SystemExit(f"{path} at {address} has no form: {page.status_code}.")
        sent = [("documents", (file.name, file.read_bytes())) for file in files]
        body = {**data, "csrfmiddlewaretoken": found[1]}
        return self._send("POST", address, path, data=body, files=sent or None)

    def log_in(self, address: str, name: str, password: str) -> bool:
        answer = self.post(address, "/login/", {"username": name, "password": password})
        return answer.status_code == 302 and "sessionid" in self.cookies

    def _send(self, method: str, address: str, path: str, **more: object) -> httpx.Response:
        headers = {
            "Host": SITE,
            "X-Forwarded-Proto": "https",
            "Referer": f"https://{SITE}{path}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        url = f"http://{address}:{self.port}{path}"
        answer = self.client.request(method, url, headers=headers, **more)  # type: ignore[arg-type]  # keywords of any test client
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.client.cookies.clear()
        return answer


@dataclass(frozen=True, slots=True)
class Throughput:
    """What a number of visitors got who asked without a pause."""

    requests: int
    failed: int
    seconds: float
    p50: float
    p95: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


def press(
    addresses: Sequence[str], paths: Sequence[str], cookies: dict[str, str], *, visitors: int, seconds: float
) -> Throughput:
    """So many visitors ask for the paths in turn, each host in turn, each as soon as it has its answer."""
    turns = itertools.cycle(itertools.product(paths, addresses))
    lock = threading.Lock()
    times: list[float] = []
    failed = 0
    deadline = time.monotonic() + seconds

    def visit() -> None:
        nonlocal failed
        visitor = Visitor(cookies=dict(cookies))
        while time.monotonic() < deadline:
            with lock:
                path, address = next(turns)
            begun = time.perf_counter()
            try:
                is_right = visitor.get(address, path).status_code == 200
            except httpx.HTTPError:
                is_right = False
            taken = (time.perf_counter() - begun) * 1000
            with lock:
                times.append(taken)
                failed += not is_right

    start = time.monotonic()
    threads = [threading.Thread(target=visit) for _ in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    p95 = statistics.quantiles(times, n=20)[-1]
    return Throughput(len(times), failed, time.monotonic() - start, statistics.median(times), p95)


def cpu_seconds(roots: Iterable[int]) -> float:
    """Processor time of these processes and all below them, ended ones included."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended meanwhile
            parents[int(entry.name)] = int(fields[1])
            used[int(entry.name)] = sum(map(int, fields[11:15])) / TICKS
    wanted = set(roots)
    while more := {pid for pid, parent in parents.items() if parent in wanted} - wanted:
        wanted |= more
    return sum(used.get(pid, 0.0) for pid in wanted)


def memory_of(roots: Iterable[int]) -> list[float]:
    """MB of resident memory of each process below these, largest first."""
    sizes = []
    wanted = set(roots)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "status").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            parent = re.search(r"^PPid:\s+(\d+)", status, re.M)
            resident = re.search(r"^VmRSS:\s+(\d+)", status, re.M)
            if parent and resident and int(parent[1]) in wanted:
                sizes.append(int(resident[1]) / 1024)
    return sorted(sizes, reverse=True)
