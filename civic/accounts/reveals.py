"""Two persons show a telephone number to one of them: asking, agreeing, looking (domain.md §10).

Nobody agrees to their own asking, and nobody to having their own number shown. Who asked, who
agreed and who looked is on the record; the owner is told of the look and reads reason and roles.
"""

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from civic.accounts import policies, workflow
from civic.accounts.models import ContactView, Person
from civic.accounts.reveal_models import ContactRequest
from civic.database import locked, utcnow
from civic.errors import Conflict, NotAllowed, NotFound
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.places.models import Place

ASKED = act("contact.asked", sealed={"person"})
SETTLED = act("contact.settled", public={"granted"}, sealed={"person"})


def ask(person, *, by, role, community_id, reason) -> ContactRequest:
    """`by`, as `role`, wants to see this number and says why. Raises Conflict where there is none."""
    if person.contact_id is None:
        raise Conflict(_("This person has left; there is no number any more."), _("Nothing more to do."))
    locked(Person, person.id)  # two askings of one person at once take turns
    waiting = request_of(person.id, by.id)
    if waiting is not None and (waiting.is_waiting or waiting.is_good):
        raise Conflict(_("You have asked for this number already."), _("Load the page again."))
    asked = ContactRequest(
        person_id=person.id, community_id=community_id, asked_by=by.id, asked_role=role, reason=reason
    )
    db.session.add(asked)
    record(ASKED, subject=asked, by=by, community_id=community_id, sealed={"person": person.id})
    return asked


def settle(asked, *, by, role, granted) -> None:
    """A second person agrees or does not. Raises Conflict when somebody was quicker."""
    asked = locked(ContactRequest, asked.id)
    if by.id in (asked.asked_by, asked.person_id):
        raise NotAllowed(_("Somebody else has to agree to this."), _("Ask somebody else of the office."))
    if asked.settled_at is not None:
        raise Conflict(_("Somebody has answered this already."), _("Load the page again."))
    asked.settled_by, asked.settled_role = by.id, role
    asked.settled_at, asked.granted = utcnow(), granted
    record(
        SETTLED, subject=asked, by=by, community_id=asked.community_id,
        public={"granted": granted}, sealed={"person": asked.person_id},
    )  # fmt: skip


def look(person, *, by) -> ContactView:
    """Whoever asked and was allowed looks once; the note is kept for good. Raises Conflict without a yes."""
    asked = request_of(person.id, by.id)
    asked = locked(ContactRequest, asked.id) if asked else None
    if asked is None or not asked.is_good:
        raise Conflict(
            _("Nobody has agreed that you see this number, or it is more than a day ago."),
            _("Ask for it anew."),
        )
    view = workflow.view_contact(person, by=by, role=asked.asked_role, reason=asked.reason)
    asked.view_id = view.id
    return view


def request_of(person_id, asker_id) -> ContactRequest | None:
    """The latest time somebody asked for this person's number, with the look it led to."""
    theirs = select(ContactRequest).options(joinedload(ContactRequest.view))
    theirs = theirs.where(ContactRequest.person_id == person_id, ContactRequest.asked_by == asker_id)
    return db.session.scalar(theirs.order_by(ContactRequest.id.desc()).limit(1))


def request_or_404(no) -> ContactRequest:
    """One asking with its community; raises NotFound."""
    found = select(ContactRequest).options(joinedload(ContactRequest.community))
    asked = db.session.scalar(found.where(ContactRequest.id == no))
    if asked is None:
        raise NotFound(None)
    return asked


def waits_for(user):
    """The condition under which an asking (joined with its community) waits for this person's answer."""
    here, streets = policies.places_to_settle(user)
    return and_(
        or_(ContactRequest.community_id.in_(here), Place.parent_id.in_(streets)),
        ContactRequest.settled_at.is_(None),
        ContactRequest.asked_by != user.id,
        ContactRequest.person_id != user.id,
    )


def waiting_for(user) -> list[ContactRequest]:
    """Askings of others that this person may answer, the oldest first."""
    wanted = select(ContactRequest).join(ContactRequest.community)
    wanted = wanted.options(joinedload(ContactRequest.person), joinedload(ContactRequest.asker))
    return list(db.session.scalars(wanted.where(waits_for(user)).order_by(ContactRequest.id).limit(50)))
