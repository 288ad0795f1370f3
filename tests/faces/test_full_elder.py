"""Every page of a community in the middle of its life, in 长辈版."""

import pytest

from faces.matrix import LANGUAGES, look_at

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.whole, pytest.mark.timeout(2400)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_for_everyone(sight_seeing, language):
    assert look_at(sight_seeing("full", "elder", language)) == []
