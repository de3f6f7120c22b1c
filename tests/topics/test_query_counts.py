"""As many statements at 1,000 rows as at 10: lists and pages of topics and decisions."""

import pytest
from sqlalchemy import insert

from civic.database import utcnow, writing
from civic.decisions.models import Decision, DecisionObjection, DecisionState
from civic.extensions import db
from civic.threads.models import Thread
from civic.topics.models import Opinion, OpinionRound, Topic, TopicDocument
from civic.topics.states import DocumentKind, TopicState
from tests.factories import decisions as make_decisions
from tests.factories import topics as make


def many_topics(pattern, count):
    """Copies of a topic with a thread each, written at once."""
    columns = [c.key for c in Topic.__table__.columns if c.key not in ("id", "thread_id")]
    values = {name: getattr(pattern, name) for name in columns}
    thread = {"community_id": pattern.community_id, "area_id": pattern.community_id, "title": "很多",
              "seals": {}, "stage": "deliberate", "status": "deliberating", "created_at": utcnow(),
              "updated_at": utcnow(), "holder_name": ""}  # fmt: skip
    with writing() as session:
        ids = list(session.scalars(insert(Thread).returning(Thread.id), [thread] * count))
        session.execute(insert(Topic), [values | {"thread_id": ident} for ident in ids])


def many_decisions(pattern, count):
    columns = [c.key for c in Decision.__table__.columns if c.key != "id"]
    values = {name: getattr(pattern, name) for name in columns}
    with writing() as session:
        session.execute(insert(Decision), [values] * count)


def many_opinions(asked, person, count):
    row = {"round_id": asked.id, "person_id": person.id, "body": "挪五米", "created_at": utcnow()}
    with writing() as session:
        session.execute(insert(Opinion), [row] * count)
        session.get(Topic, asked.topic_id).opinions_count += count
        session.get(OpinionRound, asked.id).unanswered += count


def counted(queries, page, target, **values):
    page.get(target, **values)  # once before: what is read once a process is not counted
    with queries() as sent:
        page.get(target, **values)
    return sent


@pytest.mark.parametrize("person", [None, "resident", "secretary"])
@pytest.mark.parametrize("order", ["newest", "supports"])
def test_list_of_topics(page, town, queries, person, order):
    visitor = page.as_(person and getattr(town, person))
    pattern = make.put(make.make_topic(town.resident), TopicState.DELIBERATING)
    many_topics(pattern, 10)
    few = counted(queries, visitor, "topics.index", order=order, stage="talking")
    many_topics(pattern, 1000)
    many = counted(queries, visitor, "topics.index", order=order, stage="talking")
    assert len(few) == len(many) <= 6


@pytest.mark.parametrize("person", [None, "resident", "secretary"])
@pytest.mark.parametrize("endpoint", ["topics.show", "topics.opinions", "topics.poster"])
def test_page_of_a_topic(page, town, queries, person, endpoint):
    visitor = page.as_(person and getattr(town, person))
    topic = make.noticed(town.secretary)
    asked = make.make_round(topic, town.secretary)
    many_opinions(asked, town.resident, 10)
    few = counted(queries, visitor, endpoint, no=topic.id)
    many_opinions(asked, town.resident, 1000)
    papers = {"topic_id": topic.id, "kind": DocumentKind.MINUTES, "dated": utcnow().date(), "title": "纪要",
              "where_when": "", "body": "好", "created_at": utcnow()}  # fmt: skip
    with writing() as session:
        session.execute(insert(TopicDocument), [papers] * 20)
    many = counted(queries, visitor, endpoint, no=topic.id)
    assert len(few) == len(many)
    assert len(many) <= 8 or (person and len(many) <= 10), many.statements


def test_answering_a_thousand_opinions(page, town, queries):
    staff = page.as_(town.secretary)
    topic = make.noticed(town.secretary)
    asked = make.make_round(topic, town.secretary)
    many_opinions(asked, town.resident, 10)
    few = counted(queries, staff, "topics.answers", no=topic.id)
    many_opinions(asked, town.resident, 1000)
    assert len(few) == len(counted(queries, staff, "topics.answers", no=topic.id)) <= 8


@pytest.mark.parametrize("person", [None, "secretary"])
def test_decisions(page, town, queries, person):
    visitor = page.as_(person and getattr(town, person))
    decision = make_decisions.noticed(town.secretary)
    row = {"decision_id": decision.id, "person_id": town.resident.id, "body": "太近", "created_at": utcnow()}
    sent = []
    for count in (10, 990):
        many_decisions(decision, count)
        with writing() as session:
            session.execute(insert(DecisionObjection), [row] * count)
        sent.append((
            len(counted(queries, visitor, "decisions.index")),
            len(counted(queries, visitor, "decisions.show", no=decision.id)),
        ))  # fmt: skip
    assert sent[0] == sent[1]
    assert sent[0][0] <= 6 and sent[0][1] <= 8
    assert db.session.query(Decision).filter_by(state=DecisionState.NOTICED).count() > 900
