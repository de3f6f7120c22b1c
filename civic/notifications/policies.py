"""Who may do what with messages. Pure."""

from civic.accounts.policies import is_administrator


def may_see_undelivered(user, subject=None) -> bool:
    """Whoever looks after the site sees what could not be sent and why, never to whom."""
    return is_administrator(user)


def may_keep_mailboxes(user, subject=None) -> bool:
    """The same person writes down where mail to a body goes."""
    return is_administrator(user)
