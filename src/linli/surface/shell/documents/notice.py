"""业主大会会议公告: what will be decided, when and where, and how one votes."""

from linli.surface.shell.documents.shapes import Motion, Notice, check
from linli.surface.shell.documents.sheet import Sheet

_NUMERALS = "一二三四五六七八九十"
_CODE = 32.0


def notice(given: Notice) -> bytes:
    """The notice of an assembly, signed by whoever calls it."""
    check(given)
    sheet = Sheet(f"{given.community}{given.title}")
    sheet.title(f"{given.community}\n{given.title}")
    sheet.flow("各位业主：", indent=0)
    sheet.flow(f"依据{given.basis}，现将会议有关事项公告如下：")
    parts = [("会议形式", given.form), ("会议时间", given.when), ("会议地点", given.where)]
    sections: list[tuple[str, list[str]]] = [
        ("会议形式、时间和地点", [f"{name}：{said}" for name, said in parts if said]),
        ("表决事项", [motion_line(one, n) for n, one in enumerate(given.motions, start=1)]),
        ("投票时间和方式", [given.window, *given.how]),
        ("没有投票怎么算", [given.warning] if given.warning else []),
        ("咨询和异议", [given.contact] if given.contact else []),
    ]
    for number, (name, lines) in enumerate(one for one in sections if one[1]):
        sheet.heading(f"{_NUMERALS[number]}、{name}")
        for line in lines:
            sheet.flow(line)
    sheet.flow("特此公告。")
    sheet.signed(given.signed.by, given.signed.on)
    code(sheet, given.address, "扫码看全文")
    return sheet.save()


def motion_line(motion: Motion, number: int) -> str:
    """A motion as it stands in a list, with its kind and article, its money or its candidates."""
    said = "，".join(one for one in (motion.kind, motion.article) if one)
    names = "、".join(motion.candidates)
    stand = f"候选人：{names}。选至多{motion.seats}人。" if names else ""
    return f"{number}．{motion.title}" + (f"（{said}）" if said else "") + motion.money + stand


def code(sheet: Sheet, address: str, said: str) -> None:
    """A QR code at the left under the signature, with what it is for."""
    if not address:
        return
    sheet.need(_CODE + 8)
    sheet.y += 2
    sheet.qr(address, sheet.left, sheet.y, _CODE)
    sheet.stand([said], sheet.left, sheet.y + _CODE - 1, _CODE, size=12, align="center")
    sheet.y += _CODE + 8
