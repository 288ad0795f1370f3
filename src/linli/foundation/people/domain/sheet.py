"""The columns of a community's spreadsheet, and what one of its rows says."""

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from linli.foundation.people.domain.cards import PersonKind, Relation
from linli.foundation.people.domain.contacts import clean_id_number, clean_phone
from linli.foundation.people.domain.names import clean_name
from linli.foundation.people.domain.shares import read_share
from linli.kernel import Refused, Words

HEADER_WITHIN = 20
"""The header stands in one of the first rows; titles may stand above it."""


class Column(StrEnum):
    """What a column of the list holds."""

    BUILDING = "building"
    ENTRANCE = "entrance"
    DWELLING = "dwelling"
    AREA = "area"
    CELL = "cell"
    NAME = "name"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    KIND = "kind"
    RELATION = "relation"
    SHARE = "share"
    LIVES_HERE = "lives_here"


HEADERS: dict[Column, tuple[Words, str]] = {
    Column.BUILDING: (
        Words("楼栋", "building"),
        "栋 楼号 幢 楼幢 栋号 楼栋号 幢号 座 buildingno block",
    ),
    Column.ENTRANCE: (Words("单元", "entrance"), "单元号 门洞 梯 unit stair entranceno"),
    Column.DWELLING: (
        Words("房号", "dwelling"),
        "室号 房间号 室 门牌号 户号 房屋 房产 房屋编号 room roomno flat apartment dwellingno home",
    ),
    Column.AREA: (
        Words("面积", "area"),
        "建筑面积 房屋面积 专有部分面积 产权面积 floorarea sqm",
    ),
    Column.CELL: (Words("网格", "grid"), "网格号 所属网格 cell gridcell"),
    Column.NAME: (
        Words("姓名", "owner name"),
        "业主姓名 业主 产权人 名称 业主名称 住户姓名 name owner resident residentname",
    ),
    Column.PHONE: (
        Words("电话", "phone"),
        "手机 手机号 手机号码 联系电话 电话号码 联系方式 mobile phonenumber telephone tel",
    ),
    Column.ID_NUMBER: (
        Words("证件号", "id number"),
        "身份证 身份证号 身份证号码 证件号码 统一社会信用代码 idno idcard",
    ),
    Column.KIND: (Words("业主类型", "owner kind"), "类型 业主性质 产权性质 kind ownertype type"),
    Column.RELATION: (
        Words("关系", "relation"),
        "住户类型 与房屋关系 与业主关系 身份 role",
    ),
    Column.SHARE: (Words("份额", "share"), "产权份额 共有份额 占比 比例 ownershare"),
    Column.LIVES_HERE: (Words("是否居住", "lives here"), "居住 在住 是否在住 自住 livesin"),
}
"""Each column's own header in both languages, and other words people use for it."""

_KINDS = {
    PersonKind.NATURAL: "自然人 个人 natural person individual",
    PersonKind.COMPANY: "公司 企业 单位 法人 机构 company organisation organization",
    PersonKind.DEVELOPER: "开发商 建设单位 开发企业 developer",
}
_RELATIONS = {
    Relation.OWNER: "业主 产权人 房主 户主 共有人 所有权人 owner coowner",
    Relation.TENANT: "租户 租客 承租人 租住 tenant renter",
    Relation.FAMILY: "家属 家人 家庭成员 配偶 子女 父母 同住人 family member",
}
_YES = frozenset(["是", "有", "在", "y", "yes", "true", "1", "√", "自住", "在住"])
_NO = frozenset(["否", "无", "不", "n", "no", "false", "0", "×", "x", "出租", "空置"])


def plain(text: str) -> str:
    """A header or a word of choice, narrowed for comparison."""
    short = unicodedata.normalize("NFKC", text).lower()
    short = re.sub(r"[(\[【（].*?[)\]】）]", "", short)
    return re.sub(r"[\s_*:：.\-/]", "", short)


_COLUMN_OF = {
    plain(word): column
    for column, (own, others) in HEADERS.items()
    for word in (own.zh, own.en, *others.split())
}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as written: its number in the file and the text under each known column."""

    number: int
    cells: dict[Column, str]
    trouble: dict[Column, str] = field(default_factory=dict)

    def get(self, column: Column) -> str:
        """The text under a column, empty when there is none."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class PersonLine:
    """What a row says about a person and what they are to the dwelling."""

    name: str
    kind: PersonKind | None
    phone: str
    id_number: str
    relation: Relation
    share: str
    lives_here: bool | None


def find_columns(cells: list[str]) -> dict[int, Column]:
    """Which column each cell of a header row names; empty when this is no header row."""
    found: dict[int, Column] = {}
    for index, cell in enumerate(cells):
        column = _COLUMN_OF.get(plain(cell))
        if column is not None and column not in found.values():
            found[index] = column
    enough = Column.DWELLING in found.values() and len(found) >= 2
    return found if enough else {}


def read_person(row: SheetRow) -> PersonLine | None:
    """The person of a row, None when the row has none; refuses naming the column at fault."""
    if not row.get(Column.NAME):
        for column in (Column.PHONE, Column.ID_NUMBER, Column.SHARE):
            if row.get(column):
                raise Refused("invalid", "The name is missing.", field=Column.NAME)
        return None
    relation = _choice(row, Column.RELATION, _RELATIONS) or Relation.OWNER
    share = read_share(row.get(Column.SHARE))
    if share and relation is not Relation.OWNER:
        raise Refused("invalid", "Only owners have a share.", field=Column.SHARE)
    phone, id_number = row.get(Column.PHONE), row.get(Column.ID_NUMBER)
    return PersonLine(
        name=clean_name(row.get(Column.NAME)),
        kind=_choice(row, Column.KIND, _KINDS),
        phone=clean_phone(phone) if phone else "",
        id_number=clean_id_number(id_number) if id_number else "",
        relation=relation,
        share=share,
        lives_here=_yes_or_no(row),
    )


def _choice(row: SheetRow, column: Column, words: dict[Any, str]) -> Any:
    said = plain(row.get(column))
    if not said:
        return None
    for value, names in words.items():
        if said in {plain(name) for name in names.split()} | {value.value}:
            return value
    raise Refused(
        "invalid",
        "“%(said)s” is not one of: %(known)s.",
        field=column,
        said=row.get(column)[:40],
        known=", ".join(names.split()[0] + "/" + value.value for value, names in words.items()),
    )


def _yes_or_no(row: SheetRow) -> bool | None:
    said = plain(row.get(Column.LIVES_HERE))
    if not said:
        return None
    if said in _YES or said in _NO:
        return said in _YES
    raise Refused("invalid", "Write yes or no (是 or 否).", field=Column.LIVES_HERE)
