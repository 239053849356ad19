"""What is checked of every cyd fact, whatever format it came in."""

import re
from collections.abc import Iterator, Sequence

from disclosures.parsing.text import fold
from disclosures.parsing.types import ElementKind, ParsedElement, Problem, Severity

_SEVERAL_WORDS = re.compile(r"\w\S*\s+(?:\W+\s+)*\S*\w")


def kind_of(concept: str) -> ElementKind:
    """The cyd taxonomy names its yes-or-no elements …Flag; all others hold text."""
    return ElementKind.FLAG if concept.endswith("Flag") else ElementKind.TEXT


def find_element_problems(elements: Sequence[ParsedElement]) -> Iterator[Problem]:
    """Flags without a readable value, texts that are hardly any, elements tagged twice, no element at all."""
    if not elements:
        yield Problem(
            "no-cyd-facts", "No cybersecurity facts (cyd) are tagged in it; it is stored as untagged."
        )
    for element in elements:
        if element.is_nil:
            continue
        if element.kind is ElementKind.FLAG:
            if element.flag is None:
                sentence = (
                    f"The flag {element.concept} has no value that can be read from “{element.text[:80]}”."
                )
                yield Problem("flag-unreadable", sentence, str(element.locator))
        else:
            yield from _find_text_problems(element)
    yield from _find_repetitions(elements)


def _find_text_problems(element: ParsedElement) -> Iterator[Problem]:
    if _SEVERAL_WORDS.search(element.text):
        return
    words = fold(element.text)
    if words.lower() in ("true", "false"):
        sentence = f"The text of {element.concept} is “{words}”: a flag's value in a text block."
        yield Problem("flag-in-text", sentence, str(element.locator))
    else:
        sentence = f"{element.concept} holds hardly any text: “{words}”."
        yield Problem("hardly-any-text", sentence, str(element.locator))


def _find_repetitions(elements: Sequence[ParsedElement]) -> Iterator[Problem]:
    first: dict[object, ParsedElement] = {}
    for element in elements:
        earlier = first.setdefault((element.concept, element.context), element)
        if earlier is element:
            continue
        if element.kind is ElementKind.FLAG and earlier.flag is not element.flag:
            sentence = f"{element.concept} is tagged twice with different values."
            yield Problem("repeated-element", sentence, str(element.locator), Severity.WARNING)
        else:
            sentence = f"{element.concept} is tagged more than once; all its facts are kept."
            yield Problem("repeated-element", sentence, str(element.locator), Severity.NOTE)
