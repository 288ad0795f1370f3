"""Every page on which a name, a place or a message is as long as it may be."""

import pytest

from faces.checks import FACES
from faces.matrix import LANGUAGES, look_at

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.whole, pytest.mark.timeout(2400)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("face", FACES)
def test_long_words_break_nothing(sight_seeing, face, language):
    assert look_at(sight_seeing("long", face, language)) == []
