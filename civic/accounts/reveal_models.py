"""A member of the office asks to see a telephone number; another one agrees or does not."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import ContactView, Person
from civic.accounts.roles import Role
from civic.database import Base, Pk, UTCDateTime, created_at, enum_type, utcnow
from civic.places.models import Place

GOOD_FOR = timedelta(days=1)  # an agreement not used by then is void: ask anew
SHOWN_FOR = timedelta(minutes=10)


class ContactRequest(Base):
    """Asked with a reason by one, settled by another; a yes is good for one look."""

    __tablename__ = "contact_request"
    __table_args__ = (
        Index("ix_contact_request_waiting", "community_id", "settled_at"),
        Index("ix_contact_request_asker", "asked_by", "person_id"),
    )
    id: Mapped[Pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_role: Mapped[Role] = mapped_column(enum_type(Role))
    reason: Mapped[str] = mapped_column(String(200))
    asked_at: Mapped[created_at]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_role: Mapped[Role | None] = mapped_column(enum_type(Role))
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    granted: Mapped[bool | None]
    view_id: Mapped[int | None] = mapped_column(ForeignKey("contact_view.id"), index=True)

    community: Mapped[Place] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    asker: Mapped[Person] = relationship(foreign_keys=[asked_by], lazy="raise_on_sql")
    view: Mapped[ContactView | None] = relationship(lazy="raise_on_sql")

    @property
    def is_waiting(self) -> bool:
        """Nobody has said yes or no."""
        return self.settled_at is None

    @property
    def is_good(self) -> bool:
        """Agreed to, not used, and not a day old."""
        return bool(self.granted) and self.view_id is None and utcnow() < self.good_until

    @property
    def good_until(self) -> datetime:
        """When an agreement is void."""
        return self.settled_at + GOOD_FOR


def is_shown(view: ContactView) -> bool:
    """Is the number of this look still on the screen?"""
    return utcnow() < view.viewed_at + SHOWN_FOR
