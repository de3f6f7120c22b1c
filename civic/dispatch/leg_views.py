"""A body's part on a phone: what is mine, how long is left, take it, speak, reply with a photo."""

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.councils import queries as councils
from civic.database import locked, writing
from civic.dispatch import (
    complainants,
    desk_rows,
    exception_policies,
    inbox,
    leg_tally,
    leg_workflow,
    policies,
    queries,
    urgent_queries,
    whistle_policies,
    workflow,
)
from civic.dispatch.blueprint import done, fresh, refused, work_orders
from civic.dispatch.evidence import HOME
from civic.dispatch.exception_queries import exceptions_of
from civic.dispatch.forms import LegForm, ReplyForm
from civic.dispatch.models import WorkOrder
from civic.errors import Refused
from civic.issues import photo_files, photos
from civic.issues import policies as issue_policies
from civic.issues.blueprint import apart
from civic.issues.photo_models import PhotoPurpose
from civic.issues.photos import photos_of
from civic.issues.queries import issue_in_full
from civic.issues.solved import solved_like
from civic.rendering import render


def body_asked():
    """Which of one's bodies the desk shows: the one asked for, else the first."""
    bodies = sorted(current_user.body_ids)
    asked = request.args.get("body", "")
    return int(asked) if asked.isdigit() and int(asked) in bodies else bodies[0]


@work_orders.get("/mine")
@requires(policies.acts_for_a_body)
def mine():
    """What my body owes, the soonest due first."""
    body_id = body_asked()
    page = inbox.legs_of_body(body_id, request.args.get("after"))
    bodies = councils.bodies_by_id(current_user.body_ids)
    rows = desk_rows.legs_to_do(page, solved_like({row.category for row in page}))
    return render(
        "dispatch/mine.html", page=page, rows=rows, body=bodies[body_id], bodies=bodies.values(),
        owed=leg_tally.owed_by(body_id), urgent=urgent_queries.called([body_id]),
    )  # fmt: skip


@work_orders.get("/legs/<int:no>")
@requires(policies.may_read_leg, on=queries.leg_or_404)
def leg(leg):
    """One part: the resident's words, how long is left, and the three acts."""
    return leg_page(leg)


def leg_page(leg, status=200, reply_form=None):
    """The page of a part, with a refused reply in its place."""
    version = {"version": leg.version, "formdata": None}
    forms = apart(accept_form=LegForm(**version), contact_form=LegForm(**version))
    return render(
        "dispatch/leg.html", status, leg=leg, issue=issue_in_full(leg.order.issue_id),
        photos=photos_of(leg, PhotoPurpose.AFTER), rules=policies, policies=issue_policies,
        reply_form=reply_form or ReplyForm(**version), solved=solved_like({leg.order.issue.category}),
        exceptions=exceptions_of(leg.order), ex_policies=exception_policies, whistles=whistle_policies,
        has_number=bool(leg.order.external_no and complainants.complainant_of(leg.order_id)), **forms,
    )  # fmt: skip


@work_orders.post("/legs/<int:no>/acceptance")
@requires(policies.handles_leg, on=queries.leg_or_404)
def create_acceptance(leg):
    """Take it."""
    form, here = LegForm(), url_for(".leg", no=leg.id)
    with writing():
        leg_workflow.accept(fresh(leg, form, here), by=current_user)
    return done(_("It is yours now. Next: call or visit whoever raised it."), here)


@work_orders.post("/legs/<int:no>/contact")
@requires(policies.handles_leg, on=queries.leg_or_404)
def create_contact(leg):
    """Somebody has spoken with the resident."""
    form, here = LegForm(), url_for(".leg", no=leg.id)
    with writing():
        leg_workflow.contact(fresh(leg, form, here), by=current_user)
    return done(_("Noted. When it is done, reply below with a photo."), here)


@work_orders.post("/legs/<int:no>/reply")
@requires(policies.handles_leg, on=queries.leg_or_404)
def create_reply(leg):
    """What was done, its basis, and the evidence, in one form."""
    form, here = ReplyForm(), url_for(".leg", no=leg.id)
    if not form.validate():
        return leg_page(leg, 422, reply_form=form)
    try:
        reply(leg, form, photo_files.take_in(form.photo.data) if form.photo.data else None, here)
    except Refused as refusal:
        return leg_page(queries.leg_or_404(leg.id), 422, reply_form=refused(form, "words", refusal))
    return done(_("Replied. The resident reads it when every body that leads has replied."), here)


def reply(leg, form, stored, here):
    """Keep the photo and the words in one transaction; the file goes when that fails."""
    try:
        with writing():
            order, now = locked(WorkOrder, leg.order_id), fresh(leg, form, here)  # in this order everywhere
            if stored is not None:
                photos.add(stored, home=HOME, subject=now, by=current_user, purpose=PhotoPurpose.AFTER)
            leg_workflow.reply(now, by=current_user, **said(form), photos=queries.count_evidence(now.id))
            legs = queries.legs_of_round(order)
            shown = queries.count_evidence(*(each.id for each in legs))
            workflow.settle_replies(order, by=current_user, evidence=shown)
    except BaseException:
        if stored is not None:
            photo_files.forget(stored.token)
        raise


def said(form):
    """The words of a reply, as the verb takes them."""
    names = ("words", "basis", "explained_by", "explained_to", "evidence_words", "removes")
    return {name: form[name].data or "" for name in names[:-1]} | {"removes": form.removes.data}
