"""Changing the real community."""

from linli.foundation.places.services.building import (
    add_place,
    bring_back_place,
    change_place,
    put_in_cell,
    retire_place,
)
from linli.foundation.places.services.communities import change_community, create_community
from linli.foundation.places.services.laying import lay_out
from linli.foundation.places.services.outlines import (
    clear_footprint,
    draw_outlines,
    set_footprint,
)

__all__ = [
    "add_place",
    "bring_back_place",
    "change_community",
    "change_place",
    "clear_footprint",
    "create_community",
    "draw_outlines",
    "lay_out",
    "put_in_cell",
    "retire_place",
    "set_footprint",
]
