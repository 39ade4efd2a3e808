"""Words: one analyser for the corpus and for a user's own text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unres_research._names import LANGUAGES
from unres_research.corpus import _tokens as analyser
from unres_research.errors import UnresError

CASES = [  # (text, words, why)
    ("The Committee's work", ["the", "committee's", "work"], "straight apostrophe"),
    ("The Committee\u2019s work", ["the", "committee's", "work"], "curly apostrophe"),
    ("non\u2011binding", ["non-binding"], "non-breaking hyphen"),
    ("co\u00adoperation", ["cooperation"], "soft hyphen"),
    ("\ufb01nance, e\ufb03cient", ["finance", "efficient"], "ligatures"),
    ("Secretary\x02General", ["secretary-general"], "the hyphen at a line's end of a copy"),
    ("10\u221214", ["10", "14"], "a minus parts words as a dash does"),
    ("la\u200bm\u200dps\u2060", ["lamps"], "what prints nothing"),
    ("1\u20133 and text \u2013 more", ["1", "3", "and", "text", "more"], "dashes part words"),
    ("COVID-19, A/RES/70/1", ["covid-19", "a", "res", "70", "1"], "digits; slashes part"),
    ("-start end- 'quoted'", ["start", "end", "quoted"], "only inner hyphens and apostrophes"),
    ("C\u00f4te d\u2019Ivoire", ["c\u00f4te", "d'ivoire"], "letters of any alphabet"),
    ("snake_case", ["snake", "case"], "the underscore is no letter"),
    ("", [], "nothing"),
    ("联合国", ["联", "合", "国"], "each Chinese character is a word"),
    ("COVID-19大流行", ["covid-19", "大", "流", "行"], "letters beside characters"),
    ("2030年（A/78/1）", ["2030", "年", "a", "78", "1"], "digits beside characters"),
    ("O'二", ["o", "二"], "no apostrophe joins a character"),
    ("二-三", ["二", "三"], "no hyphen joins characters"),
    (
        "㐀鿿豈𠀀〇々",
        ["㐀", "鿿", "豈", "𠀀", "〇", "々"],
        "first, last, rare and repeated characters",
    ),
    ("䷀ ꀀ", ["ꀀ"], "neighbours of the Chinese characters: a sign, a letter of another script"),
    ("مُحدَّدة", ["محددة"], "Arabic with marks of vowels and doubling"),
    ("محددة", ["محددة"], "the same without"),
    ("الـمدينة", ["المدينة"], "an Arabic word that is made longer"),
    ("والمدينة", ["والمدينة"], "and, the: part of an Arabic word"),
    ("l'eau d’Évian", ["l'eau", "d'évian"], "articles of French are part of the word"),
    ("морей и морями", ["морей", "и", "морями"], "Russian endings stay"),
]


@pytest.mark.parametrize(("text", "expected", "why"), CASES, ids=[c[2] for c in CASES])
def test_words(text, expected, why):
    assert analyser.words(text) == expected, why


def test_spans_point_into_the_text_as_given():
    text = "The Committee\u2019s non\u2011binding co\u00adoperation"
    printed = [text[a:b] for _, a, b in analyser.spans(text)]
    assert printed == ["The", "Committee\u2019s", "non\u2011binding", "co\u00adoperation"]
    assert [w for w, _, _ in analyser.spans(text)] == analyser.words(text)


SPANS = [  # (text, spans, why)
    ("o\ufb03ce \ufb01x", [("office", 0, 4), ("fix", 5, 7)], "ligatures"),
    ("9\u00ad-9", [("9-9", 0, 4)], "a soft hyphen before a hyphen"),
    ("\u02bca b", [("a", 1, 2), ("b", 3, 4)], "a leading modifier apostrophe is no part"),
    ("a\u02bc\u02bcb", [("a", 0, 1), ("b", 3, 4)], "two words, two places"),
    ("co\u00ad op", [("co", 0, 2), ("op", 4, 6)], "a soft hyphen after the word"),
    ("\u0130l", [("il", 0, 2)], "a capital whose lower case is two characters"),
]


@pytest.mark.parametrize(("text", "expected", "why"), SPANS, ids=[c[2] for c in SPANS])
def test_spans(text, expected, why):
    assert analyser.spans(text) == expected, why


def test_what_prints_nothing_and_ligatures_alone_change_the_length():
    changed = [c for c in map(chr, range(0x10000)) if len(analyser.normalise(c)) != 1]
    vowels = [chr(k) for k in range(0x64B, 0x660)]  # FATHATAN to WAVY HAMZA BELOW
    joiners = [chr(k) for k in (0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060)]
    isolates = [chr(k) for k in range(0x2066, 0x206A)]
    ligatures = [chr(k) for k in range(0xFB00, 0xFB07)]
    arabic = ["\u061c", "\u0640", *vowels, "\u0670"]
    assert changed == ["\u00ad", *arabic, *joiners, *isolates, *ligatures, "\ufeff"]


def test_places_of_arabic_words_are_those_as_printed():
    printed = "مُحدَّدة"
    assert analyser.spans(printed + " " + printed) == [("محددة", 0, 8), ("محددة", 9, 17)]


def test_the_version_is_another_one_where_texts_are_read_otherwise():
    """So that a data set that was built before is not taken for one of today."""
    found = {language: analyser.version_of(language) for language in LANGUAGES}
    assert found == {"en": "1", "fr": "1", "es": "1", "ru": "1", "ar": "2", "zh": "2"}


texts = st.text(alphabet="aB9 -'\u2019\u2011\u00ad\u2013._\u00df\u02bc\u03a3\u0130\n", max_size=40)


@given(texts)
def test_spans_and_words_agree(text):
    found = analyser.spans(text)
    assert [w for w, _, _ in found] == analyser.words(text)
    assert all(0 <= a < b <= len(text) for _, a, b in found)


@given(texts)
def test_words_are_what_the_documented_pattern_says(text):
    """The contract in words, written down a second time."""
    same = re.sub("[\u2019\u02bc]", "'", re.sub("[\u2011]", "-", text)).replace("\u00ad", "")
    same = same.replace("\u0130", "i").lower()
    assert analyser.words(text) == re.findall(r"[^\W_]+(?:[-'][^\W_]+)*", same)


APOSTROPHES = "'\u2019\u2018\u02bc\u02b9\u2032\uff07`\u00b4"
HYPHENS = "-\u2010\u2011\ufe63\uff0d"
DASHES = "\u2012\u2013\u2014\u2015\u2212"  # they part words


@pytest.mark.parametrize("mark", APOSTROPHES, ids=lambda c: f"{ord(c):04x}")
def test_apostrophes_of_every_kind_are_one(mark):
    assert analyser.words(f"States{mark} State{mark}s") == ["states", "state's"]
    assert analyser.spans(f"a{mark}b") == [("a'b", 0, 3)]


@pytest.mark.parametrize("mark", HYPHENS, ids=lambda c: f"{ord(c):04x}")
def test_hyphens_of_every_kind_are_one(mark):
    assert analyser.words(f"Non{mark}binding non{mark} binding") == [
        "non-binding",
        "non",
        "binding",
    ]
    assert analyser.spans(f"a{mark}b") == [("a-b", 0, 3)]


@pytest.mark.parametrize("mark", DASHES, ids=lambda c: f"{ord(c):04x}")
def test_dashes_part_words(mark):
    assert analyser.words(f"north{mark}south") == ["north", "south"]


def test_two_marks_part_words():
    assert analyser.words("a--b c''d e-'f g-h-i") == ["a", "b", "c", "d", "e", "f", "g-h-i"]


def test_ngrams():
    """The first and the last run, and as many words as the run is long."""
    assert analyser.ngrams(["a", "b", "c", "d"], 1) == ["a", "b", "c", "d"]
    assert analyser.ngrams(["a", "b", "c", "d"], 2) == ["a b", "b c", "c d"]
    assert analyser.ngrams(["a", "b", "c", "d"], 3) == ["a b c", "b c d"]
    assert analyser.ngrams(["a", "b", "c"], 3) == ["a b c"]
    assert analyser.ngrams(["a", "b"], 3) == []
    assert analyser.ngrams([], 1) == []
    with pytest.raises(UnresError, match="found n = 0, expected 1 or more"):
        analyser.ngrams(["a"], 0)


def test_stop_words_by_group():
    function, drafting = analyser.stop_words(), analyser.stop_words(("drafting",))
    assert {"the", "of", "and"} <= function and "resolution" not in function
    assert "resolution" in drafting and "climate" not in function | drafting
    assert analyser.stop_words(("function", "drafting")) == function | drafting
    assert analyser.stop_words("drafting") == drafting
    assert analyser.stop_words(["drafting"]) == drafting
    for wrong in (("nouns",), ("function", "nouns"), "nouns"):
        with pytest.raises(UnresError, match="no 'nouns' among .* some of 'drafting', 'function'"):
            analyser.stop_words(wrong)


def test_stop_words_are_whole_rows_with_a_source():
    from unres_research._wordlists import read_list

    rows = read_list("stopwords")
    assert all(r["source"] and re.fullmatch(r"[^\W_]+(?:[-'][^\W_]+)*", r["word"]) for r in rows)
    assert len({(r["word"], r["group"]) for r in rows}) == len(rows)
