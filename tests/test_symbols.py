"""Document symbols: forms met in the wild, order, and citations in running text."""

from __future__ import annotations

import json
import random

import pytest

from unres_research import symbols
from unres_research.symbols import SymbolError, find, parse

FORMS = [  # (as met, canonical, why)
    ("A/RES/78/265", "A/RES/78/265", "canonical"),
    (" a/res/78/265 ", "A/RES/78/265", "typed by a user"),
    ("A_RES_78_265", "A/RES/78/265", "file name"),
    ("A_C.3_80_L.26_Rev.1", "A/C.3/80/L.26/Rev.1", "file name of a revised draft"),
    ("A/78/L.86*", "A/78/L.86", "reissued, with an asterisk"),
    ("A/RES/217(III)A", "A/RES/217 A (III)", "letter after the session"),
    ("A/RES/217 A (III)", "A/RES/217 A (III)", "letter before the session"),
    ("A/RES/1514 (XV)", "A/RES/1514 (XV)", "no letter"),
    ("A/RES/3201 (S-VI)", "A/RES/3201 (S-VI)", "special session, old style"),
    ("A/RES/S-10/2", "A/RES/S-10/2", "special session"),
    ("A/RES/ES-10/24", "A/RES/ES-10/24", "emergency special session"),
    ("A/RES/74/250 A–B", "A/RES/74/250 A-B", "en dash between the letters"),
    ("A/RES/74/250 A - B", "A/RES/74/250 A-B", "spaces round the dash"),
    ("A/RES/66/240\u00a0A", "A/RES/66/240 A", "non-breaking space"),
    ("S/RES/1325(2000)", "S/RES/1325 (2000)", "no space"),
    ("E/RES/2021/3", "E/RES/2021/3", "Economic and Social Council"),
    ("A/HRC/RES/48/13", "A/HRC/RES/48/13", "Human Rights Council"),
    ("A/78/251/ADD.1", "A/78/251/Add.1", "capitals"),
    ("A/CONF.216/5", "A/CONF.216/5", "conference"),
]


@pytest.mark.parametrize(("met", "canonical", "why"), FORMS, ids=[f[0] for f in FORMS])
def test_forms(met, canonical, why):
    assert str(parse(met)) == canonical, why
    assert parse(canonical) == parse(met)


@pytest.mark.parametrize("text", ["", "70/1", "resolution", "A/RES/", "Agenda item 13", "A/B/C"])
def test_what_is_no_symbol_is_named(text):
    with pytest.raises(SymbolError) as error:
        parse(text)
    assert repr(text) in str(error.value)
    assert "expected" in str(error.value)


def test_fields():
    resolution, draft = parse("A/RES/66/240 A"), parse("A/C.3/80/L.26/Rev.1")
    assert (resolution.kind, resolution.organ, resolution.session, resolution.part) == (
        "resolution",
        "General Assembly",
        66,
        "A",
    )
    assert (draft.kind, draft.session, draft.committee, draft.revision) == ("draft", 80, "Third", 1)
    assert parse("A/RES/217 A (III)").session == 3
    assert parse("A/RES/ES-10/24").session == "ES-10"
    assert parse("A/ES-11/L.7").session == "ES-11"
    assert parse("S/RES/1325 (2000)").session is None
    assert parse("A/HRC/RES/48/13").organ == "Human Rights Council"
    assert parse("A/DEC/78/560").kind == "decision"
    assert parse("FCCC/CP/2015/10").organ is None


def test_order_is_natural():
    ordered = [
        "A/RES/217 A (III)",
        "A/RES/9 (XV)",
        "A/RES/1514 (XV)",
        "A/RES/9/1",
        "A/RES/70/1",
        "A/RES/70/2",
        "A/RES/70/10",
        "A/RES/74/250 A-B",
    ]
    new = ordered[3:]
    for group in (ordered[:3], new, ["A/RES/74/250 A-B", "A/RES/S-10/2", "A/RES/S-11/1"]):
        shuffled = group.copy()
        random.Random(0).shuffle(shuffled)
        assert [str(s) for s in sorted(map(parse, shuffled))] == group


CITED = [  # (text, symbols, why)
    (
        "its resolutions 46/182 of 19 December 1991, 57/150 of 16 December 2002 and 63/139",
        ["A/RES/46/182", "A/RES/57/150", "A/RES/63/139"],
        "list with dates",
    ),
    ("Resolution 217 A (III).", ["A/RES/217 A (III)"], "footnote"),
    ("under resolution 377 A (V)", ["A/RES/377 A (V)"], "old style"),
    ("resolutions S-10/2 and ES-10/24", ["A/RES/S-10/2", "A/RES/ES-10/24"], "special sessions"),
    (
        "Security Council resolutions 1325 (2000) and 1820 (2008)",
        ["S/RES/1325 (2000)", "S/RES/1820 (2008)"],
        "Security Council",
    ),
    ("Economic and Social Council resolution 2021/3", ["E/RES/2021/3"], "year and number"),
    (
        "Human Rights Council resolutions 48/13 and 50/9",
        ["A/HRC/RES/48/13", "A/HRC/RES/50/9"],
        "not of the Assembly",
    ),
    (
        "the Human Rights Council in its resolution 22/13",
        ["A/HRC/RES/22/13"],
        "its = the Council's",
    ),
    ("its decision 78/560", ["A/DEC/78/560"], "decision"),
    (
        "resolution 52/214, sect. B, and 66/240 A of 24 December 2011",
        ["A/RES/52/214", "A/RES/66/240 A"],
        "section dropped, part kept",
    ),
    (
        "resolutions 71/272 A and B of 23 December 2016",
        ["A/RES/71/272 A", "A/RES/71/272 B"],
        "two parts",
    ),
    ("resolution 70/1 A new era begins", ["A/RES/70/1"], "the article is no part"),
    ("documents A/74/205 and A/CONF.216/5, annex", ["A/74/205", "A/CONF.216/5"], "full symbols"),
    ("A/53/258-S/1998/763, annex II", ["A/53/258", "S/1998/763"], "joint symbol"),
    ("adopted by resolution 2017,74/236", ["A/RES/74/236"], "space lost after a comma"),
    ("for the period 2030/31 and 24/7 service", [], "no resolution is named"),
    ("the resolution on agenda item 71/72", [], "agenda items"),
    ("World Health Assembly resolution 74/7", [], "another assembly"),
    ("resolution 12/5 of a session before 1976", [], "session numbers begin with the 31st"),
]


@pytest.mark.parametrize(("text", "expected", "why"), CITED, ids=[c[2] for c in CITED])
def test_citations(text, expected, why):
    found = find(text)
    assert [c.symbol for c in found] == expected, why
    assert all(0 <= c.start < c.end <= len(text) for c in found)


def test_links_tell_the_organ_and_the_print_the_number():
    text = "resolutions 48/13 and 217 A (III) and 48/218 B of 1994"
    links = [
        (12, 17, "https://undocs.org/en/A/HRC/RES/48/13"),
        (22, 33, "https://undocs.org/en/A/RES/217(III)"),
        (38, 44, "https://docs.un.org/en/A/RES/48/218"),
    ]
    assert [c.symbol for c in find(text, links)] == [
        "A/HRC/RES/48/13",
        "A/RES/217 A (III)",
        "A/RES/48/218 B",
    ]


def test_text_of_the_security_council():
    found = find("recalling resolution 1325 (2000)", organ=symbols.SECURITY_COUNCIL)
    assert [c.symbol for c in found] == ["S/RES/1325 (2000)"]


@pytest.mark.slow
def test_gold_citations(shared):
    """Citations typed by hand for twelve resolutions, against their XML twins."""
    from unres_research import load

    folder = shared / "corpus" / "UNxml-GAresolutions"
    wrong = {}
    for path in sorted((shared / "gold").glob("*.json")):
        gold = json.loads(path.read_text())
        session, number = path.stem.split("_")[2:]
        (twin,) = folder.glob(f"{session}session/English/A_RES_{session}_{number}-*.xml")
        found = {c for c in load(twin).cites if c.startswith("A/RES/")}
        if found != set(gold["cites"]):
            wrong[path.stem] = found ^ set(gold["cites"])
    assert not wrong


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Rappelant ses résolutions 70/1 du 25 septembre 2015 et 66/240 A du 24 décembre 2011,",
         ["A/RES/70/1", "A/RES/66/240 A"]),
        ("les résolutions 53/12 du 3 juillet 2023 et 54/3 du 11 octobre 2023 du Conseil des droits "
         "de l’homme", ["A/HRC/RES/53/12", "A/HRC/RES/54/3"]),  # the organ comes after its acts
        ("Recordando la resolución 2023/4 del Consejo Económico y Social, de 1 de junio,",
         ["E/RES/2023/4"]),
        ("la résolution 1325 (2000) du Conseil de sécurité", ["S/RES/1325 (2000)"]),
        ("su decisión 78/544", ["A/DEC/78/544"]),
        ("la résolution 53/3 de la Commission des lampes", []),  # an organ without symbols
        ("le Conseil des droits de l’homme et les résolutions 36/10 et 39/11", []),  # whose?
        ("le Conseil des droits de l’homme, rappelant ses résolutions 70/1", ["A/RES/70/1"]),
        ("la cible 4/5", []),
    ],
)  # fmt: skip
def test_citations_in_french_and_spanish(text, cited):
    assert [c.symbol for c in symbols.find(text)] == cited
