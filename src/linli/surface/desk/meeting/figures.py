"""A published result in the values its printed notice is made of."""

from collections.abc import Mapping
from typing import Any

from linli.application.assembly.api import AssemblySheet, MotionCard, ResultCard
from linli.surface.desk.meeting.written import motion_of
from linli.surface.shell.documents import shapes

Body = Mapping[str, Any]
_OUTCOMES = {
    "passed": "通过",
    "failed": "没有通过",
    "no_quorum": "参与不足，没有通过",
    "undetermined": "不能确定",
}


def decided(sheet: AssemblySheet, found: ResultCard) -> tuple[shapes.Decided, ...]:
    """Every item with its strict count and the deemed one beside it."""
    motions = {one.id: one for one in sheet.motions}
    return tuple(
        _decided(motions[one["id"]], one) for one in found.body["motions"] if one["id"] in motions
    )


def _decided(motion: MotionCard, one: Body) -> shapes.Decided:
    named = motion_of(motion)
    if motion.candidates:
        return shapes.Decided(named, _election(one))
    return shapes.Decided(named, _count(one["strict"]), _count(one["deemed"]))


def _count(count: Body) -> shapes.Count:
    part, agree, said = count["participation"], count["approval"], count["counts"]
    heads, area = agree["heads"][1], agree["area"][1]

    def share(key: str, unit: str) -> shapes.Share:
        weight = said.get(key) or {"heads": 0, "area": "0"}
        return shapes.Share(str(weight[unit]), str(heads if unit == "heads" else area))

    return shapes.Count(
        outcome=_OUTCOMES[count["outcome"]],
        took_part_heads=_of(part["heads"]),
        took_part_area=_of(part["area"]),
        for_heads=_of(agree["heads"], agree["needed"]),
        for_area=_of(agree["area"], agree["needed"] if agree["by_area"] else ""),
        against_heads=share("against", "heads"),
        against_area=share("against", "area"),
        abstain_heads=share("abstain", "heads"),
        abstain_area=share("abstain", "area"),
        why=str(count["why_zh"])[:400],
    )


def _of(pair: list[Any], gate: str = "") -> shapes.Share:
    return shapes.Share(str(pair[0]), str(pair[1]), gate)


def _election(one: Body) -> shapes.Count:
    """An election: who took part, and in a sentence who was elected with how many votes."""
    strict = one["strict"]
    got = "；".join(
        f"{name} {count['counts']['for']['heads']} 人 {count['counts']['for']['area']} 平方米"
        for name, count in strict["candidates"].items()
    )
    elected = "、".join(strict["elected"]) or "无"
    none = shapes.Share("见下", "")
    return shapes.Count(
        outcome=_OUTCOMES[strict["outcome"]],
        took_part_heads=_of(one["participation"]["heads"]),
        took_part_area=_of(one["participation"]["area"]),
        for_heads=none,
        for_area=none,
        against_heads=none,
        against_area=none,
        abstain_heads=none,
        abstain_area=none,
        why=f"当选：{elected}。同意票：{got}。"[:400],
    )
