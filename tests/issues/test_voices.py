"""我家也这样 and comments: verified homes only, once each, and no name beside the reporter."""

import pytest
from sqlalchemy.exc import IntegrityError

from civic.accounts.roles import Standing
from civic.database import locked, utcnow, writing
from civic.errors import Conflict, NotAllowed, Refused, TooMany
from civic.issues import voices
from civic.issues.models import Issue, Support, Voice
from tests.factories import save
from tests.factories.accounts import make_person, make_resident
from tests.factories.issues import make_comment, make_issue, make_support, make_told
from tests.factories.places import make_household


@pytest.fixture
def told(town):
    return make_told(town.community, town.resident, town.secretary)


def test_a_home_counts_once_whoever_says_it(town, told):
    make_support(told, town.neighbour, town.other_household)
    flatmate = make_resident(town.other_household)
    with pytest.raises(Conflict):
        make_support(told, flatmate, town.other_household)
    assert told.supports == 1


def test_the_database_itself_refuses_a_second_support(town, told):
    make_support(told, town.neighbour, town.other_household)
    with pytest.raises(IntegrityError):
        save(Support(issue_id=told.id, household_id=town.other_household.id))


def test_the_reporter_and_unchecked_homes_do_not_count(town, told):
    with pytest.raises((NotAllowed, Refused)):
        make_support(told, town.resident, town.household)
    with pytest.raises(NotAllowed):
        make_support(told, town.unverified, town.other_household)
    with pytest.raises(NotAllowed):
        make_support(told, town.neighbour, town.household)
    assert told.supports == 0


def test_nobody_at_home_learns_from_the_button_who_raised_it(town, told, page):
    """To the other adult of the reporter's home it is a button like any neighbour's, and it counts."""

    def offered_to(person):
        shown = page.as_(person).get(f"/issues/{told.id}")
        return [button.text() for button in shown.all("#support button")]

    assert offered_to(town.second_adult) == offered_to(town.neighbour) != []
    make_support(told, town.second_adult, town.household)
    make_support(told, town.neighbour, town.other_household)
    assert told.supports == 2


def test_nothing_to_support_before_the_summary_is_public(town):
    issue = make_issue(town.community, town.resident)
    with pytest.raises(NotAllowed):
        make_support(issue, town.neighbour, town.other_household)
    with pytest.raises(NotAllowed):
        make_comment(issue, town.neighbour)


def test_a_support_can_be_taken_back_by_the_household(town, told):
    make_support(told, town.neighbour, town.other_household)
    with writing():
        voices.withdraw_support(
            locked(Issue, told.id), by=town.neighbour, household_id=town.other_household.id
        )
    assert told.supports == 0
    with pytest.raises(Conflict), writing():
        voices.withdraw_support(
            locked(Issue, told.id), by=town.neighbour, household_id=town.other_household.id
        )


def test_the_voice_never_names_the_reporter(town, told):
    assert make_comment(told, town.neighbour).voice is Voice.RESIDENT
    remark = make_comment(told, town.resident, place_id=town.building.id)
    assert (remark.voice, remark.place_id) == (Voice.REPORTER, None)
    assert make_comment(told, town.secretary).voice is Voice.STAFF
    assert told.comments_count == 3


@pytest.mark.parametrize("words", ["", "   ", "长" * 1001])
def test_a_comment_needs_words_and_not_too_many(town, told, words):
    with pytest.raises(Refused):
        make_comment(told, town.neighbour, words)


def test_strangers_and_unverified_do_not_comment(town, told):
    for somebody in (make_person(), town.unverified):
        with pytest.raises(NotAllowed):
            make_comment(told, somebody)


def test_a_new_account_writes_three_comments_on_its_first_day(town, told):
    newcomer = make_resident(make_household(town.door), standing=Standing.VERIFIED)
    for _ in range(3):
        make_comment(told, newcomer, author_since=utcnow())
    with pytest.raises(TooMany):
        make_comment(told, newcomer, author_since=utcnow())
    assert make_comment(told, town.neighbour, author_since=None).id
