"""Who has a desk."""


def may_sit(user, subject=None) -> bool:
    """Staff and whoever acts for a body."""
    return user.is_authenticated and (user.is_staff or bool(user.body_ids))
