"""What `manage.py align` compares: two files or two stored filings, as two years or as two issuers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from comparison.alignment.issuer_pairs import pair_issuers
from comparison.alignment.pairs import Pair
from comparison.alignment.passages import carry_concepts, list_passages
from comparison.alignment.sources import Source, read_source
from comparison.alignment.year_pairs import pair_years
from comparison.comparing.queries import fetch_values
from disclosures.models import Filing
from disclosures.parsing.errors import ParseError


class UnusableSourceError(Exception):
    """A side that cannot be had; `str(error)` names it and says why in a sentence."""


def load_file(path: Path) -> Source:
    """The paragraphs of a file, without the database."""
    try:
        return read_source(path.read_bytes(), str(path))
    except ParseError as error:
        raise UnusableSourceError(f"{path}: {error}") from error
    except OSError as error:
        raise UnusableSourceError(f"{path}: {error.strerror or error}.") from error


def load_stored(accession: str) -> Source:
    """The passages of a stored filing, as the pages show them, with the keys of their elements."""
    filing = Filing.objects.filter(accession=accession).defer("reading_text").first()
    if filing is None:
        raise UnusableSourceError(f"{accession}: no filing with this accession number is stored.")
    values = fetch_values([filing])[filing.pk]
    tagged = [value for found in values.values() for value in found if not value.origin.is_from_words]
    return Source(accession, carry_concepts(list_passages(values), tagged))


def hide_tags(source: Source) -> Source:
    """The same paragraphs as if none were tagged."""
    return replace(source, passages=tuple(replace(passage, concepts=()) for passage in source.passages))


def pair_sources_as_years(left: Source, right: Source) -> tuple[Pair, ...]:
    """Two years of one issuer; tags play no part, for paragraphs wander across the elements' borders."""
    return pair_years(left.texts, right.texts)


def pair_sources_as_issuers(left: Source, right: Source) -> tuple[Pair, ...]:
    """Two issuers, by what their paragraphs say; tags count where they say more than Processes."""
    return pair_issuers(left.passages, right.passages)


MODES: dict[str, Callable[[Source, Source], tuple[Pair, ...]]] = {
    "years": pair_sources_as_years,
    "issuers": pair_sources_as_issuers,
}


def to_object(left: Source, right: Source, pairs: Sequence[Pair]) -> dict[str, Any]:
    """An alignment in plain values; docs/alignment.md describes them."""
    return {
        "a": left.name,
        "b": right.name,
        "pairs": [
            {
                "kind": pair.kind.value,
                "score": pair.score,
                "left": list(pair.left),
                "right": list(pair.right),
                "reason": pair.reason,
            }
            for pair in pairs
        ],
    }
