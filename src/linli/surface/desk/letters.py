"""没送到的: messages nobody received, and facts a part of the platform could not take in."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.foundation.facts import api as facts
from linli.foundation.facts.api import DeadLetter
from linli.kernel import Page, Refused, Role
from linli.support.notify import api as notify
from linli.support.notify.api import FailedCard
from linli.surface.desk.pages import TELLS, page
from linli.surface.shell import api as shell

_FACTS = (Role.MANAGER, Role.OPERATOR)


@shell.staff_only(*TELLS, Role.OPERATOR)
def letters(request: shell.Request) -> HttpResponse:
    """What did not arrive, newest first, and what one can do about each."""
    actor = request.actor
    failed: Page[FailedCard] = Page(())
    dead: Page[DeadLetter] = Page(())
    if actor.has(*TELLS):
        failed = notify.list_failed(viewer=actor, cursor=request.GET.get("cursor") or None)
    if actor.has(*_FACTS):
        dead = facts.list_dead_letters(viewer=actor, cursor=request.GET.get("events"))
    title = _("Not delivered")
    return page(
        request,
        "desk/work_letters.html",
        here="desk:letters",
        title=title,
        failed=failed,
        dead=dead,
    )


@shell.staff_only(*TELLS)
@shell.post_only
@shell.submit_once
def message_again(request: shell.Request, message: str) -> HttpResponse:
    """Give a message another chance by the same channel."""
    notify.send_again(by=request.actor, message=message)
    shell.say(request, _("It goes out again."))
    return redirect("desk:letters")


@shell.staff_only(*TELLS)
@shell.post_only
@shell.submit_once
def set_aside(request: shell.Request, message: str) -> HttpResponse:
    """Someone has looked after it by other means."""
    notify.set_aside(by=request.actor, message=message)
    shell.say(request, _("Taken off this list."))
    return redirect("desk:letters")


@shell.staff_only(*_FACTS)
@shell.post_only
@shell.submit_once
def fact_again(request: shell.Request, letter: str) -> HttpResponse:
    """Hand a fact to its listener once more."""
    if not letter.isdigit():
        raise Refused("not_found", "There is no such letter.")
    facts.send_again(by=request.actor, delivery=int(letter))
    shell.say(request, _("It is handed over again."))
    return redirect("desk:letters")
