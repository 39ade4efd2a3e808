"""The changes that `make mutants` makes: what they touch, and what they leave alone."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
mutations = pytest.importorskip("mutations")


def changes(source: str, kind: str = "sample") -> set[str]:
    found = [m for m in mutations.in_module("unres_research/x.py", source) if m.kind == kind]
    for mutant in found:
        ast.parse(mutant.made(source.encode()))
    return {mutant.change for mutant in found}


@pytest.mark.parametrize(
    ("source", "change"),
    [
        ("def f(x):\n    return x < 3", "x < 3 -> x <= 3"),
        ("def f(x):\n    return x < 3", "3 -> 4"),
        ("def f(x):\n    return x < 3", "return x < 3 -> return None"),
        ("def f(x):\n    return x * 0.025", "0.025 -> 0.25"),
        ("def f(x):\n    return x * 0.025", "x * 0.025 -> x / 0.025"),
        ("def f(x, y):\n    return x and y", "x and y -> x or y"),
        ("def f(x, y):\n    return x and y", "x and y -> y"),
        ("def f(x):\n    return not x", "not x -> x"),
        ("def f(x):\n    return min(x)", "min(x) -> max(x)"),
        ("def f(x):\n    return sorted(x)", "sorted(x) -> sorted(x, reverse=True)"),
        ("def f(x):\n    return sorted(x)", "sorted(x) -> x"),
        ("def f(x, y):\n    return g(x, y)", "g(x, y) -> g(y, x)"),
        ("def f(x):\n    return g(x, ddof=1)", "g(x, ddof=1) -> g(x)"),
        ("def f(x):\n    x.append(1)", "x.append(1) -> pass"),
        ("def f(x):\n    raise E('what')", "raise E('what') -> pass"),
        ("def f(x):\n    return [x, 2]", "[x, 2] -> [x]"),
        ("def f(x):\n    return x['count']", "'count' -> 'count_'"),
        ("A = (1, 2, 3)", "(1, 2, 3) -> (1, 2)"),
        ("def f(x):\n    return f'{x < 3} é'", "x < 3 -> x <= 3"),
        ("def f(x, n=6):\n    return x", "6 -> 7"),
    ],
)
def test_a_change_is_made(source, change):
    assert change in changes(source)


@pytest.mark.parametrize(
    "source",
    [
        'def f(x: "int" = None) -> tuple[int, 3]:\n    """Return 3 < 4."""',
        "def f(x):\n    raise",  # the one change is to take the statement away
        "from a import b\n__all__ = ['b', 'c', 'd']",
        "def __repr__(self):\n    return f'{self.n < 3}'",
        "def f(ax):\n    ax.set_title('a' + str(3))",
    ],
)
def test_types_words_and_looks_are_left_alone(source):
    assert not changes(source) - {"raise -> pass", "ax.set_title('a' + str(3)) -> pass"}


def test_the_words_of_an_error_are_left_alone():
    assert changes("def f(x):\n    raise E(f'found {x + 1}', 3)") == {
        "raise E(f'found {x + 1}', 3) -> pass"
    }


@pytest.mark.parametrize(
    ("source", "escapes"),
    [
        ("def f(x):\n    return html.escape(x)", {"html.escape(x) -> x"}),
        ("def f(x):\n    return f'<b>{escape(x)}</b>'", {"escape(x) -> x"}),
        ("def f(x):\n    return map(html.escape, x)", {"html.escape -> str"}),
        ("def f(x):\n    return re.escape(x)", set()),
        (
            "E = Environment(autoescape=True)",
            {"Environment(autoescape=True) -> Environment(autoescape=False)"},
        ),
        ("def f(t):\n    return t.to_html()", {"t.to_html() -> t.to_html(escape=False)"}),
        (
            "def f(x):\n    return Markup('<b>{}</b>').format(x)",
            {"Markup('<b>{}</b>').format(x) -> Markup('<b>{}</b>'.format(x))"},
        ),
    ],
)
def test_every_escape_is_left_out_once(source, escapes):
    assert changes(source, "escape") == escapes


def test_bounds_are_doubled_and_taken_away():
    source = "_MAX_PAGES = 5\ndef f(x):\n    return len(x) > _MAX_PAGES, x.read(_MAX_PAGES)"
    assert changes(source, "bound") == {
        "_MAX_PAGES = 5 -> _MAX_PAGES = 2 * 5",
        "_MAX_PAGES = 5 -> _MAX_PAGES = 10 ** 18",
        "_MAX_PAGES -> 10 ** 18",
        "_MAX_PAGES -> 2 * _MAX_PAGES",
    }


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<b>{{ title }}</b>", ["<b>{{ (title)|safe }}</b>"]),
        ("é {{ a }}{{ b|e }}", ["é {{ (a)|safe }}{{ b|e }}", "é {{ a }}{{ (b)|safe }}"]),
        ("{{ body|safe }}{{ 1 + 1 }}{{ loop.index }}{{ cell(x) }}", []),
        ('<b style="{{ look }}">{{ x }}</b>', ['<b style="{{ look }}">{{ (x)|safe }}</b>']),
        ("{# nbconvert #}{{ made }}{{ x | e }}", ["{# nbconvert #}{{ made }}{{ (x)|safe }}"]),
    ],
)
def test_templates_lose_one_escape_at_a_time(template, found):
    mutants = list(mutations.in_template("show/templates/a.html.j2", template))
    assert [m.made(template.encode()).decode() for m in mutants] == found
    assert {m.kind for m in mutants} <= {"escape"}


def test_tests_are_found_by_the_lines_and_names_of_a_change():
    source = "A = 1\nB = A + 1\n\ndef f(x, n=A):\n    if x:\n        return (\n            B)\n"
    found = {m.change: (m.lines, m.names) for m in mutations.in_module("x.py", source)}
    assert found["1 -> 2"] == ((), ("B",))  # the last of the two
    assert found["return B -> return None"] == ((6, 6), ())
    uses = set(mutations.uses(ast.parse(source)))
    assert {("B", 6), ("B", 7), ("A", ("B",)), ("A", 5), ("A", 7)} <= uses
