"""Labels that delegates give paragraphs, and those that a word processor lost."""

from __future__ import annotations

import pytest

from unres_research.read import _text as plaintext

HEAD = "A/C.3/99/L.7\n\nOn lamps\n\nThe General Assembly,\n\n"
FORMS = {  # what: (paragraphs, their (id, number, opener, text))
    "PP and OP": (
        ["PP1 Recalling its rules,", "OP1. Decides to meet;", "OP 2: Urges all."],
        [
            ("PP1", None, "Recalling", "Recalling its rules,"),
            ("OP1", "1", "Decides", "Decides to meet;"),
            ("OP2", "2", "Urges", "Urges all."),
        ],
    ),
    "paragraphs put in later": (
        ["PP3bis Noting it,", "PP4 Noting also,", "OP7 ter. Urges all;", "1 bis. Decides;"],
        [
            ("PP3bis", None, "Noting", "Noting it,"),
            ("PP4", None, "Noting also", "Noting also,"),
            ("OP7ter", "7 ter", "Urges", "Urges all;"),
            ("OP1bis", "1 bis", "Decides", "Decides;"),
        ],
    ),
    "a paragraph after one with a label": (
        ["PP3 Noting it,", "Noting also the fog,", "OP1 Urges all:", "OP1 (a) The bells."],
        [
            ("PP3", None, "Noting", "Noting it,"),
            ("PP4", None, "Noting also", "Noting also the fog,"),
            ("OP1", "1", "Urges", "Urges all:"),
            ("OP1(a)", "(a)", None, "The bells."),
        ],
    ),
    "dashes before the paragraphs of a preamble, after a list in it": (
        ["- Recalling its rules:", "(a) The bells,", "(b) The lamps,", "- Noting the fog,"],
        [
            ("PP1", None, "Recalling", "Recalling its rules:"),
            ("PP1(a)", "(a)", None, "The bells,"),
            ("PP1(b)", "(b)", None, "The lamps,"),
            ("PP2", None, "Noting", "Noting the fog,"),
        ],
    ),
    "brackets around what leads to a list": (
        [
            "[Recalling its rules:]",
            "(a) Investing in bells,",
            "(b) Lighting the lamps,",
            "1. Decides so.",
        ],
        [
            ("PP1", None, "Recalling", "[Recalling its rules:]"),
            ("PP1(a)", "(a)", None, "Investing in bells,"),
            ("PP1(b)", "(b)", None, "Lighting the lamps,"),
            ("OP1", "1", "Decides", "Decides so."),
        ],
    ),
    "halves without numbers": (
        ["PP Recalling its rules,", "OP Decides to meet;"],
        [
            ("PP1", None, "Recalling", "Recalling its rules,"),
            ("OP1", None, "Decides", "Decides to meet;"),
        ],
    ),
    "brackets": (
        ["[PP1] Recalling it,", "[Noting also it,]", "1. [Decides] to go;", "[2. Urges all.]"],
        [
            ("PP1", None, "Recalling", "Recalling it,"),
            ("PP2", None, "Noting also", "[Noting also it,]"),
            ("OP1", "1", "Decides", "[Decides] to go;"),
            ("OP2", "2", "Urges", "[Urges all.]"),
        ],
    ),
    "alternatives": (
        ["PP2 alt Recalling it,", "3. Decides;", "Alt. Urges all;", "ALT 2: Requests it."],
        [
            ("PP2alt", None, "Recalling", "Recalling it,"),
            ("OP3", "3", "Decides", "Decides;"),
            ("OP3alt", "3 alt", "Urges", "Urges all;"),
            ("OP3alt#2", "3 alt", "Requests", "Requests it."),
        ],
    ),
    "numbers in brackets": (
        ["(1) Recalling it,", "(1) Decides:", "(a) To ring;", "(2) Urges all."],
        [
            ("PP1", None, "Recalling", "Recalling it,"),
            ("OP1", "1", "Decides", "Decides:"),
            ("OP1(a)", "(a)", None, "To ring;"),
            ("OP2", "2", "Urges", "Urges all."),
        ],
    ),
    "dashes after letters": (
        ["- Decides:", "(a) To ring;", "- Urges all:", "- To go;", "- Urges to stay."],
        [
            ("OP1", None, "Decides", "Decides:"),
            ("OP1(a)", "(a)", None, "To ring;"),
            ("OP2", None, "Urges", "Urges all:"),
            ("OP2•1", "•", None, "To go;"),
            ("OP2•2", "•", None, "Urges to stay."),
        ],
    ),
    "three digits in brackets": (
        ["(99) Decides:", "(100) Stresses it:", "(a) Stresses the fog;", "(101) Rings bells."],
        [
            ("OP99", "99", "Decides", "Decides:"),
            ("OP100", "100", "Stresses", "Stresses it:"),
            ("OP100(a)", "(a)", None, "Stresses the fog;"),
            ("OP101", "101", None, "Rings bells."),
        ],
    ),
    "labels in words and with other signs": (
        [
            "Preambular paragraph 1: Recalling it,",
            "(PP2) Noting it,",
            "OP-1 Decides;",
            "Op.2 Urges all;",
            "Operative para. 3 Invites all;",
            "Para 4. Requests it;",
            "New OP5: Stresses it;",
            "OP5.bis — Thanks all;",
            "OP5 alt 2 Calls upon all;",
            "*OP6* Decides.",
        ],
        [
            ("PP1", None, "Recalling", "Recalling it,"),
            ("PP2", None, "Noting", "Noting it,"),
            ("OP1", "1", "Decides", "Decides;"),
            ("OP2", "2", "Urges", "Urges all;"),
            ("OP3", "3", "Invites", "Invites all;"),
            ("OP4", "4", "Requests", "Requests it;"),
            ("OP5", "5", "Stresses", "Stresses it;"),
            ("OP5bis", "5 bis", "Thanks", "Thanks all;"),
            ("OP5alt2", "5 alt 2", "Calls upon", "Calls upon all;"),
            ("OP6", "6", "Decides", "Decides."),
        ],
    ),
    "labels in French and Spanish words": (
        [
            "Al. 1 : Noting it,",
            "Par. 1. Decides;",
            "Párr. 2. Urges all;",
            "Paragraphe 3 : Invites.",
        ],
        [
            ("PP1", None, "Noting", "Noting it,"),
            ("OP1", "1", "Decides", "Decides;"),
            ("OP2", "2", "Urges", "Urges all;"),
            ("OP3", "3", "Invites", "Invites."),
        ],
    ),
    "new paragraphs, and a city": (
        ["PP1 NEW Noting it,", "OP1 New York is thanked;"],
        [
            ("PP1", None, "Noting", "Noting it,"),
            ("OP1", "1", None, "New York is thanked;"),
        ],
    ),
    "bullets of mails and word processors": (
        ["1. Decides:", "o To ring;", "\uf0b7\tTo go;", "-To sing;", "➢ To sit;", "2. Urges all."],
        [
            ("OP1", "1", "Decides", "Decides:"),
            ("OP1•1", "•", None, "To ring;"),
            ("OP1•2", "•", None, "To go;"),
            ("OP1•3", "•", None, "To sing;"),
            ("OP1•4", "•", None, "To sit;"),
            ("OP2", "2", "Urges", "Urges all."),
        ],
    ),
    "letters that are those of a half": (
        ["1. Decides:", "(oo) To ring;", "(pp) Promoting it;", "2. Urges all."],
        [
            ("OP1", "1", "Decides", "Decides:"),
            ("OP1(oo)", "(oo)", None, "To ring;"),
            ("OP1(pp)", "(pp)", None, "Promoting it;"),
            ("OP2", "2", "Urges", "Urges all."),
        ],
    ),
    "letters with a stroke": (
        ["1. Decides:", "a/ To ring;", "b/ To go;", "2. Urges all."],
        [
            ("OP1", "1", "Decides", "Decides:"),
            ("OP1(a)", "(a)", None, "To ring;"),
            ("OP1(b)", "(b)", None, "To go;"),
            ("OP2", "2", "Urges", "Urges all."),
        ],
    ),
    "labels with remarks, which stay": (
        ["[PP1 Noting it,] [Peru: delete]", "OP1 (new): Decides;", "OP2. (agreed) Urges all."],
        [
            ("PP1", None, "Noting", "[Noting it,] [Peru: delete]"),
            ("OP1", "1", "Decides", "(new): Decides;"),
            ("OP2", "2", "Urges", "(agreed) Urges all."),
        ],
    ),
    "choices in brackets": (
        [
            "[Recalling] [Reaffirming] it,",
            "1. [Decides] / [Requests] to go;",
            "2. [Invites/Urges] all;",
            "[3.] Requests it [yearly];",
            "[OP4.] Stresses it.",
        ],
        [
            ("PP1", None, "Recalling", "[Recalling] [Reaffirming] it,"),
            ("OP1", "1", "Decides", "[Decides] / [Requests] to go;"),
            ("OP2", "2", "Invites", "[Invites/Urges] all;"),
            ("OP3", "3", "Requests", "Requests it [yearly];"),
            ("OP4", "4", "Stresses", "Stresses it."),
        ],
    ),
    "capitals for numbers": (
        ["Recalling it,", "I. Decides:", "(i) To ring;", "(ii) To go;", "II. Urges all."],
        [
            ("PP1", None, "Recalling", "Recalling it,"),
            ("OPI", "I", "Decides", "Decides:"),
            ("OPI(i)", "(i)", None, "To ring;"),
            ("OPI(ii)", "(ii)", None, "To go;"),
            ("OPII", "II", "Urges", "Urges all."),
        ],
    ),
    "numbers with other signs": (
        ["Recalling it,", "1- Decides;", "2/ Urges all;", "3: Invites all;", "§4 Requests it."],
        [
            ("PP1", None, "Recalling", "Recalling it,"),
            ("OP1", "1", "Decides", "Decides;"),
            ("OP2", "2", "Urges", "Urges all;"),
            ("OP3", "3", "Invites", "Invites all;"),
            ("OP4", "4", "Requests", "Requests it."),
        ],
    ),
    "a numbered preamble with an unknown opener": (
        ["1. Recalling it,", "2. Bells being rung,", "3. Decides."],
        [
            ("PP1", None, "Recalling", "Recalling it,"),
            ("PP2", None, None, "Bells being rung,"),
            ("OP3", "3", "Decides", "Decides."),
        ],
    ),
    "a numbered preamble": (
        ["1. Recalling it,", "2. Noting the fog,", "3. Decides:", "a. To ring;", "b. To go."],
        [
            ("PP1", None, "Recalling", "Recalling it,"),
            ("PP2", None, "Noting", "Noting the fog,"),
            ("OP3", "3", "Decides", "Decides:"),
            ("OP3(a)", "a.", None, "To ring;"),
            ("OP3(b)", "b.", None, "To go."),
        ],
    ),
    "dashes": (
        ["- Recalling it,", "– Noting the fog,", "- Decides to meet;", "- Urges:", "- the fog"],
        [
            ("PP1", None, "Recalling", "Recalling it,"),
            ("PP2", None, "Noting", "Noting the fog,"),
            ("OP1", None, "Decides", "Decides to meet;"),
            ("OP2", None, "Urges", "Urges:"),
            ("OP2•1", "•", None, "the fog"),
        ],
    ),
}


@pytest.mark.parametrize("what", FORMS)
def test_labels(what):
    paragraphs, expected = FORMS[what]
    record = plaintext.parse(HEAD + "\n\n".join(paragraphs))
    assert [(p.id, p.number, p.opener, p.text) for p in record] == expected
    kinds = {"PP": "preambular", "OP": "operative"}
    for p in record:
        assert p.kind == ("subparagraph" if "(" in p.id or "•" in p.id else kinds[p.id[:2]])


def test_labels_that_are_lost_are_inferred_and_said():
    lines = ["Recalling it,", "Decides:", "To ring;", "To light; and", "To sing.", "Urges all."]
    record = plaintext.parse(HEAD + "\n\n".join(lines))
    assert [p.id for p in record] == ["PP1", "OP1", "OP1(a)", "OP1(b)", "OP1(c)", "OP2"]
    (issue,) = (i for i in record.issues if i.code == "no-labels")
    assert "3 sub-paragraphs" in issue.message
    assert "'To ring;'" in issue.message


def test_words_that_only_look_like_labels():
    lines = ["1. Decides:", "(a) Opting in;", "2. Urges all.", "Annex", "OP1 Decides to meet;"]
    record = plaintext.parse(HEAD + "\n\n".join(lines))
    assert [p.id for p in record] == ["OP1", "OP1(a)", "OP2", "A1.P1"]
    assert record["A1.P1"].text == "OP1 Decides to meet;"
