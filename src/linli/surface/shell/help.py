"""叫人帮我: a person calls back, or is rung up, or is met at the desk."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from linli.foundation.drafts.api import bring_back_draft, draft_that_became
from linli.kernel import Refused
from linli.support.matters.api import list_undoable, withdraw_matter
from linli.surface.shell.address import address_of
from linli.surface.shell.calling_back import HelpWanted, ask_for_help
from linli.surface.shell.form import Answer, Field, question, receipt
from linli.surface.shell.guard import key_of, post_only, safe_next, submit_once
from linli.surface.shell.notices import say
from linli.surface.shell.request import Request
from linli.surface.shell.typed import numbers_typed, words_typed
from linli.surface.shell.unsent import put_aside, sent

_TAKEN = "help-taken"
_LONGEST_PHONE = 30
_LONGEST_WORDS = 500
_SLOT = "help"


@submit_once
def ask(request: Request) -> HttpResponse:
    """Ask to be called back; who has logged in need not type anything."""
    if request.method != "POST":
        return _form(request)
    if put_aside(request, _SLOT):
        return HttpResponseRedirect(_page(request))
    try:
        matter, number = ask_for_help(_wanted(request))
    except Refused as refused:
        return _form(request, refused)
    sent(request, _SLOT, became=matter)
    request.session[_TAKEN] = {
        "number": number,
        "matter": matter,
        "page": _page(request),
        "answers": [[row.question, row.answer] for row in _answers(request)],
    }
    return HttpResponseRedirect("/help/taken")


def taken(request: Request) -> HttpResponse:
    """The receipt: a number, and nothing more to do."""
    told = request.session.get(_TAKEN)
    if not told:
        return HttpResponseRedirect("/help")
    return receipt(
        request,
        title=_("We will call you back"),
        number=told["number"],
        words=_("Keep your phone near you. You need not do anything else."),
        answers=[Answer(*row) for row in told["answers"]],
        next_url=told["page"],
        next_label=_("Back to where you were"),
        **_undo(request, told.get("matter", "")),
    )


@post_only
@submit_once
def take_back(request: Request) -> HttpResponse:
    """Nobody need call; what was written is there again."""
    matter = request.session.get(_TAKEN, {}).get("matter", "")
    withdraw_matter(by=request.actor, matter=matter)
    request.session.pop(_TAKEN, None)
    draft = draft_that_became(viewer=request.actor, became=matter)
    if draft is not None:
        bring_back_draft(by=request.actor, draft=draft.id)
    say(request, _("Taken back. Nobody will call."), undo_url=f"/matters/{matter}/restore")
    return HttpResponseRedirect("/help")


def _undo(request: Request, matter: str) -> dict[str, str]:
    """The way back, for whoever has logged in: of a stranger nobody knows who it was."""
    found = list_undoable(viewer=request.actor) if request.actor.person else ()
    if not any(one.kind == "report" and one.matter == matter for one in found):
        return {}
    words = _("You can take it back for 30 minutes.")
    return {"undo_url": "/help/take-back", "undo_words": words}


def _form(request: Request, *refusals: Refused) -> HttpResponse:
    return question(
        request,
        title=_("Ask someone to help me"),
        intro=_("We call you back and do it together with you."),
        fields=_fields(request),
        button=_("Call me back"),
        slot=_SLOT,
        refusals=refusals,
        template="shell/help.html",
    )


def _fields(request: Request) -> tuple[Field, ...]:
    page = Field(name="page", kind="hidden", value=(_page(request),))
    words = Field(
        name="words",
        label=_("What is it about?"),
        hint=_("You may leave this empty."),
        kind="textarea",
        maxlength=_LONGEST_WORDS,
    )
    if request.actor.person:
        return (words, page)
    phone = Field(
        name="phone",
        label=_("Your phone number"),
        kind="tel",
        autocomplete="tel",
        maxlength=_LONGEST_PHONE,
        size="mid",
    )
    return (phone, words, page)


def _wanted(request: Request) -> HelpWanted:
    if request.community is None:
        raise Refused("invalid", "Please choose your community first.")
    return HelpWanted(
        by=request.actor,
        community=request.community.id,
        phone=_phone(request),
        words=_words(request),
        page=_page(request),
        address=address_of(request),
        key=key_of(request),
    )


def _phone(request: Request) -> str:
    """The number to call back, in groups one can dial; empty for those whose number is known."""
    if request.actor.person:
        return ""
    typed = request.POST.get("phone", "").strip()
    if not typed:
        raise Refused(
            "invalid", "We need a phone number to call you back. A landline is fine.", field="phone"
        )
    return numbers_typed(typed, "phone")


def _words(request: Request) -> str:
    return words_typed(request.POST.get("words", ""), _LONGEST_WORDS)


def _page(request: Request) -> str:
    given = request.POST.get("page") or request.GET.get("page")
    return safe_next(request, given)[:200]


def _answers(request: Request) -> list[Answer]:
    rows = [
        Answer(_("Your phone number"), _phone(request)),
        Answer(_("What is it about?"), _words(request)),
    ]
    return [row for row in rows if row.answer]
