"""An assembly's notice and results as announcements: what joins the two is the person here."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.application.announcements import api as announcements
from linli.application.announcements.api import Audience
from linli.application.assembly import api as assembly
from linli.application.assembly.api import AssemblySheet, Stage
from linli.kernel import Actor, Role, Words, now
from linli.surface.desk.meeting import figures
from linli.surface.desk.meeting.frame import COUNTED, Act, Fields, short_key
from linli.surface.desk.meeting.written import LAW, motion_of, written, written_deadline
from linli.surface.shell import api as shell
from linli.surface.shell.convening.asking import text_field
from linli.surface.shell.documents import motion_line

_HUNG = timedelta(days=7)


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
    lines = [f"{card.title.zh}。", f"投票从{written(card.opens_at)}到{written(card.closes_at)}。"]
    lines += [motion_line(motion_of(one), one.number) for one in sheet.motions]
    if card.stage in COUNTED:
        found = assembly.result_of(viewer=viewer, assembly=card.id)
        lines += [
            f"{number}．{one.motion.title}：{one.strict.outcome}。{one.strict.why}"
            for number, one in enumerate(figures.decided(sheet, found), start=1)
        ]
    if card.stage is Stage.PRELIMINARY:
        lines.append(f"有异议请在{written_deadline(card.objections_until)}前提出。")
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
        basis=LAW,
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
