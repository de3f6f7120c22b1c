"""Who may report, rule and answer appeals."""

from civic.accounts.roles import Role

RULERS = (Role.SECRETARY, Role.COMMUNITY_STAFF, Role.STREET_STAFF)


def ruling_role(user, community_id):
    """The role in which somebody rules here, or None."""
    if user.has_role(Role.STREET_STAFF):
        return Role.STREET_STAFF
    return next((role for role in RULERS if user.has_role(role, community_id=community_id)), None)


def may_report(user, subject=None) -> bool:
    """Anybody signed in who lives or serves here."""
    return user.is_authenticated and (subject is None or subject.community_id in user.community_ids)


def may_rule_anywhere(user, subject=None) -> bool:
    """Has a queue to look through."""
    return user.has_any_role(set(RULERS))


def may_rule(user, subject) -> bool:
    """Community staff of the place, or the street office."""
    return user.is_authenticated and ruling_role(user, subject.community_id) is not None


def may_switch(user, community_id) -> bool:
    """先审后发 is the secretary's switch."""
    return user.has_role(Role.SECRETARY, community_id=community_id)
