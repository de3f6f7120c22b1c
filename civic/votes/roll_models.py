"""Who counts once in a vote of owners, and what homes say about their line before the opening.

The register names no owner: it only says which homes belong to the same one. Everything else here
goes with the vote.
"""

from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, Pk, enum_type
from civic.places.models import Household

DAYS_TO_CHECK = 3  # whole days a drawn roll hangs out before the vote can open
WAITING = text("ruling IS NULL")
VOTE = {"primary_key": True, "autoincrement": False}


class Basis(StrEnum):
    """By which paper it is known that homes belong together (the order of the law: art. 8)."""

    REGISTRY = "registry"
    SURVEY = "survey"
    CONTRACT = "contract"
    UNSOLD = "unsold"

    @property
    def label(self):
        return {
            Basis.REGISTRY: _l("Land register"),
            Basis.SURVEY: _l("Survey of the building"),
            Basis.CONTRACT: _l("Contracts of sale"),
            Basis.UNSOLD: _l("Not sold or not handed over: the developer's"),
        }[self]


class Owner(Base):
    """Somebody who owns several homes of a community and counts as one. Without a name."""

    __tablename__ = "owner"
    __table_args__ = (Index("ix_owner_community", "community_id", "id"),)

    id: Mapped[Pk]
    community_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    basis: Mapped[Basis] = mapped_column(enum_type(Basis))
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    entered_on: Mapped[date]

    homes: Mapped[list["OwnedHome"]] = relationship(
        order_by="OwnedHome.household_id", lazy="raise_on_sql", cascade="all, delete-orphan"
    )


class OwnedHome(Base):
    """A home of such an owner; the primary key refuses a second owner of one home."""

    __tablename__ = "owned_home"

    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), **VOTE)
    owner_id: Mapped[int] = mapped_column(ForeignKey("owner.id"), index=True)

    household: Mapped[Household] = relationship(lazy="raise_on_sql")


class RollHome(Base):
    """A further home of an owner on the roll, frozen with it; the leading one stands in the line itself."""

    __tablename__ = "roll_home"
    __table_args__ = (Index("ix_roll_home_line", "roll_entry_id"),)

    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), **VOTE)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), **VOTE)
    roll_entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"))


class Answer(StrEnum):
    """How an objection to the roll ends."""

    UPHELD = "upheld"
    REFUSED = "refused"

    @property
    def label(self):
        return {
            Answer.UPHELD: _l("Right: the roll is put in order and drawn again"),
            Answer.REFUSED: _l("The roll is right as it is"),
        }[self]


class RollObjection(Base):
    """A home says that its line, or the roll, is wrong. One open per home and vote."""

    __tablename__ = "roll_objection"
    __table_args__ = (
        Index(
            "uq_roll_objection_open", "vote_id", "household_id",
            unique=True, sqlite_where=WAITING, postgresql_where=WAITING,
        ),
    )  # fmt: skip

    id: Mapped[Pk]
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    words: Mapped[str] = mapped_column(Text)
    raised_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    raised_on: Mapped[date]
    ruling: Mapped[Answer | None] = mapped_column(enum_type(Answer))
    reason: Mapped[str | None] = mapped_column(Text)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    settled_on: Mapped[date | None]

    household: Mapped[Household] = relationship(lazy="raise_on_sql")
