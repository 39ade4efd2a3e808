"""Words, phrases and wildcards counted, beside a count of the texts themselves."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest
import written

from unres_research.analyse import trends
from unres_research.analyse._trends import _patterns
from unres_research.analyse._trends._long import long_counts
from unres_research.analyse._trends._occurrences import RARE, occurrences
from unres_research.corpus import build_corpus, words
from unres_research.errors import UnresError

NOUNS = ["sea", "land", "river", "mountain", "forest", "desert", "coast", "island"]
VERBS = ["protect", "measure", "restore", "map"]


def written_text(draw: random.Random) -> str:
    """A paragraph of words that come back, in an order of their own."""
    size = draw.randint(4, 14)
    return " ".join(
        draw.choice([*NOUNS[: draw.randint(2, 8)], *VERBS, "of", "the"]) for _ in range(size)
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Thirty texts of five paragraphs; each word stands in many."""
    where, draw = tmp_path_factory.mktemp("lands"), random.Random(5)
    for k in range(30):
        body = "\n\n".join(f"{n}. Decides to {written_text(draw)};" for n in range(1, 6))
        row = (f"A/RES/77/{700 + k}", f"{k + 1} May 2023", f"Lands {k}", body)
        (where / f"{k}.txt").write_text(written.plain(*row), encoding="utf-8")
    return where


def places(text: str, patterns: list[str]) -> int:
    """Places of patterns in the words of a text; those that share a word are one."""
    own = words(text)
    found = sorted(
        (start, start + size)
        for pattern in patterns
        for size in [len(pattern.split())]
        for start in range(len(own) - size + 1)
        if all(
            re.fullmatch(wanted.replace("*", ".*"), word)
            for wanted, word in zip(pattern.split(), own[start : start + size], strict=True)
        )
    )
    count, end = 0, -1
    for start, stop in found:
        count, end = count + (start >= end), max(end, stop)
    return count


def by_hand(corpus, patterns: list[str]) -> np.ndarray:
    """Places by wording, from the texts."""
    expected = np.zeros(corpus.n_wordings, dtype=int)
    for wording, text in zip(corpus.paragraphs["wording"], corpus.texts, strict=True):
        expected[wording] = places(text, patterns)
    return expected


def counted(corpus, patterns: list[str]) -> np.ndarray:
    return occurrences(corpus, {"x": patterns}).by_wording.toarray()[:, 0]


@pytest.mark.parametrize("size", range(4, 10))
def test_long_phrases_are_found_without_texts(told, untold, size):
    """Every run of the texts, and as many of their words that stand nowhere."""
    runs = {
        tuple(own[k : k + size])
        for own in map(words, told.texts)
        for k in range(len(own) - size + 1)
    }
    draw = random.Random(size)
    runs |= {tuple(draw.choices([*NOUNS, *VERBS, "of", "the"], k=size)) for _ in range(40)}
    assert len(runs) > 60
    for run in sorted(runs)[:: max(1, len(runs) // 150)]:
        assert (long_counts(untold, run) == by_hand(told, [" ".join(run)])).all(), run


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    """Paragraphs of four and five words whose pairs are common and whose threes are not."""
    where, out = (tmp_path_factory.mktemp(name) for name in ("lamps", "out"))
    common = ("lamps burn low", "we burn at sea", "boats at night sail")
    for k in range(6):
        body = "\n\n".join(f"{n}. Decides that {said};" for n, said in enumerate(common, 1))
        ends = ("Lamps burn at night", "Lamps burn at night at", "Burn at night lamps burn at")
        body += f"\n\n4. {ends[k]};" if k < 3 else ""
        row = (f"A/RES/77/{700 + k}", f"{k + 1} May 2023", f"Lamps {k}", body)
        (where / f"{k}.txt").write_text(written.plain(*row), encoding="utf-8")
    return build_corpus(where, out, n_jobs=1, progress=False).corpus


def test_words_that_can_stand_in_one_order_only(short):
    """Of four words each once, pairs side by side: they follow each other. "at" twice: unknown."""
    assert {"lamps burn", "burn at", "at night"} <= set(short.column_of)
    assert "lamps burn at" not in short.column_of and "burn at night" not in short.column_of
    found = long_counts(short, ("lamps", "burn", "at", "night"))
    own = dict(zip(short.paragraphs["symbol"] + short.paragraphs["paragraph"], found[
        short.paragraphs["wording"]], strict=True))  # fmt: skip
    assert {place for place, count in own.items() if count} == {"A/RES/77/700OP4"}


@pytest.mark.parametrize(
    "patterns",
    [
        ["sea"],
        ["the se*"],
        ["*land", "sea"],
        ["*ap", "me*"],
        ["decides to ma*"],
        ["decides to", "to map"],
        ["sea land", "land sea", "the sea"],
        ["decides to restore the sea", "to restore"],
        ["*ea* land"],
    ],
)
def test_forms_and_wildcards(told, untold, patterns):
    expected = by_hand(told, patterns)
    assert expected.sum() > 0
    assert (counted(told, patterns) == expected).all()
    short = counted(untold, patterns)
    if any("*" in pattern for pattern in patterns):  # phrases too rare to be counted are not found
        assert (short <= expected).all() and short.sum() > expected.sum() / 2
    elif not occurrences(untold, {"x": patterns}).unseen:
        assert abs(short - expected).sum() <= 4  # of an overlap in fewer than five paragraphs


def test_what_only_texts_tell_is_said(told, untold):
    """Two words that stand together in fewer than five paragraphs are in no table of counts."""
    pair = next(
        f"{a} {b}" for a in NOUNS for b in VERBS
        if f"{a} {b}" not in untold.column_of and by_hand(told, [f"{a} {b}"]).any()
    )  # fmt: skip
    found = occurrences(untold, {"rare": pair, "both": [pair, "sea"]})
    assert found.reason == (RARE, "") and found.unseen == (pair,)
    assert occurrences(told, pair).reason == ("",)
    assert (counted(told, [pair]) == by_hand(told, [pair])).all()


def test_a_star_that_counts_common_forms_alone_is_named(told, untold):
    terms = {"a": ["the se*", "sea"], "b": "*land", "c": "the"}
    assert occurrences(untold, terms).partly == ("the se*", "*land")
    assert occurrences(told, terms).partly == ()
    assert trends(untold, terms).attrs["partly"] == ["the se*", "*land"]


def test_words_beside_a_star(told):
    with pytest.raises(UnresError, match=r"word 's\*' .* expected at least two letters beside"):
        occurrences(told, "s*")
    with pytest.raises(UnresError, match="found no 'zeppelin\\*' among the words"):
        occurrences(told, "zeppelin*")


def test_a_star_for_too_many_forms_is_refused(corpus, monkeypatch):
    monkeypatch.setattr(_patterns, "MAX_FORMS", 50)
    for pattern in ("re*", "the re*"):
        with pytest.raises(UnresError, match="found more than 50 forms of '.*re.*more letters"):
            occurrences(corpus, pattern)


def test_the_whole_corpus_counted_from_its_texts(corpus, full_texts):
    """300 patterns of one to eight words drawn from the texts, with and without a star."""
    texts = {}
    for symbol, rows in full_texts.items():
        names = corpus.paragraphs.iloc[corpus.rows_of(symbol)]
        for wording, (_, _, own) in zip(names["wording"], rows, strict=True):
            texts[int(wording)] = f" {' '.join(own)} "
    draw, asked = random.Random(2), []
    while len(asked) < 300:
        own = texts[draw.randrange(len(texts))].split()
        size = 1 + len(asked) % 8
        if len(own) >= size:
            at = draw.randrange(len(own) - size + 1)
            run = own[at : at + size]
            if len(asked) % 10 == 0 and len(run[0]) > 5:
                run[0] = run[0][:5] + "*"
            asked.append(" ".join(run))
    asked = list(dict.fromkeys(asked))
    found, refused = occurrences_of_known(corpus, asked), 0

    def size(wording):
        return len(texts[wording].split())

    for k, pattern in enumerate(found.names):
        wanted = re.compile(
            f"(?= {re.escape(pattern)} )".replace(r"\*", "[^ ]*").replace(r"\ ", " ")
        )
        held = {w: n for w, text in texts.items() if (n := len(wanted.findall(text)))}
        if found.reason[k]:
            refused += 1
            assert few(corpus, set(held))
            continue
        own = found.by_wording[:, [k]].tocoo()
        counts = dict(zip(own.row.tolist(), own.data.tolist(), strict=True))
        if "*" in pattern:  # words of one paragraph, and phrases of few, are not known
            assert 0.99 * sum(held.values()) - 4 <= sum(counts.values()) <= sum(held.values())
        else:  # paragraphs of fewer than six words have no fingerprint
            apart = {w for w, _ in counts.items() ^ held.items()}
            assert not apart or (len(pattern.split()) in (4, 5) and max(map(size, apart)) < 6)
    assert refused < 60


def occurrences_of_known(corpus, asked):
    """All that are not refused at once, for a word that stands in one paragraph."""
    return occurrences(corpus, [p for p in asked if not _patterns.unknown_words([p], corpus)])


def few(corpus, wordings):
    """Whether what stands in some wordings is too rare for the table of counts."""
    rows = corpus.paragraphs[corpus.paragraphs["wording"].isin(wordings)]
    return len(rows) < 5 or rows["symbol"].nunique() < 2
