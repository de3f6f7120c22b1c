"""From the empty ballot to the receipt, as a neighbour walks it; every refusal keeps the choice."""

from sqlalchemy import func, select

from civic.accounts.roles import Role
from civic.extensions import db
from civic.votes.models import CountedBallot, Envelope
from tests.factories.accounts import make_representative, make_resident, make_staff
from tests.factories.votes import cast_for, close, end, make_council_vote, make_vote
from tests.harness.signing import sign_in

SEND = "form#send"


def boxed():
    return db.session.scalar(select(func.count()).select_from(Envelope))


def to_check(page, vote, letter="甲", cannot=()):
    page.get("votes.ballot", no=vote.id)
    return page.submit("下一步", choice=letter, cannot=list(cannot))


def voter(town, page, person=None):
    """Somebody who casts their home's ballot."""
    person = person or town.resident
    make_representative(next(iter_homes(town, person)), person)
    return page.as_(person)


def iter_homes(town, person):
    return (home for home in (town.household, town.other_household) if home.id in person.household_ids)


def test_nothing_is_ticked_and_every_option_tells_the_same_facts(page, town):
    vote = make_vote(town.secretary)
    doc = page.get("votes.ballot", no=vote.id)
    assert not doc.all("input:checked, input[checked]")
    facts = [[fact.text().split()[0] for fact in choice.css(".fact")] for choice in doc.all(".options > div")]
    assert len(facts) == 3 and facts[0] and all(one == facts[0] for one in facts)
    assert doc.texts(".options .letter") == ["甲", "乙", "丙"]
    assert "谁也看不到" in doc
    for where in ("votes.ballot", "votes.show", "votes.poster"):  # I19
        assert "这是听意见,不是业主大会表决。结果用来改方案。" in page.get(where, no=vote.id)


def test_the_whole_way_of_a_household(page, town):
    vote = make_vote(town.secretary)
    me = page.as_(town.resident)
    assert "给我家投票" in me.get("votes.show", no=vote.id)
    doc = to_check(me, vote, "丙", cannot=["乙"])
    assert doc.h1 == "这样对吗?" and "3号楼1门301" in doc
    doc = me.submit("我家的票由我来投", adult="y") if "由我来投" in doc else me.submit("由我投", adult="y")
    doc = me.submit(SEND)
    assert doc.h1 == "您家的票已收到"
    code = doc.one(".box code").text()
    assert "您家的票收到了" in me.get("votes.show", no=vote.id)
    assert doc.url.startswith(f"/votes/{vote.id}/receipt") and "丙" not in doc.url
    close(vote)
    doc = me.get("votes.receipt", no=vote.id)
    assert doc.h1 == "收到了,您家的票算进去了" and code in doc
    assert "7户里有1户投了票" in doc
    stranger = page.as_()
    assert "算进去了" in stranger.get("votes.receipt", no=vote.id, code=code.lower().replace("-", " "))
    assert code in stranger.get("votes.receipts", no=vote.id)


def test_a_stranger_s_choice_survives_signing_in(page, town):
    vote = make_vote(town.secretary)
    page.get("votes.ballot", no=vote.id)
    doc = page.submit("下一步", choice="乙", follow=False)
    assert "乙" not in doc.headers["Location"]
    arrived = page.get("votes.check", no=vote.id, status=303)
    assert "/sign-in" in arrived.headers["Location"]
    make_representative(town.household, town.resident)
    sign_in(page.client, town.resident)
    doc = page.get("votes.check", no=vote.id)
    assert doc.one("form#send input[name=choice]").attributes["value"] == "乙"
    page.submit(SEND)
    assert boxed() == 1


def test_the_kept_choice_is_unreadable_and_bound_to_its_vote(page, town):
    vote, other = make_vote(town.secretary), make_vote(town.secretary)
    doc = page.get("votes.ballot", no=vote.id)
    sent = page.submit("下一步", choice="乙", follow=False)
    cookie = next(v for k, v in sent.headers.items() if k == "Set-Cookie" and v.startswith("choice="))
    assert f"Path=/votes/{vote.id}" in cookie and "HttpOnly" in cookie
    value = cookie.split(";")[0].removeprefix("choice=")
    page.client.set_cookie("choice", value, path=f"/votes/{other.id}")
    assert not page.get("votes.ballot", no=other.id).all("input[checked]")
    assert doc.status == 200


def test_the_second_adult_reads_that_the_home_has_voted_and_must_confirm(page, town):
    vote = make_vote(town.secretary)
    make_representative(town.household, town.resident)
    cast_for(vote, town.household, "甲")
    other = page.as_(town.second_adult)
    doc = to_check(other, vote, "乙")
    assert "您家已投过" in doc
    doc = other.submit(SEND, status=409)
    assert doc.one("form#send input[name=choice]").attributes["value"] == "乙" and boxed() == 1
    doc = other.submit(SEND, replace="y")
    assert doc.h1 == "您家的票已收到"
    assert close(vote).counts["chosen"]["乙"] == 1


def test_a_second_click_makes_one_ballot(page, town):
    vote = make_vote(town.secretary)
    me = voter(town, page)
    doc = to_check(me, vote)
    me.submit(SEND)
    me.submit(SEND, on=doc, status=409)
    assert boxed() == 1


def test_only_an_adult_sends_the_ballot(page, town):
    vote = make_vote(town.secretary)
    child = make_resident(town.household, is_adult=False)
    make_representative(town.household, town.resident)
    me = page.as_(child)
    to_check(me, vote)
    doc = me.submit(SEND, status=422)
    assert boxed() == 0 and "满18岁" in doc
    me.submit(SEND, adult="y")
    assert boxed() == 1


def test_a_second_after_the_close_the_choice_stays_on_the_screen(page, town):
    vote = make_vote(town.secretary)
    me = voter(town, page)
    to_check(me, vote, "丙", cannot=["甲"])
    end(vote)
    doc = me.submit(SEND, status=409)
    assert "截止" in doc and doc.texts("dl .letter") == ["丙", "甲"] and boxed() == 0
    doc = me.post("votes.keep_choice", {"choice": "丙"}, status=409, no=vote.id)
    assert doc.one("input[name=choice][checked]").attributes["value"] == "丙"


def test_a_ballot_after_the_count_is_refused_in_words(page, town):
    vote = make_vote(town.secretary)
    me = voter(town, page)
    to_check(me, vote, "丙")
    close(vote)
    doc = me.submit(SEND, status=409)
    assert "没有收进去" in doc


def test_what_is_not_on_the_ballot_is_refused(page, town):
    vote = make_vote(town.secretary)
    me = voter(town, page)
    for data in ({}, {"choice": "丁"}, {"choice": "甲", "cannot": ["丁"]}, {"choice": "😀" * 10000}):
        me.post("votes.keep_choice", data, status=422, no=vote.id)
        me.post("votes.send", data, status=422, no=vote.id)
    doc = me.post("votes.keep_choice", {"choice": "甲", "cannot": ["甲"]}, status=422, no=vote.id)
    assert "请去掉一个" in doc and boxed() == 0


def test_somebody_without_a_home_fills_in_first_and_is_led_to_their_slip(page, town):
    vote = make_vote(town.secretary)
    me = page.as_(town.auditor)
    doc = to_check(me, vote)
    assert "先加入您家" in doc and not doc.all(SEND)
    me.post("votes.send", {"choice": "甲"}, status=422, no=vote.id)
    me.post("votes.send", {"choice": "甲", "unit": town.household.id, "adult": "y"}, status=422, no=vote.id)
    assert boxed() == 0


def test_a_claimed_home_s_ballot_is_kept_until_the_office_has_checked(page, town):
    vote = make_vote(town.secretary)
    me = page.as_(town.unverified)
    assert "核实" in to_check(me, vote)
    assert me.submit(SEND).h1 == "您的票留着"
    assert "待核" in me.get("votes.show", no=vote.id)
    assert "待核" in page.as_(town.staff).get("votes.show", no=vote.id)


def test_somebody_with_two_homes_chooses_which(page, town):
    vote = make_vote(town.secretary)
    make_staff(Role.RESIDENT, person=town.resident, household_id=town.other_household.id)
    make_representative(town.household, town.resident)
    me = page.as_(town.resident)
    doc = to_check(me, vote)
    assert "投给哪一处" in doc
    me.get(f"/votes/{vote.id}/check?unit={town.household.id}")
    me.submit(SEND)
    assert boxed() == 1


def test_a_seat_speaks_in_the_open_and_must_say_why_it_objects(page, town):
    vote = make_council_vote(town.secretary, town.council)
    seat = page.as_(town.delegate)
    seat.get("votes.ballot", no=vote.id)
    doc = seat.submit("下一步", voice="object", reason="", status=422)
    assert "怎么改您就能接受" in doc
    doc = seat.submit("下一步", voice="object", reason="桶边要留消防通道")
    doc = seat.submit(SEND)
    assert doc.h1 == "您的席位已表态"
    doc = page.get("votes.show", no=vote.id)
    assert "桶边要留消防通道" in doc and "反对" in doc


def test_nobody_speaks_for_a_seat_without_a_mandate(page, town):
    vote = make_council_vote(town.secretary, town.council)
    me = page.as_(town.resident)
    me.post("votes.send", {"voice": "consent", "unit": town.seats[0].id}, status=422, no=vote.id)
    assert boxed() == 0


def test_a_ballot_takes_at_most_six_statements_sign_in_included(page, town, at_most):
    vote = make_vote(town.secretary)
    me = voter(town, page)
    to_check(me, vote)
    with at_most(6):
        me.submit(SEND, follow=False)
    to_check(me, vote, "乙")
    with at_most(6):
        me.submit(SEND, replace="y", follow=False)


def test_no_page_of_the_ballot_puts_a_choice_into_an_address(page, town):
    vote = make_vote(town.secretary)
    me = voter(town, page)
    for sent in (me.post("votes.keep_choice", {"choice": "丙"}, no=vote.id, follow=False),
                 me.post("votes.send", {"choice": "丙"}, no=vote.id, follow=False)):  # fmt: skip
        assert "丙" not in sent.headers["Location"] and "%" not in sent.headers["Location"]
    assert close(vote).returned == 1 and db.session.scalar(select(func.count(CountedBallot.key))) == 1
