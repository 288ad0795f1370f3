"""Notices to a building or to everyone: written once, then page, text message, letter, poster."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.foundation.places import api as places
from linli.kernel import Refused, Role, Words
from linli.support.notify import api as notify
from linli.surface.desk.announcements import HANGS
from linli.surface.desk.pages import TELLS, page, ways
from linli.surface.desk.people import CHANNELS
from linli.surface.desk.stacks import stacks_of
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined, label, read
from linli.surface.shell.templatetags.shell import moment

WRITES = (Role.MANAGER, Role.CLERK, Role.COMMITTEE)
_SIZES = ("a4", "a3")
_ASKED = ("place", "title_zh", "text_zh", "title_en", "text_en", "urgent")


@shell.staff_only(*TELLS, Role.COMMITTEE)
def bulletins(request: shell.Request) -> HttpResponse:
    """What was told to whole buildings, newest first."""
    cards = notify.list_bulletins(viewer=request.actor, cursor=request.GET.get("cursor"))
    rows = [
        (one.id, read(one.title), joined((read(one.place_label), moment(one.at), one.by_name)))
        for one in cards
    ]
    return page(
        request,
        "desk/work_bulletins.html",
        here="desk:calls",
        title=_("Notices to residents"),
        rows=rows,
        next=cards.next,
        may_hang=request.actor.has(*HANGS),
        may_write=request.actor.has(*WRITES),
    )


@shell.staff_only(*WRITES)
@shell.submit_once
def write(request: shell.Request) -> HttpResponse:
    """One text; before it goes out it is shown as page, text message and letter will say it."""
    if request.method != "POST" or "change" in request.POST:
        return _ask(request)
    try:
        spot = places.get_place(viewer=request.actor, place=request.POST.get("place", ""))
        if "send" not in request.POST:
            return _preview(request, spot)
        bulletin = notify.put_up_bulletin(
            by=request.actor,
            place=spot.id,
            title=_words(request, "title"),
            text=_words(request, "text"),
            urgent=request.POST.get("urgent") == "yes",
            key=shell.key_of(request),
        )
    except Refused as refused:
        return _ask(request, refused)
    shell.say(request, _("It is on its way to everyone there."))
    return redirect("desk:bulletin", bulletin)


@shell.staff_only(*TELLS, Role.COMMITTEE)
def bulletin(request: shell.Request, bulletin: str) -> HttpResponse:
    """One notice: whom it has reached by which channel, and what is left to do by hand."""
    card = notify.get_bulletin(viewer=request.actor, bulletin=bulletin)
    reach = notify.count_reached(viewer=request.actor, bulletin=bulletin)
    columns = (
        shell.Column(_("How")),
        shell.Column(_("Told"), is_number=True),
        shell.Column(_("Reached"), is_number=True),
    )
    rows = [(_(CHANNELS[one.kind]), str(one.told), str(one.reached)) for one in reach]
    return page(
        request,
        "desk/work_bulletin.html",
        here="desk:calls",
        title=read(card.title),
        card=card,
        reach=shell.Table(_("Whom it has reached"), columns, rows),
        sms=_counted(f"{card.title.zh}：{card.text.zh}"),
        may_ring=request.actor.has(*TELLS),
    )


@shell.staff_only(*TELLS)
@shell.post_only
@shell.submit_once
def ring(request: shell.Request, bulletin: str) -> HttpResponse:
    """Those who have not looked into their inbox are rung."""
    notify.get_bulletin(viewer=request.actor, bulletin=bulletin)
    count = notify.call_the_unreached(by=request.actor, bulletin=bulletin)
    words = ngettext(
        "%(count)s person is on the list of calls.",
        "%(count)s people are on the list of calls.",
        count,
    )
    shell.say(request, words % {"count": count})
    return redirect("desk:bulletin", bulletin)


@shell.staff_only(*TELLS, Role.COMMITTEE)
def poster(request: shell.Request, bulletin: str) -> HttpResponse:
    """For the notice board: large, with a code that leads to the same words."""
    size = request.GET.get("size", "a4")
    return page(
        request,
        "desk/work_poster.html",
        card=notify.get_bulletin(viewer=request.actor, bulletin=bulletin),
        title=_("Poster"),
        size=size if size in _SIZES else "a4",
    )


@shell.staff_only(*TELLS)
def letters(request: shell.Request, bulletin: str) -> HttpResponse:
    """A letter for each who wants paper, one stack a building, in the order of flats."""
    card = notify.get_bulletin(viewer=request.actor, bulletin=bulletin)
    found = notify.list_slips(
        viewer=request.actor,
        printed=False,
        about=card.about,
        cursor=request.GET.get("cursor"),
    )
    return page(
        request,
        "desk/work_bulletin_letters.html",
        title=_("Letters"),
        card=card,
        stacks=stacks_of(request.actor, found.items),
        next=found.next,
    )


def _words(request: shell.Request, name: str) -> Words:
    zh, en = (request.POST.get(f"{name}_{language}", "").strip() for language in ("zh", "en"))
    return Words(zh, en)


def _counted(text: str) -> str:
    """How long it is as a text message."""
    parts = notify.TextMessage(text).parts
    return ngettext(
        "%(length)s characters: %(count)s text message",
        "%(length)s characters: %(count)s text messages",
        parts,
    ) % {"length": len(text), "count": parts}


def _ask(request: shell.Request, *refusals: Refused) -> HttpResponse:
    fields = _fields(request)
    if request.method == "POST":
        fields, _problems = shell.refill(fields, request.POST)
    return shell.question(
        request,
        title=_("Tell residents something"),
        intro=_("Say what happens, where, from when until when. One text for every channel."),
        fields=fields,
        button=_("See how it looks"),
        back=reverse("desk:bulletins"),
        refusals=refusals,
        template="desk/work_ask.html",
        ways=ways(request.actor, "desk:calls"),
    )


def _fields(request: shell.Request) -> tuple[shell.Field, ...]:
    viewer = request.actor
    spots = [
        places.get_place(viewer=viewer, place=viewer.community),
        *places.every_place(viewer=viewer, kind=places.PlaceKind.BUILDING),
        *places.every_place(viewer=viewer, kind=places.PlaceKind.ENTRANCE),
    ]
    yes = (shell.Choice("yes", _("Yes, also at night")),)
    return (
        shell.Field(
            name="place",
            label=_("Who shall be told?"),
            hint=_("Everyone who lives there."),
            kind="select",
            choices=tuple(shell.Choice(one.id, label(one)) for one in spots),
        ),
        shell.Field(
            name="title_zh",
            label=_("Heading"),
            hint=_("As on a notice board: No water in building 3"),
            maxlength=40,
        ),
        shell.Field(
            name="text_zh",
            label=_("What happens?"),
            hint=_("With up to 70 characters it is a single text message."),
            kind="textarea",
            maxlength=600,
        ),
        shell.Field(name="title_en", label=_("Heading in English, if you like"), maxlength=80),
        shell.Field(
            name="text_en", label=_("In English, if you like"), kind="textarea", maxlength=1200
        ),
        shell.Field(name="urgent", label=_("Is it urgent?"), kind="checkbox", choices=yes),
    )


def _preview(request: shell.Request, spot: places.PlaceCard) -> HttpResponse:
    title, text = _words(request, "title"), _words(request, "text")
    for words, name in ((title, "title_zh"), (text, "text_zh")):
        if not words.zh:
            raise Refused("invalid", "A message needs words.", field=name)
    message = f"{title.zh}：{text.zh}"
    rows = (
        (_("Who is told"), label(spot)),
        (_("On the page and by phone"), message),
        (_("As a text message"), f"{message} ({_counted(message)})"),
        (_("As a letter and a poster"), f"{title.zh} / {text.zh}"),
        (_("In English"), f"{title.en}: {text.en}" if text.en else ""),
        (_("Is it urgent?"), _("Yes, also at night") if "urgent" in request.POST else ""),
    )
    kept = {name: request.POST[name] for name in _ASKED if name in request.POST}
    hidden = [shell.Field(name=name, kind="hidden", value=(kept[name],)) for name in kept]
    return shell.check(
        request,
        title=_("Is all of this right?"),
        answers=[shell.Answer(name, value) for name, value in rows if value],
        button=_("Tell them"),
        hidden=[*hidden, shell.Field(name="send", kind="hidden", value=("1",))],
        template="desk/work_read_back.html",
        kept=kept.items(),
        again=reverse("desk:bulletin-write"),
        ways=ways(request.actor, "desk:calls"),
    )
