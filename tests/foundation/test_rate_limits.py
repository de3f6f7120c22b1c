"""What is sent too often is refused, each address and each route for itself, with the seconds to wait."""

import pytest
from flask import Flask

from civic.rate_limits import RateLimits, TooOften


@pytest.fixture
def site():
    app, limits, whose = Flask(__name__), RateLimits(), ["anybody"]
    app.config |= {"RATELIMIT_STORAGE_URI": "calm://", "RATELIMIT_DEFAULT": "3 per minute"}
    limits.init_app(app)
    app.register_error_handler(TooOften, lambda fault: ("wait", 429, {"Retry-After": str(fault.seconds)}))

    def views():
        yield app.route("/plain", methods=["GET", "POST"], endpoint="plain")(lambda: "here")
        yield app.route("/other", methods=["POST"], endpoint="other")(lambda: "here")
        rare = limits.limit("1 per hour")(lambda: "here")
        yield app.route("/rare", methods=["GET", "POST"], endpoint="rare")(rare)
        mine = limits.limit("1 per day", key=lambda: whose[0])(lambda: "here")
        yield app.route("/mine", methods=["POST"], endpoint="mine")(mine)

    assert len(list(views())) == 4
    return app, whose


def test_each_address_and_each_route_for_itself(site):
    app, _whose = site
    client = app.test_client()
    assert [client.post("/plain").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert client.post("/other").status_code == 200
    assert client.post("/plain", environ_base={"REMOTE_ADDR": "10.0.0.9"}).status_code == 200
    assert 0 < int(client.post("/plain").headers["Retry-After"]) <= 60


def test_reading_is_free_but_where_a_route_says_otherwise(site):
    app, _whose = site
    client = app.test_client()
    assert {client.get("/plain").status_code for _ in range(9)} == {200}
    assert [client.get("/rare").status_code for _ in range(2)] == [200, 429]
    assert 60 < int(client.get("/rare").headers["Retry-After"]) <= 3600


def test_counted_for_whom_the_route_says(site):
    app, whose = site
    client = app.test_client()
    assert [client.post("/mine").status_code for _ in range(2)] == [200, 429]
    whose[0] = "somebody else"
    assert client.post("/mine").status_code == 200


def test_begins_anew(site):
    app, _whose = site
    client = app.test_client()
    assert [client.get("/rare").status_code for _ in range(2)] == [200, 429]
    RateLimits().reset(app)
    assert client.get("/rare").status_code == 200


def test_nothing_is_counted_where_it_is_switched_off():
    app, limits = Flask(__name__), RateLimits()
    app.config |= {
        "RATELIMIT_STORAGE_URI": "calm://",
        "RATELIMIT_DEFAULT": "1 per day",
        "RATELIMIT_ENABLED": False,
    }
    limits.init_app(app)
    app.post("/plain")(lambda: "here")
    assert {app.test_client().post("/plain").status_code for _ in range(3)} == {200}
