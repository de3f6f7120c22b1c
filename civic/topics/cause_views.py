"""A closed order opens a topic about its cause."""

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.councils.queries import council_of
from civic.database import locked, writing
from civic.dispatch import queries as dispatch
from civic.dispatch.models import WorkOrder
from civic.errors import NotFound
from civic.issues.models import Issue
from civic.places import queries as places
from civic.rendering import render
from civic.submissions import once
from civic.topics import policies
from civic.topics.blueprint import back_to, topics
from civic.topics.causes import open_cause
from civic.topics.forms import TopicForm


def order_asked():
    """The order whose cause it is about, from the address. Raises NotFound."""
    asked = request.args.get("order", 0, type=int)
    if not 0 < asked < 2**53:
        raise NotFound(None)
    return dispatch.order_in_full(asked)


@topics.get("/causes/new")
@requires(policies.may_open_cause, on=order_asked)
def new_cause(order):
    """What kept coming up, in one line, and why it needs talking over."""
    return _page(order, TopicForm(formdata=None))


def _page(order, form, status=200):
    form.place.choices = places.place_options(order.community_id)
    return render("topics/cause.html", status, order=order, form=form)


@topics.post("/causes")
@requires(policies.may_open_cause, on=order_asked)
def create_cause(order):
    """Open the topic; the order stays closed."""
    form, order_no, issue_no, home_id = TopicForm(), order.id, order.issue_id, order.community_id
    form.place.choices = places.place_options(home_id)
    if not form.validate():
        return _page(order, form, 422)
    council = council_of(home_id)
    council_id = council.id if council else None
    with writing(), once(form) as first:
        topic = open_cause(
            locked(WorkOrder, order_no), locked(Issue, issue_no), by=current_user,
            title=form.title.data.strip(), why=form.why.data.strip(),
            place_id=form.place.data or home_id, council_id=council_id,
        )  # fmt: skip
        first.leads_to(url_for("topics.show", no=topic.id))
    return back_to(topic.id, _("The topic is up. The order stays closed; each links to the other."))
