"""Find the draft's shared wording: the data set, beside indexes of the full texts."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from pathlib import Path

from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from benchmarks.measure import Row, reference, timed
from unres_research import load, load_folder, open_corpus
from unres_research.corpus import _features as features
from unres_research.corpus import _tokens as analyser
from unres_research.corpus._corpus import Corpus
from unres_research.corpus._fingerprints import N

DRAFT = Path(__file__).resolve().parents[1] / "data" / "texts" / "A_78_L.86.txt"
TASK = "open or index, then find the draft's shared wording"
AGAIN = "the same again, everything open"

Pairs = set[tuple[int, int]]


def rows() -> list[Row]:
    """Find all pairs (paragraph of the draft, of the corpus) that share a run, in each way."""
    words = list(features.body_words(load(DRAFT)).values())
    texts = _texts()
    found, again = [], []
    for name, prepare, query in (
        ("unres_research: data set", open_corpus, _shared),
        ("dict of six-word runs", partial(_dictionary, texts), _look),
        ("scikit-learn CountVectorizer", partial(_matrix, texts), _multiply),
    ):
        first, index = timed(prepare)
        opened, pairs = timed(query, index, words)
        second, _ = timed(query, index, words, repeat=3)
        found.append(Row(TASK, name, first + opened, f"{len(pairs):,} pairs of paragraphs"))
        again.append(Row(AGAIN, name, second))
    return found + again


def _texts() -> list[list[str]]:
    """Words of every paragraph of the corpus: what the other ways start from."""
    loaded = load_folder(reference() / "UNxml-GAresolutions")
    english = [r for r in loaded.records if r.language == "en"]
    return [analyser.words(p.text) for r in english for p in r]


def _shared(corpus: Corpus, words: list[list[str]]) -> Pairs:
    runs = corpus.runs.shared_runs(words)[["text", "wording"]].drop_duplicates()
    places = corpus.paragraphs["wording"].reset_index().merge(runs, on="wording")
    return set(zip(places["text"], places["index"], strict=True))


def _dictionary(texts: list[list[str]]) -> dict[tuple[str, ...], list[int]]:
    index = defaultdict(list)
    for number, words in enumerate(texts):
        for run in _runs(words):
            index[run].append(number)
    return index


def _look(index: dict[tuple[str, ...], list[int]], words: list[list[str]]) -> Pairs:
    return {
        (number, other)
        for number, text in enumerate(words)
        for run in _runs(text)
        for other in index.get(run, ())
    }


def _matrix(texts: list[list[str]]) -> tuple[CountVectorizer, csr_matrix]:
    vectorizer = CountVectorizer(analyzer=_runs, binary=True)
    return vectorizer, vectorizer.fit_transform(texts)


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + N]) for i in range(len(words) - N + 1)]


def _multiply(pair: tuple[CountVectorizer, csr_matrix], words: list[list[str]]) -> Pairs:
    vectorizer, matrix = pair
    product = vectorizer.transform(words) @ matrix.T
    return set(zip(*product.nonzero(), strict=True))
