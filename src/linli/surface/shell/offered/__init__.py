"""What somebody who lives here can do, each by page, by phone, at the counter and on paper.

One list: the pages, the printed forms and the desk's entry are made from it, and a test holds every
address a resident can send something to against it.
"""

from linli.surface.shell.offered.screen_only import SCREEN_ONLY
from linli.surface.shell.offered.services import (
    FORMS_OF,
    SERVICES,
    service_name,
    service_of,
    ways_to_vote,
)
from linli.surface.shell.offered.shapes import Ask, Service

__all__ = [
    "Ask",
    "FORMS_OF",
    "SCREEN_ONLY",
    "SERVICES",
    "Service",
    "service_name",
    "service_of",
    "ways_to_vote",
]
