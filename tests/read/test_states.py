"""Names of States and sponsors, as lists of the source and hostile ones print them."""

from __future__ import annotations

import csv

import pytest

from unres_research._wordlists import read_list
from unres_research.read._states import codes_of, folded, sponsors_in, sponsors_of, states


def test_the_list_has_every_member_and_both_observers():
    rows = read_list("states")
    members = [r for r in rows if r["status"] == "member"]
    assert len(members) == 193 and len(rows) == len({r["iso3"] for r in rows}) == 195
    assert [r["iso3"] for r in rows if r["status"] == "observer"] == ["PSE", "VAT"]
    assert len({r["m49"] for r in rows}) == 195
    assert all(r["source"] for r in rows)


def test_days_of_admission_add_up_to_the_membership_of_each_year():
    """Numbers of Member States that the United Nations gives for its growth.

    Members that were dissolved or joined another are not in the list: before 1990 it lacks
    Czechoslovakia, the German Democratic Republic, Democratic Yemen and Yugoslavia. At the end of
    1965 Indonesia had left for a while.
    """
    growth = {"1945": 51 - 2, "1955": 76 - 2, "1965": 117 - 2 + 1, "1989": 159 - 4, "2011": 193}
    days = [state.member_from for state in states().values() if state.member_from]
    for year, members in growth.items():
        assert sum(day <= f"{year}-12-31" for day in days) == members, year
    south_sudan = states()["SSD"]
    assert not south_sudan.is_member("2011-07-13") and south_sudan.is_member("2011-07-14")
    assert not states()["PSE"].is_member("2030-01-01")


def test_no_two_states_share_a_name_and_no_spelling_is_of_none():
    names = [folded(state.name) for state in states().values()]
    assert len(set(names)) == 195
    spellings = read_list("state_names")
    assert len({folded(r["name"]) for r in spellings}) == len(spellings)
    assert all(code in states() for r in spellings for code in r["iso3"].split())
    assert not {folded(r["name"]) for r in spellings} & set(names)
    assert all(r["source"] and r["name"] for r in (*spellings, *read_list("groups")))


@pytest.mark.parametrize(
    ("printed", "codes"),
    [
        ("TÜRKİYE", "TUR"),
        ("Tu\u0308rkiye", "TUR"),  # the dots of the ü apart
        ("TURKIYE", "TUR"),
        ("TÜRKÝYE", "TUR"),
        ("Turkey", "TUR"),
        ("Swaziland", "SWZ"),
        ("The former Yugoslav Republic of Macedonia", "MKD"),
        ("CABO VERDE", "CPV"),
        ("Cape Verde", "CPV"),
        ("Netherlands (Kingdom of the)", "NLD"),
        ("KINGDOM OF THE NETHERLANDS", "NLD"),
        ("BOLIVIA (PLURINATIONAL STATE OF)", "BOL"),
        ("Micronesia", "FSM"),
        ("CÔTE D’IVOIRE", "CIV"),
        ("COTE D'IVOIRE", "CIV"),
        ("LAO PEOPLE’S DEMOCRATIC  REPUBLIC", "LAO"),
        ("ANDORRA\u00a0", "AND"),
        ("BAHAMAS (THE)", "BHS"),
        ("THE GAMBIA", "GMB"),
        ("GUINEA BISSAU", "GNB"),
        ("GUINEA", "GIN"),
        ("PAPUA NEW GUINEA", "PNG"),
        ("CONGO", "COG"),
        ("THE DEMOCRATIC REPUBLIC OF THE CONGO", "COD"),
        ("NIGER", "NER"),
        ("NIGERIA", "NGA"),
        ("DOMINICA", "DMA"),
        ("DOMINICAN REPUBLIC", "DOM"),
        ("REPUBLIC OF KOREA", "KOR"),
        ("STATE OF PALESTINE,", "PSE"),
        ("GE RMANY", "DEU"),
        ("L ebanon", "LBN"),  # A/RES/74/85
        ("Canad a", "CAN"),  # A/RES/74/119
        ("TimorLeste", "TLS"),  # A/RES/76/257
        ("Plurinational State of Boliva", "BOL"),  # A/RES/77/9
        ("Qata", "QAT"),  # A/RES/77/22
        ("Viet Nama", "VNM"),  # A/RES/77/285
        ("UNITED KINGDOMAND URUGUAY", "GBR URY"),
        ("ANGOLA BAHAMAS", "AGO BHS"),
        ("Barbados. Dominican Republic", "BRB DOM"),
        ("Iran (Islamic Republic of) Iraq", "IRN IRQ"),
        ("Guinea Bissau Equatorial Guinea", "GNB GNQ"),
        ("Dominican Republic of Korea", ""),  # a part of one name is missing, and of which
        ("Lao People's Democratic Republic of Korea", ""),
        ("Iran Islamic Republic of Korea", ""),
        ("Fiji (Malta)", ""),  # a person, it may be, and a State
        ("Fiji - Malta", ""),
        ("Fiji Atlantis", ""),
        ("Fiji Malta Peru", ""),
        ("ISLANDS", ""),  # part of a name: of which State it does not say
        ("PRINCIPE", ""),
        ("THE OF KOREA", ""),
        ("the", ""),
        ("", ""),
        ("Atlantis", ""),
    ],
)
def test_names(printed, codes):
    assert codes_of(printed) == tuple(codes.split())


OFF = "removed from the list of sponsors"
STATE = ("state", "FJI", None)
GONE = [("removed", "MLT", None), ("removed", "TCD", None)]
MEMBERS = "on behalf of the States Members of the United Nations that are members of the"


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("FIJI", [("state", "FJI", None)]),
        (f"FIJI ({MEMBERS} Group of 77 and China)", [("state", "FJI", "Group of 77 and China")]),
        (f"Fiji, {MEMBERS} GROUP OF 77 AND CHINA", [("state", "FJI", "Group of 77 and China")]),
        ("FIJI (OF BEHALF OF THE GROUP OF AFRICAN STATES)", [("state", "FJI", "Group of African States")]),
        (f"Fiji ({MEMBERS} Club of Lamps (Bell Treaty))", [("state", "FJI", "Club of Lamps (Bell Treaty)")]),
        ("Fiji and Malta", [("state", "FJI", None), ("state", "MLT", None)]),
        ("CHILE,DOMINICAN REPUBLIC", [("state", "CHL", None), ("state", "DOM", None)]),
        (
            "Fiji, Bosnia and Herzegovina, Netherlands (Kingdom of the) and Trinidad and Tobago",
            [("state", code, None) for code in ("FJI", "BIH", "NLD", "TTO")],
        ),
        (
            f"Malta, Fiji ({MEMBERS} Group of 77 and China) and Antigua and Barbuda",
            [("state", "MLT", None), ("state", "FJI", "Group of 77 and China"), ("state", "ATG", None)],
        ),
        ("Group of 77 and China", [("group", None, None)]),
        ("European Union", [("group", None, None)]),
        ("Alliance of Lamps", [("group", None, None)]),
        (MEMBERS[17:] + " Club", [("group", None, None)]),
        ("CHAIR OF THE COMMITTEE", [("officer", None, None)]),
        ("President of the General Assembly", [("officer", None, None)]),
        ("Vice-Chair of the Committee, Ada Lamp (Fiji)", [("officer", None, None)]),
        ("THE REPRESENTATIVE OF FIJI, ON BEHALF OF THE BUREAU", [("officer", None, "Bureau")]),
        (
            "ADA LAMP (FIJI) AND ON THE BASIS OF INFORMAL CONSULTATIONS ON DRAFT RESOLUTION",
            [("officer", None, None)],
        ),
        (
            "FIJI (IN ITS CAPACITY AS CHAIR OF THE COMMITTEE ON LAMPS)",
            [("officer", None, "COMMITTEE ON LAMPS")],
        ),
        ("Venezuela (Bolivarian Republic of) (A74/368)", [("state", "VEN", None)]),  # A/RES/74/59
        ("Fiji (A/C.1/74/L.3/Rev.1)", [("state", "FJI", None)]),
        ("Fiji (A joint draft of 2019)", [("other", None, None)]),
        ("Atlantis (A/74/368)", [("other", None, None)]),
        (  # A/RES/74/246
            "United Arab Emirates (on behalf the Organization of Islamic Cooperation)",
            [("state", "ARE", "Organization of Islamic Cooperation")],
        ),
        (f"Fiji. - Malta and Chad were {OFF} of the draft resolution", [STATE, *GONE]),
        (f"Fiji - Removes Malta, Chad {OFF[8:]}", [STATE, *GONE]),
        (f"Malta and Chad have been {OFF}.", GONE),  # an entry of its own
        (f"Fiji. - Atlantis was {OFF}", [("other", None, None)]),  # who, is not known
        (f"Atlantis. - Malta was {OFF}", [("other", None, None)]),
        ("Fiji. - Withdrew", [("other", None, None)]),  # what it takes back, is not known
        (f"Fiji. - Malta was {OFF}, Peru", [("other", None, None)]),
        ("Special Committee on Lamps", [("other", None, None)]),
        ("Fiji, Atlantis and Malta", [("other", None, None)]),  # one name is not known
        ("Atlantis (on behalf of the Bureau)", [("other", None, "Bureau")]),
        ("Chairs", [("other", None, None)]),
        ("", [("other", None, None)]),
    ],
)  # fmt: skip
def test_sponsors(printed, found):
    assert [(s.kind, s.iso3, s.behalf) for s in sponsors_of(printed)] == found


def test_parts_keep_their_own_spelling():
    names = [s.name for s in sponsors_of("FIJI, TÜRKÝYE and Saint Kitts and Nevis")]
    assert names == ["FIJI", "TÜRKÝYE", "Saint Kitts and Nevis"]


UNITED_KINGDOM = "United Kingdom of Great Britain and Northern Ireland"


@pytest.mark.parametrize(
    ("names", "found"),
    [
        # A/RES/77/12: in alphabetical order, the parts are not beside each other
        (
            ["India", "Northern Ireland", "Peru", f"{UNITED_KINGDOM} of Great Britain"],
            ["IND", "PER", "GBR"],
        ),
        (["NORTHERN IRELAND", "PERU", "UNITED KINGDOM"], ["PER", "GBR"]),  # its metadata
        (["Hungary", "Islands", "Jamaica", "Solomon"], ["HUN", "JAM", "SLB"]),  # A/RES/78/133
        (["Islands", "Marshall Islands", "Solomon Islands"], ["Islands", "MHL", "SLB"]),
        (["Poland", "the of Korea", "San Marino"], ["POL", "the of Korea", "SMR"]),  # A/RES/78/208
        (["Republic of Korea", "the of Korea"], ["KOR", "the of Korea"]),
        (["Republic", "Syria"], ["Republic", "SYR"]),  # of the two that are no parts of a whole
        (["United Arab Emirates", "United", "Uruguay"], ["ARE", "United", "URY"]),  # A/RES/75/319
        (["PRINCIPE", "SAO TOME AND PRINCIPE"], ["PRINCIPE", "STP"]),  # nothing is cut
        (["Peru", "Sao Tome", "Principe"], ["PER", "STP"]),
        (["Marshall", "Islands", "Peru"], ["MHL", "PER"]),
        (["Principe", "Sao Tome"], ["Principe", "Sao Tome"]),
        (["Atlantis", "Lamps"], ["Atlantis", "Lamps"]),
        (["(", "Fiji"], ["(", "FJI"]),
    ],
)
def test_a_name_that_is_cut_in_two_is_one_sponsor(names, found):
    assert [s.iso3 or s.name for _, s in sponsors_in({"draft": names})] == found


def test_cut_names_are_looked_for_in_lists_that_can_be_real():
    names = ["Islands", "Solomon", *["Fiji"] * 998]
    assert len(sponsors_in({"draft": names})) == 999
    assert len(sponsors_in({"draft": [*names, "Fiji"]})) == 1_001


def test_who_was_removed_is_no_sponsor_in_either_list():
    """The parts of A/RES/74/20, 74/116, 74/117 and 76/304 that speak of it."""
    said = f"was {OFF} of the draft resolution"
    for draft, more, kept, gone in (
        (["Thailand", "Viet Nam"], f"Zambia. - Viet Nam {said}", ["THA", "ZMB"], "VNM"),
        (["Papua New Guinea", "Philippines"], f"Togo. - Philippines {said}", ["PNG", "TGO"], "PHL"),
        (["Latvia", "Lebanon"], f"Zimbabwe. - Lebanon {said}", ["LVA", "ZWE"], "LBN"),
    ):
        found = sponsors_in({"draft": draft, "additional": [more]})
        assert [s.iso3 for _, s in found if s.kind == "state"] == kept
        assert [(k, s.iso3, s.name) for k, s in found if s.kind == "removed"] == [
            ("draft", gone, draft[1])
        ]
    removes = "United States. - Removes Czechia from the list of sponsors of the draft resolution"
    found = sponsors_in({"draft": ["Croatia", "Cyprus"], "additional": [removes]})
    assert [(k, s.kind, s.iso3, s.name) for k, s in found] == [
        ("draft", "state", "HRV", "Croatia"),
        ("draft", "state", "CYP", "Cyprus"),
        ("additional", "state", "USA", "United States"),
        ("additional", "removed", "CZE", "Czechia"),  # it stands in no list: this is its row
    ]


def test_the_length_of_an_entry_is_bounded():
    longest = "Fiji," * 399 + "Malta"
    assert len(longest) == 2_000
    assert len(sponsors_of(longest)) == 400
    assert [s.kind for s in sponsors_of(longest + " ")] == ["other"]


@pytest.mark.parametrize(
    "hostile",
    [
        "(" * 2_000,
        ")" * 2_000,
        " and" * 500,
        "," * 2_000,
        "on behalf of " * 150,
        "Fiji (on behalf of " * 100,
        "\u0301" * 2_000,
        "Fiji. - " * 250,
        "Fiji " * 400,
        "(A/" + "1" * 1_990,
        "removes " * 200 + "from the list of sponsors",
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        "\x00\ud800",
    ],
)
def test_a_hostile_name_is_no_state(hostile):
    assert all(s.iso3 is None for s in sponsors_of(hostile))
    assert codes_of(hostile) == ()


def test_the_lists_are_plain_csv():
    path = __file__.replace("tests/read/test_states.py", "unres_research/wordlists/states.csv")
    with open(path, encoding="utf-8", newline="") as stream:
        assert next(csv.reader(stream)) == [
            "iso3",
            "m49",
            "name",
            "status",
            "member_from",
            "source",
        ]


@pytest.mark.reference
def test_names_of_the_source(shared):
    """Every name in the votes is known, and what is no State among sponsors was read by eye."""
    from unres_research.read._metadata import read_metadata

    rows, _ = read_metadata(shared / "corpus" / "UNxml-GAresolutions")
    calls = [row.roll_call for row in rows.values() if row.roll_call]
    names = {name for call in calls for names in call.lists() for name in names}
    assert len(names) > 190 and not [name for name in names if len(codes_of(name)) != 1]
    lists = [{"draft": r.sponsors, "additional": r.additional_sponsors} for r in rows.values()]
    entries = [entry for both in lists for _, entry in sponsors_in(both)]
    other = {entry.name for entry in entries if entry.kind in ("other", "group")}
    bodies = {name for name in other if "committee" in name.lower() or "WORKING GROUP" in name}
    assert other - bodies == {
        *("PRINCIPE", "THE OF KOREA"),
        "THE AMENDMENT WAS REJECTED BY THE ASSEMBLY",
        "ANNEX: STAFFING TABLE FOR 2025: P. 11-12",
    }
