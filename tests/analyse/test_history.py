"""Who carried a clause, and how its words came and went: by hand, and as `compare` counts."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import older
import pandas as pd
import pytest
import written
from written import CLAUSE

from tools import older as tool
from unres_research import cli, load_folder, open_corpus, search
from unres_research.analyse import Search, compare, history
from unres_research.analyse._history import MAX_WORDS
from unres_research.corpus import _features as features
from unres_research.corpus import _tokens as tokens
from unres_research.corpus import example_corpus
from unres_research.errors import UnresError
from unres_research.read import _text as plaintext


@pytest.fixture(scope="module")
def harbours(made):
    return made(*written.CLAUSES)


@pytest.fixture(scope="module")
def found(harbours):
    return history(CLAUSE, harbours)


def test_who_carries_it(found):
    assert found.is_whole and (found.words, found.part) == (13, (0, 13))
    assert found.carriers[["symbol", "paragraph", "kind"]].values.tolist() == [
        ["A/RES/76/1", "OP1", "operative"]
    ]
    place = {"symbol": "A/RES/76/1", "paragraph": "OP1", "adopted_on": "2021-12-01"}
    assert found.first == found.latest == {**place, "collection": "complete"}
    table = found.by_session.set_index("session")
    assert table["of"].to_dict() == {75: 1, 76: 1, 77: 2}
    assert table["resolutions"].to_dict() == {75: 0, 76: 1, 77: 0}
    assert table["with_half"].to_dict() == {75: 1, 76: 1, 77: 1}
    assert table["most_words"].to_dict() == {75: 10, 76: 13, 77: 8}
    assert table["share"].to_dict() == {75: 0, 76: 1, 77: 0}
    (row,) = found.series.to_dict("records")
    assert (row["title"], row["resolutions"], row["of"]) == ("Lamps", 1, 3)


def test_when_each_word_came_and_went(found):
    table = found.word_table
    assert table["first_symbol"].tolist() == ["A/RES/75/1"] * 10 + ["A/RES/76/1"] * 3
    assert table["latest_symbol"].tolist() == ["A/RES/76/1"] * 5 + ["A/RES/77/1"] * 8
    assert table["resolutions"].tolist() == [2] * 5 + [3] * 5 + [2] * 3
    assert table["word"].tolist()[4] == "lamps"
    columns = ["start", "end", "resolutions", "first_symbol", "latest_symbol"]
    assert found.stretches[columns].values.tolist() == [
        [0, 10, 2, "A/RES/75/1", "A/RES/76/1"],
        [5, 13, 2, "A/RES/76/1", "A/RES/77/1"],
    ]
    assert found.stretches["text"][1] == "of all harbours at night and at dawn"
    assert found.stretch_sessions.to_dict("list") == {75: [1, 0], 76: [1, 1], 77: [0, 1]}


def test_its_lineage(found):
    columns = ["symbol", "paragraph", "matched_words", "whole", "held", "left_out"]
    assert found.lineage[columns].values.tolist() == [
        ["A/RES/75/1", "OP1", 10, False, ((0, 10),), ""],
        ["A/RES/76/1", "OP1", 13, True, ((0, 13),), ""],
        ["A/RES/77/1", "OP1", 8, False, ((5, 13),), ""],
    ]


def test_what_is_nearest_holds_it_not_whole(found, corpus_of_texts):
    assert found.near["symbol"].tolist()[0] in ("A/RES/75/1", "A/RES/77/1")
    assert "A/RES/76/1" not in found.near["symbol"].tolist() and "text" not in found.near
    record = corpus_of_texts.resolution("A/RES/76/1")
    near = history(record, corpus_of_texts).near
    assert sorted(near["symbol"]) == ["A/RES/75/1", "A/RES/77/1"]
    assert all(text.startswith("Decides to keep the") for text in near["text"])


def test_the_answer_in_words(found, harbours):
    assert found.answer[0] == (
        "Word for word, it stands only in A/RES/76/1 OP1 of 2021-12-01: in 1 of 4 resolutions."
    )
    assert found.answer[1:4] == (
        "By session: 76: 1 of 1.",
        "Whose: “Lamps” (1 of 3).",
        "At least half of its words stood together first in A/RES/75/1 OP1 of 2020-12-01 "
        "(10 of 13 in shared runs).",
    )
    assert "4 resolutions" in found.answer[-1]
    longer = history(f"{CLAUSE[:-1]} without end", harbours, date="2021-12-01")
    assert longer.answer[0] == (
        "Word for word, it stands nowhere, but 13 of its 15 words in a row do, only in A/RES/76/1 "
        "OP1 of 2021-12-01: in 1 of 4 resolutions."
    )
    assert "Before 2021-12-01: in 0; since: in 0, and 1 on that very day." in longer.answer
    assert repr(found).startswith(
        "<History of “Decides to keep the lamps of all harbours …”: Word for"
    )
    assert "A/RES/76/1" in found._repr_html_()


def test_a_series_without_a_title_goes_by_a_symbol(made):
    corpus = made(*written.CLAUSES)
    corpus.resolutions["title"] = ["", "", "", "Bells"]
    found = history(CLAUSE, corpus)
    (line,) = (line for line in found.answer if line.startswith("Whose"))
    assert line.startswith("Whose: A/RES/76/1 (1 of ") and "“" not in line


def test_before_a_date_and_since(harbours):
    table = history(CLAUSE, harbours, date="2022-06-01").sides.set_index("side")
    assert table["matched_words"].to_dict() == {"earlier": 13, "later": 8}
    assert table["longest_run"].to_dict() == {"earlier": 13, "later": 8}
    assert history(CLAUSE, harbours).sides["side"].tolist() == ["all"]


def test_the_text_itself_is_left_out_and_stands_in_its_lineage(corpus_of_texts):
    record = corpus_of_texts.resolution("A/RES/76/1")
    found = history(record, corpus_of_texts)
    assert (found.name, found.date) == ("A/RES/76/1 OP1", "2021-12-01")
    assert found.left_out == {"A/RES/76/1": "the text itself"} and not found.is_whole
    assert found.answer[0].startswith("Word for word, it stands nowhere else, but 10 of its 13")
    assert found.by_session["of"].tolist() == [1, 0, 1]
    assert found.lineage["left_out"].tolist() == ["", "the text itself", ""]
    assert found.lineage["paragraph"].tolist() == ["OP1"] * 3
    assert found.lineage["text"].tolist()[2].startswith("Decides to keep the bells")


@pytest.fixture(scope="module")
def corpus_of_texts(tmp_path_factory):
    """Three texts of one series, in a data set that holds them."""
    from unres_research.corpus import build_corpus

    folder = tmp_path_factory.mktemp("texts")
    for k, row in enumerate(written.CLAUSES[:3]):
        (folder / f"{k}.txt").write_text(written.plain(*row), encoding="utf-8")
    return build_corpus(folder, folder / "out", texts=True, n_jobs=1, progress=False).corpus


# the selection of older resolutions


def test_the_selection_comes_first(harbours, tmp_path):
    """In 2005 the first half of the clause, under the title of the series and under another."""
    said = "Decides to keep the lamps of all harbours."
    lines = [
        older.line(
            f"A_RES_60_90{k}",
            f"2005-12-0{k}",
            older.element("title", f"60/90{k}. {title}"),
            older.pp("The General Assembly,"),
            older.op("1.", said),
        )
        for k, title in enumerate(("Lamps", "Foghorns"), 1)
    ]
    tool.build(older.selection(tmp_path, *lines), tmp_path / "older")
    shutil.copytree(harbours.path, tmp_path / "data")
    shutil.copytree(tmp_path / "older", tmp_path / "data" / "older")
    corpus = open_corpus(tmp_path / "data")
    found = history("Decides to keep the lamps of all harbours", corpus)
    assert found.first == {
        "symbol": "A/RES/60/901",
        "paragraph": "OP1",
        "adopted_on": "2005-12-01",
        "collection": "selection",
    }
    assert found.latest["symbol"] == "A/RES/76/1"
    assert found.answer[0].endswith("in 2 of 4 resolutions and 2 of 2 older ones of the selection.")
    columns = ["title", "resolutions", "of", "older", "first"]
    assert found.series[columns].values.tolist() == [
        ["Lamps", 2, 3, 1, "A/RES/60/901"],
        ["Foghorns", 0, 0, 1, "A/RES/60/902"],
    ]
    assert found.lineage["symbol"].tolist() == [
        *("A/RES/60/901", "A/RES/75/1", "A/RES/76/1", "A/RES/77/1")
    ]
    assert found.lineage["matched_words"].tolist() == [8, 8, 8, 0]
    assert found.by_session["of"].sum() == 4  # a selection is no denominator
    assert found.stretch_sessions.to_dict("list") == {
        "selection": [2], 75: [1], 76: [1], 77: [0]
    }  # fmt: skip
    assert "821" not in found.answer[-1] and "2 of 2005-12-01 to 2005-12-02" in found.answer[-1]
    alone = history("Decides to keep the lamps of all harbours", corpus, selection=False)
    assert alone.first["symbol"] == "A/RES/75/1" and "selection" not in alone.stretch_sessions
    draft = plaintext.parse(written.plain("A/76/L.1", "", "Lamps", "1. " + said))
    agree(draft, corpus, date="2021-06-01")
    dated = history("Decides to keep the lamps of all harbours", corpus, date="2021-06-01")
    assert dated.sides.set_index("side")["matched_words"].to_dict() == {
        "earlier": 8, "later": 8, "selection": 8
    }  # fmt: skip


# as `compare` counts it


def agree(record, corpus, **options):
    """Every paragraph's figures are those of the comparison of the whole text."""
    both = compare(record, corpus, **options)
    for row in both.earlier.paragraphs["paragraph"]:
        if not tokens.words(record[row].text):
            continue
        found = history(record, corpus, row, **options)
        sides = found.sides.set_index("side")
        assert set(sides.index) == {"earlier", "later", *(["selection"] if both.selection else [])}
        for side in filter(None, (both.earlier, both.later, both.selection)):
            wanted = side.paragraphs.set_index("paragraph").loc[row]
            got = sides.loc[side.name]
            same = [n for n in got.index if n in wanted.index]
            assert {"matched_words", "substantive_words", "best_symbol", "first_date"} <= set(same)
            pd.testing.assert_series_equal(got[same], wanted[same], check_names=False)
            runs = side.runs[side.runs["paragraph"] == row]
            columns = ["symbol", "start", "length", "source_start"]
            inside = found.runs["symbol"].isin(runs["symbol"])
            own = found.runs.loc[inside, columns]
            assert sorted(own.values.tolist()) == sorted(runs[columns].values.tolist())
            assert found.is_formulaic.tolist() == side.is_formulaic[row].tolist()
        assert found.left_out == both.left_out


def test_agrees_with_the_comparison_of_an_invented_draft(small):
    own = plaintext.parse(written.DRAFT)
    agree(own, small)
    agree(own, small, date="2021-01-01", exclude=["A/RES/76/902"])


def test_agrees_with_the_comparison_of_invented_resolutions():
    corpus = example_corpus()
    for symbol in corpus.resolutions["symbol"][::3]:
        agree(corpus.resolution(symbol), corpus)


def test_agrees_with_the_comparison_of_the_draft(draft, corpus):
    some = [p for p in draft if p.id in ("PP2", "PP5", "PP12", "OP1", "OP6(a)", "OP6", "OP10")]
    agree(replace(draft, paragraphs=tuple(some)), corpus)


def test_carriers_are_the_paragraphs_that_hold_the_words(small, corpus_folder):
    """Looked for as strings in the texts themselves."""
    loaded, _ = load_folder(corpus_folder, progress=False)
    records = [r for r in loaded if r.language == "en"]
    texts = {(r.symbol, p.id): f" {' '.join(tokens.words(p.text))} " for r in records for p in r}
    tried = 0
    for record in records:
        for pid, words in features.body_words(record).items():
            if len(words) >= 6:
                found = history(record[pid].text, small)
                held = {at for at, text in texts.items() if f" {' '.join(words)} " in text}
                places = found.carriers[["symbol", "paragraph"]]
                assert set(places.itertuples(index=False, name=None)) == held
                assert found.is_whole
                tried += 1
    assert tried > 5


def test_words_and_runs_are_those_of_the_full_texts(full_texts, corpus, draft):
    """Every run of six words looked up in all texts, without fingerprints."""
    days = corpus.resolutions["adopted_on"]
    order = sorted(full_texts, key=lambda symbol: (days[symbol], symbol))
    held = {
        symbol: {tuple(w[k : k + 6]) for _, _, w in full_texts[symbol] for k in range(len(w) - 5)}
        for symbol in order
    }
    for pid in ("PP2", "PP5", "OP1", "OP6"):
        found = history(draft, corpus, pid, selection=False)
        words = tokens.words(draft[pid].text)
        grams = [tuple(words[k : k + 6]) for k in range(len(words) - 5)]
        holders = [[s for s in order if g in held[s] and s not in found.left_out] for g in grams]
        for k, row in enumerate(found.word_table.itertuples()):
            some = {s for at in range(max(0, k - 5), min(k + 1, len(grams))) for s in holders[at]}
            ends = [s for s in order if s in some]
            assert row.resolutions == len(ends)
            if ends:
                assert (row.first_symbol, row.latest_symbol) == (ends[0], ends[-1])
        told = {}
        for row in found.stretches.itertuples():
            for at in range(row.start, row.end - 5):
                told[at] = (row.first_symbol, row.latest_symbol)
            whole = set.intersection(*(set(holders[at]) for at in range(row.start, row.end - 5)))
            assert row.resolutions == len(whole)
        assert told == {at: (h[0], h[-1]) for at, h in enumerate(holders) if h}


# what a clause may be


def test_a_clause_that_is_nowhere(harbours):
    found = history("Invites keepers to whistle while they polish all brass", harbours)
    assert found.answer[0] == "Nowhere in what was searched, not even six words of it in a row."
    assert found.part is found.first is found.latest is None and not found.is_whole
    tables = (found.carriers, found.places, found.series, found.stretches, found.lineage)
    assert all(table.empty for table in tables)
    assert found.by_session["resolutions"].sum() == 0
    assert found.word_table["first_symbol"].isna().all() and found.sides["matched_words"][0] == 0


def test_a_clause_of_few_words_is_searched_for_as_a_phrase(harbours, corpus_of_texts):
    found = history("Decides to keep the lamps", corpus_of_texts)
    assert found.answer[0] == (
        "Word for word, it stands first in A/RES/75/1 OP1 of 2020-12-01, last in A/RES/76/1 OP1 "
        "of 2021-12-01: in 2 of 3 resolutions."
    )
    said = "It has 5 words, too few for a fingerprint (of six), so that it was searched for as a"
    assert found.answer[3].startswith(f"{said} phrase")
    assert found.by_session["resolutions"].tolist() == [1, 1, 0]
    assert found.series["title"].tolist() == ["Lamps"] and found.stretches.empty
    assert found.lineage["held"].tolist() == [((0, 5),), ((0, 5),), ()]
    assert len(found.word_table) == 5 and json.dumps(found.to_dict(), allow_nan=False)
    none = history("Polishes brass", harbours)
    assert none.answer[0] == "Nowhere in what was searched." and none.carriers.empty
    assert "2 words, too few" in none.answer[1] and none.first is None


def test_a_clause_has_no_wildcards():
    """ "*" is no word, and no letters: "protec*" is the word "protec", which stands nowhere."""
    corpus = example_corpus()
    for clause in ("to protect the *", "* to protect * the", "to protect the***;"):
        found = history(clause, corpus)
        assert (found.words, found.phrase.words) == (3, ("to", "protect", "the"))
        assert len(found.carriers) == 4
    for clause in ("Decides to protec* the", "Decides to *"):
        found = history(clause, corpus)
        assert not any("*" in word for word in found.phrase.words)
        assert len(found.carriers) == (0 if "protec" in clause else 16)
    whole = history("Decides to protect the fish, coral * and whales* of all States.", corpus)
    assert (whole.words, whole.is_whole, whole.first["symbol"]) == (11, True, "A/RES/77/901")


def test_an_accent_that_stands_apart_is_part_of_its_letter():
    """As a reader gives it: the search of a phrase reads it so, too."""
    assert history("cafe\u0301 on the pier", example_corpus()).words == 4


def test_a_phrase_that_the_data_do_not_decide(harbours, monkeypatch):
    monkeypatch.setattr(Search, "exact", property(lambda _: False))
    answer = history("Polishes brass", harbours).answer
    assert answer[0] == "Nowhere for sure in what was searched."
    assert "it was searched for as a phrase; not exact: " in answer[1]


def test_whole_clauses_are_found_as_the_search_finds_them(small):
    """The search has its own way from fingerprints to places."""
    own = plaintext.parse(written.DRAFT)
    for text in [
        own["PP2"].text,
        "member states to keep lamps burning",
        "lamps guide boats at sea",
    ]:
        found, other = history(text, small), search(text, small)
        columns = ["collection", "symbol", "paragraph", "kind", "adopted_on", "session", "title"]
        assert len(other.places) == (found.is_whole and len(found.carriers))
        if found.is_whole:
            pd.testing.assert_frame_equal(
                found.carriers[columns], other.places[columns], check_dtype=False
            )
            table = found.by_session[["session", "resolutions", "of", "share"]]
            pd.testing.assert_frame_equal(table, other.by_session, check_dtype=False)
            assert len(found.series) == other.series


def test_as_json(found, harbours):
    told = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert told["whole"] and told["part"] == {"start": 0, "end": 13, "text": CLAUSE[:-1]}
    assert (told["resolutions"], told["first"]["symbol"]) == (1, "A/RES/76/1")
    assert told["lineage"][0]["held"] == [[0, 10]] and told["places"][0]["paragraph"] == "OP1"
    nowhere = history("Invites all keepers of brass to whistle", harbours).to_dict()
    assert json.dumps(nowhere, allow_nan=False) and nowhere["part"] is nowhere["first"] is None


@pytest.mark.parametrize(
    ("clause", "paragraph", "said"),
    [
        ("", None, "no word in the clause ''"),
        ("***", None, r"no word in the clause '\*\*\*'"),
        ("–", None, "no word in the clause '–'"),
        ("lamp " * (MAX_WORDS + 1), None, "2,001 words"),
        (5, None, "the clause as a string"),
        ("Decides to meet", "OP1", "expected a text"),
        (plaintext.parse(written.DRAFT), None, "no id"),
        (plaintext.parse(written.DRAFT), "OP99", "paragraphs of the text"),
        (plaintext.parse(written.DRAFT), 7, "an id such as"),
    ],
)
def test_what_is_no_clause(harbours, clause, paragraph, said):
    with pytest.raises(UnresError, match=said):
        history(clause, harbours, paragraph)


def test_an_id_in_another_case(harbours):
    """Of fourteen paragraphs; two of them differ by their case alone."""
    text = "The General Assembly,\n\n" + "\n\n".join(f"{k}. Decides to meet." for k in range(1, 15))
    record = plaintext.parse(text)
    one = next(p for p in record if p.id == "OP3")
    assert history(record, harbours, "op3").paragraph == "OP3"
    assert history(record, harbours, " Op3 ").paragraph == "OP3"
    both = replace(record, paragraphs=(*record.paragraphs, replace(one, id="op3")))
    assert history(both, harbours, "op3").paragraph == "op3"
    for given, said in (
        ("Op3", "perhaps 'op3' or 'OP3'"),
        ("op33", "perhaps 'OP3'"),
        ("OP 12", "perhaps 'OP12'"),
        ("12", "those that end so are OP12"),
    ):
        with pytest.raises(UnresError, match=said):
            history(both if given == "Op3" else record, harbours, given)
    with pytest.raises(UnresError, match="such as 'PP1'|such as 'OP1'"):
        history(record, harbours, "  ")


def test_a_name_of_few_words_and_characters(harbours):
    def name(clause):
        return history(clause, harbours).name

    assert name(" one two, three four five six seven eight.") == (
        "“one two, three four five six seven eight”"
    )
    assert name("one two three four five six seven eight nine") == (
        "“one two three four five six seven eight …”"
    )
    assert name("x" * 80) == f"“{'x' * 80}”"
    assert name("x" * 81) == f"“{'x' * 78} …”"
    long = plaintext.parse(written.plain("", "", "Lamps " * 40, "1. Decides to meet."))
    assert len(history(replace(long, symbol=None), harbours).name) <= 90


def test_what_is_no_option(harbours):
    for options in ({"date": "1 May"}, {"exclude": "A/RES/1/1"}, {"formulaic": 0}):
        with pytest.raises(UnresError):
            history(CLAUSE, harbours, **options)
    with pytest.raises(UnresError, match="data set"):
        history(CLAUSE, None)


@pytest.mark.parametrize(
    ("given", "symbol"),
    [
        ("70/1", "A/RES/70/1"),
        ("66/240 A", "A/RES/66/240 A"),
        ("A/78/L.86", "A/78/L.86"),
        ("a/78/l.86/rev.1", "A/78/L.86/Rev.1"),
        ("S/RES/1325 (2000)", "S/RES/1325 (2000)"),
    ],
)
def test_a_symbol_is_fetched_first(harbours, given, symbol, capsys):
    for arguments in ([given], [given, "OP3"]):
        assert cli.main(["search", "--clause", *arguments, "--data", str(harbours.path)]) == 1
        said = capsys.readouterr().err
        assert f"the document symbol {symbol} as a clause" in said
        assert f"unres fetch '{symbol}'" in said


def test_what_is_a_file_and_what_a_clause(harbours, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "A" / "78").mkdir(parents=True)
    draft = written.plain("A/76/L.1", "2 May 2022", "Lamps", f"1. {CLAUSE}")
    (tmp_path / "A" / "78" / "L.86.txt").write_text(draft, "utf-8")
    for name in ("bells", "lamps.d"):
        (tmp_path / name).mkdir()
    data = ["--data", str(harbours.path)]

    def said(*arguments):
        code = cli.main(["search", "--clause", *arguments, *data])
        return code, "".join(capsys.readouterr())

    for name in ("bells", "lamps.d"):  # folders by chance
        code, lines = said(name)
        assert code == 0 and "searched for as a phrase" in lines
    code, lines = said("A/78/L.86.txt", "OP1")
    assert code == 0 and lines.startswith("A/76/L.1 OP1")
    for name in ("A/78", "missing/78", "A/78/L.87.docx", "./bells"):  # a folder, no file
        code, lines = said(name)
        assert code == 1 and "symbol" not in lines.partition(" expected")[0]


def test_the_command(harbours, tmp_path, capsys):
    data = ["--data", str(harbours.path)]
    assert cli.main(["search", "--clause", CLAUSE, "--lines", "1", *data]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:-1] == [
        "“Decides to keep the lamps of all harbours …”",
        *history(CLAUSE, harbours).answer,
    ]
    assert said[-1] == "  2021-12-01  A/RES/76/1, OP1  Lamps"
    draft, page = tmp_path / "A_76_L.1.txt", tmp_path / "pages" / "clause.html"
    draft.write_text(written.plain("A/76/L.1", "2 May 2022", "Lamps", f"1. {CLAUSE}"), "utf-8")
    arguments = ["search", "--clause", str(draft), "OP1", "--page", str(page), "--json"]
    assert cli.main([*arguments, "--date", "2022-05-02", *data]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["symbol"], told["paragraph"], told["date"]) == ("A/76/L.1", "OP1", "2022-05-02")
    assert page.is_file()
    excluded = ["--exclude", "A/RES/76/1", "--no-selection"]
    assert cli.main(["search", "--clause", str(draft), *excluded, *data]) == 0  # it has one
    said = capsys.readouterr().out
    assert "nowhere else, but 10 of its 13 words" in said
    assert "Left out: A/RES/76/1 (as asked)." in said
    for wrong in (["missing.txt", "OP1"], [str(draft), "OP9"], ["–"]):
        assert cli.main(["search", "--clause", *wrong, *data]) == 1
    for wrong in (
        ["--page", "clause.html", "lamps"],
        ["--date", "2022-05-02", "lamps"],
        ["--clause", "Decides", "to", "keep"],
        ["--clause", str(draft), "OP1", "OP2"],
        ["--clause", "Decides to keep", "--concordance"],
        ["--clause", "Decides to keep", "--window", "0"],
        ["--clause", "Decides to keep", "--sort", "date"],
        ["--clause", "Decides to keep", "--before", "2022-05-02"],
    ):
        with pytest.raises(SystemExit) as ended:
            cli.main(["search", *wrong, *data])
        assert ended.value.code == 2
