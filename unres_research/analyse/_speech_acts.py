"""Which acts a text performs (calls upon, encourages, requests), and how firmly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research import _shown as shown
from unres_research._inputs import check_kind
from unres_research._progress import doing
from unres_research.analyse import intervals
from unres_research.analyse._actions import actions
from unres_research.analyse._groups import Group, check_corpus, rows_of_group
from unres_research.analyse._permutation import who_is_inside
from unres_research.analyse._rates import untold
from unres_research.analyse._scale import ACTS, GRADED, act_of, check_english, read_scale
from unres_research.analyse._series import unit_of
from unres_research.corpus import Corpus
from unres_research.corpus._corpus import once_per_corpus
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd

SECRETARIAT, OTHERS = "secretariat", "others"
_ADDRESSEES = (OTHERS, SECRETARIAT, "all")
_OFFICES = {"secretary_general", "secretariat"}  # classes of addressees of `actions`
_MIN_ACTS = 5
_MIN_SERIES = 5
_RESAMPLES = 9999
_TINY = 1e-3  # sums of levels in single precision
_PROFILE = ["group", "act", "count", "paragraphs", "share", "low", "high", "resolutions", "series"]
_PROFILE += ["reason"]
_FIRMNESS = ["group", "acts", "resolutions", "series", "mean", "low", "high", "known"]
_FIRMNESS += ["to_secretariat", "reason"]
_DIFFERENCE = ["difference", "difference_low", "difference_high", "same_sign", "swaps_same_sign"]
_DIFFERENCE += ["moved_same_sign", "p"]


@dataclass(frozen=True, eq=False)
class SpeechActs:
    """The acts of operative paragraphs by group; made by `speech_acts`.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> symbols = example_corpus().resolutions.index
    >>> found = speech_acts(example_corpus(), {"77": symbols[:8], "78": symbols[8:]})
    >>> found
    <SpeechActs of 16 operative paragraphs: 77 (8), 78 (8)>
    >>> table = found.profile()
    >>> table.loc[table["act"] == "decision", ["group", "count", "share"]].values.tolist()
    [['77', 8, 1.0], ['78', 8, 1.0]]

    None of them directs anybody.

    >>> found.firmness()[["acts", "mean", "known"]].values.tolist()
    [[0.0, nan, 1.0], [0.0, nan, 1.0]]
    >>> found.summary()[0]
    'Directives among the operative paragraphs: 77 0 of 8 (0%); 78 0 of 8 (0%).'
    >>> found.dependence()[["group", "against", "difference"]].values.tolist()
    [['78', '77', nan]]
    """

    corpus: Corpus
    table: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return one row an operative paragraph.

        Returns
        -------
        pandas.DataFrame
            `group`, `unit` (its resolution), `series` (the first resolution of its series),
            `opener`, `phrase` (of the scale), `act`, `level` (NaN where not graded),
            `addressee` (of a directive "secretariat", when `actions` reads that it is first for
            the Secretary-General or an office of a secretariat, or "others"; else ""); `act` and
            `phrase` are "" where the scale does not know the opener, or there is none.
        """
        return self.table.copy()

    def profile(self) -> pd.DataFrame:
        """Share of each kind of act by group.

        Returns
        -------
        pandas.DataFrame
            One row a group and act ("directive", "decision", "commitment", "approval",
            "disapproval", "assertion", and "unknown"): `group`, `act`, `count`, `paragraphs`
            (operative, count), `share`, `low`, `high` (95 per cent, by series:
            `intervals.ratio`; NaN where it refuses), `resolutions`, `series` (counts), `reason`
            ("" or why there is no interval).
        """
        import pandas as pd

        rows = []
        for name, group in self.table.groupby("group", sort=False):
            units, total = group["series"].to_numpy(), np.ones(len(group))
            sizes = group["unit"].nunique(), group["series"].nunique()
            for act in (*ACTS, "unknown"):
                hit = (group["act"] == ("" if act == "unknown" else act)).to_numpy()
                low, high = intervals.ratio(hit, total, units=units, share=True)
                why = untold(hit, total, units, low)
                rows.append((name, act, hit.sum(), len(hit), hit.mean(), low, high, *sizes, why))
        return pd.DataFrame(rows, columns=_PROFILE)

    def firmness(self, act: str = "directive", *, to: str = "others") -> pd.DataFrame:
        """Mean degree of strength of one kind of act, by group.

        Parameters
        ----------
        act : {"directive", "approval", "disapproval"}
            The graded ones.
        to : {"others", "secretariat", "all"}
            Whose directives count. "Requests the Secretary-General" is how the Assembly gives
            work to the Secretariat, not a degree between "invites" and "urges" States: a group
            that asks for many reports is not firm for that. Approval and disapproval count
            whole.

        Returns
        -------
        pandas.DataFrame
            One row a group: `group`, `acts` (graded, count), `resolutions`, `series` (that have
            any), `mean` (of the levels; higher means firmer; NaN for fewer than five acts),
            `low`, `high` (as in `profile`), `known` (share of the operative paragraphs whose
            opener the scale knows), `to_secretariat` (share of all graded acts of the kind that
            are for the Secretary-General or the Secretariat; 0 of those that are no directives),
            `reason` ("" or why there is no interval).

        Notes
        -----
        Levels are an order, not a measure: the mean depends on how far apart they are put. See
        `dependence` before you quote it.
        """
        import pandas as pd

        rows = []
        graded = _graded(self.table, act, "all")
        counted = _graded(self.table, act, to)
        for name, group in self.table.groupby("group", sort=False):
            some, whole = (t[t["group"] == name] for t in (counted, graded))
            level, ones = some["level"].to_numpy(), np.ones(len(some))
            units = some["series"].to_numpy()
            low, high = intervals.ratio(level, ones, units=units)
            mean = level.mean() if len(some) >= _MIN_ACTS else np.nan
            sizes = len(some), some["unit"].nunique(), some["series"].nunique()
            known = (group["act"] != "").mean()
            share = (whole["addressee"] == SECRETARIAT).mean() if len(whole) else np.nan
            few = f"fewer than {_MIN_ACTS} acts" * (len(some) < _MIN_ACTS)
            why = few or untold(level, ones, units, low)
            rows.append((name, *sizes, mean, low, high, known, share, why))
        table = pd.DataFrame(rows, columns=_FIRMNESS)
        whose = {"others": ", those for the Secretariat left out", "secretariat": ""}.get(to, "")
        table.attrs["caption"] = (
            f"How firm each {act} is on the scale of openers{whose}: mean of the levels, with "
            "95 % intervals by series; acts: graded ones; to_secretariat: share of all graded ones "
            "that are for the Secretary-General or the Secretariat."
        )
        return table

    def dependence(
        self,
        act: str = "directive",
        *,
        to: str = "others",
        n_scales: int = 1000,
        random_state: int = 0,
    ) -> pd.DataFrame:
        """Tell how much a difference in firmness depends on the scale, and on few texts.

        The first group is set beside each other one on many scales that keep the order of the
        levels but space them at random (from the lowest level that the two groups use, 0, to
        the highest, 1), on all scales in which two neighbouring levels have changed places, and
        on many in which each phrase is a level higher or lower, or stays, at random: others
        might have put it there.

        Parameters
        ----------
        act, to : str
            As for `firmness`.
        n_scales : int
        random_state : int

        Returns
        -------
        pandas.DataFrame
            One row a group but the first: `group`, `against` (the first), `difference` (first
            less other, levels put evenly from 0 to 1), `difference_low`, `difference_high` (2.5
            and 97.5 per cent of the scales drawn), `same_sign` (share of them on which the
            difference has the sign that it has evenly spaced), `swaps_same_sign` (share of the
            swapped scales), `moved_same_sign` (of those with phrases moved by a level), `p`
            (of the difference on the even scale, by 9,999 permutations of whole series between
            the two groups: the doubt from few texts); NaN when a group has fewer than five
            acts, `p` also for fewer than five series, or when the groups share resolutions.
        """
        import pandas as pd

        graded = _graded(self.table, act, to)
        first, *others = dict.fromkeys(self.table["group"])
        if not others:
            raise UnresError("found 1 group, expected two to compare")
        one = graded[graded["group"] == first]
        rows = [
            (
                name,
                first,
                *_difference(one, graded[graded["group"] == name], n_scales, random_state),
            )
            for name in others
        ]
        return pd.DataFrame(rows, columns=["group", "against", *_DIFFERENCE])

    def summary(self) -> tuple[str, ...]:
        """Say in sentences how much each group directs, and how firmly the first beside others.

        Returns
        -------
        tuple of str
            Directives among the operative paragraphs; how many are for the Secretariat; and for
            each group but the first whether the first is firmer, or that this depends on the
            scale (see `dependence`: fewer than 95 per cent of the other scales agree) or cannot
            be said.
        """
        return tuple(_lines(self))

    def __repr__(self) -> str:
        """Name the groups and how many operative paragraphs each has."""
        sizes = self.table.groupby("group", sort=False).size()
        groups = ", ".join(f"{name} ({size:,})" for name, size in sizes.items())
        shown = shorten(groups, 120, placeholder=" …")
        return f"<SpeechActs of {len(self.table):,} operative paragraphs: {shown}>"

    def _repr_html_(self) -> str:
        """Return the share of each act in each group as HTML."""
        import pandas as pd

        acts = pd.Categorical(self.table["act"].replace("", "unknown"), [*ACTS, "unknown"])
        shares = pd.crosstab(acts, self.table["group"], normalize="columns", dropna=False)
        shares = shares.rename_axis(index="act", columns=None)
        return shown.block(shown.table(shares, floats="{:.1%}".format))


_AGREE = 0.95  # share of other scales on which a difference that is told has the same sign
_SCALES = {
    "same_sign": "with other spaces between the levels",
    "swaps_same_sign": "with two neighbouring levels exchanged",
    "moved_same_sign": "with phrases moved by a level",
}


def _lines(found: SpeechActs) -> Iterator[str]:
    directs = found.table["act"].eq("directive").groupby(found.table["group"], sort=False)
    told = [f"{name} {hit.sum():,} of {len(hit):,} ({hit.mean():.0%})" for name, hit in directs]
    yield f"Directives among the operative paragraphs: {'; '.join(told)}."
    firm = found.firmness()
    known = firm[firm["to_secretariat"].notna()]
    if len(known):
        told = [f"{row.group} {row.to_secretariat:.0%}" for row in known.itertuples()]
        yield (
            "Share of the graded directives that are for the Secretary-General or the Secretariat, "
            f"and left out of what follows: {'; '.join(told)}."
        )
    if len(firm) > 1:
        counts = firm.set_index("group")["acts"].to_dict()
        yield from (_firmer(row, counts) for row in found.dependence().to_dict("records"))


def _firmer(row: Mapping[str, Any], counts: Mapping[str, int]) -> str:
    """Whether the first group is firmer than another, as far as the scale does not matter."""
    name, first = row["group"], row["against"]
    counted = f"(graded directives: {counts[first]:,} and {counts[name]:,})"
    if np.isnan(row["difference"]):
        return f"{first} beside {name}: too few graded directives to say which is firmer {counted}."
    signs = {which: row[which] for which in _SCALES if not np.isnan(row[which])}
    least = min(signs, key=lambda which: signs[which])
    if signs[least] < _AGREE:
        return (
            f"Whether {first} is firmer or softer than {name} {counted} depends on the scale: of "
            f"scales {_SCALES[least]}, {signs[least]:.0%} give the same sign as the built-in one."
        )
    if not row["difference"]:
        return f"{first} is as firm as {name} {counted}."
    return (
        f"Beside {name}, {first} is {'firmer' if row['difference'] > 0 else 'softer'} {counted}, "
        f"and on at least {signs[least]:.0%} of other scales ({', '.join(_SCALES.values())}) too."
    )


def speech_acts(
    corpus: Corpus, groups: Mapping[str, Group], *, scale: str | PathLike[str] | None = None
) -> SpeechActs:
    """Tell what the operative paragraphs of groups do, by their openers.

    Parameters
    ----------
    corpus : Corpus
    groups : mapping of str to group
        As for `keyness`; they may overlap. Operative paragraphs count, no others.
    scale : path, optional
        A CSV file of your own with the columns `phrase`, `act` ("directive", "decision",
        "commitment", "approval", "disapproval" or "assertion"), `level` (a number, higher
        means firmer; empty for acts that are not graded) and `source`; by default the built-in
        `wordlists/firmness.csv`.

    Returns
    -------
    SpeechActs
        With `to_frame()`, `profile()`, `firmness(act)` and `dependence(act)`.

    Raises
    ------
    UnresError
        When there are no groups, one has no operative paragraphs or is in another language than
        the built-in scale, a symbol is not in the data set, or the scale cannot be read or has
        rows that are not understood.

    Notes
    -----
    An opener does what the longest phrase of the scale in it does, as printed or once "also",
    "further" and the like are left out; "Reiterates its call" is a call. The built-in scale is
    the judgement of its makers by the degree of strength of speech acts, one of the
    components of illocutionary force in Searle & Vanderveken. No official ranking of these
    words exists. A figure from it is worth what `dependence` leaves of it.

    References
    ----------
    Searle & Vanderveken (1985), Foundations of illocutionary logic.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> found = speech_acts(example_corpus(), {"one": ["A/RES/77/901"]})
    >>> found.to_frame()[["opener", "phrase", "act"]].values.tolist()
    [['Decides', 'decides', 'decision']]
    """
    import pandas as pd

    check_corpus(corpus)
    check_kind(groups, Mapping, "groups", "a dict of names and their groups")
    if not groups:
        raise UnresError("found no groups, expected at least one")
    if scale is None:
        _check_english(corpus, groups)
    known = read_scale(scale)
    with doing("reading openers"):
        parts = [_openers(corpus, group, name) for name, group in groups.items()]
    table = pd.concat(parts, ignore_index=True)
    found = {opener: act_of(opener, known) for opener in table["opener"].unique()}
    hits = [found[opener] for opener in table["opener"]]
    table["phrase"] = [hit.phrase if hit else "" for hit in hits]
    table["act"] = [hit.act if hit else "" for hit in hits]
    table["level"] = [hit.level if hit else np.nan for hit in hits]
    whose = np.where(table["to_office"], SECRETARIAT, OTHERS)
    table["addressee"] = np.where(table["act"] == "directive", whose, "")
    return SpeechActs(corpus, table.drop(columns="to_office"))


def _check_english(corpus: Corpus, groups: Mapping[str, Group]) -> None:
    """Refuse what the built-in scale knows no word of."""
    for name, group in groups.items():
        language = group.language if isinstance(group, Resolution) else corpus.language
        check_english(language, name)


def _openers(corpus: Corpus, group: Group, name: str) -> pd.DataFrame:
    import pandas as pd

    if isinstance(group, Resolution):
        asked = [p for p in group if p.kind == "operative"]
        found = pd.DataFrame({"opener": [p.opener or "" for p in asked]})
        found["unit"] = group.symbol or "text"
        english = group.language == "en"  # of others no actions are read
        offices = set(_to_offices(actions(group))["paragraph"]) if english else set()
        found["to_office"] = [p.id in offices for p in asked]
    else:
        table = corpus.paragraphs.iloc[rows_of_group(corpus, group, name)]
        table = table[table["kind"] == "operative"]
        found = pd.DataFrame({"opener": table["opener"].fillna(""), "unit": table["symbol"]})
        names = pd.MultiIndex.from_frame(table[["symbol", "paragraph"]])
        found["to_office"] = names.isin(_asked_of_offices(corpus))
    if not len(found):
        raise UnresError(f"found no operative paragraphs in {name}, expected some")
    series = _series_of(corpus)
    found["series"] = [series.get(unit, unit) for unit in found["unit"]]
    found["group"] = name
    return found[["group", "unit", "series", "opener", "to_office"]]


@once_per_corpus
def _series_of(corpus: Corpus) -> dict[str, str]:
    """First resolution of the series of every resolution."""
    units = unit_of(corpus)
    first = corpus.resolutions.index[np.unique(units, return_index=True)[1]]
    return dict(zip(corpus.resolutions.index, first[units], strict=True))


@once_per_corpus
def _asked_of_offices(corpus: Corpus) -> pd.MultiIndex:
    """Symbol and paragraph of what asks the Secretary-General or the Secretariat first."""
    import pandas as pd

    return pd.MultiIndex.from_frame(_to_offices(corpus.actions)[["symbol", "paragraph"]])


def _to_offices(table: pd.DataFrame) -> pd.DataFrame:
    """First actions of paragraphs whose first addressee is the Secretary-General or an office."""
    first = table[table["action"] == 1]
    theirs = [len(named) > 0 and named[0] in _OFFICES for named in first["addressee_class"]]
    return first[np.array(theirs, dtype=bool)]


def _graded(table: pd.DataFrame, act: str, to: str) -> pd.DataFrame:
    """Rows of one kind of act that have a level, of directives those to some."""
    if act not in GRADED:
        raise UnresError(f"found the act {act!r}, expected one of {', '.join(GRADED)}")
    if to not in _ADDRESSEES:
        raise UnresError(f"found to = {to!r}, expected one of {', '.join(_ADDRESSEES)}")
    found = table[(table["act"] == act) & table["level"].notna()]
    return found if to == "all" or act != "directive" else found[found["addressee"] == to]


def _difference(
    one: pd.DataFrame, other: pd.DataFrame, n_scales: int, random_state: int
) -> tuple[float, ...]:
    """Compare two groups by the levels that the two use, so that no third group matters."""
    import pandas as pd

    if min(len(one), len(other)) < _MIN_ACTS:
        return (np.nan,) * len(_DIFFERENCE)
    both = pd.concat([one, other], ignore_index=True)
    inside = np.arange(len(both)) < len(one)
    levels, place = np.unique(both["level"], return_inverse=True)
    weight = np.where(inside, 1 / len(one), -1 / len(other))
    p = _p_of_series(both, inside, place, random_state)
    if len(levels) == 1:
        return 0.0, 0.0, 0.0, 1.0, np.nan, 1.0, p  # nothing to swap
    gap = np.bincount(place, weights=weight)
    even = np.linspace(0, 1, len(levels))
    rng = np.random.default_rng(random_state)
    drawn = np.cumsum(rng.dirichlet(np.ones(len(levels) - 1), n_scales), axis=1) @ gap[1:]
    difference = float(gap @ even)
    swapped = difference - np.diff(gap) * even[1]  # two neighbours change places, a step each
    phrase = pd.factorize(both["phrase"])[0]
    by_phrase = np.bincount(phrase, weights=weight)
    moved = rng.integers(-1, 2, (n_scales, len(by_phrase))) @ by_phrase * even[1] + difference
    same = [(_sign(gaps) == _sign(difference)).mean() for gaps in (drawn, swapped, moved)]
    return difference, *np.quantile(drawn, [0.025, 0.975]), *same, p


def _p_of_series(
    both: pd.DataFrame, inside: np.ndarray, place: np.ndarray, random_state: int
) -> float:
    """Tell how often whole series, dealt to the two groups at random, differ as much."""
    import pandas as pd

    if set(both["unit"][inside]) & set(both["unit"][~inside]):
        return np.nan
    unit = pd.factorize(pd.Series(zip(both["series"], inside, strict=True)))[0]
    first = np.bincount(unit, weights=inside) > 0
    if min(first.sum(), (~first).sum()) < _MIN_SERIES:
        return np.nan
    left = np.bincount(unit, weights=place - place.mean())
    rng = np.random.default_rng(random_state)
    drawn = left @ who_is_inside(len(first), int(first.sum()), _RESAMPLES, rng)
    seen = left[first].sum()
    beyond = (drawn >= seen - _TINY) if seen > 0 else (drawn <= seen + _TINY)
    return float(min(1, 2 * (1 + beyond.sum()) / (_RESAMPLES + 1)))


def _sign(values: np.ndarray | float) -> np.ndarray:
    """Signs, where a rounding error is no difference."""
    return np.sign(np.round(values, 12))
