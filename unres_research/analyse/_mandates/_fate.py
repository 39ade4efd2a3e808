"""What the next text of its lineage did with a request: repeat, move, soften or drop it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.analyse import lineages
from unres_research.analyse._mandates._alike import Likeness, likeness_of
from unres_research.analyse._scale import act_of, read_scale
from unres_research.corpus._corpus import Corpus

if TYPE_CHECKING:
    import pandas as pd

FATES = ("not over", "dropped", "changed", "softened", "firmed", "moved", "repeated")
COLUMNS = ["symbol", "paragraph", "action", "what", "head", "verb", "due", "due_after",
           "session", "committee", "series", "next", "next_session", "next_paragraph",
           "next_action", "next_what", "next_head", "next_verb", "next_due", "next_due_after",
           "fate", "runs_share", "words_share", "others_left", "reason"]  # fmt: skip
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

    after, like = next_texts(corpus), likeness_of(corpus)
    groups = {symbol: rows for symbol, rows in everything.groupby("symbol", sort=False)}
    level = {verb: degree(verb) for verb in everything["verb"].dropna().unique()}
    tables = []
    for symbol, some in asked.groupby("symbol", sort=False):
        table = some.copy()
        table["next"] = after.get(str(symbol))
        whole = groups[symbol]  # others of the text may be nearer to a request of the next
        if table["next"].iloc[0] is not None:
            then = groups.get(after[str(symbol)], everything.iloc[:0])
            table = _beside(table, whole, then, like, corpus)
        tables.append(table)
    if not tables:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.concat(tables, ignore_index=True).reindex(columns=COLUMNS)
    sessions = corpus.resolutions["session"]
    table["next_session"] = sessions.reindex(table["next"]).array
    told = [_told(row, level) for row in table.to_dict("records")]
    table["fate"] = [name for name, _ in told]
    table["reason"] = [
        why or was for (_, why), was in zip(told, _text(table["reason"]), strict=True)
    ]
    counts = dict.fromkeys(("due_after", "next_due_after", "next_action", "others_left"), "Int64")
    return table.astype(counts)


def _text(values: pd.Series) -> list[str]:
    return [value if isinstance(value, str) else "" for value in values]


def _beside(
    some: pd.DataFrame, whole: pd.DataFrame, then: pd.DataFrame, like: Likeness, corpus: Corpus
) -> pd.DataFrame:
    """Set requests of a text beside those of the next one."""
    mine, theirs, runs, words = matched(whole, then, like)
    names = ["paragraph", "action", "what", "head", "verb", "due", "due_after"]
    found = whole.iloc[mine][["paragraph", "action"]].reset_index(drop=True)
    for name in names:
        found[f"next_{name}"] = then[name].array[theirs]
    found["runs_share"], found["words_share"] = runs[mine, theirs], words[mine, theirs]
    table = some.merge(found, on=["paragraph", "action"], how="left")
    left = then.drop(index=then.index[theirs])
    reports = left.loc[left["what"] == "report", "head"].value_counts().to_dict()
    gone = table["next_paragraph"].isna()
    table["others_left"] = [reports.get(head, 0) for head in table["head"]]
    still = _still_there(table["wording"].to_numpy()[gone], table["next"].iloc[0], like, corpus)
    table["reason"] = ""
    table.loc[gone.to_numpy().nonzero()[0][still], "reason"] = (
        "its words are there, in no request that was read"
    )
    return table


def matched(
    before: pd.DataFrame, after: pd.DataFrame, like: Likeness
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Rows of two texts that are forms of one request, each at most once, and all shares."""
    from scipy.optimize import linear_sum_assignment

    runs, words = like.between(before["wording"].to_numpy(), after["wording"].to_numpy())
    share = np.fmax(np.nan_to_num(runs), np.nan_to_num(words))
    score = share.copy()
    for name, worth in _SAME.items():
        one, other = (t[name].fillna("").to_numpy(dtype=object) for t in (before, after))
        score += worth * (one[:, None] == other[None, :])
    steps = before["action"].to_numpy(dtype=float)[:, None] - after["action"].to_numpy(dtype=float)
    score -= 0.001 * np.abs(steps)
    score = np.where(share >= _LEAST, score, 0)
    mine, theirs = linear_sum_assignment(score, maximize=True)
    real = share[mine, theirs] >= _LEAST
    return mine[real], theirs[real], runs, words


def _still_there(wordings: np.ndarray, symbol: str, like: Likeness, corpus: Corpus) -> np.ndarray:
    """Whether paragraphs stand in a text with most of their runs."""
    rows = corpus.rows_of(symbol)
    there = corpus.paragraphs["wording"].to_numpy()[rows[corpus.body()[rows]]]
    return np.asarray(like.held(wordings, there) >= _THERE)


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
    due = [_due(row[name], row[f"{name}_after"]) for name in ("due", "next_due")]
    if due[0] != due[1] and not _same_time(row):
        return "moved", f"due {due[0]} before, {due[1]} after"
    return "repeated", ""


def _same_time(row: Mapping[str, Any]) -> bool:
    """Whether both name one time, or sessions of another body as far apart as the texts."""
    if not isinstance(row["due"], str) or not isinstance(row["next_due"], str):
        return False
    if row["due"] == row["next_due"]:
        return True
    was, now = (re.fullmatch(r"session (\d{1,4})", row[name]) for name in ("due", "next_due"))
    own = [row["due_after"], row["next_due_after"], row["session"], row["next_session"]]
    missing = [value is None for value in _plain(own)]
    if not was or not now or missing != [True, True, False, False]:
        return False
    return int(now[1]) - int(was[1]) == int(own[3]) - int(own[2])


def _plain(values: list[Any]) -> list[Any]:
    """None for what is missing."""
    import pandas as pd

    return [None if pd.isna(value) else value for value in values]


def _due(due: Any, after: Any) -> str:
    """When something is due, counted from its adoption.

    >>> _due("session 80", 2), _due("every session", None), _due(None, None)
    ('after 2 sessions', 'every session', 'at no time said')
    """
    import pandas as pd

    if after is not None and not pd.isna(after):
        return f"after {int(after)} session{'s' * (after != 1)}"
    return due if isinstance(due, str) else "at no time said"


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
