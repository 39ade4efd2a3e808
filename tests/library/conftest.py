"""What the tests of fetching share."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    """Ask this machine itself, wherever the tests run."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
