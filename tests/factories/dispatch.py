"""Work orders and what becomes of them, through the room's own verbs; and the street's people."""

from civic.accounts.roles import Role
from civic.councils.models import BodyKind
from civic.database import locked, writing
from civic.dispatch import community_list, leg_workflow, queries, workflow
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.dispatch.states import LegRole
from civic.places.models import Place
from tests.factories.accounts import make_staff
from tests.factories.councils import make_body
from tests.factories.issues import make_issue, make_told
from tests.harness.scenes import staged

LEAD, ASSIST = LegRole.LEAD, LegRole.ASSIST


def furnish(town):
    """The street's dispatcher and a colleague, the district's officer, and what the community may do."""
    street = town.community.parent_id
    town.street = make_staff(Role.STREET_STAFF, place_id=street)
    town.street_colleague = make_staff(Role.STREET_STAFF, place_id=street)
    town.district = make_staff(Role.DISTRICT_STAFF, place_id=_place(street).parent_id)
    town.water = make_body(BodyKind.UTILITY, "榆水自来水公司")
    with writing():
        community_list.set_duty(_place(street), "waste", LEAD, by=town.street)
        community_list.set_duty(_place(street), "parking", ASSIST, by=town.street)


def _place(number):
    return queries.db.session.get(Place, number)


@staged
def make_received(town, issue=None, by=None, **given):
    """An issue handed to the street office; by default one that is told already."""
    issue = issue or make_told(town.community, town.resident, town.secretary)
    with writing():
        return workflow.receive(locked(type(issue), issue.id), by=by or town.secretary, **given)


@staged
def make_order(town, *bodies, issue=None, by=None, **given):
    """Dispatched to these (Body, LegRole); by default enforcement and property company, both leading."""
    order = make_received(town, issue, **given)
    chosen = bodies or ((town.department, LEAD), (town.property, LEAD))
    with writing():
        order = locked(WorkOrder, order.id)
        workflow.dispatch(order, by=by or town.street, bodies=list(chosen))
    return order


@staged
def make_untriaged_order(town, **given):
    """An order whose issue nobody has sorted yet."""
    return make_received(town, make_issue(town.community, town.resident), **given)


def legs_of(order):
    """The legs of its present round."""
    return queries.legs_of_round(queries.order_or_404(order.id))


@staged
def make_reply(leg, by, **more):
    """Contacted and replied to by `by`, with words, basis and where to see it."""
    said = {
        "words": "地锁已当面拆除,车位恢复公用。",
        "basis": "物业管理条例:不得占用共用车位。",
        "explained_by": "城管队员",
        "explained_to": "报事人和装锁的住户",
        "evidence_words": "3号楼北侧车位可看",
    }
    with writing():
        row = locked(DispatchLeg, leg.id)
        if row.is_lead and row.contacted_at is None:
            leg_workflow.contact(row, by=by)
        leg_workflow.reply(row, by=by, **(said | more))
        order = locked(WorkOrder, row.order_id)
        workflow.settle_replies(order, by=by, evidence=queries.count_evidence(row.id))


@staged
def make_replied(town, **given):
    """Both bodies have replied; the resident is asked whether it is solved."""
    order = make_order(town, **given)
    for leg, by in zip(legs_of(order), (town.officer, town.delegate), strict=True):
        make_reply(leg, by)
    return queries.order_or_404(order.id)
