"""表决票: a ballot for each owner, large enough for old eyes, told apart by its serial and code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from linli.kernel import Refused
from linli.surface.shell.documents.shapes import Ballot, BallotForm, Motion, check
from linli.surface.shell.documents.sheet import HIGH, WIDE, Face, Margins, Sheet

SMALLEST = 16.0
"""Points; nothing on a ballot is smaller."""
MOST = 2000
_MARGINS = Margins(top=14, right=17, bottom=21, left=17)
_CODE, _CODE_AGAIN, _TICK, _LINE = 32.0, 25.0, 9.0, 7.6
_HEAD_OF_TABLE, _SIGNING, _NAME = 11.0, 42.0, 26.0
_MORE = 9.0
"""Where all of it fits on one page, every row is given so much more room."""
_CHOICE = {3: 22.0, 4: 19.0}
_NOBODY = ("以上都不选", "弃权")


@dataclass(frozen=True, slots=True)
class _Row:
    """A motion laid out: its lines and how high it stands.

    An election has a row of its own for its title, which has no boxes, and then rows of two names
    with a box before each.
    """

    lines: tuple[str, ...]
    high: float
    boxes: tuple[tuple[str, ...], ...] | None = None


def ballots(form: BallotForm, owners: Iterable[Ballot]) -> bytes:
    """Everyone's ballots in one file, in the order given, each beginning on a page of its own, with
    the owner's own items under their numbers on the agenda.

    Raises:
        Refused: no motion or owner, more than 2,000 owners, a serial twice, a text too long,
            items that are not there.
    """
    given = tuple(owners)
    _check(form, given)
    sheet = Sheet(f"{form.community}{form.title}表决票", margins=_MARGINS, is_numbered=False)
    items = [_laid(sheet, form, number, one) for number, one in enumerate(form.motions, start=1)]
    for place, owner in enumerate(given):
        if place:
            sheet.turn()
        own = items if owner.items is None else [items[one] for one in owner.items]
        _draw(sheet, form, owner, list(chain.from_iterable(own)))
    return sheet.save()


def _check(form: BallotForm, owners: Sequence[Ballot]) -> None:
    check(form)
    if not form.motions:
        raise Refused("invalid", "A ballot needs something to vote on.", field="motions")
    if len(form.choices) not in _CHOICE:
        raise Refused("invalid", "A ballot has three or four boxes for each item.", field="choices")
    if not 0 < len(owners) <= MOST:
        raise Refused("invalid", "One file holds 1 to %(most)s ballots.", field="owners", most=MOST)
    known: dict[str, int] = {}
    for row, owner in enumerate(owners, start=1):
        check(owner, f"owners[{row}]")
        _check_items(form, owner, row)
        first = known.setdefault(owner.serial, row)
        if first != row:
            raise Refused(
                "conflict",
                "Ballot %(row)s has the same serial as ballot %(first)s.",
                field=f"owners[{row}].serial",
                row=row,
                first=first,
            )


def _check_items(form: BallotForm, owner: Ballot, row: int) -> None:
    if owner.items is None:
        return
    if not owner.items or not set(owner.items) <= set(range(len(form.motions))):
        raise Refused(
            "invalid",
            "Ballot %(row)s has no item of this agenda to vote on.",
            field=f"owners[{row}].items",
            row=row,
        )


def _laid(sheet: Sheet, form: BallotForm, number: int, motion: Motion) -> list[_Row]:
    if motion.candidates:
        return _election(sheet, number, motion)
    wide = sheet.wide - len(form.choices) * _CHOICE[len(form.choices)] - 4
    kind = f"（{motion.kind}）" if motion.kind else ""
    money = f"\n{motion.money}" if motion.money else ""
    lines = sheet.broken(f"{number}. {motion.title}{kind}{money}", SMALLEST, wide)
    return [_Row(tuple(lines), max(len(lines) * _LINE + 2.4, _TICK + 5))]


def _election(sheet: Sheet, number: int, motion: Motion) -> list[_Row]:
    """Every candidate with a box of their own; the last two boxes are for nobody."""
    said = f"{number}. {motion.title}（选举：最多选 {motion.seats} 人，在姓名前的方框里打“√”）"
    title = tuple(sheet.broken(said, SMALLEST, sheet.wide - 4))
    wide = sheet.wide / 2 - _TICK - 8
    boxes = [tuple(sheet.broken(one, SMALLEST, wide)) for one in (*motion.candidates, *_NOBODY)]
    if len(motion.candidates) % 2:
        boxes.insert(-len(_NOBODY), ())  # what is for nobody stands in a row of its own
    pairs = [tuple(boxes[at : at + 2]) for at in range(0, len(boxes), 2)]
    names = [_Row((), max(max(map(len, pair)) * _LINE, _TICK) + 4, boxes=pair) for pair in pairs]
    return [_Row(title, len(title) * _LINE + 2.4, boxes=()), *names]


def _draw(sheet: Sheet, form: BallotForm, owner: Ballot, rows: Sequence[_Row]) -> None:
    """The pages of one ballot: what does not fit goes on, whole, under the same head."""
    first_page = sheet.pdf.page_no()
    _head(sheet, form, owner, has_election=any(row.boxes for row in rows))
    heads = [_needs_head(rows, at) * _HEAD_OF_TABLE for at in range(len(rows))]
    free = sheet.bottom - sheet.y - _SIGNING - sum(row.high for row in rows) - sum(heads)
    more = min(max(free / len(rows), 0), _MORE)
    for at, row in enumerate(rows):
        under = rows[at + 1].high if row.boxes == () else 0.0  # no title without a first name
        if sheet.y + heads[at] + row.high + under > sheet.bottom:
            _turn(sheet, form, owner)
            heads[at] = _HEAD_OF_TABLE if row.boxes is None else 0.0
        if heads[at]:
            _table_head(sheet, form)
        draw = _motion if row.boxes is None else _names
        draw(sheet, form, row, row.high + more)
    if sheet.y + _SIGNING > sheet.bottom:
        _turn(sheet, form, owner)
    _signing(sheet, form)
    _feet(sheet, owner, first_page)


def _needs_head(rows: Sequence[_Row], at: int) -> bool:
    """Whether the boxes of a row are not yet explained by the row above."""
    return rows[at].boxes is None and (at == 0 or rows[at - 1].boxes is not None)


def _head(sheet: Sheet, form: BallotForm, owner: Ballot, *, has_election: bool) -> None:
    wide = sheet.wide - _CODE - 4
    x = WIDE - sheet.margins.right - _CODE
    sheet.qr(owner.address, x, sheet.y, _CODE)
    y = sheet.stand(
        sheet.broken(f"{form.community}{form.title}", 18, wide),
        sheet.left, sheet.y + 1, wide, size=18, align="center", leading=1.4, bold=True,
    )  # fmt: skip
    y = sheet.stand(["表　决　票"], sheet.left, y + 1, wide, size=26, align="center", bold=True)
    sheet.y = max(y, sheet.margins.top + _CODE) + 1
    _facts(sheet, owner)
    but = "（选举除外）" if has_election else ""
    said = f"每一项只选一格{but}，在方框里打“√”。请在{form.until}前交到{form.hand_in}。"
    sheet.y = sheet.stand(
        sheet.broken(said, SMALLEST, sheet.wide), sheet.left, sheet.y + 2, sheet.wide, leading=1.3
    )
    sheet.y += 2


def _facts(sheet: Sheet, owner: Ballot) -> None:
    """Whose ballot it is: serial and area side by side, name and rooms over the whole width."""
    half = sheet.wide / 2
    size = f"{owner.area} 平方米，{owner.heads} 人"
    _row_of(sheet, (("编　号", owner.serial, half), ("面积人数", size, half)))
    _row_of(sheet, (("业　主", owner.owner, sheet.wide),))
    _row_of(sheet, (("房　号", "、".join(owner.rooms), sheet.wide),))


def _row_of(sheet: Sheet, cells: Sequence[tuple[str, str, float]]) -> None:
    parts = [
        (name, sheet.broken(said, SMALLEST, wide - _NAME - 4), wide) for name, said, wide in cells
    ]
    high, x = max(len(lines) for _, lines, _ in parts) * _LINE + 1.6, sheet.left
    for name, lines, wide in parts:
        sheet.box(x, sheet.y, _NAME, high)
        sheet.box(x + _NAME, sheet.y, wide - _NAME, high)
        middle = sheet.y + (high - _LINE) / 2
        sheet.stand([name], x, middle, _NAME, face="hei", align="center", leading=1.346)
        top = sheet.y + (high - len(lines) * _LINE) / 2
        sheet.stand(lines, x + _NAME + 2, top, wide - _NAME - 4, leading=1.346)
        x += wide
    sheet.y += high


def _table_head(sheet: Sheet, form: BallotForm) -> None:
    each = _CHOICE[len(form.choices)]
    x = sheet.left + sheet.wide - each * len(form.choices)
    sheet.box(sheet.left, sheet.y, x - sheet.left, _HEAD_OF_TABLE)
    sheet.stand(["表决事项"], sheet.left, sheet.y + 1.2, x - sheet.left, face="hei", align="center")
    for choice in form.choices:
        sheet.box(x, sheet.y, each, _HEAD_OF_TABLE)
        sheet.stand([choice], x, sheet.y + 1.2, each, face="hei", align="center")
        x += each
    sheet.y += _HEAD_OF_TABLE


def _motion(sheet: Sheet, form: BallotForm, row: _Row, high: float) -> None:
    each = _CHOICE[len(form.choices)]
    x = sheet.left + sheet.wide - each * len(form.choices)
    sheet.box(sheet.left, sheet.y, x - sheet.left, high)
    top = sheet.y + (high - len(row.lines) * _LINE) / 2
    sheet.stand(row.lines, sheet.left + 2, top, x - sheet.left - 4, leading=1.346)
    for _ in form.choices:
        sheet.box(x, sheet.y, each, high)
        sheet.box(x + (each - _TICK) / 2, sheet.y + (high - _TICK) / 2, _TICK, _TICK, 0.7)
        x += each
    sheet.y += high


def _names(sheet: Sheet, form: BallotForm, row: _Row, high: float) -> None:
    """The title of an election, or two of its names with a box before each."""
    sheet.box(sheet.left, sheet.y, sheet.wide, high)
    top = sheet.y + (high - len(row.lines) * _LINE) / 2
    sheet.stand(row.lines, sheet.left + 2, top, sheet.wide - 4, leading=1.346)
    for column, lines in enumerate(row.boxes or ()):
        if lines:
            x = sheet.left + column * sheet.wide / 2 + 4
            sheet.box(x, sheet.y + (high - _TICK) / 2, _TICK, _TICK, 0.7)
            top = sheet.y + (high - len(lines) * _LINE) / 2
            sheet.stand(lines, x + _TICK + 4, top, sheet.wide / 2, leading=1.346)
    sheet.y += high


def _signing(sheet: Sheet, form: BallotForm) -> None:
    """Room to sign, for the owner or for whoever holds a written proxy."""
    x, wide, y = sheet.left, sheet.wide, sheet.y + 14
    for said in ("业主签名（单位盖章）：", "代理人签名（附委托书）："):
        sheet.write(x, y, said, SMALLEST)
        begin = x + sheet.width(said, SMALLEST)
        sheet.rule(begin, y + 1, x + wide - begin)
        y += 12
    said = "日期：　　　　　年　　　月　　　日"
    sheet.write(x + wide - sheet.width(said, SMALLEST), y, said, SMALLEST)
    sheet.y = y


def _turn(sheet: Sheet, form: BallotForm, owner: Ballot) -> None:
    """The next page of a ballot says by itself whose it is, should it come loose."""
    sheet.turn()
    wide = sheet.wide - _CODE_AGAIN - 4
    sheet.qr(owner.address, WIDE - sheet.margins.right - _CODE_AGAIN, sheet.y, _CODE_AGAIN)
    y = sheet.y
    parts: tuple[tuple[str, Face], ...] = (
        (f"{form.community}{form.title}表决票（续）", "hei"),
        (f"编号 {owner.serial}　{owner.owner}", "song"),
    )
    for said, face in parts:
        lines = sheet.broken(said, SMALLEST, wide, face)
        y = sheet.stand(lines, sheet.left, y, wide, face=face, leading=1.346)
    sheet.y = max(y, sheet.y + _CODE_AGAIN) + 1


def _feet(sheet: Sheet, owner: Ballot, first_page: int) -> None:
    """Which page of how many of which ballot, so that a sheet that came loose finds its own."""
    last_page = sheet.pdf.page_no()
    pages = last_page - first_page + 1
    for page in range(first_page, last_page + 1):
        sheet.pdf.page = page
        said = f"编号 {owner.serial}　第 {page - first_page + 1} 页，共 {pages} 页"
        line = sheet.broken(said, SMALLEST, sheet.wide)[:1]
        sheet.stand(line, sheet.left, HIGH - 18, sheet.wide, align="center")
    sheet.pdf.page = last_page
