"""The shift at a glance: what waits for whom, to hand over from one shift to the next."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.support.matters import api as matters
from linli.support.matters.api import MatterCard, State
from linli.support.notify import api as notify
from linli.surface.desk.pages import OFFICE, TELLS, page
from linli.surface.desk.queue import LANES
from linli.surface.desk.wording import read
from linli.surface.shell import api as shell
from linli.surface.shell.templatetags.shell import moment

_TONES = {"overdue": "late", "new": "wait", "due_today": "", "waiting_resident": ""}
_MOST = 200


@shell.staff_only(*OFFICE, *TELLS)
def shift(request: shell.Request) -> HttpResponse:
    """Counts that lead to their lists, then everyone with what they have in hand."""
    viewer = request.actor
    counts = {one.lane: one.count for one in matters.count_lanes(viewer=viewer)}
    tiles = [
        (_(LANES[lane]), counts.get(lane, 0), f"{reverse('desk:queue')}?lane={lane}", tone)
        for lane, tone in _TONES.items()
    ]
    if viewer.has(*TELLS):
        calls = reverse("desk:calls")
        tiles += [
            (_("Calls to make"), len(notify.list_calls(viewer=viewer)), calls, ""),
            (_("Slips to hand over"), len(notify.list_slips(viewer=viewer)), calls, ""),
            (
                _("Not delivered"),
                len(notify.list_failed(viewer=viewer)),
                reverse("desk:letters"),
                "",
            ),
        ]
    return page(
        request,
        "desk/work_shift.html",
        here="desk:queue",
        title=_("This shift"),
        tiles=tiles,
        table=_by_person(matters.list_matters(viewer=viewer, limit=_MOST).items),
    )


def _by_person(cards: tuple[MatterCard, ...]) -> shell.Table:
    """Who has how much in hand, those with the most late first."""
    hands: dict[str, list[MatterCard]] = {}
    for card in cards:
        if card.whose_turn == "staff":
            hands.setdefault(card.assignee or "", []).append(card)
    order = sorted(hands.items(), key=lambda one: (-sum(c.is_overdue for c in one[1]), one[0]))
    columns = (
        shell.Column(_("Who")),
        shell.Column(_("In hand"), is_number=True),
        shell.Column(_("Late"), is_number=True),
        shell.Column(_("On hold"), is_number=True),
        shell.Column(_("Next one due")),
    )
    return shell.Table(_("Who has what in hand"), columns, [_row(key, own) for key, own in order])


def _row(person: str, cards: list[MatterCard]) -> tuple[shell.Cell | str, ...]:
    theirs = f"{reverse('desk:queue')}?assignee={person}" if person else ""
    late = sum(card.is_overdue for card in cards)
    due = min((card for card in cards if card.due_at), key=_due, default=None)
    return (
        shell.Cell(_whose(cards[0]), theirs),
        str(len(cards)),
        shell.Cell(str(late), tone="late" if late else ""),
        str(sum(card.state is State.ON_HOLD for card in cards)),
        f"{read(due.heading)} · {moment(due.due_at)}" if due else "",
    )


def _whose(card: MatterCard) -> str:
    name = card.assignee_name
    return _("What %(name)s has") % {"name": name} if name else _("Nobody yet")


def _due(card: MatterCard) -> str:
    return card.due_at.isoformat() if card.due_at else ""
