"""What others entered in a household's name, what the household says to that, and who vouches for the count.

No choice stands here. Of a secret vote the rows that name a home go when the vote is certified.
"""

from datetime import date, timedelta
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.councils.models import Body
from civic.database import Base, Pk, enum_type, local_today
from civic.votes.models import RollEntry
from civic.votes.states import Channel

DAYS_TO_OBJECT = 3  # after the day on which the home was told
WAITING = text("ruling IS NULL")
VOTE = {"primary_key": True, "autoincrement": False}


class EnteredBallot(Base):
    """Somebody else put a ballot in the box for this unit: 以您家名义录入. Told to the home on a later day.

    `entered_on` is the day that decides between paper and phone, `noted_on` the one it was written
    down here. Stored without row numbers, which would keep the order of arrival.
    """

    __tablename__ = "entered_ballot"
    __table_args__ = (
        Index("ix_entered_ballot_untold", "vote_id", "told_on"),
        {"sqlite_with_rowid": False},
    )

    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), **VOTE)
    roll_entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"), **VOTE)
    channel: Mapped[Channel] = mapped_column(enum_type(Channel), primary_key=True)
    entered_on: Mapped[date]
    number: Mapped[int | None]  # of the paper ballot
    noted_on: Mapped[date]
    told_on: Mapped[date | None]

    entry: Mapped[RollEntry] = relationship(lazy="raise_on_sql")

    @classmethod
    def due(cls, today: date):
        """The condition: written down before `today`, and its home does not know of it.

        A message at once would say to the second when somebody came (DESIGN.md §3); so all homes of
        a day are told together.
        """
        return cls.told_on.is_(None) & (cls.noted_on < today)

    @classmethod
    def may_be_doubted(cls):
        """The condition: its home does not know yet, or has been told within the days it has to object."""
        last_told = local_today() - timedelta(days=DAYS_TO_OBJECT)
        return cls.told_on.is_(None) | (cls.told_on >= last_told)


class Ruling(StrEnum):
    """How a challenge ended."""

    OURS = "ours"
    SET_ASIDE = "set_aside"
    NOT_THEIRS = "not_theirs"

    @property
    def label(self):
        return {
            Ruling.OURS: _l("Somebody of the home did hand it in: the ballot counts"),
            Ruling.SET_ASIDE: _l("It was not theirs: the ballot was taken out before the count"),
            Ruling.NOT_THEIRS: _l("It was not theirs, and it is counted already"),
        }[self]


class EntryChallenge(Base):
    """A home says 这不是我投的. Until it is settled nobody can certify the vote; one open at a time."""

    __tablename__ = "entry_challenge"
    __table_args__ = (
        Index(
            "uq_entry_challenge_open", "vote_id", "roll_entry_id",
            unique=True, sqlite_where=WAITING, postgresql_where=WAITING,
        ),
    )  # fmt: skip

    id: Mapped[Pk]
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"))
    roll_entry_id: Mapped[int | None] = mapped_column(ForeignKey("roll_entry.id"))
    raised_on: Mapped[date]
    ruling: Mapped[Ruling | None] = mapped_column(enum_type(Ruling))
    reason: Mapped[str] = mapped_column(Text, default="")
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    settled_on: Mapped[date | None]

    entry: Mapped[RollEntry | None] = relationship(lazy="raise_on_sql")


class Certification(Base):
    """A body vouches that the count is right: 核定. One per vote, never taken back."""

    __tablename__ = "vote_certification"

    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), **VOTE)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    certified_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    certified_on: Mapped[date]

    body: Mapped[Body] = relationship(lazy="raise_on_sql")


class Announcement(Base):
    """What the body that convened a paper vote announced; only that makes the result hold."""

    __tablename__ = "vote_announcement"

    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), **VOTE)
    words: Mapped[str] = mapped_column(Text)
    announced_on: Mapped[date]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
