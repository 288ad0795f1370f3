"""What may be done with a matter as small forms: one act each, its questions, its button."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.http import QueryDict

from linli.kernel import Actor, Refused
from linli.support.matters.api import Act, MatterSheet
from linli.surface.desk.forms import saying, together, working
from linli.surface.desk.forms.fields import named
from linli.surface.desk.forms.form import Form, Room
from linli.surface.shell import api as shell

_ORDER = (
    *(Act.SET_OUT, Act.START, Act.RESUME, Act.RESOLVE, Act.ASSIGN, Act.ACCEPT, Act.TAKE),
    *(Act.JUDGE, Act.CHECK),
    *(Act.MESSAGE, Act.NOTE, Act.HOLD, Act.TRANSFER, Act.CALL_IN, Act.ADD_HAND, Act.MERGE),
    *(Act.UNMERGE, Act.RECLASSIFY, Act.WATCH, Act.DECLINE),
)
_MAKERS: dict[Act, Callable[[Room], Form | None]] = {
    Act.ACCEPT: working.accept,
    Act.TAKE: working.take,
    Act.ASSIGN: working.assign,
    Act.SET_OUT: working.set_out,
    Act.START: working.start,
    Act.RESOLVE: working.resolve,
    Act.JUDGE: working.judge,
    Act.HOLD: working.hold,
    Act.RESUME: working.resume,
    Act.TRANSFER: together.transfer,
    Act.CALL_IN: together.call_in,
    Act.ADD_HAND: together.add_hand,
    Act.MERGE: together.merge,
    Act.UNMERGE: together.unmerge,
    Act.CHECK: working.check,
    Act.RECLASSIFY: saying.reclassify,
    Act.DECLINE: saying.decline,
    Act.MESSAGE: saying.message,
    Act.NOTE: saying.note,
    Act.WATCH: together.watch,
}


def forms_of(viewer: Actor, sheet: MatterSheet) -> tuple[Form, ...]:
    """The acts open to this viewer, the likeliest next one first."""
    room = Room(viewer, sheet)
    made = [_MAKERS[act](room) for act in _ORDER if act in sheet.acts and act in _MAKERS]
    found = [form for form in made if form is not None]
    if any(form.act == "take" for form in found) and not _is_desk(sheet):
        found.sort(key=lambda form: form.act != "take")
    rest = [replace(form, tone="" if form.tone == "main" else form.tone) for form in found[1:]]
    return (*found[:1], *rest)


def refused_form(
    forms: Iterable[Form], act: str, data: QueryDict, refused: Refused
) -> tuple[Form, ...]:
    """The same forms, the one that was sent open, with everything typed and what to change."""
    at_field = Refused(
        refused.code,
        refused.message,
        field=named(act, refused.field) if refused.field else None,
        **refused.params,
    )
    shown = []
    for form in forms:
        if form.act != act:
            shown.append(form)
            continue
        fields, problems = shell.refill(form.fields, data, [at_field])
        shown.append(replace(form, fields=fields, problems=problems, is_open=True))
    return tuple(shown)


def _is_desk(sheet: MatterSheet) -> bool:
    return Act.ASSIGN in sheet.acts
