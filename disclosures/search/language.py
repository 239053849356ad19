"""The query language: words, "phrases", -not, OR. Pure; no input is an error."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MAX_CHARACTERS = 1_000
MAX_TERMS = 32
"""More than this is a paragraph, and for paragraphs there is the search for similar ones."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_QUOTES = str.maketrans("“”„«»", '"""""')
_TERM = re.compile(r'(?P<no>[-−–](?=[\w"]))?(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))')
_OR = "OR"


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or words that must stand in this order."""

    text: str
    is_phrase: bool = False

    def __str__(self) -> str:
        return f'"{self.text}"' if self.is_phrase else self.text


@dataclass(frozen=True, slots=True)
class Query:
    """`required`: of each group at least one term; `excluded`: none of these. `is_cut`: there was more."""

    required: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()
    is_cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.required or self.excluded)

    def __str__(self) -> str:
        """The query as one would type it."""
        groups = [f" {_OR} ".join(map(str, group)) for group in self.required]
        return " ".join([*groups, *(f"-{term}" for term in self.excluded)])

    @property
    def words(self) -> tuple[str, ...]:
        """Single words that are looked for, in order: what may be misspelt."""
        texts = (term.text for group in self.required for term in group)
        return tuple(dict.fromkeys(word for text in texts for word in re.findall(r"[^\W\d_]+", text)))

    def describe(self) -> str:
        """What is looked for, as the end of a sentence that starts with “passages”."""
        parts = []
        if self.required:
            groups = [_join(group, "or") for group in self.required]
            several = len(groups) > 1
            named = [
                f"({text})" if several and len(group) > 1 else text
                for text, group in zip(groups, self.required, strict=True)
            ]
            parts.append("with " + _listed(named, "and"))
        if self.excluded:
            parts.append("without " + _join(self.excluded, "or"))
        return ", ".join(parts)


def parse(text: str) -> Query:
    """The query in what somebody typed. OR joins the two terms beside it and binds closer than a blank."""
    folded = _CONTROL.sub(" ", text).translate(_QUOTES)
    groups: list[list[Term]] = []
    excluded: list[Term] = []
    joins = False
    found = list(_TERM.finditer(folded[:MAX_CHARACTERS]))
    for match in found[:MAX_TERMS]:
        if match["word"] == _OR and not match["no"]:
            joins = bool(groups)
            continue
        term = _term(match)
        if term is None:
            continue
        if match["no"]:
            excluded.append(term)
        elif joins:
            groups[-1].append(term)
        else:
            groups.append([term])
        joins = False
    is_cut = len(found) > MAX_TERMS or len(folded.rstrip()) > MAX_CHARACTERS
    required = dict.fromkeys(tuple(dict.fromkeys(group)) for group in groups)
    return Query(tuple(required), tuple(dict.fromkeys(excluded)), is_cut)


def replace_words(text: str, better: dict[str, str]) -> str:
    """What was typed, with other words in place of some; everything else stays as it was."""
    if not better:
        return text
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, better))})\b")
    return pattern.sub(lambda match: better[match[0]], text)


def _term(match: re.Match[str]) -> Term | None:
    """None where nothing of it could stand in a text."""
    words = " ".join((match["phrase"] if match["phrase"] is not None else match["word"]).split())
    if not any(char.isalnum() for char in words):
        return None
    return Term(words, is_phrase=match["phrase"] is not None and " " in words)


def _join(terms: Sequence[Term], word: str) -> str:
    return _listed([f"the phrase “{t.text}”" if t.is_phrase else f"“{t.text}”" for t in terms], word)


def _listed(parts: Iterable[str], word: str) -> str:
    *first, last = parts
    return f"{', '.join(first)} {word} {last}" if first else last
