"""The page checks find what they promise to find: a page with each fault is refused for that fault."""

import pytest
from flask import Flask

from tests.harness.page import Page

WHOLE = """<!doctype html><html lang="zh-Hans"><head><title>一页</title></head>
<body><main id="main"><h1>你好</h1>{}</main></body></html>"""
CSRF = '<input type="hidden" name="csrf_token" value="x">'
FORM = f'<form method="post" action="/kept">{CSRF}{{}}<button>送出</button></form>'
FAULTS = {
    "heading": "<h1>又一个</h1>",
    "ids": '<p id="a">一</p><p id="a">二</p>',
    "references": '<a href="#nowhere">去</a>',
    "labels": FORM.format('<input name="q">'),
    "captions": '<a href="/"></a>',
    "forms": '<form method="post" action="/kept"><button>送出</button></form>',
    "nothing_inline": '<p style="color:red">红</p>',
    "htmx": '<form method="get" action="/" hx-get="/" hx-target="#gone"><button>找</button></form>',
    "links": '<a href="/issues/new/nowhere">去</a>',
    "leftovers": "<p>None</p>",
    "nesting": "<p><ul><li>一</li></ul></p>",
}


@pytest.fixture
def site(monkeypatch):
    """A site of one page, whose body the test writes."""
    monkeypatch.setenv("CIVIC_STRICT", "1")
    app = Flask("harness")
    app.secret_key = "harness"
    app.shown, app.sent = "", None
    app.add_url_rule("/", "home", lambda: WHOLE.format(app.shown))
    app.add_url_rule("/kept", "kept", lambda: ("", 303, {"Location": "/"}), methods=["POST"])
    return app


@pytest.fixture
def visitor_of(site):
    return Page(site, site.test_client())


def test_a_sound_page_passes(site, visitor_of):
    site.shown = FORM.format('<label for="q">问</label><input id="q" name="q">')
    assert visitor_of.get("home").h1 == "你好"
    assert visitor_of.submit("送出", q="为什么").url == "/"


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found(site, visitor_of, fault):
    site.shown = FAULTS[fault]
    with pytest.raises(AssertionError, match=f"{fault}:"):
        visitor_of.get("home")
    visitor_of.get("home", but=(fault, "nesting", "references"))


def test_a_field_that_is_not_there_cannot_be_filled(site, visitor_of):
    site.shown = FORM.format("")
    visitor_of.get("home")
    with pytest.raises(AssertionError, match="No field 'q'"):
        visitor_of.submit("送出", q="为什么")


def test_a_choice_that_is_not_offered_cannot_be_made(site, visitor_of):
    site.shown = FORM.format('<label><input type="radio" name="r" value="a">甲</label>')
    visitor_of.get("home")
    with pytest.raises(AssertionError, match="offers"):
        visitor_of.submit("送出", r="b")


def test_the_wrong_status_is_told(visitor_of):
    with pytest.raises(AssertionError, match="answered 404 , wanted 200"):
        visitor_of.get("/nothing")
