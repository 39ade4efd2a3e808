"""A ledger of requests: hand-worked on invented resolutions on lamps, bells and ropes."""

from __future__ import annotations

import pandas as pd
import pytest
import written

import unres_research as un
from unres_research.analyse import Mandates
from unres_research.analyse._mandates import _summary as summaries
from unres_research.analyse._mandates._fate import degree
from unres_research.analyse._mandates._meetings import said_of
from unres_research.analyse._mandates._recurrence import rhythm
from unres_research.errors import UnresError

REPORT = (
    "Requests the Secretary-General to submit to the General Assembly at its {} session a report "
    "on the lamps of harbours and on the keepers who light them at dusk"
)
KEEP = "Urges all Member States to keep the wicks of every lighthouse trimmed, dry and ready"
PAINT = "Invites Member States to paint the doors of boathouses in bright and lasting colours"
MEET = "Decides to convene a one-day high-level meeting on foghorns in the spring"
OARS = "Decides to convene a meeting of rowers"
TWIN = (
    "Requests the Secretary-General to count the ropes, anchors, buoys, oars and rudders that "
    "fishing villages mend each winter and to publish their numbers"
)
KNOWN = "Encouraging Member States to convene by lamps,"  # counted where five paragraphs have it
TEXTS = {
    # the report in two sessions, then in one; wicks weaker in 77; doors dropped at once
    "A/RES/76/1": ("1 December 2021", "Lamps of harbours", KNOWN,
                   f"1. {REPORT.format('seventy-seventh')};", f"2. {KEEP};", f"3. {PAINT}."),
    "A/RES/77/1": ("1 December 2022", "Lamps of harbours", KNOWN,
                   f"1. {REPORT.format('seventy-eighth')};",
                   f"2. {KEEP.replace('Urges', 'Invites')}."),
    "A/RES/78/1": ("1 December 2023", "Lamps of harbours", KNOWN,
                   f"1. {REPORT.format('eightieth')};", f"2. {KEEP.replace('Urges', 'Invites')}."),
    "A/RES/78/2": ("2 December 2023", "Foghorns", f"1. {MEET}.", f"2. {TWIN};"),
    "A/RES/78/3": ("3 December 2023", "Anchors of villages", f"1. {TWIN};", f"2. {OARS}."),
}  # fmt: skip


@pytest.fixture(scope="module")
def harbours(made):
    return made(*((symbol, *row) for symbol, row in TEXTS.items()))


@pytest.fixture(scope="module")
def ledger(harbours):
    return un.mandates(harbours)


def rows(table: pd.DataFrame, *names: str) -> list[tuple]:
    return list(table[list(names)].itertuples(index=False, name=None))


# the ledger -----------------------------------------------------------------------------


def test_what_is_asked_of_whom(ledger):
    assert rows(ledger.table, "symbol", "paragraph", "verb", "head", "what") == [
        ("A/RES/76/1", "OP1", "request", "secretary-general", "report"),
        ("A/RES/76/1", "OP2", "urge", "member states", "other"),
        ("A/RES/76/1", "OP3", "invite", "member states", "other"),
        ("A/RES/77/1", "OP1", "request", "secretary-general", "report"),
        ("A/RES/77/1", "OP2", "invite", "member states", "other"),
        ("A/RES/78/1", "OP1", "request", "secretary-general", "report"),
        ("A/RES/78/1", "OP2", "invite", "member states", "other"),
        ("A/RES/78/2", "OP1", "decide", None, "meeting"),
        ("A/RES/78/2", "OP2", "request", "secretary-general", "other"),
        ("A/RES/78/3", "OP1", "request", "secretary-general", "other"),
        ("A/RES/78/3", "OP2", "decide", None, "meeting"),
    ]


def test_by_when(ledger):
    reports = ledger.table[ledger.table["what"] == "report"]
    assert rows(reports, "due", "due_session", "due_after") == [
        ("session 77", 77, 1), ("session 78", 78, 1), ("session 80", 80, 2),
    ]  # fmt: skip


def test_the_series_is_named_by_its_first_text(ledger):
    assert ledger.table.drop_duplicates("symbol")["series"].tolist() == [
        "A/RES/76/1", "A/RES/76/1", "A/RES/76/1", "A/RES/78/2", "A/RES/78/3",
    ]  # fmt: skip


def test_the_ledger_can_be_narrowed(harbours):
    for session in (77, "77", [77], ["77"]):
        assert un.mandates(harbours, sessions=session).symbols == ("A/RES/77/1",)
    assert len(un.mandates(harbours, symbols=["A/RES/76/1"]).table) == 3
    by_head = un.mandates(harbours, addressee="secretary-general")
    assert len(by_head.table) == 5 and len(by_head.symbols) == 5
    by_class = un.mandates(harbours, addressee=["member_states"])
    assert set(by_class.table["head"]) == {"member states"}


@pytest.mark.parametrize(
    ("narrowed", "said"),
    [
        ({"sessions": 12}, "found no 12"),
        ({"sessions": "12"}, "found no 12"),
        ({"sessions": "all"}, "found no 'all'"),
        ({"committees": "Ninth"}, "Ninth"),
        ({"symbols": "A/RES/1/1"}, "A/RES/1/1"),
        ({"addressee": "lamplighters"}, "lamplighters"),
        ({"sessions": []}, "no resolution that meets all filters"),
        ({"sessions": 76, "symbols": "A/RES/77/1"}, "no resolution that meets all filters"),
    ],
)
def test_what_is_not_there_is_refused(harbours, narrowed, said):
    with pytest.raises(UnresError, match=said):
        un.mandates(harbours, **narrowed)


def test_only_a_data_set_is_taken():
    with pytest.raises(UnresError):
        un.mandates("lamps")


def test_it_shows_itself(ledger):
    assert isinstance(ledger, Mandates)
    said = "Mandates of 5 resolutions: 11 requests, 3 for reports, 2 for meetings"
    assert repr(ledger) == f"<{said}>"
    page = ledger._repr_html_()
    assert said in page and "secretary-general" in page and "none named" in page


def test_the_frame_is_a_copy(ledger):
    frame = ledger.to_frame()
    frame["verb"] = "sing"
    assert "sing" not in set(ledger.table["verb"])


def test_what_each_addressee_is_asked(ledger):
    names = ("addressee", "requests", "reports", "meetings", "resolutions", "series")
    table = ledger.addressees()
    assert rows(table, *names) == [
        ("secretary-general", 5, 3, 0, 3, 1),
        ("member states", 4, 0, 0, 0, 0),
        ("none named", 2, 0, 2, 0, 0),
    ]
    assert table["dated"].tolist()[0] == 1 and table["dated"].isna().tolist() == [False, True, True]
    assert "dated" in table.attrs["caption"]


def test_the_ledger_in_sentences(ledger):
    assert ledger.summary() == (
        "5 resolutions of 2021-12-01 to 2023-12-03 hold 11 requests: 3 for reports, 2 for meetings "
        "and 6 for something else.",
        "Of 1 pair of a series and an addressee asked for reports, a rhythm can be told of 1; "
        "every session: 1 (1 of them without a word on how often). Too few sessions to tell: 0.",
        "What the next text made of 2 requests for reports: repeated 1 (50%), dropped 0 (0%), due "
        "after another number of sessions 1.",
        "Pairs of requests of two series that share seven tenths of the shorter one's runs of six "
        "words, stock phrases left out: 1; in texts with less than half in common: 0 (both for "
        "reports: 0).",
        "In sessions 76 and 77, the first and the last that is over: reports a resolution asks "
        "for: 1.0 (no interval) and 1.0 (no interval); resolutions that ask for a report: 100% (no "
        "interval) and 100% (no interval); reports with a due date: 100% (no interval) and 100% "
        "(no interval); resolutions with a review clause: 0% (no interval) and 0% (no interval) "
        "(in brackets 95% intervals by series, which are no test).",
    )


def test_sentences_of_what_asks_for_little(harbours):
    foghorns = un.mandates(harbours, symbols="A/RES/78/2")
    assert foghorns.summary() == (
        "1 resolution of 2023-12-02 holds 2 requests: 0 for reports, 1 for meetings and 1 for "
        "something else.",
        "No report is asked for in a regular session, so that none can return.",
        "No text that asks for a report has been renewed so far.",
        "No two requests of different series share seven tenths of the shorter one's runs of six "
        "words, stock phrases left out.",
        "Fewer than two sessions are over, so that none can be set beside another.",
    )
    assert foghorns.rhythms().empty and foghorns.rhythms().attrs["reason"]
    alone = un.mandates(harbours, symbols="A/RES/76/1").summary()
    assert alone[1] == (
        "Of 1 pair of a series and an addressee asked for reports, none has enough sessions for a "
        "rhythm to be told."
    )


# meetings and verbs -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "is_one"),
    [
        ("to convene a one-day high-level meeting on harbours", True),
        ("that the conference shall be held in Port Lamp", True),
        ("to report on the meeting that he convened", False),
        ("to hold fast to the rules", False),
    ],
)
def test_meetings_as_written(what, is_one):
    assert said_of(what) is is_one


def test_verbs_by_the_scale_of_openers():
    assert degree("invite") < degree("urge") and degree("recall") != degree("recall")


# recurrence -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sessions", "over", "in_fact", "state", "due"),
    [
        ([77, 78, 79], False, "annual", "not yet due again", 80),
        ([74, 76, 78], True, "biennial", "missed", 80),
        ([74, 76, 78], False, "biennial", "not yet due again", 80),
        ([74, 75, 77], False, "irregular", "missed", 79),
        ([74], False, "once", "once", None),
        ([77], False, "too few", "one request so far", None),
        ([65, 70, 75], False, "every 5 sessions", "not yet due again", 80),
    ],
)
def test_rhythm(sessions, over, in_fact, state, due):
    found = rhythm(sessions, (80, over))
    assert (found["in_fact"], found["state"], found["next_session"]) == (in_fact, state, due)


def test_recurrence(ledger):
    table = ledger.recurrence()
    assert rows(table, "series", "head", "requests", "in_fact", "state", "sessions") == [
        ("A/RES/76/1", "secretary-general", 3, "annual", "not yet due again", (76, 77, 78))
    ]
    assert table.loc[0, "due_after"] == (1, 2) and table.loc[0, "next_session"] == 79


def test_a_report_that_is_due_and_without_a_text(made):
    lamps = [(f"A/RES/{s}/1", f"1 December {s + 1945}", "Lamps of harbours",
              f"1. {REPORT.format('eightieth')};") for s in (70, 71)]  # fmt: skip
    other = ("A/RES/75/9", "1 December 2020", "Foghorns", f"1. {MEET}.")
    table = un.mandates(made(*lamps, other)).recurrence()
    assert rows(table, "sessions", "state") == [((70, 71), "no later text")]


# fate -------------------------------------------------------------------------------------


def test_fates(ledger):
    table = ledger.fate().set_index(["symbol", "paragraph"])["fate"]
    assert table.loc["A/RES/76/1"].tolist() == ["repeated", "softened", "dropped"]
    assert table.loc["A/RES/77/1"].tolist() == ["moved", "repeated"]
    assert set(table.loc["A/RES/78/1"]) == {"not over"}


def test_fate_of_one_resolution_and_why(ledger):
    table = ledger.fate("A/RES/77/1")
    assert table["next"].tolist() == ["A/RES/78/1"] * 2
    assert table["reason"].tolist() == ["due after 1 session before, after 2 sessions after", ""]
    assert table["next_paragraph"].tolist() == ["OP1", "OP2"]


def test_the_same_time_as_before_is_no_move(made):
    said = REPORT.format("eightieth")
    lamps = [(f"A/RES/{s}/1", f"1 December {s + 1945}", "Lamps of harbours", f"1. {said};")
             for s in (77, 78)]  # fmt: skip
    assert un.mandates(made(*lamps)).fate("A/RES/77/1")["fate"].tolist() == ["repeated"]


def test_fate_of_a_resolution_outside_is_refused(harbours):
    with pytest.raises(UnresError, match="A/RES/78/1"):
        un.mandates(harbours, sessions=77).fate("A/RES/78/1")


# duplicates and what is alike -------------------------------------------------------------


def test_twins_of_two_series(ledger):
    table = ledger.duplicates()
    assert rows(table, "first_symbol", "first_paragraph", "second_symbol", "second_paragraph") == [
        ("A/RES/78/2", "OP2", "A/RES/78/3", "OP1")
    ]
    words = len(TWIN.replace("-", " ").split())  # 24: the hyphen parts two words, or one word
    row = table.iloc[0]
    assert row["share"] == 1 and row["share_of_longer"] == 1
    assert row["first_words"] == row["shared_words"] and row["first_words"] in (words, words - 1)
    assert row["shared_runs"] == row["first_words"] - 5 == row["weight"]
    assert row["same_addressee"] and not row["same_day"] and not row["same_due"]


def test_what_returns_and_what_became_of_it_is_counted(ledger):
    rhythms = ledger.rhythms()
    assert rhythms.values.tolist() == [["annual", 1, 1, 0, 0]]
    assert rhythms.columns.tolist()[1:] == [
        "requests", "nothing_said", "said_so", "said_otherwise",
    ]  # fmt: skip
    assert ledger.fates().values.tolist() == [
        ["repeated", 1, 0, 1],
        ["moved", 1, 0, 0],
        ["firmed", 0, 0, 0],
        ["softened", 0, 0, 1],
        ["changed", 0, 0, 0],
        ["dropped", 0, 0, 1],
        ["not over", 1, 2, 3],
    ]


def test_rhythms_and_what_the_texts_say_of_them():
    said = [("annual",), (), ("regular", "biennial"), ("annual",), ()]
    in_fact = ["annual", "annual", "biennial", "every 5 sessions", "once"]
    table = summaries.rhythms(pd.DataFrame({"in_fact": in_fact, "said": said}))
    assert table.values.tolist() == [
        ["annual", 2, 1, 1, 0],
        ["biennial", 1, 0, 1, 0],
        ["every 5 sessions", 1, 0, 0, 1],
        ["once", 1, 1, 0, 0],
    ]


def test_pairs_of_reports_are_marked(made):
    """The same report is asked for in two series."""
    count = TWIN.replace("to count", "to submit to the General Assembly a report on")
    pairs = un.mandates(made(
        ("A/RES/78/2", "2 December 2023", "Foghorns", f"1. {count}."),
        ("A/RES/78/3", "3 December 2023", "Anchors of villages", f"1. {count};", f"2. {MEET}."),
    )).duplicates()  # fmt: skip
    assert pairs["both_reports"].tolist() == [True]


@pytest.mark.parametrize("share", [0, 1.2, True, "half"])
def test_a_share_that_is_none(ledger, share):
    with pytest.raises(UnresError, match="min_share"):
        ledger.duplicates(share)


def test_the_nearest_of_another_series_comes_first(ledger):
    table = ledger.alike("A/RES/78/3", "OP1", n=1)
    assert rows(table, "symbol", "paragraph", "how") == [("A/RES/78/2", "OP2", "words")]
    assert table.loc[0, "words_share"] == pytest.approx(1)


def test_the_nearest_to_the_reports_of_a_text(harbours, ledger):
    """A text that is in no data set; and one of the data set, without its own series."""
    asks = REPORT.format("eighty-first").replace("harbours", "piers")
    text = un.loads(f"Keepers of piers\n\nThe General Assembly,\n\n1. {asks};\n\n2. {KEEP}.")
    near = ledger.nearest(un.check(text, harbours), n=1)
    assert rows(near, "request", "paragraph", "series") == [("OP1", "OP1", "A/RES/76/1")]
    own = ledger.nearest(
        un.check(un.loads(written.plain("A/RES/77/1", *TEXTS["A/RES/77/1"])), harbours)
    )
    assert "A/RES/76/1" not in set(own["series"])
    foghorns = un.loads(written.plain("A/RES/78/2", *TEXTS["A/RES/78/2"]))
    nothing = ledger.nearest(un.check(foghorns, harbours))
    assert nothing.empty and nothing.attrs["reason"] == "the text asks for no report"
    with pytest.raises(UnresError, match=r"un\.check"):
        ledger.nearest(text)


def test_a_paragraph_that_is_none_is_refused(ledger):
    with pytest.raises(UnresError, match="OP9"):
        ledger.alike("A/RES/78/3", "OP9")
    with pytest.raises(UnresError):
        ledger.alike("A/RES/78/3", "OP1", n=0)
    with pytest.raises(UnresError):
        ledger.alike("A/RES/78/3", "OP1", text=3)


# figures ----------------------------------------------------------------------------------


def test_by_session(ledger):
    table = ledger.by("session")
    found = table.set_index(["measure", "session"])
    # three texts in session 78, of which one asks for a report, with a time
    assert found.loc[("reports a resolution asks for", 78), "value"] == pytest.approx(1 / 3)
    assert found.loc[("reports with a due date", 78), "value"] == 1
    assert found.loc[("reports a resolution asks for", 76), ["n", "of"]].tolist() == [1, 1]
    assert not found["enough"].any() and found["low"].isna().all()
    assert (found["reason"] != "").all()


def test_other_groups_are_refused(ledger):
    with pytest.raises(UnresError, match="month"):
        ledger.by("month")
