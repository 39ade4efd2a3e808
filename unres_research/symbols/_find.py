"""Find the documents that a text cites."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from unres_research._characters import UNSEEN
from unres_research._inputs import check_kind
from unres_research._names import GENERAL_ASSEMBLY
from unres_research.errors import UnresError
from unres_research.symbols._citation import Citation, may_cite
from unres_research.symbols._links import with_links
from unres_research.symbols._listings import scan
from unres_research.symbols._spelling import ANY_UNSEEN, place_by_place


def find(
    text: str,
    links: Sequence[tuple[int, int, str]] = (),
    *,
    organ: str = GENERAL_ASSEMBLY,
) -> list[Citation]:
    """Find the documents that a text cites, linked or not.

    Resolutions and decisions are recognised in lists ("its resolutions 46/182 of 19
    December 1991 and 57/150"), in old and special forms, with the organ that is named
    with them; full symbols wherever they stand. Sections, paragraphs and annexes are
    dropped, part letters kept. Where the organ cannot be told nothing is returned.

    Parameters
    ----------
    text : str
        A paragraph or footnote, in English, French or Spanish.
    links : sequence of (start, end, href)
        Links of the source into its document system: the printed number is the more
        exact, the address tells the organ.
    organ : str
        Whose text it is: "resolution 70/1" with no organ named is its own.

    Returns
    -------
    list of Citation
        In order of the text.

    Notes
    -----
    Not for texts in other languages: there only full symbols and links are found.
    Documents named by their title alone are not found.

    Examples
    --------
    >>> [c.symbol for c in find("Recalling its resolutions 46/182 and 66/240 A, and Security "
    ...     "Council resolution 1325 (2000)")]
    ['A/RES/46/182', 'A/RES/66/240 A', 'S/RES/1325 (2000)']
    """
    check_kind(text, str, "the text", "a string such as that of a paragraph")
    strings = [links] if isinstance(links, str) else [x for x in links if isinstance(x, str)]
    if strings:
        raise UnresError(f"found the link {strings[0][:40]!r}, expected lists (start, end, href)")
    plain = place_by_place(text)
    if not links and not may_cite(plain):
        return []
    if not text.isascii() and ANY_UNSEEN.search(text):
        return _find_in_seen(text, links, organ)
    printed = list(scan(plain, organ))
    if not links:
        return [citation for one in printed for citation in one.citations]
    return sorted(with_links(plain, printed, links), key=lambda c: c.start)


def _find_in_seen(text: str, links: Sequence[tuple[int, int, str]], organ: str) -> list[Citation]:
    """Find in what is printed of a text: soft hyphens and the like are no part of a number."""
    kept = [k for k, character in enumerate(text) if character not in UNSEEN]
    printed = "".join(text[k] for k in kept)
    places = [(bisect_left(kept, a), bisect_left(kept, b), href) for a, b, href in links]
    found = find(printed, places, organ=organ)
    return [Citation(c.symbol, kept[c.start], kept[c.end - 1] + 1) for c in found]
