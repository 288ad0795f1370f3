"""Every no is a page in plain words that says what is safe and what to do next."""

import pytest
from django.test import Client

from surface.shell import pages
from surface.shell.promises.visiting import BANNED, site, text


@site
@pytest.mark.parametrize("face", ["standard", "elder"])
@pytest.mark.parametrize(
    ("path", "status"),
    [
        *((f"/refuse/{code}", status) for code, status in pages.REFUSALS.items()),
        ("/nowhere", 404),
        ("/crash", 500),
        ("/locked", 503),
        ("/full", 503),
    ],
)
def test_every_no_is_a_page_with_a_next_step_a_number_and_the_foot(client, path, status, face):
    client.cookies["face"] = face
    response = client.get(path)
    body = text(response)
    assert response.status_code == status
    assert f'data-face="{face}"' in body
    assert 'href="tel:02812345678"' in body
    assert "1 号楼一层服务台" in body
    assert "叫人帮我" in body
    assert "回首页" in body
    assert "您什么都没有丢" in body
    assert response["X-Request-Id"] in body
    assert not any(word in body for word in BANNED)


@site
def test_a_form_without_its_token_gets_a_page_in_plain_words():
    response = Client(enforce_csrf_checks=True).post("/make")
    assert response.status_code == 403
    assert "这一页打开太久了" in text(response)
    assert "叫人帮我" in text(response)


@site
def test_a_form_that_is_too_large_is_refused_before_it_is_read(client):
    response = client.post("/make", CONTENT_LENGTH=str(10**9))
    assert response.status_code == 413
    assert "叫人帮我" in text(response)


@site
def test_what_one_wrote_is_called_safe_only_when_it_is(client):
    assert "您写的还在" not in text(client.post("/crash"))
    assert "您写的还在" in text(client.post("/crash?kept"))
    assert "说不准" in text(client.post("/crash"))
    assert "什么都没有改动" in text(client.post("/refuse/conflict"))


@site
@pytest.mark.parametrize("code", pages.REFUSALS)
def test_a_no_to_a_form_keeps_what_was_written_and_leads_back_to_it(client, code):
    page = f"/refuse/{code}"
    body = text(client.post(page, {"once": "w1", "words": "夜里漏水"}))
    assert "您写的还在" in body and f'href="{page}"' in body and "回去接着写" in body
    body = text(client.post(page))
    assert "什么都没有改动" in body or "没有害处" in body
    assert f'href="{page}"' in body and "回到那一页" in body


@site
def test_an_accident_is_logged_under_the_number_on_the_page(client, caplog):
    response = client.get("/crash")
    lines = [record for record in caplog.records if record.name == "linli.shell"]
    assert len(lines) == 1
    assert response["X-Request-Id"] in lines[0].getMessage()
    assert "a fault made for this test" in str(lines[0].exc_info[1])


@site
@pytest.mark.parametrize("path", ["/locked", "/full"])
def test_a_locked_database_or_a_full_disk_is_said_plainly_and_is_one_line_in_the_log(
    client, caplog, path
):
    response = client.post(path)
    assert "现在还办不了" in text(response)
    assert "什么都没有改动" in text(response)
    assert response["Retry-After"] == "60"
    (line,) = [record for record in caplog.records if record.levelname != "INFO"]
    assert (line.name, line.levelname, line.exc_info) == ("linli.shell", "WARNING", None)
    assert response["X-Request-Id"] in line.getMessage()


@site
def test_a_part_of_a_page_gets_a_fragment(client):
    body = text(client.get("/crash", headers={"HX-Request": "true"}))
    assert "<html" not in body
    assert 'role="alert"' in body
