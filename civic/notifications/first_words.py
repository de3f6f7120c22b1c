"""What the first texts about a matter say of it: the day, a short summary, who calls and until when.

Read when the text is sent, so that it says how things are by then. Never the resident's own words: a
telephone lies on a table and others read it. The summary is the released one; before there is one, the
category staff chose; of what only its handlers may read, neither.
"""

from flask_babel import gettext as _

from civic.councils.queries import bodies_by_id
from civic.dispatch.clocks import SHANGHAI, last_day
from civic.dispatch.queries import order_of_issue
from civic.dispatch.shown_clocks import parts_in_hand
from civic.extensions import db
from civic.issues.kinds import Visibility
from civic.issues.models import Issue
from civic.locale import day, moment
from civic.notifications.quoting import quoted, short

NAME, MOST_NAMED = 10, 3  # characters of a body's name, names: the whole stays within two parts


def of_issue(subject, params, title) -> dict:
    """`told`: what you raised on a day, by its public name."""
    return {"told": _told(_issue(subject), title)}


def of_summary(subject, params, title) -> dict:
    """And `answer`: until when there is one."""
    issue = _issue(subject)
    due = issue.due_at if issue is not None else None
    return of_issue(subject, params, title) | {
        "answer": _(", you have an answer by %(due)s", due=_by(due)) if due else ""
    }


def of_order(subject, params, title) -> dict:
    """And `plan`: which bodies, until when they call, until when there is an answer."""
    issue = _issue(subject)
    order = order_of_issue(issue.id) if issue is not None else None
    return {"told": _told(issue, title), "plan": _plan(parts_in_hand(order.id) if order else [])}


def of_item(subject, params, title) -> dict:
    """And `who`: the body that promised it."""
    number = params.get("body")
    bodies = bodies_by_id([number]).values() if number else ()
    return of_issue(subject, params, title) | {"who": _named(bodies) or _("whoever handles it")}


def _issue(subject):
    kind, _colon, number = subject.partition(":")
    return db.session.get(Issue, int(number)) if kind == "issue" else None


def _told(issue, title):
    if issue is None:
        return _("What you raised")
    name = quoted(title or _category(issue))
    on = day(issue.raised_at)
    if name:
        return _("What you raised on %(day)s (%(name)s)", day=on, name=name)
    return _("What you raised on %(day)s", day=on)


def _category(issue):
    return str(issue.category_label or "") if issue.visibility is Visibility.PUBLIC else ""


def _plan(parts):
    """The bodies that lead call and answer; those that help are named."""
    leads = [part for part in parts if part.is_lead]
    if not leads:  # taken back since: nobody may be named who does not act
        return _("who does it is being settled.")
    who = _named(part.body for part in leads)
    helpers = _named(part.body for part in parts if not part.is_lead)
    if helpers:
        who = _("%(leads)s (helped by %(helpers)s)", leads=who, helpers=helpers)
    due = max(part.due_at for part in leads)
    calls = [part.contact_due_at for part in leads if part.contact_due_at and not part.contacted_at]
    if not calls:
        return _("%(who)s has it, you have an answer by %(due)s.", who=who, due=_by(due))
    call = min(calls)
    if call >= due:
        return _("%(who)s will contact you and answer by %(due)s.", who=who, due=_by(due))
    said = {"who": who, "call": _by(call), "due": _by(due)}
    return _("%(who)s will contact you by %(call)s and answer by %(due)s.", **said)


def _by(due):
    """A day where it ends at midnight, else the hour too: an answer within two hours is none “on Monday”."""
    last = last_day(due)
    return moment(due) if last == due.astimezone(SHANGHAI).date() else day(last)


def _named(bodies):
    names = [short(body.short_name, NAME) for body in bodies]
    said = _(", ").join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return said if more <= 0 else _("%(names)s and %(num)s more", names=said, num=more)
