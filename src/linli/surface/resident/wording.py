"""Small words several of the resident's pages need, in the reader's language."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.surface.shell.language import joined
from linli.surface.shell.templatetags.shell import day

_CHANNELS = {
    "phone": gettext_noop("by phone"),
    "counter": gettext_noop("at the service desk"),
    "paper": gettext_noop("on paper"),
    "device": gettext_noop("found by a device"),
    "import": gettext_noop("from a list"),
    "system": gettext_noop("automatically"),
}
_ROLES = {
    "owner": gettext_noop("the owners"),
    "resident": gettext_noop("the residents"),
    "worker": gettext_noop("the repair workers"),
    "clerk": gettext_noop("the service desk"),
    "manager": gettext_noop("the manager"),
    "council": gettext_noop("the owners' committee"),
    "grid_worker": gettext_noop("the grid worker"),
    "committee": gettext_noop("the residents' committee"),
    "street": gettext_noop("the street office"),
    "keeper": gettext_noop("the keeper of protected records"),
    "operator": gettext_noop("the operator of this system"),
    "household": gettext_noop("the household itself"),
}


_UNITS = {"Cel": "°C", "%RH": "%", "Pa": "Pa", "lx": "lx", "1": "", "count": "", "dB[SPL]": "dB"}


def unit(code: str | None) -> str:
    """A unit as people write it; codes of measuring are for machines."""
    return _UNITS.get(code or "", code or "")


def last_day(last: date) -> str:
    """The last day of something, as a date people read."""
    noon = datetime.combine(last, time(12), timezone.get_current_timezone())
    return day(noon)


def channel(via: str) -> str:
    """The way something came in, worth saying only when it was not the web."""
    return _(_CHANNELS[via]) if via in _CHANNELS else ""


def recipients(names: Iterable[str]) -> str:
    """Who may see something: roles by the names people use, others as they were written."""
    said = [_(_ROLES[name]) if name in _ROLES else name for name in names]
    return joined(said)
