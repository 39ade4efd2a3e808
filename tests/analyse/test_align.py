"""Alignment: every paragraph once, and what a reader would say of invented pairs of texts."""

from __future__ import annotations

import math
import time
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import unres_research as un
from unres_research.analyse import _align as module
from unres_research.analyse._align import Change, align, differences
from unres_research.errors import UnresError
from unres_research.records import Paragraph, Resolution

LAMPS = "Urges all coastal States to light their harbours at night from October to March;"
BELLS = "Requests the Secretary-General to count the bells of every island once a year;"
CHARTS = "Decides to print new charts of the northern sea and to send them to each port;"
FOG = "Recommends that ferries carry two horns and sound them whenever fog is thick;"
TOWERS = "Invites donors to repair the wooden towers along the southern shore;"


def text(*paragraphs: str, opener: bool = True) -> Resolution:
    found = [
        Paragraph(
            f"OP{k}", "operative", t, str(k), opener=t.split()[0] if opener and t.split() else None
        )
        for k, t in enumerate(paragraphs, 1)
    ]
    return Resolution("A/80/L.91", "draft", "Lamps", paragraphs=tuple(found))


def seen(found):
    return [
        (p.before and p.before.id, p.after and p.after.id, p.status, p.moved) for p in found.pairs
    ]


def matched(found):
    return sum(p.before is not None and p.after is not None for p in found.pairs)


# paragraphs


def test_the_same_text_is_the_same():
    found = align(text(LAMPS, BELLS), text(LAMPS, BELLS))
    assert seen(found) == [("OP1", "OP1", "same", False), ("OP2", "OP2", "same", False)]
    assert [p.similarity for p in found.pairs] == [1.0, 1.0]
    assert [[c.kind for c in p.changes] for p in found.pairs] == [["same"], ["same"]]


def test_marks_and_capitals_change_no_word():
    found = align(text(LAMPS), text(LAMPS.upper().replace(";", ".")))
    (pair,) = found.pairs
    assert pair.status == "same"
    assert pair.opener_change is None


def test_a_changed_opener_is_reported_with_the_words_that_changed():
    found = align(text(LAMPS, BELLS), text(LAMPS.replace("Urges", "Encourages"), BELLS))
    assert [p.opener_change for p in found.pairs] == [("Urges", "Encourages"), None]
    assert found.pairs[0].status == "changed"
    assert [c for c in found.pairs[0].changes if c.kind != "same"] == [
        Change("replaced", "Urges", "Encourages")
    ]
    row = found.to_frame().iloc[0]
    assert (row["words_before"], row["words_deleted"], row["words_inserted"]) == (14, 1, 1)
    assert bool(row["opener_changed"])


@pytest.mark.parametrize(
    ("one", "other", "changed"),
    [
        (("Urges all States", "Urges"), ("Urges all States", "Urges all"), False),  # set apart less
        (("Recalls the report", "Recalls"), ("Recalls also the report", "Recalls also"), True),
        (("Notes the report", "Notes"), ("Notes the plan", "Notes"), False),  # other words only
        (("Notes the report", None), ("Welcomes the report", "Welcomes"), False),  # one unknown
        (("Calls upon ports", "Calls upon"), ("Calls Upon ports", "Calls Upon"), False),
    ],
)
def test_openers_change_only_where_the_first_words_do(one, other, changed):
    old, new = (Paragraph("OP1", "operative", t, opener=o) for t, o in (one, other))
    pair = module.Pair(old, new, "changed", False, 1.0, ())
    assert pair.opener_change == ((one[1], other[1]) if changed else None)


def test_added_and_dropped():
    found = align(text(LAMPS, BELLS, CHARTS), text(LAMPS, FOG, CHARTS))
    assert seen(found) == [
        ("OP1", "OP1", "same", False),
        ("OP2", None, "dropped", False),  # after the paragraph that it followed
        (None, "OP2", "added", False),
        ("OP3", "OP3", "same", False),
    ]
    assert np.isnan(found.pairs[1].similarity)
    assert found.counts() == {
        **dict.fromkeys(("changed", "split", "merged", "moved", "openers"), 0),
        "same": 2,
        "dropped": 1,
        "added": 1,
    }
    table = found.to_frame()
    assert table.loc[1, ["words_before", "words_deleted", "words_inserted"]].tolist() == [13, 13, 0]
    assert matched(found) == 2


def test_what_was_dropped_from_the_front_stands_in_front():
    found = align(text(BELLS, LAMPS), text(LAMPS))
    assert seen(found) == [("OP1", None, "dropped", False), ("OP2", "OP1", "same", False)]


def test_the_paragraph_that_changed_places_is_the_one_that_moved():
    found = align(text(TOWERS, LAMPS, BELLS, CHARTS), text(LAMPS, BELLS, CHARTS, TOWERS))
    assert seen(found) == [
        ("OP2", "OP1", "same", False),
        ("OP3", "OP2", "same", False),
        ("OP4", "OP3", "same", False),
        ("OP1", "OP4", "same", True),
    ]


def test_of_two_that_changed_places_the_shorter_moved():
    found = align(text("Thanks Malta;", LAMPS), text(LAMPS, "Thanks Malta;"))
    assert [(p.after.opener, p.moved) for p in found.pairs] == [("Urges", False), ("Thanks", True)]


def test_split_and_merged_are_mirror_images():
    whole = LAMPS.rstrip(";") + ", and " + FOG[0].lower() + FOG[1:]
    split = align(text(whole, BELLS), text(LAMPS, FOG, BELLS))
    (part,) = [p for p in split.pairs if p.status == "split"]
    assert (part.before, part.origin) == (None, "OP1")
    assert part.after.id in ("OP1", "OP2")  # the other half is the pair of the whole
    assert split.counts()["added"] == 0
    merged = align(text(LAMPS, FOG, BELLS), text(whole, BELLS))
    (part,) = [p for p in merged.pairs if p.status == "merged"]
    assert (part.after, part.origin) == (None, "OP1")
    assert part.similarity > 0.9
    assert merged.counts()["dropped"] == 0


def test_words_that_the_pair_had_already_are_not_merged_into_it():
    """The second text says it once where the first said it twice: one of the two is dropped."""
    long = LAMPS.rstrip(";") + " and " + CHARTS.lower()
    found = align(text(long, LAMPS, BELLS), text(long, BELLS))
    assert [p.status for p in found.pairs] == ["same", "dropped", "same"]
    found = align(text(long, BELLS), text(long, LAMPS, BELLS))
    assert [p.status for p in found.pairs] == ["same", "added", "same"]


def test_headings_and_scraps_are_dropped_not_merged():
    head = Paragraph("H1", "heading", "Thick fog along the whole southern shore")
    old = replace(text(TOWERS, "Thanks ports;"), paragraphs=(head, *text(TOWERS, "Thanks ports;")))
    new = text(TOWERS.rstrip(";") + ", where there is thick fog along the whole southern shore;")
    found = align(old, new)
    assert {p.before.id: p.status for p in found.pairs} == {
        "H1": "dropped",
        "OP1": "changed",
        "OP2": "dropped",
    }


def test_kinds_can_be_chosen_and_differ_only_with_reason():
    heading = Paragraph("H1", "heading", "Lights of the sea")
    old = replace(text(LAMPS), paragraphs=(heading, *text(LAMPS)))
    assert matched(align(old, old, kinds=["operative"])) == 1
    assert matched(align(old, old, kinds=iter(["operative", "heading"]))) == 2
    assert matched(align(old, old)) == 2
    assert align(old, old, kinds=[]).pairs == ()


def test_empty_texts_and_paragraphs():
    assert align(text(), text()).pairs == ()
    assert list(align(text(), text()).to_frame().columns)[:3] == ["before", "after", "status"]
    assert [p.status for p in align(text(), text(LAMPS)).pairs] == ["added"]
    assert [p.status for p in align(text(LAMPS), text()).pairs] == ["dropped"]
    assert sorted(p.status for p in align(text(""), text("")).pairs) == ["added", "dropped"]


def test_the_least_similarity_leaves_only_equals():
    found = align(text(LAMPS, BELLS), text(LAMPS, BELLS.replace("once", "twice")), min_similarity=1)
    assert [p.status for p in found.pairs] == ["same", "dropped", "added"]


def test_refusals():
    for least in (0, 1.2, float("nan")):
        with pytest.raises(UnresError, match="min_similarity"):
            align(text(LAMPS), text(LAMPS), min_similarity=least)


def test_too_many_paragraphs_are_refused(monkeypatch):
    monkeypatch.setattr(module, "_MAX_CELLS", 3)
    with pytest.raises(UnresError, match="2 and 2 paragraphs"):
        align(text(LAMPS, BELLS), text(LAMPS, BELLS))
    monkeypatch.setattr(module, "_MAX_CELLS", 4)
    assert matched(align(text(LAMPS, BELLS), text(LAMPS, BELLS))) == 2


def test_similarity_by_hand():
    """Dice of words and pairs of words; what both of two paragraphs have weighs ln 2, the rest ln 3.

    Alike is "lamps"; only in one are "bells" and "lamps bells", "horns" and "lamps horns".
    """
    alike = math.log(2) / (math.log(2) + 2 * math.log(3))
    found = align(text("lamps bells"), text("lamps horns"), min_similarity=0.2)
    assert found.pairs[0].similarity == pytest.approx(alike, abs=1e-9)
    just = round(alike, 9)
    assert matched(align(text("lamps bells"), text("lamps horns"), min_similarity=just)) == 1
    more = align(text("lamps bells"), text("lamps horns"), min_similarity=just + 1e-9)
    assert [p.status for p in more.pairs] == ["dropped", "added"]
    # a second "lamps" is a term of its own, and so is "lamps lamps"
    (pair,) = align(text("lamps lamps"), text("lamps"), min_similarity=0.2).pairs
    expected = math.log(2) / (math.log(2) + math.log(3))
    assert pair.similarity == pytest.approx(expected, abs=1e-9)


def test_similarity_from_which_two_are_one_by_default():
    """Six of eight words in a row make 0.55, three make less than 0.35."""
    words = ["lamps", "bells", "horns", "charts", "ferries", "towers", "wicks", "piers"]
    other = ["ropes", "masts", "sails", "decks", "hulls", "keels", "oars", "rudders"]
    seen = {}
    for n in range(1, 8):
        (first, *rest) = align(text(" ".join(words)), text(" ".join(words[:n] + other[n:]))).pairs
        alike = (2 * n - 1) * math.log(2)
        expected = alike / (alike + (16 - 2 * n) * math.log(3))
        seen[n] = bool(rest)
        assert seen[n] == (expected < 0.35)
        if not rest:
            assert first.similarity == pytest.approx(expected, abs=1e-9)
    assert set(seen.values()) == {True, False}


def named(*paragraphs: tuple[str, str, str]) -> Resolution:
    found = tuple(Paragraph(*p) for p in paragraphs)
    return Resolution("A/80/L.91", "draft", "Lamps", paragraphs=found)


def ids(found):
    return {(p.before.id, p.after.id) for p in found.pairs if p.before and p.after}


def test_equal_paragraphs_are_paired_by_order_then_number_and_above_all_by_kind():
    two = [("OP1", "operative", LAMPS), ("OP2", "operative", LAMPS)]
    assert ids(align(named(*two), named(*two))) == {("OP1", "OP1"), ("OP2", "OP2")}
    # numbers turned round, places kept: the place counts more
    turned = named(("OP2", "operative", LAMPS), ("OP1", "operative", LAMPS))
    assert ids(align(named(*two), turned)) == {("OP1", "OP2"), ("OP2", "OP1")}
    # both are as far from the middle: the number decides
    middle = named(
        ("OP1", "operative", FOG), ("OP9", "operative", LAMPS), ("OP3", "operative", BELLS)
    )
    for first, last in (("OP9", "OP7"), ("OP7", "OP9")):
        ends = [
            (first, "operative", LAMPS),
            ("OP5", "operative", CHARTS),
            (last, "operative", LAMPS),
        ]
        assert ids(align(middle, named(*ends))) == {("OP9", "OP9")}
    # a heading is paired with a heading, though its place and number are another's
    old = named(("1", "heading", LAMPS), ("2", "operative", LAMPS))
    new = named(("1", "operative", LAMPS), ("2", "heading", LAMPS))
    assert ids(align(old, new)) == {("1", "2"), ("2", "1")}


def share_inside(piece: str, home: str, partner: str, texts: list[str]) -> float:
    """Weighted share of the words and pairs of words of a piece that are new in its home."""

    def terms(t):
        words = t.split()
        return Counter(words) + Counter(zip(words, words[1:], strict=False))

    def occurrences(t):  # the second of a term counts apart
        return {(term, k) for term, n in terms(t).items() for k in range(n)}

    often = Counter(x for t in texts for x in occurrences(t))
    free = terms(home) - terms(partner)
    weigh = {x: math.log(1 + len(texts) / often[x, 0]) for t in texts for x in terms(t)}
    mass = [sum(weigh[x] * n for x, n in c.items()) for c in (terms(piece) & free, terms(piece))]
    return mass[0] / mass[1]


@pytest.mark.parametrize("held", range(3, 10))
def test_what_is_merged_and_what_is_dropped(held):
    """The second text holds the first nine or fewer words of a paragraph of ten."""
    first = "urges all coastal states to light their harbours at night and every fog bank"
    piece = [
        "ferries",
        "carry",
        "two",
        "horns",
        "while",
        "towers",
        "ring",
        "bells",
        "for",
        "pilots",
    ]
    home = " ".join([first, *piece[:held]])
    piece = " ".join(piece)
    share = share_inside(piece, home, first, [first, piece, home])
    old = align(text(first, piece), text(home))
    assert [p.status for p in old.pairs] == ["changed", "merged" if share >= 0.6 else "dropped"]
    new = align(text(home), text(first, piece))
    assert [p.status for p in new.pairs] == ["changed", "split" if share >= 0.6 else "added"]
    if share >= 0.6:
        assert old.pairs[1].similarity == new.pairs[1].similarity == pytest.approx(share)
        assert old.pairs[1].origin == new.pairs[1].origin == "OP1"
    assert (share >= 0.6) == (held >= 8)  # both sides are there


@pytest.mark.parametrize(("held", "origin"), [((10, 8), "OP1"), ((8, 10), "OP2")])
def test_a_part_goes_to_the_paragraph_that_holds_most_of_it(held, origin):
    firsts = [LAMPS.rstrip(";"), TOWERS.rstrip(";") + " before the first snow falls again"]
    piece = ["ferries", "carry", "two", "horns", "while", "crews", "ring", "bells", "for", "pilots"]
    homes = [f"{first} {' '.join(piece[:n])}" for first, n in zip(firsts, held, strict=True)]
    old, new = text(*firsts, " ".join(piece)), text(*homes)
    (merged,) = [p for p in align(old, new).pairs if p.status == "merged"]
    (split,) = [p for p in align(new, old).pairs if p.status == "split"]
    assert (merged.before.id, merged.origin) == ("OP3", origin)
    assert (split.after.id, split.origin) == ("OP3", origin)


def test_a_part_that_comes_first():
    whole = f"{LAMPS.rstrip(';')} {FOG}"
    split = align(text(BELLS, whole), text(FOG, BELLS, LAMPS))
    assert seen(split) == [
        (None, "OP1", "split", False),
        ("OP1", "OP2", "same", False),
        ("OP2", "OP3", "changed", False),
    ]
    assert split.pairs[0].origin == "OP2"
    merged = align(text(FOG, BELLS, LAMPS), text(BELLS, whole))
    assert seen(merged)[0] == ("OP1", None, "merged", False)
    assert merged.pairs[0].origin == "OP2"


@pytest.mark.parametrize(("words", "status"), [(5, "dropped"), (6, "merged")])
def test_a_part_has_six_words_at_least(words, status):
    piece = " ".join(["ferries", "carry", "two", "long", "horns", "today"][:words])
    found = align(text(LAMPS, piece), text(f"{LAMPS} {piece}"))
    assert [p.status for p in found.pairs] == ["changed", status]


def test_the_table_by_hand():
    old = text("Urges ports to light lamps;", FOG, "Thanks Malta;")
    new = text("Invites ports to light many lamps;", "Thanks Malta.")
    found = align(old, new)
    table = found.to_frame()
    rows = table.drop(columns="similarity").astype(object)
    assert rows.where(rows.notna(), None).to_dict("records") == [
        {"before": "OP1", "after": "OP1", "status": "changed", "moved": False, "origin": None,
         "opener_before": "Urges", "opener_after": "Invites", "opener_changed": True,
         "words_before": 5, "words_after": 6, "words_deleted": 1, "words_inserted": 2},
        {"before": "OP2", "after": None, "status": "dropped", "moved": False, "origin": None,
         "opener_before": "Recommends", "opener_after": None, "opener_changed": False,
         "words_before": 13, "words_after": 0, "words_deleted": 13, "words_inserted": 0},
        {"before": "OP3", "after": "OP2", "status": "same", "moved": False, "origin": None,
         "opener_before": "Thanks", "opener_after": "Thanks", "opener_changed": False,
         "words_before": 2, "words_after": 2, "words_deleted": 0, "words_inserted": 0},
    ]  # fmt: skip
    assert table["similarity"].isna().tolist() == [False, True, False]
    assert repr(found) == (
        "<Alignment of 3 pairs: 1 same, 1 changed, 1 dropped, 1 openers changed>"
    )
    assert "3 pairs of paragraphs: 1 same, 1 changed, 1 dropped" in found._repr_html_()
    assert repr(align(text(), text())) == "<Alignment of 0 pairs: none>"


def test_what_notebooks_show_is_escaped():
    old = named(("<b>1</b>", "operative", LAMPS))
    shown = align(old, old)._repr_html_()
    assert "<b>" not in shown and shown.count("&lt;b&gt;1&lt;/b&gt;") == 2


def test_what_was_dropped_follows_what_did_not_move():
    """TOWERS moved to the end; FOG stood behind it and in front of LAMPS."""
    found = align(text(TOWERS, FOG, LAMPS, CHARTS, BELLS), text(LAMPS, CHARTS, BELLS, TOWERS))
    assert [(p.before.id, p.status, p.moved) for p in found.pairs] == [
        ("OP2", "dropped", False),
        ("OP3", "same", False),
        ("OP4", "same", False),
        ("OP5", "same", False),
        ("OP1", "same", True),
    ]


WORDS = st.sampled_from(
    [
        "lamps",
        "bells",
        "fog",
        "urges",
        "States",
        "port",
        "sea",
        "the",
        "of",
        "and",
        "7",
        "–",
        ";",
        ",",
    ]
)
SENTENCES = st.lists(WORDS, max_size=14).map(" ".join)
TEXTS = st.lists(SENTENCES, max_size=6)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_every_paragraph_once_and_in_order(one, other):
    found = align(text(*one), text(*other))
    old = [p.before.id for p in found.pairs if p.before]
    new = [p.after.id for p in found.pairs if p.after]
    assert sorted(old) == sorted(p.id for p in found.before)
    assert new == [p.id for p in found.after]
    still = [int(p.before.id[2:]) for p in found.pairs if p.before and p.after and not p.moved]
    assert still == sorted(still)
    assert (matched(found) == len(found.pairs)) == (len(old) == len(new) == len(found.pairs))
    for pair in found.pairs:
        assert bool(pair.changes) <= bool(pair.before and pair.after)
        assert (pair.origin is not None) == (pair.status in ("split", "merged"))
        assert pair.origin is None or pair.origin in {
            p.id for p in (found.before if pair.status == "split" else found.after)
        }


# words


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60) | SENTENCES, st.text(max_size=60) | SENTENCES)
def test_differences_join_to_both_texts(one, other):
    found = differences(one, other)
    assert "".join(c.before for c in found) == one
    assert "".join(c.after for c in found) == other
    for change in found:
        assert change.before or change.after
        assert (change.kind == "same") == (change.before == change.after)
        assert (change.kind == "inserted") == (not change.before)
        assert (change.kind == "deleted") == (not change.after)
    pairs = zip(found, found[1:], strict=False)
    assert not any(a.kind == b.kind == "same" for a, b in pairs)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("to meet yearly.", "to meet.", [("deleted", " yearly", "")]),  # its blank goes too
        ("to meet.", "to meet yearly.", [("inserted", "", " yearly")]),
        ("of 14 May", "of 19 May", [("replaced", "14", "19")]),  # the blanks stay
        ("one lamp", "one lamp", []),
        ("a – b", "a - b", [("replaced", "–", "-")]),
        # "the" alone between two longer changes reads better as part of one
        ("counts red bells of the old northern isles", "counts all lamps in the new southern seas",
         [("replaced", "red bells of the old northern isles", "all lamps in the new southern seas")]),
    ],
)  # fmt: skip
def test_differences_by_hand(one, other, expected):
    found = [(c.kind, c.before, c.after) for c in differences(one, other) if c.kind != "same"]
    assert found == expected


@pytest.mark.parametrize(
    ("one", "between", "joined"),
    [(1, 1, False), (2, 1, True), (2, 2, False), (3, 2, True), (4, 3, False), (1, 0, True)],
)
def test_words_alike_between_two_changes(one, between, joined):
    """They are kept apart when they are three, or no fewer than either change has."""
    alike = ["of", "the", "old"][:between]
    texts = [
        " ".join([*(f"{a}{k}" for k in range(one)), *alike, *(f"{b}{k}" for k in range(one + 2))])
        for a, b in (("red", "blue"), ("green", "white"))
    ]
    kinds = [c.kind for c in differences(*texts)]
    assert kinds == (["replaced"] if joined else ["replaced", "same", "replaced"])


def test_the_longer_side_of_a_change_counts():
    def kinds(one):
        return [c.kind for c in differences(one, "so of")]

    assert kinds("so red ones of blue ones") == ["same", "replaced"]
    assert kinds("so red of blue") == ["same", "deleted", "same", "deleted"]


def test_long_texts_keep_only_what_they_begin_and_end_with(monkeypatch):
    monkeypatch.setattr(module, "_MAX_TOKENS", 4)
    kinds = [c.kind for c in differences("one of two is", "six of ten is")]
    assert kinds == ["replaced", "same", "replaced", "same"]  # four times four tokens
    long = differences("one of two is", "six of ten is is")
    assert [(c.kind, c.before, c.after) for c in long] == [
        ("replaced", "one of two", "six of ten is"),
        ("same", " is", " is"),
    ]


def test_long_and_hostile_texts_are_bounded():
    start = time.perf_counter()
    found = differences("x " + "a b " * 20_000 + "y", "x " + "b a " * 20_000 + "y")
    assert time.perf_counter() - start < 5
    assert (found[0].before, found[-1].after) == ("x ", " y")
    assert [c.kind for c in found] == ["same", "replaced", "same"]


def test_parts_of_thousands_of_paragraphs_alike_are_found_in_seconds():
    """Half of them are left over, and each could be a part of every other."""
    words = "Requests the Secretary-General to count the lamps of the harbour and its bells"
    one, two = (
        un.loads(
            "The General Assembly,\n\n" + "\n\n".join(f"{k}. {text};" for k in range(1, count + 1))
        )
        for text, count in ((words, 2000), (f"{words} and its drums", 1000))
    )
    start = time.process_time()
    found = align(one, two)
    assert time.process_time() - start < 20  # one, on an idle machine
    assert found.counts() | {"moved": 0} == {
        **dict.fromkeys(("same", "split", "merged", "added", "moved", "openers"), 0),
        "changed": 1000,
        "dropped": 1000,
    }


# real texts


def test_the_draft_against_itself_in_another_order(draft):
    """The operative half before the preambular half: all are found, the lighter half moved."""
    half = [list(draft)[:15], list(draft)[15:]]
    words = [sum(1 + len(p.text.split()) for p in part) for part in half]
    light, heavy = np.argsort(words)
    turned = replace(draft, paragraphs=(*half[1], *half[0]))
    found = align(draft, turned)
    assert all(p.before == p.after for p in found.pairs)
    assert {p.before.id for p in found.pairs if p.moved} == {p.id for p in half[light]}
    assert {p.before.id for p in found.pairs if not p.moved} == {p.id for p in half[heavy]}


def read(shared, session, number):
    folder = shared / "corpus" / "UNxml-GAresolutions" / f"{session}session" / "English"
    (path,) = folder.glob(f"A_RES_{session}_{number}-*.xml")
    return un.load(path)


def test_the_draft_and_what_was_adopted(draft, shared):
    found = align(draft, read(shared, 78, 311))
    assert matched(found) == len(found.pairs) == 30
    assert not any(p.status != "same" or p.moved for p in found.pairs)


def test_next_years_text(shared):
    """What a reader of both says: see A/RES/78/132 and A/RES/79/194."""
    found = align(read(shared, 78, 132), read(shared, 79, 194))
    by_new = {p.after.id: p for p in found.pairs if p.after}
    assert by_new["PP15"].status == "split" and by_new["PP15"].origin == "PP15"
    assert by_new["PP14"].before.id == "PP15"
    assert by_new["PP18"].status == "added"
    by_old = {p.before.id: p for p in found.pairs if p.before}
    assert by_old["PP7"].status == "dropped"


def test_hundreds_of_paragraphs_in_seconds(shared):
    pact = read(shared, 79, 1)
    assert len(pact.paragraphs) > 500
    start = time.perf_counter()
    found = align(pact, replace(pact, paragraphs=pact.paragraphs[::-1]))
    assert time.perf_counter() - start < 20
    assert matched(found) == len(pact.paragraphs)
