"""Devices, what they measure, under which mandate, and what the rules made of it."""

from datetime import timedelta
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from linli.foundation.devices import api as devices
from linli.foundation.mandates import api as mandates
from linli.foundation.telemetry import api as telemetry
from linli.kernel import Words
from linli.support.rules import api as rules
from linli.surface.rest.bodies import (
    Activated,
    Mandated,
    Modelled,
    Moved,
    Registered,
    Retired,
    Verdict,
)
from linli.surface.rest.cards import schema_of
from linli.surface.rest.inputs import Cursor, Id, Limit, Line, Moment, Number
from linli.surface.rest.operations import Items, Made, Resource, actor_of

machines = Resource("devices")
readings = Resource("telemetry")
bases = Resource("mandates")
watch = Resource("rules and alarms")

_DEVICE: Any = schema_of(devices.DeviceCard)
_SERIES: Any = schema_of(devices.SeriesCard)
_MANDATE: Any = schema_of(mandates.MandateCard)
_RULE: Any = schema_of(rules.RuleCard)
_ALARM: Any = schema_of(rules.AlarmCard)
_READING: Any = schema_of(telemetry.ReadingCard)
Numbers = Annotated[list[Number], Field(min_length=1, max_length=200)]


@machines.read("/devices", Items[_DEVICE], scope="read:devices")
def list_devices(
    request: HttpRequest,
    *,
    place: Id | None = None,
    state: Literal["registered", "active", "silent", "retired"] | None = None,
    model: Id | None = None,
    search: Line = "",
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> Any:
    """The devices the caller may know of."""
    return devices.list_devices(
        viewer=actor_of(request),
        place=place,
        state=state,
        model=model,
        search=search,
        cursor=cursor or None,
        limit=limit,
    )


@machines.write("/devices", scope="write:devices", gives=Made, status=201)
def register_device(request: HttpRequest, body: Registered) -> Any:
    """Make a device known. Nothing it says is taken until a person activates it."""
    given = body.dict()
    name = given.pop("name")
    words = Words(name["zh"], name["en"] or name["zh"]) if name else None
    return {"id": devices.register_device(by=actor_of(request), name=words, **given)}


@machines.read("/devices/counts", dict[str, int], scope="read:devices")
def count_devices(request: HttpRequest) -> Any:
    """How many devices are in each state."""
    return devices.count_devices(viewer=actor_of(request))


@machines.read("/devices/{device}", _DEVICE, scope="read:devices")
def get_device(request: HttpRequest, device: Id) -> Any:
    """One device."""
    return devices.get_device(viewer=actor_of(request), device=device)


@machines.write("/devices/{device}/activate", scope="write:devices")
def activate_device(request: HttpRequest, device: Id, body: Activated) -> Any:
    """Switch a registered device on at a place, under a mandate that stands."""
    return devices.activate_device(by=actor_of(request), device=device, **body.dict())


@machines.write("/devices/{device}/move", scope="write:devices")
def move_device(request: HttpRequest, device: Id, body: Moved) -> Any:
    """Hang a device somewhere else."""
    return devices.move_device(by=actor_of(request), device=device, place=body.place)


@machines.write("/devices/{device}/retire", scope="write:devices")
def retire_device(request: HttpRequest, device: Id, body: Retired) -> Any:
    """Take a device out of service for good."""
    return devices.retire_device(by=actor_of(request), device=device, why=body.why)


@machines.write(
    "/devices/{device}/secrets",
    scope="write:devices",
    gives=schema_of(devices.IssuedSecret),
    status=201,
)
def issue_secret(request: HttpRequest, device: Id) -> Any:
    """A new secret for a device, shown this once; two may live while it changes over."""
    return devices.issue_secret(by=actor_of(request), device=device)


@machines.write("/devices/{device}/secrets/{slot}/revoke", scope="write:devices")
def revoke_secret(request: HttpRequest, device: Id, slot: Literal["a", "b"]) -> Any:
    """Make a secret worthless at once, and cut what is connected by it."""
    return devices.revoke_secret(by=actor_of(request), device=device, slot=slot)


@machines.write("/devices/{device}/mandate", scope="write:devices")
def assign_mandate(request: HttpRequest, device: Id, body: Mandated) -> Any:
    """Put a device under another mandate: a renewal, or a wider one."""
    devices.assign_mandate(by=actor_of(request), devices=[device], mandate=body.mandate)


@machines.read("/models", list[schema_of(devices.ModelCard)], scope="read:devices")  # type: ignore[misc]
def list_models(request: HttpRequest) -> Any:
    """Every kind of device, in its newest version."""
    return devices.list_models(viewer=actor_of(request))


@machines.read("/models/{model}", schema_of(devices.ModelCard), scope="read:devices")
def get_model(
    request: HttpRequest,
    model: Id,
    version: Annotated[int, Field(ge=1, le=10_000)] | None = None,
) -> Any:
    """A kind of device, in its newest version unless one is named."""
    return devices.get_model(viewer=actor_of(request), model=model, version=version)


@machines.write("/models", scope="write:devices", gives=Made, status=201)
def define_model(request: HttpRequest, body: Modelled) -> Any:
    """Make a kind of device known, or a new version of one; the same content changes nothing."""
    given = body.model.copy()
    return {"id": devices.define_model(by=actor_of(request), model=given)}


@machines.write("/models/{model}/adopt", scope="write:devices")
def adopt_model(request: HttpRequest, model: Id) -> Any:
    """Take a kind that a machine had declared for the community's own."""
    return devices.adopt_model(by=actor_of(request), model=model)


@machines.read("/series", list[_SERIES], scope="read:devices")
def list_series(
    request: HttpRequest,
    *,
    device: Id | None = None,
    place: Id | None = None,
    model: Id | None = None,
    property: Id | None = None,  # noqa: A002 — the word of the interface
) -> Any:
    """What the devices the caller may know of can measure; a series is a device and a property."""
    return devices.list_series(
        viewer=actor_of(request), device=device, place=place, model=model, property=property
    )


@machines.read("/series/{number}", _SERIES, scope="read:devices")
def get_series(request: HttpRequest, number: Number) -> Any:
    """One series."""
    return devices.get_series(viewer=actor_of(request), number=number)


@readings.read("/latest", dict[str, schema_of(telemetry.Latest)], scope="read:telemetry")  # type: ignore[misc]
def latest_values(request: HttpRequest, series: Query[Numbers]) -> Any:
    """The newest reading of each series the caller may see; silent ones are left out."""
    return telemetry.latest_values(viewer=actor_of(request), series=series)


@readings.read("/series/{number}/history", schema_of(telemetry.Curve), scope="read:telemetry")
def history(
    request: HttpRequest,
    *,
    number: Number,
    since: Moment,
    until: Moment,
    most_points: Annotated[int, Field(ge=10, le=5_000)] = 500,
) -> Any:
    """What a series measured from `since` until before `until`; long spans are put together with
    lowest, mean and highest value."""
    return telemetry.history(
        viewer=actor_of(request), series=number, since=since, until=until, most_points=most_points
    )


@readings.read("/series/{number}/readings", Items[_READING], scope="read:telemetry")
def list_readings(
    request: HttpRequest,
    *,
    number: Number,
    around: Moment,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> Any:
    """Raw readings in order of time: half before a moment and half from it on."""
    return telemetry.list_readings(
        viewer=actor_of(request),
        series=number,
        around=around,
        cursor=cursor or None,
        limit=limit,
    )


@readings.read("/aggregates", schema_of(telemetry.Aggregate), scope="read:telemetry")
def aggregate(
    request: HttpRequest,
    *,
    place: Id,
    property: Id,  # noqa: A002 — the word of the interface
    since: Moment,
    until: Moment,
    every: Annotated[int, Field(ge=60, le=31 * 86_400)] = 3_600,
    how: Literal["mean", "sum", "low", "high"] = "mean",
) -> Any:
    """A property over all that lies in a place, in stretches of `every` seconds. Homes
    count in groups of five, once the day is over; until then the stretch is hidden."""
    return telemetry.aggregate(
        viewer=actor_of(request),
        place=place,
        property=property,
        since=since,
        until=until,
        every=timedelta(seconds=every),
        how=how,
    )


@readings.read("/erasures", Items[schema_of(telemetry.Evidence)], scope="read:telemetry")  # type: ignore[misc]
def list_erasures(
    request: HttpRequest,
    *,
    mandate: Id | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> Any:
    """What was erased because its time was over or its consent withdrawn, with the evidence."""
    return telemetry.list_erasures(
        viewer=actor_of(request), mandate=mandate, cursor=cursor or None, limit=limit
    )


@bases.read("/mandates", Items[_MANDATE], scope="read:mandates")
def list_mandates(
    request: HttpRequest,
    *,
    place: Id | None = None,
    valid_at: Moment | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> Any:
    """What may be measured, why, by whose decision, for how long."""
    return mandates.list_mandates(
        viewer=actor_of(request),
        place=place,
        valid_at=valid_at,
        cursor=cursor or None,
        limit=limit,
    )


@bases.read("/mandates/{mandate}", _MANDATE, scope="read:mandates")
def get_mandate(request: HttpRequest, mandate: Id) -> Any:
    """One mandate."""
    return mandates.get_mandate(viewer=actor_of(request), mandate=mandate)


@watch.read("/rules", Items[_RULE], scope="read:rules")
def list_rules(
    request: HttpRequest,
    *,
    is_on: bool | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> Any:
    """Rules with their measured precision."""
    return rules.list_rules(
        viewer=actor_of(request), is_on=is_on, cursor=cursor or None, limit=limit
    )


@watch.read("/rules/{rule}", schema_of(rules.RuleDetail), scope="read:rules")
def get_rule(request: HttpRequest, rule: Id) -> Any:
    """One rule with its versions and switches."""
    return rules.get_rule(viewer=actor_of(request), rule=rule)


@watch.read("/alarms", Items[_ALARM], scope="read:rules")
def list_alarms(
    request: HttpRequest,
    *,
    is_active: bool | None = None,
    is_acknowledged: bool | None = None,
    rule: Id | None = None,
    place: Id | None = None,
    originator: Line | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> Any:
    """Alarms, newest first."""
    return rules.list_alarms(
        viewer=actor_of(request),
        is_active=is_active,
        is_acknowledged=is_acknowledged,
        rule=rule,
        place=place,
        originator=originator,
        cursor=cursor or None,
        limit=limit,
    )


@watch.read("/alarms/{alarm}", schema_of(rules.AlarmDetail), scope="read:rules")
def get_alarm(request: HttpRequest, alarm: Id) -> Any:
    """One alarm with the trace of why it came and why it went."""
    return rules.get_alarm(viewer=actor_of(request), alarm=alarm)


@watch.write("/alarms/{alarm}/acknowledge", scope="write:rules")
def acknowledge_alarm(request: HttpRequest, alarm: Id) -> Any:
    """Say that someone has seen the alarm; it no longer escalates."""
    return rules.acknowledge_alarm(by=actor_of(request), alarm=alarm)


@watch.write("/alarms/{alarm}/verdict", scope="write:rules")
def judge_alarm_itself(request: HttpRequest, alarm: Id, body: Verdict) -> Any:
    """Say whether the alarm was real, a false alarm, or unclear."""
    return rules.give_verdict(by=actor_of(request), alarm=alarm, **body.dict())
