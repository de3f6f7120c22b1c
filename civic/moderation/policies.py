"""Who may report, rule and answer appeals."""

from civic.accounts.roles import Role

OFFICE = (Role.SECRETARY, Role.COMMUNITY_STAFF)


def ruling_role(user, subject):
    """The role in which somebody rules on this, or None: of its community, or of the street it lies in."""
    if subject.street_id in user.places_as(Role.STREET_STAFF):
        return Role.STREET_STAFF
    return next((role for role in OFFICE if user.has_role(role, community_id=subject.community_id)), None)


def may_report(user, subject=None) -> bool:
    """Anybody signed in who lives or serves here."""
    return user.is_authenticated and (subject is None or subject.community_id in user.community_ids)


def may_rule_anywhere(user, subject=None) -> bool:
    """Has a queue to look through."""
    return user.has_any_role({*OFFICE, Role.STREET_STAFF})


def office_of(user) -> frozenset:
    """The communities whose office they are."""
    return frozenset(each for each in user.community_ids if user.has_any_role(OFFICE, community_id=each))


def may_rule(user, subject) -> bool:
    """Community staff of the place, or the street office."""
    return user.is_authenticated and ruling_role(user, subject) is not None


def may_switch(user, community_id) -> bool:
    """先审后发 is the secretary's switch."""
    return user.has_role(Role.SECRETARY, community_id=community_id)
