"""An estate, and buckets that are full."""

import pytest

from linli.surface.rest import door
from modules.support.matters_estate import Estate, build
from surface.resident.community import Life, settled


@pytest.fixture(autouse=True)
def patience(monkeypatch) -> None:
    """Other tests' requests do not count here."""
    monkeypatch.setattr(door, "pace", door.Pace(600_000, 100_000))


@pytest.fixture
def life(db) -> Life:
    return settled()


@pytest.fixture
def estate(db) -> Estate:
    return build()


@pytest.fixture
def crowd(transactional_db) -> Estate:
    return build()
