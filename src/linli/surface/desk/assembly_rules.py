"""The community's own rules: written over a pack, confirmed by two, adopted by the owners."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.application.assembly.api import EffectiveRules, EffectiveValue, OwnRule, OwnRules
from linli.kernel import Refused
from linli.surface.desk.assembly_rule import asked, draft_of
from linli.surface.desk.meeting.frame import RUNS
from linli.surface.desk.pages import page
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined, read
from linli.surface.shell.templatetags.shell import day

_HERE = "desk:assembly"
_KINDS = ("first", "regular", "extraordinary")


@shell.staff_only(*RUNS)
@shell.submit_once
def rules(request: shell.Request) -> HttpResponse:
    """The version that is being written, rule by rule; without one, the way to begin it."""
    viewer = request.actor
    if request.method == "POST":
        pack = request.POST.get("pack", "")[:40]
        assembly.draft_rules(by=viewer, pack=pack, key=shell.key_of(request)[:80])
        return redirect("desk:assembly-rules")
    draft, holds = assembly.get_draft(viewer=viewer), assembly.effective_draft(viewer=viewer)
    own = {one.key: one for one in draft.values} if draft else {}
    scans = assembly.list_rule_scans(viewer=viewer, rules=draft.id) if draft else ()
    return page(
        request,
        "desk/assembly_rules.html",
        here=_HERE,
        title=_("The community's own rules"),
        draft=draft,
        packs=[(key, read(name)) for key, name in assembly.list_rule_packs(viewer=viewer)],
        pack=read(holds.pack_name) if holds else "",
        lacking=_lacking(holds) if holds else [],
        parts=[
            (read(name), [_row(one, own.get(one.key)) for one in values])
            for name, values in (holds.groups() if holds else ())
        ],
        scans=[(reverse("desk:assembly-rules-file", args=[one.id]), one.name) for one in scans],
        versions=[
            _version(one, is_first=number == 0)
            for number, one in enumerate(assembly.list_versions(viewer=viewer))
        ],
    )


def _lacking(holds: EffectiveRules) -> list[tuple[str, str]]:
    """What some assembly cannot run without, and nobody has decided or confirmed."""
    found = {
        one.key: one
        for kind in _KINDS
        for one in holds.lacking(assembly.Convened(kind), is_election=True)
    }
    return [
        (reverse("desk:assembly-rule", args=[key]), read(one.name)) for key, one in found.items()
    ]


def _row(one: EffectiveValue, own: OwnRule | None) -> tuple[str, str, str, str, str]:
    state, tone = standing(one, own)
    meaning = _("Nobody has decided it yet.") if one.value is None else read(one.meaning)
    line = joined((meaning, one.article if own else ""))
    return reverse("desk:assembly-rule", args=[one.key]), read(one.name), line, state, tone


def standing(one: EffectiveValue, own: OwnRule | None) -> tuple[str, str]:
    """How far a value is, and the tone of it."""
    if own is not None and not own.is_confirmed:
        count = len(set(own.confirmed_by))
        return _("Confirmed by %(count)s of 2") % {"count": count}, "wait"
    if one.value is None:
        return _("Not decided"), "plain"
    return (_("Confirmed"), "ok") if one.is_confirmed else (_("Not confirmed"), "wait")


def _version(one: OwnRules, *, is_first: bool) -> str:
    """The latest is the one in force; the list begins with it."""
    said = _("Version %(number)s, adopted on %(day)s")
    if is_first:
        said = _("Version %(number)s, adopted on %(day)s, is in force")
    return said % {"number": one.version, "day": day(one.adopted_at)}


@shell.staff_only(*RUNS)
@shell.submit_once
def scan(request: shell.Request) -> HttpResponse:
    """Keep a scan of the signed rules with the version that is being written."""
    draft = draft_of(request.actor)

    def keep() -> None:
        given = request.FILES.get("scan")
        if given is None:
            raise Refused("invalid", "Please choose a file.", field="scan")
        assembly.keep_rule_scan(
            by=request.actor,
            rules=draft.id,
            name=given.name or "scan",
            content=given.read(),
            key=shell.key_of(request)[:40],
        )

    field = shell.Field(
        name="scan",
        label=_("Photo or scan of the signed rules"),
        kind="file",
        accept="image/*,application/pdf",
    )
    title, done = _("Keep the signed rules"), _("The file is kept with the rules.")
    return asked(request, title=title, fields=(field,), button=_("Keep it"), do=keep, done=done)


@shell.staff_only(*RUNS)
def scan_file(request: shell.Request, scan: str) -> HttpResponse:
    """One of the scans of the version that is being written."""
    draft = draft_of(request.actor)
    found = assembly.read_rule_scan(viewer=request.actor, rules=draft.id, scan=scan)
    return shell.send_file(request, found)


@shell.staff_only(*RUNS)
@shell.submit_once
def adopt(request: shell.Request) -> HttpResponse:
    """Put the rules in force that the owners have adopted by a motion."""
    draft = draft_of(request.actor)
    passed = assembly.list_resolutions(viewer=request.actor, kind="278.1")

    def put() -> None:
        motion = request.POST.get("motion", "")[:20]
        assembly.adopt_rules(by=request.actor, rules=draft.id, motion=motion)

    choices = tuple(shell.Choice(one.motion, read(one.title), day(one.at)) for one in passed)
    field = shell.Field(
        name="motion",
        label=_("By which resolution?"),
        kind="radio",
        choices=choices,
        hint="" if passed else _("The owners have passed no motion on their rules yet."),
    )
    return asked(
        request,
        title=_("The owners have adopted these rules"),
        fields=(field,),
        button=_("Put them in force"),
        do=put,
        done=_("These rules are in force."),
    )
