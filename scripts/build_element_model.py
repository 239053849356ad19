"""Builds the element model from the SEC's archives: `python -m scripts.build_element_model`.

Issuers of the part `build` give the weights, those of `settings` the thresholds and the weights by which the
innermost element is guessed, both of them as the archives have their texts and laid out like documents; those
of `score` are left alone (bench.coding). Data is looked for in
COLLATE_SHARED_DATA (default: ../shared/data). Needs the packages of requirements/model.txt.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from bench.coding_figures import choose_thresholds
from disclosures.coding.features import (
    BITS,
    Hashed,
    Numbers,
    cut_tokens,
    describe_places,
    hash_sentences,
)
from disclosures.coding.innermost import describe, join_sentences
from disclosures.coding.naming import CONCEPTS, GROUP_OF, MODEL_FILE
from disclosures.coding.network import Network, average, sigmoid
from scripts.element_labels import Labelled, Part, read_labelled
from scripts.element_orders import Places, lay_out_as_document
from scripts.element_training import Choices, Draw, Example, prepare, train

SEEDS = (3,)
AS_DOCUMENTS = 0.5
"""Share of texts that are laid out as a document would have them, drawn anew in every round."""
FEWEST = 4
"""Sentences a bucket must occur in."""
FEWEST_WORDS = 6
"""Shorter paragraphs are headings."""
NEVER = -30.0
"""The log odds of an innermost element that no paragraph has."""
DEFAULT_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

type Arrays = dict[str, npt.NDArray[Any]]


def measure_rarity(texts: Sequence[Hashed]) -> npt.NDArray[np.float32]:
    """Inverse document frequency per bucket; 0 where it is met in fewer than FEWEST sentences."""
    counts = np.bincount(np.concatenate([text.buckets for text in texts]), minlength=1 << BITS)
    sentences = sum(len(text.facts) for text in texts)
    rarity = np.log((sentences + 1) / (counts + 1))
    rarity[counts < FEWEST] = 0
    return rarity.astype(np.float32)


def shrink(weights: Mapping[str, npt.NDArray[np.float32]], rarity: npt.NDArray[np.float32]) -> Arrays:
    """The large tables as one byte a number with a scale a column, everything else as two."""
    arrays: Arrays = {}
    for name, table in {**weights, "rarity": rarity[:, None]}.items():
        if name in ("vectors", "direct", "rarity"):
            used = np.where(rarity[:, None] > 0, table, 0)
            scale = np.maximum(np.abs(used).max(axis=0) / 127, 1e-9).astype(np.float32)
            arrays[name] = np.round(used / scale).astype(np.int8)
            arrays[f"{name}_scale"] = scale
        else:
            arrays[name] = table.astype(np.float16)
    arrays["rarity"] = arrays["rarity"][:, 0]
    arrays["shifts"] = np.zeros(len(weights["output_bias"]), np.float32)
    return arrays


def find_shifts(
    scores: Sequence[npt.NDArray[np.float32]], labelled: Sequence[Labelled]
) -> npt.NDArray[np.float32]:
    """What to add to each element's log odds so that 0 is the best threshold, see `choose_thresholds`."""
    labels = np.vstack([filing.labels for filing in labelled])
    thresholds = choose_thresholds(labels, sigmoid(np.vstack(scores)), GROUP_OF)
    return -np.log(thresholds / (1 - thresholds)).astype(np.float32)


def fit_innermost(
    confidences: Sequence[npt.NDArray[np.float32]], labelled: Sequence[Labelled]
) -> npt.NDArray[np.float32]:
    """The weights of disclosures.coding.innermost: a row per number it reads, a column per element and none.

    Fitted to paragraphs of issuers that the network does not know, or it would be too sure of itself.
    """
    rows, innermost = [], []
    for own, filing in zip(confidences, labelled, strict=True):
        ends = np.cumsum([len(paragraph) for paragraph in filing.paragraphs])
        for start, end in zip([0, *ends], ends, strict=False):
            lengths = filing.lengths[start:end]
            if sum(len(one.split()) for one in filing.sentences[start:end]) >= FEWEST_WORDS:
                rows.append(join_sentences(own[start:end].astype(np.float64), lengths))
                carried = 2 * (lengths @ filing.labels[start:end]) >= lengths.sum()
                innermost.append(filing.find_innermost(carried[None])[0])
    seen = describe(np.array(rows))[:, :-1]
    middle, spread = seen.mean(axis=0), seen.std(axis=0)
    fitted = LogisticRegression(C=0.05, max_iter=500).fit((seen - middle) / spread, innermost)
    weights = fitted.coef_.T / spread[:, None]
    table = np.vstack([weights, fitted.intercept_ - middle @ weights])
    whole = np.zeros((len(table), len(CONCEPTS) + 1))
    whole[-1] = NEVER
    whole[:, fitted.classes_] = table
    return whole.astype(np.float32)


def prepare_draws(
    filings: Sequence[Labelled], texts: Sequence[Hashed], rarity: Numbers, places: Places
) -> Draw:
    """The texts of a round: as the archives have them, AS_DOCUMENTS of them laid out anew like documents."""
    examples = [
        prepare(text, filing.labels, rarity, seed)
        for seed, (text, filing) in enumerate(zip(texts, filings, strict=True))
    ]
    sizes = [np.array([len(cut_tokens(sentence)) for sentence in filing.sentences]) for filing in filings]

    def draw(random: np.random.Generator) -> list[Example]:
        drawn = []
        for filing, example, own in zip(filings, examples, sizes, strict=True):
            if random.random() < AS_DOCUMENTS:
                text = lay_out_as_document(filing, places, random)
                facts = describe_places(text.paragraphs, own[text.rows].tolist())
                drawn.append(example.lay_out(text.rows, facts))
            else:
                drawn.append(example)
        return drawn

    return draw


def build(labelled: Sequence[Labelled]) -> Arrays:
    building = [filing for filing in labelled if filing.part is Part.BUILD]
    settings = [filing for filing in labelled if filing.part is Part.SETTINGS]
    texts = [hash_sentences(filing.paragraphs) for filing in building]
    rarity = measure_rarity(texts)
    places = Places.measure(building)
    random = np.random.default_rng(SEEDS)
    settings += [lay_out_as_document(filing, places, random).relabel(filing) for filing in settings]
    draw = prepare_draws(building, texts, rarity, places)
    stored = [shrink(train(draw, Choices(), seed), rarity) for seed in SEEDS]
    networks = [Network.from_arrays(arrays) for arrays in stored]
    scores = [average(network.score(hash_sentences(f.paragraphs)) for network in networks) for f in settings]
    shifts = find_shifts(scores, settings)
    for arrays in stored:
        arrays["shifts"] = shifts
    arrays = {f"{number}/{name}": array for number, one in enumerate(stored) for name, array in one.items()}
    return arrays | {"innermost": fit_innermost([sigmoid(own + shifts) for own in scores], settings)}


def main() -> int:
    folder = Path(os.environ.get("COLLATE_SHARED_DATA", DEFAULT_DATA)) / "fsn"
    labelled = list(read_labelled(folder))
    if not labelled:
        sys.stderr.write(f"No archives in {folder}: set COLLATE_SHARED_DATA.\n")
        return 1
    arrays = build(labelled)
    np.savez_compressed(MODEL_FILE, **arrays)  # type: ignore[arg-type]  # its own keywords are no arrays
    sys.stdout.write(f"{MODEL_FILE}: {MODEL_FILE.stat().st_size / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
