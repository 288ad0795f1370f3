"""What is written down about someone, changed with them: name and numbers, the way they are
reached, what they agreed to, and who may act for them."""

from datetime import timedelta

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.files import api as files
from linli.foundation.people import api
from linli.foundation.people.api import ChannelKind
from linli.kernel import Actor, Ref, Refused, Via, Words, now
from linli.surface.desk.pages import ENTERS, REGISTRARS
from linli.surface.desk.people import CHANNELS
from linli.surface.desk.register import ask, chosen, open_record
from linli.surface.desk.written import sent
from linli.surface.shell import api as shell
from linli.surface.shell.language import joined
from linli.surface.shell.templatetags.shell import moment

_VIAS = {
    Via.COUNTER: gettext_noop("At the counter"),
    Via.PHONE: gettext_noop("On the phone"),
    Via.PAPER: gettext_noop("On paper"),
}
_DAYS = {"30": 30, "365": 365}
_MOST_SCANS = 6


@shell.staff_only(*REGISTRARS)
@shell.submit_once
def change(request: shell.Request, person: str) -> HttpResponse:
    """Correct a name or a number, with a reason that the person can read."""
    card = open_record(request, person)
    fields = (
        shell.Field(name="name", label=_("Name"), maxlength=80, value=(card.name,)),
        shell.Field(
            name="phone",
            label=_("Phone"),
            kind="tel",
            hint=_("Leave it empty to keep the one written down."),
            maxlength=30,
            size="mid",
        ),
        shell.Field(
            name="id_number",
            label=_("ID number"),
            hint=_("Leave it empty to keep the one written down."),
            maxlength=30,
            size="mid",
        ),
        shell.Field(
            name="reason",
            label=_("Why do you change it?"),
            hint=_("They can see that you changed it, and why."),
            maxlength=400,
        ),
    )
    if request.method != "POST":
        return ask(request, card, _("Correct what is written down"), fields)
    posted, typed = request.POST, request.POST.get("phone", "").strip()
    try:
        phone = shell.phone_typed(typed, "phone") if typed else None
        api.change_person(
            by=request.actor,
            person=person,
            name=posted.get("name", ""),
            phone=phone.value if phone else None,
            id_number=posted.get("id_number", "").strip() or None,
            reason=posted.get("reason", ""),
        )
    except Refused as refused:
        return ask(request, card, _("Correct what is written down"), fields, refused)
    meant = shell.understood(phone.words) if phone else ""
    shell.say(request, f"{_('Written down.')} {meant}".strip())
    return redirect("desk:person", person)


@transaction.atomic
@shell.staff_only(*ENTERS)
@shell.submit_once
def reach(request: shell.Request, person: str) -> HttpResponse:
    """How someone wants to be reached first; the other ways follow."""
    card = open_record(request, person)
    known = [one.kind for one in api.list_channels(viewer=request.actor, person=person)]
    field = shell.Field(
        name="first",
        label=_("How do they want to be reached?"),
        kind="radio",
        value=(known[0],) if known else (),
        choices=tuple(shell.Choice(kind, _(words)) for kind, words in CHANNELS.items()),
    )
    fields = (field, _via_field())
    if request.method != "POST":
        return ask(request, card, _("How they are reached"), fields)
    try:
        first = chosen(request, "first", tuple(ChannelKind))
        kinds = [ChannelKind(first), *(kind for kind in known if kind != first)]
        by = acting(request, person)
        api.set_channels(by=by, person=person, kinds=kinds)
    except Refused as refused:
        return ask(request, card, _("How they are reached"), fields, refused)
    return _done(request, by)


@transaction.atomic
@shell.staff_only(*ENTERS)
@shell.submit_once
def consent(request: shell.Request, person: str) -> HttpResponse:
    """What someone agreed to, or no longer agrees to; the latest word counts."""
    card = open_record(request, person)
    yes_or_no = (
        shell.Choice("yes", _("They agree")),
        shell.Choice("no", _("They no longer agree")),
    )
    fields = (
        shell.Field(
            name="purpose",
            label=_("What is it about?"),
            hint=_("The same words as before change an earlier answer."),
            maxlength=80,
        ),
        shell.Field(name="is_given", label=_("What do they say?"), kind="radio", choices=yes_or_no),
        _via_field(),
    )
    known = [
        (one.purpose, _("agreed") if one.is_given else _("not agreed"), moment(one.at), "")
        for one in api.list_consents(viewer=request.actor, person=person)
    ]
    if request.method != "POST":
        return ask(request, card, _("What they agreed to"), fields, known=known)
    try:
        given = chosen(request, "is_given", ("yes", "no")) == "yes"
        by = acting(request, person)
        api.record_consent(
            by=by,
            person=person,
            purpose=request.POST.get("purpose", ""),
            is_given=given,
        )
    except Refused as refused:
        return ask(request, card, _("What they agreed to"), fields, refused, known=known)
    return _done(request, by)


@transaction.atomic
@shell.staff_only(*ENTERS)
@shell.submit_once
def helper(request: shell.Request, person: str) -> HttpResponse:
    """Whom someone trusts to act for them, written down in front of them."""
    card = open_record(request, person)
    terms = (shell.Choice("30", _("One month")), shell.Choice("365", _("One year")))
    fields = (
        shell.Field(name="name", label=_("Name of the helper"), maxlength=60),
        shell.Field(
            name="phone",
            label=_("Phone of the helper"),
            kind="tel",
            hint=_("They log in with it."),
            maxlength=30,
            size="mid",
        ),
        shell.Field(
            name="scope",
            label=_("What may they do?"),
            kind="radio",
            value=(api.HelpScope.EVERYDAY,),
            choices=(
                shell.Choice(api.HelpScope.EVERYDAY, _("Look and act for them")),
                shell.Choice(api.HelpScope.SEE, _("Only look")),
            ),
        ),
        shell.Field(
            name="days", label=_("For how long?"), kind="radio", value=("365",), choices=terms
        ),
        _via_field(),
        shell.Field(
            name="proof",
            label=_("Where is the signed form or the recorded call?"),
            hint=_("The number of the form, or of the recording."),
            maxlength=120,
        ),
        shell.Field(
            name="scan",
            label=_("Keep a photo or scan of it"),
            kind="file",
            hint=_("You may leave this empty."),
            accept="image/*,application/pdf",
            multiple=True,
        ),
    )
    known = _helpers(request.actor, person)
    if request.method != "POST":
        scans = _scans(request.actor, person)
        return ask(request, card, _("Who may act for them"), fields, known=known, scans=scans)
    try:
        days = _DAYS[chosen(request, "days", tuple(_DAYS))]
        phone = shell.phone_typed(request.POST.get("phone", ""), "phone")
        scope = chosen(request, "scope", tuple(api.HelpScope), api.HelpScope.EVERYDAY)
        by = acting(request, person)
        with transaction.atomic():  # a form that cannot be kept leaves no trust behind
            trust = api.allow_help(
                by=by,
                name=request.POST.get("name", ""),
                phone=phone.value,
                scope=api.HelpScope(scope),
                until=(timezone.localtime(now()) + timedelta(days=days)).date(),
                proof=request.POST.get("proof", ""),
            )
            _keep_scans(request, trust)
    except Refused as refused:
        scans = _scans(request.actor, person)
        title = _("Who may act for them")
        return ask(request, card, title, fields, refused, known=known, scans=scans)
    return _done(request, by, phone.words)


def _keep_scans(request: shell.Request, trust: str) -> None:
    """The signed form, as a photo or PDF, kept with the trust it gives."""
    for place, one in enumerate(request.FILES.getlist("scan")[:_MOST_SCANS]):
        try:
            files.keep_file(
                by=request.actor,
                name=one.name or "form",
                content=one.read(),
                about=Ref("help", trust),
                key=f"help:{shell.key_of(request)}:{place}",
            )
        except Refused as no:
            raise Refused(no.code, no.message, field="scan", **no.params) from None


def _scans(viewer: Actor, person: str) -> list[tuple[str, str]]:
    """The signed forms of those who help: whose, and where to look at it."""
    trusts = {
        Ref("help", one.id): one
        for one in api.list_help(viewer=viewer, person=person)
        if one.principal == person
    }
    found = files.list_files_of(viewer=viewer, abouts=trusts)
    return [
        (
            f"{trusts[about].helper_name} · {moment(file.kept_at)}",
            reverse("desk:helper-scan", args=[person, about.id, file.id]),
        )
        for about, kept in found.items()
        for file in kept
    ]


@shell.staff_only(*ENTERS)
def helper_scan(request: shell.Request, person: str, trust: str, file: str) -> HttpResponse:
    """The signed form as it was kept."""
    open_record(request, person)
    trusts = api.list_help(viewer=request.actor, person=person)
    if not any(one.id == trust and one.principal == person for one in trusts):
        raise Refused("not_found", "There is no such help in force.")
    return sent(request, Ref("help", trust), file)


@transaction.atomic
@shell.staff_only(*ENTERS)
@shell.post_only
@shell.submit_once
def stop_helper(request: shell.Request, person: str, trust: str) -> HttpResponse:
    """They no longer trust this helper."""
    open_record(request, person)
    via = chosen(request, "via", (Via.PHONE, Via.COUNTER), Via.COUNTER)
    by = acting(request, person, Via(via))
    api.stop_help(by=by, help_id=trust)
    return _done(request, by)


def _via_field() -> shell.Field:
    return shell.Field(
        name="via",
        label=_("How did they tell you?"),
        kind="radio",
        value=(str(Via.COUNTER),),
        choices=tuple(shell.Choice(str(via), _(words)) for via, words in _VIAS.items()),
    )


def acting(request: shell.Request, person: str, via: Via | None = None) -> Actor:
    """The one at the desk, acting for the person by the way they came."""
    return api.actor_for(
        person=request.actor.person or "",
        community=request.actor.community,
        via=via or Via(chosen(request, "via", tuple(_VIAS))),
        on_behalf_of=person,
        strong=bool(request.session.get("strong")),
    )


def _helpers(viewer: Actor, person: str) -> list[tuple[str, str, str, str]]:
    return [
        (
            one.helper_name or _("Someone they invited"),
            joined(
                (
                    _("until %(day)s") % {"day": one.until.isoformat()},
                    "" if one.accepted_at else _("has not said yes yet"),
                    one.proof,
                )
            ),
            moment(one.at),
            reverse("desk:helper-stop", args=[person, one.id]),
        )
        for one in api.list_help(viewer=viewer, person=person)
        if one.principal == person
    ]


def _done(request: shell.Request, by: Actor, meant: Words | None = None) -> HttpResponse:
    """Note whose wish was written down by whom, so that they hear of it."""
    shell.note(request, by)
    heard = shell.understood(meant) if meant else ""
    shell.say(request, f"{_('Written down.')} {heard}".strip())
    return redirect("desk:person", by.on_behalf_of or "")
