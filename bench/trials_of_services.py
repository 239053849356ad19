"""Trials of what stands beside PostgreSQL on a large site: a pooler, a read replica, an object store."""

import shutil
import statistics
import subprocess
import sys
import time
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import psycopg

from bench.hosts import ACCOUNT, SERVICES, Host, TcpPostgres, own, stop_program, wait_for_port
from bench.trials import SMALL_MONTH, Site, find_sample, hand_in, has_settled, press_site, wait_until
from bench.visitors import Visitor

POOLER_PORT, REPLICA_PORT, STORE_PORT = 6432, 5498, 5497
SERVER_CONNECTIONS = 4
POOLER = """
[databases]
postgres = host={host} port={port} user={user} password={password}
[pgbouncer]
listen_addr = {host}
listen_port = {pooler_port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
pool_mode = transaction
default_pool_size = {size}
max_client_conn = 200
logfile = {log}
pidfile = {pid}
"""
POOLED_SETTINGS = """
from config.settings import *
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
"""
STORE_SETTINGS = f"""
from config.settings import *
STORAGES["default"] = {{
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {{
        "bucket_name": "documents", "endpoint_url": "http://{SERVICES}:{STORE_PORT}",
        "access_key": "trial", "secret_key": "trial", "region_name": "us-east-1",
        "addressing_style": "path", "file_overwrite": True,
    }},
}}
"""
WALK = """
import django
django.setup()
from disclosures.models import Filing
print(sum(1 for _ in Filing.objects.defer("reading_text").iterator(20)))
"""


def site_settings(site: Site, name: str, text: str) -> dict[str, str]:
    """A settings module of the operator's own, and the environment that uses it."""
    (site.folder / f"{name}.py").write_text(text)
    return {"PYTHONPATH": f"{site.folder}", "DJANGO_SETTINGS_MODULE": name}


def visit_all(site: Site, host: Host, claim: str) -> None:
    """Every kind of page answers on this host."""
    visitor = site.log_in(host)
    statuses = {path: visitor.get(host.address, path).status_code for path in site.list_paths()}
    wrong = {path: status for path, status in statuses.items() if status != 200}
    site.check(not wrong, f"{claim}: {len(statuses)} pages{f', wrong: {wrong}' if wrong else ''}")


def try_pooler(site: Site) -> None:
    program = shutil.which("pgbouncer", path="/usr/sbin:/usr/bin")
    if program is None:
        print("  skipped: pgbouncer is not installed")
        return
    pooler = start_pooler(site, program)
    try:
        through = {"DATABASE_URL": site.server.uri(POOLER_PORT)}
        pooled = through | site_settings(site, "pooled", POOLED_SETTINGS)
        try_walks(site, through, pooled)
        one, two = site.hosts
        for host in site.hosts:
            host.serve(2, pooled)
        visit_all(site, one, "through the pooler in transaction mode")
        for claim, settings, options in (
            ("a worker with a session of its own (DATABASE_URL past the pooler)", {}, ()),
            ("a worker through the pooler, without LISTEN", pooled, ("--no-listen-notify", "-p", "1")),
        ):
            worker = two.work(settings, *options)
            try_worker(site, claim)
            stop_program(worker)
        site.stop()
        press_site(site, 2, 2, pooled)
        with psycopg.connect(site.server.uri()) as connection:
            held = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = %s AND application_name <> 'psql'"
                " AND backend_type = 'client backend' AND pid <> pg_backend_pid()",
                [ACCOUNT],
            ).fetchone()
        print(
            f"       {held and held[0]} connections at PostgreSQL afterwards, those of this script among them"
        )
    finally:
        stop_program(pooler)


def start_pooler(site: Site, program: str) -> subprocess.Popen[bytes]:
    folder = site.folder / "pooler"
    folder.mkdir()
    users, configuration = folder / "users.txt", folder / "pgbouncer.ini"
    users.write_text(f'"{ACCOUNT}" "{site.server.password}"\n')
    configuration.write_text(
        POOLER.format(
            host=SERVICES,
            port=site.server.port,
            user=ACCOUNT,
            password=site.server.password,
            pooler_port=POOLER_PORT,
            users=users,
            size=SERVER_CONNECTIONS,
            log=folder / "log",
            pid=folder / "pid",
        )
    )
    account = site.server.account
    for path in (folder, users, configuration):
        own(path, account)
    pooler = subprocess.Popen(
        [program, str(configuration)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    wait_for_port(SERVICES, POOLER_PORT)
    return pooler


def try_walks(site: Site, plain: dict[str, str], pooled: dict[str, str]) -> None:
    """Long lists read in pieces need a cursor, which lives on one connection only."""
    for name, environment in (("without", plain), ("with", pooled)):
        programs = [host.start(sys.executable, "-c", WALK, more=environment) for host in site.hosts * 3]
        statuses = [program.wait(60) for program in programs]
        failed = sum(status != 0 for status in statuses)
        print(f"       {name} DISABLE_SERVER_SIDE_CURSORS: {failed} of {len(statuses)} long lists failed")
    site.check(failed == 0, "long lists are read in pieces through the pooler")


def try_worker(site: Site, claim: str) -> None:
    from disclosures.models import Filing

    Filing.objects.filter(document__name=find_sample(site).name).delete()
    one = site.hosts[0]
    visitor = site.log_in(one)
    page = hand_in(visitor, one, find_sample(site))
    taken = wait_until(lambda: has_settled(visitor, one, page), 60)
    site.check(taken is not None, f"{claim}: read in {taken or 0:.1f} s")


def try_replica(site: Site) -> None:
    replica = make_replica(site)
    try:
        one, two = site.hosts
        one.serve(1)
        two.serve(1, {"DATABASE_URL": site.server.uri(REPLICA_PORT)})
        visitor = site.log_in(one)
        print_lag("nothing else going on", measure_lag(site))
        loading = one.start(
            *(sys.executable, "manage.py", "load_notes", str(site.archives[SMALL_MONTH])),
        )
        print_lag("while a month is loaded", measure_lag(site))
        site.check(loading.wait(120) == 0, "the month is loaded")
        wait_until(lambda: measure_behind(site) == 0, 30)
        paths = site.list_paths()
        statuses = {path: visitor.get(two.address, path).status_code for path in paths}
        right = [path for path, status in statuses.items() if status == 200]
        print(f"       pages from the replica to one who logged in elsewhere: {len(right)} of {len(paths)}")
        for path in sorted(set(paths) - set(right)):
            print(f"       not {path} ({statuses[path]})")
    finally:
        replica.stop()


def make_replica(site: Site) -> TcpPostgres:
    """A streaming replica of the whole cluster, as pg_basebackup makes it."""
    folder = site.folder / "replica"
    folder.mkdir(mode=0o700)
    own(folder, site.server.account)
    replica = TcpPostgres(folder, site.server.account, site.server.password, REPLICA_PORT)
    start = time.monotonic()
    site.server.run(
        "pg_basebackup", "-D", str(replica.data), "-R", "-X", "stream", "-c", "fast", "-d", site.server.uri()
    )
    replica.start()
    site.check(is_replica(site), f"pg_basebackup -R made a replica in {time.monotonic() - start:.1f} s")
    return replica


def is_replica(site: Site) -> bool:
    with psycopg.connect(site.server.uri(REPLICA_PORT)) as connection:
        row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
    return bool(row and row[0])


def measure_behind(site: Site) -> int:
    """Bytes that the replica has not yet applied."""
    with psycopg.connect(site.server.uri()) as connection:
        row = connection.execute(
            "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::bigint FROM pg_stat_replication"
        ).fetchone()
    return int(row[0]) if row and row[0] is not None else -1


def measure_lag(site: Site, times: int = 40) -> list[float]:
    """Milliseconds from a commit on the primary until the replica shows the row."""
    lags = []
    with (
        psycopg.connect(site.server.uri(), autocommit=True) as primary,
        psycopg.connect(site.server.uri(REPLICA_PORT), autocommit=True) as replica,
    ):
        primary.execute("CREATE TABLE IF NOT EXISTS trial_lag (number integer)")
        primary.execute("TRUNCATE trial_lag")
        for number in range(times):
            primary.execute("INSERT INTO trial_lag VALUES (%s)", [number])
            start = time.perf_counter()
            while time.perf_counter() - start < 30:
                if has_row(replica, number):
                    break
            lags.append((time.perf_counter() - start) * 1000)
            time.sleep(0.15)
    return lags


def has_row(replica: psycopg.Connection, number: int) -> bool:
    try:
        return replica.execute("SELECT 1 FROM trial_lag WHERE number = %s", [number]).fetchone() is not None
    except psycopg.errors.UndefinedTable:
        return False  # the table itself has not arrived


def print_lag(name: str, lags: list[float]) -> None:
    print(
        f"       behind by {statistics.median(lags):.1f} ms in the median, {max(lags):.0f} ms at most: {name}"
    )


def try_object_store(site: Site) -> None:
    """Documents in an S3 bucket instead of a shared folder; moto plays the store."""
    if find_spec("storages") is None or find_spec("moto") is None:
        print("  skipped: needs django-storages[s3] and moto[server] in the environment")
        return
    store = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", SERVICES, "-p", str(STORE_PORT)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for_port(SERVICES, STORE_PORT)
        bucket = make_bucket()
        settings = site_settings(site, "stored", STORE_SETTINGS)
        one, two = site.hosts
        one.serve(1, settings)
        two.work(settings)
        visitor = site.log_in(one)
        try_worker(site, "handed in on one host, read by the other's worker, by way of the store")
        page = hand_in(visitor, one, site.archives[SMALL_MONTH])
        taken = wait_until(lambda: has_settled(visitor, one, page), 120)
        site.check(taken is not None, f"a notes archive too ({taken or 0:.0f} s)")
        stored = [entry["Key"] for entry in bucket.list_objects_v2(Bucket="documents").get("Contents", [])]
        site.check(len(stored) >= 1, f"{len(stored)} objects in the bucket, the first named {stored[:1]}")
        visit_source(site, visitor)
    finally:
        stop_program(store)


def make_bucket() -> Any:
    """The store's bucket, through the client that django-storages brings along; typed by nobody."""
    client = import_module("boto3").client(
        "s3",
        endpoint_url=f"http://{SERVICES}:{STORE_PORT}",
        aws_access_key_id="trial",
        aws_secret_access_key="trial",  # noqa: S106  # the played store takes any
        region_name="us-east-1",
    )
    client.create_bucket(Bucket="documents")
    return client


def visit_source(site: Site, visitor: Visitor) -> None:
    from disclosures.models import Filing

    sample = find_sample(site)
    filing = Filing.objects.get(document__name=sample.name)
    source = visitor.get(site.hosts[0].address, f"/filings/{filing.slug}/source/")
    site.check(source.content == sample.read_bytes(), "the document comes back whole from the store")
