"""States by the names that lists of votes and sponsors print, and who else submits a draft."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from unres_research._characters import APOSTROPHES
from unres_research._wordlists import read_list

_MAX_NAME = 2_000  # characters; the source has up to 900
_SILENT = dict.fromkeys(map(ord, APOSTROPHES + "'"))
_BEHALF = re.compile(
    r"\b(?:o[nf] behalf|in its capacity as (?:the )?chair) of (?:the )?",
    re.I,
)
_MEMBERS = re.compile(
    r"(?:states )?members of the united nations that are members of (?:the )?"
    r"(?:members of (?:the )?)?",
    re.I,
)
_MARKS = re.compile(r"[()]|,\s?(?:and\s)?|\sand\s", re.I)
# of folded names
_OFFICER = re.compile(
    r"(?:(?:was )?submitted by |introduced in the committee by )?(?:the )?"
    r"(?:acting |co |vice )?(?:chair|president|rapporteur|representative|facilitator|bureau)\b"
)
_CONSULTED = "on the basis of informal consultations"  # after a name and a State
_GROUP = re.compile(
    r"(?:(?:member )?states (?:members )?of the |members of the )?(?:european union|african union|"
    r"(?:group|movement|league|community|association|organi[sz]ation|alliance) of\b|"
    r"caribbean community|pacific islands forum|united nations that are members)"
)


@dataclass(frozen=True)
class State:
    """A Member State, or an observer State (`member_from` is empty)."""

    iso3: str
    m49: int
    name: str
    member_from: str

    def is_member(self, day: str) -> bool:
        """Whether it was a Member State on a day (ISO)."""
        return bool(self.member_from) and self.member_from <= day


@dataclass(frozen=True)
class Sponsor:
    """One that submits a draft: `kind` is state, group, officer or other."""

    name: str
    kind: str
    iso3: str | None = None
    behalf: str | None = None


@cache
def states() -> dict[str, State]:
    """All States of the list, by code."""
    rows = read_list("states")
    return {r["iso3"]: State(r["iso3"], int(r["m49"]), r["name"], r["member_from"]) for r in rows}


def folded(name: str) -> str:
    """Spell a name without case, accents, apostrophes, other signs, and "the" at its ends.

    >>> folded("CÔTE D’IVOIRE"), folded("Bahamas (the)"), folded("GUINEA BISSAU")
    ('cote divoire', 'bahamas', 'guinea bissau')
    """
    plain = unicodedata.normalize("NFKD", name[:_MAX_NAME].casefold()).translate(_SILENT)
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.sub(r"[\W_]+", " ", bare).split()
    while words and words[-1] == "the":
        words.pop()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    """Codes by folded name; of two names that are printed as one, both."""
    found = {folded(state.name): (iso3,) for iso3, state in states().items()}
    listed = {folded(r["name"]): tuple(r["iso3"].split()) for r in read_list("state_names")}
    return listed | found


@cache
def _groups() -> dict[str, str]:
    return {folded(row["phrase"]): row["name"] for row in read_list("groups")}


def codes_of(name: str) -> tuple[str, ...]:
    """Codes of the States that a name is known to stand for; () when it is not known.

    >>> codes_of("TÜRKİYE"), codes_of("Netherlands (Kingdom of the)"), codes_of("ISLANDS")
    (('TUR',), ('NLD',), ())
    """
    return _codes().get(folded(name), ())


def sponsors_of(printed: str) -> list[Sponsor]:
    """Read an entry of a list of sponsors, mostly one State, at times a list of them.

    >>> [(s.iso3, s.behalf) for s in sponsors_of("FIJI (on behalf of the Group of 77 and China)")]
    [('FJI', 'Group of 77 and China')]
    >>> [s.name for s in sponsors_of("Fiji, Malta and Trinidad and Tobago")]
    ['Fiji', 'Malta', 'Trinidad and Tobago']
    >>> sponsors_of("Chair of the Committee")[0].kind
    'officer'
    """
    if len(printed) > _MAX_NAME:
        return [Sponsor(printed, "other")]
    if found := _as_states(printed):
        return found
    said = folded(printed)
    if _OFFICER.match(said) or _CONSULTED in said or "in its capacity as chair" in said:
        return [Sponsor(printed, "officer", behalf=_behalf(printed)[1])]
    parts = [_as_states(part) for part in _parts(printed)]
    if len(parts) > 1 and all(parts):
        return [sponsor for part in parts for sponsor in part]
    kind = "group" if said in _groups() or _GROUP.match(said) else "other"
    return [Sponsor(printed, kind, behalf=_behalf(printed)[1])]


def _as_states(printed: str) -> list[Sponsor]:
    """States that a name stands for, alone or on behalf of others; [] when it is no State."""
    if codes := codes_of(printed):
        return [Sponsor(printed, "state", code) for code in codes]
    name, behalf = _behalf(printed)
    codes = codes_of(name) if behalf and "in its capacity" not in printed.lower() else ()
    return [Sponsor(printed, "state", codes[0], behalf)] if len(codes) == 1 else []


def _behalf(printed: str) -> tuple[str, str | None]:
    """Who speaks, and the group or organ on whose behalf, as the list of them spells it."""
    found = _BEHALF.search(printed)
    if not found:
        return printed, None
    name, rest = printed[: found.start()].rstrip(", "), printed[found.end() :].strip()
    if name.endswith("("):
        if not rest.endswith(")") or not _is_closed(rest[:-1]):
            return printed, None  # a list of sponsors goes on after the bracket
        name, rest = name[:-1].rstrip(", "), rest[:-1].strip()
    members = _MEMBERS.match(rest)
    rest = rest[members.end() :] if members else rest
    return name, _groups().get(folded(rest), rest) or None


def _is_closed(text: str) -> bool:
    """Whether every bracket that closes was opened before, and none stays open."""
    depth = 0
    for c in text:
        depth += (c == "(") - (c == ")")
        if depth < 0:
            return False
    return depth == 0


def _parts(printed: str) -> Iterator[str]:
    """Parts of a list, cut at commas and "and" outside brackets and names that hold an "and"."""
    atoms, signs = _atoms(printed)
    at = 0
    while at < len(atoms):
        both = f"{atoms[at]} and {atoms[at + 1]}" if signs[at] == "and" else ""
        double = bool(both and codes_of(both))
        yield both if double else atoms[at]
        at += 1 + double


def _atoms(printed: str) -> tuple[list[str], list[str]]:
    """Pieces of a text between signs outside brackets, and the sign after each, "" at the end."""
    atoms, signs, depth, start = [], [], 0, 0
    for mark in _MARKS.finditer(printed):
        if (sign := mark.group().strip().lower()) in ("(", ")"):
            depth += 1 if sign == "(" else -1
        elif depth <= 0:
            atoms.append(printed[start : mark.start()].strip())
            signs.append(sign)
            start = mark.end()
    return [*atoms, printed[start:].strip()], [*signs, ""]
