"""被反映方: told before something is taken down, heard in private, and visited afterwards (回头看)."""

import secrets
from datetime import date

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.sealing import lookup
from civic.database import Base, BigId, Pk, created_at, enum_type
from civic.dispatch.exception_models import OfOrder
from civic.dispatch.exception_states import HowGiven


def new_salt() -> str:
    """128 random bits, one for each notice."""
    return secrets.token_urlsafe(16)


def fingerprint(token: str) -> str:
    """What is kept of a notice's link, to find it by."""
    return lookup("notice-token", token)


class AffectedNotice(OfOrder, Base):
    """Why, what else is offered, and the day before which nothing is taken down.

    `whom` is a role ("whoever put the lock there"), never a name.
    """

    __tablename__ = "affected_notice"

    leg_id: Mapped[int] = mapped_column(BigId, ForeignKey("dispatch_leg.id"), index=True)
    body_id: Mapped[int] = mapped_column(BigId, ForeignKey("body.id"))
    # The link is made from the salt and the site's key; older notices have none, their link only its holder.
    token_salt: Mapped[str | None] = mapped_column(String(32), default=new_salt)
    token_lookup: Mapped[str | None] = mapped_column(String(64), unique=True)
    whom: Mapped[str] = mapped_column(String(60))
    what: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(Text)
    offer: Mapped[str] = mapped_column(Text)
    given_on: Mapped[date] = mapped_column(Date)
    given_how: Mapped[HowGiven] = mapped_column(enum_type(HowGiven))
    not_before: Mapped[date] = mapped_column(Date)
    given_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    created_at: Mapped[created_at]

    body = relationship("Body", lazy="raise_on_sql")
    replies: Mapped[list["AffectedReply"]] = relationship(order_by="AffectedReply.id", lazy="raise_on_sql")
    visits: Mapped[list["ReturnVisit"]] = relationship(order_by="ReturnVisit.id", lazy="raise_on_sql")

    @property
    def token(self) -> str | None:
        """Whoever holds this may read the notice and answer; it stands nowhere in the database."""
        if self.token_salt is None:
            return None
        return lookup("notice-link", f"{self.id}:{self.token_salt}")[:32]


class AffectedReply(Base):
    """What the affected person says. Read by the handling bodies and the street, nobody else (I15)."""

    __tablename__ = "affected_reply"

    id: Mapped[Pk]
    notice_id: Mapped[int] = mapped_column(BigId, ForeignKey("affected_notice.id"), index=True)
    community_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    words: Mapped[str] = mapped_column(Text)
    created_at: Mapped[created_at]


class ReturnVisit(Base):
    """回头看: somebody went there afterwards, on this day, and found this."""

    __tablename__ = "return_visit"

    id: Mapped[Pk]
    notice_id: Mapped[int] = mapped_column(BigId, ForeignKey("affected_notice.id"), index=True)
    visited_on: Mapped[date] = mapped_column(Date)
    finding: Mapped[str] = mapped_column(Text)
    body_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("body.id"))
    visited_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    created_at: Mapped[created_at]
