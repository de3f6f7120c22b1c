"""Two verbs that need the same rows at one moment: no circle of waits (docs/architecture.md, Locks).

Each pair runs in two processes, lap after lap, each lap undone at its end so that the next one finds
the same rows. Taken in two orders, PostgreSQL ends one of the two within a few laps.
"""

import pytest
from sqlalchemy.exc import OperationalError

from civic.accounts.models import Person
from civic.action_items import queries as items
from civic.action_items import workflow as item_verbs
from civic.action_items.models import ActionItem
from civic.database import local_today, locked, writing
from civic.decisions import workflow as decisions
from civic.decisions.models import DecisionObjection
from civic.errors import CivicError, show_fault
from civic.extensions import db
from civic.issues.models import Issue
from civic.threads.models import Thread
from civic.threads.workflow import reveal
from civic.topics import options, rounds
from civic.topics import workflow as topics
from civic.topics.models import Opinion, OpinionRound, Option, Topic
from civic.topics.promotion import promote_issues
from civic.topics.states import ReplyOutcome
from tests.factories import decisions as make_decisions
from tests.factories import topics as make
from tests.factories.action_items import make_item
from tests.factories.issues import make_told

LAPS = 60


class Undone(Exception):
    """The lap is over; nothing of it is kept."""


def laps(verb, staff_id, *numbers):
    """Run one side of a pair again and again; a plain refusal is an answer like any other."""
    for _lap in range(LAPS):
        try:
            with writing():
                VERBS[verb](db.session.get(Person, staff_id), *numbers)
                db.session.flush()
                raise Undone
        except (Undone, CivicError):
            db.session.rollback()


def hide_objection(staff, number):
    decisions.hide_objection(db.session.get(DecisionObjection, number), by=staff)


def answer_objection(staff, number):
    decisions.answer_objection(db.session.get(DecisionObjection, number), by=staff, answer="往南挪")


def remove_option(staff, number, _body):
    options.remove_option(db.session.get(Option, number), by=staff, reason="再撤")


def rule_removal(_staff, number, body):
    delegate = db.session.get(Person, db.session.get(Option, number).proposed_by)
    options.rule_removal(
        db.session.get(Option, number), by=delegate, body_id=body, restored=True, reason="可以"
    )


def hide_opinion(staff, number):
    rounds.hide_opinion(db.session.get(Opinion, number), by=staff)


def answer_opinion(staff, number):
    asked = db.session.get(OpinionRound, db.session.get(Opinion, number).round_id)
    rounds.answer_opinions(asked, [number], by=staff, outcome=ReplyOutcome.ADOPTED, reason="照办")


def finish_item(staff, number, issue):
    item_verbs.finish(items.hold(number), by=staff, words="好了", seen_at="一层")


def change_issue(staff, _number, issue):
    """What a verb of the issue does to rows: the issue, then its thread."""
    held = locked(Issue, issue)
    held.version += 1
    db.session.flush()
    reveal(db.session.get(Thread, held.thread_id), title="改了的标题")


def change_items(staff, number, issue):
    """What a confirmed or reopened issue does: the issue, then its items (action_items.listeners)."""
    locked(Issue, issue).version += 1
    db.session.flush()
    db.session.get(ActionItem, number).version += 1


def shelve_topic(staff, number, issue):
    topics.shelve(db.session.get(Topic, number), by=staff, reason="放放", look_again_on=local_today())


VERBS = {
    verb.__name__: verb
    for verb in (
        hide_objection, answer_objection, remove_option, rule_removal, hide_opinion, answer_opinion,
        finish_item, change_items, change_issue, shelve_topic,
    )
}  # fmt: skip


def objection(town):
    decision = make_decisions.noticed(town.secretary)
    with writing():
        return (decisions.object_to(decision, by=town.resident, body="窗下太近").id,)


def removed_option(town):
    topic = make.screened(town.secretary)
    option = make.make_option(topic, town.delegate)
    with writing():
        options.remove_option(option, by=town.secretary, reason="管线在下面")
        options.ask_removal_review(option, by=town.delegate, grounds="管线不在那儿")
    return option.id, town.property.id


def opinion(town):
    asked = make.make_round(make.noticed(town.secretary), town.secretary)
    return (make.make_opinion(asked, town.resident).id,)


def item(town):
    told = make_told(town.community, town.resident, town.secretary)
    return make_item(told, town.secretary, town.property).id, told.id


def topic_of_issue(town):
    told = make_told(town.community, town.resident, town.secretary)
    with writing():
        topic = promote_issues([told], by=town.secretary, title="挪桶", why="好几户说了")
    return topic.id, told.id


PAIRS = {
    "objection and its decision": (hide_objection, answer_objection, objection),
    "option and its topic": (remove_option, rule_removal, removed_option),
    "opinion and its round": (hide_opinion, answer_opinion, opinion),
    "action item and its issue": (finish_item, change_items, item),
    "topic and its issue": (shelve_topic, change_issue, topic_of_issue),
}


@pytest.mark.races
@pytest.mark.parametrize("pair", PAIRS)
def test_the_two_verbs_of_a_pair_never_wait_in_a_circle(app, town, race, pair):
    one, other, founded = PAIRS[pair]
    staff, rows = town.secretary.id, founded(town)
    db.session.rollback()
    outcomes = race(laps, [(one.__name__, staff, *rows), (other.__name__, staff, *rows)])
    assert outcomes == [None, None], outcomes


def test_a_circle_the_server_broke_is_a_plain_409(app):
    """Whatever was not foreseen: never a 500, and the words typed are given back."""

    class Broken(Exception):
        sqlstate = "40P01"

    with app.test_request_context(
        "/topics/1/agenda", method="POST", data={"words": "请把六号楼的点位往南挪五米"}
    ):
        page = show_fault(OperationalError("UPDATE", {}, Broken()))
    assert page.status_code == 409
    assert "请把六号楼的点位往南挪五米" in page.get_data(as_text=True)
