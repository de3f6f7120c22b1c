"""Opinions: everybody says something, staff answer many at once, the round is closed."""

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.database import utcnow, writing
from civic.errors import Conflict
from civic.rendering import render
from civic.submissions import once
from civic.topics import policies, queries
from civic.topics import rounds as verbs
from civic.topics.blueprint import back_to, form_page, one_time, topics
from civic.topics.forms import AnswersForm, OpinionForm, RoundForm, StepForm
from civic.topics.rules import last_day
from civic.topics.states import ReplyOutcome


@topics.get("/<int:no>/opinions")
@requires(anyone, on=queries.topic_or_404)
def opinions(topic):
    """Every opinion with its answer, and the form for one more."""
    return _opinions_page(topic, OpinionForm(formdata=None) if current_user.is_authenticated else None)


def _opinions_page(topic, form, status=200):
    rounds = queries.rounds_of(topic)
    if form is not None:
        form.option.choices = _option_choices(queries.in_letter_order(queries.standing_options(topic)))
    page = queries.opinions_page(topic, request.args.get("after"))
    open_round = next((one for one in rounds if one.takes_opinions(utcnow())), None)
    return render("topics/opinions.html", status, topic=topic, form=form, page=page, rounds=rounds,
                  speak_until=last_day(open_round.closes_at) if open_round else None)  # fmt: skip


def _option_choices(options):
    named = [(one.id, f"{one.letter} {one.title}" if one.letter else one.title) for one in options]
    return [(0, _("The whole matter")), *named]


@topics.post("/<int:no>/opinions")
@requires(policies.may_speak, on=queries.topic_or_404)
def create_opinion(topic):
    """Say something in the open round."""
    form, topic_id = OpinionForm(), topic.id
    form.option.choices = _option_choices(queries.standing_options(topic))
    if not form.validate():
        return _opinions_page(topic, form, 422)
    asked = _current_round(topic)
    with writing(), once(form) as first:
        verbs.give_opinion(
            asked, by=current_user, body=form.body.data.strip(), option_id=form.option.data or None
        )
        first.leads_to(url_for("topics.opinions", no=topic_id))
    return back_to(topic_id, _("Thank you. It will be answered here, with a reason."), "opinions")


def _current_round(topic):
    rounds = queries.rounds_of(topic)
    if not rounds:
        raise Conflict(_("Opinions are not being asked for now."), _("Your words are below: copy them."))
    return rounds[-1]


@form_page("/<int:no>/rounds")
@requires(policies.may_run, on=queries.topic_or_404)
def rounds(topic):
    """Open an opinion round."""
    form, topic_id = RoundForm(), topic.id
    if form.validate_on_submit():
        with one_time(form, topic_id):
            verbs.open_round(topic, by=current_user, days=form.days.data)
        return back_to(topic_id, _("The round is open. Send it to the group."), "opinions")
    return render("topics/rounds.html", 422 if form.errors else 200, topic=topic, form=form)


@topics.post("/<int:no>/rounds/closing")
@requires(policies.may_run, on=queries.topic_or_404)
def create_closing(topic):
    """Close the round whose opinions are all answered."""
    form, topic_id, asked = StepForm(), topic.id, _current_round(topic)
    with one_time(form, topic_id):
        verbs.close_round(asked, by=current_user)
    return back_to(topic_id, _("The round is closed, everybody has an answer."), "opinions")


@form_page("/<int:no>/answers")
@requires(policies.may_run, on=queries.topic_or_404)
def answers(topic):
    """Answer opinions, many at once."""
    form, topic_id = AnswersForm(), topic.id
    chosen = request.form.getlist("opinion", type=int)
    if form.validate_on_submit() and chosen:
        asked = _current_round(topic)
        with writing(), once(form) as first:
            verbs.answer_opinions(asked, chosen, by=current_user, reason=form.reason.data.strip(),
                                  outcome=ReplyOutcome(form.outcome.data))  # fmt: skip
            first.leads_to(url_for("topics.answers", no=topic_id))
        return back_to(topic_id, _("Answered; each author is told."), "opinions")
    nothing = request.method == "POST" and not chosen
    page = queries.opinions_page(topic, request.args.get("after"), size=50, unanswered=True)
    status = 422 if form.errors or nothing else 200
    return render("topics/answers.html", status, topic=topic, form=form, page=page, chosen=chosen,
                  nothing=nothing)  # fmt: skip
