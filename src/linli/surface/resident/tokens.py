"""Tokens for my own programs: made, shown once, seen, taken back."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.people.api import (
    SCOPES,
    TokenCard,
    issue_token,
    list_tokens,
    restore_token,
    revoke_token,
)
from linli.kernel import Refused, now
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined
from linli.surface.shell.templatetags.shell import day, moment

_SCOPES = {
    "read:matters": gettext_noop("see matters"),
    "write:matters": gettext_noop("report and change matters"),
    "read:places": gettext_noop("see places"),
    "write:places": gettext_noop("change places"),
    "read:people": gettext_noop("see people"),
    "read:devices": gettext_noop("see devices"),
    "write:devices": gettext_noop("change devices"),
    "read:telemetry": gettext_noop("see readings"),
    "read:mandates": gettext_noop("see decisions on data"),
    "read:rules": gettext_noop("see rules and alarms"),
    "write:rules": gettext_noop("change rules, judge alarms"),
    "read:notices": gettext_noop("see my messages"),
    "write:notices": gettext_noop("mark my messages as read"),
    "read:facts": gettext_noop("hear what happens"),
}
_DAYS = {"30": 30, "90": 90, "365": 365}


@shell.signed_in
def tokens(request: shell.Request) -> HttpResponse:
    """What my programs may do, and the form for one more."""
    return _show(request)


@shell.signed_in
@shell.post_only
def make(request: shell.Request) -> HttpResponse:
    """Make a token and show it this once; a form sent again makes none."""
    given = request.POST
    try:
        made = issue_token(
            by=request.actor,
            name=given.get("name", ""),
            scopes=given.getlist("scopes")[: len(SCOPES)],
            days=_DAYS.get(given.get("days", ""), 90),
            key=f"page:{shell.key_of(request)}",
        )
    except Refused as refused:
        if refused.field not in ("name", "scopes"):
            raise
        return _show(request, refused)
    if made.secret is None:
        shell.say(request, _("This token was shown before and cannot be shown again."), tone="wait")
        return redirect("resident:tokens")
    response = _show(request, secret=made.secret)
    add_never_cache_headers(response)
    return response


@shell.signed_in
@shell.post_only
@shell.submit_once
def revoke(request: shell.Request, token: str) -> HttpResponse:
    """Make a token worthless at once."""
    revoke_token(by=request.actor, token=token)
    undo = reverse("resident:token-restore", args=[token])
    shell.say(request, _("The token is worthless from now on."), undo_url=undo)
    return redirect("resident:tokens")


@shell.signed_in
@shell.post_only
@shell.submit_once
def restore(request: shell.Request, token: str) -> HttpResponse:
    """The token was taken back by mistake."""
    restore_token(by=request.actor, token=token)
    undo = reverse("resident:token-revoke", args=[token])
    shell.say(request, _("The token works again."), undo_url=undo)
    return redirect("resident:tokens")


def _show(request: shell.Request, *refusals: Refused, secret: str = "") -> HttpResponse:
    if request.actor.on_behalf_of:
        raise Refused("forbidden", "A token can only be made for oneself.")
    typed = request.POST if refusals else QueryDict()
    fields, problems = shell.refill(_fields(), typed, refusals)
    context = {
        "title": _("Tokens for programs"),
        "rows": [_row(one) for one in list_tokens(viewer=request.actor)],
        "fields": fields,
        "problems": problems,
        "secret": secret,
    }
    return render(request, "resident/tokens.html", context, status=422 if problems else 200)


def _fields() -> tuple[shell.Field, ...]:
    scopes = tuple(shell.Choice(one, _(_SCOPES.get(one, one)), one) for one in SCOPES)
    days = (("30", _("One month")), ("90", _("Three months")), ("365", _("One year")))
    return (
        shell.Field(
            name="name",
            label=_("What is it for?"),
            hint=_("So that you know it again, such as: a display in the hall."),
            maxlength=80,
        ),
        shell.Field(
            name="scopes",
            label=_("What may it do?"),
            kind="checkbox",
            hint=_("It never does more than you may yourself."),
            choices=scopes,
        ),
        shell.Field(
            name="days",
            label=_("For how long?"),
            kind="radio",
            value=("90",),
            choices=tuple(shell.Choice(*one) for one in days),
        ),
    )


def _row(card: TokenCard) -> dict[str, object]:
    used = _("used %(when)s") % {"when": moment(card.last_used_at)}
    ends = _("until %(day)s") % {"day": day(card.until)}
    return {
        "card": card,
        "may": joined(_(_SCOPES.get(one, one)) for one in card.scopes),
        "line": " · ".join((ends, used if card.last_used_at else _("never used"))),
        "is_live": card.revoked_at is None and card.until > now(),
    }
