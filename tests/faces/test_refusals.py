"""Every form sent empty, and every page that says no."""

import pytest

from faces.checks import FACES
from faces.crawl import Sight
from faces.matrix import LANGUAGES, look_at
from surface.shell.pages import REFUSALS

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(2400)]


@pytest.mark.whole
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("face", FACES)
def test_a_refusal_is_for_everyone(sight_seeing, face, language):
    assert look_at(sight_seeing("full", face, language, errors=True)) == []


@pytest.mark.parametrize("face", FACES)
def test_every_status_has_a_page_for_everyone(sight_seeing, face, settings):
    settings.ROOT_URLCONF = "surface.shell.pages"
    addresses = [f"refuse/{code}" for code in REFUSALS] + ["locked", "full", "crash", "only-post"]
    seeing = sight_seeing("full", face, "zh-hans")
    seeing.sights = [Sight(one, "resident", f"/{one}", kind="error") for one in addresses]
    seeing.state = "error"
    assert look_at(seeing) == []
