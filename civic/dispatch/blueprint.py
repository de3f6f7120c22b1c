"""The blueprint of work orders, and what its views share; views.py hands it to the app."""

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _

from civic.database import locked
from civic.errors import Conflict
from civic.rendering import render

work_orders = Blueprint("work_orders", __name__, url_prefix="/work-orders")


def fresh(row, form):
    """The order or leg as it is now, locked; raises Conflict when it moved on since the form was shown."""
    now = locked(type(row), row.id)
    seen = getattr(form, "version", None)
    if seen is not None and seen.data and seen.data != str(now.version):
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
