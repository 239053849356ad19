"""The baseline the element model has to beat: TF-IDF and logistic regression."""

import importlib.util
from collections.abc import Sequence

import numpy as np

from bench.coding_figures import Answers, choose_thresholds
from disclosures.coding.naming import CONCEPTS, GROUP_OF
from scripts.element_labels import Labelled, Part

BEFORE = 0.5
"""Weight of the sentence before."""


def name_by_baseline(filings: Sequence[Labelled]) -> Answers | None:
    """What the baseline names in the filings that score; None where scikit-learn is not installed."""
    if importlib.util.find_spec("sklearn") is None:
        return None
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    parts = [[filing for filing in filings if filing.part is part] for part in Part]
    own = [TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True) for _ in range(2)]
    for vectorizer, words in zip(own, _sentences(parts[0]), strict=True):
        vectorizer.fit(words)
    tables = []
    for part in parts:
        sentences, before = _sentences(part)
        tables.append(hstack([own[0].transform(sentences), BEFORE * own[1].transform(before)]).tocsr())
    labels = [np.vstack([filing.labels for filing in part]) for part in parts[:2]]
    confidences: list[list[np.ndarray]] = [[], []]
    for column in range(len(CONCEPTS)):
        model = LogisticRegression(solver="liblinear", C=2, tol=1e-2).fit(tables[0], labels[0][:, column])
        for place, table in enumerate(tables[1:]):
            confidences[place].append(model.predict_proba(table)[:, 1])
    settings, scored = (np.stack(columns, axis=1) for columns in confidences)
    return scored >= choose_thresholds(labels[1], settings, GROUP_OF)


def _sentences(filings: Sequence[Labelled]) -> tuple[list[str], list[str]]:
    """Every sentence, and the one before it."""
    sentences = [sentence for filing in filings for sentence in filing.sentences]
    before = [words for filing in filings for words in ("", *filing.sentences[:-1])]
    return sentences, before
