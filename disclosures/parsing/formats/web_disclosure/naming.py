"""Names headings and labels by the phrases of a framework."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from disclosures.frameworks.loader import ElementData, FrameworkData
from disclosures.parsing.headings import find_enumerator, strip_enumerator

WORD = re.compile(r"\w+")
CHINESE = re.compile(r"[\u3400-\u9fff]")
# "Number: 12", "Number ..... 12", "Number - 12".
SEPARATOR = re.compile(r"\s*(?:[:：]|\.{3,}|…+)\s*|\s+[-–—]\s+")
# One wrong letter in a word of five, or a plural, is still that word.
SAME_WORD_SCORE = 84
SHORTEST_MISSPELT = 4
# Words of a phrase may stand this far apart in all: "risk (and) control measures".
MAX_WORDS_BETWEEN = 2
# A heading names an element in passing where the phrase is less of it than this.
MIN_SHARE_OF_HEADING = 0.15
# A label is little more than its phrase: "financial regulatory department" in a long title is none.
MIN_SHARE_OF_LABEL = 0.5
MIN_SHARE_OF_FIELD = 0.3
MAX_LABEL_CHARACTERS = 60
MAX_VALUE_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Field:
    """A label with its value in one block; `value_start` counts characters of the block."""

    element: ElementData
    label: str
    value_start: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase, the words to look for (a Chinese one has none), and what it names: an element or a group.

    meant  the same words in no order: a heading without one of them is ruled out at once
    """

    text: str
    words: tuple[str, ...]
    meant: frozenset[str]
    element: ElementData | None
    group: str


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase that stands in a heading: letters matched, and its share of the heading's words."""

    phrase: Phrase
    score: float
    share: float


class Namer:
    """Finds a framework's elements and groups in the words of headings and labels.

    It remembers what it found: one page asks for the same heading several times.
    """

    def __init__(self, framework: FrameworkData) -> None:
        self.phrases = [
            *(make_phrase(text, element, "") for element in framework.elements for text in element.phrases),
            *(make_phrase(text, None, group.slug) for group in framework.groups for text in group.phrases),
        ]
        self.chinese_phrases = [phrase for phrase in self.phrases if not phrase.words]
        self.word_phrases = [phrase for phrase in self.phrases if phrase.words]
        vocabulary = {word for phrase in self.word_phrases for word in phrase.words}
        self.vocabulary = {word[0]: [own for own in vocabulary if own[0] == word[0]] for word in vocabulary}
        self.meant: dict[str, frozenset[str]] = {}
        self.group_names = {group.name.casefold(): group.slug for group in framework.groups}
        self.field_start = compile_labels(framework)
        self.known: dict[str, tuple[Found, ...]] = {}

    def find_phrases(self, heading: str) -> tuple[Found, ...]:
        """Every phrase that stands in the heading, longest first."""
        if heading not in self.known:
            folded = unicodedata.normalize("NFKC", strip_enumerator(heading)).casefold()
            words = WORD.findall(folded)
            meant = frozenset[str]().union(*map(self.find_meant, words))
            possible = [phrase for phrase in self.word_phrases if phrase.meant <= meant]
            if CHINESE.search(folded):
                possible += self.chinese_phrases
            found = [match for phrase in possible if (match := match_phrase(phrase, folded, words))]
            self.known[heading] = tuple(sorted(found, key=lambda match: -match.score))
        return self.known[heading]

    def find_meant(self, word: str) -> frozenset[str]:
        """The words of phrases that a word is, one letter aside."""
        if word not in self.meant:
            wanted = self.vocabulary.get(word[0], ())
            self.meant[word] = frozenset(own for own in wanted if is_same_word(word, own))
        return self.meant[word]

    def find_element(self, heading: str) -> ElementData | None:
        """The element whose phrase is the longest in the heading, or None."""
        for found in self.find_phrases(heading):
            element = found.phrase.element
            if element and found.share >= (MIN_SHARE_OF_FIELD if element.is_field else MIN_SHARE_OF_HEADING):
                return element
        return None

    def find_exact(self, words: str) -> ElementData | None:
        """The element of which `words` are a phrase and nothing else, or None."""
        for found in self.find_phrases(words):
            if found.phrase.element and found.share >= 1:
                return found.phrase.element
        return None

    def find_group(self, heading: str) -> str:
        """The slug of the group that the heading stands over as a whole, or ""."""
        named = self.group_names.get(strip_enumerator(heading).casefold())
        matches = (
            found.phrase.group
            for found in self.find_phrases(heading)
            if found.phrase.group and found.share >= MIN_SHARE_OF_HEADING
        )
        return named or next(matches, "")

    def split_field(self, text: str, *, is_row: bool, only_fields: bool) -> Field | None:
        """The label and value of a block, or None; an empty value starts at the block's end.

        only_fields  take no label of an element that is usually a section of its own
        """
        found = find_enumerator(text)
        start = found.end if found else 0
        label, value_start = split_label(text, start, is_row=is_row)
        element = self.find_label(label)
        if element and (element.is_field or (not only_fields and (is_row or value_start < len(text)))):
            return Field(element, label, value_start)
        return self.split_glued(text, start)

    def find_label(self, label: str) -> ElementData | None:
        """The element a label names, or None where it is no label."""
        if not label or len(label) > MAX_LABEL_CHARACTERS:
            return None
        for found in self.find_phrases(label):
            if found.phrase.element and found.share >= MIN_SHARE_OF_LABEL:
                return found.phrase.element
        return None

    def split_glued(self, text: str, start: int) -> Field | None:
        """A field whose value follows its label without a mark: "Filing numberAB-12", "Hotline 400-123"."""
        match = self.field_start.match(text, start)
        if match is None:
            return None
        # "Filing No. 12", "Filing No #12"
        value = text[match.end() :].lstrip(" .#№")
        is_glued = len(value) == len(text) - match.end()
        element = self.find_label(match.group())
        if element is None or not is_value(value, match.group(), is_glued=is_glued):
            return None
        return Field(element, match.group(), len(text) - len(value))


def make_phrase(text: str, element: ElementData | None, group: str) -> Phrase:
    """A phrase ready to be looked for."""
    words = () if CHINESE.search(text) else tuple(WORD.findall(text.casefold()))
    return Phrase(text, words, frozenset(words), element, group)


def compile_labels(framework: FrameworkData) -> re.Pattern[str]:
    """A pattern that matches any label of a field, the longest first, whatever its case and spacing."""
    phrases = [text for element in framework.elements if element.is_field for text in element.phrases]
    phrases.sort(key=len, reverse=True)
    return re.compile("|".join(r"\s+".join(map(re.escape, text.split())) for text in phrases), re.IGNORECASE)


def match_phrase(phrase: Phrase, folded: str, words: Sequence[str]) -> Found | None:
    """The phrase in a heading, given folded and as words; None where it is not in it."""
    if not phrase.words:
        if phrase.text not in folded:
            return None
        # A Chinese sign says about as much as three letters.
        return Found(phrase, 3.0 * len(phrase.text), len(phrase.text) / len(folded))
    if len(phrase.words) > len(words) or not holds_in_order(words, phrase.words):
        return None
    share = len(phrase.words) / len(words)
    return Found(phrase, sum(map(len, phrase.words)) + share, share)


def split_label(text: str, start: int, *, is_row: bool) -> tuple[str, int]:
    """What stands before a row's first tab or a line's first separator, and where its value starts."""
    if is_row:
        label, tab, _ = text[start:].partition("\t")
        return label.rstrip(":： "), start + len(label) + len(tab)
    separator = SEPARATOR.search(text, start)
    if separator is None:
        return "", len(text)
    return text[start : separator.start()], separator.end()


def is_value(value: str, label: str, *, is_glued: bool) -> bool:
    """Whether what follows a label is its value: nothing, or words that do not go on with a sentence."""
    if not value:
        return True
    if len(value) > MAX_VALUE_CHARACTERS or value.endswith((".", "。")):
        return False
    starts_anew = value[0].isupper() or value[0].isdigit() or bool(CHINESE.match(value))
    # A single word before a blank is as likely the subject of a sentence.
    return starts_anew and (is_glued or len(label.split()) > 1 or value[0].isdigit())


def holds_in_order(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether all wanted words stand in `words`, in order and close together."""
    for start, word in enumerate(words):
        if not is_same_word(word, wanted[0]):
            continue
        place = start
        for want in wanted[1:]:
            place = next(
                (at for at in range(place + 1, len(words)) if is_same_word(words[at], want)), len(words)
            )
        if place < len(words) and place - start - len(wanted) + 1 <= MAX_WORDS_BETWEEN:
            return True
    return False


@lru_cache(maxsize=50_000)
def is_same_word(word: str, wanted: str) -> bool:
    """Whether two words are one but for a letter."""
    if word == wanted:
        return True
    if min(len(word), len(wanted)) < SHORTEST_MISSPELT or word[0] != wanted[0]:
        return False
    return fuzz.ratio(word, wanted) >= SAME_WORD_SCORE
