"""What a page offers, read from its markup: where it leads, and what it asks."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

Values = dict[str, str]
_TEXTUAL = frozenset(
    {"text", "tel", "number", "date", "time", "password", "search", "email", "url"}
)


@dataclass
class Form:
    """A form: where it goes, what it holds already, and which fields a person fills."""

    action: str
    is_post: bool
    values: Values = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    button: tuple[str, str] | None = None
    index: int = 0

    def emptied(self) -> Values:
        """The form with nothing in it that a person could have left out."""
        kept = {name: text for name, text in self.values.items() if name not in self.asked}
        return {**kept, **{name: "" for name, kind in self.asked.items() if kind in _BLANK}}

    def filled(self) -> Values:
        """The form as somebody fills it who takes what is offered first."""
        given = dict(self.values)
        for name, kind in self.asked.items():
            if given.get(name) or kind in ("checkbox", "file"):
                continue
            offered = [one for one in self.choices.get(name, []) if one]
            given[name] = (
                offered[0] if offered else _GUESSES.get(name) or _SAID.get(kind, "楼道的灯不亮")
            )
        if self.button:
            given.setdefault(*self.button)
        return given

    def answers(self) -> list[Values]:
        """The ways somebody may answer: all filled in, only what is chosen, and each choice."""
        whole = self.filled()
        found = [whole]
        if any(kind in _BLANK - {"textarea"} for kind in self.asked.values()) and self.choices:
            lines = {name for name, kind in self.asked.items() if kind in _BLANK - {"textarea"}}
            found.append({name: text for name, text in whole.items() if name not in lines})
        for name, kind in self.asked.items():
            if kind == "radio" and len(self.choices[name]) <= MOST_CHOICES:
                found += [{**found[-1], name: one} for one in self.choices[name][1:]]
        return found


MOST_CHOICES = 6
_BLANK = _TEXTUAL | {"textarea", "code"}
_SAID = {"tel": "13900000001", "number": "3", "date": "2027-01-15", "time": "18:00"}
_GUESSES = {"phone": "13900000001", "name": "王秀英", "q": "王秀英"}


class Page(HTMLParser):
    """Links, forms and the shape of the main part."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.shape: set[str] = set()
        self.ids: set[str] = set()
        self._form: Form | None = None
        self._area: str | None = None
        self._select: str | None = None
        self._is_main = False
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        self.ids.add(of.get("id", ""))
        if tag == "main":
            self._is_main = True
        if self._is_main:
            self.shape.add(f"{tag}.{of.get('class', '')}")
        if tag == "a" and "href" in of:
            self.links.append(of["href"])
        elif tag == "form":
            is_post = of.get("method", "").lower() == "post"
            self._form = Form(of.get("action", ""), is_post, index=len(self.forms))
            if self._is_main:
                self.forms.append(self._form)
        elif self._form is not None:
            self._take(tag, of)

    def _take(self, tag: str, of: dict[str, str]) -> None:
        form, name = self._form, of.get("name", "")
        assert form is not None
        if tag == "option" and self._select:
            form.choices[self._select].append(of.get("value", ""))
            if "selected" in of:
                form.values[self._select] = of.get("value", "")
        if not name:
            return
        if tag == "textarea":
            form.asked[name], self._area = "textarea", name
            form.values.setdefault(name, "")
        elif tag == "select":
            form.asked[name], self._select = "select", name
            form.choices[name] = []
        elif tag == "button" and form.button is None:
            form.button = name, of.get("value", "")
        elif tag == "input":
            self._input(form, name, of)

    @staticmethod
    def _input(form: Form, name: str, of: dict[str, str]) -> None:
        kind = of.get("type", "text")
        if kind == "hidden":
            form.values[name] = of.get("value", "")
            return
        form.asked[name] = kind
        if kind in ("radio", "checkbox"):
            form.choices.setdefault(name, []).append(of.get("value", "on"))
            if "checked" in of:
                form.values[name] = of.get("value", "on")
        elif kind != "file":
            form.values[name] = of.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None
        elif tag == "main":
            self._is_main = False

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form.values[self._area] += data.removeprefix("\n")
