"""Trials of several hosts: sessions, files, jobs, a killed worker, EDGAR's pace, requests a second."""

import re
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.hosts import Host, TcpPostgres, stop_program
from bench.visitors import Visitor, cpu_seconds, memory_of, press

SAMPLE = "aapl-10-k-2024-11-01.htm"
LARGE_MONTH, SMALL_MONTH = "2025_03_notes.zip", "2025_04_notes.zip"
VISITORS, PRESS_SECONDS = 8, 12
SHAPES = ((1, 1), (1, 2), (2, 1), (2, 2))
"""Hosts, web processes on each."""
SLOTS = 30
PACE = f"""
import time, django
django.setup()
from disclosures.edgar.pace import DatabasePace
pace = DatabasePace("trial")
for _ in range({SLOTS}):
    pace.wait()
    print(time.time())
"""


@dataclass(slots=True)
class Site:
    """What the trials are made on. `failures` counts claims that were not so."""

    folder: Path
    server: TcpPostgres
    hosts: list[Host]
    archives: dict[str, Path]
    failures: int = 0
    addresses: list[str] = field(default_factory=list)

    def check(self, is_so: bool, claim: str) -> None:
        self.failures += not is_so
        print(f"  {'yes' if is_so else 'NO '}  {claim}", flush=True)

    def stop(self) -> None:
        for host in self.hosts:
            host.stop()

    def log_in(self, host: Host) -> Visitor:
        visitor = Visitor()
        if not visitor.log_in(host.address, "admin", self.server.password):
            raise SystemExit("The admin cannot log in.")
        return visitor

    def list_paths(self) -> list[str]:
        """Pages of every kind that people read."""
        from disclosures.models import Filing

        filings = list(Filing.objects.order_by("pk").values_list("slug", "issuer__slug")[:200:10])
        words = ("board oversight", "committee", '"incident response plan"', "ransomware OR phishing")
        grid = "&".join(f"f={slug}" for slug, _ in filings[:5])
        return [
            *(
                "/",
                "/filings/",
                "/issuers/",
                "/benchmarks/",
                "/peers/",
                "/gaps/",
                "/notices/",
                "/frameworks/",
            ),
            *(f"/search/?q={word.replace(' ', '+')}" for word in words),
            *("/search/?form=10-K&year=2024", f"/compare/?{grid}", "/benchmarks/tagged-board-oversight/"),
            *(f"/filings/{slug}/" for slug, _ in filings[:5]),
            *(f"/issuers/{slug}/" for _, slug in filings[5:10]),
        ]


def wait_until(is_so: Callable[[], bool], seconds: float) -> float | None:
    """Seconds until it is so; None when it never was."""
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        if is_so():
            return time.monotonic() - start
        time.sleep(0.1)
    return None


def hand_in(visitor: Visitor, host: Host, path: Path) -> str:
    """Uploads a file; the page that tells of it."""
    answer = visitor.post(host.address, "/uploads/", {}, [path])
    location: str = answer.headers.get("location", "")
    if not location:
        raise SystemExit(f"The upload was answered with {answer.status_code}.")
    return location


def has_settled(visitor: Visitor, host: Host, page: str) -> bool:
    return "All files are read." in visitor.get(host.address, page).text


def try_hosts(site: Site) -> None:
    one, two = site.hosts
    for host in site.hosts:
        host.serve(1)
    visitor = site.log_in(one)
    for host in site.hosts:
        site.check(
            visitor.get(host.address, "/filings/").status_code == 200, f"the session holds on {host.name}"
        )
    styles = [re.search(r'href="(/static/[^"]+\.css)"', visitor.get(h.address, "/").text) for h in site.hosts]
    names = {found[1] for found in styles if found}
    site.check(len(names) == 1, "both hosts name the style sheet alike")
    for host in site.hosts:
        answer = visitor.get(host.address, names.copy().pop())
        site.check("immutable" in answer.headers.get("cache-control", ""), f"{host.name} serves it for ever")

    group = {"name": "Trial", "issuers": "", "kinds": "operating"}
    made = visitor.post(one.address, "/peers/new/", group).headers["location"]
    site.check(
        "Trial" in visitor.get(two.address, "/peers/").text, "what is written on one is read on the other"
    )
    renamed = visitor.post(two.address, f"{made}edit/", group | {"name": "Renamed"}).status_code == 302
    is_seen = renamed and "Renamed" in visitor.get(one.address, "/peers/").text
    site.check(is_seen, "a change on the other is seen at once: no process keeps anything of its own")

    two.work()
    page = hand_in(visitor, one, find_sample(site))
    taken = wait_until(lambda: has_settled(visitor, one, page), 60)
    site.check(taken is not None, f"handed in on one, read by the worker of the other ({taken or 0:.1f} s)")
    filing = re.search(r'href="(/filings/[^"]+/)"', visitor.get(one.address, page).text)
    source = visitor.get(one.address, f"{filing[1]}source/") if filing else None
    is_whole = source is not None and source.content == find_sample(site).read_bytes()
    site.check(is_whole, "its document comes back whole from the host that did not read it")

    visitor.post(two.address, "/logout/", {}, form_path="/filings/")
    site.check(
        visitor.get(one.address, "/filings/").status_code == 302, "logged out on one is logged out on both"
    )


def find_sample(site: Site) -> Path:
    return next(iter(site.archives.values())).parents[1] / "filings" / "untagged" / SAMPLE


def try_pace(site: Site) -> None:
    """Both hosts take slots for requests to EDGAR at once; nothing is asked of anybody."""
    programs = [host.start(sys.executable, "-c", PACE) for host in site.hosts]
    for program in programs:
        program.wait(60)
    logs = [host.folder / f"{len(host.programs) - 1}.log" for host in site.hosts]
    times = sorted(float(line) for log in logs for line in log.read_text().split())
    most = max(sum(start <= other < start + 1 for other in times) for start in times)
    rate = (len(times) - 1) / (times[-1] - times[0])
    site.check(len(times) == 2 * SLOTS, f"{len(times)} slots taken by two hosts, {rate:.1f} a second")
    site.check(most <= 8, f"at most {most} in any one second")


def try_killed_worker(site: Site) -> None:
    """A worker dies while it loads a month of the market; the worker of another host does the job."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    from disclosures.models import Filing

    one, two = site.hosts
    one.serve(1)
    visitor = site.log_in(one)
    before = Filing.objects.count()
    worker = one.work()
    page = hand_in(visitor, one, site.archives[LARGE_MONTH])
    wait_until(lambda: ProcrastinateJob.objects.filter(status="doing", queue_name="reading").exists(), 30)
    time.sleep(4)
    stop_program(worker, signal.SIGKILL)
    killed = time.monotonic()
    site.check(Filing.objects.count() == before, "a killed load has stored nothing")
    two.work()
    taken = wait_until(lambda: has_settled(visitor, one, page), 240)
    stored = Filing.objects.count() - before
    site.check(
        taken is not None, f"the other host's worker did it, {time.monotonic() - killed:.0f} s after the kill"
    )
    repeated = (
        stored - Filing.objects.filter(document__name=LARGE_MONTH).values("accession").distinct().count()
    )
    site.check(stored > 0 and repeated == 0, f"{stored:,} filings stored, {repeated} of them twice")


def try_throughput(site: Site) -> None:
    """Requests a second by hosts and web processes; what a request costs the web process and PostgreSQL."""
    print(f"  {VISITORS} visitors without a pause, {PRESS_SECONDS} s each; two cores for everything")
    head = f"  {'hosts':>5} {'processes':>9} {'requests/s':>10} {'p50 ms':>7} {'p95 ms':>7} {'failed':>6}"
    print(f"{head} {'web CPU ms':>10} {'database CPU ms':>15} {'MB of a process':>16}")
    for hosts, processes in SHAPES:
        press_site(site, hosts, processes)
        site.stop()


def press_site(site: Site, count: int, processes: int, more: dict[str, str] | None = None) -> None:
    """One line of the table."""
    hosts = site.hosts[:count]
    webs = [host.serve(processes, more) for host in hosts]
    visitor = site.log_in(hosts[0])
    addresses, paths = [host.address for host in hosts], site.list_paths()
    press(addresses, paths, visitor.cookies, visitors=2, seconds=3)  # every process warms up
    postmaster = int((site.server.data / "postmaster.pid").read_text().split()[0])
    roots = ([web.pid for web in webs], [postmaster])
    before = [cpu_seconds(pids) for pids in roots]
    got = press(addresses, paths, visitor.cookies, visitors=VISITORS, seconds=PRESS_SECONDS)
    web, database = (
        (cpu_seconds(pids) - start) * 1000 / got.requests for pids, start in zip(roots, before, strict=True)
    )
    memory = max(memory_of([web.pid for web in webs]), default=0.0)
    site.check(
        got.failed == 0,
        f"{count:>5} {processes:>6} {got.per_second:>10.1f} {got.p50:>7.0f} {got.p95:>7.0f} {got.failed:>6}"
        f" {web:>10.0f} {database:>15.0f} {memory:>16.0f}",
    )
