"""Several hosts against one PostgreSQL, tried: `python -m bench.scaling [TRIAL…]`.

Two network namespaces play two hosts, each with web server, worker and data folder of its own; this process
is the balancer and the visitors. PostgreSQL, PgBouncer and an object store are reached over TCP with
passwords. Every claim of docs/scaling.md that says "tried" is a line of this script's output. The market is
two months' archives of COLLATE_SHARED_DATA. Everything is thrown away at the end.
"""

import argparse
import logging
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.hosts import SERVICES, Host, TcpPostgres, connected_hosts, why_not
from bench.loading import load_all
from bench.tenfold import list_originals
from bench.trials import Site, try_hosts, try_killed_worker, try_pace, try_throughput
from bench.trials_of_services import try_object_store, try_pooler, try_replica
from bench.visitors import SITE

TRIALS: dict[str, Callable[[Site], None]] = {
    "hosts": try_hosts,
    "pace": try_pace,
    "killed": try_killed_worker,
    "throughput": try_throughput,
    "pooler": try_pooler,
    "replica": try_replica,
    "store": try_object_store,
}
FIRST_MONTH = "2025_02_notes.zip"


def prepare(folder: Path, server: TcpPostgres, hosts: list[Host]) -> Site:
    """The database with a month of the market and an admin; static files collected on each host."""
    os.environ |= {
        "COLLATE_DATA_DIR": str(folder / "balancer"),
        "COLLATE_DOCUMENTS_DIR": str(folder / "documents"),
        "DATABASE_URL": server.uri(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": server.password,
    }
    import django
    from django.core.management import call_command

    logging.disable(logging.INFO)
    django.setup()
    from config.accounts.models import User

    call_command("migrate", verbosity=0)
    archives = {path.name: path for path in list_originals()}
    seconds, filings = load_all([archives[FIRST_MONTH]])
    print(f"{filings:,} filings loaded over TCP in {seconds:.0f} s")
    User.objects.create_superuser("admin", password=server.password)
    for host in hosts:
        host.run(sys.executable, "manage.py", "collectstatic", "--no-input", "-v0")
    return Site(folder, server, hosts, archives)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("trials", nargs="*", metavar="TRIAL", help=f"of {', '.join(TRIALS)}; default: all")
    chosen = parser.parse_args().trials or list(TRIALS)
    if reason := why_not():
        print(f"Skipped: {reason}.")
        return 0
    if not list_originals():
        print("Skipped: no archives; set COLLATE_SHARED_DATA.")
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # so that the hosts go even then
    folder = Path(tempfile.mkdtemp(prefix="collate-hosts-", dir="/tmp"))
    folder.chmod(0o711)
    server = TcpPostgres.make(folder / "postgres")
    environment = {
        "COLLATE_DOCUMENTS_DIR": str(folder / "documents"),
        "COLLATE_PRODUCTION": "true",
        "SECRET_KEY": server.password,
        "ALLOWED_HOSTS": SITE,
        "DATABASE_URL": server.uri(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "FORWARDED_ALLOW_IPS": "*",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    try:
        with connected_hosts(folder, 2, environment) as hosts:
            server.start()
            try:
                site = prepare(folder, server, hosts)
                print(f"hosts {', '.join(host.address for host in hosts)}, PostgreSQL at {SERVICES}")
                for name in chosen:
                    print(f"\n{name}", flush=True)
                    TRIALS[name](site)
                    site.stop()
            finally:
                server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if site.failures else 0


if __name__ == "__main__":
    sys.exit(main())
