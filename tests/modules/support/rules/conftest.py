"""A clock that stands still, and a building with detectors."""

import pytest

from linli.kernel.clock import held
from rules_estate import NOW, build


@pytest.fixture(autouse=True)
def _clock():
    with held(NOW):
        yield


@pytest.fixture
def estate():
    return build()
