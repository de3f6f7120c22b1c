"""快速商量: one form makes topic, options and vote; everything not asked for is preset.

A small matter that can be undone. Preset: the whole neighbourhood, no notice period of its own (the
question is the notice), the regime's own lines, closing at 20:00 on the day chosen.
"""

from datetime import datetime, time

from civic.councils.queries import council_of
from civic.database import SHANGHAI, utcnow
from civic.topics.options import add_option
from civic.topics.workflow import hasten, propose
from civic.votes.models import Vote
from civic.votes.regimes import Regime
from civic.votes.workflow import prepare

CLOSING_HOUR = time(20, 0)


def closing_moment(day) -> datetime:
    """20:00 in Shanghai on that day."""
    return datetime.combine(day, CLOSING_HOUR, SHANGHAI)


def prepare_quick_round(*, community_id, what, options, chooser, until, doer_body_id, by) -> Vote:
    """Topic, lettered options and a prepared vote in one transaction; votes.open_vote comes after.

    The key of a secret vote is made between the two: slow, and outside the lock.
    """
    regime, closes_at = Regime(chooser), closing_moment(until)
    council = council_of(community_id)
    topic = propose(
        community_id=community_id, title=what, why="\n".join(options), by=by, quick=True,
        council_id=council.id if council else None, burdens_others=False, doer_body_id=doer_body_id,
    )  # fmt: skip
    for title in options:
        add_option(topic, by=by, title=title)
    hasten(topic, by=by, regime=regime.value)
    return prepare(
        topic, by=by, regime=regime, question=what, about="\n".join(options), opens_at=utcnow(),
        closes_at=closes_at,
    )  # fmt: skip
