"""Real tagged documents as untagged ones: the item as the finder sees it, and which elements it carries."""

import re
from pathlib import Path

import numpy as np

from bench.coding_figures import Answers
from disclosures.coding.naming import CONCEPTS
from disclosures.coding.sentences import cut_sentences
from disclosures.parsing import registry
from disclosures.parsing.formats import untagged
from disclosures.parsing.reading import PARAGRAPH_BREAK

_SIGNS = re.compile(r"\W+")


def label_document(path: Path) -> tuple[list[str], Answers]:
    """Paragraphs of the item found without tags, and per sentence the elements whose text holds it."""
    data = path.read_bytes()
    paragraphs = untagged.parse(data, path.name).reading_text.split(PARAGRAPH_BREAK)
    (filing,) = registry.read(data, path.name)
    texts = [
        " ".join(_SIGNS.sub("", element.text) for element in filing.elements if element.concept == concept)
        for concept in CONCEPTS
    ]
    sentences = [_SIGNS.sub("", sentence) for text in paragraphs for sentence in cut_sentences(text)]
    return paragraphs, np.array([[sentence in text for text in texts] for sentence in sentences], np.bool_)
