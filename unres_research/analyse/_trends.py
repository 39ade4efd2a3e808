"""How terms travel over time: rates and shares by session, with denominators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from unres_research.analyse import intervals
from unres_research.corpus import _tokens as analyser
from unres_research.corpus._corpus import Corpus
from unres_research.errors import UnresError
from unres_research.wordlists import read_list

if TYPE_CHECKING:
    import pandas as pd

LEAST_COUNT = 10
LEAST_RESOLUTIONS = 5
PER = 10_000


def lexicon() -> dict[str, tuple[str, ...]]:
    """Return the built-in terms and their forms, from `wordlists/lexicon.csv`.

    Returns
    -------
    dict of str to tuple of str
        Name of the term, and the forms that count for it.

    Notes
    -----
    Chosen by hand around A/78/L.86: no sample of what the Assembly speaks of.

    Examples
    --------
    >>> lexicon()["digital divide"]
    ('digital divide', 'digital divides')
    """
    return {r["term"]: tuple(r["forms"].split("|")) for r in read_list("lexicon")}


def by_session(
    corpus: Corpus,
    terms: Mapping[str, Sequence[str]] | None = None,
    *,
    n_resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Count terms by session, with rates, shares and what they are counted in.

    Counted are preambular, operative and sub-paragraphs of regular sessions.

    Parameters
    ----------
    corpus : Corpus
    terms : mapping of str to sequence of str, optional
        Name of a term and its forms, each of one to three words; by default `lexicon()`.
    n_resamples : int
        Bootstrap samples of whole resolutions for the interval of the rate.
    seed : int

    Returns
    -------
    pandas.DataFrame
        One row a term and session: `term`, `session` (int), `count`, `words`,
        `resolutions_with`, `resolutions`; `rate` (occurrences in 10,000 words), `rate_low`,
        `rate_high` (95 per cent, bootstrap over resolutions, for words cluster in
        them); `share` (of resolutions that use the term, 0 to 1), `share_low`,
        `share_high` (95 per cent, Wilson); `enough`: False where
        fewer than 10 occurrences, or fewer than 5 resolutions that use the term, leave
        too little to say of its rate, and then the interval of the rate is NaN.

    Raises
    ------
    UnresError
        When a form is longer than three words, or one form of a term stands in another
        and would be counted twice, or when the data set has no regular session.

    Notes
    -----
    A form that never occurs often enough to be in the data set counts 0, and
    `attrs["unseen"]` names it: that is not proof that nobody used it. The last session may
    not be complete (`attrs["last_date"]`); compare rates and shares, not counts.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap. Wilson (1927), see `intervals`.

    Examples
    --------
    Three of eight resolutions of session 77, of eleven words each, name whales once.

    >>> from unres_research.corpus import example_corpus
    >>> table = by_session(example_corpus(), {"whales": ["whales"]})
    >>> table[["session", "count", "words", "resolutions_with", "resolutions"]].values.tolist()
    [[77, 3, 88, 3, 8], [78, 0, 88, 0, 8]]
    >>> table["share"].tolist(), table["enough"].tolist()
    ([0.375, 0.0], [False, False])
    """
    import pandas as pd

    wanted = {k: tuple(v) for k, v in (terms or lexicon()).items()}
    counts, unseen = _counts(corpus, wanted)
    table = corpus.resolutions
    regular = table["session"].str.fullmatch(r"\d+").fillna(False).to_numpy(dtype=bool)
    sessions = table["session"].to_numpy()
    if not regular.any():
        raise UnresError(
            f"found no regular session of the General Assembly among {len(table)} resolutions, "
            "expected at least one: trends run over sessions"
        )
    words = table["words"].to_numpy()
    rows = []
    for session in sorted(set(sessions[regular]), key=int):
        inside = sessions == session
        for k, term in enumerate(wanted):
            row = _row(counts[inside, k], words[inside], n_resamples, seed)
            rows.append({"term": term, "session": int(session), **row})
    found = pd.DataFrame(rows).sort_values(["term", "session"], kind="stable")
    found.attrs = {"unseen": unseen, "last_date": corpus.last_date}
    return found.reset_index(drop=True)


def _counts(corpus: Corpus, terms: Mapping[str, tuple[str, ...]]) -> tuple[np.ndarray, list[str]]:
    """Occurrences by resolution and term, and the forms that the data set does not know."""
    from unres_research.corpus._features import resolution_counts

    forms = {name: _forms(name, given) for name, given in terms.items()}
    known = set(corpus.vocabulary["term"])
    unseen = [f for given in forms.values() for f in given if f not in known]
    present = [(k, f) for k, given in enumerate(forms.values()) for f in given if f in known]
    counts = np.zeros((len(corpus), len(forms)), dtype=np.int64)
    columns = np.array(corpus.columns([f for _, f in present]), dtype=int)
    by_form = resolution_counts(corpus, columns).toarray()
    np.add.at(counts.T, np.array([k for k, _ in present], dtype=int), by_form.T)
    return counts, unseen


def _forms(name: str, given: Sequence[str]) -> list[str]:
    forms = [" ".join(analyser.words(form)) for form in given]
    for form in forms:
        if not 1 <= len(form.split()) <= 3:
            raise UnresError(f"found the form {form!r} of {name!r}, expected one to three words")
    for a in forms:
        inside = [b for b in forms if a != b and f" {a} " in f" {b} "]
        if inside or forms.count(a) > 1:
            raise UnresError(
                f"found the form {a!r} of {name!r} inside {(inside or [a])[0]!r}, expected forms "
                "that do not count the same words twice; keep the shorter one"
            )
    return forms


def _row(count: np.ndarray, words: np.ndarray, n_resamples: int, seed: int) -> dict[str, object]:
    total, length, users = int(count.sum()), int(words.sum()), int((count > 0).sum())
    enough = total >= LEAST_COUNT and users >= LEAST_RESOLUTIONS
    low, high = np.nan, np.nan
    if enough:
        low, high = intervals.ratio(count, words, n_resamples=n_resamples, seed=seed)
    share_low, share_high = intervals.wilson(users, len(count))
    return {
        "count": total,
        "words": length,
        "resolutions_with": users,
        "resolutions": len(count),
        "rate": PER * total / length if length else np.nan,
        "rate_low": PER * low,
        "rate_high": PER * high,
        "share": users / len(count),
        "share_low": share_low,
        "share_high": share_high,
        "enough": enough,
    }
