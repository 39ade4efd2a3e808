"""One text in several languages: found under one id, and what differs. Texts are invented."""

from __future__ import annotations

import zipfile
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from unres_research.analyse import languages
from unres_research.analyse._trends._places import common_name
from unres_research.errors import UnresError
from unres_research.read import load_folder
from unres_research.records import Paragraph, Resolution

ADDED = {  # words that tell the language of a short text
    "en": "that the lamps of the port are to be lit by all",
    "fr": "que les lampes du port soient allumées par tous dans la nuit",
    "es": "que las lámparas del puerto sean encendidas por todos en la noche",
    "ru": "чтобы все зажигали огни порта",
    "ar": "أن تضاء مصابيح الميناء",
    "zh": "点亮港口的灯",
}


def resolution(language: str, openers: list[str], number: int = 1, **more) -> Resolution:
    paragraphs = tuple(
        Paragraph(f"OP{k}", "operative", f"{opener} {ADDED[language]};", str(k), opener=opener)
        for k, opener in enumerate(openers, 1)
    )
    return Resolution(f"A/RES/78/{900 + number}", "resolution", "", language=language,
                      paragraphs=more.get("paragraphs", paragraphs))  # fmt: skip


NAMES = [  # (as the document names it, as all languages do)
    ("PP3", "PP3"),
    ("OP5(أ)", "OP5(a)"),
    ("OP5(ا)", "OP5(a)"),
    ("OP5(هـ)", "OP5(e)"),
    ("OP5(ض)", "OP5(z)"),
    ("OP5(ظ)", "OP5(aa)"),
    ("OP5(غ)", "OP5(bb)"),
    ("OP5(ب ب)", "OP5(bb)"),
    ("OP111 -", "OP111."),
    ("OP2(ج)’3‘", "OP2(c)(iii)"),
    ("OP2(ج)‘12’", "OP2(c)(xii)"),
    ("أولا.OP1", "I.OP1"),
    ("عاشرا.PP2", "X.PP2"),
    ("OP2(a)㈠", "OP2(a)(i)"),
    ("OP2(a)㈩", "OP2(a)(x)"),
    ("OP2(a)(十一)", "OP2(a)(xi)"),
    ("OP2(a)(二十)", "OP2(a)(xx)"),
    ("四.OP1", "IV.OP1"),
    ("二十九.OP1", "XXIX.OP1"),
    ("四.OP1(㈡)", "IV.OP1(ii)"),
]


@pytest.mark.parametrize(("printed", "expected"), NAMES)
def test_a_paragraph_has_one_name_in_all_languages(printed, expected):
    assert common_name(printed) == expected


def six() -> list[Resolution]:
    said = {
        "ru": "Призывает",
        "en": "Urges",
        "zh": "敦促",
        "es": "Insta",
        "ar": "تحث",
        "fr": "Exhorte",
    }
    return [resolution(code, [opener]) for code, opener in said.items()]


class Looks(HTMLParser):
    def __init__(self):
        super().__init__()
        self.divs, self.emphasized, self.inside = [], [], False

    def handle_starttag(self, tag, attrs):
        if tag == "div":
            self.divs.append(dict(attrs))
        self.inside = tag in ("em", "b")

    def handle_data(self, data):
        if self.inside:
            self.emphasized.append(data)
            self.inside = False


def test_a_clause_in_six_languages():
    clause = languages(six()).clause("A/RES/78/901", "OP1")
    table = clause.to_frame()
    assert table["language"].tolist() == ["en", "ar", "es", "fr", "ru", "zh"]
    assert table["opener"].tolist() == ["Urges", "تحث", "Insta", "Exhorte", "Призывает", "敦促"]
    assert table["text"][3] == f"Exhorte {ADDED['fr']};"
    assert repr(clause) == "<A/RES/78/901, OP1, in en, ar, es, fr, ru, zh>"
    looks = Looks()
    shown = clause._repr_html_()
    looks.feed(shown)
    spoken = [div for div in looks.divs if "lang" in div]
    assert [(div["lang"], div["dir"]) for div in spoken] == [
        ("en", "ltr"), ("ar", "rtl"), ("es", "ltr"), ("fr", "ltr"), ("ru", "ltr"), ("zh", "ltr"),
    ]  # fmt: skip
    assert "text-align:right" in spoken[1]["style"]
    assert "text-align:left" in spoken[0]["style"]
    assert [shown.count(f"<{tag}>") for tag in ("em", "b")] == [4, 2]  # Arabic, Chinese: bold
    assert looks.emphasized == table["opener"].tolist()


def test_the_view_escapes_what_documents_hold():
    bad = "<script>alert(1)</script>"
    english = resolution("en", [bad, bad])
    french = resolution("fr", ["Prie"], paragraphs=(
        Paragraph("OP1", "operative", f"Prie {bad} {ADDED['fr']}", "1", opener="Prie"),))  # fmt: skip
    shown = languages([english, french]).clause("A/RES/78/901", "OP1")._repr_html_()
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 2
    both = languages([english, french])
    assert "<script" not in both.clause("A/RES/78/901", "OP2")._repr_html_()
    plain = resolution("en", [], paragraphs=(Paragraph("OP1", "operative", f"Lit {bad}", "1"),))
    assert "<script" not in languages([plain, french]).clause("A/RES/78/901", "OP1")._repr_html_()
    assert "<script" not in both._repr_html_()


def test_names_that_documents_give_are_escaped():
    """An id, and a language of a text whose words do not tell one."""
    odd, named = '"><script>', "OP<script>"

    def numbers(language: str) -> Resolution:
        return resolution(language, [], paragraphs=(
            Paragraph(named, "operative", "12 34", "1", opener="12"),))  # fmt: skip

    both = languages([numbers("en"), numbers(odd)])
    shown = both.clause("A/RES/78/901", named)._repr_html_() + both._repr_html_()
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") >= 3


def test_a_language_that_lacks_the_paragraph_is_told():
    both = languages([resolution("en", ["Urges", "Decides"]), resolution("ar", ["تحث"])])
    clause = both.clause("a/res/78/901", "OP2")
    assert clause.to_frame()["text"].isna().tolist() == [False, True]
    assert repr(clause) == "<A/RES/78/901, OP2, in en>"
    assert "–</td>" in clause._repr_html_()
    with pytest.raises(UnresError, match=r"found no 'OP9' among the paragraphs of A/RES/78/901"):
        both.clause("A/RES/78/901", "OP9")
    with pytest.raises(UnresError, match="found no 'A/RES/78/2' among the resolutions in several"):
        both.clause("A/RES/78/2", "OP1")


def test_an_arabic_letter_finds_the_clause_too():
    def nested(language: str, label: str) -> Resolution:
        return resolution(language, [], paragraphs=(
            Paragraph("OP1", "operative", f"A {ADDED[language]}:", "1"),
            Paragraph(f"OP1({label})", "subparagraph", f"B {ADDED[language]};", parent="OP1"),
        ))  # fmt: skip

    both = languages([nested("ar", "أ"), nested("en", "a")])
    for name in ("OP1(a)", "OP1(أ)"):
        table = both.clause("A/RES/78/901", name).to_frame()
        assert table["paragraph"].tolist() == ["OP1(a)", "OP1(أ)"]
    assert both.differences().empty


def test_where_the_clauses_differ():
    """English has two operative paragraphs, Spanish the first and a third; PP1 in Spanish only."""
    spanish = resolution("es", [], paragraphs=(
        Paragraph("PP1", "preambular", f"Recordando {ADDED['es']},", opener="Recordando"),
        Paragraph("OP1", "operative", f"Insta {ADDED['es']};", "1", opener="Insta"),
        Paragraph("OP3", "operative", f"Insta {ADDED['es']};", "3", opener="Insta"),
        Paragraph("A1.1", "annex", "Anexo", annex=1),
    ))  # fmt: skip
    given = [resolution("en", ["Urges", "Urges"]), spanish, resolution("fr", ["Prie", "Prie"])]
    found = languages(given)
    assert found.differences().values.tolist() == [
        ["A/RES/78/901", "es", "preambular", 1, 0, [], ["PP1"]],
        ["A/RES/78/901", "es", "operative", 2, 2, ["OP2"], ["OP3"]],
    ]
    table = found.to_frame().set_index("language")
    columns = ["resolutions", "same", "clauses", "found"]
    assert table.loc["es", columns].tolist() == [1, 0, 2, 1]
    assert table.loc["fr", columns].tolist() == [1, 1, 2, 2]


def test_firmness_beside_the_custom_of_the_language():
    """French "Engage" renders "encourages" (2) in four of six clauses, "calls upon" (3) in one.

    The sixth is "Recalls", which is no directive. "Prie" renders "requests" five times of five;
    "Exhorte" stands in four clauses, too few; "Demande" in six, three of each phrase of two:
    half is enough, and "calls upon" comes first in the alphabet.
    """
    english = [
        *(["Encourages"] * 4), "Calls upon", "Recalls",
        *(["Requests"] * 5),
        *(["Urges"] * 4),
        *(["Requests"] * 3), *(["Calls upon"] * 3),
    ]  # fmt: skip
    french = [*(["Engage"] * 6), *(["Prie"] * 5), *(["Exhorte"] * 4), *(["Demande,"] * 6)]
    found = languages([resolution("fr", french), resolution("en", english)])
    openers = found.openers("fr")
    assert openers[["opener", "paragraphs", "usually", "reason"]].values.tolist() == [
        ["demande", 6, "calls upon", ""],
        ["engage", 6, "encourages", ""],
        ["prie", 5, "requests", ""],
        ["exhorte", 4, "urges", "fewer than 5 paragraphs"],
    ]
    np.testing.assert_allclose(openers["share"], [3 / 6, 4 / 6, 1, 1])
    assert openers["level"].tolist() == [3, 2, 3, 4]
    firmness = found.firmness()
    assert firmness.drop(columns="share").values.tolist() == [
        ["A/RES/78/901", "OP5", "fr", "Calls upon", 3.0, "engage", "encourages", 2.0, -1.0]
    ]
    assert firmness["share"].tolist() == [4 / 6]
    row = found.to_frame().iloc[0]
    columns = ["directives", "compared", "firmer", "softer"]
    assert row[columns].tolist() == [20, 16, 0, 1]  # without Recalls; without Exhorte
    assert row["mean_difference"] == -1 / 16


def test_an_opener_without_a_custom_is_not_compared():
    """Two of five is less than half."""
    english = ["Requests", "Requests", "Invites", "Urges", "Encourages"]
    found = languages([resolution("en", english), resolution("es", ["Pide"] * 5)])
    assert found.openers("es")["reason"].tolist() == ["no counterpart has half of them"]
    assert found.to_frame()[["directives", "compared"]].values.tolist() == [[5, 0]]
    assert np.isnan(found.to_frame()["mean_difference"][0])
    with pytest.raises(UnresError, match="found no 'fr' among the languages that are compared"):
        found.openers("fr")


def test_another_reference_and_scale(tmp_path):
    scale = tmp_path / "scale.csv"
    scale.write_text("phrase,act,level,source\nprie,directive,1,x\nexhorte,directive,2,x\n")
    french = [*(["Exhorte"] * 5), "Prie"]
    found = languages(
        [resolution("fr", french), resolution("en", ["Urges"] * 6)], reference="fr", scale=scale
    )
    assert found.codes == ("fr", "en")
    assert found.firmness()[["paragraph", "usually", "difference"]].values.tolist() == [
        ["OP6", "exhorte", 1.0]
    ]


def test_documents_that_are_not_compared_are_told():
    foreign = resolution("ru", ["Prie"], paragraphs=resolution("fr", ["Prie"] * 3).paragraphs)
    given = [
        resolution("en", ["Urges"]), resolution("fr", ["Prie"]), resolution("fr", ["Invite"]),
        foreign, Resolution(None, "draft", "", paragraphs=resolution("en", ["Urges"]).paragraphs),
        resolution("es", ["Insta"], number=2),
    ]  # fmt: skip
    found = languages(given)
    assert list(found.records) == ["A/RES/78/901"]
    assert found.codes == ("en", "fr")
    assert found.clause("A/RES/78/901", "OP1").to_frame()["opener"].tolist() == ["Urges", "Prie"]
    assert found.issues.values.tolist() == [
        ["A/RES/78/901", "fr", "stands twice; the first counts"],
        ["A/RES/78/901", "ru", "its words are in 'fr'"],
        ["", "en", "prints no symbol"],
    ]


WRONG = [
    ([], "found 0 resolutions in no language, expected the same ones in 'en'"),
    ([resolution("en", ["Urges"])], "found 1 resolutions in en, expected the same ones in 'en'"),
    (
        [resolution("es", ["Insta"]), resolution("fr", ["Prie"])],
        "found 1 resolutions in es, fr, expected the same ones in 'en' and in at least one other",
    ),
    ([5], "found 5 among the documents in several languages"),
    (5, "found 5 as documents in several languages"),
]


@pytest.mark.parametrize(("given", "said"), WRONG, ids=range(len(WRONG)))
def test_what_cannot_be_compared_is_refused(given, said):
    with pytest.raises(UnresError, match=said):
        languages(given)


def test_an_unknown_reference_is_refused():
    with pytest.raises(UnresError, match="found no 'de' among the official languages"):
        languages(six(), reference="de")


TEXT = {
    "en": "A/RES/78/901\n\nLamps\n\nThe General Assembly,\n\n1. Urges all States to light the lamps.",
    "fr": "A/RES/78/901\n\nLampes\n\nL’Assemblée générale,\n\n"
    "1. Prie tous les États d’allumer les lampes.",
}


def test_folders_and_archives(tmp_path):
    folder, archive = tmp_path / "English", tmp_path / "French.zip"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT["en"], encoding="utf-8")
    (folder / "b.txt").write_text("Dear Sir,", encoding="utf-8")
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("French/a.txt", TEXT["fr"])
    records, issues = load_folder(archive, n_jobs=1, progress=False)
    assert [r.source.path for r in records] == ["French.zip/French/a.txt"]
    assert issues.empty
    found = languages([folder, str(archive)], n_jobs=1)
    assert found.clause("A/RES/78/901", "OP1").to_frame()["opener"].tolist() == ["Urges", "Prie"]
    assert found.issues["reason"].str.startswith("b.txt: ").tolist() == [True]
    whole = load_folder(tmp_path, n_jobs=1, progress=False)
    assert languages(whole).codes == ("en", "fr")


@pytest.mark.slow
def test_session_78_in_six_languages(shared: Path):
    """Nearly all paragraphs are found under one id in all languages."""
    corpus = shared / "corpus"
    spoken = ("Arabic", "Chinese", "French", "Russian", "Spanish")
    given = [corpus / "UNxml-GAresolutions" / "78session" / "English"]
    given += [corpus / f"78session_{name}.zip" for name in spoken]
    found = languages(given)
    table = found.to_frame().set_index("language")
    assert (table["found"] / table["clauses"] > 0.99).all()
    assert (table["same"] / table["resolutions"] > 0.9).all()


def test_an_opener_that_usually_renders_no_directive_is_not_compared():
    """Welcoming has levels too, but of another scale."""
    english = ["Welcomes"] * 4 + ["Urges"]
    found = languages([resolution("en", english), resolution("fr", ["Salue"] * 5)])
    assert found.openers("fr")[["usually", "reason"]].values.tolist() == [["welcomes", ""]]
    assert found.to_frame()[["directives", "compared"]].values.tolist() == [[1, 0]]
    assert found.firmness().empty


def test_paragraphs_of_other_kinds_tell_nothing_of_openers():
    english = resolution("en", [], paragraphs=(
        Paragraph("OP1", "subparagraph", f"Urges {ADDED['en']};", opener="Urges"),))  # fmt: skip
    found = languages([english, resolution("fr", ["Prie"])])
    assert found.openers("fr").empty
    assert found.differences()["kind"].tolist() == ["operative", "subparagraph"]


def test_of_two_paragraphs_of_one_name_the_first_is_followed():
    arabic = resolution("ar", [], paragraphs=(
        Paragraph("OP1(أ)", "subparagraph", f"A {ADDED['ar']};"),
        Paragraph("OP1(ا)", "subparagraph", f"B {ADDED['ar']};"),
    ))  # fmt: skip
    english = resolution("en", [], paragraphs=(
        Paragraph("OP1(a)", "subparagraph", f"A {ADDED['en']};"),))  # fmt: skip
    table = languages([english, arabic]).clause("A/RES/78/901", "OP1(a)").to_frame()
    assert table["paragraph"].tolist() == ["OP1(a)", "OP1(أ)"]
