"""练一练, the lesson of a vote: an invented item, read back, and handed to nobody."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel import Refused
from linli.surface.resident import practice
from linli.surface.shell import api as shell
from linli.surface.shell.convening.voting import CHOICES

_OFFERED = ("for", "against", "abstain")


@shell.signed_in
def vote(request: shell.Request) -> HttpResponse:
    """The question, as on a real ballot."""
    given = practice.answers_of(request).get("choice", "")
    refusals: list[Refused] = []
    if request.method == "POST":
        given = request.POST.get("choice", "")
        if given in _OFFERED:
            practice.keep(request, "choice", given)
            return redirect("resident:practice-ballot")
        refusals = [Refused("invalid", "Please choose one.", field="choice")]
    return shell.question(
        request,
        fields=(
            shell.Field(
                name="choice",
                label=_("What do you say to it?"),
                kind="radio",
                choices=tuple(shell.Choice(one, _(CHOICES[one])) for one in _OFFERED),
                value=(given,) if given else (),
            ),
        ),
        title=_item(),
        intro=_("An invented example. A real ballot says what it costs and when it passes."),
        button=_("Next"),
        step=_("Item %(number)s of %(count)s") % {"number": 1, "count": 1},
        back=reverse("resident:practice"),
        refusals=refusals,
    )


def _item() -> str:
    return _("A bench under the old tree")


@shell.signed_in
def ballot(request: shell.Request) -> HttpResponse:
    """The last page before a vote that nobody counts."""
    if request.method == "POST":
        return redirect("resident:practice-voted")
    said = practice.answers_of(request).get("choice", "")
    answer = _(CHOICES[said]) if said in _OFFERED else _("Not answered yet")
    page = reverse("resident:practice-vote")
    return shell.check(
        request,
        title=_("Is all of this right?"),
        answers=[shell.Answer(_item(), answer, page)],
        button=_("Hand it in"),
        back=page,
    )


@shell.signed_in
def voted(request: shell.Request) -> HttpResponse:
    """What follows a real vote."""
    said = _(
        "A real vote counts once and cannot be taken back. You get a receipt, and nobody else"
        " sees what you chose."
    )
    return practice.finish(request, "vote", {"title": _("You can vote"), "said": said})
