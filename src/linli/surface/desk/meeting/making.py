"""The papers of an assembly in Chinese official form, made of what is frozen and counted."""

from collections.abc import Callable, Iterable, Mapping

from django.urls import reverse

from linli.application.assembly import api as assembly
from linli.application.assembly.api import AssemblySheet, PaperCard
from linli.kernel import now
from linli.surface.desk.meeting import figures
from linli.surface.desk.meeting.written import (
    LAW,
    community_of,
    day_of,
    motion_of,
    motions_of,
    signed,
    written,
    written_deadline,
)
from linli.surface.shell import api as shell
from linli.surface.shell import documents as pdf
from linli.surface.shell.documents import shapes

_KINDS = {"first": "首次业主大会会议", "regular": "定期会议", "extraordinary": "临时会议"}
_MODES = {
    "own": "书面征求意见，可在线上投票，也可用纸质表决票",
    "official": "书面征求意见，可在政府投票系统投票，也可用纸质表决票",
    "paper": "书面征求意见，用纸质表决票",
}


def ballots(request: shell.Request, sheet: AssemblySheet, papers: Iterable[PaperCard]) -> bytes:
    """The printed ballots, each with the items that concern its owner."""
    form = _form(request, sheet)
    return pdf.ballots(form, (_ballot(request, sheet, one) for one in papers))


def _form(request: shell.Request, sheet: AssemblySheet) -> shapes.BallotForm:
    values = (sheet.rules or {}).get("values") or {}
    more = ("随多数",) if values.get("follow_choice") else ()
    return shapes.BallotForm(
        community=community_of(request.actor),
        title=sheet.card.title.zh,
        motions=tuple(motion_of(one) for one in sheet.motions),
        until=written(sheet.card.closes_at),
        hand_in="物业服务台或者票箱",
        choices=("同意", "反对", "弃权", *more),
    )


def _ballot(request: shell.Request, sheet: AssemblySheet, one: PaperCard) -> shapes.Ballot:
    where = reverse("desk:meeting-code", args=[one.token])
    return shapes.Ballot(
        serial=one.serial,
        owner="、".join(one.owners),
        rooms=tuple(unit.zh for unit in one.units),
        area=one.area,
        address=request.build_absolute_uri(where),
        items=tuple(at for at, each in enumerate(sheet.motions) if each.id in one.motions),
    )


def _notice(request: shell.Request, sheet: AssemblySheet) -> bytes:
    card, values = sheet.card, (sheet.rules or {}).get("values") or {}
    opens, closes = written(card.opens_at), written(card.closes_at)
    warning = (
        "没有投票的怎么算，按本小区业主大会议事规则的规定。"
        if values.get("warning_published")
        else ""
    )
    return pdf.notice(
        shapes.Notice(
            community=community_of(request.actor),
            title=f"{card.title.zh}公告",
            basis=f"{LAW}和本小区业主大会议事规则",
            form=f"{_KINDS[card.convened]}，{_MODES[card.mode]}",
            when=f"{opens}到{closes}",
            where="各户，或者物业服务台",
            window=f"投票从{opens}开始，到{closes}结束。",
            how=(
                "纸质表决票：填好交到物业服务台或者票箱。",
                "打电话或者请工作人员上门：当面或者录音登记。",
            ),
            motions=motions_of(sheet),
            signed=signed(request),
            warning=warning,
            contact="对业主名册有异议的，请在投票结束前提出。",
        )
    )


def _roll(request: shell.Request, sheet: AssemblySheet) -> bytes:
    found = assembly.roll_for_publication(viewer=request.actor, assembly=sheet.card.id)
    sources = {"registry": "登记", "survey": "测绘", "contract": "合同"}
    rows = tuple(
        shapes.RollRow(
            room=one.label.zh,
            owner="、".join(one.owners),
            area=one.area,
            status=sources.get(one.source, ""),
            is_company=True,  # masked already, by the register itself
        )
        for one in found.lines
    )
    return pdf.roll(
        shapes.Roll(
            community=community_of(request.actor),
            title="业主名册公示",
            scope=sheet.card.title.zh,
            basis=LAW,
            objections="有异议的业主请在投票结束前向业主委员会提出。",
            rows=rows,
            heads=found.heads,
            area=found.area,
            signed=signed(request),
        )
    )


def _result(request: shell.Request, sheet: AssemblySheet) -> bytes:
    found = assembly.result_of(viewer=request.actor, assembly=sheet.card.id)
    is_final = found.stage == "final"
    until = written_deadline(sheet.card.objections_until)
    return pdf.result(
        shapes.Result(
            community=community_of(request.actor),
            title="表决结果公告" if is_final else "表决结果询异公示",
            intro=f"{sheet.card.title.zh}的投票已经结束，结果如下。",
            decided=figures.decided(sheet, found),
            objections="本结果已经确定。" if is_final else f"有异议的业主请在{until}前提出。",
            signed=signed(request),
        )
    )


def _minutes(request: shell.Request, sheet: AssemblySheet) -> bytes:
    found = assembly.result_of(viewer=request.actor, assembly=sheet.card.id)
    card, roll = sheet.card, found.body["roll"]
    items = tuple(
        shapes.MinutesItem(
            title=one.motion.title,
            said=f"{one.motion.money}{one.strict.why or '按表决票统计。'}",
            decided=one.strict.outcome,
        )
        for one in figures.decided(sheet, found)
    )
    return pdf.minutes(
        shapes.Minutes(
            community=community_of(request.actor),
            title=f"{card.title.zh}会议纪要",
            when=f"{written(card.opens_at)}到{written(card.closes_at)}",
            where="书面征求意见",
            chair="＿＿＿＿",
            recorder="＿＿＿＿",
            present=(
                f"名册共 {roll['heads']} 人、{roll['area']} 平方米",
                f"收到表决票 {found.body['ballots']['returned']} 张",
            ),
            items=items,
            signers=("主持人", "记录人", "监票人"),
            signed=signed(request),
        )
    )


def _filing(request: shell.Request, sheet: AssemblySheet) -> bytes:
    names = ("业主大会会议公告", "业主名册", "表决票及统计表", "表决结果公告", "会议纪要")
    return pdf.filing(
        shapes.Filing(
            community=community_of(request.actor),
            title=f"{sheet.card.title.zh}备案材料",
            to="街道办事处",
            by=signed(request).by,
            contact="＿＿＿＿",
            rows=tuple(shapes.FilingRow(one, 1, 1, "页数按实际填") for one in names),
            on=day_of(now()),
        )
    )


PAPERS: Mapping[str, Callable[[shell.Request, AssemblySheet], bytes]] = {
    "notice": _notice,
    "roll": _roll,
    "result": _result,
    "minutes": _minutes,
    "filing": _filing,
}
