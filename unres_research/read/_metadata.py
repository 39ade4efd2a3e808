"""Read the metadata published beside the XML files: JSON Lines, one file a session."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from unres_research import _worker as worker
from unres_research import symbols
from unres_research.errors import ReadError, UnresError
from unres_research.read._files import named, read_bounded, shown
from unres_research.read._lines import clean
from unres_research.read._states import codes_of, folded
from unres_research.read._subjects import of_metadata, tell_names, united, with_names
from unres_research.read._title_block import (
    agenda_items,
    committee_of,
    draft_symbols,
    split_names,
)
from unres_research.records import Issue, Resolution, Subject, Vote

_FOLDER = "data_extract"  # as the source names it
_EMPTY = ("", "N.A.", "None", "nan")
_MAX_LIST = 200_000
_MAX_ROW = 1_000_000  # characters; the source has up to 6,355
_WHOLE = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True)
class RollCall:
    """States by how they voted, as printed, and the tallies beside; None where none is printed."""

    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    abstain: tuple[str, ...] = ()
    in_favour: int | None = None
    against: int | None = None
    abstaining: int | None = None

    def lists(self) -> tuple[tuple[str, ...], ...]:
        """Names in favour, against and abstaining."""
        return self.yes, self.no, self.abstain

    def same_as(self, other: RollCall) -> bool:
        """Whether the same States voted alike, however their names are spelt."""
        return all(
            sorted(codes_of(n) or (folded(n),) for n in ours)
            == sorted(codes_of(n) or (folded(n),) for n in theirs)
            for ours, theirs in zip(self.lists(), other.lists(), strict=True)
        )


@dataclass(frozen=True)
class Metadata:
    """What the metadata say of one resolution (`rows` of them), by the names of `Resolution`."""

    symbol: str
    title: str = ""
    adopted_on: str | None = None
    committee: str | None = None
    agenda_items: tuple[str, ...] = ()
    draft_symbols: tuple[str, ...] = ()
    sponsors: tuple[str, ...] = ()
    additional_sponsors: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    sdgs: tuple[int, ...] = ()  # Sustainable Development Goals, 1 to 17
    vote: Vote | None = None
    adoption: str | None = None
    meeting: str | None = None  # symbol of the verbatim record
    rows: int = 1  # of the source, that became one
    roll_call: RollCall | None = None  # of the adoption: the metadata have no other votes
    other_roll_calls: int = 0  # of further rows of the symbol, whose lists differ from it


def read_metadata(path: str | Path) -> tuple[dict[str, Metadata], list[ReadError]]:
    """Read every folder `data_extract` at or under a folder, by symbol; the later one counts."""
    path = Path(path)
    rows: dict[str, Metadata] = {}
    issues: list[ReadError] = []
    for folder in sorted({*named(path, _FOLDER), *([path] if path.name == _FOLDER else [])}):
        found: dict[str, list[Metadata]] = {}
        try:
            files = sorted(folder.glob("*.json"))
        except OSError as error:
            issues.append(ReadError(_FOLDER, f"cannot be listed ({error.strerror})"))
            continue
        for file in files:
            _read_file(file, found, issues)
        rows |= {symbol: _unite(same) for symbol, same in found.items()}
    names = tell_names(row.subjects for row in rows.values())
    told = {k: replace(row, subjects=with_names(row.subjects, names)) for k, row in rows.items()}
    return told, issues


def _read_file(path: Path, found: dict[str, list[Metadata]], issues: list[ReadError]) -> None:
    """Add the rows of a file (JSON Lines) to those found, by symbol."""
    name = shown(path.name)
    try:
        text = read_bounded(path, name).decode("utf-8", "replace")
    except ReadError as error:
        issues.append(error)
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = parse_row(line)
        except (UnresError, ValueError) as error:
            issues.append(ReadError(f"{name}, line {number}", str(error)))
        except Exception as error:
            issues.append(ReadError(f"{name}, line {number}", worker.fault(error)))
        else:
            found.setdefault(row.symbol, []).append(row)


def parse_row(line: str) -> Metadata:
    """Read one line, a JSON object; UnresError or ValueError for any other."""
    if len(line) > _MAX_ROW:
        raise UnresError(f"found {len(line):,} characters, expected a row of at most {_MAX_ROW:,}")
    try:
        raw = json.loads(line)
        if "\\ud" in line.lower():  # half a character, perhaps, which no file can hold
            raw = json.loads(json.dumps(raw, ensure_ascii=False).encode("utf-8", "replace"))
    except RecursionError:
        raise UnresError(f"found {line[:60]!r}, nested too deep for a row") from None
    if not isinstance(raw, Mapping) or not raw.get("symbol"):
        raise UnresError(f"found {line[:60]!r}, expected a JSON object with a symbol")
    symbol = symbols.normalise(str(raw["symbol"]))
    votes = [_count(raw.get(f"MS_{key}_count")) for key in ("in_favour", "against", "abstaining")]
    told = [count for count in votes if count is not None]
    recorded = "recorded" in str(raw.get("adoption_type") or raw.get("voting_type") or "").lower()
    without = "without" in str(raw.get("adoption_type") or "").lower()
    origin = _said(raw.get("originating_document"))
    return Metadata(
        symbol=symbol,
        title=_said(raw.get("title")),
        adopted_on=_date(_said(raw.get("adoption_date"))),
        committee=committee_of(_said(raw.get("committee"))),
        agenda_items=agenda_items(_said(raw.get("agenda_item"))),
        draft_symbols=draft_symbols(origin),
        sponsors=_names(raw.get("sponsors")),
        additional_sponsors=_names(raw.get("additional_sponsors")),
        subjects=of_metadata(_pairs(raw.get("subjects")), symbol),
        sdgs=tuple(sorted(int(x) for x in _as_list(raw.get("SDGs")) if _WHOLE.fullmatch(str(x)))),
        vote=Vote(*told) if recorded and len(told) == 3 and any(told) else None,
        adoption="recorded vote" if recorded else "without a vote" if without else None,
        meeting=_said(raw.get("pv")) or None,
        roll_call=_roll_call(raw),
    )


def _roll_call(raw: Mapping[str, Any]) -> RollCall | None:
    """Lists and tallies of a row; None where it has neither."""
    keys = ("in_favour", "against", "abstaining")
    given = (_as_list(raw.get(f"MS_{key}")) for key in keys)
    yes, no, abstain = (tuple(filter(None, (clean(str(x)) for x in names))) for names in given)
    told = [_said(raw.get(f"MS_{key}_count")) for key in keys]
    tallies = [int(t) if _WHOLE.fullmatch(t) else None for t in told]
    return RollCall(yes, no, abstain, *tallies) if yes or no or abstain or any(tallies) else None


def _as_list(value: Any) -> list[Any]:
    """Return a list that may be written as Python source text; it is parsed, never run."""
    if isinstance(value, list):
        return value
    text = str(value).strip() if value is not None else ""
    if text in _EMPTY:
        return []
    if text.startswith(("[", "(")) and len(text) <= _MAX_LIST:
        try:
            parsed = ast.literal_eval(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return [text]
        return list(parsed) if isinstance(parsed, (list, tuple)) else [parsed]
    return [text]


def complete(resolution: Resolution, row: Metadata) -> Resolution:
    """Fill what the document leaves open; where both speak and differ, an issue says so.

    Subjects are the other way about: the metadata have the library's index.
    """
    issues = list(resolution.issues)
    for name in ("adopted_on", "vote"):
        ours, theirs = getattr(resolution, name), getattr(row, name)
        if ours and theirs and ours != theirs:
            message = f"{name} is {ours} in the document and {theirs} in the metadata"
            issues.append(Issue(f"metadata-{name.replace('_', '-')}", message))
    names = (
        "title adopted_on committee agenda_items draft_symbols sponsors additional_sponsors vote "
        "adoption"
    )
    filled = {n: getattr(row, n) for n in names.split() if not getattr(resolution, n)}
    filled["subjects"] = united(row.subjects, resolution.subjects)
    return replace(resolution, issues=tuple(issues), **filled)


def _unite(rows: list[Metadata]) -> Metadata:
    united = {
        name: tuple(dict.fromkeys(x for row in rows for x in getattr(row, name)))
        for name in ("sponsors", "additional_sponsors", "subjects", "sdgs")
    }
    united["sdgs"] = tuple(sorted(united["sdgs"]))
    calls = [row.roll_call for row in rows if row.roll_call]
    others = sum(not call.same_as(calls[0]) for call in calls[1:])
    return replace(
        rows[0],
        rows=len(rows),
        roll_call=calls[0] if calls else None,
        other_roll_calls=others,
        **united,  # type: ignore[arg-type]
    )


def _said(value: Any) -> str:
    text = clean(str(value)) if value is not None else ""
    return "" if text in _EMPTY else text


def _count(value: Any) -> int | None:
    """Votes: none where the source has nothing or "N.A."; unknown where it has no number."""
    text = _said(value)
    return 0 if not text else int(text) if _WHOLE.fullmatch(text) else None


def _names(value: Any) -> tuple[str, ...]:
    names: Iterable[str] = (clean(str(x)) for x in _as_list(value))
    return tuple(dict.fromkeys(n for name in names if name for n in _office(name)))


def _office(name: str) -> tuple[str, ...]:
    offices = ("submitted by", "was submitted by", "introduced")
    return split_names(name) if name.lower().startswith(offices) else (name,)


def _pairs(value: Any) -> list[tuple[str, str]]:
    """Pairs of a term and its list, or an agenda item and its document."""
    pairs = (x for x in _as_list(value) if isinstance(x, (list, tuple)) and len(x) == 2)
    return [(str(term), str(source)) for term, source in pairs]


def _date(text: str) -> str | None:
    for layout in ("%d %B %Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, layout).date().isoformat()
        except ValueError:
            continue
    return None
