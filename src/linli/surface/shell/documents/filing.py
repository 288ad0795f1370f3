"""备案材料: the cover and the list of a package for the street office."""

from linli.surface.shell.documents.shapes import Filing, check
from linli.surface.shell.documents.sheet import TITLE, Column, Sheet

_COLUMNS = (
    Column("序号", 16, "center"),
    Column("材料名称", 76),
    Column("份数", 16, "center"),
    Column("页数", 16, "center"),
    Column("备注", 32),
)


def filing(given: Filing) -> bytes:
    """Cover and list; what is missing stands in the remarks."""
    check(given)
    sheet = Sheet(f"{given.community}{given.title}")
    _cover(sheet, given)
    sheet.turn()
    sheet.title("备案材料清单")
    rows = [
        (str(number), one.name, str(one.copies), str(one.pages), one.remark)
        for number, one in enumerate(given.rows, start=1)
    ]
    copies, pages = sum(one.copies for one in given.rows), sum(one.pages for one in given.rows)
    sheet.table(_COLUMNS, [*rows, ("合计", "", str(copies), str(pages), "")], 14, bold_last=True)
    sheet.y += 6
    sheet.flow(f"报送人：{given.by}", indent=0)
    sheet.flow("接收人（签字）：", indent=0)
    sheet.flow("接收日期：　　　　　年　　　月　　　日", indent=0)
    return sheet.save()


def _cover(sheet: Sheet, given: Filing) -> None:
    sheet.y = 80
    sheet.title(given.community, TITLE)
    sheet.title(given.title, 30)
    sheet.y = 190
    for name, said in (
        ("报　　至", given.to),
        ("报送单位", given.by),
        ("联系方式", given.contact),
        ("日　　期", given.on),
    ):
        sheet.flow(f"{name}：{said}", indent=2)
