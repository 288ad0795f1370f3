"""The invented estate 梧桐里: 36 buildings in three grids, and who owns and lives where.

Everything is drawn from one seed, so that every installation has the same neighbours.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from linli.demo.cast import RESIDENTS
from linli.demo.dice import dice_of
from linli.demo.names import person_name, phone

CELLS = ("1", "2", "3")
BUILDINGS = 36
SMALL_BUILDINGS = 4
"""How many buildings the estate of the tests has."""

DEVELOPER = "梧桐里置业有限公司（虚构）"
COMPANIES = ("青禾设计有限公司（虚构）", "南塘商贸有限公司（虚构）", "远山物流有限公司（虚构）")
_FIRST_PHONE = 1_000
HEADER = (
    "楼栋 单元 房号 面积 网格 姓名 电话 业主类型 关系 份额 是否居住".split()  # noqa: SIM905
)

Ring = list[list[float]]


@dataclass(frozen=True, slots=True)
class Building:
    """A building as drawn: its entrances, floors and doors on a floor."""

    number: int
    entrances: int
    floors: int
    doors: int

    @property
    def cell(self) -> str:
        """The grid cell it lies in: twelve buildings each."""
        return CELLS[(self.number - 1) // 12]

    def dwellings(self) -> Iterator[tuple[int, int, int]]:
        """(entrance, floor, door) of each dwelling."""
        for entrance in range(1, self.entrances + 1):
            for floor in range(1, self.floors + 1):
                for door in range(1, self.doors + 1):
                    yield entrance, floor, door


def buildings(*, small: bool = False) -> tuple[Building, ...]:
    """Two of three have 36 dwellings, one of three 28: 1,200 in all."""
    last = SMALL_BUILDINGS if small else BUILDINGS
    return tuple(
        Building(number, 2, 7, 2) if number % 3 == 1 else Building(number, 3, 6, 2)
        for number in range(1, last + 1)
    )


def list_of_people(*, small: bool = False) -> bytes:
    """The list a property company would hand over, as CSV for the importer."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(HEADER)
    dice = dice_of("people")
    register = _Register(dice)
    for building in buildings(small=small):
        for entrance, floor, door in building.dwellings():
            spot = (str(building.number), str(entrance), f"{floor}0{door}")
            area = _area(dice, door)
            for person in register.of(spot):
                sheet.writerow((*spot, area, building.cell, *person))
    return text.getvalue().encode("utf-8-sig")


def _area(dice: Random, door: int) -> Decimal:
    return Decimal(dice.randint(7_200, 9_300) if door == 1 else dice.randint(8_800, 12_800)) / 100


Line = tuple[str, str, str, str, str, str]
"""Name, phone, kind, relation, share, lives here."""


class _Register:
    """Draws who owns and lives in one dwelling after another."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.last = _FIRST_PHONE
        self.cast = {person.home: person for person in RESIDENTS if person.home}
        self.landlords: list[tuple[str, str]] = []

    def of(self, spot: tuple[str, str, str]) -> list[Line]:
        """The people of a dwelling."""
        if (person := self.cast.get(spot)) is not None:
            return self._cast(person.name, phone(person.number), is_tenant=person.is_tenant)
        draw = self.dice.random()
        if draw < 0.03:
            return [(DEVELOPER, phone(900), "开发商", "业主", "", "否")]
        if draw < 0.05:
            company = self.dice.randrange(len(COMPANIES))
            return [(COMPANIES[company], phone(901 + company), "公司", "业主", "", "否")]
        if draw < 0.20:
            return [(*self._landlord(), "自然人", "业主", "", "否"), self._new("租户")]
        return self._owners()

    def _cast(self, name: str, number: str, *, is_tenant: bool) -> list[Line]:
        if is_tenant:
            owner = self._new("业主", lives="否")
            return [owner, (name, number, "自然人", "租户", "", "是")]
        return [(name, number, "自然人", "业主", "", "是")]

    def _owners(self) -> list[Line]:
        if self.dice.random() < 0.42:
            return [self._new("业主", "1/2"), self._new("业主", "1/2")]
        lines = [self._new("业主")]
        if self.dice.random() < 0.38:
            lines.append(self._new("家属"))
        return lines

    def _landlord(self) -> tuple[str, str]:
        """Some own more than one dwelling."""
        if self.landlords and self.dice.random() < 0.35:
            return self.dice.choice(self.landlords)
        name, number = self._identity()
        self.landlords.append((name, number))
        return name, number

    def _new(self, relation: str, share: str = "", lives: str = "是") -> Line:
        name, number = self._identity()
        return name, number, "自然人", relation, share, lives

    def _identity(self) -> tuple[str, str]:
        self.last += 1
        return person_name(self.dice), phone(self.last)


# -- the drawing ---------------------------------------------------------------------------------


def outline(building: Building) -> Ring:
    """Where a building stands, in metres: three columns and four rows in each cell."""
    west, south = _corner(building.number)
    tall = building.number % 3 != 1
    return _box(west, south - (54 if tall else 42), 54, 54 if tall else 42)


def _corner(number: int) -> tuple[float, float]:
    cell, index = divmod(number - 1, 12)
    half, place = divmod(index, 6)
    column, row = place // 2, half * 2 + place % 2
    tops = (363, 287, 178, 101)
    return cell * 222 + 16 + column * 66, tops[row]


def cell_outline(cell: str) -> Ring:
    """The grid cell around its twelve buildings."""
    return _box((int(cell) - 1) * 222, 0, 216, 386)


def _box(west: float, south: float, width: float, height: float) -> Ring:
    east, north = west + width, south + height
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


@dataclass(frozen=True, slots=True)
class Shared:
    """A place everyone shares; `inside` is the building it is in, None when it stands alone."""

    key: str
    name: str
    name_en: str
    box: tuple[float, float, float, float] | None = None
    inside: str | None = None


SHARED = (
    Shared("garden", "中心花园", "Central garden", (236, 190, 188, 34)),
    Shared("garage", "地下车库", "Underground garage", (14, 190, 188, 34)),
    Shared("playground", "儿童活动场", "Playground", (458, 190, 90, 34)),
    Shared("pump-room", "水泵房", "Pump room", (560, 190, 40, 34)),
    Shared("power-room", "配电室", "Power distribution room", (606, 190, 40, 34)),
    Shared("desk", "物业服务台", "Service desk", inside="1"),
    Shared("meeting-room", "议事厅", "Meeting room", inside="1"),
    Shared("activity-room", "活动室", "Activity room", inside="2"),
    Shared("reading-room", "邻里书屋", "Reading room", inside="3"),
)


def shared_outline(shared: Shared) -> Ring | None:
    """The outline of a shared place that stands alone."""
    return None if shared.box is None else _box(*shared.box)
