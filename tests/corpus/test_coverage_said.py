"""What is said of a data set: what it holds, and what it does not."""

from __future__ import annotations

from unres_research.corpus import example_corpus
from unres_research.corpus._coverage import held, missing


def test_sessions_are_told_as_ranges_or_one_by_one():
    corpus = example_corpus()
    table = corpus.resolutions
    table.loc[table.index[0], "session"] = 76
    assert "of sessions 76 to 78." in held(corpus)[0]
    table.loc[table.index[0], "session"] = 70
    assert "of sessions 70, 77 and 78." in held(corpus)[0]
    table["session"] = 77
    table.loc[table.index[0], "special_session"] = "ES-10"
    assert held(corpus)[0].endswith("of session 77 and special session ES-10.")


def test_versions_and_sources_are_named():
    corpus = example_corpus()
    list(corpus)  # read with its own description
    corpus.package["version"] = "9.1"
    corpus.package["sources"] = [{"title": "Lamps", "version": "abc"}, {"title": "Bells"}]
    corpus.package["unres"]["analyser"] = "7"
    assert held(corpus)[1:4] == (
        f"Data set {corpus.package['name']}, version 9.1, analyser 7.",
        "Built from: Lamps, version abc.",
        "Built from: Bells.",
    )


def test_what_is_known_to_be_missing_is_named():
    corpus = example_corpus()
    list(corpus)  # read with its own description
    assert missing(corpus)[1].startswith("Not counted")  # it has texts
    corpus.package["unres"]["metadata_without_file"] = ["A/RES/74/1", "A/RES/74/2"]
    corpus.package["resources"] = []  # no texts
    lines = (
        "Only resolutions of the General Assembly; of no other organ, and no decisions.",
        "Adopted, but without a file in the source: A/RES/74/1 and A/RES/74/2.",
        "No texts: counts of words and fingerprints of runs of six words.",
        "Not counted: words that stand in fewer than 2 paragraphs, phrases of two and three words "
        "that stand in fewer than 5.",
    )
    assert missing(corpus) == lines
    corpus.package["unres"]["collection"] = "selection"
    assert "no denominator" in missing(corpus)[1] and len(missing(corpus)) == 5
