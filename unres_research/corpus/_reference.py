"""References to documents: in a sentence, as BibTeX, and as CSL-JSON, which Zotero reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from unres_research import symbols
from unres_research._inputs import day_of

_NATIONS = "United Nations"
_SIGNS = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces, with or without a stroke before them
    "}": r"\textbraceright{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_MONTHS = (  # not of the locale
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_ACT = re.compile(r".*/(?:RES|DEC)/(.+)")


@dataclass(frozen=True)
class Reference:
    """What a reference to a document says; the form is that of the Dag Hammarskjöld Library.

    >>> Reference("A/RES/78/311", "Lamps", "2024-07-01").sentence()
    'United Nations, General Assembly, resolution 78/311, Lamps, A/RES/78/311 (1 July 2024), ...'
    """

    symbol: str
    title: str
    day: str | None

    def __str__(self) -> str:
        return self.sentence()

    def sentence(self) -> str:
        """Organ, number, title, symbol, date and address, as a footnote has them."""
        day = self._date()
        when = f" ({day.day} {_MONTHS[day.month - 1]} {day.year})" if day else ""
        parts = [_NATIONS, self._body(), self._number(), self.title, f"{self.symbol}{when}"]
        return f"{', '.join(filter(None, parts))}, available from {symbols.url(self.symbol)}."

    def csl(self) -> dict[str, Any]:
        """An item of CSL-JSON (citationstyles.org), as a report of the organ."""
        item: dict[str, Any] = {
            "id": self.symbol,
            "type": "report",
            "author": [{"literal": self._author()}],
            "title": self._title(),
            "number": self.symbol,
            "genre": (symbols.parse(self.symbol).kind or "document").capitalize(),
            "publisher": _NATIONS,
            "URL": symbols.url(self.symbol),
        }
        if day := self._date():
            item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
        return item

    def bibtex(self) -> str:
        """An entry of BibTeX; braces keep the capitals of the title."""
        day = self._date()
        kind = (symbols.parse(self.symbol).kind or "document").capitalize()
        fields = {
            "author": f"{{{{{_tex(self._author())}}}}}",
            "title": f"{{{{{_tex(self._title())}}}}}",
            "type": f"{{{kind}}}",
            "number": f"{{{_tex(self.symbol)}}}",
            "institution": f"{{{_NATIONS}}}",
            **(
                {"year": f"{{{day.year}}}", "month": _month(day), "day": f"{{{day.day}}}"}
                if day
                else {}
            ),
            "url": f"{{{symbols.url(self.symbol)}}}",
        }
        body = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
        key = re.sub(r"[^A-Za-z0-9.-]+", "_", self.symbol).strip("_")
        return f"@techreport{{{key},\n{body}\n}}\n"

    def _number(self) -> str:
        """Say "resolution 78/265" of one; "" of what is no resolution or decision."""
        act = _ACT.fullmatch(self.symbol)
        return f"{symbols.parse(self.symbol).kind} {act[1]}" if act else ""

    def _title(self) -> str:
        """The title; styles and BibTeX want one where there is none, as in the Security Council."""
        number = self._number()
        return self.title or number[:1].upper() + number[1:] or self.symbol

    def _author(self) -> str:
        body = self._body()
        return f"{_NATIONS} {body}" if body else _NATIONS

    def _body(self) -> str:
        """The organ, of a committee's document with the Main Committee; "" where not known."""
        symbol = symbols.parse(self.symbol)
        committee = f"{symbol.committee} Committee" if symbol.committee else ""
        return ", ".join(filter(None, (symbol.organ, committee)))

    def _date(self) -> date | None:
        return day_of(self.day) if self.day else None


def _month(day: date) -> str:
    """The macro that styles know a month by."""
    return _MONTHS[day.month - 1][:3].lower()


def _tex(text: str) -> str:
    return "".join(_SIGNS.get(c, c) for c in " ".join(text.split()))
