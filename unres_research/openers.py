"""The opening words that carry a paragraph's action: "Recalling", "Calls upon"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

from unres_research.lists import read_list

COLUMNS = ("opener", "kind", "language", "paragraphs", "share", "source")
LEAST_SHARE = 0.5


def table() -> tuple[dict[str, str], ...]:
    """Return the word list of openers.

    Returns
    -------
    tuple of dict of str to str
        One dict an opener, with the columns of `COLUMNS`. `paragraphs` is how many paragraphs
        of the source open with these words in italics, `share` which part that is of all its
        paragraphs that begin with these words. Shared: do not change it.

    Examples
    --------
    >>> sorted(table()[0]) == sorted(COLUMNS)
    True
    """
    return read_list("openers")


@cache
def _phrases(kind: str | None, language: str) -> dict[str, float]:
    rows = (r for r in table() if r["language"] == language and kind in (None, r["kind"]))
    found: dict[str, float] = {}
    for row in rows:
        found[row["opener"]] = max(float(row["share"]), found.get(row["opener"], 0.0))
    return found


def known(phrase: str, language: str = "en") -> bool:
    """Tell whether a phrase is an opener of the word list.

    Parameters
    ----------
    phrase : str
        With its capital, without punctuation.
    language : str
        Two-letter code; the list has English.

    Returns
    -------
    bool

    Examples
    --------
    >>> known("Calls upon"), known("The Yearbook")
    (True, False)
    """
    return phrase in _phrases(None, language)


def match(text: str, kind: str | None = None, language: str = "en") -> str | None:
    """Find the opener that a text begins with.

    The longest opener of the word list wins whose words are, more often than not, set
    apart as the opener when a paragraph begins with them.

    Parameters
    ----------
    text : str
        A paragraph, without its number.
    kind : {"preambular", "operative"}, optional
        Look only among the openers of this kind.
    language : str
        Two-letter code; the list has English.

    Returns
    -------
    str or None
        None when no opener of at most ten words fits.

    Notes
    -----
    Where the source shows italics, the reader has the printed opener: use
    `Paragraph.opener`, not this guess.

    Examples
    --------
    >>> match("Noting also with concern that the gap grows,")
    'Noting also with concern'
    >>> match("The report of the Committee") is None
    True
    """
    words = text.split(" ")
    phrases = _phrases(kind, language)
    for length in range(min(10, len(words)), 0, -1):
        phrase = " ".join(words[:length]).strip(",;:. ")
        if phrases.get(phrase, 0.0) >= LEAST_SHARE:
            return phrase
    return None


def classify(text: str, language: str = "en") -> str | None:
    """Tell a bare paragraph's kind by its opening words.

    Parameters
    ----------
    text : str
        A paragraph, with or without a number such as "7.".
    language : str
        Two-letter code; the list has English.

    Returns
    -------
    {"preambular", "operative"} or None
        None when no opener is known, or when it opens paragraphs of both kinds.

    Notes
    -----
    For paragraphs out of their document. In a document the place tells the kind: use
    `Paragraph.kind`.

    Examples
    --------
    >>> classify("Recalling its previous resolutions,"), classify("Decides to meet;")
    ('preambular', 'operative')
    """
    text = re.sub(r"^\d+\.\s*", "", text)
    kinds = [k for k in ("preambular", "operative") if match(text, k, language)]
    return kinds[0] if len(kinds) == 1 else None


def derive(
    paragraphs: Iterable[tuple[str, str | None, str]], *, language: str = "en", source: str = ""
) -> list[dict[str, str]]:
    """Derive the word list from paragraphs whose openers are known from italics.

    Parameters
    ----------
    paragraphs : iterable of (kind, opener, text)
        Preambular and operative paragraphs; `opener` as set in italics, or None.
    language : str
        Two-letter code, written into every row.
    source : str
        Where the paragraphs come from, written into every row.

    Returns
    -------
    list of dict of str to str
        Columns as in `COLUMNS`. Openers that occur at least three times and have at most ten
        words, most frequent first.

    Examples
    --------
    >>> rows = derive([("operative", "Decides", "Decides to meet;")] * 3)
    >>> rows[0]["opener"], rows[0]["paragraphs"], rows[0]["share"]
    ('Decides', '3', '1.000')
    """
    marked: dict[str, Counter[str]] = defaultdict(Counter)
    begins: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, opener, text in paragraphs:
        if opener and len(opener.split()) <= 10 and re.fullmatch(r"[^\W\d_][^\d()“”]*", opener):
            marked[kind][opener] += 1
        words = text.split(" ")[:10]
        prefixes = {" ".join(words[:n]).strip(",;:. ") for n in range(1, len(words) + 1)}
        begins[kind].update(prefixes)
    rows = [
        {
            "opener": opener,
            "kind": kind,
            "language": language,
            "paragraphs": str(count),
            "share": f"{count / max(count, begins[kind][opener]):.3f}",
            "source": source,
        }
        for kind in ("preambular", "operative")
        for opener, count in marked[kind].items()
        if count >= 3
    ]
    return sorted(rows, key=lambda r: (-int(r["paragraphs"]), r["kind"], r["opener"]))
