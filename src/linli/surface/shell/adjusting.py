"""The page on which one chooses size and colours; open to strangers as well."""

from dataclasses import astuple, fields

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from linli.foundation.people.api import set_habit
from linli.surface.shell.form import Choice, Field, question
from linli.surface.shell.guard import safe_next
from linli.surface.shell.looks import (
    CONTRASTS,
    COOKIE,
    SIZES,
    THEMES,
    Look,
    look_of,
    read_look,
)
from linli.surface.shell.notices import say
from linli.surface.shell.request import Request
from linli.surface.shell.switches import remember


def choose(request: Request) -> HttpResponse:
    """Choose them, before log-in too; kept on this device, and for the person if one is known."""
    onward = safe_next(request, request.POST.get("next") or request.GET.get("next"))
    if request.method != "POST":
        return _ask(request, onward)
    given = [request.POST.get(one.name, "") for one in fields(Look)]
    chosen = str(read_look(".".join(given)))
    if request.actor.person and not request.actor.on_behalf_of:
        set_habit(by=request.actor, name=COOKIE, value=chosen)
    say(request, _("It looks like this from now on."))
    response = HttpResponseRedirect(onward)
    remember(response, COOKIE, chosen)
    return response


def _ask(request: Request, onward: str) -> HttpResponse:
    asked = zip(fields(Look), _words(), astuple(look_of(request)), strict=True)
    rows = tuple(
        Field(
            name=one.name,
            label=label,
            kind="radio",
            value=(chosen,),
            choices=tuple(Choice(value, word) for value, word in choices),
        )
        for one, (label, choices), chosen in asked
    )
    return question(
        request,
        title=_("Size and colours"),
        intro=_("Choose what is easy on your eyes. You can change it any time."),
        fields=(*rows, Field(name="next", kind="hidden", value=(onward,))),
        button=_("Keep this"),
        back=onward,
    )


def _words() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    sizes = (_("As usual"), _("Large"), _("Very large"))
    contrasts = (_("As usual"), _("Stronger: black and white"))
    themes = (_("As my phone does it"), _("Always light"), _("Always dark"))
    return (
        (_("How large?"), tuple(zip(SIZES, sizes, strict=True))),
        (_("How strong are the colours?"), tuple(zip(CONTRASTS, contrasts, strict=True))),
        (_("Light or dark?"), tuple(zip(THEMES, themes, strict=True))),
    )
