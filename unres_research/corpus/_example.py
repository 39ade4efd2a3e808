"""A small data set of invented resolutions, to try functions on."""

from __future__ import annotations

import json
import tempfile
from itertools import combinations
from pathlib import Path
from typing import Any

from unres_research.corpus._build import build_corpus, read_all
from unres_research.corpus._corpus import Corpus

_EXAMPLE = (  # session, verb, nouns
    (77, "protect", ("fish", "coral", "whales", "reefs")),
    (77, "supply", ("books", "pencils", "lessons", "teachers")),
    (78, "repair", ("roads", "bridges", "tunnels", "rails")),
    (78, "tune", ("violins", "flutes", "drums", "bells")),
)
_VOTES = {  # lists of the metadata, by verb; what is not here is adopted without a vote
    "repair": (["Chad", "Fiji", "Kenya", "Malta", "Peru"], [], ["Japan"]),
    "tune": (["Fiji", "Malta", "Peru"], ["Chad", "Kenya"], ["Japan"]),
}
_SPONSORS = {
    "protect": (["Fiji", "Malta"], ["Peru"]),
    "supply": (["Chad (on behalf of the Group of African States)", "Fiji"], []),
    "repair": (["Kenya", "Peru"], ["Chad", "Fiji"]),
    "tune": (["Chair of the Committee"], []),
}


def example_corpus() -> Corpus:
    """Make a small data set of invented resolutions, to try functions on.

    Sixteen resolutions of one paragraph of eleven words, four on each of four subjects:
    protect (fish, coral, whales, reefs) and supply (books, pencils, lessons, teachers) in
    session 77, A/RES/77/901 to 908, of May 2023; repair (roads, bridges, tunnels, rails) and
    tune (violins, flutes, drums, bells) in session 78, A/RES/78/901 to 908, of May 2024. Each
    names three of the four things, so each thing stands in three resolutions. Six States voted on
    those of session 78: on repair five for it and Japan abstaining, on tune Fiji, Malta and Peru
    for it, Chad and Kenya against, Japan abstaining. Session 77 is adopted without a vote.

    Returns
    -------
    Corpus
        Read into memory; its folder is gone.

    Notes
    -----
    Nothing to study: the United Nations adopted none of them.

    Examples
    --------
    >>> corpus = example_corpus()
    >>> len(corpus), corpus.resolutions.loc["A/RES/77/901", "title"]
    (16, 'Fish, coral and whales')
    >>> corpus.roll_calls.loc[["A/RES/78/905"], ["yes", "no", "abstain", "agrees"]].values.tolist()
    [[3, 2, 1, True]]
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows: list[dict[str, Any]] = []
        for k, (session, verb, nouns) in enumerate(_EXAMPLE):
            for day, (a, b, c) in enumerate(combinations(nouns, 3), start=1 + 4 * (k % 2)):
                text = (
                    f"A/RES/{session}/90{day}\n\nResolution adopted by the General Assembly on "
                    f"{day} May {session + 1946}\n\n{a.capitalize()}, {b} and {c}\n\n"
                    f"The General Assembly,\n\n1. Decides to {verb} the {a}, {b} and {c} of all "
                    "States."
                )
                (folder / f"{session}_90{day}.txt").write_text(text, encoding="utf-8")
                rows.append({"symbol": f"A/RES/{session}/90{day}", **_metadata(verb)})
        (folder / "data_extract").mkdir()
        lines = "\n".join(map(json.dumps, rows))
        (folder / "data_extract" / "example.json").write_text(lines, encoding="utf-8")
        return read_all(build_corpus(folder, texts=True, n_jobs=1, progress=False).corpus)


def _metadata(verb: str) -> dict[str, Any]:
    """Votes and sponsors as the metadata beside documents give them."""
    sponsors, additional = _SPONSORS[verb]
    found: dict[str, Any] = {"sponsors": sponsors, "additional_sponsors": additional}
    if verb not in _VOTES:
        return {**found, "adoption_type": "Without a vote"}
    found["adoption_type"] = "By a recorded vote"
    for key, names in zip(("in_favour", "against", "abstaining"), _VOTES[verb], strict=True):
        found |= {f"MS_{key}": names, f"MS_{key}_count": str(len(names))}
    return found
