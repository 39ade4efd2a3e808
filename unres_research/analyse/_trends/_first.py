"""Where terms first stood, and who has carried them since."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.analyse._groups import check_corpus
from unres_research.analyse._searching._counted import count
from unres_research.analyse._series import unit_of
from unres_research.analyse._trends._occurrences import Occurrences, occurrences
from unres_research.analyse._trends._patterns import Terms, concepts_of
from unres_research.corpus import Corpus
from unres_research.read._states import sponsors_in

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

SHARE = 0.5  # of the resolutions with sponsors: what they have in common
_ABOVE = 1.5  # times the share that a sponsor has in all resolutions
_SPONSORS = 5
_BEHALF = re.compile(r"\s*\((on behalf of .*)\)$")


def first_uses(corpus: Corpus, terms: Terms | None = None) -> pd.DataFrame:
    """Tell which resolution first carried each term, and who has carried it since.

    Parameters
    ----------
    corpus : Corpus
    terms : mapping of str to one or several str, or one or several str, optional
        As for `trends`.

    Returns
    -------
    pandas.DataFrame
        One row a term, index `term`: `first_symbol`, `first_paragraph`, `first_date`, `title`
        and `committee` of the earliest resolution that holds it (of several of one day the
        first in the data set), `last_date`, `resolutions`, `series` (that hold it, count),
        `committees` (tuple, those with most first), `sponsors` (tuple of at most five that
        sponsor at least half of its resolutions, and half as many again as of all; of those
        that have sponsors, and only where at least five do), `older_symbol`, `older_paragraph`
        and `older_date` of the earliest resolution in the selection beside the data set
        (`Corpus.selection`) that holds it, `older_resolutions` (of the selection that hold it,
        count; missing where the data do not decide it, or there is no selection), `reason` ("",
        "not in the data set", or why it cannot be counted).

    Raises
    ------
    UnresError
        As `trends`.

    Notes
    -----
    "First" knows only the data set: what stood in a resolution before its first date was not
    new then. Look at `first_date`: in the first session of the data set it says little; then at
    `older_date`: a selection is no sample, so that what it holds was there, and what it lacks may
    have stood in another resolution. Annexes and headings do not count here; `search` looks
    there, too. Sponsors are those of the draft and those that joined later, as the metadata
    print them; many sponsor most of what they sponsor together, so that names in common are no
    proof of an origin.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> table = first_uses(example_corpus(), ["whales", "states"])
    >>> table[["first_symbol", "first_paragraph", "resolutions", "series"]].values.tolist()
    [['A/RES/77/901', 'OP1', 3, 3], ['A/RES/77/901', 'OP1', 16, 16]]
    """
    import pandas as pd

    check_corpus(corpus)
    held = occurrences(corpus, terms)
    table = pd.DataFrame({**spread_of(corpus, held.by_wording), **_older(corpus, terms, held)})
    table.insert(0, "term", held.names)
    nothing = np.where(table["resolutions"] > 0, "", "not in the data set")
    reason = [why or none for why, none in zip(held.reason, nothing, strict=True)]
    about = corpus.resolutions[["title", "committee"]]
    known = table["first_symbol"].dropna()
    for name in about:
        column = pd.Series(None, index=table.index, dtype=object)
        column[known.index] = about[name].reindex(known).to_numpy()
        table.insert(4 + list(about).index(name), name, column)
    table = table.assign(reason=reason).set_index("term")
    table.attrs["caption"] = (
        "The first resolution of the data set that holds each term (data from "
        f"{corpus.resolutions['adopted_on'].min().date()}), how many hold it, their committees, "
        "and States that sponsor at least half of them; “older”: the same in the selection."
    )
    return table


def spread_of(corpus: Corpus, held: Any) -> dict[str, Any]:
    """First and last place of terms, their resolutions, series, committees and sponsors.

    `held` has shape (wordings, terms), sparse.
    """
    places, holders = _places(corpus, held)
    units, sponsors = unit_of(corpus), _Sponsors(corpus)
    committees = corpus.resolutions["committee"].to_numpy(dtype=object)
    return {
        **places,
        "resolutions": [len(rows) for rows in holders],
        "series": [len(np.unique(units[rows])) for rows in holders],
        "committees": [_most(committees[rows]) for rows in holders],
        "sponsors": [sponsors.common(rows) for rows in holders],
    }


def _older(corpus: Corpus, terms: Terms | None, held: Occurrences) -> dict[str, Any]:
    """First place of terms in the selection, and how many resolutions there hold them."""
    import pandas as pd

    selection = corpus.selection
    if selection is None:
        size = len(held.names)
        places = {name: np.full(size, None) for name in ("symbol", "paragraph")}
        days = np.full(size, np.datetime64("NaT"), dtype="datetime64[s]")
        counts = pd.array([pd.NA] * size, dtype="Int64")
    else:
        by_wording, decided = _in_selection(selection, terms)
        first, holders = _places(selection, by_wording)
        places = {name: first[f"first_{name}"] for name in ("symbol", "paragraph")}
        days = first["first_date"]
        counts = pd.array([len(rows) if sure else pd.NA
                           for sure, rows in zip(decided, holders, strict=True)],
                          dtype="Int64")  # fmt: skip
    named = {f"older_{name}": values for name, values in places.items()}
    return {**named, "older_date": days, "older_resolutions": counts}


def _in_selection(selection: Corpus, terms: Terms | None) -> tuple[csr_array, np.ndarray]:
    """How often wordings hold terms, and of which terms that is decided.

    What is too rare to be counted there is looked for by the order of words, as by a search.
    """
    from scipy.sparse import csr_array, hstack

    held = occurrences(selection, terms, known=True)
    concepts = concepts_of(terms, selection, known=True)
    decided, columns = np.ones(len(concepts), dtype=bool), []
    everywhere = np.ones(selection.n_wordings, dtype=bool)
    for k, concept in enumerate(concepts):
        column = held.by_wording[:, [k]].toarray()[:, 0]
        for form in set(concept.forms) & set(held.unseen):
            found = count(selection, tuple(form.split()), everywhere)
            column = column + found.counts
            decided[k] &= not found.open.any()
        columns.append(csr_array(column[:, np.newaxis]))
    return csr_array(hstack(columns, format="csr")), decided


def _places(corpus: Corpus, held: Any) -> tuple[dict[str, np.ndarray], list[np.ndarray]]:
    """First and last place of terms, and the rows of the resolutions that hold them."""
    from scipy.sparse import csr_array

    table = corpus.resolutions
    body = corpus.paragraphs[corpus.body()]
    at = table.index.get_indexer(body["symbol"])
    days = table["adopted_on"].to_numpy("datetime64[D]")
    order = np.argsort(days[at], kind="stable")
    columns = csr_array(held)[body["wording"].to_numpy()[order]].tocsc()
    columns.sort_indices()
    columns.eliminate_zeros()
    known = np.diff(columns.indptr) > 0
    first = order[columns.indices[columns.indptr[:-1][known]]]
    last = order[columns.indices[columns.indptr[1:][known] - 1]]
    found = {name: np.full(len(known), None, dtype=object)
             for name in ("first_symbol", "first_paragraph")}  # fmt: skip
    dates = {name: np.full(len(known), np.datetime64("NaT"), dtype="datetime64[s]")
             for name in ("first_date", "last_date")}  # fmt: skip
    found["first_symbol"][known] = body["symbol"].to_numpy(dtype=object)[first]
    found["first_paragraph"][known] = body["paragraph"].to_numpy(dtype=object)[first]
    dates["first_date"][known], dates["last_date"][known] = days[at[first]], days[at[last]]
    holders = [np.unique(at[order[columns.indices[a:b]]])
               for a, b in zip(columns.indptr, columns.indptr[1:], strict=False)]  # fmt: skip
    return {**found, **dates}, holders


def _most(names: np.ndarray) -> tuple[str, ...]:
    """Names by how often they stand there, missing ones left out."""
    times = Counter(name for name in names.tolist() if isinstance(name, str))
    return tuple(name for name, _ in sorted(times.items(), key=lambda pair: (-pair[1], pair[0])))


def printed_sponsors(table: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    """Sponsors of every resolution as both its lists print them, without those taken off."""
    for draft, joined in zip(table["sponsors"], table["additional_sponsors"], strict=True):
        names = (*draft, *joined)
        if any("removed" in name for name in names):
            lists = {"draft": draft, "additional": joined}
            names = tuple(one.name for _, one in sponsors_in(lists) if one.kind != "removed")
        yield names


class _Sponsors:
    """Who sponsored each resolution, and how many of all with sponsors."""

    def __init__(self, corpus: Corpus) -> None:
        self.of = [frozenset(_states(names)) for names in printed_sponsors(corpus.resolutions)]
        self.times = Counter(name for names in self.of for name in names)
        self.total = max(1, sum(map(bool, self.of)))

    def common(self, rows: np.ndarray) -> tuple[str, ...]:
        """Sponsors that resolutions have in common, more than others have."""
        given = [self.of[row] for row in rows if self.of[row]]
        if len(given) < _SPONSORS:
            return ()
        times = Counter(name for names in given for name in names)
        share = {name: n / len(given) for name, n in times.items()}
        above = {name: part / (self.times[name] / self.total) for name, part in share.items()}
        kept = [
            name for name, part in share.items() if part >= SHARE and above[name] >= _ABOVE - 1e-9
        ]
        return tuple(sorted(kept, key=lambda name: (-above[name], name))[:_SPONSORS])


def _states(names: tuple[str, ...]) -> Iterator[str]:
    """Sponsors without those that speak for a committee, and on whose behalf they do."""
    for name in names:
        if not name.startswith(("Chair", "President", "Vice", "Rapporteur")):
            yield _BEHALF.sub("", name)
