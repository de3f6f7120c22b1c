"""What a council is told of decisions: those on public notice, where anybody may object."""

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from civic.councils.agenda import MOST, Item, agenda
from civic.decisions.models import Decision, DecisionState
from civic.extensions import db
from civic.topics.models import Topic


@agenda
def decisions_before(council) -> list[Item]:
    """On notice now."""
    statement = (
        select(Decision)
        .join(Topic, Topic.id == Decision.topic_id)
        .where(
            Decision.community_id == council.community_id,
            Decision.state == DecisionState.NOTICED,
            Topic.council_id == council.id,
        )
        .order_by(Decision.id.desc())
        .limit(MOST)
    )
    return [
        Item(made.title, _("Decision on public notice"), url_for("decisions.show", no=made.id))
        for made in db.session.scalars(statement)
    ]
