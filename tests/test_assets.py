"""The joined stylesheet and script: small, named by content, cached for good, honest about gzip."""

import gzip
import json
import re

import pytest

from civic import assets
from civic.assets import PARTS, SOURCE, asset_url, build, joined, minify_css, minify_js

LIMITS = {"civic.css": 18_000, "civic.js": 22_000, "icon.svg": 1_000}


@pytest.mark.parametrize("name", PARTS)
def test_light_as_sent(name):
    assert len(gzip.compress(joined(name), 9)) <= LIMITS[name]


def test_build_names_files_by_their_content(tmp_path):
    manifest = build(tmp_path)
    assert manifest == json.loads((tmp_path / "manifest.json").read_text()) == build(tmp_path)
    for name, built in manifest.items():
        content = (tmp_path / built).read_bytes()
        assert content == joined(name)
        assert gzip.decompress((tmp_path / f"{built}.gz").read_bytes()) == content


def test_a_changed_source_gets_a_new_name(tmp_path, monkeypatch):
    before = build(tmp_path / "one")
    source = tmp_path / "src"
    source.mkdir()
    for path in SOURCE.iterdir():
        (source / path.name).write_bytes(path.read_bytes())
    (source / "civic.css").write_text((SOURCE / "civic.css").read_text() + "\n.more { color: #000; }\n")
    monkeypatch.setattr(assets, "SOURCE", source)
    after = build(tmp_path / "two")
    assert after["civic.css"] != before["civic.css"] and after["civic.js"] == before["civic.js"]


def test_served_as_gzip_to_those_who_take_it(app, client):
    with app.test_request_context():
        address = asset_url("civic.css")
    plain = client.get(address)
    zipped = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert gzip.decompress(zipped.data) == plain.data
    assert "Content-Encoding" not in plain.headers and zipped.headers["Content-Encoding"] == "gzip"
    for answer in (plain, zipped):
        assert answer.status_code == 200 and answer.mimetype == "text/css"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Accept-Encoding" in answer.headers["Vary"] and "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("name", ["manifest.json", "..%2fassets.py", "civic.css", "civic-00000000.css.gz"])
def test_nothing_else_is_served(client, name):
    assert client.get(f"/assets/{name}").status_code == 404


def test_minified_css_keeps_every_declaration():
    source = (
        "/* note */ a:hover , b > c { color : #fff; margin: 0 auto; }\n"
        "@media (min-width: 60em) { a { top: 0 } }"
    )
    assert minify_css(source) == "a:hover,b>c{color :#fff;margin:0 auto}@media (min-width:60em){a{top:0}}"


def test_minified_script_loses_no_code():
    source = "/*! licence */\n/* why */\n  var a = '/* kept */';\n\n  a = b / c; /* kept too */\n"
    assert minify_js(source) == "/*! licence */\nvar a = '/* kept */';\na = b / c; /* kept too */"


def test_htmx_is_the_pinned_version_and_untouched():
    lines = (SOURCE / "htmx-2.0.11.min.js").read_text().splitlines()
    assert lines[0].startswith("/*! htmx.org 2.0.11")
    assert 'version:"2.0.11"' in lines[1]


def test_script_needs_nothing_the_policy_forbids():
    ours = (SOURCE / "civic.js").read_text()
    assert not re.search(r"\beval\(|new Function|innerHTML|\.style\b|localStorage|http:|`", ours)


def test_a_page_without_a_form_loads_no_script(client):
    html = client.get("/nothing-here").get_data(as_text=True)
    assert "<form" not in html and "<script" not in html
    assert len(re.findall(r'<link rel="stylesheet"', html)) == 1


def test_a_form_brings_the_script(app):
    form = app.jinja_env.from_string(
        '{% extends "base.html" %}{% from "components/form.html" import act %}'
        '{% block main %}<h1>x</h1>{{ act("/x", none, "go") }}{% endblock %}'
    )
    with app.test_request_context():
        app.preprocess_request()
        html = form.render()
    assert html.count("<script") == 1 and 'src="/assets/civic-' in html and " defer" in html
    assert 'name="csrf_token"' in html


def test_strangers_get_no_cookie_and_no_csrf_field(client):
    answer = client.get("/nothing-here")
    assert "Set-Cookie" not in answer.headers and "csrf_token" not in answer.get_data(as_text=True)
