"""Knowing the need: visits at the door, and short questionnaires whose answers belong to nobody.

A visit says a door and a kind of need; its note is for staff and every look at it is kept. A survey
keeps counters, lines without order, and which homes answered: nothing ties a home to an answer.
"""

from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, BigInteger, ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, Moment, Pk, created_at, enum_type


class NeedKind(StrEnum):
    """What was needed at the door. No illness: that is nobody's list."""

    MEALS = "meals"
    ERRANDS = "errands"
    COMPANY = "company"
    REPAIRS = "repairs"
    STAIRS = "stairs"
    CHILDREN = "children"
    NEIGHBOURS = "neighbours"
    PAPERS = "papers"
    NOTHING = "nothing"
    NOBODY_IN = "nobody_in"
    OTHER = "other"

    @property
    def label(self):
        return NEED_LABELS[self]


NEED_LABELS = {
    NeedKind.MEALS: _l("Meals"),
    NeedKind.ERRANDS: _l("Somebody for errands"),
    NeedKind.COMPANY: _l("Company, somebody to talk to"),
    NeedKind.REPAIRS: _l("Something to mend at home"),
    NeedKind.STAIRS: _l("Getting up and down the stairs"),
    NeedKind.CHILDREN: _l("Somebody to mind the children"),
    NeedKind.NEIGHBOURS: _l("Trouble next door: noise, smoke, water"),
    NeedKind.PAPERS: _l("Papers and applications"),
    NeedKind.NOTHING: _l("Nothing needed"),
    NeedKind.NOBODY_IN: _l("Nobody in"),
    NeedKind.OTHER: _l("Something else"),
}


class Visit(Base):
    """A visit of the residents' committee at one door of a building."""

    __tablename__ = "need_visit"
    __table_args__ = (
        Index("ix_need_visit_newest", "community_id", "id"),
        Index("ix_need_visit_by_day", "community_id", "visited_on"),
    )

    id: Mapped[Pk]
    community_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    door_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    building_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    visited_on: Mapped[date]
    need: Mapped[NeedKind] = mapped_column(enum_type(NeedKind))
    note: Mapped[str] = mapped_column(Text, default="")  # staff only; goes with the row
    visited_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[created_at]

    door = relationship("Place", foreign_keys=[door_id], lazy="raise_on_sql")


class VisitLook(Base):
    """Somebody of the staff read the notes of visits, or the free lines of a survey, and why."""

    __tablename__ = "need_visit_look"
    __table_args__ = (
        Index("ix_need_visit_look_newest", "community_id", "id"),
        Index("ix_need_visit_look_survey_id", "survey_id", "id"),
    )

    id: Mapped[Pk]
    survey_id: Mapped[int | None] = mapped_column(ForeignKey("need_survey.id"))
    community_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    viewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(Text)
    looked_at: Mapped[created_at]

    viewer = relationship("Person", lazy="raise_on_sql")


class Survey(Base):
    """A short questionnaire: choice questions, and one free line."""

    __tablename__ = "need_survey"
    __table_args__ = (Index("ix_need_survey_newest", "community_id", "id"),)

    id: Mapped[Pk]
    community_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    title: Mapped[str] = mapped_column(String(80))
    why: Mapped[str] = mapped_column(Text, default="")
    questions: Mapped[list] = mapped_column(JSON, default=list)  # [{"text": …, "choices": [...]}]
    line: Mapped[str] = mapped_column(String(80), default="")  # what the free line asks; "" for none
    closes_at: Mapped[Moment]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[created_at]
    homes: Mapped[int] = mapped_column(default=0)  # that answered on the site
    papers: Mapped[int] = mapped_column(default=0)  # slips keyed in

    @property
    def answers(self) -> int:
        """On the site and on paper."""
        return self.homes + self.papers

    def is_open(self, now: datetime) -> bool:
        """Are answers taken at `now`?"""
        return now < self.closes_at


class SurveyCount(Base):
    """How often one choice was made."""

    __tablename__ = "need_survey_count"

    survey_id: Mapped[int] = mapped_column(
        ForeignKey("need_survey.id"), primary_key=True, autoincrement=False
    )
    question: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    choice: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    times: Mapped[int] = mapped_column(default=0)


class SurveyHome(Base):
    """A home that answered. When and what is not kept."""

    __tablename__ = "need_survey_home"

    survey_id: Mapped[int] = mapped_column(
        ForeignKey("need_survey.id"), primary_key=True, autoincrement=False
    )
    household_id: Mapped[int] = mapped_column(
        ForeignKey("household.id"), primary_key=True, autoincrement=False
    )


class SurveyLine(Base):
    """What somebody wrote into the free line, under a number drawn by lot: no order, no time."""

    __tablename__ = "need_survey_line"
    __table_args__ = (Index("ix_need_survey_line_in_order", "survey_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    survey_id: Mapped[int] = mapped_column(ForeignKey("need_survey.id"))
    body: Mapped[str] = mapped_column(Text)
