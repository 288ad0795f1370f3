"""The one list, in the order in which it is shown."""

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


def service_of(key: str) -> Service | None:
    """A service by its key."""
    return next((one for one in SERVICES if one.key == key), None)


def ways_to_vote() -> dict[str, str]:
    """How one can vote but on the screen: what is ticked, and its words."""
    found = service_of("vote")
    return dict(found.asks[-1].choices) if found else {}
