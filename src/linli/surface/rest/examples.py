"""Examples shown in `docs/api.md`; the tests send each of them as it stands here."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Example:
    """A request, in words and in full; `{place}` and the like stand for ids of one's own."""

    words: str
    method: str
    path: str
    body: dict[str, Any] | None = None
    status: int = 200
    key: str = ""


EXAMPLES = (
    Example("Find the place an address means", "GET", "/places/resolve?text=3-2-401"),
    Example(
        "Report something, safely repeated",
        "POST",
        "/matters",
        {"category": "water", "place": "{place}", "title": "厨房漏水"},
        status=201,
        key="report-1",
    ),
    Example("The queue, what is overdue first", "GET", "/matters?lane=overdue&limit=20"),
    Example(
        "Take a matter on", "POST", "/matters/{matter}/assign", {"person": "{person}"}, key="take-1"
    ),
    Example(
        "Write to everyone in a matter",
        "POST",
        "/matters/{matter}/messages",
        {"text": "下午三点到。"},
        status=201,
        key="word-1",
    ),
    Example("Alarms nobody has acknowledged", "GET", "/alarms?is_acknowledged=false"),
    Example(
        "What a series measured in a day",
        "GET",
        "/series/{number}/history?since=2026-01-01T00:00:00Z&until=2026-01-02T00:00:00Z",
    ),
    Example("Follow what happens, live", "GET", "/events", status=307),
    Example(
        "A token for a display in the hall",
        "POST",
        "/tokens",
        {"name": "大厅屏幕", "scopes": ["read:places", "read:matters"], "days": 30},
        status=201,
    ),
)


def as_curl(example: Example) -> str:
    """An example as one types it."""
    parts = ["curl", "-H 'Authorization: Bearer linli_…'"]
    if example.method != "GET":
        parts.insert(1, f"-X {example.method}")
    if example.key:
        parts.append(f"-H 'Idempotency-Key: {example.key}'")
    if example.body is not None:
        parts.append("-H 'Content-Type: application/json'")
        parts.append(f"-d '{json.dumps(example.body, ensure_ascii=False)}'")
    parts.append(f"'http://127.0.0.1:8000/api/v1{example.path}'")
    return " \\\n  ".join(parts)
