"""One row a request: what the texts ask, of whom and by when, beside what is known of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.analyse._grouping import part_of
from unres_research.analyse._mandates._meetings import meetings
from unres_research.analyse._series import unit_of
from unres_research.corpus._corpus import Corpus, once_per_corpus
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["symbol", "paragraph", "action", "verb", "class", "what", "head", "addressee_class",
           "due", "due_session", "due_after", "frequency", "resources", "review", "inherited",
           "adopted_on", "session", "committee", "series", "wording"]  # fmt: skip
_TAKEN = ["symbol", "paragraph", "action", "verb", "class", "head", "addressee_class", "report",
          "due", "due_session", "frequency", "resources", "review", "inherited"]  # fmt: skip
_PLACES = ["what_start", "what_end"]  # characters, where the data set has them
_FIRST = 1945  # session N begins in September of 1945 + N
_BEGINS = 9


@once_per_corpus
def actions_of(corpus: Corpus) -> pd.DataFrame:
    """Actions of the operative part, lists as tuples, with what is known of the texts."""
    table = getattr(corpus, "actions", None)
    if table is None:
        raise UnresError(
            f"found no actions in the data set {corpus.path}, expected one that holds them; build "
            "it again with this version"
        )
    taken = [*_TAKEN, *(name for name in _PLACES if name in table)]
    table = table.reset_index(drop="symbol" in table.columns)[taken]
    table[_PLACES] = table.reindex(columns=_PLACES).astype("Float64").astype(float)
    about, acting = corpus.resolutions, part_of(corpus) == "operative"
    body = corpus.paragraphs[corpus.body() & acting]
    table = table.merge(body[["symbol", "paragraph", "wording"]], on=["symbol", "paragraph"])
    table = table.astype({"head": object, "due": object, "frequency": object})
    for name in ("addressee_class", "resources", "inherited"):
        table[name] = [_listed(value) for value in table[name]]
    for name in ("report", "review"):
        table[name] = table[name].fillna(False).astype(bool)
    for name in ("head", "due", "frequency"):
        table[name] = table[name].where(table[name].notna(), None)
    at = about.index.get_indexer(table["symbol"])
    for name in ("adopted_on", "session", "committee"):
        table[name] = about[name].array[at]
    table["series"] = series_names(corpus)[at]
    table["due_session"] = table["due_session"].astype("Int64")
    table["due_after"] = _due_after(table)
    return table


def requests_of(corpus: Corpus) -> pd.DataFrame:
    """Every request: directives, and decisions that a meeting be held."""
    return _requests(corpus).copy()


@once_per_corpus
def _requests(corpus: Corpus) -> pd.DataFrame:
    table = actions_of(corpus)
    convened = meetings(corpus, table)
    what = np.where(table["report"], "report", np.where(convened, "meeting", "other"))
    asked = (table["class"] == "directive") | ((table["class"] == "decision") & convened)
    table = table.assign(what=what)[asked.to_numpy()]
    return table[COLUMNS].reset_index(drop=True)


def own_reports(asked: pd.DataFrame) -> pd.DataFrame:
    """Requests for reports, without sub-paragraphs that only say what is to be in one."""
    parts = [isinstance(some, tuple) and "report" in some for some in asked["inherited"]]
    return asked[(asked["what"] == "report").to_numpy() & ~np.array(parts, dtype=bool)]


def series_names(corpus: Corpus) -> np.ndarray:
    """Symbol of the first resolution of each one's series, rows as in `corpus.resolutions`."""
    units = unit_of(corpus)
    first = np.unique(units, return_index=True)[1]
    return np.asarray(corpus.resolutions.index.to_numpy()[first[units]])


def _listed(value: Any) -> tuple[str, ...]:
    """Values of a cell, none where it is missing.

    >>> _listed(None), _listed("existing"), _listed(["existing", "voluntary"])
    ((), ('existing',), ('existing', 'voluntary'))
    """
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def session_on(due: str) -> int | None:
    """Session during which a day, month or the end of a year falls.

    >>> session_on("2026-08-31"), session_on("2026-09"), session_on("2026")
    (80, 81, 81)
    >>> session_on("every session") is None
    True
    """
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-\d\d)?", due)
    if not found:
        return None
    return int(found[1]) - _FIRST - (int(found[2] or 12) < _BEGINS)


def _due_after(table: pd.DataFrame) -> pd.Series:
    """Sessions from the adoption until a request is due; missing where it names no time."""
    import pandas as pd

    when = table["adopted_on"].dt
    during = when.year - _FIRST - (when.month < _BEGINS)
    own = table["session"].astype("Int64").fillna(during.astype("Int64"))
    dated = [None if due is None else session_on(str(due)) for due in table["due"]]
    due = table["due_session"].fillna(pd.Series(dated, index=table.index, dtype="Int64"))
    return (due - own).astype("Int64")
