"""Headers of invented documents in three languages, as plain lines and with their place."""

from __future__ import annotations

import pytest

from unres_research._numerals import from_roman, ordinal, to_roman
from unres_research.read._title_block import (
    MARGIN,
    MASTHEAD,
    TITLE,
    HeaderLine,
    agenda_items,
    committee_of,
    draft_symbols,
    find_date,
    find_session,
    formula,
    is_date,
    is_meeting,
    names_organ,
    opening,
    read_title_block,
    split_names,
    stands_alone,
)

GA, SC = "General Assembly", "Security Council"


def block(*lines, organ=GA, language="en"):
    return read_title_block([HeaderLine(line) for line in lines], organ, language)


def set_block(*lines, organ=GA, language="en"):
    return read_title_block([HeaderLine(*line) for line in lines], organ, language)


ADOPTED = {  # one resolution in three languages: (masthead, header)
    "en": (
        ["United Nations", "A/RES/77/901", "General Assembly", "Distr.: General", "9 May 2023"],
        [
            "Seventy-seventh session",
            "Agenda items 9 and 71 (b)",
            "Lights of the sea",
            "Resolution adopted by the General Assembly on 3 May 2023",
            "[on the report of the Second Committee (A/77/444, para. 7)]",
            "77/901. Lamps and bells",
        ],
    ),
    "fr": (
        ["Nations Unies", "A/RES/77/901", "Assemblée générale", "Distr. générale", "9 mai 2023"],
        [
            "Soixante-dix-septième session",
            "Points 9 et 71 b) de l’ordre du jour",
            "Lumières de la mer",
            "Résolution adoptée par l’Assemblée générale le 3 mai 2023",
            "[sur la base du rapport de la Deuxième Commission (A/77/444, par. 7)]",
            "77/901. Lampes et cloches",
        ],
    ),
    "es": (
        ["Naciones Unidas", "A/RES/77/901", "Asamblea General", "Distr. general", "9 de mayo de 2023"],
        [
            "Septuagésimo séptimo período de sesiones",
            "Temas 9 y 71 b) del programa",
            "Luces del mar",
            "Resolución aprobada por la Asamblea General el 3 de mayo de 2023",
            "[sobre la base del informe de la Segunda Comisión (A/77/444, párr. 7)]",
            "77/901. Faros y campanas",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", ADOPTED)
def test_an_adopted_text_says_the_same_in_three_languages_with_and_without_places(language):
    masthead, header = ADOPTED[language]
    roles = ["", "", MARGIN, TITLE, "", TITLE]
    placed = [(line, MASTHEAD) for line in masthead] + list(zip(header, roles, strict=True))
    plain = [*masthead[:3], f"{masthead[3]} {masthead[4]}", *header]
    for found in (set_block(*placed, language=language), block(*plain, language=language)):
        assert (found.symbol, found.kind, found.session) == ("A/RES/77/901", "resolution", 77)
        assert found.agenda_items == ("9", "71 (b)")
        assert found.agenda_titles == (header[2],)
        assert (found.adopted_on, found.distributed_on) == ("2023-05-03", "2023-05-09")
        assert found.origin == header[4][1:-1]
        assert (found.committee, found.draft_symbols, found.sponsors) == ("Second", (), ())
        assert found.title == header[5].removeprefix("77/901. ")


DRAFTS = {
    "en": (
        "Fiji, Peru and Trinidad and Tobago: draft resolution",
        "Draft resolution submitted by the Chair of the Committee following informal talks",
        ("Fiji", "Peru", "Trinidad and Tobago"),
        "Chair of the Committee",
    ),
    "fr": (
        "Fidji, Pérou et Trinité-et-Tobago : projet de résolution",
        "Projet de résolution déposé par la présidente de la Commission à l’issue de débats",
        ("Fidji", "Pérou", "Trinité-et-Tobago"),
        "présidente de la Commission",
    ),
    "es": (
        "Fiji, Perú y Trinidad y Tobago:* proyecto de resolución",
        "Proyecto de resolución presentado por la Presidencia tras unas consultas",
        ("Fiji", "Perú", "Trinidad y Tobago"),
        "Presidencia",
    ),
}


@pytest.mark.parametrize("language", DRAFTS)
def test_sponsors_and_offices(language):
    listed, office, names, chair = DRAFTS[language]
    for line, sponsors, officer in ((listed, names, None), (office, (), chair)):
        found = block(line, "Lamps", language=language)
        assert (found.sponsors, found.submitted_by) == (sponsors, officer)
        assert (found.kind, found.title) == ("draft", "Lamps")


@pytest.mark.parametrize(
    ("line", "sponsors", "officer", "basis"),
    [
        (
            "Draft resolution submitted by the Vice-Chair of the Committee, Ada Roe (Malta), on the "
            "basis of informal consultations on draft resolution A/C.2/80/L.9",
            (),
            "Vice-Chair of the Committee, Ada Roe (Malta)",
            ("A/C.2/80/L.9",),
        ),
        ("Draft decision submitted by the Bureau", (), "Bureau", ()),
        ("Draft resolution submitted by the President", (), "President", ()),
        ("Chair of the Committee: draft decision", (), "Chair of the Committee", ()),
        ("Draft resolution proposed by the Rapporteur", (), "Rapporteur", ()),
        ("Draft resolution submitted by Malta and Peru", ("Malta", "Peru"), None, ()),
    ],
)
def test_officers_submit_and_sponsor_nothing(line, sponsors, officer, basis):
    found = block(line, "Lamps")
    assert (found.sponsors, found.submitted_by, found.draft_symbols) == (sponsors, officer, basis)


@pytest.mark.parametrize(
    ("line", "amends"),
    [
        ("Peru:* amendment to draft resolution A/80/L.25", "A/80/L.25"),
        ("Peru: proposed amendments to the draft resolution A/80/L.25", "A/80/L.25"),
        ("Peru: sub-amendment to draft decision A/80/L.25", "A/80/L.25"),
        ("Amendments to draft resolution A/C.3/80/L.26/Rev.1", "A/C.3/80/L.26/Rev.1"),
        ("Fidji et Pérou : amendements au projet de résolution A/80/L.25", "A/80/L.25"),
        ("Perú: enmienda al proyecto de resolución A/80/L.25", "A/80/L.25"),
        ("Peru: draft resolution", None),
        ("Amendments to the rules of A/80/25", None),
    ],
)
def test_the_draft_that_an_amendment_would_change(line, amends):
    assert block(line, "Lamps").amends == amends


@pytest.mark.parametrize(
    ("lines", "sponsors"),
    [
        (["Fiji, Malta and", "Peru: draft resolution"], ("Fiji", "Malta", "Peru")),
        (["Fiji,", "Malta and", "Peru: draft resolution"], ("Fiji", "Malta", "Peru")),
        (["Fiji and Trinidad", "and Tobago: draft resolution"], ("Fiji", "Trinidad and Tobago")),
        (["Fiji and Peru: draft", "resolution"], ("Fiji", "Peru")),
        (["Fiji and Peru:*", "draft resolution"], ("Fiji", "Peru")),
    ],
)
def test_names_over_lines_that_stand_apart_are_one_list(lines, sponsors):
    found = set_block(("S/2026/999", MASTHEAD), *((line, TITLE) for line in lines))
    assert (found.sponsors, found.title) == (sponsors, "")


def test_a_title_with_a_colon_above_another_line_is_one():
    found = set_block(("Lamps: their oil", TITLE), ("Peru: draft resolution", TITLE))
    assert (found.sponsors, found.title) == (("Peru",), "Lamps: their oil")


def test_the_line_above_the_names_is_none_of_them():
    found = set_block(("Lamps, bells,", MARGIN), ("Peru: draft resolution", TITLE))
    assert found.sponsors == ("Peru",)


def test_names_without_a_blank_between_them():
    names = split_names("Peru,Venezuela (Bolivarian Republic of),Viet Nam and Zambia")
    assert names == ("Peru", "Venezuela (Bolivarian Republic of)", "Viet Nam", "Zambia")


def test_a_symbol_within_a_masthead_of_one_run():
    found = set_block(("United Nations A/80/L.96 General Assembly Distr.: Limited", MASTHEAD))
    assert (found.symbol, found.kind) == ("A/80/L.96", "draft")


@pytest.mark.parametrize(
    ("line", "sponsors"),
    [
        ("Peru:** revised draft resolution", ("Peru",)),
        ("Peru: draft decision.", ("Peru",)),
        ("Peru:* amendment to draft resolution A/80/L.25", ("Peru",)),
        ("Fidji et Pérou : amendements au projet de résolution A/80/L.25", ("Fidji et Pérou",)),
        ("Lamps: a draft of rules", ()),
        ("Draft resolution", ()),
    ],
)
def test_what_lists_sponsors(line, sponsors):
    assert block(line, "Lamps").sponsors == sponsors


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (["A/RES/77/901"], "resolution"),
        (["A/77/L.9"], "draft"),
        (["A/77/123"], "draft"),  # a report: no symbol of a resolution
        (["FCCC/CP/2015/L.9"], "draft"),
        (["UNEP/EA.5/Res.14"], "resolution"),  # another organ: the lines tell
        (["UNEP/EA.5/Res.14", "Distr. limitée"], "draft"),
        (["Distr.: Limited"], "draft"),
        (["Distr.: General"], "resolution"),
    ],
)
def test_kind(lines, kind):
    assert block(*lines, "Lamps").kind == kind


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Lamps", "Lamps"),
        ("77/901. Lamps", "Lamps"),
        ("74/250 A-B. Lamps", "Lamps"),
        ("ES-11/2. Lamps", "Lamps"),
        ("217 A (III). Lamps", "Lamps"),
        ("1.5 metres of lamp", "1.5 metres of lamp"),
        ("Rules of the seventy-fifth session", "Rules of the seventy-fifth session"),
        ("Seventy-fifth session", ""),
        ("Soixante-quinzième session", ""),
        ("Agenda item 9", ""),
        ("Peru: draft resolution", ""),
        ("Draft resolution submitted by the Bureau", ""),
        ("Note by the Secretariat", ""),
        ("Second Committee", ""),
        ("Conseil de sécurité", ""),
        ("Resolution 2999 (2030)", ""),
        ("Distr.: Limited", ""),
        ("[without reference]", ""),
        ("3 May 2023", ""),
        ("A/77/L.9", ""),
    ],
)
def test_title(line, title):
    assert block(line).title == title
    assert set_block(("Peru", MARGIN), (line, TITLE), ("more", "")).title == title


def test_the_last_large_line_is_the_title():
    found = set_block(("Lamps", TITLE), ("Bells", TITLE), ("Note by the Chair", TITLE))
    assert found.title == "Bells"
    assert set_block(("Lamps", MARGIN)).title == ""
    assert block().title == ""


def test_titles_of_agenda_items():
    placed = [("Agenda item 9", ""), ("Lights", MARGIN), ("Bells", MARGIN), ("Peru", "")]
    assert set_block(*placed).agenda_titles == ("Lights", "Bells")
    assert block("Agenda item 9", "Lights", "Lamps").agenda_titles == ("Lights",)
    assert block("Agenda item 9", "Lamps").agenda_titles == ()  # it is the resolution's
    assert block("Agenda item 9", "Peru: draft resolution", "Lamps").agenda_titles == ()


def test_session_of_symbol_and_line():
    assert block("A/78/L.1", "Seventy-seventh session").session == 78  # the symbol is surer
    assert block("Seventy-seventh session").session == 77
    assert block("Seventy-seventh session", organ=SC).session is None
    assert block("A/ES-11/L.7").session == "ES-11"


def test_dates_of_masthead_and_of_text():
    assert set_block(("3 May 2023", MASTHEAD)).distributed_on == "2023-05-03"
    assert set_block(("Distr.: General 3 May 2023", "")).distributed_on == "2023-05-03"
    assert block("3 May 2023").distributed_on is None  # nothing says what it is the date of
    adopted = "Adopted by the Security Council at its 9999th meeting, on 4 May 2023"
    assert block(adopted, organ=SC).adopted_on == "2023-05-04"


def test_the_date_of_adoption_stands_near():
    near, far = ("Adopted by " + "x" * n + " on 4 May 2023" for n in (118, 119))
    assert block(near).adopted_on == "2023-05-04"
    assert block(far).adopted_on is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1 January 2023", "2023-01-01"),
        ("15  October 2025", "2025-10-15"),
        ("le 1er mars 2024", "2024-03-01"),
        ("31 de diciembre de 2022", "2022-12-31"),
        ("el 2 de agosto del 2022", "2022-08-02"),
        ("29 février 2024", "2024-02-29"),
        ("29 février 2023", None),  # no calendar has it
        ("31 April 2023", None),
        ("0 May 2023", None),
        ("May 2023", None),
        ("3 Mayday 2023", None),
    ],
)
def test_dates(text, date):
    assert find_date(text) == date


def test_dates_and_meetings_that_close_a_text():
    assert is_date("3 May 2023") and not is_date("on 3 May 2023")
    for line in ("63rd plenary meeting", "63rd meeting 3 May 2023", "63e séance plénière",
                 "63ª sesión plenaria, 3 de mayo de 2023"):  # fmt: skip
        assert is_meeting(line)
    assert not is_meeting("at its 63rd plenary meeting") and not is_meeting("63rd session")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The General Assembly,", (GA, "en")),
        ("THE GENERAL ASSEMBLY", (GA, "en")),
        ("L'Assemblée générale,", (GA, "fr")),
        ("La Asamblea General,", (GA, "es")),
        ("Le Conseil des droits de l'homme,", ("Human Rights Council", "fr")),
        ("The Commission on Lamps,", ("Commission on Lamps", "en")),
        ("The Commission on Lamps", None),
        ("The Keepers of Lamps,", None),
        ("The General Assembly decides,", None),
        ("The " + "Board " * 40 + ",", None),
    ],
)
def test_formula(text, found):
    assert formula(text) == found


def test_length_of_a_formula():
    assert formula("The " + "B" * 103 + " on the Board,") is None  # 121 characters
    assert formula("The " + "B" * 102 + " on the Board,") == ("B" * 102 + " on the Board", "en")


def test_opening_in_the_line_of_the_first_paragraph():
    assert opening("The General Assembly, Recalling, in 2020, lamps,") == (
        GA,
        "en",
        "Recalling, in 2020, lamps,",
    )
    assert opening("Lamps, Recalling bells,") is None


@pytest.mark.parametrize(
    ("line", "session"),
    [
        ("First special session", "S-1"),
        ("Eleventh emergency special session", "ES-11"),
        ("Ninety-ninth session", 99),
        ("78th session", 78),
        ("Premier session", 1),
        ("Soixante et onzième session", 71),
        ("Quatre-vingt-dix-neuvième session", 99),
        ("Dixième session extraordinaire", "S-10"),
        ("Dixième session extraordinaire d'urgence", "ES-10"),
        ("En su octogésimo período de sesiones", 80),
        ("Undécimo período extraordinario de sesiones de emergencia", "ES-11"),
        ("Trigésimo primer período de sesiones", 31),
        ("A long session", None),
    ],
)
def test_sessions(line, session):
    assert find_session(line) == session


@pytest.mark.parametrize(
    ("words", "language", "value"),
    [
        ("nineteenth", "en", 19),
        ("twentieth", "en", 20),
        ("twenty-first", "en", 21),
        ("thirty-ninth", "en", 39),
        ("twenty-tenth", "en", None),
        ("ninetieth", "en", 90),
        ("Dix-neuvième", "fr", 19),
        ("vingt et unième", "fr", 21),
        ("soixante-dixième", "fr", 70),
        ("soixante-dix-neuvième", "fr", 79),
        ("cinquante-dixième", "fr", None),
        ("quatre-vingtième", "fr", 80),
        ("duodécimo", "es", 12),
        ("décimo octavo", "es", 18),
        ("nonagésima novena", "es", 99),
        ("décimo vigésimo", "es", None),
        ("premier", "en", None),
        ("101st", "en", 101),
        ("1001st", "en", None),
    ],
)
def test_ordinals(words, language, value):
    assert ordinal(words, language) == value


def test_roman_numerals_are_read_as_they_are_written():
    assert [to_roman(n) for n in (1, 4, 9, 40, 90, 388)] == [
        "i",
        "iv",
        "ix",
        "xl",
        "xc",
        "ccclxxxviii",
    ]
    assert [from_roman(to_roman(n).upper()) for n in range(1, 400)] == list(range(1, 400))


def test_agenda_items():
    assert agenda_items("Agenda items 18 (a) and (b), 20 and 117") == (
        "18 (a)",
        "18 (b)",
        "20",
        "117",
    )
    assert agenda_items("Points 9 et 9 de l’ordre du jour") == ("9",)
    assert agenda_items("(a) and 9") == ("9",)
    assert agenda_items("البند 9 (ب)") == ("9 (b)",)
    assert agenda_items("Пункт 9 с)") == ("9 (c)",)


@pytest.mark.parametrize(
    ("text", "committee"),
    [
        ("on the report of the First Committee", "First"),
        ("on the report of the Special Committee (Fourth Committee)", "Fourth"),
        ("rapport de la Cinquième Commission", "Fifth"),
        ("informe de la SEXTA COMISIÓN", "Sixth"),
        ("#noMainCommittee", "Plenary"),
        ("sans renvoi à une grande commission (A/78/L.1)", "Plenary"),
        ("sin remisión previa a una Comisión Principal", "Plenary"),
        ("without reference to a Main Committee, after the First Committee", "Plenary"),
        ("the Seventh Committee", None),
        ("", None),
    ],
)
def test_committees(text, committee):
    assert committee_of(text) == committee


def test_committee_of_origin_line_and_symbol():
    origin, line = "[on the report of the Second Committee]", "Third Committee"
    assert block(origin, line, "A/C.5/78/L.1").committee == "Second"
    assert block(line, "A/C.5/78/L.1").committee == "Third"
    assert block("Committee of Lamps (Fourth Committee)*", "A/C.5/78/L.1").committee == "Fourth"
    assert block("A/C.5/78/L.1").committee == "Fifth"
    assert block("A/78/L.1").committee == block("A/ES-11/L.1").committee == "Plenary"
    assert block("A/78/1").committee is block("A/RES/78/1").committee is None


def test_names_are_split_outside_parentheses_and_names_of_states():
    printed = "Iran (Islamic Republic of, and islands), TRINIDAD AND TOBAGO, and Zambia"
    assert [name.casefold() for name in split_names(printed)] == [
        "iran (islamic republic of, and islands)",
        "trinidad and tobago",
        "zambia",
    ]
    assert split_names("Italia e Irlanda", "es") == ("Italia", "Irlanda")
    assert split_names("Italia y Perú", "en") == ("Italia y Perú",)
    assert split_names("submitted by Lamps and Bells") == ("Lamps and Bells",)
    assert split_names("was submitted by the Lamps and Bells") == ("Lamps and Bells",)
    assert split_names("Fiji (on behalf of Lamps and Bells (Bell Treaty)) and Peru") == (
        "Fiji (on behalf of Lamps and Bells (Bell Treaty))",
        "Peru",
    )
    assert split_names("Fiji (Lamps and Bells (A) and Peru") == ("Fiji (Lamps", "Bells (A)", "Peru")
    assert split_names("Fiji and Peru. - Chad and Malta were removed from the list") == (
        "Fiji",
        "Peru. - Chad and Malta were removed from the list",
    )
    assert split_names("Fiji\x00, Peru\x01") == ("Fiji", "Peru")
    assert split_names("") == ()


def test_drafts_of_an_origin():
    text = "(A/78/L.86 and A/78/L.86/Add.1, A/C.3/78/L.4/Rev.1, A/ES–11/L.7)"
    assert draft_symbols(text) == ("A/78/L.86", "A/C.3/78/L.4/Rev.1", "A/ES-11/L.7")
    assert draft_symbols("S/2023/1, A/78/123") == ()


def test_lines_that_stand_alone():
    alone = ["Agenda item 9", "Original : anglais", "Naciones Unidas", "[x]", "Tercera Comisión"]
    assert all(map(stands_alone, alone))
    assert not any(map(stands_alone, ["Lamps", "Peru: draft resolution", "A/78/L.1"]))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The General Assembly decides to meet.", (GA, "en")),
        ("THE SECURITY COUNCIL decides", (SC, "en")),
        ("L'Assemblée générale décide", (GA, "fr")),
        ("L’Assemblée\u00a0générale décide", (GA, "fr")),
        ("The General Assemblyman", None),
        ("To the General Assembly", None),
    ],
)
def test_organ_that_a_text_begins_with(text, found):
    assert names_organ(text) == found


def test_a_straight_apostrophe_in_a_formula():
    assert formula("L'Assemblée générale,") == (GA, "fr")


def test_sub_items_need_an_item():
    assert agenda_items("(b) and 13 (c), (d)") == ("13 (c)", "13 (d)")
    assert agenda_items("9 \u0430)") == ("9 (a)",)  # a Cyrillic letter
    assert agenda_items("9 (\u0628)") == ("9 (b)",)  # an Arabic one


def test_drafts_with_a_dash_and_of_sub_committees():
    assert draft_symbols("(A/ES–10/L.30/Rev.2, A/C.3/78/L.4)") == (
        "A/ES-10/L.30/Rev.2",
        "A/C.3/78/L.4",
    )
