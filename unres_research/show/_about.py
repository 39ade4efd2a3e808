"""What the first page of a report says of its text, of the data, and of how both are cited."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import unres_research
from unres_research.analyse._compare import own_symbol
from unres_research.analyse._study_tables import adoption_said
from unres_research.corpus._coverage import held, missing
from unres_research.corpus._reference import Reference

if TYPE_CHECKING:
    from unres_research.analyse._study import Study

# as in CITATION.cff, which an installed package does not have
AUTHORS = "The unres-research contributors"
TITLE = "unres-research: a toolkit for the study of United Nations resolutions"
_CLONE = Path(unres_research.__file__).resolve().parents[1]
_PATIENCE = 10  # seconds that git may take


def about(study: Study) -> dict[str, Any]:
    """All that a report says of the text of a study and of its data, as plain text."""
    own, title = own_symbol(study.record), study.record.title
    return {
        "symbol": own or "",
        "title": title or study.name,
        "lead": _lead(study, own),
        "cite": _references(study, own),
        "data": list(held(study.corpus)),
        "missing": list(missing(study.corpus)),
        "remarks": list(study.notes),
    }


def _lead(study: Study, own: str | None) -> str:
    """Say what the text is, and what became of it."""
    kind = "Draft resolution" if study.record.kind == "draft" else "Resolution"
    named = f"{kind} {own}" if own else "A text without a symbol"
    table = study.corpus.resolutions
    if study.adopted is None:
        day = study.record.distributed_on or study.record.adopted_on
        dated = f" of {day}" if day else ""
        return f"{named}{dated}. What it was adopted as is not known from the data set."
    row = table.loc[study.adopted]
    when = f"on {row['adopted_on']:%Y-%m-%d}{adoption_said(row)}"
    if study.adopted == own:
        return f"{named}, adopted {when}."
    return f"{named}, adopted as {study.adopted} {when}."


def _references(study: Study, own: str | None) -> list[str]:
    """How the text and the resolution that it was adopted as are cited."""
    record, said = study.record, []
    if own and own != study.adopted and record.title:
        day = record.distributed_on if record.kind == "draft" else record.adopted_on
        said.append(Reference(own, record.title, day).sentence())
    if study.adopted:
        said.append(study.corpus[study.adopted].reference.sentence())
    return said


def toolkit() -> str:
    """How the toolkit is cited, with its version, and its commit where it runs from a clone."""
    commit = _commit()
    at = f", commit {commit}" if commit else ""
    return f"{AUTHORS}, {TITLE}, version {unres_research.__version__}{at}."


def _commit() -> str:
    """Commit of the clone that the package runs from, with a word on changes; "" without one."""
    if not (_CLONE / ".git").exists():  # installed, perhaps inside of another repository
        return ""
    command = ["git", "--no-optional-locks", "-C", str(_CLONE), "describe", "--always", "--dirty"]
    try:
        found = subprocess.run(
            [*command, "--exclude=*", "--abbrev=12"],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    name = found.stdout.strip()
    return f"{name.removesuffix('-dirty')} with changes" if name.endswith("-dirty") else name
