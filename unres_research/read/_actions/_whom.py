"""Whom a directive asks: where it says so, its head, and its classes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice

from unres_research._wordlists import read_list
from unres_research.read._actions._lists import Addressees, words_of

_MOST = 1200  # characters of a list of addressees
_TOKEN = re.compile(r"[\w’'-]+|[,;:.()~“”\"]")
_PREPOSITIONS = words_of(
    "of to in for on at by with from against under within without between among"
)
_LINKS = frozenset(("and", "or", ",", "and/or", "nor", "including"))
_AFTER_TO = words_of(
    "the all its their a an this that those these such other his her our any each every which whom"
)
_STOPS = words_of(
    "that which who whose where when while whenever wherever if as through by within including "
    "such via under upon after before during without pursuant consistent subject taking bearing "
    "acting working using at according inter notably especially particularly based particular "
    "whether not until unless so because since given building drawing recalling noting having "
    "making focusing following together along individually collectively also above between among"
)
_OPENS = re.compile(
    r"(?:\s*,?\s*\b(?:also|again|once again|once more|further|strongly|urgently|equally|"
    r"in (?:this|that) (?:regard|respect|context|connection)|to (?:this|that) end|"
    r"in particular|inter alia|especially|\w+ly|therefore|accordingly)\b)*\s*,?\s*"
)
_INSERT = re.compile(r"\s*,\s*(?!and\b)[^,;:]{1,160},\s+")
_INFINITIVE = re.compile(r"to\s+([\w’'-]+)")
_OF_OTHERS = ("call for", "request", "invite")  # things that others give: "comments from States"
_FROM = re.compile(
    r"\bby\s+|\b(?:support|engagement|cooperation|assistance|help|leadership|comments?|views|inputs?"
    r"|information|proposals|nominations|pledges|commitments?|contributions|funding|actions?|efforts"
    r"|responses?|reports?|updates?|briefings?|dialogue),?(?:\s+including)?\s+from\s+"
)
_DONE = re.compile(  # by others: "the talks envisioned by the Council", not "to be held by States"
    r"(?<!\bbe)\s(?:[a-z-]+ed|held|given|taken|put|set|sent|led|shown|seen|known|drawn|borne)"
    r"(?:\s(?:upon|for|to|out|forward|up))?\s$"
)
_THAT = re.compile(r",?\s*that\s+")
_ASKED = re.compile(
    r"\s(?:not\s+)?(?:should|shall|be|must|may|can|continue|consider|include|take|ensure|submit|"
    r"report|provide|adopt|develop|implement|make|give|cooperate|comply|intensify|increase|"
    r"enhance|promote|strengthen|undertake|establish|use|support|convene|hold|cease|refrain|"
    r"immediately|fully|work|conduct|address|put|accept|withdraw|end|allow|respect|release|"
    r"facilitate|participate|become|pay|keep|bring|continue|seek|engage|act|focus|have|accede|"
    r"focus|review|carry|remain|adhere|ratify|urgently|without|also|further|stop|apply|"
    r"unconditionally|desist|lift|abide|explore|encourage|invite|request|prepare|present|"
    r"transmit|appoint|designate|assist|avoid|proceed|extend|set|complete|coordinate|share|"
    r"recognize|reconsider|fulfil|honour|repeal|abolish|uphold|grant|guarantee|investigate|"
    r"protect|return|allocate|contribute|integrate|incorporate|mainstream|improve)\b"
)
_ABSTRACT = re.compile(
    r"(?:tion|sion|ment|ance|ence|ity|ing|ness|ship|ism|age|sis|s|support|access|action|progress|"
    r"dialogue|use|efforts?|work|research|respect|relief|debt|trade|aid)$"
)
_PRONOUN = re.compile(r"(?:it|them|him|her|they|he|she)\b")
_STATES_LIKE = re.compile(
    r"(?:States?|Governments?|Part(?:y|ies)|Powers?|Members|Secretary-General|Territor(?:y|ies)|"
    r"Assembly|Committee|Commission|Council)$"
)
_GENERIC = words_of(
    "organizations bodies institutions entities mechanisms agencies funds programmes offices "
    "organs partners departments"
)


@dataclass(frozen=True)
class Asked:
    """Who is asked: the characters of the paragraph, the head and the classes."""

    start: int
    end: int
    head: str
    classes: tuple[str, ...]
    pronoun: bool = False


def find_asked(
    text: str, at: int, limit: int, listed: Addressees, verb: str, *, noun: bool = False
) -> tuple[Asked | None, int]:
    """Find who is asked in a masked text from `at`, and where what is asked begins."""
    limit = min(limit, at + _MOST)
    that = _THAT.match(text, at, limit)
    if that:
        return _of_clause(text, that.end(), limit, listed), that.start()
    begin = _OPENS.match(text, at, limit)
    place = begin.end() if begin else at
    if noun:
        link = re.compile(r"(?:,?\s*made\s+)?(?:to|upon|on|for)\s+").match(text, place, limit)
        if link:
            place = link.end()
    for _ in range(3):
        asked = _phrase(text, place, limit, listed)
        if asked is not None:
            return asked, asked.end
        insert = _INSERT.match(text, place - 2 if text[place - 2 : place] == ", " else place, limit)
        if insert is None:
            break
        place = insert.end()
    if verb in _OF_OTHERS:
        for link in islice(_FROM.finditer(text, at, limit), 3):
            if link[0].startswith("by") and _DONE.search(text, at, link.start()):
                continue
            asked = _phrase(text, link.end(), limit, listed)
            if asked is not None and not asked.pronoun:
                return asked, at
    return None, at


def _of_clause(text: str, at: int, limit: int, listed: Addressees) -> Asked | None:
    asked = _ASKED.search(text, at, min(limit, at + 400))
    return _phrase(text, at, asked.start() if asked else limit, listed)


def _phrase(text: str, at: int, limit: int, listed: Addressees) -> Asked | None:
    """Read a list of addressees that begins at a place; None where it names no one."""
    pronoun = _PRONOUN.match(text, at, limit)
    if pronoun:
        return Asked(at, pronoun.end(), pronoun[0], (), pronoun=True)
    end = _end(text, at, limit, listed)
    said = text[at:end]
    bare = re.sub(r"^(?:the|The)\s+", "", said)
    at += len(said) - len(bare)
    bare = bare.rstrip(" ,")
    if not bare:
        return None
    head, classes = classes_of(bare, listed)
    if not classes:
        return None
    return Asked(at, at + len(bare), head, classes)


def _end(text: str, at: int, limit: int, listed: Addressees) -> int:
    """Find where a list of addressees ends: before its infinitive, a relative or an insertion."""
    tokens = list(_TOKEN.finditer(text, at, limit))
    for k, token in enumerate(tokens):
        word, low = token[0], token[0].lower()
        nxt = tokens[k + 1][0] if k + 1 < len(tokens) else ""
        if word in ';:.“”"':
            return _trim(text, at, token.start())
        if low == "to":
            if k and nxt and (nxt.lower() in _AFTER_TO or nxt[0].isupper()):
                continue
            return token.start()
        if low in _STOPS and (word.islower() or not k):
            if _is_stop(tokens, k):
                return _trim(text, at, token.start())
        elif low in ("in", "on", "for", "with", "against", "from") and k:
            if not _continues(low, tokens[k - 1][0], tokens, k):
                return _trim(text, at, token.start())
        elif word == "," and not _in_name(tokens, k, listed):
            said = text[at : token.start()]
            if _apposition(said, tokens, k, listed) or not _goes_on(tokens, k, listed):
                return token.start()
    return tokens[-1].end() if tokens else at


def _is_stop(tokens: list[re.Match[str]], k: int) -> bool:
    """Tell whether a word that mostly ends a list does so: not "as well as" or "at all levels"."""
    low = [t[0].lower() for t in tokens[max(0, k - 1) : k + 3]]
    here = low[min(k, 1) :]
    if here[0] not in ("by", "as", "at") and not k:
        return False
    if here == ["at", "all", "levels"] or here == ["as", "well", "as"] or here[0] == "well":
        return False
    return not (here[0] == "as" and k >= 2 and low[0] == "well")


def _trim(text: str, at: int, end: int) -> int:
    said = text[at:end].rstrip(" ,")
    return at + len(re.sub(r",?\s+(?:and|or|as well)(?: the| other| all| those)*$", "", said))


def _continues(word: str, prev: str, tokens: list[re.Match[str]], k: int) -> bool:
    after = [t[0] for t in tokens[k + 1 : k + 3]]
    if not after:
        return False
    if word == "with" and (after[0] == "economies" or (after[0] == "regard" and prev.istitle())):
        return True
    first = after[1] if after[0].lower() in ("the", "a") and len(after) > 1 else after[0]
    if _STATES_LIKE.search(prev) and not (
        prev in ("Committee", "Commission", "Council", "Assembly")
        and word in ("on", "for", "against")
    ):
        return False
    if word in ("on", "for", "against"):
        return prev[:1].isupper() or prev in ("point", "points", "experts", "rapporteurs")
    return prev[:1].isupper() and first[:1].isupper() and after[0].lower() not in ("its", "his")


def _apposition(said: str, tokens: list[re.Match[str]], k: int, listed: Addressees) -> bool:
    """Tell whether "the ..., " after a lone name says what it is: "Ruritania, the host, "."""
    after = [t[0] for t in tokens[k + 1 : k + 9]]
    if after[:1] != ["the"]:
        return False
    if after[1:3] in (["occupying", "Power"], ["administering", "Power"]):
        return True
    words = re.sub(r"^the\s+", "", said).split()
    if not _name(words) or _best([w.lower() for w in words], 0, len(words), listed):
        return False
    return "," in after and "and" not in after[: after.index(",")]


def _in_name(tokens: list[re.Match[str]], k: int, listed: Addressees) -> bool:
    """Tell whether a comma stands in a name of the list: "the Oil, Gas and Lamps Organization"."""
    first = max(0, k - 8)
    low = [t[0].lower() for t in tokens[first : k + 12]]
    return any(
        "," in phrase and (_fits(low, begin, phrase) or 0) > k - first
        for begin in range(k - first)
        for phrase, _ in listed.phrases.get(low[begin], ())
    )


def _goes_on(tokens: list[re.Match[str]], k: int, listed: Addressees) -> bool:
    """Tell whether a list of addressees goes on after a comma."""
    i = k + 1
    while i < len(tokens) and tokens[i][0].lower() in ("and", "or", "the", "all", "other", "both"):
        i += 1
    if [t[0].lower() for t in tokens[i : i + 3]] == ["as", "well", "as"]:
        i += 3
    if i >= len(tokens):
        return False
    word = tokens[i][0].lower()
    if word in _STOPS or word in _PREPOSITIONS or word in ("to", "with", "on", "for"):
        return False
    piece = []
    for token in tokens[i : i + 14]:
        if token[0] in ",;:." or token[0].lower() in ("to", "that", "which", "who"):
            break
        piece.append(token[0])
    found = classes_of(" ".join(piece), listed, proper=False)[1]
    if found:
        return True
    adjectives = " ".join(piece)
    return bool(re.match(r"[\w-]+(?: and [\w-]+)?$", adjectives)) and _goes_on_after(
        tokens, i, listed
    )


def _goes_on_after(tokens: list[re.Match[str]], i: int, listed: Addressees) -> bool:
    said = " ".join(t[0] for t in tokens[i : i + 12])
    said = re.split(r" (?:to|that|which|in|;|:)\b", said)[0]
    return bool(classes_of(said.replace(" ,", ","), listed, proper=False)[1])


def classes_of(
    said: str, listed: Addressees, *, proper: bool = True
) -> tuple[str, tuple[str, ...]]:
    """Name the head and the classes of a list of addressees, in order of mention.

    >>> from unres_research.read._actions._lists import read_addressees
    >>> classes_of("Member States and international organizations", read_addressees())
    ('member states', ('member_states', 'other'))
    """
    words = [t[0] for t in _TOKEN.finditer(said)][:200]
    low = [w.lower() for w in words]
    found: list[str] = []
    head = ""
    i = 0
    pending: list[int] = []
    while i < len(words):
        if low[i] in _LINKS or low[i : i + 3] == ["as", "well", "as"]:
            i += 1 if low[i] in _LINKS else 3
            continue
        zone = i
        while zone < len(words) and low[zone] not in _LINKS and low[zone] not in _PREPOSITIONS:
            zone += 1
        best = _best(low, i, zone, listed)
        after = zone
        if best is not None:
            begin, end, kind, phrase = best
            after = max(zone, end)
            while after < len(words) and low[after] not in ("and", "or", ",", "and/or"):
                after += 1
            if kind == "un_system" and pending:
                for index in pending:
                    found[index] = kind
            generic = low[max(i, end - 1)] in _GENERIC and zone == end and kind != "un_system"
            pending = [*pending, len(found)] if generic else []
            found.append(kind)
            head = head or phrase
        else:
            pending = []
            if proper and not found and i == 0 and _name(words[i:zone]):
                head = " ".join(low[i:zone])
                found.append(_class_of_name(words, i))
                after = max(zone, i + 1)
            elif not found and not _adjectives(words[i:zone]):
                return "", ()
            while after < len(words) and low[after] not in ("and", "or", ",", "and/or"):
                after += 1
        i = max(after, i + 1)
    return head, tuple(dict.fromkeys(found))


def _name(words: list[str]) -> bool:
    plain = [w for w in words if w.lower() not in ("the", "islamic", "both")]
    return 0 < len(plain) <= 6 and all(w[0].isupper() for w in plain)


def _adjectives(words: list[str]) -> bool:
    """Tell whether words may be the first of several adjectives: "regional and national bodies"."""
    return (
        0 < len(words) <= 4 and all(w.islower() for w in words) and not _ABSTRACT.search(words[-1])
    )


@cache
def _state_names() -> frozenset[str]:
    rows = (*read_list("states"), *read_list("state_names"))
    return frozenset(" ".join(_TOKEN.findall(row["name"].lower())) for row in rows)


def _class_of_name(words: list[str], i: int) -> str:
    """Tell a State by the list of their names, where there is one; other names are "other"."""
    names = _state_names()
    end = i
    while end < len(words) and words[end] not in (",", "and", "or"):
        end += 1
    said = " ".join(w.lower() for w in words[i:end])
    longer = " ".join(w.lower() for w in words[i : i + 8])
    if not names or said in names or any(n in longer or said in n for n in names if len(n) > 3):
        return "member_states"
    return "other"


def _best(
    low: list[str], i: int, zone: int, listed: Addressees
) -> tuple[int, int, str, str] | None:
    """Find the phrase whose head is the last of its conjunct."""
    best: tuple[int, int, str, str] | None = None
    for begin in range(i, zone):
        for phrase, kind in listed.phrases.get(low[begin], ()):
            end = _fits(low, begin, phrase)
            if end is not None and (best is None or end > best[1]):
                best = (begin, end, kind, " ".join(phrase).replace(" ,", ","))
    return best


def _fits(low: list[str], at: int, phrase: tuple[str, ...]) -> int | None:
    """Match a phrase; "…" in it stands for up to four words."""
    k = at
    for n, word in enumerate(phrase):
        if word == "…":
            wanted = phrase[n + 1]
            found = _over(low, k, wanted, crossing="of" in phrase)
            if found is None:
                return None
            k = found
            continue
        if k >= len(low) or low[k] != word:
            return None
        k += 1
    return k


def _over(low: list[str], k: int, wanted: str, *, crossing: bool) -> int | None:
    for at in range(k, min(len(low), k + 5)):
        if low[at] == wanted:
            return at
        if low[at] in _LINKS and not crossing:
            return None
    return None
