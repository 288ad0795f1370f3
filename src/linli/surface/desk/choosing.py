"""What somebody at the desk can choose from, for one service: their matters, homes, helpers, …"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Actor, Words
from linli.support.matters import api as matters
from linli.support.notify import api as notify
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined, label, read
from linli.surface.shell.templatetags.shell import moment

Choices = tuple[shell.Choice, ...]


def choices_for(kind: str, acting: Actor) -> Choices:
    """The choices of a question of this kind, for the one who is acted for."""
    return (shell.Choice("", _("Choose one")), *_CHOICES[kind](acting))


def is_chosen(kind: str) -> bool:
    """Whether the answer to a question of this kind is chosen at the desk from what there is."""
    return kind in _CHOICES


def _subject(acting: Actor) -> str:
    return acting.on_behalf_of or ""


def _what(acting: Actor) -> Choices:
    return tuple(
        shell.Choice(one.key, f"{read(one.group_name)} · {read(one.name)}")
        for one in matters.list_categories(viewer=acting)
        if not one.is_machine
    )


def spots(acting: Actor) -> list[places.PlaceCard]:
    """Where it may be: the caller's homes first, then what is shared."""
    homes = people.list_homes(viewer=acting, person=_subject(acting))
    cards = places.get_places(viewer=acting, places=[home.dwelling for home in homes])
    return [
        *cards.values(),
        *places.every_place(viewer=acting, kind=places.PlaceKind.FACILITY),
        *places.every_place(viewer=acting, kind=places.PlaceKind.BUILDING),
    ]


def _places(acting: Actor) -> Choices:
    return tuple(shell.Choice(one.id, label(one)) for one in spots(acting))


def mine(acting: Actor) -> list[matters.MatterCard]:
    """The caller's matters, those that wait for them first."""
    found = matters.list_my_matters(viewer=acting)
    return [*found.waiting_for_me, *found.waiting_for_staff, *found.finished]


def _matters(acting: Actor) -> Choices:
    return tuple(
        shell.Choice(one.id, joined((one.number, read(one.heading), read(one.state_name))))
        for one in mine(acting)
    )


def _nearby(acting: Actor) -> Choices:
    return tuple(
        shell.Choice(one.id, joined((one.number, read(one.category_name), read(one.place_label))))
        for one in matters.list_around(viewer=acting)
    )


def _said(acting: Actor) -> Choices:
    """Every line written on their behalf that can be disputed, and what was written down here."""
    lines = [
        shell.Choice(f"{one.id}:{line.number}", joined((one.number, read(line.sentence))))
        for one in mine(acting)[:20]
        for line in matters.get_matter(viewer=acting, matter=one.id).timeline
        if line.on_behalf_of == _subject(acting) and not line.is_disputed
    ]
    entries = [
        shell.Choice(
            f":{one.number}", joined((written_number(one), shell.service_name(one.service)))
        )
        for one in people.list_desk_entries(viewer=acting, person=_subject(acting))
        if one.disputed_at is None and not one.about.startswith("matter:")
    ]
    return (*lines, *entries)


def _homes(acting: Actor) -> Choices:
    homes = people.list_homes(viewer=acting, person=_subject(acting))
    lived = dict.fromkeys(home.dwelling for home in homes if home.household)
    cards = places.get_places(viewer=acting, places=lived)
    return tuple(shell.Choice(home, label(cards[home])) for home in lived if home in cards)


def _helpers(acting: Actor) -> Choices:
    subject = _subject(acting)
    return tuple(
        shell.Choice(one.id, one.helper_name)
        for one in people.list_help(viewer=acting, person=subject)
        if one.principal == subject
    )


def _agreed(acting: Actor) -> Choices:
    found = people.list_consents(viewer=acting, person=_subject(acting))
    return tuple(shell.Choice(one.purpose, one.purpose) for one in found)


def to_be_told(acting: Actor) -> dict[str, Words]:
    """The calls and slips that wait for the caller, by message."""
    subject = _subject(acting)
    calls = notify.list_calls(viewer=acting, person=subject)
    slips = notify.list_slips(viewer=acting, person=subject)
    texts = {one.id: one.text for one in calls}
    return texts | {one.id: one.text for one in slips}


def _told(acting: Actor) -> Choices:
    waiting = to_be_told(acting)
    return tuple(shell.Choice(message, read(text)) for message, text in waiting.items())


def _tokens(acting: Actor) -> Choices:
    open_ones = [one for one in people.list_tokens(viewer=acting) if one.revoked_at is None]
    return tuple(shell.Choice(one.id, one.name) for one in open_ones)


def _cards(acting: Actor) -> Choices:
    card = people.get_pass(viewer=acting, person=_subject(acting))
    return (shell.Choice(card.id, moment(card.issued_at)),) if card else ()


def _assemblies(acting: Actor) -> Choices:
    """Those in which something can still be said."""
    over = {assembly.Stage.FINAL, assembly.Stage.ARCHIVED, assembly.Stage.CANCELLED}
    found = assembly.list_assemblies(viewer=acting, limit=20).items
    return tuple(shell.Choice(one.id, read(one.title)) for one in found if one.stage not in over)


def written_number(entry: people.DeskEntryCard) -> str:
    """The number of something written down that is no matter."""
    return f"D{entry.number:05}"


_CHOICES: dict[str, Callable[[Actor], Choices]] = {
    "what": _what,
    "place": _places,
    "matter": _matters,
    "nearby": _nearby,
    "said": _said,
    "home": _homes,
    "helper": _helpers,
    "agreed": _agreed,
    "told": _told,
    "token": _tokens,
    "card": _cards,
    "assembly": _assemblies,
}
