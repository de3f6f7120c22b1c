"""联合方案: what called bodies promise together, and what becomes of the issue behind it."""

from datetime import timedelta

import pytest

from civic.action_items import policies, queries, workflow
from civic.action_items.models import ItemState
from civic.database import local_today
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.issues.models import Issue
from civic.issues.states import IssueState
from civic.threads.models import Status, Thread
from tests.factories import whistles as make
from tests.factories.action_items import finished
from tests.factories.issues import make_told
from tests.factories.whistles import act


@pytest.fixture
def scene(town):
    return make.make_scene(town)


def commit(scene, whistle, **more):
    facts = {"owner": scene.bodies[0], "what": "拆西侧一半", "standard": "地面干净", "due_on": local_today()}
    return act(workflow.commit_from_whistle, whistle, by=scene.street_staff, **(facts | more))


@pytest.mark.parametrize("stage", make.STAGES)
def test_the_plan_is_made_while_they_look_and_act(scene, stage):
    whistle = make.STAGES[stage](scene)
    if stage in ("joint_diagnosis", "acting"):
        item = commit(scene, whistle)
        assert (item.whistle_id, item.issue_id, item.state) == (whistle.id, None, ItemState.OPEN)
    else:
        with pytest.raises(Conflict):
            commit(scene, whistle)


@pytest.mark.parametrize(
    "gap", [{"what": " "}, {"standard": ""}, {"due_on": local_today() - timedelta(days=1)}]
)
def test_a_promise_of_a_plan_is_whole(scene, gap):
    with pytest.raises(Refused):
        commit(scene, make.acting(scene), **gap)


def test_a_plan_of_its_own_moves_its_own_matter(scene):
    whistle = make.acting(scene)
    item = commit(scene, whistle)
    thread = db.session.get(Thread, whistle.thread_id, populate_existing=True)
    assert (thread.status, thread.holder_id) == (Status.ACTING, scene.bodies[0].id)
    finished(item, scene.officers[0])
    thread = db.session.get(Thread, whistle.thread_id, populate_existing=True)
    assert thread.status == Status.AWAITING


def test_the_last_promise_kept_answers_the_issue_behind(scene, town):
    issue = make_told(town.community, town.resident, town.secretary)
    whistle = make.acting(scene, issue=issue)
    items = [commit(scene, whistle, owner=body) for body in scene.bodies[:2]]
    assert db.session.get(Issue, issue.id, populate_existing=True).state is IssueState.ACTING
    for item, officer in zip(items, scene.officers, strict=False):
        finished(item, officer)
    assert db.session.get(Issue, issue.id, populate_existing=True).state is IssueState.ANSWERED


def test_the_street_writes_the_plan_and_everybody_reads_it(scene, page, town):
    whistle = make.acting(scene)
    street = page.as_(scene.street_staff)
    street.get("action_items.from_whistle", no=whistle.id)
    street.submit("#promise", owner=str(scene.bodies[0].id), what="", standard="干净", status=422)
    doc = street.submit("#promise", owner=str(scene.bodies[0].id), what="拆西侧一半", standard="干净")
    assert "拆西侧一半" in doc and "拆西侧一半" in page.get("action_items.whistle", no=whistle.id)
    item = queries.items_of_whistle(whistle.id)[0]
    assert whistle.title in page.get("action_items.show", no=item.id)


def test_only_who_leads_writes_the_plan(scene, page, town):
    whistle = make.acting(scene)
    for person in (town.secretary, town.resident, scene.officers[0], scene.second_staff):
        assert not policies.may_commit_whistle(person, whistle)
        page.as_(person).get("action_items.from_whistle", no=whistle.id, status=403)


def test_the_matter_leads_to_the_whistle_and_the_issue_tells_of_it(scene, page, town):
    whistle = make.acting(scene)
    assert page.fetch(f"/threads/{whistle.thread_id}").location.endswith(f"/whistles/{whistle.id}")
    issue = make_told(town.community, town.resident, town.secretary)
    make.asked(scene, issue=issue, title="没吹的")
    make.blown(scene, issue=issue, title="吹了的")
    doc = page.get("transparency.thread", no=issue.id)
    assert "吹了的" in doc and "没吹的" not in doc and "街道吹哨了" in doc
