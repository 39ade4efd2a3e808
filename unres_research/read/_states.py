"""States by the names that lists of votes and sponsors print, and who else submits a draft."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from unres_research._characters import APOSTROPHES
from unres_research._wordlists import read_list

_MAX_NAME = 2_000  # characters; the source has up to 900
_MAX_WORDS = 20  # of two names that are run together
_MAX_ENTRIES = 1_000  # of a list in which cut names are looked for
_SILENT = dict.fromkeys(map(ord, APOSTROPHES + "'"))
_BEHALF = re.compile(
    r"\b(?:(?:o[nf] behalf|in its capacity as (?:the )?chair) of (?:the )?|o[nf] behalf the )",
    re.I,
)
_MEMBERS = re.compile(
    r"(?:states )?members of the united nations that are members of (?:the )?"
    r"(?:members of (?:the )?)?",
    re.I,
)
_MARKS = re.compile(r"[()]|,\s?(?:and\s)?|\sand\s", re.I)
_SYMBOL = re.compile(r"\([ASE]/?[\w./-]{0,40}\d[\w./-]{0,40}\)$")  # of the draft, after a name
_REMARK = re.compile(r"\.\s*[-–—]\s*|\s[-–—]\s")
_OFF_THE_LIST = r"from the list of sponsors(?: of the draft(?: resolution)?)?"
_REMOVED = re.compile(
    rf"removes? (?P<after>.+) {_OFF_THE_LIST}|"
    rf"(?P<before>.+) (?:was|were|ha(?:s|ve) been) removed {_OFF_THE_LIST}",
    re.I,
)
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
    """One that submits a draft: `kind` is state, group, officer, removed or other.

    A State that is "removed" is no sponsor: the list says that it was taken off.
    """

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
def _first_words() -> frozenset[str]:
    """First words of all names; "the" folds to ""."""
    return frozenset(name.partition(" ")[0] for name in _codes()) | {""}


@cache
def _without_blanks() -> dict[str, tuple[str, ...]]:
    """Codes by folded name without its blanks, but for names that become alike."""
    alike: dict[str, set[tuple[str, ...]]] = {}
    for name, codes in _codes().items():
        alike.setdefault(name.replace(" ", ""), set()).add(codes)
    return {name: min(codes) for name, codes in alike.items() if len(codes) == 1}


def _run_together(printed: str) -> tuple[str, ...]:
    """Codes of two names with a blank or full stop between them, if there is one way to part them.

    Brackets and other signs between names may mean something else.
    """
    words = printed.split()
    if not 1 < len(words) <= _MAX_WORDS:
        return ()
    starts = [folded(word).partition(" ")[0] in _first_words() for word in words]
    found = []
    for k in (k for k in range(1, len(words)) if starts[0] and starts[k]):
        one, two = " ".join(words[:k]).rstrip("."), " ".join(words[k:])
        if (one[-1:].isalpha() or one[-1:] == ")") and two[0].isalpha() and _is_closed(one):
            first, second = (_codes().get(folded(name), ()) for name in (one, two))
            if first and second and not _goes_on(first[-1], folded(one), folded(words[k])):
                found.append(first + second)
    return found[0] if len(found) == 1 else ()


def _goes_on(iso3: str, said: str, word: str) -> bool:
    """Whether the name of a State goes on with this word, so that what was said is its start."""
    return f"{folded(states()[iso3].name)} ".startswith(f"{said} {word} ")


@cache
def _groups() -> dict[str, str]:
    return {folded(row["phrase"]): row["name"] for row in read_list("groups")}


def codes_of(name: str) -> tuple[str, ...]:
    """Codes of the States that a name is known to stand for; () when it is not known.

    >>> codes_of("TÜRKİYE"), codes_of("Netherlands (Kingdom of the)"), codes_of("ISLANDS")
    (('TUR',), ('NLD',), ())
    >>> codes_of("L ebanon"), codes_of("Angola Bahamas")
    (('LBN',), ('AGO', 'BHS'))
    """
    said = folded(name)
    found = _codes().get(said) or _without_blanks().get(said.replace(" ", ""))
    return found or _run_together(name)


def sponsors_in(lists: Mapping[str, Iterable[str]]) -> list[tuple[str, Sponsor]]:
    """Read the lists of sponsors of one text, by how they joined: pairs of list and sponsor.

    What a single entry does not tell: a name that is cut into two entries is one sponsor, and a
    State that a remark takes off the list is "removed" wherever it stands.

    >>> [(s.name, s.kind) for _, s in sponsors_in({"draft": ["Fiji", "Solomon", "Islands"]})]
    [('Fiji', 'state'), ('Solomon', 'state')]
    """
    found = [(key, sponsor) for key, names in lists.items() for sponsor in _list_of(names)]
    removed = {sponsor.iso3 for _, sponsor in found if sponsor.kind == "removed"}
    listed = {sponsor.iso3 for _, sponsor in found if sponsor.kind == "state"}
    return [
        (key, replace(sponsor, kind="removed") if sponsor.iso3 in removed else sponsor)
        for key, sponsor in found
        if sponsor.kind != "removed" or sponsor.iso3 not in listed
    ]


def _list_of(names: Iterable[str]) -> list[Sponsor]:
    """Sponsors of one list; names that it cuts in two are made whole."""
    found: list[Sponsor] = []
    names = list(names)
    if len(names) > _MAX_ENTRIES:
        return [sponsor for name in names for sponsor in sponsors_of(name)]
    for name in names:
        read = sponsors_of(name)
        if found and found[-1].kind == read[0].kind == "other":
            wholes = (f"{found[-1].name} {name}", f"{found[-1].name} and {name}")
            whole = next((both for both in wholes if len(codes_of(both)) == 1), None)
            if whole:
                found[-1:], read = [], _as_states(whole)
        found += read
    cut = {(folded(s.name), s.iso3) for s in found if s.kind == "state" and s.iso3}
    cut = {(printed, iso3) for printed, iso3 in cut if printed != folded(states()[iso3].name)}
    return [s for s in found if s.kind != "other" or not _is_rest(folded(s.name), cut)]


def _is_rest(rest: str, cut: set[tuple[str, str]]) -> bool:
    """Whether words are the rest of the name of one of the States that are not printed in full."""
    return len({iso3 for printed, iso3 in cut if _lacks(printed, rest, iso3)}) == 1


def _lacks(printed: str, rest: str, iso3: str) -> bool:
    """Whether a State is printed by its name up to these words; more may stand after it."""
    name = folded(states()[iso3].name)
    start = name.removesuffix(f" {rest}")
    if not rest or start == name:
        return False
    return f"{start} ".startswith(f"{printed} ") or f"{printed} ".startswith(f"{start} ")


def sponsors_of(printed: str) -> list[Sponsor]:
    """Read an entry of a list of sponsors, mostly one State, at times a list of them.

    >>> [(s.iso3, s.behalf) for s in sponsors_of("FIJI (on behalf of the Group of 77 and China)")]
    [('FJI', 'Group of 77 and China')]
    >>> [s.name for s in sponsors_of("Fiji, Malta and Trinidad and Tobago")]
    ['Fiji', 'Malta', 'Trinidad and Tobago']
    >>> sponsors_of("Chair of the Committee")[0].kind
    'officer'
    >>> [(s.name, s.kind) for s in sponsors_of("Fiji. - Removes Chad from the list of sponsors")]
    [('Fiji', 'state'), ('Chad', 'removed')]
    """
    if len(printed) > _MAX_NAME:
        return [Sponsor(printed, "other")]
    if found := _as_states(printed):
        return found
    said = folded(printed)
    if _OFFICER.match(said) or _CONSULTED in said or "in its capacity as chair" in said:
        return [Sponsor(printed, "officer", behalf=_behalf(printed)[1])]
    if found := _with_removed(printed) or _all_states(printed):
        return found
    kind = "group" if said in _groups() or _GROUP.match(said) else "other"
    return [Sponsor(printed, kind, behalf=_behalf(printed)[1])]


def _as_states(printed: str) -> list[Sponsor]:
    """States that a name stands for, alone or on behalf of others; [] when it is no State."""
    bare = _SYMBOL.sub("", printed.rstrip()).rstrip()
    if codes := codes_of(bare):
        return [Sponsor(printed, "state", code) for code in codes]
    name, behalf = _behalf(bare)
    codes = codes_of(name) if behalf and "in its capacity" not in printed.lower() else ()
    return [Sponsor(printed, "state", codes[0], behalf)] if len(codes) == 1 else []


def _all_states(printed: str) -> list[Sponsor]:
    """States of a list of them; [] unless every name of it is known."""
    parts = [_as_states(part) for part in _parts(printed)]
    return [sponsor for part in parts for sponsor in part] if all(parts) else []


def _with_removed(printed: str) -> list[Sponsor]:
    """States before a remark, and those that it takes off the list; [] for any other remark.

    What a remark takes back that is not understood cannot be told, so that nothing is read.
    """
    dash = _REMARK.search(printed)
    before, remark = (printed[: dash.start()], printed[dash.end() :]) if dash else ("", printed)
    told = _REMOVED.fullmatch(remark.strip(" ."))
    removed = _all_states(told["after"] or told["before"]) if told else []
    kept = _all_states(before) if dash else []
    if not removed or (dash and not kept):
        return []
    return [*kept, *(replace(state, kind="removed") for state in removed)]


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
