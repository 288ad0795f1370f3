"""Which community a page speaks for: the one logged in to, the one chosen, or the only one."""

from zoneinfo import ZoneInfo

from django.db import Error
from django.http import HttpRequest
from django.utils import timezone

from linli.foundation.places.api import CommunityCard, list_communities
from linli.kernel import ANYONE

_latest: dict[str, CommunityCard] = {}
"""The cards last seen, so that a page about a fault can still say where the desk is."""


def communities() -> tuple[CommunityCard, ...]:
    """Every community of this installation; the last known ones while the database is away."""
    try:
        found = list_communities(viewer=ANYONE)
    except Error:
        return tuple(_latest.values())
    _latest.clear()
    _latest.update({card.id: card for card in found})
    return found


def community_of(request: HttpRequest) -> CommunityCard | None:
    """The community this page speaks for; None when there are several and none was chosen."""
    known = {card.id: card for card in communities()}
    wanted = getattr(request, "actor", ANYONE).community or request.COOKIES.get("community", "")
    if wanted in known:
        return known[wanted]
    return next(iter(known.values())) if len(known) == 1 else None


def set_the_clock(card: CommunityCard | None) -> None:
    """Times on this page are those of the community."""
    if card is None:
        timezone.deactivate()
    else:
        timezone.activate(ZoneInfo(card.timezone))
