"""How every act on a whistle runs: load what may be seen, run the verb once, come back."""

from flask import redirect
from flask_login import current_user

from civic.database import writing
from civic.dispatch import whistle_policies as policies
from civic.dispatch import whistle_queries as queries
from civic.errors import NotFound
from civic.submissions import once


def whistle_or_404(no):
    """The whistle with its called bodies; 404 for who may not know of it yet."""
    whistle = queries.whistle_with_calls(no)
    if whistle is None or not policies.may_see(current_user, whistle):
        raise NotFound(None)
    return whistle


def call_or_404(no, call_id):
    """One called body of a whistle this person may see."""
    call = queries.call_with_whistle(no, call_id)
    if call is None or not policies.may_see(current_user, call.whistle):
        raise NotFound(None)
    return call


def link_or_404(no, link_id):
    """One link of the chain, with its whistle."""
    link = queries.link_of(no, link_id)
    if link is None:
        raise NotFound(None)
    link.whistle = whistle_or_404(no)
    return link


def named(form, name):
    """Give the fields of one of several forms on a page ids of their own."""
    for each in form:
        each.id = each.label.field_id = f"{name}-{each.name}"
    return form


def run_act(form, here, verb):
    """Inside one write: use up the form's key, run the verb, lead back to `here`."""
    with writing(), once(form) as submission:
        verb()
        submission.leads_to(here)
    return redirect(here, 303)
