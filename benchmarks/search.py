"""Find phrases in the whole corpus, beside what else would find them.

Usage: ``python -m benchmarks.search [--quick]``. Phrases of two to twelve words are drawn from the
texts. Ours finds them in the data set, without texts; the others in the full texts of the
reference material, split into words beforehand: pandas in memory, SQLite in an index of full text
(FTS5) that is made beforehand and timed apart. The paragraphs that are found are compared.
"""

from __future__ import annotations

import random
import re
import sqlite3
import sys
from collections.abc import Callable

import pandas as pd

import unres_research as un
from benchmarks.measure import Row, reference, show, timed
from unres_research.corpus import Corpus, words

Places = set[tuple[str, str]]
_LETTERS = str.maketrans("'-", "\u02bc\u02cd")  # inside words, for SQLite parts words there


def texts_of(corpus: Corpus) -> pd.Series:
    """Words of every paragraph with a blank on either side, by symbol and id."""
    loaded = un.load_folder(reference() / "UNxml-GAresolutions", progress=False)
    source = corpus.resolutions["source"]
    found = {
        (r.symbol, p.id): f" {' '.join(words(p.text))} "
        for r in loaded.records
        if r.symbol in source.index and r.source and r.source.path.endswith(source[r.symbol])
        for p in r
    }
    return pd.Series(found)


def drawn(texts: pd.Series, n: int) -> list[str]:
    """Phrases of two to twelve words from the texts, each once."""
    draw, found = random.Random(2), dict[str, None]()
    lines = [text.split() for text in texts]
    while len(found) < n:
        line, size = draw.choice(lines), 2 + len(found) % 11
        if len(line) >= size:
            at = draw.randrange(len(line) - size + 1)
            found[" ".join(line[at : at + size])] = None
    return list(found)


def by_search(corpus: Corpus, phrase: str) -> Places:
    places = un.search(phrase, corpus, selection=False).places
    return set(zip(places["symbol"], places["paragraph"], strict=True))


def by_pandas(texts: pd.Series, phrase: str) -> Places:
    return set(texts.index[texts.str.contains(re.escape(f" {phrase} "))])


def indexed(texts: pd.Series) -> sqlite3.Connection:
    """An index of full text in memory, of the same words."""
    made = sqlite3.connect(":memory:")
    made.execute('CREATE VIRTUAL TABLE p USING fts5(text, tokenize = "unicode61")')
    lines = (text.translate(_LETTERS) for text in texts)
    made.executemany("INSERT INTO p(rowid, text) VALUES (?, ?)", enumerate(lines))
    return made


def by_sqlite(index: sqlite3.Connection, texts: pd.Series, phrase: str) -> Places:
    wanted = f'"{phrase.translate(_LETTERS)}"'
    rows = index.execute("SELECT rowid FROM p WHERE p MATCH ?", (wanted,))
    return {texts.index[row] for (row,) in rows}


def rows(quick: bool = False) -> list[Row]:
    corpus = un.open_corpus()
    texts = texts_of(corpus)
    asked = drawn(texts, 30 if quick else 300)
    task = f"{len(asked)} phrases of two to twelve words, where they stand"
    first, _ = timed(by_search, corpus, asked[0])
    seconds, ours = timed(lambda: [by_search(corpus, phrase) for phrase in asked])
    made, index = timed(indexed, texts)
    ways: dict[str, Callable[[str], Places]] = {
        "SQLite FTS5, index of the texts": lambda phrase: by_sqlite(index, texts, phrase),
        "pandas str.contains, on texts": lambda phrase: by_pandas(texts, phrase),
    }
    found = [Row(task, "un.search, on the data set", seconds, "with dates and shares")]
    for name, way in ways.items():
        taken, theirs = timed(lambda way=way: [way(phrase) for phrase in asked])
        same = sum(one == other for one, other in zip(ours, theirs, strict=True))
        found.append(Row(task, name, taken, f"{same} of {len(asked)} the same"))
    task = "the first phrase"
    found.append(Row(task, "un.search, tables read", first))
    return [*found, Row(task, "SQLite FTS5, index made", made)]


if __name__ == "__main__":
    show(rows("--quick" in sys.argv[1:]))
