"""A few pages of the matrix in every run, so that what breaks all of them is seen at once."""

import pytest

from faces.checks import FACES
from faces.matrix import look_at

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
FEW = ("", "log-in", "report", "matters/<str:matter>", "desk/", "desk/matters/<str:matter>")


@pytest.mark.parametrize("face", FACES)
def test_the_pages_most_people_see_are_for_everyone(sight_seeing, face):
    seeing = sight_seeing("full", face, "zh-hans")
    seeing.sights = [one for one in seeing.sights if one.route in FEW and not one.rank]
    assert len(seeing.sights) == len(FEW)
    assert look_at(seeing) == []
