"""One of the community's own rules: what it says, who has confirmed it, and what can be done."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.application.assembly.api import EffectiveValue, OwnRule, OwnRules, RuleForm
from linli.kernel import Actor, Refused
from linli.surface.desk.meeting.frame import RUNS
from linli.surface.desk.pages import page, ways
from linli.surface.shell import api as shell
from linli.surface.shell.language import read

_HERE = "desk:assembly"
_AGAIN = frozenset({"invalid", "too_large", "unsupported", "conflict"})


def draft_of(viewer: Actor) -> OwnRules:
    """The version that is being written."""
    draft = assembly.get_draft(viewer=viewer)
    if draft is None:
        raise Refused("not_found", "There are no such rules.")
    return draft


def _one(viewer: Actor, name: str) -> tuple[EffectiveValue, OwnRule | None]:
    draft, holds = draft_of(viewer), assembly.effective_draft(viewer=viewer)
    found = next((one for one in holds.values if one.key == name), None) if holds else None
    if found is None:
        raise Refused("not_found", "There is no such page.")
    return found, next((one for one in draft.values if one.key == name), None)


def asked(  # one page asks, does and goes back to the rules
    request: shell.Request,
    *,
    title: str,
    fields: tuple[shell.Field, ...],
    button: str,
    do: Callable[[], None],
    done: str,
    back: str = "",
) -> HttpResponse:
    """Ask, or do it and go back."""
    back, refusals = back or reverse("desk:assembly-rules"), []
    if request.method == "POST":
        try:
            do()
        except Refused as refused:
            if refused.code not in _AGAIN:
                raise
            refusals = [refused]
        else:
            shell.say(request, done)
            return redirect(back)
    return shell.question(
        request,
        title=title,
        fields=fields,
        button=button,
        back=back,
        refusals=refusals,
        template="desk/assembly_ask.html",
        ways=ways(request.actor, _HERE),
    )


@shell.staff_only(*RUNS)
def rule(request: shell.Request, name: str) -> HttpResponse:
    """One rule: the pack's word or one's own, its clause, and whether two have confirmed it."""
    found, own = _one(request.actor, name)
    rows = [(_("What holds"), _("Nobody has decided it yet."))]
    if found.value is not None:
        rows = [(_("What holds"), read(found.meaning)), (_("Where it stands"), read(found.source))]
    if found.article:
        rows.append((_("Clause or article"), found.article))
    if not found.is_checked:
        said = _("The platform does not check this; people see to it.")
        rows.append((_("Who makes sure"), said))
    has_confirmed = own is not None and request.actor.person in own.confirmed_by
    return page(
        request,
        "desk/assembly_rule.html",
        here=_HERE,
        title=read(found.name),
        name=name,
        rows=rows,
        own=own,
        value=_written(own) if own else "",
        count=len(set(own.confirmed_by)) if own else 0,
        may_confirm=own is not None and not has_confirmed,
    )


def _written(own: OwnRule) -> str:
    """A value as its form sends it."""
    value = own.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(value) if isinstance(value, list) else str(value)


@shell.staff_only(*RUNS)
@shell.submit_once
def write(request: shell.Request, name: str) -> HttpResponse:
    """Write down what the community's own rules say, with the clause."""
    found, own = _one(request.actor, name)
    form = assembly.get_rule_form(viewer=request.actor, name=name)
    given = request.POST

    def put() -> None:
        values = given.getlist("value")[:20]
        assembly.set_rule(
            by=request.actor,
            rules=draft_of(request.actor).id,
            name=name,
            value=values if form.kind == "several" else (values or [""])[0],
            clause=given.get("clause", ""),
            page=given.get("page", ""),
        )

    return asked(
        request,
        title=read(found.name),
        fields=_fields(form, own),
        button=_("Write it down"),
        do=put,
        done=_("It is written down. Two people confirm it now."),
        back=reverse("desk:assembly-rule", args=[name]),
    )


def _fields(form: RuleForm, own: OwnRule | None) -> tuple[shell.Field, ...]:
    written = _written(own) if own else ""
    value = shell.Field(
        name="value",
        label=_("What do your own rules say?"),
        kind={"whole": "text", "share": "text", "several": "checkbox"}.get(form.kind, "radio"),
        hint=_hint(form),
        choices=tuple(shell.Choice(key, read(words)) for key, words in form.choices),
        value=tuple(written.split(",")) if written else (),
    )
    clause = shell.Field(
        name="clause",
        label=_("In which clause?"),
        maxlength=80,
        value=(own.clause,) if own else (),
    )
    where = shell.Field(
        name="page",
        label=_("On which page, if there are several?"),
        maxlength=20,
        value=(own.page,) if own else (),
    )
    return value, clause, where


def _hint(form: RuleForm) -> str:
    if form.kind == "whole":
        return _("A whole number from %(least)s to %(most)s") % {
            "least": form.least,
            "most": form.most,
        }
    return _("Written like 1/5") if form.kind == "share" else ""


@shell.staff_only(*RUNS)
@shell.post_only
@shell.submit_once
def confirm(request: shell.Request, name: str) -> HttpResponse:
    """Say that the value stands so in the text."""
    draft = draft_of(request.actor)
    value = request.POST.get("value", "")[:400]
    assembly.confirm_rule(by=request.actor, rules=draft.id, name=name, value=value)
    shell.say(request, _("You have confirmed it."))
    return redirect("desk:assembly-rule", name)


@shell.staff_only(*RUNS)
@shell.post_only
@shell.submit_once
def drop(request: shell.Request, name: str) -> HttpResponse:
    """Leave it to the pack again."""
    _one(request.actor, name)
    assembly.drop_rule(by=request.actor, rules=draft_of(request.actor).id, name=name)
    shell.say(request, _("Your own rules say nothing about it any more."))
    return redirect("desk:assembly-rule", name)
