"""A worker's phone: what is mine today, by place, and one matter with big buttons."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.translation import gettext as _

from linli.kernel import Role, now
from linli.support.matters import api as matters
from linli.support.matters.api import MatterCard, State
from linli.surface.desk.matter import matter as _one
from linli.surface.desk.pages import page
from linli.surface.shell import api as shell
from linli.surface.shell.language import read

_MOST = 100
_WALKS = (Role.WORKER, Role.GRID_WORKER, Role.MANAGER, Role.CLERK, Role.COUNCIL)
worker_matter = _one


@shell.staff_only(*_WALKS)
def worker(request: shell.Request) -> HttpResponse:
    """Mine by place, what is late first; then what is free and fits my trade."""
    viewer = request.actor
    mine = matters.list_matters(viewer=viewer, lane="mine", limit=_MOST)
    new = matters.list_matters(viewer=viewer, lane="new", limit=_MOST)
    free = [card for card in new if card.assignee is None and viewer.is_staff]
    todo = [card for card in mine if card.state not in {State.RESOLVED, State.ON_HOLD}]
    resting = [card for card in mine if card.state in {State.RESOLVED, State.ON_HOLD}]
    return page(
        request,
        "desk/work_phone.html",
        here="desk:worker",
        title=_("My work today"),
        groups=_by_place(todo),
        count=len(todo),
        late=sum(card.is_overdue for card in todo),
        free=free,
        resting=resting,
        lanes_on=[lane for lane, found in (("mine", mine), ("new", new)) if found.next],
        at=now(),
    )


def _by_place(cards: Iterable[MatterCard]) -> list[tuple[str, list[MatterCard]]]:
    """One walk through the community: what lies at the same place stands together."""
    groups: dict[str, list[MatterCard]] = {}
    for card in cards:
        groups.setdefault(read(card.place_label), []).append(card)
    return list(groups.items())
