"""Who may look at the removal of an option again: bodies of this community, not of another one."""

from types import SimpleNamespace

from civic.topics.policies import may_rule_removal


def removed_in(community_id):
    topic = SimpleNamespace(community_id=community_id)
    return SimpleNamespace(topic=topic, removed_by=None, removed_body_id=None)


def test_a_delegate_of_another_community_does_not_rule_on_a_removal_here(town):
    assert may_rule_removal(town.other_delegate, removed_in(town.community.id))
    assert not may_rule_removal(town.other_delegate, removed_in(town.community.id + 1000))
