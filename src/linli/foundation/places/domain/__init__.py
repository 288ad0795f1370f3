"""What a place is called, where it may stand, how people write it down, and what shape it has."""

from linli.foundation.places.domain.areas import check_area, read_area
from linli.foundation.places.domain.cards import (
    CommunityCard,
    DrawnOutline,
    DwellingSpot,
    Footprint,
    PlaceCard,
    PlaceKind,
)
from linli.foundation.places.domain.footprints import (
    Origin,
    find_origin,
    from_degrees,
    read_features,
    read_polygon,
    to_centimetres,
)
from linli.foundation.places.domain.labels import label_en, label_zh, name_en, name_zh
from linli.foundation.places.domain.lines import (
    CleanLine,
    LaidLine,
    Outcome,
    PlaceLine,
    read_line,
    say_line,
)
from linli.foundation.places.domain.numbers import clean_name, clean_number
from linli.foundation.places.domain.settings import check_line, check_timezone
from linli.foundation.places.domain.tree import (
    PATH_SEPARATOR,
    check_cell,
    check_parent,
    kinds_in,
    order_of,
)

__all__ = [
    "PATH_SEPARATOR",
    "CleanLine",
    "CommunityCard",
    "DrawnOutline",
    "DwellingSpot",
    "Footprint",
    "LaidLine",
    "Origin",
    "Outcome",
    "PlaceCard",
    "PlaceKind",
    "PlaceLine",
    "check_area",
    "check_cell",
    "check_line",
    "check_parent",
    "check_timezone",
    "clean_name",
    "clean_number",
    "find_origin",
    "from_degrees",
    "kinds_in",
    "label_en",
    "label_zh",
    "name_en",
    "name_zh",
    "order_of",
    "read_area",
    "read_features",
    "read_line",
    "read_polygon",
    "say_line",
    "to_centimetres",
]
