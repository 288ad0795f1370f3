"""Every page of the desk: the same frame, the same ways, for the roles that work here."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.kernel import Actor, Role
from linli.kernel.actor import STAFF
from linli.surface.shell.api import Request, Way

OFFICE = frozenset({Role.MANAGER, Role.OPERATOR, Role.CLERK, Role.COMMITTEE, Role.STREET})
REGISTER = OFFICE | {Role.GRID_WORKER, Role.KEEPER}
"""Who may look through people and places; workers see the door they go to, not the register."""
REGISTRARS = REGISTER - {Role.STREET}
"""Who writes people and their homes down."""
ENTERS = frozenset({Role.CLERK, Role.MANAGER, Role.GRID_WORKER, Role.COMMITTEE, Role.KEEPER})
"""Who may act for someone at the counter, on the phone or from paper."""
CARD_MAKERS = frozenset({Role.CLERK, Role.MANAGER, Role.KEEPER})
"""Who makes log-in cards and stops them."""
TELLS = frozenset({Role.CLERK, Role.MANAGER, Role.KEEPER, Role.GRID_WORKER})
"""Who rings, prints and hands over."""
BATCHES = frozenset({Role.MANAGER, Role.CLERK})
"""Who may act on several matters at once."""
WORKS = STAFF | {Role.COUNCIL}
"""Who may have a matter to see to: all staff, and the owners' council."""
ASSEMBLES = frozenset(
    {
        *(Role.COMMITTEE, Role.STREET, Role.COUNCIL),
        *(Role.CLERK, Role.MANAGER, Role.GRID_WORKER),
    }
)
"""Who works on what comes before and after the votes; each verb says who may do it."""
_WAYS: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("desk:queue", gettext_noop("Matters"), STAFF),
    ("desk:cockpit", gettext_noop("Overview"), OFFICE | {Role.GRID_WORKER}),
    (
        "desk:worker",
        gettext_noop("My work"),
        frozenset({Role.WORKER, Role.GRID_WORKER, Role.COUNCIL}),
    ),
    ("desk:entry", gettext_noop("New entry"), ENTERS),
    ("desk:calls", gettext_noop("Calls and letters"), TELLS),
    ("desk:people", gettext_noop("People and places"), REGISTER),
    ("desk:assembly", gettext_noop("The owners' assembly"), ASSEMBLES),
    ("desk:keeping", gettext_noop("Protected homes"), frozenset({Role.KEEPER})),
    ("desk:devices", gettext_noop("Devices"), OFFICE | {Role.KEEPER}),
    ("desk:rules", gettext_noop("Rules"), OFFICE),
    ("desk:letters", gettext_noop("Not delivered"), TELLS | {Role.OPERATOR}),
)


def page(
    request: Request, template: str, *, here: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """A page in the desk's frame; `here` is the name of the way that is current."""
    context["ways"] = ways(request.actor, here)
    return render(request, template, context, status=status)


def ways(actor: Actor, here: str) -> tuple[Way, ...]:
    """Where the actor may go from here, in order."""
    return tuple(
        Way(address(name), _(label), name == here)
        for name, label, roles in _WAYS
        if address(name) and (not roles or actor.has(*roles))
    )


def address(name: str, *parts: str) -> str:
    """Where a page of the desk is, empty when this house has no such page."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""
