"""A rule's definition in plain words, and the names of what its alarms are about."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.foundation.devices.api import get_devices, list_models
from linli.foundation.places.api import PlaceCard, get_places
from linli.kernel import Actor
from linli.support.rules.api import Precision
from linli.surface.desk.machine_words import named, unit_of
from linli.surface.shell import speech
from linli.surface.shell.language import label, read

GROUPS = {
    "device": gettext_noop("Each device by itself"),
    "room": gettext_noop("Each room"),
    "facility": gettext_noop("Each facility"),
    "dwelling": gettext_noop("Each home"),
    "entrance": gettext_noop("Each entrance"),
    "building": gettext_noop("Each building"),
    "cell": gettext_noop("Each grid cell"),
    "place": gettext_noop("Each place"),
    "community": gettext_noop("The whole community"),
}
_TAKES = {
    "mean": gettext_noop("the mean of %(what)s"),
    "median": gettext_noop("the median of %(what)s"),
    "min": gettext_noop("the lowest of %(what)s"),
    "max": gettext_noop("the highest of %(what)s"),
    "sum": gettext_noop("the sum of %(what)s"),
    "count": gettext_noop("the number of readings of %(what)s"),
}

Names = Mapping[str, tuple[str, str]]
"""Property keys with their name and unit."""


def names_of(viewer: Actor) -> dict[str, tuple[str, str]]:
    """What every property of every known kind of device is called, and its unit."""
    return {
        spec.key: (read(spec.name), unit_of(spec.unit))
        for one in list_models(viewer=viewer)
        for spec in one.model.properties
    }


def length(seconds: float) -> str:
    """A length of time in the largest unit that fits."""
    for size, words in (
        (86_400, gettext_noop("%(count)s days")),
        (3_600, gettext_noop("%(count)s hours")),
        (60, gettext_noop("%(count)s minutes")),
    ):
        if seconds >= size and seconds % size == 0:
            return _(words) % {"count": speech.number(seconds / size)}
    return _("%(count)s seconds") % {"count": speech.number(seconds)}


def condition_lines(condition: Any, names: Names) -> list[str]:
    """The condition in sentences, the outer one first."""
    kind = condition.get("kind") if isinstance(condition, Mapping) else None
    if kind == "combination":
        return _combination(condition, names)
    if kind == "schedule":
        return _schedule(condition, names)
    if kind in ("threshold", "rate", "window", "silence"):
        return [_leaf(condition, names)]
    return []


def _leaf(one: Mapping[str, Any], names: Names) -> str:
    name, unit = names.get(one["property"], (str(one["property"]), ""))
    if one["kind"] == "silence":
        return _("no reading of %(what)s for %(time)s") % {
            "what": name,
            "time": length(one["after_seconds"]),
        }
    if "is" in one:
        said = _("%(what)s is on") if one["is"] else _("%(what)s is off")
        return said % {"what": name} + _held(one)
    if one["kind"] == "rate":
        unit = f"{unit} {_('a minute')}".strip()
        name = _("the change of %(what)s over %(time)s") % {
            "what": name,
            "time": length(one["over_seconds"]),
        }
    if one["kind"] == "window":
        name = _(_TAKES.get(one["take"], "%(what)s")) % {"what": name}
        name = _("%(what)s over %(time)s") % {"what": name, "time": length(one["over_seconds"])}
    return name + " " + _limits(one, unit) + _held(one)


def _limits(one: Mapping[str, Any], unit: str) -> str:
    is_above = one.get("above") is not None
    limit = one["above"] if is_above else one["below"]
    values = {"limit": f"{speech.number(limit)} {unit}".strip()}
    said = _("above %(limit)s") % values if is_above else _("below %(limit)s") % values
    clear = one.get("clear_at")
    if clear is None or clear == limit:
        return said
    back = f"{speech.number(clear)} {unit}".strip()
    return said + _(" (over again at %(limit)s)") % {"limit": back}


def _held(one: Mapping[str, Any]) -> str:
    seconds = one.get("for_seconds") or 0
    return _(", for %(time)s") % {"time": length(seconds)} if seconds else ""


def _combination(one: Mapping[str, Any], names: Names) -> list[str]:
    needs, parts = one.get("needs", "all"), one.get("of") or []
    if one.get("count") == "devices":
        first = _("at least %(count)s devices of which one of these holds") % {"count": needs}
    elif needs == "any":
        first = _("any of these")
    elif needs == "all":
        first = _("all of these")
    else:
        first = _("at least %(count)s of these") % {"count": needs}
    if within := one.get("within_seconds"):
        first += _(", within %(time)s of each other") % {"time": length(within)}
    inner = [line for part in parts for line in condition_lines(part, names)]
    return [first + _held(one), *(f"· {line}" for line in inner)]


def _schedule(one: Mapping[str, Any], names: Names) -> list[str]:
    spans = "; ".join(_span(span) for span in one.get("weekly") or [])
    outside = one.get("is") == "outside"
    said = _("outside %(hours)s") if outside else _("within %(hours)s")
    first = said % {"hours": spans or _("the given days")} + _held(one)
    return [first, *(f"· {line}" for line in condition_lines(one.get("when"), names))]


def _span(span: Mapping[str, Any]) -> str:
    days = span.get("days") or []
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    listed = "" if len(days) in (0, 7) else " ".join(names[day - 1] for day in days) + " "
    return f"{listed}{span.get('from')}–{span.get('until')}"


def scopes(viewer: Actor, definitions: Iterable[Mapping[str, Any]]) -> list[str]:
    """Which devices each of these rules is about."""
    asked = list(definitions)
    found = [definition.get("scope") or {} for definition in asked]
    models = {one.model.key: read(one.model.name) for one in list_models(viewer=viewer)}
    places = get_places(viewer=viewer, places=[one["place"] for one in found if one.get("place")])
    return [
        " · ".join(part for part in _scope(definition, scope, models, places) if part)
        for definition, scope in zip(asked, found, strict=True)
    ]


def _scope(
    definition: Mapping[str, Any],
    scope: Mapping[str, Any],
    models: Mapping[str, str],
    places: Mapping[str, PlaceCard],
) -> Iterator[str]:
    per = definition.get("per", "device")
    yield _(GROUPS[per]) if per in GROUPS else ""
    yield models.get(scope.get("model", ""), scope.get("model") or "")
    yield label(places.get(scope.get("place") or ""))
    if scope.get("devices"):
        yield _("%(count)s named devices") % {"count": len(scope["devices"])}


def limit_of(condition: Any, name: str) -> float | None:
    """The first limit a definition sets on a property's own value, for its chart."""
    if not isinstance(condition, Mapping):
        return None
    if condition.get("kind") in ("threshold", "window") and condition.get("property") == name:
        found = condition.get("above", condition.get("below"))
        return float(found) if isinstance(found, int | float) else None
    inner = [*(condition.get("of") or []), condition.get("when")]
    return next((one for part in inner if (one := limit_of(part, name)) is not None), None)


def precision_words(measured: Precision) -> str:
    """How often a rule was right, of how many, and between what the truth lies."""
    if not measured.judged:
        return _("not judged yet")
    share = 100 * measured.real / measured.judged
    return _("%(share)s%% right (%(count)s judged, 95%%: %(low)s–%(high)s%%)") % {
        "share": f"{share:.0f}",
        "count": measured.judged,
        "low": f"{(measured.low or 0) / 10:.0f}",
        "high": f"{(measured.high or 0) / 10:.0f}",
    }


def originators(viewer: Actor, ids: Iterable[str]) -> dict[str, str]:
    """What devices and places (`device:…`, `place:…`) are called."""
    wanted = set(ids)
    kinds = {one: one.partition(":") for one in wanted}
    devices = get_devices(
        viewer=viewer, devices=[rest for kind, _dot, rest in kinds.values() if kind == "device"]
    )
    places = get_places(
        viewer=viewer, places=[rest for kind, _dot, rest in kinds.values() if kind == "place"]
    )
    hung = get_places(viewer=viewer, places=[card.place for card in devices.values() if card.place])
    found = {}
    for one, (_kind, _dot, rest) in kinds.items():
        if rest in devices:
            card = devices[rest]
            where = label(hung.get(card.place or ""))
            found[one] = " · ".join(part for part in (named(card), where) if part)
        else:
            found[one] = label(places.get(rest)) or rest
    return found
