"""What the body that prepares an assembly does, at the desk and on its members' own page."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.surface.shell import api as shell
from linli.surface.shell.convening.asking import (
    Act,
    choices_of,
    line_field,
    said_yes,
    text_field,
    yes_no,
)
from linli.surface.shell.convening.words import TEXTS


def show(title: Callable[[], str], do: Callable[..., str]) -> Act:
    """A list of now is put up for everybody."""
    return Act(
        title=title,
        button=lambda: _("Show it to everybody"),
        done=lambda: _("It is shown from now on."),
        do=lambda request, whole, thing: do(
            by=request.actor, preparation=whole, key=shell.key_of(request)
        ),
    )


def _question(request: shell.Request, whole: str, thing: str) -> None:
    candidacy, _dot, question = thing.partition(".")
    assembly.answer_question(
        by=request.actor,
        candidacy=candidacy,
        question=question,
        is_so=said_yes(request, "is_so"),
        evidence=request.POST.get("evidence", ""),
        key=shell.key_of(request),
    )


BODY_ACTS: Mapping[str, Act] = {
    "finish": Act(
        title=lambda: _("Is this task done?"),
        button=lambda: _("It is done"),
        done=lambda: _("The task is done."),
        fields=lambda viewer, thing: (line_field("note", _("A note, if you like")),),
        do=lambda request, whole, thing: assembly.finish_task(
            by=request.actor, preparation=whole, task=thing, note=request.POST.get("note", "")
        ),
    ),
    "show-roll": show(lambda: _("Show the roll of today, names masked?"), assembly.show_roll),
    "show-candidates": show(
        lambda: _("Show the candidates to everybody?"), assembly.show_candidates
    ),
    "question": Act(
        title=lambda: _("What was found?"),
        button=lambda: _("Write it down"),
        done=lambda: _("It is written down."),
        fields=lambda viewer, thing: (
            yes_no("is_so", _("Is it so?"), _("Yes"), _("No")),
            line_field(
                "evidence",
                _("What does it rest on?"),
                _("Such as: the register of 3 November, page 2."),
            ),
        ),
        do=_question,
    ),
    "concern": Act(
        title=lambda: _("Answer the objection"),
        button=lambda: _("Give this answer"),
        done=lambda: _("The answer is given; everybody can read it."),
        fields=lambda viewer, thing: (
            yes_no("is_upheld", _("Is it right?"), _("Yes, it is upheld"), _("No, it is not")),
            text_field("answer", _("The answer")),
        ),
        do=lambda request, whole, thing: assembly.answer_concern(
            by=request.actor,
            concern=thing,
            answer=request.POST.get("answer", ""),
            is_upheld=said_yes(request, "is_upheld"),
        ),
    ),
    "comment": Act(
        title=lambda: _("Answer the comment"),
        button=lambda: _("Give this answer"),
        done=lambda: _("The answer is given; everybody can read it."),
        fields=lambda viewer, thing: (text_field("answer", _("The answer")),),
        do=lambda request, whole, thing: assembly.answer_comment(
            by=request.actor, comment=thing, answer=request.POST.get("answer", "")
        ),
    ),
    "draft": Act(
        title=lambda: _("Write a version of a text"),
        button=lambda: _("Show this version"),
        done=lambda: _("The version is there; owners can comment on it."),
        fields=lambda viewer, thing: (
            shell.Field(
                name="kind", label=_("Which text?"), kind="radio", choices=choices_of(TEXTS)
            ),
            text_field("text", _("The text"), 60_000),
            line_field("note", _("What is new in it, if you like")),
        ),
        do=lambda request, whole, thing: assembly.write_draft(
            by=request.actor,
            preparation=whole,
            kind=request.POST.get("kind", ""),
            text=request.POST.get("text", ""),
            note=request.POST.get("note", ""),
            key=shell.key_of(request),
        ),
    ),
}
