"""What happens by the clock: a table of names, intervals and front doors."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any

from linli.kernel import ANYONE, Actor, Refused, system
from linli.kernel.clock import ago
from linli.wiring.words import is_importable

log = logging.getLogger("linli.work")

_ROLLUPS_AGAIN = timedelta(minutes=30)  # overlaps generously; computing twice changes nothing


@dataclass(frozen=True, slots=True)
class Timer:
    """Something done again and again, `every` so often; a failing one is tried again next time."""

    name: str
    every: timedelta
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: a verb of a module, done once or for each community."""

    module: str
    every: timedelta
    act: Callable[[Any, Actor], object]
    in_each_community: bool = True


def _mark_silent(devices: Any, by: Actor) -> None:
    for device in devices.list_unheard(viewer=by):
        devices.mark_silent(by=by, device=device)


TABLE: dict[str, Line] = {
    "matters.run_clocks": Line(
        "linli.support.matters.api",
        timedelta(seconds=15),
        lambda matters, by: matters.run_clocks(by=by),
    ),
    "matters.forget_act_keys": Line(
        "linli.support.matters.api",
        timedelta(hours=1),
        lambda matters, by: matters.forget_act_keys(by=by),
    ),
    "rules.escalate_due": Line(
        "linli.support.rules.api",
        timedelta(seconds=15),
        lambda rules, by: rules.escalate_due(by=by),
        in_each_community=False,
    ),
    "notify.send_due": Line(
        "linli.support.notify.api",
        timedelta(seconds=1),
        lambda notify, by: notify.send_due(by=by),
        in_each_community=False,
    ),
    "notify.spread_bulletins": Line(
        "linli.support.notify.api",
        timedelta(seconds=1),
        lambda notify, by: notify.spread_bulletins(by=by),
        in_each_community=False,
    ),
    "ledger.sign_checkpoint": Line(
        "linli.support.ledger.api",
        timedelta(seconds=5),
        lambda ledger, by: ledger.sign_checkpoint(by=by, community=by.community),
    ),
    "ledger.gather_cosignatures": Line(
        "linli.support.ledger.api",
        timedelta(seconds=2),
        lambda ledger, by: ledger.gather_cosignatures(by=by),
        in_each_community=False,
    ),
    "devices.rest_closed_homes": Line(
        "linli.foundation.devices.api",
        timedelta(seconds=15),
        lambda devices, by: devices.rest_closed_homes(by=by),
    ),
    "rules.quieten_closed_homes": Line(
        "linli.support.rules.api",
        timedelta(seconds=5),
        lambda rules, by: rules.quieten_closed_homes(by=by),
    ),
    "devices.mark_silent": Line(
        "linli.foundation.devices.api",
        timedelta(minutes=5),
        _mark_silent,
    ),
    "telemetry.refresh_rollups": Line(
        "linli.foundation.telemetry.api",
        timedelta(minutes=2),
        lambda telemetry, by: telemetry.refresh_rollups(
            by=by, since=ago(seconds=_ROLLUPS_AGAIN.total_seconds())
        ),
        in_each_community=False,
    ),
    "telemetry.enforce_retention": Line(
        "linli.foundation.telemetry.api",
        timedelta(minutes=10),  # a withdrawn consent does not wait long
        lambda telemetry, by: telemetry.enforce_retention(by=by),
    ),
    "devices.forget_rejected": Line(
        "linli.foundation.devices.api",
        timedelta(hours=1),
        lambda devices, by: devices.forget_rejected(by=by),
    ),
    "files.sweep_files": Line(
        "linli.foundation.files.api",
        timedelta(hours=6),
        lambda files, by: files.sweep_files(by=by),
    ),
    "assembly.remind_councils": Line(
        "linli.application.assembly.api",
        timedelta(hours=1),
        lambda assembly, by: assembly.remind_councils(by=by),
    ),
    "drafts.sweep_drafts": Line(
        "linli.foundation.drafts.api",
        timedelta(hours=1),
        lambda drafts, by: drafts.sweep_drafts(by=by),
        in_each_community=False,
    ),
    "people.tell_deeds": Line(
        "linli.foundation.people.api",
        timedelta(minutes=15),
        lambda people, by: people.tell_deeds(by=by),
    ),
    "people.remind_passes": Line(
        "linli.foundation.people.api",
        timedelta(hours=1),
        lambda people, by: people.remind_passes(by=by),
    ),
    "assembly.run_votes": Line(
        "linli.application.assembly.api",
        timedelta(seconds=1),  # a vote opens and closes at the second
        lambda assembly, by: assembly.run_votes(by=by),
    ),
    "people.sweep_sign_ins": Line(
        "linli.foundation.people.api",
        timedelta(hours=1),
        lambda people, by: people.sweep_sign_ins(by=by),
    ),
}


def timers() -> Sequence[Timer]:
    """Every timer of the modules this installation has."""
    return tuple(
        Timer(name, line.every, _everywhere(name, line))
        for name, line in TABLE.items()
        if is_importable(line.module)
    )


def _everywhere(name: str, line: Line) -> Callable[[], None]:
    door = import_module(line.module)

    def once() -> None:
        line.act(door, system(""))

    def for_each() -> None:
        from linli.foundation.places.api import list_communities

        for community in list_communities(viewer=ANYONE):
            try:
                line.act(door, system(community.id))
            except Refused as refusal:
                log.warning("the timer %s was put off in %s: %s", name, community.id, refusal)
            except Exception:  # one community's trouble is not another's
                log.exception("the timer %s failed in %s", name, community.id)

    return for_each if line.in_each_community else once
