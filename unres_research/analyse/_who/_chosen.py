"""Which resolutions an analysis of votes or sponsors is about."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import check_known
from unres_research.analyse._groups import check_corpus
from unres_research.analyse._series import unit_of
from unres_research.corpus import Corpus
from unres_research.corpus._chosen import chosen, sessions_of
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

_ABOUT = ["symbol", "adopted_on", "session", "committee", "title", "series", "subjects", "adoption"]


def resolutions_of(
    corpus: Corpus,
    *,
    sessions: Any = None,
    committees: Any = None,
    subjects: Any = None,
    symbols: Any = None,
) -> pd.DataFrame:
    """The resolutions that meet all filters, one row each, in order of their adoption."""
    check_corpus(corpus)
    inside = chosen(
        corpus, sessions=sessions, committees=committees, subjects=subjects, symbols=symbols
    )
    table = corpus.resolutions.copy()
    table["session"] = [str(one) or None for one in sessions_of(corpus)]
    table["series"] = unit_of(corpus)
    found = table.loc[inside, _ABOUT]
    return found.sort_values("adopted_on", kind="stable", ignore_index=True)


def groups_of(resolutions: pd.DataFrame, by: Any) -> list[tuple[Any, np.ndarray]]:
    """Groups of resolutions: name, rows; all of them in one when `by` is None.

    `by` is "session", "committee", "subject", or a group for each symbol.
    """
    import pandas as pd

    rows = np.arange(len(resolutions))
    if by is None:
        return [(None, rows)]
    if isinstance(by, str):
        check_known([by], ["session", "committee", "subject"], "groupings")
        name = "subjects" if by == "subject" else by
        values = resolutions[name].map(lambda v: list(v) if name == "subjects" else [v])
    else:
        named = dict(pd.Series(by))
        several = [name for name in named.values() if not isinstance(name, Hashable)]
        if several:
            raise UnresError(
                f"found {str(several[0])[:80]} as the group of a symbol, expected one name"
            )
        values = resolutions["symbol"].map(lambda symbol: [named.get(symbol)])
        if not any(one == one and one is not None for some in values for one in some):
            raise UnresError(
                "found no group for any of the resolutions, expected 'session', 'committee', "
                "'subject', or a group for each symbol (a dict or a Series)"
            )
    table = pd.DataFrame({"group": values.to_numpy(), "row": rows}).explode("group")
    table = table.dropna(subset="group")
    if table.empty:
        raise UnresError(
            f"found no {by} of any of the resolutions, expected one to group them; leave out `by`"
        )
    if by == "session":
        order = {name: k for k, name in enumerate(resolutions["session"].unique())}
        table = table.sort_values("group", key=lambda names: names.map(order), kind="stable")
    grouped = table.groupby("group", sort=by != "session")["row"]
    return [(name, part.to_numpy(dtype=int)) for name, part in grouped]
