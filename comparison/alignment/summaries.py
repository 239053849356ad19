"""An alignment in one sentence. Pure."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from comparison.alignment.levels import PassageRow
from comparison.alignment.pairs import Kind
from comparison.alignment.pieces import join_pieces
from comparison.alignment.words import Mark
from comparison.alignment.years import Change, YearRow

LEAST = 0.005
"""A smaller share of changed words is no percent."""
_EDITS = (Change.EDITED, Kind.MERGED, Kind.SPLIT, Kind.MOVED, Change.NEW, Change.DROPPED)
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def spell(number: int) -> str:
    """A number up to ten as a word, a larger one in digits."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def summarise_row(
    rows: Sequence[PassageRow],
    names: Sequence[str],
    from_words: Collection[str] = (),
    flagged: Collection[str] = (),
) -> str:
    """ "Two passages are shared, one is only in Harrow Pike, Lanternfish says nothing."

    Of the names `from_words`, whose elements no tag names, it says "nothing was found in" instead: what was
    not found may be there. Those `flagged` answered with a flag, which is not silence either.
    """
    shared = sum(row.is_shared for row in rows)
    parts = [f"{spell(shared)} {'passage is' if shared == 1 else 'passages are'} shared"]
    silent: list[str] = []
    for column, name in enumerate(names):
        alone = [cell for row in rows if not row.is_shared and (cell := row.cells[column])]
        # Counted as they are shown: sentences cut from one paragraph that stay together are one passage.
        own = len(join_pieces(alone))
        if own:
            parts.append(f"{spell(own)} {'is' if own == 1 else 'are'} only in {name}")
        elif not any(row.cells[column] is not None for row in rows):
            silent.append(name)
    answered = [name for name in silent if name in flagged]
    if len(silent) == len(names) and not answered:
        is_unfound = any(name in from_words for name in silent)
        return "Nothing was found here in any of them." if is_unfound else "None of them says anything here."
    if len(silent) == len(names):
        parts = []
    parts += _tell_silence(silent, answered, from_words)
    # A name may end in a full stop of its own: "Tesla, Inc."
    sentence = ", ".join(parts).removesuffix(".")
    return f"{sentence[0].upper()}{sentence[1:]}."


def _tell_silence(
    silent: Sequence[str], answered: Collection[str], from_words: Collection[str]
) -> Iterator[str]:
    unfound = [name for name in silent if name in from_words and name not in answered]
    if flags := [name for name in silent if name in answered]:
        yield f"{_join(flags)} {'gives' if len(flags) == 1 else 'give'} a flag without words"
    if said := [name for name in silent if name not in unfound and name not in answered]:
        yield f"{_join(said)} {'says' if len(said) == 1 else 'say'} nothing"
    if unfound:
        yield f"nothing was found in the words of {_join(unfound)}"


def summarise_years(rows: Sequence[YearRow]) -> str:
    """ "Three passages unchanged, two edited, one new, none dropped." """
    counts = {change: sum(row.change is change for row in rows) for change in Change}
    if not rows:
        return "Neither year says anything here."
    if counts[Change.UNCHANGED] == len(rows):
        return "Nothing changed since last year."
    parts = [
        f"{spell(counts[change])} {change.value}"
        for change in (Change.EDITED, Change.NEW, Change.DROPPED, Change.UNCHANGED)
        if counts[change]
    ]
    sentence = ", ".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}."


def summarise_edit(rows: Sequence[YearRow]) -> str:
    """How much of an element's text changed: "12 % of the words: two of five passages edited, one new"; empty
    where none of it did."""
    counts = Counter(row.word for row in rows)
    parts = [f"{spell(counts[word])} {word}" for word in _EDITS if counts[word]]
    if not parts:
        return ""
    if len(rows) > 1:
        number, _, rest = parts[0].partition(" ")
        parts[0] = f"{number} of {spell(len(rows))} passages {rest}"
    share = measure_change(rows)
    words = f"{share:.0%}".replace("%", "\N{NARROW NO-BREAK SPACE}%")
    return f"{words if share >= LEAST else 'hardly any'} of the words: {', '.join(parts)}"


def measure_change(rows: Sequence[YearRow]) -> float:
    """The share of both years' words that are gone or new, 0 to 1."""
    words: Counter[Mark] = Counter()
    for row in rows:
        for run in row.runs:
            words[run.mark] += len(run.text.split())
    changed = words[Mark.GONE] + words[Mark.NEW]
    both = changed + 2 * words[Mark.SAME]
    return changed / both if both else 0.0


def _join(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
