"""What tables of terms over time say of themselves: a caption each, and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.analyse._check._told import plural
from unres_research.analyse._trends._periods import said as sessions_said

if TYPE_CHECKING:
    import pandas as pd

ALARM = 0.05  # of q
ANY = "any passage"  # of a text
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_PARTS = {
    "new series": "in {} new series",
    "returning series": "in {} that came back",
    "absent series": "from {} with no text in the later session",
    "took it up": "in {} renewed series that took it up",
    "dropped it": "in {} that dropped it",
    "use it more": "in {} with more of it",
    "use it less": "in {} with less of it",
    "length of texts": "by the length of texts that had it already",
}
_UNITS = {
    "words": "Occurrences in 10,000 words",
    "paragraphs": "Share of paragraphs with the term",
    "resolutions": "Share of resolutions with the term",
    "series": "Share of series with the term",
    "count": "Resolutions with the term",
}


def listed(names: Iterable[object]) -> str:
    """Names in quotation marks, or "none".

    >>> listed(["tune", "whales"]), listed([])
    ('“tune”, “whales”', 'none')
    """
    return ", ".join(f"“{name}”" for name in names) or "none"


def until_said(until: str | None) -> str:
    """A day to which sessions are cut, to stand after them.

    >>> until_said("06-04"), until_said(None)
    (', each to 4 June', '')
    """
    if not until:
        return ""
    month, day = map(int, until.split("-"))
    return f", each to {day} {_MONTHS[month - 1]}"


def verdicts(table: pd.DataFrame, up: pd.Series, said: tuple[str, str, str]) -> str:
    """Terms by what a test says: more, less, not told apart, and why others are not tested."""
    told = table[table["p"].notna()]
    sure, rises = told["q"] < ALARM, up[told.index]
    more, less, untested = said
    parts = {
        more: told.loc[sure & rises, "term"],
        less: told.loc[sure & ~rises, "term"],
        "not told apart": told.loc[~sure, "term"],
    }
    reasons = table.loc[table["p"].isna()].groupby("reason", sort=False)["term"]
    parts |= {f"{untested} ({why})": names for why, names in reasons}
    return "; ".join(f"{name}: {listed(terms)}" for name, terms in parts.items())


# tables -------------------------------------------------------------------------------


def of_trends(table: pd.DataFrame, by: str) -> dict[str, Any]:
    """Caption of `trends`, and which forms are not counted, or not all."""
    unit, unseen, partly = (table.attrs[k] for k in ("unit", "unseen", "partly"))
    said = []
    if unseen:
        said.append(f"Too rare to be counted, and so counted as 0: {listed(unseen)}.")
    if partly:
        said.append(f"Counted in their common forms alone: {listed(partly)}.")
    caption = (
        f"{_UNITS[unit]}, by {by}, with 95 % intervals and what they are counted in; "
        f"data to {table.attrs['last_date']}."
    )
    return {"caption": caption, "summary": tuple(said)}


def of_change(
    table: pd.DataFrame, periods: Any, until: str | None, sizes: Any, *, few: bool = False
) -> dict[str, Any]:
    """Caption of `change`; of one term its figures in a sentence, of several which changed.

    Where a few texts hold most of the term its interval is not told.
    """
    before, after = map(sessions_said, periods)
    to = until_said(until)
    caption = (
        f"Change from {before} to {after}{to}: occurrences in 10,000 words, shares of resolutions, "
        "p and q by series."
    )
    if len(table) == 1:
        text = _changed(table.iloc[0], (before, after), to, sizes, few)
    else:
        up = table["rate_after"] > table["rate_before"]
        said = verdicts(table, up, ("used more", "used less", "not tested"))
        text = f"From {before} to {after}{to}, by rates ({len(table)} terms; q < {ALARM}): {said}."
    return {"caption": caption, "summary": (text,)}


def _changed(
    row: pd.Series, periods: tuple[str, str], to: str, sizes: tuple[int, int], few: bool
) -> str:
    """How many resolutions use a term before and after, its rates, and what the test says."""
    sides = [
        f"in {row[f'resolutions_{when}']:,} of {plural(size, 'resolution')} of {period} "
        f"({row[f'share_{when}']:.1%}; {plural(row[f'count_{when}'], 'time')})"
        for when, size, period in zip(("before", "after"), sizes, periods, strict=True)
    ]
    rates = f"from {row['rate_before']:.2f} to {row['rate_after']:.2f}"
    if np.isnan(row["p"]):
        tested = f"whether its rate changed is not tested ({row['reason']})"
    else:
        tested = (
            f"its rate in 10,000 words went {rates}{_times(row, few)} "
            f"(p = {row['p']:.4f}, tested by series)"
        )
    return f"“{row['term']}” stands {' and '.join(sides)}{to}; {tested}."


def _times(row: pd.Series, few: bool) -> str:
    if not 0 < row["ratio"] < np.inf:
        return ""
    if few:
        return f", {row['ratio']:.1f} times, without an interval, for a few texts hold most of it"
    if np.isnan(row["ratio_low"]):
        return f", {row['ratio']:.1f} times"
    ends = f"95 % interval {row['ratio_low']:.1f} to {row['ratio_high']:,.1f}"
    return f", {row['ratio']:.1f} times, {ends}"


def of_change_points(table: pd.DataFrame) -> dict[str, Any]:
    """Caption of `change_points`, and when each term rose or fell."""
    unit, sessions = table.attrs["unit"], tuple(table.attrs["sessions"])
    per = "rates in 10,000 words" if unit == "words" else "shares of resolutions"
    sure = table[table["session"].notna() & (table["q"] < ALARM)]
    moved = [
        f"“{term}” {', '.join(map(_moved, rows.itertuples()))}"
        for term, rows in sure.groupby("term", sort=False)
    ]
    unsure = table.loc[table["session"].notna() & (table["q"] >= ALARM), "term"].unique()
    others = {
        "no change found": [*table.loc[table["change"] == "none", "term"], *unsure],
        "too few to say": table.loc[table["change"] == "too few", "term"].tolist(),
    }
    text = (
        f"Change points in {sessions_said(sessions)} (q < {ALARM}; in brackets the sessions that "
        f"it may have been): {'; '.join(moved) or 'none'}"
    ) + "".join(f"; {said}: {listed(terms)}" for said, terms in others.items() if terms)
    return {
        "caption": f"Sessions from which on terms were used more or less, "
        f"{sessions_said(sessions)}; {per}.",
        "summary": (f"{text}.",),
    }


def _moved(row: Any) -> str:
    verb = "rose" if row.change == "rise" else "fell"
    if row.session_low == row.session_high:
        return f"{verb} with {row.session}"
    return f"{verb} with {row.session} (from {row.session_low} to {row.session_high})"


def of_trend(table: pd.DataFrame) -> dict[str, Any]:
    """Caption of `trend`, and which terms rose or fell."""
    about, what = table.attrs, "rate" if table.attrs["unit"] == "words" else "odds"
    fixed = ", the composition by committee held fixed" * bool(about["adjust"])
    sessions = sessions_said(tuple(about["sessions"]))
    said = verdicts(table, table["ratio"] > 1, ("rose", "fell", "not estimated"))
    return {
        "caption": f"Ratio of the {what} of a session to that of the one before, {sessions}, with "
        f"95 % intervals{fixed}.",
        "summary": (f"Over {sessions}{fixed} (q < {ALARM}): {said}.",),
    }


def of_rise(table: pd.DataFrame) -> dict[str, Any]:
    """Caption of `rise`, and by which parts each term moved."""
    before, after = map(sessions_said, table.attrs["sessions"])
    to = until_said(table.attrs["until"])
    return {
        "caption": f"What {after} has more, or less, than {before}{to}, by where it comes from; "
        "each column adds up to its last row.",
        "summary": tuple(
            _made(str(term), rows.set_index("part"), before, after + to)
            for term, rows in table.groupby("term", sort=False)
        ),
    }


def _made(term: str, parts: pd.DataFrame, before: str, after: str) -> str:
    whole = parts.loc["in all", "occurrences"]
    if np.isnan(whole):
        return f"“{term}” is too rare to be counted, so that no change can be taken apart."
    moves = [
        f"{parts.loc[part, 'occurrences']:+,.0f} " + said.format(f"{parts.loc[part, 'series']:,}")
        for part, said in _PARTS.items()
        if abs(parts.loc[part, "occurrences"]) >= 0.5
    ]
    return (
        f"From {before} to {after} “{term}” has {whole:+,.0f} occurrences: "
        f"{', '.join(moves) or 'no part moved'}."
    )


def of_adoption(table: pd.DataFrame, by: str, group: bool) -> dict[str, Any]:
    """Caption of `adoption`, and how many resolutions have used each term so far."""
    caption = (
        f"Resolutions adopted, with the term, and how these came to it, by {by}"
        f"{' and group' * group}; “cumulative”: so far."
    )
    told = table[table["term"] == ANY] if (table["term"] == ANY).any() else table
    last = () if group or not len(table) else told.groupby("term", sort=False).last().itertuples()
    return {"caption": caption, "summary": tuple(_spread(row) for row in last)}


def _spread(row: Any) -> str:
    named = "A passage that the text brought" if row.Index == ANY else f"“{row.Index}”"
    return (
        f"{named} stands in {plural(row.cumulative, 'resolution')} so far, of "
        f"{row.series:,} series: {row.cumulative_new:,} are of new series, "
        f"{row.cumulative_took_up:,} of renewed ones that took it up."
    )


def of_emerging(table: pd.DataFrame, until: str | None) -> dict[str, Any]:
    """Caption of `emerging`, and how many words and phrases changed of how many."""
    about = table.attrs
    between = f"{sessions_said(about['before'])} and {sessions_said(about['after'])}"
    to = until_said(until)
    rose, fell = ((table["direction"] == way).sum() for way in ("rising", "fading"))
    return {
        "caption": f"Words and phrases that changed between {between}{to}; q < {about['max_q']}.",
        "summary": (
            f"Between {between}{to}, {sum(about['changed'].values()):,} of "
            f"{sum(about['tested'].values()):,} words and phrases changed (q < {about['max_q']}); "
            f"without parts of longer ones, {rose:,} rose and {fell:,} fell.",
        ),
    }


def of_background(table: pd.DataFrame, by: str) -> dict[str, Any]:
    """Caption of `background`, and how the length of resolutions moved."""
    long = table[(table["measure"] == "words, mean") & table["complete"] & table["value"].notna()]
    return {
        "caption": f"Resolutions by {by}: how many, how adopted, how long, and how they speak, "
        f"with 95 % intervals; data to {table.attrs['last_date']}.",
        "summary": tuple(_longer(long, by)),
    }


def _longer(long: pd.DataFrame, by: str) -> Iterator[str]:
    if len(long) < 2:
        return
    first, last = long.iloc[0], long.iloc[-1]
    yield (
        f"A resolution of {by} {last[by]} has {last['value']:,.0f} words on average, one of {by} "
        f"{first[by]} {first['value']:,.0f}: a term that a text uses as often as it did has a "
        "lower rate when the text grows."
    )
