"""One question for each act of the assembly: asked on a page of its own, done once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.foundation.people import api as people
from linli.kernel import Actor, Refused, Role
from linli.surface.desk.pages import ways
from linli.surface.shell import api as shell

_MOST_ALIKE = 50


def nothing(viewer: Actor, thing: str) -> tuple[shell.Field, ...]:
    """Nothing but yes."""
    return ()


@dataclass(frozen=True, slots=True)
class Act:
    """What is asked before something is done, and what is said after it."""

    title: Callable[[], str]
    button: Callable[[], str]
    done: Callable[[], str]
    do: Callable[[shell.Request, str, str], object]
    fields: Callable[[Actor, str], tuple[shell.Field, ...]] = nothing


def asked(request: shell.Request, act: Act, whole: str, thing: str, back: str) -> HttpResponse:
    """Ask, or do it and go back to the page it belongs to."""
    refusals = []
    if request.method == "POST":
        try:
            act.do(request, whole, thing)
        except Refused as refused:
            if refused.code not in {"invalid", "too_large", "conflict"}:
                raise
            refusals = [refused]
        else:
            shell.say(request, act.done())
            return redirect(back)
    fields = act.fields(request.actor, thing)
    return shell.question(
        request,
        title=act.title(),
        fields=fields,
        button=act.button(),
        back=back,
        refusals=refusals,
        template="desk/assembly_ask.html",
        ways=ways(request.actor, "desk:assembly"),
    )


def find_owner(viewer: Actor, text: str, *, field: str) -> str:
    """The one person a name or a number means, or a refusal that says what to write."""
    return _only(viewer, text, Role.OWNER, field)


def find_person(viewer: Actor, text: str, *, field: str) -> str:
    """The same among everybody here."""
    return _only(viewer, text, None, field)


def choices_of(words: Mapping[str, str]) -> tuple[shell.Choice, ...]:
    """Choices from source words."""
    return tuple(shell.Choice(key, _(said)) for key, said in words.items())


def text_field(name: str, label: str, longest: int) -> shell.Field:
    """A field for sentences."""
    return shell.Field(name=name, label=label, kind="textarea", maxlength=longest)


def _only(viewer: Actor, text: str, role: Role | None, field: str) -> str:
    plain = text.strip()[:60]
    if not plain:
        raise Refused("invalid", "Please write a name or a phone number.", field=field)
    found = people.list_people(viewer=viewer, search=plain, role=role, limit=_MOST_ALIKE).items
    named = [one for one in found if one.name == plain] or found  # 王芳 is not 王芳芳
    if len(named) == 1:
        return named[0].id
    if not found:
        raise Refused("invalid", "Nobody here is found by this.", field=field)
    raise Refused(
        "invalid", "Several are found by this; please write the whole phone number.", field=field
    )
