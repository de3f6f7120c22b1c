"""剔除 on pages: propose, rule, lift; the public line; and the street's own page of misuse (Art. 9)."""

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.database import locked
from civic.dispatch import exception_figures, exception_policies, exception_queries, queries
from civic.dispatch import exclusion_workflow as workflow
from civic.dispatch.blueprint import work_orders
from civic.dispatch.exception_forms import ExclusionForm, RulingForm, SayingForm
from civic.dispatch.exception_models import Exclusion, MisuseFlag
from civic.dispatch.exception_pages import acting, back_to, form_page, takes
from civic.dispatch.exception_states import ExclusionGround
from civic.rendering import render


@work_orders.get("/exclusions")
@requires(anyone)
def exclusions():
    """How many orders no rate counts, by ground: they stay counted here (I6)."""
    by_ground, orders = exception_figures.excluded_by_ground()
    return render("dispatch/exclusions.html", by_ground=by_ground, orders=orders)


@work_orders.get("/handed-back")
@requires(anyone)
def handed_back():
    """How often each body said "not ours", and how often that was right."""
    return render("dispatch/handed_back.html", bodies=exception_figures.handed_back())


def _proposal_page(order, form):
    return form_page(
        form, _("Do not count this order"), url_for(".create_exclusion", no=order.id), _("Propose"), order.id,
        facts=[(_("Number of the order"), order.number), (_("State"), order.state.label)],
        lead=_("Another person has to agree. The resident is answered all the same; the number is public."),
    )  # fmt: skip


@work_orders.get("/<int:no>/exclusions/new")
@requires(exception_policies.may_propose, on=queries.order_or_404)
def new_exclusion(order):
    """A ground, and why it holds."""
    return _proposal_page(order, ExclusionForm())


@work_orders.post("/<int:no>/exclusions")
@requires(exception_policies.may_propose, on=queries.order_or_404)
@takes(queries.order_or_404, lambda row: ExclusionForm(), _proposal_page)
def create_exclusion(order, form):
    """Propose it."""
    order_no = order.id
    with acting(form, order_no) as (row, _leg):
        ground = ExclusionGround(form.ground.data)
        workflow.propose(row, by=current_user, ground=ground, words=form.words.data)
    return back_to(order_no, _("Proposed. Somebody else has to agree."))


def _ruling_page(row, form, heading, action):
    facts = [(_("Number of the order"), row.order_id), (_("Why"), row.words)]
    if isinstance(row, Exclusion):
        facts.insert(1, (_("Ground"), row.ground.label))
    return form_page(form, heading, action, _("Rule"), row.order_id, facts=facts)


def _exclusion_ruling(row, form):
    return _ruling_page(row, form, _("Not to be counted?"), url_for(".create_exclusion_ruling", no=row.id))


@work_orders.get("/exclusions/<int:no>/ruling/new")
@requires(exception_policies.may_approve_or_district, on=exception_queries.exclusion_or_404)
def new_exclusion_ruling(exclusion):
    """What was proposed, yes or no."""
    return _exclusion_ruling(exclusion, RulingForm())


@work_orders.post("/exclusions/<int:no>/ruling")
@requires(exception_policies.may_approve_or_district, on=exception_queries.exclusion_or_404)
@takes(exception_queries.exclusion_or_404, lambda row: RulingForm(), _exclusion_ruling)
def create_exclusion_ruling(exclusion, form):
    """Rule."""
    number, order_no = exclusion.id, exclusion.order_id
    verb = workflow.approve if form.outcome.data == "approved" else workflow.refuse
    with acting(form, order_no) as (order, _leg):
        verb(order, locked(Exclusion, number), by=current_user, words=form.words.data)
    return back_to(order_no, _("Your ruling stands."))


def _lifting_page(row, form):
    act = ".create_lifting" if isinstance(row, Exclusion) else ".create_misuse_lifting"
    action = url_for(act, no=row.id)
    return form_page(
        form, _("Take it back"), action, _("Take it back"), row.order_id, facts=[(_("Why"), row.words)]
    )


@work_orders.get("/exclusions/<int:no>/lifting/new")
@requires(exception_policies.may_approve_or_district, on=exception_queries.exclusion_or_404)
def new_lifting(exclusion):
    """Why it is counted again."""
    return _lifting_page(exclusion, SayingForm())


@work_orders.post("/exclusions/<int:no>/lifting")
@requires(exception_policies.may_approve_or_district, on=exception_queries.exclusion_or_404)
@takes(exception_queries.exclusion_or_404, lambda row: SayingForm(), _lifting_page)
def create_lifting(exclusion, form):
    """Count it again."""
    number, order_no = exclusion.id, exclusion.order_id
    with acting(form, order_no) as (order, _leg):
        workflow.lift(order, locked(Exclusion, number), by=current_user, words=form.words.data)
    return back_to(order_no, _("It is counted again."))


def _misuse_page(order, form):
    return form_page(
        form, _("The line was misused"), url_for(".create_misuse", no=order.id), _("Propose"), order.id,
        lead=_("Only the street reads this; it takes no right away. Another has to agree (Article 9)."),
    )  # fmt: skip


@work_orders.get("/<int:no>/misuse/new")
@requires(exception_policies.may_propose, on=queries.order_or_404)
def new_misuse(order):
    """What was misused."""
    return _misuse_page(order, SayingForm())


@work_orders.post("/<int:no>/misuse")
@requires(exception_policies.may_propose, on=queries.order_or_404)
@takes(queries.order_or_404, lambda row: SayingForm(), _misuse_page)
def create_misuse(order, form):
    """Propose the flag."""
    order_no = order.id
    with acting(form, order_no) as (row, _leg):
        workflow.propose_misuse(row, by=current_user, words=form.words.data)
    return back_to(order_no, _("Proposed. Somebody else has to agree."))


def _flag_ruling(row, form):
    return _ruling_page(row, form, _("Was the line misused?"), url_for(".create_misuse_ruling", no=row.id))


@work_orders.get("/misuse/<int:no>/ruling/new")
@requires(exception_policies.may_approve, on=exception_queries.misuse_or_404)
def new_misuse_ruling(flag):
    """What was proposed, yes or no."""
    return _flag_ruling(flag, RulingForm())


@work_orders.post("/misuse/<int:no>/ruling")
@requires(exception_policies.may_approve, on=exception_queries.misuse_or_404)
@takes(exception_queries.misuse_or_404, lambda row: RulingForm(), _flag_ruling)
def create_misuse_ruling(flag, form):
    """Rule."""
    number, order_no = flag.id, flag.order_id
    verb = workflow.confirm_misuse if form.outcome.data == "approved" else workflow.refuse_misuse
    with acting(form, order_no):
        verb(locked(MisuseFlag, number), by=current_user, words=form.words.data)
    return back_to(order_no, _("Your ruling stands."))


@work_orders.get("/misuse/<int:no>/lifting/new")
@requires(exception_policies.may_approve, on=exception_queries.misuse_or_404)
def new_misuse_lifting(flag):
    """Why the flag goes."""
    return _lifting_page(flag, SayingForm())


@work_orders.post("/misuse/<int:no>/lifting")
@requires(exception_policies.may_approve, on=exception_queries.misuse_or_404)
@takes(exception_queries.misuse_or_404, lambda row: SayingForm(), _lifting_page)
def create_misuse_lifting(flag, form):
    """Take the flag away."""
    number, order_no = flag.id, flag.order_id
    with acting(form, order_no):
        workflow.lift_misuse(locked(MisuseFlag, number), by=current_user, words=form.words.data)
    return back_to(order_no, _("The flag is gone."))
