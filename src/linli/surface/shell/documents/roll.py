"""业主名册公示: room, masked name, area and state of every unit, with the two totals."""

from linli.kernel.masking import masked
from linli.surface.shell.documents.shapes import Roll, RollRow, check
from linli.surface.shell.documents.sheet import Column, Margins, Sheet

_MARGINS = Margins(top=25, right=20, bottom=28, left=20)
_COLUMNS = (
    Column("序号", 16, "center"),
    Column("房号", 58),
    Column("业主", 38),
    Column("面积（㎡）", 28, "right"),
    Column("状态", 30, "center"),
)


def roll(given: Roll) -> bytes:
    """The roll for publication; natural persons are masked here, whoever calls."""
    check(given)
    sheet = Sheet(f"{given.community}{given.title}", margins=_MARGINS)
    sheet.title(f"{given.community}\n{given.title}")
    sheet.flow(
        f"依据{given.basis}，现将{given.scope}的业主名册公示如下。"
        f"共有投票权人数 {given.heads} 人，专有部分面积合计 {given.area} 平方米。"
    )
    sheet.y += 3
    rows = [_row(number, one) for number, one in enumerate(given.rows, start=1)]
    total = ("合计", f"{len(given.rows)} 个专有部分", f"{given.heads} 人", given.area, "")
    sheet.table(_COLUMNS, [*rows, total], bold_last=True)
    sheet.y += 3
    sheet.flow(given.objections)
    sheet.signed(given.signed.by, given.signed.on)
    return sheet.save()


def _row(number: int, row: RollRow) -> tuple[str, ...]:
    name = row.owner if row.is_company else masked(row.owner)
    return (str(number), row.room, name, row.area, row.status)
