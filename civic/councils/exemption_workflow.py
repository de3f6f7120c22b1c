"""情况说明: an arrangement comes first; two people: the secretary issues, the enforcement body decides."""

import secrets
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select

from civic.councils.exemption_models import (
    EVER_ISSUED,
    TRANSITIONS,
    Arrangement,
    CircumstancesStatement,
    StatementState,
    StatementView,
)
from civic.councils.models import BodyKind
from civic.database import local_today, utcnow
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record

ARRANGED = act("statement.arranged", public={"body", "matters", "from", "to", "per_half_year"})
ARRANGEMENT_ENDED = act("statement.arrangement_ended", public={"to"})
ASKED = act("statement.asked", public={"matter", "circumstance"}, sealed={"person"})
ISSUED = act("statement.issued", public={"expires_on"})
REFUSED = act("statement.refused", public={"matter"})
DECIDED = act("statement.decided", public={"state"})
VIEWED = act("statement.viewed", public={"role"}, sealed={"person"})

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # read aloud without mistakes: no 0, O, 1, I, L, U
HALF_YEAR = timedelta(days=183)
LATEST = timedelta(days=30)  # after what happened


def arrange(community_id, body, *, document, matters, valid_from, valid_to, per_half_year, days_good, by):
    """Enter a written arrangement. Raises Refused for a body that enforces nothing, or days out of order."""
    if body.kind != BodyKind.DEPARTMENT or body.ended_on is not None:
        raise Refused(
            _("Only a department that can punish can arrange this."), _("Choose the enforcement body.")
        )
    if valid_to < valid_from:
        raise Refused(_("The arrangement ends before it begins."), _("Choose a later last day."))
    arrangement = Arrangement(
        community_id=community_id, body_id=body.id, document=document, matters=sorted(map(str, matters)),
        valid_from=valid_from, valid_to=valid_to, per_half_year=per_half_year, days_good=days_good,
    )  # fmt: skip
    db.session.add(arrangement)
    days = {"from": valid_from.isoformat(), "to": valid_to.isoformat()}
    public = {"body": body.id, "matters": arrangement.matters, "per_half_year": per_half_year} | days
    record(ARRANGED, subject=arrangement, by=by, public=public)
    return arrangement


def end_arrangement(arrangement, *, by) -> None:
    """From tomorrow on nothing more is issued under it. Raises Conflict when it is over already."""
    if arrangement.valid_to <= local_today():
        raise Conflict(_("This arrangement is over already."), _("Nothing more to do."))
    arrangement.valid_to = max(local_today(), arrangement.valid_from)
    record(ARRANGEMENT_ENDED, subject=arrangement, by=by, public={"to": arrangement.valid_to.isoformat()})


def ask(arrangement, person, *, matter, circumstance, happened_on, by) -> CircumstancesStatement:
    """A resident asks. Raises Refused without an arrangement that covers it, or beyond the limit."""
    today = local_today()
    _refuse_uncovered(arrangement, matter)
    if not today - LATEST <= happened_on <= today:
        raise Refused(
            _("A statement is for something of the last 30 days."), _("Choose the day it happened.")
        )
    _refuse_too_many(arrangement, person.id, (StatementState.ASKED, *EVER_ISSUED))
    statement = CircumstancesStatement(
        code="".join(secrets.choice(SIGNS) for _place in range(10)), community_id=arrangement.community_id,
        arrangement_id=arrangement.id, person_id=person.id, matter=matter, circumstance=circumstance,
        happened_on=happened_on, state=StatementState.ASKED,
    )  # fmt: skip
    db.session.add(statement)
    public = {"matter": matter.value, "circumstance": circumstance.value}
    record(ASKED, subject=statement, by=by, public=public, sealed={"person": person.id})
    return statement


def issue(statement, *, by) -> None:
    """The committee states it. Raises NotAllowed for one's own, Refused without a valid arrangement."""
    arrangement = db.session.get(Arrangement, statement.arrangement_id)
    if by.id == statement.person_id:
        raise NotAllowed(_("Nobody issues a statement for themselves."), _("Let a colleague issue it."))
    if statement.person_id is None:
        raise Refused(
            _("Whoever asked for this has left the site."), _("Do not issue it; say so as the reason.")
        )
    _refuse_uncovered(arrangement, statement.matter)
    _refuse_too_many(arrangement, statement.person_id, EVER_ISSUED)
    _move(statement, StatementState.ISSUED)
    statement.issued_on, statement.issued_by_id = local_today(), by.id
    statement.expires_on = min(local_today() + timedelta(days=arrangement.days_good), arrangement.valid_to)
    record(ISSUED, subject=statement, by=by, public={"expires_on": statement.expires_on.isoformat()})


def refuse(statement, why, *, by) -> None:
    """The committee does not state it; the resident reads why."""
    if not why.strip():
        raise Refused(_("Say why, in one sentence: they will read it."), _("Then send it again."))
    _move(statement, StatementState.REFUSED)
    statement.answer = why.strip()
    record(REFUSED, subject=statement, by=by, public={"matter": statement.matter.value})


def decide(statement, exempted, decision_no, *, by) -> None:
    """The enforcement body has decided, and says so.

    Raises NotAllowed for whoever issued it or asked for it, Refused for one that has run out.
    """
    if by.id in (statement.issued_by_id, statement.person_id):
        raise NotAllowed(
            _("Whoever issued a statement or asked for it does not decide on it."),
            _("Let somebody else of the enforcement body do it."),
        )
    if statement.state == StatementState.ISSUED and local_today() > statement.expires_on:
        raise Refused(_("This statement has run out."), _("Decide without it."))
    _move(statement, StatementState.EXEMPTED if exempted else StatementState.NOT_EXEMPTED)
    statement.decided_at, statement.decided_by_id = utcnow(), by.id
    statement.decision_no = decision_no.strip()
    record(DECIDED, subject=statement, by=by, public={"state": statement.state.value})


def note_view(statement, *, by, role) -> StatementView:
    """`by`, as `role`, looks at who asked; that person reads when and as what."""
    view = StatementView(statement_id=statement.id, viewer_id=by.id, viewer_role=role.value)
    db.session.add(view)
    record(
        VIEWED, subject=view, community_id=statement.community_id, by=by,
        public={"role": role.value}, sealed={"person": statement.person_id},
    )  # fmt: skip
    return view


def count_of(arrangement_id, person_id, states=EVER_ISSUED) -> int:
    """How many this person has had under that arrangement within half a year."""
    since = utcnow() - HALF_YEAR
    counted = select(func.count(CircumstancesStatement.id)).where(
        CircumstancesStatement.arrangement_id == arrangement_id,
        CircumstancesStatement.person_id == person_id,
        CircumstancesStatement.state.in_(states),
        CircumstancesStatement.asked_at >= since,
    )
    return db.session.scalar(counted)


def _refuse_uncovered(arrangement, matter):
    if not arrangement.covers(matter, local_today()):
        raise Refused(
            _("There is no valid written arrangement with the enforcement body for this."),
            _("Without one nobody can issue a statement; talk to the enforcement body directly."),
        )


def _refuse_too_many(arrangement, person_id, states):
    if count_of(arrangement.id, person_id, states) >= arrangement.per_half_year:
        raise Refused(
            _("The arrangement allows %(most)s statements a person in half a year.",
              most=arrangement.per_half_year),
            _("Talk to the enforcement body directly."),
        )  # fmt: skip


def _move(statement, state):
    if state not in TRANSITIONS[statement.state]:
        raise Conflict(_("Somebody has answered this already."), _("Load the page again."))
    statement.state = state
