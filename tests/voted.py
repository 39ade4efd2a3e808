"""Invented votes and sponsors of invented States, to try functions on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unres_research.corpus import Corpus, example_corpus

if TYPE_CHECKING:
    import pandas as pd

    from unres_research.analyse._who._sponsors import Sponsors
    from unres_research.analyse._who._votes import Votes

# name, codes that stand for no State (ISO 3166 leaves XAA to XZZ to users)
_STATES = (
    ("Harbour Isles", "XHA", 996),
    ("Lampland", "XLA", 997),
    ("Northmark", "XNO", 998),
    ("Two Rivers", "XTW", 999),
)
# a letter a roll call: yes, no, abstain; "-" in no list
_VOTES = {
    "XHA": "yyyyyynyyyyy",
    "XLA": "nay-aany-ya-",
    "XNO": "yyyyyyyyyyyy",
    "XTW": "ynynyaynyyn-",
}
_OFF = 11  # the roll call of which the lists disagree with the tallies
_SPONSORS = {
    "XHA": "ddd.ad..d.a.",
    "XLA": ".d..d..a..d.",
    "XNO": "da.dd.da.dad",
    "XTW": "..a....d...a",
}


def example_with_votes() -> tuple[Corpus, pd.DataFrame]:
    """The invented data set with votes and sponsors of its first twelve resolutions; its Members.

    Lists of the last roll call disagree with the tallies.
    """
    import pandas as pd

    corpus = example_corpus()
    symbols = corpus.resolutions.index[[*range(4), *range(8, 16)]]
    codes = {iso3: (name, m49) for name, iso3, m49 in _STATES}
    words = {"y": "yes", "n": "no", "a": "abstain"}
    cast = [
        (symbol, codes[iso3][0], iso3, codes[iso3][1], words[letter], codes[iso3][0].upper())
        for iso3, letters in _VOTES.items()
        for symbol, letter in zip(symbols, letters, strict=True)
        if letter != "-"
    ]
    columns = ["symbol", "state", "iso3", "m49", "vote", "name"]
    votes = pd.DataFrame(cast, columns=columns)
    votes["times"] = 1
    counts = votes.pivot_table(index="symbol", columns="vote", values="name", aggfunc="count")
    calls = counts.reindex(symbols).fillna(0).astype(int)[["yes", "no", "abstain"]]
    told = calls.rename(columns={"yes": "in_favour", "no": "against", "abstain": "abstaining"})
    calls = calls.join(told)
    calls.loc[symbols[_OFF], "in_favour"] += 1
    calls["agrees"] = calls["yes"] == calls["in_favour"]
    calls["why"] = ["" if agrees else "yes: 2 in the list, 3 told" for agrees in calls["agrees"]]
    sponsors = [
        (symbol, k, {"d": "draft", "a": "additional"}[letter], name.upper(), name, iso3, m49)
        for k, (name, iso3, m49) in enumerate(_STATES, 1)
        for symbol, letter in zip(symbols, _SPONSORS[iso3], strict=True)
        if letter != "."
    ]
    heads = ["symbol", "position", "joined", "name", "state", "iso3", "m49"]
    table = pd.DataFrame(sponsors, columns=heads).assign(kind="state", behalf=None)
    chair = {"symbol": corpus.resolutions.index[4], "position": 1, "joined": "draft"}
    chair |= {"name": "Chair of the Committee", "kind": "officer"}
    table = pd.concat([table, pd.DataFrame([chair])], ignore_index=True)
    adoption = corpus.resolutions["adoption"].astype(object)
    adoption[:] = "without a vote"
    adoption[symbols] = "recorded vote"
    corpus.resolutions["adoption"] = adoption
    corpus.__dict__.update(votes=votes, roll_calls=calls, sponsors=table)
    members = pd.DataFrame(_STATES, columns=["state", "iso3", "m49"])
    return corpus, members.assign(member_from=pd.Timestamp("1950-01-01"))


def example_votes() -> Votes:
    """Invented roll calls of invented States."""
    from unres_research.analyse._who._votes import votes

    corpus, members = example_with_votes()
    return votes(corpus, members=members)


def example_sponsors() -> Sponsors:
    """Invented sponsors of invented texts."""
    from unres_research.analyse._who._sponsors import sponsors

    corpus, members = example_with_votes()
    return sponsors(corpus, members=members)
