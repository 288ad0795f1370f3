"""Shared by all tests: long tests and those for PostgreSQL run only when asked for."""

import os
from collections.abc import Iterator

import hypothesis
import pytest
from django.db.backends.sqlite3.base import DatabaseWrapper
from xdist.scheduler import LoadFileScheduling

# A test never asserts a time: on a busy machine anything takes long.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

pytest_plugins = ("telemetry_engine", "browser")  # one Chromium for all who need it


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


class Together(LoadFileScheduling):
    """A file is one worker's; all files of the demo are, for they share an estate."""

    def _split_scope(self, nodeid: str) -> str:
        folder = "tests/demo/"
        return folder if nodeid.startswith(folder) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Together:
    return Together(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run matrices, fuzzing and soaks")
    parser.addoption("--whole", action="store_true", help="every page in every face and state")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # A browser's event loop stays for the rest of its worker; others must have run theirs before.
    with_browser = {item.path for item in items if "browser" in item.keywords}
    items.sort(key=lambda item: item.path in with_browser)
    left_out = set() if config.getoption("--long") else {"long"}
    left_out |= set() if config.getoption("--whole") else {"whole"}
    left_out |= set() if "LINLI_DATABASE_URL" in os.environ else {"postgres"}
    config.hook.pytest_deselected(items=[item for item in items if left_out & {*item.keywords}])
    items[:] = [item for item in items if not left_out & {*item.keywords}]
