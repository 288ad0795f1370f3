"""`GET /healthz`: whether the database takes writes, core answers and work's heart beats."""

import shutil
import time
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from linli.wiring import pulse
from linli.wiring.asking import ask
from linli.wiring.words import is_importable

_HURRY: dict[str, dict[str, float]] = {
    "sqlite": {"timeout": 1.0},
    "postgresql": {"connect_timeout": 1},
}
_LEAST_FREE = 20 * 1024 * 1024


def health(request: HttpRequest) -> HttpResponse:
    """200 when every part answers, 503 with which does not; no part says more than one word."""
    parts = {name: look() for name, look in _LOOKS.items()}
    is_well = all(state == "ok" for state in parts.values())
    answer = JsonResponse(
        {"status": "ok" if is_well else "failing", "parts": parts}, status=200 if is_well else 503
    )
    answer["Cache-Control"] = "no-store"
    answer._has_been_logged = True  # type: ignore[attr-defined]  # asked while starting: no error
    return answer


def _database() -> str:
    # A connection of its own, so that asking never takes a thread from the pages for long.
    probe = connection.copy()
    probe.settings_dict["OPTIONS"].update(_HURRY[probe.vendor])
    try:
        probe.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        probe.rollback()
    except DatabaseError:
        return "locked"
    finally:
        probe.close()
    return "ok"


def _disk() -> str:
    return "ok" if shutil.disk_usage(settings.DATA).free >= _LEAST_FREE else "full"


def _core() -> str:
    if not is_importable("linli.wiring.core"):
        return "ok"
    status, _ = ask(settings.HUB_PORT, "/healthz", timeout=2.0)
    return "ok" if status == 200 else "failing" if status else "silent"


def _work() -> str:
    return "ok" if pulse.is_fresh(settings.DATA, time.time()) else "silent"


_LOOKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "disk": _disk,
    "core": _core,
    "work": _work,
}
