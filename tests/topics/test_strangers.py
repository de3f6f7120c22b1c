"""Whose topic, whose decision, whose promise: every address of these rooms, tried from elsewhere.

As for orders and meetings (tests/dispatch/test_strangers.py): the outsider holds every role, elsewhere.
"""

import pytest

from civic.database import writing
from civic.decisions import workflow as decisions
from civic.decisions.policies import may_object
from civic.issues.voice_views import _may_speak
from civic.moderation import workflow as moderation
from civic.topics import affected, needs, policies
from civic.topics import options as option_verbs
from civic.topics import suggestions as suggestion_verbs
from civic.topics.argument_models import Degree
from civic.topics.models import Topic
from tests.dispatch.test_strangers import TO_MANY, guarded
from tests.factories import topics as make
from tests.factories.action_items import make_item
from tests.factories.decisions import noticed
from tests.factories.issues import make_issue, make_told
from tests.factories.moderation import commented, hidden
from tests.test_who_may import outsider

ROOMS = ("topics", "decisions", "action_items", "moderation", "issues")
EVERYBODY = TO_MANY | {
    policies.may_speak, policies.may_ask_review, policies.may_ask_admission_review, may_object, _may_speak,
    policies.may_rule_removal,  # departments serve all communities
}  # fmt: skip
# What another state or another kind of row opens: tests/test_who_may.py and the rooms' own tests do.
NOT_YET = {
    "action_items.from_agreement", "action_items.from_whistle", "action_items.whistle", "issues.category",
    "issues.photo", "issues.slip", "moderation.first_look", "moderation.new_report", "topics.ruling",
}  # fmt: skip


@pytest.fixture
def one_of_each(town):
    """The first row of every kind; what is not told apart by its state."""
    by, topic = town.secretary, make.screened(town.secretary, options=0)
    option = make.make_option(topic, town.resident)
    make.make_statement(topic, by)
    make_item(make_told(town.community, town.resident, by), by, town.property)
    make_issue(town.community, town.resident)
    ruling = hidden(commented(town), town.staff)
    decision = noticed(by)
    with writing() as session:
        option_verbs.remove_option(option, by=by, reason="花园归绿化。")
        option_verbs.ask_removal_review(option, by=town.resident, grounds="绿化同意过。")
        here = session.get(Topic, topic.id)
        affected.invite_reply(here, by=by, as_whom="管停车的物业", body_id=town.property.id)
        suggestion_verbs.suggest(here, by=town.resident, degree=Degree.SHOULD, body="留出轮椅的路")
        asked = [{"text": "需要助餐吗", "choices": ["需要", "不需要"]}]
        needs.make_survey(town.community, by=by, title="助餐点", questions=asked, days=7, line="还想说什么")
        decisions.object_to(decision, by=town.resident, body="太近了")
        moderation.appeal(session.get(type(ruling), ruling.id), by=town.neighbour, words="没写名字")
    make.put(make.make_topic(town.resident))


def test_nobody_from_elsewhere_reads_or_does_anything(app, town, page, one_of_each):
    """And each page is there for somebody, else the refusals would say nothing."""
    ways = list(guarded(app, town, ROOMS, EVERYBODY))
    insiders = [page.as_(one) for one in (town.secretary, town.delegate, town.resident, town.staff)]
    closed = {
        endpoint
        for method, address, endpoint in ways
        if method == "GET" and not any(one.client.get(address).status_code == 200 for one in insiders)
    }
    assert sorted(closed) == sorted(NOT_YET), closed ^ NOT_YET
    told, visitor = [], page.as_(outsider(town))
    token = visitor.csrf_token()
    for method, address, endpoint in ways:
        send = visitor.client.get if method == "GET" else visitor.client.post
        answer = send(address, **({} if method == "GET" else {"data": {"csrf_token": token}}))
        if answer.status_code not in (403, 404):
            told.append(f"{method} {endpoint} {answer.status_code}")
    assert told == []
