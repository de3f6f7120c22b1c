"""延期 on pages: ask, rule, tell the resident how it goes; the resident's 我有意见 and its answer."""

from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.database import end_of, locked
from civic.dispatch import exception_policies, exception_queries, queries
from civic.dispatch import extension_workflow as workflow
from civic.dispatch.blueprint import work_orders
from civic.dispatch.exception_forms import ExtensionForm, ExtensionRulingForm, SayingForm
from civic.dispatch.exception_models import LegExtension
from civic.dispatch.exception_pages import acting, back_to, form_page, takes
from civic.locale import day, until
from civic.rendering import render

A_MINUTE = timedelta(minutes=1)  # a day reads as that day, 23:59


def _asking_page(leg, form):
    return form_page(
        form, _("Ask for more time"), url_for(".create_extension", no=leg.id), _("Ask"), leg.order_id,
        lead=_("Somebody of the street rules on it; the resident reads your reason and can object."),
        facts=[(_("Your part"), leg.body.short_name), (_("Due now"), until(leg.due_at))],
    )  # fmt: skip


@work_orders.get("/legs/<int:no>/extensions/new")
@requires(exception_policies.may_object, on=queries.leg_or_404)
def new_extension(leg):
    """A later day, and why."""
    return _asking_page(leg, ExtensionForm())


@work_orders.post("/legs/<int:no>/extensions")
@requires(exception_policies.may_object, on=queries.leg_or_404)
@takes(queries.leg_or_404, lambda row: ExtensionForm(), _asking_page)
def create_extension(leg, form):
    """Ask."""
    number, order_no = leg.id, leg.order_id
    with acting(form, order_no, number) as (order, part):
        workflow.ask(
            order, part, by=current_user, due_at=end_of(form.due_on.data) - A_MINUTE, reason=form.reason.data,
            teller=form.teller.data, every_days=form.every_days.data,
        )  # fmt: skip
    return back_to(order_no, _("Asked for. Until somebody rules the deadline stands."))


def _facts(extension):
    facts = [
        (_("Asks"), extension.body.short_name), (_("Due until now"), until(extension.due_was)),
        (_("Asked for"), until(extension.due_at)), (_("Why"), extension.reason),
        (_("Tells the resident"), _("%(who)s, at least every %(days)s days", who=extension.teller,
                                    days=extension.every_days)),
    ]  # fmt: skip
    if extension.protest:
        facts.append((_("The resident objects"), extension.protest))
    return facts


def _ruling_page(extension, form):
    return form_page(
        form, _("More time: yes or no?"), url_for(".create_extension_ruling", no=extension.id), _("Rule"),
        extension.order_id, facts=_facts(extension),
    )  # fmt: skip


@work_orders.get("/extensions/<int:no>/ruling/new")
@requires(exception_policies.may_approve, on=exception_queries.extension_or_404)
def new_extension_ruling(extension):
    """What was asked for, what the resident says, yes or no."""
    return _ruling_page(extension, ExtensionRulingForm())


@work_orders.post("/extensions/<int:no>/ruling")
@requires(exception_policies.may_approve, on=exception_queries.extension_or_404)
@takes(exception_queries.extension_or_404, lambda row: ExtensionRulingForm(), _ruling_page)
def create_extension_ruling(extension, form):
    """Rule."""
    number, order_no, leg_no = extension.id, extension.order_id, extension.leg_id
    said = {"by": current_user, "words": form.words.data}
    with acting(form, order_no, leg_no) as (order, leg):
        row = locked(LegExtension, number)
        if form.outcome.data == "approved":
            workflow.grant(order, leg, row, hotline_ref=form.hotline_ref.data or "", **said)
        else:
            workflow.refuse(row, **said)
    return back_to(order_no, _("Your ruling stands; the resident is told of more time."))


@work_orders.get("/extensions/<int:no>")
@requires(exception_policies.may_see_extension, on=exception_queries.extension_or_404)
def extension(extension):
    """For the resident: until when, why, who tells them, and what they can say to it."""
    return _extension_page(extension, SayingForm(formdata=None))


def _extension_page(extension, form, status=200):
    return render(
        "dispatch/extension.html", status, extension=extension, form=form,
        policies=exception_policies,
    )  # fmt: skip


@work_orders.post("/extensions/<int:no>/protest")
@requires(exception_policies.may_protest, on=exception_queries.extension_or_404)
def create_protest(extension):
    """我有意见."""
    words = _("The street office reads it before it rules, and answers you here.")
    return _say(extension, workflow.protest, words)


@work_orders.post("/extensions/<int:no>/protest-answer")
@requires(exception_policies.may_approve, on=exception_queries.extension_or_404)
def create_protest_answer(extension):
    """Answer it."""
    return _say(extension, workflow.answer_protest, _("The resident reads your answer."))


@work_orders.post("/extensions/<int:no>/progress")
@requires(exception_policies.may_tell_progress, on=exception_queries.extension_or_404)
def create_progress(extension):
    """What the resident was told today."""
    following = _("Written down on %(day)s; the resident reads it.", day=day(workflow.local_today()))
    return _say(extension, workflow.tell_progress, following)


def _say(extension, verb, words):
    form, number = SayingForm(), extension.id
    if not form.validate_on_submit():
        return _extension_page(extension, form, 422)
    here, order_no = url_for(".extension", no=number), extension.order_id
    with acting(form, order_no, url=here):
        verb(locked(LegExtension, number), by=current_user, words=form.words.data)
    return back_to(order_no, words, here)
