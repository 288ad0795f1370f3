"""What the forms of a matter ask."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from linli.foundation.people import api as people
from linli.kernel import Actor
from linli.support.matters import api as matters
from linli.surface.desk.forms.form import Room
from linli.surface.desk.wording import role
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined, read

MOST_WORDS = 2000
MOST_OFFERED = 5
REST_DAYS = (1, 3, 7, 14, 30)
JUDGEMENTS = {
    "real": gettext_noop("It was real"),
    "false_alarm": gettext_noop("It was a false alarm"),
    "unclear": gettext_noop("It cannot be said"),
}


def named(act: str, field: str) -> str:
    """The name of an input: one page has many forms, and no two inputs are called the same."""
    return f"{act}-{field}"


def words_field(act: str, field: str, label: str, hint: str = "") -> shell.Field:
    """Room for some sentences."""
    return shell.Field(
        name=named(act, field), label=label, hint=hint, kind="textarea", maxlength=MOST_WORDS
    )


def photos_field(act: str) -> shell.Field:
    """Pictures to go with it."""
    return shell.Field(
        name=named(act, "photos"),
        label=_("Photos"),
        kind="file",
        hint=_("Up to 6. Place and camera data are taken out."),
        accept="image/*",
        multiple=True,
    )


def select(act: str, field: str, label: str, choices: Iterable[shell.Choice]) -> shell.Field:
    """One of a list, folded."""
    return shell.Field(name=named(act, field), label=label, kind="select", choices=tuple(choices))


def radio(
    act: str, field: str, label: str, choices: Iterable[shell.Choice], value: str = ""
) -> shell.Field:
    """One of a few, all in sight."""
    return shell.Field(
        name=named(act, field),
        label=label,
        kind="radio",
        choices=tuple(choices),
        value=(value,) if value else (),
    )


def staff_choices(viewer: Actor, empty: str) -> tuple[shell.Choice, ...]:
    """Everyone who works here, once each, with what they do."""
    roles: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for card in people.list_staff(viewer=viewer):
        names[card.person.id] = card.person.name
        roles.setdefault(card.person.id, []).append(joined(card.skills) or role(card.role))
    rows = (
        shell.Choice(person, f"{name} · {joined(dict.fromkeys(roles[person]))}")
        for person, name in names.items()
    )
    return (shell.Choice("", empty), *rows)


def suggested(room: Room) -> tuple[shell.Choice, ...]:
    """Who would best see to it, each with the reasons."""
    found = matters.suggest_assignees(viewer=room.viewer, matter=room.sheet.card.id)
    found = tuple(one for one in found if one.person != room.sheet.card.assignee)[:MOST_OFFERED]
    cards = people.get_people(
        viewer=room.viewer, people=[one.person for one in found], in_office=True
    )
    return tuple(
        shell.Choice(one.person, cards[one.person].name, joined(map(read, one.reasons)))
        for one in found
    )


def judgement(act: str) -> shell.Field:
    """What an alarm was."""
    choices = (shell.Choice(key, _(words)) for key, words in JUDGEMENTS.items())
    return radio(act, "judgement", _("What was the alarm?"), choices)


def rests() -> Iterable[shell.Choice]:
    """How long something may wait."""
    for days in REST_DAYS:
        said = ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
        yield shell.Choice(str(days), said)
