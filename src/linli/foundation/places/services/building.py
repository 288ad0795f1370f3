"""Adding places, changing them, and taking them out of use."""

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from linli.foundation.facts.api import publish
from linli.foundation.places import domain, policy
from linli.foundation.places.facts import PlaceAdded, PlaceChanged, PlaceRetired
from linli.foundation.places.models import Place
from linli.foundation.places.services.finding import own_place
from linli.foundation.places.services.growing import derive, derive_below, sprout
from linli.kernel import Actor, Refused, now


def add_place(
    *,
    by: Actor,
    kind: domain.PlaceKind,
    number: str,
    parent: str | None = None,
    name: str = "",
    name_en: str = "",
    area: Decimal | str | None = None,
    cell: str | None = None,
    key: str | None = None,
) -> str:
    """Add a place below `parent` (the community when None) and return its id."""
    policy.check_may_build(by)
    number = domain.clean_number(kind, number)
    with transaction.atomic():
        above = own_place(by, parent or by.community)
        found = key and Place.objects.filter(community=by.community, key=key).first()
        if found:
            return found.pk
        domain.check_parent(kind, domain.PlaceKind(above.kind))
        _check_free(above, kind, number)
        place = sprout(
            above,
            kind,
            number,
            name=domain.clean_name(name),
            name_en=domain.clean_name(name_en),
            area=None if area is None else domain.check_area(area),
            cell=_cell_for(by, kind, above, cell),
            key=key,
        )
        _save(place)
        publish(PlaceAdded(community=by.community, place=place.pk))
        return place.pk


def change_place(
    *,
    by: Actor,
    place: str,
    number: str | None = None,
    name: str | None = None,
    name_en: str | None = None,
    area: Decimal | str | None = None,
) -> None:
    """Change the number, names or area of a place; what is None stays."""
    policy.check_may_build(by)
    with transaction.atomic():
        row = own_place(by, place)
        if row.parent_id is None:
            raise Refused("invalid", "Change the community itself in its settings.")
        parent = Place.objects.get(pk=row.parent_id)
        if number is not None:
            _renumber(row, parent, number)
        row.name = row.name if name is None else domain.clean_name(name)
        row.name_en = row.name_en if name_en is None else domain.clean_name(name_en)
        row.area = row.area if area is None else domain.check_area(area)
        derive(row, parent)
        row.save()
        derive_below(row)
        publish(PlaceChanged(community=by.community, place=place))


def put_in_cell(*, by: Actor, place: str, cell: str | None) -> None:
    """Put a building (or a facility or room) with all below it into a grid cell, or out of it."""
    policy.check_may_build(by)
    with transaction.atomic():
        row = own_place(by, place)
        parent = Place.objects.filter(pk=row.parent_id).first()
        if parent is None:
            raise Refused("invalid", "A community lies in no grid cell.", field="place")
        domain.check_cell(domain.PlaceKind(row.kind), domain.PlaceKind(parent.kind))
        row.cell_id = _cell_for(by, domain.PlaceKind(row.kind), parent, cell)
        row.save(update_fields=["cell"])
        derive_below(row)
        publish(PlaceChanged(community=by.community, place=place))


def retire_place(*, by: Actor, place: str) -> None:
    """Take a place and everything below it out of use; its history stays."""
    policy.check_may_build(by)
    with transaction.atomic():
        row = own_place(by, place)
        if row.parent_id is None:
            raise Refused("invalid", "A community cannot be taken out of use here.")
        if row.kind == domain.PlaceKind.CELL and _holds_live(row):
            raise Refused("conflict", "Move the buildings of this grid cell elsewhere first.")
        if row.retired_at is None:
            _mark(row, None, now())
            publish(PlaceRetired(community=by.community, place=place, is_retired=True))


def bring_back_place(*, by: Actor, place: str) -> None:
    """Take a retired place into use again, with what was retired together with it."""
    policy.check_may_build(by)
    with transaction.atomic():
        row = own_place(by, place)
        if row.retired_at is None:
            return
        parent = Place.objects.get(pk=row.parent_id)
        if parent.retired_at is not None:
            raise Refused("conflict", "Bring back “%(label)s” first.", label=parent.label)
        _check_free(parent, domain.PlaceKind(row.kind), row.number)
        _mark(row, row.retired_at, None)
        publish(PlaceRetired(community=by.community, place=place, is_retired=False))


def _mark(top: Place, was: datetime | None, becomes: datetime | None) -> None:
    below = Place.objects.filter(path__startswith=top.path + domain.PATH_SEPARATOR)
    below.filter(retired_at=was).update(retired_at=becomes)
    top.retired_at = becomes
    top.save(update_fields=["retired_at"])


def _holds_live(cell: Place) -> bool:
    return Place.objects.filter(cell=cell, retired_at=None).exists()


def _renumber(row: Place, parent: Place, number: str) -> None:
    kind = domain.PlaceKind(row.kind)
    number = domain.clean_number(kind, number)
    if number != row.number:
        _check_free(parent, kind, number)
        row.number = number


def _check_free(parent: Place, kind: domain.PlaceKind, number: str) -> None:
    if parent.retired_at is not None:
        raise Refused("conflict", "“%(label)s” is no longer in use.", label=parent.label)
    taken = Place.objects.filter(parent=parent, kind=kind, number=number, retired_at=None)
    if taken.exists():
        raise _taken(number)


def _save(place: Place) -> None:
    try:
        with transaction.atomic():
            place.save(force_insert=True)
    except IntegrityError as error:  # another hand was faster
        raise _taken(place.number) from error


def _taken(number: str) -> Refused:
    return Refused(
        "conflict", "There is already one with the number %(n)s here.", field="number", n=number
    )


def _cell_for(by: Actor, kind: domain.PlaceKind, parent: Place, cell: str | None) -> str | None:
    if cell is None:
        return None
    domain.check_cell(kind, domain.PlaceKind(parent.kind))
    row = own_place(by, cell)
    if row.kind != domain.PlaceKind.CELL or row.retired_at is not None:
        raise Refused("invalid", "This is not a grid cell in use.", field="cell")
    return row.pk
