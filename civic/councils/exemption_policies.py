"""Who may arrange, issue, see and decide statements of circumstances. Pure."""

from civic.accounts.roles import Role


def secretary_of(user) -> set:
    """The communities whose Party committee they issue for."""
    return {home for home in user.community_ids if user.has_role(Role.SECRETARY, community_id=home)}


def may_arrange(user, subject=None) -> bool:
    """The secretary enters what was signed."""
    return user.is_authenticated and user.has_role(Role.SECRETARY)


def may_end_arrangement(user, arrangement) -> bool:
    """The secretary of that community."""
    return user.is_authenticated and user.has_role(Role.SECRETARY, community_id=arrangement.community_id)


def may_issue(user, statement) -> bool:
    """The secretary of that community, but never for themselves."""
    return (
        user.is_authenticated
        and user.has_role(Role.SECRETARY, community_id=statement.community_id)
        and user.id != statement.person_id
    )


def may_decide(user, statement) -> bool:
    """An officer of the enforcement body it is arranged with, who neither issued nor asked for it."""
    body_id = statement.arrangement.body_id
    return (
        user.is_authenticated
        and user.has_role(Role.OFFICER, body_id=body_id)
        and user.id not in (statement.person_id, statement.issued_by_id)
    )


def may_see_statement(user, statement) -> bool:
    """Whoever issues it, and once it was issued whoever decides on it."""
    return may_issue(user, statement) or (statement.issued_on is not None and may_decide(user, statement))


def may_see_desk(user, subject=None) -> bool:
    """Secretaries, and officers for their bodies."""
    return user.is_authenticated and (user.has_role(Role.SECRETARY) or user.has_role(Role.OFFICER))
