"""练一练: the same questions and the same buttons, and nothing is ever handed in.

Nothing here calls a verb: answers live in the session until the lesson ends, and which lessons
were done stands in a cookie of this device alone.
"""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.people.api import get_person
from linli.kernel import Refused
from linli.support.matters.api import CategoryCard, list_categories
from linli.surface.resident import asking
from linli.surface.resident.nearby import around
from linli.surface.shell import api as shell
from linli.surface.shell.language import read

_SLOT = "practice"
_COOKIE = "practised"
_PATH = "/practice"
_YEAR = 365 * 24 * 60 * 60
LESSONS = ("report", "follow", "verdict", "notice", "vote")


@shell.signed_in
def lessons(request: shell.Request) -> HttpResponse:
    """What one can try, and what one has tried on this device."""
    names = {
        "report": (_("Report something for the first time"), "resident:practice-report"),
        "follow": (_("See how far my matter is"), "resident:practice-matters"),
        "verdict": (_("Say whether it is solved"), "resident:practice-matter"),
        "notice": (_("Read a notice and say so"), "resident:practice-notice"),
        "vote": (_("Vote on something"), "resident:practice-vote"),
    }
    done = _done(request)
    rows = [(reverse(address), name, key in done) for key, (name, address) in names.items()]
    context = {"title": _("Practise"), "rows": rows, "all_done": done >= set(LESSONS)}
    return render(request, "resident/practice.html", context)


def _done(request: shell.Request) -> set[str]:
    return set(request.COOKIES.get(_COOKIE, "").split(".")) & set(LESSONS)


def finish(request: shell.Request, lesson: str, context: dict[str, Any]) -> HttpResponse:
    """The last page of a lesson; that it was done is remembered on this device alone."""
    request.session.pop(_SLOT, None)
    response = render(request, "resident/practice-done.html", context)
    response.set_cookie(
        _COOKIE,
        ".".join(sorted(_done(request) | {lesson})),
        max_age=_YEAR,
        path=_PATH,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def answers_of(request: shell.Request) -> dict[str, str]:
    """What was answered in the lesson so far."""
    found: dict[str, str] = request.session.get(_SLOT, {})
    return found


def keep(request: shell.Request, name: str, given: str) -> None:
    """Keep one answer until the lesson ends."""
    request.session[_SLOT] = {**answers_of(request), name: given[:200]}


def _cards(request: shell.Request) -> tuple[CategoryCard, ...]:
    return tuple(list_categories(viewer=request.actor))


@shell.signed_in
def what(request: shell.Request) -> HttpResponse:
    """The first question."""
    field = asking.what_field(_cards(request), "broken", answers_of(request).get("category", ""))
    refusals: list[Refused] = []
    if request.method == "POST":
        given = request.POST.get("category", "")
        if given in {choice.value for choice in field.choices}:
            keep(request, "category", given)
            return redirect("resident:practice-where")
        refusals = [Refused("invalid", "Please choose what this is about.", field="category")]
    return shell.question(
        request,
        fields=(field,),
        button=_("Next"),
        step=asking.step(1),
        back=reverse("resident:practice"),
        refusals=refusals,
    )


@shell.signed_in
def where(request: shell.Request) -> HttpResponse:
    """The second question, with one's own home in it."""
    answers = answers_of(request)
    near = around(request.actor, answers.get("category", asking.UNSURE))
    if request.method == "POST":
        given = request.POST.get("place", "")
        known = {choice.value: choice.label for choice in near.choices}
        keep(request, "place", given)
        keep(request, "place_name", known.get(given, _("Somewhere else")))
        return redirect("resident:practice-details")
    return shell.question(
        request,
        fields=(asking.where_field(near, answers.get("place", "")),),
        button=_("Next"),
        step=asking.step(2),
        back=reverse("resident:practice-report"),
    )


@shell.signed_in
def details(request: shell.Request) -> HttpResponse:
    """The third question; what is sent here is looked at by nobody and thrown away."""
    if request.method == "POST":
        keep(request, "words", request.POST.get("words", "").strip())
        return redirect("resident:practice-reach")
    return shell.question(
        request,
        fields=asking.detail_fields(answers_of(request).get("words", "")),
        title=_("Show us or tell us"),
        intro=_("You may leave all of it empty. A photo says the most."),
        button=_("Next"),
        step=asking.step(3),
        back=reverse("resident:practice-where"),
        skip=reverse("resident:practice-reach"),
    )


@shell.signed_in
def reach(request: shell.Request) -> HttpResponse:
    """The fourth question."""
    if request.method == "POST":
        return redirect("resident:practice-check")
    known = get_person(viewer=request.actor, person=request.actor.subject or "").phone_masked
    return shell.question(
        request,
        fields=asking.reach_fields(known, "", ""),
        title=_("How can we reach you?"),
        button=_("Next"),
        step=asking.step(4),
        back=reverse("resident:practice-details"),
    )


@shell.signed_in
def check(request: shell.Request) -> HttpResponse:
    """The last page before nothing is handed in."""
    if request.method == "POST":
        return redirect("resident:practice-receipt")
    answers = answers_of(request)
    names = {card.key: read(card.name) for card in _cards(request)}
    rows = (
        (_("What"), names.get(answers.get("category", ""), ""), "report"),
        (_("Where"), answers.get("place_name", ""), "where"),
        (_("In your words"), answers.get("words") or _("Nothing written"), "details"),
    )
    return shell.check(
        request,
        title=_("Is all of this right?"),
        answers=[
            shell.Answer(asked, said, reverse(f"resident:practice-{page}"))
            for asked, said, page in rows
        ],
        button=_("Hand it in"),
        back=reverse("resident:practice-reach"),
    )


@shell.signed_in
def receipt(request: shell.Request) -> HttpResponse:
    """What a real receipt would say."""
    said = _("A real one now has a number, a name and a time, and half an hour to take it back.")
    return finish(request, "report", {"title": _("You can report something"), "said": said})


@shell.signed_in
def matters(request: shell.Request) -> HttpResponse:
    """A list with one invented matter."""
    return render(request, "resident/practice-matters.html", {"title": _("My matters")})


@shell.signed_in
def matter(request: shell.Request) -> HttpResponse:
    """An invented matter that waits for a word."""
    return render(request, "resident/practice-matter.html", {"title": _("The stair light is out")})


@shell.signed_in
def followed(request: shell.Request) -> HttpResponse:
    """The end of looking how far it is."""
    said = _("Every matter shows who sees to it, by when, and what has happened so far.")
    return finish(request, "follow", {"title": _("You can follow a matter"), "said": said})


@shell.signed_in
def judged(request: shell.Request) -> HttpResponse:
    """The end of saying whether it is solved."""
    said = _("Both answers are right ones. You could take it back for a day.")
    return finish(request, "verdict", {"title": _("Your word counts"), "said": said})


@shell.signed_in
def notice(request: shell.Request) -> HttpResponse:
    """An invented notice with its button."""
    return render(request, "resident/practice-notice.html", {"title": _("Notices")})


@shell.signed_in
def noticed(request: shell.Request) -> HttpResponse:
    """The end of reading a notice."""
    said = _("The notice goes away from the first page. You find it again under “Notices”.")
    return finish(request, "notice", {"title": _("You have seen it"), "said": said})


@shell.signed_in
@shell.post_only
def press(request: shell.Request, lesson: str) -> HttpResponse:
    """A button of a lesson: it leads to the end of it and does nothing else."""
    ends = {"follow": "followed", "verdict": "judged", "notice": "noticed"}
    if lesson not in ends:
        raise Refused("not_found", "There is no such lesson.")
    return HttpResponseRedirect(reverse(f"resident:practice-{ends[lesson]}"))
