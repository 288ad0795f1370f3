"""A community with three dwellings."""

import pytest

from linli.foundation.places.api import PlaceLine, create_community, lay_out
from linli.kernel import system
from modules.foundation.people.people_estate import flat_at


@pytest.fixture
def home():
    actor = system(create_community(by=system(""), name="邻里花园"))
    lay_out(
        by=actor,
        lines=[PlaceLine(building="3", entrance="2", dwelling=n) for n in ("401", "402", "403")],
    )
    return actor


@pytest.fixture
def flat(home):
    return flat_at(home, "401")
