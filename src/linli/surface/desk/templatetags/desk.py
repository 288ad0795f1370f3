"""Words the desk's templates need for what stands on a card."""

from django import template

from linli.foundation.places.api import PlaceCard
from linli.support.matters.api import MatterCard
from linli.surface.desk import wording
from linli.surface.shell.language import label

register = template.Library()


@register.filter
def standing(card: MatterCard) -> str:
    """Where a matter stands, said to those who work on it."""
    return wording.standing(card)


@register.filter
def get(table: dict[str, str] | str, key: str) -> str:
    """What a table says of a key; nothing when it says nothing."""
    return table.get(key, "") if isinstance(table, dict) else ""


@register.filter
def place_name(card: PlaceCard) -> str:
    """The whole name of a place in the reader's language."""
    return label(card)
