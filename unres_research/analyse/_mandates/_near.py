"""Requests of other lineages that say the same in other words, for one request."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import numpy as np

from unres_research._inputs import check_known
from unres_research.analyse._mandates._alike import likeness_of
from unres_research.analyse._mandates._duplicates import paragraphs_of
from unres_research.analyse._mandates._ledger import series_names
from unres_research.analyse._nearest import nearest
from unres_research.corpus._corpus import Corpus

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["symbol", "paragraph", "adopted_on", "title", "series", "heads", "what", "due",
           "score", "precision", "runs_share", "words_share", "how"]  # fmt: skip
NEAREST = ["request", "symbol", "paragraph", "adopted_on", "title", "series", "heads", "what",
           "due", "score", "precision"]  # fmt: skip
CAPTION = (
    "Requests of other series that come nearest to each request for a report (request: its "
    "paragraph); precision: how often a hit of such a score was the same clause, of clauses whose "
    "earlier form is known."
)
_MORE = 20  # hits of the search for each that is wanted: most are of the same lineage


def alike(
    corpus: Corpus, asked: pd.DataFrame, symbol: str, paragraph: str, text: str | None, n: int
) -> pd.DataFrame:
    """The nearest first, one a series, none of the request's own."""
    import pandas as pd

    rows = corpus.rows_of(symbol)
    ids = corpus.paragraphs["paragraph"].to_numpy()[rows]
    check_known([paragraph], ids.tolist(), f"paragraphs of {symbol}")
    wording = int(corpus.paragraphs["wording"].to_numpy()[rows[ids == paragraph][0]])
    name = pd.Series(series_names(corpus), index=corpus.resolutions.index)
    places = paragraphs_of(asked[asked["series"] != name[symbol]])
    if text is None and corpus.has_text_of(symbol):
        text = corpus.text_of(symbol, paragraph)
    found = _by_counts(corpus, places, wording) if text is None else _searched(
        corpus, places, text, list(name.index[name == name[symbol]]), n)  # fmt: skip
    found = found.sort_values("score", ascending=False, kind="stable")
    found = found.drop_duplicates("series").head(n).reset_index(drop=True)
    like = likeness_of(corpus)
    runs, words = like.between(np.array([wording]), found["wording"].to_numpy(dtype=int))
    found["runs_share"], found["words_share"] = runs[0], words[0]
    found["title"] = corpus.resolutions["title"].reindex(found["symbol"]).array
    return found.reindex(columns=COLUMNS)


def nearest_to(
    corpus: Corpus, asked: pd.DataFrame, texts: Mapping[str, str], own: Collection[str], n: int
) -> pd.DataFrame:
    """For each of some clauses the nearest requests, one a series, none of the series of `own`."""
    import pandas as pd

    name = pd.Series(series_names(corpus), index=corpus.resolutions.index)
    mine = name[name.isin(name[name.index.isin(own)])]
    kept = asked[~asked["series"].isin(mine)] if texts else asked.head(0)
    places, tables = paragraphs_of(kept), []
    for paragraph, text in texts.items():
        found = _searched(corpus, places, text, list(mine.index), n)
        found = found.sort_values("score", ascending=False, kind="stable")
        tables.append(found.drop_duplicates("series").head(n).assign(request=paragraph))
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=["symbol"])
    table["title"] = corpus.resolutions["title"].reindex(table["symbol"]).array
    table = table.reindex(columns=NEAREST)
    reason = "nothing comes near to them" if texts else "the text asks for no report"
    table.attrs = {"caption": CAPTION, "reason": reason}
    return table


def _searched(
    corpus: Corpus, places: pd.DataFrame, text: str, own: list[str], n: int
) -> pd.DataFrame:
    """By the search for a clause in other words; a wording stands for all its places."""
    hits = nearest(text, corpus, n=_MORE * n, exclude=own, selection=False)
    keys = corpus.paragraphs.set_index(["symbol", "paragraph"])["wording"]
    at = list(zip(hits["symbol"], hits["paragraph"], strict=True))
    hits = hits.assign(wording=keys.loc[at].to_numpy())[["wording", "score", "precision"]]
    return places.merge(hits, on="wording").assign(how="search")


def _by_counts(corpus: Corpus, places: pd.DataFrame, wording: int) -> pd.DataFrame:
    """By the words of all requests, weighed by rarity."""
    _, words = likeness_of(corpus).between(np.array([wording]), places["wording"].to_numpy())
    score = np.nan_to_num(words[0])
    found = places.assign(score=score, precision=np.nan, how="words")
    return found[found["score"] > 0]
