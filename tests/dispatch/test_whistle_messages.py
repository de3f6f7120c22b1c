"""Who is told: the street that is asked, the called body at once, the district of who is late."""

import pytest
from sqlalchemy import select

from civic.dispatch import whistle_call_workflow as verbs
from civic.dispatch.whistle_states import WhistleKind
from civic.extensions import db
from civic.notifications.models import Message
from civic.notifications.outbox_models import OutboxMessage
from civic.notifications.texts import text_of
from civic.notifications.words import address
from tests.factories import whistles as make
from tests.factories.whistles import act, calls


@pytest.fixture
def scene(town):
    return make.make_scene(town)


def told(verb):
    return {row.person_id for row in db.session.scalars(select(Message).where(Message.verb == verb))}


def test_streets_are_told_what_is_asked_of_them(scene):
    make.asked(scene, border=True)
    assert told("whistle.requested") >= {scene.street_staff.id, scene.second_staff.id}
    assert not told("whistle.requested") & {officer.id for officer in scene.officers}


def test_a_called_body_is_told_at_once_and_led_to_its_call(scene, page):
    whistle = make.blown(scene)
    assert told("whistle_call.called") == {officer.id for officer in scene.officers}
    mine = Message.person_id == scene.officers[0].id, Message.verb == "whistle_call.called"
    message = db.session.scalar(select(Message).where(*mine))
    here = page.as_(scene.officers[0]).fetch(address_of(page, message))
    assert here.location.endswith(f"/whistles/{whistle.id}/calls/{calls(whistle)[0].id}")
    page.as_(scene.officers[1]).get(address_of(page, message), status=403)


def address_of(page, message):
    with page.app.test_request_context("/"):
        return address(message)


def test_the_district_and_the_body_are_told_who_is_late(scene, clock, tick):
    make.blown(scene, kind=WhistleKind.EMERGENCY, bodies=scene.bodies[:1])
    clock.forward(minutes=31)
    tick("dispatch.whistle_calls")
    assert told("whistle_call.escalated") >= {scene.district_staff.id, scene.officers[0].id}
    assert scene.officers[1].id not in told("whistle_call.escalated")


def test_the_street_is_told_of_a_ground(scene):
    call = calls(make.blown(scene))[0]
    act(verbs.decline, call, by=scene.officers[0], ground="elsewhere", words="不在辖区")
    assert scene.street_staff.id in told("whistle_call.declined")
    assert not told("whistle_call.declined") & {officer.id for officer in scene.officers}


def test_the_offices_mail_names_the_hour(app, clock):
    clock.to("2026-11-30 09:00")
    said = text_of(
        "mail", "whistle_call.called", "whistle:7", {"body": 1, "by": "2026-11-30T01:30+00:00"}, ""
    )
    assert "第7号哨叫您的单位,最晚11月30日 周一 09:30到" in said
    assert db.session.scalar(select(OutboxMessage.id)) is None
