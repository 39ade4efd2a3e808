"""How well actions are read: paragraphs labelled by eye, scored as the labels' guide says."""

from __future__ import annotations

import importlib.util
import re

import pytest

GOALS = {"actions": 0.95, "addressee": 0.90, "addressee_class": 0.93}


def test_goals_are_met(shared, capsys, monkeypatch):
    tool, gold = shared / "tools/score_actions.py", shared / "gold/actions/gold.jsonl"
    if not (tool.is_file() and gold.is_file()):
        pytest.skip("no labelled paragraphs in the reference material")
    spec = importlib.util.spec_from_file_location("score_actions", tool)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr("sys.argv", ["score", str(gold), "unres_research:actions"])
    with pytest.raises(SystemExit):
        module.main()
    found = {
        match[1]: float(match[2])
        for match in re.finditer(
            r"^(\w+(?: \w+)*) +[\d.]+ +[\d.]+ +([\d.]+) +\d+$", capsys.readouterr().out, re.M
        )
    }
    assert found.keys() >= GOALS.keys()
    for name, least in GOALS.items():
        assert found[name] >= least, (name, found[name])
