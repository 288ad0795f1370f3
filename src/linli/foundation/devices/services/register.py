"""Make devices known: one, or a whole delivery."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from linli.foundation.devices import policy
from linli.foundation.devices.domain import (
    BatchReport,
    Origin,
    PropertySpec,
    RowResult,
)
from linli.foundation.devices.domain.reading import read_model
from linli.foundation.devices.domain.rows import (
    MOST_ROWS,
    DeviceRow,
    checked_key,
    folded,
    read_row,
)
from linli.foundation.devices.facts import DeviceRegistered
from linli.foundation.devices.models import BlockedVendorRow, Device, Series, ThingModelRow
from linli.foundation.devices.services.places import Spot, spot_of
from linli.foundation.facts.api import publish
from linli.foundation.people.api import get_person
from linli.foundation.places.api import resolve_place
from linli.kernel import Actor, Refused, Words, new_id, now


def register_device(
    *,
    by: Actor,
    model: str,
    device: str | None = None,
    name: Words | None = None,
    vendor: str = "",
    serial: str = "",
    batch: str = "",
    place: str | None = None,
    owner: str = "",
    owner_person: str | None = None,
    key: str | None = None,
) -> str:
    """Make one device known as *registered*; returns its id. Nothing it says is taken yet.

    `model` is the key of a thing model, `device` the id it will publish under (a new one when
    None), `owner` a text residents read, `owner_person` a person when it is theirs.
    """
    policy.check_may_run(by)
    checked_key(key)
    known = key and _by_key(by.community, key)
    if known:
        return known
    number = device or new_id()
    given = {
        "device": number, "model": model, "vendor": vendor, "serial": serial, "batch": batch,
        "owner": owner, "name_zh": name and name.zh, "name_en": name and name.en, "place": place,
    }  # fmt: skip
    row = read_row(given)
    if owner_person is not None:
        get_person(viewer=by, person=owner_person)
    try:
        with transaction.atomic():
            new = _shelf(by, [row]).judge(row)
            if new is not None:
                new.key, new.owner_person_id = key, owner_person
                insert_devices([new])
    except IntegrityError:  # the same request came twice at the same moment
        twin = key and _by_key(by.community, key)
        if not twin:
            raise
        return twin
    return row.device


def list_batch(
    *, by: Actor, rows: Iterable[Mapping[str, object]], dry_run: bool = False
) -> BatchReport:
    """Make a delivery known, row by row: device, model, name_zh, name_en, vendor, serial, batch,
    owner, place (an id or an address). A bad row is reported and loses no other; twice is once.
    """
    policy.check_may_run(by)
    given = list(rows)
    if len(given) > MOST_ROWS:
        raise Refused(
            "too_large", "A list may have at most %(most)s rows.", field="rows", most=MOST_ROWS
        )
    with transaction.atomic():
        read = [_read(number, row) for number, row in enumerate(given, start=1)]
        shelf = _shelf(by, [row for row in read if isinstance(row, DeviceRow)])
        results, new = [], []
        for line, row in enumerate(read, start=1):
            result, made = _judged(shelf, line, row)
            results.append(result)
            if made is not None:
                new.append(made)
        if not dry_run:
            insert_devices(new)
    count = [result.outcome for result in results].count
    return BatchReport(tuple(results), count("added"), count("unchanged"), count("refused"))


@dataclass(slots=True)
class _Shelf:
    """What a batch is judged against, fetched once."""

    by: Actor
    models: dict[str, ThingModelRow]
    known: dict[str, Device]
    blocked: frozenset[str]
    spots: dict[str, Spot] = field(default_factory=dict)

    def judge(self, row: DeviceRow) -> Device | None:
        """The new device for a row, None when it is there already; refused when it cannot be."""
        model = self.models.get(row.model)
        if model is None:
            raise Refused("invalid", "There is no such kind of device.", field="model")
        vendor = row.vendor or model.vendor
        if folded(vendor) in self.blocked:
            raise Refused("forbidden", "Devices of this vendor are not let in.", field="vendor")
        made = new_row(self.by, model, row.device, row.name)
        made.vendor, made.serial = vendor, row.serial
        made.batch, made.owner = row.batch, row.owner
        if row.place:
            self._spot(row.place).put(made)
        if (known := self.known.get(row.device)) is not None:
            _check_same(known, made)
            return None
        self.known[row.device] = made
        return made

    def _spot(self, text: str) -> Spot:
        if text not in self.spots:
            found = resolve_place(viewer=self.by, text=text)
            if len(found) != 1:
                raise Refused(
                    "invalid",
                    "“%(place)s” does not name one place of this community.",
                    field="place",
                    place=text,
                )
            self.spots[text] = spot_of(self.by, found[0].id)
        return self.spots[text]


def _shelf(by: Actor, rows: list[DeviceRow]) -> _Shelf:
    keys = {row.model for row in rows}
    models = ThingModelRow.objects.filter(community=by.community, key__in=keys)
    blocked = BlockedVendorRow.objects.filter(community=by.community)
    known = Device.objects.select_related("model").in_bulk({row.device for row in rows})
    return _Shelf(
        by=by,
        models={row.key: row for row in models.order_by("version")},
        known=known,
        blocked=frozenset(blocked.values_list("vendor", flat=True)),
    )


def _check_same(known: Device, given: Device) -> None:
    """The same number again must mean the same device."""
    if known.community != given.community:
        raise Refused("conflict", "This device number is taken.", field="device")
    pairs = {
        "model": (known.model.key, given.model.key),
        "vendor": (folded(known.vendor), folded(given.vendor)),
        "serial": (known.serial, given.serial or known.serial),
        "place": (known.place_id, given.place_id or known.place_id),
    }
    for name, (was, says) in pairs.items():
        if was != says:
            raise Refused(
                "conflict",
                "This device is already listed, with something else here.",
                field=name,
            )


def _read(line: int, given: Mapping[str, object]) -> DeviceRow | Refused:
    try:
        return read_row(given)
    except Refused as refused:
        return refused


def _judged(shelf: _Shelf, line: int, row: DeviceRow | Refused) -> tuple[RowResult, Device | None]:
    if isinstance(row, Refused):
        return _refusal(line, "", row), None
    try:
        new = shelf.judge(row)
    except Refused as refused:
        return _refusal(line, row.device, refused), None
    return RowResult(line, row.device, "unchanged" if new is None else "added"), new


def _refusal(line: int, device: str, refused: Refused) -> RowResult:
    where = refused.field or ""
    code, message, params = refused.code, refused.message, refused.params
    return RowResult(line, device, "refused", code, message, where, params)


def new_row(by: Actor, model: ThingModelRow, number: str, name: Words) -> Device:
    """A registered device, not yet written."""
    return Device(
        id=number,
        community=by.community,
        model=model,
        name_zh=name.zh[:120],
        name_en=name.en[:120],
        registered_at=now(),
        registered_by=by.person or "",
        registered_via=by.via.value,
    )


def insert_devices(devices: list[Device]) -> None:
    """Write new devices with their series, and announce them."""
    Device.objects.bulk_create(devices, batch_size=500)
    specs = {row.model_id: read_model(row.model.body).properties for row in devices}
    insert_series((row, spec) for row in devices for spec in specs[row.model_id])
    for row in devices:
        found = row.origin == Origin.DISCOVERED
        publish(DeviceRegistered(community=row.community, device=row.pk, discovered=found))


def insert_series(pairs: Iterable[tuple[Device, PropertySpec]]) -> None:
    """Write the series of devices."""
    Series.objects.bulk_create((_series(row, spec) for row, spec in pairs), batch_size=500)


def _series(row: Device, spec: PropertySpec) -> Series:
    return Series(
        device=row,
        property=spec.key,
        name_zh=spec.name.zh,
        name_en=spec.name.en,
        kind=spec.kind,
        unit=spec.unit,
        device_class=spec.device_class,
        sensitivity=spec.sensitivity,
        minimum=spec.minimum,
        maximum=spec.maximum,
    )


def _by_key(community: str, key: str) -> str | None:
    rows = Device.objects.filter(community=community, key=key)
    return rows.values_list("pk", flat=True).first()
