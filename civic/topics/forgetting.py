"""What goes when somebody leaves: what they had at stake; their reasons stay and are nobody's."""

from sqlalchemy import delete, update

from civic.extensions import db
from civic.topics.affected_models import Interest, RightOfReply
from civic.topics.argument_models import Argument, Suggestion, SuggestionDoubt


def forget_stakes(person_id: int) -> None:
    """Somebody leaves: what they had at stake goes with them; their words stay and are nobody's."""
    db.session.execute(delete(Interest).where(Interest.person_id == person_id))
    for column in (
        Argument.person_id, Suggestion.person_id, SuggestionDoubt.person_id, RightOfReply.replied_by,
    ):  # fmt: skip
        db.session.execute(update(column.class_).where(column == person_id).values({column: None}))
