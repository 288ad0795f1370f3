"""Report a problem: one question a page, nothing that must be typed."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.people.api import get_person
from linli.foundation.places.api import PlaceCard, PlaceKind, every_place, get_place, resolve_place
from linli.kernel import Refused
from linli.support.matters.api import CategoryCard, list_categories
from linli.surface.resident import drafts, similar
from linli.surface.resident.asking import (
    MOST_WORDS,
    detail_fields,
    reach_fields,
    step,
    what_field,
    where_field,
)
from linli.surface.resident.by_few import few
from linli.surface.resident.nearby import Around, around
from linli.surface.resident.pictures import draft_files
from linli.surface.shell import api as shell
from linli.surface.shell.language import label, read


@shell.signed_in
@shell.submit_once
def what(request: shell.Request) -> HttpResponse:
    """The first question; the last answer is always a person who calls back."""
    draft = drafts.draft_of(request)
    if request.method == "POST":
        try:
            category = _chosen(request)
        except Refused as refused:
            return _ask_what(request, draft, refused)
        drafts.keep(request, draft, category=category.key)
        return _on(request, "report-where")
    return _ask_what(request, draft)


def _ask_what(request: shell.Request, draft: drafts.Draft, *refusals: Refused) -> HttpResponse:
    cards = list_categories(viewer=request.actor)
    field = what_field(cards, request.GET.get("about", ""), draft.category)
    return shell.question(
        request,
        fields=(field,),
        button=_("Next"),
        step=step(1),
        back=_back(request, "home"),
        refusals=refusals,
        template="resident/report-what.html",
    )


@shell.signed_in
def everything(request: shell.Request) -> HttpResponse:
    """Every kind of thing one can report, for when the first page does not name it."""
    groups: dict[str, list[CategoryCard]] = {}
    names: dict[str, str] = {}
    for card in list_categories(viewer=request.actor):
        groups.setdefault(card.group, []).append(card)
        names[card.group] = read(card.group_name)
    return render(
        request,
        "resident/report-all.html",
        {"title": _("What is it about?"), "groups": [(names[key], groups[key]) for key in groups]},
    )


def _chosen(request: shell.Request) -> CategoryCard:
    wanted = request.POST.get("category", "")
    for card in list_categories(viewer=request.actor):
        if card.key == wanted:
            return card
    raise Refused("invalid", "Please choose what this is about.", field="category")


@shell.signed_in
@shell.submit_once
def where(request: shell.Request) -> HttpResponse:
    """The second question; one's own home is chosen already."""
    draft = drafts.draft_of(request)
    if not draft.category:
        return redirect("resident:report")
    near = around(request.actor, draft.category)
    if request.method != "POST":
        return _ask_where(request, draft, near)
    wanted = request.POST.get("place", "")
    if wanted == "elsewhere":
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(reverse("resident:report-elsewhere") + query)
    spot, _colon, place = wanted.rpartition(":")
    if wanted not in {choice.value for choice in near.choices}:
        return _ask_where(
            request, draft, near, Refused("invalid", "Please choose where it is.", field="place")
        )
    drafts.keep(request, draft, place=place, spot=spot)
    return _on(request, "report-details")


def _ask_where(
    request: shell.Request, draft: drafts.Draft, near: Around, *refusals: Refused
) -> HttpResponse:
    chosen = f"{draft.spot}:{draft.place}" if draft.spot else draft.place
    return shell.question(
        request,
        fields=(where_field(near, chosen),),
        button=_("Next"),
        step=step(2),
        back=_back(request, "report"),
        refusals=refusals,
        template="resident/report-where.html",
        is_danger=near.is_danger,
    )


@shell.signed_in
@shell.submit_once
def elsewhere(request: shell.Request) -> HttpResponse:
    """Every shared place and building to choose from, or found by how people write it."""
    draft = drafts.draft_of(request)
    if not draft.category:
        return redirect("resident:report")
    refusals: tuple[Refused, ...] = ()
    if request.method == "POST":
        try:
            place = get_place(viewer=request.actor, place=request.POST.get("place", ""))
        except Refused:
            refusals = (Refused("invalid", "Please choose where it is.", field="place"),)
        else:
            drafts.keep(request, draft, place=place.id, spot="")
            return _on(request, "report-details")
    search = request.GET.get("q", "").strip()[:60]
    parts, cards = few(_places(request, search), request.GET.dict())
    field = shell.Field(
        name="place",
        label=_("Which place is it?"),
        kind="radio",
        value=(draft.place,) if draft.place else (),
        choices=tuple(shell.Choice(card.id, label(card)) for card in cards),
    )
    whole = reverse("resident:report-elsewhere") + ("?change=1" if "change" in request.GET else "")
    return shell.question(
        request,
        fields=(field,),
        title=_("Which place is it?"),
        button=_("Next"),
        step=step(2),
        back=whole if "part" in request.GET else reverse("resident:report-where"),
        refusals=refusals,
        template="resident/report-elsewhere.html",
        search=search,
        parts=parts,
        found=len(cards),
    )


def _places(request: shell.Request, search: str) -> tuple[tuple[PlaceCard, ...], ...]:
    """What was looked for; or everything shared, and all buildings."""
    viewer = request.actor
    if search:
        return (resolve_place(viewer=viewer, text=search),)
    return (
        every_place(viewer=viewer, kind=PlaceKind.FACILITY),
        every_place(viewer=viewer, kind=PlaceKind.BUILDING),
    )


@shell.signed_in
@shell.submit_once
def details(request: shell.Request) -> HttpResponse:
    """The third question, which one may skip: a photo, a voice note, or a few words."""
    draft = drafts.draft_of(request)
    if not (draft.category and draft.place):
        return redirect("resident:report")
    refusals: list[Refused] = []
    if request.method == "POST":
        words = shell.words_typed(request.POST.get("words", ""), MOST_WORDS)
        draft = drafts.keep(request, draft, words=words)
        refusals = drafts.add_files(request, drafts.REPORT)
        if not refusals:
            return _on(request, "report-reach")
        draft = drafts.draft_of(request)
    return shell.question(
        request,
        slot=drafts.REPORT,
        fields=detail_fields(draft.words),
        title=_("Show us or tell us"),
        intro=_("You may leave all of it empty. A photo says the most."),
        button=_("Next"),
        step=step(3),
        back=_back(request, "report-where"),
        skip=reverse("resident:report-reach"),
        refusals=refusals,
        template="resident/report-details.html",
        **draft_files(request, drafts.REPORT),
        twins=similar.twins(request.actor, draft),
    )


@shell.signed_in
@shell.submit_once
def reach(request: shell.Request) -> HttpResponse:
    """The fourth question, answered already: how to reach the one who reports."""
    draft = drafts.draft_of(request)
    if not (draft.category and draft.place):
        return redirect("resident:report")
    if request.method != "POST":
        return _ask_reach(request, draft)
    how = request.POST.get("reach", "")
    if how not in {"known", "phone", "write"}:
        refused = Refused("invalid", "Please choose how we can reach you.", field="reach")
        return _ask_reach(request, draft, refused)
    phone = ""
    if how == "phone":
        try:
            phone = shell.numbers_typed(request.POST.get("phone", ""), "phone")
        except Refused as refused:
            return _ask_reach(request, draft, refused)
    drafts.keep(request, draft, reach=how, phone=phone)
    return redirect("resident:report-check")


def _ask_reach(request: shell.Request, draft: drafts.Draft, *refusals: Refused) -> HttpResponse:
    subject = request.actor.subject or ""
    known = get_person(viewer=request.actor, person=subject).phone_masked
    return shell.question(
        request,
        fields=reach_fields(known, draft.reach, draft.phone),
        title=_("How can we reach you?"),
        button=_("Next"),
        step=step(4),
        back=_back(request, "report-details"),
        refusals=refusals,
        template="resident/report-ask.html",
    )


def _on(request: shell.Request, name: str) -> HttpResponse:
    """The next question, or back to the check page when only one answer was to be changed."""
    draft = drafts.draft_of(request)
    is_change = "change" in request.GET and draft.place and draft.reach
    return redirect("resident:report-check" if is_change else f"resident:{name}")


def _back(request: shell.Request, name: str) -> str:
    return reverse("resident:report-check" if "change" in request.GET else f"resident:{name}")
