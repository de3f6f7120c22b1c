"""The pages of topics: the list, one topic, what it grew out of, its poster, and new ones."""

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.councils.queries import council_of
from civic.database import writing
from civic.places import queries as places
from civic.places.models import PlaceKind
from civic.rendering import render
from civic.submissions import once
from civic.topics import policies, queries, showing, workflow
from civic.topics.blueprint import back_to, form_page, topics
from civic.topics.forms import PromotionForm, TopicForm
from civic.topics.levels import lowest, seat
from civic.topics.promotion import promote_issues
from civic.topics.states import GROUP_LABELS, TopicLevel

bp = topics


@topics.get("")
@requires(anyone)
def index():
    """Topics by stage, newest or most supported first."""
    stage = request.args.get("stage") if request.args.get("stage") in GROUP_LABELS else None
    order = request.args.get("order") if request.args.get("order") in queries.ORDERS else "newest"
    page = queries.topic_page(
        stage, order, request.args.get("community", type=int), request.args.get("after")
    )
    return render(
        "topics/index.html", page=page, stage=stage, order=order, groups=GROUP_LABELS,
        quiet_line=showing.quiet_line, row_line=showing.row_line, staff=policies.may_promote(current_user),
        home=queries.home_of(current_user),
    )  # fmt: skip


@topics.get("/<int:no>")
@requires(anyone)
def show(no):
    """Everything about one topic."""
    topic = queries.topic_in_full(no)
    return render("topics/show.html", topic=topic, **showing.context(topic, current_user))


@topics.get("/<int:no>/issues")
@requires(anyone, on=queries.topic_or_404)
def issues(topic):
    """What neighbours raised that led to this topic."""
    page = queries.issues_page(topic, request.args.get("after"))
    return render("topics/issues.html", topic=topic, page=page)


@topics.get("/<int:no>/poster")
@requires(anyone)
def poster(no):
    """An A4 notice for the stairwell."""
    topic = queries.topic_in_full(no)
    return render("topics/poster.html", topic=topic, **showing.context(topic, current_user))


@topics.get("/new")
@requires(policies.may_propose)
def new():
    """Ask that something be talked over."""
    return _new_page(TopicForm(formdata=None))


def _new_page(form, status=200):
    community = queries.home_of(current_user)
    form.place.choices = places.place_options(community.id) if community else {}
    return render("topics/new.html", status, form=form, threshold=workflow.SUPPORT_THRESHOLD)


@topics.post("")
@requires(policies.may_propose)
def create():
    """Put it up, open to support."""
    form, home = TopicForm(), queries.home_of(current_user)
    form.place.choices = places.place_options(home.id)
    if not form.validate():
        return _new_page(form, 422)
    home_id, council = home.id, council_of(home.id)
    council_id = council.id if council else None
    where = _level_and_seat(form, home_id)
    with writing(), once(form) as first:
        topic = workflow.propose(
            community_id=home_id, council_id=council_id, by=current_user, **where,
            title=form.title.data.strip(), why=form.why.data.strip(),
        )  # fmt: skip
        first.leads_to(url_for("topics.show", no=topic.id))
    needed = topic.support_threshold
    words = _("It is up. Send it to the group: %(count)s households put it on the agenda.", count=needed)
    return back_to(topic.id, words)


def _level_and_seat(form, home_id):
    """The lowest level that can settle it, and the place it then belongs to."""
    place = places.place_or_404(form.place.data or home_id)
    level = lowest(place.kind, TopicLevel(form.reach.data) if form.reach.data else None)
    spot = place.kind == PlaceKind.SPOT and level == TopicLevel.COMMUNITY
    return {"level": level, "place_id": place.id if spot else seat(place, level)}


@form_page("/promotion")
@requires(policies.may_promote)
def promotion():
    """Make one topic of one or several issues."""
    form, home = PromotionForm(), queries.home_of(current_user)
    if request.method == "GET":
        form.issues.data = " ".join(request.args.getlist("issue"))
    form.place.choices = places.place_options(home.id)
    found = queries.issues_by_number(form.numbers)
    if form.validate_on_submit() and _all_there(form, found):
        return _promote(form, home.id)
    status = 422 if form.errors else 200
    return render("topics/promotion.html", status, form=form, found=found)


def _all_there(form, found):
    missing = set(form.numbers) - {issue.id for issue in found}
    strange = [one.id for one in found if not current_user.has_any_role(
        policies.STAFF, community_id=one.community_id)]  # fmt: skip
    if missing or strange:
        numbers = ", ".join(str(one) for one in sorted({*missing, *strange}))
        form.issues.errors = [
            _("There is no issue of your neighbourhood with number %(numbers)s.", numbers=numbers)
        ]
    return not (missing or strange)


def _promote(form, home_id):
    council = council_of(home_id)
    council_id = council.id if council else None
    with writing(), once(form) as first:
        topic = promote_issues(
            queries.issues_by_number(form.numbers), by=current_user, title=form.title.data.strip(),
            why=form.why.data.strip(), council_id=council_id, **_level_and_seat(form, home_id),
        )  # fmt: skip
        first.leads_to(url_for("topics.show", no=topic.id))
    return redirect(url_for("topics.screening", no=topic.id), 303)
