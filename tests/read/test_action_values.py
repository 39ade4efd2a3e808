"""Values of an action: reports, due dates, frequencies, resources, reviews. Sentences are ours."""

import re

import pytest

from unres_research.errors import UnresError
from unres_research.read._actions._due import session_on
from unres_research.read._actions._reports import read_reports
from unres_research.read._actions._resources import read_resources
from unres_research.read._actions._values import values_of

DAY = "2024-12-10"  # in the seventy-ninth session


def read(text, kind="directive", verb="request", day=DAY, **more):
    return values_of(text, 0, len(text), kind=kind, verb=verb, adopted_on=day, **more)


@pytest.mark.parametrize(
    ("day", "session"),
    [
        ("2018-09-17", 72),  # the third Tuesday after a first Saturday: 18 September
        ("2018-09-18", 73),
        ("2019-09-16", 73),
        ("2019-09-17", 74),
        ("2020-09-15", 75),
        ("2022-09-12", 76),
        ("2022-09-13", 77),
        ("2023-09-04", 77),  # from here on the second week
        ("2023-09-05", 78),
        ("2024-09-10", 79),
        ("2025-09-09", 80),
        ("2025-06-30", 79),
        ("1945-12-31", None),
        ("soon", None),
        (None, None),
    ],
)
def test_the_session_that_was_open(day, session):
    assert session_on(day) == session


@pytest.mark.parametrize(
    ("text", "due", "session"),
    [
        ("Requests the keeper to report to the General Assembly at its eightieth session;", 80, 80),
        ("Requests the keeper to report at the eighty-first session of the Assembly;", 81, 81),
        ("Decides to return to lamps at its eighty-fifth session, in 2030;", 85, 85),
        ("Requests a list of lamps before the end of its eightieth session;", 80, 80),
        ("Requests a list of lamps no later than the eightieth session;", 80, 80),
        ("Requests a list of lamps by no later than the eightieth session;", 80, 80),
        ("Requests a list at the first part of its resumed eightieth session;", 80, 80),
        ("Requests a list at the main part of its eightieth session;", 80, 80),
        ("Invites the keeper to hold, during the seventy-ninth session, a debate;", 79, 79),
        ("Requests a list of lamps at its eightieth and eighty-first sessions;", 80, 80),
        ("Requests a list of lamps at its 80th session;", 80, 80),
        ("Decides to take up lamps at its next session;", 80, 80),
        ("Decides to take up lamps later during its current session;", 79, 79),
        ("Decides to include in the provisional agenda of its eightieth session an item;", 80, 80),
        ("Decides to review lamps starting with the eightieth session;", 80, 80),
        (
            "Requests the keeper to submit to the Council at its sixtieth session and to the "
            "General Assembly at its eighty-first session a report;",
            81,
            81,
        ),
        (
            "Requests a report to the Assembly, through the Council, at its eightieth session;",
            80,
            80,
        ),
        # sessions of other bodies are said, and are none of the Assembly's
        ("Requests the keeper to brief the Committee on Lamps at its fortieth session;", 40, None),
        (
            "Requests the keeper to report by the fortieth session of the Committee on Lamps;",
            40,
            None,
        ),
        (
            "Requests a report to the International Lamp Commission at its eightieth session;",
            80,
            None,
        ),
        ("Invites the World Health Assembly, at its eightieth session, to note lamps;", 80, None),
    ],
)
def test_sessions(text, due, session):
    found = read(text)
    assert (found["due"], found["due_session"]) == (f"session {due}", session)
    start, end = found["spans"]["due"]
    assert re.fullmatch(r"\w.* sessions?", text[start:end])


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Requests the keeper to report no later than 31 December 2026;", "2026-12-31"),
        ("Requests the keeper to report by 1 March 2026;", "2026-03-01"),
        ("Requests the keeper to report no later than January 2027;", "2027-01"),
        ("Requests the keeper to report by the end of 2026;", "2026"),
        ("Decides to convene a conference on lamps in 2027;", "2027"),
        ("Decides to convene a conference on lamps in the first half of 2027;", "2027"),
        ("Decides to meet on 12 and 13 May 2026;", "2026-05-12"),
        ("Decides to convene a fair of lamps, to be held in Oslo in 2027;", "2027"),
        ("Requests the Harbour Board to begin work at its 2025 session;", "2025"),
        ("Recommends that the Lamp Board consider oil at its substantive session of 2025;", "2025"),
        ("Invites all keepers to clean their lamps at each session;", "every session"),
        ("Invites all keepers to clean their lamps at every regular session;", "every session"),
        # a meeting, on the day that it opens
        ("Decides that the Board shall meet from 3 to 7 March 2025;", "2025-03-03"),
        ("Decides to hold a fair from 30 June to 3 July 2025;", "2025-06-30"),
        ("Decides to hold a fair from 30 December 2025 to 3 January 2026;", "2025-12-30"),
        (
            "Decides that the Board shall meet from 26 April to 4 June and from 5 July to 6 August "
            "2025;",
            "2025-04-26",
        ),
        (
            "Requests the keeper to convene the Board, to be held in Oslo, from 3 to 7 May 2025;",
            "2025-05-03",
        ),
    ],
)
def test_dates(text, due):
    found = read(text)
    assert (found["due"], found["due_session"]) == (due, None)


@pytest.mark.parametrize(
    "text",
    [
        "Requests the keeper to follow the report submitted at its seventy-eighth session;",
        "Invites keepers to use the plan adopted by the Lamp Board at its fortieth session;",
        "Invites keepers to use the plan of the Lamp Board at its fortieth session, held in Oslo;",
        "Requests the keeper to report as soon as possible;",
        "Decides to apportion 10 dollars for the period from 1 July 2025 to 30 June 2026;",
        "Decides to pay 10 dollars for lamps for the financial period from 1 to 31 July 2025;",
        "Invites keepers to visit the fair, to be held in Oslo, Norway, from 3 to 7 March 2025;",
        "Urges keepers to use what was agreed at the fair held in Oslo from 3 to 7 March 2025;",
        "Decides that the Board shall meet from 3 to 7 March 2024;",  # before the adoption
        "Decides that the Board shall meet from 30 February to 41 March 2025;",
        "Decides to keep lamps for a period of three years;",
        "Urges keepers to follow the 2030 Agenda for Sustainable Development;",
        "Urges keepers to carry on, with a view to achieving the Goals by 2030;",
        "Urges keepers to act on lamps that were lit in 2021;",
        "Urges keepers to take lamps to the fair, to be held in Oslo in 2027;",
        "Decides to appoint ten keepers for a period of four years, beginning on 1 May 2025;",
        "Requests the keeper to report at its upcoming sessions;",
        "Invites keepers to take part in its special session;",
        "Decides to include the item “Lamps at the eightieth session”;",
        "Requests the keeper to keep to the programme of work of the Lamp Board;",
        "Requests the keeper to report at the next session of the Committee on Lamps;",
    ],
)
def test_what_is_no_due_date(text):
    found = read(text)
    assert found["due"] is None
    assert found["due_session"] is None
    assert "due" not in found["spans"]


def test_a_statement_has_no_due_date_and_no_report():
    text = "Looks forward to the report to be submitted at its eightieth session;"
    found = read(text, "statement", "look forward to")
    assert (found["due"], found["report"], found["review"], found["spans"]) == (
        None,
        False,
        False,
        {},
    )


def test_the_session_given_goes_before_the_day():
    text = "Decides to take up lamps at its next session;"
    assert read(text, session=90)["due_session"] == 91
    assert read(text, day=None)["due"] is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Requests the keeper to report on lamps;", "report on"),
        ("Requests the keeper to count lamps and to report thereon;", "report thereon"),
        ("Requests the keeper to count lamps and report back;", "report back"),
        ("Decides that the keeper shall report annually;", "report annually"),
        ("Requests the keeper to submit a report;", "submit a report"),
        ("Requests the keeper to submit to the Board at its tenth session a full report;", None),
        ("Requests the keeper to provide an oral update on lamps;", "provide an oral update"),
        ("Requests the keeper to keep Member States informed;", "keep Member States informed"),
        ("Requests the keeper to brief the Council on lamps;", "brief the Council"),
        ("Requests the keeper to inform the General Assembly of fires;", None),
        ("Requests the keeper to include in his next report a list of lamps;", None),
        ("Requests the keeper, in his next report on oil, to provide the cost of lamps;", None),
        ("Requests the keeper to submit proposals on lamps to the General Assembly;", None),
        ("Invites the banks to present options and recommendations on lamps;", None),
        ("Requests the keeper to provide the Council on Lamps with regular updates;", None),
        ("Requests the keeper to transmit the report of the crew to the Assembly;", None),
        ("Requests a briefing by the keeper on lamps;", None),
        ("To submit a report on lamps;", "submit a report"),
        (
            "Requests the keeper to submit to the Board at its tenth session, lists and reports;",
            None,
        ),
        ("Requests the keeper to give to the Assembly at its sixth session data on oil;", None),
        ("Requests that a report be submitted by the crew;", None),
        ("Requests that updates on lamps be provided to the Board;", None),
        ("Requests all ports to inform the Secretary-General of their lamps;", None),
    ],
)
def test_reports(text, said):
    found = read(text)
    assert found["report"]
    start, end = found["spans"]["report"]
    assert 0 <= start < end <= len(text)
    if said:
        assert text[start:end] == said


@pytest.mark.parametrize(
    "text",
    [
        "Requests the keeper to take into account the report of the crew;",
        "Decides to consider the report of the keeper;",
        "Encourages victims to report crimes;",
        "Requests the keeper to follow the advice in the report;",
        "Requests the keeper to answer the points raised in the report of the crew;",
        "Invites keepers to send written comments;",
        "Requests the keeper to submit the final text of the treaty;",
        "Urges keepers to provide information to sailors;",
        "Encourages the use of findings for planning and reporting on their progress;",
        "Invites the crew to consider the lamps in the report to be submitted by the keeper;",
        "Requests the keeper to provide tools that give Member States information on lamps;",
        "Requests the keeper to provide tools, data and lamps to support Member States;",
        "Invites ports to provide data, which would help to write reports to the Assembly;",
    ],
)
def test_what_is_no_report(text):
    assert not read(text)["report"]


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("Requests the keeper to report annually;", "annual"),
        ("Requests the keeper to report on an annual basis;", "annual"),
        ("Requests the keeper to report every year;", "annual"),
        ("Requests the keeper to submit an annual report;", "annual"),
        ("Decides to mark the day of lamps, to be observed annually;", "annual"),
        ("Requests the keeper to report every two years;", "biennial"),
        ("Requests the keeper to update the list on a triennial basis;", "triennial"),
        ("Requests the keeper to report every four years;", "quadrennial"),
        ("Requests the keeper to report quarterly;", "quarterly"),
        ("Requests the keeper to report every three months;", "quarterly"),
        ("Requests the keeper to regularly clean the lamps;", "regular"),
        ("Invites the keeper to hold regular consultations with the crew;", "regular"),
        ("Requests the keeper to continue to report on lamps;", "regular"),
        ("Requests the keeper to continue to report at its eightieth session;", None),
        ("Requests the keeper to read the annual report of the crew;", None),
        ("Requests the keeper to pay from the regular budget;", None),
        ("Requests the keeper to support the periodic review of lamps;", None),
    ],
)
def test_frequencies(text, frequency):
    found = read(text)
    assert found["frequency"] == frequency
    assert ("frequency" in found["spans"]) == (frequency is not None)


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("Requests the keeper, within existing resources, to light lamps;", ("existing",)),
        ("Requests the keeper, within existing mandates and resources, to light;", ("existing",)),
        ("Requests the keeper, within their respective mandates and resources;", ("existing",)),
        ("Requests the keeper to light lamps from within available resources;", ("existing",)),
        ("Requests the keeper to light lamps without additional resources;", ("existing",)),
        ("Appeals to all to make voluntary contributions to the fund;", ("voluntary",)),
        ("Invites donors to make voluntary and in-kind contributions;", ("voluntary",)),
        ("Invites donors to provide extrabudgetary resources;", ("voluntary",)),
        ("Invites donors to provide funds and extrabudgetary means;", ("additional", "voluntary")),
        ("Requests the keeper to provide adequate human and financial resources;", ("additional",)),
        ("Requests the keeper to provide the resources necessary for lamps;", ("additional",)),
        (
            "Requests the keeper, within existing resources and through voluntary contributions;",
            ("existing", "voluntary"),
        ),
        (
            "Requests the keeper, through voluntary contributions and from existing resources;",
            ("voluntary", "existing"),
        ),
        (
            "Decides to appropriate to the account of lamps the amount of 10 dollars;",
            ("additional",),
        ),
        ("Approves the amount of 10 dollars for lamps;", ("additional",)),
        ("Decides to apportion the amount of 10 dollars among all ports;", ()),
        ("Requests the keeper, within existing mandates, to light lamps;", ()),
        ("Requests the keeper to provide all necessary assistance;", ()),
        ("Requests the keeper to care for natural resources;", ()),
    ],
)
def test_resources(text, classes):
    found = read(text)
    assert found["resources"] == classes
    assert ("resources" in found["spans"]) == bool(classes)


def test_means_that_are_only_noted_are_not_asked_for():
    text = "Welcomes the adequate resources and the voluntary contributions of donors;"
    assert read(text, "statement", "welcome")["resources"] == ()
    text = "Stresses that all costs should be met from voluntary contributions;"
    assert read(text, "statement", "stress")["resources"] == ("voluntary",)
    text = "Stresses that donors mobilize public resources at home;"
    assert read(text, "statement", "stress")["resources"] == ()
    text = "Notes the work of the crew, within existing resources;"
    assert read(text, "statement", "note")["resources"] == ("existing",)


@pytest.mark.parametrize(
    ("text", "review"),
    [
        ("Decides to review the mandate of the crew;", True),
        ("Requests the keeper to evaluate progress made on lamps;", True),
        ("Decides to convene a conference to review the progress made;", True),
        ("Requests the keeper to conduct an independent evaluation of lamps;", True),
        (
            "Requests the keeper to convene a final assessment of the Decade of International Lamps;",
            1,
        ),
        ("Requests the keeper to set up a board for a period of three years;", True),
        ("Decides to extend the mandate of the crew;", True),
        ("Urges keepers to review and amend their laws;", False),
        ("Urges keepers to review national legislation;", False),
        ("Invites keepers to take part in the follow-up and review framework;", False),
        ("Requests the keeper to support the periodic review of lamps;", False),
    ],
)
def test_reviews(text, review):
    assert read(text)["review"] is bool(review)


def test_only_the_segment_is_read_and_spans_are_of_the_whole_text():
    first = "Requests the keeper to report annually"
    text = f"{first}, and invites donors to pay by 1 May 2026 from voluntary contributions;"
    one = values_of(text, 0, len(first), kind="directive", verb="request", adopted_on=DAY)
    two = values_of(text, len(first), len(text), kind="directive", verb="invite", adopted_on=DAY)
    assert (one["report"], one["due"], one["resources"]) == (True, None, ())
    assert (two["report"], two["due"], two["frequency"]) == (False, "2026-05-01", None)
    said = {name: text[a:b] for name, (a, b) in two["spans"].items()}
    assert said == {"due": "by 1 May 2026", "resources": "voluntary contributions"}


def test_word_lists_can_be_replaced(tmp_path):
    means, told = tmp_path / "means.csv", tmp_path / "told.csv"
    means.write_text("phrase,class,source\nout of * pocket,voluntary,ours\n", encoding="utf-8")
    told.write_text("phrase,role,source\nsing,give,ours\nballad,document,ours\n", encoding="utf-8")
    text = (
        "Requests the keeper to sing a long ballad, out of his own pocket and existing resources;"
    )
    lists = {"resources": read_resources(means), "reports": read_reports(told)}
    found = read(text, **lists)
    assert (found["report"], found["resources"]) == (True, ("voluntary",))
    assert not read(text)["report"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("phrase,kind,source\n", "no column class"),
        ("phrase,class,source\nlamp oil,plentiful,ours\n", "row 2 (lamp oil, 'plentiful')"),
        ("phrase,class,source\n* oil,existing,ours\n", "row 2 (* oil, 'existing')"),
        ("phrase,class,source\n,existing,ours\n", "row 2 (no phrase, 'existing')"),
    ],
)
def test_faults_of_a_word_list_are_told(tmp_path, rows, said):
    path = tmp_path / "means.csv"
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(UnresError, match=re.escape(said)):
        read_resources(path)


def test_a_word_list_that_is_not_there(tmp_path):
    with pytest.raises(UnresError, match="cannot be read"):
        read_resources(tmp_path / "none.csv")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "“",
        "\0\n\t",
        "at its",
        "session",
        "the session",
        "its eightieth session",
        "at its zeroth and  session of the",
        "at its ٨٠th session",
        "by 99 May 2026",
        "by 31 February 2026",
        "to " * 500,
        "“" * 500 + "session" + "”" * 500,
        "İ" * 50 + " within existing resources at its eightieth session",
    ],
)
def test_hostile_text_gives_spans_within_it(text):
    found = read(text)
    assert all(0 <= a < b <= len(text) for a, b in found["spans"].values())
    assert set(found["spans"]) == {
        name for name in ("report", "due", "frequency", "resources", "review") if found[name]
    }


def test_money_of_a_year_is_not_due_in_it():
    text = "Appropriates an amount of 10 dollars for lamps in 2025;"
    found = read(text, "decision", "appropriate")
    assert (found["due"], found["resources"]) == (None, ("additional",))


def test_a_verb_may_be_missing():
    found = read("Lamps, through voluntary contributions;", "other", "")
    assert (found["resources"], found["report"]) == (("voluntary",), False)
