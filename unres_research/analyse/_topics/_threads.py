"""One thread for linear algebra: many small products are slower in several, on a busy machine."""

from __future__ import annotations

from functools import cache
from typing import Any


def one_thread() -> Any:
    """Context in which linear algebra uses one thread."""
    return _controller().limit(limits=1)


@cache
def _controller() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
