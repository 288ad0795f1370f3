"""Names as neighbours and notice boards may show them."""

_DOUBLE = frozenset(
    (
        *("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容"),
        *("令狐", "司徒", "夏侯", "长孙", "宇文", "端木", "南宫", "独孤", "轩辕"),
    )
)


def masked(name: str) -> str:
    """The family name and two stars: 王**, 欧阳**."""
    return (name[:2] if name[:2] in _DOUBLE and len(name) > 2 else name[:1]) + "**"
