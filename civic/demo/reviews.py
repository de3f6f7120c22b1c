"""Four months of closed work orders: what the three rates, the bodies' pages and reply times are made of.

Each is played by the rooms' own verbs, from the telephone or the resident's form to the callback; then
the finished months are frozen as the sweep would have done. No figure is written anywhere: all follow.

reviews.csv: `back` months before the last finished one, `day` and `hour` it was told, `matter` a key of
review_texts, `place` a building, `contact` and `reply` hours after it was sent, `said` solved/satisfied
or nothing where nobody answered, `then` what else came of it.
"""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from sqlalchemy import select

from civic.councils.models import Body
from civic.database import SHANGHAI, dated, local_today, utcnow, writing
from civic.demo.issues import Cast
from civic.demo.review_texts import MATTERS, NOT_COUNTED, OUTSIDE, PRESSED, PRESSED_RULING, REOPENED
from civic.dispatch import exclusion_workflow, leg_workflow, workflow
from civic.dispatch import queries as orders
from civic.dispatch.exception_states import ExclusionGround
from civic.dispatch.states import LegRole
from civic.extensions import db
from civic.issues import queries as issue_queries
from civic.issues import workflow as issues
from civic.issues.kinds import Channel, Visibility
from civic.issues.models import Issue
from civic.places.models import Place
from civic.reviews import outside_ranks, pressure, queries, runs, scoring
from civic.reviews import workflow as callbacks
from civic.reviews.moments import SILENCE
from civic.reviews.pressure_models import AskedFor
from civic.reviews.pressure_queries import About
from civic.reviews.states import AnswerChannel, Satisfied, Solved
from civic.reviews.text_answer import Said

ACTS_FOR = {"星榆物业": "property", "街道城管办": "officer", "清运公司": "hauler", "居委会": "staff"}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def load(town) -> int:
    """Add the orders that are missing; returns how many."""
    there = set(db.session.scalars(select(Issue.external_no).where(Issue.external_no.is_not(None))))
    missing = [row for row in _rows() if row.key not in there]
    if not missing:
        return 0
    cast = Cast(town)
    bodies = db.session.scalars(select(Body).order_by(Body.id.desc()))
    cast.bodies = {body.short_name: body for body in bodies}
    for row in missing:
        _play(row, cast)
    return len(missing)


def finish(town) -> None:
    """Freeze the months that are over, each on the day on which the sweep would have."""
    months = {int(row.back) for row in _rows()}
    for back in sorted(months, reverse=True):
        month = scoring.month_of(_first_of(back))
        frozen = datetime(month.end.year, month.end.month, scoring.FROZEN_ON, 2, tzinfo=SHANGHAI)
        with dated(min(frozen, utcnow())):
            scoring.freeze_now(month, only_once=True)
    _note_outside_ranks(town)


def _note_outside_ranks(town) -> None:
    """What the city announced of the street in the last three years: 52, 20, 10, as in the seed."""
    if outside_ranks.announced()[1]:
        return
    cast, last = Cast(town), local_today().year - 1
    street = db.session.get(Place, cast.community.parent_id)
    with writing():
        runs.note_outside_ranks(
            street, [(last - 2, 52, None), (last - 1, 20, None), (last, 10, None)],
            by=cast.named["district"], published_on=min(date(last + 1, 1, 12), local_today()), **OUTSIDE,
        )  # fmt: skip


def _rows():
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return [SimpleNamespace(**row) for row in csv.DictReader(file)]


def _first_of(back) -> date:
    """The first of the month so many months before the last one whose run is due."""
    first = local_today().replace(day=1)
    for _month in range(int(back) + (2 if local_today().day < scoring.FROZEN_ON else 1)):
        first = (first - DAY).replace(day=1)
    return first


def _play(row, cast) -> None:
    first = _first_of(row.back)
    told = datetime(first.year, first.month, int(row.day), int(row.hour), tzinfo=SHANGHAI)
    matter = MATTERS[row.matter]
    with dated(told):
        issue = _tell(row, matter, cast)
    with dated(told + HOUR / 3):
        order = _dispatch(issue, matter, cast)
    _handle(order, matter.done, row, _sent_at(order), cast)
    if row.then == "excluded":
        _exclude(order, cast)
    _call_back(order, row, cast)
    if row.then == "reopened":
        again = [done._replace(words=REOPENED) for done in matter.done]
        _handle(order, again, row, _sent_at(order), cast)
        _call_back(order, SimpleNamespace(said="yes/basically", channel=row.channel, then=""), cast)


def _sent_at(order):
    return orders.legs_of_round(order)[0].sent_at


def _tell(row, matter, cast):
    """At the street's telephone, by nobody with an account and an order at once; else on the site."""
    common = {
        "words": matter.words, "community_id": cast.community.id, "place_id": cast.place(row.place).id,
        "visibility": Visibility.HANDLERS_ONLY,
    }  # fmt: skip
    if row.channel == "phone":
        told = {"contributed_by": cast.named["street"], "on_behalf_of": "来电居民", "channel": Channel.PHONE}
    else:
        who = cast.person(row.place)
        home = issue_queries.household_in(who, cast.community.id)
        told = {"reporter": who, "household_id": home}
    issue = issues.submit(**common, **told)
    issue.external_no = row.key
    return issue


def _dispatch(issue, matter, cast):
    """Sorted by the street and sent to everybody who leads; the order."""
    street = cast.named["street"]
    issues.accept(
        issue, by=street, kind=matter.kind, category=matter.category, urgency=matter.urgency,
        title=matter.title, summary=matter.words,
    )  # fmt: skip
    order = orders.order_of_issue(issue.id) or workflow.receive(issue, by=street)
    leads = [(cast.bodies[done.body], LegRole.LEAD) for done in matter.done]
    workflow.dispatch(order, by=street, bodies=leads)
    return order


def _handle(order, replies, row, sent, cast) -> None:
    """Every leading body speaks with the resident and replies; what turned meanwhile has turned."""
    parts = list(zip(orders.legs_of_round(order), replies, strict=True))
    for leg, done in parts:
        by = cast.named[ACTS_FOR[done.body]]
        _on(sent + HOUR * int(row.contact), order, leg_workflow.contact, leg, by=by)
    for leg, done in parts:
        by, told = cast.named[ACTS_FOR[done.body]], done._asdict() | {"explained_to": "报事人"}
        del told["body"]
        _on(sent + HOUR * int(row.reply), order, leg_workflow.reply, leg, by=by, **told)
    with dated(sent + HOUR * int(row.reply)):
        workflow.settle_replies(order, by=by, evidence=0)


def _on(moment, order, verb, leg, **told):
    """The sweeps first, as far as something had become due by then; then the verb."""
    with dated(moment):
        if leg.next_look_at is not None and leg.next_look_at < moment:
            leg_workflow.take_due_steps(leg)
        _sweep(order)
        verb(leg, **told)


def _sweep(order):
    """What has become due for its callback by now, each at its own moment; returns the callback."""
    callback, now = queries.callback_of(order.id, order.round), utcnow()
    while callback.look_at is not None and callback.look_at <= now:
        with dated(callback.look_at):
            callbacks.take_due_steps(callback, order)
    return callback


def _exclude(order, cast) -> None:
    """The street asks, the district looks: answered, and not counted."""
    asked, seen = NOT_COUNTED
    with dated(order.replied_at + HOUR):
        proposal = exclusion_workflow.propose(
            order, by=cast.named["street"], ground=ExclusionGround.PRIVATE_DISPUTE, words=asked
        )
    with dated(order.replied_at + DAY):
        exclusion_workflow.approve(order, proposal, by=cast.named["district"], words=seen)


def _call_back(order, row, cast) -> None:
    """Asked after the deadline, answered some hours later or never; then what follows by itself."""
    with dated(max(order.due_at, order.replied_at) + HOUR):
        callback = _sweep(order)
        asked = callback.asked_at
    if row.said:
        with dated(asked + HOUR * (9 + order.id % 40)):
            _answer(callback, row, cast)
    if row.then == "reopened":
        with dated(callback.answered_at + HOUR):
            callbacks.reopen(callback, channel=AnswerChannel.LINK)
        return
    if row.then == "pressed":
        _press(callback, cast)
    with dated((callback.answered_at or asked) + SILENCE + HOUR):
        _sweep(order)


def _answer(callback, row, cast) -> None:
    """By the resident's own link; or by telephone to the district, which had no part in it."""
    solved, satisfied = row.said.split("/")
    said = Said(True, Solved(solved), Satisfied(satisfied))
    if row.channel == "link":
        callbacks.answer(callback, said, channel=AnswerChannel.LINK)
        return
    callbacks.answer(
        queries.with_handlers(callback), said, channel=AnswerChannel.PHONE, by=cast.named["district"]
    )
    callbacks.read_back(callback)


def _press(callback, cast) -> None:
    """Somebody wanted the answer changed: reported with a receipt, and the district found it to be so."""
    with dated(callback.answered_at + 2 * DAY):
        report = pressure.report(
            community_id=callback.community_id, asked_for=AskedFor.RATING, words=PRESSED,
            receipt=pressure.new_receipt(), callback=About(callback.id, callback.thread_id),
        )  # fmt: skip
    with dated(callback.answered_at + 4 * DAY):
        pressure.rule(report, by=cast.named["district"], was_so=True, words=PRESSED_RULING)
