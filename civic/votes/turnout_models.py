"""Turnout by building: counted at the close from references that are destroyed there; numbers only."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base
from civic.places.models import Place


class BuildingTurnout(Base):
    """How many homes of a building were on the roll and how many voted; only what may be shown is kept."""

    __tablename__ = "building_turnout"

    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), primary_key=True, autoincrement=False)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), primary_key=True, autoincrement=False)
    entitled: Mapped[int]
    voted: Mapped[int]

    place: Mapped[Place] = relationship(lazy="raise_on_sql")
