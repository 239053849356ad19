"""Real tagged documents as untagged ones: the item as the finder sees it, and which elements it carries."""

import re
from pathlib import Path

import numpy as np

from bench.coding_figures import Answers
from disclosures.coding.naming import CONCEPTS, Paragraph
from disclosures.coding.passages import cut_sections
from disclosures.coding.sentences import cut_sentences
from disclosures.parsing import registry
from disclosures.parsing.formats import untagged

_SIGNS = re.compile(r"\W+")


def label_document(path: Path) -> tuple[list[Paragraph], Answers]:
    """The item's paragraphs as `manage.py classify` cuts them, and per sentence the elements that hold it."""
    data = path.read_bytes()
    sections = cut_sections(untagged.parse(data, path.name).reading_text)
    (filing,) = registry.read(data, path.name)
    texts = [
        " ".join(_SIGNS.sub("", element.text) for element in filing.elements if element.concept == concept)
        for concept in CONCEPTS
    ]
    sentences = [_SIGNS.sub("", words) for section in sections for words in cut_sentences(section.text)]
    labels = np.array([[sentence in text for text in texts] for sentence in sentences], np.bool_)
    return [Paragraph(section.text, section.headings) for section in sections], labels
