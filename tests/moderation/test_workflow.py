"""Hiding leaves a trace, names a reason, tells the author, and can be appealed to somebody else."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from civic.accounts.roles import Role
from civic.accounts.workflow import grant_role
from civic.database import locked, writing
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.issues.models import Comment
from civic.moderation import workflow
from civic.moderation.models import Appeal, Hold, ReasonCode, Report, Ruling, RulingKind
from civic.notifications.models import Message
from tests.factories.issues import make_comment, make_told
from tests.factories.moderation import commented, hidden, subject_of


@pytest.fixture
def comment(town):
    return commented(town)


@pytest.fixture
def colleague(town):
    with writing():
        grant_role(
            town.auditor,
            Role.COMMUNITY_STAFF,
            by=None,
            place_id=town.community.id,
            community_id=town.community.id,
        )
    return town.auditor


def reported(comment, by, reason=ReasonCode.ABUSE):
    with writing():
        return workflow.report(subject_of(comment), by=by, reason=reason)


def test_hiding_puts_a_tombstone_and_tells_the_author(comment, town):
    ruling = hidden(comment, town.secretary)
    again = db.session.get(Comment, comment.id)
    assert again.hidden_at is not None
    assert again.hidden_code == "privacy"
    assert (ruling.kind, ruling.ruler_role, ruling.author_id) == (
        RulingKind.HIDE,
        "secretary",
        town.neighbour.id,
    )
    assert db.session.scalars(select(Message.verb).where(Message.person_id == town.neighbour.id)).all() == [
        "moderation.ruled"
    ]


def test_a_ruling_can_never_be_changed_or_removed(comment, town):
    hidden(comment, town.secretary)
    for statement in ("UPDATE ruling SET reason='abuse'", "DELETE FROM ruling"):
        with pytest.raises(DBAPIError), writing():
            db.session.execute(text(statement))


def test_hidden_twice_is_a_conflict(comment, town):
    hidden(comment, town.secretary)
    with pytest.raises(Conflict):
        hidden(comment, town.secretary)


def test_nobody_rules_on_their_own_words(town):
    issue = make_told(town.community, town.resident, town.secretary)
    own = make_comment(issue, town.secretary)
    with pytest.raises(NotAllowed):
        hidden(own, town.secretary)


def test_whoever_reported_it_does_not_rule_on_it(comment, town):
    reported(comment, town.secretary)
    with pytest.raises(NotAllowed):
        hidden(comment, town.secretary)


def test_a_person_reports_once_and_a_ruling_settles_every_report(comment, town):
    reported(comment, town.resident)
    with pytest.raises(Conflict):
        reported(comment, town.resident)
    reported(comment, town.second_adult, ReasonCode.PRIVACY)
    with writing():
        workflow.keep(subject_of(comment), by=town.secretary)
    assert all(db.session.scalars(select(Report.settled_at)).all())
    assert db.session.get(Comment, comment.id).hidden_at is None


def test_what_is_hidden_needs_no_report(comment, town):
    hidden(comment, town.secretary)
    with pytest.raises(Conflict):
        reported(comment, town.resident)


def test_only_the_author_appeals_and_once(comment, town):
    ruling = hidden(comment, town.secretary)
    with pytest.raises(NotAllowed), writing():
        workflow.appeal(ruling, by=town.resident, words="不对")
    with writing():
        workflow.appeal(db.session.get(Ruling, ruling.id), by=town.neighbour, words="我没写名字")
    with pytest.raises(Conflict), writing():
        workflow.appeal(db.session.get(Ruling, ruling.id), by=town.neighbour, words="我没写名字")


@pytest.mark.parametrize("restored", [True, False])
def test_somebody_else_answers_the_appeal(comment, town, colleague, restored):
    ruling = hidden(comment, town.secretary)
    with writing():
        appeal = workflow.appeal(db.session.get(Ruling, ruling.id), by=town.neighbour, words="我没写名字")

    def answer(by):
        with writing():
            one, ruled = locked(Appeal, appeal.id), db.session.get(Ruling, ruling.id)
            return workflow.answer_appeal(one, ruled, subject_of(comment), by=by, restored=restored)

    with pytest.raises(NotAllowed):
        answer(town.secretary)
    kind = answer(colleague).kind
    assert kind == (RulingKind.RESTORE if restored else RulingKind.UPHOLD)
    assert (db.session.get(Comment, comment.id).hidden_at is None) == restored
    with pytest.raises(Conflict):
        answer(colleague)


def switch(town, on, reason="连着两天有人刷屏"):
    with writing():
        return workflow.switch_first_look(town.community.id, on=on, by=town.secretary, reason=reason)


def test_first_look_needs_a_public_reason(town):
    with pytest.raises(Refused):
        switch(town, True, reason=" ")


def test_while_it_is_on_new_words_wait_and_appear_after_24_hours_by_themselves(town, clock, tick):
    switch(town, True)
    comment = commented(town)
    assert db.session.get(Comment, comment.id).held_at is not None
    clock.forward(hours=23, minutes=59)
    assert tick("moderation.holds") == {"moderation.holds": 0}
    clock.forward(minutes=2)
    assert tick("moderation.holds") == {"moderation.holds": 1}
    assert tick("moderation.holds") == {"moderation.holds": 0}
    assert db.session.get(Comment, comment.id).held_at is None


def test_a_first_look_publishes_at_once(town):
    switch(town, True)
    comment = commented(town)
    with writing():
        workflow.publish(subject_of(comment), by=town.secretary)
    assert db.session.get(Comment, comment.id).is_shown
    assert db.session.scalar(select(Hold.ended_at)) is not None
    with pytest.raises(Conflict), writing():
        workflow.publish(subject_of(comment), by=town.secretary)


def test_when_it_is_off_words_appear_at_once(town):
    switch(town, True)
    switch(town, False, reason="")
    assert db.session.get(Comment, commented(town).id).is_shown
