"""Drafts as they stand in mails: what is around the text is left out, and an issue says so."""

from __future__ import annotations

import pytest

import unres_research as un

TEXT = """The General Assembly,

Recalling its rules,

1. Decides to meet;

2. Urges all to come."""
READ = [
    ("PP1", "Recalling its rules,"),
    ("OP1", "Decides to meet;"),
    ("OP2", "Urges all to come."),
]


def read(text: str, name: str = "a.txt") -> tuple[list[tuple[str, str]], str | None, list[str]]:
    record = un.loads(text, name)
    issues = [i.code for i in record.issues if not i.code.startswith("no-")]
    return [(p.id, p.text) for p in record], record.title, issues


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Dear all,\n\nHere is the draft.\n\n", "\n\nBest regards,\n\nAnna\nTel. +1 212 555 0100"),
        ("Hi,\n", "\nThanks,\nAnna\n"),
        ("Dear colleagues,\nPlease comment by Friday!\n\n", "\n\nThank you very much!\n\nAnna"),
        ("Bonjour à tous,\n\nVoici le projet :\n\n", "\n\nBien cordialement,\nAnne"),
        ("Estimados colegas:\n\n", "\n\nSaludos cordiales,\nAna"),
        ("", "\n\n--\nAnna Lamp\nFirst Secretary"),
        ("", "\n\nSent from my telephone"),
        (
            "See below.\n\nRegards,\nBob\n\n-----Original Message-----\nFrom: Anna\nSent: Monday\n"
            "To: Bob\nSubject: Draft on lamps\n\n",
            "\n\nRegards,\nAnna",
        ),
        ("On Monday, 3 November 2025, Anna wrote:\n\n", ""),
    ],
)
def test_what_is_around_the_text_is_left_out_and_said(above, below):
    assert read(above + TEXT + below) == (READ, "", ["mail"])


def test_symbol_and_title_below_a_greeting_stay():
    record = un.loads(f"Dear all,\n\nHere it is.\n\nA/C.3/99/L.7\n\nOn lamps\n\n{TEXT}", "a.txt")
    assert (record.symbol, record.title) == ("A/C.3/99/L.7", "On lamps")
    assert [i.code for i in record.issues] == ["mail"]
    assert "2 lines" in record.issues[0].message and "'Dear all,'" in record.issues[0].message


def test_quoted_mail():
    quoted = "\n".join(f"> {line}" for line in TEXT.split("\n"))
    assert read(f"Dear all,\n\n{quoted}\n\nCheers,\nAnna") == (READ, "", ["mail"])


def test_a_mail_as_a_page():
    body = "".join(f"<p>{text}</p>" for text in TEXT.split("\n\n"))
    page = f"<html><p>Dear all,</p><p>See here.</p>{body}<p>Best,<br>Anna</p></html>"
    assert read(page, "a.html") == (READ, "", ["mail"])


@pytest.mark.parametrize(
    "more",
    [
        "3. Thanks the host;",
        "Thanks all States that came;",
        "To: all States",  # one line of a head makes no mail
        "Date: 3 November 2025",
        "3. Also urges:\n\nDear friends of the sea to come.",
    ],
)
def test_what_only_resembles_a_mail_stays(more):
    found, _, issues = read(f"{TEXT}\n\n{more}")
    assert found[:3] == READ and len(found) > 3
    assert "mail" not in issues


def test_paragraphs_below_a_signature_stay():
    found, _, issues = read(f"{TEXT}\n\nThanks,\nAnna\n\n3. Invites Bob.")
    assert found == [*READ, ("OP3", "Invites Bob.")]
    assert issues == ["mail"]


def test_two_drafts_in_one_text_are_said():
    first, second = f"A/C.3/99/L.7\n\nLamps\n\n{TEXT}", f"A/C.3/99/L.8\n\nBells\n\n{TEXT}"
    several = [i for i in un.loads(f"{first}\n\n{second}").issues if i.code == "several-texts"]
    assert len(several) == 1 and "A/C.3/99/L.8" in several[0].message
    assert un.loads(first).issues == ()


def test_parts_with_formulas_of_their_own_are_one_text():
    parts = f"A/C.3/99/L.7\n\nLamps\n\nThe General Assembly,\n\nI\n\nOil\n\n{TEXT}\n\nII\n\nWicks\n\n{TEXT}"
    assert "several-texts" not in [i.code for i in un.loads(parts).issues]


@pytest.mark.parametrize(
    ("line", "sponsors"),
    [
        ("Submitted by: Fiji, Malta and Peru", ("Fiji", "Malta", "Peru")),
        ("Sponsors: Fiji, Malta", ("Fiji", "Malta")),
        ("Co-sponsors: Fiji", ("Fiji",)),
    ],
)
def test_sponsors_behind_a_label(line, sponsors):
    record = un.loads(f"A/C.3/99/L.7\n\nLamps\n\n{line}\n\n{TEXT}")
    assert (record.title, record.sponsors) == ("Lamps", sponsors)


def test_the_word_preamble_is_no_title():
    assert un.loads(f"Lamps\n\nPreamble\n\n{TEXT}").title == "Lamps"


def test_answers_between_quoted_lines_are_said():
    quoted = "\n".join(f"> {line}" for line in TEXT.split("\n"))
    answered = quoted.replace("> 1. Decides", "\nWe would delete this.\n\n> 1. Decides")
    issues = [i for i in un.loads(answered).issues if i.code == "mail"]
    assert len(issues) == 1 and "1 lines" in issues[0].message
    assert "'We would delete this.'" in issues[0].message
    broken = quoted.replace(
        "Recalling its rules", "Recalling its own and\nall rules"
    )  # by a mailer
    assert [i.code for i in un.loads(broken).issues if i.code == "mail"] == []


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("1.1 To meet;", "X1"),
        ("To be discussed.", "X1"),
        ("and to do so together;", None),  # goes on
        ("3. To meet;", None),
        ("| Port | Lamps |\n|---|---|\n| North | 3 |", None),  # a table
    ],
)
def test_paragraphs_of_neither_half_are_said(more, told):
    record = un.loads(f"{TEXT.replace('all to come.', 'all:')}\n\n(a) To come;\n\n{more}")
    assert [i.paragraph for i in record.issues if i.code == "untold"] == ([told] if told else [])


def test_a_text_without_any_paragraph_of_a_resolution_is_said():
    page = (
        "<p>The General Assembly,</p><table><tr><td>PP1 Noting it,</td><td>agreed</td></tr></table>"
    )
    issues = [i for i in un.loads(page, "a.html").issues if i.code == "untold"]
    assert [(i.paragraph, i.message) for i in issues] == [
        (None, "no paragraph is read as preambular or operative")
    ]


def test_labels_in_cells_of_a_page():
    rows = "".join(
        f"<tr><td>{label}</td><td>{text}</td></tr>"
        for label, text in [("PP1", READ[0][1]), ("[OP1]", READ[1][1]), ("OP 2.", READ[2][1])]
    )
    assert read(f"<p>The General Assembly,</p><table>{rows}</table>", "a.html")[0] == READ
