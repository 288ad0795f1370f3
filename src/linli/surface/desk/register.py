"""Who is written down for a home, as what and with which share; and how the desk asks about it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.people import api
from linli.foundation.people.api import PersonCard, PersonKind
from linli.foundation.places import api as places
from linli.kernel import Refused
from linli.surface.desk.pages import REGISTRARS, ways
from linli.surface.shell import api as shell
from linli.surface.shell.language import label

KINDS = {
    "natural": gettext_noop("A person"),
    "company": gettext_noop("A company"),
    "developer": gettext_noop("The developer"),
}


@shell.staff_only(*REGISTRARS)
@shell.submit_once
def owner(request: shell.Request, place: str, person: str) -> HttpResponse:
    """An owner's share, and whether they live in the home."""
    viewer = request.actor
    card, dwelling = open_record(request, person), places.get_place(viewer=viewer, place=place)
    owned = [
        home
        for home in api.list_homes(viewer=viewer, person=person)
        if home.dwelling == place and home.relation is api.Relation.OWNER
    ]
    if not owned:
        raise Refused("not_found", "This person does not own this dwelling.")
    lives = "yes" if owned[0].household else "no"
    fields = (share_field(owned[0].share), lives_field(lives))
    title = f"{card.name} · {label(dwelling)}"
    back = reverse("desk:place", args=[place])
    if request.method != "POST":
        return ask(request, card, title, fields, back=back)
    try:
        api.settle(
            by=viewer,
            person=person,
            dwelling=place,
            relation=api.Relation.OWNER,
            share=request.POST.get("share", ""),
            lives_here=chosen(request, "lives", ("yes", "no")) == "yes",
        )
    except Refused as refused:
        return ask(request, card, title, fields, refused, back=back)
    shell.say(request, _("Written down."))
    return redirect("desk:place", place)


def whom(request: shell.Request) -> str:
    """Who is being written down: someone known by name and number, else someone new."""
    posted = request.POST
    name, phone, number = (posted.get(key, "").strip() for key in ("name", "phone", "id_number"))
    kind = chosen(request, "kind", tuple(KINDS), "natural")
    for search in filter(None, (number, phone)):
        found = api.list_people(viewer=request.actor, search=search, limit=50).items
        for card in found:
            if card.name == name and card.kind == kind and not card.is_masked:
                return card.id
    return api.register_person(
        by=request.actor,
        name=name,
        kind=PersonKind(kind),
        phone=phone,
        id_number=number,
        key=shell.key_of(request),
    )


def share_field(value: str = "") -> shell.Field:
    """What part of a home is theirs."""
    hint = _("For owners, when there are several: 1/2 or 50%.")
    return shell.Field(
        name="share", label=_("Share"), hint=hint, value=(value,), maxlength=24, size="mid"
    )


def lives_field(value: str) -> shell.Field:
    """Whether an owner lives there."""
    return shell.Field(
        name="lives",
        label=_("Do they live here?"),
        hint=_("Tenants and family always do."),
        kind="radio",
        value=(value,),
        choices=(shell.Choice("yes", _("Yes")), shell.Choice("no", _("No"))),
    )


def chosen(request: shell.Request, name: str, known: tuple[str, ...], default: str = "") -> str:
    """One of several answers; refused when it is none of them."""
    found = request.POST.get(name, default)
    if found not in known:
        raise Refused("invalid", "Please choose one.", field=name)
    return found


def open_record(request: shell.Request, person: str) -> PersonCard:
    """The person, unless their record is for the keeper alone."""
    card = api.get_person(viewer=request.actor, person=person)
    if card.is_masked:
        raise Refused("forbidden", "Only the keeper of protected records can open this record.")
    return card


def ask(
    request: shell.Request,
    card: PersonCard,
    title: str,
    fields: tuple[shell.Field, ...],
    *refusals: Refused,
    **more: Any,
) -> HttpResponse:
    """A question about someone, in the desk's frame."""
    return shell.question(
        request,
        title=title,
        fields=fields,
        button=more.pop("button", _("Write it down")),
        back=more.pop("back", reverse("desk:person", args=[card.id])),
        refusals=refusals,
        template=more.pop("template", "desk/work_record.html"),
        name=card.name,
        owner=card,
        ways=ways(request.actor, "desk:people"),
        **more,
    )
