"""The estate's devices: what they are, where they hang, and by whose decision they measure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from linli.demo import tapes
from linli.demo.cast import RESIDENTS, STAFF
from linli.demo.loading import (
    Progress,
    buildings_by_number,
    dwelling_at,
    person_called,
    shared_places,
)
from linli.demo.vault import Vault
from linli.foundation.devices import api as devices
from linli.foundation.mandates import api as mandates
from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Actor, Role, Via, Words, now

VENDOR = "梧桐示例（虚构）"
SITES = 6
"""Entrances with a detector at home and two on the stairs: where a fire test is played."""
GATEWAY, RETIRED, SILENT, FAST = (
    "wtl-gateway-1",
    "wtl-smoke-old",
    "wtl-smoke-quiet",
    "wtl-meter-60x",
)
NEIGHBOUR_THING = "wtl-found-1"


def _spec(key: str, zh: str, en: str, **more: Any) -> devices.PropertySpec:
    return devices.PropertySpec(key, Words(zh, en), more.pop("kind", "number"), **more)


_TEMPERATURE = _spec(
    "temperature", "温度", "temperature", unit="Cel", device_class="temperature",
    minimum=-40.0, maximum=1200.0,
)  # fmt: skip

MODELS = (
    devices.ThingModel(
        "smoke-detector", 1, Words("独立式烟感", "Smoke detector"), VENDOR,
        (
            _spec("smoke", "烟雾浓度", "smoke density", device_class="smoke",
                  minimum=0.0, maximum=100.0),
            _TEMPERATURE,
        ),
        events=(devices.EventSpec("alarm", Words("报警", "alarm"), "urgent"),),
        silent_after=120,  # each says every half hour that it is there
    ),
    devices.ThingModel(
        "room-sensor", 1, Words("房间环境传感器", "Room sensor"), VENDOR,
        (
            _TEMPERATURE,
            _spec("humidity", "湿度", "humidity", unit="%RH", device_class="humidity",
                  minimum=0.0, maximum=100.0),
            _spec("light", "光照", "light", unit="lx", device_class="illuminance", minimum=0.0,
                  maximum=200_000.0),
            _spec("co2", "二氧化碳", "carbon dioxide", unit="ppm", device_class="carbon_dioxide",
                  sensitivity="open", minimum=0.0, maximum=50_000.0),
            _spec("occupancy", "有没有人", "someone is there", kind="boolean",
                  device_class="occupancy", sensitivity="personal"),
        ),
    ),
    devices.ThingModel(
        "household-meter", 1, Words("家庭电表", "Household meter"), VENDOR,
        (
            _spec("power", "功率", "power", unit="W", device_class="power",
                  sensitivity="personal", minimum=0.0, maximum=50_000.0),
        ),
    ),
    devices.ThingModel(
        "common-meter", 1, Words("公共电表", "Common meter"), VENDOR,
        (
            _spec("power", "功率", "power", unit="W", device_class="power", sensitivity="open",
                  minimum=0.0, maximum=500_000.0),
        ),
    ),
    devices.ThingModel(
        "plant-room-sensor", 1, Words("设备间温度计", "Plant room thermometer"), VENDOR,
        (_TEMPERATURE,),
    ),
    devices.ThingModel(
        "corridor-counter", 1, Words("楼道人数计", "Corridor counter"), VENDOR,
        (
            _spec("people", "人数", "people", device_class="", sensitivity="personal",
                  minimum=0.0, maximum=1000.0),
        ),
    ),
    devices.ThingModel(
        "gateway", 1, Words("网关", "Gateway"), VENDOR,
        (
            _spec("online", "在线", "online", kind="boolean", device_class="connectivity",
                  sensitivity="open"),
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thing:
    """A device of the demo: its id says what it is; `mandate` is a key of `_decide`."""

    device: str
    model: str
    name: Words
    place: str
    mandate: str = ""
    is_on: bool = True


def install(platform: Actor, vault: Vault, progress: Progress) -> None:
    """Models, decisions, devices and their secrets; again it only adds what is missing."""
    manager = _staff(platform, Role.MANAGER)
    for model in MODELS:
        devices.define_model(by=manager, model=model)
    mandate_of = _decide(platform)
    listed = tuple(_things(platform))
    known = {card.id for card in devices.list_devices(viewer=platform, limit=500)}
    for thing in listed:
        if thing.device not in known:
            _hang(manager, thing, mandate_of)
    _special(platform, manager, mandate_of, known)
    _issue(manager, vault, [*(thing.device for thing in listed), GATEWAY])
    progress(f"{len(listed) + 3} devices hang in their places, each with its own secret")


def _hang(manager: Actor, thing: Thing, mandate_of: dict[str, str]) -> None:
    devices.register_device(
        by=manager,
        model=thing.model,
        device=thing.device,
        name=thing.name,
        owner="全体业主（虚构）",
        place=thing.place,
        batch="demo",
    )
    if thing.is_on:
        mandate = mandate_of[thing.mandate]
        devices.activate_device(by=manager, device=thing.device, place=thing.place, mandate=mandate)


def _special(platform: Actor, manager: Actor, mandate_of: dict[str, str], known: set[str]) -> None:
    """One that is retired, a gateway that may announce others, and what it has announced."""
    spots = shared_places(platform)
    if GATEWAY not in known:
        gateway = Words("一号网关", "Gateway 1")
        _hang(
            manager,
            Thing(GATEWAY, "gateway", gateway, spots["power-room"], "gateway"),
            mandate_of,
        )
        devices.allow_discovery(by=manager, device=GATEWAY, allowed=True)
    if RETIRED not in known:
        name = Words("旧烟感", "Old smoke detector")
        _hang(
            manager, Thing(RETIRED, "smoke-detector", name, spots["garage"], "stairs"), mandate_of
        )
        devices.retire_device(by=manager, device=RETIRED, why="用满十年，已换新")
    if NEIGHBOUR_THING not in known:
        devices.discover_device(
            by=platform,
            device=NEIGHBOUR_THING,
            model={
                "key": "water-leak",
                "name": {"zh": "水浸传感器", "en": "Leak sensor"},
                "vendor": VENDOR,
                "properties": [{"key": "leak", "kind": "boolean", "device_class": "moisture"}],
            },
            raw=b'{"name":"Leak","device_class":"moisture","state_topic":"demo/leak"}',
            name=Words("水浸传感器（自己报上来的）", "Leak sensor (announced itself)"),
            gateway=GATEWAY,
        )
    if mandate_of["corridor"] and "wtl-corridor-1" not in known:
        mandates.revoke_mandate(
            by=manager, mandate=mandate_of["corridor"], why="业主大会决定不再统计人数（虚构）"
        )


def _staff(platform: Actor, role: Role, *, via: Via = Via.WEB) -> Actor:
    number = next(member.number for member in STAFF if role in member.roles)
    person = person_called(platform, number)
    assert person is not None
    return people.actor_for(person=person, community=platform.community, via=via, strong=True)


# -- where they hang -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Site:
    """An entrance in which a fire test can be played: at home, on the stairs, further up."""

    number: int
    building: str
    entrance: str
    dwelling: str

    @property
    def detectors(self) -> tuple[str, str, str]:
        """The three detectors, the nearest to the fire first."""
        stem = f"wtl-smoke-{self.number}"
        return f"{stem}-home", f"{stem}-stairs", f"{stem}-landing"


def sites(platform: Actor) -> tuple[Site, ...]:
    """Evenly over the estate; the dwelling of the tenant one can log in as is one of them."""
    numbers = sorted(buildings_by_number(platform), key=int)
    step = max(len(numbers) // SITES, 1)
    chosen = numbers[1::step][:SITES]
    return tuple(
        Site(index, number, "1", "502" if number == "2" else "302")
        for index, number in enumerate(chosen, start=1)
    )


def _things(platform: Actor) -> Iterator[Thing]:
    yield from _detectors(platform)
    yield from _shared(platform)
    yield from _meters(platform)
    stairs = buildings_by_number(platform)
    for number in (1, 2):
        yield Thing(
            f"wtl-corridor-{number}",
            "corridor-counter",
            Words(f"楼道人数计 {number}", f"Corridor counter {number}"),
            stairs[str(number)],
            "corridor",
        )


def _detectors(platform: Actor) -> Iterator[Thing]:
    for site in sites(platform):
        yield from _site(platform, site)
    by_number = buildings_by_number(platform)
    for number in sorted(by_number, key=int)[:24]:
        name = Words(f"{number}号楼门厅烟感", f"Lobby of building {number}")
        device = f"wtl-smoke-b{number}"
        yield Thing(device, "smoke-detector", name, by_number[number], "stairs")
    garage = shared_places(platform)["garage"]
    yield Thing(SILENT, "smoke-detector", Words("车库烟感", "Garage detector"), garage, "stairs")


def _site(platform: Actor, site: Site) -> Iterator[Thing]:
    home, first, second = site.detectors
    dwelling = dwelling_at(platform, (site.building, site.entrance, site.dwelling))
    entrance = _parent(platform, dwelling)
    name = Words(f"{site.building}号楼家中烟感", f"At home, building {site.building}")
    yield Thing(home, "smoke-detector", name, dwelling, f"home-{site.number}")
    for device, zh, en in ((first, "楼梯", "Stairs"), (second, "顶层平台", "Top landing")):
        name = Words(f"{site.building}号楼{zh}烟感", f"{en}, building {site.building}")
        yield Thing(device, "smoke-detector", name, entrance, "stairs")


def _shared(platform: Actor) -> Iterator[Thing]:
    spots = shared_places(platform)
    for key, zh in (("meeting-room", "议事厅"), ("activity-room", "活动室")):
        name = Words(f"{zh}环境传感器", f"Sensor, {key.replace('-', ' ')}")
        yield Thing(f"wtl-room-{key}", "room-sensor", name, spots[key], "rooms")
    for key, zh in (("pump-room", "水泵房"), ("power-room", "配电室"), ("garage", "车库")):
        name = Words(f"{zh}温度计", f"Thermometer, {key.replace('-', ' ')}")
        yield Thing(f"wtl-plant-{key}", "plant-room-sensor", name, spots[key], "plant")
    waiting = Words("新到的环境传感器", "Sensor that was just delivered")
    yield Thing("wtl-room-new", "room-sensor", waiting, spots["desk"], is_on=False)


METERS = 4


def _meters(platform: Actor) -> Iterator[Thing]:
    homes = [dwelling_at(platform, home) for home in _metered()]
    for number, home in enumerate(homes, start=1):
        name = Words(f"家庭电表 {number}", f"Household meter {number}")
        yield Thing(f"wtl-meter-{number}", "household-meter", name, home, f"meter-{number}")
    name = Words("演示电表（60 倍速回放）", "Demonstration meter (played 60 times as fast)")
    spots = shared_places(platform)
    yield Thing(FAST, "common-meter", name, spots["power-room"], "common-power")


def _metered() -> list[tuple[str, str, str]]:
    return [one.home for one in RESIDENTS if one.home][:METERS]


def _parent(platform: Actor, place: str) -> str:
    card = places.get_place(viewer=platform, place=place)
    assert card.parent is not None
    return card.parent


# -- who decided -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided: a mandate to be."""

    key: str
    purpose: Words
    series: str
    basis: str
    text: str
    days: int
    place: str | None = None


_RESOLUTION = "梧桐里业主大会决议第 {} 项（虚构的示例）"
_CONSENT = "本户在服务台书面同意（虚构的示例）"
_DECISIONS = (
    Decision(
        "stairs",
        Words("早发现楼道和车库的火情", "See a fire on stairs and in the garage early"),
        "smoke-detector.*",
        "law",
        "《中华人民共和国消防法》第十八条：住宅区的物业服务企业应当对管理区域内的共用消防设施"
        "进行维护管理。",
        365,
    ),
    Decision(
        "rooms",
        Words("公共房间的空气好不好、用没用上", "Whether shared rooms have good air and are used"),
        "room-sensor.*",
        "resolution",
        _RESOLUTION.format(3),
        90,
    ),
    Decision(
        "plant",
        Words("设备间不冻不烧", "Plant rooms neither freeze nor overheat"),
        "plant-room-sensor.*",
        "resolution",
        _RESOLUTION.format(4),
        180,
    ),
    Decision(
        "common-power",
        Words("公共用电用在哪里", "Where shared power is used"),
        "common-meter.*",
        "resolution",
        _RESOLUTION.format(4),
        180,
    ),
    Decision(
        "gateway",
        Words("知道网关是不是通的", "Know whether the gateway works"),
        "gateway.*",
        "contract",
        "物业服务合同附件二：设备运维（虚构的示例）",
        30,
    ),
    Decision(
        "corridor",
        Words("统计楼道人数", "Count people in corridors"),
        "corridor-counter.*",
        "resolution",
        _RESOLUTION.format(5),
        7,
    ),
)


def _decide(platform: Actor) -> dict[str, str]:
    """Every mandate by its key; texts say what is invented."""
    council = _staff(platform, Role.COUNCIL)
    found = {one.key: _grant(council, one) for one in _DECISIONS}
    for one, desk in _consents(platform):
        found[one.key] = _grant(desk, one)
    return found


def _consents(platform: Actor) -> Iterator[tuple[Decision, Actor]]:
    """What households agreed to for themselves, written down at the counter."""
    desk = _staff(platform, Role.MANAGER, via=Via.COUNTER)
    fire = Words("早发现家里的火情", "See a fire at home early")
    power = Words("看自家用电", "See one's own use of power")
    wanted = [
        (f"home-{site.number}", (site.building, site.entrance, site.dwelling), fire,
         "smoke-detector.*")
        for site in sites(platform)
    ] + [
        (f"meter-{number}", home, power, "household-meter.*")
        for number, home in enumerate(_metered(), start=1)
    ]  # fmt: skip
    for key, spot, purpose, series in wanted:
        dwelling = dwelling_at(platform, spot)
        cards = people.list_residents_of(viewer=platform, dwelling=dwelling)
        by = desk.for_person(cards[0].id, via=Via.COUNTER) if cards else desk
        yield Decision(key, purpose, series, "consent", _CONSENT, 90, dwelling), by


def _grant(by: Actor, one: Decision) -> str:
    today = now()
    ends = today + timedelta(days=20 if one.key == "plant" else 295)
    is_law, is_own = one.basis == "law", one.basis == "consent"
    # Article 18 stands as last amended on 29 April 2021.
    decided = date(2021, 4, 29) if is_law else (today - timedelta(days=75)).date()
    return mandates.grant_mandate(
        by=by,
        purpose=one.purpose,
        series=[one.series],
        place=one.place,
        retention_days=one.days,
        recipients=["本户", "物业值班"] if is_own else ["物业值班", "业委会"],
        basis_kind=one.basis,
        basis_text=one.text,
        basis_date=decided,
        valid_from=today - timedelta(days=70),
        valid_until=None if is_law else ends,
        key=f"demo:{one.key}",
    )


def _issue(manager: Actor, vault: Vault, wanted: list[str]) -> None:
    fresh = {}
    for device in wanted:
        if device in vault.secrets:
            continue
        for card in devices.list_secrets(viewer=manager, device=device):
            if card.revoked_at is None:
                devices.revoke_secret(by=manager, device=device, slot=card.slot)
        secret = devices.issue_secret(by=manager, device=device).secret
        assert secret is not None
        fresh[device] = secret
    if fresh:
        vault.keep_secrets(fresh)


def tape_of(device: str) -> tapes.Tape | None:
    """The recording a device of the demo plays by the clock, None when it plays none."""
    if device.startswith("wtl-room-") and device != "wtl-room-new":
        return tapes.room()
    if device.startswith("wtl-meter-") and device != FAST:
        return tapes.household(int(device.rpartition("-")[2]) - 1)
    weeks = {"pump-room": "2013-12-16", "power-room": "2014-04-07", "garage": "2013-09-02"}
    key = device.removeprefix("wtl-plant-")
    return tapes.plant(weeks[key]) if key in weeks else None
