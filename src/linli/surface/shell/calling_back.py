"""A wish to be called back becomes a matter like any other, with clocks and an answerer."""

from dataclasses import dataclass

from django.core.cache import cache

from linli.foundation.people.api import list_homes
from linli.kernel import Actor, Refused, Via, system
from linli.support.matters.api import get_matter, open_matter

CATEGORY = "call_back"
_PER_HOUR = 20
_HOUR = 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpWanted:
    """Someone wants a person to call back; `page` is where they were when they asked."""

    by: Actor
    community: str
    phone: str
    words: str
    page: str
    address: str
    key: str


def ask_for_help(wanted: HelpWanted) -> tuple[str, str]:
    """Take the wish down and return the matter and its number; nobody need have logged in."""
    known = wanted.by.person is not None
    by = wanted.by if known else system(wanted.community, via=Via.WEB)
    if not known:
        _check_limit(wanted.address)
    matter = open_matter(
        by=by,
        nature="demand" if known else "task",
        category=CATEGORY,
        place=_home(wanted.by) or wanted.community,
        description=f"{wanted.words}\n({wanted.page})".strip(),
        contact=wanted.phone or None,
        key=f"help-{wanted.key}",
    )
    return matter, get_matter(viewer=system(wanted.community), matter=matter).card.number


def _home(by: Actor) -> str | None:
    if by.subject is None:
        return None
    homes = list_homes(viewer=by, person=by.subject)
    return homes[0].dwelling if homes else None


def _check_limit(address: str) -> None:
    """Strangers may ask often, but not without end; counted in this process only."""
    name = f"help-{address}"
    cache.add(name, 0, _HOUR)
    if cache.incr(name) > _PER_HOUR:
        raise Refused(
            "too_many", "Many calls were asked for from here. Please ring us, or wait an hour."
        )
