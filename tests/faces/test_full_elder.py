"""Every page of a community in the middle of its life, in 长辈版."""

import pytest

from faces.matrix import look_at

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(2400)]


@pytest.mark.parametrize("language", ["zh-hans", pytest.param("en", marks=pytest.mark.whole)])
def test_every_page_is_for_everyone(sight_seeing, language):
    assert look_at(sight_seeing("full", "elder", language)) == []
