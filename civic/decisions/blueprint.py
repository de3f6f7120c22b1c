"""The blueprint of this room; its view modules hang their routes on it, views.py hands it to the app."""

from contextlib import contextmanager

from flask import Blueprint, flash, redirect, url_for

from civic.database import writing
from civic.submissions import once

decisions = Blueprint("decisions", __name__)


def back_to(number, words):
    """After a success: say so and show the decision."""
    flash(words)
    return redirect(url_for("decisions.show", no=number), 303)


@contextmanager
def one_time(form, number):
    """writing() with the form's one-time key; a second click arrives at the decision."""
    with writing(), once(form) as first:
        yield
        first.leads_to(url_for("decisions.show", no=number))


def form_page(path):
    """A page with one form: GET shows it (endpoint x), POST sends it (endpoint send_x)."""

    def register(view):
        decisions.add_url_rule(path, view.__name__, view, methods=["GET"])
        decisions.add_url_rule(path, f"send_{view.__name__}", view, methods=["POST"])
        return view

    return register
