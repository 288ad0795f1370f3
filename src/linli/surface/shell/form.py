"""Questions to a person: fields, what went wrong with them, and the pages made of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from linli.kernel import Refused, Words
from linli.surface.shell import unsent


@dataclass(frozen=True, slots=True)
class Choice:
    """One row one can choose; `icon` names a symbol of the sprite."""

    value: str
    label: str
    hint: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question; `kind` is text, tel, number, date, time, password, code, textarea, radio,
    checkbox, select, file or hidden; `value` holds strings, several for checkboxes; `key` tells
    two questions of the same name on one page apart.
    """

    name: str
    label: str = ""
    kind: str = "text"
    hint: str = ""
    value: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    why: str = ""
    autocomplete: str = "off"
    inputmode: str = ""
    accept: str = ""
    capture: bool = False
    maxlength: int | None = None
    multiple: bool = False
    size: str = ""
    key: str = ""

    @property
    def id(self) -> str:
        """The id of the input, and what an error summary links to."""
        return f"f-{self.key or self.name}"

    @property
    def text(self) -> str:
        """The value of a field that takes one line or one text."""
        return self.value[0] if self.value else ""

    @property
    def is_group(self) -> bool:
        """Whether the label is a legend over rows to choose from."""
        return self.kind in ("radio", "checkbox")

    @property
    def is_typed(self) -> bool:
        """Whether a plain line of text is typed: dates and times too, in any way people write."""
        return self.kind in ("code", "date", "time")

    @property
    def first(self) -> str:
        """Where the error summary leads: the input, or the first row of a group."""
        return f"{self.id}-1" if self.is_group else self.id


@dataclass(frozen=True, slots=True)
class Problem:
    """What to change, in a sentence; `target` is the id of the input at fault, if one is."""

    words: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A row of a check page or a receipt."""

    question: str
    answer: str
    change_url: str = ""


def said(refused: Refused) -> str:
    """The sentence of a refusal in the reader's language."""
    words = gettext(refused.message)
    return words % _in_language(refused.params) if refused.params else words


def _in_language(params: dict[str, Any]) -> dict[str, Any]:
    """What fills a sentence, each name of two languages in the reader's own."""
    language = get_language() or "en"
    return {
        name: value.in_language(language) if isinstance(value, Words) else value
        for name, value in params.items()
    }


def refill(
    fields: Iterable[Field], data: QueryDict, refusals: Iterable[Refused] = ()
) -> tuple[tuple[Field, ...], tuple[Problem, ...]]:
    """The fields with what was typed and why it cannot be used, and the list for the summary."""
    refusals = tuple(refusals)
    by_name = {refused.field: said(refused) for refused in refusals if refused.field}
    filled = tuple(
        replace(field, value=_value(field, data), why=by_name.get(field.name, ""))
        for field in fields
    )
    shown = {field.name: field.first for field in filled if field.kind != "hidden"}
    problems = tuple(
        Problem(said(refused), shown.get(refused.field or "", "")) for refused in refusals
    )
    return filled, problems


def _value(field: Field, data: QueryDict) -> tuple[str, ...]:
    if field.kind in ("file", "password"):  # a browser never takes these back
        return ()
    return tuple(data.getlist(field.name)) if field.name in data else field.value


def question(
    request: HttpRequest,
    *,
    fields: Sequence[Field],
    button: str,
    title: str = "",
    intro: str = "",
    step: str = "",
    action: str = "",
    back: str = "",
    skip: str = "",
    slot: str = "",
    refusals: Sequence[Refused] = (),
    template: str = "shell/question.html",
    **more: Any,
) -> HttpResponse:
    """A page that asks; with one field and no title the question itself is the heading.

    `refusals` are shown above and at their fields with everything typed kept (status 422). With a
    `slot` what is typed is a draft, with a button that keeps it for later.
    """
    if slot and request.method == "POST":
        unsent.keep(request, slot)
    elif slot and request.__dict__["actor"].person:
        fields = unsent.filled(request, slot, fields)
    shown, problems = (
        refill(fields, request.POST, refusals) if request.method == "POST" else (tuple(fields), ())
    )
    context = {
        "fields": shown,
        "problems": problems,
        "title": title or next(field.label for field in shown if field.kind != "hidden"),
        "is_single": not title,
        "has_files": any(field.kind == "file" for field in shown),
        "intro": intro,
        "step": step,
        "button": button,
        "action": action,
        "back": back,
        "skip": skip,
        "slot": slot if request.__dict__["actor"].person else "",
        **more,
    }
    return render(request, template, context, status=422 if refusals else 200)


def check(
    request: HttpRequest,
    *,
    title: str,
    answers: Sequence[Answer],
    button: str,
    action: str = "",
    back: str = "",
    warning: str = "",
    hidden: Sequence[Field] = (),
    refusals: Sequence[Refused] = (),
    template: str = "shell/check.html",
    **more: Any,
) -> HttpResponse:
    """The page before something is handed in: every answer, each with a way to change it."""
    context = {
        "title": title,
        "answers": answers,
        "button": button,
        "action": action,
        "back": back,
        "warning": warning,
        "fields": hidden,
        "problems": tuple(Problem(said(refused)) for refused in refusals),
        **more,
    }
    return render(request, template, context, status=422 if refusals else 200)


def receipt(
    request: HttpRequest,
    *,
    title: str,
    number: str,
    answers: Sequence[Answer] = (),
    words: str = "",
    next_url: str = "/",
    next_label: str = "",
    undo_url: str = "",
    undo_words: str = "",
    template: str = "shell/receipt.html",
    **more: Any,
) -> HttpResponse:
    """The page after: a number, who does what by when, a way on, and a way back for a while."""
    context = {
        "title": title,
        "number": number,
        "answers": answers,
        "words": words,
        "next_url": next_url,
        "next_label": next_label or gettext("Go to the home page"),
        "undo_url": undo_url,
        "undo_words": undo_words,
        **more,
    }
    return render(request, template, context)
