"""Who may do what: the table of domain.md §10, a row a test, every cell by its address.

A cell is one person sending one form. Whom the table leaves out gets 403 (404 where it is hidden, too)
and nothing is written down; whom it names gets past the door (what the form then lacks is said by other
tests). Where the house gives a right on purpose otherwise than the table, the line says so. Two more
columns are never named: who oversees the site, and who holds every one of these roles elsewhere.
"""

import pytest

from civic.accounts import reveals
from civic.accounts.roles import Role
from civic.database import locked, writing
from civic.extensions import db
from civic.issues import refusals
from civic.issues.kinds import DeclineReason
from civic.issues.models import Issue
from civic.ledger.models import LedgerEntry
from civic.meetings.states import MeetingKind
from civic.moderation import workflow as moderation
from civic.places.models import Place
from civic.topics import workflow as topics
from civic.topics.admission import ask_admission_review
from civic.topics.states import RefusalCode
from tests.factories import dispatch, exceptions, issues, meetings, reviews, votes, whistles
from tests.factories import moderation as words
from tests.factories import topics as talk
from tests.factories.accounts import make_staff
from tests.factories.places import make_community
from tests.meetings.sitting import laid_out

# The columns: who stands for each. The handling centre is the street's office; 物业·业委会·共建 are two.
WHO = {
    "reporter": "resident", "resident": "second_adult", "steward": "door_steward", "staff": "staff",
    "secretary": "secretary", "property": "delegate", "owners": "other_delegate", "department": "officer",
    "centre": "street_colleague", "street": "street", "district": "district",
}  # fmt: skip
# What somebody of another place does there, not here.
ELSEWHERE = {
    "/topics", "/whistles", "GET /meetings/new", "GET /moderation/queue",
}  # fmt: skip
OFFICE = "staff secretary"
HOMES = "reporter resident"


def overseer(town):
    """Auditor and administrator in one."""
    return make_staff(Role.ADMINISTRATOR, person=town.auditor)


def outsider(town):
    """Everything that a role can be, in another community, street and district, for another body."""
    there = make_community("邻社区")
    person = make_staff(Role.SECRETARY, place_id=there.id, community_id=there.id)
    street = db.session.get(Place, there.parent_id)
    make_staff(Role.COMMUNITY_STAFF, person=person, place_id=there.id, community_id=there.id)
    make_staff(Role.DOOR_STEWARD, person=person, place_id=there.id, community_id=there.id)
    make_staff(Role.STREET_STAFF, person=person, place_id=street.id)
    make_staff(Role.DISTRICT_STAFF, person=person, place_id=street.parent_id)
    make_staff(Role.OFFICER, person=person, body_id=town.water.id)
    make_staff(Role.DELEGATE, person=person, body_id=town.hauler.id)
    return person


def submitting(town):
    return {}


def sorting(town):
    order = dispatch.make_order(town)
    own, refused = (issues.make_issue(town.community, town.resident) for _ in range(2))
    with writing():
        here = locked(Issue, refused.id)
        refusals.decline(here, by=town.secretary, code=DeclineReason.NOT_OURS, words="墙在园林局的地界里。")
        refusals.appeal(here, by=town.resident, words="墙是小区的。")
    return {"order": order.id, "own": own.id, "refused": refused.id}


def legs(town):
    listed = issues.make_told(town.community, town.resident, town.secretary, category="waste")
    chosen = [(body, dispatch.LEAD) for body in (town.department, town.property, town.committee)]
    legs = dispatch.legs_of(dispatch.make_order(town, *chosen, issue=listed))
    of = {leg.body_id: leg.id for leg in legs}
    bodies = {"department": town.department, "property": town.property, "committee": town.committee}
    return {name: of[body.id] for name, body in bodies.items()}


def departing(town):
    leg = exceptions.make_accepted_leg(town)
    extension = exceptions.make_extension(leg, town.officer)
    entry = exceptions.make_proposed_entry(dispatch.make_order(town), town)
    return {"extension": extension.id, "entry": entry.id, "exclusion": exceptions.make_exclusion(town).id,
            "order": dispatch.make_order(town).id}  # fmt: skip


def answered(town):
    callback = reviews.make_offered(town)
    return {"callback": callback.id, "issue": reviews.queries.issue_of(callback).id}


def screening(town):
    topic, refused = talk.make_topic(town.resident), talk.make_topic(town.resident)
    with writing():
        topics.not_admit(refused, by=town.secretary, code=RefusalCode.NOT_OURS, reason="归交通部门。")
        ask_admission_review(refused, by=town.resident, grounds="在小区里。")
    meeting = meetings.make_meeting(town.secretary)
    door = meetings.make_meeting(town.secretary, kind=MeetingKind.DOOR, place_id=town.door.id)
    return {"topic": topic.id, "refused": refused.id, "meeting": meeting.id, "door": door.id}


def sitting(town):
    minutes = laid_out(town)
    door = meetings.called(town.secretary, kind=MeetingKind.DOOR, place_id=town.door.id)
    return {"meeting": meetings.called(town.secretary).id, "door": door.id, "held": minutes.meeting_id}


def voting(town):
    draft = votes.make_draft(town.staff)
    return {"topic": draft.topic_id, "draft": draft.id, "paper": votes.make_paper_vote(town).id,
            "of_door": town.door.id}  # fmt: skip


def hiding(town):
    comment, other = words.commented(town), words.commented(town)
    here = {"place_id": town.community.id, "community_id": town.community.id}
    ruling = words.hidden(other, make_staff(Role.COMMUNITY_STAFF, **here))
    with writing():
        appeal = moderation.appeal(ruling, by=town.neighbour, words="没写名字")
    return {"comment": comment.id, "appeal": appeal.id, "here": town.community.id}


def whistling(town):
    scene = whistles.make_scene(town)
    asked, blown, sent_up = (make(scene, bodies=[town.department])
                             for make in (whistles.asked, whistles.blown, whistles.blown))  # fmt: skip
    by_department = whistles.asked(scene, by=town.officer, asking_body=town.department)
    call = whistles.calls(sent_up)[0]
    verbs = whistles.whistle_call_workflow
    whistles.act(verbs.decline, call, by=town.officer, ground="elsewhere", words="不在辖区")
    whistles.act(verbs.send_to_district, call, by=scene.street_staff)
    return {"asked": asked.id, "asked_by_department": by_department.id, "blown": blown.id,
            "called": whistles.calls(blown)[0].id, "sent_up": sent_up.id, "call": call.id}  # fmt: skip


def revealing(town):
    here = {"place_id": town.community.id, "community_id": town.community.id}
    clerk = make_staff(Role.COMMUNITY_STAFF, **here)
    with writing():
        asked = reveals.ask(town.neighbour, by=clerk, role=Role.COMMUNITY_STAFF,
                            community_id=town.community.id, reason="核对楼门和门牌号")  # fmt: skip
    order = dispatch.make_order(town, (town.department, dispatch.LEAD))
    leg = dispatch.legs_of(order)[0].id
    return {"person": town.neighbour.id, "asked": asked.id, "order": order.id, "leg": leg}


ROWS = {
    "submit": (submitting, {
        "/topics": f"{HOMES} steward {OFFICE} property owners centre street",
    }),
    "classify, dispatch, merge": (sorting, {
        "/work-orders/{order}/dispatch": "centre street",
        "/work-orders/{order}/merger": "centre street",
        "/work-orders/{order}/redirection": "centre street",
        "/work-orders/{order}/refusal": "centre street",
        "/work-orders/{order}/emergency": "centre street",
        "/work-orders/{order}/incident": "centre street",
        # What nobody has handed up is the community's own: 小事不出社区.
        "/issues/{own}/acceptance": OFFICE,
        "/issues/{own}/merger": OFFICE,
        "/issues/{own}/redirection": OFFICE,
        "/issues/{own}/refusal": OFFICE,
        "/issues/{refused}/ruling": "staff centre street",  # not the secretary, who refused
    }),
    "accept, object, reply": (legs, {
        f"/work-orders/legs/{{{body}}}/{act}": who
        for body, who in (("department", "department"), ("property", "property"), ("committee", "secretary"))
        for act in ("contact", "objections", "extensions", "notices", "reply", "acceptance")
    }),
    "approve": (departing, {
        "/work-orders/{order}/exclusions": "centre street",
        "/work-orders/{order}/misuse": "centre street",
        "/work-orders/{order}/long-term": "centre street department property",  # a leg's body may ask
        "/work-orders/extensions/{extension}/ruling": "centre street",
        "/work-orders/long-term/{entry}/ruling": "centre street",
        "/work-orders/exclusions/{exclusion}/ruling": "centre street district",
    }),
    "callback, rating": (answered, {
        "/issues/{issue}/callback/answer": "reporter",
        # Whoever had no part in it writes down what was told by telephone (docs/reviews.md): I7.
        "GET /reviews/callbacks/{callback}/resident": "centre district overseer",
        "/reviews/callbacks/{callback}/answer": "centre street district overseer",
    }),
    "screen, call a meeting": (screening, {
        "/topics/{topic}/admission": f"{OFFICE} centre street",
        "/topics/{topic}/refusal": f"{OFFICE} centre street",
        "/topics/{refused}/review/ruling": "staff centre street",  # not the secretary, who refused
        "/topics/{topic}/level": f"{OFFICE} centre street",
        "/topics/{topic}/notice": OFFICE,
        "/topics/{topic}/meeting-calls": HOMES,
        "GET /meetings/requests": "secretary property owners department",  # each for a seat of theirs
        "GET /meetings/new": f"steward {OFFICE} centre street",
        "/meetings/{meeting}/plan": f"{OFFICE} centre street",
        "/meetings/{meeting}/call": f"{OFFICE} centre street",
        "/meetings/{meeting}/calling-off": f"{OFFICE} centre street",
        "/meetings/{door}/call": f"steward {OFFICE} centre street",
    }),
    "chair, record, confirm": (sitting, {
        "/meetings/{meeting}/beginning": OFFICE,
        "/meetings/{meeting}/silence": OFFICE,
        "/meetings/{meeting}/notes": OFFICE,
        "/meetings/{door}/beginning": f"steward {OFFICE}",
        "/meetings/{door}/notes": f"steward {OFFICE}",
        "/meetings/{held}/minutes/text": OFFICE,
        # Who was there; that staff do not count is said by the verb (tests/meetings/test_minutes.py).
        "/meetings/{held}/minutes/confirmations": f"reporter property {OFFICE}",
    }),
    "vote": (voting, {
        "/topics/{topic}/votes": OFFICE,
        "/votes/{draft}/opening": "secretary",
        "/votes/{draft}/extension": "secretary",
        "/votes/{paper}/papers/keyings": "staff property",  # whoever acts for the two bodies that key
        "/votes/{paper}/papers/returns": OFFICE,
        "/votes/{paper}/papers/count": OFFICE,
        "/votes/{paper}/witnesses": "secretary property owners department",
        "GET /votes/{paper}/papers/doors/{of_door}": f"steward {OFFICE}",
        "/votes/{draft}/voiding": "secretary",
    }),
    "hide": (hiding, {
        "/moderation/reports/comment/{comment}": f"{HOMES} steward {OFFICE} property owners department",
        "/moderation/appeals/{appeal}/answer": f"{OFFICE} centre street",
        "/moderation/first-look/{here}": "secretary",
        "/moderation/subjects/comment/{comment}/hiding": f"{OFFICE} centre street",
        "/moderation/subjects/comment/{comment}/keeping": f"{OFFICE} centre street",
        "GET /moderation/queue": f"{OFFICE} centre street",
    }),
    "whistle": (whistling, {
        # Reply-type: a department asks and reads along, the street answers and blows.
        "/whistles": f"{OFFICE} centre street department",
        "GET /whistles/{asked_by_department}/desk": f"{OFFICE} centre street department district",
        "/whistles/{asked_by_department}/blast": "centre street",
        "/whistles/{asked_by_department}/approval": "centre street",
        "/whistles/{asked}/blast": "centre street",
        "/whistles/{asked}/approval": "centre street",
        "/whistles/{sent_up}/calls/{call}/order": "district",
        "/whistles/{sent_up}/calls/{call}/release": "district",
    }),
    "check in, findings": (whistling, {
        "/whistles/{blown}/calls/{called}/acknowledgement": "department",
        "/whistles/{blown}/calls/{called}/finding": "department",
        "/whistles/{blown}/calls/{called}/arrival": f"{OFFICE} centre street",
        "/whistles/{blown}/diagnosis": "centre street",
        "/whistles/{blown}/findings": "centre street",
    }),
    "reveal identity": (revealing, {
        "/persons/{person}/contact-requests": f"{OFFICE} centre street",
        "/persons/{person}/contact": f"{OFFICE} centre street",
        "/persons/contact-requests/{asked}/approval": f"{OFFICE} centre street",
        "/work-orders/legs/{leg}/number": "department",
        "/work-orders/{order}/complainant": "department",
    }),
}  # fmt: skip


def entries():
    return db.session.scalar(db.select(db.func.count(LedgerEntry.id)))


@pytest.mark.parametrize("row", ROWS)
def test_the_table(town, page, row):
    lay_out, cells = ROWS[row]
    at = lay_out(town)
    people = {who: getattr(town, name) for who, name in WHO.items()}
    people |= {"overseer": overseer(town), "outsider": outsider(town)}
    people = {who: page.as_(person) for who, person in people.items()}
    tokens = {who: one.csrf_token() for who, one in people.items()}
    wrong, before = [], entries()
    for way, allowed in cells.items():
        for who in people.keys() - set(allowed.split()) - ({"outsider"} if way in ELSEWHERE else set()):
            if (status := _send(people[who], way.format(**at), tokens[who])) not in (403, 404):
                wrong.append(f"{who} is let in: {way} {status}")
    assert (sorted(wrong), entries()) == ([], before)
    for way, allowed in cells.items():
        for who in allowed.split():
            if (status := _send(people[who], way.format(**at), tokens[who])) in (403, 404):
                wrong.append(f"{who} is kept out: {way} {status}")
    assert wrong == []


def _send(one, way, token):
    method, _, address = way.partition(" ") if " " in way else ("POST", "", way)
    if method == "GET":
        return one.client.get(address).status_code
    return one.client.post(address, data={"csrf_token": token}).status_code
