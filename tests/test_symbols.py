"""Document symbols: forms met in the wild, order, and citations in running text."""

from __future__ import annotations

import json
import pickle
import random
import unicodedata

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
    ("A/RES/78/265/CORR.1", "A/RES/78/265/Corr.1", "corrigendum of a resolution"),
]


@pytest.mark.parametrize(("met", "canonical", "why"), FORMS, ids=[f[0] for f in FORMS])
def test_forms(met, canonical, why):
    assert str(parse(met)) == canonical, why
    assert parse(canonical) == parse(met)


@pytest.mark.parametrize(
    "text",
    ["", "70/1", "resolution", "A/RES/", "Agenda item 13", "A/B/C"]
    + ["A/RES/78", "S/RES/1325", "A/HRC/RES/48", "E/RES/2021", "A/RES/78/26A5", "A/RES/70/1/1"],
)
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


def test_public_names_come_from_the_place_that_users_import_from():
    """Pickles and tracebacks name it, not the private module in which the code stands."""
    public = [getattr(symbols, name) for name in symbols.__all__]
    assert {one.__module__ for one in public} == {"unres_research.symbols"}
    symbol = parse("A/RES/70/1")
    stored = b"\x80\x04cunres_research.symbols\nSymbol\n)\x81}X\x04\x00\x00\x00textX\n\x00\x00\x00A/RES/70/1sb."
    assert pickle.loads(stored) == pickle.loads(pickle.dumps(symbol)) == symbol


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
    found = find("recalling resolution 1325 (2000)", organ="Security Council")
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


# boundaries ---------------------------------------------------------------------------


def cited(text, **more):
    return [c.symbol for c in symbols.find(text, **more)]


@pytest.mark.parametrize(
    ("session", "told"), [(30, False), (31, True), (78, True), (130, True), (131, False)]
)
def test_numbers_of_sessions_begin_with_the_31st_and_a_year_is_none(session, told):
    assert cited(f"its resolution {session}/7") == ([f"A/RES/{session}/7"] if told else [])
    assert cited(f"ses résolutions {session}/7") == ([f"A/RES/{session}/7"] if told else [])


def test_special_sessions_have_no_least_number():
    assert cited("resolutions S-6/1 and ES-1/2") == ["A/RES/S-6/1", "A/RES/ES-1/2"]


@pytest.mark.parametrize(
    ("year", "told"), [(1939, False), (1940, True), (1999, True), (2049, True), (2050, False)]
)
def test_the_economic_and_social_council_counts_by_years(year, told):
    text = f"Economic and Social Council resolution {year}/7"
    assert cited(text) == ([f"E/RES/{year}/7"] if told else [])
    assert cited(f"Human Rights Council resolution {year}/7") == (
        [] if told else [f"A/HRC/RES/{year}/7"]
    )


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("Council resolution 2021/3", ["E/RES/2021/3"]),  # a year: which Council is clear
        ("Council resolution 48/13", []),
        ("the Human Rights Council, and Council resolution 48/13", ["A/HRC/RES/48/13"]),
        ("Council resolution 48/13 on the Human Rights Council", []),  # named too late
        ("Council resolution 1325 (2000)", ["S/RES/1325 (2000)"]),
        ("Council decision 1325 (2000)", []),
        ("Human Rights Council resolution 1325 (2000)", []),
        ("Security Council resolution S-10/2", ["A/RES/S-10/2"]),
        ("Security Council resolution 78/1", []),
        ("Security Council resolution 217 A (III)", []),
        ("decision 217 (III)", []),
        ("Economic and Social Council decision 2021/3", ["E/DEC/2021/3"]),
        ("Human Rights Council decision 48/13", ["A/HRC/DEC/48/13"]),
        ("the Assembly’s resolution 70/1", ["A/RES/70/1"]),
        ("Parliamentary Assembly resolution 70/1", []),
        ("Conference of the Parties resolution 70/1", []),
        ("Supplement No. 53 (A/70/53), resolution 48/13", ["A/70/53", "A/HRC/RES/48/13"]),
        ("Supplement No. 54 (A/70/54), resolution 48/13", ["A/70/54", "A/RES/48/13"]),
    ],
)
def test_whose_resolution(text, symbol):
    assert cited(text) == symbol


def test_an_organ_stays_named_where_a_list_goes_on():
    head = "Human Rights Council resolutions 48/13 of 8 October"
    assert cited(f"{head} 2021 and resolution 50/9") == ["A/HRC/RES/48/13", "A/HRC/RES/50/9"]
    assert cited(f"{head}, including resolution 50/9") == ["A/HRC/RES/48/13", "A/HRC/RES/50/9"]
    assert cited(f"{head} and resolution 50/9") == ["A/HRC/RES/48/13", "A/HRC/RES/50/9"]
    assert cited(f"{head} on lamps and resolutions 50/9 and 50/10 on oil") == [
        "A/HRC/RES/48/13",
        "A/HRC/RES/50/9",
        "A/HRC/RES/50/10",
    ]
    assert cited(f"{head} on lamps, as well as resolution 50/9")[1] == "A/HRC/RES/50/9"


@pytest.mark.parametrize(
    "then",
    ["its resolution 50/9", "Assembly resolution 50/9", "General Assembly resolution 50/9",
     "resolution 50/9 of the General Assembly"],
)  # fmt: skip
def test_another_organ_ends_a_list(then):
    head = "the resolutions of the Human Rights Council on lamps, including resolutions 48/13"
    assert cited(f"{head} and 49/2 and {then}") == [
        "A/HRC/RES/48/13",
        "A/HRC/RES/49/2",
        "A/RES/50/9",
    ]


_LISTS = [  # (text, symbols, why); the Council's numbers without A/HRC/RES/
    ("the resolutions and decisions of the Human Rights Council, the most recent of which being "
     "resolutions 48/13, S-27/1 and 47/2 of 3 May", ["48/13", "S-27/1", "47/2"], "most recent"),
    ("resolutions adopted by the Human Rights Council on lamps, including resolution 48/13",
     ["48/13"], "adopted by"),
    ("all decisions of the Human Rights Council, the most recent, resolution 48/13", ["48/13"],
     "the most recent"),
    ("Notes resolution 48/13 of the Human Rights Council", ["48/13"], "named after one"),
    ("Notes resolutions 48/13 of 8 October 2021, 49/1 and 49/2 of 1 and 4 April 2022, adopted by "
     "the Human Rights Council", ["48/13", "49/1", "49/2"], "named after a list"),
    ("Notes the adoption of resolution 48/13 by the Human Rights Council", ["48/13"], "by"),
    ("a report to the Human Rights Council submitted pursuant to resolutions 48/13 and 49/2",
     ["48/13", "49/2"], "submitted"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "numbers", "why"), _LISTS, ids=[row[2] for row in _LISTS])
def test_the_human_rights_council_holds_for_its_list(text, numbers, why):
    assert cited(text) == [f"A/HRC/RES/{number}" for number in numbers]


@pytest.mark.parametrize(
    "text",
    [
        "the resolutions of the Human Rights Council; recalling resolution 48/13",
        "the resolutions of the Human Rights Council on lamps, oil and all that burns in the night, "
        "including its resolution 48/13",
        "the resolutions of the Human Rights Council and the Assembly, including resolution 48/13",
        "the resolutions of the Human Rights Council are many. Recalling resolution 48/13",
        "Notes its resolution 48/13 of the Human Rights Council",
        "the follow-up to resolution 48/13 by the Human Rights Council",
    ],
)
def test_the_human_rights_council_is_not_held_elsewhere(text):
    assert cited(text) == ["A/RES/48/13"]


@pytest.mark.parametrize(
    ("date", "organ"),
    [
        ("of 8 October 2021", "HRC/"),  # the Assembly's 48th session began in September 1993
        ("and 48/14 of 8 October 2021", "HRC/"),
        ("of 7 and 8 October 2021", "HRC/"),
        ("of 30 September and 8 October 2021", "HRC/"),
        ("of 20 December 1993", ""),
        ("of 20 June 1994", ""),
        ("of 8 October 2013", ""),  # of neither
        ("of the year 2021", ""),
        ("", ""),
    ],
)
def test_a_date_tells_the_assembly_from_the_human_rights_council(date, organ):
    assert cited(
        f"Notes, in section 24, Human rights, that the Council met, resolution 48/13 {date}"
    )[0] == (f"A/{organ}RES/48/13")
    assert cited(f"Notes, on lamps, that the Council met, resolution 48/13 {date}")[0] == (
        "A/RES/48/13"
    )


def test_a_date_tells_the_assembly_in_a_list_of_the_council():
    text = "Human Rights Council resolutions 48/13 of 8 October 2021 and 76/7 of 9 December 2021"
    assert cited(text) == ["A/HRC/RES/48/13", "A/RES/76/7"]


@pytest.mark.parametrize(("words", "told"), [(50, True), (51, False)])
def test_its_belongs_to_the_council_that_is_named_near(words, told):
    between = " " + "x" * (words - 2) + " "
    found = cited(f"Human Rights Council{between}its resolution 48/13")
    assert found == (["A/HRC/RES/48/13"] if told else ["A/RES/48/13"])
    assert cited("Human Rights Council; its resolution 48/13") == ["A/RES/48/13"]
    assert cited("Human Rights Council, Assembly, its resolution 48/13") == ["A/RES/48/13"]


@pytest.mark.parametrize(
    "word", ["item", "items", "No.", "Nos.", "page", "rule", "years", "document"]
)
def test_numbers_of_other_things(word):
    assert cited(f"resolution on {word} 70/1") == []
    assert cited(f"resolution on {word}s, 70/1") == ["A/RES/70/1"]


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("resolution 66/240 A of 2011", "A/RES/66/240 A"),
        ("resolution 66/240 A, paragraph 1", "A/RES/66/240 A"),
        ("resolution 66/240 A - B", "A/RES/66/240 A-B"),
        ("resolution 66/240 A new era", "A/RES/66/240"),
        ("resolution 66/240 A’s", "A/RES/66/240"),
        ("resolution 66/240 As", "A/RES/66/240"),
        ("resolution 66/240 A-1", "A/RES/66/240"),
        ("resolution 377 A (V)", "A/RES/377 A (V)"),
        ("A/RES/66/240 B and", "A/RES/66/240 B"),
        ("A/RES/66/240 B says", "A/RES/66/240"),
        ("résolution 66/240 A du 1er mai", "A/RES/66/240 A"),
    ],
)
def test_part_letters(text, symbol):
    assert cited(text) == [symbol]


def test_more_parts_need_a_first_one():
    assert cited("resolutions 71/272 A, B and C") == [f"A/RES/71/272 {part}" for part in "ABC"]
    assert cited("resolution 71/272 and B") == ["A/RES/71/272"]


@pytest.mark.parametrize("before", ["1,", "1/", "A/", "x.", "-", "a"])
def test_numbers_that_are_part_of_others_are_not_cited(before):
    assert cited(f"resolution {before}217 (III)") == []


def test_a_citation_knows_its_place():
    text = "see resolution 66/240 A, A/53/258-S/1998/763 and 217\u00a0A (III)"
    assert [text[c.start : c.end] for c in find(text)] == [
        "66/240 A",
        "A/53/258",
        "S/1998/763",
        "217\u00a0A (III)",
    ]


def test_what_a_link_covers_is_cited_once():
    link = "https://undocs.org/en/A/HRC/RES/48/13"
    text = "resolutions 48/13 and 50/9"
    assert [c.symbol for c in find(text, [(12, 17, link)])] == ["A/HRC/RES/48/13", "A/RES/50/9"]
    assert [c.symbol for c in find("the note", [(0, 8, "https://undocs.org/en/S/2020/1")])] == [
        "S/2020/1"
    ]
    assert cited(text, links=[(12, 17, "https://elsewhere.org/A/HRC/RES/48/13")]) == [
        "A/RES/48/13",
        "A/RES/50/9",
    ]


def spent(text: str, links: list[tuple[int, int, str]] | None = None) -> float:
    """Processor time of the quicker of two runs."""
    import time

    times = []
    for _ in range(2):
        start = time.process_time()
        assert len(find(text, links or ())) == text.count("resolution")
        times.append(time.process_time() - start)
    return min(times)


def test_time_grows_with_the_number_of_links():
    """Four times as many take four times as long, not sixteen."""
    cases = []
    for n in (1_000, 4_000):
        links = [(17 * k + 11, 17 * k + 15, "https://undocs.org/en/A/RES/70/1") for k in range(n)]
        cases.append(("resolution 70/1, " * n, links[: n // 2]))
    few, many = (spent(*case) for case in cases)
    assert many < 8 * few + 0.5


@pytest.mark.parametrize("before", ["", "Human Rights Council, "])
def test_time_grows_with_the_number_of_resolutions(before):
    few, many = (spent(before + "resolution 70/1 " * n) for n in (5_000, 20_000))
    assert many < 8 * few


def test_length_of_a_symbol():
    assert str(parse("A/" + "1" * 197)) == "A/" + "1" * 197  # 199 characters
    for text in ("A/" + "1" * 198, "A/1" + " " * 197):
        with pytest.raises(SymbolError):
            parse(text)


@pytest.mark.parametrize(
    ("text", "kind", "session", "committee", "part", "revision"),
    [
        ("A/RES/66/240 A", "resolution", 66, None, "A", None),
        ("A/RES/377 A (V)", "resolution", 5, None, "A", None),
        ("A/RES/3201 (S-VI)", "resolution", "S-6", None, None, None),
        ("A/RES/997 (ES-I)", "resolution", "ES-1", None, None, None),
        ("A/DEC/78/560", "decision", 78, None, None, None),
        ("A/C.1/78/L.4/Rev.12", "draft", 78, "First", None, 12),
        ("A/C.6/78/L.4", "draft", 78, "Sixth", None, None),
        ("A/C.7/78/L.4", "draft", 78, None, None, None),
        ("A/78/LX.4", "document", 78, None, None, None),
        ("A/2030/4", "document", None, None, None, None),
        ("S/2020/L.4", "draft", None, None, None, None),
        ("A/BUR/78/1", "document", 78, None, None, None),
    ],
)
def test_what_a_symbol_says(text, kind, session, committee, part, revision):
    symbol = parse(text)
    found = (symbol.kind, symbol.session, symbol.committee, symbol.part, symbol.revision)
    assert found == (kind, session, committee, part, revision)


def test_order_of_old_and_special_sessions():
    ordered = [
        "A/RES/377 (V)",
        "A/RES/377 A (V)",
        "A/RES/377 B (V)",
        "A/RES/1 (IX)",
        "A/RES/3201 (S-VI)",
        "A/RES/31/1",
        "A/RES/S-10/2",
    ]
    for group in (ordered[:5], ordered[5:]):
        assert [str(s) for s in sorted(map(parse, reversed(group)))] == group


@pytest.mark.parametrize(
    ("text", "organ"),
    [
        ("du Conseil de sécurité", ""),
        ("du Conseil des droits de l'homme", "A/HRC/RES/70/1"),
        ("de l’Assemblée générale", "A/RES/70/1"),
        ("du 1er mai 2016 de l’Assemblée générale", "A/RES/70/1"),
        ("de la Asamblea General", "A/RES/70/1"),
        ("del Consejo de Derechos Humanos", "A/HRC/RES/70/1"),
        ("de la Commission", ""),
        ("sur les phares", "A/RES/70/1"),  # its own
    ],
)
def test_the_organ_that_french_and_spanish_name_after_its_acts(text, organ):
    assert cited(f"la résolution 70/1 {text}") == ([organ] if organ else [])


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_space_at_the_beginning_of_a_link_is_no_part_of_the_citation(space):
    found = find(f"see{space}70/1.", [(3, 8, "https://undocs.org/A/RES/70/1")])
    assert found == [symbols.Citation("A/RES/70/1", 4, 8)]


def test_ones_own_acts_stay_ones_own_where_a_council_is_named():
    """At the beginning of a text, and where the organ of others stands near."""
    more = ", et les travaux du Conseil des droits de l’homme"
    assert cited(f"Ses résolutions 60/1 et 61/2{more}") == ["A/RES/60/1", "A/RES/61/2"]
    assert cited(f"Les résolutions 60/1 et 61/2{more}") == []


@pytest.mark.parametrize(("spaces", "told"), [(1, True), (9, True), (10, False)])
def test_whose_acts_stands_at_most_twelve_characters_before(spaces, told):
    text = f"Voir ses{' ' * spaces}résolutions 60/1, et le Conseil des droits de l’homme"
    assert cited(text) == (["A/RES/60/1"] if told else [])


@pytest.mark.parametrize("name", ["General Assembly", "Assembly"])
def test_the_assembly_named_in_a_text_of_the_council(name):
    council = {"organ": "Security Council"}
    assert cited(f"the {name}’s resolution 70/1", **council) == ["A/RES/70/1"]
    assert cited("its resolution 70/1", **council) == []


@pytest.mark.parametrize(
    ("met", "canonical", "why"),
    [
        ("A/RES/٧٨/٢٦٥", "A/RES/78/265", "Arabic digits"),
        ("A/RES/٧٨/265", "A/RES/78/265", "one number of two in Arabic digits"),
        ("A/RES/७८/२६५", "A/RES/78/265", "Devanagari digits"),
        ("Ａ／ＲＥＳ／７８／２６５", "A/RES/78/265", "full width"),
        ("𝐀/𝐑𝐄𝐒/𝟕𝟖/𝟐𝟔𝟓", "A/RES/78/265", "bold letters of Unicode"),
        ("\u0410/RES/78/265", "A/RES/78/265", "Cyrillic A"),
        ("\u0391/RES/78/265", "A/RES/78/265", "Greek alpha"),
        ("\u0410/\u0421.3/80/L.26/R\u0435v.1", "A/C.3/80/L.26/Rev.1", "Cyrillic A, es, ie"),
        ("A/RES/217 A (\u2162)", "A/RES/217 A (III)", "a numeral of one character"),
        ("A\u2044RES\u221578/265", "A/RES/78/265", "other strokes"),
        ("A/RES/74/250 A\u2014B", "A/RES/74/250 A-B", "a long dash"),
        ("A/RES/S\u221210/2", "A/RES/S-10/2", "a minus"),
        ("A/RES/78/26\u200b5", "A/RES/78/265", "a blank of no width"),
        ("\u2066A/RES/\u202a78/265\u202c\u2069", "A/RES/78/265", "marks of direction"),
        ("\u200fA/RES/78/\u00ad265\ufeff", "A/RES/78/265", "marks, a soft hyphen"),
        ("A/RES/66/240\u2009A", "A/RES/66/240 A", "a thin space"),
        ("A/RES/078/0265", "A/RES/78/265", "zeros"),
        ("A/RES/00078/265", "A/RES/78/265", "more of them"),
        ("A/RES/ES-010/024", "A/RES/ES-10/24", "zeros of a special session"),
        ("S/RES/01325(2000)", "S/RES/1325 (2000)", "zeros of the Council"),
        ("A/C.03/080/L.026/Rev.01", "A/C.3/80/L.26/Rev.1", "zeros of a draft"),
        ("A/RES/0217(III)A", "A/RES/217 A (III)", "zeros of an old one"),
        ("FCCC/CP/2015/010", "FCCC/CP/2015/010", "another body's are as it prints them"),
        ("A/RES/100/200", "A/RES/100/200", "zeros that count"),
    ],
)
def test_look_alikes_are_one_symbol(met, canonical, why):
    assert str(parse(met)) == canonical, why
    assert parse(canonical) == parse(met)


@pytest.mark.parametrize(
    ("met", "name"),
    [
        ("A/RES/78/265²", "SUPERSCRIPT TWO"),  # 78/265, note 2?
        ("A/RES/78/①", "CIRCLED DIGIT ONE"),
        ("A/RES/78/2½", "VULGAR FRACTION ONE HALF"),
        ("A/REſ/78/265", "LATIN SMALL LETTER LONG S"),
        ("E/RES/2021/3\u212a", "KELVIN SIGN"),
        ("A/RES/66/240 Б", "CYRILLIC CAPITAL LETTER BE"),
        ("A/RES/\u202e562/87", "RIGHT-TO-LEFT OVERRIDE"),  # is read as 78/265
        ("A/RES/78/1\u0301", "COMBINING ACUTE ACCENT"),
    ],
)
def test_what_only_resembles_a_symbol_is_refused_by_name(met, name):
    with pytest.raises(SymbolError, match=f"{name}.*expected a document symbol"):
        parse(met)


def test_every_digit_of_unicode_is_its_number_and_no_other_character_is_one():
    """Of all characters, at the end of a number: one symbol in ASCII, or an error."""
    for code in range(0x80, 0x110000):
        character = chr(code)
        if character.isspace():  # at the end it is dropped
            continue
        try:
            found = str(parse(f"A/RES/78/26{character}5"))
        except SymbolError:
            continue
        digit = unicodedata.decimal(character, None)
        assert found == ("A/RES/78/265" if digit is None else f"A/RES/78/26{digit}5"), hex(code)
        assert digit is not None or unicodedata.category(character) == "Cf", hex(code)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See A/RES/٧٨/٢٦٥ here", [("A/RES/78/265", "A/RES/٧٨/٢٦٥")]),
        ("See A/RES/78/٢٦٥ here", [("A/RES/78/265", "A/RES/78/٢٦٥")]),
        ("its resolution ٧٨/٢٦٥", [("A/RES/78/265", "٧٨/٢٦٥")]),
        ("See A/RES/78／265", [("A/RES/78/265", "A/RES/78／265")]),
        ("See A/RES/78/2\u200b65, too", [("A/RES/78/265", "A/RES/78/2\u200b65")]),
        ("See \u2066A/RES/78/265\u2069, too", [("A/RES/78/265", "A/RES/78/265")]),
        ("its reso\u00adlution 70/\u00ad1.", [("A/RES/70/1", "70/\u00ad1")]),
        ("See A/RES/78/2\u00bd", []),
        ("See \u0410/RES/78/265", []),  # running text may be in these letters
    ],
)
def test_find_gives_whole_symbols_or_none(text, found):
    assert [(c.symbol, text[c.start : c.end]) for c in find(text)] == found


def test_places_of_links_count_what_is_not_printed():
    text = "\u00adsee 70\u00ad/1."
    address = "https://undocs.org/E/RES/70/1"
    assert find(text, [(5, 10, address)]) == [symbols.Citation("E/RES/70/1", 5, 10)]


# what is printed and is no citation ---------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("resolution 70/1, and striving for 50/50 gender balance", ["A/RES/70/1"]),
        ("Human Rights Council resolution 5/1, adopted by a 2/3 majority", ["A/HRC/RES/5/1"]),
        (
            "Economic and Social Council resolution 2020/5 for the reporting period 2021/22",
            ["E/RES/2020/5"],
        ),
        ("resolution 70/1, a share of 60/40", ["A/RES/70/1"]),
        ("resolution 70/1 and 60/40 per cent of the seats", ["A/RES/70/1"]),
        ("resolution 70/1, 50/50% of the seats", ["A/RES/70/1"]),
        ("resolution 70/1 on ports, and 50/50 shares of the dues", ["A/RES/70/1"]),
        ("resolution 70/1, adopted by 120/40 votes", ["A/RES/70/1"]),
        ("resolution 70/1 closed on 31/12", ["A/RES/70/1"]),
        ("resolution 70/1, for 31/12/2015", ["A/RES/70/1"]),
        ("Human Rights Council resolution 5/1, 10/2020", ["A/HRC/RES/5/1"]),
        ("Economic and Social Council resolution 2020/5 for 2020/21 and 2021/22", ["E/RES/2020/5"]),
        ("résolution 70/1, pour une parité de 50/50", ["A/RES/70/1"]),
        ("resolución 70/1, con una proporción de 50/50", ["A/RES/70/1"]),
    ],
)
def test_ratios_periods_votes_and_dates_are_no_symbols(text, expected):
    assert cited(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("resolutions 70/1 on ports, 71/2 on lamps and 72/3", ["70/1", "71/2", "72/3"]),
        ("resolutions 70/1 of 3 May 2016 71/2 of 4 May 2017", ["70/1", "71/2"]),
        ("resolution 70/1, in which it met, and 71/2, sect. B; 72/3", ["70/1", "71/2", "72/3"]),
        ("resolution 70/1, as amended by 71/2", ["70/1", "71/2"]),
        ("resolutions 70/1, as well as 71/2", ["70/1", "71/2"]),
        ("resolution 70/1 for 50/50 shares, and resolution 71/2", ["70/1", "71/2"]),
        ("resolution 70/1 for 50/50 shares of the dues, and 71/2", ["70/1", "71/2"]),
    ],
)
def test_a_list_goes_on_over_other_words(text, expected):
    assert cited(text) == [f"A/RES/{number}" for number in expected]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("its resolution ES\u221211/1", [("A/RES/ES-11/1", "ES\u221211/1")]),
        ("its resolution ES\u201211/1", [("A/RES/ES-11/1", "ES\u201211/1")]),
        ("see A/RES/ES\u221211/1", [("A/RES/ES-11/1", "A/RES/ES\u221211/1")]),
        ("see https://undocs.org/en/A/RES/70/1.", [("A/RES/70/1", "A/RES/70/1")]),
        ("(www.undocs.org/A/RES/70/1)", [("A/RES/70/1", "A/RES/70/1")]),
        ("https://docs.un.org/a/res/70/1, and", [("A/RES/70/1", "a/res/70/1")]),
        ("(undocs.org/S/RES/1325(2000))", [("S/RES/1325 (2000)", "S/RES/1325(2000)")]),
        ("undocs.org/S/RES/1325%20(2000)", [("S/RES/1325 (2000)", "S/RES/1325%20(2000)")]),
        (
            "https://undocs.org/Home/Mobile?FinalSymbol=A%2FRES%2F70%2F1&Language=E",
            [("A/RES/70/1", "A%2FRES%2F70%2F1")],
        ),
        ("https://undocs.org/en/about", []),
        ("resolutions 78/1\u201378/3", [("A/RES/78/1", "78/1"), ("A/RES/78/3", "78/3")]),
        ("resolutions 78/1 to 78/12 of", [("A/RES/78/1", "78/1"), ("A/RES/78/12", "78/12")]),
        ("see A/RES/78/ 265", [("A/RES/78/265", "A/RES/78/ 265")]),
        ("see A/RES/78/\n265 on", [("A/RES/78/265", "A/RES/78/\n265")]),
        ("see A/ RES/78/265", [("A/RES/78/265", "A/ RES/78/265")]),
        ("resolution 70/\n1 on", [("A/RES/70/1", "70/\n1")]),
        ("resolution ES-\n11/1", [("A/RES/ES-11/1", "ES-\n11/1")]),
        ("(A/69/53/Add.1 /Corr.1)", [("A/69/53/Add.1/Corr.1", "A/69/53/Add.1 /Corr.1")]),
        ("(A/69/53/Add.1/ Corr.1)", [("A/69/53/Add.1/Corr.1", "A/69/53/Add.1/ Corr.1")]),
        ("A/C.6/56/SR.11\u201313", [
            ("A/C.6/56/SR.11", "A/C.6/56/SR.11\u201313"),
            ("A/C.6/56/SR.13", "A/C.6/56/SR.11\u201313"),
        ]),
    ],
)  # fmt: skip
def test_addresses_ranges_and_symbols_broken_at_a_lines_end(text, found):
    assert [(c.symbol, text[c.start : c.end]) for c in find(text)] == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "recalling the Human Rights Council, the most recent of which was resolution 54/35",
            ["A/HRC/RES/54/35"],
        ),
        (
            "Council resolutions 43/1 and 47/21 of the Human Rights Council, and the report "
            "pursuant to resolution 43/1",
            ["A/HRC/RES/43/1", "A/HRC/RES/47/21", "A/HRC/RES/43/1"],
        ),
        ("Council resolution 43/1, and the report pursuant to resolution 43/1", []),
        (
            "Human Rights Council resolutions 43/1 and 47/21, and the report pursuant to "
            "resolution 43/1 and to resolution 70/1",
            ["A/HRC/RES/43/1", "A/HRC/RES/47/21", "A/HRC/RES/43/1", "A/RES/70/1"],
        ),
        (
            "Recalling Human Rights Council resolutions on lamps, including resolutions 43/1 and "
            "44/2",
            ["A/HRC/RES/43/1", "A/HRC/RES/44/2"],
        ),
        (
            "a report to the Human Rights Council, and an update to the Council pursuant to "
            "resolution 40/20",
            ["A/HRC/RES/40/20"],
        ),
        ("Commission on the Status of Women resolution 62/3 and 63/1", []),
        ("the Commission on the Status of Women, in its resolution 62/3", []),
        ("resolution 62/3 of the Commission on the Status of Women", []),
        ("resolutions of the Commission on the Status of Women, including resolution 62/3", []),
        ("Environment Assembly resolution 5/14 and 5/8", ["UNEP/EA.5/RES.14", "UNEP/EA.5/RES.8"]),
        (
            "United Nations Environment Assembly of the United Nations Environment Programme "
            "resolution 4/21",
            ["UNEP/EA.4/RES.21"],
        ),
        ("the Environment Assembly, in its resolution 4/6", ["UNEP/EA.4/RES.6"]),
        ("resolution 4/6 of the United Nations Environment Assembly", ["UNEP/EA.4/RES.6"]),
        ("Environment Assembly resolution 70/1", []),
        ("the adoption, by the Commission for Ports at its tenth session, of resolution 72/7", []),
        ("the adoption by the Human Rights Council of resolution 43/1", ["A/HRC/RES/43/1"]),
        (
            "General Assembly and Security Council resolutions 70/262 and 2282 (2016)",
            ["A/RES/70/262", "S/RES/2282 (2016)"],
        ),
    ],
)
def test_acts_of_other_organs_are_theirs(text, expected):
    assert cited(text) == expected


# links that contradict what is printed ------------------------------------------------------

_DOCS = "https://undocs.org/en/"


@pytest.mark.parametrize(
    ("text", "link", "expected"),
    [
        ("its resolution 70/299", ("0/299", "A/RES/0/299"), ["A/RES/70/299"]),
        ("its resolution 70/299", ("70/29", "A/RES/70/29"), ["A/RES/70/299"]),
        ("its resolution ES-10/15", ("10/15", "A/RES/10/15"), ["A/RES/ES-10/15"]),
        ("see A/78/7/Add.46", ("A/78/7/Add.4", "A/78/7/Add.4"), ["A/78/7/Add.46"]),
        ("its resolution 70/1", ("70/1", "A/70/1"), ["A/RES/70/1"]),
        ("See resolution 71/285", ("71/285", "CBD/COP/15/17"), ["A/RES/71/285"]),
        ("Human Rights Council resolution 53/11", ("53/11", "A/RES/53/11"), ["A/HRC/RES/53/11"]),
        ("Human Rights Council resolution 49/22", ("49/22", "A/HRC/49/22"), ["A/HRC/RES/49/22"]),
        ("resolution 48/13 on lamps", ("48/13", "A/HRC/RES/48/13"), ["A/HRC/RES/48/13"]),
        ("resolution 48/13 on lamps", ("48/13", "A/HRC/48/13"), ["A/HRC/RES/48/13"]),
        ("resolution 72/7 on lamps", ("72/7", "E/ESCAP/RES/72/7"), ["E/ESCAP/RES/72/7"]),
        ("its resolution 50/70 D", ("D", "A/RES/50/70"), ["A/RES/50/70 D"]),
        ("for the period 2017/18, in", ("2017/18", "E/RES/2017/18"), []),
        ("the 2030 Agenda", ("2030 Agenda", "A/RES/70/1"), ["A/RES/70/1"]),
    ],
)
def test_what_is_printed_goes_before_the_link(text, link, expected):
    start = text.index(link[0])
    found = find(text, [(start, start + len(link[0]), f"{_DOCS}{link[1]}")])
    assert [c.symbol for c in found] == expected


def test_two_links_to_the_parts_of_a_number_are_one_citation():
    links = [(15, 20, f"{_DOCS}A/RES/50/70"), (21, 22, f"{_DOCS}A/RES/50/70")]
    assert cited("its resolution 50/70 D of", links=links) == ["A/RES/50/70 D"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("créé par le Conseil des droits de l’homme dans sa résolution 39/2, afin", ["39/2"]),
        ("le Conseil des droits de l'homme, par ses résolutions 39/2 et 40/1", ["39/2", "40/1"]),
        ("dans sa résolution 54/12, le Conseil des droits de l’homme a décidé", ["54/12"]),
        ("par sa résolution 54/12 du 3 mai 2023, le Conseil des droits de l’homme", ["54/12"]),
        ("establecido por el Consejo de Derechos Humanos en su resolución 39/2", ["39/2"]),
        ("en su resolución 54/12, el Consejo de Derechos Humanos decidió", ["54/12"]),
    ],
)
def test_the_council_that_french_and_spanish_name_beside_its_acts(text, expected):
    assert cited(text) == [f"A/HRC/RES/{number}" for number in expected]
    assert cited(f"{text}; sa résolution 70/1")[-1] == "A/RES/70/1"


# as delegates write -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HRC resolution 48/13", ["A/HRC/RES/48/13"]),
        ("UNHRC resolutions 48/13 and 52/23", ["A/HRC/RES/48/13", "A/HRC/RES/52/23"]),
        ("resolution 48/13 of the HRC", ["A/HRC/RES/48/13"]),
        ("ECOSOC resolution 2021/7", ["E/RES/2021/7"]),
        ("UNGA resolution 70/1", ["A/RES/70/1"]),
        ("GA res. 70/1 and Res 71/2", ["A/RES/70/1", "A/RES/71/2"]),
        ("UNSC resolution 1325 (2000)", ["S/RES/1325 (2000)"]),
        ("UNSCRs 1325 (2000) and 1820 (2008)", ["S/RES/1325 (2000)", "S/RES/1820 (2008)"]),
        ("UNEA resolution 5/14", ["UNEP/EA.5/RES.14"]),
        ("UNESCO resolution 40/12", []),
        ("ILO resolution 110/1, WHA resolution 75/1, EU decision 45/7", []),
        ("European Parliament resolution 70/1", []),
        ("RECALLING resolution 70/1", ["A/RES/70/1"]),
    ],
)
def test_organs_by_their_abbreviations(text, expected):
    assert cited(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "resolution No. 70/1",
        "Resolution n° 70/1",
        "resolution (70/1)",
        "resolution [70/1]",
        "resolution “70/1”",
        "resolution 70\u20441 of 2015",  # fraction slash
        "resolution 70\u22151 of 2015",  # division slash
        "resolution 70/1¹ of 2015",
        "see A/RES/70/1²",
        "resolution 70/1*",
        "resolutions: 70/1",
    ],
)
def test_signs_around_a_number(text):
    assert cited(text) == ["A/RES/70/1"]


def test_a_colon_before_a_vote_and_a_bracket_around_one_begin_no_list():
    assert cited("vote on the resolution: 93/40") == []
    assert cited("adopted the resolution (93/40, with two abstentions)") == []


@pytest.mark.parametrize("joined", ["and/or", "&", "et/ou", "y/o", "up to", ", and/or"])
def test_what_joins_two_numbers(joined):
    assert cited(f"resolutions 70/1 {joined} 71/2") == ["A/RES/70/1", "A/RES/71/2"]


@pytest.mark.parametrize(
    "share",
    [
        "50/50",
        "40/60 of the costs",
        "50/60 Hz",
        "70/30 shares",
        "33/24 helplines",
        "2030/31",
        "12/05/2023",
        "120/3/45",
        "pp. 45/46",
        "vol. 99/1",
    ],
)
def test_shares_after_a_single_resolution(share):
    assert cited(f"resolution 70/1 and {share}.") == ["A/RES/70/1"]
    assert cited(f"Human Rights Council resolution 5/1, and {share}") == ["A/HRC/RES/5/1"]


def test_numbers_that_sum_to_a_hundred_are_acts_where_several_are_listed_or_a_date_says_so():
    assert cited("resolutions 70/1 and 60/40") == ["A/RES/70/1", "A/RES/60/40"]
    assert cited("resolution 70/1 and 60/40 of 1 December 2005") == ["A/RES/70/1", "A/RES/60/40"]
    assert cited("resolution 60/40") == ["A/RES/60/40"]
    assert cited("resolution 70/1 and 60/41") == ["A/RES/70/1", "A/RES/60/41"]


def test_an_old_number_may_have_no_blanks():
    assert cited("resolution 217A(III)") == ["A/RES/217 A (III)"]
    assert cited("resolution 217 A(III)") == ["A/RES/217 A (III)"]


@pytest.mark.parametrize(
    "text", ["COVID/19", "EU/27", "UTF/8", "HIV/AIDS/2030", "ISO/IEC/27001", "COP/28", "USD/100"]
)
def test_abbreviations_with_a_number_are_no_symbols(text):
    assert cited(f"resolution 70/1 on {text} and others") == ["A/RES/70/1"]


@pytest.mark.parametrize("text", ["CD/1299", "SPLOS/72", "INFCIRC/153", "TD/519", "VII/11"])
def test_documents_that_are_numbered_through(text):
    assert cited(f"see {text}, para. 3") == [text]
