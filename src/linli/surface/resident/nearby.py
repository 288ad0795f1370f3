"""The places around someone that a report is most likely about."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.foundation.people.api import list_homes
from linli.foundation.places.api import PlaceCard, PlaceKind, get_places
from linli.kernel import Actor
from linli.support.matters.api import Severity, list_categories
from linli.surface.shell.api import Choice
from linli.surface.shell.language import label

_AT_THE_LIFT = {"lift", "lift_trapped"}
_ON_THE_STAIRS = {"lighting", "door", "fire_way", "charging", "cleaning"}
_MOST = 4


@dataclass(frozen=True, slots=True)
class Around:
    """What to offer (`lift:ID` says more than the place alone), and what is chosen already."""

    choices: tuple[Choice, ...]
    usual: str
    is_danger: bool


def around(viewer: Actor, category: str) -> Around:
    """At most four places: one's home, the stairs, the lift, the yard."""
    homes = home_cards(viewer)
    steps = [step for home in homes for step in home.path]
    above = get_places(viewer=viewer, places=steps)
    entrances = {
        card.id: card
        for card in above.values()
        if card.kind in {PlaceKind.ENTRANCE, PlaceKind.BUILDING} and _is_last(card, above)
    }
    own = [Choice(home.id, _("In my home"), label(home), icon="home") for home in homes[:2]]
    stairs = [
        Choice(card.id, _("On the stairs, at the door"), label(card), icon="door")
        for card in list(entrances.values())[:1]
    ]
    lift = [
        Choice(f"lift:{card.id}", _("In the lift"), label(card), icon="lift")
        for card in list(entrances.values())[:1]
    ]
    yard = [Choice(viewer.community, _("In the yard, for everyone"), icon="place")]
    if category in _AT_THE_LIFT:
        choices, usual = (*lift, *stairs, *own, *yard), lift
    elif category in _ON_THE_STAIRS:
        choices, usual = (*own, *stairs, *lift, *yard), stairs
    else:
        choices, usual = (*own, *stairs, *lift, *yard), own
    kept = tuple(choices if len(choices) <= _MOST else [c for c in choices if c not in lift])[
        :_MOST
    ]
    first = usual or [*own, *yard]
    return Around(kept, first[0].value, _is_danger(viewer, category))


def home_cards(viewer: Actor) -> list[PlaceCard]:
    """The homes of the one whose affair it is."""
    if viewer.subject is None:
        return []
    homes = list_homes(viewer=viewer, person=viewer.subject)
    return list(get_places(viewer=viewer, places=[home.dwelling for home in homes]).values())


def _is_last(card: PlaceCard, above: dict[str, PlaceCard]) -> bool:
    """An entrance, or a building whose homes have none."""
    if card.kind is PlaceKind.ENTRANCE:
        return True
    return not any(
        one.parent == card.id and one.kind is PlaceKind.ENTRANCE for one in above.values()
    )


def _is_danger(viewer: Actor, category: str) -> bool:
    cards = list_categories(viewer=viewer)
    return any(card.key == category and card.severity is Severity.DANGER for card in cards)
