"""What waits of special cases: a ruling, a look, a visit, a word to the resident."""

from sqlalchemy import exists

from civic.accounts.roles import Role
from civic.database import local_today
from civic.desk.rows import first, row
from civic.dispatch.affected_models import AffectedNotice
from civic.dispatch.exception_models import (
    Exclusion,
    LegExtension,
    LegObjection,
    LongTermEntry,
    MisuseFlag,
)
from civic.dispatch.exception_states import (
    ExtensionState,
    Judge,
    LongTermState,
    ObjectionState,
    ProposalState,
)
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.issues.models import Issue
from civic.threads.models import Thread


def of_exceptions(user) -> list:
    """Of the streets and districts this person serves, and of the bodies they act for."""
    streets, districts = user.places_as(Role.STREET_STAFF), user.places_as(Role.DISTRICT_STAFF)
    parts = _of_streets(user, streets) if streets else []
    if districts:
        second = LegObjection.district_id.in_(districts), LegObjection.judge == Judge.DISTRICT
        parts += [_objections(user, *second), _exclusions(user, Exclusion.district_id.in_(districts))]
    return parts + ([_progress(user.body_ids)] if user.body_ids else [])


def _of_streets(user, streets):
    first_one = LegObjection.street_id.in_(streets), LegObjection.judge == Judge.STREET
    return [
        _objections(user, *first_one),
        _extensions(user, streets),
        _protests(streets),
        _proposals(user, streets),
        _reviews(streets),
        _exclusions(user, Exclusion.street_id.in_(streets)),
        _flags(user, streets),
        _visits(streets),
    ]


def _about(kind, model, since, number=None, **more):
    """A row about the order of an exception, under the matter's title or the resident's first words."""
    number = model.id if number is None else number
    return (
        row(kind, number, since, words=Issue.body_raw, category=Issue.category, **more)
        .join(model, model.thread_id == Thread.id)
        .join(WorkOrder, WorkOrder.id == model.order_id)
        .join(Issue, Issue.id == WorkOrder.issue_id)
    )


def _asked(kind, model, *which, **more):
    return first(_about(kind, model, model.asked_at, **more).where(*which), model.asked_at, model.id)


def _by_others(model, user):
    """Whoever proposed it does not approve it."""
    return model.asked_by.is_distinct_from(user.id)


def _objections(user, *mine):
    """Nobody rules on an objection of their own body."""
    waits = LegObjection.state == ObjectionState.OPEN, LegObjection.body_id.not_in(user.body_ids)
    return _asked("exception.objection", LegObjection, *mine, *waits)


def _extensions(user, streets):
    mine = LegExtension.street_id.in_(streets), LegExtension.state == ExtensionState.ASKED
    others = LegExtension.body_id.not_in(user.body_ids)
    return _asked("exception.extension", LegExtension, *mine, others, due_at=LegExtension.due_was)


def _protests(streets):
    standing = LegExtension.state.in_((ExtensionState.ASKED, ExtensionState.APPROVED))
    unanswered = LegExtension.protested_at.is_not(None), LegExtension.protest_answered_at.is_(None)
    mine = LegExtension.street_id.in_(streets), standing, *unanswered
    protests = _about("exception.protest", LegExtension, LegExtension.protested_at).where(*mine)
    return first(protests, LegExtension.asked_at, LegExtension.id)


def _proposals(user, streets):
    mine = LongTermEntry.street_id.in_(streets), LongTermEntry.state == LongTermState.PROPOSED
    return _asked("exception.long_term", LongTermEntry, *mine, _by_others(LongTermEntry, user))


def _reviews(streets):
    due = LongTermEntry.state == LongTermState.LISTED, LongTermEntry.next_review_on <= local_today()
    entries = _about(
        "exception.review", LongTermEntry, LongTermEntry.asked_at, due=LongTermEntry.next_review_on
    ).where(LongTermEntry.street_id.in_(streets), *due)
    return first(entries, LongTermEntry.next_review_on, LongTermEntry.id)


def _exclusions(user, mine):
    waits = Exclusion.state == ProposalState.PROPOSED
    return _asked("exception.exclusion", Exclusion, mine, waits, _by_others(Exclusion, user))


def _flags(user, streets):
    mine = MisuseFlag.street_id.in_(streets), MisuseFlag.state == ProposalState.PROPOSED
    return _asked("exception.misuse", MisuseFlag, *mine, _by_others(MisuseFlag, user))


def _visits(streets):
    """回头看: something was taken down, and nobody has been there since."""
    visited = exists().where(AffectedNotice.leg_id == DispatchLeg.id, AffectedNotice.visits.any())
    legs = _about("exception.visit", DispatchLeg, DispatchLeg.ended_at, DispatchLeg.order_id).where(
        DispatchLeg.street_id.in_(streets), DispatchLeg.removes, DispatchLeg.ended_at.is_not(None), ~visited
    )
    return first(legs, DispatchLeg.ended_at, DispatchLeg.id)


def _progress(body_ids):
    """The day on which the resident was promised a word."""
    owed = LegExtension.body_id.in_(body_ids), LegExtension.next_progress_on <= local_today()
    extensions = _about(
        "exception.progress", LegExtension, LegExtension.asked_at, due=LegExtension.next_progress_on
    ).where(*owed)
    return first(extensions, LegExtension.next_progress_on, LegExtension.id)
