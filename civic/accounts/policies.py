"""Who may do what with persons, homes and roles. Pure: they ask `user`, never the database."""

from civic.accounts.roles import BODY_ROLES, GUARDED_ROLES, HOME_ROLES, Role

OFFICE = frozenset({Role.SECRETARY, Role.COMMUNITY_STAFF})


def is_staff(user, subject=None) -> bool:
    """Holds any role that sees what residents do not."""
    return user.is_staff


def is_secretary_of(user, community_id) -> bool:
    """Secretary of that community."""
    return user.has_role(Role.SECRETARY, community_id=community_id)


def is_office_of(user, community_id) -> bool:
    """Secretary or residents' committee staff of that community."""
    return user.has_any_role(OFFICE, community_id=community_id)


def is_of_its_street(user, subject) -> bool:
    """Staff of the street's office that the subject's community lies in. Needs its `community` loaded."""
    streets = user.places_as(Role.STREET_STAFF)
    return bool(streets) and subject.community.parent_id in streets


def works_in_office(user, subject=None) -> bool:
    """Secretary or residents' committee staff of some community."""
    return user.has_any_role(OFFICE)


def is_administrator(user, subject=None) -> bool:
    """Gives and ends roles."""
    return user.has_role(Role.ADMINISTRATOR)


def is_verified_resident(user, subject=None) -> bool:
    """Lives verifiably in some home."""
    return user.is_verified_resident


def may_print_slips(user, place) -> bool:
    """The office prints the slips of its own community."""
    return is_office_of(user, place.community_id)


def may_check_claim(user, membership) -> bool:
    """The office of the community checks claims, nobody their own."""
    return is_office_of(user, membership.community_id) and membership.person_id != user.id


def may_see_household(user, household) -> bool:
    """Its verified people, and nobody else."""
    return household.id in user.household_ids


def may_view_contact(user, person) -> bool:
    """Ask to: the office or the street's, for people of its own or of none yet; never for oneself.

    Another one has to agree, see may_settle_reveal. Needs what ways_to_contact needs.
    """
    return person.id != user.id and bool(ways_to_contact(user, person))


def ways_to_contact(user, person) -> list[tuple]:
    """As what, and for which community, somebody may ask for this person's number, the nearest first.

    People who belong nowhere yet are asked for by an office only, in its own community. Needs the
    communities of the person's memberships loaded for the staff of a street.
    """
    held = [each for each in person.current_memberships() if each.community_id]
    theirs = {each.community_id for each in held}
    office = [
        (role, each)
        for role in sorted(OFFICE)
        for each in sorted(theirs or user.community_ids)
        if user.has_role(role, community_id=each)
    ]
    streets = user.places_as(Role.STREET_STAFF)
    below = {each.community_id for each in held if each.community.parent_id in streets} if streets else ()
    return office + [(Role.STREET_STAFF, each) for each in sorted(below)]


def settling_role(user, community):
    """As what somebody agrees that a number is shown there: its office, or its street office."""
    for role in sorted(OFFICE):
        if user.has_role(role, community_id=community.id):
            return role
    return Role.STREET_STAFF if community.parent_id in user.places_as(Role.STREET_STAFF) else None


def may_settle_reveal(user, asked) -> bool:
    """A second person: not who asked, not whose number it is."""
    return (
        user.id not in (asked.asked_by, asked.person_id) and settling_role(user, asked.community) is not None
    )


def places_to_settle(user) -> tuple[frozenset, frozenset]:
    """(communities, streets) for which they may agree to a number being shown."""
    here = frozenset(each for each in user.community_ids if is_office_of(user, each))
    return here, user.places_as(Role.STREET_STAFF)


def settles_reveals(user, subject=None) -> bool:
    """Anywhere at all."""
    return any(places_to_settle(user))


def may_end_membership(user, membership) -> bool:
    """The administrator ends roles; the office ends homes of its community."""
    if membership.role in HOME_ROLES:
        return is_administrator(user) or is_office_of(user, membership.community_id)
    return is_administrator(user)


def owns(user, subject) -> bool:
    """It is theirs."""
    return user.is_authenticated and subject.person_id == user.id


def has_guarded_role(user, subject=None) -> bool:
    """Holds, or will hold after the second factor, a role of staff or a delegate."""
    return any(held.role in GUARDED_ROLES for held in user.current_memberships())


def needs_body(role) -> bool:
    """Roles that are held in a body; councils gives those of seats."""
    return role in BODY_ROLES
