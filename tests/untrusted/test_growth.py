"""Every reader of untrusted text takes time that grows with the length, not with its square.

Each public reader reads 200,000 characters of each of some forty repeated patterns, in the places
where an expression might look for something else behind them.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from html import escape
from pathlib import Path

import pytest

import unres_research as un
from unres_research import read, symbols
from unres_research.errors import UnresError
from unres_research.read import _openers as openers

PATTERNS = (
    *(
        " ",
        "\t ",
        "\n",
        " \n",
        "\u00a0",
        "a ",
        "a    ",
        "Aa ",
        "a, ",
        " ; ",
        ". ",
        ": ",
        " : ",
        "* ",
    ),
    *("XVI", "XVI ", "I ", "I. ", "(i) ", "(a", "[", "70/1 (I) ", "70/1 et ", "70/1, ", "70/1-"),
    *(
        "A/RES/",
        "A/ ",
        "A/78/L.1 /Rev.1 ",
        "1",
        "1 ",
        "1. ",
        "du ",
        "de la ",
        "l’",
        "Saint Kitts, ",
    ),
    "Human Rights Council resolutions including ",
    "undocs.org/A/",
    "resolution 70/1 of 3 May 2016, ",
    "seventy-eighth emergency session ",
    "draft resolution submitted by the ",
    "requests the Secretary-General to report ",
    "at its eightieth session ",
    "and requests ",
)
LENGTHS = (3_125, 12_500, 50_000, 200_000)
STEEPEST = 10  # times as long for four times the text; the square would be sixteen
SHORTEST = 0.02  # seconds of processor time; what takes less counts as this


def header(line: str) -> Callable[[str], object]:
    """Read a text with such a line above its formula."""
    return lambda words: un.loads(
        f"A/80/L.1\n\n{line.format(words)}\n\nTitle\n\nThe General Assembly,\n\n1. Decides to meet."
    )


def page(words: str) -> object:
    """Read a web page with these words in its paragraphs, its notes and its title."""
    inside = escape(words)
    return un.loads(
        f"<html><title>{inside}</title><p>{inside}</p><p>The General Assembly,</p>"
        f"<p>Recalling {inside}<sup>1</sup>,</p><p>1. Decides {inside}.</p></html>"
    )


def markup(words: str) -> object:
    """Read XML with these words in its title, its paragraph and its link."""
    return un.loads(
        "<akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'><statement><preface>"
        f"<p><docTitle refersTo='#resolutionTitle'>{words}</docTitle></p></preface><mainBody>"
        f"<paragraph><num>1.</num><content><p>Decides <a href='https://undocs.org/{words.strip()}'>"
        f"{words}</a></p></content></paragraph></mainBody></statement></akomaNtoso>"
    )


READERS: dict[str, Callable[[str], object]] = {
    "find": symbols.find,
    "find after a keyword": lambda words: symbols.find(f"resolution 70/1 {words} 70/1"),
    "find in French": lambda words: symbols.find(f"résolution 70/1 {words} du Conseil 70/1"),
    "find with a link": lambda words: symbols.find(
        f"resolution 70/1 {words}", [(11, 15, f"https://undocs.org/{words}")]
    ),
    "find after a council": lambda words: symbols.find(
        f"Human Rights Council {words} its resolution 70/1"
    ),
    "parse": symbols.parse,
    "normalise": symbols.normalise,
    "classify": read.classify,
    "classify in French": lambda words: read.classify(f"{words},", "fr"),
    "classify in Spanish": lambda words: read.classify(f"{words},", "es"),
    "classify_document": lambda words: read.classify_document(["Recalling", words, "Decides"]),
    "classify_document, many paragraphs": lambda words: read.classify_document(
        [words[k : k + 390] for k in range(0, len(words), 390)], "fr"
    ),
    "language_of": openers.language_of,
    "match_opener": read.match_opener,
    "a paragraph": lambda words: un.loads(
        f"The General Assembly,\n\nRecalling {words},\n\n1. {words}"
    ),
    "a line of the header": header("{}"),
    "sponsors": header("x{}x: draft resolution"),
    "an office": header("Draft resolution submitted by the x{}x following consultations"),
    "an agenda item": header("Agenda item 1{}"),
    "an adoption": header("Resolution adopted by x{}x on 1 May 2020"),
    "a session": header("Seventy{}session"),
    "a page": page,
    "XML": markup,
    "actions": lambda words: un.actions(f"Requests {words}", adopted_on="2024-12-04"),
    "actions of an item": lambda words: un.actions(words, f"Requests the keeper {words}:"),
}


def steep(pattern: str) -> list[str]:
    """Readers whose time grows too fast; measured again, for other work makes it look so, too."""
    found = [name for name, one in READERS.items() if growth(one, pattern, tries=1) > STEEPEST]
    for _ in range(3):
        found = [name for name in found if growth(READERS[name], pattern, tries=3) > STEEPEST]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("pattern", PATTERNS, ids=[repr(pattern[:20]) for pattern in PATTERNS])
def test_time_grows_with_the_length(pattern):
    """In a process of its own: what other tests hold in memory slows long texts down."""
    code = f"import test_growth; print(test_growth.steep({pattern!r}))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_no_pattern_stands_twice():
    assert len(set(PATTERNS)) == len(PATTERNS) >= 40


def test_the_square_is_seen():
    assert (
        growth(lambda words: [words[k:].count("b") for k in range(len(words))], "a", 1) > STEEPEST
    )


def growth(reader: Callable[[str], object], pattern: str, tries: int) -> float:
    """Most that four times the text took, in times; the longer ones are not tried after that."""
    steepest, last = 0.0, None
    for length in LENGTHS:
        took = seconds(reader, (pattern * (length // len(pattern) + 1))[:length], tries)
        steepest = max(steepest, took / last if last else 0.0)
        if steepest > STEEPEST:
            break
        last = took
    return steepest


def seconds(reader: Callable[[str], object], words: str, tries: int) -> float:
    best = float("inf")
    for _ in range(tries):
        start = time.process_time()
        with suppress(UnresError):
            reader(words)
        best = min(best, time.process_time() - start)
    return max(best, SHORTEST)
