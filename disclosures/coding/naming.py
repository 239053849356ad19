"""Naming the governance elements of untagged text, sentence by sentence. Pure.

The model is read from `element_model.npz` beside this module the first time it is asked; docs/classifier.md
tells how it was built and what it scores.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from pathlib import Path

import numpy as np

from disclosures.coding.features import hash_sentences
from disclosures.coding.network import Network, average, sigmoid
from disclosures.coding.sentences import cut_sentences
from disclosures.parsing.items import read_number

MODEL_FILE = Path(__file__).with_name("element_model.npz")
NAMED = 0.5
"""Confidence from which on a sentence counts as carrying the element."""

CONCEPTS = (
    "cyd:CybersecurityRiskManagementProcessesForAssessingIdentifyingAndManagingThreatsTextBlock",
    "cyd:CybersecurityRiskManagementProcessesIntegratedTextBlock",
    "cyd:CybersecurityRiskMateriallyAffectedOrReasonablyLikelyToMateriallyAffectRegistrantTextBlock",
    "cyd:CybersecurityRiskBoardOfDirectorsOversightTextBlock",
    "cyd:CybersecurityRiskBoardCommitteeOrSubcommitteeResponsibleForOversightTextBlock",
    "cyd:CybersecurityRiskProcessForInformingBoardCommitteeOrSubcommitteeResponsibleForOversightTextBlock",
    "cyd:CybersecurityRiskRoleOfManagementTextBlock",
    "cyd:CybersecurityRiskManagementPositionsOrCommitteesResponsibleTextBlock",
    "cyd:CybersecurityRiskManagementExpertiseOfManagementResponsibleTextBlock",
    "cyd:CybersecurityRiskProcessForInformingManagementOrCommitteesResponsibleTextBlock",
)
"""What the model tells apart, in the order of its outputs: the annual text elements of 17 CFR 229.106."""

GROUPS = {
    "processes": CONCEPTS[:2],
    "materiality": CONCEPTS[2:3],
    "board": CONCEPTS[3:6],
    "management": CONCEPTS[6:],
}
GROUP_OF = tuple(
    number for concept in CONCEPTS for number, own in enumerate(GROUPS.values()) if concept in own
)
"""For every concept the number of its group."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the disclosure and the path of headings over it, outermost first."""

    text: str
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedSentence:
    """A sentence and the confidence of every element in it, between 0 and 1; from 0.5 on it is named."""

    text: str
    elements: Mapping[str, float]

    @property
    def named(self) -> tuple[str, ...]:
        return tuple(concept for concept, confidence in self.elements.items() if confidence >= NAMED)


def name_elements(paragraphs: Sequence[Paragraph]) -> tuple[tuple[NamedSentence, ...], ...]:
    """For each paragraph its sentences with their elements.

    The paragraphs of one disclosure in reading order: sentences are judged by what stands around them, too.
    The item's own heading carries no element and is kept from the model: in the archives it was built from,
    that heading gives away who tags the whole item as one block.
    """
    lines: list[tuple[str, ...]] = []
    places: list[int] = []
    open_headings: tuple[str, ...] = ()
    cut = [cut_sentences(paragraph.text) for paragraph in paragraphs]
    for paragraph, sentences in zip(paragraphs, cut, strict=True):
        lines.extend((heading,) for heading in _find_new(open_headings, paragraph.headings))
        open_headings = paragraph.headings
        places.append(len(lines))
        lines.append(() if read_number(" ".join(paragraph.text.split())) else sentences)
    scores = score_sentences(lines)
    nothing = [0.0] * len(CONCEPTS)
    return tuple(
        tuple(
            NamedSentence(sentence, dict(zip(CONCEPTS, confidences, strict=True)))
            for sentence, confidences in zip(sentences, scores[place] or repeat(nothing), strict=False)
        )
        for place, sentences in zip(places, cut, strict=True)
    )


def score_sentences(paragraphs: Sequence[Sequence[str]]) -> list[list[list[float]]]:
    """Confidence per paragraph and sentence of one text and element, in the order of CONCEPTS."""
    if not any(paragraphs):
        return [[] for _ in paragraphs]
    text = hash_sentences(paragraphs)
    confidences = sigmoid(average(network.score(text) for network in load_networks()))
    rows = iter(np.round(confidences.astype(np.float64), 4).tolist())
    return [[next(rows) for _ in paragraph] for paragraph in paragraphs]


@cache
def load_networks() -> tuple[Network, ...]:
    """The networks of the model file, whose scores are averaged; read once per process."""
    with np.load(MODEL_FILE, allow_pickle=False) as file:
        arrays = dict(file)
    count = 1 + max(int(name.partition("/")[0]) for name in arrays if "/" in name)
    return tuple(
        Network.from_arrays(
            {name.partition("/")[2]: array for name, array in arrays.items() if name.startswith(f"{number}/")}
        )
        for number in range(count)
    )


def _find_new(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    """The headings of `now` that were not open yet."""
    common = 0
    while common < min(len(before), len(now)) and before[common] == now[common]:
        common += 1
    return now[common:]
