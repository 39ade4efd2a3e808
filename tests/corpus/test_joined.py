"""Data sets open together: as if their documents had been built as one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
import written

from unres_research import load_folder, open_corpus
from unres_research.analyse._compare import compare
from unres_research.corpus import build_corpus, example_corpus, words
from unres_research.errors import UnresError

PARTS = {  # which documents stand in which folder: A/RES/76/902 in both
    "first": ("75_901.xml", "75_903.xml", "76_902.xml"),
    "second": ("76_902.xml", "76_904.xml", "74_900.xml"),
}
DOCUMENTS = {
    "75_901.xml": written.LAMPS,
    "75_903.xml": written.COLLECTION,
    "76_902.xml": written.BELLS,
    "76_904.xml": written.PARTS,
    "74_900.xml": written.OLD_STYLE,
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Data sets of parts of the invented documents, with and without texts, and of all."""
    root = tmp_path_factory.mktemp("parts")
    parts = {**PARTS, "all": tuple(DOCUMENTS)}
    for part, names in parts.items():
        folder = root / part
        folder.mkdir()
        for name in names:
            (folder / name).write_text(DOCUMENTS[name], encoding="utf-8")
        for texts in (True, False):
            out = root / f"{part}-{'texts' if texts else 'bare'}"
            build_corpus(folder, out, texts=texts, n_jobs=1, progress=False)
    return root


@pytest.fixture(scope="module")
def whole(folders):
    return open_corpus(folders / "all-texts")


@pytest.fixture(scope="module", params=["bare", "texts"])
def joined(request, folders):
    return open_corpus(folders / f"first-{request.param}", add=folders / "second-texts")


def test_rows_are_those_of_one_data_set_of_all(joined, whole):
    assert joined.resolutions.drop(columns="source").equals(
        whole.resolutions.drop(columns="source")[joined.resolutions.columns.drop("source")]
    )
    columns = whole.paragraphs.columns.drop("wording")
    for name in columns:
        assert list(map(str, joined.paragraphs[name])) == list(map(str, whole.paragraphs[name]))
    assert len(joined) == 5 and joined.first_date == whole.first_date
    assert repr(joined) == repr(whole)


def test_fingerprints_of_every_paragraph_are_those_of_its_words(joined, whole):
    assert set(joined.runs.hashes.tolist()) == set(whole.runs.hashes.tolist())
    assert joined.runs.n_runs == whole.runs.n_runs and joined.runs.n_wordings == joined.n_wordings
    for one, other in zip(joined.paragraphs["wording"], whole.paragraphs["wording"], strict=True):
        mine = joined.runs.hashes[joined.runs.runs_of(one)].tolist()
        assert mine == whole.runs.hashes[whole.runs.runs_of(other)].tolist()
    values, order = joined.runs._sorted
    assert values.tolist() == sorted(joined.runs.hashes.tolist())
    assert joined.runs.hashes[order].tolist() == values.tolist()


def test_equal_words_share_a_wording_from_six_words_on(joined, whole):
    long = whole.paragraphs["words"] >= 6
    pairs = zip(joined.paragraphs["wording"][long], whole.paragraphs["wording"][long], strict=True)
    distinct = set(pairs)
    assert len(distinct) == len({one for one, _ in distinct}) == len({two for _, two in distinct})


def test_terms_of_the_first_are_counted_in_both(joined, whole):
    """By counting the words of the texts."""
    texts = [words(text) for text in whole.texts]
    symbols = whole.paragraphs["symbol"].tolist()
    grams = [
        Counter(" ".join(t[k : k + n]) for n in (1, 2, 3) for k in range(len(t) - n + 1))
        for t in texts
    ]
    assert len(joined.vocabulary) > 20
    for row in joined.vocabulary.itertuples():
        counts = [g[row.term] for g in grams]
        users = {s for s, n in zip(symbols, counts, strict=True) if n}
        found = (row.count, row.paragraphs, row.resolutions)
        assert found == (sum(counts), sum(n > 0 for n in counts), len(users)), row.term
        assert joined.term_counts([row.term]).toarray().ravel().tolist() == counts
    assert (joined.vocabulary["wordings"] == (joined.wording_counts > 0).sum(axis=0)).all()


def test_comparisons_are_those_with_one_data_set_of_all(joined, whole, folders):
    records, _ = load_folder(folders / "all", progress=False)
    shared = 0
    for record, date in (
        (r, d) for r in records for d in ("2019-01-01", "2021-06-01", "2030-01-01")
    ):
        found, expected = (compare(record, c, date=date) for c in (joined, whole))
        for one, other in ((found.earlier, expected.earlier), (found.later, expected.later)):
            assert one.sources.equals(other.sources)
            assert one.runs.equals(other.runs)
            assert one.substantive_words == other.substantive_words
        assert found.left_out == expected.left_out
        shared += found.earlier.matched_words
    assert shared > 0


def test_texts_are_those_that_either_holds(folders, whole):
    both = open_corpus(folders / "first-bare", add=str(folders / "second-texts"))
    held = ["A/RES/74/900", "A/RES/76/902", "A/RES/76/904"]
    assert [s for s in both.resolutions.index if both.has_text_of(s)] == held
    assert not both.has_text_of("A/RES/1/1")
    known = both.paragraphs["symbol"].isin(held)
    assert both.texts[known].tolist() == whole.texts[known].tolist()
    assert both.texts[~known].isna().all() and len(both.texts) == len(both.paragraphs)
    for symbol in held:
        assert both.resolution(symbol) == whole.resolution(symbol)
        first = whole.paragraphs["paragraph"][whole.rows_of(symbol)[0]]
        assert both.text_of(symbol, first) == whole.text_of(symbol, first)
    with pytest.raises(UnresError, match="no texts .*unres fetch A/RES/75/901"):
        both.resolution("A/RES/75/901")
    with pytest.raises(UnresError, match="no text of A/RES/75/901, PP1 .*unres fetch"):
        both.text_of("A/RES/75/901", "PP1")
    for ask in (lambda: both.text_of("A/RES/1/1", "PP1"), lambda: both.resolution("A/RES/1/1")):
        with pytest.raises(UnresError, match="found no 'A/RES/1/1' among the symbols"):
            ask()
    table = both.with_texts(both.paragraphs[["symbol", "paragraph"]])
    assert table["text"].notna().tolist() == known.tolist()
    assert "held of 3 resolutions" in both._repr_html_()
    assert str(folders / "second-texts") in both._repr_html_()


def test_a_paragraph_that_was_read_differently_has_no_text(made, folders):
    """The same symbol and id, other words: what stands in the first is not that text."""
    bare = made(("A/RES/76/902", "9 December 2021", "Bells", "1. Decides to ring no bell at all."))
    both = open_corpus(bare.path, add=folders / "second-texts")
    own = both.paragraphs["symbol"] == "A/RES/76/902"
    assert both.paragraphs["words"][own].tolist() == [7]
    assert both.texts[own].isna().all()
    assert len(both) == 3


def test_what_is_added_may_be_records_and_several(folders, whole):
    records, _ = load_folder(folders / "second", progress=False)
    for added in (
        records,
        [*records],
        [folders / "second-texts"],
        open_corpus(folders / "second-texts"),
    ):
        both = open_corpus(folders / "first-bare", add=added)
        assert both.resolutions.index.tolist() == whole.resolutions.index.tolist()
        assert both.resolution("A/RES/74/900").body == whole.resolution("A/RES/74/900").body
        assert compare(records[0], both).earlier.sources.equals(
            compare(records[0], whole).earlier.sources
        )
    one = open_corpus(folders / "first-bare", add=records[0])
    assert len(one) - 3 == (
        records[0].symbol not in open_corpus(folders / "first-bare").resolutions.index
    )
    three = open_corpus(folders / "first-bare", add=[folders / "second-texts", example_corpus()])
    assert len(three) == 21 and three.has_text_of("A/RES/74/900")
    assert three.has_text_of("A/RES/77/901") and not three.has_text_of("A/RES/75/901")


def test_nothing_new_changes_nothing(folders):
    """All documents stand in the first already."""
    alone = open_corpus(folders / "all-bare")
    both = open_corpus(folders / "all-bare", add=folders / "second-texts")
    assert both.resolutions.equals(alone.resolutions) and both.paragraphs.equals(alone.paragraphs)
    assert both.vocabulary.equals(alone.vocabulary)
    assert (both.counts != alone.counts).nnz == 0
    assert both.runs.hashes.tolist() == alone.runs.hashes.tolist()


def test_figures_of_the_draft_stay_beside_unrelated_resolutions(draft, corpus):
    both = open_corpus(add=example_corpus())
    one, other = compare(draft, both), compare(draft, corpus)
    assert (one.earlier.matched_words, one.later.matched_words) == (991, 1320)
    assert one.earlier.sources.equals(other.earlier.sources)
    assert one.earlier.substantive_words == other.earlier.substantive_words
    assert len(both) == len(corpus) + 16


def test_what_cannot_be_added_is_refused_in_words(folders, draft):
    first = folders / "first-bare"
    with pytest.raises(UnresError, match="no texts in the data set .*first-bare.* --texts"):
        open_corpus(folders / "second-texts", add=first)
    with pytest.raises(UnresError, match="found a text among the records to add .a draft"):
        open_corpus(first, add=draft)
    with pytest.raises(UnresError, match="found 5 among the data sets or records to add"):
        open_corpus(first, add=[5])
    with pytest.raises(UnresError, match="found 5 as data sets or records to add"):
        open_corpus(first, add=5)
    records, _ = load_folder(folders / "second", progress=False)
    with pytest.raises(UnresError, match="prints no date of adoption"):
        open_corpus(first, add=replace(records[0], adopted_on=None))
    french = open_corpus(folders / "second-texts")
    french.package["unres"]["language"] = "fr"
    with pytest.raises(UnresError, match="a data set in 'fr' in .*, expected one in 'en'"):
        open_corpus(first, add=french)
    with pytest.raises(UnresError, match="no datapackage.json in .*; give .*UNRES_DATA"):
        open_corpus(first, add=folders / "second")


def test_a_library_names_the_folder_of_its_data_set(folders, tmp_path):
    (folders / "second-texts").rename(tmp_path / "data")
    try:
        with pytest.raises(UnresError, match=r"there is one in .*data$"):
            open_corpus(tmp_path)
    finally:
        (tmp_path / "data").rename(folders / "second-texts")


def test_signatures_tell_wordings_apart(whole):
    marks = whole.runs.signatures()
    runs = [tuple(whole.runs.runs_of(k)) for k in range(whole.n_wordings)]
    for one, other in combinations(range(whole.n_wordings), 2):
        assert (marks[one] == marks[other]) == (runs[one] == runs[other])
    assert marks.dtype == np.uint64 and all(
        (m == 0) == (not r) for m, r in zip(marks, runs, strict=True)
    )


def test_the_same_words_in_two_resolutions_keep_their_places(folders, tmp_path):
    for name, texts in (("one", False), ("two", True)):
        for symbol in ("A/RES/77/801", "A/RES/77/802")[: 1 + texts]:
            text = written.plain(symbol, "3 May 2023", f"Tea {symbol[-1]}", "1. Decides to sing.")
            path = tmp_path / name / f"{symbol.replace('/', '_')}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        build_corpus(tmp_path / name, texts=texts, n_jobs=1, progress=False)
    both = open_corpus(tmp_path / "one" / "data", add=tmp_path / "two" / "data")
    assert both.texts.tolist() == ["Decides to sing."] * 2
    assert both.texts.index.tolist() == [0, 1]
    # of short paragraphs nobody can tell whether they are the same: each is a wording
    assert both.paragraphs["wording"].tolist() == [0, 1] and both.n_wordings == 2
    assert both.sources["symbol"].tolist() == ["A/RES/77/801", "A/RES/77/801", "A/RES/77/802"]
    assert both.sources.index.tolist() == [0, 1, 2]
