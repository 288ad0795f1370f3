"""Shared by all tests: long tests and those for PostgreSQL run only when asked for."""

import os

import pytest

pytest_plugins = ("telemetry_engine",)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run matrices, fuzzing and soaks")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # A browser's event loop stays for the rest of its worker; others must have run theirs before.
    with_browser = {item.path for item in items if "browser" in item.keywords}
    items.sort(key=lambda item: item.path in with_browser)
    left_out = set() if config.getoption("--long") else {"long"}
    left_out |= set() if "LINLI_DATABASE_URL" in os.environ else {"postgres"}
    config.hook.pytest_deselected(items=[item for item in items if left_out & {*item.keywords}])
    items[:] = [item for item in items if not left_out & {*item.keywords}]
