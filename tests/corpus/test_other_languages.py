"""Data sets in other languages than English: what is a word, and what they say of themselves."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from unres_research._names import LANGUAGES
from unres_research.analyse import lexicon, trends
from unres_research.corpus import Corpus, build_corpus, open_corpus
from unres_research.corpus._build import corpus_of_records
from unres_research.errors import UnresError
from unres_research.read import load_folder
from unres_research.records import Paragraph, Resolution

FRENCH = """A/RES/77/901

Résolution adoptée par l’Assemblée générale le 3 mai 2023

Lampes

L’Assemblée générale,

1. Prie tous les États d’allumer les lampes de l’eau.
"""
LIT = {  # each text stands in two resolutions: the lamp or lamps of the port, inflected and written together
    "fr": ("Prie d’allumer l’eau et la lampe", "Prie d’allumer les lampes d'eau douce"),
    "ru": ("Просит зажечь лампу порта", "Просит о лампах порта и о лампе"),
    "ar": ("تطلب إضاءة المصباح في الميناء", "تطلب إضاءةَ مصباح بالميناء وللمصباح"),
    "zh": ("请点亮港口的灯。", "请各国点亮港口的灯，港口的灯 2030年"),
}


def lit(language: str) -> Corpus:
    records = [
        Resolution(
            f"A/RES/77/{900 + k}", "resolution", "x", language=language, session=77,
            adopted_on=f"2023-05-0{k}",
            paragraphs=(Paragraph("OP1", "operative", text, "1", opener=None),),
        )
        for k, text in enumerate(LIT[language] * 2, 1)
    ]  # fmt: skip
    return corpus_of_records(records)


@pytest.mark.parametrize(("language", "expected"), [
    ("fr", [6, 6] * 2),  # Prie d'allumer l'eau et la lampe; Prie d'allumer les lampes d'eau douce
    ("ru", [4, 7] * 2),
    ("ar", [5, 5] * 2),
    ("zh", [7, 15] * 2),  # 15: nine characters, four, the number, one
])  # fmt: skip
def test_words_of_a_data_set(language, expected):
    assert lit(language).resolutions["words"].tolist() == expected


COUNTS = [  # (language, pattern, how often)
    ("fr", "*'eau", 4),
    ("fr", "l'eau", 2),
    ("fr", "lampe*", 4),
    ("ru", "ламп*", 6),
    ("ru", "лампу порта", 2),
    ("ar", "مصباح", 2),
    ("ar", "*مصباح", 6),
    ("ar", "إضاءة", 4),  # once printed with a vowel
    ("ar", "*لميناء", 4),
    ("zh", "灯", 6),
    ("zh", "港口", 6),
    ("zh", "港口的灯", 6),  # four characters: by fingerprints
    ("zh", "点亮港口的灯", 4),
    ("zh", "2030年", 2),
]


@pytest.mark.parametrize(("language", "pattern", "expected"), COUNTS)
def test_counts_in_other_languages(language, pattern, expected):
    assert trends(lit(language), pattern)["count"].tolist() == [expected]


def test_the_article_is_part_of_a_french_word():
    assert "l'eau" in lit("fr").column_of
    assert "eau" not in lit("fr").column_of


def test_a_star_beside_a_chinese_character_is_refused():
    """A character has no letters that the star could stand for."""
    with pytest.raises(UnresError, match="expected at least two letters"):
        trends(lit("zh"), "港*")


@pytest.mark.parametrize("texts", [True, False])
def test_a_data_set_says_its_language(tmp_path, texts):
    (tmp_path / "lampes.txt").write_text(FRENCH, encoding="utf-8")
    built = build_corpus(
        tmp_path, tmp_path / "data", texts=texts, language="fr", n_jobs=1, progress=False
    )
    assert built.corpus.language == "fr"
    assert open_corpus(tmp_path / "data").language == "fr"


def test_the_data_set_that_comes_with_the_toolkit_is_in_english(corpus):
    assert corpus.language == "en"


def test_a_chinese_data_set_of_before_is_refused(tmp_path):
    """Its words were whole sentences; the version of the analyser tells."""
    corpus = lit("zh")
    assert corpus.package["unres"]["analyser"] == "2"
    assert lit("fr").package["unres"]["analyser"] == "1"
    package = corpus.package | {"unres": corpus.package["unres"] | {"analyser": "1"}}
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    with pytest.raises(UnresError, match="by analyser 1 in .*, expected analyser 2; build it"):
        open_corpus(tmp_path)


def test_the_lexicon_knows_the_official_languages():
    for language in LANGUAGES:
        terms = lexicon(language=language)
        assert {"artificial intelligence", "capacity-building", "climate change"} <= set(terms)
    assert lexicon(language="zh")["artificial intelligence"] == ("人工智能",)
    scripts = {"ru": "[\u0400-\u04ff]", "ar": "[\u0621-\u064a]", "zh": "[\u4e00-\u9fff]"}
    for language, letters in scripts.items():
        patterns = [p for given in lexicon(language=language).values() for p in given]
        assert all(re.search(letters, p) for p in patterns if not p.startswith("covid"))


def bodies(records: list[Resolution], held: Corpus) -> list[str]:
    """Texts of the body of every resolution of a data set, lower-cased."""
    by_symbol = {r.symbol: r for r in reversed(records) if r.language == held.language}
    return [p.text.lower() for s in held.resolutions.index for p in by_symbol[s].body]


@pytest.mark.slow
@pytest.mark.parametrize(("language", "spoken"), [("zh", "Chinese"), ("ar", "Arabic")])
def test_the_lexicon_counts_what_stands_in_the_texts(shared, tmp_path, language, spoken):
    """Searched without any notion of a word in Chinese; in Arabic up to the ends of words."""
    folder = tmp_path / "texts"
    folder.mkdir()
    shutil.copy(shared / "corpus" / f"78session_{spoken}.zip", folder)
    held = build_corpus(
        folder, tmp_path / "data", texts=True, language=language, progress=False
    ).corpus
    texts = bodies(list(load_folder(folder, progress=False).records), held)
    if language == "zh":
        texts = [re.sub(r"[\W_]+", "", text) for text in texts]
    else:
        texts = [re.sub("[\u064b-\u0652\u0670\u0640]", "", text) for text in texts]
    terms = lexicon(language=language)
    table = trends(held, terms).set_index("term")
    for name, patterns in terms.items():
        if language == "zh":
            spelt = "|".join(re.sub(r"[\W_]+", "", pattern) for pattern in patterns)
        else:
            spelt = "|".join(
                r"(?<!\w)" + p.replace("*", r"\w*").replace(" ", r"\W+") + r"(?!\w)"
                for p in patterns
            )
        found = sum(len(re.findall(spelt, text)) for text in texts)
        assert table.loc[name, "count"] == found > 0, name
