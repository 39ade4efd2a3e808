"""From the verbs of a paragraph to its actions, with what its chapeau gives them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from unres_research.read._actions._action import Action
from unres_research.read._actions._lists import Addressees, Verbs
from unres_research.read._actions._values import values_of
from unres_research.read._actions._verbs import Found, find_verbs, masked
from unres_research.read._actions._whom import Asked, classes_of, find_asked

_INFINITIVE_IN = re.compile(r"\bto\s+(?!the\b|all\b|its\b|their\b)[a-z]")
_OWN_SUBJECT = re.compile(
    r"\b[Ww]e(?:(?: (?:will|shall|therefore|hereby|also|further))*| (?:decide|commit|resolve) to"
    r"|, [^:]{0,300}) ?:?$"
)
_PASSIVE = re.compile(
    r"(?:is|are|be|was|were)\s+(?:also\s+|further\s+|hereby\s+|strongly\s+|[a-z]+ly\s+)?([a-z-]+ed)\b"
    r"(?:\s+(upon|to|for))?"
)
_TO = re.compile(r"(?:,[^,;:]{1,160},)?\s+to\s+[a-z]")
_Made = tuple[Action, bool]  # an action, and whether what it asks is still open


class Reader:
    """Reads paragraphs by word lists; `given` is what `values_of` is told of their adoption."""

    def __init__(self, verbs: Verbs, addressees: Addressees, given: dict[str, Any]) -> None:
        self.verbs, self.addressees, self.given = verbs, addressees, given

    def read(self, text: str, chapeau: str, opener: str | None) -> list[Action]:
        """Read the actions of a paragraph."""
        mood = _mood(text, chapeau, opener, self.verbs)
        if not chapeau.strip():
            return [made for made, _ in self._own(text, mood)] or self._passive(text)
        governing = self._governing(chapeau)
        own = self._own(text, mood, base=_speaks(chapeau))
        starts = bool(own) and not text[: own[0][0].span[0]].strip(" ,;.")
        if starts:
            return [a for a, _ in own]
        end = own[0][0].span[0] if own else len(text)
        inherited = [self._inherited(text, end, action) for action in governing]
        last = inherited[-1:] if inherited else []
        rest = [self._resolved(a, last) for a, _ in own]
        return [*inherited, *rest]

    def _own(self, text: str, mood: str, *, base: bool = True) -> list[_Made]:
        said = masked(text)
        found = find_verbs(said, self.verbs, mood=mood, base_at_start=base)
        made: list[_Made] = []
        for k, hit in enumerate(found):
            end = found[k + 1].start if k + 1 < len(found) else len(said)
            end = _segment_end(said, hit.end, end)
            action, open_ = self._action(text, said, hit, end)
            action = self._resolved(action, [a for a, _ in made[-1:]])
            made.append((action, open_))
        return made

    def _action(self, text: str, said: str, hit: Found, end: int) -> _Made:
        verb = hit.verb
        spans = {"verb": (hit.verb_start, min(hit.end, end))}
        asked: Asked | None = None
        what = min(hit.end, end)
        if verb.kind == "directive":
            asked, what = find_asked(said, what, end, self.addressees, verb.lemma, noun=hit.noun)
        open_ = not _INFINITIVE_IN.search(said, what, end)
        what += len(said[what:end]) - len(said[what:end].lstrip(" ,:;"))
        if what < end:
            spans["what"] = (what, end)
        if asked:
            spans["addressee"] = (asked.start, asked.end)
        action = Action(
            verb=verb.lemma,
            kind=verb.kind,
            addressee=text[asked.start : asked.end] if asked else None,
            head=asked.head if asked else None,
            addressee_class=asked.classes if asked else (),
            what=text[what:end] if what < end else None,
            span=(hit.start, end),
            spans=spans,
        )
        return self._with_values(action, text), open_

    def _with_values(self, action: Action, text: str) -> Action:
        start, end = action.span
        values = values_of(text, start, end, kind=action.kind, verb=action.verb, **self.given)
        if not values:
            return action
        spans = {**action.spans, **values.pop("spans", {})}
        return replace(action, spans=spans, **values)

    def _resolved(self, action: Action, before: list[Action]) -> Action:
        """Say whom "it" and "them" mean: whom the action before asks, or whom it speaks of."""
        if action.addressee is None or action.addressee_class or not before:
            return action
        last = before[-1]
        if last.addressee_class:
            return replace(action, addressee_class=last.addressee_class, head=last.head)
        plural = (action.addressee or "").lower() in ("them", "they")
        head, classes = _spoken_of(last.what or "", self.addressees, plural)
        return replace(action, addressee_class=classes, head=head or action.head)

    def _governing(self, chapeau: str) -> list[Action]:
        """Read the actions of a chapeau that its sub-paragraphs go on with."""
        upto = _until(chapeau)
        mood = _mood(upto, "", None, self.verbs)
        made = self._own(upto, mood)
        if not made:
            return self._passive(upto)
        governing = [made[-1][0]]
        if made[-1][0].kind == "directive":
            for action, open_ in reversed(made[:-1]):
                if action.kind != "directive" or not open_:
                    break
                governing.insert(0, action)
        return governing

    def _inherited(self, text: str, end: int, action: Action) -> Action:
        end = _segment_end(text, 0, end)
        names = ["verb"]
        if action.addressee:
            names.append("addressee")
        made = replace(
            action,
            what=text[:end] or None,
            span=(0, end),
            spans={"what": (0, end)} if end else {},
            report=False,
            due=None,
            due_session=None,
            frequency=None,
            resources=(),
            review=False,
        )
        if action.kind == "directive" and not action.addressee:
            made = self._asked_here(made, text, end)
        made = self._with_values(made, text)
        given: dict[str, Any] = {}
        for name in ("report", "due", "frequency", "resources"):
            if not getattr(made, name) and getattr(action, name):
                given[name] = getattr(action, name)
                names.append(name)
        if "due" in given:
            given["due_session"] = action.due_session
        return replace(made, inherited=tuple(names), **given)

    def _asked_here(self, action: Action, text: str, end: int) -> Action:
        """Read whom a sub-paragraph names itself: "Calls upon:" "(a) All States to ..."."""
        said = masked(text)
        asked, what = find_asked(said, 0, end, self.addressees, action.verb)
        if asked is None or asked.pronoun or not _TO.match(said, asked.end):
            return action
        what += len(said[what:end]) - len(said[what:end].lstrip(" ,:;"))
        return replace(
            action,
            addressee=text[asked.start : asked.end],
            head=asked.head,
            addressee_class=asked.classes,
            what=text[what:end] or None,
            spans={"addressee": (asked.start, asked.end), "what": (what, end)},
        )

    def _passive(self, text: str) -> list[Action]:
        """Read "The Secretary-General is authorized to advance ..."."""
        said = masked(text)
        match = _PASSIVE.search(said, 0, 400)
        if match is None:
            return []
        verb = self.verbs.passive.get(match[1])
        for each in self.verbs.base.get(verb.lemma.split()[0], ()) if verb else ():
            if each.rest and match[2] and each.rest[0] == match[2]:
                verb = each
        if verb is None or verb.kind not in ("directive", "decision"):
            return []
        end = _segment_end(said, match.end(), len(said))
        subject = re.sub(r"^[Tt]he\s+", "", said[: match.start()].rstrip())
        at = len(said[: match.start()].rstrip()) - len(subject)
        head, classes = classes_of(subject, self.addressees)
        spans = {"verb": (match.start(1), match.end())}
        addressee = None
        if verb.kind == "directive" and classes and subject:
            spans["addressee"] = (at, at + len(subject))
            addressee = text[at : at + len(subject)]
        what = (
            match.end() + len(said[match.end() : end]) - len(said[match.end() : end].lstrip(" ,:;"))
        )
        if what < end:
            spans["what"] = (what, end)
        action = Action(
            verb=verb.lemma,
            kind=verb.kind,
            addressee=addressee,
            head=head if addressee else None,
            addressee_class=classes if addressee else (),
            what=text[what:end] if what < end else None,
            span=(0, end),
            spans=spans,
        )
        return [self._with_values(action, text)]


def _segment_end(text: str, least: int, end: int) -> int:
    """Find where a segment ends, without the punctuation and the "and" that lead to the next."""
    said = text[least:end].rstrip(" ,;:.\n\t")
    for word in ("and", "but"):
        bare = said.removesuffix(word)
        if bare != said and bare[-1:] in (" ", ",", ";", "\n", "\t"):
            said = bare.rstrip(" ,;:.\n\t")
    return least + len(said)


def _speaks(chapeau: str) -> bool:
    """Tell whether a chapeau ends with "we", so that its sub-paragraphs begin with a verb."""
    return bool(_OWN_SUBJECT.search(" ".join(_until(chapeau)[-600:].split())))


def _until(chapeau: str) -> str:
    """Cut a chapeau at its last colon."""
    cut = chapeau.rfind(":")
    return chapeau if cut < 0 else chapeau[: cut + 1]


def _mood(text: str, chapeau: str, opener: str | None, verbs: Verbs) -> str:
    """Tell a preambular paragraph by its first words."""
    for said in (opener or "", chapeau, text):
        words = re.findall(r"[\w’-]+", said[:80])[:5]
        for word in words:
            low = word.lower()
            if low in verbs.participle or low == "having" or low in verbs.adjectives:
                return "preambular"
            if not (low.endswith("ly") or low in ("also", "further", "once", "again")):
                break
        if words:
            return "operative"
    return "operative"


def _spoken_of(what: str, listed: Addressees, plural: bool) -> tuple[str, tuple[str, ...]]:
    said = re.split(r"[;:]|, (?:in|on|which|that|with)\b", what[:300])[0]
    first = ""
    all_classes: list[str] = []
    for piece in re.split(r"\b(?:by|of|to|for)\s+(?=the\b|all\b|[A-Z])", said):
        piece = re.sub(r"^(?:the|all)\s+", "", piece).strip()
        head, classes = classes_of(piece, listed, proper=False)
        first = first or head
        all_classes += classes
        if classes and not plural:
            return head, classes[:1]
    return first, tuple(dict.fromkeys(all_classes))
