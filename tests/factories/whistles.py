"""Streets on both sides of a border, bodies that can be called, whistles at every stage."""

from types import SimpleNamespace

from civic.accounts.roles import Role
from civic.accounts.workflow import grant_role
from civic.councils.models import Body, BodyKind
from civic.councils.workflow import found_body
from civic.database import local_today, locked, utcnow, writing
from civic.dispatch import (
    whistle_asking,
    whistle_call_workflow,
    whistle_findings,
    whistle_ratings,
    whistle_workflow,
)
from civic.dispatch import whistle_queries as queries
from civic.dispatch.whistle_models import Whistle, WhistleCall
from civic.dispatch.whistle_states import QUESTIONS, Method, Side, WhistleKind
from civic.places.models import Place, PlaceKind
from civic.places.workflow import add_place
from tests.factories import number
from tests.factories.accounts import make_person, make_staff
from tests.harness.scenes import followed, staged

FACTS = {
    "kind": WhistleKind.ENFORCEMENT,
    "title": "骑在区界上的小房",
    "summary": "小房占着消防通道,一半在隔壁区。",
    "asked": "一起认定、一起拆除。",
    "gather_place": "东围墙边",
}


@staged
def make_scene(town):
    """Two streets of two districts with their staff, and three bodies each with somebody who acts for it."""
    street = queries.place(town.community.parent_id)
    scene = SimpleNamespace(town=town, community=town.community, street=street)
    with writing():
        city = queries.place(queries.place(street.parent_id).parent_id)
        other = add_place(PlaceKind.DISTRICT, f"邻区{number()}", by=None, parent=city)
        scene.second_street = add_place(PlaceKind.SUBDISTRICT, f"邻榆街道{number()}", by=None, parent=other)
    scene.street_staff = make_staff(
        Role.STREET_STAFF, "元宝枫二", place_id=street.id, community_id=town.community.id
    )
    scene.second_staff = make_staff(Role.STREET_STAFF, "白榆", place_id=scene.second_street.id)
    scene.district_staff = make_staff(Role.DISTRICT_STAFF, "白桦", place_id=street.parent_id)
    scene.bodies = [make_department(street.parent_id) for _ in range(3)]
    scene.officers = [make_officer(body, town) for body in scene.bodies]
    return scene


@followed
def make_department(place_id, name=None):
    with writing():
        return found_body(BodyKind.DEPARTMENT, name or f"区某局{number()}", by=None, place_id=place_id)


@followed
def make_officer(body, town):
    person = make_person()
    with writing():
        grant_role(person, Role.OFFICER, by=None, body_id=body.id, community_id=town.community.id)
    return person


@staged
def asked(scene, bodies=None, border=False, by=None, **more):
    """A whistle somebody asked for."""
    if border:
        more |= {"crosses_border": True, "second_street": queries.place(scene.second_street.id)}
    ids = [body.id for body in (scene.bodies if bodies is None else bodies)]
    with writing():
        return whistle_asking.request(
            by=by or scene.town.secretary,
            community=queries.place(scene.community.id),
            bodies=queries.bodies(ids),
            **(FACTS | more),
        )


@followed
def act(verb, row, *arguments, **more):
    """Run a verb of a whistle or of one call in a transaction of its own."""
    with writing():
        fresh = queries.locked_call(row.id) if isinstance(row, WhistleCall) else locked(type(row), row.id)
        return verb(fresh, *arguments, **more)


@staged
def approved(scene, **more):
    whistle = asked(scene, **more)
    act(whistle_workflow.approve, whistle, by=scene.street_staff)
    return whistle


@staged
def blown(scene, border=False, **more):
    whistle = approved(scene, border=border, **more)
    if border:
        act(whistle_workflow.join, whistle, by=scene.second_staff)
    act(whistle_workflow.blow, whistle, by=scene.street_staff)
    return whistle


def calls(whistle):
    return queries.calls_of(whistle)


@followed
def came(call, by, method=Method.CODE, has_decider=True):
    act(whistle_call_workflow.check_in, call, by=by, method=method, has_decider=has_decider)


@staged
def arrived(scene, **more):
    """All called bodies have come."""
    whistle = blown(scene, **more)
    with writing():
        numbers = [call.id for call in calls(whistle)]
    for each, officer in zip(numbers, scene.officers, strict=False):
        with writing():
            whistle_call_workflow.check_in(queries.locked_call(each), by=officer, has_decider=True)
    return whistle


@staged
def diagnosing(scene, found=True, **more):
    whistle = arrived(scene, **more)
    act(whistle_workflow.open_diagnosis, whistle, by=scene.street_staff)
    with writing():
        for call, officer in zip(calls(whistle) if found else (), scene.officers, strict=False):
            whistle_findings.write_finding(call, by=officer, finding="墙体越界三米", will_do="本周内贴公告")
    return whistle


@staged
def surveyed(scene, whistle, agreed=True):
    """Where the border runs: written by the first street, agreed to by the second."""
    street, second = whistle.street_id, whistle.second_street_id
    facts = {"words": "界线从小房正中过", "surveyed_by": "两区民政局", "surveyed_on": local_today()}
    act(whistle_findings.survey, whistle, by=scene.street_staff, street_id=street, **facts)
    if agreed:
        act(whistle_findings.agree_border, whistle, by=scene.second_staff, street_id=second)


@staged
def acting(scene, border=False, **more):
    whistle = diagnosing(scene, border=border, **more)
    if border:
        surveyed(scene, whistle)
    act(whistle_workflow.act_together, whistle, by=scene.street_staff)
    return whistle


@staged
def resolved(scene, **more):
    whistle = acting(scene, **more)
    act(whistle_workflow.resolve, whistle, by=scene.street_staff, words="拆完了,通道通了。")
    return whistle


@staged
def rate(scene, whistle, mark="good"):
    """Both ends rate each other; the last rating ends the evaluation."""
    with writing():
        rows = [(call.id, officer) for call, officer in zip(calls(whistle), scene.officers, strict=False)]
    for each, officer in rows:
        for side, by in ((Side.WHISTLER, scene.street_staff), (Side.RESPONDER, officer)):
            with writing():
                marks = dict.fromkeys(QUESTIONS[side], mark)
                whistle_ratings.rate_call(queries.locked_call(each), by=by, side=side, marks=marks)


@staged
def evaluated(scene, **more):
    whistle = resolved(scene, **more)
    rate(scene, whistle)
    return whistle


@staged
def archived(scene, **more):
    whistle = evaluated(scene, **more)
    act(whistle_workflow.archive, whistle, by=scene.street_staff)
    return whistle


@staged
def called_off(scene, **more):
    whistle = asked(scene, **more)
    act(whistle_workflow.call_off, whistle, by=scene.street_staff, reason="物业自己就能办")
    return whistle


STAGES = {
    "drafted": asked, "approved": approved, "blown": blown, "checked_in": arrived,
    "joint_diagnosis": diagnosing, "acting": acting, "resolved": resolved, "mutual_evaluated": evaluated,
    "archived": archived, "called_off": called_off,
}  # fmt: skip


def state_of(whistle):
    """As it stands in the database now."""
    with writing() as session:
        return session.get(Whistle, whistle.id, populate_existing=True).state


def ended(body):
    with writing() as session:
        session.get(Body, body.id).ended_on = utcnow().date()


def make_village(scene, name="石坡村"):
    """Another community of the same street."""
    with writing() as session:
        street = session.get(Place, scene.street.id)
        return add_place(PlaceKind.COMMUNITY, name, by=None, parent=street)
