"""On a phone at 360×800, JavaScript off and on: a home checks its line, a stranger votes with a code."""

from playwright.sync_api import expect

from civic.database import writing
from civic.votes import codes
from civic.votes.regimes import Regime
from tests.factories.votes import hang_out, make_draft, make_vote
from tests.harness.measures import follow, looks_right


def test_a_home_checks_its_line_and_objects(phone, walk_in, town):
    terms = {"conduct": "paper", "convened_by": "星榆花园业主大会", "question": "动用维修资金修屋顶"}
    vote = make_draft(town.secretary, regime=Regime.OWNERS_ORDINARY, days=40, **terms)
    hang_out(vote, town.secretary, days=1)
    walk_in(phone, town.resident)
    phone.goto(f"/votes/{vote.id}")
    looks_right(phone)
    follow(phone.get_by_role("link", name="名册公布了:查一查您家那一行"))
    looks_right(phone)
    phone.get_by_label("哪里不对").fill("我家面积写少了")
    phone.get_by_role("button", name="对名册提意见").click()
    expect(phone.get_by_text("还没有答复。")).to_be_visible()
    looks_right(phone)


def test_a_stranger_votes_with_the_code_from_an_envelope(phone, town):
    vote = make_vote(town.secretary, by_code=True)
    with writing():
        code = codes.print_codes(vote, 1, by=town.secretary)[0]
    phone.goto(f"/votes/{vote.id}")
    follow(phone.get_by_role("link", name="我有投票码,去投票"))
    looks_right(phone)
    phone.get_by_label("信封里的投票码(12位)").fill(code.lower())
    phone.get_by_text("甲", exact=True).first.click()
    phone.get_by_role("button", name="投这张票").click()
    expect(phone.get_by_role("heading", name="票已收到")).to_be_visible()
    looks_right(phone)
