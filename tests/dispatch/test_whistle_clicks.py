"""Every act on a whistle sent twice by the same form: done once, and both clicks arrive at one page."""

from dataclasses import dataclass
from itertools import count

import pytest

from civic.accounts.roles import Role
from civic.database import local_today
from civic.dispatch.whistle_desk_views import check_in_key
from civic.dispatch.whistle_states import QUESTIONS, CallState, Mark, Side, WhistleState
from civic.extensions import db
from civic.ledger.models import LedgerEntry
from tests.factories import whistles as make
from tests.factories.whistles import calls, state_of


@pytest.fixture
def scene(town):
    return make.make_scene(town)


@dataclass
class Story:
    """One whistle, each act of it sent twice."""

    page: object
    whistle: object
    keys: object

    def click(self, person, act, **said):
        """Send it; send it again: the same address, and nothing new in the record."""
        visitor, address = self.page.as_(person), f"/whistles/{self.whistle.id}/{act}"
        form = {name: str(value) for name, value in said.items()} | {"once": f"key{next(self.keys)}"}
        first = visitor.post(address, form, follow=False).headers["Location"]
        before = entries()
        assert visitor.post(address, form, follow=False).headers["Location"] == first, act
        assert entries() == before, act
        assert visitor.get(first).status == 200

    def on_call(self, person, call, act, **said):
        self.click(person, f"calls/{call.id}/{act}", **said)


def entries():
    return db.session.scalar(db.select(db.func.count(LedgerEntry.id)))


def marks(side):
    return dict.fromkeys(QUESTIONS[side], Mark.GOOD.value)


def test_both_clicks_of_every_act_arrive_at_one_page(scene, page, town):
    whistle = make.asked(scene, bodies=scene.bodies[:2], border=True)
    story, street, second = Story(page, whistle, count()), scene.street_staff, scene.second_staff
    story.click(street, "approval")
    story.click(second, "agreement")
    story.click(street, "blast")
    story.click(street, "calls", body=scene.bodies[2].id)
    here, hesitant, third = calls(whistle)
    story.on_call(scene.officers[0], here, "acknowledgement")
    story.on_call(scene.officers[1], hesitant, "refusal", ground="elsewhere", words="条例第五条")
    story.on_call(street, hesitant, "escalation")
    story.on_call(scene.district_staff, hesitant, "order", words="在辖区内")
    story.on_call(scene.officers[1], hesitant, "refusal", ground="elsewhere", words="还是不在")
    story.on_call(street, hesitant, "release", words="说得对")
    story.on_call(scene.officers[2], third, "refusal", ground="elsewhere", words="条例第五条")
    story.on_call(street, third, "escalation")
    story.on_call(scene.district_staff, third, "release", words="不必来")
    story.click(scene.officers[0], f"check-in/{check_in_key(whistle)}", call=here.id, has_decider="y")
    story.click(street, "diagnosis")
    story.on_call(scene.officers[0], here, "finding", finding="越界", will_do="拆")
    story.click(street, "findings")
    story.click(street, "links", name="拆除", body=scene.bodies[0].id)
    (link,) = make.queries.links_of(whistle)
    story.click(street, f"links/{link.id}/finding", words="查清了")
    story.click(street, f"links/{link.id}/completion")
    day = local_today().isoformat()
    story.click(street, "survey", words="从正中过", surveyed_by="两区民政局", surveyed_on=day)
    story.click(second, "survey-agreement")
    story.click(street, "joint-action")
    promise = {"owner": scene.bodies[0].id, "what": "拆西侧", "standard": "地面干净", "due_on": day}
    story.click(street, "action-items", **promise)
    story.click(street, "task-force", name="专班", body=scene.bodies[0].id, from_on=day)
    story.click(street, "task-force/last-day", to_on=day)
    story.click(street, "after-use", words="留作通道")
    story.click(street, "resolution", words="拆完了")
    story.click(street, "reopening")
    story.click(street, "resolution", words="这回拆完了")
    story.click(town.resident, "rating", result=Mark.GOOD.value)
    story.on_call(street, here, "evaluation", **marks(Side.WHISTLER))
    story.on_call(scene.officers[0], here, "rating", **marks(Side.RESPONDER))
    story.click(street, "archive")
    assert state_of(whistle) is WhistleState.ARCHIVED
    assert [call.state for call in calls(whistle)] == [
        CallState.CHECKED_IN, CallState.RELEASED, CallState.RELEASED,
    ]  # fmt: skip


def test_a_host_notes_an_arrival_and_a_street_calls_off_with_one_click_or_two(scene, page, town):
    whistle = make.blown(scene)
    story = Story(page, whistle, count())
    story.on_call(town.secretary, calls(whistle)[0], "arrival", has_decider="y")
    story.click(scene.street_staff, "calling-off", words="物业自己就能办")


def test_a_new_form_of_what_is_over_is_refused_in_words(scene, page, town):
    """Whoever may send it may not do it twice: another form is told that it has moved on."""
    whistle = make.asked(scene, border=True)
    story, street, district = Story(page, whistle, count()), scene.street_staff, scene.district_staff
    story.click(street, "approval")
    story.click(scene.second_staff, "agreement")
    page.as_(scene.second_staff).post(f"/whistles/{whistle.id}/agreement", status=409)
    story.click(street, "blast")
    call, officer = calls(whistle)[0], scene.officers[0]
    at = f"/whistles/{whistle.id}/calls/{call.id}"
    story.on_call(officer, call, "refusal", ground="elsewhere", words="条例第五条")
    story.on_call(street, call, "escalation")
    page.as_(street).post(f"{at}/escalation", status=409)
    page.as_(street).post(f"{at}/release", {"words": "不必"}, status=403)  # it is the district's now
    story.on_call(district, call, "release", words="不必来")
    for person in (street, district):
        page.as_(person).post(f"{at}/release", {"words": "不必"}, status=409)
    others = make.make_staff(Role.DISTRICT_STAFF, place_id=make.make_scene(town).second_street.parent_id)
    for person in (town.secretary, officer, others):  # nor does what is over open them to anybody else
        for act in (f"{at}/escalation", f"{at}/order", f"{at}/release", f"/whistles/{whistle.id}/agreement"):
            page.as_(person).post(act, {"words": "x"}, status=403)


def test_too_many_words_about_a_link_come_back_with_what_is_wrong(scene, page):
    whistle, street = make.diagnosing(scene), page.as_(scene.street_staff)
    Story(page, whistle, count()).click(scene.street_staff, "links", name="清运", body=scene.bodies[0].id)
    (link,) = make.queries.links_of(whistle)
    street.get("whistles.desk", no=whistle.id)
    doc = street.post(f"/whistles/{whistle.id}/links/{link.id}/finding", {"words": "长" * 601}, status=422)
    assert doc.h1 == "清运" and "最多 600 个字" in doc.one("[role=alert]").text()
    assert doc.one("textarea[name=words]").text() == "长" * 601
    doc = street.submit("#ruling", words="短了")
    assert "短了" in doc
