"""What a text renews: its predecessor, found as `lineages.predecessors` finds those of the data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from unres_research.analyse import lineages
from unres_research.analyse._compare import own_symbol
from unres_research.analyse._runs import is_substantive, resolution_runs, title_words
from unres_research.corpus import _features as features
from unres_research.corpus._corpus import Corpus
from unres_research.corpus._fingerprints import N, run_hashes
from unres_research.read._actions._due import session_on
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd

BACK = 3  # sessions to look back on for a text of another title


@dataclass(frozen=True, eq=False)
class Descent:
    """The predecessor of a text, and what is left of its words in it."""

    predecessor: str | None
    reason: str  # why there is none
    series: tuple[str, ...]  # earlier resolutions of the predecessor's series, by session
    renewed_words: int
    unchanged: tuple[str, ...]  # paragraphs whose words all stand in a row in one of its own
    scores: pd.Series  # how near each resolution is, by symbol: wording and title


def session_of(record: Resolution, date: str | None) -> int | None:
    """The regular session of a text: as printed, else by its date."""
    if isinstance(record.session, int):
        return record.session
    return None if record.session is not None else session_on(date)


def descent_of(
    record: Resolution, corpus: Corpus, session: int | None, left_out: tuple[str, ...]
) -> Descent:
    """Find the predecessor of a text, and what it has of it."""
    import pandas as pd

    none = "its session is not known" if record.session is None else "it is of no regular session"
    why = "" if session is not None else none
    why = why if record.body else "the text has no preambular and no operative paragraph"
    if session is None or not record.body:
        return Descent(None, why, (), 0, (), pd.Series(dtype=float))
    best, why, scores = _predecessor(record, corpus, session, left_out)
    if best is None:
        return Descent(None, why, (), 0, (), scores)
    words, unchanged = _renewed(record, corpus, best)
    return Descent(best, "", _series(corpus, best, session, left_out), words, unchanged, scores)


def _predecessor(
    record: Resolution, corpus: Corpus, session: int, left_out: tuple[str, ...]
) -> tuple[str | None, str, pd.Series]:
    """The one of an earlier session that a text renews, why there is none, and all scores."""
    import pandas as pd

    table = corpus.resolutions
    out = table.index.isin([*left_out, own_symbol(record) or ""])
    sessions = table["session"].to_numpy(dtype=float, na_value=np.nan)
    rows = np.flatnonzero((sessions < session) & ~out)
    titles = table["title"].tolist()
    wording, title = _shared_wording(record, corpus), _shared_title(record.title, titles)
    scores = pd.Series((wording + title) / 2, index=table.index)[~out]
    if not len(rows):
        return None, "the data set has no earlier session", scores
    symbols = table.index[rows]
    cited = symbols.isin(record.cites)
    begins = lineages._Beginnings(pd.Series([*titles, record.title]))
    alike = begins.like(len(titles), rows, np.asarray(cited))
    gap = session - sessions[rows]
    best, _, why = lineages._choose(gap, wording[rows], title[rows], cited, alike, BACK)
    return (None if best is None else str(symbols[best])), why, scores


def _shared_wording(record: Resolution, corpus: Corpus) -> np.ndarray:
    """Share of the smaller text's substantive runs that stands in both, by resolution."""
    hashes = [run_hashes(w) for w in features.body_words(record).values()]
    distinct = np.unique(np.concatenate([*hashes, np.empty(0, dtype=np.uint64)]))
    ids = corpus.runs.lookup(distinct)
    substantive, runs = is_substantive(corpus), resolution_runs(corpus)
    known = ids[ids >= 0]
    kept = np.zeros(runs.shape[1], dtype=np.int64)
    kept[known[substantive[known]]] = 1
    own = len(distinct) - len(known) + int(kept.sum())
    smaller = np.minimum(runs @ substantive.astype(np.int64), own)
    return np.divide(runs @ kept, smaller, out=np.zeros(len(corpus)), where=smaller > 0)


def _shared_title(title: str, titles: list[str]) -> np.ndarray:
    """Weighted Jaccard of the words of a title and of each other; 1 where they are the same."""
    told = [set(lineages._telling(one)) for one in titles]
    own = set(lineages._telling(title))
    holders = Counter(word for words in (*told, own) for word in words)
    weight = {w: float(lineages._rarity(len(titles) + 1, n)) for w, n in holders.items()}
    whole = "".join(title_words(title))

    def share(name: str, words: set[str]) -> float:
        if whole and "".join(title_words(name)) == whole:
            return 1.0
        both = sum(weight[w] for w in own | words)
        return sum(weight[w] for w in own & words) / both if both else 0.0

    return np.array([share(*pair) for pair in zip(titles, told, strict=True)], dtype=float)


def _renewed(record: Resolution, corpus: Corpus, symbol: str) -> tuple[int, tuple[str, ...]]:
    """Words of a text in runs of six that stand in its predecessor; paragraphs all of whose do."""
    words = features.body_words(record)
    table = corpus.paragraphs[corpus.paragraphs["symbol"] == symbol]
    sizes = dict(zip(table["wording"].tolist(), table["words"].tolist(), strict=True))
    shared = corpus.runs.shared_runs(list(words.values()), n=N)
    shared = shared[shared["wording"].isin(list(sizes))]
    count, same = 0, []
    names = list(words)
    for text, runs in shared.groupby("text"):
        size = len(words[names[int(text)]])
        held = np.zeros(size, dtype=bool)
        for row in runs.itertuples():
            held[row.start : row.start + row.length] = True
        count += int(held.sum())
        if any(r.length == size == sizes[r.wording] for r in runs.itertuples()):
            same.append(names[int(text)])
    return count, tuple(same)


def _series(
    corpus: Corpus, symbol: str, session: int, left_out: tuple[str, ...]
) -> tuple[str, ...]:
    """Earlier resolutions of the series of one, by session."""
    names = lineages.series(corpus)
    own = names.index[(names == names[symbol]).to_numpy()]
    table = corpus.resolutions.loc[own]
    table = table[(table["session"] < session).fillna(False) & ~own.isin(left_out)]
    return tuple(table.sort_values(["session", "adopted_on"], kind="stable").index)


def items_of(values: Iterable[str]) -> list[str]:
    """Numbers of agenda items in one spelling: "71 (b)"."""
    return [" ".join(re.findall(r"\d+|\([a-z]+\)", one)) for one in values]
