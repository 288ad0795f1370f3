"""The page of figures shows what falls short as well, and claims nothing for people."""

import json

import pytest

from linli.surface.shell import proof

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_check_is_shown_in_the_readers_language(client, language):
    client.cookies["language"] = language
    text = client.get("/style/proof").content.decode()
    for check in proof.checks():
        assert f"({check.id})" in text
        assert check.about.in_language(language).split("'")[0] in text


@pytest.fixture
def last(tmp_path, monkeypatch):
    """A measurement that found something."""
    short = {"checks": {"U8": {"seen": 9, "wrong": 2, "where": ["/matters (elder, full)"]}}}
    figures = {"at": "", "conditions": [["cores", "2"]], "states": 9, "routes": 3, **short}
    path = tmp_path / "proof.json"
    path.write_text(json.dumps(figures))
    monkeypatch.setattr(proof, "FIGURES", path)
    _forget()
    yield
    _forget()


def _forget() -> None:
    proof.checks.cache_clear()
    proof.measured.cache_clear()


def test_what_falls_short_is_shown(client, last):
    text = client.get("/style/proof").content.decode()
    assert "9 处里有 2 处没过" in text and "/matters (elder, full)" in text


def test_fear_is_not_claimed_to_be_measured(client):
    assert "还没做：这要人来说" in client.get("/style/proof").content.decode()
