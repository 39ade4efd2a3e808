"""Rows of the tables of votes, roll calls and sponsors; where lists and tallies differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from unres_research.read._metadata import RollCall
from unres_research.read._states import codes_of, folded, sponsors_in, states
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd

VOTES = ("yes", "no", "abstain")
TALLIES = ("in_favour", "against", "abstaining")
KINDS = ("state", "group", "officer", "removed", "other")
_FEW = 5  # names that a reason lists


def vote_rows(symbol: str, call: RollCall) -> Iterator[dict[str, Any]]:
    """Rows of one roll call: one a State and list, in the order of the lists."""
    for vote, names in zip(VOTES, call.lists(), strict=True):
        found: dict[str, list[str]] = {}
        for name in names:
            for key in codes_of(name) or (folded(name),):
                found.setdefault(key, []).append(name)
        for key, printed in found.items():
            known = key if key in states() else None
            yield {
                "symbol": symbol,
                **_state(known),
                "vote": vote,
                "name": printed[0],
                "times": len(printed),
            }


def sponsor_rows(record: Resolution) -> Iterator[dict[str, Any]]:
    """Rows of the sponsors of one resolution, in the order of its two lists."""
    lists = {"draft": record.sponsors, "additional": record.additional_sponsors}
    places: Counter[str] = Counter()
    for joined, entry in sponsors_in(lists):
        places[joined] += 1
        yield {
            "symbol": record.symbol,
            "position": places[joined],
            "joined": joined,
            "name": entry.name,
            **_state(entry.iso3 if entry.kind == "state" else None),
            "kind": entry.kind,
            "behalf": entry.behalf,
        }


def tally_row(symbol: str, call: RollCall, others: int) -> dict[str, Any]:
    """Row of the tallies of one roll call, as the metadata print them."""
    return {"symbol": symbol, **{name: getattr(call, name) for name in TALLIES}, "others": others}


def _state(iso3: str | None) -> dict[str, Any]:
    state = states()[iso3] if iso3 else None
    return {
        "state": state.name if state else None,
        "iso3": iso3,
        "m49": state.m49 if state else None,
    }


# roll calls ---------------------------------------------------------------------------


@dataclass
class _Lists:
    """The lists of one roll call: names counted, and what makes them doubtful."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(VOTES, 0))
    voted: Counter[str] = field(default_factory=Counter)  # by code
    twice: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def doubts(self) -> Iterator[str]:
        """What is doubtful whatever the length of the lists."""
        both = [states()[code].name for code, times in self.voted.items() if times > 1]
        if self.twice:
            yield f"twice in one list: {_few(self.twice)}"
        if both:
            yield f"in two lists: {_few(both)}"
        if self.unknown:
            yield f"names not known: {_few(self.unknown)}"


def roll_calls(
    resolutions: pd.DataFrame, votes: pd.DataFrame, tallies: pd.DataFrame
) -> pd.DataFrame:
    """Make the table `Corpus.roll_calls`: what lists and tallies say, and why they differ."""
    import pandas as pd

    listed = _listed(votes)
    numbers = tallies.astype(dict.fromkeys((*TALLIES, "others"), float))
    told = {row.symbol: row for row in numbers.itertuples()}
    rows = {
        row.symbol: _roll_call(row, listed.get(row.symbol), told.get(row.symbol))
        for row in resolutions.itertuples()
        if row.symbol in told or _whole(row.in_favour) is not None
    }
    names = (*VOTES, *TALLIES, "absent", "agrees", "why")
    table = pd.DataFrame.from_dict(rows, orient="index", columns=list(names))
    types = {**dict.fromkeys((*VOTES, *TALLIES, "absent"), "Int64"), "agrees": bool, "why": object}
    return table.astype(types).rename_axis("symbol")


def _listed(votes: pd.DataFrame) -> dict[str, _Lists]:
    found: dict[str, _Lists] = {}
    columns = (votes[name].tolist() for name in ("symbol", "vote", "iso3", "name", "times"))
    for symbol, vote, code, name, times in zip(*columns, strict=True):
        if symbol not in found:
            found[symbol] = _Lists()
        lists = found[symbol]
        lists.counts[vote] += times
        if times > 1:
            lists.twice.append(name)
        if code in states():
            lists.voted[code] += 1
        else:
            lists.unknown.append(name)
    return found


def _roll_call(row: Any, lists: _Lists | None, tally: Any) -> tuple[Any, ...]:
    own = [_whole(getattr(row, name)) for name in TALLIES]
    printed = own if tally is None else [_whole(getattr(tally, name)) for name in TALLIES]
    if lists is None:
        why = "no lists in the metadata" if row.has_metadata else "no metadata"
        return (*[None] * 3, *printed, None, False, why)
    counts = list(lists.counts.values())
    faults = [*_differences(counts, printed), *lists.doubts()]
    if tally is not None and tally.others:
        faults.append(f"{int(tally.others)} more rows of the metadata, with other lists")
    if own[0] is None:
        faults.append("not recorded as a vote")
    elif own != [count or 0 for count in printed]:
        faults.append(f"the document prints {own[0]} to {own[1]}, with {own[2]} abstaining")
    absent = None if faults else _absent(lists.voted, str(row.adopted_on.date()))
    return (*counts, *printed, absent, not faults, "; ".join(faults))


def _whole(value: float) -> int | None:
    """A number of a table, None where it is missing."""
    return int(value) if value == value else None


def _differences(counts: list[int], tallies: list[int | None]) -> Iterator[str]:
    for name, count, tally in zip(TALLIES, counts, tallies, strict=True):
        said = name.replace("_", " ")
        if tally is None:
            yield f"no tally printed {said} ({count} listed)"
        elif tally > count:
            yield f"{count} listed {said}, {tally} in the tally: {tally - count} missing"
        elif tally < count:
            yield f"{count} listed {said}, {tally} in the tally: {count - tally} too many"


def _few(names: list[str]) -> str:
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return ", ".join(names[:_FEW]) + more


def _absent(voted: Counter[str], day: str) -> int:
    """Member States of that day that stand in no list."""
    return sum(s.is_member(day) and code not in voted for code, s in states().items())
