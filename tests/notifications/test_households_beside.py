"""转议题告知: how many households beside one's own said the same, and the line that says it."""

import pytest

from civic.accounts.models import Membership
from civic.database import utcnow, writing
from civic.extensions import db
from civic.notifications.households_beside import households_beside
from civic.notifications.models import Message
from civic.topics.promotion import promote_issues
from tests.factories.accounts import make_resident
from tests.factories.issues import make_accepted, make_issue, make_support, make_told

LINE = "我们想请大家一起商量,您的名字和住址不会公开。"


def promoted(town, *found):
    with writing():
        return promote_issues(list(found), by=town.secretary, title="垃圾桶站放在哪儿", why="都说到桶站。")


def told_of(town, person, **more):
    return make_told(town.community, person, town.secretary, **more)


def number_told(person):
    mine = db.select(Message).where(Message.person_id == person.id, Message.verb == "topic.promoted")
    return db.session.scalars(mine).one().params["households"]


@pytest.fixture
def upstairs(town):
    return make_resident(town.neighbour_household)


def test_each_reader_is_told_of_the_others_homes(town, upstairs):
    first, second = told_of(town, town.resident), told_of(town, town.neighbour)
    make_support(first, upstairs, town.neighbour_household)
    make_support(second, upstairs, town.neighbour_household)  # the same home behind both counts once
    promoted(town, first, second)
    assert number_told(town.resident) == number_told(town.neighbour) == 2


def test_ones_own_home_is_not_among_the_others(town, upstairs):
    beside = make_resident(town.neighbour_household)
    mine, theirs = told_of(town, upstairs), told_of(town, beside)  # one home, two of its people
    promoted(town, mine, theirs)
    assert number_told(upstairs) == number_told(beside) == 0


def test_ones_own_home_is_known_though_somebody_else_of_it_spoke(town):
    mine = told_of(town, town.unverified)  # not checked yet: raised without a home
    make_support(mine, town.neighbour, town.other_household)
    promoted(town, mine)
    assert number_told(town.unverified) == 0


def test_the_home_one_has_moved_out_of_since_is_still_ones_own_word(town, upstairs):
    mine = told_of(town, upstairs)
    with writing() as session:
        left = db.select(Membership).where(Membership.person_id == upstairs.id)
        session.scalars(left).one().valid_to = utcnow()
    promoted(town, mine)
    assert number_told(upstairs) == 0


def test_what_was_written_down_without_a_home_is_not_counted(town, upstairs):
    heard = make_issue(town.community, None, contributed_by=town.secretary, on_behalf_of="来电居民")
    make_accepted(heard, town.secretary)
    promoted(town, told_of(town, upstairs), heard)
    assert number_told(upstairs) == 0


def test_the_line_names_the_number_and_without_any_leaves_it_out(page, town, upstairs):
    alone = told_of(town, upstairs)
    promoted(town, told_of(town, town.resident), told_of(town, town.neighbour))
    promoted(town, alone)
    assert f"除了您,还有1户说到同类问题。{LINE}" in page.as_(town.resident).get("desk.messages")
    doc = page.as_(upstairs).get("desk.messages")
    assert LINE in doc and "同类问题" not in doc


def test_two_statements_however_many(town, upstairs, queries):
    few = promoted(town, told_of(town, upstairs))
    many = promoted(town, *(told_of(town, who) for who in (town.resident, town.neighbour) for _ in range(4)))
    counts = []
    for topic, readers in ((few, {upstairs.id}), (many, {town.resident.id, town.neighbour.id})):
        db.session.refresh(topic)
        with queries() as sent:
            households_beside(topic, readers)
        counts.append(len(sent))
    assert counts == [2, 2]
