"""One page for every status; what was typed is given back, secrets are not."""

import pytest
from sqlalchemy.exc import OperationalError

from tests.factories.issues import make_told

WORDS = "我们楼的灯也坏了两个星期了"


def test_nothing_here_is_said_plainly(page):
    assert "这个地址" in page.get("/nowhere", status=404) or page.get("/nowhere", status=404).h1


def test_a_form_open_too_long_gives_the_words_back_and_no_secret(client, town):
    answer = client.post("/issues/1/comments", data={"words": WORDS, "password": "hunter2hunter2"})
    assert answer.status_code == 400
    assert WORDS in answer.text
    assert "hunter2" not in answer.text


def test_signed_out_meanwhile_gives_the_words_back(page, town):
    issue = make_told(town.community, town.resident, town.secretary)
    doc = page.post(f"/issues/{issue.id}/comments", {"words": WORDS}, status=401)
    assert WORDS in doc.one("textarea").text()


def test_a_full_disk_is_said_plainly_and_nothing_more(app, client, monkeypatch):
    def full(*args, **kwargs):
        raise OperationalError(
            "INSERT", {"words": WORDS}, Exception("database or disk is full"), hide_parameters=True
        )

    monkeypatch.setitem(app.view_functions, "healthz", full)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert WORDS not in answer.text


@pytest.mark.parametrize("method, address, status", [("POST", "/help", 405), ("GET", "/issues/x", 404)])
def test_every_status_has_the_same_page(client, method, address, status):
    answer = client.open(address, method=method, headers={"Accept": "text/html"})
    assert answer.status_code in (status, 400)
    assert "<h1" in answer.text
