"""Classified handling (条例 Art. 11): answered at once, passed on, refused or joined without a dispatch.

`classifying(order)` is what dispatch/_classify.html needs; any page of an order may show it.
"""

from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.database import locked, writing
from civic.dispatch import policies, queries, table
from civic.dispatch.blueprint import work_orders
from civic.dispatch.classifying_forms import (
    AnswerForm,
    DuplicateForm,
    EmergencyForm,
    FirstAnswerForm,
    LawfulChannelForm,
)
from civic.dispatch.models import WorkOrder
from civic.dispatch.sorting import sort_from_form
from civic.dispatch.states import OrderState
from civic.errors import Conflict, NotFound
from civic.issues import categories, refusals, workflow
from civic.issues import queries as issue_queries
from civic.issues.blueprint import apart, done, fresh
from civic.issues.models import Issue
from civic.issues.outlines import outline
from civic.issues.suggestions import suggest
from civic.issues.triage_forms import RefusalForm, grouped
from civic.places import queries as places
from civic.rendering import render


def classifying(order, **given) -> dict:
    """Forms, what the words suggest and what the table says. Args: given — a form with its errors."""
    issue = order.issue
    hint, version = suggest(issue.body_raw), {"version": issue.version, "formdata": None}
    forms = {
        "answer": _answer_form(issue, hint),
        "emergency": EmergencyForm(**version),
        "redirection": LawfulChannelForm(**version),
        "refusal": RefusalForm(**version),
        "merger": DuplicateForm(**version),
    }
    waiting, code = order.state is OrderState.RECEIVED, issue.category_code or hint.category
    return {
        "classify": apart(**(forms | given)), "hint": hint, "suggested": table.suggest(order, code),
        "alike": issue_queries.main_issues(issue) if waiting else [],
        "prompt": categories.prompt(code),
        "number_of": categories.emergency_number,
    }  # fmt: skip


def _answer_form(issue, hint=None):
    """With acceptance in the same step while nobody has sorted it; filled from `hint` when given."""
    given = {"version": issue.version, "formdata": None} if hint else {}
    if not issue.is_untriaged:
        return AnswerForm(**given)
    if hint:
        given |= {"kind": hint.kind, "urgency": hint.urgency, "category": hint.code, "place": issue.place_id}
        given |= outline(hint, issue)
    form = FirstAnswerForm(**given)
    form.place.choices = grouped(places.place_options(issue.community_id))
    return form


@work_orders.get("/<int:no>/classification")
@requires(policies.may_dispatch, on=queries.order_in_full)
def classification(order):
    """The words, what they suggest, and the ways that need no dispatch, on one screen."""
    return _page(order)


def _page(order, status=200, **given):
    return render("dispatch/classification.html", status, order=order, **classifying(order, **given))


def _begin(order, form):
    """Issue and order as they are now, locked; raises Conflict when somebody acted meanwhile."""
    issue = fresh(order.issue, form)
    now = locked(WorkOrder, order.id)
    if now.state is not OrderState.RECEIVED:
        raise Conflict(
            _("This order has moved on in the meantime: it is now “%(state)s”.", state=now.state.label),
            _("Look at it once more before you act; what you typed is below."),
        )
    return issue


def _done(words, no):
    return done(words, "work_orders.classification", no=no)


@work_orders.post("/<int:no>/answer")
@requires(policies.may_dispatch, on=queries.order_in_full)
def create_answer(order):
    """Answered at once; what nobody has sorted yet is accepted in the same step."""
    form, no = _answer_form(order.issue), order.id
    if not form.validate():
        return _page(order, 422, answer=form)
    with writing():
        issue = _begin(order, form)
        sort_from_form(issue, form, by=current_user)
        workflow.answer(issue, by=current_user, words=form.words.data)
    return _done(_("Answered at once. The resident says whether it is solved."), no)


@work_orders.post("/<int:no>/emergency")
@requires(policies.may_dispatch, on=queries.order_in_full)
def create_emergency(order):
    """Passed to police or the utility by telephone, and the resident told what to do meanwhile."""
    form, no = EmergencyForm(), order.id
    if not form.validate():
        return _page(order, 422, emergency=form)
    with writing():
        refusals.redirect(
            _begin(order, form), by=current_user, channel=form.channel.data, words=form.words.data.strip()
        )
    return _done(_("Passed on. The resident was told what to do until they come."), no)


@work_orders.post("/<int:no>/redirection")
@requires(policies.may_dispatch, on=queries.order_in_full)
def create_redirection(order):
    """The law gives it a channel of its own: which, and how to get there."""
    form, no = LawfulChannelForm(), order.id
    if not form.validate():
        return _page(order, 422, redirection=form)
    with writing():
        refusals.redirect(
            _begin(order, form), by=current_user, channel=form.channel.data, words=form.words.data.strip()
        )
    return _done(_("The resident was told where it belongs."), no)


@work_orders.post("/<int:no>/refusal")
@requires(policies.may_dispatch, on=queries.order_in_full)
def create_refusal(order):
    """Beyond what anybody here may do: why, and what else there is."""
    form, no = RefusalForm(), order.id
    if not form.validate():
        return _page(order, 422, refusal=form)
    with writing():
        refusals.decline(
            _begin(order, form), by=current_user, code=form.code.data, words=form.words.data.strip()
        )
    return _done(_("The resident was told why, and that somebody else can look at it."), no)


@work_orders.post("/<int:no>/merger")
@requires(policies.may_dispatch, on=queries.order_in_full)
def create_merger(order):
    """The same again without new facts: joined, and its reporter told how far the other is."""
    form, no, community = DuplicateForm(), order.id, order.community_id
    if not form.validate():
        return _page(order, 422, merger=form)
    with writing():
        main = locked(Issue, form.into.data)
        if main is None or main.community_id != community:
            raise NotFound(_("There is no issue %(no)s in this community.", no=form.into.data))
        refusals.merge(_begin(order, form), by=current_user, into=main)
    return _done(_("Joined. Everybody who raised or supported it follows the main issue now."), no)
