"""What telemetry needs of an engine: three verbs, the same embedded and on a server."""

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

Given = Mapping[str, Any]
"""Bound parameters by name: numbers, texts, lists of these."""


class Store(Protocol):
    """ClickHouse, wherever it runs."""

    def ask(self, sql: str, given: Given | None = None) -> list[list[Any]]:
        """Rows of a question, by a user who can only read."""

    def order(self, sql: str, given: Given | None = None) -> None:
        """A statement that changes something."""

    def put(self, head: str, block: bytes, settings: Mapping[str, str]) -> None:
        """Insert an Arrow stream under `INSERT INTO table (columns)`."""


class Where(NamedTuple):
    """Where a series is measured: ids of the community and of the place ("" when unknown)."""

    community: str
    place: str
