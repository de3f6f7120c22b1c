"""Reads of minutes and what hangs on them; a constant number of statements a page."""

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from civic.accounts.models import Membership
from civic.accounts.roles import STAFF_ROLES, Standing
from civic.councils.models import Body
from civic.database import local_today, utcnow
from civic.errors import NotFound
from civic.extensions import db
from civic.meetings.check_in import latest_of
from civic.meetings.minutes_models import (
    Agreement,
    Dissent,
    Erratum,
    Minutes,
    MinutesComment,
    MinutesConfirmation,
)
from civic.meetings.minutes_states import WAITING, MinutesState
from civic.meetings.models import AgendaItem, Attendance, Meeting
from civic.meetings.queries import meeting_or_404
from civic.paging import keyset
from civic.places.models import Place
from civic.topics.models import TopicDocument
from civic.topics.states import DocumentKind

MOST = 200  # agreements, dissents, comments of one meeting that are shown


def minutes_of(meeting_id) -> Minutes | None:
    """The bare row."""
    return db.session.scalar(select(Minutes).where(Minutes.meeting_id == meeting_id))


def minutes_or_404(no) -> Minutes:
    """With meeting, place, topic and agenda, confirmations, comments and errata; raises NotFound."""
    meeting = joinedload(Minutes.meeting)
    found = db.session.scalar(
        select(Minutes)
        .where(Minutes.meeting_id == no)
        .options(
            meeting.joinedload(Meeting.place),
            meeting.joinedload(Meeting.topic),
            meeting.joinedload(Meeting.thread),
            meeting.selectinload(Meeting.items).joinedload(AgendaItem.topic),
            selectinload(Minutes.confirmations).options(
                joinedload(MinutesConfirmation.body), joinedload(MinutesConfirmation.door)
            ),
            selectinload(Minutes.comments).options(
                joinedload(MinutesComment.body), joinedload(MinutesComment.door)
            ),
            selectinload(Minutes.errata),
        )
    )
    if found is None:
        raise NotFound(None)
    return found


def minutes_page(community_id, cursor=None, size=20):
    """Published minutes of a community, the latest first."""
    statement = (
        select(Minutes)
        .where(Minutes.community_id == community_id, Minutes.state == MinutesState.PUBLISHED)
        .options(joinedload(Minutes.meeting).joinedload(Meeting.place))
    )
    return keyset(statement, [Minutes.published_at, Minutes.id], cursor, size)


def comment_or_404(no, comment) -> MinutesComment:
    """One comment on the minutes of that meeting; raises NotFound."""
    found = _of_meeting(
        select(MinutesComment).join(Minutes, Minutes.id == MinutesComment.minutes_id)
        .where(Minutes.meeting_id == no, MinutesComment.id == comment)
    )  # fmt: skip
    found.meeting = meeting_or_404(no)
    return found


def agreement_or_404(no, agreement) -> Agreement:
    """One agreement with its meeting and who is to do it; raises NotFound."""
    return _of_meeting(
        select(Agreement).where(Agreement.meeting_id == no, Agreement.id == agreement)
        .options(joinedload(Agreement.owner), joinedload(Agreement.meeting))
    )  # fmt: skip


def dissent_or_404(no, dissent) -> Dissent:
    """One dissent of that meeting; raises NotFound."""
    found = _of_meeting(select(Dissent).where(Dissent.meeting_id == no, Dissent.id == dissent))
    found.meeting = meeting_or_404(no)
    return found


def _of_meeting(statement):
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound(None)
    return found


def agreements_of(meeting_id) -> list[Agreement]:
    """In order, with who is to do it."""
    statement = select(Agreement).where(Agreement.meeting_id == meeting_id)
    statement = statement.options(joinedload(Agreement.owner)).order_by(Agreement.position)
    return list(db.session.scalars(statement))


def agenda_titles(meeting_id) -> list[str]:
    """The points of the agenda, in order."""
    statement = select(AgendaItem.title).where(AgendaItem.meeting_id == meeting_id)
    return list(db.session.scalars(statement.order_by(AgendaItem.position)))


def dissents_of(meeting_id) -> list[Dissent]:
    """In order."""
    statement = select(Dissent).where(Dissent.meeting_id == meeting_id).order_by(Dissent.id)
    return list(db.session.scalars(statement.limit(MOST)))


def errata_of(minutes_id) -> list[Erratum]:
    """In order."""
    statement = select(Erratum).where(Erratum.minutes_id == minutes_id).order_by(Erratum.number)
    return list(db.session.scalars(statement))


def attendance_of(meeting_id, person_id) -> Attendance | None:
    """As what somebody was there, or None."""
    return latest_of(meeting_id, person_id) if person_id is not None else None


def attendance_counts(meeting_id) -> dict:
    """How many came: in all, by capacity, by body, by building, from how many doors. No person is read.

    By building, not by door: one who came from a door is somebody its neighbours know.
    """

    def counted(key, *joins):
        statement = select(key, func.count(Attendance.id)).where(Attendance.meeting_id == meeting_id)
        for target, clause in joins:
            statement = statement.join(target, clause)
        return [list(row) for row in db.session.execute(statement.group_by(key).order_by(key))]

    door, building = aliased(Place), aliased(Place)
    capacities = counted(Attendance.capacity)
    came_twice = select(func.count(Attendance.person_id) - func.count(distinct(Attendance.person_id)))
    again = db.session.scalar(came_twice.where(Attendance.meeting_id == meeting_id))  # for a seat, then not
    doors = db.session.scalar(
        select(func.count(distinct(Attendance.door_id))).where(Attendance.meeting_id == meeting_id)
    )
    return {
        "total": sum(count for _capacity, count in capacities) - again,
        "by_capacity": [[capacity.value, count] for capacity, count in capacities],
        "by_body": counted(Body.short_name, (Body, Body.id == Attendance.body_id)),
        "by_building": counted(building.label, (door, door.id == Attendance.door_id),
                               (building, building.id == door.parent_id)),
        "doors": doors,
    }  # fmt: skip


def is_staff(person_id) -> bool:
    """Does that person hold an office now? Whether this sign-in passed its second factor is no matter."""
    now = utcnow()
    return bool(
        db.session.scalar(
            select(func.count())
            .select_from(Membership)
            .where(
                Membership.person_id == person_id,
                Membership.role.in_(STAFF_ROLES),
                Membership.standing == Standing.VERIFIED,
                Membership.valid_from <= now,
                Membership.valid_to.is_(None) | (Membership.valid_to > now),
            )
        )
    )


def confirmations_in(minutes) -> int:
    """How many have confirmed the text as it is now."""
    said = MinutesConfirmation
    return db.session.scalar(
        select(func.count(said.id)).where(
            said.minutes_id == minutes.id, said.round == minutes.round, said.agrees.is_(True)
        )
    )


def has_spoken(minutes, person_id) -> bool:
    """Has this person confirmed or refused the text as it is now?"""
    said = MinutesConfirmation
    return bool(
        db.session.scalar(
            select(said.id).where(
                said.minutes_id == minutes.id, said.round == minutes.round, said.person_id == person_id
            )
        )
    )


def unanswered_comments(minutes_id) -> int:
    """How many comments wait for the recorder."""
    return db.session.scalar(
        select(func.count(MinutesComment.id)).where(
            MinutesComment.minutes_id == minutes_id, MinutesComment.outcome.is_(None)
        )
    )


def overdue_minutes(limit=200) -> list[int]:
    """Ids of minutes nobody confirmed in time."""
    statement = select(Minutes.id).where(Minutes.state.in_(WAITING), Minutes.confirm_by < local_today())
    return list(db.session.scalars(statement.order_by(Minutes.id).limit(limit)))


def dissents_to_tell(limit=200) -> list[int]:
    """Ids of dissents whose day is there and of which nobody was told yet."""
    waits = Dissent.heard_again_at.is_(None), Dissent.again_on <= local_today(), Dissent.told_on.is_(None)
    return list(db.session.scalars(select(Dissent.id).where(*waits).order_by(Dissent.id).limit(limit)))


def rows_with_account(meeting_id) -> list[Attendance]:
    """Those on the list who can be told something; the first MOST."""
    mine = select(Attendance).where(Attendance.meeting_id == meeting_id, Attendance.person_id.is_not(None))
    mine = mine.options(joinedload(Attendance.body)).order_by(Attendance.id)
    return list(db.session.scalars(mine.limit(MOST)))


def paper_of_day(topic_id, day) -> bool:
    """Do minutes of that day hang on the topic already?"""
    found = select(TopicDocument.id).where(
        TopicDocument.topic_id == topic_id,
        TopicDocument.kind == DocumentKind.MINUTES,
        TopicDocument.dated == day,
    )
    return db.session.scalar(found.limit(1)) is not None
