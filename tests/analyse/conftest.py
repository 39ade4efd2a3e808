"""One data set with and without its texts, of the documents in a module's own `folder`."""

from __future__ import annotations

import pytest

from unres_research.corpus import build_corpus


@pytest.fixture(scope="module")
def told(folder):
    """The data set with its texts."""
    return build_corpus(folder, texts=True, n_jobs=1, progress=False).corpus


@pytest.fixture(scope="module")
def untold(folder, tmp_path_factory):
    """The same without texts."""
    return build_corpus(folder, tmp_path_factory.mktemp("out"), n_jobs=1, progress=False).corpus
