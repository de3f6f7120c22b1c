"""Who is told around arguments: their authors, whoever suggested something, a body asked to answer."""

from sqlalchemy import select

from civic.accounts.models import Membership
from civic.accounts.roles import Standing
from civic.extensions import db
from civic.topics.argument_models import Argument


def argument_authors(reply, **rest) -> set[int]:
    """Everybody whose argument this reply answers."""
    return set(db.session.scalars(select(Argument.person_id).where(Argument.reply_id == reply.id))) - {None}


def suggester(suggestion, **rest) -> set[int]:
    """Who made the suggestion."""
    return {suggestion.person_id} - {None}


def invited_body(invited, **rest) -> set[int]:
    """Everybody who acts for the body that is asked to answer; a private link tells nobody here."""
    if invited.body_id is None:
        return set()
    members = select(Membership.person_id).where(
        Membership.body_id == invited.body_id,
        Membership.standing == Standing.VERIFIED,
        Membership.valid_to.is_(None),
    )
    return set(db.session.scalars(members))
