"""Read a resolution or draft from plain text, with or without a little Markdown."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from unres_research import symbols
from unres_research.errors import UnresError
from unres_research.read import openers
from unres_research.read._kinds import item_label
from unres_research.read._structure import Block, assemble
from unres_research.read._xml import agenda_items, clean, committee_of, split_names
from unres_research.records import Footnote, Issue, Resolution

MAX_CHARACTERS = 20_000_000
MAX_LINES = 100_000
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_ORGANS = {  # as the formula names them: (language, organ)
    "the general assembly": ("en", "General Assembly"),
    "the security council": ("en", "Security Council"),
    "the economic and social council": ("en", "Economic and Social Council"),
    "the human rights council": ("en", "Human Rights Council"),
    "the trusteeship council": ("en", "Trusteeship Council"),
    "the general conference": ("en", "General Conference"),
    "the executive board": ("en", "Executive Board"),
    "l’assemblée générale": ("fr", "General Assembly"),
    "le conseil de sécurité": ("fr", "Security Council"),
    "le conseil économique et social": ("fr", "Economic and Social Council"),
    "le conseil des droits de l’homme": ("fr", "Human Rights Council"),
    "le conseil de tutelle": ("fr", "Trusteeship Council"),
    "la conférence générale": ("fr", "General Conference"),
    "le conseil exécutif": ("fr", "Executive Board"),
    "la asamblea general": ("es", "General Assembly"),
    "el consejo de seguridad": ("es", "Security Council"),
    "el consejo económico y social": ("es", "Economic and Social Council"),
    "el consejo de derechos humanos": ("es", "Human Rights Council"),
    "el consejo de administración fiduciaria": ("es", "Trusteeship Council"),
    "la conferencia general": ("es", "General Conference"),
    "el consejo ejecutivo": ("es", "Executive Board"),
}
_OTHER_ORGAN = re.compile(r"The ((?:[A-Z][\w’-]+|of|the|on|for|and|to)(?: [\w’-]+){0,9}),")
_OTHER_BODY = re.compile(r"\b(?:Assembly|Council|Conference|Committee|Commission|Board|Parties)\b")
_MARKS = re.compile(r"(?<=\S)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)|\[\^(\w{1,8})\](?!:)")
_NOTE = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+)\s*(?=\S)|\[\^(\w{1,8})\]:\s*")
_NUMBER = re.compile(r"(\d{1,3})(?:[.)]\s+(?=\S)|\.(?=[^\W\d]))")
_NUMBER_LINE = re.compile(r"\s*(\d{1,3})(?:[.)]\s|\.(?=[^\W\d]))")
_LABEL_LINE = re.compile(r"\s*(?:\(?[a-z]{1,4}\)|\(\d{1,2}\)|[•▪●○◦])\s")
_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\(([^()\s]*)\)")
_ITALIC = re.compile(r"(?<!\*)\*(?!\*)([^*]+)\*(?!\*)|(?<!\w)_([^_]+)_(?!\w)")
_ENDS = re.compile(r"[;.:,?!”»]$|\b(?:and|or|et|ou|y|o)$")
_NUMERAL = re.compile(
    r"([IVXLC]{1,6}|[A-Z])\.?|(?:Part|Partie|Parte|Secci[oó]n|Section) [IVXLC]+\.?"
)
_NUMBERED_TITLE = re.compile(r"(?:([IVXLC]{1,6}|[A-Z])\.\s+|([IVX]{1,5})\s+)(?=[^\W\d])")
_ANNEX_LINE = re.compile(r"(?:ANNEXE?|ANEXO|Annexe?|Anexo)(?: [IVX]{1,4})?")
_ANNEX = re.compile(r"(?:Annexe?|Anexo|Appendi(?:x|ce)|Ap[eé]ndice|Enclosure)\b", re.IGNORECASE)

# what a page prints beside its text
_JOB = r"\d{2}-\d{5}(?:\s*\(?[ACEFRS]\)?)?"
_PAGE = r"\d{1,3}\s?/\s?\d{1,3}"
_FURNITURE = re.compile(
    rf"(?:{_PAGE}|{_JOB}|{_PAGE}\s+{_JOB}|{_JOB}\s+{_PAGE}|\*\s?\d{{6,}}\s?\*"
    r"|(?:Page|Página)\s\d{1,3}(?:\s(?:of|de|sur)\s\d{1,3})?|[-–—]\s?\d{1,3}\s?[-–—]"
    r"|Please recycle.*|Prière de recycler.*|Se ruega reciclar.*)"
)
_BARE_SYMBOL = re.compile(r"[AES](?:/[A-Z0-9][\w.\-]*)+(?:\s\(\d{4}\))?\*?")
_RULE = re.compile(r"[_\-=*–—]{4,}|(?:[-*_] ?){3,}")
_MEETING = re.compile(
    r"\d+(?:st|nd|rd|th|e|er|re|ª|a\.?)\s(?:plenary meeting|meeting|séance(?: plénière)?"
    r"|sesión(?: plenaria)?)"
)

# dates and sessions
_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for number, name in enumerate(names.split(), start=1)
}
_DAY = rf"(\d{{1,2}})(?:er|º)?\s+(?:de\s+)?({'|'.join(_MONTHS)})\s+(?:del?\s+)?(\d{{4}})"
_DATE = re.compile(_DAY, re.IGNORECASE)
_DISTRIBUTED = re.compile(rf"Distr\.?\s*:?\s*\w+\s+{_DAY}", re.IGNORECASE)
_ADOPTED = re.compile(
    rf"(?:adopted|adoptée?|aprobada)\s(?:by|par|por)\b.{{0,120}}?\b(?:on|le|el)\s{_DAY}",
    re.IGNORECASE,
)
_SESSIONS = (
    (
        re.compile(r"([A-Za-z-]{1,30}|\d{1,3}(?:st|nd|rd|th)) (emergency )?(special )?session\b"),
        "en",
    ),
    (
        re.compile(
            r"([\wéè-]{1,30}(?: et (?:un|onz)ième)?) session( extraordinaire)?( d[’']urgence)?"
        ),
        "fr",
    ),
    (
        re.compile(
            r"([\wéí]{1,30}(?: [\wéí]{1,30})?) período( extraordinario)? de sesiones"
            r"( de emergencia)?"
        ),
        "es",
    ),
)
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_ORDINALS = {word: number for number, word in enumerate(_ORDINAL_WORDS.split(), start=1)}
_TEN_STEMS = "twent thirt fort fift sixt sevent eight ninet"
_TENS = {stem: 10 * number for number, stem in enumerate(_TEN_STEMS.split(), start=2)}
_FRENCH_WORDS = (
    "premi deuxi troisi quatri cinqui sixi septi huiti neuvi dixi onzi douzi treizi quatorzi "
    "quinzi seizi dix-septi dix-huiti dix-neuvi"
)
_FRENCH_UNITS = _FRENCH_WORDS.split()
_FRENCH_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_SPANISH_WORDS = "primer segund tercer cuart quint sext séptim octav noven"
_SPANISH_UNITS = _SPANISH_WORDS.split()
_SPANISH_TEN_WORDS = (
    "décim vigésim trigésim cuadragésim quincuagésim sexagésim septuagésim octogésim nonagésim"
)
_SPANISH_TENS = _SPANISH_TEN_WORDS.split()

# lines of the header
_AGENDA = re.compile(
    r"(?:Agenda items?|Items?) \d.*|Points? \d.*ordre du jour.*|Temas? \d.*del programa.*",
    re.IGNORECASE,
)
_SPONSORS = re.compile(
    r"(.+?)\s*\*{0,3}\s?:\s*\*{0,3}\s*(?:(?:revised )?draft (?:resolution|decision)s?"
    r"|projet de (?:résolution|décision)(?: révisé)?"
    r"|proyecto de (?:resolución|decisión)(?: revisado)?)\s*\*{0,3}\.?",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"(?:(?:revised )?draft (?:resolution|decision) submitted by (?:the )?"
    r"|projet de (?:résolution|décision)(?: révisé)? (?:déposé|présenté|soumis) par"
    r" (?:les? |la |l[’'])?"
    r"|proyecto de (?:resolución|decisión)(?: revisado)? presentado por (?:el |la |los )?)"
    r"(.+?)(?:,? (?:following|on the basis|pursuant|in accordance|à l[’']issue|sur la base"
    r"|conformément|sobre la base|tras|en relación).*)?",
    re.IGNORECASE,
)
_PRINTED = re.compile(  # lines that are no title
    r"United Nations|Nations Unies|Naciones Unidas|General Assembly|Assemblée générale"
    r"|Asamblea General|(?:Security|Economic and Social|Human Rights) Council"
    r"|Conseil (?:de sécurité|économique et social|des droits de l’homme)"
    r"|Consejo (?:de Seguridad|Económico y Social|de Derechos Humanos)"
    r"|Distr\b.*|Original\s?:.*|\w+ (?:Committee|Commission|Comisión)"
    r"|Resolution (?:adopted|\d).*|Résolution (?:adoptée|\d).*|Resolución (?:aprobada|\d).*"
    r"|Adopted by .*|Adoptée par .*|Aprobada por .*|\[.*\]",
    re.IGNORECASE,
)


def parse(text: str) -> Resolution:
    r"""Read one document from text, in English, French or Spanish.

    Paragraphs are parted by blank lines, or stand on a line each, or are wrapped at the ends
    of lines; a numbered paragraph starts with "7.", "7)" or "7" and a tab, a sub-paragraph
    with "(a)", "a)" or a bullet, a footnote with a superscript digit or "[^1]:". Links and
    italics in Markdown are understood, and taken out; so are page numbers, job numbers and
    running symbols that come with a text copied from a PDF.

    Parameters
    ----------
    text : str
        The whole document, at most 20 million characters in 100,000 lines.

    Returns
    -------
    Resolution
        Without `source`. Language and organ are those of the formula ("L’Assemblée
        générale,"). What the text does not print is None or empty, and `issues` says so for
        the symbol, the title and the session.

    Raises
    ------
    UnresError
        When the text is too long, or no paragraph is a formula such as "The General Assembly,".

    Notes
    -----
    Not for text whose every line is followed by a blank line: there a line in the middle of
    a sentence that starts with a capital is taken for a paragraph. Where there is an XML file,
    read that.

    Examples
    --------
    >>> r = parse("A short title\n\nThe General Assembly,\n\nRecalling its rules,\n\n"
    ...     "1. *Decides* to meet;\n\n(a) In spring;\n\n(b) In autumn.")
    >>> [p.id for p in r], r["OP1"].opener
    (['PP1', 'OP1', 'OP1(a)', 'OP1(b)'], 'Decides')
    >>> r = parse("Lampes\nLe Conseil de sécurité,\nRappelant la nuit,\n1. Décide d’attendre.")
    >>> r.organ, r.language, [p.opener for p in r]
    ('Security Council', 'fr', ['Rappelant', 'Décide'])
    """
    if len(text) > MAX_CHARACTERS:
        raise UnresError(f"found {len(text):,} characters, expected at most {MAX_CHARACTERS:,}")
    lines = len(text.splitlines())
    if lines > MAX_LINES:
        raise UnresError(f"found {lines:,} lines of text, expected at most {MAX_LINES:,}")
    return read_paragraphs(split(text))


def decode(data: bytes) -> tuple[str, tuple[Issue, ...]]:
    r"""Decode the bytes of a text file.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    text : str
    issues : tuple of Issue
        "encoding" when the bytes are not Unicode and were read as Windows-1252.

    Raises
    ------
    UnresError
        When the bytes are no text in UTF-8, UTF-16, UTF-32 or Windows-1252.

    Examples
    --------
    >>> decode("Décide".encode("utf-16"))
    ('Décide', ())
    >>> decode(b"D\xe9cide")[0], decode(b"D\xe9cide")[1][0].code
    ('Décide', 'encoding')
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _decode(data, name), ()
    even, odd = data[:400:2].count(0), data[1:400:2].count(0)
    if max(even, odd) > 0.15 * len(data[:400]):  # every second byte of Latin letters in UTF-16
        return _decode(data, "utf-16-le" if odd > even else "utf-16-be"), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        reason = f"{error.reason} at byte {error.start}"
    if re.search(rb"[\x00-\x08\x0e-\x1f\x81\x8d\x8f\x90\x9d]", data):
        raise UnresError(
            f"found bytes that are not UTF-8 ({reason}), expected text in UTF-8, UTF-16 or "
            "Windows-1252; save the file with one of these encodings"
        )
    message = f"found bytes that are not UTF-8 ({reason}); read as Windows-1252"
    return data.decode("cp1252"), (Issue("encoding", message),)


def _decode(data: bytes, name: str) -> str:
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise UnresError(
            f"found bytes that are not {name} ({error.reason} at byte {error.start}), as their "
            "beginning promises; save the file as UTF-8"
        ) from None
    if "\x00" in text:
        raise UnresError("found NUL characters, expected text; save the file as UTF-8")
    return text


def read_paragraphs(chunks: Sequence[str]) -> Resolution:
    """Read one document from its paragraphs.

    Parameters
    ----------
    chunks : sequence of str
        Header and body, each paragraph on one line, with the Markdown that `parse` takes.
        Rows of tables start with "|".

    Returns
    -------
    Resolution
        As `parse` returns it.

    Raises
    ------
    UnresError
        When no paragraph is a formula such as "The General Assembly,".

    Examples
    --------
    >>> read_paragraphs(["El Consejo de Seguridad,", "1. Decide esperar."]).language
    'es'
    """
    start, organ, language, rest = _start(chunks)
    header = [_plain(chunk) for chunk in chunks[:start]]
    about = _header(header, organ, language)
    reader = _Body(organ, language, running={str(about["symbol"]), str(about["title"])})
    paragraphs, annexes, issues = assemble(reader.blocks([*rest, *chunks[start + 1 :]]))
    if not paragraphs:
        raise UnresError(
            "found no paragraph after the formula, expected a resolution; give the whole text"
        )
    if about["adopted_on"] is None and about["kind"] == "resolution":
        about["adopted_on"] = reader.adopted_on
    cites = [c for p in paragraphs for c in p.cites]
    cites += [c for cited in reader.cites_of_note.values() for c in cited]
    return Resolution(
        paragraphs=paragraphs,
        annexes=annexes,
        issues=issues + _unknown(about, organ),
        footnotes=tuple(reader.notes.values()),
        cites=symbols.distinct(c for c in cites if c != about["symbol"]),
        organ=organ,
        language=language,
        **about,  # type: ignore[arg-type]
    )


def _unknown(about: dict[str, object], organ: str) -> tuple[Issue, ...]:
    """Issues of what the header does not print."""
    wanted = ["symbol", "title"] + (["session"] if organ == symbols.GENERAL_ASSEMBLY else [])
    missing = [name for name in wanted if not about[name]]
    return tuple(Issue(f"no-{name}", f"the text prints no {name}") for name in missing)


# from lines to paragraphs -------------------------------------------------------------


def split(text: str) -> list[str]:
    r"""Part a text into paragraphs, whatever parts them in it.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of str
        Paragraphs with their Markdown, each on one line; page and job numbers, bar codes and
        rules are left out.

    Examples
    --------
    >>> split("Lamps\n2/5\n\n24-11604 (E)\n\n1.\tDecides to meet.")
    ['Lamps', '1. Decides to meet.']
    """
    text = re.sub(r"\r\n?|[\x0b\x85\u2028]", "\n", text).replace("\u2029", "\n\n")
    lines = [_line(line) for line in text.replace("\f", "\n\n").split("\n")]
    lines = _notes_below_rules(_without_furniture(lines))
    wrapped, spaced = _is_wrapped(lines), _is_spaced(lines)
    chunks: list[str] = []
    held: list[str] = []
    number, language = 0, None  # the language is known from the formula on
    for line in [*lines, ""]:
        begins = not line or not wrapped or (held and _begins(line, held[-1], number, language))
        begins = begins or (not spaced and bool(held) and _opens(line, held[-1], language))
        if held and begins and not (line[:1] == held[-1][:1] == "|"):  # rows of one table
            chunks.append(_join(held))
            held = []
        if line:
            language = language or (_formula(line) or ("", None))[1]
            held.append(line)
            found = _NUMBER_LINE.match(line)
            number = int(found.group(1)) if found and len(held) == 1 else number
    return [chunk for chunk in map(clean, chunks) if chunk]


def _line(line: str) -> str:
    """Make numbers before a tab and bullets of Markdown plain."""
    line = re.sub(r"^\s*(\d{1,3})[.)]?\s*\t\s*", r"\1. ", line.strip("\ufeff\u200b"))
    line = re.sub(r"^(\s*\d{1,3})\\([.)])", r"\1\2", line)
    return re.sub(r"^\s*[*+‣·-]\s+(?=\S)", "• ", line).strip()


def _without_furniture(lines: list[str]) -> list[str]:
    """Drop page numbers, job numbers and bar codes, with a bare number beside them."""
    drop = {k for k, line in enumerate(lines) if _FURNITURE.fullmatch(line)}
    filled = [k for k, line in enumerate(lines) if line]
    for before, after in zip(filled, filled[1:], strict=False):
        for one, other in ((before, after), (after, before)):
            if one in drop and re.fullmatch(r"\d{1,3}", lines[other]):
                drop.add(other)
    return [line for k, line in enumerate(lines) if k not in drop]


def _notes_below_rules(lines: list[str]) -> list[str]:
    """Write footnotes below a rule ("1 Resolution 217 A (III).") with superscripts; drop rules."""
    out, below = [], False
    supers = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    marks = set()
    for line in lines:
        if _RULE.fullmatch(line):
            below = True
            continue
        note = re.match(r"(\d{1,2})\s+(?=[^\W\d_])", line) if below else None
        if note:
            marks.add(note.group(1))
            out += ["", note.group(1).translate(supers) + " " + line[note.end() :]]
            continue
        below = below and not line
        out.append(line)
    if not marks:
        return out
    stuck = re.compile(rf"(?<=[^\W\d_][,;.”»’)])(?:{'|'.join(marks)})(?=[\s,;]|$)")
    stuck_to_word = re.compile(rf"(?<=[^\W\d_])(?:{'|'.join(marks)})(?=[\s,;.]|$)")
    for pattern in (stuck, stuck_to_word):
        out = [pattern.sub(lambda m: m.group().translate(supers), line) for line in out]
    return out


def _is_wrapped(lines: list[str]) -> bool:
    """Tell whether paragraphs go over several lines, so that a line's end is no paragraph's."""
    body = next((k for k, line in enumerate(lines) if _formula(line)), 0)
    lines = lines[body:]
    filled = [line for line in lines if line]
    if not filled or max(map(len, filled)) > 140:
        return False
    inner = [a for a, b in zip(lines, lines[1:], strict=False) if a and b]
    open_ends = [a for a in inner if len(a) > 50 and not _ENDS.search(_without_marks(a))]
    return len(open_ends) > 0.2 * max(1, len([a for a in inner if len(a) > 50]))


def _is_spaced(lines: list[str]) -> bool:
    """Tell whether blank lines part the paragraphs: they stand before nearly all numbers."""
    starts = [k for k, line in enumerate(lines) if line and (_NUMBER_LINE.match(line))]
    starts += [k + 1 for k, line in enumerate(lines[:-1]) if _formula(line)]
    after_blank = [k for k in starts if k == 0 or not lines[k - (lines[k] != "")]]
    return bool(starts) and len(after_blank) >= 0.8 * len(starts)


def _begins(line: str, last: str, number: int, language: str | None) -> bool:
    """Tell whether a line of wrapped text begins a paragraph by its form."""
    ends = bool(_ENDS.search(_without_marks(last)))
    numbered = _NUMBER_LINE.match(line)
    if numbered:
        return ends or int(numbered.group(1)) in (1, number + 1)
    if _LABEL_LINE.match(line) or _NUMBERED_TITLE.match(line):
        return ends
    if _NOTE.match(line) or line[0] in "#|" or _formula(line) or _formula(last):
        return True
    forms = (_NUMERAL,) if language else (_AGENDA, _PRINTED, _NUMERAL)
    if any(form.fullmatch(x) for form in forms for x in (line, last)):
        return True
    return any(_ANNEX_LINE.fullmatch(x) for x in (line, last)) or bool(_MEETING.fullmatch(line))


def _opens(line: str, last: str, language: str | None) -> bool:
    """Tell whether a line of text without blank lines begins a paragraph by its words."""
    ends = _ENDS.search(_without_marks(last)) or _NUMBERED_TITLE.match(last)
    return bool(ends and line[:1].isupper() and openers.classify(f"{line},", language))


def _without_marks(line: str) -> str:
    return _MARKS.sub("", line).rstrip("*_ ")


def _join(lines: list[str]) -> str:
    """Join wrapped lines; a hyphen at the end of one stays, a soft one goes."""
    text = lines[0]
    for line in lines[1:]:
        if text.endswith("\u00ad"):
            text = text[:-1] + line
        elif re.search(r"\w[-\u2010\u2011]$", text) and line[:1].islower():
            text += line
        elif line.startswith("|"):
            text += f" {line}"
        else:
            text += f" {line}"
    return text


def _start(chunks: Sequence[str]) -> tuple[int, str, str, list[str]]:
    """Place of the formula, organ, language, and what else stands in its paragraph."""
    for position, chunk in enumerate(chunks):
        found = _formula(chunk)
        if found:
            return position, *found, []
    for position, chunk in enumerate(chunks):
        head, comma, rest = chunk.partition(",")
        found = _formula(f"{head}{comma}")
        rest = re.sub(r"^[*_]+(?=\s)", "", rest).strip()
        if found and rest and openers.classify(rest, found[1]):
            return position, *found, [rest]
    raise UnresError(
        f"found no line such as 'The General Assembly,' or 'Le Conseil de sécurité,' in "
        f"{len(chunks)} paragraphs of text, expected the text of a resolution; check that the "
        "file holds one, with its formula in a paragraph of its own"
    )


def is_formula(text: str) -> bool:
    """Tell whether a paragraph is the formula of an organ.

    Parameters
    ----------
    text : str

    Returns
    -------
    bool

    Examples
    --------
    >>> is_formula("La Asamblea General,"), is_formula("La lámpara")
    (True, False)
    """
    return _formula(text) is not None


def _formula(chunk: str) -> tuple[str, str] | None:
    """Organ and language of a formula; None for any other paragraph.

    >>> _formula("*L'Assemblée générale*,"), _formula("THE SECURITY COUNCIL,")
    (('General Assembly', 'fr'), ('Security Council', 'en'))
    """
    if not 8 <= len(chunk) <= 120:
        return None
    plain = clean(_plain(chunk)).replace("'", "’")
    named = _ORGANS.get(plain.rstrip(", ").casefold())
    if named:
        return named[1], named[0]
    other = _OTHER_ORGAN.fullmatch(plain)
    if other and _OTHER_BODY.search(plain):
        return other.group(1), "en"
    return None


def _plain(chunk: str) -> str:
    """Take Markdown out of a paragraph.

    >>> _plain("*Recalls* its resolution [70/1](#)")
    'Recalls its resolution 70/1'
    """
    chunk = _LINK.sub(lambda m: m.group(1), chunk.replace("\\(", "⦅").replace("\\)", "⦆"))
    chunk = chunk.replace("⦅", "(").replace("⦆", ")").replace("**", "")
    chunk = _ITALIC.sub(lambda m: m.group(1) or m.group(2), chunk)
    return re.sub(r"^#+\s*|\\(?=[^\w\s]|_)", "", chunk).strip()


# the header ---------------------------------------------------------------------------


def _header(lines: list[str], organ: str, language: str) -> dict[str, object]:
    printed = " ".join(lines)
    symbol = _symbol(lines)
    sponsors, kind = _sponsors(lines, language)
    agenda = [i for i, line in enumerate(lines) if _AGENDA.fullmatch(line)]
    origin = next((line.strip("[] ") for line in lines if re.fullmatch(r"\[.*\]", line)), None)
    if symbol is not None:
        kind = "resolution" if "/RES/" in symbol else "draft" if "/L." in symbol else kind
    adopted = _ADOPTED.search(printed)
    session = symbols.parse(symbol).session if symbol else None
    if session is None and organ == symbols.GENERAL_ASSEMBLY:
        session = next((n for line in lines if (n := _session(line)) is not None), None)
    return {
        "symbol": symbol,
        "kind": kind,
        "title": _title(lines),
        "session": session,
        "agenda_items": tuple(x for i in agenda for x in agenda_items(lines[i])),
        "agenda_titles": tuple(lines[i + 1] for i in agenda if _is_agenda_title(lines, i + 1)),
        "adopted_on": _date(adopted),
        "distributed_on": _date(_DISTRIBUTED.search(printed)),
        "origin": origin,
        "committee": committee_of(origin) if origin else _committee(lines, symbol),
        "draft_symbols": symbols.drafts(origin or ""),
        "sponsors": sponsors,
    }


def _title(lines: list[str]) -> str:
    """Title of the resolution: the last line of the header, without a number."""
    if not lines or _is_furnished(lines[-1]):
        return ""
    return re.sub(r"^(?:\d{1,4}/)?\d{1,4}(?: [A-Z])?(?:\s?\([IVXLC]+\))?\.\s+", "", lines[-1])


def _is_furnished(line: str) -> bool:
    """Tell whether a line of the header is one that every document prints."""
    forms = (_AGENDA, _SPONSORS, _OFFICE, _PRINTED, _BARE_SYMBOL, _DATE)
    return any(form.fullmatch(line) for form in forms) or _session(line) is not None


def _is_agenda_title(lines: list[str], place: int) -> bool:
    """Tell whether a line is the title of an agenda item, and not that of the resolution."""
    return place < len(lines) - 1 and not _is_furnished(lines[place])


def _symbol(lines: list[str]) -> str | None:
    for line in lines:
        try:
            return str(symbols.parse(line))
        except UnresError:
            continue
    return None


def _sponsors(lines: list[str], language: str) -> tuple[tuple[str, ...], str]:
    for line in lines:
        listed = _SPONSORS.fullmatch(line)
        if listed:
            return split_names(listed.group(1).strip("* "), language), "draft"
        office = _OFFICE.fullmatch(line)
        if office:
            return (office.group(1),), "draft"
    limited = any(re.search(r"Limited|limitée|limitada", line) for line in lines)
    return (), "draft" if limited else "resolution"


def _committee(lines: list[str], symbol: str | None) -> str | None:
    """Committee that a line or the symbol names: "A/C.3/...", or "A/78/L.86" of the plenary."""
    named = next(
        (
            found
            for line in lines
            if re.fullmatch(r"\w+ (?:Committee|Commission|Comisión)\*?", line)
            and (found := committee_of(line))
        ),
        None,
    )
    if named or symbol is None:
        return named
    plenary = "Plenary" if re.match(r"A/(?:E?S-)?\d+/L\.", symbol) else None
    return symbols.parse(symbol).committee or plenary


def _session(printed: str) -> int | str | None:
    """Number of the session that a line names in words.

    >>> _session("Seventy-eighth session"), _session("Eleventh emergency special session")
    (78, 'ES-11')
    >>> _session("Soixante-dix-huitième session"), _session("Octogésimo período de sesiones")
    (78, 80)
    """
    for pattern, language in _SESSIONS:
        found = pattern.search(printed)
        number = _ordinal(found.group(1).lower(), language) if found else None
        if found and number is not None:
            special = len([group for group in found.groups()[1:] if group])
            return f"{'ES' if special == 2 else 'S'}-{number}" if special else number
    return None


def _ordinal(word: str, language: str = "en") -> int | None:
    """Value of an ordinal below one hundred.

    >>> _ordinal("eightieth"), _ordinal("seventy-eighth"), _ordinal("78th")
    (80, 78, 78)
    >>> _ordinal("quatre-vingt-onzième", "fr"), _ordinal("septuagésimo octavo", "es")
    (91, 78)
    """
    digits = re.fullmatch(r"(\d{1,3})\D{0,3}", word)
    if digits:
        return int(digits.group(1))
    return {"fr": _french, "es": _spanish}.get(language, _english)(word)


def _english(word: str) -> int | None:
    tens, _, unit = word.partition("-")
    for stem, value in _TENS.items():
        if tens == f"{stem}ieth":
            return value
        if tens == f"{stem}y" and unit in _ORDINALS:
            return value + _ORDINALS[unit]
    return _ORDINALS.get(word)


def _french(word: str) -> int | None:
    found = re.fullmatch(r"(.+?i)(?:ème|er|ère)|(.+?)(?:ième)", word.replace(" et ", "-"))
    if not found:
        return None
    stem = re.sub("uni$", "premi", found.group(1) or f"{found.group(2)}i")
    if stem in _FRENCH_UNITS:
        return _FRENCH_UNITS.index(stem) + 1
    if stem == "quatre-vingti":
        return 80
    for tens, value in {**_FRENCH_TENS, "quatre-vingt": 80}.items():
        if stem == f"{tens.rstrip('e')}i":
            return value
        if stem.startswith(f"{tens}-") and stem[len(tens) + 1 :] in _FRENCH_UNITS:
            return value + _FRENCH_UNITS.index(stem[len(tens) + 1 :]) + 1
    return None


def _spanish(words: str) -> int | None:
    value = 0
    for word in words.split():
        stem = re.sub(r"[oa]$", "", word)
        if stem in _SPANISH_TENS and not value:
            value = 10 * (_SPANISH_TENS.index(stem) + 1)
        elif stem in _SPANISH_UNITS and value % 10 == 0:
            value += _SPANISH_UNITS.index(stem) + 1
        elif value:
            return None
    return value or {"undécimo": 11, "duodécimo": 12}.get(words.split()[-1])


def _date(found: re.Match[str] | None) -> str | None:
    """ISO date of a match of `_DATE`; None for a day that no calendar has."""
    if not found:
        return None
    from datetime import date

    day, month, year = found.groups()[-3:]
    try:
        return date(int(year), _MONTHS[month.lower()], int(day)).isoformat()
    except ValueError:
        return None


# the body -----------------------------------------------------------------------------


@dataclass
class _Body:
    """Goes through the paragraphs after the formula; gathers the footnotes on the way."""

    organ: str
    language: str
    running: set[str]  # what heads the pages
    notes: dict[str, Footnote] = field(default_factory=dict)
    cites_of_note: dict[str, list[str]] = field(default_factory=dict)
    adopted_on: str | None = None
    numbered: bool = False  # a numbered paragraph came before, in this part
    acts: bool = False  # an operative paragraph came before, in this part
    annex: bool = False

    def blocks(self, chunks: list[str]) -> Iterator[Block]:
        texts = self._take_notes(self._without_close(c for c in chunks if not self._is_head(c)))
        for chunk in _join_cut(texts):
            block = self._block(chunk)
            yield block
            if block.hint == "heading":
                self.annex = self.annex or bool(_ANNEX.match(block.text))
                if block.number or _NUMERAL.fullmatch(block.text):
                    self.numbered = self.acts = False
            self.numbered = self.numbered or block.hint == "numbered"
            self.acts = self.acts or self.numbered or (block.hint == "plain" and bool(block.lead))

    def _is_head(self, chunk: str) -> bool:
        """Tell whether a chunk is a running head, or the formula of a part."""
        plain = _plain(chunk)
        if plain in self.running or _BARE_SYMBOL.fullmatch(plain):
            return True
        found = _formula(chunk)
        return found is not None and found[0] == self.organ

    def _without_close(self, chunks: Iterator[str]) -> list[str]:
        """Drop the meeting and the date that close an adopted text; keep the date."""
        kept: list[str] = []
        closing = False
        for chunk in chunks:
            plain = _plain(chunk)
            date = _DATE.search(plain)
            if _MEETING.fullmatch(_DATE.sub("", plain).strip(" ,")):
                closing = True
                self.adopted_on = self.adopted_on or _date(_DATE.search(plain))
            elif closing and date and date.group() == plain:
                self.adopted_on = self.adopted_on or _date(date)
            else:
                closing = False
                kept.append(chunk)
        return kept

    def _take_notes(self, chunks: list[str]) -> list[str]:
        rest = []
        for chunk in chunks:
            found = _NOTE.match(chunk)
            if not found:
                rest.append(chunk)
                continue
            mark = (found.group(1) or found.group(2)).translate(_SUPERSCRIPTS)
            text = _plain(chunk[found.end() :])
            self.notes[mark] = Footnote(mark, text)
            self.cites_of_note[mark] = self._find(text)
        return rest

    def _find(self, text: str) -> list[str]:
        return [c.symbol for c in symbols.find(text, organ=self.organ)]

    def _block(self, chunk: str) -> Block:
        marks = tuple(
            (m.group(1) or m.group(2)).translate(_SUPERSCRIPTS) for m in _MARKS.finditer(chunk)
        )
        text = clean(_plain(_MARKS.sub("", chunk)))
        cites = self._find(text) + [c for m in marks for c in self.cites_of_note.get(m, [])]
        distinct = tuple(dict.fromkeys(cites))
        if text.startswith("|"):
            return Block(_cells(text), "table", footnotes=marks, cites=distinct)
        hint, number, text = self._guess(text, titled=_is_title(chunk))
        kind = {"preambular": "preambular", "numbered": "operative", "plain": "operative"}.get(hint)
        lead = self._lead(chunk, text, kind) if kind and not self.annex else None
        return Block(text, hint, number, lead, marks, distinct)

    def _lead(self, chunk: str, text: str, kind: str) -> str | None:
        """Find the opener: the words in italics, else what the word lists know."""
        italic = _ITALIC.match(_NUMBER.sub("", chunk, count=1))
        lead = clean(italic.group(1) or italic.group(2)).strip(" ,;:.") if italic else None
        if lead and text.startswith(lead) and len(lead.split()) <= openers.LONGEST:
            return lead
        found = openers.match(text, kind, self.language)
        first, _, rest = text.partition(" ")
        if found or not rest or openers.classify(text, self.language) != kind:
            return found
        verb = openers.match(rest[0].upper() + rest[1:], kind, self.language)
        return f"{first} {rest[: len(verb)]}" if verb else None

    def _guess(self, text: str, *, titled: bool) -> tuple[str, str | None, str]:
        """Tell what a paragraph of text is: (hint, number, text)."""
        found = _NUMBER.match(text)
        if found:
            return "numbered", found.group(1), text[found.end() :]
        if _NUMERAL.fullmatch(text):
            return "heading", None, text.rstrip(".")
        ends = bool(re.search(r"[.;:,]$", text))
        short = not ends and len(text) < 200
        title = _NUMBERED_TITLE.match(text) if short else None
        if title:
            return "heading", title.group(1) or title.group(2), text[title.end() :]
        labelled = item_label(text)
        if labelled:
            return "item", *labelled
        if titled and not text.endswith((",", ";")):
            return "heading", None, text
        return self._by_opener(text, short), None, text

    def _by_opener(self, text: str, short: bool) -> str:
        """Tell a paragraph without number and label by its first words and its end."""
        if self.annex:
            return "heading" if short else "plain"
        kind = openers.classify(text, self.language)
        if kind == "preambular" and not self.acts:
            return "preambular"
        if kind == "operative" and not (short and self.numbered):
            return "plain"
        if short:
            return "heading"
        return "plain" if self.acts else "preambular"


def _is_title(chunk: str) -> bool:
    """Tell whether Markdown makes a paragraph a heading: "## Review", "**Review**"."""
    return bool(re.match(r"#+\s", chunk) or re.fullmatch(r"\*\*[^*]+\*\*", chunk))


def _cells(row: str) -> str:
    """Cells of rows such as "| Port | Lamps |", without the rule below the head."""
    cells = (clean(cell) for cell in row.split("|"))
    return " | ".join(cell for cell in cells if cell and not re.fullmatch(r":?-{2,}:?", cell))


def _join_cut(chunks: list[str]) -> Iterator[str]:
    """Join a paragraph that a page break cut in two.

    A chunk goes on with the one before when that one does not end as paragraphs end and
    this one starts in lower case, without a number.
    """
    held: list[str] = []
    for chunk in chunks:
        if held and chunk[:1].islower() and _is_cut(held) and not item_label(chunk):
            held.append(chunk)
            continue
        if held:
            yield " ".join(held)
        held = [chunk] if chunk else []
    if held:
        yield " ".join(held)


def _is_cut(held: list[str]) -> bool:
    """Tell whether a paragraph, in pieces so far, does not end as paragraphs end."""
    last = held[-1]
    if last.endswith(",") and _NUMBER.match(held[0]):
        return True
    return not re.search(r"[;.:,?!”]$|\band$|\bor$", last[-8:])


def _guess(text: str, numbered: bool) -> tuple[str, str | None, str]:
    """Tell what a paragraph of text is: (hint, number, text)."""
    found = _NUMBER.match(text)
    if found:
        return "numbered", found.group(1), text[found.end() :]
    labelled = item_label(text)
    if labelled:
        return "item", *labelled
    if text.endswith(",") and not numbered:
        return "preambular", None, text
    ends = bool(re.search(r"[.;:,]$", text))
    if not ends and len(text) < 200:
        return "heading", None, text
    if not numbered and not openers.match(text, "operative"):
        return "preambular", None, text
    return "plain", None, text
