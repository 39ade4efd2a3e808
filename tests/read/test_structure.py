"""From blocks to paragraphs: numbers, parents, parts, annexes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unres_research.read._kinds import item_label
from unres_research.read._structure import HINTS, Block, _candidates, _label, assemble


def ids(*blocks):
    paragraphs, _, _ = assemble(blocks)
    return [p.id for p in paragraphs]


def items(*labels, lead="Decides:"):
    return ids(Block(lead, "numbered", "1"), *(Block("x;", "item", label) for label in labels))[1:]


def test_sub_paragraphs_nest():
    assert items("(a)", "(i)", "(ii)", "(b)") == ["OP1(a)", "OP1(a)(i)", "OP1(a)(ii)", "OP1(b)"]


def test_i_after_h_is_a_letter():
    labels = [f"({c})" for c in "abcdefghij"]
    assert items(*labels) == [f"OP1{label}" for label in labels]


def test_i_after_a_colon_is_a_numeral_even_after_h():
    labels = [f"({c})" for c in "abcdefg"]
    blocks = [Block("Decides:", "numbered", "1"), *(Block("x;", "item", c) for c in labels)]
    blocks += [Block("as follows:", "item", "(h)"), Block("x;", "item", "(i)")]
    assert ids(*blocks)[-2:] == ["OP1(h)", "OP1(h)(i)"]


def test_labels_go_on_after_z():
    assert items("(y)", "(z)", "(aa)", "(bb)")[-2:] == ["OP1(aa)", "OP1(bb)"]


def test_depth_of_the_markup_wins():
    blocks = [Block("Decides:", "numbered", "1")]
    blocks += [Block("x", "item", "(a)", depth=1), Block("x", "item", "(i)", depth=2)]
    blocks += [Block("x", "item", "(b)", depth=1)]
    assert ids(*blocks) == ["OP1", "OP1(a)", "OP1(a)(i)", "OP1(b)"]


def test_tail_in_small_letters_belongs_to_the_paragraph_above():
    paragraphs, _, _ = assemble(
        [
            Block("Condemns:", "numbered", "1"),
            Block("The first;", "item", "(a)"),
            Block("and asks for more;", "plain", footnotes=("2",), cites=("A/RES/1/1",)),
        ]
    )
    assert [p.id for p in paragraphs] == ["OP1", "OP1(a)"]
    assert paragraphs[0].text == "Condemns: and asks for more;"
    assert paragraphs[0].footnotes == ("2",)


def test_sections_with_running_numbers_are_no_parts():
    paragraphs, _, _ = assemble(
        [
            Block("I", "heading"),
            Block("Work", "heading"),
            Block("Decides this;", "numbered", "1"),
            Block("II", "heading"),
            Block("Meetings", "heading"),
            Block("Decides that.", "numbered", "2"),
        ]
    )
    assert [p.id for p in paragraphs] == ["H1", "OP1", "H2", "OP2"]
    assert paragraphs[3].section == "II Meetings"
    assert paragraphs[3].part is None


def test_parts_with_numbers_that_restart():
    paragraphs, _, _ = assemble(
        [
            Block("I", "heading"),
            Block("Decides this;", "numbered", "1"),
            Block("Decides more;", "numbered", "2"),
            Block("II", "heading"),
            Block("Decides that.", "numbered", "1"),
        ]
    )
    assert [p.id for p in paragraphs] == ["I.H1", "I.OP1", "I.OP2", "II.H1", "II.OP1"]
    assert paragraphs[4].part == "II"


def test_annex_starts_its_numbers_again():
    paragraphs, annexes, issues = assemble(
        [
            Block("Adopts the rules.", "numbered", "1"),
            Block("Annex", "heading"),
            Block("Rules of the game", "heading"),
            Block("Play fair.", "numbered", "1"),
            Block("Annex II", "heading"),
            Block("More rules", "heading"),
            Block("Play on.", "numbered", "1"),
        ]
    )
    assert [p.id for p in paragraphs] == ["OP1", "A1.1", "A2.1"]
    assert [(a.title, a.first_paragraph) for a in annexes] == [
        ("Rules of the game", "A1.1"),
        ("More rules", "A2.1"),
    ]
    assert [p.annex for p in paragraphs] == [None, 1, 2]
    assert not issues


@pytest.mark.parametrize(
    ("word", "article"),
    [
        ("Annexe II", "Article 2"),
        ("Annexe", "Article premier"),
        ("Anexo", "Artículo 2"),
        ("Приложение", "Статья 2"),
        ("附件二", "第2条"),
        ("المرفق الثاني", "المادة 2"),
    ],
)
def test_annexes_and_articles_of_all_languages(word, article):
    number = 1 if "premier" in article else 2
    blocks = [Block("x", "numbered", "1"), Block(word, "heading"), Block("Title", "heading")]
    blocks += [Block("x", "numbered", "1"), Block(article, "heading"), Block("x", "numbered", "1")]
    assert ids(*blocks) == ["OP1", "A1.1", "A1.H1", f"A1.Art{number}.1"]


def test_parts_with_chinese_numerals():
    blocks = [Block("一", "heading"), Block("灯", "heading"), Block("x", "numbered", "1")]
    blocks += [Block("二", "heading"), Block("钟", "heading"), Block("x", "numbered", "1")]
    assert ids(*blocks) == ["一.H1", "一.OP1", "二.H1", "二.OP1"]


def test_unnumbered_operative_paragraphs():
    one = Block("Decides:", "plain", lead="Decides")
    assert ids(Block("Noting,", "preambular"), one, Block("x", "item", "(a)")) == [
        "PP1",
        "OP1",
        "OP1(a)",
    ]
    assert ids(one, Block("Asks;", "numbered", "1")) == ["OPu1", "OP1"]


def test_number_printed_twice_is_kept_and_said():
    paragraphs, _, issues = assemble([Block("a", "numbered", "1"), Block("b", "numbered", "1")])
    assert [p.id for p in paragraphs] == ["OP1", "OP1#2"]
    assert issues[0].code == "repeated-number"
    assert issues[0].paragraph == "OP1#2"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("(a) To meet", "(a)"),
        ("(iv) To meet", "(iv)"),
        ("(1) To meet", "(1)"),
        ("• To meet", "•"),
        ("– To meet", "•"),
        ("a) De se réunir", "a)"),  # as French and Spanish print it
        ("ii) De se réunir", "ii)"),
        ("▪ To meet", "•"),
        ("resolution) and", None),
        ("(the) meeting", None),
        ("Article", None),
        ("(a)", None),
    ],
)
def test_item_labels(text, label):
    found = item_label(text)
    assert (found[0] if found else None) == label


blocks = st.builds(
    Block,
    text=st.sampled_from(["Text.", "and so on", "Annex", "I", "II", "A", "Rules:", "Article 3"]),
    hint=st.sampled_from(HINTS),
    number=st.sampled_from([None, "1", "2", "(a)", "(i)", "(b)", "•", "II", "A"]),
    lead=st.sampled_from([None, "Decides"]),
    depth=st.sampled_from([None, 1, 2]),
)


@given(st.lists(blocks, max_size=30))
def test_any_stream_gives_unique_ids_and_known_parents(stream):
    paragraphs, annexes, _ = assemble(stream)
    found = [p.id for p in paragraphs]
    assert len(found) == len(set(found))
    assert all(p.parent in found for p in paragraphs if p.parent)
    assert all(a.first_paragraph in found for a in annexes if a.first_paragraph)


@pytest.mark.parametrize(
    ("printed", "label"),
    [("a)", "(a)"), ("(ii)", "(ii)"), ("–", "•"), ("•", "•"), ("\u0441)", "(c)"), ("7.", "7.")],
)
def test_labels_have_one_spelling(printed, label):
    assert _label(printed) == label


@pytest.mark.parametrize(
    ("label", "readings"),
    [
        ("(i)", [("letter", 9), ("roman", 1)]),
        ("(z)", [("letter", 26)]),
        ("(bb)", [("letter", 28)]),
        ("(ab)", [("bullet", 0)]),
        ("(iv)", [("roman", 4)]),
        ("(C)", [("upper letter", 3), ("upper roman", 100)]),
        ("(12)", [("digit", 12)]),
        ("•", [("bullet", 0)]),
    ],
)
def test_readings_of_a_label(label, readings):
    assert _candidates(label) == readings


@pytest.mark.parametrize("hint", ["preambular", "numbered", "item", "table"])
def test_the_word_annex_heads_one_only_where_it_stands_alone(hint):
    paragraphs, annexes, _ = assemble([Block("Annex", hint, "1" if hint != "table" else None)])
    assert [p.text for p in paragraphs] == ["Annex"]
    assert annexes == ()
    for alone in ("heading", "plain"):
        _, annexes, _ = assemble([Block("Annex", alone), Block("Lamps", "heading")])
        assert [a.title for a in annexes] == ["Lamps"]


def test_numerals_of_items_begin_no_parts():
    begin = Block("Decides:", "numbered", "1")
    item = Block("To meet;", "item", "I")
    assert ids(
        begin, item, begin, Block("Lamps", "heading", "II"), Block("x.", "numbered", "2")
    ) == [
        "OP1",
        "OP1I",
        "OP1#2",
        "H1",
        "OP2",
    ]
    parts = [Block("Lamps", "heading", "I"), begin, Block("Bells", "heading", "II"), begin]
    more = [Block("To ring;", "item", "III"), Block("x.", "numbered", "2")]
    ends = Block("Decides so.", "plain", None, "Decides")
    assert ids(*parts[:3], more[0], begin, ends)[-1] == "II.OPu1"


def test_a_heading_below_an_article_does_not_end_it_but_an_annex_does():
    number = [Block("Lamps burn.", "numbered", str(k)) for k in (1, 2, 3)]
    text, article = Block("Rules", "plain"), Block("Article 4", "heading")
    other = Block("Bells", "heading")
    found = ids(Block("", "annex"), text, article, number[0], other, number[1])
    assert found == ["A1.P1", "A1.H1", "A1.Art4.1", "A1.H2", "A1.Art4.2"]
    more = Block("Annex", "plain"), text, number[2]
    assert ids(Block("", "annex"), text, article, number[0], *more)[-2:] == ["A2.P1", "A2.3"]


def test_a_part_and_its_name_are_one_heading():
    blocks = [
        Block("Part I", "heading", footnotes=("1",)),
        Block("Lamps", "heading", cites=("A/80/1",), footnotes=("2",)),
        Block("Part II", "heading"),
        Block("Section 1", "heading"),
        Block("Bells", "heading"),
        Block("Partie III.", "heading"),
        Block("x", "numbered", "1"),
        Block("Part IV", "plain"),
        Block("Horns", "heading"),
        Block("Party I", "heading"),
        Block("Part V", "heading"),
    ]
    paragraphs, _, _ = assemble(blocks)
    assert [p.text for p in paragraphs] == [
        "Part I Lamps",
        "Part II",
        "Section 1",
        "Bells",
        "Partie III.",
        "x",
        "Part IV",
        "Horns",
        "Party I",
        "Part V",
    ]
    assert (paragraphs[0].footnotes, paragraphs[0].cites) == (("1", "2"), ("A/80/1",))
