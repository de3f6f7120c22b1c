"""Photos of an arrival: optional, of the body that came, private until the host releases a copy."""

import pytest

from civic.issues.models import PhotoState
from civic.issues.photo_homes import HOMES
from tests.dispatch.pictures import photo_of
from tests.factories import whistles as make
from tests.factories.whistles import calls, came


@pytest.fixture
def scene(town):
    return make.make_scene(town)


def test_who_has_come_adds_photos_while_they_are_at_it(scene, town):
    home, whistle = HOMES["whistle_call"], make.blown(scene)
    call = calls(whistle)[0]
    assert not home.may_add(scene.officers[0], call)  # not there yet
    came(call, scene.officers[0])
    assert home.may_add(scene.officers[0], call)
    for person in (scene.officers[1], scene.street_staff, town.secretary, town.resident):
        assert not home.may_add(person, call)
    assert not home.may_add(scene.officers[0], calls(make.resolved(scene))[0])


def test_the_host_releases_and_strangers_see_nothing_before(scene, page, town):
    home, whistle = HOMES["whistle_call"], make.blown(scene)
    call = calls(whistle)[0]
    came(call, scene.officers[0])
    photo_of(call)
    assert home.may_release(town.secretary, call) and home.may_release(scene.street_staff, call)
    assert not home.may_release(scene.officers[0], call)
    assert home.may_see(scene.officers[0], call) and not home.may_see(town.resident, call)
    assert not page.get("action_items.whistle", no=whistle.id).all("main img")
    photo_of(call, PhotoState.RELEASED, public_token="open-copy")
    doc = page.get("action_items.whistle", no=whistle.id)
    assert [img.attributes["src"].split("/")[-2] for img in doc.all("main img")] == ["open-copy"]


def test_the_body_and_the_desk_see_them_all(scene, page):
    whistle = make.blown(scene)
    call = calls(whistle)[0]
    came(call, scene.officers[0])
    photo_of(call)
    assert (
        page.as_(scene.officers[0])
        .get("whistles.response", no=whistle.id, call_id=call.id)
        .all("#photos img")
    )
    assert page.as_(scene.street_staff).get("whistles.desk", no=whistle.id).all("main img")
