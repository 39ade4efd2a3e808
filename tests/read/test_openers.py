"""The classifier of bare paragraphs, and how its word lists are made."""

from __future__ import annotations

import csv

import pytest

from tools.openers import derive, records, rows
from unres_research.read import _openers as openers
from unres_research.records import Paragraph, Resolution

PRE, OP = "preambular", "operative"
CASES = [  # (text, kind, why it is here)
    ("Recalling its resolutions on lamps,", PRE, "a bare participle"),
    ("RECALLING its resolutions on lamps,", PRE, "capitals"),
    ("recalling its resolutions on lamps,", PRE, "small letters"),
    ("*Recalling also* the lamps,", PRE, "Markdown, an adverb after it"),
    ("**Noting with deep concern** that fog grows,", PRE, "bold, a manner"),
    ("Deeply concerned that the fog grows,", PRE, "an adverb before it"),
    ("Also recalling the lamps,", PRE, "the order of the Security Council"),
    ("Having considered the report on lamps,", PRE, "older"),
    ("Whereas lamps are few,", PRE, "the oldest"),
    ("Cherishing the old lamps,", PRE, "in no list: a participle, and a comma at the end"),
    ("Cherishing the old lamps is a duty.", None, "no comma at the end: a sentence"),
    ("7. Decides to light them;", OP, "a number"),
    ("7) Decides to light them;", OP, "another number"),
    ("12\tUrges all ports to light them;", OP, "a tab"),
    ("(a) Requests the Secretary-General to count them;", OP, "a letter for a number"),
    ("Further requests the Secretary-General to count them;", OP, "an adverb before the verb"),
    ("The Conference recommends that lamps be lit.", OP, "the organ is named"),
    ("The General Assembly, Recalling the lamps,", PRE, "the formula in one line"),
    ("Note by the Secretary-General", None, "French for an act, but English"),
    ("The lamps of the northern port", None, "a heading"),
    ("To light the lamps of the port;", None, "a sub-paragraph"),
    ("Dear Sir,", None, "a letter"),
    ("", None, "nothing"),
    ("Rappelant ses résolutions sur les lampes,", PRE, "French"),
    ("RAPPELANT SES RÉSOLUTIONS SUR LES LAMPES,", PRE, "French capitals"),
    ("Reaffirmant les résolutions sur la mer,", PRE, "accents lost"),
    ("Consciente que la brume est épaisse,", PRE, "the Assembly, feminine"),
    ("Conscient que la brume est épaisse,", PRE, "a council, masculine"),
    ("Vivement préoccupés par la brume de la mer,", PRE, "plural, an adverb before"),
    ("Considérant que les lampes sont rares,", PRE, "UNESCO"),
    ("Ayant examiné le rapport sur les lampes,", PRE, "older"),
    ("S'inquiétant de la brume,", PRE, "a straight apostrophe"),
    ("Rappelle en outre que les lampes sont rares ;", OP, "an adverb after it"),
    ("3. Constate que les lampes sont rares ;", OP, "UNESCO"),
    ("Estime que la brume est trop épaisse ;", OP, "UNESCO"),
    ("Invite les ports à allumer les lampes ;", OP, "the same letters as in other languages"),
    ("Prie le Directeur général de compter les lampes.", OP, "French"),
    ("En outre, prie le Secrétaire général de compter les lampes.", OP, "an adverb and a comma"),
    ("La Conférence générale recommande que les lampes soient allumées.", OP, "the organ is named"),
    ("Avant la nuit, les lampes du port sont allumées,", None, "ends in -ant, is no participle"),
    ("Recordando las resoluciones sobre los faros,", PRE, "Spanish"),
    ("Habiendo examinado el informe sobre los faros,", PRE, "older"),
    ("Profundamente preocupado por la niebla del mar,", PRE, "masculine"),
    ("Conscientes de la niebla del mar,", PRE, "plural"),
    ("Exhorta a los puertos a que enciendan los faros;", OP, "Spanish"),
    ("2) DECIDE encender los faros del norte;", OP, "capitals"),
    ("Asimismo, solicita al Secretario General que cuente los faros;", OP, "an adverb before"),
    ("Cuando llega la noche, se encienden los faros,", None, "ends in -ando, is no gerund"),
]


@pytest.mark.parametrize(("text", "kind", "why"), CASES, ids=[c[2] for c in CASES])
def test_kind_of_a_bare_paragraph(text, kind, why):
    assert openers.classify(text) == kind, why


def test_a_language_that_is_given_goes_first():
    assert openers.classify("Note by the port", "fr") == OP
    assert openers.classify("Note by the port", "en") is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the lamps of the port", "en"),
        ("les lampes du port et la mer", "fr"),
        ("los faros del puerto y el mar", "es"),
        ("лампы порта", "ru"),
        ("港口的灯", "zh"),
        ("مصابيح الميناء", "ar"),
        ("Lima, Oslo, Paris", None),
        ("", None),
    ],
)
def test_language(text, language):
    assert openers.language_of(text) == language


def test_match_keeps_what_is_printed():
    assert openers.match_opener("DÉCIDE de compter", "operative", "fr") == "DÉCIDE"
    assert openers.match_opener("S'inquiète de la brume", "operative", "fr") == "S'inquiète"
    assert openers.match_opener("Décide de compter", "preambular", "fr") is None


def test_words_that_open_both_kinds_tell_nothing():
    both = [("preambular", "Hoping", "Hoping so,")] * 3 + [
        ("operative", "Hoping", "Hoping so;")
    ] * 3
    using = openers.lexicon(derive(both))
    assert openers.classify("Hoping so.", "en", using=using) is None


def test_derived_rows():
    def record(language, opener):
        items = tuple(Paragraph(f"OP{n}", OP, f"{opener} x;", opener=opener) for n in range(3))
        return Resolution("A/RES/1/1", "resolution", "", language=language, paragraphs=items)

    found = rows([record("fr", "Chante"), record("en", "Sings"), record("zh", "歌唱")])
    assert [(r["opener"], r["language"], r["paragraphs"], r["share"]) for r in found] == [
        ("Sings", "en", "3", "1.000"),
        ("Chante", "fr", "3", "1.000"),
        ("歌唱", "zh", "3", "1.000"),
    ]
    assert found[0]["source"] == "UNxml/GAresolutions, 1 resolutions"


def test_lists_have_sources_and_short_openers():
    for row in [*openers.table(), *openers.older()]:
        assert row["source"] and row["kind"] in (PRE, OP)
        assert len(row["opener"].split()) <= 10
    pairs = [(r["opener"], r["kind"], r["language"]) for r in openers.older()]
    assert len(pairs) == len(set(pairs))
    assert {r["language"] for r in openers.table()} == {"en", "fr", "es", "ru", "zh", "ar"}


@pytest.mark.slow
def test_the_stored_list_is_what_derive_writes(shared):
    found, issues = records(shared / "corpus")
    assert not issues
    path = openers.__file__.replace("read/_openers.py", "wordlists/openers.csv")
    with open(path, encoding="utf-8", newline="") as stream:
        assert rows(found) == list(csv.DictReader(stream))


@pytest.mark.slow
def test_held_out_figures(shared, monkeypatch):
    """What the README states of session 80, French and Spanish, held out."""
    from benchmarks.classifier import measure

    for score in measure(records(shared / "corpus")[0]):
        if score.kind != "heading":
            assert score.right / score.all > 0.97, score
            assert score.wrong / score.all < 0.005, score


def test_a_participle_of_one_language_tells_where_the_language_is_not_known():
    assert openers.language_of("Zumbando,") is None
    assert openers.classify("Zumbando,") == "preambular"
    assert openers.classify("Zumbando.") is None
    assert openers.classify("Лампы,", "ru") is None


def test_a_comma_sets_an_opener_apart_that_is_seldom_one():
    assert openers.match_opener("Calls, in this context, for more lamps;") == "Calls"
    assert openers.match_opener("Calls the ports of the north;") is None
