"""What a cell says: disclosed, denied, silent, flag and text in conflict, predicted, or not read. Pure.

A flag has three states: true, false, absent. Absent is "not tagged", never "no". Of a filing in which no
element is named at all, what it says is not known: that is no silence.
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from comparison.alignment.denials import denies
from comparison.alignment.materiality import read_effect
from comparison.alignment.sentences import find_negations
from comparison.alignment.values import ComparedValue, Origin

MATERIAL = "MateriallyAffected"
"""Part of the names of the cyd elements of 106(b)(2), whose flag asks for an effect, not for a thing."""

_INTEGRATED = re.compile(
    r"\b(?:is|are|has\s+been|have\s+been)\s+(?:\w+\s+)?(?:integrated|incorporated)\s+(?:in|into|with|within)\b"
    r"|\b(?:we|company)\s+(?:have\s+|has\s+)?(?:\w+\s+)?integrated?\b[\w\s]{0,60}\binto\b",
    re.IGNORECASE,
)
_THIRD_PARTY = re.compile(
    r"\b(?:we|company|bank|registrant|management|team)\s+(?:(?:also|regularly|periodically|currently|have|has)\s+)*"
    r"(?:engages?d?|retains?|retained|uses?|hires?|hired|works?\s+with|contracts?\s+with)\b[\w\s,-]{0,60}?"
    r"\b(?:assessors?|consultants?|auditors?|third[\s-]part(?:y|ies)|service\s+providers?|experts?|firms?)\b",
    re.IGNORECASE,
)
_AFFIRMED_BY = {"ProcessesIntegrated": _INTEGRATED, "ThirdPartyEngaged": _THIRD_PARTY}


class State(StrEnum):
    """The state of a cell; its value is the class of its mark."""

    DISCLOSED = "disclosed"
    DENIED = "denied"
    SILENT = "silent"
    UNREAD = "unread"
    CONFLICT = "conflict"
    PREDICTED = "predicted"


class FlagState(StrEnum):
    """A flag as the issuer tagged it."""

    TRUE = "true"
    FALSE = "false"
    ABSENT = "absent"
    NIL = "nil"


def read_flag(values: Sequence[ComparedValue]) -> FlagState:
    """The flag among the values of one flag element. None of them, or none with a value, is not "no".

    A flag tagged twice with both answers counts as its first one; find_conflict reports it.
    """
    given = next((value.flag for value in values if value.flag is not None), None)
    if given is None:
        return FlagState.NIL if values else FlagState.ABSENT
    return FlagState.TRUE if given else FlagState.FALSE


def has_words(text: str) -> bool:
    """False for a block that holds only punctuation, or the words of a flag."""
    found = re.finditer(r"\w+", text)
    first = next(found, None)
    if first is None:
        return False
    return next(found, None) is not None or first[0].casefold() not in {"true", "false", "yes", "no"}


def is_denied(key: str, text: str) -> bool:
    """True when the text denies what its element asks about; for 106(b)(2) that is a material effect."""
    return read_effect(text).only_denies if MATERIAL in key else denies(text)


def find_conflict(key: str, flags: Sequence[ComparedValue], text: str) -> str:
    """A sentence when a flag surely contradicts its text or its own words; empty otherwise.

    `key` is the flag element's. Text and evidence are read alike; where either is unclear there is none.
    """
    answers = {value.flag for value in flags if value.flag is not None}
    if len(answers) > 1:
        return "The flag is tagged both true and false."
    for answer in answers:
        for words in (text, *(value.evidence for value in flags if value.flag is answer)):
            if has_words(words) and (sentence := _contradiction(key, words, is_true=bool(answer))):
                return sentence
    return ""


def judge_cell(
    flags: Mapping[str, Sequence[ComparedValue]], texts: Sequence[ComparedValue], key: str
) -> tuple[State, str]:
    """State of a cell and, for a conflict, its sentence.

    `flags` are the flag elements shown with the element `key` (or that flag itself), `texts` its values.
    Only a flag that asks the element's own question decides its state: "outside experts engaged: no" does
    not make a text about processes a denial. Every flag is held against the words it wraps.
    """
    worded = [value for value in texts if has_words(value.text)]
    # What is only predicted says nothing of its own beside what is sure.
    sure = [value for value in worded if value.origin is not Origin.PREDICTED]
    text = "\n".join(value.text for value in sure)
    for flag_key, values in flags.items():
        own_words = text if asks_the_same(flag_key, key) else ""
        if conflict := find_conflict(flag_key, values, own_words):
            return State.CONFLICT, conflict
    states = {read_flag(values) for flag_key, values in flags.items() if asks_the_same(flag_key, key)}
    if FlagState.FALSE in states or (text and is_denied(key, text)):
        return State.DENIED, ""
    if worded:
        is_guessed = all(value.origin is Origin.HEADING for value in sure)
        return (State.PREDICTED if is_guessed else State.DISCLOSED), ""
    return (State.DISCLOSED if FlagState.TRUE in states else State.SILENT), ""


def asks_the_same(flag_key: str, key: str) -> bool:
    """True for a flag and the text of the same name: cyd names them …Flag and …TextBlock."""
    return flag_key.removesuffix("Flag") == key.removesuffix("TextBlock").removesuffix("Flag")


def _contradiction(key: str, words: str, *, is_true: bool) -> str:
    if MATERIAL in key:
        effect = read_effect(words)
        if is_true and effect.only_denies:
            return "The flag says materially affected, the text denies it."
        if not is_true and effect.affirmed and not effect.denied:
            return "The flag says not materially affected, the text says it was."
        return ""
    if is_true and denies(words):
        return "The flag says yes, the text denies it."
    if not is_true and _affirms(key, words):
        return "The flag says no, the text says yes."
    return ""


def _affirms(key: str, words: str) -> bool:
    """True when the words surely say yes: the flag's own question is answered, nothing is negated."""
    pattern = next((p for part, p in _AFFIRMED_BY.items() if part in key), None)
    return pattern is not None and bool(pattern.search(words)) and next(find_negations(words), None) is None
