"""The shared components say what they must, by drawing and by word."""

from datetime import date, timedelta
from fractions import Fraction
from types import SimpleNamespace

import pytest
from flask_babel import force_locale
from flask_wtf import FlaskForm
from selectolax.lexbor import LexborHTMLParser
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from civic.database import local_today
from civic.threads.models import Seal, Status, is_late, seal_states


@pytest.fixture
def draw(app):
    """Render a line of template with one macro imported; returns the tree."""

    def render(macros, source, **context):
        file, _, names = macros.partition(":")
        template = f'{{% from "components/{file}.html" import {names} %}}{source}'
        with app.test_request_context():
            return LexborHTMLParser(app.jinja_env.from_string(template).render(**context))

    return render


def matter(stamps, status=Status.ACTING, due_on=None, holder="星榆物业"):
    stage = next((seal for seal, state in stamps.items() if state == "now"), Seal.REVIEW)
    late = is_late(status, due_on)
    stored = {seal.value: {"state": state, "on": "2026-03-09"} for seal, state in stamps.items()}
    return SimpleNamespace(
        status=status,
        due_on=due_on,
        holder_name=holder,
        is_late=late,
        seal_states=lambda: seal_states(stored, stage, late),
    )


SMALL = {Seal.INTAKE: "done", Seal.DISPATCH: "done", Seal.ACT: "now", Seal.REVIEW: "todo"}


def test_seals_draw_only_stages_that_apply(draw):
    tree = draw("seals:seals", "{{ seals(t) }}", t=matter(SMALL))
    assert [b.text() for b in tree.css("li b")] == ["接", "派", "办", "评"]
    assert [li.attributes["class"] for li in tree.css("li")] == ["done", "done", "now", "todo"]
    assert "收到 3月9日" in " ".join(tree.css_first("li.done span").text().split())
    assert "正在进行" in tree.css_first("li.now span").text()


def test_a_late_seal_says_so_in_words(draw):
    late = matter(SMALL, due_on=local_today() - timedelta(days=2))
    tree = draw("seals:seals, now_line", "{{ seals(t) }}{{ now_line(t) }}", t=late)
    assert "晚了" in tree.css_first("li.late span").text()
    line = tree.css_first(".now-line").text()
    assert "▲ 晚了 2 天" in line and "星榆物业在办" in line


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.VOTING, "截止"),
        (Status.DELIBERATING, "为止"),
        (Status.ACTING, "前答复"),
        (Status.DONE, "办成了"),
    ],
)
def test_now_line_fits_the_stage(draw, status, words):
    thread = matter(SMALL, status, local_today() + timedelta(days=9))
    assert words in draw("seals:now_line", "{{ now_line(t) }}", t=thread).css_first(".now-line").text()


@pytest.mark.parametrize(("value", "met"), [(665, False), (666, True), (667, True)])
def test_rule_bar_compares_exactly(draw, value, met):
    """2/3 of 999 is 666: as floating point 666/999 falls short of it."""
    tree = draw("bar:rule_bar", "{{ rule_bar(v, 999, f, 'x') }}", v=value, f=Fraction(2, 3))
    assert ("short" in tree.css_first(".bar-fill").attributes["class"]) is not met
    assert tree.css_first(".bar-tick").attributes["x"] == "66.7%"
    assert tree.css_first(".bar-word").text() == "2/3"


def test_a_line_to_be_passed_is_not_met_at_its_mark(draw):
    tree = draw("bar:rule_bar", "{{ rule_bar(5, 10, f, 'x', met=False) }}", f=Fraction(1, 2))
    assert "short" in tree.css_first(".bar-fill").attributes["class"]


def test_bars_stay_within_their_track(draw):
    for used, allowed in ((0, 0), (9, 7), (0, 7), (7, 7)):
        tree = draw("bar:deadline_bar", "{{ deadline_bar(u, a, 'x') }}", u=used, a=allowed)
        assert 0 <= float(tree.css_first(".bar-fill").attributes["width"].rstrip("%")) <= 100
        assert bool(tree.css_first(".late")) is (used > allowed)


class Words(FlaskForm):
    body = TextAreaField("What", [InputRequired("Say a word"), Length(max=5, message="Too long")])
    pick = RadioField(
        "Which",
        choices=[SelectChoice("a", "A"), SelectChoice("b", "B")],
        validators=[InputRequired("Choose")],
    )
    more = StringField("More", description="If you like")


@pytest.fixture
def shown(app, draw):
    def show(data):
        with app.test_request_context(method="POST", data=data):
            form = Words(meta={"csrf": False})
            form.validate()
            return draw(
                "form:error_summary, field",
                "{{ error_summary(f) }}{% for x in f %}{{ field(x) }}{% endfor %}",
                f=form,
            )

    return show


def test_errors_are_linked_from_the_top_and_tied_to_their_field(shown):
    tree = shown({})
    assert [a.attributes["href"] for a in tree.css("[role=alert] a")] == ["#body", "#pick-0"]
    assert tree.css_first("#pick-0") is not None
    body = tree.css_first("#body")
    assert body.attributes["aria-invalid"] == "true"
    assert body.attributes["aria-describedby"] == "body-error"
    assert "Say a word" in tree.css_first("#body-error").text()
    assert tree.css_first("#more").attributes["aria-describedby"] == "more-hint"


def test_what_was_typed_is_kept_and_never_cut_off(shown):
    body = shown({"body": "longer than five", "pick": "b"}).css_first("#body")
    assert body.text().strip() == "longer than five"
    assert "maxlength" not in body.attributes and body.attributes["data-limit"] == "5"


def test_no_errors_no_summary(shown):
    tree = shown({"body": "kept", "pick": "b"})
    assert tree.css_first("[role=alert]") is None
    assert "checked" in tree.css_first("#pick-1").attributes


def test_nothing_is_preselected(shown):
    assert not shown({}).css("[checked]")


def test_language_is_not_frozen_by_the_first_visitor(app):
    """Jinja keeps imported macro files: a word set outside a macro would stay in one language."""
    page = app.jinja_env.from_string('{% from "components/three.html" import three %}{{ three("x") }}')
    spoken = []
    for language in ("zh_Hans_CN", "en", "zh_Hans_CN"):
        with app.test_request_context(), force_locale(language):
            spoken.append(page.render())
    assert spoken[0] == spoken[2] != spoken[1]


def test_printed_pages_carry_their_address(client):
    answer = client.get("/address.svg?of=/topics/12")
    assert answer.mimetype == "image/svg+xml" and answer.data.startswith(b"<?xml")
    assert (
        client.get("/address.svg?of=https://elsewhere.example/").data == client.get("/address.svg?of=/").data
    )


def test_due_dates_are_never_negative_days_left(draw):
    thread = matter(SMALL, Status.ACTING, date(2020, 1, 1))
    assert "还剩" not in draw("seals:now_line", "{{ now_line(t) }}", t=thread).css_first(".now-line").text()
