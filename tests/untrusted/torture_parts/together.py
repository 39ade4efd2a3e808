"""Three builders of one data set and three readers of it at once, for two minutes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import crowd
from _row import Row

from unres_research import build_corpus, open_corpus

SECONDS = 120


def run(quick: bool) -> list[Row]:
    """Let them run; count what each did, and what was of two versions or no data set."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "first").mkdir()
        (folder / "first" / "a.txt").write_text(
            "A/RES/77/901\n\nResolution adopted by the General Assembly on 3 May 2023\n\nLamps\n\n"
            "The General Assembly,\n\n1. Decides to light all lamps.\n",
            encoding="utf-8",
        )
        out = folder / "out"
        build_corpus(folder / "first", out, texts=True, n_jobs=1, progress=False)
        builders, readers, lost = crowd.run(out, folder, 6 if quick else SECONDS)
        left = [p.name for p in out.iterdir() if p.name == ".new"]
        left += [p.name for p in folder.glob(".building-*")]
        lost += [f"{name} was left" for name in left]
        try:
            len(open_corpus(out))
        except Exception as error:
            lost.append(f"the data set at the end: {error}")
    builds = [one for one in lost if one.startswith("a build")]
    others = [one for one in lost if one not in builds]
    made, read = (sum(times for times, _ in some) for some in (builders, readers))
    return [
        _row("builds of one data set by three processes at once", made, builds),
        _row("openings of it by three readers meanwhile", read, others),
    ]


def _row(what: str, tried: int, lost: list[str]) -> Row:
    return Row.of(what, [*lost, *[""] * (tried - len(lost))])
