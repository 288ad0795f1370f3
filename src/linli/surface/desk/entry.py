"""New entry: for someone at the counter, on the phone or on paper — found, asked, read back."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.people import api as people
from linli.kernel import Actor, Ref, Refused, Via
from linli.support.matters import api as matters
from linli.surface.desk import asking, taking_down
from linli.surface.desk.caller import Found, find_callers, label_of
from linli.surface.desk.pages import ENTERS, page, ways
from linli.surface.desk.register import open_record
from linli.surface.shell import api as shell
from linli.surface.shell.language import read

_ON_RECORD = frozenset(
    {
        *("channels", "notices", "helper", "helper_stop", "consent", "privacy"),
        *("looks", "copy", "correct", "object", "token", "card"),
    }
)
"""Services about somebody's own record: of protected homes only the keeper opens it."""


_TYPED = ("place", "elsewhere")
"""Kept as they were given when a place was written: to be read again, and to be changed."""


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
        typed = request.POST.get("phone", "").strip()
        try:
            phone = shell.phone_typed(typed, "phone") if typed else None
            person = people.register_person(
                by=request.actor,
                name=request.POST.get("name", ""),
                phone=phone.value if phone else "",
                key=shell.key_of(request),
            )
        except Refused as refused:
            refusals = [refused]
        else:
            if phone:
                shell.say(request, shell.understood(phone.words))
            return redirect("desk:entry-for", person)
    return shell.question(
        request,
        title=_("Someone new"),
        fields=fields,
        button=_("Go on"),
        back=reverse("desk:entry"),
        refusals=refusals,
        ways=ways(request.actor, "desk:entry"),
    )


@shell.staff_only(*ENTERS)
def services(request: shell.Request, person: str) -> HttpResponse:
    """What is it about? Everything a resident can do, done here for them."""
    caller = people.get_person(viewer=request.actor, person=person)
    rows = [(one, _(one.name), _(one.line)) for one in shell.SERVICES]
    return page(
        request,
        "desk/work_services.html",
        here="desk:entry",
        title=_("For %(name)s") % {"name": caller.name or _("a resident")},
        caller=caller,
        services=rows,
        written=asking.written(request.actor, person),
    )


@shell.staff_only(*ENTERS)
def ask(request: shell.Request, person: str, service: str) -> HttpResponse:
    """The same questions as on the page and on paper; sent, they are read back."""
    asked, caller = wanted(request, person, service)
    if request.method != "POST" or "change" in request.POST:
        return _ask(request, asked, caller)
    try:
        asking.check(request, asked, _acting(request, person))
    except Refused as refused:
        return _ask(request, asked, caller, refused)
    return _read_back(request, asked, caller)


@transaction.atomic
@shell.staff_only(*ENTERS)
@shell.post_only
@shell.submit_once
def hand_in(request: shell.Request, person: str, service: str) -> HttpResponse:
    """Hand it in for them: both names stand in the record, and the way it came."""
    asked, caller = wanted(request, person, service)
    try:
        entry = _take_down(request, asked, person)
    except Refused as refused:
        names = tuple(one.name for one in asked.asks)
        return _ask(request, asked, caller, taking_down.refused_at(refused, names))
    about = Ref.parse(entry.about) if entry.about.startswith("matter:") else None
    shell.note(request, _acting(request, person), about=about)
    return redirect("desk:written", entry.number)


def _take_down(request: shell.Request, service: shell.Service, person: str) -> people.DeskEntryCard:
    """The entry and its record in one transaction: both, once, or neither."""
    key = shell.key_of(request)
    acting = _acting(request, person)
    answers = asking.check(request, service, acting)
    with transaction.atomic():
        known_by = request.POST.get("known_by", "")
        entry = people.write_down(by=acting, service=service.key, known_by=known_by, key=key)
        if entry.is_new:
            about = taking_down.do(service.key, taking_down.Told(acting, answers, key))
            people.tie_entry(by=acting, entry=entry.number, about=about)
    return people.get_desk_entry(viewer=request.actor, entry=entry.number)


def wanted(
    request: shell.Request, person: str, service: str
) -> tuple[shell.Service, people.PersonCard]:
    """The service and whom it is for; refused when it is about a record not open to the clerk."""
    found = shell.service_of(service)
    if found is None:
        raise Refused("not_found", "There is no such service.")
    if service in _ON_RECORD:
        return found, open_record(request, person)
    return found, people.get_person(viewer=request.actor, person=person)


def _acting(request: shell.Request, person: str) -> Actor:
    """The clerk, acting for the caller by the way they came."""
    given = request.POST.get("via", "")
    return acting_for(request, person, Via(given) if given in asking.VIAS else Via.COUNTER)


def acting_for(request: shell.Request, person: str, via: Via) -> Actor:
    """The clerk, acting for somebody; refused without that office."""
    return people.actor_for(
        person=request.actor.person or "",
        community=request.actor.community,
        via=via,
        on_behalf_of=person,
        strong=bool(request.session.get("strong")),
    )


def _ask(
    request: shell.Request,
    service: shell.Service,
    caller: people.PersonCard,
    *refusals: Refused,
) -> HttpResponse:
    fields = asking.fields_of(service, _acting(request, caller.id), request.GET)
    if request.method == "POST":
        fields, _problems = shell.refill(fields, request.POST)
    return shell.question(
        request,
        title=_(service.name),
        intro=_("For %(name)s") % {"name": label_of(caller) or _("a resident")},
        fields=fields,
        button=_("Read it back"),
        action=_at(caller, service),
        back=reverse("desk:entry-for", args=[caller.id]),
        refusals=refusals,
        template="desk/work_ask.html",
        paper=f"{reverse('shell:form', args=[service.key])}?person={caller.id}",
        ways=ways(request.actor, "desk:entry"),
    )


def _at(caller: people.PersonCard, service: shell.Service) -> str:
    return reverse("desk:entry-ask", args=[caller.id, service.key])


def _read_back(
    request: shell.Request, service: shell.Service, caller: people.PersonCard
) -> HttpResponse:
    acting = _acting(request, caller.id)
    answers = asking.check(request, service, acting)
    typed = {name: request.POST[name] for name in _TYPED if request.POST.get("elsewhere")}
    kept = {**answers, "via": request.POST["via"], "known_by": request.POST["known_by"], **typed}
    return shell.check(
        request,
        title=_("Please read this back to them"),
        answers=asking.rows_of(request, service, acting, label_of(caller), answers),
        button=_("It is right, hand it in"),
        action=reverse("desk:entry-hand-in", args=[caller.id, service.key]),
        hidden=[shell.Field(name=name, kind="hidden", value=(kept[name],)) for name in kept],
        template="desk/work_read_back.html",
        say=_("“I read it to you once more: … Is that right?”"),
        kept=kept.items(),
        again=_at(caller, service),
        ways=ways(request.actor, "desk:entry"),
        **_similar(request, service, answers),
    )


def _similar(
    request: shell.Request, service: shell.Service, answers: dict[str, str]
) -> dict[str, Any]:
    if service.key != "report":
        return {}
    found = matters.list_similar(
        viewer=request.actor,
        category=answers["category"],
        place=answers["place"],
        text=answers.get("words", ""),
    )
    return {"similar": found}


@shell.staff_only(*ENTERS)
def slip(request: shell.Request, matter: str) -> HttpResponse:
    """The number of a matter, to read out or to print and hand over."""
    sheet = matters.get_matter(viewer=request.actor, matter=matter)
    return shell.receipt(
        request,
        title=_("Handed in"),
        number=sheet.card.number,
        words=_("Please read the number out, or print it and hand it over."),
        answers=asking.rows_of_matter(request, sheet),
        next_url=reverse("desk:matter", args=[matter]),
        next_label=_("Open the matter"),
        template="desk/work_slip.html",
        page=f"/matters/{matter}",
        heading=read(sheet.card.heading),
        ways=ways(request.actor, "desk:entry"),
    )
