"""Buttons of a matter: each does one thing, says what was done, and how to take it back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.foundation.drafts.api import bring_back_draft
from linli.support.matters import api as matters
from linli.surface.resident import drafts
from linli.surface.shell import api as shell


@shell.signed_in
@shell.post_only
@shell.submit_once
def urge(request: shell.Request, matter: str) -> HttpResponse:
    """Ask to hurry, once a day."""
    matters.urge_matter(by=request.actor, matter=matter)
    shell.say(request, _("We have told them that you are waiting."))
    return redirect("resident:matter", matter)


@shell.signed_in
@shell.post_only
@shell.submit_once
def withdraw(request: shell.Request, matter: str) -> HttpResponse:
    """It is no longer needed."""
    matters.withdraw_matter(by=request.actor, matter=matter)
    undo = reverse("resident:restore", args=[matter])
    shell.say(request, _("Taken back. Nobody will come for this."), undo_url=undo)
    return redirect("resident:matter", matter)


@shell.signed_in
@shell.post_only
@shell.submit_once
def restore(request: shell.Request, matter: str) -> HttpResponse:
    """It is needed after all."""
    matters.restore_matter(by=request.actor, matter=matter)
    shell.say(request, _("It goes on where it was."))
    return redirect("resident:matter", matter)


@shell.signed_in
@shell.post_only
@shell.submit_once
def take_back_verdict(request: shell.Request, matter: str) -> HttpResponse:
    """Take one's answer back."""
    matters.withdraw_verdict(by=request.actor, matter=matter)
    drafts.reopen(request, matter)
    shell.say(request, _("Your answer is taken back."))
    return redirect("resident:matter", matter)


@shell.signed_in
@shell.post_only
@shell.submit_once
def take_back_message(request: shell.Request, matter: str, message: str) -> HttpResponse:
    """Take one's words back."""
    matters.take_back_message(by=request.actor, message=message)
    if drafts.reopen(request, message):
        shell.say(request, _("Your words are taken back. They are still here as a draft."))
        return redirect("resident:write", matter)
    shell.say(request, _("Your words are taken back."))
    return redirect("resident:matter", matter)


@shell.signed_in
@shell.post_only
@shell.submit_once
def follow(request: shell.Request, matter: str) -> HttpResponse:
    """The same at ours: follow a neighbour's matter."""
    matters.support_matter(by=request.actor, matter=matter)
    undo = reverse("resident:unfollow", args=[matter])
    shell.say(request, _("You have joined in. We tell you when it is done."), undo_url=undo)
    return redirect("resident:matter", matter)


@shell.signed_in
@shell.post_only
@shell.submit_once
def unfollow(request: shell.Request, matter: str) -> HttpResponse:
    """No longer follow it."""
    matters.withdraw_support(by=request.actor, matter=matter)
    undo = reverse("resident:follow", args=[matter])
    shell.say(request, _("You no longer follow this."), undo_url=undo)
    if "draft" in request.GET:  # what was written before one joined in
        bring_back_draft(by=request.actor, draft=request.GET["draft"])
        return redirect("resident:report-check")
    return redirect("resident:around")


@shell.signed_in
@shell.post_only
@shell.submit_once
def take_back_contest(request: shell.Request, matter: str) -> HttpResponse:
    """No longer disagree with a refusal; the words are there again."""
    matters.take_back_contest(by=request.actor, matter=matter)
    drafts.reopen(request, matter)
    shell.say(request, _("Taken back. What you wrote is still here."))
    return redirect("resident:matter", matter)


@shell.signed_in
@shell.post_only
@shell.submit_once
def take_back_dispute(request: shell.Request, matter: str, line: int) -> HttpResponse:
    """A line is one's own after all."""
    matters.take_back_dispute(by=request.actor, matter=matter, entry=line)
    undo = reverse("resident:dispute", args=[matter, line])
    shell.say(request, _("Noted. This line speaks for you again."), undo_url=undo)
    return redirect("resident:matter", matter)
