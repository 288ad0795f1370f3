"""Questions about the real community."""

from linli.foundation.places.selectors.communities import get_community, list_communities
from linli.foundation.places.selectors.finding import find_place, resolve_place
from linli.foundation.places.selectors.tree import (
    every_place,
    get_place,
    get_places,
    is_within,
    kinds_in,
    list_dwellings,
    list_footprints,
    list_places,
)

__all__ = [
    "every_place",
    "find_place",
    "get_community",
    "get_place",
    "get_places",
    "is_within",
    "kinds_in",
    "list_communities",
    "list_dwellings",
    "list_footprints",
    "list_places",
    "resolve_place",
]
