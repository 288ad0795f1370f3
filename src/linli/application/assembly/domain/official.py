"""What the rows of an official voting system's result file say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from linli.application.assembly.domain.ballots import Choice
from linli.kernel import Refused

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "owner": ("业主", "业主姓名", "姓名", "owner", "name"),
    "unit": ("房号", "房屋", "房屋坐落", "地址", "专有部分", "unit", "home", "address"),
    "motion": ("议题", "事项", "表决事项", "议题编号", "motion", "item"),
    "choice": ("表决意见", "意见", "选择", "投票", "choice", "vote"),
    "time": ("时间", "投票时间", "表决时间", "time", "at"),
}
NEEDED = ("unit", "motion", "choice", "time")
_CHOICES: Mapping[str, Choice] = {
    **{str(choice): choice for choice in Choice},
    "同意": Choice.FOR,
    "赞成": Choice.FOR,
    "反对": Choice.AGAINST,
    "不同意": Choice.AGAINST,
    "弃权": Choice.ABSTAIN,
    "随多数": Choice.FOLLOW,
    "从多数": Choice.FOLLOW,
    "废票": Choice.VOID,
    "无效": Choice.VOID,
    "空白": Choice.BLANK,
    "未填": Choice.BLANK,
}
_TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M")


@dataclass(frozen=True, slots=True)
class OfficialRow:
    """One row: texts as written, the time in UTC."""

    number: int
    owner: str
    unit: str
    motion: str
    choice: str
    at: datetime


def find_columns(header: Sequence[str]) -> dict[str, int]:
    """Which column of a header is which.

    Raises:
        Refused: a needed column is missing.
    """
    said = ["".join(cell.split()).lower() for cell in header]
    found = {
        name: said.index(word)
        for name, words in COLUMNS.items()
        for word in reversed(words)
        if word in said
    }
    for name in NEEDED:
        if name not in found:
            raise Refused(
                "invalid",
                "The list has no column “%(column)s”.",
                field="file",
                column=COLUMNS[name][0],
            )
    return found


def read_row(
    number: int, texts: Sequence[str], columns: Mapping[str, int], zone: tzinfo
) -> OfficialRow:
    """A row below the header; refused with the column at fault."""
    cells = {name: texts[at].strip() if at < len(texts) else "" for name, at in columns.items()}
    for name in NEEDED:
        if not cells[name]:
            raise Refused("invalid", "“%(column)s” is empty.", field=name, column=COLUMNS[name][0])
    return OfficialRow(
        number,
        cells.get("owner", ""),
        cells["unit"],
        cells["motion"],
        cells["choice"],
        _moment(cells["time"], zone),
    )


def _moment(text: str, zone: tzinfo) -> datetime:
    for form in _TIMES:
        try:
            return datetime.strptime(text, form).replace(tzinfo=zone).astimezone(UTC)
        except ValueError:
            continue
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(
            "invalid",
            "“%(text)s” is no time; write it like 2026-11-26 10:00:00.",
            field="time",
            text=text[:40],
        ) from None
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def read_choice(text: str, candidates: Sequence[str]) -> str | list[str]:
    """A choice in words, or the candidates a row names (separated by 、 or ;)."""
    found = _CHOICES.get("".join(text.split()).lower())
    if found is not None:
        return str(found)
    names = [one.strip() for one in text.replace("；", "、").replace(";", "、").split("、")]
    if candidates and all(name in candidates for name in names):
        return names
    raise Refused("invalid", "“%(text)s” is no choice here.", field="choice", text=text[:40])
