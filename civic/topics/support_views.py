"""Households' support, the secretary's answer, a proposer's withdrawal, a second look at a refusal."""

from flask import abort, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from civic.authorization import requires
from civic.database import writing
from civic.errors import Refused
from civic.rendering import render
from civic.submissions import OnceForm, once
from civic.topics import policies, queries, support, workflow
from civic.topics.admission import ask_admission_review, rule_admission
from civic.topics.blueprint import back_to, form_page, one_time, topics
from civic.topics.forms import AgendaForm, ReasonForm, RulingForm
from civic.topics.states import AgendaAnswer

RULINGS = [("yes", _l("It is taken up after all")), ("no", _l("The refusal stands"))]


@topics.post("/<int:no>/supports")
@requires(policies.may_support, on=queries.topic_or_404)
def create_support(topic):
    """Our home wants this talked over."""
    household_id = min(current_user.household_ids, default=None)
    if household_id is None:
        raise Refused(_("Only a verified home counts."), _("Confirm your home under “Mine” first."))
    form, topic_id = OnceForm(), topic.id
    with writing(), once(form) as first:
        new = support.support(topic, by=current_user, household_id=household_id)
        first.leads_to(url_for("topics.show", no=topic_id))
    return back_to(topic_id, _("Your home is counted.") if new else _("Your home was counted already."))


@form_page("/<int:no>/agenda")
@requires(policies.may_answer_agenda, on=queries.topic_or_404)
def agenda(topic):
    """The secretary says whether it goes on the agenda."""
    form, topic_id = AgendaForm(), topic.id
    if form.validate_on_submit():
        with one_time(form, topic_id):
            support.answer_agenda(
                topic, by=current_user, answer=AgendaAnswer(form.answer.data), reason=form.reason.data or ""
            )
        return back_to(topic_id, _("Your answer is public."))
    return render("topics/agenda.html", 422 if form.errors else 200, topic=topic, form=form)


@form_page("/<int:no>/withdrawal")
@requires(policies.may_withdraw, on=queries.topic_or_404)
def withdrawal(topic):
    """Whoever proposed it takes it back."""
    form, topic_id = ReasonForm(), topic.id
    if form.validate_on_submit():
        with one_time(form, topic_id):
            workflow.withdraw(topic, by=current_user, reason=form.reason.data)
        return back_to(topic_id, _("It is taken back."))
    return render("topics/withdrawal.html", 422 if form.errors else 200, topic=topic, form=form)


@form_page("/<int:no>/review")
@requires(policies.may_ask_admission_review, on=queries.topic_or_404)
def review(topic):
    """Ask somebody else to look at a refusal."""
    form, topic_id = ReasonForm(), topic.id
    if form.validate_on_submit():
        with one_time(form, topic_id):
            ask_admission_review(topic, by=current_user, grounds=form.reason.data)
        return back_to(topic_id, _("A colleague of theirs will look at it and answer here."))
    return render("topics/review.html", 422 if form.errors else 200, topic=topic, form=form)


@form_page("/<int:no>/review/ruling")
@requires(policies.may_rule_admission, on=queries.topic_or_404)
def ruling(topic):
    """Another member of staff rules on the refusal."""
    form, topic_id = RulingForm(), topic.id
    form.verdict.choices = RULINGS
    asked = queries.admission_review(topic) or abort(404)
    if form.validate_on_submit():
        with one_time(form, topic_id):
            rule_admission(
                topic, by=current_user, admitted=form.verdict.data == "yes", reason=form.reason.data
            )
        return back_to(topic_id, _("Your ruling is public."))
    return render("topics/ruling.html", 422 if form.errors else 200, topic=topic, form=form, review=asked)
