"""Classified handling (条例 Art. 11): answered at once, passed on, refused or joined without a dispatch.

`classifying(order)` is what dispatch/_classify.html needs; any page of an order may show it.
"""

from functools import wraps

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
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


def _way(name, form_of, words):
    """For a view `verb(order, form)`: its form, in one transaction, and `words` when it is done.

    What is wrong in the form shows the page again, this way open. Args: name — of the way on the page;
    form_of(order).
    """

    def decorate(verb):
        @wraps(verb)
        def taken(order):
            form, no = form_of(order), order.id
            if not form.validate():
                return _page(order, 422, **{name: form})
            with writing():
                verb(order, form)
            return done(words, "work_orders.classification", no=no)

        return taken

    return decorate


@work_orders.post("/<int:no>/answer")
@requires(policies.may_dispatch, on=queries.order_in_full)
@_way(
    "answer",
    lambda order: _answer_form(order.issue),
    _l("Answered at once. The resident says whether it is solved."),
)
def create_answer(order, form):
    """Answered at once; what nobody has sorted yet is accepted in the same step."""
    issue = _begin(order, form)
    sort_from_form(issue, form, by=current_user)
    workflow.answer(issue, by=current_user, words=form.words.data)


@work_orders.post("/<int:no>/emergency")
@requires(policies.may_dispatch, on=queries.order_in_full)
@_way(
    "emergency",
    lambda order: EmergencyForm(),
    _l("Passed on. The resident was told what to do until they come."),
)
def create_emergency(order, form):
    """Passed to police or the utility by telephone, and the resident told what to do meanwhile."""
    _redirect(order, form)


@work_orders.post("/<int:no>/redirection")
@requires(policies.may_dispatch, on=queries.order_in_full)
@_way("redirection", lambda order: LawfulChannelForm(), _l("The resident was told where it belongs."))
def create_redirection(order, form):
    """The law gives it a channel of its own: which, and how to get there."""
    _redirect(order, form)


def _redirect(order, form):
    words = form.words.data.strip()
    refusals.redirect(_begin(order, form), by=current_user, channel=form.channel.data, words=words)


@work_orders.post("/<int:no>/refusal")
@requires(policies.may_dispatch, on=queries.order_in_full)
@_way(
    "refusal",
    lambda order: RefusalForm(),
    _l("The resident was told why, and that somebody else can look at it."),
)
def create_refusal(order, form):
    """Beyond what anybody here may do: why, and what else there is."""
    words = form.words.data.strip()
    refusals.decline(_begin(order, form), by=current_user, code=form.code.data, words=words)


@work_orders.post("/<int:no>/merger")
@requires(policies.may_dispatch, on=queries.order_in_full)
@_way(
    "merger",
    lambda order: DuplicateForm(),
    _l("Joined. Everybody who raised or supported it follows the main issue now."),
)
def create_merger(order, form):
    """The same again without new facts: joined, and its reporter told how far the other is."""
    community = order.community_id
    main = locked(Issue, form.into.data)
    if main is None or main.community_id != community:
        raise NotFound(_("There is no issue %(no)s in this community.", no=form.into.data))
    refusals.merge(_begin(order, form), by=current_user, into=main)
