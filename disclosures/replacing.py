"""What a filing said before another document took its place: taken down before the rows go."""

from collections import defaultdict
from dataclasses import dataclass

from disclosures.models import ElementValue, Filing, Passage


@dataclass(frozen=True, slots=True)
class ReplacedPassage:
    text: str
    normalised: str
    text_hash: str


@dataclass(frozen=True, slots=True)
class ReplacedValue:
    """One value as it stood: its element's key, flag, and passages in order."""

    key: str
    flag: bool | None
    passages: tuple[ReplacedPassage, ...]


def take_down(filing: Filing) -> tuple[ReplacedValue, ...]:
    """The filing's values in its order. Two queries."""
    passages: defaultdict[int, list[ReplacedPassage]] = defaultdict(list)
    stored = Passage.objects.filter(value__filing=filing).order_by("value_id", "position")
    for owner, text, normalised, text_hash in stored.values_list(
        "value_id", "text", "normalised", "text_hash"
    ):
        passages[owner].append(ReplacedPassage(text, normalised, text_hash))
    rows = ElementValue.objects.filter(filing=filing).order_by("position")
    return tuple(
        ReplacedValue(key, flag, tuple(passages[pk]))
        for pk, key, flag in rows.values_list("pk", "element__key", "flag")
    )
