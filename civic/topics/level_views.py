"""Levels: what a door, a building or the neighbourhood talks over; moving up; alike ones joined."""

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.rendering import render
from civic.topics import level_queries as reads
from civic.topics import policies, queries, showing
from civic.topics.argument_forms import JoiningForm, LevelForm
from civic.topics.blueprint import back_to, form_page, one_time, topics
from civic.topics.level_workflow import join_topics, raise_level
from civic.topics.levels import higher
from civic.topics.states import TopicLevel


@topics.get("/places/<int:place>")
@requires(anyone, on=reads.settling_place)
def of_place(place):
    """Topics of a door, a building or the neighbourhood, and how many are talked over beneath it."""
    page = reads.topics_at(place, request.args.get("after"))
    return render(
        "topics/of_place.html", place=place, page=page, beneath=reads.beneath(place),
        address=lambda **more: url_for("topics.of_place", place=place.id, **more),
        quiet_line=showing.quiet_line, row_line=showing.row_line,
    )  # fmt: skip


@form_page("/<int:no>/level")
@requires(policies.may_move, on=queries.topic_or_404)
def level(topic):
    """Move it up, with a reason everybody reads."""
    form, topic_id = LevelForm(), topic.id
    form.level.choices = [(one.value, one.label) for one in higher(topic.level)]
    if form.validate_on_submit():
        with one_time(form, topic_id):
            raise_level(topic, TopicLevel(form.level.data), by=current_user, reason=form.reason.data)
        return back_to(topic_id, _("It is talked over one level up; your reason stands on its page."))
    return render("topics/level.html", 422 if form.errors else 200, topic=topic, form=form)


@form_page("/<int:no>/joining")
@requires(policies.may_run, on=queries.topic_or_404)
def joining(topic):
    """Let alike topics from below go on in this one."""
    form, topic_id = JoiningForm(), topic.id
    chosen = request.form.getlist("topic", type=int)
    if form.validate_on_submit() and chosen:
        with one_time(form, topic_id):
            join_topics(topic, chosen, by=current_user, reason=form.reason.data)
        return back_to(topic_id, _("They go on together here; everybody behind them is told."))
    nothing = request.method == "POST" and not chosen
    return render("topics/joining.html", 422 if form.errors or nothing else 200, topic=topic, form=form,
                  chosen=chosen, nothing=nothing, found=reads.joinable(topic))  # fmt: skip
