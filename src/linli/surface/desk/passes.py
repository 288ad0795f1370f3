"""登录卡: a paper card made for someone at the counter, shown once to be printed, and stopped."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from linli.foundation.people import api
from linli.foundation.people.api import PassCard
from linli.kernel import Refused, Via, now
from linli.surface.desk.pages import CARD_MAKERS, page
from linli.surface.desk.record import acting
from linli.surface.desk.register import ask, chosen, open_record
from linli.surface.shell import api as shell
from linli.surface.shell.templatetags.shell import day, moment

_LONGEST_NAME = 20


@transaction.atomic
@shell.staff_only(*CARD_MAKERS)
def card(request: shell.Request, person: str) -> HttpResponse:
    """Make a card and show it this once; a form sent again makes none."""
    owner = open_record(request, person)
    if request.method != "POST":
        return _form(request, owner)
    name = request.POST.get("name", "").strip()[:_LONGEST_NAME] or owner.name
    by = acting(request, person, Via.COUNTER)
    try:
        made = api.issue_pass(
            by=by,
            person=person,
            pin=request.POST.get("pin", "")[:30],
            key=f"desk:{shell.key_of(request)}",
        )
    except Refused as refused:
        if not refused.field:
            raise
        return _form(request, owner, refused)
    if made.token is None:
        words = _("This card was shown before and cannot be shown again. Make a new one.")
        shell.say(request, words, tone="wait")
        return redirect("desk:person-card", person)
    shell.note(request, by)
    response = page(
        request,
        "desk/work_card.html",
        here="desk:people",
        title=_("Log-in card"),
        owner=owner,
        name=name,
        path=f"/card/{made.token}",
        pin="" if request.POST.get("pin", "").strip() else made.pin,
        until=_today_card(request, person),
    )
    add_never_cache_headers(response)
    return response


@transaction.atomic
@shell.staff_only(*CARD_MAKERS)
@shell.post_only
@shell.submit_once
def stop(request: shell.Request, person: str, card: str) -> HttpResponse:
    """They rang or came: the card is worthless from now on."""
    open_record(request, person)
    via = Via(chosen(request, "via", (Via.PHONE, Via.COUNTER)))
    by = acting(request, person, via)
    api.revoke_pass(by=by, login_pass=card)
    shell.note(request, by)
    shell.say(request, _("The card no longer works. They are told."))
    return redirect("desk:person-card", person)


def _form(request: shell.Request, owner: api.PersonCard, *refusals: Refused) -> HttpResponse:
    known = api.get_pass(viewer=request.actor, person=owner.id)
    fields = (
        shell.Field(
            name="name",
            label=_("The name on the card"),
            hint=_("As they like to be called."),
            value=(owner.name[:_LONGEST_NAME],),
            maxlength=_LONGEST_NAME,
            size="mid",
        ),
        shell.Field(
            name="pin",
            label=_("Four digits"),
            hint=_("Let them type it themselves. Left empty, we choose and print a second slip."),
            kind="password",
            inputmode="numeric",
            autocomplete="off",
            maxlength=8,
            size="code",
        ),
    )
    return ask(
        request,
        owner,
        _("Log-in card"),
        fields,
        *refusals,
        template="desk/work_card_form.html",
        button=_("Make the card"),
        login_card=known,
        state=state(known),
        is_live=is_live(known),
    )


def is_live(card: PassCard | None) -> bool:
    """Whether the card opens, or will again after a pause."""
    return card is not None and card.ended_at is None and card.until > now()


def state(card: PassCard | None) -> str:
    """How it stands with a card, in a sentence."""
    if card is None:
        return _("They have no card yet.")
    given = _("Made on %(day)s by %(name)s.") % {"day": day(card.issued_at), "name": card.issued_by}
    if not is_live(card):
        return f"{given} {_('It no longer works.')}"
    used = _("last used %(when)s") % {"when": moment(card.uses[0].at)} if card.uses else ""
    ends = _("until %(day)s") % {"day": day(card.until)}
    return f"{given} {' · '.join(part for part in (ends, used or _('never used')) if part)}"


def _today_card(request: shell.Request, person: str) -> str:
    known = api.get_pass(viewer=request.actor, person=person)
    return day(known.until) if known else ""
