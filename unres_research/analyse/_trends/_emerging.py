"""Which words and phrases emerged, and which faded: all of the vocabulary is screened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array

from unres_research._inputs import as_list, check_known, check_share, check_whole
from unres_research._progress import doing
from unres_research.analyse._groups import check_corpus
from unres_research.analyse._rates import q_values
from unres_research.analyse._series import unit_of
from unres_research.analyse._trends._cells import sessions_of, times_of
from unres_research.analyse._trends._first import spread_of
from unres_research.analyse._trends._kinds import KINDS, kinds_of
from unres_research.analyse._trends._screen import Cells, screen
from unres_research.analyse._trends._sentences import of_emerging
from unres_research.analyse._trends._table import PER
from unres_research.analyse._trends._told import (
    Phrases,
    Places,
    elaborated,
    holders_of,
    leaders,
    without_phrases,
)
from unres_research.corpus import Corpus, stop_words
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

_MIN_COUNT = 10
COLUMNS = (
    "term",
    "phrase",
    "kind",
    "direction",
    "count_before",
    "count_after",
    "rate_before",
    "rate_after",
    "ratio",
    "p",
    "q",
    "series_before",
    "series_after",
    "resolutions",
    "series",
    "first_symbol",
    "first_paragraph",
    "first_date",
    "last_date",
    "committees",
    "sponsors",
    "also",
    "respelled",
)

Sessions = int | Iterable[int] | None


def emerging(
    corpus: Corpus,
    *,
    before: Sessions = None,
    after: Sessions = None,
    kinds: str | Sequence[str] = ("subject", "general", "name"),
    until: str | None = None,
    min_series: int = 10,
    max_q: float = 0.05,
) -> pd.DataFrame:
    """Screen the whole vocabulary for words and phrases that came up, and that went down.

    Each series is compared with itself, as in `change`: its texts before and after are swapped, or
    not, by the toss of a coin, and a term changed where few such tosses would tell the two apart as
    much. No draw is made: the tail is computed.

    Parameters
    ----------
    corpus : Corpus
    before, after : int or iterable of int, optional
        Sessions to compare, as ``before=(76, 77), after=(79, 80)``; best as many on both sides. By
        default a rise or fall over all sessions is looked for, in even steps.
    kinds : str or sequence of str
        "subject"; "general" (of words that any subject uses, as "meaningful participation");
        "name" (of instruments, conferences, bodies and States); "drafting" (a word of drafting
        begins or ends it, as "welcoming the convening"); "number" (numbers, dates, sessions). By
        default the first three.
    until : str, optional
        Month and day, as "06-04": compare what sessions adopted until that day. Give it where a
        session is not over: what is adopted in June would seem to fade.
    min_series : int
        Series that use a term in these sessions, at least (2). Fewer than about ten cannot show a
        change beyond chance.
    max_q : float
        Findings with a smaller `q` only; 0 to 1.

    Returns
    -------
    pandas.DataFrame
        One row a finding: rising ones first, then "fading", the surest first. `term` (one to
        three words, without function words at its ends), `phrase` (the longest one, to twelve
        words, that has four in five of its places in the period in which it is more frequent),
        `kind`, `direction`, `count_before`, `count_after`, `rate_before`, `rate_after` (in 10,000
        words), `ratio` (of the rates, infinite for what is new), `p`, `q` (Benjamini & Hochberg,
        within the kind), `series_before`, `series_after` (that use it, count), and of all
        sessions of the data set `resolutions`, `series`, `first_symbol`, `first_paragraph`,
        `first_date`, `last_date`, `committees` and `sponsors` as in `first_uses`. `also`: terms
        that changed in the same places. `respelled`: a term of the same letters that changed
        the other way ("health-care" for "healthcare"), or "". Over all sessions, those before the
        middle one are "before".
        `attrs`: `before`, `after` (sessions), `incomplete` (those of the data set that are not
        over), `tested`, `changed` (terms by kind, count), `max_q`, `caption` and `summary`, a
        sentence.

    Raises
    ------
    UnresError
        When the data set is in another language than English, a session is not in it or on both
        sides, only one side is given, or an option is out of range.

    Notes
    -----
    The score of a term sums, over series, what each has after less what it has before, less what
    its words would have at the rate of all; and it must also move the same way without regard to
    words. So a term does not rise because texts grow, nor fade where it stays and other texts
    grow. A series with n occurrences weighs 1 / (1 + d n), with d from how much the sessions of a
    series differ beyond chance, so that one long text makes no finding. p is that of all ways to
    turn series round in time (by a saddlepoint approximation), the greater of both, and never
    below 2^(1 - series). In simulations of renewal without change hardly any run has a finding
    (`python -m benchmarks.inference emerging`). Periods with unequal numbers of sessions are
    compared by their means by session, and what is swapped is then not quite alike. `change`
    tests single terms by sums that are not weighted, so that its p may be another one.

    Fewer rows than terms: a part of a phrase ("artificial") is left out when it does not change
    outside the paragraphs that hold longer phrases which changed; of terms that stand in the same
    paragraphs (four in five, and at most five times as many) the surest speaks for all, and for
    the phrases that hold it (`also`). What is left out depends on the same counts, so that q of
    what stays is a guide and no proof.

    Names are told by the capitals of titles and of the library's index, for the data set has no
    capitals of texts: a name that is in no title is taken for a subject. Which words any subject
    uses is told by how widely they are spread over the series, as for `fit_topics`. The vocabulary
    holds phrases of up to three words in five paragraphs and more. A rise may be a paragraph that
    many texts took over, a subject of every third session, or a new spelling: look at the texts.

    References
    ----------
    Fisher (1935), The Design of Experiments, section 21: swapping within pairs. Lawless (1987),
    Negative binomial and mixed Poisson regression, Canadian Journal of Statistics 15: the weights.
    Berger (1982), Multiparameter hypothesis testing and acceptance sampling, Technometrics 24: the
    greater p of two tests. Lugannani & Rice (1980), Saddle point approximation for the distribution
    of the sum of independent random variables, Advances in Applied Probability 12. Benjamini &
    Hochberg (1995), Controlling the false discovery rate, Journal of the Royal Statistical Society
    B 57.

    Examples
    --------
    All sixteen texts "decide" something for "States", in either session: nothing changed.

    >>> from unres_research.corpus import example_corpus
    >>> table = emerging(example_corpus(), before=77, after=78, kinds="drafting")
    >>> len(table), table.attrs["before"], table.attrs["tested"]
    (0, (77,), {'drafting': 2})
    """
    check_corpus(corpus)
    _check_language(corpus)
    wanted = as_list(kinds, "kinds")
    check_known(wanted, KINDS, "kinds of terms")
    check_whole(min_series, "min_series", 2)
    check_share(max_q, "max_q")
    material = _Material.of(corpus, before, after, until)
    columns, of = _candidates(corpus, material, min_series, wanted)
    counts = corpus.wording_counts[:, columns]
    with doing(f"testing {len(columns):,} terms"):
        z, p = screen(material.by_cell(counts), material.cells)
    q = np.full(len(p), np.nan)
    for kind in wanted:
        q[of == kind] = q_values(p[of == kind])
    terms = corpus.vocabulary["term"].to_numpy(dtype=object)[columns]
    found = _Found(terms, of, z, p, q, counts).part(np.flatnonzero(q < max_q))
    with doing(f"putting {len(found.terms):,} terms together"):
        table = _table(corpus, material, found, min_series)
    table.attrs = {
        "before": material.before, "after": material.after, "max_q": max_q,
        "incomplete": tuple(t.name for t in times_of(corpus, "session") if not t.complete),
        "tested": {kind: int((of == kind).sum()) for kind in wanted},
        "changed": {kind: int((found.kinds == kind).sum()) for kind in wanted},
    }  # fmt: skip
    table.attrs |= of_emerging(table, until)
    return table


def _check_language(corpus: Corpus) -> None:
    """Refuse other languages, of which there is no list of function words and of drafting."""
    if corpus.language != "en":
        raise UnresError(
            f"found a data set in {corpus.language!r}, expected English: terms are told apart by "
            "lists of English function words and words of drafting; `trends`, `first_uses` and "
            "`adoption` count terms in other languages"
        )


@dataclass(frozen=True)
class _Found:
    """Terms that changed; arrays by term."""

    terms: np.ndarray
    kinds: np.ndarray
    z: np.ndarray
    p: np.ndarray
    q: np.ndarray
    counts: csr_array  # shape (wordings, terms)

    def part(self, kept: np.ndarray) -> _Found:
        """Some of the terms."""
        return _Found(
            self.terms[kept], self.kinds[kept], self.z[kept], self.p[kept], self.q[kept],
            csr_array(self.counts[:, kept]),
        )  # fmt: skip


@dataclass(frozen=True)
class _Material:
    """Sessions before and after, and how wordings sum to series by session."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    cells: Cells
    belongs: csr_array  # shape (cells, wordings): how often each stands there

    @classmethod
    def of(cls, corpus: Corpus, before: Sessions, after: Sessions, until: str | None) -> _Material:
        """Read the sessions, and sum what they hold."""
        inside = sessions_of(corpus.resolutions, until)
        known = np.unique(inside[~np.isnan(inside)]).astype(int).tolist()
        place = _places(before, after, known)
        table = corpus.paragraphs[corpus.body()]
        at = corpus.resolutions.index.get_indexer(table["symbol"])
        kept = np.isin(inside[at], list(place))
        at, wording = at[kept], table["wording"].to_numpy()[kept]
        keys = np.stack([unit_of(corpus)[at], inside[at].astype(int)])
        (unit, session), cell = np.unique(keys, axis=1, return_inverse=True)
        cell = cell.ravel()
        words = np.bincount(cell, table["words"].to_numpy()[kept], len(unit))
        series = np.unique(unit, return_inverse=True)[1]
        cells = Cells(series, np.array([place[s] for s in session.tolist()]), words)
        belongs = csr_array((np.ones(len(cell), dtype=np.int32), (cell, wording)),
                            shape=(len(unit), corpus.n_wordings))  # fmt: skip
        before, after = (tuple(s for s in place if sign * place[s] > 0) for sign in (-1, 1))
        return cls(before, after, cells, belongs)

    def by_cell(self, counts: csr_array) -> csr_array:
        """Counts of terms (wordings x terms) by series and session."""
        return csr_array(self.belongs @ counts)

    def side(self, sign: int) -> np.ndarray:
        """Cells of the sessions before (-1) or after (1)."""
        return sign * self.cells.place > 0

    def times(self, sign: int) -> np.ndarray:
        """In how many paragraphs of a side each wording stands."""
        return np.asarray(self.side(sign).astype(float) @ self.belongs)


def _places(before: Sessions, after: Sessions, known: list[int]) -> dict[int, float]:
    """Place in time of every session: its part of -1 and 1, or how far it is from the middle."""
    if before is None and after is None:
        if len(known) < 2:
            raise UnresError(
                f"found one session, {known[0]}, expected two or more to see what changed"
            )
        middle = (len(known) - 1) / 2
        return {session: k - middle for k, session in enumerate(known)}
    if before is None or after is None:
        raise UnresError(
            "found sessions for one of before and after, expected both, as before=(76, 77), "
            "after=(79, 80), or neither: change over all sessions"
        )
    sides = [as_list(side, name, (int, np.integer)) if not isinstance(side, int) else [side]
             for side, name in ((before, "before"), (after, "after"))]  # fmt: skip
    check_known([s for side in sides for s in side], known, "sessions")
    if set(sides[0]) & set(sides[1]) or not all(sides):
        raise UnresError(
            f"found sessions {before!r} and {after!r}, expected at least one on each side and none "
            "on both"
        )
    return {
        int(s): sign / len(set(side))
        for side, sign in zip(sides, (-1, 1), strict=True)
        for s in side
    }


def _candidates(
    corpus: Corpus, material: _Material, min_series: int, wanted: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Columns and kinds of terms that enough series use, without function words at their ends."""
    function = stop_words("function")
    every = corpus.vocabulary["term"].to_numpy(dtype=object).tolist()
    ends = [(term.split(" ", 1)[0], term.rsplit(" ", 1)[-1]) for term in every]
    columns = np.flatnonzero([a not in function and b not in function for a, b in ends])
    by_cell = material.by_cell(corpus.wording_counts[:, columns])
    by_series = (material.cells.by_series() @ by_cell).tocsr()
    users = np.bincount(by_series.indices, minlength=len(columns))
    often = np.asarray(by_series.sum(axis=0)).ravel() >= _MIN_COUNT
    columns = columns[(users >= min_series) & often]
    kinds = kinds_of(corpus, [every[k] for k in columns.tolist()])
    kept = np.isin(kinds.astype(str), wanted)
    return columns[kept], kinds[kept]


def _table(corpus: Corpus, material: _Material, found: _Found, min_series: int) -> pd.DataFrame:
    """One row a finding, risers first; parts and neighbours are named beside it."""
    import pandas as pd

    whole = found.part(np.flatnonzero(_wholes(material, found, min_series)))
    sides = [
        _of_direction(corpus, material, whole.part(np.flatnonzero(whole.z * sign > 0)), sign)
        for sign in (1, -1)
    ]
    table = pd.concat(sides, ignore_index=True)
    turned = {_letters(term): term for term in found.terms[found.z < 0].tolist()}
    risen = {_letters(term): term for term in found.terms[found.z > 0].tolist()}
    table["respelled"] = [
        (turned if way == "rising" else risen).get(_letters(term), "")
        for term, way in zip(table["term"], table["direction"], strict=True)
    ]
    return table[list(COLUMNS)]


def _letters(term: str) -> str:
    """A term without what may part its words: "health-care" and "healthcare" are alike."""
    return term.replace("-", "").replace(" ", "")


def _of_direction(corpus: Corpus, material: _Material, found: _Found, sign: int) -> pd.DataFrame:
    """Findings of one direction, the surest first."""
    import pandas as pd

    places = Places(found.counts, material.times(sign))
    terms = found.terms.tolist()
    order = np.lexsort((found.terms, -np.abs(found.z), found.p))
    told = leaders(places, order, terms, found.kinds)
    phrases = Phrases(corpus, places.times)
    said = {k: phrases.of(terms[k]) for k in order.tolist() if told[k] == k}
    told = elaborated(told, said, terms)
    kept = order[told[order] == order]
    also: dict[int, list[str]] = {k: [] for k in kept.tolist()}
    for k in order[told[order] != order].tolist():
        also[int(told[k])].append(terms[k])
    some = found.part(kept)
    return pd.DataFrame({
        "term": some.terms, "phrase": [said[k] for k in kept.tolist()], "kind": some.kinds,
        "direction": "rising" if sign > 0 else "fading", **_counted(material, some),
        "p": some.p, "q": some.q, **spread_of(corpus, some.counts),
        "also": [tuple(also[k]) for k in kept.tolist()],
    })  # fmt: skip


def _wholes(material: _Material, found: _Found, min_series: int) -> np.ndarray:
    """Which terms still change where no longer phrase stands that changed as they did."""
    holds = holders_of(found.terms.tolist(), found.z > 0)
    part = np.flatnonzero(np.asarray(holds.sum(axis=0)).ravel() > 0)
    whole = np.ones(len(found.terms), dtype=bool)
    if not len(part):
        return whole
    left = material.by_cell(without_phrases(found.counts, holds)[:, part])
    users = np.bincount((material.cells.by_series() @ left).tocsr().indices, minlength=len(part))
    z, p = screen(left, material.cells)
    # what remains is held to what every finding of its kind is held to
    surely = {kind: found.p[found.kinds == kind].max() for kind in set(found.kinds.tolist())}
    enough = p <= [surely[kind] for kind in found.kinds[part].tolist()]
    whole[part] = (users >= min_series) & enough & (z * found.z[part] > 0)
    return whole


def _counted(material: _Material, found: _Found) -> dict[str, Any]:
    """What terms have before and after, plainly counted."""
    by_cell = material.by_cell(found.counts)
    columns: dict[str, Any] = {}
    for sign, name in ((-1, "before"), (1, "after")):
        side = material.side(sign)
        columns[f"count_{name}"] = np.asarray(side.astype(int) @ by_cell)
        rate = columns[f"count_{name}"] / max(1, material.cells.words[side].sum())
        columns[f"rate_{name}"] = PER * rate
        columns[f"series_{name}"] = _series(material, by_cell, side)
    with np.errstate(divide="ignore", invalid="ignore"):
        columns["ratio"] = columns["rate_after"] / columns["rate_before"]
    return columns


def _series(material: _Material, by_cell: csr_array, side: np.ndarray) -> np.ndarray:
    held = material.cells.by_series()[:, np.flatnonzero(side)] @ by_cell[np.flatnonzero(side)]
    return np.bincount(held.tocsr().indices, minlength=by_cell.shape[1])
