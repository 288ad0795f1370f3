"""Words of data, people and channels in the reader's language, as the desk's pages say them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.kernel import Role
from linli.support.matters.api import MatterCard, Nature, State

CHANNELS = {
    "web": gettext_noop("on the web"),
    "phone": gettext_noop("by phone"),
    "counter": gettext_noop("at the service desk"),
    "paper": gettext_noop("on paper"),
    "device": gettext_noop("found by a device"),
    "import": gettext_noop("from a list"),
    "system": gettext_noop("automatically"),
}
ROLES = {
    Role.OWNER: gettext_noop("Owner"),
    Role.RESIDENT: gettext_noop("Resident"),
    Role.HELPER: gettext_noop("Helper"),
    Role.WORKER: gettext_noop("Repair worker"),
    Role.CLERK: gettext_noop("Service desk"),
    Role.MANAGER: gettext_noop("Manager"),
    Role.COUNCIL: gettext_noop("Owners' committee"),
    Role.GRID_WORKER: gettext_noop("Grid worker"),
    Role.COMMITTEE: gettext_noop("Residents' committee"),
    Role.STREET: gettext_noop("Street office"),
    Role.KEEPER: gettext_noop("Keeper of protected records"),
    Role.OPERATOR: gettext_noop("Operator of this system"),
}
STATES = {
    State.REPORTED: gettext_noop("New"),
    State.ACCEPTED: gettext_noop("Accepted"),
    State.ASSIGNED: gettext_noop("Given to someone"),
    State.IN_PROGRESS: gettext_noop("Being worked on"),
    State.ON_HOLD: gettext_noop("On hold"),
    State.RESOLVED: gettext_noop("Waits for the resident's word"),
    State.REOPENED: gettext_noop("Not solved, again"),
    State.CONFIRMED: gettext_noop("Confirmed as solved"),
    State.DECLINED: gettext_noop("Declined"),
    State.WITHDRAWN: gettext_noop("Taken back by the resident"),
    State.MERGED: gettext_noop("Part of another one"),
}


def reach(lowest: int | str, highest: int | str) -> str:
    """Some floors in words; without floors every home of the entrance."""
    low, high = int(lowest), int(highest)
    if high == 0:
        return _("All floors")
    if low == high:
        return _("Floor %(floor)s") % {"floor": low}
    return _("Floors %(low)s to %(high)s") % {"low": max(low, 1), "high": high}


def channel(via: str) -> str:
    """The way something came in, worth saying only when it was not the web."""
    return _(CHANNELS[via]) if via in CHANNELS and via != "web" else ""


def role(one: Role) -> str:
    """What a role is called."""
    return _(ROLES[one]) if one in ROLES else str(one)


def state(one: State) -> str:
    """What a state is called at the desk."""
    return _(STATES[one])


def standing(card: MatterCard) -> str:
    """Where a matter stands, said to those who work on it."""
    if card.state is State.RESOLVED and card.whose_turn != "resident":
        return _("Waits for a colleague's check")
    if card.state is State.CONFIRMED and card.nature is not Nature.DEMAND:
        return _("Checked and closed")
    return state(card.state)
