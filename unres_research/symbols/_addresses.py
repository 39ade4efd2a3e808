"""Addresses of the document system: undocs.org and docs.un.org."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

SITE = r"(?:undocs|docs\.un)\.org/"  # an address in a text begins so, or with "https://" before it
HOME = "https://docs.un.org"
_QUERY = "Home/Mobile?FinalSymbol="
_HOST = re.compile(rf"https?://(?:www\.)?{SITE}(?:[a-z]{{2}}/)?")
PATH = re.compile(  # what follows the site, in a text
    rf"(?:[a-z]{{2}}/)?(?:{re.escape(_QUERY)})?(?P<symbol>[A-Za-z]{{1,8}}(?:(?:/|%2[Ff])[\w.\-]+)+"
    r"(?:(?:%20)?\((?:\d{4}|[IVXLC]{1,8})\))?(?:(?:%20)?[A-Z](?!\w))?)"
)


def url(symbol: str, language: str = "en") -> str:
    """Address of a document by its symbol, where the United Nations publishes it.

    Parameters
    ----------
    symbol : str
    language : str
        One of the codes ar, zh, en, fr, ru and es; a document that does not exist in a language
        is not found there.

    Returns
    -------
    str

    Examples
    --------
    >>> url("A/RES/75/251 B")
    'https://docs.un.org/en/A/RES/75/251%20B'
    """
    return f"{HOME}/{language}/{quote(symbol)}"


def decoded(path: str) -> str:
    """Write the strokes and blanks of a path as characters."""
    return re.sub("%2[Ff]", "/", path).replace("%20", " ")


@lru_cache(maxsize=10_000)
def target_of(href: str) -> str:
    """Symbol that an address names, as it names it; "" of an address of another site."""
    found = _HOST.match(href)
    if found is None:
        return ""
    return decoded(href[found.end() :].removeprefix(_QUERY).partition("&")[0].removesuffix("/"))
