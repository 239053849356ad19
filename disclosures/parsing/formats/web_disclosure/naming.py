"""Names headings and labels by the phrases of a framework."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from disclosures.frameworks.loader import ElementData, FrameworkData
from disclosures.parsing.headings import find_enumerator, strip_enumerator

WORD = re.compile(r"\w+")
CHINESE = re.compile(r"[\u3400-\u9fff]")
COLON = re.compile(r"\s*[:：]\s*")
# One wrong letter in a word of five, or a plural, is still that word.
SAME_WORD_SCORE = 84
SHORTEST_MISSPELT = 4
# Words of a phrase may stand this far apart in all: "risk (and) control measures".
MAX_WORDS_BETWEEN = 2
# A heading names an element in passing where the phrase is less of it than this.
MIN_SHARE_OF_HEADING = 0.15
# A label is little more than its phrase: "financial regulatory department" in a long title is none.
MIN_SHARE_OF_LABEL = 0.5
MIN_SHARE_OF_FIELD_HEADING = 0.3
MAX_LABEL_CHARACTERS = 60
MAX_VALUE_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Field:
    """A label with its value in one block; `value_start` counts characters of the block."""

    element: ElementData
    label: str
    value_start: int


class Namer:
    """Finds a framework's elements and groups in the words of headings and labels."""

    def __init__(self, framework: FrameworkData) -> None:
        self.elements = framework.elements
        self.groups = framework.groups

    def find_element(self, heading: str) -> ElementData | None:
        """The element whose phrase fills most of the heading, or None."""
        best: ElementData | None = None
        best_score = 0.0
        for element in self.elements:
            least = MIN_SHARE_OF_FIELD_HEADING if element.is_field else MIN_SHARE_OF_HEADING
            score = best_phrase_score(heading, element.phrases, least_share=least)
            if score > best_score:
                best, best_score = element, score
        return best

    def find_group(self, heading: str) -> str:
        """The slug of the group that the heading stands over as a whole, or ""."""
        for group in self.groups:
            is_name = best_phrase_score(heading, (group.name,), least_share=1)
            if is_name or best_phrase_score(heading, group.phrases, least_share=MIN_SHARE_OF_HEADING):
                return group.slug
        return ""

    def split_field(self, text: str, *, is_row: bool, only_fields: bool) -> Field | None:
        """The label and value of a block, or None; an empty value starts at the block's end.

        only_fields  take no label of an element that is usually a section of its own
        """
        found = find_enumerator(text)
        start = found.end if found else 0
        label, value_start = split_label(text, start, is_row=is_row)
        element = self.find_label(label)
        if element and (element.is_field or (not only_fields and value_start < len(text))):
            return Field(element, label, value_start)
        return self.split_glued(text, start)

    def find_label(self, label: str) -> ElementData | None:
        """The element a label names, or None where it is no label."""
        if not label or len(label) > MAX_LABEL_CHARACTERS:
            return None
        element = self.find_element(label)
        if element and best_phrase_score(label, element.phrases, least_share=MIN_SHARE_OF_LABEL):
            return element
        return None

    def split_glued(self, text: str, start: int) -> Field | None:
        """A field whose value follows its label without a mark: "Filing numberAB-12", "Hotline 400-123"."""
        best: Field | None = None
        for element in self.elements:
            for phrase in element.phrases if element.is_field else ():
                end = end_of_phrase(text, phrase, start)
                if end and is_value(text[end:], phrase) and (best is None or end > start + len(best.label)):
                    value_start = end + len(text[end:]) - len(text[end:].lstrip())
                    best = Field(element, text[start:end], value_start)
        return best


def split_label(text: str, start: int, *, is_row: bool) -> tuple[str, int]:
    """What stands before the first tab of a row, or the first colon of a line, and where its value starts."""
    if is_row:
        label, tab, _ = text[start:].partition("\t")
        return label.rstrip(":： "), start + len(label) + len(tab)
    colon = COLON.search(text, start)
    if colon is None:
        return "", len(text)
    return text[start : colon.start()], colon.end()


def end_of_phrase(text: str, phrase: str, start: int) -> int:
    """Where `phrase` ends if it stands at `start`, whatever its case and spacing; else 0."""
    pattern = r"\s+".join(map(re.escape, phrase.split()))
    match = re.compile(pattern, re.IGNORECASE).match(text, start)
    return match.end() if match else 0


def is_value(rest: str, phrase: str) -> bool:
    """Whether what follows a label is its value: nothing, or words that do not go on with a sentence."""
    if not rest.strip():
        return True
    value = rest.lstrip()
    if len(value) > MAX_VALUE_CHARACTERS or value.endswith((".", "。")):
        return False
    starts_anew = value[0].isupper() or value[0].isdigit() or bool(CHINESE.match(value))
    # A single word before a blank is as likely the subject of a sentence.
    return starts_anew and (value == rest or len(phrase.split()) > 1 or value[0].isdigit())


def best_phrase_score(heading: str, phrases: Iterable[str], *, least_share: float) -> float:
    """Length of the longest phrase that stands in the heading, 0 where none fills `least_share` of it."""
    folded = unicodedata.normalize("NFKC", strip_enumerator(heading)).casefold()
    words = WORD.findall(folded)
    return max(score_phrases(folded, words, phrases, least_share=least_share), default=0.0)


def score_phrases(
    folded: str, words: list[str], phrases: Iterable[str], *, least_share: float
) -> Iterator[float]:
    """The score of every phrase that stands in the folded heading."""
    for phrase in phrases:
        if CHINESE.search(phrase):
            if phrase in folded and len(phrase) >= least_share * len(folded):
                # A Chinese sign says about as much as three letters.
                yield 3.0 * len(phrase)
            continue
        wanted = WORD.findall(phrase.casefold())
        if len(wanted) >= least_share * len(words) and holds_in_order(words, wanted):
            yield sum(map(len, wanted)) + len(wanted) / (len(words) + 1)


def holds_in_order(words: list[str], wanted: list[str]) -> bool:
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


def is_same_word(word: str, wanted: str) -> bool:
    """Whether two words are one but for a letter."""
    if word == wanted:
        return True
    if min(len(word), len(wanted)) < SHORTEST_MISSPELT or word[0] != wanted[0]:
        return False
    return fuzz.ratio(word, wanted) >= SAME_WORD_SCORE
