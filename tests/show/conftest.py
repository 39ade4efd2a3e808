"""What several test files of this room use."""

from __future__ import annotations

import pytest

from unres_research import show


@pytest.fixture(scope="session")
def real_report(tmp_path_factory):
    """The report of the notebooks, as `unres report` makes it; it takes minutes."""
    return show.report(tmp_path_factory.mktemp("real") / "report", progress=False)
