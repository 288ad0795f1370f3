"""New entry: for someone at the counter, on the phone or on paper — found, asked, read back."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Actor, Refused, Via
from linli.support.matters import api as matters
from linli.surface.desk.caller import Found, find_callers, label_of
from linli.surface.desk.pages import ENTERS, page, ways
from linli.surface.desk.wording import label, read
from linli.surface.shell import api as shell
from linli.surface.shell.templatetags.shell import moment

_MOST_WORDS = 2000
_VIAS = {
    Via.PHONE: gettext_noop("On the phone"),
    Via.COUNTER: gettext_noop("At the counter"),
    Via.PAPER: gettext_noop("On paper"),
}
_ASKED = ("via", "category", "place", "words", "contact")


@shell.staff_only(*ENTERS)
def entry(request: shell.Request) -> HttpResponse:
    """Who is it for? By phone number, room or name."""
    search = request.GET.get("q", "").strip()[:80]
    found = find_callers(request.actor, search) if search else Found()
    return page(
        request,
        "desk/work_entry.html",
        here="desk:entry",
        title=_("Who is it for?"),
        search=search,
        found=found,
    )


@shell.staff_only(*ENTERS)
@shell.submit_once
def newcomer(request: shell.Request) -> HttpResponse:
    """Write down a caller nobody knows yet, then go on with their affair."""
    fields = (
        shell.Field(name="name", label=_("Name"), maxlength=60),
        shell.Field(name="phone", label=_("Phone"), kind="tel", maxlength=30, size="mid"),
    )
    refusals: list[Refused] = []
    if request.method == "POST":
        try:
            person = people.register_person(
                by=request.actor,
                name=request.POST.get("name", ""),
                phone=request.POST.get("phone", ""),
                key=shell.key_of(request),
            )
        except Refused as refused:
            refusals = [refused]
        else:
            return redirect("desk:entry-for", person)
    return shell.question(
        request,
        title=_("Someone new"),
        fields=fields,
        button=_("Go on"),
        back=reverse("desk:entry"),
        refusals=refusals,
        ways=_ways(request),
    )


@shell.staff_only(*ENTERS)
def ask(request: shell.Request, person: str) -> HttpResponse:
    """The same questions as in a resident's own report, on one page; sent, they are read back."""
    caller = people.get_person(viewer=request.actor, person=person)
    if request.method != "POST" or "change" in request.POST:
        return _ask(request, caller)
    try:
        _check(request)
    except Refused as refused:
        return _ask(request, caller, refused)
    return _read_back(request, caller)


@transaction.atomic
@shell.staff_only(*ENTERS)
@shell.post_only
@shell.submit_once
def hand_in(request: shell.Request, person: str) -> HttpResponse:
    """Hand it in for them: both names stand in the record, and the way it came."""
    caller = people.get_person(viewer=request.actor, person=person)
    try:
        _check(request)
        by = _acting(request, person)
        matter = _open(request, by, person)
    except Refused as refused:
        return _ask(request, caller, refused)
    response = redirect("desk:slip", matter)
    shell.note(request, by, response)
    return response


@shell.staff_only(*ENTERS)
def slip(request: shell.Request, matter: str) -> HttpResponse:
    """The number to read out or to print and hand over."""
    sheet = matters.get_matter(viewer=request.actor, matter=matter)
    card = sheet.card
    rows = (
        (_("What"), read(card.heading)),
        (_("Where"), card.place_label),
        (_("For"), card.reporter_name),
        (_("Taken down by"), sheet.timeline[0].person_name if sheet.timeline else ""),
        (_("When"), moment(card.opened_at)),
        (_("Should be done by"), moment(card.promised_at)),
        (_("Ask about it"), request.community.phone if request.community else ""),
    )
    return shell.receipt(
        request,
        title=_("Handed in"),
        number=card.number,
        words=_("Please read the number out, or print it and hand it over."),
        answers=[shell.Answer(name, value) for name, value in rows if value],
        next_url=reverse("desk:matter", args=[matter]),
        next_label=_("Open the matter"),
        template="desk/work_slip.html",
        ways=_ways(request),
    )


def _ways(request: shell.Request) -> tuple[shell.Way, ...]:
    return ways(request.actor, "desk:entry")


def _acting(request: shell.Request, person: str) -> Actor:
    """The clerk, acting for the caller by the way they came; refused without that office."""
    return people.actor_for(
        person=request.actor.person or "",
        community=request.actor.community,
        via=Via(request.POST.get("via", "")),
        on_behalf_of=person,
        strong=bool(request.session.get("strong")),
    )


def _open(request: shell.Request, by: Actor, person: str) -> str:
    return matters.open_matter(
        by=by,
        nature="demand",
        category=request.POST.get("category", ""),
        place=request.POST.get("place", ""),
        description=request.POST.get("words", "").strip(),
        reporter=person,
        contact=request.POST.get("contact", "").strip()[:60] or None,
        key=f"entry:{shell.key_of(request)}",
    )


def _check(request: shell.Request) -> None:
    """What a report needs, before it is read back."""
    if request.POST.get("via") not in {str(via) for via in _VIAS}:
        raise Refused("invalid", "Please choose how they came to you.", field="via")
    known = {card.key for card in matters.list_categories(viewer=request.actor)}
    if request.POST.get("category") not in known:
        raise Refused("invalid", "Please choose what this is about.", field="category")
    try:
        places.get_place(viewer=request.actor, place=_place(request))
    except Refused as refused:
        if refused.field == "elsewhere":
            raise
        raise Refused("invalid", "Please choose where it is.", field="place") from None


def _place(request: shell.Request) -> str:
    """The place chosen, or the one place a written address means."""
    written = request.POST.get("elsewhere", "").strip()
    if not written:
        return request.POST.get("place", "")
    found = places.resolve_place(viewer=request.actor, text=written[:80])
    if len(found) != 1:
        raise Refused("invalid", "Please write the place like 3-2-401.", field="elsewhere")
    return found[0].id


def _fields(request: shell.Request, caller: people.PersonCard) -> tuple[shell.Field, ...]:
    homes = people.list_homes(viewer=request.actor, person=caller.id)
    cards = places.get_places(viewer=request.actor, places=[home.dwelling for home in homes])
    around = [
        *places.list_places(viewer=request.actor, kind=places.PlaceKind.FACILITY, limit=30),
        *places.list_places(viewer=request.actor, kind=places.PlaceKind.BUILDING, limit=100),
    ]
    spots = [*cards.values(), *around]
    kinds = [card for card in matters.list_categories(viewer=request.actor) if not card.is_machine]
    return (
        shell.Field(
            name="via",
            label=_("How did they come to you?"),
            kind="radio",
            value=(Via.PHONE,),
            choices=tuple(shell.Choice(via, _(words)) for via, words in _VIAS.items()),
        ),
        shell.Field(
            name="category",
            label=_("What is it about?"),
            kind="select",
            choices=(
                shell.Choice("", _("Choose one")),
                *(
                    shell.Choice(one.key, f"{read(one.group_name)} · {read(one.name)}")
                    for one in kinds
                ),
            ),
        ),
        shell.Field(
            name="place",
            label=_("Where is it?"),
            kind="select",
            value=(spots[0].id,) if cards else (),
            choices=(
                shell.Choice("", _("Choose one")),
                *(shell.Choice(one.id, label(one)) for one in spots),
            ),
        ),
        shell.Field(
            name="elsewhere",
            label=_("Or another place"),
            hint=_("As people write it: 3-2-401."),
            maxlength=80,
            size="mid",
        ),
        shell.Field(
            name="words",
            label=_("In their own words"),
            kind="textarea",
            maxlength=_MOST_WORDS,
        ),
        shell.Field(
            name="contact",
            label=_("How can they be reached?"),
            hint=_("Empty means the phone we know."),
            maxlength=60,
            size="mid",
        ),
    )


def _ask(request: shell.Request, caller: people.PersonCard, *refusals: Refused) -> HttpResponse:
    fields = _fields(request, caller)
    if request.method == "POST":
        fields, _problems = shell.refill(fields, request.POST)
    return shell.question(
        request,
        title=_("For %(name)s") % {"name": caller.name or _("a resident")},
        intro=caller.phone_masked,
        fields=fields,
        button=_("Read it back"),
        action=reverse("desk:entry-for", args=[caller.id]),
        back=reverse("desk:entry"),
        refusals=refusals,
        template="desk/work_ask.html",
        ways=_ways(request),
    )


def _read_back(request: shell.Request, caller: people.PersonCard) -> HttpResponse:
    place = places.get_place(viewer=request.actor, place=_place(request))
    kinds = {card.key: card for card in matters.list_categories(viewer=request.actor)}
    post = request.POST
    rows = (
        (_("For"), label_of(caller)),
        (_("How did they come to you?"), _(_VIAS[Via(post["via"])])),
        (_("What is it about?"), read(kinds[post["category"]].name)),
        (_("Where is it?"), label(place)),
        (_("In their own words"), post.get("words", "").strip()),
        (_("How can they be reached?"), post.get("contact", "").strip() or _("The phone we know")),
    )
    kept = {name: post.get(name, "") for name in _ASKED} | {"place": place.id}
    similar = matters.list_similar(
        viewer=request.actor, category=post["category"], place=place.id, text=post.get("words", "")
    )
    return shell.check(
        request,
        title=_("Please read this back to them"),
        answers=[shell.Answer(name, value) for name, value in rows if value],
        button=_("It is right, hand it in"),
        action=reverse("desk:entry-hand-in", args=[caller.id]),
        hidden=[shell.Field(name=name, kind="hidden", value=(kept[name],)) for name in kept],
        template="desk/work_read_back.html",
        similar=similar,
        kept=kept.items(),
        again=reverse("desk:entry-for", args=[caller.id]),
        ways=_ways(request),
    )
