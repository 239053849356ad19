"""The programs the demo runs: started in sessions of their own, stopped politely, then firmly."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

STOP_SECONDS = 10
TAIL_LINES = 20


@dataclass(frozen=True, slots=True)
class Program:
    """One running program; everything it prints goes to its log."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def log_tail(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(f"    {line}" for line in lines[-TAIL_LINES:])


def start_program(
    name: str,
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    log_dir: Path,
    pass_fds: Sequence[int] = (),
) -> Program:
    """Starts it in a session of its own: Ctrl-C reaches the demo alone, which then stops the others."""
    log_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    log = log_dir / f"{name.replace(' ', '-')}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  # our own programs and arguments, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            start_new_session=True,
            pass_fds=pass_fds,
        )
    return Program(name, process, log)


def stop_programs(programs: Sequence[Program]) -> None:
    """Asks all to end, waits STOP_SECONDS together, then kills what is left with all it started."""
    for program in programs:
        program.process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for program in programs:
        try:
            program.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(program.process.pid, signal.SIGKILL)
            program.process.wait()
