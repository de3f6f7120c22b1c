"""Staged factories: built once, put back where nothing else can be meant, built anew wherever it can."""

import pytest

from civic.accounts.models import Person
from civic.database import utcnow
from civic.extensions import db
from tests.factories import number
from tests.factories.accounts import make_person
from tests.harness.scenes import staged

BUILT = []


@staged
def a_scene(nickname):
    person = make_person(nickname)
    BUILT.append((person.id, person.nickname, number()))
    return {"person": person, "at": [utcnow()]}


@pytest.fixture
def anew(app, world):
    """Begin again on the template, as the next test would; how often the scene was built since."""

    def begin():
        db.session.remove()
        world.renew(world.template)
        world.set_scene()
        BUILT.clear()

    world.scenes.forget()
    begin()
    return begin


def test_the_second_time_it_is_put_back(anew, clock):
    first = a_scene("槐花")
    at, [seen] = first["at"][0], BUILT
    anew()
    second = a_scene("槐花")
    assert BUILT == [] and (second["person"].id, second["person"].nickname) == seen[:2]
    assert second["at"] == [at] and utcnow() >= at
    assert db.session.query(Person).count() == 1 and number() == seen[2] + 1


def test_other_arguments_are_another_scene(anew):
    a_scene("槐花")
    anew()
    assert a_scene("榆钱")["person"].nickname == "榆钱" and len(BUILT) == 1


def test_whatever_was_written_before_makes_it_another(anew):
    a_scene("槐花")
    anew()
    db.session.rollback()
    with db.engine.begin() as connection:  # past every factory and `writing()`
        connection.execute(db.text("INSERT INTO submission (key, url, used_at) VALUES ('k', '/', :now)"),
                           {"now": "2026-03-14 08:30:00"})  # fmt: skip
    a_scene("槐花")
    assert len(BUILT) == 1


def test_other_settings_and_another_time_make_it_another(anew, app, clock):
    a_scene("槐花")
    anew()
    app.config["OPERATOR"], usual = "别处", app.config["OPERATOR"]
    try:
        a_scene("槐花")
    finally:
        app.config["OPERATOR"] = usual
    assert len(BUILT) == 1
    anew()
    clock.forward(days=1)
    a_scene("槐花")
    assert len(BUILT) == 1
