"""Words that a margin cut at a hyphen, made whole as the rest of the document writes them. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

LONGEST_WORD = 60
"""Characters of a line that may be the half of a word: more of it meets no other line."""
_CUT_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-$")
_GLUED = re.compile(r"\w[-–—]$")
_WORD_START = re.compile(r"[^\W\d_]+")
_AROUND = ".,;:!?()[]“”\"'’"
_SHARED = frozenset({"and", "or", "to", "und", "et"})
"""Behind these the hyphen stands for a part that two words share: "third- and fourth-party"."""


@dataclass(frozen=True, slots=True)
class KnownWords:
    """How often each word stands in a document, both halves of those cut at line ends left out."""

    counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, words: Iterable[str]) -> "KnownWords":
        """The words of a document, given in their order."""
        return cls(Counter(_list_whole(words)))

    def join(self, lines: Iterable[str]) -> str:
        """Lines as one text. A word cut at a hyphen is made whole as the document writes it elsewhere.

        Where it does not, the hyphen is a compound's if what follows it is a word of the document.
        """
        done: list[str] = []
        last = ""
        for line in lines:
            # Only the last word meets the next line, so a paragraph of any length takes its length in time.
            joined = self._join_two(last, line) if last else line
            cut = max(joined.rfind(" ") + 1, len(joined) - LONGEST_WORD)
            done.append(joined[:cut])
            last = joined[cut:]
        return "".join([*done, last])

    def _join_two(self, left: str, right: str) -> str:
        cut, rest = _CUT_WORD.search(left), _WORD_START.match(right)
        if cut is None or rest is None or not rest[0].islower():
            # "2024-" and "2025", "U.S.-" and "based": the hyphen belongs to the word, as a dash to both.
            return left + right if _GLUED.search(left) else f"{left} {right}"
        if rest[0] in _SHARED:
            return f"{left} {right}"
        whole, parted = (cut[1] + rest[0]).casefold(), f"{cut[1]}-{rest[0]}".casefold()
        if self.counts[whole] == self.counts[parted] == 0:
            is_one_word = not self.counts[rest[0].casefold()]
        else:
            is_one_word = self.counts[whole] > self.counts[parted]
        return (left[:-1] if is_one_word else left) + right


def _list_whole(words: Iterable[str]) -> Iterator[str]:
    is_half = False
    for word in words:
        is_whole = not is_half
        is_half = word.endswith("-")
        if is_whole and not is_half:
            bare = word.strip(_AROUND).casefold()
            yield bare
            if "-" in bare:
                yield from bare.split("-")
