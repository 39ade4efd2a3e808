"""How many topics: measures side by side for several numbers, and a range that is recommended."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import as_list, as_path, check_whole
from unres_research._progress import doing
from unres_research._storage import StoreError, write
from unres_research.analyse._groups import check_corpus
from unres_research.analyse._series import unit_of
from unres_research.analyse._topics import _fit as fitting
from unres_research.analyse._topics import _measures as measures
from unres_research.analyse._topics._chance import chance_of
from unres_research.analyse._topics._consensus import N_PAIRS, consensus, table_of
from unres_research.analyse._topics._draws import halves
from unres_research.analyse._topics._estimators import run_of
from unres_research.analyse._topics._material import USUAL_DF, Material, material_of
from unres_research.analyse._topics._model import TopicModel
from unres_research.corpus import Corpus
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

MIN_SERIES = 150  # below, halves agree no better than texts whose words are drawn by lot
_N_TERMS = 10
_RESULTS = 6  # raised when topics or measures change, so that stored sweeps are not used
_JUDGED = {  # what the recommendation rests on
    "held_npmi": "coherence",
    "fit": "fit",
    "stability": "agreement of halves",
}
_COLUMNS = (
    "npmi", "c_v", "held_npmi", "distinct", "stability", "low", "high", "share_stable", "fit",
    "subjects", "score", "behind", "error",
)  # fmt: skip
_SHIPPED = Path(__file__).with_name("sweeps")


def sweep_topics(
    corpus: Corpus,
    n_topics: tuple[int, ...] = (10, 15, 20, 30, 40, 60),
    *,
    on: Any = None,
    n_pairs: int = N_PAIRS,
    draws: int = 0,
    progress: bool = True,
    cache: bool | str | Path = True,
) -> pd.DataFrame:
    """Find topics in several numbers, and recommend a range of numbers.

    Parameters
    ----------
    corpus : Corpus
    n_topics : tuple of int
        Numbers to try, two or more of them.
    on : optional
        What of the data set to find topics in, as in `fit_topics`.
    n_pairs : int
        Pairs of halves by series (no series in both), 2 to 1,000.
    draws : int
        Other halves and other starts for every number.
    progress : bool
    cache : bool or path
        Where results are kept, by the content of the data set and the settings: True the user's
        folder for caches, False nowhere. A file that is not whole is not used.

    Returns
    -------
    pandas.DataFrame
        Index `n_topics`. Columns: `npmi` and `c_v`, mean coherence over the corpus (-1 to 1, 0 to
        1); `held_npmi`, coherence in the half of the series that the topics were not found in;
        `distinct`, the share of different terms among all ten strongest; `stability`, how well
        topics of two halves agree (mean over topics, see `TopicModel`, 0 to 1) with its
        interval `low`, `high` (95 per cent); `share_stable`, the share of words in topics that
        are called stable; `fit`, how well topics of one half tell half of the words of a text
        of the other from its other words (squared cosine, 0 to 1); `subjects`, normalised
        mutual information with the library's subjects (of five series or more; NaN without);
        `score`, the mean of what `held_npmi`, `fit` and `stability` reach of their best;
        `behind`, how much lower the score is than the best, and `error`, by how much that may
        err (95 per cent, from the pairs).
        `attrs["recommended"]` holds the least and the greatest number that is recommended,
        `attrs["reason"]` a sentence, and so does `attrs["caption"]`.

    Raises
    ------
    UnresError
        When there are fewer than 150 series: topics of two halves of so few agree no better
        than topics of texts whose words are drawn by lot.

    Notes
    -----
    Few topics are coherent but say little of a text; many tell more but return less often. No
    measure decides alone, and on resolutions stability hardly does. Recommended are the numbers
    between the least and the greatest whose score, the mean of three measures taken on texts that
    the topics were not found in, is not behind the best by more than chance may explain (the
    interval of the difference over the pairs holds 0). A finding should hold for all of them. Not
    a proof that any number is right.

    Pairs of halves are tasks of joblib: ``joblib.parallel_config`` spreads them over processes or a
    Dask cluster, with the same bytes.

    References
    ----------
    Röder, Both & Hinneburg (2015), Exploring the space of topic coherence measures, WSDM: `c_v`,
    here with a paragraph for a window of 110 words. Greene, O'Callaghan & Cunningham (2014), How
    many topics? Stability analysis for topic models, ECML PKDD. Wallach et al. (2009), Evaluation
    methods for topic models, ICML: `fit`.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> sweep_topics(example_corpus(), (2, 4))
    Traceback (most recent call last):
    unres_research.errors.UnresError: found 16 series of resolutions, expected at least 150; ...
    """
    check_corpus(corpus)
    numbers = _numbers(n_topics)
    check_whole(n_pairs, "n_pairs", 2, fitting.MOST_PAIRS)
    check_whole(draws, "draws", 0, fitting.MOST_DRAWS)
    if not isinstance(cache, bool):
        cache = as_path(cache, "the cache", "True, False or the path of a folder")
    material = material_of(corpus, on, None, USUAL_DF)
    series = len(material.texts.names)
    if series < MIN_SERIES:
        raise UnresError(
            f"found {series} series of resolutions, expected at least {MIN_SERIES}; topics of two "
            "halves of so few agree no better than those of texts whose words are drawn by lot: "
            "read the texts, or compare them with `un.compare` and `un.analyse.keyness`"
        )
    fitting.check_size(material, numbers[-1])
    name = _digest(corpus, material, [numbers, n_pairs, draws]) + ".json"
    rows = _kept(name, cache, numbers)
    if rows is None:
        rows = _measured(material, numbers, n_pairs, draws, progress)
        _keep(name, cache, rows)
    return _table(numbers, rows)


def _numbers(n_topics: Any) -> list[int]:
    numbers = as_list(n_topics, "n_topics", (int, np.integer))
    for number in numbers:
        check_whole(number, "n_topics", fitting.FEWEST, fitting.MOST)
    if len(set(numbers)) < 2:
        raise UnresError(
            f"found n_topics = {numbers}, expected two different numbers or more to choose from"
        )
    return sorted({int(number) for number in numbers})


def _measured(
    material: Material, numbers: list[int], n_pairs: int, draws: int, progress: bool
) -> list[dict[str, float]]:
    whole: list[dict[str, float]] = []
    apart = np.zeros((len(numbers), n_pairs, len(_JUDGED)))
    texts = material.texts
    inside = halves(texts.unit_keys, n_pairs, draws)
    pairs = [(texts.rows(~one), texts.rows(one)) for one in inside]  # where each is held out
    with doing("fitting topics", len(numbers) * n_pairs, "pair", progress=progress) as bar:
        for row, number in enumerate(numbers):
            run, matrix, weighting = run_of(texts, number, "nmf", 0)
            found = consensus(texts, matrix, run, n_pairs=n_pairs, seed=draws, bar=bar)
            model = fitting._model(material, run, matrix, weighting, found.components)
            chance = chance_of(texts, lambda some, k=number: run_of(some, k, "nmf", 0), number)
            table = table_of(found.agree, model.labels, (len(texts.names), "series"), chance)
            whole.append(_whole(replace(model, stability=table)))
            for k, (two, others) in enumerate(zip(found.halves, pairs, strict=True)):
                held = [_held(matrix[o], one) for one, o in zip(two, others, strict=True)]
                apart[row, k] = (*np.mean(held, axis=0), found.agree[k].mean())
    return _scored(whole, apart)


def _held(matrix: Any, components: np.ndarray) -> tuple[float, float]:
    """Coherence and fit of topics in texts that they were not found in."""
    tops = measures.strongest(components, _N_TERMS).tolist()
    coherence = measures.npmi((matrix > 0).astype(float), tops).mean()
    return float(coherence), measures.predicted(matrix, components)


def _whole(model: TopicModel) -> dict[str, float]:
    """Measures of a model in the texts that it was found in."""
    present = (model.corpus.wording_counts[model.wordings][:, model.columns] > 0).astype(float)
    tops = measures.strongest(model.components, _N_TERMS).tolist()
    stable = (model.stability["word"] == "stable").to_numpy()
    mass, words, _ = model._words_by_resolution()
    return {
        "npmi": float(measures.npmi(present, tops).mean()),
        "c_v": float(measures.c_v(present, tops).mean()),
        "distinct": measures.distinct(tops),
        "share_stable": float(mass[:, stable].sum() / words.sum()),
        "subjects": _subjects(model),
    }


def _subjects(model: TopicModel) -> float:
    """Mutual information of the leading topic of a resolution with its library subjects."""
    mass, words, _ = model._words_by_resolution()
    leading = np.where(words > 0, mass.argmax(axis=1), -1)
    units = unit_of(model.corpus)
    has, _ = measures.known_subjects(model.corpus.resolutions["subjects"], units)
    return measures.subject_agreement(leading, has, units)[0]


def _scored(whole: list[dict[str, float]], apart: np.ndarray) -> list[dict[str, float]]:
    """Add what was measured on halves (numbers x pairs x measures), and the score."""
    from unres_research.analyse._rates import t_factor

    n_pairs = apart.shape[1]
    means = apart.mean(axis=1)
    best = np.maximum(means.max(axis=0), 1e-12)
    scores = (np.maximum(apart, 0) / best).mean(axis=2)
    behind = scores[scores.mean(axis=1).argmax()] - scores
    factor = t_factor(0.95, n_pairs - 1) / np.sqrt(n_pairs)
    half = factor * apart[:, :, 2].std(axis=1, ddof=1)
    for k, row in enumerate(whole):
        row |= dict(zip(_JUDGED, means[k].tolist(), strict=True))
        row["low"] = max(0.0, float(means[k, 2] - half[k]))
        row["high"] = min(1.0, float(means[k, 2] + half[k]))
        row["score"], row["behind"] = float(scores[k].mean()), float(behind[k].mean())
        row["error"] = float(factor * behind[k].std(ddof=1))
    return whole


def _table(numbers: list[int], rows: list[dict[str, float]]) -> pd.DataFrame:
    import pandas as pd

    found = pd.DataFrame(rows, index=pd.Index(numbers, name="n_topics"), columns=list(_COLUMNS))
    near = found.index[found["behind"] <= found["error"]]
    low, high = int(near.min()), int(near.max())
    found.attrs = {"recommended": (low, high), "reason": _reason(found, low, high)}
    found.attrs["caption"] = "Models of several numbers of topics, side by side."
    return found


def _reason(found: pd.DataFrame, low: int, high: int) -> str:
    top = int(found["score"].idxmax())
    named = f"{low} to {high}" if low < high else str(low)
    reached = f"{found.loc[top, 'score']:.0%} of the best {_listed(list(_JUDGED.values()))}"
    parts = [
        f"{named} topics are recommended: on series that they were not found in, {top} reach on "
        f"average {reached}"
    ]
    if low < high:
        parts.append("the other numbers in the range are behind by no more than chance may explain")
    if low > found.index[0]:
        parts.append(_lower(found, int(found.index[0]), top))
    if high < found.index[-1]:
        parts.append(_lower(found, int(found.index[-1]), top))
    return "; ".join(parts) + "."


def _lower(found: pd.DataFrame, number: int, top: int) -> str:
    """Say in which measures a number of topics is below the best one."""
    own, best = found.loc[number], found.loc[top]
    said = [
        f"{name} ({own[c]:.3f}, not {best[c]:.3f})"
        for c, name in _JUDGED.items()
        if own[c] < best[c]
    ]
    return f"{number} have less {_listed(said)}"


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _digest(corpus: Corpus, material: Material, settings: list[Any]) -> str:
    """Name of a result: of all that it rests on."""
    counts, table = material.texts.counts, corpus.paragraphs
    found = hashlib.sha256(json.dumps([_RESULTS, *settings]).encode())
    for array in (counts.indptr, counts.indices, counts.data, table["wording"], table["words"]):
        found.update(np.asarray(array, dtype="<i8").tobytes())
    found.update(corpus.body().tobytes())
    if material.within is not None:
        found.update(json.dumps(material.within.tolist()).encode())
    lists = (material.texts.terms, material.texts.units, table["symbol"])
    found.update(json.dumps([[str(value) for value in values] for values in lists]).encode())
    subjects = [sorted(terms) for terms in corpus.resolutions["subjects"]]
    found.update(json.dumps([subjects, unit_of(corpus).tolist()]).encode())
    return found.hexdigest()[:32]


def _folder(cache: bool | Path) -> Path | None:
    if not isinstance(cache, bool):
        return cache
    if not cache:
        return None
    base = {"win32": os.environ.get("LOCALAPPDATA"), "darwin": "~/Library/Caches"}
    own = os.environ.get("XDG_CACHE_HOME") or base.get(sys.platform) or "~/.cache"
    return Path(own).expanduser() / "unres-research"


def _kept(name: str, cache: bool | Path, numbers: list[int]) -> list[dict[str, float]] | None:
    """Rows of a result that is kept, or that comes with the library; None when there is none."""
    folder = _folder(cache)
    for path in () if folder is None else (folder / name, _SHIPPED / name):
        try:
            rows = json.loads(path.read_bytes())
            numeric = [{column: _number(row[column]) for column in _COLUMNS} for row in rows]
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            continue  # none there, or not whole: it is made anew
        if len(numeric) == len(numbers):
            return numeric
    return None


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _keep(name: str, cache: bool | Path, rows: list[dict[str, float]]) -> None:
    folder = _folder(cache)
    if folder is None:
        return
    cells = [{k: None if np.isnan(value) else value for k, value in row.items()} for row in rows]
    try:
        write(folder / name, json.dumps(cells, indent=1).encode())
    except StoreError:  # a cache need not be
        return
