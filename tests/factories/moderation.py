"""Words to moderate, through the rooms' verbs."""

from civic.database import writing
from civic.moderation import workflow
from civic.moderation.models import ReasonCode, SubjectType
from civic.moderation.subjects import find
from tests.factories.issues import make_comment, make_told


def commented(town, words="我们楼也是这样。"):
    """A public issue with one comment of the neighbour."""
    issue = make_told(town.community, town.resident, town.secretary)
    return make_comment(issue, town.neighbour, words)


def subject_of(comment, lock=True):
    return find(SubjectType.COMMENT, comment.id, lock=lock)


def hidden(comment, by, reason=ReasonCode.PRIVACY):
    with writing():
        return workflow.hide(subject_of(comment), by=by, reason=reason)
