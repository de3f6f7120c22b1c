"""Whistles as everybody reads them: the list and the figures; asking for one; a resident's rating.

One whistle's own page shows its plan as well and so is served by action_items.
"""

from itertools import chain

from flask import redirect, request, url_for
from flask_login import current_user

from civic.accounts.roles import Role
from civic.authorization import anyone, requires
from civic.councils.models import Body
from civic.database import locked, writing
from civic.dispatch import (
    whistle_askers,
    whistle_asking,
    whistle_call_views,  # noqa: F401 - hangs its routes on the blueprint
    whistle_desk_views,  # noqa: F401 - hangs its routes on the blueprint
    whistle_evidence,  # noqa: F401 - declares that arrivals have photos
    whistle_figures,
    whistle_ratings,
    whistle_ruling_views,  # noqa: F401 - hangs its routes on the blueprint
    whistle_terms,
)
from civic.dispatch import whistle_policies as policies
from civic.dispatch import whistle_queries as queries
from civic.dispatch.whistle_acting import run_act, whistle_or_404
from civic.dispatch.whistle_blueprint import whistles as bp
from civic.dispatch.whistle_forms import RequestForm, ResidentForm
from civic.dispatch.whistle_models import Whistle
from civic.dispatch.whistle_states import WhistleKind
from civic.errors import CivicError, NotFound, Refused
from civic.extensions import db
from civic.issues.models import Issue
from civic.rendering import render
from civic.submissions import once

SHOWN = ("running", "solved", "called_off")


def register(app) -> None:
    """A setting that cannot be read stops the start, not the first whistle."""
    whistle_terms.read_terms(app.config["WHISTLES"])


@bp.get("/whistles")
@requires(anyone)
def index():
    """Who was called to what; for those who have to do with it, what waits for them first."""
    show, after = request.args.get("show", "running"), request.args.get("after")
    if show not in SHOWN:
        raise CivicError(None)
    page, waiting, escalated = queries.page_of_whistles(show, after), [], []
    if current_user.is_authenticated and not after:
        waiting, escalated = _waiting(current_user)
    return render(
        "dispatch/whistle_index.html",
        page=page,
        show=show,
        waiting=waiting,
        escalated=escalated,
        asks=whistle_askers.asks_anywhere(current_user),
    )


def _waiting(user):
    streets, districts = user.places_as(Role.STREET_STAFF), user.places_as(Role.DISTRICT_STAFF)
    offices = {each for each in user.community_ids if user.has_any_role(policies.OFFICE, community_id=each)}
    bodies = policies.officer_of(user)
    waiting = queries.prepared_for(streets, offices, bodies) if streets or offices or bodies else []
    return waiting, queries.escalated_in(districts) if districts else []


@bp.get("/whistles/figures")
@requires(anyone)
def figures():
    """How often streets blew and bodies came in time, by name, with n; nobody is ranked."""
    return render(
        "dispatch/whistle_figures.html",
        streets=whistle_figures.of_streets(),
        bodies=whistle_figures.of_bodies(),
    )


def community_asked():
    """The community of `?issue=`, of `?community=`, or the first this person may ask for; with the issue and
    the body they ask for. A department asks about an issue only where it has a part in its order."""
    said, user = request.args, current_user
    issue = db.session.get(Issue, said.get("issue", 0, type=int))
    wanted = issue.community_id if issue else said.get("community", type=int)
    community = whistle_askers.community_for(user, wanted, said.get("street", type=int))
    if community is None:
        raise NotFound(None)
    body = whistle_askers.asks_as(user, community)
    if issue is not None and body is not None and not queries.has_part_in(body, issue):
        raise NotFound(None)
    return community, issue, body


def _sheet(community, issue, body, form, status=200):
    return render(
        "dispatch/whistle_new.html", status, form=form, community=community, issue=issue, body=body,
        mine=whistle_askers.communities_beside(current_user, community),
        streets=whistle_askers.streets_for(current_user),
    )  # fmt: skip


def _form(community):
    street = queries.place(community.parent_id)
    streets = queries.streets_besides({street.id})
    second = queries.place(request.form.get("second_street", 0, type=int) or 0)
    aliases = dict.fromkeys(chain.from_iterable(whistle_terms.terms_of(kind).aliases for kind in WhistleKind))
    bodies = queries.bodies_for(community, second, *streets)
    usual = whistle_figures.often_called(bodies)
    return RequestForm().offer(bodies, [(each.id, each.name) for each in streets], aliases, usual)


@bp.get("/whistles/new")
@requires(policies.may_request)
def new():
    """The sheet to ask with."""
    community, issue, body = community_asked()
    return _sheet(community, issue, body, _form(community))


@bp.post("/whistles")
@requires(policies.may_request)
def create():
    """Ask for it; the street agrees and blows."""
    community, issue, body = community_asked()
    form = _form(community)
    try:
        if form.validate_on_submit():
            return _requested(form, community, issue, body)
    except Refused as refusal:
        form.form_errors = [each for each in (refusal.message, refusal.next_step) if each]
    return _sheet(community, issue, body, form, 422)


def _requested(form, community, issue, body):
    here, number, asker = community.id, issue.id if issue else None, body and body.id
    with writing(), once(form) as submission:
        facts = {
            **{name: form[name].data or "" for name in
               ("alias", "title", "summary", "asked", "gather_place", "background")},
            **{name: form[name].data for name in ("kind", "gathering", "needs_decider", "crosses_border")},
            **{name: form[name].moment for name in ("gather_at", "report_by")},
            "second_street": queries.place(form.second_street.data or 0),
            "issue": locked(Issue, number) if number else None,
            "asking_body": db.session.get(Body, asker) if asker else None,
        }  # fmt: skip
        whistle = whistle_asking.request(
            by=current_user, community=queries.place(here), bodies=queries.bodies(form.bodies.data), **facts
        )
        submission.leads_to(url_for("whistles.desk", no=whistle.id))
    return redirect(submission.url, 303)


@bp.post("/whistles/<int:no>/rating")
@requires(policies.may_rate_result, on=whistle_or_404)
def create_rating(whistle):
    """A resident rates the result, once."""
    form, number = ResidentForm(), whistle.id
    if not form.validate_on_submit():
        return render("dispatch/whistle_rating.html", 422, whistle=whistle, form=form)
    return run_act(
        form,
        url_for("action_items.whistle", no=number),
        lambda: whistle_ratings.rate_result(
            locked(Whistle, number), by=current_user, mark=form.result.data, words=form.words.data or ""
        ),
    )
