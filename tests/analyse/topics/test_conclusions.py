"""What the notebook says of A/78/L.86 holds for other draws, and without some resolutions."""

from __future__ import annotations

import numpy as np
import pytest

from unres_research.analyse import fit_topics


def without_a_tenth(corpus, session):
    """Symbols of all resolutions but a tenth of one session's, drawn at random."""
    of = corpus.resolutions.index[corpus.resolutions["session"].eq(session).fillna(False)]
    gone = set(np.random.default_rng(session).choice(of, len(of) // 10, replace=False))
    return [symbol for symbol in corpus.resolutions.index if symbol not in gone]


@pytest.mark.slow
@pytest.mark.parametrize(
    "draws, session",
    [(1, None), (2, None), (3, None), (0, 74), (0, 77), (0, 80)],
)
def test_the_draft_has_one_leading_topic(corpus, draft, draws, session):
    on = None if session is None else without_a_tenth(corpus, session)
    model = fit_topics(corpus, 40, on=on, draws=draws)
    found = model.ranges(draft, n_topics=(20, 30), n_samples=2)
    main = found["share"].idxmax()
    assert {"digital", "artificial", "intelligence"} <= set(
        model.top_terms(10)[model.labels.index(main)]
    )
    assert found.loc[main, "word"] != "unstable" and found.loc[main, "leading"] == 1
    others = model.prevalence(
        [s for s in model.resolution_topics().dropna().index if s != "A/RES/78/311"]
    )
    assert found.loc[main, "low"] > 0.5 > 0.1 > others.loc[main, "high"]
