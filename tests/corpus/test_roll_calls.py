"""Votes, roll calls and sponsors of a data set: from rows of metadata, worked by hand."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pandas as pd
import pytest
import sealed
import written

from unres_research import open_corpus
from unres_research.corpus import _actions as asked
from unres_research.corpus import build_corpus
from unres_research.corpus._build import corpus_of_records
from unres_research.corpus._documents import Document
from unres_research.corpus._schema import LATER_FILES
from unres_research.corpus._tables import write_tables
from unres_research.corpus._votes import roll_calls, sponsor_rows
from unres_research.errors import UnresError
from unres_research.read import _actions as reading
from unres_research.read._actions import Action
from unres_research.records import Paragraph, Resolution


def voted(number, yes, no=(), abstain=(), tallies=None, **more):
    lists = {"in_favour": list(yes), "against": list(no), "abstaining": list(abstain)}
    told = tallies or [str(len(names)) for names in lists.values()]
    return {
        "symbol": f"A/RES/77/{number}",
        "adoption_type": "By a recorded vote",
        **{f"MS_{key}": str(names) for key, names in lists.items()},
        **{f"MS_{key}_count": tally for key, tally in zip(lists, told, strict=True)},
        **more,
    }


ROWS = [
    voted(901, ["FIJI", "TÜRKİYE", "Turkey"], ["MALTA"], ["CONGO", "MALTA"]),
    voted(901, ["FIJI", "TÜRKÝYE", "TURKIYE"], ["MALTA"], ["CONGO", "MALTA"]),
    voted(902, ["FIJI", "MALTA"], [], ["CHAD"]),
    voted(902, ["MALTA", "Fiji"], [], ["CHAD"]),
    voted(903, ["FIJI", "ATLANTIS"], ["CHAD"], [], ["2", "N.A.", "3"]),
    voted(904, ["FIJI"]),
    voted(904, ["FIJI"], [], ["CHAD"]),
    voted(905, [], tallies=["90", "2", "0"]),
    {"symbol": "A/RES/77/906", "adoption_type": "Without a vote", "sponsors": ["Fiji and Malta"]},
    voted(999, ["FIJI"]),  # no file
]
SPONSORS = {
    "sponsors": ["FIJI", "FIJI", "MALTA (ON BEHALF OF THE GROUP OF AFRICAN STATES)", "ISLANDS"],
    "additional_sponsors": "['Chad', 'Submitted by the Chair of the Committee']",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("votes")
    for k in range(901, 907):
        text = written.plain(f"A/RES/77/{k}", f"{k - 900} May 2023", "Lamps", "1. Decides to meet.")
        (root / f"{k}.txt").write_text(text, encoding="utf-8")
    (root / "data_extract").mkdir()
    rows = [ROWS[0] | SPONSORS, *ROWS[1:]]
    lines = "\n".join(json.dumps(row) for row in rows)
    (root / "data_extract" / "77.json").write_text(lines, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def corpus(folder):
    return build_corpus(folder, texts=True, n_jobs=1, progress=False).corpus


def test_one_row_a_state_and_list(corpus):
    rows = corpus.votes[corpus.votes["symbol"] == "A/RES/77/901"]
    assert rows[["state", "iso3", "m49", "vote", "name", "times"]].values.tolist() == [
        ["Fiji", "FJI", 242, "yes", "FIJI", 1],
        ["Türkiye", "TUR", 792, "yes", "TÜRKİYE", 2],  # once more as Turkey
        ["Malta", "MLT", 470, "no", "MALTA", 1],
        ["Congo", "COG", 178, "abstain", "CONGO", 1],
        ["Malta", "MLT", 470, "abstain", "MALTA", 1],
    ]
    unknown = corpus.votes[corpus.votes["iso3"].isna()]
    assert unknown[["symbol", "vote", "name"]].values.tolist() == [
        ["A/RES/77/903", "yes", "ATLANTIS"]
    ]
    assert unknown[["state", "m49"]].isna().all(axis=None)
    assert corpus.votes["symbol"].unique().tolist() == [f"A/RES/77/90{k}" for k in (1, 2, 3, 4)]


def test_lists_and_tallies_are_set_side_by_side(corpus):
    table = corpus.roll_calls
    assert table.index.tolist() == [f"A/RES/77/90{k}" for k in range(1, 6)]
    counts = table[["yes", "no", "abstain", "in_favour", "against", "abstaining"]]
    assert counts.astype(object).where(counts.notna(), None).values.tolist() == [
        [3, 1, 2, 3, 1, 2],
        [2, 0, 1, 2, 0, 1],
        [2, 1, 0, 2, None, 3],
        [1, 0, 0, 1, 0, 0],
        [None, None, None, 90, 2, 0],
    ]
    assert table["agrees"].tolist() == [False, True, False, False, False]
    assert table["why"].tolist() == [
        "twice in one list: TÜRKİYE; in two lists: Malta",
        "",
        "no tally printed against (1 listed); 0 listed abstaining, 3 in the tally: 3 missing; "
        "names not known: ATLANTIS",
        "1 more rows of the metadata, with other lists",
        "no lists in the metadata",
    ]
    assert table["absent"].isna().tolist() == [True, False, True, True, True]
    assert table["absent"]["A/RES/77/902"] == 193 - 3


def test_who_is_absent_was_a_member_that_day():
    """South Sudan was admitted on 14 July 2011."""
    votes = pd.DataFrame(
        [("A/1", "yes", "FJI", "FIJI", 1), ("A/2", "yes", "FJI", "FIJI", 1)],
        columns=["symbol", "vote", "iso3", "name", "times"],
    )
    days = pd.to_datetime(["2011-07-13", "2011-07-14"])
    about = {"symbol": ["A/1", "A/2"], "adopted_on": days, "has_metadata": True}
    told = {"in_favour": [1, 1], "against": [0, 0], "abstaining": [0, 0]}
    tallies = pd.DataFrame({"symbol": ["A/1", "A/2"], **told, "others": [0, 0]})
    found = roll_calls(pd.DataFrame(about | told), votes, tallies)
    assert found["absent"].tolist() == [191, 192]


def test_a_vote_that_the_document_prints_or_no_one_records():
    votes = pd.DataFrame(
        [("A/1", "yes", "FJI", "FIJI", 1), ("A/2", "yes", "FJI", "FIJI", 1)],
        columns=["symbol", "vote", "iso3", "name", "times"],
    )
    about = pd.DataFrame(
        {
            "symbol": ["A/1", "A/2", "A/3"],
            "adopted_on": pd.to_datetime(["2020-01-01"] * 3),
            "has_metadata": [True, True, False],
            "in_favour": [2, float("nan"), 9],
            "against": [0, float("nan"), 8],
            "abstaining": [0, float("nan"), 7],
        }
    )
    tallies = pd.DataFrame(
        [("A/1", 1, 0, 0, 0), ("A/2", 1, 0, 0, 2)],
        columns=["symbol", "in_favour", "against", "abstaining", "others"],
    )
    found = roll_calls(about, votes, tallies)
    assert found["why"].tolist() == [
        "the document prints 2 to 0, with 0 abstaining",
        "2 more rows of the metadata, with other lists; not recorded as a vote",
        "no metadata",
    ]
    assert found.loc["A/3", ["in_favour", "against", "abstaining"]].tolist() == [9, 8, 7]


def test_a_reason_names_five_and_counts_the_rest():
    states = ["FJI", "MLT", "TCD", "COG", "TUR", "USA", "CAN"]
    rows = [("A/1", "yes", code, code.lower(), 2) for code in states]
    votes = pd.DataFrame(rows, columns=["symbol", "vote", "iso3", "name", "times"])
    day = pd.to_datetime(["2020-01-01"])
    told = {"in_favour": [14], "against": [0], "abstaining": [0]}
    about = pd.DataFrame({"symbol": ["A/1"], "adopted_on": day, "has_metadata": True} | told)
    tallies = pd.DataFrame({"symbol": ["A/1"], **told, "others": [0]})
    said = "twice in one list: fji, mlt, tcd, cog, tur"
    assert roll_calls(about, votes, tallies)["why"].tolist() == [f"{said} and 2 more"]
    some = roll_calls(about, votes.iloc[:5], tallies)["why"].tolist()
    assert some == [f"10 listed in favour, 14 in the tally: 4 missing; {said}"]


def test_sponsors_stand_beside_the_states_they_name(corpus):
    rows = corpus.sponsors
    first = rows[rows["symbol"] == "A/RES/77/901"]
    assert first[["position", "joined", "name", "kind"]].values.tolist() == [
        [1, "draft", "FIJI", "state"],
        [2, "draft", "MALTA (ON BEHALF OF THE GROUP OF AFRICAN STATES)", "state"],
        [3, "draft", "ISLANDS", "other"],
        [1, "additional", "Chad", "state"],
        [2, "additional", "Chair of the Committee", "officer"],
    ]
    assert first["iso3"].fillna("").tolist() == ["FJI", "MLT", "", "TCD", ""]
    assert first["behalf"].fillna("").tolist() == ["", "Group of African States", "", "", ""]
    assert first["state"].fillna("").tolist() == ["Fiji", "Malta", "", "Chad", ""]
    several = rows[rows["symbol"] == "A/RES/77/906"]
    assert several[["position", "name", "m49"]].values.tolist() == [[1, "Fiji", 242], [2, "Malta", 470]]  # fmt: skip


def test_a_state_that_was_removed_has_no_code():
    """It stands in its place, and who counts States by their codes does not count it."""
    lists = {
        "sponsors": ("Fiji", "Malta", "Peru"),
        "additional_sponsors": ("Chad. - Malta was removed from the list of sponsors",),
    }
    rows = list(sponsor_rows(Resolution("A/RES/77/901", "resolution", "Lamps", **lists)))
    assert [(r["joined"], r["position"], r["name"], r["kind"], r["iso3"]) for r in rows] == [
        ("draft", 1, "Fiji", "state", "FJI"),
        ("draft", 2, "Malta", "removed", None),
        ("draft", 3, "Peru", "state", "PER"),
        ("additional", 1, "Chad", "state", "TCD"),
    ]
    assert (rows[1]["state"], rows[1]["m49"]) == (None, None)


def test_the_resolutions_are_as_they_were(corpus):
    """Counts are those of the first row of metadata, a tally that is not printed is 0."""
    table = corpus.resolutions.loc[[f"A/RES/77/90{k}" for k in range(1, 6)]]
    votes = table[["in_favour", "against", "abstaining"]].astype(int)
    assert votes.values.tolist() == [[3, 1, 2], [2, 0, 1], [2, 0, 3], [1, 0, 0], [90, 2, 0]]


def test_a_data_set_of_an_earlier_version_opens_without_them(corpus, tmp_path):
    out = shutil.copytree(corpus.path, tmp_path / "old")
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [r for r in package["resources"] if r["path"] not in LATER_FILES]
    sealed.seal(out, package)
    for name in LATER_FILES:
        (out / name).unlink()
    old = open_corpus(out)
    assert len(old) == 6 and len(old.texts) == len(old.paragraphs)
    for name in ("actions", "votes", "sponsors", "roll_calls"):
        with pytest.raises(UnresError, match=r"without \w+\.parquet, expected .* build it again"):
            getattr(old, name)


def test_a_table_that_is_described_must_be_there(corpus, tmp_path):
    out = shutil.copytree(corpus.path, tmp_path / "data")
    (out / "votes.parquet").unlink()
    with pytest.raises(UnresError, match=r"found no votes\.parquet in .* build the data set again"):
        open_corpus(out)


def test_data_sets_without_metadata_have_no_rows(tmp_path):
    (tmp_path / "a.txt").write_text(
        written.plain("A/RES/77/901", "3 May 2023", "Lamps", "1. Decides to meet.")
    )
    corpus = build_corpus(tmp_path, n_jobs=1, progress=False).corpus
    tables = [corpus.votes, corpus.sponsors, corpus.roll_calls]
    assert [len(table) for table in tables] == [0, 0, 0]
    assert tables[2].columns.tolist()[:3] == ["yes", "no", "abstain"]


def test_joined_data_sets_have_the_rows_of_both(corpus, folder, tmp_path):
    """A/RES/77/901 stands in both, otherwise; the first one's rows are kept."""
    for name, row in (("901", ROWS[5] | {"symbol": "A/RES/77/901"}), ("900", ROWS[2])):
        text = written.plain(f"A/RES/77/{name}", "9 May 2023", "Bells", "1. Decides to ring.")
        (tmp_path / f"{name}.txt").write_text(text)
        (tmp_path / "data_extract").mkdir(exist_ok=True)
        row = row | {"symbol": f"A/RES/77/{name}", "sponsors": ["KENYA"]}
        (tmp_path / "data_extract" / f"{name}.json").write_text(json.dumps(row))
    more = build_corpus(tmp_path, texts=True, n_jobs=1, progress=False).corpus
    both = open_corpus(corpus.path, add=more)
    assert both.votes["symbol"].unique().tolist() == [f"A/RES/77/90{k}" for k in range(5)]
    own = both.votes[both.votes["symbol"] != "A/RES/77/900"].reset_index(drop=True)
    pd.testing.assert_frame_equal(own, corpus.votes)
    assert both.sponsors["name"].tolist() == ["KENYA", *corpus.sponsors["name"]]
    assert both.roll_calls.index.tolist() == [f"A/RES/77/90{k}" for k in range(6)]
    pd.testing.assert_frame_equal(both.roll_calls.iloc[1:], corpus.roll_calls)
    assert both.actions.columns.tolist() == corpus.actions.columns.tolist()


# actions ------------------------------------------------------------------------------


RECORD = Resolution(
    "A/RES/77/901",
    "resolution",
    "Lamps",
    adopted_on="2023-05-03",
    session=77,
    paragraphs=(
        Paragraph("PP1", "preambular", "Noting lamps,", opener="Noting"),
        Paragraph("H1", "heading", "Lamps"),
        Paragraph("OP1", "operative", "Requests the Secretary-General:", opener="Requests"),
        Paragraph("OP1(a)", "subparagraph", "To act:", parent="OP1"),
        Paragraph("OP1(a)(i)", "subparagraph", "To light lamps.", parent="OP1(a)"),
        Paragraph("A1.1", "annex", "Lamps are lit.", annex=1),
        Paragraph("A1.OP2", "operative", "Decides to meet.", annex=1),
    ),
)
SPANS = {"verb": (0, 2), "due": (3, 9)}
ACTION = Action("light", "directive", span=(0, 15), spans=SPANS, resources=("existing",))


@pytest.fixture
def reader(monkeypatch):
    """What the reader of actions is given; it finds two actions in each paragraph."""
    calls = []

    class Reader:
        def __init__(self, verbs, addressees, given):
            self.made = given["adopted_on"], given["session"]

        def read(self, text, chapeau, opener):
            calls.append((text, chapeau, opener, *self.made))
            return [ACTION, replace(ACTION, due="session 80", due_session=80, spans={})]

    monkeypatch.setattr(reading, "Reader", Reader)
    return calls


def test_each_paragraph_is_read_with_those_above_it(reader):
    rows = asked.action_rows(RECORD, "2023-05-04")
    assert reader[:4] == [
        ("Noting lamps,", "", "Noting", "2023-05-04", 77),
        ("Requests the Secretary-General:", "", "Requests", "2023-05-04", 77),
        ("To act:", "Requests the Secretary-General:", None, "2023-05-04", 77),
        ("To light lamps.", "Requests the Secretary-General: To act:", None, "2023-05-04", 77),
    ]
    assert [row[:2] for row in rows[-2:]] == [("OP1(a)(i)", 1), ("OP1(a)(i)", 2)]  # no annex


def test_other_languages_and_special_sessions(reader):
    assert asked.action_rows(replace(RECORD, language="fr"), "2023-05-04") == () == tuple(reader)
    asked.action_rows(replace(RECORD, session="ES-10"), None)
    assert reader[0][3:] == (None, None)


def test_paragraphs_that_stand_in_each_other_end(reader):
    """A record that someone made up."""
    loop = (
        Paragraph("a", "subparagraph", "Lamps", parent="b"),
        Paragraph("b", "subparagraph", "Bells", parent="a"),
    )
    rows = asked.action_rows(replace(RECORD, paragraphs=loop), None)
    assert [row[:2] for row in rows] == [("a", 1), ("a", 2), ("b", 1), ("b", 2)]


def test_actions_are_stored_with_their_places(reader):
    corpus = corpus_of_records([RECORD])
    first, second = (row._asdict() for row in corpus.actions.head(2).itertuples(index=False))
    assert (first["symbol"], first["paragraph"], first["action"]) == ("A/RES/77/901", "PP1", 1)
    assert first["resources"].tolist() == ["existing"] and first["addressee_class"].tolist() == []
    places = ("start", "end", "verb_start", "verb_end", "due_start", "due_end")
    assert [first[p] for p in places] == [0, 15, 0, 2, 3, 9]
    assert pd.isna(first["what_start"]) and pd.isna(first["due"]) and pd.isna(first["head"])
    assert (second["due"], second["due_session"], second["action"]) == ("session 80", 80, 2)
    assert corpus.actions["class"].unique().tolist() == ["directive"]
    assert len(corpus.actions) == 8 and len(reader) == 5


def test_a_date_from_the_metadata_is_read_with(reader, tmp_path):
    """The document prints no date: its actions are read again, with the one that the row has."""
    from unres_research.read._metadata import Metadata

    undated = replace(RECORD, adopted_on=None)
    document = Document("a.xml", 9, "ab", undated, ("lamps",) * 7, actions=())
    rows = {"A/RES/77/901": Metadata("A/RES/77/901", adopted_on="2023-05-06")}
    made = write_tables(tmp_path, [document], rows)
    assert made.rows["actions"] == 8 and reader[0][3] == "2023-05-06"
    dated = replace(document, record=RECORD)
    assert write_tables(tmp_path, [dated], {}).rows["actions"] == 0  # as they were read


@pytest.mark.reference
def test_roll_calls_of_the_source(shared):
    """Of 751 rows with lists 733 agree with their tallies; of the others 16 are of session 74."""
    from unres_research.corpus._votes import _differences
    from unres_research.read._metadata import parse_row

    folder = shared / "corpus" / "UNxml-GAresolutions" / "data_extract"
    lines = [line for f in sorted(folder.glob("*.json")) for line in f.read_text().splitlines()]
    rows = [row for row in map(parse_row, lines) if row.roll_call and any(row.roll_call.lists())]
    odd = {}
    for row in rows:
        call = row.roll_call
        told = [call.in_favour, call.against, call.abstaining]
        if list(_differences([len(names) for names in call.lists()], told)):
            odd[row.symbol] = call
    assert len(rows) == 751 and len({row.symbol for row in rows}) == 730
    assert len(odd) == 18 and sum(s.startswith("A/RES/74/") for s in odd) == 16
    assert set(odd) > {"A/RES/75/290 A", "A/RES/77/293"}
