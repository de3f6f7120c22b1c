"""The blueprint of work orders, and what its views share; views.py hands it to the app."""

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _

from civic.database import locked
from civic.errors import Conflict
from civic.rendering import render
from civic.submissions import once

work_orders = Blueprint("work_orders", __name__, url_prefix="/work-orders")


def fresh(row, form, after):
    """The order or leg as it is now, locked; raises Conflict when it moved on since the form was shown.

    A second click of the same form raises AlreadyDone and arrives at `after`, where the first one did:
    nobody was there before them but themselves.
    """
    now = locked(type(row), row.id)
    with once(form) as first:
        first.leads_to(after)
    if form.version.data and form.version.data != str(now.version):
        raise Conflict(
            _("Somebody was here before you: it is now “%(state)s”.", state=now.state.label),
            _("Look at it once more before you act; what you typed is below."),
        )
    return now


def refused(form, name, refusal):
    """The form with the sentence of a refusal beside the field it is about."""
    form[name].errors = [" ".join(filter(None, (refusal.message, refusal.next_step)))]
    return form


def again(form, heading, button, back):
    """The form by itself with what is wrong and everything that was typed (422)."""
    return render("dispatch/again.html", 422, form=form, heading=heading, button=button, back=back)


def done(words, url):
    """Say what happened and go on."""
    flash(words, "success")
    return redirect(url, 303)
