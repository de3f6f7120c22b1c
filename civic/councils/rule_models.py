"""What a council has agreed about itself: its house rules and its rules of order, version by version."""

from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.councils.preset import SENTENCES
from civic.database import Base, Pk, enum_type


class RulesKind(StrEnum):
    """Which of its two texts."""

    HOUSE = "house"
    ORDER = "order"


class RuleMoment(StrEnum):
    """At which point of a meeting a rule of order counts."""

    OPENING = "opening"
    DISCUSSION = "discussion"
    MOTION = "motion"
    VOTE = "vote"
    CLOSING = "closing"

    @property
    def label(self):
        return MOMENT_LABELS[self]


MOMENT_LABELS = {
    RuleMoment.OPENING: _l("At the opening"),
    RuleMoment.DISCUSSION: _l("While people speak"),
    RuleMoment.MOTION: _l("When something is proposed"),
    RuleMoment.VOTE: _l("Before hands are raised"),
    RuleMoment.CLOSING: _l("Before everybody leaves"),
}


class RulesVersion(Base):
    """One adopted version, kept for good. `adopted_how` says in which meeting and by whom."""

    __tablename__ = "rules_version"
    __table_args__ = (UniqueConstraint("council_id", "kind", "number", name="uq_rules_version_number"),)

    id: Mapped[Pk]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    kind: Mapped[RulesKind] = mapped_column(enum_type(RulesKind))
    number: Mapped[int]
    body: Mapped[str] = mapped_column(Text, default="")  # house rules only
    changed: Mapped[str] = mapped_column(String(200), default="")
    adopted_on: Mapped[date]
    adopted_how: Mapped[str] = mapped_column(String(200))

    rules: Mapped[list["OrderRule"]] = relationship(order_by="OrderRule.position", lazy="raise_on_sql")


class OrderRule(Base):
    """One rule of order. An empty `sentence` is the preset's, in the reader's language."""

    __tablename__ = "order_rule"
    __table_args__ = (
        UniqueConstraint("version_id", "key"),
        CheckConstraint("speech_seconds BETWEEN 10 AND 3600", name="seconds_sane"),
        CheckConstraint("speeches_per_item BETWEEN 1 AND 99", name="speeches_sane"),
    )

    id: Mapped[Pk]
    version_id: Mapped[int] = mapped_column(ForeignKey("rules_version.id"))
    key: Mapped[str] = mapped_column(String(32))
    position: Mapped[int]
    moment: Mapped[RuleMoment] = mapped_column(enum_type(RuleMoment))
    sentence: Mapped[str] = mapped_column(String(200), default="")
    speech_seconds: Mapped[int | None]
    speeches_per_item: Mapped[int | None]

    @property
    def text(self) -> str:
        """The sentence people read."""
        return self.sentence or str(SENTENCES[self.key])
