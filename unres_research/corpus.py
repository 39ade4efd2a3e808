"""The data set: tables of resolutions and paragraphs, sparse counts, fingerprints."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unres_research.analyser import VERSION as ANALYSER_VERSION
from unres_research.errors import UnresError
from unres_research.records import BODY_KINDS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    from scipy.sparse import csr_array

    from unres_research.fingerprints import RunIndex

FILES = (
    "resolutions.parquet",
    "paragraphs.parquet",
    "vocabulary.parquet",
    "counts.parquet",
    "run_hashes.parquet",
    "run_segments.parquet",
    "sources.csv",
)


@dataclass(frozen=True)
class Corpus:
    """A data set of resolutions, opened from a folder.

    What it holds is read from the folder when it is first used. Lists in a table
    (sponsors, cites, ...) are arrays of str.

    Attributes
    ----------
    path : Path
        The folder.
    package : dict
        Its `datapackage.json`.

    Examples
    --------
    >>> corpus = open_corpus()
    >>> corpus.resolutions.loc["A/RES/78/311", "title"]
    'Enhancing international cooperation on capacity-building of artificial intelligence'
    """

    path: Path
    package: dict[str, Any]

    @cached_property
    def resolutions(self) -> pd.DataFrame:
        """One row a resolution, index `symbol`; the columns stand in data/README.md."""
        table = self._table("resolutions.parquet").to_pandas(date_as_object=False)
        return table.set_index("symbol", drop=False).rename_axis(None)

    @cached_property
    def paragraphs(self) -> pd.DataFrame:
        """One row a paragraph, in the order of the corpus; `symbol` names its resolution."""
        return self._table("paragraphs.parquet").to_pandas()

    @cached_property
    def vocabulary(self) -> pd.DataFrame:
        """One row a term: `term`, `n` (words in it), `count`, `paragraphs`, `resolutions`."""
        return self._table("vocabulary.parquet").to_pandas()

    @cached_property
    def wording_counts(self) -> csr_array:
        """Counts of terms, shape (wordings, terms); paragraphs with equal words share a row."""
        return self._unpack(self._table("counts.parquet"), self.vocabulary["wordings"].to_numpy())

    @cached_property
    def counts(self) -> csr_array:
        """Counts of terms, shape (paragraphs, terms), rows as in `paragraphs`."""
        return self.wording_counts[self.paragraphs["wording"].to_numpy()]

    @cached_property
    def runs(self) -> RunIndex:
        """Fingerprints of all six-word runs, by wording."""
        from unres_research.fingerprints import RunIndex

        return RunIndex.from_tables(
            self._table("run_hashes.parquet"),
            self._table("run_segments.parquet"),
            self.package["unres"]["wordings"],
        )

    @cached_property
    def sources(self) -> pd.DataFrame:
        """One row a source file: `path`, `bytes`, `sha256`, `symbol`, `language`, `status`."""
        import pandas as pd

        return pd.read_csv(self.path / "sources.csv", keep_default_na=False)

    @property
    def first_date(self) -> str:
        """Date of the earliest adoption in the data set, ISO."""
        return str(self.resolutions["adopted_on"].min().date())

    @property
    def last_date(self) -> str:
        """Date of the latest adoption in the data set, ISO."""
        return str(self.resolutions["adopted_on"].max().date())

    def __len__(self) -> int:
        """Return the number of resolutions."""
        return len(self.resolutions)

    def __repr__(self) -> str:
        """Name the folder and its size."""
        return (
            f"<Corpus of {len(self):,} resolutions, {len(self.paragraphs):,} paragraphs, "
            f"{self.first_date} to {self.last_date}>"
        )

    def body(self) -> np.ndarray:
        """Mask of the preambular, operative and sub-paragraphs, shape (paragraphs,), bool."""
        return self.paragraphs["kind"].isin(BODY_KINDS).to_numpy()

    def rows_of(self, symbols: str | Iterable[str]) -> np.ndarray:
        """Row numbers of the paragraphs of one or several resolutions.

        Raises
        ------
        UnresError
            When the data set has no resolution of that symbol.
        """
        wanted = [symbols] if isinstance(symbols, str) else list(symbols)
        missing = [s for s in wanted if s not in self.resolutions.index]
        if missing:
            raise UnresError(
                f"found no {', '.join(missing[:5])} in the data set ({self.first_date} to "
                f"{self.last_date}), expected symbols such as 'A/RES/78/311'"
            )
        return self.paragraphs["symbol"].isin(wanted).to_numpy().nonzero()[0]

    def term_counts(self, terms: Sequence[str]) -> csr_array:
        """Counts of the given terms, shape (paragraphs, len(terms)).

        Raises
        ------
        UnresError
            When a term is not in the vocabulary: it is longer than three words, or too
            rare to be in the data set.
        """
        columns = self.columns(terms)
        counts = self.wording_counts[:, columns]
        return counts[self.paragraphs["wording"].to_numpy()]

    @cached_property
    def _column_of(self) -> dict[str, int]:
        return {term: column for column, term in enumerate(self.vocabulary["term"])}

    def columns(self, terms: Sequence[str]) -> list[int]:
        """Columns of terms in `counts`; UnresError names those that are missing."""
        missing = [t for t in terms if t not in self._column_of]
        if missing:
            raise UnresError(
                f"found no {', '.join(map(repr, missing[:5]))} in the vocabulary, expected words "
                "and phrases of up to three words in lower case that occur often enough; "
                "corpus.vocabulary lists them"
            )
        return [self._column_of[t] for t in terms]

    def _table(self, name: str) -> pa.Table:
        import pyarrow.parquet as pq

        return pq.read_table(self.path / name)

    def _unpack(self, table: pa.Table, lengths: np.ndarray) -> csr_array:
        import numpy as np
        from scipy.sparse import csc_array

        ends = np.cumsum(lengths)
        steps = table["wording_step"].to_numpy().astype(np.int64)
        total = np.cumsum(steps)
        before = np.concatenate([[0], total[ends[:-1] - 1]])
        indices = (total - np.repeat(before, lengths)).astype(np.int32)
        counts = table["count"].to_numpy().astype(np.int32)
        pointers = np.concatenate([[0], ends])
        shape = (self.package["unres"]["wordings"], len(lengths))
        return csc_array((counts, indices, pointers), shape=shape).tocsr()


def default_path() -> Path:
    """Folder of the built-in data set: `UNRES_DATA`, else `data/` of the repository.

    Raises
    ------
    UnresError
        When neither holds a data set.
    """
    named = os.environ.get("UNRES_DATA")
    candidates = [Path(named)] if named else []
    here = Path(__file__).resolve().parent.parent
    candidates += [here / "data", Path.cwd() / "data", Path.cwd().parent / "data"]
    for candidate in candidates:
        if (candidate / "datapackage.json").is_file():
            return candidate
    raise UnresError(
        "found no data set, expected the folder data/ of the repository; set UNRES_DATA to "
        "a folder made by `unres build`, or give its path"
    )


def open_corpus(path: str | Path | None = None) -> Corpus:
    """Open a data set.

    Parameters
    ----------
    path : path, optional
        A folder made by `unres build`; by default the one in the repository.

    Returns
    -------
    Corpus

    Raises
    ------
    UnresError
        When the folder holds no data set, a half-written one, or one made by another
        version of the analyser.

    Examples
    --------
    >>> open_corpus("nowhere")
    Traceback (most recent call last):
    unres_research.errors.UnresError: found no datapackage.json in nowhere, expected ...
    """
    folder = default_path() if path is None else Path(path)
    described = folder / "datapackage.json"
    if not described.is_file():
        raise UnresError(
            f"found no datapackage.json in {folder}, expected a folder made by `unres build`"
        )
    package = json.loads(described.read_text(encoding="utf-8"))
    _check(folder, package)
    return Corpus(folder, package)


def _check(folder: Path, package: dict[str, Any]) -> None:
    made_by = str(package.get("unres", {}).get("analyser"))
    if made_by != ANALYSER_VERSION:
        raise UnresError(
            f"found a data set made by analyser {made_by} in {folder}, expected analyser "
            f"{ANALYSER_VERSION}; build it again with `unres build`"
        )
    sizes = {r["path"]: r["bytes"] for r in package["resources"]}
    for name in FILES:
        path = folder / name
        size = path.stat().st_size if path.is_file() else None
        if size != sizes.get(name):
            raise UnresError(
                f"found {'no ' if size is None else ''}{name}"
                f"{'' if size is None else f' of {size:,} bytes'} in {folder}, expected "
                f"{sizes.get(name)} bytes; build the data set again with `unres build`"
            )
