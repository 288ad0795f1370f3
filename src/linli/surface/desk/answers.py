"""Plain answers to begin from; whoever sends one changes the words first."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.support.matters.api import MatterSheet
from linli.surface.desk.forms import Form, named
from linli.surface.shell.templatetags.shell import moment

ANSWERS: dict[str, tuple[str, str]] = {
    "seen": (
        gettext_noop("We have read it"),
        gettext_noop("We have read what you reported. %(who)s sees to it, by %(when)s."),
    ),
    "comes": (
        gettext_noop("Somebody comes"),
        gettext_noop("%(who)s comes to you by %(when)s. Is that all right for you?"),
    ),
    "waits": (
        gettext_noop("Waiting for a part"),
        gettext_noop("We have to wait for a part. We tell you as soon as it is here."),
    ),
    "more": (
        gettext_noop("Please tell us more"),
        gettext_noop("So that the right person comes: where exactly is it, and since when?"),
    ),
    "done": (
        gettext_noop("Please look whether it is solved"),
        gettext_noop("We think it is solved. Please look; only your word counts."),
    ),
    "late": (
        gettext_noop("It takes longer, we are sorry"),
        gettext_noop("It takes longer than we said, and we are sorry. The new day is %(when)s."),
    ),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One answer to choose: what it is for, and its key in the address."""

    key: str
    label: str


def offers() -> tuple[Offer, ...]:
    """Every answer one can begin from."""
    return tuple(Offer(key, _(label)) for key, (label, _words) in ANSWERS.items())


def began(forms: tuple[Form, ...], sheet: MatterSheet, chosen: str) -> tuple[Form, ...]:
    """The same forms, with the chosen answer in the box for words, ready to be changed."""
    if chosen not in ANSWERS:
        return forms
    return tuple(_filled(form, sheet, chosen) if form.act == "message" else form for form in forms)


def _filled(form: Form, sheet: MatterSheet, chosen: str) -> Form:
    names = {
        "who": sheet.responsible_name or _("A colleague"),
        "when": moment(sheet.card.promised_at or sheet.card.due_at) or _("the day we agree on"),
    }
    words, text = _(ANSWERS[chosen][1]) % names, named("message", "text")
    fields = tuple(replace(one, value=(words,)) if one.name == text else one for one in form.fields)
    return replace(form, fields=fields, is_open=True)
