"""What figures and tables say of themselves: what they show, and what they do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Drawn = TypeVar("Drawn")


@dataclass(frozen=True)
class Caption:
    """What a figure shows, with sample sizes, and what must not be read from it."""

    shows: str
    limits: str = ""


_figures: WeakKeyDictionary[Any, Caption] = WeakKeyDictionary()


def captioned(drawn: Drawn, shows: str, limits: str = "") -> Drawn:
    """Let a figure say what it shows and what it does not, and return what was drawn.

    >>> from matplotlib.figure import Figure
    >>> caption_of(captioned(Figure(), "Nothing.", "What is to come."))
    Caption(shows='Nothing.', limits='What is to come.')
    """
    _figures[figure_of(drawn)] = Caption(shows, limits)
    return drawn


def caption_of(drawn: Axes | Figure) -> Caption | None:
    """Return what a figure says of itself; None for one of your own."""
    return _figures.get(figure_of(drawn))


def table_caption(frame: pd.DataFrame) -> str | None:
    """Return what a table says of itself, its `attrs["caption"]`.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"words": [8]})
    >>> frame.attrs["caption"] = "Words of a paragraph."
    >>> table_caption(frame.head(1))
    'Words of a paragraph.'
    """
    caption = frame.attrs.get("caption")
    return caption if isinstance(caption, str) else None


def figure_of(drawn: Any) -> Figure:
    """Return the figure that axes belong to, or the figure itself."""
    from matplotlib.figure import Figure

    figure: Any = drawn
    while figure is not None and not isinstance(figure, Figure):  # axes, panels of a figure
        figure = getattr(figure, "figure", None)
    if not isinstance(figure, Figure):
        raise UnresError(f"found {type(drawn).__name__}, expected axes or a figure of matplotlib")
    return figure
