"""Figures of what is asked: what is drawn is what the table says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from unres_research.errors import UnresError
from unres_research.show import plot as plots

BY_COMMITTEE = pd.DataFrame(
    {
        "measure": ["reports asked for"] * 2 + ["resolutions with new means"] * 2,
        "committee": ["First", "Second"] * 2,
        "value": [1.0, 2.0, 0.25, 0.5],
        "low": [0.5, 1.5, 0.2, np.nan],
        "high": [1.5, 2.5, 0.3, np.nan],
        "n": [10, 20, 5, 2],
        "of": [10, 10, 20, 4],
        "unit": ["reports a resolution"] * 2 + ["share of resolutions"] * 2,
        "same_date": np.nan,
        "complete": True,
        "coverage": np.nan,
        "enough": [True, True, True, False],
        "reason": ["", "", "", "found in fewer than 5 series"],
    }
)


def test_points_are_the_values():
    first, second = plots.mandates(BY_COMMITTEE).axes
    assert first.get_lines()[0].get_xdata().tolist() == [1, 2]
    dots, crosses = second.get_lines()[:2]
    assert (dots.get_xdata().tolist(), crosses.get_xdata().tolist()) == ([25], [50])


def test_titles_name_measures_and_shares_are_per_cent():
    titles = [ax.get_title("left") for ax in plots.mandates(BY_COMMITTEE).axes]
    assert [" ".join(title.split()) for title in titles] == [
        "reports asked for",
        "resolutions with new means, %",
    ]


def test_panels_have_room_for_their_titles():
    more = pd.concat([BY_COMMITTEE.assign(measure=f"measure {k}") for k in range(8)])
    figure = plots.mandates(more.drop_duplicates(["measure", "committee"]))
    figure.canvas.draw()  # warns, and fails here, when the layout cannot be made
    boxes = [ax.get_tightbbox() for ax in figure.axes if ax.get_title("left")]
    assert not any(a.overlaps(b) for k, a in enumerate(boxes) for b in boxes[k + 1 :])


def test_an_interval_beyond_the_axis_ends_in_an_arrow():
    wide = BY_COMMITTEE.iloc[:2].assign(high=[1.5, 90.0])
    (ax,) = plots.mandates(wide).axes
    assert ax.get_xlim()[1] == pytest.approx(1.05 * 4 * 2)
    (arrow,) = [line for line in ax.get_lines() if line.get_marker() == ">"]
    assert arrow.get_ydata().tolist() == [1]


def test_measures_are_chosen():
    figure = plots.mandates(BY_COMMITTEE, "resolutions with new means")
    assert len(figure.axes) == 1
    with pytest.raises(UnresError, match="songs"):
        plots.mandates(BY_COMMITTEE, "songs")


def test_a_value_that_is_missing_has_no_mark_and_none_is_explained():
    table = BY_COMMITTEE.drop(columns="committee").assign(session=[77, 78] * 2)
    lacking = table.assign(
        value=[np.nan, 2.0, 0.25, 0.5], enough=[False, True, True, True],
        reason=["nothing to count in", "", "", ""],
    )  # fmt: skip
    below = " ".join(plots.mandates(lacking).get_supxlabel().split())
    assert "no value: nothing to count in" in below and "×" not in below
    below = " ".join(plots.mandates(table).get_supxlabel().split())
    assert "× no interval: found in fewer than 5 series" in below and "no value" not in below


def test_by_session_a_panel_a_measure():
    table = BY_COMMITTEE.drop(columns="committee").assign(session=[77, 78] * 2)
    assert len(plots.mandates(table).axes) == 2


def test_other_tables_and_columns_are_refused():
    with pytest.raises(UnresError, match=r"Mandates\.by"):
        plots.mandates(BY_COMMITTEE.drop(columns="value"))
    for other in (None, 3, BY_COMMITTEE.to_dict()):
        with pytest.raises(UnresError, match=r"expected a table from Mandates\.by"):
            plots.mandates(other)
    with pytest.raises(UnresError, match="columns"):
        plots.mandates(BY_COMMITTEE, columns=0)
