"""收票回执: a slip for each ballot, four to a page and cut apart; none shows how anybody voted."""

from linli.kernel import Refused
from linli.surface.shell.documents.shapes import Receipts, Slip, check
from linli.surface.shell.documents.sheet import SMALL, WIDE, Margins, Sheet

MOST = 200
_MARGINS = Margins(top=12, right=17, bottom=13, left=17)
_HIGH, _CODE, _HEAD = 68.0, 40.0, 14.0
_PROVES = (
    "这张回执证明：这张表决票已经登在公开账本上，谁也不能悄悄改掉或者拿走。它不显示您怎么投的。"
)
_CHECK = "核对：打开 {where} ，或者到服务台，工作人员帮您扫码核对。"


def receipts(given: Receipts) -> bytes:
    """All slips in one file, the first at the top.

    Raises:
        Refused: no ballot, more than 200, a text too long.
    """
    check(given)
    if not 0 < len(given.slips) <= MOST:
        raise Refused("invalid", "One file holds 1 to %(most)s receipts.", field="slips", most=MOST)
    sheet = Sheet(f"{given.community}{given.title}收票回执", margins=_MARGINS, is_numbered=False)
    for slip in given.slips:
        sheet.need(_HIGH)
        _draw(sheet, given, slip)
    return sheet.save()


def _draw(sheet: Sheet, given: Receipts, slip: Slip) -> None:
    top, wide = sheet.y, sheet.wide - _CODE - 4
    said = "\n".join(
        (
            given.title,
            f"票号：{slip.number}　　短码：{_in_fours(slip.code)}",
            f"房号：{'、'.join(slip.rooms)}",
            f"收到：{slip.at}，{slip.way}",
        )
    )
    y = sheet.stand(
        [f"{given.community}　收票回执"], sheet.left, top, wide, size=_HEAD, face="hei", leading=1.5
    )
    y = _lines(sheet, said, y, wide)
    sheet.qr(slip.qr, WIDE - sheet.margins.right - _CODE, top, _CODE)
    y = _lines(sheet, _PROVES, max(y, top + _CODE) + 1, sheet.wide)
    y = _lines(sheet, _CHECK.format(where=given.check_at), y, sheet.wide)
    sheet.y = max(top + _HIGH, y + 3)
    sheet.rule(sheet.left, sheet.y - 2, sheet.wide, 0.1)


def _lines(sheet: Sheet, text: str, y: float, wide: float) -> float:
    lines = sheet.broken(text, SMALL, wide)
    return sheet.stand(lines, sheet.left, y, wide, size=SMALL, leading=1.35)


def _in_fours(code: str) -> str:
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
