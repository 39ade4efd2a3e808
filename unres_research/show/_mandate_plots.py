"""Figures of what is asked: by session, by committee."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import check_whole
from unres_research.analyse import Mandates
from unres_research.show import _plot_captions as captions
from unres_research.show._captions import captioned
from unres_research.show._drawing import BLUE, GREY, STYLE, finish, name_rows
from unres_research.show._labels import label as drawn
from unres_research.show._labels import on_lines
from unres_research.show._over_time import WIDTH, Sheet, chosen, refuse, table_of
from unres_research.show._trend_plots import background

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_NEEDED = ("measure", "value", "low", "high", "n", "of", "unit", "same_date", "complete",
           "enough", "reason")  # fmt: skip
_BEYOND = 4  # times the highest value: where an axis ends at most


def mandates(
    table: pd.DataFrame | Mandates,
    measures: str | Sequence[str] | None = None,
    *,
    columns: int | None = None,
    width: float = WIDTH,
) -> Figure:
    """Draw what is asked by session or by committee, one panel a measure; return the figure.

    `table` is from `Mandates.by`, or `Mandates` themselves, which are drawn by session; `measures`
    says which, in order; `columns` is how many panels stand in a row, `width` that of the figure in
    inches. Each panel has its own scale. By session an open circle is one that is not over, and
    short strokes are all to the same day of their year. By committee the rows are in the same order
    in all panels. A cross has no interval.

    Examples
    --------
    >>> import pandas as pd, unres_research as un
    >>> rows = pd.DataFrame({"measure": "words, mean", "committee": ["First", "Second"],
    ...     "value": [900.0, 1400.0], "low": [800.0, 1100.0], "high": [1000.0, 1700.0], "n": 9,
    ...     "of": 9, "unit": "words", "same_date": float("nan"), "complete": True,
    ...     "enough": True, "reason": ""})
    >>> un.plot.mandates(rows).axes[0].get_title("left")
    'words, mean'
    """
    table = table.by("session") if isinstance(table, Mandates) else table
    by_committee = "committee" in getattr(table, "columns", ())
    time = table_of(table, _NEEDED, "Mandates.by", timed=not by_committee)
    wanted = chosen(table, measures, "measure")
    said = captions.mandates(table, time or "committee", wanted)
    if not by_committee:
        return captioned(background(table, wanted, columns=columns, width=width), *said)
    names = table["committee"].drop_duplicates().tolist()
    made = _panels(len(wanted), len(names), columns, width)
    reasons: list[str] = []
    for ax, measure in zip(made.axes, wanted, strict=True):
        rows = table[table["measure"] == measure].set_index("committee").reindex(names)
        share = str(rows["unit"].dropna().iloc[0]).startswith("share")
        reasons += _panel(ax, rows, names, 100 if share else 1, made.letters)
        ax.set_title(on_lines(measure + ", %" * share, made.letters), fontsize=9.5)
        finish(ax, "")
    some = [drawn(reason) for reason in dict.fromkeys(reasons) if reason][:4]
    notes = ["by committee", "each panel has its own scale"]
    made.below(notes + [f"×\xa0no interval: {'; '.join(some)}"] * bool(some))
    return captioned(made.figure, *said)


def _panels(n: int, names: int, columns: int | None, width: float) -> Sheet:
    """Axes for `n` panels that share their rows."""
    import matplotlib.pyplot as plt

    columns = min(n, max(1, round(width / 3))) if columns is None else columns
    check_whole(columns, "columns", 1, 20)
    plt.rcParams.update(STYLE)
    rows = -(-n // columns)
    size = (width, (0.24 * names + 0.75) * rows + 0.5)
    figure, axes = plt.subplots(
        rows, columns, figsize=size, layout="constrained", squeeze=False, sharey=True
    )
    for ax in axes.flat[n:]:
        ax.set_axis_off()
    return Sheet(figure, list(axes.flat[:n]), float(width), columns)


def _panel(
    ax: Axes, rows: pd.DataFrame, names: Sequence[str], scale: float, letters: float
) -> list[str]:
    """Draw one measure of all committees; why some have no interval."""
    value, low, high = (scale * rows[n].to_numpy(dtype=float) for n in ("value", "low", "high"))
    told = rows["enough"].fillna(False).to_numpy(dtype=bool)
    y = np.arange(len(names), dtype=float)
    if not ax.yaxis_inverted():
        name_rows(ax, names, width=22)
    top = 1.05 * min(
        _BEYOND * float(np.nanmax([*value, 0])), float(np.nanmax([*value, *high[told], 0]))
    )
    ax.hlines(y[told], low[told], np.minimum(high[told], top or 1), color=BLUE, linewidth=1.4)
    ax.plot(value[told], y[told], "o", color=BLUE, markersize=5)
    looks: dict[str, Any] = {"color": GREY, "markersize": 5}
    ax.plot(value[~told], y[~told], "x", **looks)
    over = y[told][high[told] > (top or 1)]
    if len(over):  # nothing drawn still takes room beyond the axes
        ax.plot(np.ones(len(over)), over, ">", transform=ax.get_yaxis_transform(), color=BLUE,
                markersize=5, clip_on=False)  # fmt: skip
    ax.set_xlim(0 if np.nanmin([*value, 0]) >= 0 else None, top or 1)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.grid(axis="y", color="#EEEEEE")
    ax.set_axisbelow(True)
    if not told.any():
        reasons = rows["reason"].dropna().mode()
        refuse(ax, reasons.iloc[0] if len(reasons) else "", letters)
    return rows.loc[~told, "reason"].dropna().tolist()
