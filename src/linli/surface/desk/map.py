"""The schematic map: outlines in metres become an SVG of numbered, hatched buildings; no tiles."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from linli.foundation.places.api import Footprint, PlaceKind

ROOM = 16.0
"""Free space round the drawing, in pixels."""
_LEAST = 48.0  # the narrowest building is this wide, so that any finger hits it
_WIDE_LETTER, _NARROW_LETTER = 19.0, 11.0  # of the drawing's bold letters, Chinese and Latin
_LEAST_LETTERS = 2
_MORE = "…"


@dataclass(frozen=True, slots=True)
class Shape:
    """A building or a grid cell as drawn: path data, where its words stand, what is open there;
    `(mute_x, mute_y)` is the corner where a mark says that devices in it are silent."""

    place: str
    label: str
    words: str
    path: str
    x: float
    y: float
    mute_x: float
    mute_y: float
    open: int
    silent: int
    is_building: bool = False


@dataclass(frozen=True, slots=True)
class Map:
    """The whole drawing, in pixels; `most` is what the darkest class begins at."""

    width: int
    height: int
    buildings: tuple[Shape, ...]
    cells: tuple[Shape, ...]
    most: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a place: what stands on the drawing, its whole name, its two counts."""

    short: str
    label: str
    open: int = 0
    silent: int = 0


def draw(footprints: Sequence[Footprint], standings: Mapping[str, Standing]) -> Map | None:
    """The map of a community, None when no outline is known; north is up."""
    known = [one for one in footprints if one.place in standings and one.rings]
    if not known:
        return None
    corners = [corner for one in known for corner in one.rings[0]]
    west, north = min(x for x, _ in corners), max(y for _, y in corners)
    scale = _scale(known)

    def put(corner: tuple[float, float]) -> tuple[float, float]:
        return (corner[0] - west) * scale + ROOM, (north - corner[1]) * scale + ROOM

    shapes = [(one, _shape(one, put, standings[one.place])) for one in known]
    ends = [put(corner) for corner in corners]
    return Map(
        width=round(max(x for x, _ in ends) + ROOM),
        height=round(max(y for _, y in ends) + ROOM),
        buildings=tuple(shape for one, shape in shapes if one.kind != PlaceKind.CELL),
        cells=tuple(shape for one, shape in shapes if one.kind == PlaceKind.CELL),
        most=max(4, *(shape.open for one, shape in shapes if one.kind != PlaceKind.CELL), 0),
    )


def _scale(footprints: Iterable[Footprint]) -> float:
    """Pixels for a metre, so that every building can be hit."""
    kinds = (PlaceKind.BUILDING,)
    sides = [_narrow(one) for one in footprints if one.kind in kinds]
    return _LEAST / max(min(sides, default=_LEAST), 1.0)


def _narrow(one: Footprint) -> float:
    ring = one.rings[0]
    return min(_extent(x for x, _ in ring), _extent(y for _, y in ring))


def _extent(values: Iterable[float]) -> float:
    known = list(values)
    return max(known) - min(known)


def _shape(
    one: Footprint,
    put: Callable[[tuple[float, float]], tuple[float, float]],
    standing: Standing,
) -> Shape:
    ring = [put(corner) for corner in one.rings[0]]
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    is_cell = one.kind == PlaceKind.CELL
    return Shape(
        place=one.place,
        label=standing.label,
        words=_fitting(
            Standing(standing.label, standing.label) if is_cell else standing,
            max(xs) - min(xs) - (28 if is_cell else 0),
        ),
        path="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z",
        x=round(min(xs) + 14 if is_cell else (min(xs) + max(xs)) / 2, 1),
        y=round(max(ys) - 12 if is_cell else (min(ys) + max(ys)) / 2 + 6, 1),
        mute_x=round(max(xs) - 5, 1),
        mute_y=round(min(ys) + 5, 1),
        open=standing.open,
        silent=standing.silent,
        is_building=one.kind == PlaceKind.BUILDING,
    )


def _fitting(standing: Standing, width: float) -> str:
    """A building's number, or a name: whole where there is room, else its first words or letters
    and a sign that there is more; the whole name is the title of its link."""
    name = standing.short
    if name.isdigit() or _length(name) <= width:
        return name
    for end in range(len(name) - 1, _LEAST_LETTERS, -1):
        is_word = name[end] == " " or not name[end].isascii()
        if is_word and _length(name[:end] + _MORE) <= width:
            return name[:end].rstrip() + _MORE
    letters = (n for n in range(len(name) - 1, 1, -1) if _length(name[:n] + _MORE) <= width)
    return name[: next(letters, 1)].rstrip() + _MORE


def _length(words: str) -> float:
    narrow = sum(letter.isascii() or letter == _MORE for letter in words)
    return narrow * _NARROW_LETTER + (len(words) - narrow) * _WIDE_LETTER
