"""The one list, in the order in which it is shown."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.surface.shell.offered.data import DATA
from linli.surface.shell.offered.keys import KEYS
from linli.surface.shell.offered.matters import MATTERS
from linli.surface.shell.offered.reporting import REPORTING
from linli.surface.shell.offered.shapes import Service
from linli.surface.shell.offered.telling import TELLING
from linli.surface.shell.offered.trusting import TRUSTING
from linli.surface.shell.offered.voting import PREPARING, VOTING

SERVICES: tuple[Service, ...] = (
    *REPORTING,
    *MATTERS,
    *VOTING,
    *TELLING,
    *TRUSTING,
    *DATA,
    *PREPARING,
    *KEYS,
)
FORMS_OF = "2026-11"
"""Which edition of the paper forms this is; printed on each."""
_ENTERED = {"sign_request": gettext_noop("Your name under a request for an assembly")}
"""What the desk writes down from paper with its picture, on a page of its own."""


def service_of(key: str) -> Service | None:
    """A service by its key."""
    return next((one for one in SERVICES if one.key == key), None)


def service_name(key: str) -> str:
    """What was written down at the desk is called, for whoever reads the entry."""
    found = service_of(key)
    return _(found.name if found else _ENTERED.get(key, key))


def ways_to_vote() -> dict[str, str]:
    """How one can vote but on the screen: what is ticked, and its words."""
    found = service_of("vote")
    return dict(found.asks[-1].choices) if found else {}
