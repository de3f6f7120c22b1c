"""Reads of objections, extensions, the long-term list and exclusions; a fixed number of statements each."""

from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload, selectinload

from civic.accounts.roles import Role
from civic.councils import queries as councils
from civic.councils.models import Body
from civic.database import local_today
from civic.dispatch import queries
from civic.dispatch.affected_models import AffectedReply
from civic.dispatch.affected_queries import notices_of
from civic.dispatch.exception_models import (
    Exclusion,
    LegExtension,
    LegObjection,
    LongTermEntry,
    MisuseFlag,
    SiteCheck,
)
from civic.dispatch.exception_states import (
    ExtensionState,
    Judge,
    LongTermState,
    ObjectionState,
    ProposalState,
)
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.dispatch.states import UNFINISHED
from civic.errors import NotFound
from civic.extensions import db
from civic.places.models import Place
from civic.threads.models import Thread

STANDING = (ProposalState.PROPOSED, ProposalState.APPROVED)
SHOWN = 30  # rows of each kind on the list of what waits


def district_of(street_id) -> int | None:
    """The place of the district a street lies in."""
    return db.session.get(Place, street_id).parent_id


def of_order(order) -> dict:
    """The columns every exception copies from its order."""
    return {
        "order_id": order.id, "thread_id": order.thread_id, "community_id": order.community_id,
        "street_id": order.street_id, "district_id": district_of(order.street_id),
    }  # fmt: skip


def same_order(row) -> dict:
    """The same columns, from another exception of the order."""
    names = ("order_id", "thread_id", "community_id", "street_id", "district_id")
    return {name: getattr(row, name) for name in names}


def leg_of(row) -> DispatchLeg:
    """The leg an objection or extension is about."""
    return db.session.get(DispatchLeg, row.leg_id)


def _with_order(model):
    return joinedload(model.order).joinedload(WorkOrder.issue)


def _objection():
    bodies = (LegObjection.body, LegObjection.names_body, LegObjection.goes_to)
    leg = joinedload(LegObjection.leg).joinedload(DispatchLeg.body)
    return (leg, *(joinedload(body) for body in bodies), _with_order(LegObjection))


def _extension():
    near = joinedload(LegExtension.leg), joinedload(LegExtension.body), selectinload(LegExtension.progress)
    return (*near, _with_order(LegExtension))


def _entry():
    where = joinedload(LongTermEntry.thread).joinedload(Thread.area)
    near = joinedload(LongTermEntry.owner), selectinload(LongTermEntry.reviews)
    return (where, *near, _with_order(LongTermEntry))


def _found(statement):
    row = db.session.scalar(statement)
    if row is None:
        raise NotFound(None)
    return row


def objection_or_404(no) -> LegObjection:
    """An objection with its leg, bodies, order and issue. Raises NotFound."""
    return _found(select(LegObjection).where(LegObjection.id == no).options(*_objection()))


def bodies_on_the_spot(objection) -> list[Body]:
    """Who can have stood there: bodies with a part in the order, and the one the objection names."""
    parts = {leg.body_id for leg in queries.legs_of_round(objection.order)} | {objection.names_body_id}
    return sorted(councils.bodies_by_id(parts - {None}).values(), key=lambda body: body.id)


def site_check_or_404(no) -> SiteCheck:
    """A joint look on the spot. Raises NotFound."""
    return _found(select(SiteCheck).where(SiteCheck.id == no))


def extension_or_404(no) -> LegExtension:
    """An extension with what the resident was told. Raises NotFound."""
    return _found(select(LegExtension).where(LegExtension.id == no).options(*_extension()))


def entry_or_404(no) -> LongTermEntry:
    """An entry of the long-term list with its reviews. Raises NotFound."""
    return _found(select(LongTermEntry).where(LongTermEntry.id == no).options(*_entry()))


def exclusion_or_404(no) -> Exclusion:
    """An exclusion with its order. Raises NotFound."""
    return _found(select(Exclusion).where(Exclusion.id == no).options(joinedload(Exclusion.order)))


def misuse_or_404(no) -> MisuseFlag:
    """A misuse flag with its order. Raises NotFound."""
    return _found(select(MisuseFlag).where(MisuseFlag.id == no).options(joinedload(MisuseFlag.order)))


def open_objection_of(leg_id) -> LegObjection | None:
    """The one nobody has ruled on yet."""
    mine = LegObjection.leg_id == leg_id, LegObjection.state == ObjectionState.OPEN
    return db.session.scalar(select(LegObjection).where(*mine))


def asked_extension_of(leg_id) -> LegExtension | None:
    """The request nobody has ruled on yet."""
    mine = LegExtension.leg_id == leg_id, LegExtension.state == ExtensionState.ASKED
    return db.session.scalar(select(LegExtension).where(*mine))


def approved_extensions_of(leg_id) -> list[LegExtension]:
    """Those whose resident is still to be told of progress."""
    mine = LegExtension.leg_id == leg_id, LegExtension.next_progress_on.is_not(None)
    return list(db.session.scalars(select(LegExtension).where(*mine)))


def open_of(model, order_id):
    """The exclusion or flag of an order that is proposed or approved, or None."""
    standing = model.state.in_(STANDING)
    return db.session.scalar(select(model).where(model.order_id == order_id, standing))


def open_entry_of(order_id) -> LongTermEntry | None:
    """The entry of an order that is proposed or listed."""
    standing = LongTermEntry.state.in_((LongTermState.PROPOSED, LongTermState.LISTED))
    return db.session.scalar(select(LongTermEntry).where(LongTermEntry.order_id == order_id, standing))


def count_replies(notice_id) -> int:
    """How often whoever holds this notice has answered."""
    mine = AffectedReply.notice_id == notice_id
    return db.session.scalar(select(func.count()).select_from(AffectedReply).where(mine))


def listed_entry_of(order_id) -> LongTermEntry | None:
    """The entry that keeps an order on the long-term list."""
    mine = LongTermEntry.order_id == order_id, LongTermEntry.state == LongTermState.LISTED
    return db.session.scalar(select(LongTermEntry).where(*mine))


@dataclass(frozen=True)
class Exceptions:
    """Everything of one order that departs from the usual way."""

    order: WorkOrder
    objections: list
    site_checks: list
    extensions: list
    entries: list
    exclusions: list
    flags: list
    notices: list

    def of_leg(self, leg) -> "Exceptions":
        """What concerns one part of it."""
        mine = [row for row in self.objections if row.leg_id == leg.id]
        numbers = {row.id for row in mine}
        return Exceptions(
            self.order,
            mine,
            [row for row in self.site_checks if row.objection_id in numbers],
            [row for row in self.extensions if row.leg_id == leg.id],
            self.entries,
            [],
            [],
            [row for row in self.notices if row.leg_id == leg.id],
        )

    @property
    def asked(self):
        """Requests for more time nobody has ruled on."""
        return [row for row in self.extensions if row.state is ExtensionState.ASKED]

    @property
    def open_entry(self):
        """Whether it is proposed for the long-term list, or on it."""
        return any(row.state in (LongTermState.PROPOSED, LongTermState.LISTED) for row in self.entries)

    @property
    def open_flag(self):
        """Whether it is proposed, or seen by two, as misuse."""
        return any(row.state in STANDING for row in self.flags)

    def may_exclude(self, order) -> bool:
        """Answered, and neither proposed nor approved yet."""
        return order.state not in UNFINISHED and not any(row.state in STANDING for row in self.exclusions)


def exceptions_of(order) -> Exceptions:
    """For the pages of an order and its legs: nine statements, whatever hangs on it."""

    def rows(model, *options):
        mine = select(model).where(model.order_id == order.id).options(*options)
        return list(db.session.scalars(mine.order_by(model.id)))

    return Exceptions(
        order=order,
        objections=rows(LegObjection, *_objection()),
        site_checks=rows(SiteCheck),
        extensions=rows(LegExtension, *_extension()),
        entries=rows(LongTermEntry, *_entry()),
        exclusions=rows(Exclusion),
        flags=rows(MisuseFlag),
        notices=notices_of(order.id),
    )


WAITS = (  # kind, model, state, the column of its moment
    ("extension", LegExtension, ExtensionState.ASKED),
    ("entry", LongTermEntry, LongTermState.PROPOSED),
    ("exclusion", Exclusion, ProposalState.PROPOSED),
    ("flag", MisuseFlag, ProposalState.PROPOSED),
)


def waiting_for(user) -> dict[str, list]:
    """What the street or district of this person owes a ruling or a look, oldest first, by kind."""
    streets, districts = user.places_as(Role.STREET_STAFF), user.places_as(Role.DISTRICT_STAFF)
    first = and_(LegObjection.judge == Judge.STREET, LegObjection.street_id.in_(streets))
    second = and_(LegObjection.judge == Judge.DISTRICT, LegObjection.district_id.in_(districts))
    found = {"objection": _oldest(LegObjection, (first | second) & (LegObjection.state == "open"))}
    for kind, model, state in WAITS:
        found[kind] = _oldest(model, model.street_id.in_(streets) & (model.state == state))
    reviews = LongTermEntry.review_due_since.is_not(None) & (LongTermEntry.state == LongTermState.LISTED)
    found["review"] = _oldest(LongTermEntry, LongTermEntry.street_id.in_(streets) & reviews)
    protests = LegExtension.protested_at.is_not(None) & LegExtension.protest_answered_at.is_(None)
    found["protest"] = _oldest(LegExtension, LegExtension.street_id.in_(streets) & protests)
    return found


def _oldest(model, which):
    statement = select(model).where(which).options(_with_order(model))
    return list(db.session.scalars(statement.order_by(model.asked_at, model.id).limit(SHOWN)))


def progress_owed(limit=200) -> list[int]:
    """Extensions whose resident was to be told by today and whose body was not reminded yet."""
    owed = LegExtension.next_progress_on <= local_today()
    unsaid = LegExtension.progress_urged_on.is_distinct_from(LegExtension.next_progress_on)
    found = select(LegExtension.id).where(owed, unsaid).order_by(LegExtension.next_progress_on).limit(limit)
    return list(db.session.scalars(found))


def reviews_owed(limit=200) -> list[int]:
    """Entries of the long-term list whose day has come and which do not lie on the desk yet."""
    due = LongTermEntry.next_review_on <= local_today(), LongTermEntry.review_due_since.is_(None)
    listed = LongTermEntry.state == LongTermState.LISTED
    found = select(LongTermEntry.id).where(listed, *due).order_by(LongTermEntry.next_review_on).limit(limit)
    return list(db.session.scalars(found))
