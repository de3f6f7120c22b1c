"""Reads of topics, each with its loader options; a constant number of statements a page."""

from sqlalchemy import func, select

from civic.extensions import db
from civic.topics.lots import LETTERS
from civic.topics.models import Opinion, OpinionRound, Option


def standing_options(topic) -> list[Option]:
    """Options neither removed nor hidden, lettered ones in letter order, else as they came."""
    found = db.session.scalars(
        select(Option)
        .where(Option.topic_id == topic.id, Option.removed_at.is_(None), Option.hidden_at.is_(None))
        .order_by(Option.id)
    )
    return list(found)


def rounds_of(topic) -> list[OpinionRound]:
    """The topic's opinion rounds, first to last."""
    return list(
        db.session.scalars(
            select(OpinionRound).where(OpinionRound.topic_id == topic.id).order_by(OpinionRound.number)
        )
    )


def unanswered_in(round_id) -> int:
    """Opinions of a round that nobody answered; hidden ones need no answer."""
    return db.session.scalar(
        select(func.count())
        .select_from(Opinion)
        .where(Opinion.round_id == round_id, Opinion.reply_id.is_(None), Opinion.hidden_at.is_(None))
    )


def unanswered_opinions(topic_id) -> int:
    """Opinions of a topic that nobody answered."""
    return db.session.scalar(
        select(func.count())
        .select_from(Opinion)
        .join(OpinionRound)
        .where(
            OpinionRound.topic_id == topic_id, Opinion.reply_id.is_(None), Opinion.hidden_at.is_(None)
        )
    )


def ballot_options(topic) -> list[Option]:
    """What may be voted on, in the order of the letters: nothing that breaks a bottom line (I11)."""
    found = [one for one in standing_options(topic) if one.is_votable and one.letter]
    return sorted(found, key=lambda one: LETTERS.index(one.letter))
