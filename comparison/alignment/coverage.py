"""Which demands a text answers, and in which of its sentences. Pure.

A demand is answered by what a sentence says of its subject; where the crosswalk joins the demand with an
element,
a sentence under that element is likelier to. docs/coverage.md has the examples the thresholds were read off.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from comparison.alignment.demand_terms import WEIGHTS, Folded, Role, Term, fold_terms, weigh_stem
from comparison.alignment.denials import denies
from comparison.alignment.sentences import cut_clauses

ADDRESSED = 0.7
PARTLY = 0.35
"""The best sentence's score from which on a demand counts as answered, or in part."""
TOLD = 3
"""Sentences kept for each demand."""
PARAGRAPH = 0.3
"""What a sentence gets of what its paragraph says beyond it."""
LINKED = 0.05
"""What a link of the crosswalk that came with Collate adds to a sentence that has the subject."""
CONFIRMED = 0.15
"""What a link adds that a person confirmed."""
SUBJECT_MISSING = 0.5
"""A sentence without any subject of the demand keeps this share of its score, and so is never an answer."""
NEAR = 0.5
"""What a subject counts where a wider one stands for it."""
THREAT = 0.4
"""What a sentence keeps that tells of what may go wrong: a risk factor is no answer."""
CONTEXT = 0.5
"""What the terms of its point weigh in a demand that names no subject of its own."""

_THREAT = re.compile(
    r"\b(?:could|may|might)\s+(?:also\s+|not\s+|be\s+|have\s+|materially\s+|adversely\s+)*(?:result|lead"
    r"|harm|damage|disrupt|"
    r"adversely|materially|subject|cause|expose|affect|prevent|suffer|fail)\w*|\bunable\s+to\b|\bfail(?:s"
    r"|ure|ures)?\s+(?:to|of)\b"
    r"|\bno\s+(?:\w+\s+){0,3}(?:incidents?|breach(?:es)?|attacks?)\b"
    r"|\bnot\s+(?:been\s+)?material(?:ly)?\b|\brisks?\s+(?:include|originating|such\s+as)\b"
    r"|\bfaces?\s+(?:\w+\s+){0,4}(?:risks|threats)\b"
    r"|\b(?:has|have)\s+not\s+(?:experienced|identified|been\s+(?:materially\s+)?affected)\b",
    re.IGNORECASE,
)

# denials.denies knows what Item 106 asks about; a plan may ask for anything.
_LACKING = re.compile(
    r"\b(?:do|does|did|have|has|had)(?:\s+not|n['’]t)(?:\s+(?:yet|currently|presently|regularly|formally"
    r"|so\s+far))*"
    r"\s+(?:ha(?:ve|d)|hold|held|conduct|carr(?:y|ied)|perform|us(?:e|ed)|maintain|establish|adopt"
    r"|set\s+up|appoint"
    r"|engage|provide|train|assess|review|test|keep|kept|employ|run|draw|drawn|make|made)\w*\b"
    r"|\b(?:have|has|had|there\s+(?:is|are))\s+no\s+(?:formal\s+|dedicated\s+|written\s+|such\s+)?\w+",
    re.IGNORECASE,
)


class Verdict(StrEnum):
    """What a text does with a demand."""

    ADDRESSED = "addressed"
    PARTLY = "partly"
    NOT_ADDRESSED = "not_addressed"


@dataclass(frozen=True, slots=True)
class Demand:
    """A requirement: its key, its words, those of its point, and the elements joined with it.

    `linked` has for each element's key how far it is joined: LINKED or CONFIRMED.
    """

    key: str
    words: str
    context: str
    linked: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of a filing with its paragraph, its place in the reading text and the elements over it.

    `elements` has for each key how sure it is that the sentence stands under it: 1 for a tag or a heading.
    """

    text: str
    paragraph: str
    start: int
    end: int
    elements: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Answer:
    """A sentence that answers a demand, 0 to 1, with the reason; `is_denial` where it says it is not done."""

    start: int
    end: int
    score: float
    reason: str
    element: str
    """Key of the linked element it stands under; "" without one."""
    is_denial: bool = False


@dataclass(frozen=True, slots=True)
class CoveredDemand:
    """A demand and what a text says to it, the best first; `score` is the best's, 0 without any."""

    key: str
    verdict: Verdict
    score: float
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    demand: Demand
    terms: Mapping[Term, float]
    stems: Mapping[str, float]

    @property
    def total(self) -> float:
        return sum(self.terms.values()) + sum(self.stems.values())

    @property
    def subjects(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.role is Role.SUBJECT)


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence, what it and its paragraph speak of, and whether it tells of a threat or of a lack."""

    sentence: AnswerSentence
    own: Folded
    around: Folded
    is_threat: bool
    is_denial: bool


def cover_demands(
    demands: Sequence[Demand], sentences: Sequence[AnswerSentence]
) -> tuple[CoveredDemand, ...]:
    """Every demand with the sentences that answer it; a sentence that stands twice counts once."""
    unique = list({sentence.text: sentence for sentence in reversed(sentences)}.values())[::-1]
    paragraphs = {sentence.paragraph: fold_terms(sentence.paragraph) for sentence in unique}
    read = [_read_sentence(sentence, paragraphs[sentence.paragraph]) for sentence in unique]
    return tuple(_cover(_read_demand(demand), read) for demand in demands)


def judge(score: float) -> Verdict:
    """The verdict that a best sentence's score proposes."""
    if score >= ADDRESSED:
        return Verdict.ADDRESSED
    return Verdict.PARTLY if score >= PARTLY else Verdict.NOT_ADDRESSED


def _read_sentence(sentence: AnswerSentence, around: Folded) -> _Read:
    words = sentence.text
    return _Read(sentence, fold_terms(words), around, bool(_THREAT.search(words)), _is_denied(words))


def _cover(asked: _Asked, read: Iterable[_Read]) -> CoveredDemand:
    answers = filter(None, (_answer(asked, one) for one in read))
    found = sorted(answers, key=lambda one: -one.score)
    said = [one for one in found if not one.is_denial]
    score = said[0].score if said else 0.0
    return CoveredDemand(asked.demand.key, judge(score), score, tuple(found[:TOLD]))


def _answer(asked: _Asked, read: _Read) -> Answer | None:
    """None where the sentence does not answer even in part."""
    sentence = read.sentence
    alone = _share(asked, read.own)
    score = alone + PARAGRAPH * (_share(asked, read.around) - alone)
    if read.is_threat:
        score *= THREAT
    element, is_denial = "", False
    if asked.subjects and not _names_subject(asked, read.own):
        score *= SUBJECT_MISSING
    elif score:
        link, element = _find_link(asked.demand, sentence)
        score, is_denial = min(score + link, 1.0), read.is_denial
    score = round(score, 3)
    if score < PARTLY:
        return None
    return Answer(sentence.start, sentence.end, score, _tell(asked, read.own), element, is_denial)


def _is_denied(text: str) -> bool:
    """Whether the sentence says that something is not done, and of nothing that is."""
    clauses = cut_clauses(text)
    return denies(text) or (bool(clauses) and all(_LACKING.search(clause) for clause in clauses))


def _names_subject(asked: _Asked, said: Folded) -> bool:
    names = {term.name for term in said.terms}
    return any(term.name in names or term.near in names for term in asked.subjects)


def _find_link(demand: Demand, sentence: AnswerSentence) -> tuple[float, str]:
    joined = ((demand.linked.get(key, 0.0) * sure, key) for key, sure in sentence.elements.items())
    link, element = max(joined, default=(0.0, ""))
    return (link, element) if link else (0.0, "")


def _share(asked: _Asked, said: Folded) -> float:
    """How much of what is asked, by weight, stands there."""
    names = {term.name for term in said.terms}
    met = sum(weight for term, weight in asked.terms.items() if term in said.terms)
    met += sum(
        NEAR * weight for term, weight in asked.terms.items() if term.near in names and term not in said.terms
    )
    met += sum(weight for stem, weight in asked.stems.items() if stem in said.stems)
    return met / asked.total if asked.total else 0.0


def _read_demand(demand: Demand) -> _Asked:
    folded = fold_terms(demand.words)
    terms = {term: WEIGHTS[term.role] for term in folded.terms}
    stems = {stem: weigh_stem(stem) for stem in folded.stems}
    if not any(term.role is Role.SUBJECT for term in folded.terms):
        for term in fold_terms(demand.context).terms - folded.terms:
            if term.role is Role.SUBJECT:
                terms[term] = CONTEXT * WEIGHTS[term.role]
    return _Asked(demand, terms, stems)


def _tell(asked: _Asked, said: Folded) -> str:
    """What both speak of, the weightiest first."""
    terms = sorted(
        (term for term in asked.terms if term in said.terms), key=lambda t: (-asked.terms[t], t.name)
    )
    stems = sorted(stem for stem, weight in asked.stems.items() if stem in said.stems and weight >= 1)
    return ", ".join([*(term.name for term in terms), *stems][:4])
