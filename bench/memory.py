"""Memory of the process that measures (Linux)."""

from pathlib import Path


def peak_memory() -> float:
    """MB this process held at most.

    Of its own address space: getrusage also counts what the process held that started it.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (peak,) = (line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return int(peak) / 1024
