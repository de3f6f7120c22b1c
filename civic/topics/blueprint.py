"""The blueprint of this room; its view modules hang their routes on it, views.py hands it to the app."""

from contextlib import contextmanager

from flask import Blueprint, flash, redirect, url_for

from civic.database import writing
from civic.submissions import once

topics = Blueprint("topics", __name__, url_prefix="/topics")


def back_to(topic_id, words, anchor=None):
    """After a success: say so and show the topic."""
    flash(words)
    return redirect(url_for("topics.show", no=topic_id, _anchor=anchor), 303)


@contextmanager
def one_time(form, topic_id):
    """writing() with the form's one-time key; a second click arrives at the topic."""
    with writing(), once(form) as first:
        yield
        first.leads_to(url_for("topics.show", no=topic_id))


def form_page(path):
    """A page with one form: GET shows it (endpoint x), POST sends it (endpoint send_x)."""

    def register(view):
        topics.add_url_rule(path, view.__name__, view, methods=["GET"])
        topics.add_url_rule(path, f"send_{view.__name__}", view, methods=["POST"])
        return view

    return register
