"""Options: open until the notice, removal answerable to another body."""

import pytest

from civic.database import writing
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.topics import options, policies
from civic.topics.models import Option, Topic
from civic.topics.queries import option_or_404
from civic.topics.states import OPTIONS_OPEN, TopicState
from tests.factories import topics as make


@pytest.fixture
def removed(town):
    topic = make.screened(town.secretary)
    option = make.make_option(topic, town.resident, title="放在花园")
    with writing():
        options.remove_option(option, by=town.secretary, reason="花园归绿化", body_id=town.committee.id)
    return option


def ask(option, town):
    with writing():
        options.ask_removal_review(option, by=town.resident, grounds="绿化同意过")


@pytest.mark.parametrize("state", TopicState)
def test_options_are_added_until_the_notice_begins(town, state):
    topic = make.put(make.make_topic(town.resident), state)
    if state in OPTIONS_OPEN:
        make.make_option(topic, town.resident)
    else:
        with pytest.raises(Conflict):
            make.make_option(topic, town.resident)
    assert db.session.get(Topic, topic.id).options_count == (state in OPTIONS_OPEN)


def test_at_most_ten_options(town):
    topic = make.make_topic(town.resident)
    for _ in range(10):
        make.make_option(topic)
    with pytest.raises(Refused):
        make.make_option(topic)


def test_who_may_add(town):
    topic = make.make_topic(town.resident)
    assert policies.may_add_option(town.neighbour, topic)
    assert not policies.may_add_option(town.unverified, topic)


def test_removal_needs_a_reason(town):
    option = make.make_option(make.screened(town.secretary), town.resident)
    with pytest.raises(Refused), writing():
        options.remove_option(option, by=town.secretary, reason="  ")
    assert db.session.get(Option, option.id).removed_at is None


def test_removal_happens_once_and_only_before_the_notice(town, removed):
    with pytest.raises(Conflict), writing():
        options.remove_option(removed, by=town.staff, reason="再撤一次")
    topic = make.noticed(town.secretary)
    late = db.session.query(Option).filter_by(topic_id=topic.id).first()
    with pytest.raises(Conflict), writing():
        options.remove_option(late, by=town.secretary, reason="晚了")


def test_a_review_is_asked_once_and_only_of_a_removal(town, removed):
    ask(removed, town)
    with pytest.raises(Conflict):
        ask(removed, town)
    standing = make.make_option(db.session.get(Topic, removed.topic_id), town.resident)
    with pytest.raises(Conflict):
        ask(standing, town)


def test_another_body_rules(town, removed):
    ask(removed, town)
    for who, body in ((town.secretary, town.property), (town.delegate, town.committee)):
        with pytest.raises(NotAllowed), writing():
            options.rule_removal(removed, by=who, body_id=body.id, restored=True, reason="可以")
    with pytest.raises(NotAllowed), writing():
        options.rule_removal(removed, by=town.delegate, body_id=None, restored=True, reason="可以")
    with pytest.raises(Refused), writing():
        options.rule_removal(removed, by=town.delegate, body_id=town.property.id, restored=True, reason="")
    before = db.session.get(Topic, removed.topic_id).options_count
    with writing():
        options.rule_removal(
            removed, by=town.delegate, body_id=town.property.id, restored=True, reason="可以放"
        )
    assert db.session.get(Option, removed.id).removed_at is None
    assert db.session.get(Topic, removed.topic_id).options_count == before + 1
    with pytest.raises(Conflict), writing():
        options.rule_removal(
            removed, by=town.delegate, body_id=town.property.id, restored=False, reason="又不行"
        )


def test_a_ruling_can_let_it_stay_off(town, removed):
    ask(removed, town)
    with writing():
        options.rule_removal(
            removed, by=town.delegate, body_id=town.property.id, restored=False, reason="管线在下面"
        )
    assert db.session.get(Option, removed.id).removed_at is not None


def test_nothing_comes_back_once_the_letters_are_drawn(town, removed):
    ask(removed, town)
    make.put(db.session.get(Topic, removed.topic_id), TopicState.NOTICED)
    with pytest.raises(Conflict), writing():
        options.rule_removal(
            removed, by=town.delegate, body_id=town.property.id, restored=True, reason="可以放"
        )


def test_who_may_rule(town, removed):
    option = option_or_404(removed.topic_id, removed.id)
    assert policies.may_rule_removal(town.delegate, option)
    assert not policies.may_rule_removal(town.secretary, option)
    assert not policies.may_rule_removal(town.resident, option)
