"""The shift at a glance: what waits for whom, to hand over from one shift to the next."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel import Actor, Refused, now
from linli.support.matters import api as matters
from linli.support.matters.api import MatterCard, State
from linli.support.notify import api as notify
from linli.surface.desk.pages import OFFICE, TELLS, page
from linli.surface.desk.queue import LANES
from linli.surface.shell import api as shell
from linli.surface.shell.language import read
from linli.surface.shell.templatetags.shell import moment

_TONES = {"overdue": "late", "new": "wait", "due_today": "", "waiting_resident": ""}
_MOST = 200
_LENGTH = timedelta(hours=8)
"""As long as a shift lasts: what is promised within it is shown to who takes over."""
Tile = tuple[str, int, str, str]


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
            (_("Calls to make"), notify.count_calls(viewer=viewer), calls, ""),
            (_("Slips to hand over"), notify.count_slips(viewer=viewer), calls, ""),
            (_("Not delivered"), notify.count_failed(viewer=viewer), reverse("desk:letters"), ""),
        ]
    return _show(request, tiles)


@shell.staff_only(*OFFICE, *TELLS)
@shell.post_only
@shell.submit_once
def note(request: shell.Request) -> HttpResponse:
    """Words for whoever comes next; they stay as they were written."""
    try:
        matters.note_for_next_shift(
            by=request.actor, text=request.POST.get("text", ""), key=shell.key_of(request)
        )
    except Refused as refused:
        return _show(request, (), refusals=(refused,))
    shell.say(request, _("Kept for the next shift."))
    return redirect("desk:shift")


@shell.staff_only(*OFFICE, *TELLS)
@shell.post_only
@shell.submit_once
def take_over(request: shell.Request) -> HttpResponse:
    """From now on it is this person's shift."""
    matters.take_over_shift(by=request.actor, key=shell.key_of(request))
    shell.say(request, _("You have taken over. Thank you."))
    return redirect("desk:shift")


def _show(
    request: shell.Request, tiles: Sequence[Tile], refusals: Sequence[Refused] = ()
) -> HttpResponse:
    """The whole page; refused words come back with what to change."""
    viewer, asked = request.actor, request.GET
    lines = matters.list_shift_lines(viewer=viewer)
    began = matters.shift_began_at(viewer=viewer)
    since = began or now() - _LENGTH
    fields, problems = shell.refill((_field(),), request.POST, refusals)
    return page(
        request,
        "desk/work_shift.html",
        here="desk:queue",
        status=422 if refusals else 200,
        title=_("This shift"),
        tiles=tiles,
        on_duty=next((one for one in lines if one.takes_over), None),
        lines=lines,
        since=since,
        came=matters.list_matters(
            viewer=viewer, opened_since=since, cursor=asked.get("came") or None
        ),
        promised=matters.list_matters(
            viewer=viewer, due_before=now() + _LENGTH, cursor=asked.get("promised") or None
        ),
        table=_by_person(_in_hand(viewer)),
        fields=fields,
        problems=problems,
    )


def _field() -> shell.Field:
    return shell.Field(
        name="text",
        label=_("What should the next shift know?"),
        kind="textarea",
        hint=_("Your name and the time are put beside it; it cannot be changed afterwards."),
        maxlength=2000,
    )


def _in_hand(viewer: Actor) -> Iterator[MatterCard]:
    """Everything staff have to see to, however much it is: the table counts it."""
    cursor: str | None = None
    while True:
        found = matters.list_matters(viewer=viewer, lane="open", cursor=cursor, limit=_MOST)
        yield from found
        if (cursor := found.next) is None:
            return


def _by_person(cards: Iterable[MatterCard]) -> shell.Table:
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
