"""Text that mail and word processors pass on."""

from __future__ import annotations

import textwrap

import pytest

from unres_research.errors import UnresError
from unres_research.read import _reflowed as reflowed
from unres_research.read import _text as plaintext

LINES = [
    "A/C.3/99/L.7",
    "Lamps and bells of the outer harbours",
    "The General Assembly,",
    "Recalling its resolution 98/3 on the lamps of the outer harbours, and the first Convention "
    "on Bells, which all the harbours of the coast have signed,",
    "Noting that the number of bells has risen in each of the harbours that the Bell Office looks "
    "after,",
    "1. Urges all harbours to keep their lamps through the long nights of the winter, and to ring "
    "their bells in the fog of the spring:",
    "(a) With care;",
    "(b) And without haste, also where the Bell Office has not yet put up its bells, and where no "
    "ship has called in the last two winters;",
    "2. Decides to meet once a year.",
]
EXPECTED = [
    ("PP1", LINES[3]),
    ("PP2", LINES[4]),
    ("OP1", LINES[5][3:]),
    ("OP1(a)", LINES[6][4:]),
    ("OP1(b)", LINES[7][4:]),
    ("OP2", LINES[8][3:]),
]
WRAPPED = ["\n".join(textwrap.wrap(line, 78)) for line in LINES]
WAYS = {
    "quoted": "> " + "\n\n".join(WRAPPED).replace("\n", "\n> "),
    "quoted twice below a reply": "Dear all,\nsee below.\n>> "
    + "\n".join(WRAPPED).replace("\n", "\n>> "),
    "a blank line after every line": "\n".join(WRAPPED).replace("\n", "\n\n"),
    "a blank line after every line, two after paragraphs": "\n\n\n".join(
        part.replace("\n", "\n\n") for part in WRAPPED
    ),
    "one line": " ".join(LINES),
    "one line, wide blanks": "   ".join(LINES),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_mail_and_word_processors_make(way):
    record = plaintext.parse(WAYS[way])
    assert [(p.id, p.text) for p in record] == EXPECTED
    assert record.title == LINES[1]
    assert record.symbol == LINES[0]


@pytest.mark.parametrize("apart", ["\n\n", "\n"])
def test_without_a_formula(apart):
    lines = [*LINES[:2], *LINES[3:]] if apart == "\n\n" else [*WRAPPED[:2], *WRAPPED[3:]]
    record = plaintext.parse(apart.join(lines))
    assert [(p.id, p.text) for p in record] == EXPECTED
    assert (record.organ, record.title) == ("General Assembly", LINES[1])
    (issue,) = (i for i in record.issues if i.code == "no-formula")
    assert "General Assembly" in issue.message


def test_paragraphs_alone_have_no_title():
    record = plaintext.parse("\n\n".join(LINES[3:]))
    assert [(p.id, p.text) for p in record] == EXPECTED
    assert record.title == ""


def test_a_letter_with_one_opener_is_no_resolution():
    with pytest.raises(UnresError, match="The General Assembly"):
        plaintext.parse("Dear Sir,\n\nRecalling our talk,\n\nI write to you.\n\nYours, a friend.")


def test_paragraphs_that_blank_lines_part_stay_apart():
    lines = ["The General Assembly,", *(f"{n}. Urges the harbour of {'x' * 50};" for n in range(9))]
    text = "\n\n".join(lines)
    assert reflowed.reflowed(text) == text


def test_numbers_out_of_order_and_names_do_not_part_a_line():
    text = "1. Urges all, Recalling apart, to read rule 7. Lamps " + "x" * 300 + "; 2. Decides."
    pieces = list(reflowed._pieces(text.replace("Recalling", "Rome"), "en"))
    assert [piece[:9] for piece in pieces] == ["1. Urges ", "2. Decide"]


def test_an_annex_on_the_same_line():
    text = " ".join([*LINES, "Annex Rules of the bells 1. Bells ring."])
    record = plaintext.parse(text)
    assert [p.id for p in record][:6] == [key for key, _ in EXPECTED]
    assert len(record.annexes) == 1


def test_a_heading_before_a_number_on_the_same_line():
    begin = " ".join(LINES[:6]).replace("spring:", "spring;")
    text = (
        f"{begin} Work of the Bell Office 2. Decides to meet; 3. Requests it, by rule 4. Lamps too."
    )
    record = plaintext.parse(text)
    assert [(p.id, p.text) for p in record][3:] == [
        ("H1", "Work of the Bell Office"),
        ("OP2", "Decides to meet;"),
        ("OP3", "Requests it, by rule 4. Lamps too."),
    ]


def _read(text: str) -> list[tuple[str, str]]:
    return [(p.id, p.text) for p in plaintext.parse(text)]


LABELLED = [("PP1", "Recalling it,"), ("OP1", "Decides to meet;"), ("OP2", "Urges all.")]


def test_labels_on_lines_of_their_own():
    apart = "The General Assembly,\n\nPP1\n\nRecalling it,\n\nOP1:\nDecides to meet;\n\n2.\nUrges all.\n"
    assert _read(apart) == LABELLED


def test_numbers_in_order_part_a_line_however_short():
    assert _read("The General Assembly,\n\n1. Decides; 2. Urges all.\n") == [
        ("OP1", "Decides;"),
        ("OP2", "Urges all."),
    ]
    assert _read("The General Assembly,\n\n1. Decides, see rule 3. It goes.\n\n2. Urges.\n") == [
        ("OP1", "Decides, see rule 3. It goes."),
        ("OP2", "Urges."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "The General Assembly, PP1 Recalling it, OP1 Decides to meet; OP2 Urges all.",
        "The General Assembly,\nPP1. Recalling it, OP1. Decides to meet; [OP2.] Urges all.",
    ],
)
def test_labels_part_a_line_however_short(line):
    assert _read(line) == LABELLED


def test_a_formula_parts_a_short_line_and_no_sentence():
    parted = "The General Assembly, Recalling it, Noting the fog,\n\n1. Decides.\n"
    assert _read(parted) == [
        ("PP1", "Recalling it,"),
        ("PP2", "Noting the fog,"),
        ("OP1", "Decides."),
    ]
    sentence = (
        "The General Assembly, recalling it, decides to meet.\n\nThe General Assembly notes it.\n"
    )
    assert [p for p, _ in _read(sentence)] == ["OP1", "OP2"]
    begun = "The General Assembly, recalling it,\n\n1. Decides.\n"
    assert _read(begun) == [("PP1", "recalling it,"), ("OP1", "Decides.")]


def test_a_text_of_which_every_paragraph_is_quoted():
    quoted = "“The General Assembly,\n\n“Recalling it,\n\n“1. Decides to meet;\n\n“2. Urges all.”\n"
    assert _read(quoted) == LABELLED


def test_paragraphs_that_quote_stay_as_they_are():
    quoting = "The General Assembly,\n\nRecalling it,\n\n1. Decides:\n\n“2. Urges all.”\n\n2. Urges all.\n"
    assert "“2. Urges all.”" in [text for _, text in _read(quoting)]


def test_rows_of_cells_between_tabs_are_a_table():
    rows = "The General Assembly,\n\n1. Approves:\n\nPort\tLamps\tCost\nNorth\t3\t40\n\n2. Urges all.\n"
    assert _read(rows) == [
        ("OP1", "Approves:"),
        ("T1", "Port | Lamps | Cost | North | 3 | 40"),
        ("OP2", "Urges all."),
    ]


def test_notes_of_a_word_processor():
    record = plaintext.parse(
        "The General Assembly,\n\nRecalling its resolution 70/1[1] of 2015,\n\n1. Decides [2] to go;\n\n"
        "2. Urges[a] all.\n\n[1] See A/78/84.\n\n[2] See A/78/85.\n"
    )
    assert [(n.mark, n.text) for n in record.footnotes] == [
        ("1", "See A/78/84."),
        ("2", "See A/78/85."),
    ]
    assert [p.text for p in record] == [
        "Recalling its resolution 70/1 of 2015,",
        "Decides to go;",
        "Urges[a] all.",
    ]
    assert [p.footnotes for p in record] == [("1",), ("2",), ()]
