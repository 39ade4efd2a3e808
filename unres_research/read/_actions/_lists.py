"""The word lists of actions: verbs with their class, and whom resolutions ask."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from os import PathLike

from unres_research._wordlists import read_list, read_rows
from unres_research.errors import UnresError
from unres_research.read._actions._action import CLASSES

ADDRESSEE_CLASSES = (
    "secretary_general",
    "secretariat",
    "member_states",
    "un_system",
    "un_body",
    "other",
)
INNER = ("yes", "object", "no")
_VERB_COLUMNS = ("verb", "class", "forms", "nouns", "inner", "source")
_ADDRESSEE_COLUMNS = ("phrase", "class", "source")
_THIRD = {"be": "is", "have": "has", "do": "does"}
_WORD = re.compile(r"[\w’'-]+|[,…]")


def words_of(text: str) -> frozenset[str]:
    """Split a few words that stand in the code; lists of words are CSV files."""
    return frozenset(text.split())


@dataclass(frozen=True)
class Verb:
    """A verb of a list; `inner` tells when it counts inside a paragraph: "yes", "object", "no"."""

    lemma: str
    kind: str
    inner: str

    @property
    def rest(self) -> tuple[str, ...]:
        """Words after the first: ("note",)."""
        return tuple(self.lemma.split()[1:])


@dataclass(frozen=True)
class Verbs:
    """Verbs by the first word of their forms, and by the noun that stands for them."""

    third: Mapping[str, tuple[Verb, ...]]
    base: Mapping[str, tuple[Verb, ...]]
    participle: Mapping[str, tuple[Verb, ...]]
    adjectives: Mapping[str, tuple[tuple[tuple[str, ...], Verb], ...]]
    nouns: Mapping[str, Verb]
    passive: Mapping[str, Verb]

    @cached_property
    def heads(self) -> Mapping[str, frozenset[str]]:
        """First words of forms: "third", also with "base", or "participle"."""
        third = {*self.third, "continues", "wishes"}
        return {
            "third": frozenset(third),
            "base": frozenset({*third, *self.base, "are"}),
            "participle": frozenset({*self.participle, *self.adjectives}),
        }


@dataclass(frozen=True)
class Addressees:
    """Phrases by their first word, the longest first: their words and their class."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


def read_verbs(path: str | PathLike[str] | None = None) -> Verbs:
    """Read a list of verbs from a CSV file, or the built-in one."""
    if path is None:
        return _built_in_verbs()
    return _verbs(read_rows(path, "the verbs", _VERB_COLUMNS), str(path))


def read_addressees(path: str | PathLike[str] | None = None) -> Addressees:
    """Read a list of addressees from a CSV file, or the built-in one."""
    if path is None:
        return _built_in_addressees()
    return _addressees(read_rows(path, "the addressees", _ADDRESSEE_COLUMNS), str(path))


@cache
def _built_in_verbs() -> Verbs:
    return _verbs(list(read_list("verbs")), "verbs.csv")


@cache
def _built_in_addressees() -> Addressees:
    return _addressees(list(read_list("addressees")), "addressees.csv")


def _verbs(rows: list[dict[str, str]], name: str) -> Verbs:
    faults, seen = [], set()
    third: dict[str, list[Verb]] = {}
    base: dict[str, list[Verb]] = {}
    participle: dict[str, list[Verb]] = {}
    adjectives: dict[str, list[tuple[tuple[str, ...], Verb]]] = {}
    nouns: dict[str, Verb] = {}
    passive: dict[str, Verb] = {}
    for number, row in enumerate(rows, start=2):
        lemma = " ".join((row["verb"] or "").lower().split())
        kind, inner = ((row[c] or "").strip().lower() for c in ("class", "inner"))
        if not re.fullmatch(r"[a-z-]+( [a-z-]+){0,5}", lemma) or lemma in seen:
            faults.append(f"row {number} ({lemma or 'no verb'})")
            continue
        if kind not in CLASSES or inner not in INNER:
            faults.append(f"row {number} ({lemma}, {kind!r}, {inner!r})")
            continue
        seen.add(lemma)
        verb = Verb(lemma, kind, inner)
        head = lemma.split()[0]
        third.setdefault(third_person(head), []).append(verb)
        base.setdefault(head, []).append(verb)
        participle.setdefault(participle_of(head), []).append(verb)
        for form in _listed(row["forms"]):
            words = tuple(form.split())
            adjectives.setdefault(words[0], []).append((words, verb))
        for noun in _listed(row["nouns"]):
            nouns[noun] = verb
        passive.setdefault(past_of(head), verb)
    if faults:
        raise UnresError(
            f"found {len(faults)} row{'s'[: len(faults) != 1]} of {name} not understood: "
            f"{'; '.join(faults[:10])}; expected a verb that stands once, a class of "
            f"{', '.join(CLASSES)}, and inner of {', '.join(INNER)}"
        )
    forms = {k: tuple(v) for k, v in adjectives.items()}
    return Verbs(_longest(third), _longest(base), _longest(participle), forms, nouns, passive)


def _longest(found: dict[str, list[Verb]]) -> dict[str, tuple[Verb, ...]]:
    return {k: tuple(sorted(v, key=lambda x: -len(x.rest))) for k, v in found.items()}


def _listed(text: str | None) -> list[str]:
    return [" ".join(x.lower().split()) for x in (text or "").split("|") if x.strip()]


def third_person(head: str) -> str:
    """Say "calls" for "call".

    >>> [third_person(x) for x in ("call", "express", "reaffirm", "rely", "be")]
    ['calls', 'expresses', 'reaffirms', 'relies', 'is']
    """
    if head in _THIRD:
        return _THIRD[head]
    if re.search(r"(?:s|sh|ch|x|z|o)$", head):
        return head + "es"
    return re.sub(r"(?<=[^aeiou])y$", "ie", head) + "s"


def participle_of(head: str) -> str:
    """Say "noting" for "note".

    >>> [participle_of(x) for x in ("note", "agree", "regret", "call", "be")]
    ['noting', 'agreeing', 'regretting', 'calling', 'being']
    """
    if head in ("regret", "commit", "recommit", "set"):
        return head + head[-1] + "ing"
    return re.sub(r"(?<=[^aeioy])e$", "", head) + "ing" if head != "be" else "being"


def past_of(head: str) -> str:
    """Say "requested" for "request", of verbs that are regular."""
    if head in ("commit", "recommit", "regret"):
        return head + head[-1] + "ed"
    return re.sub(r"(?<=[^aeiou])y$", "i", head).removesuffix("e") + "ed"


def _addressees(rows: list[dict[str, str]], name: str) -> Addressees:
    faults = []
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for number, row in enumerate(rows, start=2):
        words = tuple(_WORD.findall((row["phrase"] or "").lower()))
        kind = (row["class"] or "").strip().lower()
        if not words or words[0] in ",…" or kind not in ADDRESSEE_CLASSES:
            faults.append(f"row {number} ({' '.join(words) or 'no phrase'}, {kind!r})")
            continue
        found.setdefault(words[0], {})[words] = kind
    if faults:
        raise UnresError(
            f"found {len(faults)} row{'s'[: len(faults) != 1]} of {name} not understood: "
            f"{'; '.join(faults[:10])}; expected a phrase, and a class of "
            f"{', '.join(ADDRESSEE_CLASSES)}"
        )
    return Addressees(
        {
            first: tuple(sorted(phrases.items(), key=lambda x: -len(x[0])))
            for first, phrases in found.items()
        }
    )
