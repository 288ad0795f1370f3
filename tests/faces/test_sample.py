"""A few pages of the matrix in every run, so that what breaks all of them is seen at once."""

import pytest

from faces.checks import FACES
from faces.crawl import Sight, route_of
from faces.matrix import Looker, Seeing, look_at
from faces.worlds import STRANGER
from linli.support.matters import api as matters

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]


@pytest.mark.parametrize("face", FACES)
def test_the_pages_most_people_see_are_for_everyone(worlds, chromium, live_server, face):
    world = worlds.enter("full")
    matter = matters.list_my_matters(viewer=world.estate.auntie).waiting_for_staff[0].id
    few = {
        STRANGER: ("/log-in",),
        "resident": ("/", "/report", f"/matters/{matter}"),
        "clerk": ("/desk/", f"/desk/matters/{matter}"),
    }
    sights = [
        Sight(route_of(address) or "", who, address)
        for who, addresses in few.items()
        for address in addresses
    ]
    looker = Looker(chromium, live_server.url, worlds, face, "zh-hans")
    try:
        assert look_at(Seeing(looker, world, sights, "full")) == []
    finally:
        looker.close()
