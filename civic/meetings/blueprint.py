"""The blueprint of this room; its view modules hang their routes on it, views.py hands it to the app."""

from contextlib import contextmanager

from flask import Blueprint, flash, redirect, url_for
from flask_login import current_user

from civic.database import writing
from civic.submissions import once

meetings = Blueprint("meetings", __name__, url_prefix="/meetings")


def back_to(meeting_id, words, anchor=None):
    """After a success: say so and show the meeting."""
    flash(words)
    return redirect(url_for("meetings.show", no=meeting_id, _anchor=anchor), 303)


@contextmanager
def one_time(form, meeting_id):
    """writing() with the form's one-time key; a second click arrives at the meeting."""
    with writing(), once(form) as first:
        yield
        first.leads_to(url_for("meetings.show", no=meeting_id))


def carry_out(form, verb, *arguments, to, words, **named):
    """What a form that does one thing comes to: the verb, once; then it is said, and one stands at `to`.

    A second click with the same key arrives there too, without the verb.
    """
    with writing(), once(form) as first:
        verb(*arguments, by=current_user, **named)
        first.leads_to(to)
    flash(words)
    return redirect(to, 303)


def form_page(path):
    """A page with one form: GET shows it (endpoint x), POST sends it (endpoint send_x)."""

    def register(view):
        meetings.add_url_rule(path, view.__name__, view, methods=["GET"])
        meetings.add_url_rule(path, f"send_{view.__name__}", view, methods=["POST"])
        return view

    return register
