"""Addresses of the document system: undocs.org and docs.un.org."""

from __future__ import annotations

import re
from functools import lru_cache

SITE = r"(?:undocs|docs\.un)\.org/"  # an address in a text begins so, or with "https://" before it
_QUERY = "Home/Mobile?FinalSymbol="
_HOST = re.compile(rf"https?://(?:www\.)?{SITE}(?:[a-z]{{2}}/)?")
PATH = re.compile(  # what follows the site, in a text
    rf"(?:[a-z]{{2}}/)?(?:{re.escape(_QUERY)})?(?P<symbol>[A-Za-z]{{1,8}}(?:(?:/|%2[Ff])[\w.\-]+)+"
    r"(?:(?:%20)?\((?:\d{4}|[IVXLC]{1,8})\))?(?:(?:%20)?[A-Z](?!\w))?)"
)


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
