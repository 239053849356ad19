"""Files on this machine, brought in one after the other: for the command line and for the samples."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from config.accounts.models import User
from disclosures.identity import Details, MissingDetailsError
from disclosures.ingest import Stored, read_document, receive_document, store_parsed
from disclosures.parsing.errors import ParseError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, or of one filing in it."""

    path: Path
    sentence: str
    stored: Stored | None = None

    @property
    def is_stored(self) -> bool:
        return self.stored is not None


def list_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files themselves, and those under the folders, in order of their names. Hidden ones stay out."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                found
                for found in path.rglob("*")
                if found.is_file() and not any(part.startswith(".") for part in found.relative_to(path).parts)
            )
        else:
            yield path


def ingest_file(path: Path, *, details: Details, by: User | None = None) -> list[Outcome]:
    """Stores every filing of one file. A file that cannot be used is an outcome with its sentence."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return [Outcome(path, f"Cannot be opened: {error.strerror}.")]
    document = receive_document(data=data, name=path.name, by=by)
    held = document.filings.select_related("issuer").first()
    if held is not None:
        return [Outcome(path, f"Already held, as {held}.", Stored(held, None, "", is_new=False))]
    try:
        parsed = read_document(document)
    except ParseError as error:
        document.discard_if_unused()
        return [Outcome(path, str(error))]
    outcomes = []
    for part, filing in enumerate(parsed):
        try:
            stored = store_parsed(document=document, part=part, parsed=filing, details=details, by=by)
        except ParseError as error:
            outcomes.append(Outcome(path, str(error)))
        except MissingDetailsError as error:
            outcomes.append(Outcome(path, f"{error} Say it with --issuer, --form or --year."))
        else:
            outcomes.append(Outcome(path, stored.sentence, stored))
    document.discard_if_unused()
    return outcomes
