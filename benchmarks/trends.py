"""Count a thousand patterns over the whole corpus, beside what else would count them.

Usage: ``python -m benchmarks.trends [--quick]``. Patterns are runs of one to eight words drawn from
the texts. Ours counts them on the data set, without texts; the others on the full texts of the
reference material, which are in memory and split into words beforehand. All give occurrences by
resolution and session, and the counts are compared.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

import unres_research as un
from benchmarks.measure import Row, reference, show, timed
from unres_research._names import BODY_KINDS
from unres_research.analyse._trends._patterns import unknown_words
from unres_research.corpus import Corpus, words


def texts_of(corpus: Corpus) -> pd.Series:
    """Words of the body of every resolution, a paragraph a line, by symbol."""
    loaded = un.load_folder(reference() / "UNxml-GAresolutions", progress=False)
    sources = corpus.resolutions["source"]
    found = {
        r.symbol: "\n".join(" ".join(words(p.text)) for p in r if p.kind in BODY_KINDS)
        for r in loaded.records
        if r.symbol in sources.index and r.source and r.source.path.endswith(sources[r.symbol])
    }
    return pd.Series(found).reindex(corpus.resolutions.index)


def drawn(texts: pd.Series, n: int, corpus: Corpus) -> list[str]:
    """Patterns from the texts whose words the data set knows, each once."""
    draw, found = random.Random(1), dict[str, None]()
    lines = [line.split() for text in texts for line in text.split("\n")]
    while len(found) < n:
        line, size = draw.choice(lines), 1 + len(found) % 8
        if len(line) >= size:
            at = draw.randrange(len(line) - size + 1)
            pattern = " ".join(line[at : at + size])
            if not unknown_words([pattern], corpus):
                found[pattern] = None
    return list(found)


def by_vectorizer(texts: Sequence[str], patterns: Sequence[str]) -> np.ndarray:
    from sklearn.feature_extraction.text import CountVectorizer

    sizes = (1, max(len(p.split()) for p in patterns))
    counter = CountVectorizer(
        vocabulary=list(patterns), ngram_range=sizes, tokenizer=str.split, token_pattern=None
    )
    lines = [text.split("\n") for text in texts]
    rows = np.repeat(np.arange(len(lines)), [len(some) for some in lines])
    counts = counter.transform(chain.from_iterable(lines)).toarray()
    total = np.zeros((len(lines), len(patterns)), dtype=int)
    np.add.at(total, rows, counts)
    return total


def by_nltk(texts: Sequence[str], patterns: Sequence[str]) -> np.ndarray:
    from nltk.util import everygrams

    wanted, most = set(patterns), max(len(p.split()) for p in patterns)
    found = []
    for text in texts:
        grams = chain.from_iterable(
            everygrams(line.split(), max_len=most) for line in text.split("\n")
        )
        counts = Counter(gram for g in grams if (gram := " ".join(g)) in wanted)
        found.append([counts[p] for p in patterns])
    return np.array(found)


def by_pandas(texts: pd.Series, patterns: Sequence[str]) -> np.ndarray:
    padded = " " + texts.str.replace("\n", " \n ", regex=False) + " "
    return np.column_stack([padded.str.count(f"(?= {re.escape(p)} )") for p in patterns])


def rows(quick: bool = False) -> list[Row]:
    corpus = un.open_corpus()
    texts = texts_of(corpus)
    asked = drawn(texts, 100 if quick else 1000, corpus)
    _ = corpus.wording_counts, corpus.runs.places(np.zeros(1, dtype=int))
    un.trends(corpus, "states of the world")  # what is made once a data set
    task = f"{len(asked):,} patterns by session"
    own, table = timed(lambda: un.trends(corpus, asked))
    found = [Row(task, "un.trends, on the data set", own, "with intervals")]
    session = corpus.resolutions["session"]
    counted = table[table["reason"].str.startswith("rarer").eq(False)]
    ours = counted.pivot(index="term", columns="session", values="count")
    ways: dict[str, Any] = {
        "CountVectorizer, on texts": lambda: by_vectorizer(texts.tolist(), asked),
        "NLTK everygrams, on texts": lambda: by_nltk(texts.tolist(), asked),
        "pandas str.count, on texts": lambda: by_pandas(texts, asked),
    }
    for name, way in ways.items():
        seconds, counts = timed(way)
        theirs = pd.DataFrame(counts.T, index=asked).T.groupby(session.to_numpy()).sum().T
        same = (theirs.loc[ours.index, ours.columns] == ours).to_numpy()
        found.append(Row(task, name, seconds, f"{same.sum():,} of {same.size:,} cells the same"))
    one, _ = timed(lambda: un.trends(corpus, "rights of the child"), repeat=3)
    found.append(Row("one more term", "un.trends", one))
    return found


if __name__ == "__main__":
    show(rows("--quick" in sys.argv[1:]))
