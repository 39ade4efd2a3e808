"""What paragraphs ask: invented paragraphs, the places of values, word lists, hostile texts."""

from __future__ import annotations

import pytest

import unres_research as un
from unres_research import UnresError
from unres_research.read._actions import read_actions, read_addressees, read_verbs
from unres_research.records import Paragraph, Resolution

# text, and its actions: verb, class, addressee, classes
PARAGRAPHS = [
    (
        "Requests the Secretary-General to count the lamps, and encourages Member States to light"
        " them;",
        [
            ("request", "directive", "Secretary-General", ["secretary_general"]),
            ("encourage", "directive", "Member States", ["member_states"]),
        ],
    ),
    # one object, two verbs: the first counts
    (
        "Welcomes and encourages the efforts of all keepers to mend their lamps;",
        [("welcome", "statement", None, [])],
    ),
    (
        "Invites and encourages all States to visit the harbour;",
        [("invite", "directive", "all States", ["member_states"])],
    ),
    # an adverbial before the second verb
    (
        "Notes the lamps, in this regard stresses the need for oil, and, to that end, requests the"
        " Secretariat to buy some;",
        [
            ("note", "statement", None, []),
            ("stress", "statement", None, []),
            ("request", "directive", "Secretariat", ["secretariat"]),
        ],
    ),
    # a relative clause is no action of the organ
    (
        "Recalls the decision of the Harbour Board, which requests States to dim their lamps;",
        [("recall", "statement", None, [])],
    ),
    (
        "Recalls paragraph 3 of its resolution, in which it requested the keeper to report;",
        [("recall", "statement", None, [])],
    ),
    # nouns that look like verbs
    (
        "Welcomes the notes, requests and calls of the keepers;",
        [("welcome", "statement", None, [])],
    ),
    # a verb within a title
    (
        "Takes note of the report entitled “The harbour, and requests the sea”;",
        [("take note", "statement", None, [])],
    ),
    # nouns that stand for verbs
    (
        "Reiterates its request to the Secretary-General to count the lamps;",
        [("request", "directive", "Secretary-General", ["secretary_general"])],
    ),
    (
        "Reiterates its call upon Member States to dim their lamps;",
        [("call upon", "directive", "Member States", ["member_states"])],
    ),
    (
        "Reiterates, for the third year, its deep concern at the state of the harbour;",
        [("express concern", "statement", None, [])],
    ),
    ("Reiterates its decision to meet in spring;", [("decide", "decision", None, [])]),
    (
        "Expresses its profound gratitude to the Government of Malta for the lamps;",
        [("express gratitude", "statement", None, [])],
    ),
    ("Reiterates that lamps matter;", [("reiterate", "statement", None, [])]),
    # adverbs between the words of a verb
    (
        "Calls once again upon all States, in particular those with lamps, to dim them;",
        [("call upon", "directive", "all States", ["member_states"])],
    ),
    (
        "Looks forward also to the opening of the harbour;",
        [("look forward to", "statement", None, [])],
    ),
    (
        "Once again urges States that have no lamps to buy some;",
        [("urge", "directive", "States", ["member_states"])],
    ),
    # who is asked by a clause, or with "by"
    (
        "Recommends that the Secretary-General continue to count the lamps;",
        [("recommend", "directive", "Secretary-General", ["secretary_general"])],
    ),
    (
        "Demands that Malta, the administering Power, cease to dim the lamps;",
        [("demand", "directive", "Malta", ["member_states"])],
    ),
    (
        "Calls for steps, to be taken by all coastal States, that would save oil;",
        [("call for", "directive", "all coastal States", ["member_states"])],
    ),
    ("Calls for more oil;", [("call for", "directive", None, [])]),
    # what others did or will do with a thing makes them none who is asked
    (
        "Calls for the opening of the harbour, as envisioned by the Security Council;",
        [("call for", "directive", None, [])],
    ),
    (
        "Invites gifts of oil, to be counted by the rules that were agreed upon by Member States;",
        [("invite", "directive", None, [])],
    ),
    ("Calls for oil for sailors from coastal States;", [("call for", "directive", None, [])]),
    (
        "Calls for further support, including from all coastal States;",
        [("call for", "directive", "all coastal States", ["member_states"])],
    ),
    (
        "Calls for concerted action by Member States;",
        [("call for", "directive", "Member States", ["member_states"])],
    ),
    (
        "Invites multi-stakeholders from all harbours to buy oil;",
        [("invite", "directive", "multi-stakeholders", ["other"])],
    ),
    ("Encourages further work on lamps;", [("encourage", "directive", None, [])]),
    # names with a comma, or with what mostly ends a list
    (
        "Invites the United Nations Educational, Scientific and Cultural Organization, the World"
        " Health Organization and civil society, as appropriate, to light lamps;",
        [
            (
                "invite",
                "directive",
                "United Nations Educational, Scientific and Cultural Organization, the World"
                " Health Organization and civil society",
                ["un_system", "other"],
            )
        ],
    ),
    (
        "Requests the Special Committee on the Situation with regard to the Implementation of the"
        " Declaration on the Granting of Independence to Colonial Countries and Peoples to meet;",
        [
            (
                "request",
                "directive",
                "Special Committee on the Situation with regard to the Implementation of the"
                " Declaration on the Granting of Independence to Colonial Countries and Peoples",
                ["un_body"],
            )
        ],
    ),
    (
        "Calls upon Governments at all levels, as appropriate, to light lamps;",
        [("call upon", "directive", "Governments at all levels", ["member_states"])],
    ),
    (
        "Calls upon Governments at their own cost to light lamps;",
        [("call upon", "directive", "Governments", ["member_states"])],
    ),
    # lists
    (
        "Invites Member States, the United Nations and humanitarian organizations to give oil;",
        [
            (
                "invite",
                "directive",
                "Member States, the United Nations and humanitarian organizations",
                ["member_states", "un_system", "other"],
            )
        ],
    ),
    (
        "Urges regional and national tourism organizations to visit the harbour;",
        [("urge", "directive", "regional and national tourism organizations", ["other"])],
    ),
    (
        "Requests the Working Group to meet in the harbour;",
        [("request", "directive", "Working Group", ["un_body"])],
    ),
    (
        "Commends the Economic and Social Council for its lamps, and requests it to buy more;",
        [("commend", "statement", None, []), ("request", "directive", "it", ["un_body"])],
    ),
    # statements and decisions that ask somebody name nobody
    ("Stresses that Member States should dim their lamps;", [("stress", "statement", None, [])]),
    ("Decides that the Board shall meet in May;", [("decide", "decision", None, [])]),
    (
        "The Secretary-General is authorized to buy lamps;",
        [("authorize", "decision", None, [])],
    ),
    # declarations
    (
        "We recognize the use of lamps. We call upon States to light them.",
        [
            ("recognize", "statement", None, []),
            ("call upon", "directive", "States", ["member_states"]),
        ],
    ),
    # preambular paragraphs
    ("Recalling its resolution on lamps,", [("recall", "statement", None, [])]),
    ("Deeply concerned at the dark harbour,", [("express concern", "statement", None, [])]),
    ("Having also considered the report,", [("consider", "statement", None, [])]),
    (
        "Noting the lamps, and convinced that oil is dear,",
        [("note", "statement", None, []), ("be convinced", "statement", None, [])],
    ),
    ("25,000 dollars for oil;", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), PARAGRAPHS, ids=[t[:40] for t, _ in PARAGRAPHS])
def test_paragraphs(text, expected):
    found = un.actions(text)
    assert [
        (a["verb"], a["class"], a["addressee"], a["addressee_class"]) for a in found
    ] == expected


# chapeau, text, and the actions: verb, addressee, what is inherited
SUBPARAGRAPHS = [
    (
        "Requests the Secretary-General:",
        "To count the lamps, and encourages Member States to light them;",
        [
            ("request", "Secretary-General", ["verb", "addressee"]),
            ("encourage", "Member States", []),
        ],
    ),
    # two directives that share what they ask both govern
    (
        "Calls upon States and encourages civil society to help:",
        "To buy oil;",
        [
            ("call upon", "States", ["verb", "addressee"]),
            ("encourage", "civil society", ["verb", "addressee"]),
        ],
    ),
    # only the last action of a chapeau governs
    (
        "Welcomes the harbour, and requests the Board:",
        "To close it at night;",
        [("request", "Board", ["verb", "addressee"])],
    ),
    # what goes on after the sub-paragraphs does not govern them
    (
        "Recalls the opening of: and stresses the need for lamps;",
        "The harbour of Valletta;",
        [("recall", None, ["verb"])],
    ),
    # the sub-paragraph names the addressee, or has its own verb
    ("Calls upon:", "All States to buy oil;", [("call upon", "All States", ["verb"])]),
    (
        "Stresses the need for oil, and therefore:",
        "Urges States to buy it;",
        [("urge", "States", [])],
    ),
    ("Lamps are dear. We decide to:", "Invite States to buy them;", [("invite", "States", [])]),
    (
        "Decides that the Board shall:",
        "Encourage States to buy lamps;",
        [("decide", None, ["verb"])],
    ),
]


@pytest.mark.parametrize(("chapeau", "text", "expected"), SUBPARAGRAPHS)
def test_subparagraphs(chapeau, text, expected):
    found = un.actions(text, chapeau)
    assert [(a["verb"], a["addressee"], a["inherited"]) for a in found] == expected


def test_a_pronoun_in_a_subparagraph_is_whom_the_chapeau_asks():
    found = un.actions("To mend its lamps, and encourages it to buy oil;", "Urges Malta:")
    assert [(a["addressee"], a["addressee_class"]) for a in found] == [
        ("Malta", ["member_states"]),
        ("it", ["member_states"]),
    ]


@pytest.mark.parametrize("text", [t for t, _ in PARAGRAPHS])
def test_values_stand_at_their_places(text):
    last = 0
    for action in un.actions(text):
        start, end = action["span"]
        assert last <= start <= end <= len(text)
        last = end
        for name in ("addressee", "what"):
            if action[name] is not None:
                low, high = action["spans"][name]
                assert text[low:high] == action[name]
        for low, high in action["spans"].values():
            assert start <= low < high <= end


def test_record_as_a_table():
    record = Resolution(
        symbol="A/RES/80/900",
        kind="resolution",
        title="Lamps",
        session=80,
        adopted_on="2025-12-01",
        paragraphs=(
            Paragraph("PP1", "preambular", "Recalling the harbour,", opener="Recalling"),
            Paragraph("S1", "heading", "Requests"),
            Paragraph("OP1", "operative", "Requests the Secretary-General:", "1"),
            Paragraph(
                "OP1(a)",
                "subparagraph",
                "To report to the General Assembly at its eighty-second session;",
                "(a)",
                parent="OP1",
            ),
        ),
    )
    frame = un.actions(record)
    assert list(frame["paragraph"]) == ["PP1", "OP1", "OP1(a)"]
    assert list(frame["action"]) == [1, 1, 1]
    last = frame.iloc[-1]
    assert (last["symbol"], last["kind"], last["class"]) == (
        "A/RES/80/900",
        "subparagraph",
        "directive",
    )
    assert (last["head"], last["due"], last["due_session"], last["due_after"]) == (
        "secretary-general",
        "session 82",
        82,
        2,
    )
    assert frame["due_session"].isna().tolist() == [True, True, False]


def test_other_languages_are_refused():
    record = Resolution(symbol=None, kind="draft", title="Lampes", language="fr")
    with pytest.raises(UnresError, match="'fr', expected English"):
        un.actions(record)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((3,), "for the text"),
        ((None,), "for the text"),
        (("Decides to meet;", 3), "for the chapeau"),
        (("Decides to meet;", "", 2025), "for adopted_on"),
        (("Decides to meet;", "", "yesterday"), "found 'yesterday' for adopted_on"),
        (("Decides to meet;", "", "2024-13-40"), "found '2024-13-40' for adopted_on"),
    ],
)
def test_what_is_no_text_is_refused(arguments, said):
    with pytest.raises(UnresError, match=said):
        un.actions(*arguments)


def test_word_lists_can_be_replaced(tmp_path):
    verbs, addressees = tmp_path / "verbs.csv", tmp_path / "addressees.csv"
    verbs.write_text("verb,class,forms,nouns,inner,source\nbeseech,directive,,,yes,by hand\n")
    addressees.write_text("phrase,class,source\nkeepers,un_body,by hand\n")
    found = un.actions("Beseeches all keepers to wait;", verbs=verbs, addressees=addressees)
    assert [(a["verb"], a["addressee"], a["addressee_class"]) for a in found] == [
        ("beseech", "all keepers", ["un_body"])
    ]
    assert un.actions("Requests States to wait;", verbs=verbs) == []


def test_phrases_of_means_and_reports_can_be_replaced(tmp_path):
    means, reports = tmp_path / "means.csv", tmp_path / "reports.csv"
    means.write_text("phrase,class,source\nout of the lamp fund,voluntary,by hand\n")
    rows = {
        "inform": "tell",
        "give": "hand",
        "document": "ledger",
        "content": "lamps",
        "organ": "guild",
    }
    reports.write_text(
        "phrase,role,source\n" + "".join(f"{p},{r},by hand\n" for r, p in rows.items())
    )
    text = "Requests the keeper to tell the guild of the lamps, out of the lamp fund;"

    def told(**lists):
        (action,) = un.actions(text, **lists)
        return action["report"], action["resources"]

    assert told() == (False, [])
    assert told(resources=means) == (False, ["voluntary"])
    assert told(reports=reports) == (True, [])
    with pytest.raises(UnresError, match="word lists for a data set"):
        un.actions(un.open_corpus(), resources=means)
    with pytest.raises(UnresError, match="no column"):
        un.actions(text, reports=means)


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (read_verbs, "verb,class\n", "no column forms, nouns, inner, source"),
        (read_verbs, "verb,class,forms,nouns,inner,source\nask,order,,,yes,x\n", "row 2"),
        (read_verbs, "verb,class,forms,nouns,inner,source\nask,other,,,often,x\n", "row 2"),
        (
            read_verbs,
            "verb,class,forms,nouns,inner,source\nask,other,,,no,x\nask,other,,,no,x\n",
            "row 3",
        ),
        (read_addressees, "phrase,class\n", "no column source"),
        (read_addressees, "phrase,class,source\nkeepers,friends,x\n", "row 2"),
        (read_addressees, "phrase,class,source\n,other,x\n", "row 2"),
    ],
)
def test_word_lists_that_are_not_understood(tmp_path, read, text, said):
    path = tmp_path / "list.csv"
    path.write_text(text)
    with pytest.raises(UnresError, match=said):
        read(path)


HOSTILE = [
    "“" * 20_000,
    "we" + " " * 20_000 + "x",
    ", requests the " * 1500,
    ", and expresses its " * 1000,
    "Calls for " + "by from " * 2500,
    "Requests " + "States, " * 2500,
    "Requests " + "also  " * 3000 + "x",
    "Urges " + "to " * 6000,
    "Notes " + ", which requests" * 1300,
    "Decides:" * 2500,
    "Reiterates " + "its deep " * 2200,
    "Requests the " + "united nations " * 1300,
    "\x00\ud800 Requests \u202e States to wait",
]


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(t[:24]) for t in HOSTILE])
@pytest.mark.parametrize("chapeau", ["", "Requests States:"])
def test_hostile_texts_end(text, chapeau):
    for action in read_actions(text, chapeau):
        start, end = action.span
        assert 0 <= start <= end <= len(text)
        if action.what is not None:
            low, high = action.spans["what"]
            assert text[low:high] == action.what


def test_the_lists_have_sources_and_no_double_rows():
    from unres_research._wordlists import read_list

    for name, key in (("verbs", "verb"), ("addressees", "phrase")):
        rows = read_list(name)
        assert len({r[key] for r in rows}) == len(rows) > 100
        assert all(r["source"] for r in rows)
