"""What a paragraph asks: read by rule, with the place of every value."""

from __future__ import annotations

from unres_research.read._actions._action import Action

__all__ = ["Action", "read_actions"]


def read_actions(
    text: str,
    chapeau: str = "",
    adopted_on: str | None = None,
    *,
    session: int | None = None,
    opener: str | None = None,
) -> list[Action]:
    """Read the actions of one paragraph, in the order of the text."""
    return []
