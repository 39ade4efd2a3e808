"""Text in figures; names of points: near them, with a line to them, none over another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

_NOT_DRAWN = re.compile(
    "[^\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_LONGEST = 100  # characters of a label
_LETTER = 55.0  # usual width of a letter in type of size 100
_DISTANCES = (11, 16, 22, 30, 40, 52, 66, 82, 100, 120)  # of a name from its point, in points
_BESIDE = 2  # of a name from a mark that is no point
_ANGLES = np.arange(0, 360, 15)
_ORDERS = 20  # in which names are given their places; fewer for many names
_MOST_PLACED = 300  # names in all these orders
_PAD = 2.0  # between two names, in points

# what a place costs, beside the distance: first of all no name lies over another
_OVER_NAME, _OUTSIDE, _OVER_WALL, _OVER_NAMED, _CROSSES = 10_000, 3_000, 800, 200, 150
_OVER_POINT, _SLANT = 6, 9

_BOX = {"boxstyle": "square,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.75}
_LOOKS: dict[str, Any] = {"ha": "center", "va": "center", "parse_math": False, "fontsize": 8}
_LOOKS |= {"bbox": _BOX}


@dataclass(frozen=True)
class _Name:
    """One name: where it could stand, the line to its point from there, and what that costs."""

    own: np.ndarray
    boxes: np.ndarray  # left, bottom, right, top, in points
    lines: np.ndarray  # its two ends, for each box
    cost: np.ndarray


def label(text: object) -> str:
    r"""Text of a document as a figure can hold it: one line, not long, no control characters.

    >>> label("of two\nlines\ud800"), label("_private"), label("")
    ('of two lines', '\u200a_private', '–')
    """
    whole = _NOT_DRAWN.sub(" ", str(text)).strip()
    cut = whole if len(whole) <= _LONGEST else f"{whole[: _LONGEST - 1].rstrip()}…"
    return f"\u200a{cut}" if cut[:1] == "_" else cut or "–"  # legends leave out "_..."


def on_lines(text: object, width: float, most: int = 2) -> str:
    r"""Text as `label` gives it, on at most `most` lines, about even, none wider than `width`.

    Widths are counted in letters of usual width; capitals and signs of other scripts take more. A
    dot between two phrases stays at the end of its line.

    >>> on_lines("artificial intelligence · digital technologies", 30)
    'artificial intelligence\xa0·\ndigital technologies'
    >>> on_lines("one two three four five", 9), on_lines("", 9), on_lines("WWWWWWWW", 9, 1)
    ('one two\nthree …', '–', 'WWW …')
    """
    words = label(text).replace(" · ", "\xa0· ").split(" ")
    pieces = [piece for word in words for piece in _cut(word, width)]
    lines = _filled(pieces, width)
    if len(lines) > most:
        last = lines[most - 1]
        while _wide(f"{last} …") > width and len(last) > 1:
            last = last.rpartition(" ")[0] or last[:-1]
        return "\n".join([*lines[: most - 1], f"{last} …"])
    narrower = lines
    while len(narrower) == len(lines) and _widest(narrower) <= _widest(lines):
        lines, narrower = narrower, _filled(pieces, 0.98 * _widest(narrower))
        if narrower == lines:
            break
    return "\n".join(lines)


def _filled(words: Sequence[str], width: float) -> list[str]:
    """Put words on lines of a width; one that is wider has a line of its own."""
    lines = list(words[:1])
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        lines[-1:] = [longer] if _wide(longer) <= width else [lines[-1], word]
    return lines


def _cut(word: str, width: float) -> list[str]:
    """Cut a word into pieces that a line of a width can hold."""
    pieces = [word[:1]]
    for letter in word[1:]:
        longer = pieces[-1] + letter
        pieces[-1:] = [longer] if _wide(longer) <= width else [pieces[-1], letter]
    return pieces if _wide(word) > width else [word]


def _widest(lines: Sequence[str]) -> float:
    return max(map(_wide, lines))


def _wide(line: str) -> float:
    """Width of a line, in letters of usual width."""
    return sum(map(_width, line.split(" "))) + _width("n") * line.count(" ") / 2


@lru_cache(maxsize=10_000)
def _width(word: str) -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    looks = FontProperties(size=100)
    width, *_ = text_to_path.get_text_width_height_descent(word, looks, ismath=False)
    return float(width) / _LETTER


def _cost(
    own: np.ndarray,
    boxes: np.ndarray,
    lines: np.ndarray,
    *,
    inside: np.ndarray,
    points: np.ndarray,
    named: np.ndarray,
    sizes: np.ndarray,
    wall: float,
) -> np.ndarray:
    """How bad each place is for the name of the point `own`, whatever the others do."""
    other = (named != own).any(axis=1)
    around = points[np.abs(points - own).max(axis=1) > 3]
    out = (boxes[:, :2] < inside[:2]) | (boxes[:, 2:] > inside[2:])
    across = (boxes[:, ::2] > wall) != (own[0] > wall)
    covered = _within(boxes, points).sum(axis=1) + _touch(lines, around, 3).sum(axis=1)
    return np.asarray(
        _OUTSIDE * out.any(axis=1)
        + _OVER_WALL * across.any(axis=1)
        + _OVER_NAMED * _meet(boxes, named, sizes).sum(axis=1)
        + _CROSSES * _touch(lines, named[other], 4 + sizes[other]).sum(axis=1)
        + _OVER_POINT * covered
    )


def _among(name: _Name, taken: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """What each place costs beside names that have theirs, and the lines drawn to them."""
    crossed = _cross(name.lines, drawn).any(axis=1).astype(int)
    crossed += _through(drawn, name.boxes).any(axis=0)
    crossed += _through(name.lines, taken).any(axis=1)
    return np.asarray(
        name.cost + _OVER_NAME * _overlaps(name.boxes, taken).sum(axis=1) + _CROSSES * crossed
    )


def _choose(names: Sequence[_Name], taken: np.ndarray) -> list[int]:
    """Choose the place of each name: one after another, in the best of several orders."""
    rng = np.random.default_rng(0)
    order, best, least = np.arange(len(names)), [0] * len(names), np.inf
    for _ in range(min(_ORDERS, 1 + _MOST_PLACED // max(len(names), 1))):
        boxes, drawn, total, chosen = taken, np.empty((0, 2, 2)), 0.0, dict[int, int]()
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


def _touch(lines: np.ndarray, points: np.ndarray, within: Any) -> np.ndarray:
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


def _through(lines: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Whether each line meets each box, shape (lines, boxes)."""
    start, way = lines[:, None, 0], lines[:, None, 1] - lines[:, None, 0]
    way = np.where(np.abs(way) < 1e-9, 1e-9, way)
    one, two = (boxes[:, :2] - start) / way, (boxes[:, 2:] - start) / way
    into, out = np.minimum(one, two).max(axis=2), np.maximum(one, two).min(axis=2)
    return np.asarray((into <= out) & (out >= 0) & (into <= 1))


def _overlaps(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Whether each box meets each other one, shape (boxes, others)."""
    a, b = boxes[:, None], others[None]
    return np.asarray((a[..., :2] < b[..., 2:]).all(axis=2) & (b[..., :2] < a[..., 2:]).all(axis=2))


def _within(boxes: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Whether each point is in each box, shape (boxes, points)."""
    a = boxes[:, None]
    return np.asarray(((a[..., :2] <= points) & (points <= a[..., 2:])).all(axis=2))


def _meet(boxes: np.ndarray, middles: np.ndarray, radii: np.ndarray) -> np.ndarray:
    """Whether each box meets each disc, shape (boxes, discs)."""
    nearest = np.clip(middles, boxes[:, None, :2], boxes[:, None, 2:])
    return np.asarray(((middles - nearest) ** 2).sum(axis=2) <= radii**2)


def _places(
    own: np.ndarray, size: np.ndarray, radius: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Boxes of `size` around a point, lines from it to them, and the cost of how far they are."""
    distances = [_BESIDE, *_DISTANCES] if radius else _DISTANCES
    far, angle = (a.ravel() for a in np.meshgrid(distances, np.radians(_ANGLES), indexing="ij"))
    way = np.column_stack([np.cos(angle), np.sin(angle)])
    middle = own + way * (far + radius)[:, None] + np.sign(way.round(9)) * np.abs(way) * size / 2
    boxes = np.hstack([middle - size / 2, middle + size / 2])
    ends = np.clip(own, boxes[:, :2], boxes[:, 2:])
    lines = np.stack([np.broadcast_to(own, ends.shape), ends], axis=1)
    return boxes, lines, np.hypot(*(ends - own).T) + _SLANT * np.abs(way[:, 1])


def name_points(
    ax: Axes,
    names: Sequence[str],
    at: tuple[Any, Any],
    beside: tuple[Any, Any],
    *,
    wall: Any = None,
    keep_off: Sequence[Text] = (),
    radii: Sequence[float] | None = None,
    looks: Sequence[dict[str, Any]] | None = None,
) -> None:
    """Write names near their points, `at` x and y, each with a line to its point.

    `beside` are points that had better not be covered, `wall` is the x of an upright line that
    names do not cross, `keep_off` texts that must not be covered, `radii` (in points) how large the
    named points are, `looks` how each name is written. Limits, scales, labels and legend are set
    before, for places are found as the axes are drawn now. Names are drawn as `label` or `on_lines`
    gave them.
    """
    from matplotlib.text import Text

    sizes = np.zeros(len(names)) if radii is None else np.asarray(radii)
    looks = [_LOOKS | own for own in looks or [{}] * len(names)]
    root = ax.figure.figure
    root.draw_without_rendering()
    scale = root.dpi / 72
    points, named = (
        ax.transData.transform(np.column_stack([ax.convert_xunits(x), y])) / scale
        for x, y in (beside, at)
    )
    middle = np.inf if wall is None else ax.transData.transform((ax.convert_xunits(wall), 1.0))[0]
    scene: dict[str, Any] = {
        "inside": np.asarray(ax.bbox.extents) / scale,
        "points": np.unique((points / 3).round(), axis=0) * 3,  # those of one place count once
        "named": named,
        "sizes": sizes,
        "wall": middle / scale,
    }
    found = []
    for name, own, radius, look in zip(names, named, sizes, looks, strict=True):
        boxes, lines, far = _places(own, _extent(ax, name, look) / scale + _PAD, radius)
        cost = _cost(own, boxes, lines, **scene)
        found.append(_Name(own, boxes, lines, far + cost))
    kept = [np.asarray(Text.get_window_extent(text).extents) / scale for text in keep_off]
    best = _choose(found, np.array(kept).reshape(-1, 4))
    chosen = zip(names, *at, found, best, sizes.tolist(), looks, strict=True)
    for name, x, y, one, k, radius, look in chosen:
        low, high = one.boxes[k][:2], one.boxes[k][2:]
        line: dict[str, Any] = {"arrowstyle": "-", "color": "#777777", "linewidth": 0.7}
        line |= {
            "shrinkA": 2,  # the line ends before the letters
            "shrinkB": radius + 3,
            "relpos": (one.lines[k][-1] - low) / (high - low),
        }
        near = radius and np.hypot(*(one.lines[k][-1] - one.own)) < radius + 12
        place = {"xytext": (low + high) / 2 - one.own, "textcoords": "offset points"}
        ax.annotate(name, (x, y), arrowprops=None if near else line, **place, **look)


def _extent(ax: Axes, name: str, look: dict[str, Any]) -> np.ndarray:
    """Width and height of a text as it is drawn."""
    text = ax.text(0.5, 0.5, name, transform=ax.transAxes, **look)
    box = text.get_window_extent()
    text.remove()
    return np.array([box.width, box.height])
