"""The series that a resolution belongs to: the unit of everything that is inferred."""

from __future__ import annotations

import numpy as np

from unres_research.analyse.lineages import series
from unres_research.corpus._corpus import Corpus, once_per_corpus


@once_per_corpus
def unit_of(corpus: Corpus) -> np.ndarray:
    """Number of the series of every resolution, rows as in `corpus.resolutions`.

    A text that is renewed every year is nearly the same text, so that resolutions are not
    independent of each other; series are, as far as may be.
    """
    import pandas as pd

    found = pd.factorize(series(corpus))[0]
    found.flags.writeable = False  # kept, so nobody may change it
    return found
