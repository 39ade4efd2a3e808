"""How terms travel over time: rates and shares by session, with denominators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from unres_research.analyse import intervals
from unres_research.analyse._days import until_day
from unres_research.analyse._forms import Terms, form_counts, forms_of
from unres_research.analyse._groups import check_corpus
from unres_research.analyse._rates import by_unit, log_error, refusal, score
from unres_research.analyse._series import unit_of
from unres_research.corpus import Corpus
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

_TOO_UNEVEN = 6.0  # times as many users as users alike; beyond it intervals fail
_PER = 10_000


def trends(
    corpus: Corpus,
    terms: Terms | None = None,
    *,
    until: str | None = None,
) -> pd.DataFrame:
    """Count terms by session, with rates, shares and what they are counted in.

    Counted are preambular, operative and sub-paragraphs of regular sessions.

    Parameters
    ----------
    corpus : Corpus
    terms : mapping of str to one or several str, or one or several str, optional
        Name of a term and its forms, each of one to three words; or terms of one form each;
        by default `lexicon()`.
    until : str, optional
        Month and day, as "06-04": only what sessions adopted until that day, so that one that
        is not over can be compared.

    Returns
    -------
    pandas.DataFrame
        One row a term and session: `term`, `session` (int), `count`, `words`,
        `resolutions_with`, `resolutions`, `series_with`, `series` (counts); `rate`
        (occurrences in 10,000 words), `rate_low`, `rate_high` (95 per cent,
        `intervals.ratio` with the series as units); `share` (of resolutions that use the
        term, 0 to 1), `share_low`, `share_high` (95 per cent, the score interval of
        `intervals.wilson` for so many trials as there are series); `enough`: False where there
        is too little to say of the rate, and then its interval is NaN; `reason`: "" or why
        ("fewer than 10 occurrences", "found in fewer than 5 series", "a few texts hold most
        of it": over all sessions the texts that use the term are worth less than a sixth of as
        many texts alike, and simulated intervals hold the true rate less than 90 times in 100).

    Raises
    ------
    UnresError
        When a form is longer than three words or has a wildcard, one form of a term stands in
        another and would be counted twice, the data set knows no form of a term (near ones are
        named), it has no regular session, or `until` leaves nothing.

    Notes
    -----
    Counts, rates and shares of a complete session are exact: all its resolutions are here. The
    intervals are about the process behind them, the one that could have brought other series
    before the Assembly; do not read from intervals that overlap, or do not, whether two
    sessions differ: `change` tests that, series by series.

    Where two forms share a word ("sea level" and "level rise" in "sea level rise") they count
    once, unless the three words together are too rare to be in the data set. Of several forms,
    one that is itself too rare counts 0, and `attrs["unseen"]` names it, as it does with terms
    of `lexicon()`: that is not proof that nobody used it. The last session may not be complete
    (`attrs["last_date"]`); compare rates and shares, not counts.

    Examples
    --------
    Three of eight resolutions of session 77, of eleven words each, name whales once.

    >>> from unres_research.corpus import example_corpus
    >>> table = trends(example_corpus(), ["whales"])
    >>> table[["session", "count", "words", "resolutions_with", "resolutions"]].values.tolist()
    [[77, 3, 88, 3, 8], [78, 0, 88, 0, 8]]
    >>> table["share"].tolist(), table["reason"].unique().tolist()
    ([0.375, 0.0], ['fewer than 10 occurrences'])
    """
    import pandas as pd

    check_corpus(corpus)
    forms = forms_of(terms, corpus)
    table = corpus.resolutions
    sessions = _sessions(table, until)
    counts = form_counts(corpus, forms)
    lengths, units = table["words"].to_numpy(), unit_of(corpus)
    rows = []
    for name in sorted(forms):
        bursts = _bursts(counts[name], lengths, units, sessions)
        for session in np.unique(sessions[~np.isnan(sessions)]):
            inside = sessions == session
            row = _row(counts[name][inside], lengths[inside], units[inside], bursts)
            rows.append({"term": name, "session": int(session), **row})
    found = pd.DataFrame(rows)
    unseen = [f for given in forms.values() for f in given if f not in corpus.column_of]
    found.attrs = {"unseen": unseen, "last_date": corpus.last_date}
    return found


def _sessions(table: pd.DataFrame, until: str | None) -> np.ndarray:
    """Session of every resolution that counts, NaN of the rest."""
    sessions = table["session"].to_numpy(dtype=float, na_value=np.nan)
    if np.isnan(sessions).all():
        raise UnresError(
            f"found no regular session of the General Assembly among {len(table)} resolutions, "
            "expected at least one: trends run over sessions"
        )
    sessions = np.where(until_day(table, until), sessions, np.nan)
    if np.isnan(sessions).all():
        raise UnresError(f"found no resolution until {until} in any session, expected at least one")
    return sessions


def _bursts(count: np.ndarray, words: np.ndarray, units: np.ndarray, sessions: np.ndarray) -> bool:
    """Whether over all sessions a few texts hold most of a term, too many for an interval."""
    inside = ~np.isnan(sessions) & (words > 0)
    texts = units[inside] + sessions[inside] * (units.max() + 1)  # a series in a session
    above, below = by_unit(count[inside], texts), by_unit(words[inside], texts)
    users = (above > 0).sum()
    return bool(users > 1 and users * log_error(above, below)[0] ** 2 >= _TOO_UNEVEN)


def _row(
    count: np.ndarray, words: np.ndarray, units: np.ndarray, bursts: bool
) -> dict[str, object]:
    total, length, users = int(count.sum()), int(words.sum()), int((count > 0).sum())
    by_series = by_unit(count, units)
    reason = str(refusal(by_series, by_unit(words, units)))
    reason = reason or ("a few texts hold most of it" if bursts else "")
    low, high = (np.nan, np.nan) if reason else intervals.ratio(count, words, units=units)
    share_low, share_high = score(users / len(count), len(by_series))
    return {
        "count": total,
        "words": length,
        "resolutions_with": users,
        "resolutions": len(count),
        "series_with": int((by_series > 0).sum()),
        "series": len(by_series),
        "rate": _PER * total / length if length else np.nan,
        "rate_low": _PER * low,
        "rate_high": _PER * high,
        "share": users / len(count),
        "share_low": share_low,
        "share_high": share_high,
        "enough": not reason,
        "reason": reason,
    }
