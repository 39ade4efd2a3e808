"""What a mail has around a text: its head, a greeting, a close with a signature."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from unres_research.read import _openers as openers
from unres_research.read._kinds import NUMBER, PLACED
from unres_research.read._title_block import formula, opening
from unres_research.records import Issue

_SHOWN = 3  # lines that the issue quotes
_QUOTED = 3  # lines: fewer are no quoted mail
_LOOK = 20_000  # characters by which the language is told
_LONGEST = 100  # characters of a greeting or a close
_GREETING = re.compile(
    r"(?:Dear|Hi|Hello|Bonjour|Bonsoir|Hola)\b[^.;:]{0,60}[,:!]?"
    r"|(?:Good (?:morning|afternoon|evening)|Colleagues|Excellenc(?:y|ies)"
    r"|Ch(?:er|ère)s?|Madame|Monsieur|Estimad[oa]s?|Querid[oa]s?"
    r"|Buen[oa]s (?:días|tardes|noches))\b[^.;:]{0,60}[,:!]"
)
_HEAD = re.compile(
    r"(?:From|Sent|To|Cc|CC|Bcc|Date|Subject|De|À|Envoyé|Objet|Enviado(?: el)?|Para|Fecha|Asunto)"
    r"\s?:\s.+"
)
_FORWARDED = re.compile(
    r"[-_]{2,} ?(?:Original|Forwarded|Message|Mensaje)[^-_]{0,40}[-_]{2,}|Begin forwarded message:"
    r"|(?:On|Le|El) .{6,90} (?:wrote|a écrit|escribió) ?:"
)
_AGAIN = r"(?: (?:again|a lot|all|so much|very much|in advance|and (?:best|kind) regards))*"
_CLOSE = re.compile(
    r"(?:(?:With )?(?:all )?(?:my |our )?(?:very )?(?:best|kind(?:est)?|warm(?:est)?)"
    rf"(?: (?:wishes|regards))?|regards|sincerely(?: yours)?|yours (?:\w+ ){{0,2}}\w+|cheers"
    rf"|(?:many )?thanks{_AGAIN}|thank you{_AGAIN}|(?:bien |très )?cordialement|bien à vous"
    r"|(?:meilleures |sincères )?salutations(?: distinguées)?|merci(?: d’avance| beaucoup)?"
    r"|(?:un )?saludos?(?: cordial(?:es)?)?|(?:muy )?atentamente|cordialmente|(?:muchas )?gracias"
    r"|sent from my [\w ]{2,30}|--)[,.!]?",
    re.IGNORECASE,
)


def around(texts: Sequence[str]) -> tuple[set[int], tuple[Issue, ...]]:
    """Places of the lines that belong to a mail and not to its text, and the issue that says so."""
    found = _places([text.strip() for text in texts])
    if not found:
        return found, ()
    shown = "; ".join(repr(texts[k].strip()[:50]) for k in sorted(found)[:_SHOWN])
    message = f"{len(found)} lines of a mail around the text are left out, the first {shown}"
    return found, (Issue("mail", message),)


def answers(lines: Sequence[str]) -> tuple[Issue, ...]:
    """Say that lines stand between quoted ones, as where an answer is written into a mail."""
    quoted = [k for k, line in enumerate(lines) if line.lstrip().startswith(">")]
    if len(quoted) < _QUOTED:
        return ()
    inside = range(quoted[0], quoted[-1])
    found = [k for k in inside if lines[k].strip() and not lines[k].lstrip().startswith(">")]
    found = [
        k for k in found if not lines[k - 1].strip(" >\t") or lines[k - 1].rstrip()[-1] in ";.,:"
    ]
    if not found:
        return ()
    first = lines[found[0]].strip()[:50]
    message = (
        f"{len(found)} lines between quoted ones are not quoted, the first {first!r}; they are "
        "read as part of the text"
    )
    return (Issue("mail", message),)


def _places(texts: Sequence[str]) -> set[int]:
    short = [k for k, text in enumerate(texts) if 0 < len(text) <= _LONGEST]
    heads = [k for k in short if _HEAD.fullmatch(texts[k])]
    above = [k for k in short if _GREETING.fullmatch(texts[k]) or _FORWARDED.fullmatch(texts[k])]
    above += heads if len(heads) > 1 else []
    closes = [k for k in short if _CLOSE.fullmatch(texts[k])]
    if not (above or closes):
        return set()
    language = openers.language_of(" ".join(texts)[:_LOOK])
    starts = [k for k, text in enumerate(texts) if _begins(text, language)]
    if not starts:
        return set()
    last = max((k for k in above + closes if k < starts[0]), default=-1)
    found = {k for k in range(last + 1) if texts[k]}
    if found:
        found |= {k for k in range(last, starts[0]) if texts[k].endswith((".", "!", "?", ":"))}
    ends = [*starts, len(texts)]
    for close in closes:
        if close > starts[0] and close not in found:
            end = ends[bisect_right(starts, close)]
            found |= {k for k in range(close, end) if texts[k]}
    return found


def _begins(text: str, language: str | None) -> bool:
    """Tell whether a line begins the text, or a paragraph of it."""
    if _CLOSE.fullmatch(text[:_LONGEST]) or _HEAD.fullmatch(text):
        return False
    label = PLACED.match(text)
    if (label and label["number"]) or NUMBER.match(text) or formula(text) or opening(text):
        return True
    ends = text.endswith((",", ";", ":", "."))
    return ends and openers.classify(text, language) is not None
