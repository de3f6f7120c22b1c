"""星榆花园 decisions: D1–D4 on the bin stations, each with its burden record (domain.md §7)."""

from datetime import date

from sqlalchemy import select

from civic.councils.models import Body
from civic.database import dated
from civic.decisions import workflow
from civic.decisions.models import Basis, Decision
from civic.demo.decision_texts import DECISIONS
from civic.demo.topic_texts import BINS
from civic.demo.topics import people, spring
from civic.extensions import db
from civic.topics.models import Topic
from civic.votes.models import Vote
from civic.votes.states import VoteState


def load(town) -> int:
    """Add the decisions that are missing; returns how many."""
    topic = db.session.scalar(select(Topic).where(Topic.title == BINS["title"]))
    if topic is None or topic.state not in workflow.DECIDABLE:
        return 0
    there = set(db.session.scalars(select(Decision.title).where(Decision.topic_id == topic.id)))
    cast, added = people(town), []
    for text in DECISIONS:
        if text["title"] not in there:
            added.append((text, _notice(text, topic, cast, town)))
    for text, decision in added:
        _answer_objections(text, decision, cast)
        with dated(spring(*text["confirmed"])):
            workflow.confirm(decision, by=cast["secretary"])
    return len(added)


def _notice(text, topic, cast, town) -> Decision:
    secretary = cast["secretary"]
    with dated(spring(*text["noticed"])):
        decision = workflow.draft_decision(
            topic, by=secretary, title=text["title"], text=text["text"], basis=_basis(text, topic),
            vote_id=_vote(text, topic), basis_note=text.get("note", ""), notice_days=7,
            trial_until=_day(text.get("trial")), review_on=_day(text.get("review")),
            doer_body_id=_body(text, town),
        )  # fmt: skip
        workflow.record_burden(decision, by=secretary, **text["burden"])
        workflow.notice_decision(decision, by=secretary)
    return decision


def _vote(text, topic):
    """The counted vote with that regime, when the votes room has loaded it."""
    if "regime" not in text:
        return None
    counted = select(Vote.id).where(Vote.topic_id == topic.id, Vote.state == VoteState.CLOSED)
    return db.session.scalar(counted.where(Vote.regime == text["regime"]).order_by(Vote.id).limit(1))


def _basis(text, topic):
    if "regime" in text and _vote(text, topic) is None:
        return Basis.CONSENT
    return Basis(text["basis"])


def _body(text, town):
    name = next(row.name for row in (*town.SEATS, *town.OTHER_BODIES) if row.key == text["doer"])
    return db.session.scalar(select(Body.id).where(Body.name == name))


def _day(parts):
    return date(*parts) if parts else None


def _answer_objections(text, decision, cast):
    for month, day, who, words, answer in text.get("objections", ()):
        with dated(spring(month, day)):
            objection = workflow.object_to(decision, by=cast[who], body=words)
        with dated(spring(month, day + 1)):
            workflow.answer_objection(objection, by=cast["secretary"], answer=answer)
