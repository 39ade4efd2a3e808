"""Figures of States: every value where it belongs, refusals in words, nothing beyond the edge."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import unres_research as un

STATES = ["Fiji", "Malta", "Peru", "Kenya", "Chad"]


def placed(n=5, plane=False):
    names = [*STATES, *(f"State {k}" for k in range(n))][:n]
    x = np.linspace(-1.5, 1.5, n)
    table = pd.DataFrame({"state": names, "x": x, "x_low": x - 0.3, "x_high": x + 0.2})
    if plane:
        table = table.assign(y=x**2, y_low=x**2 - 0.1, y_high=x**2 + 0.1)
    table.attrs = {"explained": [0.6, 0.1], "roll_calls": 80, "series": 40, "level": 0.9}
    return table


def pairs():
    rows = [
        ("Fiji", "Malta", 0.9, 0.8),
        ("Fiji", "Peru", 0.25, np.nan),
        ("Malta", "Peru", 0.5, 0.4),
    ]
    return pd.DataFrame(rows, columns=["state", "other", "share", "low"])


def inside(ax):
    """Whether every text that is drawn lies in the figure."""
    figure = ax.figure
    figure.canvas.draw()
    box = figure.bbox
    ticks = [(ax.get_xlim(), ax.get_xticks(), ax.get_xticklabels())]
    ticks += [(ax.get_ylim(), ax.get_yticks(), ax.get_yticklabels())]
    texts = [*ax.texts, ax.xaxis.label, ax.yaxis.label]
    for ends, places, labels in ticks:
        seen = [min(ends) <= at <= max(ends) for at in places]
        texts += [label for label, here in zip(labels, seen, strict=True) if here]
    ends = [t.get_window_extent() for t in texts if t.get_text() and t.get_visible()]
    return all(
        e.x0 >= -1 and e.y0 >= -1 and e.x1 <= box.width + 1 and e.y1 <= box.height + 1 for e in ends
    )


def small():
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(4, 3.4), layout="constrained")[1]


def test_positions_have_their_intervals_and_names():
    ax = un.plot.positions(placed(), ["Malta", "Chad"])
    bars = [line[:, 0].tolist() for line in ax.collections[0].get_segments()]
    assert bars == [pytest.approx([x - 0.3, x + 0.2]) for x in np.linspace(-1.5, 1.5, 5)]
    assert [t.get_text() for t in ax.texts] == ["Malta", "Chad"]
    said = " ".join(ax.get_xlabel().split())
    assert "60% of the variance" in said and "90% intervals" in said
    assert "80 contested roll calls of 40 series" in said and "adopted without a vote" in said


def test_positions_on_a_plane_have_bars_of_named_states_alone():
    ax = un.plot.positions(placed(plane=True), "Peru")
    across, up = (c.get_segments() for c in ax.collections)
    assert len(across) == len(up) == 1
    assert up[0][:, 1].tolist() == pytest.approx([-0.1, 0.1])
    assert ax.get_ylabel() == "second dimension (10%)"


def test_states_without_a_position_are_counted_and_none_is_refused():
    table = placed()
    for rows, said in (
        (1, "1 State with too few votes is left"),
        ([1, 2], "2 States with too few"),
    ):
        table.loc[rows, ["x", "x_low", "x_high"]] = np.nan
        assert said in " ".join(un.plot.positions(table).get_xlabel().split())
    table["x"] = np.nan
    assert un.plot.positions(table).texts[0].get_text() == "too few: contested votes"
    with pytest.raises(un.UnresError, match="no 'Fidji' among the States of the table"):
        un.plot.positions(placed(), "Fidji")
    with pytest.raises(un.UnresError, match="from un.votes"):
        un.plot.positions(pairs())


def test_agreement_is_written_on_both_sides_and_doubt_in_brackets():
    ax = un.plot.agreement(pairs(), ["Peru", "Malta", "Fiji"])
    texts = {t.get_position(): t.get_text() for t in ax.texts}
    assert texts == {
        (1.5, 0.5): "50",
        (2.5, 0.5): "(25)",
        (0.5, 1.5): "50",
        (2.5, 1.5): "90",
        (0.5, 2.5): "(25)",
        (1.5, 2.5): "90",
    }
    assert [t.get_text() for t in ax.get_yticklabels()] == ["Peru", "Malta", "Fiji"]
    assert "( ) no interval" in " ".join(ax.get_xlabel().split())


def test_a_pair_that_never_voted_is_a_dash():
    ax = un.plot.agreement(pairs().iloc[:2])
    assert [t.get_text() for t in ax.texts].count("–") == 2  # Malta and Peru


def test_pi_below_0_has_another_colour():
    table = pairs().rename(columns={"share": "pi", "low": "pi_low"}).assign(pi=[-0.9, 0.9, 0.0])
    mesh = un.plot.agreement(table, column="pi").collections[0]
    mesh.update_scalarmappable()
    one, two = (mesh.get_facecolors()[k] for k in (1, 2))  # Fiji with Malta, with Peru
    assert one[0] > one[2] and two[2] > two[0]  # red, blue


def test_agreement_refuses_groups_and_crowds():
    with pytest.raises(un.UnresError, match="found pairs twice"):
        un.plot.agreement(pd.concat([pairs(), pairs()]))
    many = pd.DataFrame({"state": "Fiji", "other": [f"S{k}" for k in range(40)], "share": 0.5})
    with pytest.raises(un.UnresError, match="found 41 States, expected from 2 to 40"):
        un.plot.agreement(many)
    with pytest.raises(un.UnresError, match="figures of agreement"):
        un.plot.agreement(pairs(), column="same")


def network():
    graph = nx.Graph(least=2, weight="shared")
    for one, two, n in (("Fiji", "Malta", 9), ("Fiji", "Peru", 2), ("Kenya", "Chad", 5)):
        graph.add_edge(one, two, weight=n)
    return graph


def test_cosponsors_have_a_line_for_each_edge_the_strongest_widest():
    ax = un.plot.cosponsors(network())
    lines = ax.collections[0]
    assert len(lines.get_segments()) == 3
    widths = np.array(lines.get_linewidths())
    assert widths.argmax() == 2 and widths.argmin() == 0  # drawn from the least to the greatest
    assert sorted(t.get_text() for t in ax.texts) == sorted(STATES)
    assert "at least 2 resolutions" in " ".join(ax.get_xlabel().split())
    alike = nx.Graph()
    alike.add_edge("Fiji", "Malta", weight=3)
    assert np.isfinite(un.plot.cosponsors(alike).collections[0].get_linewidths()).all()


def test_cosponsors_refuse_none_and_too_many():
    said = un.plot.cosponsors(nx.Graph(least=50)).texts[0].get_text()
    assert said == "too few: no two States share 50 resolutions"
    with pytest.raises(un.UnresError, match="found 41 States, expected at most 40"):
        un.plot.cosponsors(nx.complete_graph([str(k) for k in range(41)]))
    with pytest.raises(un.UnresError, match=r"expected one from un.sponsors\(corpus\).graph"):
        un.plot.cosponsors(pairs())


@pytest.mark.parametrize("narrow", [False, True])
def test_nothing_is_cut_off(narrow):
    for draw in (
        lambda ax: un.plot.positions(placed(40), ax=ax),
        lambda ax: un.plot.positions(placed(40, plane=True), ax=ax),
        lambda ax: un.plot.agreement(pairs(), ax=ax),
        lambda ax: un.plot.cosponsors(network(), ax),
    ):
        assert inside(draw(small() if narrow else None))


def test_names_are_drawn_as_they_are():
    table = placed().assign(state=["$x_1$", "<b>", "a\nb", "_c", "d" * 300])
    drawn = [t.get_text() for t in un.plot.positions(table).texts]
    assert "$x_1$" in drawn and "<b>" in drawn
    assert max(len(line) for text in drawn for line in text.split("\n")) < 30
