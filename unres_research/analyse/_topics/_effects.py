"""How the prevalence of topics goes with what is known of resolutions: a regression."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import check_kind, check_known
from unres_research.analyse._grouping import keys_of
from unres_research.analyse._rates import MIN_UNITS, by_unit, refusal, t_factor
from unres_research.analyse._regression import statsmodels
from unres_research.analyse._series import unit_of
from unres_research.analyse._topics._grouping import held
from unres_research.analyse._topics._parts import with_word
from unres_research.analyse._topics._prevalence import PRIOR, members
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

    from unres_research.analyse._topics._model import TopicModel

_OWN = ("session", "committee", "vote")
_POINTS = 100  # percentage points


@dataclass(frozen=True)
class Column:
    """One column of a regression: a number, or a group beside the one that is left out."""

    covariate: str
    beside: str
    values: np.ndarray


def effects_of(
    model: TopicModel, covariates: str, symbols: str | Iterable[str] | None, data: Any
) -> pd.DataFrame:
    """Regression of the share of every topic on covariates, one row a topic and column."""
    import pandas as pd

    whole = held(model)
    table = _covariates(model, covariates, data)
    inside = members(model, symbols) & (whole.words > 0)
    rows = np.flatnonzero(inside & table.notna().all(axis=1).to_numpy())
    units = np.unique(unit_of(model.corpus)[rows], return_inverse=True)[1]
    columns = _columns(table.iloc[rows])
    design = np.column_stack([np.ones(len(rows)), *(column.values for column in columns)])
    _check(design, columns, units)
    shares = whole.mass[rows] / whole.words[rows][:, None]
    reason = refusal(by_unit(whole.mass[rows], units), by_unit(whole.words[rows], units))
    estimates, errors, freedom = regress(shares, design, units)
    parts = [
        _rows(model, column, estimates[k], errors[k], freedom[k], reason, units)
        for k, column in enumerate(columns, start=1)
    ]
    found = pd.concat(parts, ignore_index=True)
    found.attrs = {"resolutions": len(rows), "series": int(units.max()) + 1,
                   "left_out": int(inside.sum()) - len(rows)}  # fmt: skip
    return with_word(model, found)


def _covariates(model: TopicModel, covariates: str, data: Any) -> pd.DataFrame:
    """Values of the covariates, rows as in `corpus.resolutions`; names in C() as words."""
    import pandas as pd

    index = model.corpus.resolutions.index
    given = pd.DataFrame(index=index) if data is None else _given(model, data)
    names = _terms(covariates)
    taken = [name for name, _ in names if data is not None and name in _OWN and name in given]
    if taken:
        raise UnresError(
            f"found a column {taken[0]!r} in data, which the data set has itself, expected other "
            "names; rename the column, or leave it out of data"
        )
    known = [*_OWN, *(name for name in given.columns if isinstance(name, str))]
    check_known([name for name, _ in names], known, "covariates",
                "others stand in data, one row a symbol")  # fmt: skip
    found = {}
    for name, as_groups in names:
        values = given[name] if name in given else _own(model, name)
        _plain(name, values)
        if as_groups or not pd.api.types.is_numeric_dtype(values):
            values = values.astype(object)
        else:
            values = values.astype("Float64").astype(float)
            if np.isinf(values).any():
                raise UnresError(f"found a number without bound in {name}, expected finite ones")
        found[name] = values
    return pd.DataFrame(found, index=index)


def _given(model: TopicModel, data: Any) -> pd.DataFrame:
    """A table of covariates, rows as in `corpus.resolutions`."""
    import pandas as pd

    check_kind(data, pd.DataFrame, "data", "a pandas.DataFrame, one row a symbol")
    model.corpus.rows_of(list(data.index))  # raises when one is not there
    for names, what in ((data.index, "rows"), (data.columns, "columns")):
        if names.has_duplicates:
            twice = names[names.duplicated()][0]
            raise UnresError(f"found {twice} twice among the {what} of data, expected each once")
    return data.reindex(model.corpus.resolutions.index)


def _plain(name: str, values: pd.Series) -> None:
    """Raise `UnresError` for a covariate whose values are no single names or numbers."""
    from pandas.api.types import is_scalar

    if values.dtype.kind == "c":
        raise UnresError(f"found complex numbers in {name}, expected real ones")
    several = [v for v in values.tolist() if isinstance(v, complex) or not is_scalar(v)]
    if several:
        raise UnresError(
            f"found {str(several[0])[:40]} in {name}, expected one name or number a resolution"
        )


def _terms(covariates: str) -> list[tuple[str, bool]]:
    """Names that are added up, and whether each stands in C()."""
    if not isinstance(covariates, str) or not covariates.strip():
        raise UnresError(
            f"found covariates = {covariates!r}, expected names with + between, as "
            "'session + committee + vote'"
        )
    found: dict[str, bool] = {}
    for part in covariates.split("+"):
        name, grouped = part.strip(), re.fullmatch(r"\s*C\((.*)\)\s*", part)
        if re.search(r"[*:~^]", part):
            raise UnresError(
                f"found {part.strip()!r} among the covariates, expected names with + between; "
                "effects that depend on each other are not estimated"
            )
        found[grouped[1].strip() if grouped else name] = grouped is not None
    return list(found.items())


def _own(model: TopicModel, name: str) -> pd.Series:
    """Values of a covariate that the data set knows, missing where a resolution has none."""
    if name == "session":
        return model.corpus.resolutions["session"].astype("Float64")
    return keys_of(model.corpus, name).map(lambda key: key[0] if key else None)


def _columns(table: pd.DataFrame) -> list[Column]:
    found = []
    for name, values in table.items():
        if values.nunique() < 2:
            raise UnresError(
                f"found {'one value' if len(values) else 'no value'} of {name} among "
                f"{len(values):,} resolutions that have all covariates, expected two or more"
            )
        if values.dtype != object:
            found.append(Column(str(name), "", values.to_numpy()))
            continue
        counts = values.value_counts()
        several = sorted(counts.index, key=lambda value: (-counts[value], str(value)))
        several = several if isinstance(several[0], str) else sorted(counts.index)
        found += [Column(f"{name}: {_said(value)}", _said(several[0]),
                         (values == value).to_numpy(dtype=float))
                  for value in sorted(several[1:], key=str)]  # fmt: skip
    return found


def _said(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _check(design: np.ndarray, columns: list[Column], units: np.ndarray) -> None:
    """Raise `UnresError` where the covariates cannot be told apart."""
    series = units.max() + 1
    if series <= design.shape[1]:
        raise UnresError(
            f"found {series} series for {design.shape[1]} coefficients, expected more series; "
            "give fewer covariates"
        )
    if np.linalg.matrix_rank(design) < design.shape[1]:
        names = ", ".join(dict.fromkeys(c.covariate.partition(": ")[0] for c in columns))
        raise UnresError(
            f"found covariates that follow from each other among {names}, expected each to vary "
            "where the others are the same; leave one out"
        )


def regress(
    shares: np.ndarray, design: np.ndarray, units: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Least squares of each column of shares: coefficients, their errors, degrees of freedom.

    Shape (coefficients, topics). The variance is that of Liang & Zeger by unit, and, as three
    more degrees of freedom, what it would be if all units varied alike.
    """
    sm = statsmodels()
    n, k = design.shape
    inverse = np.linalg.inv(design.T @ design)
    found = np.zeros((3, k, shares.shape[1]))
    for topic, share in enumerate(shares.T):
        fit = sm.OLS(share, design).fit(cov_type="cluster", cov_kwds={"groups": units})
        left = np.asarray(fit.resid)
        parts = by_unit((design @ inverse) * left[:, None], units)
        freedom = _freedom(parts)
        expected = _alike(left, design @ inverse, units) / (n - k)
        variance = (freedom * fit.bse**2 + PRIOR * expected) / (freedom + PRIOR)
        found[:, :, topic] = fit.params, np.sqrt(variance), freedom + PRIOR
    return found[0], found[1], found[2]


def _freedom(parts: np.ndarray) -> np.ndarray:
    """Degrees of freedom of a variance by how many units share it, from 2 to all but one."""
    squares, fourth = (parts**2).sum(axis=0), (parts**4).sum(axis=0)
    told = np.divide(squares**2, fourth, out=np.zeros_like(squares), where=fourth > 0)
    return np.clip(told - 1, 2, len(parts) - 1)


def _alike(left: np.ndarray, weights: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Variance of coefficients, times n - k, if residuals of a unit had one correlation."""
    together, sizes = by_unit(left, units), np.bincount(units)
    squares, pairs = (left**2).sum(), (sizes * (sizes - 1)).sum()
    mean = squares / len(left)
    within = ((together**2).sum() - squares) / pairs / mean if pairs and mean else 0.0
    within = min(1.0, max(0.0, within))
    apart, joint = (weights**2).sum(axis=0), (by_unit(weights, units) ** 2).sum(axis=0)
    return np.asarray(squares * ((1 - within) * apart + within * joint))


def _rows(
    model: TopicModel,
    column: Column,
    estimate: np.ndarray,
    error: np.ndarray,
    freedom: np.ndarray,
    reason: np.ndarray,
    units: np.ndarray,
) -> pd.DataFrame:
    import pandas as pd
    from scipy.special import stdtr

    from unres_research.analyse._rates import q_values

    differs = column.values != _most_common(column.values)
    few = len(set(units[differs])) < MIN_UNITS
    reason = np.where(few & (reason == ""), f"fewer than {MIN_UNITS} series tell of it", reason)
    given = (reason == "") & (error > 0)
    half = np.where(given, t_factor(0.95, freedom) * error, np.nan)
    ratio = np.divide(np.abs(estimate), error, out=np.zeros_like(error), where=error > 0)
    p = np.where(given, 2 * stdtr(freedom, -ratio), np.nan)
    inside = column.values > 0 if column.beside else np.ones(len(units), dtype=bool)
    values = {"topic": list(model.labels), "covariate": column.covariate, "beside": column.beside,
              "estimate": _POINTS * estimate, "low": _POINTS * (estimate - half),
              "high": _POINTS * (estimate + half), "p": p, "q": q_values(p), "reason": reason,
              "resolutions": int(inside.sum()), "series": len(set(units[inside]))}  # fmt: skip
    return pd.DataFrame(values)


def _most_common(values: np.ndarray) -> float:
    several, counts = np.unique(values, return_counts=True)
    return float(several[np.argmax(counts)])
