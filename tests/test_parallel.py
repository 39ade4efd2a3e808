"""Many tasks through joblib: the same bytes in threads, in processes and on a cluster."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
import pytest

from unres_research import _parallel as parallel
from unres_research import _worker as worker
from unres_research import cli, open_corpus
from unres_research.analyse import change_points, fit_topics, keyness, lineages, sweep_topics
from unres_research.analyse._who import _positions
from unres_research.analyse._who._reworded import _correlated
from unres_research.corpus import build_corpus, example_corpus
from unres_research.errors import ReadError, UnresError
from unres_research.read import _load
from unres_research.read._files import File

BACKENDS = ["threading", "loky"]


# tasks --------------------------------------------------------------------------------


def scaled(item: int, factor: np.ndarray) -> list[int]:
    return (item * factor).tolist()


def surroundings(_: int) -> tuple[int, set[int]]:
    from threadpoolctl import threadpool_info

    return joblib.effective_n_jobs(None), {one["num_threads"] for one in threadpool_info()}


def whose(file: File) -> tuple[int, bool]:
    return os.getppid(), worker.serving


def dies_of_two(file: File) -> str:
    if file.name == "two":
        os.kill(os.getpid(), signal.SIGKILL)
    return file.name


def ends(item: int) -> int:
    if item == 3:
        os._exit(9)
    return item


def refuses(item: int) -> None:
    raise ReadError(f"{item}.txt", "is bad")


def files_in(folder: Path) -> list[File]:
    return [File(name, folder / name) for name in ("one", "two", "three")]


def digests(folder: Path) -> dict[str, str]:
    return {p.name: sha256(p.read_bytes()).hexdigest() for p in folder.iterdir() if p.is_file()}


def outside(backend: str):
    return joblib.parallel_config(backend=backend, n_jobs=2)


# what a task may rest on --------------------------------------------------------------


@pytest.mark.parametrize("backend", ["sequential", *BACKENDS])
def test_results_come_in_the_order_of_the_items(backend):
    with outside(backend):
        found = list(parallel.each(scaled, range(30), np.array([1, 10])))
    assert found == [[k, 10 * k] for k in range(30)]


@pytest.mark.parametrize("backend", ["sequential", "loky"])
def test_a_task_has_one_job_and_one_thread(backend):
    with outside(backend):
        assert list(parallel.each(surroundings, range(4))) == [(1, {1})] * 4


def of_products() -> set[int]:
    """Threads of linear algebra; those of OpenMP are every thread's own."""
    from threadpoolctl import threadpool_info

    return {one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"}


def test_linear_algebra_has_its_threads_again_when_the_last_one_goes():
    np.ones((2, 2)) @ np.ones((2, 2))
    before = of_products()
    inside, out = threading.Event(), threading.Event()

    def stay() -> set[int]:
        with parallel.one_thread():
            inside.set()
            assert out.wait(60)
            return of_products()

    with ThreadPoolExecutor(1) as pool:
        with parallel.one_thread():
            staying = pool.submit(stay)
            assert inside.wait(60)
        alone = of_products()  # who came first is gone
        out.set()
        assert alone == {1}
        assert staying.result() == {1}
    assert of_products() == before


@pytest.mark.parametrize("backend", BACKENDS)
def test_errors_of_a_task_come_back(backend):
    with outside(backend), pytest.raises(ReadError, match="is bad"):
        list(parallel.each(refuses, range(3)))


def test_a_process_that_ends_is_told():
    with outside("loky"), pytest.raises(UnresError, match="lost what the workers were doing"):
        list(parallel.each(ends, range(6)))


def test_other_versions_are_refused():
    other = (("unres-research", "0.0.1"), *parallel._versions()[1:])
    with pytest.raises(UnresError, match=r"expected unres-research 0\.0\.1, Python 3"):
        parallel._done((other, scaled, 1, (np.ones(1),)))
    assert parallel._done((parallel._versions(), scaled, 2, (np.ones(1),))) == [2.0]


def test_whether_joblib_was_told_of_others():
    assert not parallel.elsewhere()
    with joblib.parallel_config(backend="loky", n_jobs=1):
        assert not parallel.elsewhere()
    with outside("threading"):
        assert parallel.elsewhere()
        with parallel.alone():
            assert not parallel.elsewhere()


# reading ------------------------------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_documents_are_read_in_processes_with_limits(backend, tmp_path):
    with outside(backend):
        found = list(_load.over_files(whose, files_in(tmp_path), progress=False))
    assert [serving for _, serving in found] == [True] * 3
    assert ({parent for parent, _ in found} == {os.getpid()}) is (backend == "threading")


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("backend", BACKENDS)
def test_a_document_that_breaks_its_reader_costs_itself_alone(backend, tmp_path):
    with outside(backend):
        one, two, three = _load.over_files(dies_of_two, files_in(tmp_path), progress=False)
    assert (one, three) == ("one", "three")
    assert isinstance(two, ReadError) and "ended from outside" in two.reason


def test_without_limits_nothing_is_read_elsewhere(monkeypatch, tmp_path):
    monkeypatch.setattr(worker, "_works", False)
    monkeypatch.setattr(worker, "serving", False)
    with pytest.raises(UnresError, match="found no way to start a process with limits"):
        _load._group(files_in(tmp_path), whose)


def test_documents_must_lie_at_the_same_place_everywhere(tmp_path):
    with pytest.raises(UnresError, match="expected the documents at the same place"):
        _load._group(files_in(tmp_path / "elsewhere"), whose)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_data_set_has_the_same_bytes(backend, corpus_folder, built, tmp_path):
    with outside(backend):
        build_corpus(corpus_folder, tmp_path, progress=False)
    assert digests(tmp_path) == digests(built.corpus.path)


# analyses -----------------------------------------------------------------------------


def analyses() -> list[pd.DataFrame | np.ndarray]:
    """What is done in many tasks, on a few invented resolutions; numbers alone."""
    corpus = example_corpus()
    symbols = corpus.resolutions.index
    random = np.random.default_rng(3)
    votes = random.choice([1.0, 0.0, -1.0, np.nan], (6, 40))
    scores = _positions.scores_of(*_positions.filled_matrix(votes)[1:], 2)
    pairs = pd.DataFrame(
        {"new": random.random(60), "voted": random.random(60), "series": np.arange(60) // 3}
    )
    model = fit_topics(corpus, 4, n_pairs=2)
    return [
        model.components,
        model.stability,
        fit_topics(corpus, 3, n_pairs=2, method="lda").components,
        keyness(corpus, {"77": symbols[:8], "78": symbols[8:]}).table,
        lineages.near_duplicates(corpus, min_share=0.3),
        lineages.new_wording(corpus),
        lineages._find_predecessors(corpus, 3),
        _positions.drawn_again(votes, np.arange(40) // 2, scores, 60, 0),
        pd.DataFrame([_correlated(pairs, "voted", 1_200, 0)]),
    ]


@pytest.fixture(scope="module")
def here() -> list[pd.DataFrame | np.ndarray]:
    return analyses()


@pytest.mark.parametrize("backend", BACKENDS)
def test_analyses_have_the_same_bytes(backend, here):
    with outside(backend):
        there = analyses()
    for one, other in zip(here, there, strict=True):
        assert type(one) is type(other)
        if isinstance(one, pd.DataFrame):
            pd.testing.assert_frame_equal(one, other, check_exact=True)
        else:
            assert one.tobytes() == other.tobytes()


# a cluster ----------------------------------------------------------------------------


def test_without_the_extra_it_is_named(monkeypatch, capsys, tmp_path):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert cli.main(["build", str(tmp_path), "--dask", "tcp://127.0.0.1:8786"]) == 1
    assert 'pip install "unres-research[dask]"' in capsys.readouterr().err


def test_an_address_where_nothing_answers(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(parallel, "_SECONDS", 0.3)
    for address in ("tcp://127.0.0.1:9", "nonsense://here"):
        with (
            pytest.raises(UnresError, match="found no Dask scheduler at"),
            parallel.on_cluster(address),
        ):
            pass


SUBJECTS = 12
WORDS = [f"{a}{b}" for a in "bdfgklmnprst" for b in ("amo", "elu", "ido", "ovi", "una", "ari")]


def write_texts(folder: Path) -> None:
    """Texts of three sessions, 160 series, in twelve subjects with six words of their own each."""
    random = np.random.default_rng(5)
    for k in range(160):
        own = WORDS[6 * (k % SUBJECTS) : 6 * (k % SUBJECTS) + 6]
        title = (
            f"{own[k // SUBJECTS % 6]} {WORDS[(7 * k + 3) % 72]} {WORDS[(11 * k + k // 72) % 72]}"
        )
        lines = [_clause(random, n, own) for n in range(5)]
        for session, year in ((76, 2021), (77, 2022), (78, 2023)):
            if session > 76:
                lines[2] = f"{lines[2][:-1]} {random.choice(WORDS)}."
            if session == 76 or k % 4 == 0:
                day = f"Resolution adopted by the General Assembly on {1 + k % 20} December {year}"
                head = [f"A/RES/{session}/{k + 1}", day, title, "The General Assembly,"]
                path = folder / f"{session}-{k + 1}.txt"
                path.write_text("\n\n".join([*head, *lines]), encoding="utf-8")


def _clause(random: np.random.Generator, number: int, own: list[str]) -> str:
    said = " ".join([*random.choice(own, 9), *random.choice(WORDS, 3)])
    return f"Recalling the {said}," if number < 2 else f"{number - 1}. Decides to {said}."


def studied(folder: Path, out: Path) -> tuple[dict[str, str], list[pd.DataFrame]]:
    """Build, sweep, resample and compare all pairs."""
    build_corpus(folder, out, texts=True, progress=False)
    corpus = open_corpus(out)
    symbols = corpus.resolutions.index
    swept = sweep_topics(corpus, (10, 12), n_pairs=2, progress=False, cache=False)
    even = [s for s in symbols if int(s.rpartition("/")[2]) % 2 == 0]
    groups = {"even": even, "odd": [s for s in symbols if s not in even]}
    tables = [
        swept,
        keyness(corpus, groups, n_resamples=999).table,
        change_points(corpus, WORDS[:24], sessions=[76, 77, 78], n_permutations=199),
        lineages.predecessors(corpus),
        lineages.near_duplicates(corpus),
        lineages.new_wording(corpus),
    ]
    return digests(out), tables


@contextmanager
def ending_one(client):
    """End the worker that first has something to do, once, in the middle of it."""
    pids = client.run(os.getpid)
    ended: list[int] = []

    def end() -> None:
        while not ended:
            busy = [address for address, tasks in client.processing().items() if tasks]
            if busy:
                time.sleep(0.3)  # let it have begun
                os.kill(pids[busy[0]], signal.SIGKILL)
                ended.append(pids[busy[0]])
            time.sleep(0.02)

    thread = threading.Thread(target=end, daemon=True)
    thread.start()
    yield ended
    thread.join(60)


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))  # of the workers
    with (
        distributed.LocalCluster(
            processes=True, n_workers=2, threads_per_worker=1, dashboard_address=":0"
        ) as made,
        distributed.Client(made) as client,
    ):
        yield made, client


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes(cluster, tmp_path):
    made, client = cluster
    folder = tmp_path / "texts"
    folder.mkdir()
    write_texts(folder)
    files, tables = studied(folder, tmp_path / "here")
    assert len(tables[1]) > 20 and len(tables[4]) > 20  # there is something to compare
    assert cli.main(["build", str(folder), str(tmp_path / "cli"), "--texts", "--dask",
                     made.scheduler_address]) == 0  # fmt: skip
    assert digests(tmp_path / "cli") == files
    for name in ("whole", "one ended"):
        with joblib.parallel_config(backend="dask"):
            if name == "whole":
                again, others = studied(folder, tmp_path / name)
            else:
                with ending_one(client) as ended:
                    again, others = studied(folder, tmp_path / name)
                assert ended
        assert again == files
        for one, other in zip(tables, others, strict=True):
            pd.testing.assert_frame_equal(one, other, check_exact=True)


@pytest.mark.slow
def test_a_worker_may_end_while_topics_are_swept(cluster, tmp_path):
    _, client = cluster
    write_texts(tmp_path)
    corpus = build_corpus(tmp_path, tmp_path / "data", texts=True, progress=False).corpus
    asked = {"n_pairs": 3, "progress": False, "cache": False}
    here = sweep_topics(corpus, (10, 12), **asked)
    client.wait_for_workers(2, timeout=60)
    with joblib.parallel_config(backend="dask"), ending_one(client) as ended:
        there = sweep_topics(corpus, (10, 12), **asked)
    assert ended
    pd.testing.assert_frame_equal(here, there, check_exact=True)


@pytest.mark.slow
def test_limits_hold_on_the_workers_of_a_cluster(cluster, tmp_path):
    _, client = cluster
    client.wait_for_workers(2, timeout=60)
    own = set(client.run(os.getpid).values())
    with joblib.parallel_config(backend="dask"):
        found = list(_load.over_files(whose, files_in(tmp_path), progress=False))
        one, two, three = _load.over_files(dies_of_two, files_in(tmp_path), progress=False)
    assert all(serving and parent in own for parent, serving in found)
    assert (one, three) == ("one", "three") and isinstance(two, ReadError)
    assert set(client.run(os.getpid).values()) == own  # no worker was lost by it
