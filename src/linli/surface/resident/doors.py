"""The doors of the first page: few in 长辈版, where everything else is behind the last one."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_MOST = 6
"""With what waits, what was begun and who helps, 长辈版 has at most eight things to press."""


@dataclass(frozen=True, slots=True)
class Door:
    """A way in: words people would say, and one line of state."""

    href: str
    icon: str
    title: str
    line: str = ""


def of_home(face: str, *, work: str, running: str, more: int, is_full: bool) -> tuple[Door, ...]:
    """Every door in 标准版; in 长辈版 the most used ones and the way to all others.

    `is_full`: so much else is on the page that one door less fits.
    """
    report = reverse("resident:report")
    waits = ngettext("%(count)s more waits", "%(count)s more wait", more) % {"count": more}
    first = (
        Door(report, "fix", _("Something is broken")),
        Door(reverse("resident:matters"), "list", _("See my matters"), running),
        Door(reverse("resident:notices"), "bell", _("Notices"), waits if more else ""),
        Door(reverse("resident:measured"), "eye", _("Who measures what")),
        Door(f"{report}?about=say", "speak", _("Say what I think")),
    )
    last = Door(reverse("resident:find"), "search", _("Everything else"), _("Look for it"))
    own = (Door("/desk/worker", "person", _("What I answer for"), work),) if work else ()
    if face == "elder":
        return (*(*own, *first)[: _MOST - 1 - is_full], last)
    others = (
        Door(f"{report}?about=around", "building", _("In the building, in the yard")),
        Door(f"{report}?about=safe", "alert", _("Something is dangerous")),
        Door(reverse("resident:requests"), "people", _("The owners' assembly")),
        Door(reverse("resident:me"), "person", _("My data, my helpers")),
    )
    return (*own, *first, *others, last)
