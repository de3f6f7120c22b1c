"""From the slip to a verified home, and the office's side of it, by the real pages."""

import re

import pytest
from sqlalchemy import select

from civic.accounts.household_codes import grouped, new_code
from civic.accounts.models import HouseholdCode, Membership, Representative
from civic.accounts.roles import Role, Standing
from civic.extensions import db
from tests.factories.accounts import make_person, make_resident, make_slip, make_staff
from tests.factories.places import make_building, make_community, make_door


def test_from_stairwell_qr_to_the_ballot(page, town):
    code = make_slip(town.neighbour_household)
    doc = page.get(f"/households/join?code={code}")
    doc = page.follow("填手机号,继续")
    doc = page.submit("给我发六位数字", phone="13900005555")
    digits = re.search(r"\b(\d{6})\b", doc.one(".demo").text()).group(1)
    page.submit("登录", code=digits)
    doc = page.submit("就叫这个", nickname="新住户")
    assert doc.one("#code").attributes["value"] == grouped(code)
    doc = page.submit("对,我住这儿,加入")
    assert doc.h1 == "3号楼1门101"
    page.follow("我家的票由我来投")
    page.submit("我家的票由我来投", status=422)
    doc = page.submit("我家的票由我来投", adult=True)
    assert "您家的票由您来投" in doc


def test_opening_the_qr_does_nothing_by_itself(page, town, sign_in):
    person = make_person()
    sign_in(person)
    code = make_slip(town.neighbour_household)
    page.get(f"/households/join?code={code}")
    assert db.session.scalar(select(HouseholdCode.used_at)) is None


def test_a_stranger_cannot_join(page, town):
    make_slip(town.neighbour_household)
    page.get("/sign-in")
    doc = page.post("/households/join", {"code": "x"}, status=303, follow=False)
    assert doc.headers["Location"].startswith("/sign-in")


def test_five_wrong_codes_an_hour(page, town, sign_in, clock):
    sign_in(make_person())
    right = make_slip(town.neighbour_household)
    page.get("/households/join")
    for left in (4, 3, 2, 1, 0):
        doc = page.submit("对,我住这儿,加入", code=new_code(), status=422)
        assert f"还能试{left}次" in doc
    page.submit("对,我住这儿,加入", code=right, status=429)
    clock.forward(hours=1, minutes=1)
    page.get("/households/join")
    page.submit("对,我住这儿,加入", code=right)


def test_half_a_code_is_no_try(page, town, sign_in):
    sign_in(make_person())
    page.get("/households/join")
    for _try in range(7):
        doc = page.submit("对,我住这儿,加入", code="ABCD-EF", status=422)
    assert doc.one("#code").attributes["value"] == "ABCD-EF"


def test_a_used_slip_says_so(page, town, sign_in):
    code = make_slip(town.neighbour_household)
    first = page.as_(make_person())
    first.get("/households/join")
    first.submit("对,我住这儿,加入", code=code)
    sign_in(make_person())
    page.get("/households/join")
    assert "已经有人用过" in page.submit("对,我住这儿,加入", code=code, status=422)


def test_without_a_slip_the_office_checks(page, town, sign_in):
    person = make_person("没纸条")
    sign_in(person)
    page.get("/households/claim")
    page.submit("请社区核对", door=town.door.id, unit="999", status=422)
    page.submit("请社区核对", door=town.door.id, unit="101")
    assert "等社区核对" in page.get("/me")
    office = page.as_(town.staff)
    doc = office.get("/households/claims")
    assert "没纸条" in doc and "3号楼1门101" in doc
    form = f'form[action="/households/claims/{_claim_of(person)}/verification"]'
    office.submit(form)
    assert "核实过的住户" in page.get("/me")


def test_a_declined_claim_needs_a_reason(page, town, sign_in):
    person = make_resident(town.household, standing=Standing.CLAIMED)
    sign_in(town.staff)
    page.get("/households/claims")
    form = f'form[action="/households/claims/{_claim_of(person)}/refusal"]'
    page.submit(form, reason="", status=422)
    page.submit(form, reason="名册上没有这一位")
    assert not person.claimed_household_ids


def test_buttons_of_one_page_mean_different_things_and_each_counts_once(page, town):
    """The rows of a list share a form key; who goes back and presses another row's button means that."""
    people = [make_resident(town.household, standing=Standing.CLAIMED) for _ in range(2)]
    office = page.as_(town.staff)
    shown = office.get("/households/claims")
    first, second = (f'form[action="/households/claims/{_claim_of(each)}/verification"]' for each in people)
    for pressed in (first, second, first):
        office.submit(pressed, on=shown)
    standings = select(Membership.standing).where(Membership.person_id.in_([each.id for each in people]))
    assert set(db.session.scalars(standings)) == {Standing.VERIFIED}


def _claim_of(person):
    return db.session.scalar(select(Membership.id).where(Membership.person_id == person.id))


def test_the_office_of_another_community_sees_nothing(page, town, sign_in):
    elsewhere = make_community("别处社区")
    stranger = make_staff(Role.COMMUNITY_STAFF, place_id=elsewhere.id)
    claim = make_resident(town.household, standing=Standing.CLAIMED)
    sign_in(stranger)
    assert claim.nickname not in page.get("/households/claims")
    page.post(f"/households/claims/{_claim_of(claim)}/verification", {}, status=403)
    for above in (town.door.id, town.community.id, town.community.parent_id):  # a street is of no community
        page.post(f"/households/slips/{above}", {}, status=403)


@pytest.mark.parametrize("who", ["resident", "door_steward", "auditor", "administrator"])
def test_only_the_office_prints_and_checks(page, town, sign_in, who):
    sign_in(getattr(town, who))
    page.get("/households/slips", status=403)
    page.get("/households/claims", status=403)
    page.post(f"/households/slips/{town.door.id}", {}, status=403)


def test_slips_of_one_door(page, town, sign_in):
    sign_in(town.staff)
    page.get("/households/slips")
    doc = page.submit("生成3号楼1门")
    codes = [item.text().strip() for item in doc.all(".slip .slip-code")]
    assert len(set(codes)) == 3
    assert len(doc.all(".slip svg")) == 3
    newcomer = page.as_(make_person())
    newcomer.get("/households/join")
    newcomer.submit("对,我住这儿,加入", code=codes[0])


def test_slips_are_seen_by_whoever_made_them_until_tomorrow(page, town, sign_in, clock):
    sign_in(town.staff)
    page.get("/households/slips")
    address = page.submit("生成3号楼1门").url
    page.as_(town.secretary).get(address, status=404)
    assert page.fetch(address).status_code == 200
    clock.forward(days=1, minutes=1)
    sign_in(town.staff)
    page.get(address, status=404)


def test_slips_of_the_whole_neighbourhood_are_quick(page, town, sign_in, queries):
    building = make_building(town.community, 77, x=300)
    make_door(building, 1, homes=[f"{floor}{unit:02}" for floor in range(1, 101) for unit in range(1, 11)])
    sign_in(town.staff)
    page.get("/households/slips")
    with queries() as sent:
        page.submit("给每一户生成新码")
    assert db.session.query(HouseholdCode).count() == 1007
    assert len(sent) < 40
    assert "新码好了" in page.get(page.last.url)


def test_strangers_to_a_home_do_not_see_it(page, town, sign_in):
    sign_in(town.neighbour)
    page.get(f"/households/{town.household.id}", status=403)
    page.get(f"/households/{town.household.id}/representative", status=403)
    page.post(f"/households/{town.household.id}/representative", {"adult": "y"}, status=403)
    page.post(f"/households/{town.household.id}/codes", {}, status=403)
    assert db.session.scalar(select(Representative.id)) is None


def test_a_code_for_the_family_is_shown_once(page, town, sign_in):
    sign_in(town.resident)
    page.get(f"/households/{town.household.id}")
    doc = page.submit("给家人开一个码")
    code = doc.one(".slip-code").text().strip()
    assert not page.get(f"/households/{town.household.id}").all(".slip-code")
    other = page.as_(make_person("女儿"))
    other.get("/households/join")
    other.submit("对,我住这儿,加入", code=code)
    assert "女儿" in page.get(f"/households/{town.household.id}")


def test_a_second_click_on_take_over_is_no_fault(page, town, sign_in):
    sign_in(town.resident)
    page.get(f"/households/{town.household.id}/representative")
    form = page.last
    page.submit("我家的票由我来投", adult=True)
    page.submit("我家的票由我来投", on=form, adult=True)
    assert db.session.query(Representative).count() == 1
