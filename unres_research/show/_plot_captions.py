"""Captions of the figures of `un.plot`: what each shows, of how much, and what it does not.

A function here is named as the one in `un.plot` and gives two strings, for `captioned`. Sizes are
those that the drawn result knows; nothing is computed but sums of what it counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.analyse._check._told import plural
from unres_research.analyse._compare import name_of
from unres_research.analyse._trends._sentences import ANY
from unres_research.corpus import body_words
from unres_research.show._labels import label as drawn

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from unres_research.analyse import Behind, Comparison, Reworded, TopicModel
    from unres_research.records import Resolution

Said = tuple[str, str]
_NAMED, _MEASURES = 3, 6  # terms or topics, and measures, that a caption names
_BY_SERIES = "lines are 95 % intervals, with series of renewed resolutions as units"
_NO_TEST = "whether two intervals overlap is no test"
_UNITS = {
    "words": "Occurrences in 10,000 words of",
    "paragraphs": "Share of paragraphs with",
    "resolutions": "Share of resolutions with",
    "series": "Share of series of renewed resolutions with",
    "count": "Number of resolutions with",
}


def structure(record: Resolution) -> Said:
    words = body_words(record)
    total = sum(map(len, words.values()))
    of = "preambular, operative and sub-paragraph"
    return (
        f"Length in words, and opener, of the {plural(len(words), of)} of {_name(record)}: "
        f"{plural(total, 'word')}, footnotes left out.",
        "Length is not weight: a short operative paragraph may bind more than a long one.",
    )


def coverage(found: Comparison) -> Said:
    n = len(found.earlier.paragraphs)
    return (
        f"Share of the words of {_paragraphs(n, found)} that stand in runs of {found.n} words or "
        f"more in earlier (left) and later (right) resolutions; {_searched(found)}.",
        "Where words came from is not shown: what stood before the data set begins looks new "
        "here, and of a text near its end little later use can be seen.",
    )


def sources(found: Comparison, side: str, shown: int) -> Said:
    held = len((found.earlier if side == "earlier" else found.later).sources)
    most = f"{shown:,} of them with most shared words are drawn" if shown < held else "all drawn"
    return (
        f"{plural(held, f'{side} resolution')} of the data set {_share(held)} runs of {found.n} "
        f"words or more with {_name(found.record)}; {most}.",
        "Formulaic phrases count here, and a resolution that shares words need not be where they "
        "come from: both may have them from a third.",
    )


def over_time(found: Comparison, named: Sequence[int]) -> Said:
    counts = [
        int((side.sources["substantive_words"] > 0).sum()) for side in (found.earlier, found.later)
    ]
    most = f"; named are those with most such words, {named[0]} earlier and {named[1]} later"
    return (
        f"When resolutions were adopted that share wording with {_name(found.record)}, formulaic "
        f"phrases left out: {counts[0]:,} earlier and {counts[1]:,} later{most * any(named)}.",
        "A point counts words in common, not who had them from whom; and what was adopted before "
        "the data set begins, or after it ends, is missing.",
    )


def keyness(rows: pd.DataFrame) -> Said:
    more, less = (int(kept.sum()) for kept in (rows["log_odds"] > 0, rows["log_odds"] < 0))
    about = rows.attrs.get("units", {})
    name = str(rows["group"].iloc[0]) if "group" in rows and len(rows) else ""
    others = [other for other in about if other != name]
    group = _sized(name, about) if name in about else drawn(name) if name else "the group"
    rest = "; ".join(_sized(other, about) for other in others) if name in about else "the rest"
    level = f"{100 * rows.attrs.get('level', 0.95):.3g} %"
    return (
        f"Terms that set {group} apart from {rest}: {more:,} used more often, {less:,} less "
        f"often. A point is how many times as often, right of 1 is more; lines are {level} "
        "intervals by series.",
        "Words that tell groups apart need be neither frequent nor important in either of them, "
        "and what both use alike is not here.",
    )


def citations(graph: Any) -> Said:
    kinds = list(dict(graph.nodes(data="relation")).values())
    text = next(n for n, relation in graph.nodes(data="relation") if relation == "text")
    of, cites, near = (kinds.count(name) for name in ("cited", "cites", "near"))
    left = graph.graph.get("left_out", 0) + graph.graph.get("left_out_near", 0)
    more = f"; {near:,} more tied to two or more of these" if near else ""
    more += f"; {left:,} more are left out, for there is no room" if left else ""
    return (
        f"{_capital(drawn(text))} over time, with {plural(of, 'document')} that it cites, above, "
        f"and {cites:,} that cite it, below{more}. An arrow points to what is cited.",
        "A citation is neither agreement nor borrowed wording, documents that are named without "
        "their symbol are missing, and height has no meaning within a row of names.",
    )


def new_wording(table: pd.DataFrame) -> Said:
    memory, until = table.attrs.get("memory"), table.attrs.get("until")
    looked = f", looking {plural(memory, 'session')} back" if memory else ""
    looked += f"; each session to {until} (month and day)" if until else ""
    by = "session and committee" if "committee" in table else "session"
    return (
        f"Share of words by {by} that stand in no run of six words or more of an earlier "
        f"resolution{looked}{_of_resolutions(table)}; {_BY_SERIES}.",
        "The share depends on how far back one looks, “new” is new in the data set, and "
        f"{_NO_TEST} of a difference.",
    )


def speech_acts(profile: pd.DataFrame) -> Said:
    groups = [
        f"{drawn(name)} ({plural(int(rows['paragraphs'].iloc[0]), 'paragraph')})"
        for name, rows in profile.groupby("group", sort=False)
    ]
    return (
        "Share of the operative paragraphs that perform each kind of act: "
        f"{'; '.join(groups)}; {_BY_SERIES}.",
        "The act is read from the opener alone: it does not tell what is asked, of whom, or "
        "whether it is done.",
    )


def topic_map(model: TopicModel) -> Said:
    themes = "" if model.themes is None else f" in {plural(model.themes.nunique(), 'theme')}"
    return (
        f"The {plural(len(model.labels), 'topic')} of a model of {_modelled(model)}{themes}: "
        "topics that share words stand near each other, large ones hold many words.",
        "Neighbours mean something; wide gaps, directions and the edges of the map do not.",
    )


def topic_trends(table: pd.DataFrame, topics: Sequence[str]) -> Said:
    groups = table["group"].drop_duplicates().tolist()
    sizes = table.drop_duplicates("group")
    by = table.attrs.get("by") or "group"
    course = f"by {by}, {drawn(groups[0])} to {drawn(groups[-1])}"
    return (
        f"Share of the words that belong to {_listed(topics, 'topic')}, {course}"
        f"{_of_resolutions(sizes)}; {_BY_SERIES}.",
        "A topic is vocabulary: a share that moves tells neither why nor what States think, and "
        f"{_NO_TEST}.",
    )


def topic_profile(groups: Mapping[str, pd.DataFrame], topics: Sequence[str]) -> Said:
    sizes = [_measured(name, table.attrs) for name, table in groups.items()]
    lines = any("low" in table for table in groups.values())
    return (
        f"Shares of {plural(len(topics), 'topic')} in the words of: {'; '.join(sizes)}"
        f"{'; lines are 95 % intervals, or the range of other models' * lines}.",
        "A topic is vocabulary: a high share is neither agreement nor dissent, and a group that "
        "was chosen by a subject speaks of it more because it was chosen so.",
    )


def topic_sheet(model: TopicModel, topic: str) -> Said:
    return (
        f"The topic “{drawn(topic)}”, one of {len(model.labels):,} in a model of "
        f"{_modelled(model)}: its phrases, library subjects, course and committees, and paragraphs "
        "that stand for it.",
        "The paragraphs are the clearest cases: most paragraphs hold several topics, and the "
        "topic's name is made of a few of its words.",
    )


def trends(table: pd.DataFrame, time: str, unit: str, parts: Sequence[str]) -> Said:
    of = "group" if "group" in table else "term"
    return (
        f"{_UNITS[unit]} {_listed(parts, of)}, by {time}{_denominators(table, time)}; "
        f"{_BY_SERIES}.",
        f"Neither why a term moved nor whether it did beyond chance is shown: {_NO_TEST}.",
    )


def heat(table: pd.DataFrame, time: str, unit: str, terms: Sequence[str]) -> Said:
    return (
        f"{_UNITS[unit]} {_listed(terms, 'term')}, by {time}{_denominators(table, time)}. "
        "The strongest shade of a row is its own greatest figure.",
        "Shades compare the times of one term, never two terms: for these read the figures, and "
        "small differences between them may be chance.",
    )


def slopes(table: pd.DataFrame, time: str, unit: str, terms: Sequence[str]) -> Said:
    times = sorted(table[time].unique())
    return (
        f"{_UNITS[unit]} {_listed(terms, 'term')}, from {time} {drawn(times[0])} to "
        f"{drawn(times[-1])}{_denominators(table, time)}; lines at the ends are 95 % intervals.",
        "That the ends differ does not tell of a steady course, nor of more than chance; and the "
        "last one need not be over.",
    )


def background(table: pd.DataFrame, time: str, measures: Sequence[str]) -> Said:
    return (
        f"{_capital(_measures(measures))}, by {time}{_until(table)}; {_BY_SERIES}.",
        "Why a measure moved is not shown: which committee adopts how many texts moves all of "
        f"them, and {_NO_TEST}.",
    )


def mandates(table: pd.DataFrame, by: str, measures: Sequence[str]) -> Said:
    return (
        f"What resolutions ask, by {by}: {_measures(measures)}{_until(table)}; {_BY_SERIES}.",
        f"Requests are read by rule, what they cost or led to is not shown, and {_NO_TEST} of a "
        "difference.",
    )


def rise(table: pd.DataFrame, whole: str) -> Said:
    before, after = table.attrs.get("sessions", ((), ()))
    when = f" from session {_some(before)} to session {_some(after)}" if before else ""
    change = table.loc[table["part"].eq(whole), "occurrences"].sum(min_count=1)
    sum_of = "" if np.isnan(change) else f": {change:+,.0f} in all"
    return (
        f"What the change in occurrences of “{drawn(table['term'].iloc[0])}”{when} is made of"
        f"{sum_of}.",
        "It is an exact account of the data set and no test: neither why the term moved nor "
        "whether beyond chance is told.",
    )


def adoption(table: pd.DataFrame, time: str, parts: Mapping[str, pd.DataFrame]) -> Said:
    sums = [f"“{drawn(name)}” {rows['with_term'].sum():,}" for name, rows in parts.items()
            if "with_term" in rows]  # fmt: skip
    sums = [said.rpartition(" ")[2] for said in sums] if len(parts) == 1 else sums
    told = f": {', '.join(sums[:_NAMED])}" if sums else ""
    told += f" and {len(sums) - _NAMED} more" * (len(sums) > _NAMED)
    return (
        f"Resolutions so far that have {_followed(table, parts)}, by {time}{told}; parted into "
        "texts of a new series, those of renewed series that did not have it the last time, and "
        "those that kept it.",
        "A resolution that shares six words need not have them from the text, and a series whose "
        "earlier texts are older than the data set looks new."
        if ANY in parts
        else "A resolution that names a term once counts as much as one devoted to it, and a "
        "series whose earlier texts are older than the data set looks new.",
    )


def emerging(rows: pd.DataFrame) -> Said:
    up = int((rows["direction"].astype(str) == "rising").sum())
    before, after = rows.attrs.get("before"), rows.attrs.get("after")
    when = f" between sessions {_some(before)} and {_some(after)}" if before and after else ""
    return (
        f"Series that use words and phrases which changed{when}: {up:,} that rose, "
        f"{len(rows) - up:,} that fell, from before (stroke) to after (arrowhead).",
        "A rise need not be a new subject: a new spelling, a paragraph that many texts took over, "
        "or a subject of every third session rises too.",
    )


def positions(table: pd.DataFrame, placed: int) -> Said:
    about = table.attrs
    of = ""
    if "roll_calls" in about:
        of = f", from {plural(about['roll_calls'], 'contested roll call')} of {about['series']:,} "
        of += "series"
    level = f"{100 * about.get('level', 0.95):.3g} %"
    return (
        f"Where their votes place {plural(placed, 'State')}{of}: those that vote alike stand near "
        f"each other; lines are {level} intervals by series.",
        "What States think, or how they would vote on another text, is not shown; absence is no "
        "abstention, and which end is above 0 is a convention.",
    )


def agreement(rows: pd.DataFrame, said: str, states: int) -> Said:
    calls = ""
    if "roll_calls" in rows and len(rows):
        least, most = rows["roll_calls"].min(), rows["roll_calls"].max()
        calls = f", in {least:,}" + (f" to {most:,}" if most > least else "") + " roll calls a pair"
    return (
        f"How often each two of {plural(states, 'State')} voted alike{calls}: {said}.",
        "Recorded votes on adopted texts alone are counted: where most votes are yes, any two "
        "States agree often.",
    )


def cosponsors(graph: nx.Graph) -> Said:
    n, pairs = graph.number_of_nodes(), graph.number_of_edges()
    least = graph.graph.get("least", 1)
    return (
        f"{plural(n, 'State')} and the {plural(pairs, 'pair')} of them that sponsor "
        f"{plural(least, 'resolution')} or more together; wide lines are strong ties.",
        "The order on the circle is no measure, and why a State signed is not shown; sponsors "
        "that are groups, and texts that were not adopted, are left out.",
    )


def behind(found: Behind) -> Said:
    n, held = len(found.clauses), int(found.clauses["symbol"].notna().sum())
    return (
        "States that sponsored the resolution which first held the longest shared run of "
        f"{_paragraphs(n, found.found)}; {held:,} {_share(held)} a run with an earlier "
        "resolution. Votes are yes, no and abstentions.",
        "Who wrote a paragraph is not shown: its other parts may be older, and the list of a text "
        "that an officer submits names no State.",
    )


def reworded(found: Reworded) -> Said:
    voted = found.voted
    return (
        f"{plural(len(voted), 'resolution')} and their predecessors, both put to a vote, in "
        f"{voted['series'].nunique():,} series: new wording, and States that moved towards yes "
        "less those towards no.",
        "That words won or lost votes is not shown: what is voted on, the political year and the "
        "words change together.",
    )


def _followed(table: pd.DataFrame, parts: Mapping[str, Any]) -> str:
    """Terms of a curve, the one term of several groups, or passages of a text."""
    if ANY in parts:
        return "a passage of six words or more that the text brought"
    if "group" in table and len(table):
        return f"used “{drawn(table['term'].iloc[0])}” in {plural(len(parts), 'group')}"
    return f"used {_listed(list(parts), 'term')}" if parts else "used a term"


def _name(record: Resolution) -> str:
    return drawn(name_of(record))


def _paragraphs(n: int, found: Comparison) -> str:
    return f"each paragraph of {_name(found.record)} ({n:,})"


def _searched(found: Comparison) -> str:
    corpus = found.corpus
    n = len(corpus) - len(found.excluded)
    return f"{plural(n, 'resolution')} of {corpus.first_date} to {corpus.last_date}"


def _modelled(model: TopicModel) -> str:
    if model.corpus is None:
        return plural(len(model.paragraph_topics()), "text")
    held = model.corpus.resolutions if model.within is None else model.within
    return plural(len(held), "resolution")


def _sized(name: str, units: Mapping[str, str]) -> str:
    return f"{'the ' * (name == 'rest')}{drawn(name)} ({units[name]})"


def _measured(name: str, about: Mapping[str, Any]) -> str:
    """A group with its sizes, where its table tells them."""
    known = [plural(int(about[size]), size[:-1]) for size in ("words", "resolutions")
             if size in about]  # fmt: skip
    known += [f"{about['series']:,} series"] if "series" in about else []
    return f"{drawn(name)} ({', '.join(known)})" if known else drawn(name)


def _listed(names: Sequence[str], kind: str) -> str:
    """A few names in quotes, or how many there are.

    >>> _listed(["sea"], "term"), _listed(["a", "b"], "term"), _listed(list("abcd"), "term")
    ('“sea”', '“a” and “b”', '4 terms')
    """
    if len(names) > _NAMED:
        return plural(len(names), kind)
    return _joined([f"“{drawn(name)}”" for name in names])


def _measures(names: Sequence[str]) -> str:
    """Measures by name; of many the first ones, and how many more."""
    more = [f"{len(names) - _MEASURES:,} more"] * (len(names) > _MEASURES)
    return _joined([drawn(name) for name in names[:_MEASURES]] + more, "; ")


def _joined(names: Sequence[str], comma: str = ", ") -> str:
    return " and ".join([comma.join(names[:-1]), names[-1]] if names[1:] else names)


def _of_resolutions(table: pd.DataFrame) -> str:
    """How many resolutions a table counts, where it says so."""
    if "resolutions" not in table:
        return ""
    return f"; {plural(int(table['resolutions'].sum()), 'resolution')}"


def _denominators(table: pd.DataFrame, time: str) -> str:
    """What a table of terms is counted in, all times together; groups may overlap."""
    if "group" in table or "resolutions" not in table or "words" not in table:
        return _until(table)
    rows = table.drop_duplicates(time)
    words = plural(int(rows["words"].sum()), "word")
    return f"{_of_resolutions(rows)} with {words}{_until(table)}"


def _until(table: pd.DataFrame) -> str:
    last = table.attrs.get("last_date")
    return f", to {last}" if last else ""


def _some(sessions: Iterable[Any]) -> str:
    """Sessions that follow each other.

    >>> _some((78,)), _some((78, 79))
    ('78', '78 to 79')
    """
    known = [drawn(session) for session in sessions]
    return " to ".join(dict.fromkeys([known[0], known[-1]]))


def _share(n: int) -> str:
    return "shares" if n == 1 else "share"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
