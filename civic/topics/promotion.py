"""One topic out of one or several issues: their threads become one, each reporter is told."""

from flask_babel import gettext as _
from sqlalchemy import exists, select

from civic.database import locked
from civic.errors import Refused
from civic.extensions import db
from civic.issues import workflow as issues
from civic.issues.models import Issue
from civic.issues.workflow import local_day
from civic.ledger.workflow import act, record
from civic.threads.models import Seal, SealState, Status, Thread
from civic.threads.workflow import expect, merge, open_thread, reveal, stamp
from civic.topics.models import Topic, TopicIssue
from civic.topics.stamping import stamp_topic, thread_of
from civic.topics.workflow import STAGES, propose

PROMOTED = act("topic.promoted", public={"issues", "level"})


def promote_issues(found, *, by, title, why, **rest) -> Topic:
    """Make one topic of the issues `found` (all of one community).

    One public issue lends the topic its own thread; several go on in a new one, which theirs merge
    into. An issue that only its handlers may read is counted; its page says nothing of the topic.
    """
    if not found:
        raise Refused(_("Choose at least one issue to talk over."))
    if len({issue.community_id for issue in found}) > 1:
        raise Refused(_("These issues are from different neighbourhoods; make a topic for each."))
    in_order = [locked(Issue, number) for number in sorted(issue.id for issue in found)]
    told = [issue for issue in in_order if issue.is_told]
    thread = _thread_to_go_on(in_order, told, rest.get("place_id"), title)
    for issue in in_order:
        issues.promote(issue, by=by)
    topic = propose(community_id=in_order[0].community_id, title=title, why=why, by=by, thread=thread, **rest)
    _join(topic, in_order, told)
    stamp_topic(topic, Seal.DELIBERATE, status=Status.DELIBERATING)
    record(
        PROMOTED,
        subject=topic,
        thread=thread_of(topic),
        by=by,
        public={"issues": [issue.id for issue in in_order], "level": topic.level.value},
    )
    return topic


def _thread_to_go_on(found, told, place_id, title):
    """A single public issue's own thread; for several a new one, received when the first was."""
    if len(found) == 1 and told:
        thread = db.session.get(Thread, told[0].thread_id)
        taken = db.session.scalar(select(exists().where(Topic.thread_id == thread.id)))
        if not taken and thread.merged_into_id is None:
            expect(thread, *STAGES[1:])
            reveal(thread, title=title, area_id=place_id)
            return thread
    oldest, area_id = found[0], place_id or found[0].community_id
    received = local_day(oldest.raised_at)
    thread = open_thread(
        community_id=oldest.community_id, area_id=area_id, title=title, stages=(*STAGES, Seal.DISPATCH),
        on=received,
    )  # fmt: skip
    if oldest.accepted_at:
        stamp(thread, Seal.DISPATCH, SealState.NOW, on=local_day(oldest.accepted_at))
    return thread


def _join(topic, found, told):
    thread = thread_of(topic)
    topic.issues_count = len(found)
    for issue in found:
        db.session.add(TopicIssue(topic_id=topic.id, issue_id=issue.id))
        if issue in told and issue.thread_id != thread.id:
            merge(db.session.get(Thread, issue.thread_id), into=thread)
