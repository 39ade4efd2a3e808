"""What comparisons, studies and speech acts say in sentences and tables: all worked by hand."""

from __future__ import annotations

from dataclasses import replace
from math import log

import pandas as pd
import pytest

from unres_research import loads, show
from unres_research.analyse import Study, compare, history, speech_acts
from unres_research.corpus import example_corpus

# eleven words, seven of them as A/RES/77/901 and 902 of 1 and 2 May 2023 begin
SENTENCE = "1. Decides to protect the fish, coral and dolphins of our ports."
LAMPS = "1. Decides to keep the lamps of all harbours."  # eight words, of four resolutions
TO_ALL = "Requests all Member States to tell the others what they know of it"  # 13 words


def text(*paragraphs: str, title: str = "Dolphins"):
    read = loads("\n\n".join(["The General Assembly,", *paragraphs]))
    return replace(read, title=title, symbol=None)


@pytest.fixture(scope="module")
def example():
    return example_corpus()


@pytest.fixture(scope="module")
def six(made):
    """Six resolutions of six titles that end alike, of which the first two begin alike, too."""
    verbs = ["Invites the fishers of small islands to count", "Asks", "Bids", "Begs", "Wants"]
    rows = [
        (f"A/RES/75/{k}", f"{k} December 2020", f"Title {'abcdef'[k - 1]}", f"1. {verb};", said)
        for k, verb in enumerate([verbs[0], *verbs], start=1)
        for said in [f"2. {TO_ALL}."]
    ]
    return made(*rows)


# comparisons --------------------------------------------------------------------------


def test_both_sides_are_told_first(example):
    found = compare(text(SENTENCE), example, date="2023-05-03")
    earlier, later, main, paragraphs = found.summary()
    assert earlier == (
        "7 of the 11 words of “Dolphins” (63.6%) stand in runs of 6 or more words in resolutions "
        "of the data set adopted before 2023-05-03, 7 without formulaic phrases; 7 (63.6%) in "
        "A/RES/77/901 alone, 7 without formulaic phrases."
    )
    assert later == (
        "0 of the 11 words of “Dolphins” (0.0%) stand in runs of 6 or more words in resolutions "
        "of the data set adopted after 2023-05-03."
    )
    assert main == (
        "Of the 7 words that are shared with earlier resolutions and not formulaic, 7 stand in "
        "A/RES/77/901."
    )
    assert paragraphs == (
        "Of 1 paragraph of 6 words or more, those with at most a quarter of their words in earlier "
        "resolutions and at least three quarters in later ones: none; those that share no run of "
        "6 words with any other resolution: none."
    )


def test_a_side_without_resolutions_can_tell_nothing(example):
    """The data set is of 1 May 2023 to 8 May 2024; a day of its own is on neither side."""
    first, later, *_ = compare(text(SENTENCE), example, date="2023-05-01").summary()
    assert first == (
        "No resolution of the data set was adopted before 2023-05-01, so nothing can be said of "
        "earlier wording."
    )
    assert later.startswith("7 of the 11 words")  # 902
    earlier, last, *_ = compare(text(SENTENCE), example, date="2024-05-08").summary()
    assert earlier.startswith("7 of the 11 words")
    assert last == (
        "No resolution of the data set was adopted after 2024-05-08, so nothing can be said of "
        "later use of “Dolphins”."
    )


def test_paragraphs_that_are_new_and_taken_up_and_those_alone(example):
    """OP1: ten of twelve words in A/RES/77/901, which is later; OP2 stands nowhere."""
    taken = "1. Decides to protect the fish, coral and whales of all of them;"
    alone = "2. Hopes that dolphins like our many ports."
    said = compare(text(taken, alone), example, date="2023-04-30").summary()[-1]
    assert said == (
        "Of 2 paragraphs of 6 words or more, those with at most a quarter of their words in "
        "earlier resolutions and at least three quarters in later ones: OP1; those that share no "
        "run of 6 words with any other resolution: OP2."
    )


def test_a_text_of_one_series_with_its_source_is_told_so(lamps):
    """The data set has "Lamps" of sessions 75 to 78; that of 78 is left out."""
    found = compare(text(LAMPS), lamps, date="2023-11-01", exclude="A/RES/78/1")
    earlier, later, *_ = found.summary()
    assert earlier.endswith(
        "; 8 (100.0%) in A/RES/75/1 alone, 8 without formulaic phrases (A/RES/75/1 and A/RES/78/1 "
        "are of one series)."
    )
    assert later.startswith("No resolution of the data set was adopted after 2023-11-01")
    alone = compare(text(LAMPS), lamps, date="2023-11-01").summary()[0]
    assert alone.endswith("; 8 (100.0%) in A/RES/75/1 alone, 8 without formulaic phrases.")


def test_older_resolutions_are_told_last(lamps_and_older):
    """Of "keep the lamps of all harbours lit" of 2005, seven words; the sessions have eight."""
    found = compare(text(LAMPS), lamps_and_older, date="2021-11-01")
    assert found.summary()[-1] == (
        "7 of the 8 words of “Dolphins” stand in runs of 6 or more words in the older selection, "
        "0 of them in no earlier resolution of the data set. Paragraphs of which the longest run "
        "was first seen in the selection: 0 of the 1 that share a run."
    )
    words = "1. Hopes to keep the lamps of all harbours."  # seven words of both: 2005 was first
    said = compare(text(words), lamps_and_older, date="2021-11-01").summary()[-1]
    assert said.endswith(
        "1 of the 1 that share a run; the oldest, 7 words of OP1, in A/RES/60/901, OP1, of "
        "2005-12-08."
    )
    none = compare(text(SENTENCE), lamps_and_older, date="2021-11-01").summary()[-1]
    assert none == "No run of 6 words of “Dolphins” stands in the older selection."


def test_where_formulas_end(six):
    """Thirteen words of six titles: formulaic where the line is 5, not where it is 10."""
    own = text("1. Invites the fishers of small islands to wait;", f"2. {TO_ALL}.")
    found = compare(own, six, date="2021-01-01")
    table = found.formulaic_lines()
    assert table["titles"].tolist() == [5, 10, 20, 30, 50, 100]
    # OP1: "invites the fishers of small islands to", seven words, of A/RES/75/1 and 2
    assert table["substantive_words"].tolist() == [7, 20, 20, 20, 20, 20]
    assert table["first_source"].tolist() == ["A/RES/75/1"] * 6
    assert table["its_words"].tolist() == [7, 20, 20, 20, 20, 20]
    assert found.earlier.substantive_words == 20
    with_line = compare(own, six, date="2021-01-01", formulaic=5)
    assert with_line.earlier.substantive_words == 7
    assert "“Dolphins” (21)" in table.attrs["caption"]
    nothing = compare(text("1. Hopes."), six, date="2021-01-01").formulaic_lines()
    assert nothing["substantive_words"].tolist() == [0] * 6
    assert nothing["first_source"].isna().all() and nothing["its_words"].tolist() == [0] * 6


def test_the_paragraph_of_which_others_share_most(six):
    """Of 25 words or more: OP3 has all of 26 in its halves, OP2 thirteen of 25."""
    words = " ".join(f"word{k}" for k in range(12))
    both = f"{TO_ALL} {TO_ALL}".replace("all Member", "all Member", 1)
    own = text(f"1. {TO_ALL};", f"2. {TO_ALL} {words};", f"3. {both}.")
    assert compare(own, six, date="2021-01-01").most_shared() == "OP3"
    short = text(f"1. {TO_ALL}.")
    assert compare(short, six, date="2021-01-01").most_shared() is None
    assert (
        compare(text(f"1. Hopes {words} {words} for."), six, date="2021-01-01").most_shared()
        is None
    )


def test_tables_of_a_comparison_say_what_they_hold(example):
    found = compare(text(SENTENCE), example, date="2023-05-03")
    assert "each paragraph of “Dolphins” (1)" in found.clauses().attrs["caption"]
    assert (
        "share runs of 6 words or more with the text (2)" in found.earlier.sources.attrs["caption"]
    )
    assert found.earlier.sources.attrs["caption"].startswith("Earlier resolutions")
    assert found.later.sources.attrs["reason"] == "none shares a run of 6 words"
    assert found.by_citation().attrs["caption"].endswith("borrowed, not cited: 2.")
    assert "of “Dolphins” was first seen" in found.first_seen().attrs["caption"]
    assert found.related.attrs["caption"].startswith("Resolutions most related to “Dolphins”")
    assert compare(text("1. Hopes."), example, date="2023-05-03").by_citation().empty
    clause = history(text(SENTENCE), example, "OP1", date="2023-05-03")
    assert "carry “Dolphins” OP1" not in clause.by_session.attrs["caption"]
    assert "carry Dolphins OP1, or else" in clause.by_session.attrs["caption"]


def test_how_a_comparison_names_its_text(example):
    plain = loads(f"The General Assembly,\n\n{SENTENCE}", "folder/mine.txt")
    assert compare(plain, example, date="2023-05-03").name == "mine.txt"
    assert compare(text(SENTENCE), example, date="2023-05-03").name == "“Dolphins”"
    assert compare(replace(plain, symbol="A/77/L.9"), example, date="2023-05-03").name == "A/77/L.9"


# speech acts --------------------------------------------------------------------------


def test_a_group_that_is_firmer_on_every_scale(example):
    """Demands (5), urges (4) and calls upon (3) beside invites (1) alone: with four levels no two
    neighbours that change places, and no step of every phrase, bring the groups together."""
    to = "Member States to keep lamps lit;"
    verbs = ["Demands that", "Demands that", "Demands that", "Demands that", "Demands that"]
    verbs += ["Urges", "Calls upon"]
    firm = text(*[f"{k}. {verb} {to}" for k, verb in enumerate(verbs, 1)])
    invited = [f"{k}. Invites {to}" for k in range(1, 7)]
    soft = text(*invited, "7. Requests the Secretary-General to keep lamps lit.")
    shares, whose, beside = speech_acts(example, {"firm": firm, "soft": soft}).summary()
    assert shares == (
        "Directives among the operative paragraphs: firm 7 of 7 (100%); soft 7 of 7 (100%)."
    )
    assert whose.endswith("left out of what follows: firm 0%; soft 14%.")
    scales = (
        "and on at least 100% of other scales (with other spaces between the levels, with two "
        "neighbouring levels exchanged, with phrases moved by a level) too."
    )
    assert beside == f"Beside soft, firm is firmer (graded directives: 7 and 6), {scales}"
    other = speech_acts(example, {"soft": soft, "firm": firm}).summary()[-1]
    assert other == f"Beside firm, soft is softer (graded directives: 6 and 7), {scales}"


def test_a_difference_that_hangs_on_the_scale(example):
    """With two levels alone, of which each may be the firmer: the swap always turns the sign."""
    to = "Member States to keep lamps lit;"
    groups = {
        name: text(*[f"{k}. {verb} {to}" for k in range(1, 7)])
        for name, verb in (("one", "Calls upon"), ("two", "Invites"))
    }
    assert speech_acts(example, groups).summary()[-1] == (
        "Whether one is firmer or softer than two (graded directives: 6 and 6) depends on the "
        "scale: of scales with two neighbouring levels exchanged, 0% give the same sign as the "
        "built-in one."
    )
    same = {name: groups["one"] for name in ("one", "two")}
    assert speech_acts(example, same).summary()[-1] == (
        "one is as firm as two (graded directives: 6 and 6)."
    )


def test_too_few_directives_and_one_group(example):
    symbols = example.resolutions.index
    two = speech_acts(example, {"77": symbols[:8], "78": symbols[8:]})
    assert two.summary() == (
        "Directives among the operative paragraphs: 77 0 of 8 (0%); 78 0 of 8 (0%).",
        "77 beside 78: too few graded directives to say which is firmer (graded directives: 0 and "
        "0).",
    )
    assert len(speech_acts(example, {"77": symbols[:8]}).summary()) == 1
    assert "each directive" in two.firmness().attrs["caption"]


# studies ------------------------------------------------------------------------------


def own_draft(*paragraphs: str, **more):
    read = text(*paragraphs)
    return replace(read, symbol="A/77/L.9", kind="draft", distributed_on="2023-05-03", **more)


def test_the_header_as_read(example):
    draft = own_draft("Noting fish,", SENTENCE, session=77, sponsors=("Fiji", "Malta"))
    table = Study(draft, example).header().set_index("item")["as_read"]
    assert table.to_dict() == {
        "title": "Dolphins",
        "session": "77",
        "distributed on": "2023-05-03",
        "sponsors named": "2",
        "preambular paragraphs": "1",
        "operative paragraphs": "1",
        "sub-paragraphs": "0",
        "words of these": "13",
        "footnotes": "0",
    }
    bare = replace(draft, title="", submitted_by="Chair of the Committee", sponsors=())
    told = Study(bare, example).header().set_index("item")["as_read"]
    assert told["title"] == "none printed" and told["sponsors named"] == "0"
    assert told["submitted by"] == "Chair of the Committee"


def test_what_is_cited_and_by_whom_else(made):
    """70/1 is cited by two of the three others, 75/1 by one; 48/9 is not in the data set."""
    cites = "Recalling its resolutions {} and {},"
    corpus = made(
        ("A/RES/75/1", "1 December 2020", "Lamps", "Recalling its resolution 70/1,", LAMPS),
        ("A/RES/75/2", "2 December 2020", "Bells", cites.format("70/1", "75/1"), LAMPS),
        ("A/RES/75/3", "3 December 2020", "Boats", LAMPS),
    )
    own = text(
        cites.format("75/1", "48/9"), "1. Recalls its resolutions 70/1 and 75/1;", f"2.{LAMPS[2:]}"
    )
    study = Study(own, corpus, date="2021-01-01")
    table = study.citations().set_index("symbol")
    assert table["cited_by"].to_dict() == {"A/RES/70/1": 2, "A/RES/75/1": 1, "A/RES/48/9": 0}
    assert table["in_paragraph"].to_dict() == {
        "A/RES/70/1": "OP1",
        "A/RES/75/1": "PP1, OP1",
        "A/RES/48/9": "PP1",
    }
    assert table.loc["A/RES/75/1", "title"] == "Lamps" and pd.isna(table.loc["A/RES/48/9", "title"])
    assert "cites (3)" in table.attrs["caption"] and "3 other" in table.attrs["caption"]
    itself = replace(text(cites.format("70/1", "75/1"), LAMPS), symbol="A/RES/75/2")
    held = Study(itself, corpus, date="2020-12-02").citations()  # which cites them, too
    assert held["cited_by"].tolist() == [1, 0] and "2 other" in held.attrs["caption"]
    part = study.citation_map()
    assert set(part) >= {"“Dolphins”", "A/RES/70/1", "A/RES/75/1", "A/RES/48/9"}
    assert part.nodes["“Dolphins”"]["relation"] == "text"


def test_nothing_cited(example):
    study = Study(own_draft(SENTENCE), example)
    assert study.citations().empty
    assert study.citations().attrs["reason"] == "A/77/L.9 cites no document by its symbol"
    assert list(study.citation_map()) == ["A/77/L.9"]


def test_what_became_of_a_draft(example):
    """PP1 and OP1 have less than six words or not all; OP2 is OP1 of A/RES/78/907, elsewhere."""
    same = "2. Decides to tune the violins, drums and bells of all States;"
    other = "3. Decides to tune the violins, drums and bells of our ports."
    study = Study(own_draft("Noting fish,", SENTENCE, same, other), example, adopted="A/RES/78/907")
    first, changed = study.summary()
    assert first == (
        "0 of the 3 paragraphs of A/77/L.9 with six words or more stand in A/RES/78/907 from first "
        "word to last, under the same number, 1 more under another number; it was adopted on "
        "2024-05-07 by a recorded vote (3 to 2, with 1 abstentions); its draft was submitted by: "
        "Chair of the Committee."
    )
    # OP1: "decides to" alone; OP3: "decides to tune the violins drums and bells of"
    assert changed == (
        "Not whole in A/RES/78/907, with the words that stand in it: OP1 (0 of 11), OP3 (9 of 11)."
    )
    told = study.adoption().set_index("item")["in_the_data_set"]
    assert told["adopted"] == "recorded vote" and told["votes"] == "3 to 2, with 1 abstentions"
    assert told["sponsors of the draft"] == "1" and "additional sponsors" not in told


def test_how_a_draft_was_sponsored(example):
    """Fiji and Malta, and Peru besides, sponsored those on "protect"; Kenya and Peru "repair"."""
    told = [
        Study(own_draft(SENTENCE), example, adopted=s) for s in ("A/RES/77/901", "A/RES/78/901")
    ]
    first, second = (study.summary()[0] for study in told)
    assert first.endswith(
        "adopted on 2023-05-01 without a vote; its draft had 2 sponsors, and 1 more joined."
    )
    assert second.endswith("with 1 abstentions); its draft had 2 sponsors, and 2 more joined.")


def test_all_words_are_there_but_not_in_one_run(made):
    """Both halves of OP1 stand in OP1 and OP2 of what was adopted."""
    half, rest = "1. Invites the fishers of small islands;", "2. Hopes that they all count well."
    rows = [(f"A/RES/75/{k}", f"{k} December 2020", f"Fish {k}", half, rest) for k in (1, 2)]
    corpus = made(*rows)
    own = text("1. Invites the fishers of small islands hopes that they all count well.")
    _, apart = Study(own, corpus, adopted="A/RES/75/1", date="2020-11-01").summary()
    assert apart == "With all their words in A/RES/75/1, but not in one run: OP1."


def test_what_is_the_adopted_text_itself_and_what_is_not_known(example):
    (itself,) = Study(example.resolution("A/RES/77/901"), example).summary()
    assert itself == (
        "A/RES/77/901 has 1 paragraph and 11 words; it is itself the text as adopted, on 2023-05-01 "
        "without a vote."
    )
    study = Study(text("Noting fish,", SENTENCE), example)
    (unknown,) = study.summary()
    not_known = "what it was adopted as is not known from the data set (adoptions to 2024-05-08)"
    assert unknown == f"“Dolphins” has 2 paragraphs and 13 words; {not_known}."
    assert study.adoption().empty and study.adoption().attrs["reason"] == not_known


def test_groups_leave_the_text_out(made):
    rows = [(f"A/RES/75/{k}", f"{k} December 2020", f"Lamps {k}", LAMPS) for k in (1, 2, 3)]
    corpus = made(*rows)
    own = replace(text(LAMPS), symbol="A/RES/75/2")
    groups = Study(own, corpus, date="2020-12-02").groups()
    assert list(groups) == ["A/RES/75/2", "all others (2)"] and groups["A/RES/75/2"] == own
    assert list(groups["all others (2)"]) == ["A/RES/75/1", "A/RES/75/3"]


def test_the_group_of_the_committee(corpus, draft):
    table = corpus.resolutions
    plenary = table.index[(table["committee"] == "Plenary") & (table.index != "A/RES/78/311")]
    groups = Study(draft, corpus, terms="oceans").groups()
    assert list(groups)[1] == f"plenary ({len(plenary):,} resolutions)"
    assert list(list(groups.values())[1]) == list(plenary)
    third = Study(
        replace(draft, symbol=None, source=None, committee="Third"), corpus, terms="oceans"
    ).groups()
    assert (
        list(third)[1] == f"Third Committee ({(table['committee'] == 'Third').sum():,} resolutions)"
    )


def test_terms_of_a_group(example):
    study = Study(text(SENTENCE), example)
    assert study.distinct_terms().empty
    assert study.distinct_terms().attrs["reason"].startswith("there is no group")
    few = Study(text(SENTENCE), example, group=list(example.resolutions.index[:4]))
    assert few.distinct_terms().attrs["reason"] == "no term stands in 5 resolutions of the data set"


def test_terms_that_set_a_group_apart(made):
    """Six resolutions on whales beside thirty on bells, each of a title of its own: of 1,947,792
    ways to deal out six of 36, one has all holders of "whales" in the group."""
    rows = [
        (
            f"A/RES/75/{k}",
            f"{k % 28 + 1} December 2020",
            f"Title {name}",
            f"1. Decides on {what} of all.",
        )
        for k in range(36)
        for name in [chr(97 + k % 26) * (1 + k // 26)]
        for what in ["whales" if k < 6 else "bells"]
    ]
    corpus = made(*rows)
    whales = [f"A/RES/75/{k}" for k in range(6)]
    study = Study(text("1. Decides on whales."), corpus, group=whales, date="2021-01-01")
    found = study.distinct_terms()
    row = found.set_index("term").loc["whales"]
    assert (row["count"], row["count_rest"], row["units"]) == (6, 0, 6) and row["p"] < 1e-4
    said = found.attrs["caption"]
    assert said.startswith(
        "Terms that set 6 chosen resolutions apart from the other 30 resolutions"
    )
    assert "(6 resolutions in 6 series beside 30 resolutions in 30 series)" in said


def test_new_words_beside_sessions(example):
    """Session 78 of the example has 62 new words of 88 (see `new_wording_by`). The text shares
    seven of its eleven words with session 77, which is one session before its own."""
    own = replace(text(SENTENCE), session=78)
    table = Study(own, example).new_wording(back=1)
    assert table[["of", "words", "new_words"]].values.tolist() == [
        ["session 78", 88, 62],
        ["“Dolphins”", 11, 4],
    ]
    assert table["share"].tolist() == pytest.approx([62 / 88, 4 / 11])
    far = Study(replace(own, session=80), example).new_wording(back=1)
    assert far["new_words"].tolist() == [62, 11]  # of sessions 79 and 80 there are none
    assert len(Study(text(SENTENCE), example).new_wording(back=1)) == 1  # of no session
    assert "the 1 before" in table.attrs["caption"]


def test_pairs_of_words(example):
    """By the definition: twice the sum of observed times log of observed by expected, over the
    table of the two words; "fish coral" stands four times in 16 words, "coral" once more."""
    own = text(
        "1. Protect fish coral, supply fish coral, fish coral;",
        "2. Repair fish coral, and coral of all States.",
    )
    table = Study(own, example, date="2024-06-01").collocations()
    assert table["pair"].tolist() == ["fish coral"] and table["count"].tolist() == [4]
    n = 16
    observed = [4, 0, 1, n - 5]  # both; fish alone; coral alone; neither
    expected = [4 * 5 / n, 4 * (n - 5) / n, (n - 4) * 5 / n, (n - 4) * (n - 5) / n]
    by_hand = 2 * sum(o * log(o / e) for o, e in zip(observed, expected, strict=True) if o)
    assert table["log_likelihood"].iloc[0] == pytest.approx(by_hand, rel=1e-6)
    none = Study(text(SENTENCE), example).collocations()
    assert none.empty and none.attrs["reason"] == "no pair stands 3 times in 11 words"


def test_a_table_without_rows_is_shown_with_its_reason(example, capsys, tmp_path):
    from unres_research.show import _notebook as notebook

    notebook.collect(str(tmp_path), "01")
    try:
        show.table(Study(text(SENTENCE), example).citations(), "citations")
        show.table(Study(text(SENTENCE), example).openers(), "openers")
    finally:
        notebook.collect("", "")
    cited, openers = (tmp_path / "manifest.jsonl").read_text("utf-8").splitlines()
    assert "No rows: “Dolphins” cites no document by its symbol." in json_of(cited)["caption"]
    assert json_of(cited)["rows"] == 0 and json_of(openers)["rows"] == 1
    assert "No rows" not in json_of(openers)["caption"]
    assert (tmp_path / "tables" / "citations.csv").read_text("utf-8").count("\n") == 1


def json_of(line: str) -> dict:
    import json

    return json.loads(line)
