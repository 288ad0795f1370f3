"""Shared by all tests: long tests run only when asked for."""

import pytest

pytest_plugins = ("telemetry_engine",)


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
