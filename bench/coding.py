"""How well the element model names sentences of issuers it was not built from: `python -m bench.coding`.

Prints precision, recall and F1 per element and group on the part `score` of the archives in
COLLATE_SHARED_DATA (default: ../shared/data), beside a baseline (TF-IDF and logistic regression on the
sentence and the one before) where scikit-learn is installed, on the same filings laid out as documents
(scripts.element_orders), and on real 10-Ks with their tags hidden.
Exits with 1 where a figure is below its limit.
"""

import os
import statistics
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.coding_baseline import name_by_baseline
from bench.coding_documents import label_document
from bench.coding_figures import Answers, Figures, count, group_answers
from disclosures.coding.naming import (
    CONCEPTS,
    GROUP_OF,
    GROUPS,
    NAMED,
    name_elements,
    score_sentences,
)
from scripts.element_labels import Labelled, Part, read_labelled
from scripts.element_orders import Places, lay_out_as_document

LIMIT_ELEMENT, LIMIT_GROUP = 0.72, 0.85
DEFAULT_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SHELL = "spac_or_shell"
SEED = 17
FEW, DRAWS = 10, 1_000
"""As many filings as there are real documents, and how often they are drawn."""
BANDS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)

type Confidences = npt.NDArray[np.float64]


def score_filing(filing: Labelled) -> Confidences:
    """The model's confidences, a row per sentence and a column per concept."""
    return np.array([row for paragraph in score_sentences(filing.paragraphs) for row in paragraph])


def print_row(title: str, figures: Figures) -> None:
    shares = f"{figures.precision:10.3f}{figures.recall:8.3f}{figures.f1:8.3f}"
    print(f"{title:58}{figures.there:8,}{shares}")


def print_table(title: str, labels: Answers, named: Answers) -> tuple[float, float]:
    """Figures per element and group; returns micro-F1 by element and by group."""
    print(f"\n{title}\n{'':58}{'n':>8}{'precision':>10}{'recall':>8}{'F1':>8}")
    for column, concept in enumerate(CONCEPTS):
        name = concept.removeprefix("cyd:CybersecurityRisk").removesuffix("TextBlock")
        print_row(name[:56], count(labels[:, [column]], named[:, [column]]))
    by_group, groups = group_answers(labels, GROUP_OF), group_answers(named, GROUP_OF)
    for column, group in enumerate(GROUPS):
        print_row(f"group {group}", count(by_group[:, [column]], groups[:, [column]]))
    print_row("micro, by element", count(labels, named))
    print_row("micro, by group", count(by_group, groups))
    return score_both(labels, named)


def print_bands(labels: Answers, confidences: Confidences) -> None:
    """How often a name is right, by its confidence: what a reviewer is asked to confirm rests on it."""
    print(f"\n{'confidence of a name':58}{'n':>8}{'right':>10}")
    for low, high in pairwise(BANDS):
        inside = (confidences >= low) & (confidences < high)
        print(f"{low:.2f} to {high:.2f}{'':46}{inside.sum():8,}{labels[inside].mean():10.3f}")


def score_both(labels: Answers, named: Answers) -> tuple[float, float]:
    """Micro-F1 by element and by group."""
    groups = group_answers(labels, GROUP_OF), group_answers(named, GROUP_OF)
    return count(labels, named).f1, count(*groups).f1


def print_spread(labels: Sequence[Answers], named: Sequence[Answers]) -> None:
    """Between which figures nine tenths of so few filings lie: how much the real documents can say."""
    random = np.random.default_rng(SEED)
    figures = []
    for _ in range(DRAWS):
        drawn = random.choice(len(labels), FEW, replace=False)
        figures.append(score_both(*(np.vstack([own[n] for n in drawn]) for own in (labels, named))))
    low, high = np.percentile(figures, [5, 95], axis=0)
    shares = (f"{low[n]:.3f} to {high[n]:.3f} by {unit}" for n, unit in enumerate(("element", "group")))
    print(f"{FEW} filings at random: {', '.join(shares)}")


def score_as_documents(filings: Sequence[Labelled]) -> None:
    """The filings that score once more, in an order and with headings that documents could have."""
    places = Places.measure(filing for filing in filings if filing.part is Part.BUILD)
    random = np.random.default_rng(SEED)
    labels, named = [], []
    for filing in filings:
        if filing.part is Part.SCORE:
            text = lay_out_as_document(filing, places, random)
            labels.append(filing.labels[text.rows])
            rows = [row for paragraph in score_sentences(text.paragraphs) for row in paragraph]
            named.append(np.array(rows) >= NAMED)
    print_table("the same, laid out as documents", np.vstack(labels), np.vstack(named))
    print_spread(labels, named)


def score_archives(filings: Sequence[Labelled]) -> tuple[float, float]:
    scored = [filing for filing in filings if filing.part is Part.SCORE]
    labels = np.vstack([filing.labels for filing in scored])
    started = time.perf_counter()
    confidences = np.vstack([score_filing(filing) for filing in scored])
    named = confidences >= NAMED
    milliseconds = 1000 * (time.perf_counter() - started) / len(scored)
    title = f"{len(scored):,} filings of issuers not used for building, {len(labels):,} sentences"
    figures = print_table(title, labels, named)
    print(f"{milliseconds:.1f} ms a filing of {len(labels) / len(scored):.0f} sentences in the mean")
    print_bands(labels, confidences)
    is_business = np.repeat([f.kind != SHELL for f in scored], [len(f.labels) for f in scored])
    by_element = count(labels[is_business], named[is_business])
    print_row("without SPACs and shells: micro, by element", by_element)
    baseline = name_by_baseline(filings)
    if baseline is None:
        print("Baseline: 0.67 by element, 0.79 by group (measured elsewhere; scikit-learn is not installed)")
    else:
        print_row("baseline: micro, by element", count(labels, baseline))
        groups = group_answers(labels, GROUP_OF), group_answers(baseline, GROUP_OF)
        print_row("baseline: micro, by group", count(*groups))
    return figures


def score_documents(folder: Path) -> None:
    """Real 10-Ks with clean text: what is tagged is the truth, and the model sees the words alone."""
    labels, named, seconds = [], [], []
    for path in sorted(folder.glob("*.htm")):
        paragraphs, truth = label_document(path)
        started = time.perf_counter()
        sentences = [one for own in name_elements(paragraphs) for one in own]
        seconds.append(time.perf_counter() - started)
        labels.append(truth)
        named.append(np.array([[value >= NAMED for value in one.elements.values()] for one in sentences]))
    if labels:
        print_table(f"{len(labels)} real 10-Ks, tags hidden", np.vstack(labels), np.vstack(named))
        print(f"{1000 * statistics.median(seconds):.1f} ms a document (median)")


def main() -> int:
    shared = Path(os.environ.get("COLLATE_SHARED_DATA", DEFAULT_DATA))
    filings = list(read_labelled(shared / "fsn"))
    if not filings:
        print(f"No archives in {shared}: set COLLATE_SHARED_DATA.")
        return 0
    by_element, by_group = score_archives(filings)
    score_as_documents(filings)
    score_documents(shared / "filings" / "ixbrl_10k")
    print(f"\nlimits: {LIMIT_ELEMENT} by element, {LIMIT_GROUP} by group")
    return 0 if by_element >= LIMIT_ELEMENT and by_group >= LIMIT_GROUP else 1


if __name__ == "__main__":
    sys.exit(main())
