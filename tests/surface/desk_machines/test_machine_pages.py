"""Every page answers in both faces and languages, and only to those who work here."""

import pytest

from surface.desk_machines.paths import PATHS


@pytest.mark.parametrize("path", PATHS)
def test_every_page_answers_in_both_faces_and_languages(machines, manager, path):
    for face, language in (("standard", "zh-hans"), ("elder", "en")):
        manager.cookies["face"], manager.cookies["language"] = face, language
        response = manager.get(path.format(**vars(machines)))
        assert response.status_code == 200, (face, language)
