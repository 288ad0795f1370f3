"""Every page answers, in both faces and languages, and only to those who may see it."""

import pytest

PATHS = (
    "/",
    "/cards",
    "/practice",
    "/practice/report",
    "/practice/check",
    "/practice/matter",
    "/report",
    "/report?about=say",
    "/report/all",
    "/matters",
    "/matters/around",
    "/matters/{waiting}",
    "/matters/{working}",
    "/matters/{done}",
    "/matters/{public}",
    "/matters/{working}/chain",
    "/matters/{working}/receipt",
    "/matters/{working}/write",
    "/matters/{waiting}/solved",
    "/matters/{waiting}/not-solved",
    "/measured",
    "/measured/devices?kind=smoke-detector&part=building",
    "/measured/devices/{device}",
    "/measured/readings/{series}",
    "/measured/decisions/{mandate}",
    "/notices",
    "/me",
    "/me/channels",
    "/me/looks",
    "/me/helpers",
    "/me/homes/{home}/hide",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_answers_in_both_faces_and_languages(life, auntie, path):
    for face in ("standard", "elder"):
        for language in ("zh-hans", "en"):
            auntie.cookies["face"], auntie.cookies["language"] = face, language
            response = auntie.get(path.format(**vars(life)))
            assert response.status_code == 200, (face, language)


@pytest.mark.parametrize("path", PATHS[1:])
def test_a_stranger_logs_in_first_and_comes_back(life, client, path):
    response = client.get(path.format(**vars(life)))
    assert response.status_code == 302 and response["Location"].startswith("/log-in?next=")
