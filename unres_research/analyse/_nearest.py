"""The same clause in other words: which paragraphs of a data set come nearest to one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date as Date
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import as_day, as_list, check_kind, check_known, check_whole
from unres_research._wordlists import read_list
from unres_research.analyse._groups import check_corpus
from unres_research.analyse._nearness import COVERED, FEATURES, LITTLE, Clause, chances, index_of
from unres_research.corpus._corpus import Corpus
from unres_research.corpus._searched import collections_of
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    *("collection", "symbol", "paragraph", "adopted_on", "title", "score", "precision"),
    *("low", "high", "covered", "shared_words", "longest_run"),
)
_MEASURED = "en"  # language of the pairs that precision was measured on
_WORDS = 6  # the least that these have on either side


def nearest(
    clause: str | Sequence[str],
    corpus: Corpus,
    *,
    n: int = 10,
    exclude: str | Iterable[str] = (),
    before: str | Date | None = None,
    selection: bool = True,
) -> pd.DataFrame:
    """Rank the paragraphs of a data set by how likely they are the same clause in other words.

    Parameters
    ----------
    clause : str, or sequence of str
        A text, or its words as `unres_research.corpus.words` gives them; citations count only in
        a text.
    corpus : Corpus
    n : int
        How many, at least 1.
    exclude : str or iterable of str
        Symbols of resolutions to leave out.
    before : str or datetime.date, optional
        Only what was adopted before this day.
    selection : bool
        Look at the older selection of the data set, too.

    Returns
    -------
    pandas.DataFrame
        One row a wording, at the first place where it stands, highest score first: `collection`,
        `symbol`, `paragraph`, `adopted_on`, `title`, `score` (the chance that the model gives it
        among all candidates, 0 to 1), `precision` (how often a hit of such a score among the
        first ten was the clause, for clauses that have one; NaN of fewer than six words, and of
        texts in other languages than English), `low`, `high` (its interval, 95%),
        `covered` (rarity of the clause's words that it has or has another word for, by that of
        all, 0 to 1; below 0.25 hits are hardly ever the clause, and `precision` says so),
        `shared_words` (different words of the clause that it has, count; of words that another
        paragraph has, too), `longest_run` (words of the longest run of six or more that it
        shares, 0 without one).

    Raises
    ------
    UnresError
        When the clause has no words, `before` is no date, or no data set has a symbol to leave
        out.

    Notes
    -----
    Candidates are ranked by BM25 and put in order by a weighted sum of what `_nearness.FEATURES`
    names; the weights were learnt from paragraphs and what their texts' predecessors had in their
    place (a conditional logit). The score is not the precision: chances are shared among all
    forms of one clause. The precision holds for clauses that were said before: of one that never
    was, the first hit is wrong whatever its score. It was measured on texts in English and the
    complete collection, without an older one, and is NaN in other languages.

    References
    ----------
    Robertson & Zaragoza (2009), The probabilistic relevance framework: BM25 and beyond,
    Foundations and Trends in Information Retrieval 3. Liu (2009), Learning to rank for
    information retrieval, in the same volume. McFadden (1974), Conditional logit analysis of
    qualitative choice behavior.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> found = nearest("Resolves to keep fish and whales from harm.", example_corpus(), n=1)
    >>> found[["symbol", "paragraph"]].values.tolist()
    [['A/RES/77/901', 'OP1']]
    """
    import pandas as pd

    check_corpus(corpus)
    check_whole(n, "n", 1)
    asked = _asked(clause)
    day = None if before is None else np.datetime64(as_day(before, "before"))
    corpora = collections_of(corpus) if selection else [corpus]
    without = as_list(exclude, "symbols to leave out")
    check_known(without, {s for c in corpora for s in c.resolutions.index}, "resolutions")
    found = [_scored(asked, c, without, day) for c in corpora]
    features = np.concatenate([measured for _, _, measured in found])
    chance, covered = chances(features @ weights()), features[:, COVERED]
    which = np.repeat(np.arange(len(found)), [len(candidates) for candidates, _, _ in found])
    wordings = np.concatenate([candidates for candidates, _, _ in found])
    first = np.argsort(-chance, kind="stable")[:n]
    rows: dict[int, dict[str, Any]] = {}
    for k, corpus_ in enumerate(corpora):
        own = first[which[first] == k]
        measured = np.column_stack([chance[own], covered[own]])
        described = _hits(asked, corpus_, wordings[own], measured, found[k][1])
        rows |= dict(zip(own.tolist(), described, strict=True))
    table = pd.DataFrame([rows[k] for k in first.tolist()], columns=list(COLUMNS))
    figures = dict.fromkeys(("score", "precision", "low", "high", "covered"), float)
    return table.astype({"adopted_on": "datetime64[ms]", **figures})


def _asked(clause: str | Sequence[str]) -> Clause:
    check_kind(clause, (str, list, tuple), "the clause", "a text, or its words")
    asked = Clause.of(clause if isinstance(clause, str) else as_list(clause, "the words"))
    if not asked.words:
        raise UnresError(
            "found no word in the clause, expected a text of some words; give the paragraph "
            "whole, without its number"
        )
    return asked


def _scored(
    asked: Clause, corpus: Corpus, without: list[str], day: np.datetime64 | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Candidates of one collection, the resolutions of it that count, and their features."""
    table, index = corpus.resolutions, index_of(corpus)
    kept = ~table.index.isin(without)
    if day is not None:
        kept &= table["adopted_on"].to_numpy() < day
    candidates = index.candidates(asked, index.wordings_in(kept))
    return candidates, kept, index.features(asked, candidates, kept)


def _hits(
    asked: Clause, corpus: Corpus, wordings: np.ndarray, measured: np.ndarray, kept: np.ndarray
) -> list[dict[str, Any]]:
    """Rows of some wordings of one collection, with their scores and what they cover."""
    index = index_of(corpus)
    runs = _longest_runs(asked, corpus, wordings)
    shared = index.shared_words(asked, wordings)
    known = corpus.language == _MEASURED and len(asked.words) >= _WORDS
    return [
        {
            "collection": corpus.collection,
            **_place(corpus, index.first_place(wording, kept)),
            "score": score,
            **(precision_of(score, covered) if known else {}),
            "covered": covered,
            "shared_words": int(words),
            "longest_run": runs.get(wording, 0),
        }
        for wording, (score, covered), words in zip(
            wordings.tolist(), measured.tolist(), shared, strict=True
        )
    ]


def _place(corpus: Corpus, row: int) -> dict[str, Any]:
    symbol, paragraph = corpus.paragraphs[["symbol", "paragraph"]].iloc[row]
    about = corpus.resolutions.loc[symbol, ["adopted_on", "title"]]
    return {"symbol": symbol, "paragraph": paragraph, **about.to_dict()}


def _longest_runs(asked: Clause, corpus: Corpus, wordings: np.ndarray) -> dict[int, int]:
    found = corpus.runs.shared_runs([asked.words])
    found = found[found["wording"].isin(wordings)]
    longest: dict[int, int] = found.groupby("wording")["length"].max().to_dict()
    return longest


@cache
def weights() -> np.ndarray:
    """Weights of the features, from the word list."""
    found = {row["feature"]: float(row["weight"]) for row in read_list("nearness")}
    return np.array([found[name] for name in FEATURES])


def precision_of(score: float, covered: float) -> dict[str, float]:
    """How often a hit of such a score, which covers so much, was the clause; with an interval."""
    least = LITTLE if covered >= LITTLE else 0.0
    rows = [row for row in _bands() if row["least_covered"] == least]
    row = rows[max(0, bisect_right([r["from_score"] for r in rows], score) - 1)]
    return {name: row[name] for name in ("precision", "low", "high")}


@cache
def _bands() -> tuple[dict[str, float], ...]:
    rows = read_list("nearness_precision")
    names = ("least_covered", "from_score", "precision", "low", "high")
    return tuple({name: float(row[name] or "nan") for name in names} for row in rows)
