"""Fixtures that several test files use."""

from __future__ import annotations

import json
import os
import signal
import sys
import zipfile
from collections import Counter
from pathlib import Path

import guarded
import pytest
import written

ROOT = Path(__file__).resolve().parent.parent

sys.addaudithook(guarded.keep)
# a process that a shell starts in the background ignores Ctrl-C, and so does all that it starts
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]):
    """Mark what needs the reference material, so that it can be chosen or left out.

    Where several processes test, one has all tests of a file, for they share what they build, or
    all that look at the report of the real notebooks. Files with few tests begin: those take long.
    """
    for item in items:
        needed = getattr(item, "fixturenames", ())
        if "shared" in needed:
            item.add_marker("reference")
        together = "report" if "real_report" in needed else item.path.relative_to(ROOT).as_posix()
        item.add_marker(pytest.mark.xdist_group(together))
    found = yield
    if hasattr(config, "workerinput"):
        names = [next(item.iter_markers("xdist_group")).args[0] for item in items]
        sizes, name_of = Counter(names), dict(zip(items, names, strict=True))
        items.sort(key=lambda item: (sizes[name_of[item]], name_of[item]))
    return found


@pytest.fixture(autouse=True)
def figures_are_closed():
    """No test leaves a figure to the next one."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of the reference material; tests that need it skip without it."""
    folder = Path(os.environ.get("UNRES_CORPUS", ROOT.parent / "shared"))
    if not (folder / "corpus").is_dir():
        pytest.skip("no reference material: set UNRES_CORPUS, or put it beside the project")
    return folder


@pytest.fixture(scope="session")
def corpus_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus folder of invented resolutions, laid out as the source repository is."""
    folder = tmp_path_factory.mktemp("corpus")
    for name, text in written.FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    archive = folder / "74session" / "GA resolutions_74session_English.zip"
    archive.parent.mkdir()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("English/74_900.xml", written.OLD_STYLE)
    return folder


@pytest.fixture(scope="session")
def built(corpus_folder: Path, tmp_path_factory: pytest.TempPathFactory):
    """The data set of the invented resolutions."""
    from unres_research.corpus import build_corpus

    out = tmp_path_factory.mktemp("data")
    return build_corpus(corpus_folder, out, n_jobs=1, progress=False)


@pytest.fixture(scope="session")
def small(built):
    """The invented data set, opened."""
    return built.corpus


@pytest.fixture(scope="module")
def told(folder):
    """The data set, with its texts, of the documents in a module's own `folder`."""
    from unres_research.corpus import build_corpus

    return build_corpus(folder, texts=True, n_jobs=1, progress=False).corpus


@pytest.fixture(scope="module")
def untold(folder, tmp_path_factory):
    """The same without texts."""
    from unres_research.corpus import build_corpus

    return build_corpus(folder, tmp_path_factory.mktemp("out"), n_jobs=1, progress=False).corpus


@pytest.fixture(scope="session")
def corpus():
    """The data set of the repository."""
    from unres_research import open_corpus

    return open_corpus()


@pytest.fixture(scope="session")
def full_texts(corpus, shared):
    """Words of every paragraph of the data set, from the documents: (id, in the body, words)."""
    from unres_research import load_folder
    from unres_research.corpus import _tokens as analyser

    loaded = load_folder(shared / "corpus" / "UNxml-GAresolutions", progress=False)
    sources = corpus.resolutions["source"]
    records = {
        r.symbol: r
        for r in loaded.records
        if r.symbol in sources.index and r.source.path.endswith(sources[r.symbol])
    }
    assert set(records) == set(sources.index)
    table = corpus.paragraphs.assign(body=corpus.body())
    return {
        symbol: [
            (name, body, analyser.words(p.text))
            for name, body, p in zip(rows["paragraph"], rows["body"], records[symbol], strict=True)
        ]
        for symbol, rows in table.groupby("symbol", sort=False)
    }


@pytest.fixture(scope="session")
def draft():
    """Draft resolution A/78/L.86."""
    from unres_research import load

    return load(ROOT / "data" / "texts" / "A_78_L.86.txt")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory):
    """Build a data set from resolutions given as for `written.plain`, and their subjects."""
    from unres_research.corpus import build_corpus

    def make(*rows: tuple[str, ...], subjects: dict[str, list[str]] | None = None):
        folder = tmp_path_factory.mktemp("made")
        for row in rows:
            name = row[0].replace("/", "_").replace(" ", "_")
            (folder / f"{name}.txt").write_text(written.plain(*row), encoding="utf-8")
        if subjects:
            lines = [
                json.dumps({"symbol": s, "subjects": [[t, "UNBIS Thesaurus"] for t in terms]})
                for s, terms in subjects.items()
            ]
            (folder / "data_extract").mkdir()
            (folder / "data_extract" / "70.json").write_text("\n".join(lines), encoding="utf-8")
        return build_corpus(folder, folder / "out", n_jobs=1, progress=False).corpus

    return make


@pytest.fixture(scope="module")
def lamps(made):
    """One resolution in each of four sessions, of which the last is not over."""
    said = "1. Decides to keep the lamps of all harbours."
    rows = [(f"A/RES/{s}/1", f"1 December {s + 1945}", "Lamps", said) for s in range(75, 79)]
    return made(*rows)


@pytest.fixture(scope="session")
def selected(tmp_path_factory: pytest.TempPathFactory):
    """The selection of two invented older resolutions, as built, and a line that is none."""
    import older

    from tools.older import build

    folder = tmp_path_factory.mktemp("older")
    source = older.selection(folder, older.MODERN, older.SCANNED, '{"file": "A_RES_1"}')
    return build(source, folder / "out")


@pytest.fixture(scope="module")
def lamps_and_older(lamps, selected, tmp_path_factory: pytest.TempPathFactory):
    """The four resolutions on lamps, with the selection beside them."""
    import older

    return older.beside(lamps, selected.corpus, tmp_path_factory.mktemp("beside") / "data")


@pytest.fixture(scope="session")
def real_report(tmp_path_factory):
    """The report of the notebooks, as `unres report` makes it; it takes minutes."""
    from unres_research import show

    return show.report(tmp_path_factory.mktemp("real") / "report", progress=False)
