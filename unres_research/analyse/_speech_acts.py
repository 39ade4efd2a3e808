"""Which acts a text performs (calls upon, encourages, requests), and in how firm a register."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from unres_research.analyse import intervals
from unres_research.analyse._keyness import Group, group_rows
from unres_research.corpus._corpus import Corpus
from unres_research.errors import UnresError
from unres_research.records import Resolution
from unres_research.wordlists import read_list

if TYPE_CHECKING:
    import pandas as pd

ACTS = ("directive", "decision", "commitment", "approval", "disapproval", "assertion")
GRADED = ("directive", "approval", "disapproval")
LEAST_ACTS = 5


@dataclass(frozen=True)
class Act:
    """What an opener does.

    Attributes
    ----------
    act : str
        One of `ACTS`.
    level : float
        Degree of strength among acts of its kind, higher means firmer; NaN for the kinds
        that the scale does not grade.
    phrase : str
        The phrase of the scale that was found.

    Examples
    --------
    >>> Act("directive", 4.0, "urges").level
    4.0
    """

    act: str
    level: float
    phrase: str


Scale = Mapping[str, Act]


def scale(path: str | Path | None = None) -> Scale:
    """Read a scale of firmness.

    Parameters
    ----------
    path : path, optional
        A CSV file of your own with the columns `phrase`, `act` (one of `ACTS`), `level` (a
        number; empty for acts that are not graded) and `source`; by default
        `wordlists/firmness.csv`.

    Returns
    -------
    mapping of str to Act
        By phrase, in lower case.

    Raises
    ------
    UnresError
        When the file cannot be read, columns are missing, or rows are not understood; the
        first ten such rows are named, and how many there are.

    Notes
    -----
    The built-in scale is the judgement of its makers by the degree of strength of speech acts,
    one of the components of illocutionary force in Searle & Vanderveken. No official
    ranking of these words exists. A figure from it is worth what `dependence` leaves of it.

    References
    ----------
    Searle & Vanderveken (1985), Foundations of illocutionary logic.

    Examples
    --------
    >>> scale()["urges"].level > scale()["invites"].level
    True
    """
    if path is None:
        return _built_in()
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            return _read(list(reader), str(path), reader.fieldnames or [])
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UnresError(f"{path}: cannot be read ({why}), expected a CSV file in UTF-8") from None


@cache
def _built_in() -> Scale:
    return _read(list(read_list("firmness")), "firmness.csv", ("phrase", "act", "level", "source"))


def _read(rows: list[dict[str, str]], name: str, columns: Iterable[str]) -> Scale:
    missing = {"phrase", "act", "level", "source"} - set(columns)
    if missing:
        raise UnresError(
            f"found no column {', '.join(sorted(missing))} in {name}, expected phrase, act, level "
            "and source"
        )
    found: dict[str, Act] = {}
    faults = []
    for number, row in enumerate(rows, start=2):
        phrase = " ".join(_said(row["phrase"] or ""))
        act, level = (str(row[c] or "").strip().lower() for c in ("act", "level"))
        graded = re.fullmatch(r"-?\d+(\.\d+)?", level)
        if not phrase or act not in ACTS or not (graded or not level) or phrase in found:
            faults.append(f"row {number} ({phrase or 'no phrase'}, {act!r}, {level!r})")
            continue
        found[phrase] = Act(act, float(level) if graded else float("nan"), phrase)
    if faults:
        raise UnresError(
            f"found {len(faults)} row{'s'[: len(faults) != 1]} of {name} not understood: "
            f"{'; '.join(faults[:10])}; expected a phrase that stands once, an act of "
            f"{', '.join(ACTS)}, and a number or nothing"
        )
    return found


_ADVERBS = frozenset(("also", "further", "again", "once", "more", "furthermore", "likewise"))


def act_of(opener: str | None, words: Scale | None = None) -> Act | None:
    """Tell what an opener does.

    Parameters
    ----------
    opener : str or None
        As printed: "Also strongly urges".
    words : Scale, optional
        By default `scale()`.

    Returns
    -------
    Act or None
        By the longest phrase of the scale in the opener, as printed or once "also", "further"
        and the like are left out; None when there is none.

    Notes
    -----
    "Reiterates its call" is a call: a phrase with "its" counts before the verb around it.

    Examples
    --------
    >>> act_of("Also calls upon").act, act_of("Reiterates its demand").level
    ('directive', 5.0)
    >>> act_of("Convening") is None
    True
    """
    if not opener:
        return None
    known = words or scale()
    said = _said(opener)
    bare = [w for w in said if w not in _ADVERBS]
    places = f" {' '.join(said)}  {' '.join(bare)} "  # two blanks: no phrase reaches over
    hits = [p for p in known if f" {p} " in places]
    if not hits:
        return None
    return known[max(hits, key=lambda p: ("its " in p, len(p)))]


def _said(text: str) -> list[str]:
    return re.findall(r"[\w’'-]+", text.lower())


def acts(
    corpus: Corpus, groups: Mapping[str, Group], *, words: Scale | None = None
) -> pd.DataFrame:
    """List the acts of operative paragraphs by group.

    Parameters
    ----------
    corpus : Corpus
    groups : mapping of str to group
        As for `keyness.keyness`; they may overlap. Operative paragraphs count, no others.
    words : Scale, optional
        By default `scale()`.

    Returns
    -------
    pandas.DataFrame
        One row an operative paragraph: `group`, `unit` (its resolution), `opener`, `phrase`,
        `act`, `level` (NaN where not graded); `act` is "" where the scale does not know the
        opener, or there is none.

    Raises
    ------
    UnresError
        When a group has no operative paragraphs, or a symbol is not in the data set.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> table = acts(example_corpus(), {"77": ["A/RES/77/901", "A/RES/77/902"]})
    >>> table["act"].tolist()
    ['decision', 'decision']
    """
    import pandas as pd

    known = words or scale()
    pieces = [
        pd.DataFrame({"group": name, **_openers(corpus, group, name)})
        for name, group in groups.items()
    ]
    table = pd.concat(pieces, ignore_index=True)
    found = {opener: act_of(opener, known) for opener in table["opener"].unique()}
    hits = [found[opener] for opener in table["opener"]]
    table["phrase"] = [hit.phrase if hit else "" for hit in hits]
    table["act"] = [hit.act if hit else "" for hit in hits]
    table["level"] = [hit.level if hit else np.nan for hit in hits]
    return table


def _openers(corpus: Corpus, group: Group, name: str) -> dict[str, list[str]]:
    if isinstance(group, Resolution):
        openers = [p.opener or "" for p in group if p.kind == "operative"]
        units = [group.symbol or "text"] * len(openers)
    else:
        table = corpus.paragraphs.iloc[group_rows(corpus, group, name)]
        table = table[table["kind"] == "operative"]
        openers, units = table["opener"].fillna("").tolist(), table["symbol"].tolist()
    if not openers:
        raise UnresError(f"found no operative paragraphs in {name}, expected some")
    return {"unit": units, "opener": openers}


def profile(table: pd.DataFrame, *, seed: int = 0) -> pd.DataFrame:
    """Share of each kind of act by group.

    Parameters
    ----------
    table : pandas.DataFrame
        From `acts`.
    seed : int
        For the intervals.

    Returns
    -------
    pandas.DataFrame
        One row a group and act (those of `ACTS`, and "unknown"): `group`, `act`, `count`,
        `paragraphs` (operative, count), `share`, `low`, `high` (95 per cent, bootstrap over
        resolutions; NaN for fewer than five resolutions), `resolutions`.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> found = profile(acts(example_corpus(), {"77": ["A/RES/77/901"]}))
    >>> found.loc[found["act"] == "decision", ["count", "paragraphs"]].values.tolist()
    [[1, 1]]
    """
    import pandas as pd

    rows = []
    for name, group in table.groupby("group", sort=False):
        total = group.groupby("unit").size()
        for act in (*ACTS, "unknown"):
            hit = group[group["act"] == ("" if act == "unknown" else act)]
            count = hit.groupby("unit").size().reindex(total.index, fill_value=0)
            low, high = intervals.ratio(count.to_numpy(), total.to_numpy(), seed=seed)
            row = {"group": name, "act": act, "count": len(hit), "paragraphs": len(group)}
            share = len(hit) / len(group) if len(group) else np.nan
            rows.append(
                {**row, "share": share, "low": low, "high": high, "resolutions": len(total)}
            )
    return pd.DataFrame(rows)


def firmness(table: pd.DataFrame, *, act: str = "directive", seed: int = 0) -> pd.DataFrame:
    """Mean degree of strength of one kind of act, by group.

    Parameters
    ----------
    table : pandas.DataFrame
        From `acts`.
    act : {"directive", "approval", "disapproval"}
    seed : int
        For the intervals.

    Returns
    -------
    pandas.DataFrame
        One row a group: `group`, `acts` (graded, count), `resolutions`, `mean` (of the
        levels; higher means firmer), `low`, `high` (95 per cent, bootstrap over resolutions;
        NaN for fewer than five of them), `known` (share of the operative paragraphs whose
        opener the scale knows); `mean` is NaN for fewer than five acts.

    Raises
    ------
    UnresError
        When the kind of act is not graded.

    Notes
    -----
    Levels are an order, not a measure: the mean depends on how far apart they are put. See
    `dependence` before you quote it.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"group": "a", "unit": "x", "act": "directive",
    ...     "level": [1.0, 3, 3, 3, 5]})
    >>> firmness(table)["mean"].tolist()
    [3.0]
    """
    import pandas as pd

    if act not in GRADED:
        raise UnresError(f"found the act {act!r}, expected one of {', '.join(GRADED)}")
    rows = []
    for name, group in table.groupby("group", sort=False):
        graded = group[(group["act"] == act) & group["level"].notna()]
        units = graded.groupby("unit")["level"].agg(["sum", "size"])
        low, high = intervals.ratio(units["sum"].to_numpy(), units["size"].to_numpy(), seed=seed)
        enough = len(graded) >= LEAST_ACTS
        rows.append(
            {
                "group": name,
                "acts": len(graded),
                "resolutions": len(units),
                "mean": graded["level"].mean() if enough else np.nan,
                "low": low,
                "high": high,
                "known": (group["act"] != "").mean(),
            }
        )
    return pd.DataFrame(rows)


def dependence(
    table: pd.DataFrame, *, act: str = "directive", n_scales: int = 1000, seed: int = 0
) -> pd.DataFrame:
    """Tell how much a difference in firmness depends on the scale.

    The first group is set beside each other one on many scales that keep the order of the
    levels but space them at random (from the lowest level that the two groups use, 0, to the
    highest, 1), and on all scales in which two neighbouring levels have changed places.

    Parameters
    ----------
    table : pandas.DataFrame
        From `acts`, with two groups or more.
    act : {"directive", "approval", "disapproval"}
    n_scales : int
        Scales drawn at random.
    seed : int

    Returns
    -------
    pandas.DataFrame
        One row a group but the first: `group`, `against` (the first), `difference` (first less
        other, levels put evenly from 0 to 1), `least`, `greatest` (2.5 and 97.5 per cent
        of the scales drawn), `same_sign` (share of them on which the difference has the sign
        that it has evenly spaced), `swaps_same_sign` (share of the swapped scales); NaN when a
        group has fewer than five acts.

    Raises
    ------
    UnresError
        When there are fewer than two groups, or the kind of act is not graded.

    Notes
    -----
    This is the doubt about the scale alone; the doubt from few texts is in `firmness`.

    Examples
    --------
    One group only invites, the other only demands: no spacing changes which is firmer.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"group": ["a"] * 5 + ["b"] * 5, "unit": "x", "act": "directive",
    ...     "level": [1.0] * 5 + [5.0] * 5})
    >>> dependence(table)[["difference", "same_sign"]].values.tolist()
    [[-1.0, 1.0]]
    """
    import pandas as pd

    if act not in GRADED:
        raise UnresError(f"found the act {act!r}, expected one of {', '.join(GRADED)}")
    names = list(dict.fromkeys(table["group"]))
    if len(names) < 2:
        raise UnresError(f"found {len(names)} groups, expected two to compare")
    graded = table[(table["act"] == act) & table["level"].notna()]
    levels = {g: graded.loc[graded["group"] == g, "level"].to_numpy() for g in names}
    rows = [
        {"group": name, "against": names[0]}
        | _difference(levels[names[0]], levels[name], n_scales, np.random.default_rng(seed))
        for name in names[1:]
    ]
    columns = [
        "group",
        "against",
        "difference",
        "least",
        "greatest",
        "same_sign",
        "swaps_same_sign",
    ]
    return pd.DataFrame(rows, columns=columns)


def _difference(
    one: np.ndarray, other: np.ndarray, n_scales: int, rng: np.random.Generator
) -> dict[str, float]:
    """Compare two groups by the levels that the two use, so that no third group matters."""
    if min(len(one), len(other)) < LEAST_ACTS:
        return {}
    levels = np.unique(np.concatenate([one, other]))
    if len(levels) == 1:
        return {"difference": 0.0, "least": 0.0, "greatest": 0.0, "same_sign": 1.0}
    shares = [np.array([(group == level).mean() for level in levels]) for group in (one, other)]
    gap = shares[0] - shares[1]
    even = np.linspace(0, 1, len(levels))
    gaps = rng.dirichlet(np.ones(len(levels) - 1), n_scales)
    many = np.cumsum(gaps, axis=1) @ gap[1:]  # the lowest level is 0
    swapped = np.array([_swap(even, k) @ gap for k in range(len(even) - 1)])
    least, greatest = np.quantile(many, [0.025, 0.975])
    difference = float(gap @ even)
    return {
        "difference": difference,
        "least": float(least),
        "greatest": float(greatest),
        "same_sign": float((_sign(many) == _sign(difference)).mean()),
        "swaps_same_sign": float((_sign(swapped) == _sign(difference)).mean()),
    }


def _sign(values: np.ndarray | float) -> np.ndarray:
    """Signs, where a rounding error is no difference."""
    return np.sign(np.round(values, 12))


def _swap(values: np.ndarray, k: int) -> np.ndarray:
    found = values.copy()
    found[[k, k + 1]] = found[[k + 1, k]]
    return found
