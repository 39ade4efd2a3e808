"""How terms travel over time: rates and shares by session, with denominators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from unres_research._wordlists import read_list
from unres_research.analyse import intervals
from unres_research.corpus import Corpus, resolution_counts, words
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

_MIN_COUNT = 10
_MIN_RESOLUTIONS = 5
_PER = 10_000


def lexicon() -> dict[str, tuple[str, ...]]:
    """Return the built-in terms, each with the forms that count for it.

    Chosen by hand around A/78/L.86: no sample of what the Assembly speaks of.

    Examples
    --------
    >>> lexicon()["digital divide"]
    ('digital divide', 'digital divides')
    """
    return {r["term"]: tuple(r["forms"].split("|")) for r in read_list("lexicon")}


def trends(
    corpus: Corpus,
    terms: Mapping[str, str | Sequence[str]] | Sequence[str] | None = None,
    *,
    n_resamples: int = 1000,
    random_state: int = 0,
) -> pd.DataFrame:
    """Count terms by session, with rates, shares and what they are counted in.

    Counted are preambular, operative and sub-paragraphs of regular sessions.

    Parameters
    ----------
    corpus : Corpus
    terms : mapping of str to one or several str, or sequence of str, optional
        Name of a term and its forms, each of one to three words; or terms of one form each;
        by default `lexicon()`.
    n_resamples, random_state : int
        As for `intervals.ratio`.

    Returns
    -------
    pandas.DataFrame
        One row a term and session: `term`, `session` (int), `count`, `words`,
        `resolutions_with`, `resolutions`; `rate` (occurrences in 10,000 words), `rate_low`,
        `rate_high` (95 per cent, `intervals.ratio`); `share` (of resolutions that use the
        term, 0 to 1), `share_low`, `share_high` (95 per cent, `intervals.wilson`); `enough`:
        False where fewer than 10 occurrences, or fewer than 5 resolutions that use the term,
        leave too little to say of its rate, and then the interval of the rate is NaN.

    Raises
    ------
    UnresError
        When a form is longer than three words, or one form of a term stands in another
        and would be counted twice, or when the data set has no regular session.

    Notes
    -----
    Where two forms share a word ("sea level" and "level rise" in "sea level rise") they count
    once, unless the three words together are too rare to be in the data set. A form that
    is itself too rare counts 0, and `attrs["unseen"]` names it: that is not proof that nobody
    used it. The last session may not be complete (`attrs["last_date"]`); compare rates and
    shares, not counts.

    Examples
    --------
    Three of eight resolutions of session 77, of eleven words each, name whales once.

    >>> from unres_research.corpus import example_corpus
    >>> table = trends(example_corpus(), ["whales"])
    >>> table[["session", "count", "words", "resolutions_with", "resolutions"]].values.tolist()
    [[77, 3, 88, 3, 8], [78, 0, 88, 0, 8]]
    >>> table["share"].tolist(), table["enough"].tolist()
    ([0.375, 0.0], [False, False])
    """
    import pandas as pd

    forms = _forms_of(lexicon() if terms is None else terms)
    table = corpus.resolutions
    sessions = table["session"].to_numpy(dtype=float, na_value=np.nan)
    regular = ~np.isnan(sessions)
    if not regular.any():
        raise UnresError(
            f"found no regular session of the General Assembly among {len(table)} resolutions, "
            "expected at least one: trends run over sessions"
        )
    counts = _counts(corpus, forms)
    lengths = table["words"].to_numpy()
    rows = []
    for name in sorted(forms):
        for session in np.unique(sessions[regular]):
            inside = sessions == session
            row = _row(counts[name][inside], lengths[inside], n_resamples, random_state)
            rows.append({"term": name, "session": int(session), **row})
    found = pd.DataFrame(rows)
    unseen = [f for given in forms.values() for f in given if f not in corpus.column_of]
    found.attrs = {"unseen": unseen, "last_date": corpus.last_date}
    return found


def _forms_of(terms: Mapping[str, str | Sequence[str]] | Sequence[str]) -> dict[str, list[str]]:
    """Forms of every term, as the analyser reads them."""
    if isinstance(terms, str):
        terms = [terms]
    named = terms if isinstance(terms, Mapping) else {term: term for term in terms}
    if not named:
        raise UnresError("found no terms, expected at least one")
    return {
        name: _checked(name, [given] if isinstance(given, str) else given)
        for name, given in named.items()
    }


def _checked(name: str, given: Sequence[str]) -> list[str]:
    forms = [" ".join(words(form)) for form in given]
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


def _counts(corpus: Corpus, terms: Mapping[str, list[str]]) -> dict[str, np.ndarray]:
    """Occurrences of every term by resolution: its forms, less what two of them share."""
    signs = np.zeros((len(corpus.column_of), len(terms)), dtype=np.int64)
    for k, forms in enumerate(terms.values()):
        for sign, counted in ((1, forms), (-1, _joined(forms))):
            signs[[corpus.column_of[f] for f in counted if f in corpus.column_of], k] += sign
    columns = np.flatnonzero(signs.any(axis=1))
    counts = resolution_counts(corpus, columns) @ signs[columns]
    return dict(zip(terms, counts.T, strict=True))


def _joined(forms: Sequence[str]) -> set[str]:
    """Three words in which two forms of two words share the one in the middle.

    >>> sorted(_joined(["sea level", "level rise", "tide"]))
    ['sea level rise']
    """
    pairs = permutations([f.split() for f in forms if len(f.split()) == 2], 2)
    return {" ".join([*a, b[1]]) for a, b in pairs if a[1] == b[0]}


def _row(
    count: np.ndarray, words: np.ndarray, n_resamples: int, random_state: int
) -> dict[str, object]:
    total, length, users = int(count.sum()), int(words.sum()), int((count > 0).sum())
    enough = total >= _MIN_COUNT and users >= _MIN_RESOLUTIONS
    options = {"n_resamples": n_resamples, "random_state": random_state}
    low, high = intervals.ratio(count, words, **options) if enough else (np.nan, np.nan)
    share_low, share_high = intervals.wilson(users, len(count))
    return {
        "count": total,
        "words": length,
        "resolutions_with": users,
        "resolutions": len(count),
        "rate": _PER * total / length if length else np.nan,
        "rate_low": _PER * low,
        "rate_high": _PER * high,
        "share": users / len(count),
        "share_low": share_low,
        "share_high": share_high,
        "enough": enough,
    }
