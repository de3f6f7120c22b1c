"""Who may do what, as a table: each cell is one person before one issue."""

import pytest

from civic.extensions import db
from civic.issues import policies
from civic.issues.kinds import Visibility
from civic.issues.models import Issue
from civic.issues.queries import with_community
from civic.issues.states import IssueState
from tests.factories.issues import make_accepted, make_issue, make_told

EVERYBODY = (
    *("resident", "second_adult", "neighbour", "unverified", "door_steward", "secretary"),
    *("staff", "street_staff", "auditor", "administrator", "officer", "delegate"),
)
TABLE = {
    "received": {
        "may_contribute": "door_steward secretary staff street_staff",
        "sits_at_a_desk": "secretary staff street_staff",
        "may_triage": "secretary staff",
        "may_read_own_words": "resident secretary staff",
        "speaks_for": "resident",
        "may_support": "",
        "may_comment": "",
        "may_answer": "secretary staff",
        "may_confirm": "",
        "may_appeal": "",
    },
    "shown": {
        "may_judge_summary": "resident",
        "may_write_summary": "secretary staff",
        "may_release_summary": "",
        "may_support": "",
        "may_comment": "",
    },
    "told": {
        "may_support": "second_adult neighbour",
        "may_comment": "resident second_adult neighbour door_steward secretary staff street_staff",
        "may_write_summary": "",
        "may_judge_summary": "",
    },
    "answered": {"may_confirm": "resident", "may_reopen": "resident"},
    "declined": {
        "may_appeal": "resident",
        "may_rule": "staff street_staff",
        "may_support": "",
        "may_confirm": "",
    },
}
CELLS = [(name, policy, allowed) for name, row in TABLE.items() for policy, allowed in row.items()]


@pytest.fixture
def issue_in(town):
    def make(name):
        if name == "received":
            return make_issue(town.community, town.resident)
        if name == "shown":
            return make_accepted(make_issue(town.community, town.resident), town.secretary)
        told = make_told(town.community, town.resident, town.secretary)
        if name != "told":
            db.session.refresh(told)
            with_community(told)
            db.session.expunge(told)
            told.state = IssueState(name)  # in memory only: policies look at the row, not at its past
            told.refused_by = town.secretary.id
        return told

    return make


@pytest.mark.parametrize(("name", "policy", "allowed"), CELLS)
def test_the_table(town, issue_in, name, policy, allowed):
    issue = issue_in(name)
    from_table = set(allowed.split())
    people = {each: getattr(town, each) for each in EVERYBODY}
    may = {each for each, person in people.items() if getattr(policies, policy)(person, issue)}
    assert may - {"delegate", "officer"} == from_table - {"delegate", "officer"}


def test_a_handling_body_reads_and_answers(town):
    issue = Issue(
        community_id=town.community.id, handler_body_id=town.property.id, reporter_id=town.resident.id
    )
    assert policies.may_read_own_words(town.delegate, issue)
    assert not policies.may_read_own_words(town.other_delegate, issue)


def test_strangers_speak_for_nobody_even_where_nobody_raised_it(town, app):
    stranger = app.login_manager.anonymous_user()
    imported = Issue(
        community_id=town.community.id, reporter_id=None, contributed_by=None, visibility=Visibility.PUBLIC
    )
    with app.test_request_context():
        assert not policies.speaks_for(stranger, imported)
        assert not policies.may_read_own_words(stranger, imported)
