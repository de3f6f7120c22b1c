"""望榆街道 at night: the duty roster, and the burst pipe of building 6 (domain.md N3, C02) by the rooms'
own verbs: rung at once, there after 8 minutes, water again after 6 hours, every door told.
"""

from datetime import timedelta

from sqlalchemy import select

from civic.accounts.models import Person
from civic.councils import queries as councils
from civic.councils.models import Body
from civic.councils.workflow import reach_by
from civic.database import SHANGHAI, dated
from civic.demo.issues import Cast, case, make_public, rows
from civic.dispatch import incident_workflow, leg_workflow, queries, workflow
from civic.dispatch import urgent_queries as urgent
from civic.dispatch.roster_workflow import set_shift
from civic.dispatch.states import LegRole
from civic.dispatch.urgent_models import DutyShift
from civic.dispatch.urgent_states import EventKind as K
from civic.dispatch.urgent_states import Measure
from civic.extensions import db
from civic.issues import workflow as issues
from civic.issues.kinds import IssueKind, Urgency

WEEK, MINUTE = timedelta(days=7), timedelta(minutes=1)
PHONES = {  # answered day and night
    "自来水公司": "010-55500021", "供电所": "010-55500022", "供热公司": "010-55500023",
    "燃气公司": "010-55500024", "星榆物业": "010-55500010", "街道办事处": "010-55500000",
}  # fmt: skip
SHIFTS = (  # where, body, role; from and to: hours from Monday midnight; phone, own
    ("community", "星榆物业", "中控室值班员", 0, 168, "010-55500010", False),
    ("street", "自来水公司", "抢修队值班长", 0, 168, "13900000031", False),
    *(
        ("street", "街道办事处", "白班值班员", n * 24 + 8, n * 24 + 18, "010-55500000", False)
        for n in range(7)
    ),
    *(
        ("street", "街道办事处", "夜班值班长", n * 24 + 18, n * 24 + 32, "13900000013", True)
        for n in range(7)
    ),
)
WATER, PROPERTY, STREET = "自来水公司", "星榆物业", "街道办事处"
LINES = (  # minutes after the ring, what, whose; the notice and the doors in between
    (2, K.ANSWERED, PROPERTY, None),
    (8, K.ARRIVED, PROPERTY, None),
    (10, K.MEASURE, PROPERTY, Measure.VALVE_CLOSED),
    (12, K.UTILITY, WATER, None),
    (36, K.ARRIVED, WATER, None),
    (40, K.MEASURE, WATER, Measure.REPAIRING),
    (45, K.MEASURE, PROPERTY, Measure.WATER_BROUGHT),
    (360, K.RESTORED, WATER, None),
    (375, K.OVER, STREET, None),
)
NOTICE_AFTER, DOORS_AFTER, REPLIES_AFTER, CONFIRMED_AFTER = 15, 30, 380, 15 * 60
TOLD = "6号楼2门水管爆裂,总阀已关,全楼暂时停水。请先存好水,关好水龙头。"
REPLIES = {
    WATER: (
        "爆裂的管子换好了,6小时恢复供水,水质冲洗后合格。",
        "供水条例:管道爆裂应当立即抢修。",
        "抢修队值班长",
    ),
    PROPERTY: (
        "8分钟到场关了总阀,逐门告知,给三家老人送了水。",
        "物业服务合同:共用设施应急抢修。",
        "物业值班经理",
    ),
}


def load(town) -> int:
    """Add what is missing; returns how many shifts and lines were added."""
    issue = case("C02")
    if issue is None or db.session.scalar(select(DutyShift.id).limit(1)) is not None:
        return 0
    known = {body.short_name: body for body in db.session.scalars(select(Body).order_by(Body.id.desc()))}
    cast = Cast(town)
    street = urgent.place(queries.street_of(issue.community_id))
    _roster(issue, street, cast, known)
    return len(SHIFTS) + Night(issue, cast, known).tell()


def _roster(issue, street, cast, bodies):
    raised = issue.raised_at.astimezone(SHANGHAI)
    monday = raised.replace(hour=0, minute=0) - timedelta(days=raised.weekday()) - WEEK
    here = {"street": street, "community": cast.community}
    with dated(monday):
        for name, phone in PHONES.items():
            reach_by(bodies[name], phone, by=cast.named["street"])
        for where, body, role, first, last, phone, own in SHIFTS:
            set_shift(
                street.id, by=cast.named["street"], place=here[where], body=bodies[body], role_words=role,
                phone=phone, is_own=own, starts_at=monday + timedelta(hours=first),
                ends_at=monday + timedelta(hours=last), is_weekly=True,
            )  # fmt: skip


class Night:
    """The night of the burst pipe, minute by minute."""

    def __init__(self, issue, cast, bodies):
        self.issue, self.cast, self.bodies = issue, cast, bodies
        self.street, self.property = cast.named["street"], cast.named["property"]
        self.reporter = db.session.get(Person, issue.reporter_id)
        self.row = next(row for row in rows("issues.csv") if row.key == issue.external_no)

    def after(self, minutes):
        """So long after the resident's words."""
        return dated(self.issue.raised_at + minutes * MINUTE)

    def tell(self) -> int:
        """Everything, each act at its minute; returns the lines of the timeline."""
        with self.after(0):
            likely = [self.bodies[WATER]]
            self.incident = incident_workflow.ring(self.issue, by=self.reporter, likely=likely)
        with self.after(1):
            self._dispatch()
        later = [(NOTICE_AFTER, self._tell_doors), (DOORS_AFTER, self._deliver), (REPLIES_AFTER, self._reply)]
        steps = [(after, lambda line=line: self._note(*line)) for after, *line in LINES] + later
        for after, step in sorted(steps, key=lambda each: each[0]):
            with self.after(after):
                step()
        make_public(self.issue, self.row, self.reporter, self.cast, self.issue.raised_at + 720 * MINUTE)
        with self.after(CONFIRMED_AFTER):
            issues.confirm(self.issue, by=self.reporter)
        return len(LINES)

    def _dispatch(self):
        row, parts = self.row, [(self.bodies[WATER], LegRole.LEAD), (self.bodies[PROPERTY], LegRole.ASSIST)]
        self.order = workflow.receive(self.issue, by=self.street)
        issues.accept(
            self.issue, by=self.cast.named["secretary"], kind=IssueKind(row.kind), category=row.category,
            urgency=Urgency(row.urgency), title=row.title, summary=row.summary,
        )  # fmt: skip
        workflow.dispatch(self.order, by=self.street, bodies=parts)

    def _note(self, kind, body, measure):
        by = self.property if body == PROPERTY else self.street
        incident_workflow.note(self.incident, kind, by=by, body=self.bodies[body], measure=measure)
        legs = {leg.body_id: leg for leg in queries.open_legs_of(self.order)}
        leg = legs.get(self.bodies[body].id)
        if kind is K.ARRIVED and leg is not None:
            leg_workflow.contact(leg, by=by)

    def _tell_doors(self):
        building = urgent.place(urgent.place(self.issue.place_id).parent_id)
        self.notice = incident_workflow.tell_doors(
            self.incident, by=self.cast.named["secretary"], place=building, what=TOLD,
            until=self.issue.raised_at + 400 * MINUTE, call_body=self.bodies[PROPERTY],
        )  # fmt: skip

    def _deliver(self):
        for delivery in urgent.notice_or_404(self.notice.id).deliveries:
            incident_workflow.deliver(delivery, by=self.property)

    def _reply(self):
        for leg in queries.open_legs_of(self.order):
            body = councils.bodies_by_id([leg.body_id])[leg.body_id]
            words, basis, who = REPLIES[body.short_name]
            leg_workflow.reply(
                leg, by=self.street, words=words, basis=basis, explained_by=who,
                explained_to="反映人和6号楼各家", evidence_words="6号楼2门10层水管井",
            )  # fmt: skip
        workflow.settle_replies(self.order, by=self.street, evidence=0)
