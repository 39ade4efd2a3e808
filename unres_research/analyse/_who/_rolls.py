"""Roll calls as a matrix of States and resolutions; what is no vote is told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from unres_research.corpus import Corpus
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

VOTES = ("yes", "abstain", "no")
KINDS = (*VOTES, "absent", "unknown")
YES, ABSTAIN, NO, ABSENT, UNKNOWN, NO_MEMBER = 0, 1, 2, 3, 4, -1


def rolls_of(corpus: Corpus, resolutions: pd.DataFrame) -> pd.DataFrame:
    """Roll calls among resolutions, with tallies counted from the lists, `agrees` and `why`."""
    held = corpus.roll_calls[["yes", "no", "abstain", "agrees", "why"]]
    found = resolutions.drop(columns="adoption").merge(
        held, left_on="symbol", right_index=True, how="inner"
    )
    if found.empty:
        raise UnresError(
            f"found no recorded vote on the {len(resolutions):,} resolutions that meet all "
            "filters, expected at least one: texts that are adopted without a vote have no roll "
            "call; leave out a filter"
        )
    found["agrees"] = found["agrees"].astype(bool)
    return found.reset_index(drop=True)


def cells_of(corpus: Corpus, everyone: pd.DataFrame, rolls: pd.DataFrame) -> np.ndarray:
    """What each State did in each roll call: a row of `KINDS`, or -1 where it was no Member.

    A State in two lists of one roll call is unknown.
    """
    import pandas as pd

    rows = pd.Index(everyone["state"])
    columns = pd.Index(rolls["symbol"])
    silent = np.where(rolls["agrees"].to_numpy(dtype=bool), ABSENT, UNKNOWN)
    since = everyone["member_from"].to_numpy(dtype="datetime64[ns]")
    when = rolls["adopted_on"].to_numpy(dtype="datetime64[ns]")
    cells = np.where(since[:, None] <= when[None], silent[None], NO_MEMBER).astype(np.int8)
    table = corpus.votes.dropna(subset="state")
    at, state = columns.get_indexer(table["symbol"]), rows.get_indexer(table["state"])
    codes = table["vote"].map({name: k for k, name in enumerate(VOTES)}).to_numpy()
    codes = np.where(table.duplicated(["symbol", "state"], keep=False), UNKNOWN, codes)
    kept = (at >= 0) & (state >= 0)
    cells[state[kept], at[kept]] = codes[kept]
    return cells
