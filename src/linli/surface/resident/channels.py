"""怎么告诉我: the way I am reached, for each kind of news, when not, and a message to try it."""

from datetime import time

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.people import api as people
from linli.foundation.people.api import ChannelKind, News
from linli.kernel import Actor, Refused
from linli.support.notify.api import try_out
from linli.surface.resident.kept import back_to_me, check_own
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined

_NAMES = {
    ChannelKind.APP: gettext_noop("A message here"),
    ChannelKind.SMS: gettext_noop("A text message"),
    ChannelKind.PHONE: gettext_noop("A phone call"),
    ChannelKind.PAPER: gettext_noop("A paper slip"),
}
_HINTS = {
    ChannelKind.APP: gettext_noop("You see it when you open this page."),
    ChannelKind.SMS: gettext_noop("To a mobile phone; at night only if urgent."),
    ChannelKind.PHONE: gettext_noop("Someone from the service desk rings you. A landline is fine."),
    ChannelKind.PAPER: gettext_noop("Someone brings it to your door."),
}
_NEWS = {
    News.URGENT: gettext_noop("When it is urgent"),
    News.MATTERS: gettext_noop("About my own matters"),
    News.COMMUNITY: gettext_noop("About the community"),
}
_REST = {
    "": (None, gettext_noop("The usual: from 22 to 7 o'clock")),
    "long": ((time(20), time(9)), gettext_noop("From 20 to 9 o'clock")),
    "noon": ((time(12), time(15)), gettext_noop("From 12 to 15 o'clock, when I rest")),
}


@shell.signed_in
@shell.submit_once
def channels(request: shell.Request) -> HttpResponse:
    """Choose how I am reached first; the others follow when it does not work."""
    person = check_own(request.actor)
    usable = _usable(request.actor, person)
    now_first = [one.kind for one in people.list_channels(viewer=request.actor, person=person)]
    wanted = request.POST.get("first", "")
    refusals: tuple[Refused, ...] = ()
    if request.method == "POST":
        if wanted in {str(kind) for kind in usable}:
            first = ChannelKind(wanted)
            rest = [kind for kind in (*now_first, *_after(first, usable)) if kind is not first]
            people.set_channels(by=request.actor, person=person, kinds=(first, *rest))
            before = ".".join(now_first) or "usual"
            undo = reverse("resident:channels-back", args=[before])
            shell.say(request, _("We reach you this way from now on."), undo_url=undo)
            return redirect("resident:me")
        refusals = (Refused("invalid", "Please choose how we can reach you.", field="first"),)
    field = shell.Field(
        name="first",
        label=_("How shall we tell you things?"),
        kind="radio",
        value=(now_first[0],) if now_first else (),
        choices=tuple(
            shell.Choice(kind.value, _(_NAMES[kind]), _(_HINTS[kind])) for kind in usable
        ),
    )
    return shell.question(
        request,
        fields=(field,),
        button=_("Keep this"),
        back=back_to_me(),
        refusals=refusals,
        template="resident/channels.html",
    )


@shell.signed_in
@shell.post_only
@shell.submit_once
def channels_back(request: shell.Request, kinds: str) -> HttpResponse:
    """Reached as before, in the order that is named."""
    known = [ChannelKind(kind) for kind in kinds.split(".") if kind in set(ChannelKind)]
    people.set_channels(by=request.actor, person=check_own(request.actor), kinds=known)
    shell.say(request, _("We reach you as before."))
    return redirect("resident:me")


@shell.signed_in
@shell.submit_once
def each(request: shell.Request) -> HttpResponse:
    """Another way for one kind of news, and when I do not want to be rung."""
    viewer, person = request.actor, check_own(request.actor)
    usable = _usable(viewer, person)
    if request.method == "POST":
        for news in _NEWS:
            given = request.POST.get(news, "")
            kinds = (ChannelKind(given), *usable) if given in {str(one) for one in usable} else ()
            people.set_channels(by=viewer, person=person, kinds=kinds, news=news)
        hours = _REST.get(request.POST.get("rest", ""), _REST[""])[0]
        people.set_quiet(by=viewer, person=person, hours=hours)
        shell.say(request, _("We reach you this way from now on."))
        return redirect("resident:me")
    same = shell.Choice("", _("The same way as everything"))
    ways = (same, *(shell.Choice(kind.value, _(_NAMES[kind])) for kind in usable))
    general = [one.kind for one in people.list_channels(viewer=viewer, person=person)]
    fields = tuple(
        shell.Field(
            name=news,
            label=_(words),
            kind="select",
            value=(_first(viewer, person, news, general),),
            choices=ways,
        )
        for news, words in _NEWS.items()
    )
    rest = shell.Field(
        name="rest",
        label=_("When shall nobody ring or text you, unless it is urgent?"),
        kind="radio",
        value=(_resting(viewer, person),),
        choices=tuple(shell.Choice(key, _(words)) for key, (_hours, words) in _REST.items()),
    )
    return shell.question(
        request,
        title=_("Each kind of news its own way"),
        fields=(*fields, rest),
        button=_("Keep this"),
        back=reverse("resident:channels"),
    )


@shell.signed_in
@shell.post_only
@shell.submit_once
def try_it(request: shell.Request) -> HttpResponse:
    """Send me one, to see how it comes."""
    try_out(by=request.actor)
    shell.say(request, _("It is on its way. You can ask again in an hour."))
    return redirect("resident:channels")


def channels_line(viewer: Actor, person: str) -> str:
    """The ways somebody is reached, in order; nothing for whoever may not know."""
    try:
        found = people.list_channels(viewer=viewer, person=person)
    except Refused:
        return ""
    return joined(_(_NAMES[one.kind]) for one in found)


def _usable(viewer: Actor, person: str) -> list[ChannelKind]:
    """What their number can take: without one nobody rings, to a landline nobody writes."""
    return list(people.list_usable(viewer=viewer, person=person))


def _first(viewer: Actor, person: str, news: News, general: list[ChannelKind]) -> str:
    found = [one.kind for one in people.list_channels(viewer=viewer, person=person, news=news)]
    return "" if found == general or not found else found[0]


def _resting(viewer: Actor, person: str) -> str:
    hours = people.get_quiet(viewer=viewer, person=person)
    return next((key for key, (known, _words) in _REST.items() if known == hours), "")


def _after(first: ChannelKind, usable: list[ChannelKind]) -> tuple[ChannelKind, ...]:
    """What is tried next when nothing else was chosen: a text after the inbox, else a call."""
    is_text = first is ChannelKind.APP and ChannelKind.SMS in usable
    return (ChannelKind.SMS,) if is_text else ()
