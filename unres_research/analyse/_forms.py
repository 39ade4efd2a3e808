"""Terms and the forms that count for them: read, refused when nobody knows them, counted once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from unres_research._inputs import as_list, check_known
from unres_research._wordlists import read_list
from unres_research.corpus import Corpus, resolution_counts, words
from unres_research.corpus._fingerprints import N, hashes_around
from unres_research.errors import UnresError

Terms = Mapping[str, str | Sequence[str]] | str | Sequence[str]
PATTERN = re.compile(r"[*?|\\^$\[\]{}+]")  # of searches elsewhere; words have none of them


def lexicon() -> dict[str, tuple[str, ...]]:
    """Return the built-in terms, each with the forms that count for it.

    Chosen by hand around A/78/L.86: no sample of what the Assembly speaks of.

    Examples
    --------
    >>> lexicon()["digital divide"]
    ('digital divide', 'digital divides')
    """
    return {r["term"]: tuple(r["forms"].split("|")) for r in read_list("lexicon")}


def forms_of(terms: Terms | None, corpus: Corpus) -> dict[str, list[str]]:
    """Forms of every term, as the analyser reads them; None for the built-in terms.

    A term of which the data set knows no form is refused, but for those of the built-in list:
    these are known to be spelt right.
    """
    built_in = lexicon()
    if terms is None:
        terms = built_in
    named: Mapping[str, Any] = (
        terms if isinstance(terms, Mapping) else {t: t for t in as_list(terms, "terms")}
    )
    if not named:
        raise UnresError("found no terms, expected at least one")
    found = {str(name): _checked(str(name), given) for name, given in named.items()}
    unknown = [
        form
        for name, forms in found.items()
        if tuple(forms) != built_in.get(name) and not any(f in corpus.column_of for f in forms)
        for form in forms
    ]
    where = (
        "it is misspelt, or rarer than what the data set counts: words of two paragraphs, phrases "
        "of five; corpus.vocabulary lists them"
    )
    check_known(unknown, corpus.column_of, "terms of the vocabulary", where)
    return found


def stems_of(term: str) -> tuple[str, ...]:
    """Words of a term without the endings of regular plurals, so that both numbers are alike.

    >>> stems_of("digital technologies"), stems_of("states")
    (('digital', 'technology'), ('state',))
    """
    return tuple(
        word[:-3] + "y" if word.endswith("ies") else word.rstrip("s") for word in term.split()
    )


def _checked(name: str, given: Any) -> list[str]:
    """Forms of one term as the analyser reads them; at least one, none inside another."""
    spelt = as_list(given, f"forms of {name!r}")
    if not spelt:
        raise UnresError(f"found no forms of {name!r}, expected at least one")
    forms = [" ".join(words(form)) for form in spelt]
    for form, printed in zip(forms, spelt, strict=True):
        if PATTERN.search(printed):
            raise UnresError(
                f"found the form {printed!r} of {name!r}, expected words in full: there are no "
                "wildcards; corpus.vocabulary lists the words, name each that is to count"
            )
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


def form_counts(corpus: Corpus, terms: Mapping[str, list[str]]) -> dict[str, np.ndarray]:
    """Occurrences of every term by resolution: its forms, less what two of them share."""
    runs = {name: list(_overlaps(forms)) for name, forms in terms.items()}
    signed = [
        (form, k, sign)
        for k, (name, forms) in enumerate(terms.items())
        for sign, counted in ((1, forms), (-1, [" ".join(r) for r in runs[name] if len(r) <= 3]))
        for form in counted
        if form in corpus.column_of
    ]
    columns = {form: k for k, form in enumerate(dict.fromkeys(form for form, *_ in signed))}
    signs = np.zeros((len(columns), len(terms)), dtype=np.int64)
    for form, k, sign in signed:
        signs[columns[form], k] += sign
    wanted = np.array(corpus.columns(list(columns)), dtype=int)
    counts = (resolution_counts(corpus, wanted) @ signs).T
    return {
        name: counts[k] - sum(_long_run(corpus, run) for run in runs[name] if len(run) > 3)
        for k, name in enumerate(terms)
    }


def _overlaps(forms: Sequence[str]) -> Iterator[list[str]]:
    """Runs of words in which one form ends as another begins, no third one between the two.

    >>> [" ".join(run) for run in _overlaps(["sea level", "level rise", "tide"])]
    ['sea level rise']
    """
    for one, other in product([form.split() for form in forms], repeat=2):
        for k in range(1, min(len(one), len(other))):
            run = [*one, *other[k:]]
            between = len(run) == 5 and " ".join(run[1:4]) in forms
            if one[-k:] == other[:k] and not between:
                yield run


def _long_run(corpus: Corpus, run: list[str]) -> np.ndarray:
    """Occurrences of a run of four or five words by resolution, found by its fingerprints."""
    parts = [" ".join(run[k : k + 3]) for k in range(len(run) - 2)]
    found = np.zeros(corpus.n_wordings, dtype=int)
    if all(part in corpus.column_of for part in parts):  # else it is too rare to be counted
        held = corpus.wording_counts[:, corpus.columns(parts)].tocsr()
        for wording in np.flatnonzero(np.diff(held.indptr) == len(parts)):
            found[wording] = _times(corpus, int(wording), run)
    table = corpus.paragraphs[corpus.body()]
    rows = corpus.resolutions.index.get_indexer(table["symbol"])
    times = found[table["wording"].to_numpy()]
    return np.bincount(rows, weights=times, minlength=len(corpus)).astype(int)


def _times(corpus: Corpus, wording: int, run: list[str]) -> int:
    """How often a wording that holds all parts of a run of four or five words holds the run.

    Six words that have the run and words of the wording beside it are looked for among the
    fingerprints of the wording; one of fewer than six words has no room for anything else.
    """
    own = corpus.runs.hashes[corpus.runs.runs_of(wording)]
    if not len(own):
        return 1
    columns = corpus.wording_counts[[wording]].indices
    table = corpus.vocabulary
    beside = table["term"].to_numpy()[columns[table["n"].to_numpy()[columns] == 1]]
    places: set[int] = set()
    for before in range(N - len(run) + 1):
        hashes = hashes_around(run, before, beside)
        places.update((np.flatnonzero(np.isin(own, hashes)) + before).tolist())
    return len(places)
