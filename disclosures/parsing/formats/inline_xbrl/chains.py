"""Facts that go on elsewhere: following `continuedAt` to the end, whatever state the chain is in."""

from collections.abc import Sequence
from dataclasses import dataclass

from disclosures.parsing.facts import read_token
from disclosures.parsing.formats.inline_xbrl.documents import Fragment, InlineDocument, find_continuations
from disclosures.parsing.text import fold, raw_text
from disclosures.parsing.types import Locator, Problem, Severity


@dataclass(frozen=True, slots=True)
class Chain:
    """A fact with all its fragments, in the order in which they are to be read."""

    concept: str
    fragments: tuple[Fragment, ...]

    @property
    def fact(self) -> Fragment:
        return self.fragments[0]


def follow_chains(documents: Sequence[InlineDocument]) -> tuple[list[Chain], list[Problem]]:
    """All cyd facts with their continuations, in document order, and what is wrong with their chains."""
    problems: list[Problem] = []
    chains = []
    owners: dict[Fragment, Chain] = {}
    for document in documents:
        for concept, fact in document.disclosures:
            chain = Chain(concept, follow(documents, concept, fact, problems))
            chains.append(chain)
            for fragment in chain.fragments[1:]:
                owner = owners.setdefault(fragment, chain)
                if owner is not chain:
                    problems.append(
                        _problem(
                            "continuation-shared",
                            fragment,
                            f"Both {owner.concept} and {concept} go on at {fragment.element_id}.",
                        )
                    )
    return chains, problems


def follow(
    documents: Sequence[InlineDocument], concept: str, fact: Fragment, problems: list[Problem]
) -> tuple[Fragment, ...]:
    """The fact and its continuations; a target met before ends the chain, one that is missing too."""
    fragments = [fact]
    identifier = read_token(fact.element, "continuedAt")
    while identifier:
        last = fragments[-1]
        found = find_continuations(documents, identifier, last)
        fresh = [fragment for fragment in found if fragment not in fragments]
        if not found:
            sentence = f"{concept} goes on at {identifier}, which is not in the filing; its end is missing."
            problems.append(_problem("continuation-missing", last, sentence))
            break
        if not fresh:
            sentence = f"{concept} goes on at {identifier}, where it has been before; read up to there."
            problems.append(_problem("continuation-circular", last, sentence))
            break
        if len(found) > 1:
            sentence = (
                f"{len(found)} continuations have the id {identifier}; those that differ were all read."
            )
            problems.append(_problem("continuation-duplicate", last, sentence))
            fresh = _distinct(fresh)
        if fresh[0].order < last.order:
            sentence = (
                f"{concept} goes on at {identifier}, which stands before it; read in the order of the chain."
            )
            problems.append(_problem("continuation-backwards", last, sentence, Severity.NOTE))
        fragments.extend(fresh)
        identifier = next((i for fragment in fresh if (i := read_token(fragment.element, "continuedAt"))), "")
    return tuple(fragments)


def _distinct(fragments: list[Fragment]) -> list[Fragment]:
    return list({fold(raw_text(f.element)): f for f in reversed(fragments)}.values())[::-1]


def _problem(code: str, at: Fragment, sentence: str, severity: Severity = Severity.WARNING) -> Problem:
    return Problem(code, sentence, str(Locator(at.document, at.element_id)), severity)
