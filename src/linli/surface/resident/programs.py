"""Tokens: which programs may act in one's name, for what and how long; made, seen, taken back."""

from collections.abc import Sequence

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.people.api import (
    SCOPES,
    TokenCard,
    issue_token,
    list_tokens,
    revoke_token,
)
from linli.kernel import Refused, now
from linli.surface.resident.showing import joined
from linli.surface.shell import api as shell
from linli.surface.shell.templatetags.shell import day, moment

NAMES = {
    "read:matters": gettext_noop("See matters"),
    "write:matters": gettext_noop("Report and change matters"),
    "read:places": gettext_noop("See places"),
    "write:places": gettext_noop("Change places"),
    "read:people": gettext_noop("See people"),
    "read:devices": gettext_noop("See devices"),
    "write:devices": gettext_noop("Change devices"),
    "read:telemetry": gettext_noop("See readings"),
    "read:mandates": gettext_noop("See who decided what is measured"),
    "read:rules": gettext_noop("See rules and alarms"),
    "write:rules": gettext_noop("Change rules, answer alarms"),
    "read:notices": gettext_noop("See notices"),
    "write:notices": gettext_noop("Note that notices were read"),
    "read:facts": gettext_noop("Follow what happens"),
}
_MOST_DIGITS = 4


@shell.signed_in
def programs(request: shell.Request) -> HttpResponse:
    """One's own tokens, and a new one; a new one is shown this once."""
    if request.method != "POST":
        return _show(request)
    try:
        made = issue_token(
            by=request.actor,
            name=request.POST.get("name", ""),
            scopes=request.POST.getlist("scopes"),
            days=_whole(request.POST.get("days", "")),
            key=shell.key_of(request),
        )
    except Refused as refused:
        if refused.code not in ("invalid", "too_many"):
            raise
        return _show(request, [refused], status=422)
    if made.secret is None:
        shell.say(request, _("This token was shown before and cannot be shown again."), tone="wait")
        return redirect("resident:programs")
    response = _show(request, secret=made.secret)
    add_never_cache_headers(response)
    return response


@shell.signed_in
@shell.post_only
@shell.submit_once
def revoke(request: shell.Request, token: str) -> HttpResponse:
    """Make a token worthless at once."""
    revoke_token(by=request.actor, token=token)
    shell.say(request, _("Taken back. It opens nothing any more."))
    return redirect("resident:programs")


def _show(
    request: shell.Request, refusals: Sequence[Refused] = (), *, secret: str = "", status: int = 200
) -> HttpResponse:
    fields, problems = shell.refill(_fields(), request.POST if refusals else QueryDict(), refusals)
    context = {
        "title": _("Programs that act for you"),
        "tokens": [_row(card) for card in list_tokens(viewer=request.actor) if _is_live(card)],
        "fields": fields,
        "problems": problems,
        "secret": secret,
    }
    return render(request, "resident/programs.html", context, status=status)


def _is_live(card: TokenCard) -> bool:
    return card.revoked_at is None and card.until > now()


def _row(card: TokenCard) -> dict[str, str]:
    used = _("last used %(when)s") % {"when": moment(card.last_used_at)}
    return {
        "id": card.id,
        "name": card.name,
        "may": joined([_(NAMES[scope]) for scope in card.scopes if scope in NAMES]),
        "line": " · ".join(
            (
                _("until %(day)s") % {"day": day(card.until)},
                used if card.last_used_at else _("not used yet"),
            )
        ),
    }


def _whole(text: str) -> int:
    bare = text.strip()
    if not bare.isdecimal() or len(bare) > _MOST_DIGITS:
        raise Refused("invalid", "Please write a number of days.", field="days")
    return int(bare)


def _fields() -> tuple[shell.Field, ...]:
    return (
        shell.Field(name="name", label=_("Which program is it for?"), maxlength=80),
        shell.Field(
            name="scopes",
            label=_("What may it do?"),
            hint=_("It never sees or does more than you may yourself."),
            kind="checkbox",
            choices=tuple(shell.Choice(scope, _(NAMES[scope])) for scope in SCOPES),
        ),
        shell.Field(
            name="days",
            label=_("For how many days?"),
            inputmode="numeric",
            size="mid",
            value=("90",),
        ),
    )
