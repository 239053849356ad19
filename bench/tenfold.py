"""Ten times the market: archives copied with changed words, loaded one copy after the other.

    python -m bench.tenfold write FOLDER [--copies 1-9]   # the archives' copies, in FOLDER/1 …
    python -m bench.tenfold load FOLDER [--copies 0-9]    # into the environment's database; 0: the originals

Each copy is as large as the market (6,553 filings). Loading says the seconds of each copy, so that one sees
whether a fuller database takes more slowly; it may be ended and gone on with.
"""

import argparse
import logging
import os
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.changed_words import copy_archive, read_vocabulary
from bench.loading import DEFAULT_DATA


def list_originals() -> list[Path]:
    """The notes archives of COLLATE_SHARED_DATA; none where it is not there."""
    shared = Path(os.environ.get("COLLATE_SHARED_DATA") or DEFAULT_DATA)
    return sorted((shared / "fsn").glob("*_notes.zip"))


def list_copies(words: str) -> range:
    """The numbers of `3` or `1-9`."""
    first, _, last = words.partition("-")
    return range(int(first), int(last or first) + 1)


def write_copies(folder: Path, copies: range) -> None:
    originals = list_originals()
    vocabulary = read_vocabulary(originals)
    start = time.perf_counter()
    with ProcessPoolExecutor() as pool:
        pending = []
        for copy in copies:
            (folder / str(copy)).mkdir(parents=True, exist_ok=True)
            pending += [
                pool.submit(copy_archive, path, folder / str(copy) / path.name, vocabulary, copy)
                for path in originals
            ]
        for future in pending:
            future.result()
    print(f"{len(pending)} archives written in {time.perf_counter() - start:.0f} s")


def load_copies(folder: Path, copies: range) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    logging.disable(logging.INFO)
    django.setup()
    from bench.loading import load_all
    from disclosures.models import Filing

    for copy in copies:
        paths = sorted((folder / str(copy)).glob("*_notes.zip")) if copy else list_originals()
        held = Filing.objects.count()
        seconds, new = load_all(paths)
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"copy {copy}: {new:,} filings in {seconds:.1f} s ({new / seconds:.0f} a second)"
            f" beside {held:,} held; {own:.0f} MB",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("step", choices=("write", "load"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--copies", type=list_copies, default=None)
    chosen = parser.parse_args()
    if not list_originals():
        sys.exit("No archives: set COLLATE_SHARED_DATA.")
    if chosen.step == "write":
        write_copies(chosen.folder, chosen.copies or range(1, 10))
    else:
        load_copies(chosen.folder, chosen.copies or range(10))


if __name__ == "__main__":
    main()
