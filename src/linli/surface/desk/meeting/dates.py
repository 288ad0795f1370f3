"""When what must happen by law, what is still missing, and the announcement itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.application.assembly.api import AssemblySheet, Plan, Stage
from linli.kernel import Refused, now
from linli.kernel.written import Side
from linli.surface.desk.meeting.frame import HERE, RUNS, TAKES, ask, sheet_of, show
from linli.surface.desk.meeting.words import FINDINGS
from linli.surface.desk.pages import address, ways
from linli.surface.shell import api as shell
from linli.surface.shell.convening.asking import check_askable
from linli.surface.shell.convening.voting import area
from linli.surface.shell.language import is_zh, joined, read
from linli.surface.shell.templatetags.shell import moment

_MOST_SHOWN = 200
_FIRST, _LONG = timedelta(days=16), timedelta(days=15)


@dataclass(frozen=True, slots=True)
class Window:
    """When the vote opens and ends."""

    opens: datetime
    closes: datetime


@shell.staff_only(*TAKES)
def dates(request: shell.Request, meeting: str) -> HttpResponse:
    """The legal calendar, what the check of the roll found, and what nobody has decided."""
    sheet = sheet_of(request, meeting)
    is_draft = sheet.card.stage is Stage.DRAFT
    plan, problem = _planned(request, sheet)
    check = assembly.check_roll(viewer=request.actor, assembly=meeting) if is_draft else None
    return show(
        request,
        sheet,
        "desk/meeting/dates.html",
        "meeting-dates",
        title=_("Dates and law"),
        plan=_table(plan) if plan else None,
        mistakes=[read(one.words) for one in plan.mistakes] if plan and is_draft else [],
        is_certain=plan is None or plan.is_certain,
        problem=problem,
        opens=request.GET.get("opens", ""),
        closes=request.GET.get("closes", ""),
        check=check,
        area=area(check.area) if check else "",
        findings=[_finding(one) for one in check.findings[:_MOST_SHOWN]] if check else [],
        undecided=_undecided(request, sheet) if is_draft else "",
        is_draft=is_draft,
        rules=address("desk:assembly-rules"),
        announce=_announce_at(request, sheet),
    )


def _announce_at(request: shell.Request, sheet: AssemblySheet) -> str:
    """Where it is announced, with the dates that were tried out; empty when it cannot be."""
    if "announce" not in sheet.card.acts:
        return ""
    tried = {name: request.GET[name] for name in ("opens", "closes") if request.GET.get(name)}
    where = reverse("desk:meeting-announce", args=[sheet.card.id])
    return f"{where}?{urlencode(tried)}" if tried else where


def _finding(one: assembly.Finding) -> tuple[str, str]:
    home = one.label if is_zh() else one.label_en or one.label
    return home, _(FINDINGS[one.code])


def _undecided(request: shell.Request, sheet: AssemblySheet) -> str:
    """Which rules nobody has confirmed, in one sentence; empty when it can run."""
    try:
        assembly.check_runnable(
            viewer=request.actor,
            convened=sheet.card.convened,
            is_election=_is_election(sheet),
        )
    except Refused as refused:
        return shell.said(refused)
    return ""


def _is_election(sheet: AssemblySheet) -> bool:
    return any(one.candidates for one in sheet.motions)


def _planned(request: shell.Request, sheet: AssemblySheet) -> tuple[Plan | None, str]:
    """The calendar of the dates that stand, or of those that are tried out."""
    try:
        window = _window(request, sheet)
    except Refused as refused:
        return None, shell.said(refused)
    published = sheet.card.announced_at or now()
    plan = assembly.plan_assembly(
        viewer=request.actor,
        convened=sheet.card.convened,
        opens=timezone.localtime(window.opens).date(),
        closes=timezone.localtime(window.closes - timedelta(microseconds=1)).date(),
        published=timezone.localtime(published).date(),
        is_election=_is_election(sheet),
        assembly=sheet.card.id,
    )
    return plan, ""


def _window(request: shell.Request, sheet: AssemblySheet) -> Window:
    card = sheet.card
    if card.opens_at and card.closes_at:
        return Window(card.opens_at, card.closes_at)
    opens, closes = request.GET.get("opens", "").strip(), request.GET.get("closes", "").strip()
    if opens and closes:
        return _typed(opens, closes)
    first = now() + _FIRST
    return Window(first, first + _LONG)


def _typed(opens: str, closes: str) -> Window:
    return Window(
        shell.moment_typed(opens, "opens", Side.FUTURE).value,
        shell.moment_typed(closes, "closes", Side.FUTURE).value,
    )


def _table(plan: Plan) -> shell.Table:
    rows = [
        (
            read(one.name),
            one.day.isoformat() if one.day else _("cannot be told: a rule is missing"),
            joined(one.articles),
        )
        for one in plan.dates
    ]
    columns = (
        shell.Column(_("What")),
        shell.Column(_("When")),
        shell.Column(_("By which article")),
    )
    return shell.Table(_("Legal calendar"), columns, tuple(rows))


@shell.staff_only(*RUNS)
@shell.submit_once
def announce(request: shell.Request, meeting: str) -> HttpResponse:
    """Ask for the dates, read everything back, and only then announce."""
    sheet = sheet_of(request, meeting)
    if "announce" not in sheet.card.acts:
        raise Refused("forbidden", "This cannot be done here now, or not by you.")
    refusals = []
    if request.method == "POST" and "change" not in request.POST:
        try:
            given = request.POST
            window = _typed(given.get("opens", ""), given.get("closes", ""))
            if "send" not in given:
                return _read_back(request, sheet, window)
            assembly.announce(
                by=request.actor,
                assembly=meeting,
                opens_at=window.opens,
                closes_at=window.closes,
                is_warned=given.get("warned") == "yes",
            )
        except Refused as refused:
            check_askable(refused)
            refusals = [_at(refused)]
        else:
            shell.say(request, _("The assembly is announced. Print its notice and hang it up."))
            return redirect("desk:meeting-documents", meeting)
    return ask(
        request,
        title=_("Announce the assembly"),
        intro=_("Next you see everything once more before it is announced."),
        fields=_fields(request.GET.get("opens", ""), request.GET.get("closes", "")),
        button=_("See it once more"),
        back=reverse("desk:meeting-dates", args=[meeting]),
        refusals=refusals,
    )


def _at(refused: Refused) -> Refused:
    """A refusal of the assembly at the field of this page."""
    names = {"opens_at": "opens", "closes_at": "closes", "publish_by": "opens"}
    names |= {"candidates_by": "opens", "candidates_until": "opens"}
    field = names.get(refused.field or "", refused.field)
    return Refused(refused.code, refused.message, field=field, **refused.params)


def _fields(opens: str, closes: str) -> tuple[shell.Field, ...]:
    hint = _("Day and time, for example 12-20 9:00.")
    return (
        shell.Field(name="opens", label=_("When does the vote open?"), hint=hint, value=(opens,)),
        shell.Field(name="closes", label=_("When does it end?"), hint=hint, value=(closes,)),
        shell.Field(
            name="warned",
            label=_("Does the notice say what silence is taken for?"),
            hint=_("Without it silence is never taken for anything."),
            kind="radio",
            value=("no",),
            choices=(shell.Choice("no", _("No")), shell.Choice("yes", _("Yes"))),
        ),
    )


def _item(motion: assembly.MotionCard) -> str:
    title = f"{motion.number}. {read(motion.title)}"
    return f"{title} · {read(motion.money.brief)}" if motion.money else title


def _read_back(request: shell.Request, sheet: AssemblySheet, window: Window) -> HttpResponse:
    roll = assembly.check_roll(viewer=request.actor, assembly=sheet.card.id)
    given = [(name, request.POST.get(name, "")) for name in ("opens", "closes", "warned")]
    items = [_item(one) for one in sheet.motions]
    rows = (
        (_("Title"), read(sheet.card.title)),
        (_("When does the vote open?"), moment(window.opens)),
        (_("When does it end?"), moment(window.closes)),
        (_("Agenda"), joined(items)),
        (_("Owners on the roll"), str(roll.heads)),
        (_("Area on the roll"), area(roll.area)),
    )
    hidden = [shell.Field(name=name, kind="hidden", value=(value,)) for name, value in given]
    return shell.check(
        request,
        title=_("Is all of this right?"),
        answers=[shell.Answer(name, value) for name, value in rows],
        button=_("Announce it now"),
        hidden=[*hidden, shell.Field(name="send", kind="hidden", value=("1",))],
        template="desk/meeting/read_back.html",
        kept=given,
        again=request.path,
        say=_(
            "Afterwards agenda, dates, roll and rules cannot be changed."
            " The vote can only be put off as the rules allow, or called off with a reason."
        ),
        ways=ways(request.actor, HERE),
    )
