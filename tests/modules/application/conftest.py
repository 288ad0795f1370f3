"""Fixtures of the applications."""

from collections.abc import Iterator

import pytest

from linli.kernel.clock import held
from modules.application.assembly_estate import estate
from modules.application.preparing_estate import NOW, Estate, build

__all__ = ["estate", "prepare"]


@pytest.fixture
def prepare(db) -> Iterator[Estate]:
    """An estate in which an assembly can be prepared."""
    with held(NOW):
        yield build()
