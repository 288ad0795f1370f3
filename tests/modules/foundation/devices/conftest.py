"""A day that stands still, and a community on it."""

import pytest

from linli.kernel.clock import held
from modules.foundation.devices.devices_estate import NOW, Estate


@pytest.fixture(autouse=True)
def _clock():
    with held(NOW):
        yield


@pytest.fixture
def estate():
    return Estate()
