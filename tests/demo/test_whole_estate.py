"""The estate of the demo in full size, away from the tests on which the small one stands."""

import pytest

from linli.demo import api
from linli.demo.company import Company
from linli.foundation.devices import api as devices
from linli.foundation.places import api as places
from linli.kernel import ANYONE


@pytest.mark.long
@pytest.mark.django_db
def test_the_whole_estate_is_built_from_its_list(settings, tmp_path):
    settings.DATA = tmp_path
    settings.FILES = tmp_path / "files"
    api.prepare(lambda line: None)
    (card,) = places.list_communities(viewer=ANYONE)
    company = Company(card.id)
    assert len(places.list_dwellings(viewer=company.platform)) == 1200
    assert sum(devices.count_devices(viewer=company.platform).values()) >= 55
    assert len(company.unsettled()) > 15
