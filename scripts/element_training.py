"""Training one network of the element model with JAX; the arithmetic is that of disclosures.coding.network.

Needs requirements/model.txt. The same filings and seed give the same weights on the same machine.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from disclosures.coding.features import BITS, FACTS, Hashed
from disclosures.coding.network import GAIN

MOST_FEATURES = 96
"""Features of a sentence that are looked at in training; longer sentences give a random choice."""
LENGTHS = (16, 32, 64)
"""Sentences per text in a batch: compiled once per length. Longer texts are cut for training only."""
SENTENCES = 1024
"""Sentences per batch, padding included."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen on the issuers kept apart for it; docs/classifier.md has the table."""

    vector: int = 64
    state: int = 64
    hidden: int = 64
    epochs: int = 10
    rate: float = 2e-3
    decay: float = 0.5
    words_dropped: float = 0.7
    units_dropped: float = 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """A text ready for training: features padded to MOST_FEATURES, their weights, facts, labels."""

    buckets: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]
    facts: npt.NDArray[np.float32]
    labels: npt.NDArray[np.float32]

    def lay_out(self, rows: npt.NDArray[np.int64], facts: npt.NDArray[np.float32]) -> "Example":
        """The same sentences, or some of them, in another order; facts are those of the new places."""
        return Example(self.buckets[rows], self.weights[rows], facts, self.labels[rows])


type Weights = dict[str, Any]
type Draw = Callable[[np.random.Generator], Sequence[Example]]


def prepare(
    text: Hashed, labels: npt.NDArray[np.bool_], rarity: npt.NDArray[np.float32], seed: int
) -> Example:
    count = len(text.facts)
    chooser = np.random.default_rng(seed)
    buckets = np.zeros((count, MOST_FEATURES), np.int32)
    weights = np.zeros((count, MOST_FEATURES), np.float32)
    edges = np.searchsorted(text.rows, np.arange(count + 1))
    for row in range(count):
        own = text.buckets[edges[row] : edges[row + 1]]
        own = own[rarity[own] > 0]
        length = np.sqrt(np.square(rarity[own]).sum() + 1e-6)
        own = chooser.permutation(own)[:MOST_FEATURES]
        buckets[row, : len(own)] = own
        weights[row, : len(own)] = rarity[own] / length
    return Example(buckets, weights, text.facts, labels.astype(np.float32))


def start_weights(choices: Choices, outputs: int, seed: int) -> Weights:
    random = np.random.default_rng(seed)

    def draw(*shape: int, scale: float = 0.0) -> Any:
        return jnp.asarray(random.normal(0, scale or 1 / np.sqrt(shape[0]), shape), jnp.float32)

    seen = choices.vector + FACTS
    weights = {
        "vectors": draw(1 << BITS, choices.vector, scale=0.1),
        "direct": draw(1 << BITS, outputs, scale=0.01),
        "vector_bias": jnp.zeros(choices.vector),
        "hidden": draw(seen + 4 * choices.state, choices.hidden),
        "hidden_bias": jnp.zeros(choices.hidden),
        "output": draw(choices.hidden, outputs),
        "output_bias": jnp.full(outputs, -2.0),
    }
    for side in ("forward", "backward"):
        weights[f"{side}_inputs"] = draw(seen, 3 * choices.state)
        weights[f"{side}_states"] = draw(choices.state, 3 * choices.state)
        weights[f"{side}_bias"] = jnp.zeros(3 * choices.state)
    return weights


def drop(values: Any, share: float, key: Any) -> Any:
    return values * jax.random.bernoulli(key, 1 - share, values.shape) / (1 - share)


def read_sequence(weights: Weights, side: str, seen: Any, mask: Any) -> Any:
    """States of one recurrent unit; padding leaves the state as it is."""
    states = weights[f"{side}_states"]
    size = states.shape[0]
    prepared = jnp.swapaxes(seen @ weights[f"{side}_inputs"] + weights[f"{side}_bias"], 0, 1)

    def step(state: Any, given: Any) -> Any:
        row, counts = given
        held = state @ states
        gates = jax.nn.sigmoid(row[:, : 2 * size] + held[:, : 2 * size])
        fresh = jnp.tanh(row[:, 2 * size :] + gates[:, :size] * held[:, 2 * size :])
        new = (1 - gates[:, size:]) * fresh + gates[:, size:] * state
        new = jnp.where(counts[:, None] > 0.5, new, state)
        return new, new

    start = jnp.zeros((seen.shape[0], size))
    _, read = jax.lax.scan(step, start, (prepared, jnp.swapaxes(mask, 0, 1)), reverse=side == "backward")
    return jnp.swapaxes(read, 0, 1)


def compute_loss(weights: Weights, batch: Any, key: Any, choices: Choices) -> Any:
    """Mean over sentences of the logistic loss, summed over elements."""
    buckets, features, facts, labels, mask = batch
    keys = jax.random.split(key, 4)
    features = drop(features, choices.words_dropped, keys[0])
    summed = jnp.einsum("btfd,btf->btd", weights["vectors"][buckets], features)
    vectors = drop(jnp.tanh(GAIN * summed + weights["vector_bias"]), choices.units_dropped, keys[1])
    direct = GAIN * jnp.einsum("btfd,btf->btd", weights["direct"][buckets], features)
    seen = jnp.concatenate([vectors, facts], -1)
    around = jnp.concatenate([read_sequence(weights, s, seen, mask) for s in ("forward", "backward")], -1)
    around = drop(around, choices.units_dropped, keys[2])
    whole = (around * mask[..., None]).sum(1, keepdims=True) / mask.sum(1)[:, None, None]
    everything = jnp.concatenate([seen, around, jnp.broadcast_to(whole, around.shape)], -1)
    hidden = jax.nn.relu(everything @ weights["hidden"] + weights["hidden_bias"])
    hidden = drop(hidden, choices.units_dropped, keys[3])
    odds = hidden @ weights["output"] + weights["output_bias"] + direct
    losses = jax.nn.softplus(odds) - labels * odds
    return (losses * mask[..., None]).sum() / mask.sum()


def draw_batches(examples: Sequence[Example], random: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """All texts once, in batches of similar length, in random order."""
    longest = LENGTHS[-1]
    pieces: dict[int, list[tuple[int, int]]] = {length: [] for length in LENGTHS}
    for number, example in enumerate(examples):
        for first in range(0, len(example.facts), longest):
            size = min(len(example.facts) - first, longest)
            pieces[next(length for length in LENGTHS if size <= length)].append((number, first))
    batches: list[tuple[int, int, list[tuple[int, int]]]] = []
    for length, places in pieces.items():
        texts = SENTENCES // length
        shuffled = [places[place] for place in random.permutation(len(places))]
        batches.extend((length, texts, shuffled[at : at + texts]) for at in range(0, len(shuffled), texts))
    for place in random.permutation(len(batches)):
        length, texts, own = batches[place]
        yield pack([examples[number] for number, _ in own], [first for _, first in own], texts, length)


def pack(
    examples: Sequence[Example], firsts: Sequence[int], texts: int, length: int
) -> tuple[npt.NDArray[Any], ...]:
    names = ("buckets", "weights", "facts", "labels")
    arrays = [getattr(examples[0], name) for name in names]
    packed = [np.zeros((texts, length, array.shape[1]), array.dtype) for array in arrays]
    mask = np.zeros((texts, length), np.float32)
    mask[len(examples) :, 0] = 1e-9
    for row, (example, first) in enumerate(zip(examples, firsts, strict=True)):
        size = min(len(example.facts) - first, length)
        mask[row, :size] = 1
        for name, into in zip(names, packed, strict=True):
            into[row, :size] = getattr(example, name)[first : first + size]
    return (*packed, mask)


def train(draw: Draw, choices: Choices, seed: int) -> dict[str, npt.NDArray[np.float32]]:
    """Weights after `choices.epochs` rounds of Adam with decay (arXiv:1711.05101), the rate a cosine.

    `draw` gives the texts of a round.
    """
    random, key = np.random.default_rng(seed), jax.random.PRNGKey(seed)
    examples = draw(random)
    weights = start_weights(choices, examples[0].labels.shape[1], seed)
    moments = (jax.tree.map(jnp.zeros_like, weights),) * 2

    @jax.jit  # type: ignore[untyped-decorator,unused-ignore]  # where jax is not installed
    def step(weights: Weights, moments: Any, batch: Any, key: Any, pace: Any) -> Any:
        rate, time = pace
        slopes = jax.grad(compute_loss)(weights, batch, key, choices)
        first = jax.tree.map(lambda old, new: 0.9 * old + 0.1 * new, moments[0], slopes)
        second = jax.tree.map(lambda old, new: 0.99 * old + 0.01 * new * new, moments[1], slopes)

        def move(weight: Any, mean: Any, square: Any) -> Any:
            slope = (mean / (1 - 0.9**time)) / (jnp.sqrt(square / (1 - 0.99**time)) + 1e-7)
            return weight - rate * (slope + choices.decay * weight)

        return jax.tree.map(move, weights, first, second), (first, second)

    batches = sum(1 for _ in draw_batches(examples, np.random.default_rng(seed)))
    time = 0
    for round_ in range(choices.epochs):
        for number, batch in enumerate(draw_batches(draw(random), random)):
            time += 1
            key, own = jax.random.split(key)
            # Rounds may differ by a batch or two: what counts is how far each has come.
            done = (round_ + min(number / batches, 1)) / choices.epochs
            rate = choices.rate * min(1, time / 50) * (0.5 + 0.5 * np.cos(np.pi * done))
            weights, moments = step(weights, moments, batch, own, (jnp.float32(rate), jnp.float32(time)))
    return {name: np.asarray(value) for name, value in weights.items()}
