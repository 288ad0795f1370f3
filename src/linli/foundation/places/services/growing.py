"""How a place gets its label, path, order and cell from where it stands."""

from linli.foundation.places import domain
from linli.foundation.places.models import Place
from linli.kernel import new_id, now

DERIVED = ("label", "label_en", "path", "order", "cell")


def derive(place: Place, parent: Place) -> None:
    """Fill in everything that follows from the parent; the cell only where none is its own."""
    kind, above = domain.PlaceKind(place.kind), domain.PlaceKind(parent.kind)
    own = domain.name_zh(kind, place.number, place.name)
    place.label = domain.label_zh(above, parent.label, kind, own)
    own_en = domain.name_en(kind, place.number, place.name_en or place.name)
    place.label_en = domain.label_en(above, parent.label_en, own_en)
    place.path = f"{parent.path}{domain.PATH_SEPARATOR}{place.pk}"
    above_order = "" if above is domain.PlaceKind.COMMUNITY else parent.order
    place.order = domain.order_of(above_order, kind, place.number)
    if parent.cell_id is not None:
        place.cell_id = parent.cell_id


def sprout(
    parent: Place,
    kind: domain.PlaceKind,
    number: str,
    *,
    name: str = "",
    name_en: str = "",
    area: str | None = None,
    cell: str | None = None,
    key: str | None = None,
) -> Place:
    """A new place below `parent`, not yet stored."""
    place = Place(
        id=new_id(),
        community=parent.community,
        parent_id=parent.pk,
        kind=kind,
        number=number,
        name=name,
        name_en=name_en,
        area=area,
        cell_id=cell,
        key=key,
        created_at=now(),
    )
    derive(place, parent)
    return place


def derive_below(top: Place) -> None:
    """Bring everything below a changed place up to date, in one read and one write."""
    prefix = top.path + domain.PATH_SEPARATOR
    below = sorted(Place.objects.filter(path__startswith=prefix), key=lambda row: len(row.path))
    known = {top.pk: top}
    for place in below:
        assert place.parent_id is not None
        if known[place.parent_id].cell_id is None:
            place.cell_id = None
        derive(place, known[place.parent_id])
        known[place.pk] = place
    Place.objects.bulk_update(below, DERIVED, batch_size=200)
