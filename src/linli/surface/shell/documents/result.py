"""结果公告: the strict and the deemed count side by side, with the fractions that decided."""

from linli.surface.shell.documents.notice import code
from linli.surface.shell.documents.shapes import Count, Decided, Result, Share, check
from linli.surface.shell.documents.sheet import SMALL, Column, Margins, Sheet

_MARGINS = Margins(top=25, right=22, bottom=28, left=22)
_STRICT = "严格计票（只算投了票的）"
_DEEMED = "推定计票（加上没投票的）"
_COUNTS = (
    ("参与人数", "took_part_heads"),
    ("参与面积（㎡）", "took_part_area"),
    ("同意人数", "for_heads"),
    ("同意面积（㎡）", "for_area"),
    ("反对人数", "against_heads"),
    ("反对面积（㎡）", "against_area"),
    ("弃权人数", "abstain_heads"),
    ("弃权面积（㎡）", "abstain_area"),
)


def result(given: Result) -> bytes:
    """The notice of a result, preliminary or final."""
    check(given)
    sheet = Sheet(f"{given.community}{given.title}", margins=_MARGINS)
    sheet.title(f"{given.community}\n{given.title}")
    sheet.flow(given.intro)
    for number, decided in enumerate(given.decided, start=1):
        _decided(sheet, number, decided)
    sheet.flow(given.objections)
    sheet.signed(given.signed.by, given.signed.on)
    code(sheet, given.address, "扫码自己核对")
    return sheet.save()


def _decided(sheet: Sheet, number: int, decided: Decided) -> None:
    motion = decided.motion
    counts = [decided.strict, *([decided.deemed] if decided.deemed else [])]
    wide = (sheet.wide - 34) / len(counts)
    heads = [_STRICT, _DEEMED][: len(counts)]
    columns = (Column("计票项目", 34), *(Column(head, wide, "center") for head in heads))
    glue = "\n" if decided.deemed else "　　"
    rows = [(name, *(_share(getattr(one, key), glue) for one in counts)) for name, key in _COUNTS]
    rows.append(("结果", *(one.outcome for one in counts)))
    sheet.need(sheet.tall(columns, rows) + 38)  # a motion and its table are read together
    sheet.y += 2
    sheet.flow(f"{number}．{motion.title}", face="hei", indent=0)
    said = "；".join(one for one in (motion.kind, motion.article) if one)
    for line in (said, motion.money):
        if line:
            sheet.flow(line, SMALL, indent=0, leading=1.5)
    sheet.table(columns, rows, bold_last=True)
    for head, one in zip(heads, counts, strict=True):
        _why(sheet, head if decided.deemed else "", one)
    sheet.y += 3


def _why(sheet: Sheet, head: str, count: Count) -> None:
    if count.why:
        name = f"{head.partition('（')[0]}：" if head else ""
        sheet.flow(f"{name}{count.why}", SMALL, indent=0, leading=1.5)


def _share(share: Share, glue: str) -> str:
    """ "732 / 1200，≥2/3，达到": the fraction itself, never a rounded percentage."""
    said = f"{share.part} / {share.whole}" if share.whole else share.part
    if not share.gate:
        return said
    met = {True: "达到", False: "没有达到", None: "不能确定"}[share.is_met]
    return f"{said}{glue}{share.gate}：{met}"
