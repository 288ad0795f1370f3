"""Having my data corrected, objecting to what is kept, erasing what is mine to erase."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.people.api import Erasable, erase_own, list_homes
from linli.kernel import Actor, Refused
from linli.support.matters.api import open_matter
from linli.surface.resident.kept import all_kept, back_to_me, check_own
from linli.surface.shell import api as shell
from linli.surface.shell.language import read

_LONGEST = 1000
_WRONG = {
    "name": gettext_noop("My name"),
    "phone": gettext_noop("My phone number"),
    "home": gettext_noop("My home, or who lives there"),
    "other": gettext_noop("Something else"),
    "unsure": gettext_noop("Hard to say, please contact me"),
}
_ERASED = {
    Erasable.TOKENS: gettext_noop("Tokens of my programs"),
    Erasable.CARD: gettext_noop("My log-in card, and when it was used"),
    Erasable.HELPERS: gettext_noop("My helpers: they can no longer act for me"),
    Erasable.CONSENTS: gettext_noop("Everything I agreed to"),
    Erasable.WISHES: gettext_noop("My choices of how I am reached"),
}


@shell.signed_in
@shell.submit_once
def correct(request: shell.Request) -> HttpResponse:
    """What is wrong, and how it should be: the desk asks for a proof and changes it."""
    check_own(request.actor)
    choices = tuple(shell.Choice(key, _(words)) for key, words in _WRONG.items())
    fields = (
        shell.Field(name="what", label=_("What is wrong?"), kind="radio", choices=choices),
        _words_field(_("How should it be?")),
    )

    def hand_in() -> str:
        what = _chosen(request, tuple(_WRONG))
        said = shell.words_typed(request.POST.get("words", ""), _LONGEST)
        if what != "unsure" and not said:
            raise Refused("invalid", "Please write how it should be.", field="words")
        return _open(request, "paperwork", _(_WRONG[what]), said)

    return _asked(
        request,
        fields,
        hand_in,
        title=_("Have my data corrected"),
        intro=_("The service desk calls you back, makes sure that it is you, and changes it."),
    )


@shell.signed_in
@shell.submit_once
def objected(request: shell.Request) -> HttpResponse:
    """What should not be kept, or be erased: the keeper answers within a set time."""
    check_own(request.actor)
    parts = {one.key: read(one.what) for one in all_kept(request.actor)}
    fields = (
        shell.Field(
            name="what",
            label=_("What is it about?"),
            kind="select",
            choices=tuple(shell.Choice(key, words) for key, words in parts.items()),
        ),
        _words_field(_("What should happen?")),
    )

    def hand_in() -> str:
        what = _chosen(request, tuple(parts))
        said = shell.words_typed(request.POST.get("words", ""), _LONGEST)
        if not said:
            raise Refused("invalid", "Please write what should happen with it.", field="words")
        return _open(request, "my_data", parts[what], said)

    return _asked(
        request,
        fields,
        hand_in,
        title=_("I do not agree that this is kept"),
        intro=_("The keeper of the records answers: what is erased, what the law keeps, how long."),
    )


@shell.signed_in
@shell.submit_once
def erase(request: shell.Request) -> HttpResponse:
    """What can be erased at once, each by itself; what cannot is told with its reason."""
    check_own(request.actor)
    field = shell.Field(
        name="what",
        label=_("What shall be erased now?"),
        kind="checkbox",
        choices=tuple(shell.Choice(one, _(words)) for one, words in _ERASED.items()),
    )
    refusals: tuple[Refused, ...] = ()
    if request.method == "POST":
        known = {str(one) for one in Erasable}
        wanted = [one for one in request.POST.getlist("what")[:10] if one in known]
        try:
            erase_own(by=request.actor, what=[Erasable(one) for one in wanted])
        except Refused as refused:
            if not refused.field:
                raise
            refusals = (refused,)
        else:
            shell.say(request, _("It is erased. You are told in writing as well."))
            return redirect("resident:me")
    return shell.question(
        request,
        title=_("Erase my data"),
        intro=_("This cannot be taken back. What you do not choose stays as it is."),
        fields=(field,),
        button=_("Erase what I chose"),
        back=back_to_me(),
        refusals=refusals,
        template="resident/erase.html",
    )


def _words_field(label: str) -> shell.Field:
    return shell.Field(name="words", label=label, kind="textarea", maxlength=_LONGEST)


def _chosen(request: shell.Request, known: tuple[str, ...]) -> str:
    given = request.POST.get("what", "")
    if given not in known:
        raise Refused("invalid", "Please choose one.", field="what")
    return given


def _asked(
    request: shell.Request,
    fields: tuple[shell.Field, ...],
    hand_in: Callable[[], str],
    *,
    title: str,
    intro: str,
) -> HttpResponse:
    refusals: tuple[Refused, ...] = ()
    if request.method == "POST":
        try:
            return redirect("resident:receipt", hand_in())
        except Refused as refused:
            if not refused.field:
                raise
            refusals = (refused,)
    return shell.question(
        request,
        title=title,
        intro=intro,
        fields=fields,
        button=_("Hand it in"),
        back=back_to_me(),
        refusals=refusals,
    )


def _open(request: shell.Request, category: str, what: str, words: str) -> str:
    by = request.actor
    return open_matter(
        by=by,
        nature="demand",
        category=category,
        place=_home(by) or by.community,
        title=what[:60],
        description=words or what,
        key=f"data:{shell.key_of(request)}",
    )


def _home(by: Actor) -> str:
    homes = list_homes(viewer=by, person=by.person or "")
    return homes[0].dwelling if homes else ""
