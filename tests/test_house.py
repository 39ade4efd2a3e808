"""The files of the project agree with each other."""

from __future__ import annotations

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
    "pooch",
    "requests",
    "joblib",
}


def requirements(strings: list[str]) -> dict[str, Requirement]:
    found = [Requirement(string) for string in strings]
    return {canonicalize_name(one.name): one for one in found}


RUNTIME = requirements(PROJECT["project"]["dependencies"])
EXTRAS = {k: requirements(v) for k, v in PROJECT["project"]["optional-dependencies"].items()}
DEV = EXTRAS["dev"] | EXTRAS["lab"] | EXTRAS["docx"]


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


def locked() -> list[Requirement]:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.lstrip().startswith("#")]


def versions_for(python: str, platform: str) -> dict[str, Version]:
    """Return the locked versions that are installed for a Python version and a platform."""
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
    for one in locked():
        if one.marker is None or one.marker.evaluate(machine):
            name = canonicalize_name(one.name)
            assert name not in versions, f"{name} is locked twice for {python}, {platform}"
            (pin,) = one.specifier
            assert pin.operator == "==", f"{one} is not an exact version"
            versions[name] = Version(pin.version)
    return versions


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_lock_holds_what_the_project_requires(python: str, platform: str) -> None:
    versions = versions_for(python, platform)
    build = requirements(PROJECT["build-system"]["requires"])
    for name, one in [*RUNTIME.items(), *DEV.items(), *build.items()]:
        assert name in versions, f"{name} is not in requirements.lock: run make lock"
        assert versions[name] in one.specifier, f"{name} {versions[name]}, expected {one}"


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
    return [path for path in paths if path.is_file() and path.suffix != ".parquet"]


def test_no_machine_path_or_registry_in_tracked_files() -> None:
    files = tracked()
    assert ROOT / "pyproject.toml" in files
    found = []
    for path in files:
        text = path.read_text("utf-8").replace("\\n", "\n")  # as notebooks store a new line
        for pattern in (MACHINE_PATH, REGISTRY):
            found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in pattern.finditer(text)]
    assert not found


def test_lock_names_no_index() -> None:
    assert not INDEX.search((ROOT / "requirements.lock").read_text("utf-8"))


# Docstrings


def module_names() -> list[str]:
    paths = sorted(PACKAGE.rglob("*.py"))
    names = [".".join(path.relative_to(PACKAGE).with_suffix("").parts) for path in paths]
    return [name for name in names if not name.endswith("__init__")]


def public(name: str) -> list[tuple[str, object]]:
    """Return the public functions and classes that a module defines."""
    module = import_module(f"unres_research.{name}")
    return [
        (f"{name}.{key}", value)
        for key, value in vars(module).items()
        if not key.startswith("_")
        and (inspect.isfunction(value) or inspect.isclass(value))
        and value.__module__ == module.__name__
    ]


@pytest.mark.parametrize("name", module_names())
def test_public_names_have_docstrings(name: str) -> None:
    bare = [label for label, value in public(name) if not inspect.getdoc(value)]
    assert not bare
