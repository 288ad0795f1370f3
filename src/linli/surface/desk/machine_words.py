"""What machines, mandates and rules are called at the desk, in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.devices.api import DeviceCard, ModelCard, SeriesCard
from linli.foundation.mandates.api import MandateCard
from linli.foundation.telemetry.api import Latest
from linli.surface.shell import speech
from linli.surface.shell.language import joined, read

STATES = {
    "registered": gettext_noop("Not switched on"),
    "active": gettext_noop("Measuring"),
    "silent": gettext_noop("Silent"),
    "retired": gettext_noop("Taken away"),
}
STATE_TONES = {"registered": "plain", "active": "ok", "silent": "wait", "retired": "plain"}
SEVERITIES = {
    "critical": gettext_noop("Danger to life"),
    "high": gettext_noop("Urgent"),
    "normal": gettext_noop("Ordinary"),
    "low": gettext_noop("Small"),
}
SEVERITY_TONES = {"critical": "late", "high": "wait", "normal": "", "low": "plain"}
BASES = {
    "resolution": gettext_noop("A vote of the owners"),
    "law": gettext_noop("A law"),
    "consent": gettext_noop("Those who live there agreed"),
    "contract": gettext_noop("A contract"),
}
VERDICTS = {
    "real": gettext_noop("Real"),
    "false_alarm": gettext_noop("False alarm"),
    "unclear": gettext_noop("Unclear"),
}
OUTCOMES = {
    "accepted": gettext_noop("Taken in and stored"),
    "duplicate": gettext_noop("Came twice, stored once"),
    "late": gettext_noop("Came late, stored and marked"),
    "out_of_order": gettext_noop("Came out of order, stored and marked"),
    "skewed": gettext_noop("The device's clock was wrong, time of arrival kept"),
    "no_time": gettext_noop("Without a time, time of arrival kept"),
    "replayed": gettext_noop("Played back from a recording"),
    "passed_on": gettext_noop("Passed on for a device behind it"),
    "ignored": gettext_noop("Meant for others, nothing of it kept"),
    "not_a_number": gettext_noop("Not a number"),
    "out_of_range": gettext_noop("Outside what the device can measure"),
    "unknown_device": gettext_noop("From a device nobody knows"),
    "unknown_property": gettext_noop("Of something this device does not measure"),
    "wrong_kind": gettext_noop("Another kind of value than announced"),
    "wrong_unit": gettext_noop("Another unit than announced"),
    "no_mandate": gettext_noop("Nobody has decided that this may be measured"),
    "not_active": gettext_noop("The device is not switched on"),
    "closed_household": gettext_noop("A protected household"),
    "vendor_blocked": gettext_noop("The vendor is blocked"),
    "malformed": gettext_noop("Could not be read"),
    "too_large": gettext_noop("Too large"),
    "too_many": gettext_noop("Too many at once"),
    "wrong_topic": gettext_noop("Sent to another device's address"),
    "wrong_device": gettext_noop("Spoke in another device's name"),
}
KEPT = frozenset(
    {"accepted", "duplicate", "late", "out_of_order", "skewed", "no_time", "replayed"}
    | {"passed_on", "ignored"}
)
_UNITS = {"Cel": "°C", "%RH": "%", "/": "%", "lx": "lx"}
_ROLES = {
    "owner": gettext_noop("owners"),
    "resident": gettext_noop("residents"),
    "manager": gettext_noop("the manager"),
    "clerk": gettext_noop("the service desk"),
    "worker": gettext_noop("repair workers"),
    "grid_worker": gettext_noop("the grid worker"),
    "committee": gettext_noop("the residents' committee"),
    "council": gettext_noop("the owners' council"),
    "street": gettext_noop("the street office"),
    "keeper": gettext_noop("the keeper"),
    "operator": gettext_noop("the operator"),
}


def said_state(state: str) -> str:
    """A device's state in a word."""
    return _(STATES[state]) if state in STATES else state


def said_outcome(outcome: str) -> str:
    """What became of readings, in words."""
    return _(OUTCOMES[outcome]) if outcome in OUTCOMES else outcome


def said_severity(severity: str) -> str:
    """How much an alarm matters."""
    return _(SEVERITIES[severity]) if severity in SEVERITIES else severity


def unit_of(unit: str | None) -> str:
    """A unit as people write it."""
    return _UNITS.get(unit or "", unit or "")


def value_of(card: SeriesCard, value: float, text: str = "") -> str:
    """A measured value with its unit, or its text, or yes and no."""
    if text:
        return text
    if card.kind == "boolean":
        return _("yes") if value else _("no")
    return f"{speech.number(round(value, 3))} {unit_of(card.unit)}".strip()


def latest_of(card: SeriesCard, latest: Latest | None) -> str:
    """The newest value of a series in words."""
    return "" if latest is None else value_of(card, latest.value, latest.text)


def named(card: DeviceCard) -> str:
    """A device's name."""
    return read(card.name) or card.id


def said_basis(card: MandateCard) -> str:
    """What a mandate rests on: the kind of decision, its text, its date."""
    kind = _(BASES[card.basis_kind]) if card.basis_kind in BASES else card.basis_kind
    return _("%(kind)s: %(text)s (%(date)s)") % {
        "kind": kind,
        "text": card.basis_text,
        "date": card.basis_date.isoformat(),
    }


def said_recipients(names: Iterable[str]) -> str:
    """Who may see something: roles by the names people use, others as they were written."""
    return joined(_(_ROLES[name]) if name in _ROLES else name for name in names)


def said_series(pattern: str, models: dict[str, ModelCard]) -> str:
    """A pattern of a mandate (`model.property`) in words."""
    key, _dot, name = pattern.partition(".")
    model = models.get(key)
    if model is None:
        return pattern
    specs = model.model.properties
    if name == "*":
        return f"{read(model.model.name)} ({joined(read(one.name) for one in specs)})"
    found = next((read(one.name) for one in specs if one.key == name), name)
    return f"{read(model.model.name)}: {found}"
