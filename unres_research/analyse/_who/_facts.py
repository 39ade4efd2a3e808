"""What is known of every resolution: how it was adopted, and who its list of sponsors names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.analyse._series import unit_of
from unres_research.corpus._corpus import Corpus, once_per_corpus

if TYPE_CHECKING:
    import pandas as pd

UNKNOWN = "unknown"
LISTED = ("States", "States and a group", "a group or officer", "nobody", UNKNOWN)
FACTS = ("adoption", "in_favour", "against", "abstaining", "listed", "sponsors", "bodies")
_TALLIES = ("in_favour", "against", "abstaining")
_MOST = 4  # groups and officers that are named


@once_per_corpus
def own_names(corpus: Corpus) -> pd.DataFrame:
    """Sponsors that are States in their own name: `symbol`, `joined`, `iso3`, `state`."""
    table = corpus.sponsors
    own = (table["kind"] == "state") & table["iso3"].notna() & table["behalf"].isna()
    columns = ["symbol", "joined", "iso3", "state"]
    return table.loc[own, columns].drop_duplicates(["symbol", "iso3"], ignore_index=True)


@once_per_corpus
def lists_of(corpus: Corpus) -> dict[str, frozenset[str]]:
    """ISO codes of the States that sponsored each resolution in their own name."""
    grouped = own_names(corpus).groupby("symbol")["iso3"]
    return {str(symbol): frozenset(codes) for symbol, codes in grouped}


@once_per_corpus
def facts(corpus: Corpus) -> pd.DataFrame:
    """How each resolution was adopted and whom its list of sponsors names, index `symbol`.

    `adoption` ("without a vote", "recorded vote" or "unknown"), `in_favour`, `against`,
    `abstaining` (tallies; missing without a recorded vote), `listed` (one of `LISTED`), `sponsors`
    (States in their own name, count; missing where nothing is known), `bodies` (groups and
    officers, as printed).
    """
    import pandas as pd

    about = corpus.resolutions
    table = pd.DataFrame(index=about.index.rename("symbol"))
    table["adoption"] = about["adoption"].fillna(UNKNOWN).astype(object)
    for name in _TALLIES:
        table[name] = about[name].astype("Int64")
    counts = pd.Series({s: len(codes) for s, codes in lists_of(corpus).items()}, dtype=float)
    bodies = _bodies(corpus)
    has, body = table.index.isin(counts.index), table.index.isin(bodies.index)
    entries = table.index.isin(corpus.sponsors["symbol"])
    known = about["has_metadata"].to_numpy(bool) | entries
    cases = [has & ~body, has & body, entries, known]
    table["listed"] = np.select(cases, LISTED[:-1], default=UNKNOWN)
    found = counts.reindex(table.index).where(has | ~known, 0.0)
    table["sponsors"] = found.astype("Int64")
    table["bodies"] = bodies.reindex(table.index).fillna("").astype(object)
    return table


def _bodies(corpus: Corpus) -> pd.Series:
    """Groups, officers and what is not told apart, of each resolution that names any."""
    table = corpus.sponsors
    own = (table["kind"] == "state") & table["iso3"].notna() & table["behalf"].isna()
    rest = table[~own & (table["kind"] != "removed")]
    names = rest["behalf"].fillna(rest["name"]).groupby(rest["symbol"])
    return names.agg(lambda some: "; ".join(dict.fromkeys(map(str, some.head(_MOST)))))


def facts_of(symbol: Any, corpus: Corpus) -> dict[str, Any]:
    """Facts of one resolution; all of them unknown where the data set does not hold it."""
    import pandas as pd

    table = facts(corpus)
    if isinstance(symbol, str) and symbol in table.index:
        return dict(table.loc[symbol])
    nothing = dict.fromkeys(FACTS, pd.NA)
    return {**nothing, "adoption": UNKNOWN, "listed": UNKNOWN, "bodies": ""}


def rates(corpus: Corpus, without: frozenset[str]) -> pd.Series:
    """How often each State sponsors, by ISO code: a share of series, each of which counts once.

    Of resolutions whose list names only States. Half a series is added on either side, so that
    no State sponsors always or never.
    """
    import pandas as pd

    listed = facts(corpus)["listed"]
    kept = listed.index[(listed == LISTED[0]) & ~listed.index.isin(list(without))]
    unit = pd.Series(unit_of(corpus), index=corpus.resolutions.index)[kept]
    weight = 1 / unit.map(unit.value_counts())
    rows = own_names(corpus)
    roster = pd.unique(pd.concat([rows["iso3"], corpus.votes["iso3"].dropna()]))
    weights = rows["symbol"].map(weight).fillna(0.0)
    sums = weights.groupby(rows["iso3"]).sum().reindex(sorted(roster), fill_value=0.0)
    found: pd.Series = (sums + 0.5) / (unit.nunique() + 1)
    return found.rename_axis("iso3").rename("rate")
