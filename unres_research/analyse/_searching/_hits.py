"""Places of a phrase in one collection, and the tables that are made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._names import BODY_KINDS
from unres_research.analyse._searching._counted import count
from unres_research.analyse._searching._parts import Form
from unres_research.analyse._searching._query import in_scope
from unres_research.corpus import Corpus
from unres_research.corpus._chosen import sessions_of

if TYPE_CHECKING:
    import pandas as pd

PLACES = ["collection", "symbol", "paragraph", "kind", "count", "adopted_on", "session",
          "committee", "title"]  # fmt: skip


@dataclass(frozen=True, eq=False, repr=False)
class Hits:
    """What one collection holds of a phrase."""

    corpus: Corpus
    left_out: tuple[str, ...]
    rows: np.ndarray  # of corpus.paragraphs
    counts: np.ndarray  # by row
    candidates: np.ndarray  # rows that may hold it
    exact: bool

    def __repr__(self) -> str:
        n = self.totals()
        where = f"{n['paragraphs']:,} paragraphs of {n['resolutions']:,} resolutions"
        return f"<Hits: {n['occurrences']:,} in {where} of the {self.corpus.collection} collection>"

    @property
    def symbols(self) -> np.ndarray:
        """Symbols of the resolutions that hold it."""
        return self.corpus.paragraphs["symbol"].iloc[self.rows].unique()

    def totals(self) -> dict[str, int]:
        """Resolutions, paragraphs and occurrences."""
        found = (len(self.symbols), len(self.rows), int(self.counts.sum()))
        return dict(zip(("resolutions", "paragraphs", "occurrences"), found, strict=True))

    def in_body(self) -> Hits:
        """Return what stands in preambular, operative and sub-paragraphs."""
        kinds = self.corpus.paragraphs["kind"].iloc[self.rows]
        own = kinds.isin(BODY_KINDS).to_numpy()
        return Hits(self.corpus, self.left_out, self.rows[own], self.counts[own],
                    self.candidates, self.exact)  # fmt: skip

    def places(self, rows: np.ndarray | None = None) -> pd.DataFrame:
        """One row a place, or a row that is given, in the order of the data set."""
        table = self.corpus.paragraphs.iloc[self.rows if rows is None else rows]
        found = table[["symbol", "paragraph", "kind"]].reset_index(drop=True)
        found.insert(0, "collection", self.corpus.collection)
        found["count"] = self.counts if rows is None else 0
        about = self.corpus.resolutions
        at = about.index.get_indexer(found["symbol"])
        found["adopted_on"] = about["adopted_on"].to_numpy()[at]
        found["session"] = sessions_of(self.corpus)[at]
        for name in ("committee", "title"):
            found[name] = about[name].to_numpy(dtype=object)[at]
        return self.corpus.with_texts(found[PLACES])

    def shares(self, name: str) -> pd.DataFrame:
        """By session or committee: resolutions that hold it, all that were searched, the share."""
        import pandas as pd

        about = self.corpus.resolutions
        keys = (
            sessions_of(self.corpus)
            if name == "session"
            else about["committee"].fillna("").to_numpy(dtype=object)
        )
        searched = ~about.index.isin(self.left_out)
        holds = about.index.isin(self.symbols)
        names = list(dict.fromkeys(keys[searched].tolist()))
        of = [int((searched & (keys == one)).sum()) for one in names]
        some = [int((holds & (keys == one)).sum()) for one in names]
        table = pd.DataFrame({name: pd.Series(names, dtype=object), "resolutions": some, "of": of})
        table["share"] = table["resolutions"] / table["of"]
        return table.sort_values(name, key=lambda c: c.map(_rank), ignore_index=True)


def _rank(name: Any) -> tuple[bool, Any, Any]:
    """Sessions by number, special ones and names after them."""
    return (isinstance(name, str), name if isinstance(name, int) else 0, str(name))


def hits_of(corpus: Corpus, form: Form, left_out: tuple[str, ...]) -> Hits:
    """Look for a form in all paragraphs of a collection but those that are left out."""
    wording, inside = corpus.paragraphs["wording"].to_numpy(), in_scope(corpus, left_out)
    scope = np.zeros(corpus.n_wordings, dtype=bool)
    scope[wording[inside]] = True
    found = count(corpus, form, scope)
    counts = found.counts[wording]
    rows = np.flatnonzero(inside & (counts > 0))
    candidates = np.flatnonzero(inside & found.open[wording] & (counts == 0))
    exact = not found.open.any()
    return Hits(corpus, left_out, rows, counts[rows], candidates, exact)
