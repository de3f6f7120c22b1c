"""The tree of places and the homes behind the doors.

Coordinates and sizes are metres from the community's south-west gate, x east, y north; areas are
0.01 m². Places are public; a home's unit label never is.
"""

from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, Double, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, Pk, enum_type


class PlaceKind(StrEnum):
    """How far down the tree a place is; SPOT is anything on the plan that is not a building."""

    CITY = "city"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"
    BUILDING = "building"
    DOOR = "door"
    SPOT = "spot"

    @property
    def label(self):
        return KIND_LABELS[self]


KIND_LABELS = {
    PlaceKind.CITY: _l("City"),
    PlaceKind.DISTRICT: _l("District"),
    PlaceKind.SUBDISTRICT: _l("Sub-district"),
    PlaceKind.COMMUNITY: _l("Community"),
    PlaceKind.BUILDING: _l("Building"),
    PlaceKind.DOOR: _l("Door"),
    PlaceKind.SPOT: _l("Place in the grounds"),
}

# What may stand directly under what; a community is the root of everything on its plan.
PARENTS = {
    PlaceKind.CITY: {None},
    PlaceKind.DISTRICT: {PlaceKind.CITY},
    PlaceKind.SUBDISTRICT: {PlaceKind.DISTRICT},
    PlaceKind.COMMUNITY: {PlaceKind.SUBDISTRICT},
    PlaceKind.BUILDING: {PlaceKind.COMMUNITY},
    PlaceKind.DOOR: {PlaceKind.BUILDING},
    PlaceKind.SPOT: {PlaceKind.COMMUNITY},
}

# Kinds with a position on the plan.
ON_PLAN = (PlaceKind.BUILDING, PlaceKind.DOOR, PlaceKind.SPOT)


class SpotKind(StrEnum):
    """How a spot is drawn on the plan."""

    GATE = "gate"
    GREEN = "green"
    SQUARE = "square"
    SHED = "shed"
    LANE = "lane"
    WALL = "wall"

    @property
    def label(self):
        return SPOT_LABELS[self]


SPOT_LABELS = {
    SpotKind.GATE: _l("Gate"),
    SpotKind.GREEN: _l("Garden or green"),
    SpotKind.SQUARE: _l("Open ground"),
    SpotKind.SHED: _l("Small building"),
    SpotKind.LANE: _l("Lane"),
    SpotKind.WALL: _l("Wall"),
}


# Compared byte by byte on both engines, so that a range over paths is a subtree (queries.within).
PATH = String(120).with_variant(String(120, collation="C"), "postgresql")


class Place(Base):
    """One node of the tree. `path` lists the ids from the root down to itself: "/1/2/5/"."""

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("path"),
        UniqueConstraint("parent_id", "kind", "name", name="uq_place_parent_kind_name"),
        Index("ix_place_community_kind_number", "community_id", "kind", "number"),
    )

    id: Mapped[Pk]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    community_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    kind: Mapped[PlaceKind] = mapped_column(enum_type(PlaceKind))
    spot: Mapped[SpotKind | None] = mapped_column(enum_type(SpotKind))
    name: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(120))
    number: Mapped[int] = mapped_column(default=0)
    path: Mapped[str | None] = mapped_column(PATH)
    x: Mapped[float | None] = mapped_column(Double)
    y: Mapped[float | None] = mapped_column(Double)
    width: Mapped[float] = mapped_column(Double, default=0)
    height: Mapped[float] = mapped_column(Double, default=0)
    note: Mapped[str] = mapped_column(String(120), default="")
    homes: Mapped[int] = mapped_column(default=0)

    parent: Mapped["Place | None"] = relationship(
        foreign_keys=parent_id, remote_side="Place.id", lazy="raise_on_sql"
    )
    community: Mapped["Place | None"] = relationship(
        foreign_keys=community_id, remote_side="Place.id", lazy="raise_on_sql"
    )

    @property
    def depth(self) -> int:
        """0 for a city, 5 for a door."""
        return len(self.ancestor_ids)

    @property
    def ancestor_ids(self) -> list[int]:
        """Ids from the root down to the parent, read off the path (no query)."""
        return [int(part) for part in self.path.strip("/").split("/")][:-1]

    @property
    def is_on_plan(self) -> bool:
        return self.x is not None and self.kind in ON_PLAN

    def contains(self, other: "Place") -> bool:
        """Whether `other` is this place or stands anywhere below it."""
        return other.path.startswith(self.path)


class Household(Base):
    """One home behind a door. `unit_label` ("301") never appears on a public page."""

    __tablename__ = "household"
    __table_args__ = (
        UniqueConstraint("door_id", "unit_label"),
        CheckConstraint("area_centi > 0", name="area_positive"),
        Index("ix_household_community_door_position", "community_id", "door_id", "position"),
    )

    id: Mapped[Pk]
    community_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    door_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    unit_label: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(default=0)
    area_centi: Mapped[int]

    door: Mapped[Place] = relationship(foreign_keys=door_id, lazy="raise_on_sql")

    @property
    def address(self) -> str:
        """For its own people and for staff only: 10号楼2门602. Needs `door` loaded."""
        return f"{self.door.label}{self.unit_label}"
