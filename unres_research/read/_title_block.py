"""Read what stands above the text of a resolution, and the formula that opens the text.

One reader for all formats: it takes lines of plain text in English, French or Spanish, with
their role on the page where the format knows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from unres_research import symbols
from unres_research._names import GENERAL_ASSEMBLY
from unres_research._numerals import MONTHS, ordinal
from unres_research._wordlists import read_list
from unres_research.errors import UnresError
from unres_research.read._lines import LATIN, clean

MASTHEAD, TITLE, MARGIN = "masthead", "title", "margin"


@dataclass(frozen=True)
class HeaderLine:
    """A line of a header; `role` is MASTHEAD, TITLE, MARGIN, or "" where it is not known."""

    text: str
    role: str = ""


@dataclass(frozen=True)
class TitleBlock:
    """What a header says, by the names of `Resolution`."""

    symbol: str | None
    kind: str
    title: str
    session: int | str | None
    agenda_items: tuple[str, ...]
    agenda_titles: tuple[str, ...]
    adopted_on: str | None
    distributed_on: str | None
    origin: str | None
    committee: str | None
    draft_symbols: tuple[str, ...]
    sponsors: tuple[str, ...]
    submitted_by: str | None
    amends: str | None


def read_title_block(lines: Iterable[HeaderLine], organ: str, language: str) -> TitleBlock:
    """Read a header; `organ` and `language` are those of the formula below it."""
    header = list(lines)
    body = [line for line in header if line.role != MASTHEAD]
    masthead = [line.text for line in header if line.role == MASTHEAD]
    texts = [line.text for line in body]
    head, printed = " ".join(masthead), " ".join(texts)
    symbol = _symbol(masthead or texts) or _symbol_within(masthead)
    proposal = _proposal(body, language)
    origin = next((text.strip("[] ") for text in texts if re.fullmatch(r"\[.*\]", text)), None)
    agenda = [place for place, text in enumerate(texts) if _AGENDA.fullmatch(text)]
    return TitleBlock(
        symbol=symbol,
        kind=_kind(symbol, bool(proposal.line or _LIMITED.search(head or printed))),
        title=_title(proposal.rest),
        session=_session(symbol, texts, organ),
        agenda_items=tuple(item for place in agenda for item in agenda_items(texts[place])),
        agenda_titles=tuple(title for place in agenda for title in _agenda_titles(body, place + 1)),
        adopted_on=_iso(_ADOPTED.search(printed)),
        distributed_on=_iso(_DATE.search(head) if head else _DISTRIBUTED.search(printed)),
        origin=origin,
        committee=committee_of(origin or "") or _committee(texts, symbol),
        draft_symbols=draft_symbols(origin or proposal.basis),
        sponsors=proposal.sponsors,
        submitted_by=proposal.submitted_by,
        amends=proposal.amends,
    )


# dates ------------------------------------------------------------------------------

_DAY = rf"(\d{{1,2}})(?:er|º)?\s*(?:de\s+)?({'|'.join(MONTHS)})\s*(?:del?\s+)?(\d{{4}})"
_DATE = re.compile(_DAY, re.IGNORECASE)
_DISTRIBUTED = re.compile(rf"Distr\.?\s*:?\s*\w+\s+{_DAY}", re.IGNORECASE)
_ADOPTED = re.compile(
    rf"(?:adopted|adoptée?|aprobada) (?:by|par|por)\b.{{0,120}}?\b(?:on|le|el)\s{_DAY}",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\d+(?:st|nd|rd|th|e|er|re|ª|a\.?)\s(?:\(\w+\)\s)?(?:plenary meeting|meeting"
    r"|séance(?: plénière)?"
    r"|sesión(?: plenaria)?)"
)


def find_date(text: str) -> str | None:
    """First date in a text, in ISO form; None where there is none that a calendar has."""
    return _iso(_DATE.search(text))


def is_date(text: str) -> bool:
    """Tell whether a text is a date and nothing else."""
    return _DATE.fullmatch(text) is not None


def is_meeting(text: str) -> bool:
    """Tell whether a line names a meeting, as at the close: "63rd plenary meeting 3 May 2023"."""
    return _MEETING.fullmatch(_DATE.sub("", text).strip(" ,")) is not None


def _iso(found: re.Match[str] | None) -> str | None:
    if not found:
        return None
    day, month, year = found.groups()
    try:
        return date(int(year), MONTHS[month.casefold()], int(day)).isoformat()
    except ValueError:
        return None


# the formula --------------------------------------------------------------------------

_ORGANS = {
    row["formula"].casefold(): (row["organ"], row["language"]) for row in read_list("organs")
}
_BEGINS = re.compile(rf"(?:{'|'.join(map(re.escape, _ORGANS))})\b")
_NAME_WORD = r"(?:[A-Z][\w’-]*|of|the|on|for|and|to|in)"
_OTHER_ORGAN = re.compile(rf"The ({_NAME_WORD}(?: {_NAME_WORD}){{0,9}}),")
_OTHER_BODY = re.compile(r"\b(?:Assembly|Council|Conference|Committee|Commission|Board|Parties)\b")
_LONGEST_FORMULA = 120  # characters


def formula(text: str) -> tuple[str, str] | None:
    """Organ and language of a formula such as "L'Assemblée générale,"; None for any other text."""
    if not 8 <= len(text) <= _LONGEST_FORMULA:
        return None
    plain = clean(text).replace("'", "’")
    named = _ORGANS.get(plain.rstrip(", ").casefold())
    if named:
        return named
    other = _OTHER_ORGAN.fullmatch(plain)
    return (other.group(1), "en") if other and _OTHER_BODY.search(plain) else None


def formula_of(organ: str, language: str) -> str | None:
    """Formula of an organ as its resolutions print it; None in languages that texts are not in."""
    for row in read_list("organs"):
        if (row["organ"], row["language"]) == (organ, language):
            return f"{row['formula']},"
    return f"The {organ}," if language == "en" and organ else None


def names_organ(text: str) -> tuple[str, str] | None:
    """Organ and language of a text that begins as formulas do, with or without a comma."""
    found = _BEGINS.match(clean(text).replace("'", "’").casefold())
    return _ORGANS[found.group()] if found else None


def opening(text: str) -> tuple[str, str, str] | None:
    """Organ, language and rest of a text that begins with a formula and its comma."""
    head, comma, rest = text.partition(",")
    found = formula(head + comma)
    return (*found, rest.strip()) if found else None


# lines of the header ------------------------------------------------------------------

_AGENDA = re.compile(
    r"(?:Agenda items?|Items?) \d.*|Points? \d.*ordre du jour.*|Temas? \d.*del programa.*",
    re.IGNORECASE,
)
_PROPOSAL = (
    r"(?:(?:revised )?draft (?:resolution|decision)s?"
    r"|projets? de (?:résolution|décision)(?: révisé)?"
    r"|proyectos? de (?:resolución|decisión)(?: revisado)?)"
)
_SPONSORS = re.compile(
    rf"(.+?)\s?:\s?(?:{_PROPOSAL}\.?"
    r"|(?:(?:proposed |oral |revised )?(?:sub-?)?amendments?|amendements?|enmiendas?)\b.*)",
    re.IGNORECASE,
)
_LABELLED = re.compile(  # as drafts that are passed on in mails have them
    r"(?:(?:main |co-?)?sponsors?|sponsored by|submitted by|presented by|proposed by|soumis par"
    r"|présenté par|auteurs?|presentado por|patrocinadores)\s?:\s?(.+)",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    rf"{_PROPOSAL} (?:(?:submitted|proposed|presented|introduced|prepared) by (?:the )?"
    r"|(?:déposé|présenté|soumis) par (?:les? |la |l[’'])?"
    r"|presentado por (?:el |la |los )?)"
    r"(.+?)(?:,? (?:following|on the basis|pursuant|in accordance|à l[’']issue|sur la base"
    r"|conformément|sobre la base|tras|en relación).*)?",
    re.IGNORECASE,
)
_OFFICER = re.compile(
    r"(?:the |l[ae]s? |l[’']|el )?(?:acting )?(?:co-?|vice-?)?"
    r"(?:chair|presiden|bureau|rapporteur|secretar|facilitator|coordinator"
    r"|présiden|secrétaire|facilitat|coordonnat|mesa\b|relator|coordinador)",
    re.IGNORECASE,
)
_AMENDMENT = re.compile(
    rf"\b(?:(?:sub-?)?amendments?|(?:sous-)?amendements?|enmiendas?) (?:to|aux?|à|al?)\b.{{0,9}}?"
    rf"\b{_PROPOSAL}",
    re.IGNORECASE,
)
_DRAFT = re.compile(r"A/(?:[\w.\-]{1,12}/){1,4}L\.\d{1,4}(?:/Rev\.\d{1,2})?")
_LIMITED = re.compile("Limited|limitée|limitada", re.IGNORECASE)
_NOTE_BY = re.compile(r"Not[ea] (?:by|d[eu]|del|de la) .*", re.IGNORECASE)
_PRINTED = re.compile(  # lines that are no title
    "|".join(re.escape(row["name"]) for row in read_list("organs"))
    + r"|United Nations|Nations Unies|Naciones Unidas|Distr\b.*|Original\s?:.*"
    r"|\w+ (?:Committee|Commission|Comisión)"
    r"|Resolution (?:adopted|\d).*|Résolution (?:adoptée|\d).*|Resolución (?:aprobada|\d).*"
    r"|Adopted by .*|Adoptée par .*|Aprobada por .*|\[.*\]",
    re.IGNORECASE,
)
_NUMBER_OF_TITLE = re.compile(  # "78/265. ", "74/250 A-B. ", "217 A (III). "
    r"(?:(?:E?S-)?\d{1,4}/)?\d{1,4}(?: [A-Z](?:\s?[-–]\s?[A-Z])?)?(?:\s?\([IVXLC]+\))?\.\s*(?=\D)"
)
_SESSIONS = {
    "en": r"([A-Za-z-]{1,30}|\d{1,3}(?:st|nd|rd|th)) (emergency )?(special )?session\b",
    "fr": r"([\w-]{1,30}(?: et (?:un|onz)ième)?) session( extraordinaire)?( d[’']urgence)?",
    "es": r"((?:\w{1,30} )?\w{1,30}) período( extraordinario)? de sesiones( de emergencia)?",
}


def stands_alone(line: str) -> bool:
    """Tell whether a line of a header is never part of a longer paragraph."""
    return bool(_AGENDA.fullmatch(line) or _PRINTED.fullmatch(line))


def ends_header(line: str) -> bool:
    """Tell whether a printed line of a wrapped header is a paragraph of its own."""
    if stands_alone(line) or is_date(line):
        return True
    return line[:1].isupper() and (
        find_session(line, whole=True) is not None or _symbol([line]) is not None
    )


def _is_standard(line: str) -> bool:
    """Tell whether a line of the header is one that every document prints, so no title."""
    forms = (_SPONSORS, _OFFICE, _NOTE_BY)
    return (
        stands_alone(line)
        or is_date(line)
        or any(form.fullmatch(line.replace("*", "")) for form in forms)
        or find_session(line, whole=True) is not None
        or _symbol([line]) is not None
    )


def _symbol(lines: Iterable[str]) -> str | None:
    for line in lines:
        try:
            return str(symbols.parse(re.sub(r"(?<!\s)\s+(?=/)", "", line)))
        except UnresError:
            continue
    return None


def _symbol_within(lines: Iterable[str]) -> str | None:
    """Symbol in a masthead that is one run of text: "United Nations A/80/L.96"."""
    found = (citation.symbol for line in lines for citation in symbols.find(line))
    return next(found, None)


def draft_symbols(text: str) -> tuple[str, ...]:
    """Symbols of the drafts in a note such as an origin; addenda count as theirs."""
    return tuple(dict.fromkeys(_DRAFT.findall(clean(text).replace("–", "-"))))


def _kind(symbol: str | None, is_draft: bool) -> str:
    """Tell a resolution from a draft, by the symbol where it is one of the United Nations."""
    known = symbols.parse(symbol) if symbol else None
    if known and (known.organ or known.kind == "draft"):
        return "resolution" if known.kind in ("resolution", "decision") else "draft"
    return "draft" if is_draft else "resolution"


def _title(lines: Sequence[HeaderLine]) -> str:
    """Title without its number: in large type, or where no line has a role the last line."""
    if any(line.role for line in lines):
        large = [line.text for line in lines if line.role == TITLE]
        last = next((text for text in reversed(large) if not _is_standard(text)), "")
    else:
        last = lines[-1].text if lines and _may_be_title(lines) else ""
    return _NUMBER_OF_TITLE.sub("", last, count=1) if _NUMBER_OF_TITLE.match(last) else last


def _may_be_title(lines: Sequence[HeaderLine]) -> bool:
    """Tell whether the last line is a title: a session is one where another stands above."""
    *above, last = [line.text for line in lines]
    if find_session(last, whole=True) is None:
        return not _is_standard(last)
    return any(find_session(text, whole=True) is not None for text in above)


def _agenda_titles(lines: Sequence[HeaderLine], place: int) -> Iterator[str]:
    """Titles below the number of an agenda item: bold in the margin, else one line of text."""
    if any(line.role for line in lines):
        while place < len(lines) and lines[place].role == MARGIN:
            yield lines[place].text
            place += 1
    elif place < len(lines) - 1 and not _is_standard(lines[place].text):
        yield lines[place].text


def find_session(line: str, *, whole: bool = False) -> int | str | None:
    """Session that a line names in words, as 78 or "ES-11"; `whole`: and nothing else."""
    for language, form in _SESSIONS.items():
        found = re.fullmatch(form, line) if whole else re.search(form, line)
        if not found:
            continue
        number = ordinal(found.group(1), language)
        if number is None and language == "es":
            number = ordinal(found.group(1).split()[-1], language)
        if number is not None:
            special = sum(group is not None for group in found.groups()[1:])
            return f"{'ES' if special == 2 else 'S'}-{number}" if special else number
    return None


def _session(symbol: str | None, lines: Iterable[str], organ: str) -> int | str | None:
    session = symbols.parse(symbol).session if symbol else None
    if session is None and organ == GENERAL_ASSEMBLY:
        return next((found for line in lines if (found := find_session(line)) is not None), None)
    return session


# agenda items -------------------------------------------------------------------------

_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذض"  # order of the letters in Arabic lists


def agenda_items(printed: str) -> tuple[str, ...]:
    """Numbers in a line such as "Agenda items 13 and 71 (b)", in any official language."""
    items: list[str] = []
    text = re.sub(r"\((\w) (\w)\)", r"(\1\2)", printed.replace("\u0640", ""))  # Arabic
    for number, label in re.findall(r"(\d+)?[ \xa0]*((?<![^\W\d])\(?[^\W\d]{1,3}\))?", text):
        letter = f"({_latin(label.strip('()'))})" if label else ""
        if number:
            items.append(f"{number} {letter}".strip())
        elif letter and items:
            items.append(f"{items[-1].split()[0]} {letter}")
    return tuple(dict.fromkeys(items))


def _latin(letters: str) -> str:
    """Spell a sub-item's letters in Latin: Arabic has its own, Russian mixes two alphabets."""
    if all(letter in _ABJAD for letter in letters):
        return "".join(chr(97 + _ABJAD.index(letter)) for letter in letters)
    return letters.translate(LATIN)


# committees and sponsors --------------------------------------------------------------

_COMMITTEES = [  # the notes that name none go first: "without reference to a Main Committee"
    (
        re.compile(r"\b" + r"\s*".join(row["phrase"].split()) + r"\b", re.IGNORECASE),
        row["committee"],
    )
    for row in sorted(read_list("committees"), key=lambda row: row["committee"] != "Plenary")
]
_COMMITTEE_LINE = re.compile(r".{0,80}\b(?:Committee|Commission|Comisión)\)?\*?")
_DOUBLE_NAMES = {
    row["name"].replace("’", "'").casefold(): row["name"] for row in read_list("double_names")
}
_DOUBLE_NAME = re.compile(
    rf"\b(?:{'|'.join(map(re.escape, _DOUBLE_NAMES))})".replace("'", "[’']"), re.IGNORECASE
)
_AND = {"en": "and", "fr": "et", "es": "[ye]"}


def committee_of(text: str) -> str | None:
    """Main Committee that a note names: "First" to "Sixth", "Plenary" without reference to one."""
    return next((name for form, name in _COMMITTEES if form.search(text)), None)


def _committee(lines: Iterable[str], symbol: str | None) -> str | None:
    """Committee that a line or the symbol names: "A/C.3/...", or "A/78/L.86" of the plenary."""
    named = (committee_of(line) for line in lines if _COMMITTEE_LINE.fullmatch(line))
    found = next(filter(None, named), None)
    if found or symbol is None:
        return found
    plenary = "Plenary" if re.match(r"A/(?:E?S-)?\d+/L\.", symbol) else None
    return symbols.parse(symbol).committee or plenary


@dataclass(frozen=True)
class _Proposal:
    """What a header says of where a draft comes from."""

    rest: Sequence[HeaderLine]  # the lines of the header that say something else
    line: str = ""
    sponsors: tuple[str, ...] = ()
    submitted_by: str | None = None  # an officer or a bureau, which sponsors nothing
    amends: str | None = None
    basis: str = ""  # the drafts that the text was made from


def _proposal(lines: Sequence[HeaderLine], language: str) -> _Proposal:
    """Find the line that says who proposes the text, and the lines of names above it."""
    for place, line in enumerate(lines):
        if labelled := _LABELLED.fullmatch(clean(line.text)):
            named = _named([line], 0, "", labelled[1], language)
            return replace(named, rest=[*lines[:place], *lines[place + 1 :]])
        below = lines[place + 1 : place + 2] if line.role == TITLE and ":" in line.text else []
        below = [b for b in below if b.role == TITLE and not _is_standard(b.text)]
        for more in ([], [one.text for one in below]):
            plain = clean(" ".join([line.text, *more]).replace("*", ""))
            listed, office = _SPONSORS.fullmatch(plain), _OFFICE.fullmatch(plain)
            if listed or office or _AMENDMENT.match(plain):
                rest = [*lines[:place], replace(line, text=plain), *lines[place + 1 + len(more) :]]
                who = (office or listed or ("", ""))[1]
                return _named(rest, place, plain if office else "", who, language)
    return _Proposal(lines)


def _named(lines: list[HeaderLine], place: int, basis: str, names: str, language: str) -> _Proposal:
    """What the line at a place says, with the names of the lines above it."""
    line, first = lines[place], place
    while names and not basis and first and _lists_names(lines[first - 1], lines[first]):
        first -= 1
    names = " ".join([*(clean(above.text) for above in lines[first:place]), names])
    officer = _OFFICER.match(names)
    return _Proposal(
        rest=[*lines[:first], *lines[place:]],
        line=line.text,
        sponsors=() if officer else split_names(names, language),
        submitted_by=names if officer else None,
        amends=_amended(line.text),
        basis=basis,
    )


def _lists_names(above: HeaderLine, line: HeaderLine) -> bool:
    """Tell whether the line above a line of sponsors has more of their names."""
    open_end = above.text.rstrip().endswith((",", " and", " et", " y"))
    goes_on = open_end or (line.role == TITLE and line.text[:1].islower())
    return goes_on and above.role == line.role and not _is_standard(above.text)


def _amended(line: str) -> str | None:
    """Symbol of the draft that an amendment would change."""
    found = _AMENDMENT.search(line)
    after = symbols.find(line[found.end() :]) if found else ()
    return after[0].symbol if after else None


_BY_OFFICE = re.compile(
    r"(?i:(?:was )?submitted|introduced in the Committee) (?i:by (?:the )?)(.+)",
)
# brackets, with those inside them, and a remark on a sponsor that was removed
_HELD = re.compile(r"\((?:[^()]|\([^()]*\))*\)|\s[-–—]\s(?i:.*\bremove[sd]?\b.*)")


def split_names(printed: str, language: str = "en") -> tuple[str, ...]:
    """Split a list of sponsors; an office that submitted is one, whatever its name holds."""
    office = _BY_OFFICE.match(printed)
    if office:
        return (office.group(1),)
    text = clean(re.sub("[\x00\x01]", "", printed))
    text = _DOUBLE_NAME.sub(lambda found: _hold(_as_listed(found.group())), text)
    text = _HELD.sub(lambda found: _hold(found.group()), text)
    conjunction = _AND.get(language, "and")
    names = re.split(rf",\s*(?:{conjunction}\s+)?|\s+{conjunction}\s+", text)
    restored = (name.replace("\x00", " ").replace("\x01", ",").strip() for name in names)
    return tuple(filter(None, restored))


def _as_listed(name: str) -> str:
    """Spell "Antigua And Barbuda" as the list does; the apostrophe stays as it is printed."""
    listed = _DOUBLE_NAMES[name.replace("’", "'").casefold()]
    return listed.replace("’", "'") if "'" in name else listed


def _hold(text: str) -> str:
    """Hide the blanks and commas of a name from the split."""
    return text.replace(" ", "\x00").replace(",", "\x01")
