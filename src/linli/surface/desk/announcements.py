"""公示公告 at the desk: publish, correct, note where it hangs, print, and see how far it got."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.application.announcements import api as announcements
from linli.application.announcements.api import AnnouncementCard, Figure
from linli.foundation.files import api as files
from linli.kernel import Ref, Refused, Role
from linli.surface.desk.announcing import WRITES, asked, day_of, number_in
from linli.surface.desk.pages import TELLS, page
from linli.surface.desk.people import CHANNELS
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined, label, read
from linli.surface.shell.templatetags.shell import moment

HANGS = (*WRITES, Role.GRID_WORKER, Role.WORKER)
_LOCAL = {
    "seen": gettext_noop("Noted as read on the page"),
    "board": gettext_noop("Hangs at the entrances"),
}
_MOST_PHOTO = 10_000_000


@shell.staff_only(*HANGS)
def listed(request: shell.Request) -> HttpResponse:
    """All announcements of the community, newest first."""
    found = announcements.list_announcements(viewer=request.actor, cursor=request.GET.get("cursor"))
    return page(
        request,
        "desk/work_announcements.html",
        here="desk:calls",
        title=_("Announcements"),
        rows=[(card.id, read(card.latest.title), _line(card), _state(card)) for card in found],
        next=found.next,
        may_write=request.actor.has(*WRITES),
        may_tell=request.actor.has(*TELLS),
    )


@shell.staff_only(*HANGS)
def one(request: shell.Request, announcement: str) -> HttpResponse:
    """One announcement: how far it got by each channel, where it hangs, what is left to do."""
    viewer = request.actor
    found = announcements.get_announcement(viewer=viewer, announcement=announcement)
    reach = announcements.count_reach(viewer=viewer, announcement=announcement)
    boards = announcements.list_boards(viewer=viewer, announcement=announcement)
    return page(
        request,
        "desk/work_announcement.html",
        here="desk:calls",
        title=read(found.card.latest.title),
        card=found.card,
        shown=found.shown,
        until=day_of(found.shown.hang_until),
        places=joined(read(one) for one in found.card.place_labels),
        versions=[(one.number, moment(one.at), one.by_name, one.why) for one in found.versions],
        figures=_figures(reach.figures),
        hung=[
            (one.place_label, day_of(one.on), one.by_name, one.version, one.photo)
            for one in reach.hung
        ],
        still=joined(label(one) for one in boards if one.id in set(reach.still_to_hang)),
        may_ring=viewer.has(*WRITES) and viewer.has(*TELLS, Role.COMMITTEE),
        may_write=viewer.has(*WRITES),
    )


@shell.staff_only(*HANGS)
def poster(request: shell.Request, announcement: str) -> HttpResponse:
    """For the entrance: A4, large, with a code that leads to the same words."""
    found = announcements.get_announcement(viewer=request.actor, announcement=announcement)
    return page(
        request,
        "desk/work_announcement_poster.html",
        title=_("Poster"),
        card=found.card,
        shown=found.shown,
        until=day_of(found.shown.hang_until),
        paragraphs=read(found.shown.text).splitlines(),
    )


@shell.staff_only(*HANGS)
@shell.submit_once
def hung(request: shell.Request, announcement: str) -> HttpResponse:
    """At which entrance, on which day, and a photo if there is one."""
    viewer = request.actor
    found = announcements.get_announcement(viewer=viewer, announcement=announcement)
    refusals: list[Refused] = []
    if request.method == "POST":
        try:
            _note(request, found.card)
        except Refused as refused:
            refusals.append(refused)
        else:
            shell.say(request, _("Noted where it hangs."))
            return redirect("desk:announcement", announcement)
    boards = announcements.list_boards(viewer=viewer, announcement=announcement)
    fields: tuple[shell.Field, ...] = (
        shell.Field(
            name="place",
            label=_("At which entrance does it hang?"),
            kind="select",
            choices=tuple(shell.Choice(one.id, label(one)) for one in boards),
        ),
        shell.Field(
            name="on",
            label=_("On which day was it put up?"),
            kind="date",
            hint=_("Today, yesterday or 12-5"),
            value=(_("today"),),
        ),
        shell.Field(
            name="photo", label=_("A photo, if you took one"), kind="file", accept="image/*"
        ),
        shell.Field(name="version", kind="hidden", value=(str(found.card.latest.number),)),
    )
    return asked(
        request,
        announcement,
        fields,
        refusals,
        title=_("It hangs there"),
        button=_("Note it"),
    )


@shell.staff_only(*WRITES)
@shell.submit_once
def withdraw(request: shell.Request, announcement: str) -> HttpResponse:
    """Taken back before everyone who was told, with the reason."""
    announcements.get_announcement(viewer=request.actor, announcement=announcement)
    refusals: list[Refused] = []
    if request.method == "POST":
        try:
            why = request.POST.get("why", "")
            announcements.withdraw(by=request.actor, announcement=announcement, why=why)
        except Refused as refused:
            refusals.append(refused)
        else:
            shell.say(request, _("It is withdrawn; whoever was told hears of it."))
            return redirect("desk:announcement", announcement)
    field = shell.Field(
        name="why",
        label=_("Why is it withdrawn?"),
        hint=_("Everyone reads this. The announcement itself stays readable."),
        maxlength=200,
    )
    return asked(request, announcement, (field,), refusals, button=_("Withdraw it"))


@shell.staff_only(*HANGS)
def photo(request: shell.Request, announcement: str, file: str) -> HttpResponse:
    """The photo of where it hangs."""
    found = announcements.get_announcement(viewer=request.actor, announcement=announcement)
    about = Ref("announcement", found.card.id)
    return shell.send_file(request, files.read_file(viewer=request.actor, file=file, about=about))


def _note(request: shell.Request, card: AnnouncementCard) -> None:
    picture = request.FILES.get("photo")
    if picture is not None and (picture.size or 0) > _MOST_PHOTO:
        raise Refused("too_large", "Please choose a photo of at most 10 MB.", field="photo")
    announcements.note_hung(
        by=request.actor,
        announcement=card.id,
        number=number_in(request),
        place=request.POST.get("place", ""),
        on=shell.day_typed(request.POST.get("on", ""), "on").value,
        photo=picture.read() if picture is not None else None,
        key=shell.key_of(request),
    )


def _figures(figures: tuple[Figure, ...]) -> list[tuple[str, str, str]]:
    """Each with its own definition beside it; they are never added up."""
    return [
        (
            _(_LOCAL.get(one.channel) or CHANNELS[one.channel]),
            f"{one.reached} / {one.of}",
            read(one.means),
        )
        for one in figures
    ]


def _line(card: AnnouncementCard) -> str:
    places = joined(read(one) for one in card.place_labels)
    return joined((read(card.kind_name), places, moment(card.latest.at)))


def _state(card: AnnouncementCard) -> str:
    if card.withdrawn_at:
        return _("Withdrawn")
    number = card.latest.number
    return _("Version %(number)s") % {"number": number} if number > 1 else ""
