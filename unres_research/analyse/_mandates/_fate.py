"""What the next text of its lineage did with a request: repeat, move, soften or drop it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.analyse import lineages
from unres_research.analyse._mandates._alike import likeness_of
from unres_research.analyse._scale import act_of, read_scale
from unres_research.corpus._corpus import Corpus

if TYPE_CHECKING:
    import pandas as pd

FATES = ("not over", "dropped", "changed", "softened", "firmed", "moved", "repeated")
COLUMNS = ["symbol", "paragraph", "action", "what", "head", "verb", "due", "due_after",
           "session", "committee", "series", "next", "next_session", "next_paragraph",
           "next_action", "next_what", "next_head", "next_verb", "next_due", "next_due_after",
           "fate", "runs_share", "words_share", "others_left", "reason"]  # fmt: skip
CAPTION = (
    "Requests, and what the next text of their lineage did with each (fate); head: who is asked, "
    "in a short form."
)
_LEAST = 0.3  # share of runs or of words that two forms of a request have in common
_SAME = {"what": 0.06, "head": 0.06, "class": 0.06, "verb": 0.02}  # what breaks ties
_THERE = 0.8  # share of its runs with which a paragraph is still there


def next_texts(corpus: Corpus) -> dict[str, str]:
    """For every resolution that is renewed the first text that renews it."""
    found = lineages.predecessors(corpus).dropna(subset="predecessor")
    days = corpus.resolutions["adopted_on"]
    order = found.assign(day=days.reindex(found.index)).sort_values("day", kind="stable")
    first = order.reset_index().drop_duplicates("predecessor")
    return dict(zip(first["predecessor"], first["symbol"], strict=True))


def fate(corpus: Corpus, asked: pd.DataFrame, everything: pd.DataFrame) -> pd.DataFrame:
    """One row a request; `everything` are all requests of the data set, for the next texts."""
    import pandas as pd

    after, keys = next_texts(corpus), ["symbol", "paragraph", "action"]
    wanted = pd.MultiIndex.from_frame(asked[keys])
    rows = pd.MultiIndex.from_frame(everything[keys]).get_indexer(wanted)
    found = _Found(corpus, everything)
    for symbol in asked["symbol"].unique():
        if symbol in after:
            found.match(symbol, after[symbol])
    table = everything.iloc[rows].reset_index(drop=True)
    table["next"] = [after.get(symbol) for symbol in table["symbol"]]
    table["next_session"] = corpus.resolutions["session"].reindex(table["next"]).array
    for name in ("paragraph", "action", "what", "head", "verb", "due", "due_after"):
        table[f"next_{name}"] = everything[name].reindex(found.next_row[rows]).array
    table["runs_share"], table["words_share"] = found.runs[rows], found.words[rows]
    table["others_left"] = pd.array(found.others[rows], dtype="Int64")
    level = {verb: degree(verb) for verb in everything["verb"].dropna().unique()}
    told = [_told(row, level) for row in table.to_dict("records")]
    table["fate"] = [name for name, _ in told]
    there = np.where(found.there[rows], "its words are there, in no request that was read", "")
    table["reason"] = [why or was for (_, why), was in zip(told, there, strict=True)]
    counts = dict.fromkeys(("due_after", "next_due_after", "next_action"), "Int64")
    table = table[COLUMNS].astype(counts)
    table.attrs = {"caption": CAPTION, "reason": "nothing is asked for"}
    return table


class _Found:
    """What was found for every request of a data set, rows as in the table of all."""

    def __init__(self, corpus: Corpus, everything: pd.DataFrame) -> None:
        n = len(everything)
        self.corpus, self.table, self.like = corpus, everything, likeness_of(corpus)
        self.rows = everything.groupby("symbol", sort=False).indices
        self.columns = {name: everything[name].to_numpy(dtype=object, na_value=None)
                        for name in ("what", "head", "class", "verb")}  # fmt: skip
        self.wording = everything["wording"].to_numpy()
        self.action = everything["action"].to_numpy(dtype=float)
        self.next_row = np.full(n, -1)
        self.runs, self.words = np.full(n, np.nan), np.full(n, np.nan)
        self.there, self.others = np.zeros(n, dtype=bool), np.zeros(n, dtype=int)

    def match(self, symbol: str, later: str) -> None:
        """Set the requests of a text beside those of the one that renews it."""
        nothing = np.empty(0, dtype=int)
        mine, theirs = self.rows.get(symbol, nothing), self.rows.get(later, nothing)
        runs, words = self.like.between(self.wording[mine], self.wording[theirs])
        share = np.fmax(np.nan_to_num(runs), np.nan_to_num(words))
        one, other = paired(share, self._ties(mine, theirs))
        self.next_row[mine[one]] = theirs[other]
        self.runs[mine[one]], self.words[mine[one]] = runs[one, other], words[one, other]
        left = np.delete(theirs, other)
        left = left[self.columns["what"][left] == "report"]
        heads = Counter(self.columns["head"][left].tolist())
        self.others[mine] = [heads[head] for head in self.columns["head"][mine]]
        gone = np.delete(mine, one)
        at = self.corpus.rows_of(later)
        there = self.corpus.paragraphs["wording"].to_numpy()[at[self.corpus.body()[at]]]
        self.there[gone] = self.like.held(self.wording[gone], there) >= _THERE

    def _ties(self, mine: np.ndarray, theirs: np.ndarray) -> np.ndarray:
        """What is added to the shares of pairs that are of one kind."""
        steps = self.action[mine][:, None] - self.action[theirs][None, :]
        found = -0.001 * np.abs(steps)
        for name, worth in _SAME.items():
            column = self.columns[name]
            found += worth * (column[mine][:, None] == column[theirs][None, :])
        return np.asarray(found)


def paired(share: np.ndarray, ties: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns that are paired, each once, so that shares and ties sum up to most.

    >>> one, other = paired(np.array([[0.9, 0.8], [0.85, 0.1]]), np.zeros((2, 2)))
    >>> one.tolist(), other.tolist()
    ([0, 1], [1, 0])
    """
    from scipy.optimize import linear_sum_assignment

    enough = share >= _LEAST
    one, other = linear_sum_assignment(np.where(enough, share + ties, 0), maximize=True)
    real = enough[one, other]
    return one[real], other[real]


def _told(row: Mapping[str, Any], level: Mapping[str, float]) -> tuple[str, str]:
    """Fate of a request, and in words why."""
    if not isinstance(row["next"], str):
        return "not over", "no next text yet"
    if not isinstance(row["next_paragraph"], str):
        return "dropped", ""
    if row["what"] != row["next_what"]:
        return "changed", f"{row['what']} before, {row['next_what']} after"
    heads = [row["head"], row["next_head"]]
    if all(isinstance(head, str) for head in heads) and heads[0] != heads[1]:
        return "changed", "other addressee"
    was, now = (level.get(row[name], np.nan) for name in ("verb", "next_verb"))
    if was > now:
        return "softened", f"{row['verb']} before, {row['next_verb']} after"
    if was < now:
        return "firmed", f"{row['verb']} before, {row['next_verb']} after"
    due = [
        _due(row[f"{side}due"], row[f"{side}due_after"], row[f"{side}session"])
        for side in ("", "next_")
    ]
    same = isinstance(row["due"], str) and row["due"] == row["next_due"]
    if due[0] != due[1] and not same:  # the very time that was named before is no move
        return "moved", f"due {due[0]} before, {due[1]} after"
    return "repeated", ""


def _due(due: Any, after: Any, session: Any) -> str:
    """When something is due, counted from its adoption in a session.

    Of a session of another body it is known how its number runs beside the Assembly's.

    >>> _due("session 80", 2, 78), _due("every session", None, 78), _due(None, None, 78)
    ('after 2 sessions', 'every session', 'at no time said')
    >>> _due("session 61", None, 80), _due("session 62", None, 81)
    ('at a session with a number 19 lower', 'at a session with a number 19 lower')
    """
    import pandas as pd

    if after is not None and not pd.isna(after):
        return f"after {int(after)} session{'s' * (int(after) != 1)}"
    if not isinstance(due, str):
        return "at no time said"
    name, _, number = due.partition(" ")
    if name == "session" and number.isdecimal() and session is not None and not pd.isna(session):
        apart = int(session) - int(number)
        return f"at a session with a number {abs(apart)} {'lower' if apart > 0 else 'higher'}"
    return due


def degree(verb: str) -> float:
    """Degree of strength of a verb by the scale of openers; NaN where it has none.

    >>> degree("request"), degree("call upon"), degree("urge"), degree("recall")
    (3.0, 3.0, 4.0, nan)
    """
    first, _, rest = verb.partition(" ")
    ends = ("s", "x", "z", "ch", "sh")
    third = first + "es" if first.endswith(ends) else first + "s"
    found = act_of(f"{third} {rest}".strip(), read_scale())
    return found.level if found and found.act == "directive" else float("nan")
