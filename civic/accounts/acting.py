"""What a person may act as right now: one vocabulary for somebody signed in and for a stranger.

Every other room asks these questions and no others. Roles count only between their from and to;
roles of staff and delegates count only when this sign-in passed the second factor.
"""

from flask_login import AnonymousUserMixin

from civic.accounts.roles import GUARDED_ROLES, SITE_ROLES, STAFF_ROLES, Standing
from civic.database import utcnow

ANYWHERE = object()  # not None: what belongs to no community must not count as asked of all of them


class Acting:
    """Questions about the memberships in `self.current_memberships()`."""

    second_factor_passed = True

    def current_memberships(self) -> list:
        """Memberships in force now, claimed ones included."""
        raise NotImplementedError

    def has_role(self, role, place_id=ANYWHERE, body_id=ANYWHERE, community_id=ANYWHERE) -> bool:
        """Is it theirs now (checked, and behind the second factor where that is asked for)?

        Of a thing that belongs to no community (None) nobody holds a role there, site roles aside.
        """
        return any(
            held.role == role
            and _is_there(held.place_id, place_id)
            and _is_there(held.body_id, body_id)
            and (_is_there(held.community_id, community_id) or held.role in SITE_ROLES)
            for held in self._verified()
        )

    def has_any_role(self, roles, community_id=ANYWHERE) -> bool:
        """At least one of `roles`, in that community when given."""
        return any(self.has_role(role, community_id=community_id) for role in roles)

    @property
    def roles(self) -> frozenset:
        """All roles in force."""
        return frozenset(held.role for held in self._verified())

    @property
    def is_staff(self) -> bool:
        """Holds any role that sees what residents do not."""
        return bool(self.roles & STAFF_ROLES)

    @property
    def needs_second_factor(self) -> bool:
        """Holds a guarded role that does not count yet in this sign-in."""
        return not self.second_factor_passed and any(
            held.role in GUARDED_ROLES for held in self.current_memberships()
        )

    @property
    def household_ids(self) -> frozenset:
        """Households this person verifiably lives in."""
        return frozenset(held.household_id for held in self._verified() if held.household_id)

    @property
    def claimed_household_ids(self) -> frozenset:
        """Households claimed and not checked yet."""
        return frozenset(
            held.household_id
            for held in self.current_memberships()
            if held.household_id and held.standing == Standing.CLAIMED
        )

    @property
    def is_verified_resident(self) -> bool:
        """Lives verifiably in at least one household."""
        return bool(self.household_ids)

    @property
    def community_ids(self) -> frozenset:
        """Communities they live or serve in, verifiably."""
        return frozenset(held.community_id for held in self._verified() if held.community_id)

    @property
    def body_ids(self) -> frozenset:
        """Bodies they act for."""
        return frozenset(held.body_id for held in self._verified() if held.body_id)

    def bodies_at(self, community_id) -> frozenset:
        """Bodies of that community they act for."""
        return frozenset(h.body_id for h in self._verified() if h.body_id and h.community_id == community_id)

    def roles_in_body(self, body_id) -> frozenset:
        """As what they act for that body."""
        return frozenset(held.role for held in self._verified() if held.body_id == body_id)

    def places_as(self, role) -> frozenset:
        """Places where they hold `role`: the doors of a steward, for example."""
        return frozenset(h.place_id for h in self._verified() if h.role == role and h.place_id)

    def _verified(self):
        return [
            held
            for held in self.current_memberships()
            if held.standing == Standing.VERIFIED
            and (self.second_factor_passed or held.role not in GUARDED_ROLES)
        ]


class AnonymousVisitor(Acting, AnonymousUserMixin):
    """Somebody without an account: reads every public page, holds no role."""

    id = None
    nickname = ""
    is_adult = False

    def current_memberships(self) -> list:
        return []


def _is_there(held, asked):
    return asked is ANYWHERE or (asked is not None and held == asked)


def in_force(held, now=None) -> bool:
    """Does the membership count at `now`?"""
    now = now or utcnow()
    return held.valid_from <= now and (held.valid_to is None or now < held.valid_to)
