"""关于我，小区记了什么: one table, answered by every module for its own."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.announcements import api as announcements
from linli.application.assembly import api as assembly
from linli.foundation.devices.api import DeviceCard, list_devices, list_series
from linli.foundation.drafts import api as drafts
from linli.foundation.files import api as files
from linli.foundation.mandates.api import MandateCard, get_mandates
from linli.foundation.people import api as people
from linli.kernel import Actor, Kept, Refused, Words
from linli.support.matters import api as matters
from linli.support.notify import api as notify
from linli.surface.resident.nearby import home_cards
from linli.surface.resident.wording import recipients
from linli.surface.shell import api as shell
from linli.surface.shell.language import read

_MOST = 200


@shell.signed_in
def kept(request: shell.Request) -> HttpResponse:
    """What, from where, who may see it, how long, who decided, and what one can do."""
    cards = all_kept(request.actor)
    names = (
        _("What is written down"),
        _("How many"),
        _("Where it is from"),
        _("Who sees it"),
        _("How long"),
    )
    columns = (*names, _("Who decided"), _("If you do not agree"))
    table = shell.Table(
        _("What is kept about you"),
        tuple(shell.Column(name) for name in columns),
        tuple(
            (
                read(one.what),
                str(one.count),
                read(one.source),
                read(one.seen_by),
                read(one.time),
                read(one.basis),
                read(one.way),
            )
            for one in cards
        ),
    )
    context = {"title": _("What is kept about me"), "table": table}
    return render(request, "resident/kept.html", context)


def all_kept(viewer: Actor, *, full: bool = False) -> tuple[Kept, ...]:
    """Everything the house keeps about the viewer; refused to whoever acts for them."""
    return (
        *people.list_kept(viewer=viewer, full=full),
        *matters.list_kept(viewer=viewer, full=full),
        *files.list_kept(viewer=viewer, full=full),
        *drafts.list_kept(viewer=viewer, full=full),
        *notify.list_kept(viewer=viewer, full=full),
        *announcements.list_kept(viewer=viewer, full=full),
        *assembly.list_kept(viewer=viewer, full=full),
        *_measured(viewer, full=full),
    )


def own_devices(viewer: Actor) -> list[DeviceCard]:
    """The devices in one's own homes; none for homes one does not live in."""
    return [
        card
        for home in home_cards(viewer)
        for card in list_devices(viewer=viewer, place=home.id, limit=_MOST)
        if card.dwelling == home.id
    ]


def _measured(viewer: Actor, *, full: bool) -> tuple[Kept, ...]:
    cards = own_devices(viewer)
    mandates = get_mandates(viewer=viewer, mandates={card.mandate or "" for card in cards})
    used = [mandates[card.mandate] for card in cards if card.mandate in mandates]
    rows = tuple(
        {
            "name": card.name.zh,
            "name_en": card.name.en,
            "kind": card.model,
            "series": [one.number for one in list_series(viewer=viewer, device=card.id)],
            "mandate": card.mandate,
            "registered_at": card.registered_at,
            "last_heard_at": card.last_heard_at,
        }
        for card in (cards if full else ())
    )
    days = sorted({one.retention_days for one in used})
    return (
        Kept(
            key="devices",
            what=Words("您家里的设备测到的", "what devices in your home measure"),
            source=Words("您家里的设备", "devices in your home"),
            seen_by=_same(_said(used)),
            time=_days(days),
            basis=_same("；".join(sorted({one.basis_text for one in used})) or "-"),
            way=Words("在“谁在测什么”里看，可以提出异议", "see who measures what, and object"),
            count=len(cards),
            rows=rows,
        ),
    )


def _said(used: Iterable[MandateCard]) -> str:
    return recipients(sorted({name for one in used for name in one.recipients})) or "-"


def _days(days: list[int]) -> Words:
    if not days:
        return _same("-")
    longest = days[-1]
    return Words(f"最长 {longest} 天", f"{longest} days at most")


def _same(text: str) -> Words:
    return Words(text, text)


def check_own(viewer: Actor) -> str:
    """The person themselves; whoever acts for them is told that this is not for helpers."""
    if viewer.person is None or viewer.on_behalf_of:
        raise Refused("forbidden", "Only the person themselves can decide this.")
    return viewer.person


def back_to_me() -> str:
    """Where the pages about one's own data lead back to."""
    return reverse("resident:me")
