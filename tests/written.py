"""Invented resolutions, in the manner of the real ones and in their markup."""

from __future__ import annotations

import json

TAB, NBSP, HYPHEN = "\t", "\u00a0", "\u2011"
NS = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


def header(symbol: str, date: str, language: str, author: str = "ga") -> str:
    return f"""<meta><identification source="#DGACM">
      <FRBRWork><FRBRdate date="{date}" name="adoption"/><FRBRauthor href="{author}" as="author"/>
      </FRBRWork>
      <FRBRExpression><FRBRdate date="{date}" name="publication"/>
        <FRBRlanguage language="{language}"/></FRBRExpression></identification>
    """


def cover(symbol: str, date: str, agenda: str, origin: str) -> str:
    return f"""<coverPage>
      <p class="upperRight"><docNumber refersTo="#symbol">{symbol}</docNumber></p>
      <p><docDate date="{date}" refersTo="#dateOfIssuance">a day</docDate></p>
      <p><session refersTo="#generalAssembly" value="75">a session</session></p>
      <p><inline name="agenda item">{agenda}</inline></p>
      <p><inline name="agenda item name">Lights of the sea</inline></p>
      <p><docProponent>[{origin}]</docProponent></p></coverPage>"""


def akn(
    symbol: str,
    title: str,
    date: str,
    body: str,
    *,
    language: str = "eng",
    meta: str = "",
    agenda: str = "Agenda item 9",
    origin: str = "without reference to a Main Committee (A/75/L.1)",
    author: str = "ga",
) -> str:
    return f"""<akomaNtoso xmlns="{NS}" xmlns:akn4un="http://un.org/akn4un">
    <statement name="resolution">{header(symbol, date, language, author)}{meta}</meta>
    {cover(symbol, date, agenda, origin)}
    <preface><p><docNumber>9.</docNumber><docTitle refersTo="#resolutionTitle">{title}</docTitle>
    </p></preface>{body}</statement></akomaNtoso>"""


def pp(text: str) -> str:
    return f"<container><p>{text}</p></container>"


def op(number: str, text: str) -> str:
    num = f"<num>{number}</num>" if number else ""
    return f'<paragraph class="SingleTxt">{num}<content><p>{text}</p></content></paragraph>'


def i(text: str) -> str:
    return f'<span class="italic">{text}</span>'


def note(mark: str, text: str) -> str:
    return f'<authorialNote marker="{mark}"><p>{text}</p></authorialNote>'


def link(target: str, text: str) -> str:
    return f'<a href="https://undocs.org/en/{target}">{text}</a>'


FORMULA = f"<formula><p>{i('The General Assembly')},</p></formula>"

# Words of LAMPS: PP1 has 11, PP2 9, OP1 4 (chapeau), (a) 4, (i) 3, (ii) 3, (b) 5, OP2 12.
LAMPS = akn(
    "A/RES/75/901",
    "Lamps for harbours",
    "2020-12-10",
    f"""<preamble>{FORMULA}
    {
        pp(
            f"{i('Recalling ')}{i('also')} its resolution {link('A/RES/70/1', '70/1')} of 25{NBSP}September 2015,"
            + note("1", "See also Security Council resolution 1325 (2000).")
        )
    }
    {pp(f"{i('Noting')} that lamps guide non{HYPHEN}motorized boats at night,")}
    </preamble><mainBody>
    <paragraph class="SingleTxt"><num>1.</num><list><intro><p>{
        i("Decides")
    } on the following:</p></intro>
      <point><num>(a)</num><content><p>To light all harbours:</p></content></point>
      <sublist><point><num>(i)</num><content><p>In the north;</p></content></point>
      <point><num>(ii)</num><content><p>In the south;</p></content></point></sublist>
      <point><num>(b)</num><content><p>To count every lamp yearly;</p></content></point></list></paragraph>
    <paragraph class="H23"><subheading>Review</subheading></paragraph>
    {
        op(
            "2.",
            f"{i('Calls upon')} Member States to keep lamps burning through every long night.<sup>1</sup>",
        )
    }
    <container name="table"><table><tr><td><p>Port</p></td><td><p>Lamps</p></td></tr></table></container>
    </mainBody>""",
    meta="""<classification><keyword showAs="LAMPS" dictionary="UNBIS Thesaurus"/>
      <keyword value="oil_lamps" showAs="oil_lamps" dictionary="UNBIS Thesaurus"/>
      <keyword value="oil_lamps" showAs="oil_lamps" dictionary="EuroVoc"/>
      <keyword value="wicks" showAs="wicks" dictionary="UNBIS Thesaurus"/>
      <keyword value="7" showAs="sdg_7" dictionary="SDGO"/>
      <keyword showAs="Light Convention" dictionary="DHLAUTH"/>
      <keyword refersTo="agenda" showAs="Lights" dictionary="A/75/251"/></classification>
      <workflow><step outcome="draftResolution" as="A/75/L.1" by="Fiji, Trinidad and Tobago and Zambia"/>
      <step outcome="draftResolutionAdditionalSponsors" by="Iran (Islamic Republic of) and Malta"/></workflow>
      <analysis><parliamentary><voting outcome="adoptedRecordedVote"><count value="86" refersTo="inFavour"/>
      <count value="2" refersTo="against"/><count value="40" refersTo="abstaining"/></voting></parliamentary>
      </analysis>""",
    agenda="Agenda items 9 and 71 (b)",
)

# Shares with LAMPS: PP1 from "noting" on (its PP2, 9 words); OP1 has 11 of the 12 words of OP2.
BELLS = akn(
    "A/RES/76/902",
    "Bells for harbours",
    "2021-12-09",
    f"""<preamble>{FORMULA}
    {pp(f"{i('Noting')} that lamps guide non-motorized boats at night,")}
    </preamble><mainBody>
    {op("1.", f"{i('Urges')} Member States to keep lamps burning through every long night;")}
    {op("2.", f"{i('Requests')} the Secretary-General to report to the General Assembly at its next session.")}
    </mainBody>""",
    origin="on the report of the Second Committee (A/76/530, para. 7)",
)

PARTS = akn(
    "A/RES/76/904",
    "Two seas",
    "2021-12-24",
    f"""<preamble>{FORMULA}</preamble><mainBody>
    <section><num>I</num><subheading>The northern sea</subheading>
    <crossHeading refersTo="#preamble">{i("Recalling")} the old charts,</crossHeading>
    {op("1.", f"{i('Approves')} the new charts;")}
    {op("2.", f"{i('Decides')} to print them;")}</section>
    <section><num>II</num><subheading>The southern sea</subheading>
    <crossHeading refersTo="#preamble">{i("Recalling")} the same charts,</crossHeading>
    {op("1.", f"{i('Endorses')} the southern charts.")}</section>
    </mainBody>
    <attachments><attachment><doc name="annex"><mainBody>
    <paragraph class="H1"><content><p><span class="bold">Rules of the charts</span></p></content></paragraph>
    {op("1.", "Charts show every lamp.")}
    {op("", "(a) Its colour;")}
    <paragraph class="H23"><content><p><span class="bold">Article 2</span></p></content></paragraph>
    {op("1.", "Charts are free.")}
    </mainBody></doc></attachment></attachments>""",
    origin="on the report of the Fifth Committee (A/76/600)",
)

COLLECTION = f"""<akomaNtoso xmlns="{NS}"><documentCollection name="publication">
    {header("A/RES/75/903 A-B", "2020-12-31", "eng")}</meta>
    {cover("A/RES/75/903 A–B", "2021-01-05", "Agenda item 5", "on the report of the Fourth Committee (A/75/1)")}
    <preface><p><docNumber>903.</docNumber><docTitle refersTo="#resolutionTitle">Questions of maps</docTitle></p>
    </preface></documentCollection><components>
    <component><statement><preface><p><docNumber>A</docNumber><docTitle refersTo="#resolutionTitle">Old maps</docTitle></p></preface>
    <preamble>{FORMULA}{pp(f"{i('Noting')} the old maps,")}</preamble>
    <mainBody>{op("1.", f"{i('Keeps')} them.")}</mainBody></statement></component>
    <component><statement><preface><p><docNumber>B</docNumber><docTitle refersTo="#resolutionTitle">New maps</docTitle></p></preface>
    <preamble>{FORMULA}{pp(f"{i('Noting')} the new maps,")}</preamble>
    <mainBody>{op("1.", f"{i('Prints')} them.")}</mainBody></statement></component></components></akomaNtoso>"""

# as session 74 is marked up: labels in the text, marks repeated as superscripts
OLD_STYLE = akn(
    "A/RES/74/900",
    "Buoys",
    "2019-12-12",
    f"""<preamble>{FORMULA}
    {pp(f"{i('Guided')} by the Convention on Buoys," + note("1", "General Assembly resolution 217 A (III)."))}
    </preamble><mainBody>
    <paragraph class="SingleTxt"><num>{TAB}1.</num><content><p>{i("Urges")} States:</p></content></paragraph>
    {op("", f"(a){TAB}To paint buoys;")}
    {op("", f"(b){TAB}To moor buoys;")}
    {op("", "and invites others to help, m<sup>2</sup> by m<sup>2</sup>;<sup>1</sup>")}
    {op("", f"{i('Decides')} to close the matter.")}
    </mainBody>""",
)

FRENCH = akn(
    "A/RES/75/905",
    "Phares",
    "2020-12-10",
    f"<preamble>{FORMULA}</preamble><mainBody>{op('1.', i('Décide') + ' de se réunir.')}</mainBody>",
    language="fra",
)

COUNCIL = akn(
    "S/RES/9001 (2024)",
    "",
    "2024-01-30",
    f"<preamble>{FORMULA}</preamble><mainBody>{op('1.', i('Recalls') + ' resolution 1325 (2000).')}</mainBody>",
    author="sc",
    origin="",
)

METADATA_75 = [
    {
        "symbol": "A/RES/75/901",
        "title": "Lamps for harbours",
        "adoption_date": "10\u00a0December 2020",
        "committee": "Without reference to a Main Committee",
        "adoption_type": "By a recorded vote",
        "MS_in_favour": "['FIJI', 'MALTA', 'ZAMBIA']",
        "MS_against": ["MONACO"],
        "MS_in_favour_count": "86",
        "MS_against_count": "2",
        "MS_abstaining_count": "40",
        "pv": "A/75/PV.44",
        "sponsors": "['FIJI', 'ZAMBIA']",
        "additional_sponsors": ["MALTA"],
        "SDGs": ["14", "7"],
        "subjects": [["LAMPS", "UNBIS Thesaurus"]],
    },
    {
        "symbol": "A/RES/75/901",
        "title": "Lamps for harbours",
        "adoption_date": "10 December 2020",
        "SDGs": ["9"],
        "additional_sponsors": ["MONACO"],
    },
    {"symbol": "A/RES/75/999", "title": "A row without a file"},
]
METADATA_76 = {
    "symbol": "A/RES/76/902",
    "adoption_date": "2021-12-09 00:00:00",
    "adoption_type": "Without a vote",
    "originating_document": "A/76/L.5",
    "sponsors": ["SUBMITTED BY THE CHAIR OF THE COMMITTEE"],
    "subjects": [["BELLS", "UNBIS Thesaurus"], ["9", "A/76/251"]],
}

FILES = {
    "75session/English/75_901.xml": LAMPS,
    "75session/English/75_903 A-B_E.xml": COLLECTION,
    "75session/English/75_905_F.xml": FRENCH,
    "76session/English/A_RES_76_902-2100001E.xml": BELLS,
    "76session/English/A_RES_76_904-2100002E.xml": PARTS,
    "data_extract/75.json": "\n".join(json.dumps(row) for row in METADATA_75) + "\n",
    "data_extract/76.json": json.dumps(METADATA_76) + "\n",
}

DRAFT = """
General Assembly

Distr.: Limited
3 November 2022

Seventy-seventh session

Agenda item 9

Lights of the sea

Fiji, Trinidad and Tobago and Zambia: draft resolution

Lamps and bells

The General Assembly,

Recalling its resolution [75/901](#) of 10 December 2020,¹

Noting that lamps guide non-motorized boats at night,

¹ See resolution [217 A \\(III\\)](#).

1. *Urges* Member States to keep lamps burning, and to ring bells in the thick winter
fog of the coast,

and to do so together;

2. *Decides*:

(a) To meet again;

(b) To ring a bell.
"""


def plain(symbol: str, date: str, title: str, *paragraphs: str) -> str:
    """A resolution as plain text; the paragraphs are given with their numbers."""
    head = f"{symbol}\n\nResolution adopted by the General Assembly on {date}\n\n{title}"
    return "\n\n".join([head, "The General Assembly,", *paragraphs])


# 13 words, 0 to 12: decides to keep the lamps of all harbours at night and at dawn
CLAUSE = "Decides to keep the lamps of all harbours at night and at dawn."
# the clause comes in two steps, and loses its lamps; rows for `plain`
CLAUSES = [
    ("A/RES/75/1", "1 December 2020", "Lamps", f"1. {CLAUSE.replace(' and at dawn', '')}"),
    ("A/RES/76/1", "1 December 2021", "Lamps", f"1. {CLAUSE}"),
    ("A/RES/77/1", "1 December 2022", "Lamps", f"1. {CLAUSE.replace('lamps', 'bells')}"),
    ("A/RES/77/2", "2 December 2022", "Bells", "1. Urges all to keep the bells of all harbours."),
]
