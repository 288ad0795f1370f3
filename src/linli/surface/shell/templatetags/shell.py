"""The components every page is made of; loaded in every template (see docs/components.md)."""

# ruff: noqa: PLR0917 — in a template arguments are given in the order one reads them

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_noop

from linli.foundation.places.api import CommunityCard
from linli.kernel import Refused, Words, new_id, now
from linli.surface.shell import qr as qr_codes
from linli.surface.shell import speech
from linli.surface.shell.form import Choice, Field, said
from linli.surface.shell.guard import is_page, page_above
from linli.surface.shell.neighbourhood import communities
from linli.surface.shell.once import new_key
from linli.surface.shell.returning import returned

register = template.Library()
PARTS = "shell/parts/"
_INSIDE_A_NUMBER = re.compile(r"(?<=[0-9])-(?=[0-9])")
Context = dict[str, Any]
_HINTS = {
    "date": gettext_noop("As you say it: today, 23 November, 2026-11-23."),
    "time": gettext_noop("As you say it: 15:00, 3 pm."),
}


def _language() -> str:
    return get_language() or "zh-hans"


@register.filter
def words(value: Words | Refused | str | None) -> str:
    """Words that live in data, or a refusal, in the reader's language."""
    if isinstance(value, Words):
        return value.in_language(_language())
    return said(value) if isinstance(value, Refused) else value or ""


@register.filter(is_safe=True)
def unbroken(said: str) -> str:
    """A sentence in which no telephone or matter number is torn at the end of a line."""
    return _INSIDE_A_NUMBER.sub("-\u2060", said)


@register.filter
def moment(at: datetime | None) -> str:
    """A time in the community's zone: 今天 09:12."""
    if at is None:
        return ""
    return speech.moment(
        timezone.localtime(at), now=timezone.localtime(now()), language=_language()
    )


@register.filter
def deadline(at: datetime | None) -> str:
    """The end of a period in the community's zone: 4月24日 星期五 24点."""
    if at is None:
        return ""
    return speech.deadline(
        timezone.localtime(at), now=timezone.localtime(now()), language=_language()
    )


@register.filter
def day(at: datetime | None) -> str:
    """A date in the community's zone: 11月23日 星期一."""
    if at is None:
        return ""
    return speech.day(timezone.localtime(at), now=timezone.localtime(now()), language=_language())


@register.filter
def span(length: timedelta | None) -> str:
    """A duration: 2 小时 10 分."""
    return "" if length is None else speech.span(length, language=_language())


@register.filter
def since(at: datetime | None) -> str:
    """How long ago, or how long until: 2 小时 10 分."""
    return "" if at is None else span(now() - at)


@register.filter
def number(value: float | Decimal | None, places: int | None = None) -> str:
    """A number with grouped thousands; nothing for nothing."""
    return "" if value is None else speech.number(value, places)


@register.filter
def label_of(choices: Iterable[Any], value: str) -> str:
    """The label of the chosen value."""
    return next((str(choice.label) for choice in choices if choice.value == value), value)


@register.simple_tag
def when(at: datetime | None) -> str:
    """`<time>` with the exact moment inside and plain words to read."""
    if at is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), moment(at))


@register.simple_tag
def icon(name: str) -> str:
    """A symbol of the sprite; always beside words, so hidden from screen readers."""
    return format_html(
        '<svg class="i" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("shell/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def once(context: Context) -> SafeString:
    """The key that makes a form act once; put it into every form that writes.

    It is signed for whoever the page is made for; files that were kept go along with it.
    """
    request = context.get("request")
    actor = getattr(request, "actor", None)
    key = new_id() if actor is None else new_key(actor)
    kept = returned(request) if request is not None else None
    parts = [("once", key), *([("parked", kept.id)] if kept else [])]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', parts)


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: Any) -> str:
    """This page's address with some of its query changed; an empty value takes a part away.

    On a page that a button has answered: of the page on which the button stands.
    """
    request = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    base = "" if is_page(request.path) else page_above(request.path)
    return f"{base}?{query.urlencode()}"


@register.simple_tag
def field_attributes(field: Field) -> SafeString:
    """The attributes of an input: name, id, what describes it, how to fill it."""
    described = [f"{field.id}-hint"] * bool(field.hint) + [f"{field.id}-why"] * bool(field.why)
    given = {
        "id": field.id,
        "name": field.name,
        "aria-describedby": " ".join(described) or None,
        "aria-invalid": "true" if field.why else None,
        "autocomplete": field.autocomplete or None,
        "inputmode": field.inputmode or None,
        "accept": field.accept or None,
        "maxlength": field.maxlength,
        "class": field.size or None,
    }
    kept: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    return flatatt({**kept, "multiple": field.multiple, "capture": field.capture})


@register.inclusion_tag(PARTS + "field.html", takes_context=True)
def field(context: Context, field: Field, heading: bool = False) -> Context:
    """A question with its hint, its error and its input; what was written before is there again."""
    if field.kind in _HINTS and not field.hint:
        field = replace(field, hint=gettext(_HINTS[field.kind]))
    kept = returned(context["request"]) if "request" in context else None
    if kept and field.name in kept.values and field.kind not in ("hidden", "file", "password"):
        field = replace(field, value=_offered(field, kept.values[field.name]))
    described = [f"{field.id}-hint"] * bool(field.hint) + [f"{field.id}-why"] * bool(field.why)
    return {"field": field, "heading": heading, "described": " ".join(described)}


@register.inclusion_tag(PARTS + "field.html", takes_context=True)
def ask(
    context: Context,
    name: str,
    label: str,
    hint: str = "",
    why: str = "",
    value: str = "",
    kind: str = "text",
    most: int = 400,
    key: str = "",
) -> Context:
    """One line asked for in passing, on a page that is not itself a question."""
    given = (value,) if value else ()
    one = Field(
        name=name, label=label, hint=hint, why=why, value=given, kind=kind, maxlength=most, key=key
    )
    return field(context, one)


@register.inclusion_tag(PARTS + "field.html", takes_context=True)
def pick(
    context: Context,
    name: str,
    label: str,
    choices: Iterable[Any],
    value: str = "",
    none: str = "",
    key: str = "",
) -> Context:
    """One of a list, in passing; choices are `Choice`s or pairs, `none` names leaving it open."""
    first = (Choice("", none),) if none else ()
    listed = tuple(_choice(one) for one in choices)
    one = Field(
        name=name, label=label, kind="select", choices=first + listed, value=(value,), key=key
    )
    return field(context, one)


def _choice(one: Any) -> Choice:
    if isinstance(one, tuple):
        return Choice(*one)
    return Choice(one.value, f"{one.label} ({one.hint})" if one.hint else one.label)


def _offered(field: Field, values: Sequence[str]) -> tuple[str, ...]:
    """What was written; of rows to choose from only those that are there still."""
    if not field.choices:
        return tuple(values)
    known = {choice.value for choice in field.choices}
    return tuple(value for value in values if value in known) or field.value


@register.inclusion_tag(PARTS + "errors.html")
def errors(problems: Sequence[Any]) -> Context:
    """The list of what to change, on top, with the focus."""
    return {"problems": problems}


@register.inclusion_tag(PARTS + "door.html")
def door(href: str, icon: str, title: str, line: str = "") -> Context:
    """A way in: a picture, a verb people would say, one line of state."""
    return {"href": href, "icon": icon, "title": title, "line": line}


@register.inclusion_tag(PARTS + "wait.html")
def wait(
    title: str,
    line: str = "",
    href: str = "",
    action: str = "",
    verb: str = "",
    other_href: str = "",
    other: str = "",
) -> Context:
    """What waits for you: a link, or a button that posts to `action`."""
    return {
        "title": title,
        "line": line,
        "href": href,
        "action": action,
        "verb": verb,
        "other_href": other_href,
        "other": other,
    }


@register.inclusion_tag(PARTS + "row.html")
def row(
    href: str, title: str, line: str = "", state: str = "", tone: str = "", icon: str = ""
) -> Context:
    """One matter in a list, with its state as a tag."""
    return {
        "href": href,
        "title": title,
        "line": line,
        "state": state,
        "tone": tone,
        "icon": icon,
    }


@register.inclusion_tag(PARTS + "person.html")
def person(name: str, trade: str = "", promise: str = "", phone: str = "") -> Context:
    """The one who answers: a name, a trade, a promise."""
    return {"name": name, "trade": trade, "promise": promise, "phone": phone}


@register.inclusion_tag(PARTS + "line.html")
def timeline(entries: Iterable[Any]) -> Context:
    """What happened, in full sentences, the newest at the end, the present step filled."""
    return {"entries": list(entries)}


@register.inclusion_tag(PARTS + "talk.html")
def talk(messages: Iterable[Any]) -> Context:
    """What two people wrote to each other."""
    return {"messages": list(messages)}


@register.inclusion_tag(PARTS + "photos.html")
def photos(photos: Iterable[Any]) -> Context:
    """Small pictures that lead to large ones."""
    return {"photos": list(photos)}


@register.inclusion_tag(PARTS + "sounds.html")
def sounds(sounds: Iterable[Any]) -> Context:
    """Voice notes, each to be heard here or kept as a file."""
    return {"sounds": list(sounds)}


@register.inclusion_tag(PARTS + "go.html")
def go(href: str, label: str, tone: str = "", icon: str = "", whole: str = "") -> Context:
    """A link that looks like the button it stands for; `whole` is a number no line breaks."""
    return {"href": href, "label": label, "tone": tone, "icon": icon, "whole": whole}


@register.inclusion_tag(PARTS + "act.html")
def act(
    action: str,
    label: str,
    tone: str = "",
    icon: str = "",
    name: str = "",
    value: str = "",
) -> Context:
    """One button that does one thing: a form of its own, safe against a second press."""
    return {
        "action": action,
        "label": label,
        "tone": tone,
        "icon": icon,
        "name": name,
        "value": value,
    }


@register.inclusion_tag(PARTS + "tag.html")
def tag(label: str, tone: str = "", icon: str = "") -> Context:
    """A word of state: plain, wait (yours), late, ok."""
    return {"label": label, "tone": tone, "icon": icon}


@register.inclusion_tag(PARTS + "notice.html")
def notice(
    words: str,
    title: str = "",
    tone: str = "",
    undo_url: str = "",
    href: str = "",
    label: str = "",
) -> Context:
    """Something to know; with `undo_url` a button that takes it back."""
    return {
        "words": words,
        "title": title,
        "tone": tone,
        "undo_url": undo_url,
        "href": href,
        "label": label,
    }


@register.inclusion_tag(PARTS + "empty.html")
def empty(title: str, line: str = "", href: str = "", label: str = "", icon: str = "") -> Context:
    """Nothing here, and what one can do next."""
    return {"title": title, "line": line, "href": href, "label": label, "icon": icon}


@register.inclusion_tag(PARTS + "figure.html")
def figure(
    label: str,
    value: str | int,
    line: str = "",
    definition: str = "",
    source: str = "",
    href: str = "",
    tone: str = "",
) -> Context:
    """A number that says what it counts, and from what."""
    return {
        "label": label,
        "value": value,
        "line": line,
        "definition": definition,
        "source": source,
        "href": href,
        "tone": tone,
    }


@register.inclusion_tag(PARTS + "lanes.html")
def lanes(lanes: Iterable[Any], label: str = "") -> Context:
    """Kinds of the same list side by side, each with its count."""
    return {"lanes": list(lanes), "label": label}


@register.inclusion_tag(PARTS + "menu.html")
def menu(items: Iterable[Any], label: str = "") -> Context:
    """The places of this part of the product."""
    return {"items": list(items), "label": label}


@register.inclusion_tag(PARTS + "pages.html", takes_context=True)
def pages(context: Context, next: str | None = None, name: str = "cursor") -> Context:
    """On to the next slice of a list (`?cursor=`), and back to its start.

    Of several lists on a page each has a `name` of its own.
    """
    is_later = name in context["request"].GET
    return {
        "start": with_query(context, **{name: ""}) if is_later else "",
        "onward": with_query(context, **{name: next}) if next else "",
    }


@register.inclusion_tag(PARTS + "seek.html", takes_context=True)
def seek(
    context: Context, label: str, name: str = "q", value: str = "", action: str = "", hint: str = ""
) -> Context:
    """One box to look for something."""
    field = Field(name=name, label=label, value=(value,) if value else (), hint=hint)
    return {"field": field, "action": action or context["request"].path}


@register.inclusion_tag(PARTS + "facts.html")
def facts(rows: Iterable[Any]) -> Context:
    """Names and values; rows are pairs, or answers with a way to change them."""
    shown = [
        {"question": row[0], "answer": row[1]} if isinstance(row, tuple) else row for row in rows
    ]
    changing = any(getattr(row, "change_url", "") for row in shown)
    return {"rows": shown, "changing": changing}


@register.inclusion_tag(PARTS + "facts.html")
def pairs(*said: str) -> Context:
    """Names and values one after the other; what has no value is left out."""
    both = zip(said[::2], said[1::2], strict=True)
    return facts([(name, value) for name, value in both if value])


@register.inclusion_tag(PARTS + "table.html")
def table(table: Any, id: str = "table") -> Context:
    """A `Table`; on a narrow screen every row becomes a card."""
    return {"table": table, "id": id}


@register.inclusion_tag(PARTS + "back.html")
def back(href: str, label: str, more: str = "") -> Context:
    """Where this page belongs, above its heading."""
    return {"href": href, "label": label, "more": more}


@register.simple_tag
def all_communities() -> tuple[CommunityCard, ...]:
    """Every community of this installation, for whoever must choose one."""
    return communities()


@register.simple_tag(takes_context=True)
def qr(context: Context, path: str, words: str) -> SafeString:
    """A QR code of an address of this site; `words` say where it leads."""
    return qr_codes.drawn(context["request"].build_absolute_uri(path), words)
