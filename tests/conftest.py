"""Shared by all tests: long tests run only when asked for."""

from collections.abc import Iterator

import pytest
from django.db.backends.sqlite3.base import DatabaseWrapper

pytest_plugins = ("telemetry_engine",)


@pytest.fixture(autouse=True, scope="session")
def tables_emptied_between_tests() -> Iterator[None]:
    """Lets Django empty tables after a test whose rows the database keeps from being removed."""
    operations = DatabaseWrapper.ops_class
    empty = operations.execute_sql_flush

    def without_triggers(self, statements: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("select name, sql from sqlite_master where type = 'trigger'")
            kept = cursor.fetchall()
            for name, _ in kept:
                cursor.execute(f"drop trigger {name}")
        empty(self, statements)
        with self.connection.cursor() as cursor:
            for _, made in kept:
                cursor.execute(made)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", without_triggers)
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run matrices, fuzzing and soaks")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # A browser's event loop stays for the rest of its worker; others must have run theirs before.
    with_browser = {item.path for item in items if "browser" in item.keywords}
    items.sort(key=lambda item: item.path in with_browser)
    if config.getoption("--long"):
        return
    long = [item for item in items if "long" in item.keywords]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if "long" not in item.keywords]
