"""会议纪要: who was there, what was said and decided, and who signs for it."""

from linli.surface.shell.documents.shapes import Minutes, check
from linli.surface.shell.documents.sheet import TEXT, Sheet

_NUMERALS = "一二三四五六七八九十"


def minutes(given: Minutes) -> bytes:
    """The minutes of an assembly or a committee's meeting."""
    check(given)
    sheet = Sheet(f"{given.community}{given.title}")
    sheet.title(f"{given.community}\n{given.title}")
    for name, said in (
        ("时间", given.when),
        ("地点", given.where),
        ("主持人", given.chair),
        ("记录人", given.recorder),
        ("出席情况", "；".join(given.present)),
    ):
        sheet.flow(f"{name}：{said}")
    for number, item in enumerate(given.items, start=1):
        sheet.heading(f"{_numeral(number)}、{item.title}")
        sheet.flow(item.said)
        sheet.flow(f"会议决定：{item.decided}")
    _signers(sheet, given.signers)
    sheet.signed(given.signed.by, given.signed.on)
    return sheet.save()


def _signers(sheet: Sheet, signers: tuple[str, ...]) -> None:
    if not signers:
        return
    sheet.heading("签字")
    for name in signers:
        sheet.need(14)
        said = f"{name}："
        sheet.write(sheet.left + 11.3, sheet.y + 9, said)
        begin = sheet.left + 11.3 + sheet.width(said, TEXT)
        sheet.rule(begin, sheet.y + 10, max(sheet.left + sheet.wide - begin, 30))
        sheet.y += 14


def _numeral(number: int) -> str:
    """1 to 99 as it is written: 一, 十, 十一, 二十, 二十一."""
    tens, ones = divmod(number, 10)
    ten = "" if not tens else ("十" if tens == 1 else f"{_NUMERALS[tens - 1]}十")
    return ten + (_NUMERALS[ones - 1] if ones else "")
