"""The element model's arithmetic: hashed sentences of a text in, a number per sentence and element out. Pure.

Sentences become vectors (weighted sums of their features' vectors), two gated recurrent units read them from
both ends, and one hidden layer names the elements of each from its vector, what was read around it and the
text as a whole. Kyunghyun Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder", 2014.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from disclosures.coding.features import Hashed, Numbers

GAIN = 3.0
"""What sums over a sentence's features are multiplied by, so that they start out of the size of one."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One gated recurrent unit: reset, update and new state side by side in each matrix."""

    inputs: Numbers
    states: Numbers
    bias: Numbers

    def read(self, sequence: Numbers) -> Numbers:
        """The state after each row of `sequence`."""
        size = len(self.states)
        state = np.zeros(size, np.float32)
        prepared = sequence @ self.inputs + self.bias
        states = np.empty((len(sequence), size), np.float32)
        for row, given in enumerate(prepared):
            held = state @ self.states
            gates = sigmoid(given[: 2 * size] + held[: 2 * size])
            reset, update = gates[:size], gates[size:]
            fresh = np.tanh(given[2 * size :] + reset * held[2 * size :])
            state = (1 - update) * fresh + update * state
            states[row] = state
        return states


@dataclass(frozen=True, slots=True)
class Network:
    """Weights as `scripts/build_element_model.py` stores them; `vectors` and `direct` have a row per bucket.

    rarity   weight of a bucket (inverse document frequency); 0 for buckets the model does not use
    shifts   per element, added so that 0 and more means named
    """

    rarity: Numbers
    vectors: Numbers
    direct: Numbers
    vector_bias: Numbers
    forward: Unit
    backward: Unit
    hidden: Numbers
    hidden_bias: Numbers
    output: Numbers
    output_bias: Numbers
    shifts: Numbers

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Self:
        """The network of a model file; KeyError where an array is missing."""

        def whole(name: str) -> Numbers:
            return arrays[name].astype(np.float32)

        def scaled(name: str) -> Numbers:
            return whole(name) * whole(f"{name}_scale")

        def unit(name: str) -> Unit:
            return Unit(whole(f"{name}_inputs"), whole(f"{name}_states"), whole(f"{name}_bias"))

        return cls(
            rarity=scaled("rarity"),
            vectors=scaled("vectors"),
            direct=scaled("direct"),
            vector_bias=whole("vector_bias"),
            forward=unit("forward"),
            backward=unit("backward"),
            hidden=whole("hidden"),
            hidden_bias=whole("hidden_bias"),
            output=whole("output"),
            output_bias=whole("output_bias"),
            shifts=whole("shifts"),
        )

    def score(self, text: Hashed) -> Numbers:
        """Log odds per sentence (row) and element (column) of one text; from 0 on the element is named."""
        weights = self._weigh(text)
        vectors = np.tanh(GAIN * self._sum(self.vectors, weights, text) + self.vector_bias)
        seen = np.hstack([vectors, text.facts])
        around = np.hstack([self.forward.read(seen), self.backward.read(seen[::-1])[::-1]])
        whole = np.broadcast_to(around.mean(axis=0), around.shape)
        hidden = np.maximum(np.hstack([seen, around, whole]) @ self.hidden + self.hidden_bias, 0)
        direct = GAIN * self._sum(self.direct, weights, text)
        odds: Numbers = hidden @ self.output + self.output_bias + direct + self.shifts
        return odds

    def _weigh(self, text: Hashed) -> Numbers:
        """Weight of each feature: its rarity, of length one per sentence."""
        rarity = self.rarity[text.buckets]
        squares = np.bincount(text.rows, rarity * rarity, minlength=len(text.facts))
        weights: Numbers = (rarity / np.sqrt(squares + 1e-6)[text.rows]).astype(np.float32)
        return weights

    def _sum(self, table: Numbers, weights: Numbers, text: Hashed) -> Numbers:
        """Per sentence the weighted sum of its features' rows; every sentence has two features at least."""
        starts = np.searchsorted(text.rows, np.arange(len(text.facts)))
        sums: Numbers = np.add.reduceat(table[text.buckets] * weights[:, None], starts, axis=0)
        return sums


def sigmoid(numbers: Numbers) -> Numbers:
    """The logistic function, computed so that nothing overflows."""
    return (0.5 * (1 + np.tanh(0.5 * numbers))).astype(np.float32)


def average(scores: Iterable[Numbers]) -> Numbers:
    """The mean of what several networks say of the same text."""
    return np.mean(list(scores), axis=0, dtype=np.float32)
