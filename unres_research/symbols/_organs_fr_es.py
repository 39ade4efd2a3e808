"""Whose act a number is in French and Spanish: the organ named behind it, or before "sa", "su"."""

from __future__ import annotations

import re

from unres_research._names import HUMAN_RIGHTS_COUNCIL
from unres_research._numerals import MONTHS
from unres_research._wordlists import read_list
from unres_research.symbols._organs import one_of

_ORGAN_OF_NAME = {
    row["name"]: row["organ"] for row in read_list("organs") if row["language"] != "en"
}
_NAME = one_of(_ORGAN_OF_NAME)
_RIGHTS_COUNCIL = re.compile(
    one_of(name for name, organ in _ORGAN_OF_NAME.items() if organ == HUMAN_RIGHTS_COUNCIL)
)
_OF = r"\b(?:du|del|de\ la|de\ l['’]|de\ las?|des|de\ los?)\s?"
_OF_ORGAN = re.compile(rf"{_OF}(?:({_NAME})|[A-ZÉ]\w+)")
_UP_TO_ORGAN = re.compile(  # numbers, dates and what joins them
    rf"""(?:[\s,/()]++|1er\b|\d++|(?!{_OF}[A-ZÉ]\w)
        \b(?:[A-Z]|[IVXLC]{{2,8}}|et|y|e|du|de|del|en|date|le|{"|".join(MONTHS)})\b)*+""",
    re.VERBOSE,
)
_OWNER = re.compile(  # "le Conseil de sécurité, dans sa résolution"
    rf"({_NAME})(?:,? [^;.,]{{0,60}})?,? (?:dans|par|en|por|mediante) (?:sa|ses|sus?) +$"
)
_SUBJECT = re.compile(  # "dans sa résolution 54/12 du 3 mai 2023, le Conseil de sécurité"
    rf"(?:,? (?:du|del?) \d{{1,2}}[^;.,]{{0,30}})?, (?:le |la |el |l['’])({_NAME})\b"
)
_OWN = re.compile(r"\b(?:[Ss]es|[Ss]a|[Ss]us?)\s+$")  # "ses résolutions", "su resolución"
_BETWEEN = re.compile(r"\s(?:du|del|de\sla|de\sl['’])\s?[A-ZÉ][\w\s’']{2,60}$")


def names_rights_council(text: str) -> bool:
    """Tell whether a text names the Human Rights Council."""
    return bool(_RIGHTS_COUNCIL.search(text))


def is_own(tail: str) -> bool:
    """Tell whether a text ends in "ses" or "su", before the word for an act."""
    return bool(_OWN.search(tail[-12:]))


def organ_before(tail: str) -> str:
    """Organ named before "dans sa" at the end of a text; "" of another body, or of none."""
    return _organ_of(_OWNER.search(tail)) or ""


def subject_after(text: str, end: int) -> str | None:
    """Organ of "dans sa résolution 54/12, le Conseil ...", named behind the number."""
    return _organ_of(_SUBJECT.match(text, end))


def organ_after(text: str, end: int) -> tuple[int, str | None]:
    """Where a list of numbers ends that goes on here, and which organ is named behind it.

    The organ of "53/12 et 53/13 du Conseil de sécurité"; "" of another body, None where none is.
    """
    passed = _UP_TO_ORGAN.match(text, end)
    reached = passed.end() if passed else end
    return reached, _organ_of(_OF_ORGAN.match(text, reached))


def is_organ_between(text: str, start: int, end: int) -> bool:
    """Tell whether an organ is named between the word for an act and its number."""
    return bool(_BETWEEN.fullmatch(text, start, end))


def _organ_of(named: re.Match[str] | None) -> str | None:
    if named is None:
        return None
    return _ORGAN_OF_NAME.get((named[1] or "").replace("'", "’"), "")
