"""One question for each act of the assembly: asked on a page of its own, done once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from linli.kernel import Actor, Refused
from linli.surface.shell import api as shell

_ASKABLE = frozenset({"invalid", "too_large", "too_many", "conflict", "gone", "unsupported"})


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


def asked(
    request: shell.Request, act: Act, whole: str, thing: str, back: str, **look: Any
) -> HttpResponse:
    """Ask, or do it and go back to the page it belongs to; `look` is the page's own."""
    return attempt(
        request,
        do=lambda: act.do(request, whole, thing),
        done=act.done,
        back=back,
        ask=lambda refusals: shell.question(
            request,
            title=act.title(),
            fields=act.fields(request.actor, thing),
            button=act.button(),
            back=back,
            refusals=refusals,
            **look,
        ),
    )


def attempt(
    request: shell.Request,
    *,
    do: Callable[[], object],
    done: Callable[[], str],
    back: str,
    ask: Callable[[list[Refused]], HttpResponse],
) -> HttpResponse:
    """Do what was sent, say so and go back; ask when nothing was sent, or once more what failed."""
    if request.method != "POST":
        return ask([])
    try:
        do()
    except Refused as refused:
        check_askable(refused)
        return ask([refused])
    shell.say(request, done())
    return redirect(back)


def check_askable(refused: Refused) -> None:
    """What the writer can put right is said at the form; everything else is a page of its own."""
    if refused.code not in _ASKABLE and refused.field is None:
        raise refused


def choices_of(words: Mapping[str, str]) -> tuple[shell.Choice, ...]:
    """Choices from source words."""
    return tuple(shell.Choice(key, _(said)) for key, said in words.items())


def line_field(name: str, label: str, hint: str = "") -> shell.Field:
    """A field for a sentence."""
    return shell.Field(name=name, label=label, hint=hint, maxlength=400)


def text_field(
    name: str, label: str, longest: int = 2000, value: str = "", hint: str = ""
) -> shell.Field:
    """A field for sentences."""
    return shell.Field(
        name=name, label=label, hint=hint, kind="textarea", maxlength=longest, value=(value,)
    )


def yes_no(name: str, label: str, yes: str, no: str) -> shell.Field:
    """A field for yes or no, each in its own words."""
    choices = (shell.Choice("yes", yes), shell.Choice("no", no))
    return shell.Field(name=name, label=label, kind="radio", choices=choices)


def said_yes(request: shell.Request, name: str) -> bool:
    """What was chosen there; neither is refused."""
    said = request.POST.get(name, "")
    if said not in {"yes", "no"}:
        raise Refused("invalid", "Please choose yes or no.", field=name)
    return said == "yes"


def said_number(request: shell.Request, name: str) -> int:
    """The number written there, of at most three digits; anything else is refused."""
    said = request.POST.get(name, "").strip()
    if not (said.isascii() and said.isdigit() and len(said) < 4):
        raise Refused("invalid", "Please write a number.", field=name)
    return int(said)
