"""How fast the use of a term rose or fell: a regression on the session."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import check_known
from unres_research._progress import each
from unres_research.analyse._rates import by_unit, q_values, t_factor
from unres_research.analyse._regression import statsmodels
from unres_research.analyse._trends._patterns import Terms
from unres_research.analyse._trends._sentences import of_trend
from unres_research.analyse._trends._texts import Texts, check_unit, order_of, texts_of
from unres_research.corpus import Corpus

if TYPE_CHECKING:
    import pandas as pd

_LEAST = 3  # sessions
_SERIES = 10  # with fewer of them intervals held the truth too seldom in simulations
_LEVEL = 0.95
_EVEN = 1e-3  # of the dispersion: below it counts are no more uneven than by chance


def trend(
    corpus: Corpus,
    terms: Terms | None,
    *,
    unit: str = "words",
    adjust: str | None = None,
    sessions: Any = None,
    until: str | None = None,
) -> pd.DataFrame:
    """Estimate by how much terms rose or fell from one session to the next.

    Parameters
    ----------
    corpus : Corpus
    terms : mapping of str to one or several str, sequence of str, or None
        As for `trends`.
    unit : {"words", "resolutions"}
        A negative binomial regression of occurrences, in so many words; or a logistic one of
        whether a resolution uses the term.
    adjust : {"committee"}, optional
        Hold the composition by committee fixed: each has its own level, and all have one trend. A
        term can rise merely because a committee adopts more, or longer, texts.
    sessions : int or sequence of int, optional
        At least three; by default all that are over, or all where `until` is given.
    until : str, optional
        Month and day, as "06-04": only what sessions adopted until that day, so that one that is
        not over can be compared.

    Returns
    -------
    pandas.DataFrame
        One row a term: `term`, `ratio` (of the rates, or of the odds, of a session and the one
        before: 1.1 is ten per cent more a session), `low`, `high` (95 per cent), `p` (that it is
        1, two sides), `q` (Benjamini and Hochberg, over the terms of the table), `occurrences`,
        `resolutions` and `series` (that use it), `reason`: "" or why nothing is estimated ("fewer
        than 10 occurrences", "found in fewer than 10 series", "missing in fewer than 10 series":
        too few to compare; "rarer than the data set counts, which holds no texts"; "no estimate
        is found"). `attrs`: `unit`, `adjust`, `sessions`, `resolutions`, `series`, `caption` and
        `summary`, a sentence.

    Raises
    ------
    UnresError
        When statsmodels is missing (the extra `regression`), fewer than three sessions can be
        compared, `unit` or `adjust` is not known, or a term is not understood (see `trends`).

    Notes
    -----
    The errors are by series (Liang & Zeger), for a text that is renewed is nearly the same text;
    the degrees of freedom of Student's t follow from how many series are behind the variance. In
    the negative binomial model a long text counts less than its words, the more a term comes in
    bursts, so the ratio can differ from that of the rates in `trends`. The dispersion is that of
    moments; the errors hold whether or not it is right.

    One ratio for all sessions is a summary. A term that leaps once and stays, or rises and falls,
    has one too: look at `change_points` and at the figure. It is no forecast.

    References
    ----------
    Liang & Zeger (1986), Longitudinal data analysis using generalized linear models, Biometrika
    73. Lawless (1987), Negative binomial and mixed Poisson regression, Canadian Journal of
    Statistics 15. Breslow (1984), Extra-Poisson variation in log-linear models, Applied
    Statistics 33: the dispersion. Cameron & Miller (2015), A practitioner's guide to
    cluster-robust inference, Journal of Human Resources 50: few clusters.

    Examples
    --------
    Both from session to session; "big data" stands in five series.

    >>> from unres_research.corpus import open_corpus
    >>> table = trend(open_corpus(), ["digital", "big data"]).set_index("term")
    >>> table.loc["digital", "low"] > 1, table.loc["big data", "reason"]
    (np.True_, 'found in fewer than 10 series')
    """
    import pandas as pd

    check_unit(unit)
    check_known([adjust], [None, "committee"], "adjustments")
    texts = texts_of(corpus, terms, sessions, until, _LEAST)
    groups = np.zeros(len(texts.rows), dtype=int)
    if adjust:
        own = corpus.resolutions[adjust].iloc[texts.rows]
        groups = pd.factorize(own.astype(object).where(own.notna(), "none"))[0]
    order = list(order_of(texts.names))
    rows = [_row(texts, k, unit, groups) for k in each(order, "fitting trends", len(order), "term")]
    table = pd.DataFrame(rows)
    table.insert(table.columns.get_loc("p") + 1, "q", q_values(table["p"].to_numpy()))
    table.attrs = {"unit": unit, "adjust": adjust, "sessions": list(texts.sessions),
                   "resolutions": len(texts.rows), "series": len(set(texts.units))}  # fmt: skip
    table.attrs |= of_trend(table)
    return table


def _row(texts: Texts, k: int, unit: str, groups: np.ndarray) -> dict[str, Any]:
    """What is found of one term."""
    from scipy.special import stdtr

    values, sizes = texts.values(unit)
    values, time = values[:, k], np.array(texts.sessions, dtype=float)[texts.at]
    reason = str(texts.reason[k]) or too_few(values, texts.units, share=unit == "resolutions")
    found = None
    if not reason:
        words = sizes if unit == "words" else None
        found = slope(values, words, time, groups, texts.units)
        reason = "" if found else "no estimate is found"
    told = dict.fromkeys(("ratio", "low", "high", "p"), np.nan)
    if found:
        ends = found.estimate + np.array([0, -1, 1]) * found.half
        told = dict(zip(told, map(float, np.exp(ends)), strict=False))
        told["p"] = float(2 * stdtr(found.freedom, -abs(found.estimate) / found.error))
    return {"term": texts.names[k], **told, "occurrences": int(texts.counts[:, k].sum()),
            "resolutions": int((texts.counts[:, k] > 0).sum()), "series": int(texts.series[k]),
            "reason": reason}  # fmt: skip


def too_few(values: np.ndarray, units: np.ndarray, *, share: bool) -> str:
    """Why a term, by resolution, is not put into a regression; "" where it is."""
    if len(set(units[values > 0])) < _SERIES:
        return f"found in fewer than {_SERIES} series"
    if share and len(set(units[values == 0])) < _SERIES:
        return f"missing in fewer than {_SERIES} series"
    return ""


@dataclass(frozen=True)
class Slope:
    """Change of the logarithm of a rate, or of odds, from one session to the next."""

    estimate: float
    error: float
    freedom: float

    @property
    def half(self) -> float:
        """Half of the interval."""
        return float(t_factor(_LEVEL, self.freedom) * self.error)


def slope(
    values: np.ndarray,
    words: np.ndarray | None,
    time: np.ndarray,
    groups: np.ndarray,
    units: np.ndarray,
) -> Slope | None:
    """Regression of occurrences in so many words, or of use (no words), on time and groups."""
    sm = statsmodels()
    totals, n = by_unit(values, groups), np.bincount(groups)
    telling = (totals > 0) & ((totals < n) | (words is not None))  # others tell of no change
    rows = np.flatnonzero(telling[groups])
    own, units = (np.unique(x[rows], return_inverse=True)[1] for x in (groups, units))
    design = np.column_stack([time[rows] - time[rows].mean(), np.eye(own.max() + 1)[own]])
    clusters = {"cov_type": "cluster", "cov_kwds": {"groups": units}}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # of a fit that does not converge, or separates
            if words is None:
                model = sm.GLM(values[rows], design, family=sm.families.Binomial())
            else:
                model = _counted(sm, values[rows], design, np.log(words[rows]))
            fit = model.fit(**clusters)
            return Slope(float(fit.params[0]), float(fit.bse[0]), _freedom(fit, units))
    except (Warning, ArithmeticError, ValueError, np.linalg.LinAlgError):
        return None


def _counted(sm: Any, values: np.ndarray, design: np.ndarray, exposure: np.ndarray) -> Any:
    """Negative binomial model whose dispersion is that of moments."""
    poisson = sm.GLM(values, design, family=sm.families.Poisson(), offset=exposure)
    mean = poisson.fit().mu
    burst = ((values - mean) ** 2 - mean).sum() / (mean**2).sum()
    if burst < _EVEN:
        return poisson
    family = sm.families.NegativeBinomial(alpha=burst)
    return sm.GLM(values, design, family=family, offset=exposure)


def _freedom(fit: Any, units: np.ndarray) -> float:
    """Degrees of freedom of the slope's variance by how many series share it, at least 2."""
    inverse = np.linalg.inv(-fit.model.hessian(fit.params))
    squares = by_unit(fit.model.score_obs(fit.params) @ inverse[0], units) ** 2
    told = squares.sum() ** 2 / (squares**2).sum()
    return float(np.clip(told - 1, 2, units.max()))
