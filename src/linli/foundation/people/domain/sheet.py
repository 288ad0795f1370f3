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
        "栋 楼号 幢 楼幢 栋号 楼栋号 幢号 座 楼座 楼宇 楼 楼栋名称 buildingno block bldg tower",
    ),
    Column.ENTRANCE: (Words("单元", "entrance"), "单元号 单元门 门洞 梯 unit stair entranceno"),
    Column.DWELLING: (
        Words("房号", "dwelling"),
        "室号 房间号 房间 室 门牌 门牌号 户号 户室号 房屋 房产 房屋编号 单元房号 楼栋房号 "
        "地址 住址 房屋地址 房屋坐落 "
        "room roomno flat flatno apartment apartmentno dwellingno home address",
    ),
    Column.AREA: (
        Words("面积", "area"),
        "建筑面积 房屋面积 专有部分面积 专有部分建筑面积 产权面积 产证面积 房产面积 floorarea sqm",
    ),
    Column.CELL: (Words("网格", "grid"), "网格号 所属网格 cell gridcell"),
    Column.NAME: (
        Words("姓名", "owner name"),
        "业主姓名 业主 产权人 产权人姓名 户主 户主姓名 名称 业主名称 住户 住户姓名 房主 "
        "name owner ownername resident residentname",
    ),
    Column.PHONE: (
        Words("电话", "phone"),
        "手机 手机号 手机号码 联系电话 联系手机 移动电话 电话号码 联系方式 业主电话 "
        "mobile mobileno phonenumber phoneno telephone tel",
    ),
    Column.ID_NUMBER: (
        Words("证件号", "id number"),
        "身份证 身份证号 身份证号码 证件号码 统一社会信用代码 idno idcard",
    ),
    Column.KIND: (Words("业主类型", "owner kind"), "类型 业主性质 产权性质 kind ownertype type"),
    Column.RELATION: (
        Words("关系", "relation"),
        "住户类型 与房屋关系 与业主关系 与户主关系 身份 role",
    ),
    Column.SHARE: (Words("份额", "share"), "产权份额 共有份额 占比 比例 ownershare"),
    Column.LIVES_HERE: (
        Words("是否居住", "lives here"),
        "居住 在住 是否在住 是否入住 入住情况 入住状态 居住情况 居住状态 自住 livesin",
    ),
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
_YES = frozenset(
    ["是", "有", "在", "y", "yes", "true", "1", "√", "自住", "在住", "入住", "已入住", "常住"]
)
_NO = frozenset(
    ["否", "无", "不", "n", "no", "false", "0", "×", "x", "出租", "空置", "空关", "未入住", "未住"]
)
_NOTHING = frozenset(["无", "没有", "暂无", "未知", "不详", "空", "na", "none", "null", ""])
_KEPT_AS_IS = (Column.LIVES_HERE, Column.ENTRANCE, Column.NAME, Column.DWELLING, Column.BUILDING)
_SEVERAL = re.compile(r"(?<=[\u4e00-\u9fff])\s*[、/，,;；]\s*(?=[\u4e00-\u9fff])")
_TOTAL = re.compile(
    r"(本页|本栋|全部)?(合计|总计|小计|共计|累计|总数|total|subtotal|grandtotal)\d*[户套人]?"
)
_NOTE = re.compile(r"(制表|审核|填表|填报|打印|编制|备注|注|说明|note)(人|日期|时间|单位)?[:：]")


def plain(text: str) -> str:
    """A header or a word of choice, narrowed for comparison."""
    short = unicodedata.normalize("NFKC", text).lower()
    short = re.sub(r"[(\[【（].*?[)\]】）]", "", short)
    return re.sub(r"[\s_*:：.\-/]", "", short)


def _unitless(header: str) -> str:
    return re.sub(r"(m2|平米|平方米|㎡)$", "", header)


_COLUMN_OF = {
    plain(word): column
    for column, (own, others) in HEADERS.items()
    for word in (own.zh, own.en, *others.split())
}


class LeftOut(StrEnum):
    """Why a row below the header is not one of the list."""

    TOTAL = "total"
    HEADER = "header"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as written: its sheet, its number there, and the text under each known column."""

    number: int
    cells: dict[Column, str]
    trouble: dict[Column, str] = field(default_factory=dict)
    sheet: str = ""

    def get(self, column: Column) -> str:
        """The text under a column, empty when there is none."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What was understood of a sheet: where its header stands (0: it has none and is left out),
    which header is which column, which ones nobody knows, and what was left out below it.

    `building` is the one its name says, where no column does.
    """

    name: str
    header: int = 0
    columns: tuple[tuple[str, Words], ...] = ()
    unknown: tuple[str, ...] = ()
    rows: int = 0
    left_out: tuple[tuple[int, LeftOut], ...] = ()
    building: str = ""
    is_hidden: bool = False


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


def column_of(header: str) -> Column | None:
    """The column a header names, with its decoration, its unit and in two words for the same."""
    said = plain(header)
    found = _COLUMN_OF.get(said) or _COLUMN_OF.get(_unitless(said))
    if found is None and re.search("[/、或]", header):
        parts = {_COLUMN_OF.get(plain(part)) for part in re.split("[/、或]", header)}
        found = parts.pop() if len(parts) == 1 else None
    return found


def find_columns(cells: list[str]) -> dict[int, Column]:
    """Which column each cell of a header row names; empty when this is no header row."""
    found: dict[int, Column] = {}
    for index, cell in enumerate(cells):
        column = column_of(cell)
        if column is not None and column not in found.values():
            found[index] = column
    enough = Column.DWELLING in found.values() and len(found) >= 2
    return found if enough else {}


def find_more_columns(
    cells: list[str], header: dict[int, str], known: dict[int, Column]
) -> dict[int, Column]:
    """The columns of a second line of a header, under groups such as “业主信息”; empty for data."""
    new = {i: cell for i, cell in enumerate(cells) if cell and cell != header.get(i)}
    said = {index: column_of(cell) for index, cell in new.items()}
    more = {i: column for i, column in said.items() if column and column not in known.values()}
    return more if more and len(more) == len(said) else {}


def left_out(cells: list[str], columns: dict[int, Column]) -> LeftOut | None:
    """Why a row is no row of the list; None when it is one."""
    said = [cell for cell in cells if cell]
    if any(_TOTAL.fullmatch(plain(cell)) for cell in said[:3]):
        return LeftOut.TOTAL
    if find_columns(cells) == columns:
        return LeftOut.HEADER
    if len(said) <= 3 and said and _NOTE.match(said[0].replace(" ", "")):
        return LeftOut.NOTE
    return None


def without_nothing(cells: dict[Column, str]) -> dict[Column, str]:
    """The cells without those that only say that nothing is known: “无”, “-”, “/”."""
    return {
        column: text
        for column, text in cells.items()
        if column in _KEPT_AS_IS or plain(text) not in _NOTHING
    }


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
    if _SEVERAL.search(row.get(Column.NAME)):
        raise Refused("invalid", "Please give each person a row of their own.", field=Column.NAME)
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
