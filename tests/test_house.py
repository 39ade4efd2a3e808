"""The files of the project agree with each other."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

import unres_research

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "unres_research"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

HEAVY = {
    "sklearn",
    "matplotlib",
    "nltk",
    "scipy",
    "lxml",
    "pandas",
    "numpy",
    "pyarrow",
    "pypdfium2",
    "docx",
    "requests",
    "joblib",
}


def requirements(strings: list[str]) -> dict[str, Requirement]:
    found = [Requirement(string) for string in strings]
    return {canonicalize_name(one.name): one for one in found}


RUNTIME = requirements(PROJECT["project"]["dependencies"])
EXTRAS = {k: requirements(v) for k, v in PROJECT["project"]["optional-dependencies"].items()}
NOTEBOOKS = RUNTIME | EXTRAS["lab"] | EXTRAS["build"]  # what `make analysis` installs
ALL = NOTEBOOKS | EXTRAS["dev"] | EXTRAS["browser"] | EXTRAS["regression"]
LOCKS = {"requirements.lock": NOTEBOOKS, "requirements-dev.lock": ALL}


# Environments


def conda_requirements() -> tuple[dict[str, Requirement], list[str]]:
    parts = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    conda = requirements([part for part in parts if isinstance(part, str)])
    pip = [line for part in parts if isinstance(part, dict) for line in part["pip"]]
    return conda, pip


def test_conda_has_the_dependencies_of_the_package_and_no_others() -> None:
    conda, pip = conda_requirements()
    conda.pop("pip")
    python = conda.pop("python")
    assert {name: one.specifier for name, one in conda.items()} == {
        name: one.specifier for name, one in (RUNTIME | EXTRAS["lab"]).items()
    }
    assert python.specifier == SpecifierSet(PROJECT["project"]["requires-python"])
    assert pip == ["-e ."]


def locked(name: str) -> list[Requirement]:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.lstrip().startswith("#")]


def versions_for(lock: str, python: str, platform: str) -> dict[str, Version]:
    """Return the versions of a lock that are installed for a Python version and a platform."""
    names = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}
    machine = {
        **default_environment(),
        "python_version": python,
        "python_full_version": f"{python}.1",
        "sys_platform": platform,
        "platform_system": names[platform],
        "os_name": "nt" if platform == "win32" else "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    versions: dict[str, Version] = {}
    for one in locked(lock):
        if one.marker is None or one.marker.evaluate(machine):
            name = canonicalize_name(one.name)
            assert name not in versions, f"{name} is locked twice for {python}, {platform}"
            (pin,) = one.specifier
            assert pin.operator == "==", f"{one} is not an exact version"
            versions[name] = Version(pin.version)
    return versions


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_what_the_project_requires(lock: str, python: str, platform: str) -> None:
    versions = versions_for(lock, python, platform)
    build = requirements(PROJECT["build-system"]["requires"])
    for name, one in [*LOCKS[lock].items(), *build.items()]:
        assert name in versions, f"{name} is not in {lock}: run make lock"
        assert versions[name] in one.specifier, f"{name} {versions[name]}, expected {one}"


@pytest.mark.parametrize("python", ["3.11", "3.14"])
@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_what_the_tests_need_comes_on_top_of_what_the_notebooks_need(
    python: str, platform: str
) -> None:
    """So that `make test` after `make analysis` adds packages and replaces none."""
    few = versions_for("requirements.lock", python, platform)
    all_of_them = versions_for("requirements-dev.lock", python, platform)
    assert few.items() < all_of_them.items()
    docs = versions_for("requirements-docs.lock", python, platform)
    assert not {name for name in docs.keys() & all_of_them if docs[name] != all_of_them[name]}


def test_what_only_the_tests_need_is_not_installed_for_the_notebooks() -> None:
    names = {canonicalize_name(one.name) for one in locked("requirements.lock")}
    only = {name for extra in ("dev", "browser") for name in EXTRAS[extra]} - NOTEBOOKS.keys()
    only -= {"packaging", "pyyaml"}  # JupyterLab needs them, too
    assert {"mypy", "playwright", "pytest"} <= only
    assert not names & only


def test_the_oldest_versions_are_those_that_the_project_allows() -> None:
    """So that what is tested with them is what a user with old packages has."""
    pins = {
        canonicalize_name(one.name): Version(next(iter(one.specifier)).version)
        for one in locked("requirements-lowest.lock")
    }
    build = requirements(PROJECT["build-system"]["requires"])
    for name, one in [*ALL.items(), *build.items()]:
        (bound,) = one.specifier
        assert bound.operator == ">="
        assert pins[name] == Version(bound.version), f"{one}: run make lock"


# Modules


def test_importing_the_package_is_light() -> None:
    code = "import sys, unres_research; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in run.stdout.split()}
    assert "unres_research" in loaded
    assert not loaded & HEAVY


# Versions


def test_one_version_everywhere() -> None:
    version = PROJECT["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    heading = re.search(r"^## \[?([^\]\s]+)", changelog, re.MULTILINE)
    assert unres_research.__version__ == version
    assert citation["version"] == version
    assert heading and heading[1] in (version, "Unreleased")


def test_citation_names_an_entity() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert citation["license"] == PROJECT["project"]["license"]
    assert [one["name"] for one in citation["authors"]] == [
        one["name"] for one in PROJECT["project"]["authors"]
    ]


# What stays out of the repository

# Split, so that this file does not contain what it looks for.
MACHINE_PATH = re.compile(
    r"(?<![\w.~/])/(?:" + "work|tmp|root|home|Users|opt|mnt" + r")/[\w.-]+", re.ASCII
)
REGISTRY = re.compile(
    "|".join([r"\bpypi" + r"\.org", "files.pythonhosted" + r"\.org", "registry.npmjs" + r"\.org"])
)
INDEX = re.compile(r"(?m)^\s*--(?:extra-)?(?:index-url|find-links)\b")


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("open('/" + "home/ada/corpus')", True),
        ("see /" + "tmp/x", True),
        ("../shared/corpus", False),
        ("https://example.org/" + "home/page", False),
        ("preambular/" + "work/other", False),
    ],
)
def test_machine_paths_are_told_from_others(text: str, matches: bool) -> None:
    assert bool(MACHINE_PATH.search(text)) == matches


def tracked() -> list[Path]:
    """Return the tracked text files; skip outside a clone, as in an unpacked archive."""
    run = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if run.returncode:
        pytest.skip("not in a clone: git lists no files here")
    paths = [ROOT / name for name in run.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and path.suffix not in (".parquet", ".png")]


def test_no_machine_path_or_registry_in_tracked_files() -> None:
    files = tracked()
    assert ROOT / "pyproject.toml" in files
    found = []
    for path in files:
        text = path.read_text("utf-8").replace("\\n", "\n")  # as notebooks store a new line
        for pattern in (MACHINE_PATH, REGISTRY):
            found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in pattern.finditer(text)]
    assert not found


@pytest.mark.parametrize("name", [path.name for path in ROOT.glob("requirements*.lock")])
def test_lock_names_no_index(name: str) -> None:
    assert not INDEX.search((ROOT / name).read_text("utf-8"))


# Encodings


def without_encoding(code: str) -> list[int]:
    """Return the lines of calls that read or write text in the code page of the machine."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", None))
        said = {key.arg for key in node.keywords}
        words = [one.value for one in node.args if isinstance(one, ast.Constant)]
        modes = [
            word for word in words if isinstance(word, str) and re.fullmatch("[rwxabt+]+", word)
        ]
        is_text = name in ("read_text", "write_text") or (
            name == "open" and (isinstance(node.func, ast.Name) or modes)
        )
        binary = any("b" in mode for mode in modes)
        if is_text and not binary and "encoding" not in said and "utf-8" not in words:
            found.append(node.lineno)
    return found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("open(path)", True),
        ("path.open('a')", True),
        ("path.read_text()", True),
        ("path.write_text(text)", True),
        ("open(path, 'rb')", False),
        ("path.open('xb')", False),
        ("path.read_text('utf-8')", False),
        ("path.write_text(text, encoding='utf-8')", False),
        ("archive.open(member)", False),
    ],
)
def test_text_without_encoding_is_found(code: str, found: bool) -> None:
    assert bool(without_encoding(code)) == found


def test_text_is_read_and_written_in_utf_8_on_every_machine() -> None:
    """CSV files of pandas, too, which are UTF-8 unless one says otherwise."""
    folders = (PACKAGE, ROOT / "tools", ROOT / "benchmarks", ROOT / "docs")
    modules = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    found = {path.name: without_encoding(path.read_text("utf-8")) for path in modules}
    assert not {name: lines for name, lines in found.items() if lines}
    assert not [path for path in modules if "locale" in identifiers(path)]


# Names


def modules() -> list[str]:
    """Return the dotted names of all modules of the package."""
    parts = [path.relative_to(ROOT).with_suffix("").parts for path in sorted(PACKAGE.rglob("*.py"))]
    return [".".join(p[:-1] if p[-1] == "__init__" else p) for p in parts]


def is_public(name: str) -> bool:
    return not any(part.startswith("_") for part in name.split("."))


def exported(name: str) -> dict[str, object]:
    """Return what a public module offers: its `__all__`, or else what it defines."""
    module = import_module(name)
    if hasattr(module, "__all__"):
        return {key: getattr(module, key) for key in module.__all__}
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    found = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    for node in tree.body:
        for target in getattr(node, "targets", [getattr(node, "target", None)]):
            found += [target.id] if isinstance(target, ast.Name) else []
    return {key: getattr(module, key) for key in found if not key.startswith("_")}


def public() -> dict[str, object]:
    """Return the public names of the package, each object once, under its shortest path."""
    found: dict[int | str, tuple[str, object]] = {}
    names = sorted(filter(is_public, modules()), key=lambda name: (name.count("."), name))
    for module in names:
        for key, value in exported(module).items():
            label = f"{module}.{key}"
            shared = callable(value) or inspect.ismodule(value)
            found.setdefault(id(value) if shared else label, (label, value))
    return dict(found.values())


def test_few_names_are_public() -> None:
    names = public()
    assert len(names) <= 150, "\n".join(sorted(names))
    assert {"unres_research.load", "unres_research.compare"} <= names.keys()


def test_the_root_offers_the_verbs_of_the_readme() -> None:
    verbs = {n for n, v in exported("unres_research").items() if inspect.isfunction(v)}
    assert verbs == {
        *("load", "loads", "load_folder", "open_corpus", "build_corpus", "fetch"),
        *("compare", "search", "align", "keyness", "speech_acts", "fit_topics", "trends"),
        *("actions", "mandates", "check", "votes", "sponsors"),
    }
    assert sorted(dir(unres_research)) == dir(unres_research)
    with pytest.raises(AttributeError, match="no attribute 'afterlife'"):
        _ = unres_research.afterlife


def test_no_verb_is_named_like_a_module_beside_it() -> None:
    """So that `un.compare` is never a module in one place and a function in another."""
    beside = {module.rpartition(".")[::2] for module in modules()}
    clashes = [
        f"{module}.{name}"
        for module in filter(is_public, modules())
        for name, value in exported(module).items()
        if inspect.isfunction(value) and (module, name) in beside
    ]
    assert not clashes


# Words of before, and where they would mislead
GONE = {"heir", "heirs", "afterlife", "courier", "dossier", "parted", "shelf", "mend", "purer"}
GONE |= {"stock", "registers"}
NOT_MODULES = GONE | {"tracked", "lists", "storage", "pages", "parsed", "views", "plots", "publish"}
NOT_MODULES |= {"utils", "helpers"}


def identifiers(path: Path) -> set[str]:
    """Return every name that a module uses: variables, attributes, arguments, functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        found |= {getattr(node, part, None) for part in ("id", "attr", "arg", "name")}
    return {name for name in found if isinstance(name, str)}


def test_words_of_before_do_not_come_back() -> None:
    back = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for name in sorted(identifiers(path))
        if GONE & set(name.lower().split("_")) or name.startswith("LEAST_")
    ]
    assert not back, "\n".join(back)
    assert not [name for name in modules() if name.rpartition(".")[2] in NOT_MODULES]


# Size

LONGEST = 61  # lines of a function, its docstring not counted


def lengths(path: Path) -> dict[str, int]:
    found = {}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            said = node.body[0] if ast.get_docstring(node) is not None else None
            docstring = said.end_lineno - said.lineno + 1 if said else 0
            found[f"{path.relative_to(ROOT)}:{node.name}"] = (
                node.end_lineno - node.lineno + 1 - docstring
            )
    return found


def test_no_function_is_long() -> None:
    found = {k: n for path in PACKAGE.rglob("*.py") for k, n in lengths(path).items()}
    assert len(found) > 100
    assert not {name: n for name, n in found.items() if n > LONGEST}


# Docstrings


def documented() -> list[tuple[str, object, object]]:
    """Return the public functions and classes, and the methods, each with its class."""
    found = []
    for label, value in public().items():
        if inspect.isfunction(value) or inspect.isclass(value):
            found.append((label, value, None))
        if inspect.isclass(value):
            members = [k for k, v in vars(value).items() if inspect.isfunction(v)]
            members += [k for k, v in vars(value).items() if isinstance(v, classmethod)]
            found += [(f"{label}.{k}", getattr(value, k), value) for k in members if k[0] != "_"]
    return found


def examples(value: object) -> str:
    """Return the lines of an object's docstring that are run as doctests."""
    said = inspect.getdoc(value) or ""
    found = re.search(r"^Examples\n-{8}\n(.*)", said, re.MULTILINE | re.DOTALL)
    lines = re.findall(r"^(?:>>>|\.\.\.) .*", found[1], re.MULTILINE) if found else []
    return "\n".join(line for line in lines if "+SKIP" not in line)


def test_public_names_have_docstrings_with_examples_that_run() -> None:
    """Or say where one is; of a method, the example of its class may show it."""
    assert len(documented()) > 60
    bare = []
    for label, value, owner in documented():
        said = inspect.getdoc(value) or ""
        shown = owner and f".{label.rpartition('.')[2]}(" in examples(owner)
        if not said or not (examples(value) or shown or re.search(r"\bSee `", said)):
            bare.append(label)
    assert not bare, "\n".join(bare)


def test_docstrings_name_every_parameter() -> None:
    unnamed = []
    for label, value, _ in documented():
        said = inspect.getdoc(value) or ""
        if not inspect.isclass(value) and "Parameters\n---" in said:
            unnamed += [
                f"{label}: {name}"
                for name in inspect.signature(value).parameters
                if name not in ("self", "cls")
                and not re.search(rf"^(?:.*, )?\*{{0,2}}{name}(?:,.*)? ?:", said, re.MULTILINE)
            ]
    assert not unnamed, "\n".join(unnamed)


def test_no_two_test_files_have_one_name() -> None:
    """Pytest imports them by their names alone, and refuses a second of one name."""
    names = [path.name for path in (ROOT / "tests").rglob("*.py") if path.name != "__init__.py"]
    twice = {name for name in names if names.count(name) > 1}
    assert twice <= {"conftest.py"}
