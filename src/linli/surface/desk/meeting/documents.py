"""The papers of an assembly as PDF, and its publication as an announcement."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.application.announcements import api as announcements
from linli.application.announcements.api import Audience
from linli.application.assembly import api as assembly
from linli.application.assembly.api import AssemblySheet, PaperCard, Stage
from linli.foundation.places import api as places
from linli.kernel import Actor, Refused, Role, Words, now
from linli.surface.desk.meeting import figures
from linli.surface.desk.meeting.frame import (
    COUNTED,
    TAKES,
    Act,
    Fields,
    sheet_of,
    short_key,
    show,
    text_field,
)
from linli.surface.shell import api as shell
from linli.surface.shell import documents as pdf
from linli.surface.shell.documents import shapes

_OFFICES = (
    (Role.COUNCIL, "业主委员会"),
    (Role.COMMITTEE, "居民委员会"),
    (Role.STREET, "街道办事处"),
)
_KINDS = {"first": "首次业主大会会议", "regular": "定期会议", "extraordinary": "临时会议"}
_MODES = {
    "own": "书面征求意见，可在线上投票，也可用纸质表决票",
    "official": "书面征求意见，可在政府投票系统投票，也可用纸质表决票",
    "paper": "书面征求意见，用纸质表决票",
}
_LAW = "《中华人民共和国民法典》第二百七十八条"
_HUNG = timedelta(days=7)


@shell.staff_only(*TAKES)
def page_of(request: shell.Request, meeting: str) -> HttpResponse:
    """Every paper that can be had now, and the button that publishes."""
    sheet = sheet_of(request, meeting)
    is_announced = sheet.card.announced_at is not None
    is_counted = sheet.card.stage in COUNTED
    wanted = (
        ("notice", _("Notice of the assembly"), is_announced),
        ("roll", _("Roll of owners, names masked"), is_announced),
        ("result", _("Notice of the result"), is_counted),
        ("minutes", _("Minutes, to be signed"), is_counted),
        ("filing", _("Filing list for the street office"), is_counted),
    )
    found = [
        (reverse("desk:meeting-pdf", args=[meeting, name]), words)
        for name, words, is_there in wanted
        if is_there
    ]
    return show(
        request,
        sheet,
        "desk/meeting/documents.html",
        "meeting-documents",
        title=_("Documents"),
        papers=found,
        may_publish=is_announced and sheet.card.stage is not Stage.CANCELLED,
    )


@shell.staff_only(*TAKES)
def file(request: shell.Request, meeting: str, name: str) -> HttpResponse:
    """One paper as a file."""
    sheet = sheet_of(request, meeting)
    make = _PAPERS.get(name)
    if make is None or sheet.card.announced_at is None:
        raise Refused("not_found", "There is no such page.")
    return _sent(make(request, sheet), f"{name}-{meeting}")


@shell.staff_only(*TAKES)
def ballots(request: shell.Request, meeting: str) -> HttpResponse:
    """The printed ballots: of all, of a building, or one."""
    sheet = sheet_of(request, meeting)
    building, serial = request.GET.get("building", ""), request.GET.get("serial", "")
    found = assembly.papers_for_print(
        viewer=request.actor, assembly=meeting, building=building[:40], serial=serial[:80]
    )
    if not found:
        raise Refused("not_found", "There are no ballots to print; make them first.")
    agendas = list(dict.fromkeys(one.motions for one in found))
    if len(agendas) > 1:
        raise Refused(
            "conflict", "These owners vote on different items; print building by building."
        )
    form = _form(request, sheet, agendas[0])
    content = pdf.ballots(form, (_ballot(request, one) for one in found))
    return _sent(content, f"ballots-{serial or building or meeting}")


def _form(
    request: shell.Request, sheet: AssemblySheet, items: tuple[str, ...]
) -> shapes.BallotForm:
    values = (sheet.rules or {}).get("values") or {}
    more = ("随多数",) if values.get("follow_choice") else ()
    return shapes.BallotForm(
        community=_community(request.actor),
        title=sheet.card.title.zh,
        motions=tuple(
            shapes.Motion(one.title.zh, one.kind_name.zh, "、".join(one.articles))
            for one in sheet.motions
            if one.id in items
        ),
        until=_said(sheet.card.closes_at),
        hand_in="物业服务台或者票箱",
        choices=("同意", "反对", "弃权", *more),
    )


def _ballot(request: shell.Request, one: PaperCard) -> shapes.Ballot:
    where = reverse("desk:meeting-code", args=[one.token])
    return shapes.Ballot(
        serial=one.serial,
        owner="、".join(one.owners),
        rooms=tuple(unit.zh for unit in one.units),
        area=one.area,
        address=request.build_absolute_uri(where),
    )


def _sent(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _community(viewer: Actor) -> str:
    return places.get_community(viewer=viewer, community=viewer.community).name


def _said(at: datetime | None) -> str:
    return "" if at is None else timezone.localtime(at).strftime("%Y年%m月%d日 %H时%M分")


def _day(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y年%m月%d日")


def _signed(request: shell.Request) -> shapes.Signed:
    held = (words for role, words in _OFFICES if request.actor.has(role))
    office = next(held, "业主委员会")
    return shapes.Signed(f"{_community(request.actor)}{office}", _day(now()))


def _motions(sheet: AssemblySheet) -> tuple[shapes.Motion, ...]:
    return tuple(
        shapes.Motion(one.title.zh, one.kind_name.zh, "、".join(one.articles))
        for one in sheet.motions
    )


def _notice(request: shell.Request, sheet: AssemblySheet) -> bytes:
    card, values = sheet.card, (sheet.rules or {}).get("values") or {}
    opens, closes = _said(card.opens_at), _said(card.closes_at)
    warning = (
        "没有投票的怎么算，按本小区业主大会议事规则的规定。"
        if values.get("warning_published")
        else ""
    )
    return pdf.notice(
        shapes.Notice(
            community=_community(request.actor),
            title=f"{card.title.zh}公告",
            basis=f"{_LAW}和本小区业主大会议事规则",
            form=f"{_KINDS[card.convened]}，{_MODES[card.mode]}",
            when=f"{opens}到{closes}",
            where="各户，或者物业服务台",
            window=f"投票从{opens}开始，到{closes}结束。",
            how=(
                "纸质表决票：填好交到物业服务台或者票箱。",
                "打电话或者请工作人员上门：当面或者录音登记。",
            ),
            motions=_motions(sheet),
            signed=_signed(request),
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
            community=_community(request.actor),
            title="业主名册公示",
            scope=sheet.card.title.zh,
            basis=_LAW,
            objections="有异议的业主请在投票结束前向业主委员会提出。",
            rows=rows,
            heads=found.heads,
            area=found.area,
            signed=_signed(request),
        )
    )


def _result(request: shell.Request, sheet: AssemblySheet) -> bytes:
    found = assembly.result_of(viewer=request.actor, assembly=sheet.card.id)
    is_final = found.stage == "final"
    until = _said(sheet.card.objections_until)
    return pdf.result(
        shapes.Result(
            community=_community(request.actor),
            title="表决结果公告" if is_final else "表决结果询异公示",
            intro=f"{sheet.card.title.zh}的投票已经结束，结果如下。",
            decided=figures.decided(sheet, found),
            objections="本结果已经确定。" if is_final else f"有异议的业主请在{until}前提出。",
            signed=_signed(request),
        )
    )


def _minutes(request: shell.Request, sheet: AssemblySheet) -> bytes:
    found = assembly.result_of(viewer=request.actor, assembly=sheet.card.id)
    card, roll = sheet.card, found.body["roll"]
    items = tuple(
        shapes.MinutesItem(
            title=one.motion.title,
            said=one.strict.why or "按表决票统计。",
            decided=one.strict.outcome,
        )
        for one in figures.decided(sheet, found)
    )
    return pdf.minutes(
        shapes.Minutes(
            community=_community(request.actor),
            title=f"{card.title.zh}会议纪要",
            when=f"{_said(card.opens_at)}到{_said(card.closes_at)}",
            where="书面征求意见",
            chair="＿＿＿＿",
            recorder="＿＿＿＿",
            present=(
                f"名册共 {roll['heads']} 人、{roll['area']} 平方米",
                f"收到表决票 {found.body['ballots']['returned']} 张",
            ),
            items=items,
            signers=("主持人", "记录人", "监票人"),
            signed=_signed(request),
        )
    )


def _filing(request: shell.Request, sheet: AssemblySheet) -> bytes:
    names = ("业主大会会议公告", "业主名册", "表决票及统计表", "表决结果公告", "会议纪要")
    return pdf.filing(
        shapes.Filing(
            community=_community(request.actor),
            title=f"{sheet.card.title.zh}备案材料",
            to="街道办事处",
            by=_signed(request).by,
            contact="＿＿＿＿",
            rows=tuple(shapes.FilingRow(one, 1, 1, "页数按实际填") for one in names),
            on=_day(now()),
        )
    )


_PAPERS: Mapping[str, Callable[[shell.Request, AssemblySheet], bytes]] = {
    "notice": _notice,
    "roll": _roll,
    "result": _result,
    "minutes": _minutes,
    "filing": _filing,
}


def _what(sheet: AssemblySheet) -> tuple[str, str, datetime]:
    """What is published where the assembly stands: its kind, its heading, until when it hangs."""
    card = sheet.card
    if card.stage in {Stage.FINAL, Stage.ARCHIVED}:
        return "result", "业主大会表决结果公告", now() + _HUNG
    if card.stage is Stage.PRELIMINARY:
        return "preliminary", "业主大会表决结果询异公示", card.objections_until or now() + _HUNG
    return "assembly", "关于召开业主大会会议的公告", card.closes_at or now() + _HUNG


def _text(viewer: Actor, sheet: AssemblySheet) -> str:
    card = sheet.card
    lines = [f"{card.title.zh}。", f"投票从{_said(card.opens_at)}到{_said(card.closes_at)}。"]
    lines += [f"{one.number}．{one.title.zh}（{one.kind_name.zh}）" for one in sheet.motions]
    if card.stage in COUNTED:
        found = assembly.result_of(viewer=viewer, assembly=card.id)
        lines += [
            f"{number}．{one.motion.title}：{one.strict.outcome}。{one.strict.why}"
            for number, one in enumerate(figures.decided(sheet, found), start=1)
        ]
    if card.stage is Stage.PRELIMINARY:
        lines.append(f"有异议请在{_said(card.objections_until)}前提出。")
    return "\n".join(lines)


def _fields(viewer: Actor, sheet: AssemblySheet, thing: str) -> Fields:
    title = _what(sheet)[1]
    return (
        shell.Field(name="title", label=_("Heading"), maxlength=40, value=(title,)),
        text_field("text", _("The whole text"), 6000, _text(viewer, sheet)[:6000]),
    )


def _publish(request: shell.Request, sheet: AssemblySheet, thing: str) -> None:
    given = request.POST
    kind, _title, until = _what(sheet)
    title, text = given.get("title", "").strip(), given.get("text", "").strip()
    announcements.publish_announcement(
        by=request.actor,
        kind=kind,
        audience=Audience(tuple(sheet.card.scope), owners_only=False),
        title=Words(title, title),
        text=Words(text, text),
        basis=_LAW,
        hang_until=timezone.localtime(until).date(),
        key=short_key(request),
    )


PUBLISH: Act = Act(
    title=lambda: _("Publish it for everybody"),
    button=lambda: _("Publish it"),
    done=lambda: _("It is published; whom it concerns hears of it."),
    intro=lambda: _("Once published it is never edited; a mistake is corrected by a new version."),
    fields=_fields,
    do=_publish,
    needs="",
    back="meeting-documents",
    roles=(Role.COUNCIL, Role.COMMITTEE, Role.CLERK),
)
"""What joins the assembly and its announcement is the person who presses here."""
