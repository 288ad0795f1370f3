"""The timeline in whole sentences, in both languages; params hold ids and codes, never texts."""

from collections.abc import Mapping
from typing import Any

from linli.kernel import Words
from linli.support.matters.domain.catalogue import (
    CLOCK_NAMES,
    SEVERITY_NAMES,
    categories,
    hold_reasons,
)

SENTENCES: dict[str, Words] = {
    "reported": Words("{who}报了这件事{channel}。", "{who} reported this{channel}."),
    "raised": Words("设备发现不对，自动报了这件事。", "A device noticed this and it was raised."),
    "accepted": Words("{who}受理了。", "{who} accepted it."),
    "assigned": Words("{who}请{other}负责到底。", "{who} made {other} responsible."),
    "taken": Words("{who}接下了这件事，负责到底。", "{who} took it on and is responsible."),
    "transferred": Words("{who}把这件事转给{other}负责。", "{who} passed it on to {other}."),
    "set_out": Words("{who}已经出发，正在路上。", "{who} is on the way."),
    "started": Words("{who}开始办了。", "{who} started work."),
    "held": Words(
        "{who}暂停了：{hold}。时钟停走。", "{who} put it on hold: {hold}. The clock rests."
    ),
    "resumed": Words("{who}接着办，时钟继续走。", "{who} went on; the clock runs again."),
    "resolved": Words(
        "{who}说办好了，等住户点头。", "{who} says it is done; the resident decides."
    ),
    "hold_over": Words(
        "说好等到今天，时钟继续走。", "The rest agreed on is over; the clock runs again."
    ),
    "resolved_checkable": Words(
        "{who}说办好了，等另一位同事检查。", "{who} says it is done; a colleague will check."
    ),
    "asked": Words("已请住户看看是不是真的好了。", "The resident was asked whether it is solved."),
    "confirmed": Words("{who}点头了：已经好了。", "{who} confirmed: it is solved."),
    "confirmed_by_silence": Words(
        "问过住户并送到了，{days}天没有回话，按办好算。",
        "The resident was asked and reached; after {days} days of silence it counts as solved.",
    ),
    "confirmed_by_check": Words(
        "{who}到场检查，确认办好了（检查人和办事人不是同一个人）。",
        "{who}, who did not do the work, checked it and confirmed.",
    ),
    "not_solved": Words(
        "{who}说没有好，重新办。", "{who} says it is not solved; it is open again."
    ),
    "contested": Words("{who}不同意不受理，重新打开。", "{who} disagrees; it is open again."),
    "check_failed": Words(
        "{who}检查后认为没办好，重新办。", "{who} checked: not solved, open again."
    ),
    "verdict_undone": Words("{who}收回了刚才的答复。", "{who} took the answer back."),
    "contest_undone": Words("{who}收回了不同意的话。", "{who} no longer disagrees."),
    "checked": Words("{who}做了质量检查：{passed}。", "{who} checked the quality: {passed}."),
    "judged": Words("{who}判断这次告警：{judgement}。", "{who} judged the alarm: {judgement}."),
    "declined": Words("{who}没有受理，并说明了原因。", "{who} declined it and gave the reason."),
    "withdrawn": Words("{who}撤回了。", "{who} withdrew it."),
    "restored": Words("{who}取消了撤回，接着办。", "{who} brought it back."),
    "merged": Words(
        "{who}把它并到同一件事里一起办。", "{who} put it together with the same matter."
    ),
    "took_in": Words("{who}把另一件相同的事并了进来。", "{who} added another report of the same."),
    "linked": Words(
        "{who}发现这和设备报的是同一件事，一起办；好没好还是住户说了算。",
        "{who} found that a device noticed the same; the resident still decides.",
    ),
    "took_along": Words(
        "{who}把住户报的同一件事连了过来。", "{who} linked a resident's report of the same."
    ),
    "unmerged": Words("{who}把它分了出来，单独办。", "{who} took it apart again."),
    "let_go": Words("{who}把并进来的一件分了出去。", "{who} took another report out again."),
    "called_in": Words("{who}吹哨：请{party}一起办。", "{who} called in {party}."),
    "came": Words("{party}到场了。", "{party} came."),
    "hand_added": Words("{who}请{other}一起{part}。", "{who} asked {other} to {part}."),
    "hand_left": Words("{other}不再参与。", "{other} no longer takes part."),
    "urged": Words("{who}催了一下。", "{who} asked to hurry."),
    "reclassified": Words(
        "{who}改成了“{category}”，{severity}。", "{who} changed it to “{category}”, {severity}."
    ),
    "running_out": Words(
        "离“{clock}”的时限不多了，已提醒负责人。",
        "Time for “{clock}” runs short; a reminder went out.",
    ),
    "overdue": Words(
        "“{clock}”超过了说好的时间，已报{level}督办。",
        "“{clock}” is later than promised; {level} was told.",
    ),
    "supported": Words("{who}说：我家也是。", "{who} has the same problem."),
    "unsupported": Words("{who}不再跟进。", "{who} no longer follows this."),
    "disputed": Words("{who}说：上面有一条不是我说的。", "{who} says: one line above is not mine."),
    "undisputed": Words("{who}说：那一条是我说的。", "{who} says: that line is mine after all."),
    "effect": Words("因为这件事，有了后续的改变。", "Something changed because of this."),
    "photo": Words("{who}发了照片。", "{who} added photos."),
    "voice": Words("{who}留了一段录音。", "{who} left a voice note."),
}
CHANNELS = {
    "web": Words("", ""),
    "phone": Words("（打电话）", " by phone"),
    "counter": Words("（到服务台）", " at the desk"),
    "paper": Words("（写在纸上）", " on paper"),
    "device": Words("（设备）", " by a device"),
    "import": Words("（导入）", " by import"),
    "system": Words("（系统）", " automatically"),
}
JUDGEMENTS = {
    "real": Words("真的", "real"),
    "false_alarm": Words("误报", "a false alarm"),
    "unclear": Words("说不清", "unclear"),
}
LEVELS = {
    1: Words("物业经理", "the manager"),
    2: Words("街道", "the street office"),
}
PARTS = {"executor": Words("办", "help"), "watcher": Words("关注", "follow")}
PASSED = {True: Words("合格", "passed"), False: Words("不合格", "not passed")}
ROLES = {
    "manager": Words("物业经理", "the manager"),
    "clerk": Words("服务台", "the service desk"),
    "worker": Words("维修师傅", "a worker"),
    "grid_worker": Words("网格员", "the grid worker"),
    "committee": Words("居委会", "the residents' committee"),
    "street": Words("街道", "the street office"),
    "council": Words("业委会", "the owners' committee"),
    "keeper": Words("受保护住户管理人", "the keeper"),
    "operator": Words("平台维护", "the operator"),
}
_SOMEONE = Words("一位居民", "A resident")
_PLATFORM = Words("系统", "The platform")
_COLLEAGUE = Words("同事", "a colleague")


def sentence(
    kind: str,
    params: Mapping[str, Any],
    *,
    who: str | None,
    principal: str | None,
    other: str,
    party: str,
    via: str,
) -> Words:
    """One line of the timeline; `who` is a shown name, None for the platform, "" for someone.

    `principal` is the one on whose behalf it was done, `other` and `party` those spoken of.
    """
    template = SENTENCES.get(kind, Words(kind, kind))
    fills = _fills(params, via)
    fills["who"] = _who(who, principal)
    fills["other"] = Words(other, other) if other else _COLLEAGUE
    fills["party"] = _party(params, party)
    zh = template.zh.format(**{name: words.zh for name, words in fills.items()})
    en = template.en.format(**{name: words.en for name, words in fills.items()})
    return Words(zh, en[:1].upper() + en[1:])


def _who(who: str | None, principal: str | None) -> Words:
    if who is None and principal is None:
        return _PLATFORM
    one = Words(who, who) if who else (_SOMEONE if who == "" else _PLATFORM)
    if principal is None:
        return one
    other = Words(principal, principal) if principal else _SOMEONE
    return Words(f"{one.zh}替{other.zh}", f"{one.en}, for {other.en},")


def _party(params: Mapping[str, Any], organisation: str) -> Words:
    role = ROLES.get(str(params.get("role", "")))
    return role or Words(organisation or "相关单位", organisation or "those concerned")


def _fills(params: Mapping[str, Any], via: str) -> dict[str, Words]:
    days = str(params.get("days", ""))
    return {
        "channel": CHANNELS.get(via, CHANNELS["web"]),
        "hold": _from(hold_reasons(), params.get("hold")),
        "clock": _from({str(k): w for k, w in CLOCK_NAMES.items()}, params.get("clock")),
        "level": LEVELS.get(int(params.get("level", 1)), LEVELS[1]),
        "judgement": _from(JUDGEMENTS, params.get("judgement")),
        "part": _from(PARTS, params.get("part")),
        "passed": PASSED[bool(params.get("passed", True))],
        "category": _category(params.get("category")),
        "severity": _from({str(k): w for k, w in SEVERITY_NAMES.items()}, params.get("severity")),
        "days": Words(days, days),
    }


def _category(key: Any) -> Words:
    found = categories().get(str(key))
    return found.name if found else Words("", "")


def _from(table: Mapping[str, Words], key: Any) -> Words:
    return table.get(str(key), Words("", ""))
