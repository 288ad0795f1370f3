"""Every page on the first day of a community, when every list is empty."""

import pytest

from faces.checks import FACES
from faces.matrix import LANGUAGES, look_at

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.whole, pytest.mark.timeout(2400)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("face", FACES)
def test_an_empty_page_is_for_everyone(sight_seeing, face, language):
    assert look_at(sight_seeing("fresh", face, language)) == []
