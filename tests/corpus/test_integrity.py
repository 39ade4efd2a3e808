"""A data set is what its description says, to every byte; Frictionless says so, too."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import warnings

import pyarrow.parquet as pq
import pytest

from unres_research import build_corpus, open_corpus
from unres_research.corpus._build import LOCK
from unres_research.errors import UnresError


@pytest.fixture(scope="module")
def folder(corpus_folder, tmp_path_factory):
    """The invented data set with its texts, in a folder of its own."""
    out = tmp_path_factory.mktemp("whole") / "data"
    return build_corpus(corpus_folder, out, texts=True, n_jobs=1, progress=False).corpus.path


def use(folder):
    """Read all that a data set holds."""
    corpus = open_corpus(folder)
    tables = [corpus.resolutions, corpus.paragraphs, corpus.sources, corpus.texts]
    tables += [corpus.actions, corpus.roll_calls, corpus.sponsors]
    corpus.resolution(corpus.resolutions.index[0])
    return [len(t) for t in tables], corpus.counts.sum(), corpus.runs.n_runs


def seal(folder, package):
    """Write a description with its digest, as data/README.md says how it is made."""
    package["unres"].pop("sha256", None)
    text = json.dumps(package, sort_keys=True, ensure_ascii=False, separators=(", ", ": "))
    package["unres"]["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")


def test_a_changed_byte_is_noticed_wherever_it_stands(folder, tmp_path):
    """A hundred bytes in all files; spaces of the description may become others of JSON's."""
    draw = random.Random(9)
    out = shutil.copytree(folder, tmp_path / "data")
    whole = use(out)
    files = sorted(p for p in out.iterdir() if p.name != LOCK)
    assert len(files) == 14
    for k in range(100):
        path = files[k % len(files)]
        good = path.read_bytes()
        place = draw.randrange(len(good))
        other = draw.choice([x for x in range(256) if x != good[place]])
        path.write_bytes(good[:place] + bytes([other]) + good[place + 1 :])
        if path.suffix == ".json" and same_json(path.read_bytes(), good):
            assert use(out) == whole
        else:
            with pytest.raises(UnresError, match=f"found a? ?{path.name} in .*build"):
                use(out)
        path.write_bytes(good)
    assert use(out) == whole


def same_json(found, good):
    try:
        return json.loads(found) == json.loads(good)
    except ValueError:
        return False


def test_a_single_bit_of_every_byte_of_the_description(folder, tmp_path):
    """Opening is enough to notice it; every 40th byte, each of its bits."""
    out = shutil.copytree(folder, tmp_path / "data")
    path = out / "datapackage.json"
    good = path.read_bytes()
    for place in range(7, len(good), 40):
        for bit in range(8):
            path.write_bytes(good[:place] + bytes([good[place] ^ (1 << bit)]) + good[place + 1 :])
            with pytest.raises(UnresError, match="datapackage.json"):
                open_corpus(out)


def test_the_digest_of_the_description_by_hand(folder, tmp_path):
    out = shutil.copytree(folder, tmp_path / "data")
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    before = package["unres"]["sha256"]
    seal(out, package)
    assert package["unres"]["sha256"] == before
    assert use(out) == use(folder)


def test_other_tables_with_the_right_digest_are_refused_too(folder, tmp_path):
    out = shutil.copytree(folder, tmp_path / "data")
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    (one,) = [r for r in package["resources"] if r["path"] == "paragraphs.parquet"]
    (out / "paragraphs.parquet").write_bytes(b"x" * one["bytes"])
    one["hash"] = "sha256:" + hashlib.sha256(b"x" * one["bytes"]).hexdigest()
    seal(out, package)
    with pytest.raises(UnresError, match="paragraphs.parquet in .* that holds no table"):
        _ = open_corpus(out).paragraphs


# Frictionless


def validate(what):
    frictionless = pytest.importorskip("frictionless")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return frictionless.validate(what)


def test_the_whole_data_set_is_a_valid_data_package(folder, tmp_path):
    """Every file by size and SHA-256; with one byte changed it is not valid."""
    report = validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["message"])
    assert {task.name for task in report.tasks} >= {"resolutions", "run-hashes", "texts", "sources"}
    out = shutil.copytree(folder, tmp_path / "data")
    data = bytearray((out / "counts.parquet").read_bytes())
    data[len(data) // 2] ^= 1
    (out / "counts.parquet").write_bytes(data)
    again = validate(str(out / "datapackage.json"))
    assert [task.name for task in again.tasks if not task.valid] == ["counts"]


def test_every_column_is_of_the_type_that_the_description_says(folder):
    """Rows of the Parquet files as Python's own values, lists as lists, by Frictionless."""
    frictionless = pytest.importorskip("frictionless")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    tables = [r for r in package["resources"] if r["format"] == "parquet"]
    assert len(tables) == 12
    for resource in tables:
        table = pq.read_table(folder / resource["path"])
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert table.column_names == names
        assert table.num_rows == resource["rowCount"]
        rows = table.slice(0, 200).to_pylist()
        schema = frictionless.Schema.from_descriptor(resource["schema"])
        data = [names, *([row[name] for name in names] for row in rows)]
        report = validate(frictionless.Resource(data=data, schema=schema))
        assert report.valid, (resource["path"], report.flatten(["rowNumber", "message"])[:3])
