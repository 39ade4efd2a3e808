"""Which small changes `mutants.py` makes to a module or a template."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

COMPARE = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
ARITHMETIC = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Mod: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
OTHER = {"min": "max", "max": "min", "any": "all", "all": "any"}
UNWRAPPED = {"abs", "reversed", "round", "set", "sorted", "unique"}
METHODS = {
    "strip", "lstrip", "rstrip", "lower", "upper", "casefold", "sort_values", "sort_index",
    "drop_duplicates", "dropna", "fillna", "clip", "cumsum", "abs", "round", "removeprefix",
    "removesuffix", "replace", "title",
}  # fmt: skip
# Words for people, and what a figure looks like, are not changed.
WORDS = {
    "UnresError", "ReadError", "Issue", "warn", "add_argument", "add_parser", "ArgumentParser",
    "TypeVar", "cast", "set_title", "set_xlabel", "set_ylabel", "annotate", "legend",
    "tick_params", "set_xlim", "set_ylim", "margins", "grid", "_axes", "subplots_adjust",
    "tight_layout",
}  # fmt: skip
LOOKS = {
    "figsize", "alpha", "fontsize", "linewidth", "lw", "ms", "s", "pad", "rotation", "zorder",
    "color", "colour", "colors", "ha", "va", "dpi", "marker", "markersize", "linestyle",
    "facecolor", "edgecolor", "cmap", "fontweight", "labelpad", "borderpad", "frameon", "help",
    "metavar", "description", "desc", "unit", "leave", "disable", "progress", "n_jobs", "jobs",
    "chunksize", "encoding", "newline", "strict", "stacklevel", "copy", "bbox_inches", "layout",
}  # fmt: skip
BOUND = re.compile(r"_?MAX_[A-Z_]+")
# Numbers, macros, what the template itself says.
NOT_TEXT = re.compile(r"\|\s*(?:safe|int|round|length|format)\b[^|]*$|^loop\.|^\w+\(|^[\d\"-]")


@dataclass(frozen=True)
class Mutant:
    """One change: the bytes from `start` to `end` of the file become `new`."""

    path: str
    line: int
    text: str  # the line as it stands
    change: str
    start: int
    end: int
    new: str
    kind: str = "sample"  # or "escape", "bound"
    lines: tuple[int, ...] = ()  # who runs one of these runs the change
    names: tuple[str, ...] = field(default=())  # or who uses one of these

    def made(self, data: bytes) -> bytes:
        """Return the file with the change in it."""
        return data[: self.start] + self.new.encode() + data[self.end :]


def in_module(path: str, source: str) -> Iterator[Mutant]:
    """Yield every change of a module."""
    tree = ast.parse(source)
    parents = {id(c): p for p in ast.walk(tree) for c in ast.iter_child_nodes(p)}
    skipped = {id(node) for root in _skipped(tree) for node in ast.walk(root)}
    rows = source.splitlines()
    starts = [0]
    for row in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(row))
    for node in ast.walk(tree):
        if id(node) in skipped or not hasattr(node, "lineno"):
            continue
        number = isinstance(node, ast.Constant | ast.UnaryOp) and not _is_text(node)
        if number and path.endswith("/plot.py"):
            continue  # sizes and places in a figure
        above = list(_ancestors(node, parents))
        anchor = next((a for a in reversed(above) if isinstance(a, ast.JoinedStr)), node)
        place = _place([node, *above])
        if place is None:
            continue
        for new, kind in _changes(node, above):
            made = copy.deepcopy(anchor, {id(node): new})
            try:
                text = ast.unparse(ast.fix_missing_locations(made))
            except ValueError:  # nested quotes that Python 3.11 cannot write
                continue
            text = text if isinstance(anchor, ast.stmt) else f"({text})"
            start = starts[anchor.lineno - 1] + anchor.col_offset
            end = starts[anchor.end_lineno - 1] + anchor.end_col_offset
            change = f"{ast.unparse(node)} -> {ast.unparse(new)}"
            row = rows[node.lineno - 1].strip()
            yield Mutant(path, node.lineno, row, change, start, end, text, kind, *place)


def in_template(path: str, source: str) -> Iterator[Mutant]:
    """Yield a change for each place of a Jinja template that is escaped."""
    data, rows = source.encode(), source.splitlines()
    by_hand = b"nbconvert" in data  # whose templates escape nothing by themselves
    for match in re.finditer(rb"\{\{-?\s*(.*?)\s*-?\}\}", data, re.DOTALL):
        old = match[1].decode()
        bare = re.sub(r"\s*[|]\s*e(?:scape)?$", "", old)
        before = data[: match.start()]
        in_style = before.rfind(b'style="') > max(before.rfind(b">"), before.rfind(b'";'))
        if NOT_TEXT.search(old) or in_style or (by_hand and bare == old):
            continue
        line = before.count(b"\n") + 1
        new, text = f"({bare})|safe", rows[line - 1].strip()
        names = (path.rpartition("/")[2],)
        at = match.span(1)
        yield Mutant(path, line, text, f"{old} -> {new}", *at, new, "escape", (), names)


def included(source: str) -> Iterator[str]:
    """Yield the names of the templates that a template uses."""
    return iter(re.findall(r'"([\w.]+\.(?:html|j2))"', source))


def uses(tree: ast.Module) -> Iterator[tuple[str, int | tuple[str, ...]]]:
    """Yield each name or file name with a line that uses it, or the names made of it."""
    parents = {id(c): p for p in ast.walk(tree) for c in ast.iter_child_nodes(p)}
    for node in ast.walk(tree):
        name = _name(node)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            name = node.value if re.fullmatch(r"[\w.-]{1,40}", node.value) else ""
        if name and (place := _place([node, *_ancestors(node, parents)])):
            lines, names = place
            yield from ((name, line) for line in lines)
            if names and name not in names:
                yield name, names


def _ancestors(node: ast.AST, parents: dict[int, ast.AST]) -> Iterator[ast.AST]:
    while (node := parents.get(id(node))) is not None:
        yield node


def _place(nodes: list[ast.AST]) -> tuple[tuple[int, ...], tuple[str, ...]] | None:
    """Lines that run when a node does, or the names that its statement sets."""
    node = nodes[0]
    statement = next((n for n in nodes if isinstance(n, ast.stmt)), None)
    function = next((n for n in nodes if isinstance(n, ast.FunctionDef)), None)
    if statement is None:
        return None
    if statement is function:  # a default or a decorator
        return tuple(range(function.body[0].lineno, function.end_lineno + 1)), ()
    if function:
        last = node.end_lineno if isinstance(node, ast.expr) else node.lineno
        return (statement.lineno, *range(node.lineno, last + 1)), ()
    targets = getattr(statement, "targets", [getattr(statement, "target", None)])
    names = tuple(n for t in targets if t for n in map(_name, ast.walk(t)) if n)
    return ((), names) if names else None


def _skipped(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield what is not changed: types, docstrings, words of messages, looks."""
    for node in ast.walk(tree):
        for part in ("annotation", "returns"):
            if isinstance(getattr(node, part, None), ast.AST):
                yield getattr(node, part)
        match node:
            case ast.FunctionDef(name="__repr__" | "__str__" | "__dir__") | ast.Assert():
                yield node
            case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom():
                yield node
            case ast.Assign(targets=[ast.Name(id="__all__" | "__version__")]):
                yield node
            case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Compare(ast.Name("__name__"))):
                yield node
            case ast.Raise(exc=ast.AST() as what):
                yield what
            case ast.Call(func=function) if _name(function) in WORDS:
                yield node
            case ast.keyword(arg=str(name)) if name in LOOKS:
                yield node


def _name(node: ast.AST | None) -> str:
    """Last part of a name: escape in html.escape."""
    return getattr(node, "id", "") or getattr(node, "attr", "")


def _changes(node: ast.AST, above: list[ast.AST]) -> Iterator[tuple[ast.AST, str]]:
    """Yield what can stand in place of a node, and the kind of change."""
    parent = above[0]
    if special := list(_special(node, parent, above)):
        yield from special
        return
    made = (_operators(node, parent), _constants(node, parent), _literals(node, parent))
    for new in chain(*made, _calls(node), _statements(node)):
        yield new, "sample"


def _with(node: ast.AST, **parts: object) -> ast.AST:
    made = copy.copy(node)
    for name, value in parts.items():
        setattr(made, name, value)
    return made


def _special(node: ast.AST, parent: ast.AST, above: list[ast.AST]) -> Iterator:
    """Yield escapes left out, and bounds doubled or taken away."""
    huge = ast.parse("10**18", mode="eval").body
    match node:
        case ast.Call(func=function, args=[argument]) if _escapes(function):
            yield argument, "escape"
        case ast.Name() | ast.Attribute() if _escapes(node) and getattr(parent, "func", 0) != node:
            yield ast.Name("str"), "escape"
        case ast.Call(ast.Attribute(ast.Call(ast.Name("Markup"), [text]), attr=name), args, words):
            inner = ast.Call(ast.Attribute(text, name), args, words)
            yield ast.Call(ast.Name("Markup"), [inner], []), "escape"
        case ast.BinOp(ast.Call(ast.Name("Markup"), [text]), ast.Mod(), values):
            inner = ast.BinOp(text, ast.Mod(), values)
            yield ast.Call(ast.Name("Markup"), [inner], []), "escape"
        case ast.Call(keywords=words) if any(w.arg == "autoescape" for w in words):
            kept = [w for w in words if w.arg != "autoescape"]
            off = ast.keyword("autoescape", ast.Constant(False))
            yield _with(node, keywords=[*kept, off]), "escape"
        case ast.Call(func=ast.Attribute(attr="to_html"), keywords=words):
            off = ast.keyword("escape", ast.Constant(False))
            yield _with(node, keywords=[*words, off]), "escape"
        case ast.Assign(targets=[target], value=value) if BOUND.fullmatch(_name(target)):
            doubled = ast.BinOp(ast.Constant(2), ast.Mult(), value)
            yield _with(node, value=doubled), "bound"
            yield _with(node, value=huge), "bound"
        case ast.Name(ctx=ast.Load()) | ast.Attribute(ctx=ast.Load()):
            inside = any(isinstance(a, ast.FunctionDef) for a in above)
            if BOUND.fullmatch(_name(node)) and inside:
                yield huge, "bound"
                if isinstance(parent, ast.Compare):
                    yield ast.BinOp(ast.Constant(2), ast.Mult(), node), "bound"


def _escapes(function: ast.AST) -> bool:
    of = _name(getattr(function, "value", None))
    return _name(function) in ("escape", "_escape") and of not in ("re", "glob")


def _operators(node: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=ops):
            for k, op in enumerate(ops):
                new = COMPARE[type(op)]()
                yield _with(node, ops=[*ops[:k], new, *ops[k + 1 :]])
        case ast.BinOp(left, op, right) if type(op) in ARITHMETIC:
            words = any(isinstance(s, ast.JoinedStr) or _is_text(s) for s in (left, right))
            if not words and _name(getattr(parent, "func", None)) != "isinstance":
                yield _with(node, op=ARITHMETIC[type(op)]())
        case ast.BoolOp(op, values):
            yield _with(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
            for rest in (values[1:], values[:-1]):
                yield rest[0] if len(rest) == 1 else _with(node, values=rest)
        case ast.UnaryOp(operand=operand):
            yield operand
        case ast.IfExp(body=body, orelse=orelse):
            yield from (body, orelse)


def _constants(node: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
        case ast.Constant(value=float(value)):
            yield ast.Constant(value * 10)
        case ast.Constant(value=str(value)) if _is_key(node, parent):
            yield ast.Constant(value + "_")


def _literals(node: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.List(elts=[_, _, *_]) | ast.Set(elts=[_, _, *_]):
            yield from (_with(node, elts=node.elts[1:]), _with(node, elts=node.elts[:-1]))
        case ast.Tuple(elts=[_, _, _, *_]) if isinstance(parent, ast.Compare | ast.Assign):
            if isinstance(node.ctx, ast.Load) and not isinstance(
                getattr(parent, "targets", [0])[0], ast.Tuple
            ):
                yield from (_with(node, elts=node.elts[1:]), _with(node, elts=node.elts[:-1]))
        case ast.Dict(keys=[_, _, *_]):
            yield _with(node, keys=node.keys[1:], values=node.values[1:])
            yield _with(node, keys=node.keys[:-1], values=node.values[:-1])


def _calls(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Call):
        return
    name, args = _name(node.func), node.args
    if isinstance(node.func, ast.Name) and name in OTHER:
        yield _with(node, func=ast.Name(OTHER[name]))
    if (
        name in UNWRAPPED
        and len(args) == 1
        and not isinstance(args[0], ast.Starred | ast.GeneratorExp)
    ):
        yield args[0]
    if isinstance(node.func, ast.Attribute) and name in METHODS:
        yield node.func.value
    if name == "sorted" and not any(w.arg == "reverse" for w in node.keywords):
        yield _with(node, keywords=[*node.keywords, ast.keyword("reverse", ast.Constant(True))])
    for k, word in enumerate(node.keywords):
        if word.arg and word.arg not in LOOKS:
            yield _with(node, keywords=node.keywords[:k] + node.keywords[k + 1 :])
    if len(args) > 1 and name not in ("isinstance", "getattr", "hasattr", "range"):
        one, two, *rest = args
        constant = isinstance(one, ast.Constant) or isinstance(two, ast.Constant)
        if not constant and not any(isinstance(a, ast.Starred) for a in (one, two)):
            yield _with(node, args=[two, one, *rest])


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Return(value=ast.AST() as value) if not _is_none(value):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.Raise() | ast.Continue() | ast.Break():
            yield ast.Pass()
        case ast.AugAssign(op=op) if type(op) in ARITHMETIC and not _is_text(node.value):
            yield _with(node, op=ARITHMETIC[type(op)]())


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_key(node: ast.AST, parent: ast.AST) -> bool:
    """Whether a string is looked up or compared."""
    if isinstance(parent, ast.Subscript | ast.Compare):
        return True
    if isinstance(parent, ast.Dict):
        return any(key is node for key in parent.keys)
    return isinstance(parent, ast.Call) and _name(parent.func) in ("get", "pop")
