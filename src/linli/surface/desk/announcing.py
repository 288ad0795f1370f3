"""What is to be published or corrected: asked, shown as it will stand, then announced."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TypedDict

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.application.announcements import api as announcements
from linli.application.announcements.api import KIND_NAMES, Audience, Kind, VersionCard
from linli.foundation.places import api as places
from linli.kernel import Refused, Role, Words
from linli.kernel.written import Side
from linli.surface.desk.pages import ways
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined, label, read
from linli.surface.shell.templatetags.shell import day

WRITES = (Role.MANAGER, Role.CLERK, Role.COMMITTEE, Role.COUNCIL)
_ONE = ("kind", "owners", "title_zh", "text_zh", "title_en", "text_en", "basis", "hang_until")
_ONCE = (*_ONE, "entrance", "why")
_MANY = "places"
_MOST = 100


class _Said(TypedDict):
    """What one version says, as it is handed on."""

    title: Words
    text: Words
    basis: str
    hang_until: date | None


@shell.staff_only(*WRITES)
@shell.submit_once
def write(request: shell.Request) -> HttpResponse:
    """A new announcement; before it goes out it is shown as it will hang."""
    if request.method != "POST" or "change" in request.POST:
        return _form(request, _new_fields(request))
    try:
        audience = _audience(request)
        if "send" not in request.POST:
            return _preview(request, audience, _("Publish it"), reverse("desk:announce"))
        made = announcements.publish_announcement(
            by=request.actor,
            kind=request.POST.get("kind", ""),
            audience=audience,
            **_said(request),
            key=shell.key_of(request),
        )
    except Refused as refused:
        return _form(request, _new_fields(request), refused)
    shell.say(request, _("It is published; everyone it is for hears of it."))
    return redirect("desk:announcement", made)


@shell.staff_only(*WRITES)
@shell.submit_once
def correct(request: shell.Request, announcement: str) -> HttpResponse:
    """A new version; the old one stays, and what changed is shown to everyone."""
    found = announcements.get_announcement(viewer=request.actor, announcement=announcement)
    fields = _words_fields(found.card.kind, found.shown)
    again = reverse("desk:announcement-correct", args=[announcement])
    if request.method != "POST" or "change" in request.POST:
        return _form(request, fields, announcement=announcement)
    try:
        if "send" not in request.POST:
            return _preview(request, None, _("Publish the correction"), again)
        announcements.correct_announcement(
            by=request.actor,
            announcement=announcement,
            **_said(request),
            why=request.POST.get("why", ""),
            key=shell.key_of(request),
        )
    except Refused as refused:
        return _form(request, fields, refused, announcement=announcement)
    shell.say(request, _("The correction is published; whoever was told hears of it."))
    return redirect("desk:announcement", announcement)


def asked(
    request: shell.Request,
    announcement: str,
    fields: tuple[shell.Field, ...],
    refusals: Sequence[Refused],
    *,
    title: str = "",
    button: str,
) -> HttpResponse:
    """A question about one announcement, with what was typed kept."""
    back = reverse("desk:announcement", args=[announcement])
    if request.method == "POST":
        fields, _problems = shell.refill(fields, request.POST)
    return shell.question(
        request,
        title=title,
        fields=fields,
        button=button,
        back=back,
        refusals=refusals,
        template="desk/work_ask.html",
        ways=ways(request.actor, "desk:calls"),
    )


def number_in(request: shell.Request) -> int:
    """Which version the page showed; 0 for what is none."""
    asked = request.POST.get("version", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0


def day_of(on: date | None) -> str:
    """A day as the pages say it; empty for none."""
    return day(timezone.make_aware(datetime.combine(on, time(12)))) if on else ""


def _form(
    request: shell.Request,
    fields: tuple[shell.Field, ...],
    *refusals: Refused,
    announcement: str = "",
) -> HttpResponse:
    if request.method == "POST":
        fields, _problems = shell.refill(fields, request.POST)
    back = reverse("desk:announcement", args=[announcement]) if announcement else ""
    return shell.question(
        request,
        title=_("Correct it") if announcement else _("Publish an announcement"),
        intro=_("What is published is never edited: a correction is a new version.")
        if not announcement
        else _("The version before stays readable, and what changed is shown."),
        fields=fields,
        button=_("See how it looks"),
        back=back or reverse("desk:announcements"),
        refusals=refusals,
        template="desk/work_ask.html",
        ways=ways(request.actor, "desk:calls"),
    )


def _new_fields(request: shell.Request) -> tuple[shell.Field, ...]:
    viewer = request.actor
    spots = [
        places.get_place(viewer=viewer, place=viewer.community),
        *places.every_place(viewer=viewer, kind=places.PlaceKind.BUILDING),
    ]
    entrances = places.every_place(viewer=viewer, kind=places.PlaceKind.ENTRANCE)
    return (
        shell.Field(
            name="kind",
            label=_("What kind of announcement?"),
            kind="select",
            choices=tuple(shell.Choice(one.value, read(KIND_NAMES[one])) for one in Kind),
        ),
        shell.Field(
            name=_MANY,
            label=_("Whom is it for?"),
            hint=_("The whole community, or one building or more."),
            kind="checkbox",
            choices=tuple(shell.Choice(one.id, label(one)) for one in spots),
        ),
        shell.Field(
            name="entrance",
            label=_("Or one entrance only"),
            kind="select",
            choices=(
                shell.Choice("", _("No single entrance")),
                *(shell.Choice(one.id, label(one)) for one in entrances),
            ),
        ),
        shell.Field(
            name="owners",
            label=_("Who there?"),
            kind="radio",
            value=("all",),
            choices=(
                shell.Choice("all", _("All who live there")),
                shell.Choice("owners", _("Owners only, wherever they live")),
            ),
        ),
        *_words_fields(None, None),
    )


def _words_fields(kind: Kind | None, old: VersionCard | None) -> tuple[shell.Field, ...]:
    """The words of a version; those that hang now are filled in where one is corrected."""
    title, text = (old.title, old.text) if old else (Words("", ""), Words("", ""))
    until = old.hang_until.isoformat() if old and old.hang_until else ""
    why = shell.Field(
        name="why",
        label=_("What is corrected, and why?"),
        hint=_("Everyone reads this first."),
        maxlength=200,
    )
    return (
        *((why,) if old else ()),
        shell.Field(name="title_zh", label=_("Heading"), maxlength=40, value=(title.zh,)),
        shell.Field(
            name="text_zh",
            label=_("The whole text"),
            hint=_("One paragraph a line."),
            kind="textarea",
            maxlength=6000,
            value=(text.zh,),
        ),
        shell.Field(
            name="basis",
            label=_("By which article?"),
            hint=_("For example: Civil Code, Article 278. Not needed for an ordinary notice."),
            maxlength=120,
            value=(old.basis if old else "",),
        ),
        shell.Field(
            name="hang_until",
            label=_("Until when must it hang?"),
            hint=_("For example 12-20. Not needed for an ordinary notice."),
            kind="date",
            value=(until,),
        ),
        shell.Field(
            name="title_en",
            label=_("Heading in English, if you like"),
            maxlength=80,
            value=(title.en if title.en != title.zh else "",),
        ),
        shell.Field(
            name="text_en",
            label=_("In English, if you like"),
            kind="textarea",
            maxlength=12000,
            value=(text.en if text.en != text.zh else "",),
        ),
    )


def _preview(
    request: shell.Request, audience: Audience | None, button: str, again: str
) -> HttpResponse:
    said = _said(request)
    title, text = said["title"], said["text"]
    for words, name in ((title, "title_zh"), (text, "text_zh")):
        if not words.zh:
            raise Refused("invalid", "A message needs words.", field=name)
    kind = request.POST.get("kind", "")
    rows = (
        (
            _("What kind of announcement?"),
            read(KIND_NAMES[Kind(kind)]) if kind in set(Kind) else "",
        ),
        (_("Whom is it for?"), _named(request, audience)),
        (_("What is corrected, and why?"), request.POST.get("why", "")),
        (_("Heading"), title.zh),
        (_("The whole text"), text.zh),
        (_("By which article?"), said["basis"]),
        (_("Until when must it hang?"), day_of(said["hang_until"])),
        (_("In English"), f"{title.en}: {text.en}" if text.en else ""),
    )
    kept = [(name, value) for name in _ONCE for value in request.POST.getlist(name)[:1]]
    kept += [(_MANY, value) for value in request.POST.getlist(_MANY)[:_MOST]]
    hidden = [shell.Field(name=name, kind="hidden", value=(value,)) for name, value in kept]
    return shell.check(
        request,
        title=_("Is all of this right?"),
        answers=[shell.Answer(name, value) for name, value in rows if value],
        button=button,
        hidden=[*hidden, shell.Field(name="send", kind="hidden", value=("1",))],
        template="desk/work_read_back.html",
        kept=kept,
        again=again,
        say=_("Once published it is never edited; a mistake is corrected by a new version."),
        ways=ways(request.actor, "desk:calls"),
    )


def _named(request: shell.Request, audience: Audience | None) -> str:
    if audience is None:
        return ""
    cards = places.get_places(viewer=request.actor, places=audience.places).values()
    who = _("owners only, wherever they live") if audience.owners_only else _("all who live there")
    return f"{joined(label(one) for one in cards)} · {who}"


def _audience(request: shell.Request) -> Audience:
    entrance = request.POST.get("entrance", "")
    chosen = (*request.POST.getlist(_MANY)[:_MOST], *((entrance,) if entrance else ()))
    if not chosen:
        raise Refused("invalid", "Please say whom it is for.", field=_MANY)
    for spot in chosen:
        places.get_place(viewer=request.actor, place=spot)
    return Audience(chosen, owners_only=request.POST.get("owners") == "owners")


def _said(request: shell.Request) -> _Said:
    """The words, their article, and the day until which they hang, read as people write days."""
    given = request.POST
    until = given.get("hang_until", "").strip()
    return {
        "title": Words(given.get("title_zh", "").strip(), given.get("title_en", "").strip()),
        "text": Words(given.get("text_zh", "").strip(), given.get("text_en", "").strip()),
        "basis": given.get("basis", "").strip(),
        "hang_until": (shell.day_typed(until, "hang_until", Side.FUTURE).value if until else None),
    }
