"""The matchers of FIELD.md's table, each as plainly as it is described: links between paragraphs."""

from collections.abc import Callable, Sequence

import numpy as np
from rapidfuzz import fuzz, process

from bench.alignment_mixes import Link
from comparison.alignment.assignment import assign

REJECT = 0.5
GAP = 0.25
PART = 80.0

type Matcher = Callable[[Sequence[str], Sequence[str]], set[Link]]


def needleman_wunsch(left: Sequence[str], right: Sequence[str]) -> set[Link]:
    """The best order-keeping alignment; a pair counts its similarity, a paragraph left alone costs GAP."""
    scores = _similarities(left, right)
    n, m = len(left), len(right)
    best = np.zeros((n + 1, m + 1))
    best[:, 0], best[0, :] = -GAP * np.arange(n + 1), -GAP * np.arange(m + 1)
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            best[i, j] = max(
                best[i - 1, j - 1] + scores[i - 1, j - 1], best[i - 1, j] - GAP, best[i, j - 1] - GAP
            )
    links: set[Link] = set()
    i, j = n, m
    while i and j:
        if best[i, j] == best[i - 1, j - 1] + scores[i - 1, j - 1]:
            i, j = i - 1, j - 1
            if scores[i, j] >= REJECT:
                links.add((i, j))
        elif best[i, j] == best[i - 1, j] - GAP:
            i -= 1
        else:
            j -= 1
    return links


def hungarian(left: Sequence[str], right: Sequence[str]) -> set[Link]:
    """The one-to-one choice of the highest sum of similarities, those under REJECT taken out."""
    scores = _similarities(left, right)
    return set(assign({(int(i), int(j)): float(scores[i, j]) for i, j in np.argwhere(scores >= REJECT)}))


def hungarian_with_fragments(left: Sequence[str], right: Sequence[str]) -> set[Link]:
    """The same, and each paragraph left alone goes to the paragraph that holds it best as a part."""
    links = hungarian(left, right)
    for is_left, own, others in ((True, left, right), (False, right, left)):
        taken = {link[0 if is_left else 1] for link in links}
        for place, text in enumerate(own):
            if place in taken or not others:
                continue
            found = process.extractOne(
                text, [other if len(other) > len(text) else "" for other in others], scorer=fuzz.partial_ratio
            )
            if found[1] >= PART:
                links.add((place, found[2]) if is_left else (found[2], place))
    return links


BASELINES: dict[str, Matcher] = {
    "Needleman-Wunsch": needleman_wunsch,
    "Hungarian": hungarian,
    "Hungarian with fragments": hungarian_with_fragments,
}


def _similarities(
    left: Sequence[str], right: Sequence[str]
) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    if not left or not right:
        return np.zeros((len(left), len(right)))
    return process.cdist(left, right, scorer=fuzz.ratio).astype(np.float64) / 100
