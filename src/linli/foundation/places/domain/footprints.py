"""Outlines in the community's own metre grid; where that grid lies on Earth is never told."""

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from linli.kernel import Refused

MOST_POINTS = 2_000
MOST_RINGS = 20
MOST_FEATURES = 500
FARTHEST = 20_000
"""Metres from the origin: farther away the flat projection would bend, and no estate is so wide."""
_EARTH_RADIUS = 6_371_008.8  # metres, IUGG mean radius R1

Ring = tuple[tuple[int, int], ...]
"""Corners in whole centimetres."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a community's metre grid begins: degrees of WGS-84."""

    longitude: float
    latitude: float

    def __str__(self) -> str:
        return f"{self.longitude!r},{self.latitude!r}"

    @classmethod
    def parse(cls, text: str) -> "Origin":
        """Read what `str` wrote."""
        longitude, latitude = text.split(",")
        return cls(float(longitude), float(latitude))


def read_polygon(geometry: Any) -> tuple[tuple[tuple[float, float], ...], ...]:
    """The rings of a GeoJSON Polygon (RFC 7946) or of a Feature that holds one, checked."""
    if isinstance(geometry, dict) and geometry.get("type") == "Feature":
        geometry = geometry.get("geometry")
    if not isinstance(geometry, dict) or geometry.get("type") != "Polygon":
        raise _refused("The outline must be a GeoJSON Polygon.")
    rings = geometry.get("coordinates")
    if not isinstance(rings, list) or not 1 <= len(rings) <= MOST_RINGS:
        raise _refused("An outline has between 1 and %(most)s rings.", most=MOST_RINGS)
    if sum(len(ring) for ring in rings if isinstance(ring, list)) > MOST_POINTS:
        raise _refused("An outline has at most %(most)s corners.", most=MOST_POINTS)
    return tuple(_read_ring(ring) for ring in rings)


def read_features(drawing: Any) -> tuple[tuple[str, Any], ...]:
    """A GeoJSON FeatureCollection as (what place it is, the feature); `properties.place` is an
    address, a name or an id."""
    features = drawing.get("features") if isinstance(drawing, dict) else None
    if not isinstance(features, list) or not 1 <= len(features) <= MOST_FEATURES:
        raise _refused(
            "The drawing must be a GeoJSON FeatureCollection with 1 to %(most)s features.",
            most=MOST_FEATURES,
        )
    return tuple((_place_of(feature), feature) for feature in features)


def _place_of(feature: Any) -> str:
    said = feature.get("properties") if isinstance(feature, dict) else None
    place = said.get("place") if isinstance(said, dict) else None
    return str(place)[:100].strip() if isinstance(place, str | int) else ""


def _read_ring(ring: Any) -> tuple[tuple[float, float], ...]:
    if not isinstance(ring, list) or len(ring) < 4:
        raise _refused("Each ring of an outline has at least 4 corners, the last as the first.")
    points = tuple(_read_point(point) for point in ring)
    if points[0] != points[-1]:
        raise _refused("Each ring of an outline must end where it begins.")
    return points


def _read_point(point: Any) -> tuple[float, float]:
    if (
        not isinstance(point, list)
        or len(point) not in (2, 3)
        or not all(isinstance(n, int | float | Decimal) and not isinstance(n, bool) for n in point)
    ):
        raise _refused("Each corner of an outline is a pair of numbers.")
    if not all(math.isfinite(number) and abs(number) <= 1e9 for number in point):
        raise _refused("A corner of the outline is out of range.")
    return float(point[0]), float(point[1])


def find_origin(rings: tuple[tuple[tuple[float, float], ...], ...]) -> Origin:
    """The middle of the first outline given in degrees: the grid of the community begins there."""
    xs = [x for x, _ in rings[0]]
    ys = [y for _, y in rings[0]]
    return Origin((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)


def from_degrees(
    rings: tuple[tuple[tuple[float, float], ...], ...], origin: Origin
) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Longitude and latitude to metres east and north, equirectangular about the origin
    (error below 1 in 10,000 within 5 km)."""
    if any(abs(x) > 180 or abs(y) > 85 for ring in rings for x, y in ring):
        raise _refused("Longitudes lie within 180 degrees and latitudes within 85.")
    squeeze = math.cos(math.radians(origin.latitude))
    return tuple(
        tuple(
            (
                math.radians(x - origin.longitude) * squeeze * _EARTH_RADIUS,
                math.radians(y - origin.latitude) * _EARTH_RADIUS,
            )
            for x, y in ring
        )
        for ring in rings
    )


def to_centimetres(rings: tuple[tuple[tuple[float, float], ...], ...]) -> tuple[Ring, ...]:
    """Metres as whole centimetres, refusing what lies too far off or has no surface."""
    whole = tuple(tuple((round(x * 100), round(y * 100)) for x, y in ring) for ring in rings)
    if any(max(abs(x), abs(y)) > FARTHEST * 100 for ring in whole for x, y in ring):
        raise _refused("The outline lies more than %(km)s km from the community.", km=20)
    if any(surface(ring) == 0 for ring in whole):
        raise _refused("The outline has no surface.")
    return whole


def surface(ring: Ring) -> int:
    """Twice the surface a ring encloses, in square centimetres (the shoelace formula)."""
    pairs = zip(ring, ring[1:], strict=False)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs))


def _refused(message: str, **params: Any) -> Refused:
    return Refused("invalid", message, field="footprint", **params)
