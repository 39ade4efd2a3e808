"""What regressions need that is no dependency of the core."""

from __future__ import annotations

from typing import Any

from unres_research.errors import UnresError


def statsmodels() -> Any:
    """Return statsmodels, of the extra `regression`."""
    try:
        import statsmodels.api as sm
    except ImportError:
        raise UnresError(
            "found no statsmodels, expected it for a regression: pip install "
            '"unres-research[regression]"'
        ) from None
    return sm
