"""Firmness: how often groups of random series differ."""

from __future__ import annotations

import numpy as np

import unres_research as un
from benchmarks.inference._row import Row
from unres_research.analyse._speech_acts import SpeechActs


def run(quick: bool = False) -> list[Row]:
    corpus = un.open_corpus()
    acts = un.speech_acts(corpus, {"all": corpus.body()})
    sizes = ((10, 10), (30, 30), (30, 300))
    return [_random_series(acts, *size, 30 if quick else 200) for size in sizes]


def _random_series(acts: SpeechActs, one: int, two: int, runs: int) -> Row:
    random = np.random.default_rng([one, two])
    table = acts.to_frame().query("level == level and act == 'directive'")
    table = table[table["addressee"] == "others"]
    names = table["series"].unique()
    alarms, wide = 0, 0
    for k in range(runs):
        drawn = random.choice(names, one + two, replace=False)
        group = dict(zip(drawn, ["a"] * one + ["b"] * two, strict=True))
        some = table[table["series"].isin(drawn)]
        some = some.assign(group=some["series"].map(group)).sort_values("group", kind="stable")
        found = SpeechActs(acts.corpus, some)
        alarms += found.dependence(n_scales=1, random_state=k)["p"].item() < 0.05
        low, high = found.firmness()[["low", "high"]].to_numpy().T
        wide += bool(low[0] > high[1] or low[1] > high[0])
    what = "differences with p < .05, series at random (intervals that do not meet)"
    shown = f"{alarms / runs:.3f} ({wide / runs:.3f})"
    return Row(f"firmness, {one} and {two} series", what, "at most .05", shown, runs)
