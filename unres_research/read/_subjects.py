"""Index terms: which keywords of the source are the library's, and of which list.

The library's index terms are of two lists: the UNBIS Thesaurus, which is printed in capitals
("INTERNATIONAL CRIMINAL COURTS"), and names of bodies and instruments ("UN. Special Committee of
24", "IAEA"). The XML also holds keywords of the Sustainable Development Goals, in small letters
("food_security"); up to the 75th session it labels them "UNBIS Thesaurus", too, and later "UNBIS".
Metadata up to the 76th session label names as the thesaurus's, and those of the 74th session
print its terms with capital initials ("Food Security").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from unres_research import symbols
from unres_research.read._lines import clean
from unres_research.records import Subject

THESAURUS, NAMES = "UNBIS Thesaurus", "DHLAUTH"
_TITLE_CASE = 74  # last session whose metadata print thesaurus terms with capital initials


def of_document(keywords: Iterable[tuple[str, str]]) -> tuple[Subject, ...]:
    """Index terms among the keywords (term, list) of a document: thesaurus terms in capitals.

    >>> of_document([("food_security", THESAURUS), ("FOOD SECURITY", THESAURUS)])
    (Subject(term='FOOD SECURITY', source='UNBIS Thesaurus'),)
    """
    terms = ((clean(term), clean(source)) for term, source in keywords)
    kept = (x for x in terms if x[0] and (x[1] == NAMES or x[1] == THESAURUS and x[0].isupper()))
    return tuple(Subject(*x) for x in dict.fromkeys(kept))


def of_metadata(pairs: Iterable[tuple[str, str]], symbol: str) -> tuple[Subject, ...]:
    """Index terms of a row of metadata; what is not in capitals is a name, after session 74.

    >>> pairs = [("LAMPS", THESAURUS), ("UN Lamp Fund", THESAURUS), ("9a", THESAURUS)]
    >>> [(s.term, s.source) for s in of_metadata(pairs, "A/RES/76/901")]
    [('LAMPS', 'UNBIS Thesaurus'), ('UN Lamp Fund', 'DHLAUTH')]
    >>> of_metadata([("Oil Lamps", THESAURUS)], "A/RES/74/901")
    (Subject(term='Oil Lamps', source='UNBIS Thesaurus'),)
    """
    session = symbols.parse(symbol).session
    titles = isinstance(session, int) and session <= _TITLE_CASE
    found: dict[Subject, None] = {}
    for text, source in pairs:
        term = clean(text)
        if source not in (THESAURUS, NAMES) or term == term.lower():
            continue  # agenda items, and letters of them
        plain = source == THESAURUS and (term.isupper() or titles)
        found[Subject(term, THESAURUS if plain else NAMES)] = None
    return tuple(found)


def tell_names(rows: Iterable[tuple[Subject, ...]]) -> dict[str, str]:
    """Names that some rows tell from thesaurus terms, by themselves in capitals.

    >>> tell_names([(Subject("IAEA", NAMES), Subject("LAMPS", THESAURUS))])
    {'IAEA': 'IAEA'}
    """
    names: dict[str, str] = {}
    terms: set[str] = set()
    for subjects in rows:
        told = any(s.source == NAMES for s in subjects)
        names |= {s.term.upper(): s.term for s in subjects if s.source == NAMES}
        terms |= {s.term for s in subjects if s.source == THESAURUS and told}
    return {key: name for key, name in names.items() if key not in terms}


def with_names(subjects: tuple[Subject, ...], names: dict[str, str]) -> tuple[Subject, ...]:
    """Label as names what other rows (`tell_names`) show to be names: "IAEA", "Iaea".

    >>> with_names((Subject("Iaea", THESAURUS),), {"IAEA": "IAEA"})
    (Subject(term='IAEA', source='DHLAUTH'),)
    """
    told = (
        replace(s, term=names[s.term.upper()], source=NAMES) if s.term.upper() in names else s
        for s in subjects
    )
    return tuple(dict.fromkeys(told))


def united(first: tuple[Subject, ...], then: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """Subjects of the one, and of each list that it leaves out those of the other."""
    lists = {s.source for s in first}
    return (*first, *(s for s in then if s.source not in lists))
