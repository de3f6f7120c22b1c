"""Pages of promises: anybody reads them, the right people act on them."""

from datetime import timedelta

import pytest

from civic.action_items.models import ActionItem, ItemState
from civic.councils.queries import bodies
from civic.database import local_today, locked, writing
from civic.dispatch.table_workflow import set_rule
from civic.extensions import db
from civic.issues import photos
from civic.issues.models import Issue, Photo, PhotoPurpose
from civic.issues.states import IssueState
from civic.places.models import Place
from tests.factories.action_items import finished, make_evidence, make_item
from tests.factories.issues import make_told


@pytest.fixture
def told(town):
    return make_told(town.community, town.resident, town.secretary)


@pytest.fixture
def item(told, town):
    return make_item(told, town.secretary, town.property, what="换3号楼的灯")


def test_a_stranger_reads_who_promised_what(item, page, town):
    assert "换3号楼的灯" in page.get("action_items.index")
    doc = page.get("action_items.show", no=item.id)
    assert town.property.name in doc and "没办成会标红" in doc
    assert not doc.all("form")
    assert "换3号楼的灯" in page.get("action_items.body", body_id=town.property.id)


def test_lists_answer_strange_addresses_plainly(page, town):
    page.get("action_items.index", show="everything", status=400)
    page.get("action_items.index", after="x", status=400)
    page.get("action_items.show", no=999, status=404)
    page.get("action_items.body", body_id=999, status=404)
    page.get("action_items.backlog")


def test_the_secretary_hands_an_issue_out_in_one_form(told, page, sign_in, town):
    sign_in(town.secretary)
    page.get("action_items.from_issue", no=told.id)
    doc = page.submit("#promise", owner=str(town.property.id), what="换灯", standard="天黑就亮")
    assert doc.h1 == "换灯"
    assert db.session.get(Issue, told.id).state is IssueState.ACTING


def groups_of(doc):
    """[(words over the group, [names])] of the select, and what is chosen when the form is opened."""
    groups = doc.all("#promise select[name=owner] optgroup")
    shown = [
        (group.attributes["label"], [option.text() for option in group.css("option")]) for group in groups
    ]
    return shown, [option.text() for option in doc.all("#promise option[selected]")]


def test_the_body_the_dispatch_table_names_stands_first_and_is_chosen(town, page, sign_in):
    street = db.session.get(Place, town.community.parent_id)
    with writing():
        set_rule(
            street, by=town.street, place=street, category="parking.locks", lead=town.department,
            assists=[town.hauler], reason="街道办公会定的",
        )  # fmt: skip
    told = [
        make_told(town.community, town.resident, town.secretary, category=category)
        for category in ("parking.locks", "noise.noise")
    ]
    sign_in(town.secretary)
    named, unnamed = (groups_of(page.get("action_items.from_issue", no=issue.id)) for issue in told)
    department, hauler = town.department.short_name, town.hauler.short_name
    assert named[0][0] == ("按派单目录", [department, hauler])
    assert named[1] == [department]
    assert unnamed[0][0][0] == "本社区的"
    assert unnamed[1] == ["请选一个。"]
    for groups, _chosen in (named, unnamed):
        words = [each for each, _names in groups]
        names = [name for _words, members in groups for name in members]
        assert "自来水公司" not in words[0]
        assert sorted(names) == sorted(body.short_name for body in bodies(town.community.id))
        assert len(words) == len(set(words))


def test_nobody_chosen_is_nobody_preset(told, page, sign_in, town):
    sign_in(town.secretary)
    page.get("action_items.from_issue", no=told.id)
    doc = page.submit("#promise", status=422, what="换灯", standard="天黑就亮")
    assert "请选一个。" in doc.one("#owner-error").text()
    assert not db.session.query(ActionItem).count()
    for stranger in ("0", "x", str(10**30)):
        facts = {"owner": stranger, "what": "换灯", "standard": "天黑就亮"}
        page.post(f"/issues/{told.id}/action-items", facts, status=422)


def test_a_refused_form_keeps_what_was_typed(told, page, sign_in, town):
    sign_in(town.secretary)
    page.get("action_items.from_issue", no=told.id)
    doc = page.submit("#promise", status=422, owner=str(town.property.id), what="换灯", standard="")
    assert doc.one("input[name=what]").attributes["value"] == "换灯"


def test_a_second_click_makes_no_second_promise(told, page, sign_in, town):
    sign_in(town.secretary)
    form = page.get("action_items.from_issue", no=told.id)
    once = form.one("#promise input[name=once]").attributes["value"]
    facts = {"owner": town.property.id, "what": "换灯", "standard": "亮", "once": once}
    facts["due_on"] = local_today().isoformat()
    for _ in range(2):
        page.post(f"/issues/{told.id}/action-items", facts, status=303)
    assert db.session.query(ActionItem).count() == 1


def test_residents_and_strangers_cannot_hand_out(told, page, sign_in, town):
    assert page.fetch(f"/issues/{told.id}/action-items/new").location.startswith("/sign-in")
    sign_in(town.neighbour)
    page.get("action_items.from_issue", no=told.id, status=403)
    page.post(f"/issues/{told.id}/action-items", {}, status=403)


def test_the_owner_finishes_with_a_photo(item, page, sign_in, town):
    make_evidence(item)
    sign_in(town.delegate)
    page.get("action_items.show", no=item.id)
    page.submit("#completion", words="换好了")
    assert db.session.get(ActionItem, item.id).state == ItemState.DONE


def test_before_and_after_are_seen_by_who_asked_and_released_by_the_office(item, page, town):
    """The evidence is for whoever says whether it is done; for everybody once somebody covered it."""
    owner, office, asker = (page.as_(each) for each in (town.delegate, town.secretary, town.resident))
    owner.get(owner.get("action_items.show", no=item.id).link("加一张办之前的照片"))
    before = make_evidence(item, PhotoPurpose.BEFORE)
    after = make_evidence(item)
    finished(item, town.secretary)
    doc = asker.get("action_items.show", no=item.id)
    shown = [image.attrs["src"] for image in doc.all("#photos img")]
    assert [before.token in shown[0], after.token in shown[1]] == [True, True]
    assert not doc.all("#photos a.btn")
    assert after.token in asker.get("issues.own", no=item.issue_id).one("#solved").html
    assert len(office.get("action_items.show", no=item.id).all("#photos a.btn")) == 2
    assert "看照片" in office.get("desk.index")
    for person in (None, town.neighbour, town.other_delegate):
        visitor = page.as_(person) if person else page
        assert not visitor.get("action_items.show", no=item.id).all("#photos")
        visitor.get(f"/photos/{after.token}/thumb", status=404)


def test_what_stays_private_is_still_shown_to_whoever_says_whether_it_is_done(item, page, town):
    after = make_evidence(item)
    finished(item, town.secretary)
    with writing():
        photos.keep_private(locked(Photo, after.id), by=town.secretary)
    assert after.token in page.as_(town.resident).get("issues.own", no=item.issue_id).one("#solved").html
    assert "看照片" not in page.as_(town.secretary).get("desk.index")


def test_another_body_cannot_act_on_it(item, page, sign_in, town):
    sign_in(town.other_delegate)
    doc = page.get("action_items.show", no=item.id)
    assert not doc.all("form")
    page.post(f"/action-items/{item.id}/completion", {"words": "x"}, status=403)
    page.post(f"/action-items/{item.id}/release", {"reason": "x"}, status=403)


def test_a_later_day_and_a_note_are_public(item, page, sign_in, town):
    sign_in(town.delegate)
    page.get("action_items.show", no=item.id)
    page.submit("#note", words="货到了")
    page.submit("#postponement", due_on=(item.due_on + timedelta(days=2)).isoformat(), reason="下雨")
    doc = page.as_(town.neighbour).get("action_items.show", no=item.id)
    assert "货到了" in doc
    assert "下雨" in doc


def test_late_ones_have_their_list(item, page, clock, town):
    clock.forward(days=9)
    assert "换3号楼的灯" in page.get("action_items.index", show="late")


def test_done_ones_too(item, page, town):
    finished(item, town.secretary)
    assert "换3号楼的灯" in page.get("action_items.index", show="done")


def test_what_waits_is_listed_with_its_reason(told, page, sign_in, town):
    sign_in(town.secretary)
    page.get("action_items.not_yet", no=told.id)
    page.submit(
        "#backlog", reason="等明年预算", next_look_on=(local_today() + timedelta(days=30)).isoformat()
    )
    assert "等明年预算" in page.as_(town.neighbour).get("action_items.backlog")


def test_lists_cost_the_same_at_ten_and_at_many(told, page, queries, town):
    def cost():
        with queries() as sent:
            page.get("action_items.index")
            page.get("action_items.body", body_id=town.property.id)
        return len(sent)

    make_item(told, town.secretary, town.property)
    few = cost()
    for _ in range(25):
        make_item(told, town.secretary, town.property)
    assert cost() == few
