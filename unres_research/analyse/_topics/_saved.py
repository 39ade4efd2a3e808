"""Models in a file: arrays, tables and JSON in one zip; nothing in it is ever run."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from dataclasses import fields
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import as_path
from unres_research._storage import reason_of, write
from unres_research.analyse._groups import check_corpus
from unres_research.corpus import Corpus
from unres_research.corpus._corpus import once_per_corpus
from unres_research.corpus._tokens import VERSION as ANALYSER
from unres_research.errors import UnresError

if TYPE_CHECKING:
    from unres_research.analyse._topics._model import TopicModel

_FORMAT, _VERSION = "unres-topics", 1
_INDEX = "topics.json"
MAX_MODEL = 4_000_000_000  # bytes, unpacked
_KNOWN = {  # estimators that are arrays and settings, and where they are found
    "NMF": "sklearn.decomposition",
    "MiniBatchNMF": "sklearn.decomposition",
    "LatentDirichletAllocation": "sklearn.decomposition",
    "TruncatedSVD": "sklearn.decomposition",
    "TfidfTransformer": "sklearn.feature_extraction.text",
}
_BROKEN = (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError,
           EOFError, NotImplementedError, MemoryError, OverflowError,
           zipfile.BadZipFile, zlib.error)  # fmt: skip


def save(model: TopicModel, path: str | Path) -> None:
    """Write a model into one file, whole or not at all."""
    path = as_path(path, "the file of the model", "a path such as 'model.topics'")
    parts: dict[str, bytes] = {}
    described = {
        field.name: _pack(field.name, getattr(model, field.name), parts)
        for field in fields(model)
        if field.name != "corpus"
    }
    index = {
        "format": _FORMAT,
        "version": _VERSION,
        "analyser": ANALYSER,
        "corpus": None if model.corpus is None else digest(model.corpus),
        "fields": described,
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in {_INDEX: json.dumps(index).encode(), **parts}.items():
            file.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)  # no date: same bytes
    write(path, out.getvalue())


def open_topics(path: str | Path, corpus: Corpus | None = None) -> TopicModel:
    """Open a model that `TopicModel.save` wrote.

    Parameters
    ----------
    path : path
    corpus : Corpus, optional
        The data set that it was fitted on; not for a model of texts or counts of your own.

    Returns
    -------
    TopicModel
        As it was saved.

    Raises
    ------
    UnresError
        When the file cannot be read, is none that `save` wrote, is damaged or of another version,
        or when the model was fitted on another data set.

    Notes
    -----
    The file holds arrays, tables and JSON: opening one from somebody else runs nothing. A text on
    a data set that was built again is another text: fit the model again.

    Examples
    --------
    >>> import tempfile
    >>> from unres_research.analyse import fit_topics
    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> model = fit_topics(corpus, 4)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     model.save(Path(folder, "model.topics"))
    ...     again = open_topics(Path(folder, "model.topics"), corpus)
    >>> again.labels == model.labels, bool((again.weights == model.weights).all())
    (True, True)
    """
    path = as_path(path, "the model", "the path of a file that model.save wrote")
    if corpus is not None:
        check_corpus(corpus)
    try:
        with zipfile.ZipFile(path) as file:
            index = _index_of(path, file)
            _check_corpus(path, index["corpus"], corpus)
            read = {n: _unpack(n, d, file) for n, d in index["fields"].items()}
        return _model_of(path, corpus, read)
    except UnresError:
        raise
    except _BROKEN as error:
        raise UnresError(
            f"{path}: cannot be opened ({reason_of(error)[:200]}), expected a file that model.save "
            "wrote; if it is damaged, fit the model again"
        ) from None


@once_per_corpus
def digest(corpus: Corpus) -> str:
    """SHA-256 of what a model refers to: resolutions, wordings of paragraphs, vocabulary."""
    hasher = hashlib.sha256()
    for values in (
        corpus.resolutions["symbol"],
        corpus.paragraphs["symbol"] + " " + corpus.paragraphs["paragraph"],
        corpus.vocabulary["term"],
    ):
        hasher.update("\n".join(values).encode() + b"\0")
    for numbers in (
        corpus.paragraphs["wording"],
        corpus.paragraphs["words"],
        corpus.vocabulary["count"],
        corpus.vocabulary["wordings"],
    ):
        hasher.update(numbers.to_numpy(dtype="<i8").tobytes() + b"\0")
    return hasher.hexdigest()


def _pack(name: str, value: Any, parts: dict[str, bytes]) -> dict[str, Any]:
    """Describe a value in JSON; arrays and tables go into the parts."""
    import pandas as pd
    from scipy.sparse import issparse

    if value is None or isinstance(value, (str, bool, int, float)):
        return {"kind": "value", "value": value}
    if isinstance(value, np.generic):
        return {"kind": "value", "value": value.item()}
    if isinstance(value, (tuple, list)) and all(isinstance(v, str) for v in value):
        return {"kind": type(value).__name__, "value": list(value)}
    if isinstance(value, np.ndarray) and value.dtype.kind in "OU":
        if value.ndim == 1 and all(isinstance(v, str) for v in value):
            return {"kind": "strings", "value": value.tolist()}
    elif isinstance(value, np.ndarray):
        out = BytesIO()
        np.save(out, value, allow_pickle=False)
        parts[f"{name}.npy"] = out.getvalue()
        return {"kind": "array"}
    if issparse(value):
        at = value.tocoo()
        several = {"row": at.coords[0], "column": at.coords[1], "data": at.data}
        packed = {k: _pack(f"{name}.{k}", v, parts) for k, v in several.items()}
        return {"kind": "sparse", "shape": list(value.shape), "parts": packed}
    if isinstance(value, (pd.DataFrame, pd.Series)):
        table = value.to_frame("value") if isinstance(value, pd.Series) else value
        parts[f"{name}.parquet"] = table.to_parquet(index=True)
        series = {"name": value.name} if isinstance(value, pd.Series) else {}
        return {"kind": "series" if series else "table", **series}
    if _KNOWN.get(type(value).__name__) and type(value).__module__.startswith("sklearn."):
        fitted = {k: v for k, v in vars(value).items() if k.endswith("_") and k[0] != "_"}
        fitted.pop("random_state_", None)  # only fitting draws
        if hasattr(value, "idf_"):  # a property in some versions
            fitted["idf_"] = value.idf_
        attributes = {k: _pack(f"{name}.{k}", v, parts) for k, v in fitted.items()}
        settings = {k: _pack(f"{name}.{k}", v, parts) for k, v in value.get_params(False).items()}
        return {"kind": type(value).__name__, "settings": settings, "attributes": attributes}
    raise UnresError(
        f"found {type(value).__name__} as the {name} of the model, expected arrays, tables, or one "
        f"of {', '.join(_KNOWN)}: others can be saved only by running code when they are opened; "
        "save the tables, as model.resolution_topics().to_csv(...)"
    )


def _unpack(name: str, described: dict[str, Any], file: zipfile.ZipFile) -> Any:
    import pandas as pd

    kind = described["kind"]
    if kind == "value":
        return described["value"]
    if kind in ("tuple", "list"):
        return {"tuple": tuple, "list": list}[kind](map(str, described["value"]))
    if kind == "strings":
        return np.array([str(v) for v in described["value"]], dtype=object)
    if kind == "array":
        return np.load(BytesIO(file.read(f"{name}.npy")), allow_pickle=False)
    if kind == "sparse":
        return _sparse(name, described, file)
    if kind in ("table", "series"):
        table = pd.read_parquet(BytesIO(file.read(f"{name}.parquet")))
        return table["value"].rename(described["name"]) if kind == "series" else table
    made = getattr(import_module(_KNOWN[kind]), kind)
    settings = {k: _unpack(f"{name}.{k}", d, file) for k, d in described["settings"].items()}
    estimator = made(**settings)
    for key, part in described["attributes"].items():
        if not key.endswith("_") or key[0] == "_":
            raise ValueError(f"an attribute {key[:40]!r}")
        setattr(estimator, key, _unpack(f"{name}.{key}", part, file))
    return estimator


def _sparse(name: str, described: dict[str, Any], file: zipfile.ZipFile) -> Any:
    from scipy.sparse import csr_array

    read = {k: _unpack(f"{name}.{k}", d, file) for k, d in described["parts"].items()}
    rows, columns = map(int, described["shape"])
    found = read["data"], (read["row"], read["column"])
    return csr_array(found, shape=(rows, columns))


def _index_of(path: Path, file: zipfile.ZipFile) -> dict[str, Any]:
    """What the file says of itself, when it is a model of this version."""
    size = sum(part.file_size for part in file.infolist())
    if size > MAX_MODEL:
        raise UnresError(f"{path}: found {size:,} bytes, expected at most {MAX_MODEL:,} of a model")
    if _INDEX not in file.namelist():
        raise UnresError(f"{path}: found no {_INDEX}, expected a file that model.save wrote")
    index: dict[str, Any] = json.loads(file.read(_INDEX))
    if index["format"] != _FORMAT:
        raise UnresError(f"{path}: found another format, expected a file that model.save wrote")
    found = index["version"], index["analyser"]
    if found != (_VERSION, ANALYSER):
        raise UnresError(
            f"{path}: found version {found[0]} of the file and {found[1]} of the analyser, "
            f"expected {_VERSION} and {ANALYSER}: it was saved by another version of "
            "unres_research; fit the model again"
        )
    return index


def _check_corpus(path: Path, saved: str | None, corpus: Corpus | None) -> None:
    if saved is None and corpus is not None:
        raise UnresError(
            f"{path}: found a model of texts or counts of its own, expected no data set; open it "
            "with open_topics(path)"
        )
    if saved is not None and corpus is None:
        raise UnresError(
            f"{path}: found a model of a data set, expected the data set as well: "
            "open_topics(path, corpus)"
        )
    if corpus is not None and saved != digest(corpus):
        raise UnresError(
            f"{path}: found a model that was fitted on another data set than {corpus.path}, "
            "expected the same; open that one, or fit the model again"
        )


def _model_of(path: Path, corpus: Corpus | None, read: dict[str, Any]) -> TopicModel:
    """The model, when its parts fit together."""
    from scipy.sparse import issparse

    from unres_research.analyse._topics._model import TopicModel

    names = {field.name for field in fields(TopicModel)} - {"corpus"}
    if set(read) != names:
        odd = ", ".join(sorted(set(read) ^ names))[:200]
        raise UnresError(
            f"{path}: found other parts than expected ({odd}): it was saved by another version of "
            "unres_research; fit the model again"
        )
    model = TopicModel(corpus=corpus, **read)  # type: ignore[arg-type]
    k, n, m = len(model.labels), len(model.terms), len(model.weights)
    sound = (
        model.components.shape == (k, n)
        and model.weights.shape == (m, k)
        and len(set(model.labels)) == k
        and np.isfinite(model.components).all()
    )
    if corpus is None:
        sound &= issparse(model.counts) and model.counts.shape == (m, n)
    else:
        columns, wordings = np.asarray(model.columns), np.asarray(model.wordings)
        sound &= columns.shape == (n,) and wordings.shape == (m,)
        sound &= bool((columns >= 0).all() and (columns < len(corpus.vocabulary)).all())
        sound &= bool((wordings >= 0).all() and (wordings < corpus.n_wordings).all())
        if model.within is not None:
            sound &= set(model.within) <= set(corpus.resolutions.index)
    if not sound:
        raise ValueError("its arrays do not fit together")
    return model
