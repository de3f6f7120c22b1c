"""The words accounts are told in: roles, standings, states of a person. Pure: no database.

Who may do what: domain.md §10. A role always has a place, a body or a household, and from–to.
"""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class Role(StrEnum):
    """What somebody is at a place, in a body or in a household."""

    RESIDENT = "resident"
    DOOR_STEWARD = "door_steward"
    COMMUNITY_STAFF = "community_staff"
    SECRETARY = "secretary"
    DELEGATE = "delegate"
    OFFICER = "officer"
    STREET_STAFF = "street_staff"
    DISTRICT_STAFF = "district_staff"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def label(self):
        """The role in the words of the neighbourhood."""
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.RESIDENT: _l("Resident"),
    Role.DOOR_STEWARD: _l("Door steward"),
    Role.COMMUNITY_STAFF: _l("Residents' committee staff"),
    Role.SECRETARY: _l("Community secretary"),
    Role.DELEGATE: _l("Delegate of a body"),
    Role.OFFICER: _l("Department officer"),
    Role.STREET_STAFF: _l("Street office staff"),
    Role.DISTRICT_STAFF: _l("District government staff"),
    Role.AUDITOR: _l("Auditor"),
    Role.ADMINISTRATOR: _l("Administrator"),
}

# Roles that see what residents do not.
STAFF_ROLES = frozenset(
    {
        Role.COMMUNITY_STAFF,
        Role.SECRETARY,
        Role.OFFICER,
        Role.STREET_STAFF,
        Role.DISTRICT_STAFF,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    }
)
# Roles that count only after the second factor: staff, and whoever speaks for a body.
GUARDED_ROLES = STAFF_ROLES | {Role.DELEGATE}

# Held for the whole site, not in one community.
SITE_ROLES = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
HOME_ROLES = frozenset({Role.RESIDENT})
PLACE_ROLES = frozenset(
    {Role.DOOR_STEWARD, Role.COMMUNITY_STAFF, Role.SECRETARY, Role.STREET_STAFF, Role.DISTRICT_STAFF}
)
BODY_ROLES = frozenset({Role.DELEGATE, Role.OFFICER})


class Standing(StrEnum):
    """How sure we are of a membership: said by the person, or checked."""

    CLAIMED = "claimed"
    VERIFIED = "verified"

    @property
    def label(self):
        """Checked or not, in a word."""
        return STANDING_LABELS[self]


STANDING_LABELS = {Standing.CLAIMED: _l("not checked yet"), Standing.VERIFIED: _l("checked")}


class PersonState(StrEnum):
    """Only accounts/workflow.py moves it."""

    ACTIVE = "active"
    DISABLED = "disabled"
    DELETED = "deleted"

    @property
    def label(self):
        """Whether they may sign in, in a word."""
        return STATE_LABELS[self]


STATE_LABELS = {
    PersonState.ACTIVE: _l("May sign in"),
    PersonState.DISABLED: _l("Shut out"),
    PersonState.DELETED: _l("Has left"),
}


TRANSITIONS: dict[PersonState, frozenset[PersonState]] = {
    PersonState.ACTIVE: frozenset({PersonState.DISABLED, PersonState.DELETED}),
    PersonState.DISABLED: frozenset({PersonState.ACTIVE, PersonState.DELETED}),
    PersonState.DELETED: frozenset(),
}
