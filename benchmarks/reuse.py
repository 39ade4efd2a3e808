"""Find all pairs of paragraphs that share half of the shorter one's runs, and how that grows."""

from __future__ import annotations

import importlib.util
import resource
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from benchmarks.measure import Row, reference, timed
from unres_research import load_folder, open_corpus
from unres_research.analyse import _runs
from unres_research.corpus import _tokens as analyser
from unres_research.corpus._corpus import Corpus

LEAST = 0.5
FEW = 12_000  # wordings for the way that would take minutes with all
PERMUTATIONS = 128
NEIGHBOURS = 50  # of every paragraph, where a way keeps only the best
COSINE = 0.5
SESSIONS = [list(range(first, 81)) for first in (79, 77, 74)]
MANY = 20_000  # resolutions, for the extrapolation

Pairs = set[int]  # first * size + second


@dataclass(frozen=True)
class Paragraphs:
    """Wordings of the corpus: their runs as a 0-1 matrix, and their words."""

    matrix: csr_array
    texts: list[str]

    def first(self, size: int) -> Paragraphs:
        return Paragraphs(self.matrix[:size], self.texts[:size])


def rows() -> list[Row]:
    corpus = open_corpus()
    every = Paragraphs(_runs.run_matrix(corpus), _texts(corpus))
    print("passim's seriatim left out: it needs Apache Spark, and no package registry has it")
    slow = _compared(every.first(FEW), {OURS: _ours, CHARACTERS: _characters})
    return _compared(every, WAYS) + slow + _growth(corpus, every.matrix)


def _compared(
    paragraphs: Paragraphs, ways: Mapping[str, Callable[[Paragraphs], Pairs]]
) -> list[Row]:
    """Run each way; the first one finds all pairs and no others, and is the measure."""
    task = f"pairs of {paragraphs.matrix.shape[0]:,} paragraphs that share half of their runs"
    found: list[Row] = []
    exact: Pairs = set()
    for name, way in ways.items():
        package = name.split(":")[0]
        if importlib.util.find_spec(MODULES.get(package, package)) is None:
            print(f"{name} left out: not installed (pip install {package})")
            continue
        seconds, pairs = timed(way, paragraphs, repeat=3 if way in (_ours, _product, _topn) else 1)
        exact = exact or pairs
        recall, precision = (len(exact & pairs) / max(1, len(x)) for x in (exact, pairs))
        note = f"{len(pairs):,} pairs, recall {recall:.2f}, precision {precision:.2f}"
        found.append(Row(task, name, seconds, note))
    return found


def _texts(corpus: Corpus) -> list[str]:
    """Words of every wording, from the documents."""
    loaded = load_folder(reference() / "UNxml-GAresolutions", progress=False)
    found = [""] * corpus.runs.n_wordings
    sources = corpus.resolutions["source"].to_dict()
    wording = corpus.paragraphs.groupby("symbol")["wording"].agg(list).to_dict()
    for record in loaded.records:
        path = record.source.path if record.source else ""
        if record.symbol in sources and path.endswith(sources[record.symbol]):
            for k, paragraph in zip(wording[record.symbol], record, strict=True):
                found[k] = " ".join(analyser.words(paragraph.text))
    return found


def _number(first: np.ndarray, second: np.ndarray, size: int) -> Pairs:
    """Give each pair of different paragraphs, in whichever order, one number."""
    kept = first != second
    low, high = np.minimum(first, second)[kept], np.maximum(first, second)[kept]
    return set((low.astype(np.int64) * size + high).tolist())


def _ours(paragraphs: Paragraphs) -> Pairs:
    table = _runs.similar_rows(paragraphs.matrix, LEAST)
    return _number(table["first"].to_numpy(), table["second"].to_numpy(), len(paragraphs.texts))


def _product(paragraphs: Paragraphs) -> Pairs:
    first, second = _multiplied(paragraphs.matrix)
    return _number(first, second, len(paragraphs.texts))


def _multiplied(matrix: csr_array) -> tuple[np.ndarray, np.ndarray]:
    """Multiply all with all, a thousand rows at a time: at once it would not fit into memory."""
    sizes, columns = np.diff(matrix.indptr), matrix.T.tocsr()
    found = []
    for start in range(0, len(sizes), 1000):
        shared = (matrix[start : start + 1000] @ columns).tocoo()
        row, column = shared.coords[0] + start, shared.coords[1]
        kept = (shared.data >= LEAST * np.minimum(sizes[row], sizes[column]) - 1e-9) & (
            row < column
        )
        found.append(np.stack([row[kept], column[kept]]))
    first, second = np.concatenate(found, axis=1)
    return first, second


def _topn(paragraphs: Paragraphs) -> Pairs:
    from scipy.sparse import csr_matrix
    from sparse_dot_topn import sp_matmul_topn

    matrix = csr_matrix(paragraphs.matrix, dtype=np.float32)
    shared = csr_array(sp_matmul_topn(matrix, matrix.T.tocsr(), top_n=NEIGHBOURS)).tocoo()
    sizes, (row, column) = np.diff(matrix.indptr), shared.coords
    kept = shared.data >= LEAST * np.minimum(sizes[row], sizes[column]) - 1e-9
    return _number(row[kept], column[kept], len(sizes))


def _minhash(paragraphs: Paragraphs) -> Pairs:
    from datasketch import MinHash, MinHashLSH

    matrix, index, found = paragraphs.matrix, MinHashLSH(LEAST, PERMUTATIONS), []
    for k in range(matrix.shape[0]):
        runs = matrix.indices[matrix.indptr[k] : matrix.indptr[k + 1]]
        if not len(runs):
            continue
        sketch = MinHash(PERMUTATIONS)
        sketch.update_batch([run.tobytes() for run in runs])
        found += [(k, other) for other in index.query(sketch)]
        index.insert(k, sketch)
    first, second = np.array(found, dtype=np.int64).reshape(-1, 2).T
    return _number(first, second, matrix.shape[0])


def _words(paragraphs: Paragraphs) -> Pairs:
    return _cosine(paragraphs.texts, analyzer="word", token_pattern=r"\S+")


def _characters(paragraphs: Paragraphs) -> Pairs:
    return _cosine(paragraphs.texts, analyzer="char_wb", ngram_range=(5, 5))


def _cosine(texts: list[str], **options: object) -> Pairs:
    from sklearn.feature_extraction.text import TfidfVectorizer

    matrix = csr_array(TfidfVectorizer(dtype=np.float32, **options).fit_transform(texts))
    columns, found = matrix.T.tocsr(), set()
    for start in range(0, len(texts), 500):
        shared = (matrix[start : start + 500] @ columns).tocoo()
        kept = shared.data >= COSINE
        found |= _number(shared.coords[0][kept] + start, shared.coords[1][kept], len(texts))
    return found


OURS = "unres_research"
CHARACTERS = "scikit-learn: tf-idf cosine 0.5, five characters"
MODULES = {"scikit-learn": "sklearn", "sparse-dot-topn": "sparse_dot_topn"}
WAYS = {
    OURS: _ours,
    "scipy: product of all runs": _product,
    "sparse-dot-topn: best 50 of every paragraph": _topn,
    "datasketch: MinHash LSH, 128 permutations": _minhash,
    "scikit-learn: tf-idf cosine 0.5, words": _words,
}


# growth -------------------------------------------------------------------------------


def _growth(corpus: Corpus, matrix: csr_array) -> list[Row]:
    """Seconds for more and more sessions, ours and the plain product."""
    sizes, found = [], []
    for sessions in SESSIONS:
        table = corpus.paragraphs
        inside = corpus.resolutions["session"].isin(sessions)
        kept = np.unique(table["wording"][table["symbol"].map(inside).to_numpy()])
        part = matrix[kept]
        seconds, pairs = timed(_runs.similar_rows, part, LEAST, repeat=5)
        plain, _ = timed(_multiplied, part, repeat=5)
        sizes.append((inside.sum(), len(kept), len(pairs), seconds, plain))
        task = f"the same for the {inside.sum():,} resolutions of {len(sessions)} sessions"
        note = f"{len(kept):,} paragraphs, {len(pairs):,} pairs"
        found.append(Row(task, OURS, seconds, note))
        found.append(Row(task, "scipy: product of all runs", plain))
    _tell(np.array(sizes, dtype=float))
    return found


def _tell(sizes: np.ndarray) -> None:
    """Print the exponents of growth and the cost for a larger data set."""
    grown = np.log(sizes[-1] / sizes[0])
    for name, column in ((OURS, 3), ("scipy product", 4)):
        by_resolutions, by_wordings, by_pairs = grown[column] / grown[:3]
        whole = sizes[-1, column] * (MANY / sizes[-1, 0]) ** by_resolutions
        print(
            f"{name} grows as resolutions^{by_resolutions:.2f}, paragraphs^{by_wordings:.2f}, "
            f"pairs^{by_pairs:.2f}; at that rate {whole:,.1f} s for {MANY:,} resolutions"
        )
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # KiB on Linux
    print(f"memory at most, all ways and texts together: {used:,.0f} MiB")


if __name__ == "__main__":
    from benchmarks.measure import show

    show(rows())
