"""A phrase looked for exactly: by hand, beside the texts themselves, and in odd forms."""

from __future__ import annotations

import json
import random
import time
from dataclasses import replace
from datetime import date as Date

import numpy as np
import pytest
import written
from html_reader import Reader

import unres_research as un
from unres_research import cli
from unres_research.analyse._search import Search
from unres_research.analyse._searching import _order
from unres_research.analyse._searching._concordance import lines_of
from unres_research.analyse._searching._parts import parts_of
from unres_research.corpus import build_corpus, example_corpus, words
from unres_research.errors import UnresError

NOUNS = ["sea", "land", "river", "mountain", "forest", "desert", "coast", "island"]


def lands(draw: random.Random) -> str:
    """A paragraph of words that come back, and now and then of one that never does."""
    own = [draw.choice([*NOUNS, "of", "the", "and"]) for _ in range(draw.randint(1, 30))]
    for k in range(len(own)):
        if draw.random() < 0.03:
            own[k] = "".join(draw.choice("bcdfgklm") + draw.choice("aeiou") for _ in range(6))
    return " ".join(own)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    where, draw = tmp_path_factory.mktemp("lands"), random.Random(11)
    for k in range(30):
        body = [f"{n}. {lands(draw).capitalize()};" for n in range(1, 9)]
        row = (f"A/RES/77/{700 + k}", f"{k + 1} May 2023", f"Lands {k}", *body)
        (where / f"{k}.txt").write_text(written.plain(*row), encoding="utf-8")
    return where


@pytest.fixture(scope="module")
def texts(told):
    """Words of every paragraph, from its text."""
    return [words(text) for text in told.texts]


def times(form: list[str], own: list[str]) -> int:
    """Places of words in words, one after the other."""
    return sum(own[k : k + len(form)] == form for k in range(len(own) - len(form) + 1))


def drawn(texts: list[list[str]], draw: random.Random, n: int, most: int) -> list[list[str]]:
    """Phrases of a text, of its words in another order, and with a word of another text."""
    found = []
    while len(found) < n:
        own, size = draw.choice(texts), draw.randint(1, most)
        if len(own) >= size:
            at = draw.randrange(len(own) - size + 1)
            form = own[at : at + size]
            kind = draw.random()
            if kind < 0.25:
                draw.shuffle(form)
            elif kind < 0.5:
                form[draw.randrange(size)] = draw.choice(draw.choice(texts) or ["sea"])
            found.append(form)
    return found


def counted(found: Search) -> dict[tuple[str, str], int]:
    rows = found.places[["symbol", "paragraph", "count"]].itertuples(index=False, name=None)
    return {(symbol, paragraph): count for symbol, paragraph, count in rows}


def by_hand(corpus, texts, form: list[str]) -> dict[tuple[str, str], int]:
    rows = zip(corpus.paragraphs["symbol"], corpus.paragraphs["paragraph"], texts, strict=True)
    return {(symbol, p): times(form, own) for symbol, p, own in rows if times(form, own)}


@pytest.mark.slow
def test_what_is_called_exact_equals_the_texts_and_the_rest_is_among_the_candidates(untold, texts):
    decided = 0
    forms = drawn(texts, random.Random(1), 400, 9)
    for form in forms:
        found = un.search(" ".join(form), untold)
        expected = by_hand(untold, texts, form)
        if found.exact:
            assert counted(found) == expected, form
            assert not found.reason and found.candidates.empty
            decided += 1
        else:
            least = counted(found)
            assert all(expected.get(place, 0) >= n for place, n in least.items()), form
            may = set(zip(found.candidates["symbol"], found.candidates["paragraph"], strict=True))
            assert set(expected) <= set(least) | may, form
            assert found.reason
    assert decided > 0.9 * len(forms)


def test_with_texts_everything_is_decided(told, texts):
    for form in drawn(texts, random.Random(2), 150, 9):
        found = un.search(" ".join(form), told)
        assert found.exact, form
        assert counted(found) == by_hand(told, texts, form), form


@pytest.mark.parametrize(
    "pattern", ["mount*", "*and", "the for* of", "des*t of the", "*land and *st", "of the is*d"]
)
def test_stars_stand_for_any_letters_of_a_word(told, untold, texts, pattern):
    """Both with and without texts; without, words of one paragraph alone are candidates."""
    import re

    wanted = re.compile(
        "(?= " + re.escape(pattern).replace(r"\*", "[^ ]*").replace(r"\ ", " ") + " )"
    )
    rows = zip(told.paragraphs["symbol"], told.paragraphs["paragraph"], texts, strict=True)
    expected = {
        (symbol, p): n for symbol, p, own in rows
        if (n := len(wanted.findall(f" {' '.join(own)} ")))
    }  # fmt: skip
    assert expected
    assert un.search(pattern, told).exact
    assert counted(un.search(pattern, told)) == expected
    found = un.search(pattern, untold)
    may = set(zip(found.candidates["symbol"], found.candidates["paragraph"], strict=True))
    assert set(counted(found)) <= set(expected) <= set(counted(found)) | may


def test_orders_of_words_are_those_of_the_texts(untold, texts):
    """Where a word is named, it stands there; where it is said to be another one, it is."""
    parts, wording = parts_of(untold), untold.paragraphs["wording"].to_numpy()
    text_of = {int(w): own for w, own in zip(wording, texts, strict=True)}
    some = np.array([w for w, own in sorted(text_of.items()) if len(own) >= 6])
    named = 0
    for order in _order.orders(untold, some):
        for row, own in enumerate(order.wordings.tolist()):
            codes = order.words[order.ends[row] : order.ends[row + 1]]
            for code, word in zip(codes.tolist(), text_of[own], strict=True):
                assert code < 0 or parts.words[code] == word
                assert code != _order.OTHER or word not in parts.code
                named += code >= 0
    assert named > 0.8 * sum(len(text_of[int(w)]) for w in some)


# by hand ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def harbours(made):
    """Three sessions; a phrase in headings, in two committees' texts, and twice in one."""
    lamp = "Decides that the lamps of the harbours burn at night"
    return made(
        ("A/RES/75/1", "1 December 2020", "Lamps", f"1. {lamp};", "2. Takes note of the ropes."),
        ("A/RES/76/1", "1 December 2021", "Lamps", f"1. {lamp} and the lamps of the harbours shine;"),
        ("A/RES/76/2", "1 December 2021", "Bells", f"1. {lamp};", "2. Takes note of the bells."),
        ("A/RES/77/1", "1 December 2022", "Lamps", f"1. {lamp}.", "2. Decides to sleep."),
        ("A/RES/77/2", "2 December 2022", "Ropes", "1. Takes note of ropes and bells."),
    )  # fmt: skip


def test_figures_of_a_phrase(harbours):
    found = un.search("The LAMPS, of the 'harbours'", harbours)
    assert (found.words, found.known) == (("the", "lamps", "of", "the", "harbours"), True)
    assert (found.resolutions, found.paragraphs, found.occurrences) == (4, 4, 5)
    assert found.exact and found.reason == "" and found.candidates.empty
    assert found.first == {
        "symbol": "A/RES/75/1", "paragraph": "OP1", "adopted_on": "2020-12-01",
        "collection": "complete", "same_day": [],
    }  # fmt: skip
    assert (found.latest["symbol"], found.latest["adopted_on"]) == ("A/RES/77/1", "2022-12-01")
    assert found.places["count"].tolist() == [1, 2, 1, 1]
    assert found.by_session.values.tolist() == [[75, 1, 1, 1.0], [76, 2, 2, 1.0], [77, 1, 2, 0.5]]
    assert found.by_collection.values.tolist() == [["complete", 4, 4, 5]]
    assert found.body_only == {"resolutions": 4, "paragraphs": 4, "occurrences": 5}
    assert found.series == 2  # the lamps, and the bells


def test_two_of_one_day_are_both_told(harbours):
    found = un.search("lamps of the harbours", harbours, exclude=["A/RES/75/1"])
    assert (found.first["symbol"], found.first["same_day"]) == ("A/RES/76/1", ["A/RES/76/2"])
    assert found.searched["left_out"].tolist() == [1]
    assert found.by_session["of"].tolist() == [2, 2]


def test_only_what_was_adopted_before_a_day(harbours):
    found = un.search("lamps of the harbours", harbours, before="2021-12-01")
    assert found.places["symbol"].tolist() == ["A/RES/75/1"]
    assert found.searched[["resolutions", "last_date"]].values.tolist() == [[1, "2020-12-01"]]
    nothing = un.search("lamps", harbours, before="1946-01-01")
    assert (nothing.resolutions, nothing.first, len(nothing.by_session)) == (0, None, 0)
    assert nothing.to_dict()["places"] == []


def test_an_unknown_word_has_near_spellings(harbours):
    found = un.search("harbors", harbours)
    assert not found.known
    assert found.unknown == {"harbors": ("harbours",)}
    assert "unknown word 'harbors', near: harbours" in found.lines()


def test_a_word_of_one_paragraph_is_found_by_its_neighbours(made):
    """It is not counted, but it is the one word that fits the fingerprint."""
    said = "1. Decides that the lamps of all harbours burn at night and that the bells ring."
    rows = [(f"A/RES/75/{k}", "1 December 2020", f"Lamps {k}", said) for k in range(1, 7)]
    other = said.replace("ring", "ring loudly and the lamps burn at night")
    corpus = made(*rows, ("A/RES/75/9", "2 December 2020", "Others", other))
    found = un.search("loudly", corpus)
    assert (found.known, found.exact, found.resolutions) == (False, True, 1)
    assert "'loudly' is rarer than the words that the data set counts" in found.lines()
    assert "unknown" not in "".join(found.lines())
    assert found.first["symbol"] == "A/RES/75/9"
    assert un.search("ring loudly and", corpus).resolutions == 1
    nothing = un.search("burn loudly", corpus)
    assert (nothing.exact, nothing.resolutions) == (True, 0)
    nothing = un.search("softly", corpus)
    assert (nothing.known, nothing.exact, nothing.resolutions) == (False, True, 0)
    assert "unknown word 'softly'" in nothing.lines()


def test_a_date_object_is_a_date(harbours):
    day = un.search("harbours", harbours, before=Date(2021, 6, 1))
    assert day.before == "2021-06-01"
    assert day.places.equals(un.search("harbours", harbours, before="2021-06-01").places)


def test_one_word_has_no_order(harbours):
    """What leaves a single word open is that words of one paragraph are not counted."""
    found = un.search("softly", harbours)
    (hits,) = found.hits
    left = replace(hits, exact=False, candidates=np.array([0, 1]))
    found = replace(found, hits=(left,))
    assert found.reason.startswith("a word of one paragraph is not counted: 2 paragraphs of ")


def test_a_whole_clause_and_one_longer_than_any_paragraph(harbours):
    clause = "decides that the lamps of the harbours burn at night"
    assert un.search(clause, harbours).resolutions == 4
    assert un.search(f"{clause} and by day", harbours).resolutions == 0
    found = un.search("lamps " * 3_000, harbours)
    assert (found.resolutions, found.exact) == (0, True)
    assert len(repr(found)) < 200


@pytest.mark.parametrize(
    ("phrase", "said"),
    [("", "found no word"), (" ,;- ", "found no word"), ("*", "found no word|expected at least"),
     ("a* lamp", "at least two letters"), ("lamp *", "at least two letters"),
     ("x" * 100_001, "100,001 characters"), (None, "found None for the phrase"),
     (["lamps"], "found list")],
)  # fmt: skip
def test_what_is_no_phrase_is_refused(harbours, phrase, said):
    with pytest.raises(UnresError, match=said):
        un.search(phrase, harbours)


def test_other_arguments_are_checked(harbours):
    with pytest.raises(UnresError, match="expected a data set"):
        un.search("lamps", "harbours")
    with pytest.raises(UnresError, match="found 'soon' for before, expected a day like"):
        un.search("lamps", harbours, before="soon")
    with pytest.raises(UnresError, match="'A/RES/75/9' among the symbols"):
        un.search("lamps", harbours, exclude="A/RES/75/9")


def test_signs_of_other_searches_are_punctuation(harbours):
    found = un.search('[lamps] (of) "the" harbours?', harbours)
    assert found.resolutions == 4


def test_accents_apart_are_those_of_their_letters(made):
    said = "1. Decides on the lamps of Co\u0302te d'Ivoire."
    corpus = made(*[(f"A/RES/75/{k}", "1 December 2020", "Lamps", said) for k in (1, 2)])
    for phrase in ("C\u00f4te d\u2019Ivoire", "co\u0302te d'ivoire"):
        assert un.search(phrase, corpus).resolutions == 2


def test_a_symbol_is_told_and_who_cites_it(made):
    corpus = made(
        ("A/RES/75/1", "1 December 2020", "Lamps", "1. Recalls its resolution 70/1 on lamps."),
        ("A/RES/76/1", "1 December 2021", "Bells", "1. Decides to ring the bells."),
    )
    found = un.search("A/RES/70/1", corpus)
    assert found.symbol == "A/RES/70/1"
    assert found.cited_by[["symbol", "paragraph"]].values.tolist() == [["A/RES/75/1", "OP1"]]
    assert any("1 paragraph of 1 resolution cite" in line for line in found.lines())
    assert un.search("lamps", corpus).symbol is None
    old = made(
        ("A/RES/75/1", "1 December 2020", "Lamps", "1. Recalls its resolution 217 A (III)."),
        ("A/RES/76/1", "1 December 2021", "Bells", "1. Recalls its resolution 2171 A (III)."),
    )
    for symbol in ("A/RES/217(III)", "A/RES/217 A (III)"):
        assert un.search(symbol, old).cited_by["symbol"].tolist() == ["A/RES/75/1"]


def test_many_stars_and_many_unknown_words_end(harbours):
    with pytest.raises(UnresError, match="more than 12 words with a"):
        un.search("ab* " * 13, harbours)
    found = un.search(" ".join(f"lamp{k}" for k in range(5_000)), harbours)
    assert len(found.unknown) == 5_000 and sum(map(bool, found.unknown.values())) <= 5
    assert len(found.lines()) < 20


# short paragraphs, which have no fingerprint ------------------------------------------------


def test_short_paragraphs_are_decided_where_their_counts_allow_one_order(made):
    said = "1. Lamps of harbours shine."
    rows = [(f"A/RES/75/{k}", "1 December 2020", f"Lamps {k}", said) for k in range(1, 7)]
    corpus = made(*rows, ("A/RES/75/9", "2 December 2020", "Others", "1. Shine harbours of lamps."))
    found = un.search("harbours shine", corpus)
    assert found.exact and found.resolutions == 6
    found = un.search("shine harbours", corpus)  # in one text, whose order nothing tells
    assert not found.exact
    assert found.candidates["symbol"].tolist() == ["A/RES/75/9"]


# words in context ---------------------------------------------------------------------------


def test_concordance_by_hand():
    found = un.search("all states", example_corpus())
    table = found.concordance(window=2)
    assert len(table) == 16
    assert table.iloc[0][["left", "node", "right"]].tolist() == ["whales of", "all States", ""]
    assert table.attrs["without_text"] == 0
    by_left = found.concordance(sort="left")
    outwards = [words(text)[::-1] for text in by_left["left"]]
    assert outwards == sorted(outwards)
    assert found.concordance(0)["left"].tolist() == [""] * 16
    line = found.to_nltk(2)[0]
    assert (line.left, line.query, line.right_print) == (["whales", "of"], "all States", "")
    assert line.line.strip() == "whales of all States"


def test_a_sentence_ends_where_it_ends():
    import pandas as pd

    row = {"collection": "complete", "symbol": "A", "paragraph": "OP1", "adopted_on": pd.NaT}
    text = "The bells rang. The lamps, of Mr. X, burn; ropes hold! Nobody sleeps."
    place = pd.DataFrame([{**row, "text": text}])
    table = lines_of(place, ("ropes",), "sentence", "date")
    assert table["right"].tolist() == ["hold!"]
    assert table["left"][0].endswith("burn;") and "bells" not in table["left"][0]


def test_without_texts_a_concordance_says_what_to_do(harbours):
    with pytest.raises(UnresError, match="unres build"):
        un.search("lamps", harbours).concordance()
    assert "text" not in un.search("lamps", harbours).places


def test_windows_and_orders_are_checked(told):
    found = un.search("sea", told)
    for wrong in ({"window": -1}, {"window": "line"}, {"sort": "colour"}, {"window": 1_001}):
        with pytest.raises(UnresError, match="expected"):
            found.concordance(**wrong)


# several data sets ---------------------------------------------------------------------------


def test_data_sets_that_are_joined_are_searched_together(untold):
    """The words of the second are not in the vocabulary, but its texts are at hand."""
    both = un.corpus._joined.add_all(untold, example_corpus())
    for phrase in ("violins", "drums and bells", "flutes and bells of all"):
        found, own = (un.search(phrase, corpus) for corpus in (both, example_corpus()))
        assert counted(found) == counted(own)
        assert set(found.candidates["symbol"]) <= set(untold.resolutions.index)
    found = un.search("sea", both)
    assert counted(found) == counted(un.search("sea", untold))
    assert found.concordance().attrs["without_text"] == found.paragraphs


def test_twins_have_the_same_symbol_and_id(harbours, made):
    other = made(
        ("A/RES/75/1", "1 December 2020", "Lamps again", "1. Decides on feux et phares;"),
    )
    found = un.search("burn at night", harbours).twins(other)
    assert found[["symbol", "paragraph", "title", "found"]].values.tolist() == [
        ["A/RES/75/1", "OP1", "Lamps again", True]
    ]
    assert un.search("ropes", harbours).twins(other)["found"].tolist() == [False]


def test_a_selection_is_searched_too_and_has_no_denominator(corpus):
    if corpus.selection is None:
        pytest.fail("found no data/older, expected the selection: make older")
    found = un.search("climate change", corpus)
    assert found.by_collection["collection"].tolist() == ["complete", "selection"]
    assert found.searched["collection"].tolist() == ["complete", "selection"]
    assert any(line.startswith("by session (of the complete coll") for line in found.lines())
    assert found.first["collection"] == "selection"
    alone = un.search("climate change", corpus, selection=False)
    assert any(line.startswith("by session: ") for line in alone.lines())
    assert found.by_session.equals(alone.by_session)
    assert found.by_collection["resolutions"][0] == alone.resolutions
    assert found.places["adopted_on"].is_monotonic_increasing


# shown ---------------------------------------------------------------------------------------


def test_hostile_phrases_and_titles_are_escaped(made):
    evil = "</td><script>lamps</script>"
    corpus = made(("A/RES/75/1", "1 December 2020", evil, "1. Decides on <b>lamps</b> of script."))
    for phrase in ("script", evil, "lamps\x1b[2J"):
        found = un.search(phrase, corpus)
        assert not set(Reader(found._repr_html_()).tags) & {"script", "b"}
        assert "\x1b" not in repr(found)
        json.dumps(found.to_dict())


def test_the_command(harbours, tmp_path, capsys):
    data = ["--data", str(harbours.path)]
    assert cli.main(["search", "lamps", "of the harbours", *data]) == 0
    said = capsys.readouterr().out
    assert "stands in 4 resolutions, 4 paragraphs, 5 times" in said
    assert "A/RES/76/1, OP1 2\u00d7" in said and "Searched: 5 resolutions" in said
    assert cli.main(["search", "lamps of the harbours", "--lines", "1", *data]) == 0
    assert "and 3 more places" in capsys.readouterr().out
    assert cli.main(["search", "lamps of the harbours", "--json", *data]) == 0
    found = json.loads(capsys.readouterr().out)
    keys = ["phrase", "known", "exact", "resolutions", "paragraphs", "first", "latest",
            "by_session", "places", "searched"]  # fmt: skip
    assert list(found)[: len(keys)] == keys
    assert {"symbol", "paragraph", "adopted_on", "collection"} <= set(found["first"])
    assert cli.main(["search", "harbors", *data]) == 0
    assert "unknown word 'harbors', near: harbours" in capsys.readouterr().out
    assert cli.main(["search", "lamps", "--concordance", *data]) == 1
    assert "unres build" in capsys.readouterr().err
    assert cli.main(["search", "...", *data]) == 1
    for wrong in (
        ["search"],
        ["search", "x", "--window", "many"],
        ["search", "x", "--lines", "-1"],
        ["search", "x", "--window", "0"],
        ["search", "x", "--window", "8"],
        ["search", "x", "--sort", "date"],
        ["search", "x", "--sort", "left", "--near"],
    ):
        with pytest.raises(SystemExit):
            cli.main([*wrong, *data])


def test_the_command_prints_words_in_context(told, capsys):
    arguments = ["search", "sea", "--data", str(told.path), "--lines", "2"]
    assert cli.main([*arguments, "--concordance", "--window", "3", "--sort", "right"]) == 0
    said = capsys.readouterr().out
    assert said.count("[sea]") + said.count("[Sea]") == 2
    assert cli.main([*arguments, "--concordance", "--window", "sentence"]) == 0
    capsys.readouterr()
    assert cli.main([*arguments, "--concordance"]) == 0  # eight words, by date
    plain = capsys.readouterr().out
    assert cli.main([*arguments, "--concordance", "--window", "8", "--sort", "date"]) == 0
    assert capsys.readouterr().out == plain
    assert cli.main([*arguments, "--concordance", "--window", "0"]) == 0
    assert len(capsys.readouterr().out) < len(plain)


# beside the documents ---------------------------------------------------------------------------


@pytest.mark.slow
def test_equals_brute_force_on_the_full_texts(corpus, full_texts):
    """300 phrases of 2 to 12 words, and 100 that stand nowhere: which are decided, and how."""
    own = [((s, p), w) for s, rows in full_texts.items() for p, _, w in rows]
    joined = {place: f" {' '.join(w)} " for place, w in own}
    everything = "\n".join(joined.values())
    draw, present, absent = random.Random(14), [], []
    known = [word for w in draw.sample(own, 2_000) for word in w[1]]
    while len(present) < 300 or len(absent) < 100:
        size = draw.randint(2, 12)
        w = draw.choice(own)[1]
        if len(w) < size:
            continue
        at = draw.randrange(len(w) - size + 1)
        form = w[at : at + size]
        if len(present) < 300:
            present.append(form)
            continue
        if draw.random() < 0.5:
            draw.shuffle(form)
        else:
            form[draw.randrange(size)] = draw.choice(known)
        if f" {' '.join(form)} " not in everything:
            absent.append(form)
    exact, decided, took = 0, 0, []
    for form in present:
        start = time.perf_counter()
        found = un.search(" ".join(form), corpus, selection=False)
        took.append(time.perf_counter() - start)
        text = f" {' '.join(form)} "
        expected = {place: times(form, t.split()) for place, t in joined.items() if text in t}
        if found.exact:
            assert counted(found) == expected, form
            exact += 1
        assert all(expected.get(place, 0) >= n for place, n in counted(found).items())
    for form in absent:
        found = un.search(" ".join(form), corpus, selection=False)
        assert found.paragraphs == 0, form
        decided += found.exact
    assert exact >= 295 and decided >= 98
    assert np.median(took) < 0.2


@pytest.mark.slow
def test_a_clause_is_found_in_french_and_its_twin_in_english(shared, tmp_path):
    source = shared / "corpus" / "78session_French.zip"
    folder = tmp_path / "french"
    folder.mkdir()
    (folder / source.name).symlink_to(source)
    french = build_corpus(
        folder, tmp_path / "out", texts=True, language="fr", n_jobs=1, progress=False
    ).corpus
    found = un.search("l’intelligence artificielle", french)
    place = found.places[found.places["kind"] == "operative"].iloc[0]
    assert place["text"].lower().replace("’", "'").count("l'intelligence artificielle") >= 1
    twins = found.twins(un.open_corpus())
    assert twins["found"].mean() > 0.9
    assert (
        un.search("intelligence artificiele", french).unknown["artificiele"][0].startswith("artif")
    )
