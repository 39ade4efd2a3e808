"""How often every wording of a data set holds a form, and where that cannot be decided."""

from __future__ import annotations

import numpy as np

from unres_research.analyse._searching._parts import Form, counted, counts_of, room
from unres_research.analyse._searching._settled import Settled, settle
from unres_research.analyse._trends._long import beside_known, places_of_run
from unres_research.corpus import Corpus
from unres_research.corpus._fingerprints import N

_MANY = 1_000  # wordings, from which on it is quicker to try known neighbours first
_MOST = 30_000  # wordings whose words are put in order for one form


def count(corpus: Corpus, form: Form, scope: np.ndarray) -> Settled:
    """Count a form in the wordings of a scope (bool), by wording of the data set."""
    found = Settled(np.zeros(corpus.n_wordings, np.int64), np.zeros(corpus.n_wordings, dtype=bool))
    wild = "*" in "".join(form)
    if len(form) >= N and not wild:
        places = places_of_run(corpus, form)[0]
        found.counts[:] = np.bincount(places, minlength=corpus.n_wordings) * scope
        return found
    if len(form) <= 3:
        columns = counted(corpus, form)
        found.counts[:] = counts_of(corpus, columns) * scope
        if len(columns) and not wild:
            return found
    most = room(corpus, form) * scope
    if len(form) in (4, 5) and not wild and (most > 0).sum() > _MANY:
        found.counts[:] = beside_known(corpus, form) * scope
    rows = np.flatnonzero(most > found.counts)
    found.open[rows[_MOST:]] = True
    rows = rows[:_MOST]
    settled = settle(corpus, form, rows)
    found.counts[rows] = np.maximum(found.counts[rows], settled.counts)
    found.open[rows] = settled.open & (found.counts[rows] < most[rows])
    return found
