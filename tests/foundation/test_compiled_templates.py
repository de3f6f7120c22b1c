"""Compiled templates are kept for one state of the program, and never stand in a page's way."""

import os
import shutil

import pytest
from flask import Flask

from civic import compiled_templates


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A program of one module, and its folder of kept templates."""
    code = tmp_path / "code"
    code.mkdir()
    (code / "words.py").write_text("a = 1\n")
    monkeypatch.setattr(compiled_templates, "HERE", code)
    return code


def site(tmp_path, program) -> Flask:
    app = Flask("site", template_folder=str(program))
    app.config["INSTANCE"] = tmp_path
    compiled_templates.register(app)
    return app


def kept(tmp_path) -> list:
    return sorted(path for path in (tmp_path / "templates").rglob("*") if path.is_file())


def shown(app, page="page.html") -> str:
    return app.jinja_env.get_template(page).render(name="wx")


def test_a_second_start_finds_what_the_first_compiled(tmp_path, program):
    (program / "page.html").write_text("hello {{ name }}")
    assert shown(site(tmp_path, program)) == "hello wx"
    (first,) = kept(tmp_path)
    made = first.stat().st_mtime_ns
    assert shown(site(tmp_path, program)) == "hello wx"
    assert kept(tmp_path) == [first] and first.stat().st_mtime_ns == made
    assert first.parent.stat().st_mode & 0o077 == 0  # whoever writes there runs code as the site


def test_another_program_starts_anew_and_takes_the_old_away(tmp_path, program):
    (program / "page.html").write_text("hello {{ name }}")
    older = site(tmp_path, program)
    shown(older)
    (first,) = kept(tmp_path)
    os.utime(program / "words.py", ns=(1, 1))
    assert shown(site(tmp_path, program)) == "hello wx"
    (second,) = kept(tmp_path)
    assert second.parent != first.parent
    (program / "other.html").write_text("bye {{ name }}")
    assert shown(older, "other.html") == "bye wx"  # its folder is gone, the page is not


def test_a_changed_page_is_compiled_anew(tmp_path, program):
    (program / "page.html").write_text("hello {{ name }}")
    shown(site(tmp_path, program))
    (program / "page.html").write_text("good day {{ name }}")
    assert shown(site(tmp_path, program)) == "good day wx"


def test_a_lost_folder_costs_no_page(tmp_path, program):
    (program / "page.html").write_text("hello {{ name }}")
    app = site(tmp_path, program)
    shutil.rmtree(tmp_path / "templates")
    assert shown(app) == "hello wx"
