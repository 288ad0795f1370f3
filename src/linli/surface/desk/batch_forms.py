"""What may be done with several matters at once, as small forms."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from linli.kernel import Actor, Refused
from linli.support.matters import api as matters
from linli.support.matters.api import ChosenCard
from linli.surface.desk.forms import MOST_WORDS, named, rests, select, staff_choices
from linli.surface.shell import api as shell
from linli.surface.shell.language import read


@dataclass(frozen=True, slots=True)
class Kind:
    """One act on all that was chosen."""

    act: str
    title: str
    fields: tuple[shell.Field, ...]
    is_open: bool = False
    problems: tuple[shell.Problem, ...] = ()


def plain(data: QueryDict, act: str, field: str) -> str:
    """What was typed into one field of one form."""
    return data.get(named(act, field), "").strip()


def kind_forms(
    viewer: Actor,
    chosen: Sequence[ChosenCard],
    *,
    act: str = "",
    data: QueryDict | None = None,
    refused: Refused | None = None,
) -> tuple[Kind, ...]:
    """The acts, each with its questions; the refused one open, with what was typed."""
    made = (
        Kind("assign", _("Give them to someone"), (_who(viewer),), is_open=True),
        Kind("message", _("Send the same words"), (_words("message", "text", _("Your words")),)),
        Kind("hold", _("Put them on hold"), _hold(viewer)),
        Kind("merge", _("They are all the same"), (_into(chosen),)),
    )
    if refused is None or data is None:
        return made
    return tuple(_refilled(one, data, refused) if one.act == act else one for one in made)


def _refilled(kind: Kind, data: QueryDict, refused: Refused) -> Kind:
    field = named(kind.act, refused.field) if refused.field else None
    at_field = Refused(refused.code, refused.message, field=field, **refused.params)
    fields, problems = shell.refill(kind.fields, data, [at_field])
    return replace(kind, fields=fields, problems=problems, is_open=True)


def _who(viewer: Actor) -> shell.Field:
    choices = staff_choices(viewer, _("Choose a person"))
    return select("assign", "person", _("Who sees to it?"), choices)


def _words(act: str, field: str, label: str) -> shell.Field:
    hint = _("The resident reads this.")
    return shell.Field(
        name=named(act, field), label=label, hint=hint, kind="textarea", maxlength=MOST_WORDS
    )


def _hold(viewer: Actor) -> tuple[shell.Field, ...]:
    reasons = matters.list_hold_reasons(viewer=viewer)
    choices = [shell.Choice(key, read(words)) for key, words in reasons.items()]
    days = replace(select("hold", "days", _("For how long?"), rests()), value=("7",))
    return (
        select("hold", "reason", _("Why does it have to wait?"), choices),
        _words("hold", "words", _("In your own words")),
        days,
    )


def _into(chosen: Sequence[ChosenCard]) -> shell.Field:
    choices = [
        shell.Choice(one.card.id, f"{read(one.card.heading)} · {read(one.card.place_label)}")
        for one in chosen
    ]
    return select("merge", "into", _("Which one stays?"), choices)
