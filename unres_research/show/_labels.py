"""Text in figures; names of points: near them, with a line to them, none over another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

_NOT_DRAWN = re.compile(
    "[^\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_LONGEST = 100  # characters of a label
_DISTANCES = (11, 16, 22, 30, 40, 52, 66, 82, 100, 120)  # of a name from its point, in points
_ANGLES = np.arange(0, 360, 15)
_ORDERS = 20  # in which names are given their places
_PAD = 2.0  # between two names, in points
_ON_LINE = np.linspace(0, 1, 25)[:, None]

# what a place costs, beside the distance: first of all no name lies over another
_OVER_NAME, _OUTSIDE, _OVER_WALL, _OVER_NAMED, _CROSSES = 10_000, 3_000, 800, 200, 150
_OVER_POINT, _SLANT = 6, 9


@dataclass(frozen=True)
class _Name:
    """One name: where it could stand, the line to its point from there, and what that costs."""

    own: np.ndarray
    boxes: np.ndarray  # left, bottom, right, top, in points
    lines: np.ndarray  # points along the line, for each box
    cost: np.ndarray


def label(text: object) -> str:
    r"""Text of a document as a figure can hold it: one line, not long, no control characters.

    >>> label("of two\nlines\ud800"), label("_private"), label("")
    ('of two lines', '\u200a_private', '–')
    """
    whole = _NOT_DRAWN.sub(" ", str(text)).strip()
    cut = whole if len(whole) <= _LONGEST else f"{whole[: _LONGEST - 1].rstrip()}…"
    return f"\u200a{cut}" if cut[:1] == "_" else cut or "–"  # legends leave out "_..."


def _cost(
    own: np.ndarray,
    boxes: np.ndarray,
    lines: np.ndarray,
    *,
    inside: np.ndarray,
    points: np.ndarray,
    named: np.ndarray,
    wall: float,
) -> np.ndarray:
    """How bad each place is for the name of the point `own`, whatever the others do."""
    others = named[(named != own).any(axis=1)]
    around = points[np.abs(points - own).max(axis=1) > 3]
    out = (boxes[:, :2] < inside[:2]) | (boxes[:, 2:] > inside[2:])
    across = (boxes[:, ::2] > wall) != (own[0] > wall)
    covered = _within(boxes, points).sum(axis=1) + _touch(lines, around, 3).sum(axis=1)
    return np.asarray(
        _OUTSIDE * out.any(axis=1)
        + _OVER_WALL * across.any(axis=1)
        + _OVER_NAMED * _within(boxes, named).sum(axis=1)
        + _CROSSES * _touch(lines, others, 4).sum(axis=1)
        + _OVER_POINT * covered
    )


def _among(name: _Name, taken: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """What each place costs beside names that have theirs, and the lines drawn to them."""
    through = _within(taken, name.lines.reshape(-1, 2)).any(axis=0)
    crossed = _cross(name.lines, drawn).any(axis=1).astype(int)
    crossed += _within(name.boxes, drawn.reshape(-1, 2)).any(axis=1)
    crossed += through.reshape(len(name.lines), -1).any(axis=1) if len(taken) else 0
    return np.asarray(
        name.cost + _OVER_NAME * _overlaps(name.boxes, taken).sum(axis=1) + _CROSSES * crossed
    )


def _choose(names: Sequence[_Name], taken: np.ndarray) -> list[int]:
    """Choose the place of each name: one after another, in the best of several orders."""
    rng = np.random.default_rng(0)
    order, best, least = np.arange(len(names)), [0] * len(names), np.inf
    for _ in range(_ORDERS):
        boxes, drawn, total, chosen = taken, np.empty((0, len(_ON_LINE), 2)), 0.0, dict[int, int]()
        for k in order.tolist():
            cost = _among(names[k], boxes, drawn)
            chosen[k] = int(cost.argmin())
            total += cost.min()
            boxes = np.vstack([boxes, names[k].boxes[chosen[k]]])
            drawn = np.concatenate([drawn, names[k].lines[chosen[k]][None]])
        if total < least:
            best, least = [chosen[k] for k in range(len(names))], total
        order = rng.permutation(order)
    return best


def _touch(lines: np.ndarray, points: np.ndarray, within: float) -> np.ndarray:
    """Whether each line comes as near to each point, shape (lines, points)."""
    start, way = lines[:, 0], lines[:, -1] - lines[:, 0]
    away = points - start[:, None]
    length = np.maximum((way**2).sum(axis=1), 1e-9)  # none where a name lies over its point
    along = (away * way[:, None]).sum(axis=2) / length[:, None]
    nearest = np.clip(along, 0, 1)[..., None] * way[:, None]
    return np.asarray(((away - nearest) ** 2).sum(axis=2) < within**2)


def _side(way: np.ndarray, to: np.ndarray) -> np.ndarray:
    """On which side of a way a point lies: the sign."""
    return np.asarray(np.sign(way[..., 0] * to[..., 1] - way[..., 1] * to[..., 0]))


def _cross(lines: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Whether each line crosses each other one, shape (lines, others)."""
    (a, b), (c, d) = ((x[:, 0], x[:, -1]) for x in (lines, others))
    a, b = a[:, None], b[:, None]
    apart = _side(b - a, c - a) * _side(b - a, d - a) < 0
    return np.asarray(apart & (_side(d - c, a - c) * _side(d - c, b - c) < 0))


def _overlaps(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Whether each box meets each other one, shape (boxes, others)."""
    a, b = boxes[:, None], others[None]
    return np.asarray((a[..., :2] < b[..., 2:]).all(axis=2) & (b[..., :2] < a[..., 2:]).all(axis=2))


def _within(boxes: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Whether each point is in each box, shape (boxes, points)."""
    a = boxes[:, None]
    return np.asarray(((a[..., :2] <= points) & (points <= a[..., 2:])).all(axis=2))


def _places(own: np.ndarray, size: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Boxes of `size` around a point, lines from it to them, and the cost of how far they are."""
    far, angle = (a.ravel() for a in np.meshgrid(_DISTANCES, np.radians(_ANGLES), indexing="ij"))
    way = np.column_stack([np.cos(angle), np.sin(angle)])
    middle = own + way * far[:, None] + np.sign(way.round(9)) * np.abs(way) * size / 2
    boxes = np.hstack([middle - size / 2, middle + size / 2])
    ends = np.clip(own, boxes[:, :2], boxes[:, 2:])
    lines = own + _ON_LINE * (ends - own)[:, None]
    return boxes, lines, np.hypot(*(ends - own).T) + _SLANT * np.abs(way[:, 1])


def name_points(
    ax: Axes,
    names: Sequence[str],
    at: tuple[Any, Any],
    beside: tuple[Any, Any],
    *,
    wall: Any,
    keep_off: Sequence[Text] = (),
) -> None:
    """Write names near their points, `at` x and y, each with a line to its point.

    `beside` are points that had better not be covered, `wall` is the x of an upright line that
    names do not cross, `keep_off` texts that must not be covered. Limits, scales, labels and legend
    are set before, for places are found as the axes are drawn now.
    """
    from matplotlib.text import Text

    names = [label(name) for name in names]
    root = ax.figure.figure
    root.draw_without_rendering()
    scale = root.dpi / 72
    points, named = (
        ax.transData.transform(np.column_stack([ax.convert_xunits(x), y])) / scale
        for x, y in (beside, at)
    )
    middle = ax.transData.transform((ax.convert_xunits(wall), 1.0))[0] / scale
    points = np.unique((points / 3).round(), axis=0) * 3  # those of one place count once
    scene = {
        "inside": np.asarray(ax.bbox.extents) / scale,
        "points": points,
        "named": named,
        "wall": middle,
    }
    looks: dict[str, Any] = {"ha": "center", "va": "center", "parse_math": False, "fontsize": 8}
    looks["bbox"] = {"boxstyle": "square,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.75}
    found = []
    for name, own in zip(names, named, strict=True):
        text = ax.text(0.5, 0.5, name, transform=ax.transAxes, **looks)
        size = np.asarray(Text.get_window_extent(text).extents) / scale
        text.remove()
        boxes, lines, far = _places(own, size[2:] - size[:2] + _PAD)
        found.append(_Name(own, boxes, lines, far + _cost(own, boxes, lines, **scene)))
    kept = [np.asarray(Text.get_window_extent(text).extents) / scale for text in keep_off]
    best = _choose(found, np.array(kept).reshape(-1, 4))
    for name, x, y, one, k in zip(names, *at, found, best, strict=True):
        low, high = one.boxes[k][:2], one.boxes[k][2:]
        line: dict[str, Any] = {"arrowstyle": "-", "color": "#777777", "linewidth": 0.7}
        line |= {"shrinkA": 0, "shrinkB": 3, "relpos": (one.lines[k][-1] - low) / (high - low)}
        place = {"xytext": (low + high) / 2 - one.own, "textcoords": "offset points"}
        ax.annotate(name, (x, y), arrowprops=line, **place, **looks)
