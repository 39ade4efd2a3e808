"""What a paragraph is, told from its words, its setting and what came before."""

from __future__ import annotations

import pytest

from unres_research.errors import UnresError
from unres_research.read import _structure
from unres_research.read._kinds import Kinds, Shown, item_label
from unres_research.read._lines import BOLD, ITALIC, MARK, Line
from unres_research.read._structure import Block, assemble, compose

SET, MARKED, PLAIN = Shown(italics=True), Shown(italics=True, preamble=True), Shown()


def told(*lines, shown=SET, language="en"):
    kinds = Kinds(language, shown)
    return [kinds.tell(line if isinstance(line, Line) else Line([(line, 0)])) for line in lines]


def acting(number, verb, rest):
    return Line([(f"{number}. ", 0), (verb, ITALIC), (f" {rest}", 0)])


def test_a_list_within_an_operative_paragraph():
    begin = acting(3, "Decides", "on this agenda:")
    found = told(begin, "1. Lamps.", "2. Bells.", acting(4, "Requests", "a report."))
    assert [(hint, label) for hint, label, _, _ in found] == [
        ("numbered", "3"),
        ("item", "1."),
        ("item", "2."),
        ("numbered", "4"),
    ]


@pytest.mark.parametrize("end", [";", "."])
def test_without_a_colon_no_list_begins(end):
    found = told(acting(3, "Decides", f"to meet{end}"), "1. Lamps.")
    assert [hint for hint, *_ in found] == ["numbered", "numbered"]


def test_a_list_goes_on_only_with_its_next_number():
    found = told(acting(3, "Decides", "so:"), "1. Lamps.", "3. Bells.")
    assert [hint for hint, *_ in found] == ["numbered", "item", "numbered"]


def test_letters_for_numbers():
    found = told("(a) Decides to meet;", "(b) Requests a report.")
    assert [(hint, label) for hint, label, *_ in found] == [
        ("numbered", "(a)"),
        ("numbered", "(b)"),
    ]
    after = told(acting(1, "Decides", "to meet:"), "(a) Decides to write;")
    assert after[1][0] == "item"


def test_numerals_that_restart_begin_a_part_with_a_preamble_of_its_own():
    pre = Line([("Recalling", ITALIC), (" its rules,", 0)])
    part = Line([("Bells", BOLD)], "heading", "II")
    found = told(pre, acting(1, "Decides", "to meet;"), pre, part, pre)
    assert [hint for hint, *_ in found] == [
        "preambular",
        "numbered",
        "plain",
        "heading",
        "preambular",
    ]


def test_nothing_is_preambular_in_an_annex():
    pre = Line([("Recalling", ITALIC), (" its rules,", 0)])
    assert told(Line([("Annex II", BOLD)]), pre)[1][0] == "plain"
    assert told(Line(hint="annex"), pre)[1][0] == "plain"
    again = told(Line(hint="annex"), Line([("B", 0)], "component", "B"), pre)
    assert again[2][0] == "preambular"


def test_where_the_markup_parts_the_preamble_only_a_participle_with_a_comma_is_of_it():
    def hint(verb, rest):
        return told(Line([(verb, ITALIC), (f" {rest}", 0)]), shown=MARKED)[0][0]

    assert hint("Recalling", "its rules,") == "preambular"
    assert hint("Recalling", "its rules;") == "plain"
    assert hint("Decides", "to meet,") == "plain"
    assert told("Recalling its rules,", shown=MARKED)[0][0] == "plain"


def test_bold_lines_and_labels():
    assert told(Line([("Lamps", BOLD)], "preambular"))[0][0] == "heading"
    assert told(Line([("Lamps", BOLD)], "item", "IV."))[0][:2] == ("heading", "IV")
    assert told(Line([("Lamps", BOLD)], "item", "(a)"))[0][:2] == ("item", "(a)")
    assert told(Line([("Lamps", 0)], "item", "IV."))[0][:2] == ("item", "IV.")


def test_text_without_italics():
    found = told("Recalling its rules,", "1) Decides to meet;", "Lamps", "A. Bells", shown=PLAIN)
    assert [(hint, label) for hint, label, *_ in found] == [
        ("preambular", None),
        ("numbered", "1"),
        ("heading", None),
        ("heading", "A"),
    ]
    assert told("x" * 199, shown=PLAIN)[0][0] == "heading"
    assert told("x" * 200, shown=PLAIN)[0][0] == "preambular"


def test_an_item_has_only_an_opener_that_is_known():
    def opener(words):
        return told(Line([("(a) ", 0), (words, ITALIC), (" it;", 0)]))[0][3]

    assert (opener("Requests"), opener("Lamps")) == ("Requests", None)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("(a) Lamps", "(a)"),
        ("a) Lamps", "a)"),
        ("(iv) Lamps", "(iv)"),
        ("(12) Lamps", "(12)"),
        ("– Lamps", "•"),
        ("▪ Lamps", "•"),
        ("• Lamps", "•"),
        ("(abc) Lamps", None),
        ("(123) Lamps", "(123)"),
        ("(1234) Lamps", None),
        ("a. Lamps", "a."),
        ("abc. Lamps", None),
        ("(a)Lamps", None),
        ("(a) ", None),
    ],
)
def test_labels(text, label):
    found = item_label(text)
    assert (found and found[0]) == label


def text_of(lines, notes=None, symbol=None):
    where = {"organ": "General Assembly", "language": "en"}
    return compose(lines, notes or {}, symbol=symbol, shown=SET, **where)


def test_a_note_cites_for_its_paragraph_and_for_the_document():
    notes = {"1": Line([("Resolution 70/1.", 0)]), "2": Line([("Resolution 71/2.", 0)])}
    found = text_of([Line([("1. Decides", 0), ("1", MARK), (" it.", 0)])], notes)
    assert found["paragraphs"][0].cites == ("A/RES/70/1",)
    assert found["cites"] == ("A/RES/70/1", "A/RES/71/2")
    assert [(n.mark, n.text) for n in found["footnotes"]][1] == ("2", "Resolution 71/2.")


def test_a_note_that_refers_to_itself():
    notes = {"1": Line([("Resolution 70/1.", 0), ("1", MARK)])}
    assert text_of([Line([("1. Decides it.", 0), ("1", MARK)])], notes)["cites"] == ("A/RES/70/1",)


def test_a_resolution_does_not_cite_itself():
    lines = [Line([("1. Recalls resolutions 70/1 and 71/2.", 0)])]
    assert text_of(lines, symbol="A/RES/70/1")["cites"] == ("A/RES/71/2",)


def test_lines_without_words_are_no_paragraphs():
    lines = [Line([("* * *", 0)]), Line([("1. Decides it.", 0)]), Line([("—", 0)])]
    assert [p.id for p in text_of(lines)["paragraphs"]] == ["OP1"]
    with pytest.raises(UnresError, match="no paragraph"):
        text_of([Line([("* * *", 0)])])


def test_bounds(monkeypatch):
    monkeypatch.setattr(_structure, "MAX_BLOCKS", 2)
    monkeypatch.setattr(_structure, "MAX_TEXT", 5)
    two = [Block("Lamps", "plain")] * 2
    assert len(assemble(two)[0]) == 2
    with pytest.raises(UnresError, match="more than 2 paragraphs"):
        assemble([*two, two[0]])
    with pytest.raises(UnresError, match="6 characters"):
        assemble([Block("Lamps!", "plain")])


def test_text_that_grows_is_bounded(monkeypatch):
    monkeypatch.setattr(_structure, "MAX_TEXT", 12)
    begin = [Block("Decides:", "numbered", "1"), Block("to meet;", "item", "(a)")]
    assert assemble([*begin, Block("and so", "plain")])[0][0].text == "Decides: and so"
    with pytest.raises(UnresError, match="15 characters"):
        assemble([*begin, Block("and so", "plain"), Block("on", "plain")])


def test_short_text_of_an_annex_is_a_heading_where_no_markup_says_more():
    annex = Line([("Annex", 0)], "annex")
    assert [hint for hint, *_ in told(annex, "Lamps", shown=SET)] == ["annex", "plain"]
    assert [hint for hint, *_ in told(annex, "Lamps", shown=PLAIN)] == ["annex", "heading"]
    acts = Line([("Decides", ITALIC), (" so.", 0)])
    assert told(annex, acts, shown=MARKED)[1] == ("plain", None, "Decides so.", "Decides")
    preamble = Line([("Recalling", ITALIC), (" it,", 0)])
    assert told(annex, preamble, shown=MARKED)[1][0] == "preambular"
    assert told(annex, preamble, shown=SET)[1][0] == "plain"


def test_a_numeral_alone_is_a_heading_where_italics_do_not_show():
    assert told("II.", shown=PLAIN) == [("heading", None, "II", None)]
    assert told("II.", shown=SET) == [("plain", None, "II.", None)]


@pytest.mark.parametrize("dash", ["–", "-"])
def test_arabic_numbers_with_a_dash(dash):
    """Where the markup leaves the number in the text; "18 – " is none in another language."""
    found = told(f"18 {dash} تشدد على المصباح؛", shown=MARKED, language="ar")
    assert found[0][:3] == ("numbered", "18", "تشدد على المصباح؛")
    assert told(f"18 {dash} lamps of the port;", shown=MARKED)[0][0] == "plain"


def test_a_letter_printed_twice_is_a_label():
    assert item_label("(ب ب) المصباح") == ("(ب ب)", "المصباح")
    assert item_label("(ب ج) المصباح") is None


@pytest.mark.parametrize(("language", "verb", "text"), [
    ("ar", "إذ تشير", " إلى المصباح،"),
    ("zh", "铭记", "港口的灯，"),
])  # fmt: skip
def test_a_preamble_outside_its_element_ends_with_any_comma(language, verb, text):
    style = BOLD if language == "zh" else ITALIC
    found = told(Line([(verb, style), (text, 0)]), shown=MARKED, language=language)
    assert found[0][0] == "preambular"
