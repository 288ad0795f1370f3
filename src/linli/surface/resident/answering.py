"""Pages of a matter on which one says something: words, photos, whether it is solved."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel import Refused
from linli.support.matters import api as matters
from linli.surface.resident import drafts, showing
from linli.surface.resident.asking import file_fields
from linli.surface.resident.pictures import draft_files
from linli.surface.shell import api as shell
from linli.surface.shell.language import read

_MOST_WORDS = 2000


@shell.signed_in
@shell.submit_once
def write(request: shell.Request, matter: str) -> HttpResponse:
    """Write to the one who answers, or show a photo."""
    sheet = matters.get_matter(viewer=request.actor, matter=matter)
    if matters.Act.MESSAGE not in sheet.acts:
        return redirect("resident:matter", matter)
    slot = f"message:{matter}"
    refusals: list[Refused] = []
    if request.method == "POST":
        refusals = drafts.add_files(request, slot)
        photos = drafts.read_photos(request, slot)
        if shell.put_aside(request, slot):
            return redirect("resident:home")
        if not refusals:
            try:
                message = matters.post_message(
                    by=request.actor,
                    matter=matter,
                    text=request.POST.get("text", ""),
                    photos=photos,
                    key=shell.key_of(request),
                )
            except Refused as refused:
                refusals = [refused if refused.field == "text" else _at_photos(refused)]
            else:
                shell.sent(request, slot, became=message)
                undo = reverse("resident:message-take-back", args=[matter, message])
                shell.say(request, _("Sent."), undo_url=undo)
                return redirect("resident:matter", matter)
    name = sheet.responsible_name
    title = _("Write to %(name)s") % {"name": name} if name else _("Add something")
    return shell.question(
        request,
        title=title,
        intro=read(sheet.card.heading),
        fields=_message_fields(),
        button=_("Send"),
        back=reverse("resident:matter", args=[matter]),
        slot=slot,
        refusals=refusals,
        template="resident/write.html",
        **draft_files(request, slot),
    )


def _at_photos(refused: Refused) -> Refused:
    return Refused(refused.code, refused.message, field="photos", **refused.params)


def _message_fields() -> tuple[shell.Field, ...]:
    words = shell.Field(name="text", label=_("Your words"), kind="textarea", maxlength=_MOST_WORDS)
    return (words, *file_fields())


@shell.signed_in
@shell.submit_once
def solved(request: shell.Request, matter: str) -> HttpResponse:
    """It is solved: one press on the matter's page; here, how well it was done if one likes."""
    sheet = _judged(request, matter, matters.Act.CONFIRM)
    if sheet is None:
        return redirect("resident:matter", matter)
    refusals: list[Refused] = []
    if request.method == "POST":
        try:
            _give(request, matter, is_solved=True)
        except Refused as refused:
            refusals = [refused]
        else:
            undo = reverse("resident:verdict-undo", args=[matter])
            shell.say(request, _("Thank you. This is finished."), undo_url=undo)
            return redirect("resident:matter", matter)
    choices = tuple(shell.Choice(value, word) for value, word in showing.stars())
    field = shell.Field(
        name="stars",
        label=_("How well was it done?"),
        kind="radio",
        hint=_("You may leave this empty."),
        choices=choices,
    )
    return shell.question(
        request,
        title=_("It is solved"),
        intro=read(sheet.card.heading),
        fields=(field,),
        button=_("Yes, it is solved"),
        back=reverse("resident:matter", args=[matter]),
        refusals=refusals,
    )


@shell.signed_in
@shell.submit_once
def not_solved(request: shell.Request, matter: str) -> HttpResponse:
    """It is not solved: open it again, and say what is left if one likes."""
    sheet = _judged(request, matter, matters.Act.REOPEN)
    if sheet is None:
        return redirect("resident:matter", matter)
    slot, refusals = f"not-solved:{matter}", list[Refused]()
    if shell.put_aside(request, slot):
        return redirect("resident:home")
    if request.method == "POST":
        try:
            _give(request, matter, is_solved=False)
        except Refused as refused:
            refusals = [refused]
        else:
            shell.sent(request, slot, became=matter)
            undo = reverse("resident:verdict-undo", args=[matter])
            shell.say(request, _("It is open again. They come back to it."), undo_url=undo)
            return redirect("resident:matter", matter)
    return shell.question(
        request,
        title=_("Not mended yet? That is all right"),
        intro=_("You trouble nobody. It is their task to do it until it is right."),
        fields=_what_is_left(),
        button=_("No, do it again"),
        back=reverse("resident:matter", args=[matter]),
        slot=slot,
        refusals=refusals,
    )


def _what_is_left() -> tuple[shell.Field, ...]:
    """Reasons to tap, and room for words; both may stay empty."""
    said = (
        _("It is as it was before"),
        _("It is better, but not right"),
        _("It worked, and broke again"),
        _("Nobody came"),
        _("Hard to say, please contact me"),
    )
    return (
        shell.Field(
            name="reason",
            label=_("How is it now?"),
            kind="radio",
            hint=_("You may leave this empty."),
            choices=tuple(shell.Choice(word, word) for word in said),
        ),
        shell.Field(
            name="words",
            label=_("Anything else?"),
            kind="textarea",
            hint=_("You may leave this empty."),
            maxlength=1000,
        ),
    )


def _judged(request: shell.Request, matter: str, act: matters.Act) -> matters.MatterSheet | None:
    """The matter, when an answer can be given now or changed still."""
    sheet = matters.get_matter(viewer=request.actor, matter=matter)
    changes = any(one.kind == "verdict" for one in sheet.undoable)
    return sheet if act in sheet.acts or changes else None


def _give(request: shell.Request, matter: str, *, is_solved: bool) -> None:
    stars = request.POST.get("stars", "")
    matters.give_verdict(
        by=request.actor,
        matter=matter,
        solved=is_solved,
        stars=int(stars) if stars in {"1", "2", "3", "4", "5"} else None,
        words="\n".join(part for part in (_reason(request), request.POST.get("words", "")) if part),
    )


def _reason(request: shell.Request) -> str:
    """The reason that was tapped, in the words that stood there."""
    given = request.POST.get("reason", "")
    return given if given in {choice.value for choice in _what_is_left()[0].choices} else ""


@shell.signed_in
@shell.submit_once
def contest(request: shell.Request, matter: str) -> HttpResponse:
    """Disagree with a refusal."""
    sheet = matters.get_matter(viewer=request.actor, matter=matter)
    slot, refusals = f"contest:{matter}", list[Refused]()
    if shell.put_aside(request, slot):
        return redirect("resident:home")
    if request.method == "POST":
        try:
            matters.contest_decline(
                by=request.actor, matter=matter, words=request.POST.get("words", "")
            )
        except Refused as refused:
            refusals = [refused]
        else:
            shell.sent(request, slot, became=matter)
            undo = reverse("resident:contest-undo", args=[matter])
            shell.say(request, _("It is open again. Someone looks at it anew."), undo_url=undo)
            return redirect("resident:matter", matter)
    field = shell.Field(
        name="words", label=_("Why do you disagree?"), kind="textarea", maxlength=_MOST_WORDS
    )
    return shell.question(
        request,
        fields=(field,),
        button=_("Ask again"),
        intro=sheet.decline_reason,
        back=reverse("resident:matter", args=[matter]),
        slot=slot,
        refusals=refusals,
    )


@shell.signed_in
@shell.submit_once
def dispute(request: shell.Request, matter: str, line: int) -> HttpResponse:
    """Say that a line written on one's behalf is not one's own."""
    sheet = matters.get_matter(viewer=request.actor, matter=matter)
    entry = next((one for one in sheet.timeline if one.number == line), None)
    if entry is None or not (entry.may_dispute or entry.is_disputed):
        raise Refused("not_found", "There is no such line written on your behalf.")
    slot, refusals = f"dispute:{matter}:{line}", list[Refused]()
    if shell.put_aside(request, slot):
        return redirect("resident:home")
    undo = reverse("resident:dispute-undo", args=[matter, line])
    if request.method == "POST":
        words = request.POST.get("words", "")
        try:
            matters.dispute_entry(by=request.actor, matter=matter, entry=line, words=words)
        except Refused as refused:
            refusals = [refused]
        else:
            shell.sent(request, slot, became=matter)
            said = _("Noted. This line no longer speaks for you.")
            shell.say(request, said, undo_url=undo)
            return redirect("resident:matter", matter)
    if entry.is_disputed and not refusals:
        return shell.question(
            request,
            title=_("You said that this is not yours"),
            intro=read(entry.sentence),
            fields=(),
            button=_("It is mine after all"),
            action=undo,
            back=reverse("resident:matter", args=[matter]),
        )
    return shell.question(
        request,
        title=_("I did not say this"),
        intro=read(entry.sentence),
        fields=(own_words(),),
        button=_("This is not mine"),
        back=reverse("resident:matter", args=[matter]),
        slot=slot,
        refusals=refusals,
    )


def own_words() -> shell.Field:
    """What is asked of somebody who did not say what was written down for them."""
    return shell.Field(
        name="words",
        label=_("What would you have said?"),
        kind="textarea",
        hint=_("You may leave this empty."),
        maxlength=1000,
    )
