"""What two issuers' sentences must have in common to be the same words, or nearly. Pure.

Folded words: lower case, without typography, and with everything by which an issuer means itself ("we",
"our", "the Company", its own name) as one token. What is said stays: numbers, and every "not".
"""

import hashlib
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import Indel

from comparison.alignment.keys import cut_key_words
from disclosures.coding.sentences import is_abbreviated

type Span = tuple[int, int]
"""[start, end) in a reading text."""

SELF = "@"
"""Stands for every word by which an issuer means itself."""
SHORTEST = 6
"""Sentences of fewer words are not counted: headings, "See Item 1A."."""
SHORTEST_LINE = 8
"""A line without a full stop of fewer words is a heading."""
NEAR = 0.9
"""Near-copies share at least this share of their folded words, in order (normalised indel similarity)."""
CLASSES = 5
LEAST_IN_CLASS = 2
"""Fewer words of a class are too common to look for."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LINE = re.compile(r"[^\n\t]+")
_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]*[A-Z])")
_LIST = re.compile(r":\s[^:]*;\s[^:]*;\s")
_ITEM_END = re.compile(r"[:;]\s+(?:and\s+|or\s+)?")
_BULLET = re.compile(r"^[\s•·●▪■◦*–—-]+")
_BIG_WORD = re.compile(r"[A-Za-z]{4,}")

_OWN_NAME = "ownnameplaceholder"
_PRONOUNS = frozenset({_OWN_NAME, "we", "us", "our", "ours", "ourselves", "its", "itself"})
_NOUNS = frozenset(
    {
        *("company", "companys", "registrant", "registrants", "issuer", "issuers", "bank", "banks"),
        *("corporation", "corporations", "trust", "trusts", "partnership", "partnerships", "firm", "firms"),
        *("fund", "funds", "bancorp", "holdings", "corp"),
    }
)
_POINTING = frozenset({"the", "our", "this"})
_VERBS = {"has": "have", "is": "are", "does": "do", "was": "were", "hasnt": "havent", "doesnt": "dont"}
_CONTRACTED = {
    **{
        f"{verb}nt": (verb, "not") for verb in ("do", "does", "did", "have", "has", "had", "is", "are", "was")
    },
    **{f"{verb}nt": (verb, "not") for verb in ("were", "could", "would", "should")},
    "cannot": ("can", "not"),
}
_SPECIAL = _PRONOUNS | _NOUNS | _VERBS.keys() | _CONTRACTED.keys()
_NEGATIONS = frozenset({"not", "no", "never", "none", "neither", "nor", "without", "lack", "lacks", "unable"})
_NEGATING = ("in", "im", "un", "non", "dis")
_NUMBER_WORDS = _words("""
one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty
""")
_GRAMMAR = _words("""
a an and any are as at be been but by for from has have if in into is it may no nor not of on or other such
that the their these they this those through to under was were which who will with within would
""")
_LEGAL = re.compile(
    r"[\s,]+(?:inc|incorporated|corp|corporation|co|company|ltd|limited|llc|l\.l\.c|lp|l\.p|plc|n\.?v|s\.?a|ag|se"
    r"|holdings?|group|trust|/[a-z]+/?)\.?(?=$|[\s,])",
    re.IGNORECASE,
)
_LEADING = _words("""
first american national general united global international advanced bank new north south west east pacific
atlantic southern northern western eastern central the great home community capital energy health
""")


def find_sentences(text: str) -> Iterator[Span]:
    """Places of the sentences worth counting, in order: neither headings nor a few words.

    A list that runs on in one sentence (a colon, then items between semicolons) is cut into its items: other
    sources of the same filing set them as paragraphs.
    """
    for line in _LINE.finditer(text):
        if _is_heading(line.group()):
            continue
        for start, end in _cut_line(text, *line.span()):
            bullet = _BULLET.match(text[start:end])
            begin = start + bullet.end() if bullet else start
            if len(text[begin:end].split()) >= SHORTEST:
                yield begin, end


def _is_heading(line: str) -> bool:
    words = line.split()
    if line.rstrip()[-1:] in {".", ";", ":", "!", "?", ",", "”", '"', ")"}:
        return False
    big = _BIG_WORD.findall(line)
    return len(words) < SHORTEST_LINE or (bool(big) and 3 * sum(w[0].isupper() for w in big) >= 2 * len(big))


def _cut_line(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for match in _END.finditer(text, start, end):
        if not is_abbreviated(text, match.start()):
            yield from _cut_list(text, begin, match.start())
            begin = match.end()
    if text[begin:end].strip():
        yield from _cut_list(text, begin, end - (len(text[begin:end]) - len(text[begin:end].rstrip())))


def _cut_list(text: str, start: int, end: int) -> Iterator[Span]:
    if _LIST.search(text, start, end) is None:
        yield start, end
        return
    begin = start
    for match in _ITEM_END.finditer(text, start, end):
        yield begin, match.start() + 1
        begin = match.end()
    yield begin, end


class Folder:
    """Folds sentences of one issuer: knows by which names it calls itself in a text."""

    def __init__(self, name: str, text: str) -> None:
        self._names = _compile_names(name, text)

    def fold(self, sentence: str) -> tuple[str, ...]:
        """The folded words of a sentence of the text."""
        if self._names is not None:
            sentence = self._names.sub(f" {_OWN_NAME} ", sentence)
        return _fold_words(cut_key_words(sentence))


def _compile_names(name: str, text: str) -> re.Pattern[str] | None:
    """The issuer's full name with or without its legal form, and its first word where that is only a name.

    Names begin with a capital letter. A first word that the text also uses in lower case is a word.
    """
    plain = _LEGAL.sub("", name).strip(" ,.&")
    words = re.findall(r"[\w&]+", plain)
    if not words:
        return None
    whole = r"[\s,.’'\-]+".join(re.escape(word) for word in words)
    forms = [rf"{whole}(?:,?\s+(?:inc|corp|corporation|co|company|ltd|limited|llc|plc|group|holdings)\b\.?)*"]
    first = words[0]
    if len(words) > 1 and len(first) > 3 and first.lower() not in _LEADING and first.lower() not in text:
        forms.append(re.escape(first))
    # A bare archive glues the genitive's s to the name.
    return re.compile(rf"\b(?=[A-Z0-9])(?i:(?:{'|'.join(forms)})(?:['’]?s)?)\b")


def _fold_words(words: Sequence[str]) -> tuple[str, ...]:
    folded: list[str] = []
    for word in words:
        if word not in _SPECIAL:  # most words
            folded.append(word)
            continue
        is_self = word in _PRONOUNS
        if word in _NOUNS and folded and (folded[-1] in _POINTING or folded[-1] == SELF):
            is_self = True
        if not is_self:
            own = _VERBS.get(word, word) if folded and folded[-1] == SELF else word
            folded.extend(_CONTRACTED.get(own, (own,)))
            continue
        if folded and folded[-1] in _POINTING:
            folded.pop()
        if not folded or folded[-1] != SELF:
            folded.append(SELF)
    return tuple(folded)


def hash_words(words: Sequence[str]) -> int:
    """The key of folded words: 64 bits, signed as PostgreSQL's bigint is."""
    digest = hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def hash_parts(words: Sequence[str]) -> tuple[int | None, ...]:
    """CLASSES keys by which near-copies find each other; None for a class of too few words.

    Every content word belongs to one of the classes, and each class is hashed as a set, together with what
    near-copies never differ in. Replacing one word by another touches at most two classes, so that two words
    leave one of five, whatever the words.
    """
    classes: tuple[set[str], ...] = tuple(set() for _ in range(CLASSES))
    for word in words:
        if word not in _GRAMMAR and word != SELF:
            classes[_class_of(word)].add(word)
    same = (*_numbers(words), "|", *_negations(words), "|")
    return tuple(
        hash_words((str(number), *same, *sorted(own))) if len(own) >= LEAST_IN_CLASS else None
        for number, own in enumerate(classes)
    )


@lru_cache(maxsize=100_000)
def _class_of(word: str) -> int:
    return zlib.crc32(word.encode()) % CLASSES


def are_near(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether folded words are near-copies. Symmetric.

    Never where numbers or negations differ: a denial is no copy of what it denies, nor is "immaterial" of
    "material".
    """
    if _numbers(left) != _numbers(right) or _negations(left) != _negations(right):
        return False
    if Indel.normalized_similarity(left, right, score_cutoff=NEAR) < NEAR:
        return False
    a, b = Counter(left), Counter(right)
    gone, new = set(a - b), set(b - a)
    return not any(f"{prefix}{word}" in new for word in gone for prefix in _NEGATING) and not any(
        f"{prefix}{word}" in gone for word in new for prefix in _NEGATING
    )


def _numbers(words: Sequence[str]) -> list[str]:
    return [word for word in words if word[0].isdigit() or word in _NUMBER_WORDS]


def _negations(words: Sequence[str]) -> list[str]:
    return sorted(word for word in words if word in _NEGATIONS)
