"""What the views of exceptions share: one page for one form, and one transaction for one verb."""

from contextlib import contextmanager
from functools import wraps

from flask import url_for

from civic.database import locked, writing
from civic.dispatch.blueprint import done
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.rendering import render
from civic.submissions import once


def form_page(form, heading, action, button, order_id, **says):
    """The form by itself; after a refusal with what is wrong and everything that was typed (422).

    `says`: lead (a sentence), facts ([(name, words)]), kind (of the button), hints ({field: words}).
    """
    refusal = getattr(form, "refusal", None)
    status = refusal.status if refusal else 422 if form.errors else 200
    back = says.pop("back", None) or exceptions_url(order_id)
    return render(
        "dispatch/exceptions_form.html", status, form=form, heading=heading, action=action, button=button,
        back=back, refusal=refusal, order_id=order_id,
        **{"lead": None, "facts": (), "kind": "go", "hints": {}} | says,
    )  # fmt: skip


def exceptions_url(order_id):
    """The page of everything of an order that departs from the usual way."""
    return url_for("work_orders.exceptions", no=order_id)


@contextmanager
def acting(form, order_id, leg_id=None, url=None):
    """One write transaction: the order and, after it, the leg, both locked as they are now."""
    with writing(), once(form) as first:
        order = locked(WorkOrder, order_id)
        yield order, locked(DispatchLeg, leg_id) if leg_id else None
        first.leads_to(url or exceptions_url(order_id))


def back_to(order_id, words, url=None):
    """Say what happened and show what the order has of these."""
    return done(words, url or exceptions_url(order_id))


def takes(load, form_of, page):
    """For a view that takes one form, as `view(subject, form)`: it runs once the form is filled in well.

    What is wrong in the form, or refused by the verb, shows the form again, the sentence on top, words
    kept. Args: load(number) — the subject as it is now; form_of(subject); page(subject, form).
    """

    def decorate(view):
        @wraps(view)
        def taken(subject):
            number, form = subject.id, form_of(subject)
            if not form.validate_on_submit():
                return page(subject, form)
            try:
                return view(subject, form)
            except (Refused, Conflict, NotAllowed) as refusal:
                db.session.rollback()
                now = load(number)
                form = form_of(now)
                form.refusal = refusal
                return page(now, form)

        return taken

    return decorate
