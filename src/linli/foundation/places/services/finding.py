"""The place a verb is about."""

from linli.foundation.places.models import Place
from linli.kernel import Actor, Refused


def own_place(by: Actor, place: str) -> Place:
    """The place, locked; "not_found" outside the actor's community."""
    row = Place.objects.select_for_update().filter(pk=place, community=by.community).first()
    if row is None:
        raise Refused("not_found", "There is no such place.", field="place")
    return row
