"""Where the organ's verbs stand in a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from unres_research.read._actions._lists import Verb, Verbs, words_of

_QUOTED = re.compile(r"“[^“”]{0,600}”|\"[^\"]{0,600}\"|‘[^‘’]{0,200}’(?!\w)|\([^()]{0,300}\)")
_BEFORE = 160  # characters that are read before a verb
_ADVERBS = words_of(
    "also further furthermore again moreover therefore hereby accordingly likewise equally "
    "nevertheless however consequently still particularly"
)
_ADVERBIALS = frozenset(
    tuple(x.split())
    for x in (
        "once again",
        "once more",
        "in addition",
        "in particular",
        "in the meantime",
        "in turn",
        "at the same time",
        "on this basis",
        "on that basis",
        "in so doing",
        "in doing so",
        "as such",
        "as well",
        "inter alia",
        "for the same reason",
        "as appropriate",
        *(
            f"{start} {this} {noun}"
            for start, nouns in (
                ("in", ("regard", "respect", "context", "connection", "light", "vein", "spirit")),
                ("to", ("end", "effect")),
                ("for", ("purpose", "reason")),
                ("with", ("aim",)),
            )
            for this in ("this", "that", "these", "those")
            for noun in nouns
        ),
    )
)
_NOT_ADVERBS = words_of("family supply apply reply rely only daily assembly early italy")
_RELATIVE_BEFORE = re.compile(
    r"\b(?:which|who|that|it|as|whom|when|where|he|she|they)(?:,[^,;]{1,120})?,\s*$"
)
_RELATIVE = re.compile(r"\b(?:that|which|who)\s+(?:also\s+|further\s+|[a-z]+ly\s+)?([a-z-]+s)\b")
_NOT_OBJECT = re.compile(
    r"\s*(?:$|[.;:)]|(?:of|for|from|by|to|made|and|or|on|at|as|are|is|were|was|have|has|which|"
    r"verbales?|prepared|addressed|received|contained|submitted|under|than|per|not|should|shall|"
    r"will|may|can|must|involved|expressed|between|among|during|whose)\b)"
    r"|,(?!\s*(?:in|with|as|for|to|once|also|at|on|within|inter|where|through|by|and)\b)"
)
_GAP = r"(?:,[^,;:]{1,100},)?\s+(?:[^\s,;:.()]+\s+){0,%d}?"
_FILL = re.compile(  # of one blank between words
    r"(?:(?:^|,? )(?:also|further|again|with (?:\w+ ){0,2}\w+|in the strongest (?:possible )?terms|"
    r"in (?:this|that) (?:regard|respect|context|connection)|once (?:again|more)|in particular|"
    r"\w+ly|without reservation))*,?"
)
_PAIRED = 80  # characters between two verbs of one object
_SUBJECT_WE = re.compile(r"\b[Ww]e\b(?![’'])")
_SOFT = words_of(
    "support recognize respect acknowledge reaffirm encourage highlight consider affirm underline "
    "stress emphasize welcome note commit"
)
_ADJUNCTS = words_of("take encourage support")  # participles that more often go with a noun


@dataclass
class Found:
    """A verb of the organ: its action from `start`, its words from `verb_start` to `end`."""

    verb: Verb
    start: int
    verb_start: int
    end: int
    joint: str  # what stands before: "start", "sentence", "colon", "comma", "and", "comma-and"
    noun: bool = False  # "reiterates its request"


def masked(text: str) -> str:
    """Blank what is quoted or in parentheses; every character keeps its place."""
    return _QUOTED.sub(lambda m: m[0][0] + "~" * (len(m[0]) - 2) + m[0][-1], text)


def find_verbs(text: str, verbs: Verbs, *, mood: str, base_at_start: bool = True) -> list[Found]:
    """Find the verbs of a masked text; mood: "operative" or "preambular"."""
    we = mood == "operative" and bool(_SUBJECT_WE.search(text))
    base = we or (mood == "operative" and base_at_start and _begins(text, verbs))
    found: list[Found] = []
    heads = _heads(verbs, mood, base)
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if word not in heads:
            continue
        hit = _verb_at(text, match, verbs, mood, base)
        if hit is None or (found and hit.verb_start < found[-1].end):
            continue
        if mood == "preambular" and found and _adjunct(hit):
            continue
        if found and _subordinate(text, hit, found[-1], verbs):
            continue
        if found and _pair(text, found[-1], hit):
            found[-1].end = hit.end
            continue
        found.append(hit)
    return found


def _adjunct(hit: Found) -> bool:
    """Tell whether a participle inside a preambular paragraph rather goes with a noun."""
    return hit.joint in ("and", "comma") and hit.verb.lemma.split()[0] in _ADJUNCTS


def _begins(text: str, verbs: Verbs) -> bool:
    words = re.findall(r"[\w-]+", text[:60])[:3]
    for word in words:
        if any(v.inner != "no" for v in verbs.base.get(word.lower(), ())):
            return True
        if not _adverb(word.lower()):
            return False
    return False


_WORD = re.compile(r"[\w’'-]+")


def _heads(verbs: Verbs, mood: str, base: bool) -> frozenset[str]:
    """Name the words that a verb may begin with."""
    if mood == "preambular":
        return verbs.heads["participle"]
    return verbs.heads["base" if base else "third"]


def _verb_at(text: str, match: re.Match[str], verbs: Verbs, mood: str, base: bool) -> Found | None:
    word = match[0].lower()
    start, joint = _joint(text, match.start())
    if joint is None:
        return None
    if joint == "we" and word in verbs.third and word not in verbs.base:
        return None
    known: list[Verb] = []
    if mood == "preambular":
        known += verbs.participle.get(word, ())
        hit = _adjective(text, match, verbs, start, joint)
        if hit is not None:
            return hit
    else:
        known += verbs.third.get(word, ())
        if base:
            ways = verbs.base.get("be" if word == "are" else word, ())
            known += (v for v in ways if v.inner != "no")
    if word in ("continues", "wishes", "continue"):
        again = re.compile(r"\s+to\s+(?:[a-z]+ly\s+)?([a-z-]+)\b").match(text, match.end())
        if again and again[1] in verbs.base:
            known = list(verbs.base[again[1]])
            return _longest(text, start, match.start(), again.end(), joint, known, verbs)
    return _longest(text, start, match.start(), match.end(), joint, known, verbs)


def _longest(
    text: str, start: int, verb_start: int, after: int, joint: str, known: list[Verb], verbs: Verbs
) -> Found | None:
    if any(v.lemma in ("reiterate", "renew", "repeat", "reaffirm") for v in known):
        hit = _noun(text, start, verb_start, after, joint, verbs, known)
        if hit is not None:
            return hit
    best: tuple[int, int, Verb] | None = None
    for verb in known:
        if not verb.rest:
            if best is None:
                best = (10**9, after, verb)
            continue
        width = 8 if verb.lemma.startswith("express ") else 4
        end = _rest_at(text, after, verb.rest, width)
        if end is not None and (best is None or end < best[1] or best[0] == 10**9):
            best = (0, end, verb)
    if best is None:
        if any(v.lemma.startswith("express ") for v in known):
            return _expressed(text, start, verb_start, after, joint)
        return None
    verb, end = best[2], best[1]
    inner = joint in ("comma", "and", "comma-and")
    if inner and verb.inner == "no":
        return None
    if inner and verb.inner == "object" and _NOT_OBJECT.match(text, end):
        return None
    return Found(verb, start, verb_start, end, joint)


@lru_cache(maxsize=4096)
def _rest_pattern(rest: tuple[str, ...], width: int) -> re.Pattern[str]:
    pattern = _GAP % width + re.escape(rest[0])
    for word in rest[1:]:
        pattern += _GAP % 4 + re.escape(word)
    return re.compile(pattern + r"(?![\w’'-])", re.IGNORECASE)


def _rest_at(text: str, at: int, rest: tuple[str, ...], width: int) -> int | None:
    match = _rest_pattern(rest, width).match(text, at, min(len(text), at + 400))
    return match.end() if match else None


_NOUN_BEFORE = re.compile(
    r"(?:,[^,;:]{1,120},)?\s+(?:once again\s+|its\s+|our\s+|this\s+|that\s+|these\s+|those\s+|"
    r"the\s+|all\s+)(?:[a-z-]+,?\s+(?:and\s+)?){0,4}?([a-z]+)(?![\w’'-])"
)


def _noun(
    text: str,
    start: int,
    verb_start: int,
    after: int,
    joint: str,
    verbs: Verbs,
    known: list[Verb],
) -> Found | None:
    """Read "reiterates its request", "reiterates, once again, its deep concern"."""
    opened = re.compile(
        r"(?:,[^,;:]{1,120},)?(?:\s+also|\s+once again|\s+further)?\s+(its|our|this|that|these|"
        r"those|the|all)\b((?:,?\s+(?:and\s+)?[a-z-]+){1,5})"
    ).match(text, after, min(len(text), after + 260))
    if opened is None:
        return None
    reaffirms = any(v.lemma == "reaffirm" for v in known)
    for match in re.finditer(r"[a-z-]+", opened[2]):
        verb = verbs.nouns.get(match[0])
        end = opened.start(2) + match.end()
        if match[0] in ("that", "of", "to", "on", "in", "for", "which"):
            return None
        if verb is None:
            continue
        if reaffirms and verb.kind != "directive":
            return None
        if opened[1] == "the" and not re.compile(r"\s+(?:to|upon|on|for|that)\b").match(text, end):
            return None
        more = re.compile(r"\s+and\s+([a-z]+)\b").match(text, end)
        if more and more[1] in verbs.nouns:
            end = more.end()
        return Found(verb, start, verb_start, end, joint, noun=True)
    return None


_EXPRESSED = re.compile(
    r"(?:,[^,;:]{1,100},)?\s+(?:[a-z-]+\s+){0,6}?([a-z]+)(?=\s+(?:that|to|at|about|over|of|for|in|"
    r"on|with|regarding|and|by|towards)\b)"
)


def _expressed(text: str, start: int, verb_start: int, after: int, joint: str) -> Found | None:
    match = _EXPRESSED.match(text, after, min(len(text), after + 260))
    if match is None:
        return Found(Verb("express", "statement", "yes"), start, verb_start, after, joint)
    return Found(
        Verb(f"express {match[1]}", "statement", "yes"), start, verb_start, match.end(), joint
    )


def _adjective(
    text: str, match: re.Match[str], verbs: Verbs, start: int, joint: str
) -> Found | None:
    """Read a form such as "convinced", "having considered", with adverbs between."""
    for form, verb in verbs.adjectives.get(match[0].lower(), ()):
        end = match.end()
        for word in form[1:]:
            after = _next_word(word).match(text, end)
            if after is None:
                break
            end = after.end()
        else:
            if joint in ("start", "sentence", "comma-and") and (
                joint != "comma-and" or verb.inner != "no"
            ):
                return Found(verb, start, match.start(), end, joint)
    return None


@lru_cache(maxsize=256)
def _next_word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?:,?\s+[a-z]+,?){{0,3}}?\s+{re.escape(word)}(?![\w’'-])", re.IGNORECASE)


def _adverb(word: str) -> bool:
    return word in _ADVERBS or (word.endswith("ly") and word not in _NOT_ADVERBS)


def _adverbial(words: list[re.Match[str]]) -> int:
    """Count the words of an adverbial that ends a list of words."""
    bare = [w[0].strip(",").lower() for w in words[-4:]]
    for n in (4, 3, 2):
        if tuple(bare[-n:]) in _ADVERBIALS:
            return n
    return int(_adverb(bare[-1]))


def _joint(text: str, at: int) -> tuple[int, str | None]:
    """Say where an action would begin before a verb, and what joins it; None when nothing does."""
    low = max(0, at - _BEFORE)
    words = list(re.finditer(r"\S+", text[low:at]))
    while words:
        taken = 0 if words[-1][0][-1] in ";:." else _adverbial(words)
        if not taken:
            break
        del words[-taken:]
    if not words:
        return (0, "start") if low == 0 else (at, None)
    last = words[-1]
    end = low + last.end()
    start = end + len(text[end:at]) - len(text[end:at].lstrip())
    said = last[0]
    if said[-1] in ".!?":
        return start, "sentence"
    if said[-1] in ":;–—":
        return start, "colon" if said[-1] == ":" else "semicolon"
    if said.lower().strip(",") == "we":
        return low + last.start(), "we"
    if said.lower().strip(",") in ("and", "but"):
        if len(words) > 1 and words[-2][0][-1] in ",;–—":
            return start, "comma-and"
        if said.lower().startswith("but") or len(words) == 1:
            return start, "start" if low == 0 and len(words) == 1 else None
        return start, "and"
    if said[-1] == ",":
        return start, "comma"
    return at, None


def _subordinate(text: str, hit: Found, last: Found, verbs: Verbs) -> bool:
    """Tell whether a verb belongs to a relative clause and not to the organ."""
    if hit.joint not in ("comma", "and", "comma-and"):
        return False
    before = text[max(last.end, hit.start - 300) : hit.start]
    if hit.joint == "comma" and _RELATIVE_BEFORE.search(before[-160:]):
        return True
    if hit.joint == "comma-and":
        return False
    clause = re.sub(r"(?:,\s*)?and\s*$", "", before.rstrip()).rstrip(", ")
    relatives = list(_RELATIVE.finditer(clause))
    if not relatives:
        return False
    verb = relatives[-1][1]
    if verb in verbs.third and not re.search(r",\s+and\b", clause[relatives[-1].end() :]):
        return True
    if hit.joint == "and" and relatives[-1].end() == len(clause):
        return True
    soft = hit.verb.lemma.split()[0] in _SOFT
    return hit.joint == "and" and soft and "," not in clause[relatives[-1].end() :]


def _pair(text: str, first: Found, second: Found) -> bool:
    """Tell whether two verbs share their object: "welcomes and encourages the efforts"."""
    if second.joint not in ("and", "comma-and"):
        return False
    if second.start - first.end > _PAIRED:
        return False
    between = " ".join(text[first.end : second.start].split()).removesuffix("but")
    between = between.removesuffix("and").strip(" ,")
    return not between or bool(_FILL.fullmatch(between))
