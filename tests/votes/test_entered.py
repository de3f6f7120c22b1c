"""Both arrival orders in the database, what homes are told, 这不是我投的, and who may certify when."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from civic.database import dated, local_today, utcnow, writing
from civic.errors import Conflict, NotFound, Refused
from civic.extensions import db
from civic.notifications.models import Message
from civic.votes import casting, certifying, closing, entered
from civic.votes.casting import PaperCounts
from civic.votes.entered_models import DAYS_TO_OBJECT, EnteredBallot, EntryChallenge, Ruling
from civic.votes.models import Envelope, Turnout, Vote
from civic.votes.paper_models import PaperBallot
from civic.votes.states import Channel
from tests.factories.votes import (
    cast_for,
    count_by_hand,
    entry_of,
    hand_in,
    key_twice,
    make_vote,
    put_on_paper,
    single,
    stop,
    tell_homes,
)


def on_paper(town):
    vote = make_vote(town.secretary)
    put_on_paper(vote, town)
    return vote


def in_box():
    return {
        channel: number for channel, number in db.session.execute(select(Turnout.channel, Turnout.returned))
    }


DAYS = range(3)
ORDERS = [(phone, paper, True) for phone in DAYS for paper in DAYS]
ORDERS += [(phone, paper, False) for phone in DAYS for paper in DAYS if phone >= paper]


@pytest.mark.parametrize(("phone", "paper", "phone_first"), ORDERS)
def test_one_envelope_whatever_comes_first(town, phone, paper, phone_first):
    """The later day counts, on the same day paper; whichever gives way is noted."""
    vote, now = on_paper(town), utcnow()
    refused = not phone_first and phone == paper

    def by_phone():
        with dated(now + timedelta(days=phone)):
            cast_for(vote, town.household, "甲", replace=True)

    def by_paper():
        with dated(now + timedelta(days=3)):  # entered later than it was handed in
            hand_in(vote, town.household, local_today() - timedelta(days=3 - paper))

    if phone_first:
        by_phone()
        by_paper()
    else:
        by_paper()
        if refused:
            with pytest.raises(PaperCounts):
                by_phone()
        else:
            by_phone()
    (envelope,) = db.session.scalars(select(Envelope)).all()
    winner = Channel.PAPER if paper >= phone else Channel.PHONE
    assert envelope.channel is winner
    assert len(envelope.replaced.split()) == (0 if refused else 1)
    assert in_box() == dict.fromkeys(Channel, 0) | {winner: 1}


def test_a_home_is_told_once_the_day_after_and_the_entry_names_no_home(town, tick, clock):
    vote = on_paper(town)
    hand_in(vote, town.household)
    assert tick("votes.tell_homes") == {"votes.tell_homes": 0}
    clock.forward(days=1)
    assert tick("votes.tell_homes") == {"votes.tell_homes": 1}
    assert tick("votes.tell_homes") == {"votes.tell_homes": 0}
    told = db.session.execute(select(Message.person_id, Message.params).where(Message.verb == "vote.entered"))
    rows = told.all()
    assert {person for person, _params in rows} == {town.resident.id, town.second_adult.id}
    said = {"ballots": 1, "told_on": local_today().isoformat()}
    assert all(params == said for _person, params in rows)


def test_a_slip_opens_its_own_home_s_line_only(town):
    vote = on_paper(town)
    mine, other = entry_of(vote, town.household), entry_of(vote, town.other_household)
    code = entered.code_for(vote.id, mine.id)
    assert entered.line_by_code(vote.id, mine.id, code.lower()).id == mine.id
    for line, tried in ((other.id, code), (mine.id, "0" * 12), (99999, code)):
        with pytest.raises(NotFound):
            entered.line_by_code(vote.id, line, tried)


def test_all_homes_of_a_day_are_told_in_one_breath(town, tick, clock):
    """Neither a message nor the record says at what hour a home came, nor which came first."""
    vote = on_paper(town)
    came = {}
    for home in (town.other_household, town.household, town.neighbour_household):
        hand_in(vote, home, local_today())
        came[home.id] = utcnow()
        clock.forward(seconds=40)
    clock.forward(days=1)
    assert tick("votes.tell_homes") == {"votes.tell_homes": 3}
    sent = db.session.execute(
        select(Message.entry_id, Message.created_at).where(Message.verb == "vote.entered")
    )
    entries, moments = zip(*sent.all(), strict=True)
    assert len(set(entries)) == 1 and max(moments) - min(moments) < timedelta(seconds=20)
    assert min(moments) > max(came.values()) + timedelta(hours=1)
    assert set(db.session.scalars(select(EnteredBallot.told_on))) == {local_today()}


def counted(vote, town, papers):
    vote = stop(vote)
    count_by_hand(vote, town, papers, 0, 7 - papers)
    for number in range(1, papers + 1):
        key_twice(vote, town, number, {"choice": "乙", "cannot": []})
    closing.close_vote(vote.id)
    return db.session.get(Vote, vote.id)


def certify(vote, town):
    with writing():
        return certifying.certify(vote, town.committee, by=town.secretary)


def test_nobody_certifies_before_the_homes_were_told_and_had_their_days(town, clock):
    vote = on_paper(town)
    hand_in(vote, town.household)
    vote = counted(vote, town, 1)
    with pytest.raises(Conflict, match="1户"):
        certify(vote, town)
    tell_homes(clock)
    for _day in range(DAYS_TO_OBJECT + 1):
        with pytest.raises(Conflict, match="1户"):
            certify(vote, town)
        clock.forward(days=1)
    certify(vote, town)


def test_nobody_certifies_while_a_home_says_that_was_not_us(town, clock):
    vote = on_paper(town)
    hand_in(vote, town.household)
    entry = entry_of(vote, town.household)
    with pytest.raises(Conflict), writing():
        entered.challenge(vote, entry_of(vote, town.other_household))
    with writing():
        first = entered.challenge(vote, entry)
        assert entered.challenge(vote, entry).id == first.id
    vote = counted(vote, town, 1)
    tell_homes(clock, days=DAYS_TO_OBJECT + 1)
    with pytest.raises(Conflict, match="这不是我投的"):
        certify(vote, town)
    found = db.session.scalars(select(EntryChallenge)).one()
    with pytest.raises(Refused), writing():
        entered.rule(found, theirs=True, reason=" ", by=town.secretary)
    with writing():
        assert entered.rule(found, theirs=True, reason="老伴交的", by=town.secretary) is Ruling.OURS
    done = certify(vote, town)
    assert done.body_id == town.committee.id and done.certified_on == local_today()
    assert db.session.scalars(select(EnteredBallot)).all() == []  # secret: the homes go
    assert set(db.session.scalars(select(PaperBallot.roll_entry_id))) == {None}
    with pytest.raises(Conflict):
        certify(vote, town)


def test_what_was_not_theirs_is_set_aside_before_the_count_and_the_home_votes_itself(town, clock):
    vote = on_paper(town)
    hand_in(vote, town.household)
    with writing():
        found = entered.challenge(vote, entry_of(vote, town.household))
    with writing():
        ruling = entered.rule(found, theirs=False, reason="门口没人见过", by=town.secretary)
    assert ruling is Ruling.SET_ASIDE and in_box()[Channel.PAPER] == 0
    cast_for(vote, town.household, "丙")
    vote = stop(vote)
    count_by_hand(vote, town, 1, 0, 6)
    result = closing.close_vote(vote.id)
    assert result.by_channel == {"phone": 1} and result.unverified == 1 and result.counts["chosen"]["丙"] == 1
    tell_homes(clock, days=DAYS_TO_OBJECT + 1)
    certify(db.session.get(Vote, vote.id), town)


def test_what_is_counted_and_was_not_theirs_is_never_certified(town, clock):
    vote = on_paper(town)
    hand_in(vote, town.household)
    vote = counted(vote, town, 1)
    with writing():
        found = entered.challenge(vote, entry_of(vote, town.household))
    with writing():
        assert entered.rule(found, theirs=False, reason="冒投", by=town.secretary) is Ruling.NOT_THEIRS
    tell_homes(clock, days=DAYS_TO_OBJECT + 1)
    with pytest.raises(Conflict):
        certify(vote, town)


def test_a_ballot_at_the_desk_is_entered_as_such_without_a_choice(town):
    vote = make_vote(town.secretary)
    entry = entry_of(vote, town.household)
    ready = casting.enclose(vote, entry, single("丙"), channel=Channel.DESK)
    with writing():
        casting.cast(ready)
    assert in_box() == {Channel.PHONE: 0, Channel.PAPER: 0, Channel.DESK: 1}
    assert not re.search("丙|choice", str(ready.payload))
    assert closing.close_vote(stop(vote).id).by_channel == {"desk": 1}
