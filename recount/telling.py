"""The result as an owner reads it, in Chinese and in English, and as JSON."""

from dataclasses import dataclass
from typing import Any

from recount.checking import Found
from recount.counting import Motion
from recount.figures import Figures
from recount.judging import NOTHING
from recount.plain import metres
from recount.receipt import Receipt
from recount.wrong import Wrong

_OUTCOMES = {
    "passed": ("通过", "passed"),
    "failed": ("未通过", "did not pass"),
    "no_quorum": ("参与人数或面积不足", "too few took part"),
    "undetermined": ("不能确定", "is undetermined"),
}
_STAGES = {"preliminary": ("初步结果", "preliminary result"), "final": ("最终结果", "final result")}


@dataclass(frozen=True, slots=True)
class Said:
    """Whether everything holds, the sentences, and the same as data."""

    holds: bool
    text: str
    data: dict[str, Any]


def of_wrong(wrong: Wrong) -> Said:
    """The first thing that does not hold."""
    zh, en = wrong.words()
    at = wrong.place
    data = {"holds": False, "file": at.file, "line": at.line, "field": at.field}
    return Said(False, f"不成立：{zh}\nDoes not hold: {en}", {**data, "zh": zh, "en": en})


def of_receipt(found: Receipt) -> Said:
    """A receipt that holds."""
    zh = (
        f"这张票在账本中：账本第 {found.index} 条，本次大会第 {found.seq} 条，短码 {found.code}。"
        "回执不显示投了什么。"
    )
    en = (
        f"This ballot is in the log: leaf {found.index}, entry {found.seq} of the assembly, short"
        f" code {found.code}. The receipt does not show what it says."
    )
    data = {"holds": True, "index": found.index, "seq": found.seq, "code": found.code}
    return Said(True, f"{zh}\n{en}", {**data, "zh": zh, "en": en})


def of_bundle(found: Found) -> Said:
    """A bundle in which everything holds."""
    lines = [*_about_the_log(found), *_what_was_decided(found), _how_far(found)]
    motions = [_data(found.assembly.motions[name], figures) for name, figures in found.last.items()]
    data = {
        "holds": True,
        "opened": found.about.is_opened,
        "assembly": found.about.assembly,
        "log": {
            "key": f"{found.log.keys.log.name}+{found.log.keys.log.id.hex()}",
            "size": found.log.checkpoint.size,
            "root": found.log.checkpoint.root.hex(),
            "cosigned": found.log.cosigned,
            "needed": found.log.keys.needed,
        },
        "ballots": len(found.assembly.casts),
        "stage": found.stage,
        "motions": motions,
    }
    return Said(True, "\n".join(f"{zh}\n{en}" for zh, en in lines), data)


def _about_the_log(found: Found) -> list[tuple[str, str]]:
    log, entries = found.log, len(found.assembly.entries)
    key = f"{log.keys.log.name}+{log.keys.log.id.hex()}"
    return [
        (
            f"账本 {key}：{log.checkpoint.size} 条，签名有效，{log.cosigned} 个见证人已签"
            f"（需要 {log.keys.needed} 个）。请与公告栏上的公钥核对。",
            f"Log {key}: {log.checkpoint.size} leaves, the signature holds, {log.cosigned}"
            f" witnesses have cosigned ({log.keys.needed} needed). Compare the key with the one on"
            " the notice board.",
        ),
        (
            f"大会 {found.about.assembly}：{entries} 条记录无缺号，其中票"
            f" {len(found.assembly.casts)} 张。",
            f"Assembly {found.about.assembly}: {entries} entries without a gap,"
            f" {len(found.assembly.casts)} ballots among them.",
        ),
    ]


def _what_was_decided(found: Found) -> list[tuple[str, str]]:
    if not found.last:
        return [("还没有公布计票结果。", "No tally has been published yet.")]
    zh, en = _STAGES[found.stage]
    return [
        (f"{zh}·{mine[0]}", f"{en.capitalize()}: {mine[1]}")
        for name, figures in found.last.items()
        for mine in [_decided(found.assembly.motions[name], figures)]
    ]


def _decided(motion: Motion, figures: Figures) -> tuple[str, str]:
    zh, en = _counted(motion, figures)
    if motion.money is None:
        return zh, en
    money_zh, money_en = motion.money.words()
    return f"{zh}款项：{money_zh}。", f"{en} Money: {money_en}."


def _counted(motion: Motion, figures: Figures) -> tuple[str, str]:
    zh, en = _OUTCOMES[figures.strict]
    zh, en = f"“{motion.title}”：{zh}", f"“{motion.title}” {en}"
    if figures.deemed_outcome != figures.strict:
        deemed = _OUTCOMES[figures.deemed_outcome]
        zh, en = f"{zh}（按未表态规则：{deemed[0]}）", f"{en} (with silence as ruled: {deemed[1]})"
    if motion.kind == "election":
        names = "、".join(figures.elected) or "无"
        return f"{zh}；当选：{names}。", f"{en}; elected: {', '.join(figures.elected) or 'nobody'}."
    said = figures.said[""]
    returned = sum(said.by_choice.values(), NOTHING)
    yes = said.of("for")
    return (
        f"{zh}；交票 {returned.heads}/{said.everybody.heads} 人、"
        f"{metres(returned.area)}/{metres(said.everybody.area)} 平方米，其中同意 {yes.heads} 人、"
        f"{metres(yes.area)} 平方米。",
        f"{en}; returned by {returned.heads} of {said.everybody.heads} heads and"
        f" {metres(returned.area)} of {metres(said.everybody.area)} m², for: {yes.heads} heads and"
        f" {metres(yes.area)} m².",
    )


def _how_far(found: Found) -> tuple[str, str]:
    if found.about.is_opened:
        return (
            "全部成立：每一张票都打开核对，并重新计算。",
            "Everything holds: every ballot was opened, checked and counted anew.",
        )
    return (
        "全部成立。此包未打开：证明了签名、账本、条目、顺序和算术（第 1 至 6 步），没有逐票重算。",
        "Everything holds. This bundle is not opened: it proves signatures, log, entries, order and"
        " arithmetic (steps 1 to 6); the ballots themselves were not counted anew.",
    )


def _data(motion: Motion, figures: Figures) -> dict[str, Any]:
    return {
        "id": motion.id,
        "kind": motion.kind,
        "strict": figures.strict,
        "deemed_outcome": figures.deemed_outcome,
        "elected": list(figures.elected),
        **({"money": motion.money.data()} if motion.money else {}),
    }
