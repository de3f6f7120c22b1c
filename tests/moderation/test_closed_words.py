"""What nobody may read any more is not read by way of reporting it; nobody rules for themselves."""

import pytest

from civic.accounts.roles import Role
from civic.accounts.workflow import grant_role
from civic.database import locked, writing
from civic.errors import Conflict, NotAllowed
from civic.extensions import db
from civic.issues import summaries
from civic.issues.kinds import Visibility
from civic.issues.models import Comment, Issue
from civic.moderation import workflow
from civic.moderation.models import Appeal, Ruling, RulingKind
from tests.factories.issues import make_comment, make_told
from tests.factories.moderation import commented, hidden, subject_of

WORDS = "三零二的张三半夜施工"


def hold(town):
    with writing():
        workflow.switch_first_look(town.community.id, on=True, by=town.secretary, reason="刷屏")


def hide_it(comment, town):
    hidden(comment, town.secretary)


def close_it(comment, town):
    with writing():
        issue = locked(Issue, comment.issue_id)
        summaries.choose_visibility(issue, by=town.resident, visibility=Visibility.HANDLERS_ONLY)


@pytest.mark.parametrize("put_away", [hide_it, close_it])
def test_words_put_away_are_not_shown_for_reporting(page, town, put_away):
    comment = commented(town, WORDS)
    page.as_(town.second_adult).get("moderation.new_report", kind="comment", no=comment.id)
    put_away(db.session.get(Comment, comment.id), town)
    page.as_(town.second_adult).get("moderation.new_report", kind="comment", no=comment.id, status=404)


def test_words_that_wait_for_a_first_look_are_not_shown_for_reporting(page, town):
    hold(town)
    comment = commented(town, WORDS)
    page.as_(town.second_adult).get("moderation.new_report", kind="comment", no=comment.id, status=404)


def test_keeping_what_waits_lets_it_appear(town):
    hold(town)
    comment = commented(town)
    with writing():
        ruling = workflow.keep(subject_of(comment), by=town.secretary)
    assert ruling.kind == RulingKind.PUBLISH
    assert db.session.get(Comment, comment.id).is_shown


def test_what_somebody_hid_meanwhile_cannot_be_kept(town):
    comment = commented(town)
    hidden(comment, town.secretary)
    with pytest.raises(Conflict), writing():
        workflow.keep(subject_of(comment), by=town.secretary)


def test_nobody_lets_their_own_words_through_a_first_look(town):
    hold(town)
    issue = make_told(town.community, town.resident, town.secretary)
    comment = make_comment(issue, town.secretary, "我们已经安排了。")
    for verb in (workflow.publish, workflow.keep):
        with pytest.raises(NotAllowed), writing():
            verb(subject_of(comment), by=town.secretary)


def test_nobody_answers_their_own_appeal(town):
    with writing():
        place = town.community.id
        grant_role(town.auditor, Role.COMMUNITY_STAFF, by=None, place_id=place, community_id=place)
    issue = make_told(town.community, town.resident, town.secretary)
    comment = make_comment(issue, town.auditor, "我们已经安排了。")
    ruling = hidden(comment, town.secretary)
    with writing():
        ruled = db.session.get(Ruling, ruling.id)
        appealed = workflow.appeal(ruled, by=town.auditor, words="没写名字")
    with pytest.raises(NotAllowed), writing():
        ruled, one = db.session.get(Ruling, ruling.id), locked(Appeal, appealed.id)
        workflow.answer_appeal(one, ruled, subject_of(comment), by=town.auditor, restored=True)
