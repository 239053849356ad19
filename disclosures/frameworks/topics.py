"""Which crosswalk topics some words speak of."""

import re
from functools import cache

from disclosures.frameworks.loader import Topic, load_crosswalk


def find_topics(words: str) -> tuple[Topic, ...]:
    """The crosswalk topics whose phrases stand in the words, in the crosswalk's order.

    A phrase is whole words, whatever their case, singular or plural; one in capitals ("AI") is met in
    capitals only.
    """
    return tuple(topic for topic in load_crosswalk() if compile_topic(topic).search(words))


@cache
def compile_topic(topic: Topic) -> re.Pattern[str]:
    """A pattern that finds any phrase of the topic."""
    return re.compile("|".join(rf"\b{compile_phrase(phrase)}\b" for phrase in topic.phrases))


def compile_phrase(phrase: str) -> str:
    """The pattern of one phrase: any white space between its words, a plural at its end."""
    words = r"[\s-]+".join(map(re.escape, phrase.split()))
    return words if phrase.isupper() else f"(?i:{words}(?:s|es)?)"
