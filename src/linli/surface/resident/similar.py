"""What neighbours have reported already, so that one can join in with a single press."""

from dataclasses import dataclass
from datetime import datetime

from linli.kernel import Actor
from linli.support.matters.api import list_my_matters, list_similar
from linli.surface.resident.drafts import Draft
from linli.surface.shell.language import read

_MOST = 2


@dataclass(frozen=True, slots=True)
class Twin:
    """An open matter like the one being reported, and how many homes have joined in.

    `is_mine` when it is in my hands already.
    """

    matter: str
    name: str
    place: str
    opened_at: datetime
    households: int
    is_mine: bool


def twins(viewer: Actor, draft: Draft) -> tuple[Twin, ...]:
    """At most two, the likeliest first."""
    found = list_similar(
        viewer=viewer, category=draft.category, place=draft.place, text=draft.words
    )
    if not found:
        return ()
    own = list_my_matters(viewer=viewer)
    mine = {card.id for card in (*own.waiting_for_staff, *own.waiting_for_me)}
    mine |= {card.id for card in own.followed}
    return tuple(
        Twin(
            matter=one.matter,
            name=read(one.category_name),
            place=read(one.place_label),
            opened_at=one.opened_at,
            households=one.supports,
            is_mine=one.matter in mine,
        )
        for one in found[:_MOST]
    )
