"""The questions of a service at the desk, what was answered, and how it is read back."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.people import api as people
from linli.foundation.people.api import KnownBy
from linli.foundation.places import api as places
from linli.kernel import Actor, Refused, Via
from linli.support.matters import api as matters
from linli.surface.desk.choosing import choices_for, is_chosen, written_number
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined, label, read
from linli.surface.shell.templatetags.shell import moment

MOST_WORDS = 2000
VIAS = {
    Via.PHONE: gettext_noop("On the phone"),
    Via.COUNTER: gettext_noop("At the counter"),
    Via.PAPER: gettext_noop("On paper"),
}
KNOWN = {
    KnownBy.SEEN: gettext_noop("I know them"),
    KnownBy.NUMBER: gettext_noop("By the phone number we have"),
    KnownBy.ANSWERS: gettext_noop("Name and home are right"),
    KnownBy.ID_CARD: gettext_noop("They showed an ID card"),
    KnownBy.SIGNED: gettext_noop("They signed the paper form"),
}
_KINDS = {"tick": "radio", "words": "textarea", "line": "text", "phone": "tel", "proof": "text"}


def fields_of(
    service: shell.Service, acting: Actor, given: Mapping[str, str]
) -> tuple[shell.Field, ...]:
    """How they came, how they are known, then the questions; `given` are answers known already."""
    fields: list[shell.Field] = list(_common(given))
    for one in service.asks:
        fields.append(_field(one, acting, given))
        if one.kind == "place":
            fields.append(_elsewhere())
    return tuple(fields)


def check(request: shell.Request, service: shell.Service, acting: Actor) -> dict[str, str]:
    """The answers, each one possible; refused at the first that is not."""
    if request.POST.get("via") not in VIAS:
        raise Refused("invalid", "Please choose how they came to you.", field="via")
    if request.POST.get("known_by") not in KNOWN:
        raise Refused("invalid", "Please say how you knew who it was.", field="known_by")
    return {one.name: _answer(request, one, acting) for one in service.asks}


def rows_of(
    request: shell.Request,
    service: shell.Service,
    acting: Actor,
    caller: str,
    answers: Mapping[str, str],
) -> list[shell.Answer]:
    """Every answer as one reads it aloud."""
    rows = [
        (_("For"), caller),
        (_("What"), _(service.name)),
        (_("How did they come to you?"), _(VIAS[Via(request.POST["via"])])),
        (_("How do you know who it is?"), _(KNOWN[KnownBy(request.POST["known_by"])])),
        *((_(one.label), _said(request, one, acting, answers[one.name])) for one in service.asks),
    ]
    return [shell.Answer(name, value) for name, value in rows if value]


def rows_of_matter(request: shell.Request, sheet: matters.MatterSheet) -> list[shell.Answer]:
    """What stands on the slip of a matter: what, where, who, and the same clocks as everywhere."""
    card = sheet.card
    clocks = {str(clock.kind): clock.due_at for clock in sheet.clocks if clock.state == "running"}
    rows = (
        (_("What"), read(card.heading)),
        (_("Where"), read(card.place_label)),
        (_("For"), card.reporter_name),
        (_("Taken down by"), sheet.timeline[0].person_name if sheet.timeline else ""),
        (_("When"), moment(card.opened_at)),
        (_("First answer by"), moment(clocks.get("answer"))),
        (_("Should be done by"), moment(card.promised_at)),
        (_("Ask about it"), request.community.phone if request.community else ""),
    )
    return [shell.Answer(name, value) for name, value in rows if value]


def written(viewer: Actor, person: str) -> list[tuple[int, str, str]]:
    """What was written down for somebody of late: number, service, and how."""
    return [
        (
            one.number,
            f"{written_number(one)} · {shell.service_name(one.service)}",
            joined((moment(one.at), _(VIAS[one.via]), one.by_name)),
        )
        for one in people.list_desk_entries(viewer=viewer, person=person, limit=5)
    ]


def _common(given: Mapping[str, str]) -> tuple[shell.Field, ...]:
    via = given.get("via", "")
    return (
        shell.Field(
            name="via",
            label=_("How did they come to you?"),
            kind="radio",
            value=(via if via in VIAS else str(Via.PHONE),),
            choices=tuple(shell.Choice(via, _(words)) for via, words in VIAS.items()),
        ),
        shell.Field(
            name="known_by",
            label=_("How do you know who it is?"),
            kind="radio",
            choices=tuple(shell.Choice(known, _(words)) for known, words in KNOWN.items()),
        ),
    )


def _field(one: shell.Ask, acting: Actor, given: Mapping[str, str]) -> shell.Field:
    field = shell.Field(
        name=one.name,
        label=_(one.label),
        kind="select" if is_chosen(one.kind) else _KINDS[one.kind],
        maxlength=MOST_WORDS if one.kind == "words" else 60,
        size="mid" if one.kind in {"line", "phone"} else "",
        value=(given[one.name],) if one.name in given else (),
    )
    if is_chosen(one.kind):
        choices = choices_for(one.kind, acting)
        known = (
            choices[1].value if len(choices) > 1 and one.kind in {"place", "home", "card"} else ""
        )
        return replace(field, choices=choices, value=field.value or ((known,) if known else ()))
    ticks = tuple(shell.Choice(value, _(words)) for value, words in one.choices)
    return replace(field, choices=ticks, hint=_(one.hint) if one.hint else "")


def _elsewhere() -> shell.Field:
    return shell.Field(
        name="elsewhere",
        label=_("Or another place"),
        hint=_("As people write it: 3-2-401."),
        maxlength=80,
        size="mid",
    )


def _answer(request: shell.Request, one: shell.Ask, acting: Actor) -> str:
    given = request.POST.get(one.name, "").strip()
    if one.kind == "place":
        return _place(request, given)
    if not given and not one.is_needed:
        return ""
    known = [value for value, _words in one.choices]
    if is_chosen(one.kind):
        known = [choice.value for choice in choices_for(one.kind, acting) if choice.value]
    if (known or one.kind == "tick" or is_chosen(one.kind)) and given not in known:
        raise Refused("invalid", "Please choose one.", field=one.name)
    if not given:
        raise Refused("invalid", "Please write down what they said.", field=one.name)
    if len(given) > (most := MOST_WORDS if one.kind == "words" else 60):
        words = "Please write at most %(longest)s characters."
        raise Refused("too_large", words, field=one.name, longest=most)
    return _number(one, given) if one.kind == "phone" else given


def _number(one: shell.Ask, given: str) -> str:
    """One number to log in with, or one or several to be rung."""
    if one.name == "contact":
        return shell.numbers_typed(given, one.name)
    return shell.phone_typed(given, one.name).value


def _place(request: shell.Request, given: str) -> str:
    """The place chosen, or the one place a written address means."""
    if elsewhere := request.POST.get("elsewhere", "").strip():
        return places.find_place(viewer=request.actor, text=elsewhere[:80], field="elsewhere").id
    try:
        return places.get_place(viewer=request.actor, place=given).id
    except Refused:
        raise Refused("invalid", "Please choose where it is.", field="place") from None


def _said(request: shell.Request, one: shell.Ask, acting: Actor, value: str) -> str:
    if one.kind == "place":
        place = label(places.get_place(viewer=acting, place=value))
        is_typed = request.POST.get("elsewhere", "").strip()
        return shell.understood(place) if is_typed else place
    if is_chosen(one.kind):
        return next((c.label for c in choices_for(one.kind, acting) if c.value == value), value)
    if one.kind == "phone" and value:
        return shell.understood(shell.numbers_typed(value, one.name))
    if one.kind == "phone" and not one.is_needed:
        return _("The phone we know")
    return next((_(words) for known, words in one.choices if known == value), value)
