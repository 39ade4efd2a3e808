"""The classifier of whole texts: kinds by openers, norms, signs and place."""

from __future__ import annotations

import math

import pytest

import unres_research as un
from benchmarks.classifier import WAYS, Whole, bare, measure_texts, older_texts, try_texts
from tools.openers import records
from unres_research.errors import UnresError
from unres_research.read import classify_document

KINDS = {"P": "preambular", "O": "operative", "H": "heading", "A": "annex", "-": "other"}


def check(text: str, language: str | None = None) -> None:
    """Classify lines that begin with the letter of the kind that they are."""
    lines = [line.strip() for line in text.strip().splitlines()]
    got = classify_document([line[2:] for line in lines], language)
    right = [KINDS[line[0]] for line in lines]
    assert list(zip(got, lines, strict=True)) == list(zip(right, lines, strict=True))


def test_a_resolution_without_numbers_is_cut_at_its_first_act():
    check("""
        H Lamps of the north
        - The General Assembly,
        P Recalling its resolutions on lamps,
        P Cherishing the old lamps,
        P That some of them are broken,
        O Decides to mend the lamps;
        O Those of the pier first;
        O Requests the keepers to count them.
    """)


def test_a_bridge_is_neither_and_norms_follow_it():
    check("""
        - La Conférence,
        P Considérant que les lampes doivent être visibles,
        P Que la brume est fréquente,
        P Mais que l’huile est chère,
        P Qu’il importe d’en tenir compte,
        - Soumet aux ports la recommandation suivante :
        O Les lampes sont allumées chaque soir.
        O Que le port soit grand ou petit, une lampe suffit.
    """)


@pytest.mark.parametrize(
    "bridge",
    [
        "Adopte, ce quatre mai 1960, la présente recommandation.",
        "Sont convenus de ce qui suit :",
        "La Commission adresse aux gouvernements les recommandations suivantes :",
        "En conséquence, l'Assemblée proclame la présente charte comme règle commune.",
        "A adopté les conclusions suivantes :".replace("conclusions", "règles"),
    ],
)
def test_bridges_in_french(bridge):
    kinds = classify_document(["Considérant la mer,", bridge, "La lampe est de cuivre."], "fr")
    assert kinds == ["preambular", "other", "operative"]


@pytest.mark.parametrize(
    "bridge",
    [
        "Adopts this Recommendation on this fourth day of May 1960.",
        "Adopts, on this fourth day of May 1960, the present Recommendation.",
        "Have agreed on the following:",
        "Have agreed as follows:",
        "The Commission addresses to Governments the following recommendations:",
        "Now, therefore, the Assembly proclaims this Charter as a common rule.",
        "The Ministers of ports, here assembled, have agreed as follows:",
    ],
)
def test_bridges_in_english(bridge):
    kinds = classify_document(["Recalling the sea,", bridge, "The lamp is of brass."], "en")
    assert kinds == ["preambular", "other", "operative"]


@pytest.mark.parametrize(
    "act",
    [
        "Adopts the Code of Lamps set forth in the annex to the present resolution.",
        "Requests the keepers to submit a report on the following rules of lamps.",
        "Recommends that ports bring this Recommendation to the notice of keepers.",
    ],
)
def test_acts_that_speak_of_a_text_are_no_bridges(act):
    kinds = classify_document(["Recalling the sea,", act, "The lamp is of brass."], "en")
    assert kinds == ["preambular", "operative", "operative"]


def test_what_adopts_the_following_before_other_acts_is_an_act():
    texts = [
        "Recalling the sea,",
        "Adopts the following rules;",
        "Requests the ports to print them.",
    ]
    assert classify_document(texts, "en") == ["preambular", "operative", "operative"]


def test_an_adoption_above_the_preamble_belongs_to_the_opening():
    check("""
        H Recommandation n° 3
        - La Conférence internationale des ports,
        - Convoquée à Port-Nord et s’y étant réunie le trois mai 1952,
        - Adopte le douze mai 1952 la recommandation suivante :
        - La Conférence,
        P Considérant que la lampe est petite,
        P Que le port doit être éclairé,
        - Soumet aux ports la recommandation suivante :
        O La lampe est agrandie.
    """)


def test_meeting_is_no_opening_without_a_place_or_a_day():
    texts = ["The Council,", "Meeting with fishermen,", "Recalling lamps,", "Decides to meet."]
    assert classify_document(texts)[:2] == ["other", "preambular"]
    texts[1] = "Meeting with fishermen on 4 May 1960,"
    assert classify_document(texts)[:2] == ["other", "other"]


def test_without_a_bridge_norms_begin_the_operative_part():
    check("""
        P Vu les rapports des capitaines ;
        P Considérant que la brume dure cent jours ;
        P Que la cloche doit être remplacée ;
        O La cloche devrait être entendue de loin.
        O Elle est sonnée toutes les heures.
    """)


def test_preambles_may_end_with_full_stops():
    check("""
        P Whereas the lights go out before dawn.
        P Whereas boats have been lost.
        P And whereas the families are concerned.
        O Keepers shall stay until sunrise.
        O They take turns.
    """)


def test_gerunds_of_a_list_do_not_begin_a_second_preamble():
    check("""
        P Recalling the lamps,
        O Encourages ports to act, including by:
        O Recognizing the work of keepers;
        O Encouraging the use of oil;
        O Welcoming those who bring it;
        O Urges keepers to write to the ports.
    """)


def test_a_quotation_belongs_to_the_paragraph_above():
    check("""
        P Recalling the lamps,
        O Decides to ask the keeper the following question:
        O “Having regard to the fog, and
        O “Recalling the accidents of the winter,
        O “When are the lamps lit?”
    """)


def test_parts_have_preambles_of_their_own():
    check("""
        - The General Assembly,
        P Recalling the lamps,
        H I
        H Oil
        P Recalling the oil,
        P Noting its price,
        O Decides to buy oil;
        H II
        H Wicks
        P Recalling the wicks,
        O Decides to cut wicks.
    """)


def test_a_second_opening_begins_a_second_preamble():
    check("""
        H A
        - The Council of Keepers,
        P Recalling the lamps,
        O Decides to meet.
        H B
        - The Council of Keepers,
        P Recalling the bells,
        O Decides to part.
    """)


def test_what_follows_the_word_annex_is_annex():
    check("""
        - The General Assembly,
        P Recalling the lamps,
        O Adopts the list of lamps.
        A Annex
        A List of lamps
        A Recalling that one lamp is broken,
        A The lamps shall be kept.
    """)


@pytest.mark.parametrize("word", ["Annexe II", "ANEXO", "Приложение", "附件一", "المرفق الأول"])
def test_annexes_in_other_languages(word):
    language = {"A": "fr", "П": "ru", "附": "zh", "ا": "ar"}[word[0]]
    assert classify_document([word, "x"], "es" if word == "ANEXO" else language) == ["annex"] * 2


def test_headings_are_neither_and_the_last_items_of_lists_are_none():
    check("""
        P Recalling the lamps,
        H Care of lamps
        O Decides that the keeper has:
        O A lamp and a bell
        O A boat;
        H PART II
        O Requests the keeper to row.
    """)


@pytest.mark.parametrize("title", ["II Care of ", "B. Care of ", "Part III Care of "])
def test_titles_of_parts_may_be_long(title):
    texts = ["Recalling lamps,", "Decides to meet.", title + "very many lamps " * 16 + "and bells"]
    assert classify_document([*texts, "Requests oil."])[2] == "heading"
    assert classify_document([*texts[:2], texts[2] + ".", "Requests oil."])[2] == "operative"


def test_where_ends_have_lost_their_signs_only_few_words_are_a_heading():
    check("""
        P Considérant que la brume est fréquente
        P Que la côte est longue
        H Des lampes
        O Les lampes devraient être allumées chaque soir
        O On évitera d’employer les enfants à leur entretien
    """)


def test_labels_go_on_but_numbers_in_brackets_below_a_heading_begin():
    check("""
        P Considering the lamps,
        P (a) that they are small,
        P (b) that they are old,
        H Lamps
        O (1) The lamp is of brass.
        O (2) The wick is of cotton.
    """)


def test_the_first_paragraph_may_be_operative():
    check("""
        O Decides to mend the lamps;
        O Requests the keepers to count them.
    """)


def test_ministers_open_and_close_a_declaration():
    check("""
        - We, the Ministers of ports, meeting at High Shore,
        P Aware of the fog,
        - Have agreed on the following:
        O We shall keep the lamps alight.
        O The costs are shared.
        - Done at High Shore on 9 June 1971.
    """)


def test_numbered_preambles_stay_preambles():
    check("""
        P 1. Rappelant les lampes,
        P 2. Notant la brume,
        O 3. Décide d’allumer les lampes ;
        O 4. Les gardiens les éteignent à l’aube.
    """)


def test_labels_of_delegates_tell_the_half():
    check("""
        P PP1 Recalling the lamps,
        P PP2 bis. The lamps are old,
        P [PP3 Noting the fog,]
        O OP1. Decides to mend the lamps;
        O OP1(a) Those of the pier
        O OP2 [Those who keep them] shall be paid;
        O [OP3 Recalling also the bells;]
    """)


def test_russian_paragraphs_begin_in_small_letters():
    check(
        """
        - Генеральная Ассамблея,
        P ссылаясь на свои резолюции о лампах,
        O постановляет зажечь лампы;
        O просит Генерального секретаря сосчитать их.
        """
    )


def test_chinese_and_arabic_by_openers_and_signs():
    check(
        """
        - 大会，
        P 回顾其关于灯的决议，
        O 决定点灯；
        O 请秘书长报告。
        """,
        "zh",
    )
    check(
        """
        - إن الجمعية العامة،
        P وإذ تشير إلى قراراتها بشأن المصابيح،
        O تقرر إضاءة المصابيح؛
        O تطلب إلى الأمين العام أن يعدها.
        """,
        "ar",
    )


def test_nothing_and_empty_paragraphs():
    assert classify_document([]) == []
    assert classify_document(["", " \n"]) == ["other", "other"]
    assert un.read.classify_document(("Decides to meet.", "")) == ["operative", "other"]


def test_one_text_is_a_document_of_one_paragraph():
    assert classify_document("Decides to meet;") == ["operative"]


def test_what_is_no_text_is_refused():
    with pytest.raises(UnresError, match="found 7 among the paragraphs, expected a string"):
        classify_document(["Decides to meet;", 7])


def test_a_language_that_is_not_official_is_refused():
    with pytest.raises(UnresError, match="found no 'de' among the languages"):
        classify_document(["Die Lampe,"], "de")


# the benchmark ------------------------------------------------------------------------------


def test_invented_older_texts_are_told_right_in_each_way():
    for code, name, text in older_texts():
        for way in ("as written", "without labels", "without labels and all that is neither"):
            found = try_texts(name, [WAYS[way](text)], None)
            wrong = {pair: n for pair, n in found.pairs.items() if pair[0] != pair[1]}
            assert not wrong, (code, name, text[0], way)


def test_older_texts_are_read_with_their_kinds():
    texts = list(older_texts())
    assert {(code, name) for code, name, _ in texts} == {
        *((code, name) for code in ("fr", "en") for name in ("first", "second", "third")),
        ("es", "third"),
    }
    assert texts[0][2][0] == ("Recommandation n° 14 aux autorités portuaires", "neither")
    assert texts[0][2][6][1] == "preambular"
    assert texts[0][2][-1][1] == "operative"


def test_labels_are_taken_away():
    text = [("3. A lamp.", "operative"), ("(a) Oil;", "operative"), ("A lamp", "neither")]
    assert [words for words, _ in WAYS["without labels"](text)] == ["A lamp.", "Oil;", "A lamp"]


def test_f1_by_hand():
    """Of ten preambular paragraphs eight are told, and two others with them: P = R = .8."""
    pairs = {("preambular", "preambular"): 8, ("preambular", "operative"): 2}
    pairs |= {("operative", "preambular"): 2, ("operative", "operative"): 8}
    found = Whole("x", 1, 0, pairs)
    assert found.f1("preambular") == pytest.approx(0.8)
    assert math.isnan(found.f1("neither"))


def test_a_resolution_is_written_out_bare_with_its_kinds():
    record = un.loads(
        "A/RES/99/1\n\nThe General Assembly,\n\nRecalling lamps,\n\n1. Decides:\n\n(a) To meet;\n\n"
        "Annex\n\nLamps\n\n1. A lamp."
    )
    text = bare(record)
    assert text[0] == ("The General Assembly,", "neither")
    assert text[1:4] == [
        ("Recalling lamps,", "preambular"),
        ("Decides:", "operative"),
        ("To meet;", "operative"),
    ]
    assert {kind for _, kind in text[4:]} == {"neither"}
    assert "Annex" in [words for words, _ in text]


@pytest.mark.slow
def test_held_out_figures_of_whole_texts(shared):
    for one in measure_texts(records(shared / "corpus")[0]):
        if "session" in one.task and "by themselves" not in one.task:
            assert one.f1("preambular") > 0.99 and one.f1("operative") > 0.99, one
