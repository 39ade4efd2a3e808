"""Intervals of the prevalence of topics in a group of resolutions."""

from __future__ import annotations

import numpy as np

from unres_research.analyse import intervals
from unres_research.analyse._rates import log_error, refusal

_MIN_SERIES = 50  # for the interval of a topic that a group is not about
_UNEVEN = 3.0  # times as many series above the average as series alike


def group_intervals(
    mass: np.ndarray, words: np.ndarray, all_mass: np.ndarray, all_words: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ends of the intervals of topics in a group of series, and why there is none."""
    mass, words = mass[words > 0], words[words > 0]
    rate, known = (m.sum(axis=0) / w.sum() for m, w in ((mass, words), (all_mass, all_words)))
    with np.errstate(divide="ignore", invalid="ignore"):
        alike = log_error(mass, words)[0] ** -2 if len(mass) > 1 else np.zeros(len(rate))
        above = (all_mass > np.multiply.outer(all_words, known)).sum(axis=0)
        even = above * log_error(all_mass, all_words)[0] ** 2 < _UNEVEN
    about = (rate >= 2 * known) & (alike >= len(mass) / 3)
    reason = refusal(mass, words)
    few = "" if len(mass) >= _MIN_SERIES else f"fewer than {_MIN_SERIES} series"
    loose = np.where(even, few, "a few texts hold most of it")
    reason = np.where((reason == "") & ~about, loose, reason)
    ends = intervals.ratio(mass, words, share=True)
    low, high = (np.where(reason == "", end, np.nan) for end in ends)
    return low, high, reason
