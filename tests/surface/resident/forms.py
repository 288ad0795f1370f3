"""A browser without scripts: reads the forms of a page, fills them in and sends them."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test import Client

from surface.resident.community import session_of


@dataclass
class Form:
    """A form as it stands on a page: where it is sent to, and what it holds."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def with_answers(self, **answers: object) -> dict[str, object]:
        """What a browser would send after these answers were given."""
        return {**self.values, **answers}


class _Reader(HTMLParser):
    def __init__(self, here: str) -> None:
        super().__init__()
        self.here, self.forms, self.area = here, [], ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and given.get("method") == "post":
            self.forms.append(Form(given.get("action") or self.here))
        elif tag == "input" and self.forms and given.get("name"):
            self.forms[-1].names.add(given["name"])
            is_choice = given.get("type") in ("radio", "checkbox")
            if given.get("type") != "file" and (not is_choice or "checked" in given):
                held = self.forms[-1].values.setdefault(given["name"], [])
                held.append(given.get("value") or "")
        elif tag == "textarea" and self.forms:
            self.area = given["name"]
            self.forms[-1].names.add(self.area)
            self.forms[-1].values[self.area] = [""]

    def handle_data(self, data: str) -> None:
        if self.area:
            self.forms[-1].values[self.area][0] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""


def forms_on(client: Client, page: str) -> list[Form]:
    """Every form of a page that writes."""
    return _forms_in(shown(client, page), page)


def form_on(client: Client, page: str, holding: str = "") -> Form:
    """The form of a page that holds a field, or that is sent to an address."""
    return form_in(shown(client, page), page, holding)


def form_in(text: str, page: str, holding: str) -> Form:
    """The same of what a page said."""
    return next(
        one for one in _forms_in(text, page) if holding in one.names or one.action == holding
    )


def _forms_in(text: str, page: str) -> list[Form]:
    reader = _Reader(page)
    reader.feed(text)
    return reader.forms


def log_in(client: Client, actor: object) -> None:
    """A fresh session in the same browser: its other cookies stay."""
    client.cookies["sessionid"] = session_of(actor)


def shown(client: Client, page: str) -> str:
    """What a page says."""
    return client.get(page).content.decode()


def chosen(page: str) -> set[str]:
    """The values of the rows that are chosen on a page."""
    return set(re.findall(r'value="([^"]*)" id="f-[\w-]+" checked', page))
