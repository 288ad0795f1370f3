"""What was sent from a form, as the verb it stands for."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext_noop

from linli.kernel import Refused
from linli.support.matters import api as matters
from linli.surface.desk.forms import named
from linli.surface.shell import api as shell

MOST_PHOTOS = 6
DONE = {
    "accept": gettext_noop("Accepted. The resident is told."),
    "take": gettext_noop("It is yours now."),
    "assign": gettext_noop("Given to them. They are told."),
    "set_out": gettext_noop("Kept: you are on your way."),
    "start": gettext_noop("Work has begun."),
    "resolve": gettext_noop("Reported as done. Now the word is with the one it is for."),
    "judge": gettext_noop("Kept. The rule learns from it."),
    "hold": gettext_noop("On hold. The clock rests."),
    "resume": gettext_noop("It goes on."),
    "transfer": gettext_noop("Passed on."),
    "call_in": gettext_noop("Called in."),
    "add_hand": gettext_noop("Added."),
    "merge": gettext_noop("Put together."),
    "unmerge": gettext_noop("Taken apart again."),
    "check": gettext_noop("The check is kept."),
    "reclassify": gettext_noop("Changed."),
    "decline": gettext_noop("Declined, with your reason. The resident can disagree."),
    "message": gettext_noop("Sent."),
    "note": gettext_noop("Kept for those who work here."),
    "watch": gettext_noop("You follow it from now on."),
}


def do(request: shell.Request, matter: str, act: str) -> None:
    """Carry out one act on a matter with what was typed; Refused when it cannot be."""
    if act not in _DOERS:
        raise Refused("not_found", "There is no such page.")
    _DOERS[act](request, matter)


def given(request: shell.Request, act: str, field: str) -> str:
    """What was typed into one field of one form."""
    return request.POST.get(named(act, field), "").strip()


def photos_of(request: shell.Request, act: str) -> Sequence[tuple[str, bytes]]:
    """The pictures sent with a form."""
    files = request.FILES.getlist(named(act, "photos"))
    if len(files) > MOST_PHOTOS:
        raise Refused(
            "too_large", "At most %(most)s photos at a time.", field="photos", most=MOST_PHOTOS
        )
    return [(file.name or "photo", file.read()) for file in files]


def _accept(request: shell.Request, matter: str) -> None:
    matters.accept_matter(by=request.actor, matter=matter)


def _take(request: shell.Request, matter: str) -> None:
    matters.assign_matter(by=request.actor, matter=matter, person=request.actor.person or "")


def _assign(request: shell.Request, matter: str) -> None:
    person = given(request, "assign", "other") or given(request, "assign", "person")
    if not person:
        raise Refused("invalid", "Please choose who sees to it.", field="person")
    matters.assign_matter(by=request.actor, matter=matter, person=person)


def _set_out(request: shell.Request, matter: str) -> None:
    matters.set_out(by=request.actor, matter=matter)


def _start(request: shell.Request, matter: str) -> None:
    matters.start_work(by=request.actor, matter=matter)


def _resolve(request: shell.Request, matter: str) -> None:
    matters.resolve_matter(
        by=request.actor,
        matter=matter,
        words=given(request, "resolve", "words"),
        photos=photos_of(request, "resolve"),
        judgement=given(request, "resolve", "judgement") or None,
    )


def _judge(request: shell.Request, matter: str) -> None:
    judgement = given(request, "judge", "judgement")
    matters.judge_alarm(by=request.actor, matter=matter, judgement=judgement)


def _hold(request: shell.Request, matter: str) -> None:
    matters.hold_matter(
        by=request.actor,
        matter=matter,
        reason=given(request, "hold", "reason"),
        words=given(request, "hold", "words"),
        days=_days(given(request, "hold", "days")),
    )


def _days(text: str) -> int | None:
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _resume(request: shell.Request, matter: str) -> None:
    matters.resume_matter(by=request.actor, matter=matter)


def _transfer(request: shell.Request, matter: str) -> None:
    person = given(request, "transfer", "person")
    if not person:
        raise Refused("invalid", "Please choose who sees to it.", field="person")
    matters.transfer_matter(
        by=request.actor, matter=matter, person=person, reason=given(request, "transfer", "reason")
    )


def _call_in(request: shell.Request, matter: str) -> None:
    matters.call_in_party(
        by=request.actor,
        matter=matter,
        role=given(request, "call_in", "role"),
        organisation=given(request, "call_in", "organisation"),
        task=given(request, "call_in", "task"),
    )


def _add_hand(request: shell.Request, matter: str) -> None:
    person = given(request, "add_hand", "person")
    if not person:
        raise Refused("invalid", "Please choose a person.", field="person")
    part = given(request, "add_hand", "part")
    matters.add_hand(by=request.actor, matter=matter, person=person, part=part)


def _watch(request: shell.Request, matter: str) -> None:
    person = request.actor.person or ""
    matters.add_hand(by=request.actor, matter=matter, person=person, part="watcher")


def _merge(request: shell.Request, matter: str) -> None:
    number, chosen = given(request, "merge", "number"), given(request, "merge", "into")
    if number:
        found = matters.list_matters(viewer=request.actor, search=number[:40], limit=2).items
        if len(found) != 1:
            raise Refused("invalid", "There is no matter with this number.", field="number")
        chosen = found[0].id
    if not chosen:
        raise Refused("invalid", "Please choose the one that is the same.", field="number")
    matters.merge_matter(by=request.actor, matter=matter, into=chosen)


def _unmerge(request: shell.Request, matter: str) -> None:
    matters.unmerge_matter(by=request.actor, matter=matter)


def _check(request: shell.Request, matter: str) -> None:
    passed = given(request, "check", "passed")
    if passed not in {"yes", "no"}:
        raise Refused("invalid", "Please say whether the work is good.", field="passed")
    words = given(request, "check", "words")
    matters.check_matter(by=request.actor, matter=matter, passed=passed == "yes", words=words)


def _reclassify(request: shell.Request, matter: str) -> None:
    matters.reclassify_matter(
        by=request.actor,
        matter=matter,
        category=given(request, "reclassify", "category"),
        severity=given(request, "reclassify", "severity") or None,
    )


def _decline(request: shell.Request, matter: str) -> None:
    reason = given(request, "decline", "reason")
    matters.decline_matter(by=request.actor, matter=matter, reason=reason)


def _message(request: shell.Request, matter: str) -> None:
    _write(request, matter, "message", is_note=given(request, "message", "readers") == "staff")


def _note(request: shell.Request, matter: str) -> None:
    _write(request, matter, "note", is_note=True)


def _write(request: shell.Request, matter: str, act: str, *, is_note: bool) -> None:
    matters.post_message(
        by=request.actor,
        matter=matter,
        text=given(request, act, "text"),
        photos=photos_of(request, act),
        is_note=is_note,
        key=shell.key_of(request),
    )


_DOERS: dict[str, Callable[[shell.Request, str], None]] = {
    "accept": _accept,
    "take": _take,
    "assign": _assign,
    "set_out": _set_out,
    "start": _start,
    "resolve": _resolve,
    "judge": _judge,
    "hold": _hold,
    "resume": _resume,
    "transfer": _transfer,
    "call_in": _call_in,
    "add_hand": _add_hand,
    "watch": _watch,
    "merge": _merge,
    "unmerge": _unmerge,
    "check": _check,
    "reclassify": _reclassify,
    "decline": _decline,
    "message": _message,
    "note": _note,
}
