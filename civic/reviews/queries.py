"""Reads of callbacks, each with its loader options and a constant number of statements."""

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload, selectinload

from civic.accounts.models import Contact, Person
from civic.accounts.roles import Role
from civic.accounts.signing_in import phone_key
from civic.councils.models import Body
from civic.database import locked, utcnow
from civic.dispatch.complainants import orders_of_number
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.errors import NotFound
from civic.extensions import db
from civic.issues.models import Issue
from civic.paging import keyset
from civic.places.models import Place
from civic.reviews import tokens
from civic.reviews.models import Callback, CallbackAnswer, CallbackWords
from civic.reviews.states import ANSWERABLE, CallbackState
from civic.threads.models import Thread

TOLD_BY_TEXT = (*ANSWERABLE, CallbackState.ANSWERED)
FEW = 20  # rows of one number looked at


def thread_of(callback) -> Thread:
    """The matter, for recording."""
    return db.session.get(Thread, callback.thread_id)


def order_of(callback) -> WorkOrder:
    """The order it asks about."""
    return db.session.get(WorkOrder, callback.order_id)


def issue_of(callback) -> Issue:
    """The issue behind the order."""
    return db.session.get(Issue, order_of(callback).issue_id)


def legs_of(callback) -> list[DispatchLeg]:
    """The legs of its round, in the order they were sent."""
    mine = DispatchLeg.order_id == callback.order_id, DispatchLeg.round == callback.round
    return list(db.session.scalars(select(DispatchLeg).where(*mine).order_by(DispatchLeg.id)))


def legs_of_order(order) -> list[DispatchLeg]:
    """The legs of every round, each with its body: who has had a part in it."""
    statement = select(DispatchLeg).where(DispatchLeg.order_id == order.id).order_by(DispatchLeg.id)
    return list(db.session.scalars(statement.options(joinedload(DispatchLeg.body))))


def answers_of(callback) -> list[CallbackAnswer]:
    """What was answered, corrections after it; the last one counts."""
    mine = CallbackAnswer.callback_id == callback.id
    return list(db.session.scalars(select(CallbackAnswer).where(mine).order_by(CallbackAnswer.serial)))


def words_of(callback) -> str:
    """What else the resident wanted to say, or nothing."""
    mine = select(CallbackWords.words).where(CallbackWords.callback_id == callback.id)
    return db.session.scalar(mine) or ""


def forget_words(callback) -> None:
    """Take earlier words away, for newer ones or because the resident leaves."""
    db.session.execute(delete(CallbackWords).where(CallbackWords.callback_id == callback.id))


def callback_of(order_id, round) -> Callback | None:
    """The callback of one round."""
    return db.session.scalar(select(Callback).where(Callback.order_id == order_id, Callback.round == round))


def open_callback_of(order_id) -> Callback | None:
    """The latest one of an order that the resident can still answer."""
    mine = Callback.order_id == order_id, Callback.state.in_(ANSWERABLE)
    return db.session.scalar(select(Callback).where(*mine).order_by(Callback.round.desc()).limit(1))


def latest_callback_of(order_id) -> Callback | None:
    """The latest one that was offered at all."""
    mine = Callback.order_id == order_id, Callback.offered_at.is_not(None)
    return db.session.scalar(select(Callback).where(*mine).order_by(Callback.round.desc()).limit(1))


def numbers_to_look_at(limit=200) -> list[tuple[int, int]]:
    """(callback, order) at which something has become due, earliest first; one index, one statement."""
    due = select(Callback.id, Callback.order_id).where(Callback.look_at <= utcnow())
    return [tuple(row) for row in db.session.execute(due.order_by(Callback.look_at).limit(limit))]


def callback_by_token(token) -> Callback:
    """The callback a link belongs to, with what its page shows (2 statements). Raises NotFound."""
    statement = select(Callback).where(Callback.token_lookup == tokens.fingerprint(token))
    callback = db.session.scalar(statement.options(*_shown()))
    if callback is None or callback.offered_at is None:
        raise NotFound(None)
    return callback


def _shown():
    return (
        joinedload(Callback.thread).joinedload(Thread.area),
        joinedload(Callback.order).joinedload(WorkOrder.issue),
        selectinload(Callback.answers),
    )


def callback_for_caller(no) -> Callback:
    """One to telephone about, with all its legs and the district (4 statements). Raises NotFound."""
    callback = db.session.scalar(select(Callback).where(Callback.id == no).options(*_shown()))
    if callback is None:
        raise NotFound(None)
    return with_handlers(callback)


def locked_callback(no) -> Callback:
    """Inside writing(): issue, order and callback, locked in the order in which verbs touch them."""
    order_id = db.session.scalar(select(Callback.order_id).where(Callback.id == no))
    issue_id = db.session.scalar(select(WorkOrder.issue_id).where(WorkOrder.id == order_id))
    locked(Issue, issue_id)
    locked(WorkOrder, order_id)
    return with_handlers(locked(Callback, no))


def words_of_replies(callback) -> list[tuple[str, str]]:
    """(body, its words) of everybody who replied in this round; these words are public."""
    legs = [leg for leg in legs_of(callback) if leg.replied_at is not None]
    names = bodies_named(leg.body_id for leg in legs)
    return [(names[leg.body_id], leg.reply_words) for leg in legs]


def with_handlers(callback) -> Callback:
    """Set what policies ask of: the legs of every round, and the district."""
    callback.legs_of_all_rounds = legs_of_order(order_of(callback))
    callback.district_id = db.session.get(Place, callback.street_id).parent_id
    return callback


def page_to_call(user, after=None, size=20):
    """Asked, not answered yet and nobody else's to call, the longest waiting first."""
    statement = (
        select(Callback)
        .where(Callback.state == CallbackState.ASKED, _streets_of(user))
        .options(joinedload(Callback.thread).joinedload(Thread.area), joinedload(Callback.order))
    )
    return keyset(statement, [Callback.asked_at, Callback.id], after, size, ascending=True)


def _streets_of(user):
    if user.has_role(Role.AUDITOR):
        return Callback.street_id.is_not(None)
    districts = list(user.places_as(Role.DISTRICT_STAFF))
    below = select(Place.id).where(Place.parent_id.in_(districts))
    return Callback.street_id.in_(list(user.places_as(Role.STREET_STAFF))) | Callback.street_id.in_(below)


def asked_of_number(number: str) -> list[Callback]:
    """What this number was asked about and may have answered, the one asked last first (2 statements).

    The number of a resident with an account, or of whoever called the hotline.
    """
    theirs = (
        select(WorkOrder.id)
        .join(Issue, Issue.id == WorkOrder.issue_id)
        .join(Person, Person.id == Issue.reporter_id)
        .join(Contact, Contact.id == Person.contact_id)
        .where(Contact.phone_lookup == phone_key(number))
    )
    found = []
    for orders in (theirs, orders_of_number(number)):
        mine = Callback.order_id.in_(orders), Callback.state.in_(TOLD_BY_TEXT), Callback.asked_at.is_not(None)
        found += db.session.scalars(select(Callback).where(*mine).order_by(Callback.id.desc()).limit(FEW))
    return sorted(set(found), key=lambda callback: (callback.asked_at, callback.id), reverse=True)


def bodies_named(ids) -> dict[int, str]:
    """Short names of bodies by number."""
    wanted = set(ids)
    rows = db.session.execute(select(Body.id, Body.short_name).where(Body.id.in_(wanted))) if wanted else ()
    return {number: name for number, name in rows}
