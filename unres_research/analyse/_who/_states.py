"""States by whatever name a user gives: short name, spelling in a list, ISO 3166 or M49 code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import as_list, check_kind, check_known
from unres_research.errors import UnresError
from unres_research.read._states import codes_of, folded, states

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["state", "iso3", "m49"]
_SINCE = "member_from"


def members_of(given: pd.DataFrame | None = None) -> pd.DataFrame:
    """States, `state`, `iso3`, `m49`, `member_from` (NaT for observers): those of the package."""
    import pandas as pd

    if given is None:
        rows = [(s.name, s.iso3, s.m49, s.member_from or None) for s in states().values()]
        given = pd.DataFrame(rows, columns=[*COLUMNS, _SINCE])
    check_kind(given, pd.DataFrame, "members", "a table of Member States")
    check_known([*COLUMNS, _SINCE], list(given.columns), "columns of members")
    return given[[*COLUMNS, _SINCE]].assign(member_from=pd.to_datetime(given[_SINCE]))


def everyone(members: pd.DataFrame, rows: pd.DataFrame) -> tuple[pd.DataFrame, States]:
    """Members and the other States of a table of votes or sponsors, by name; how to find them."""
    import pandas as pd

    own = rows.dropna(subset="state")
    held = own[COLUMNS].drop_duplicates("state")
    listed = members[members[_SINCE].notna() | members["state"].isin(held["state"])]
    more = held[~held["state"].isin(listed["state"])].assign(member_from=pd.NaT)
    table = pd.concat([listed, more], ignore_index=True) if len(more) else listed
    table = table.sort_values("state", ignore_index=True)
    printed = dict(zip(own["name"], own["state"], strict=True))
    return table, States.of(table, printed)


@dataclass(frozen=True)
class States:
    """States that an analysis knows, and what else they are called."""

    names: tuple[str, ...]
    by_code: dict[str, str]
    known: dict[str, str]  # folded name, spelling or code: state

    @classmethod
    def of(cls, table: pd.DataFrame, printed: dict[str, str]) -> States:
        """Know the States of a table, and spellings that were printed: spelling, state."""
        by_code = dict(zip(table["iso3"], table["state"], strict=True))
        known = {folded(name): state for name, state in printed.items()}
        for state, iso3, m49 in table[COLUMNS].itertuples(index=False, name=None):
            known |= {folded(code): state for code in (iso3, _m49(m49)) if isinstance(code, str)}
            known[folded(state)] = state
        return cls(tuple(table["state"]), by_code, known)

    def find(self, given: Any) -> list[str]:
        """Names of the States that are given, each once; UnresError names near spellings."""
        wanted = [_written(one) for one in as_list(given, "States", (str, int, np.integer))]
        found = [self._find(one) for one in wanted]
        missing = [one for one, name in zip(wanted, found, strict=True) if name is None]
        check_known(missing, self.names, "States", "give a name, an ISO 3166 or an M49 code")
        names = list(dict.fromkeys(name for name in found if name is not None))
        if not names:
            raise UnresError("found no State in an empty list, expected one or more; None is all")
        if len(names) == 1 < len(wanted):
            raise UnresError(f"found {names[0]} under {len(wanted)} names, expected several States")
        return names

    def one(self, given: Any) -> str:
        """Name of the one State that is given."""
        return self.find([given])[0]

    def _find(self, name: str) -> str | None:
        codes = codes_of(name)
        code = codes[0] if len(codes) == 1 else ""
        return self.known.get(folded(name)) or self.by_code.get(code)


def _written(given: Any) -> str:
    return given if isinstance(given, str) and not given.isdecimal() else _m49(given) or str(given)


def _m49(code: Any) -> str | None:
    """A code of three digits; None for none."""
    try:
        return f"{int(code):03d}"
    except (TypeError, ValueError):
        return None
