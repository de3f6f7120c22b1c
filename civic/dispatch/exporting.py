"""Writing back (回填): reply, first contact, reply time, evidence and state, in the file's own columns.

An export is a stretch of a source's changes: every order that moved after the one before it, so that
nobody types twice and nothing is told twice. Orders nothing has happened to are not in it. What is in it
is read when the file is fetched; an order that has moved again by then stands in the next export instead.
"""

from dataclasses import dataclass

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from civic.councils.queries import bodies_by_id
from civic.csv_files import CONTROLS
from civic.dispatch import layouts
from civic.dispatch.city_callbacks import latest_of
from civic.dispatch.hotline_columns import Layout
from civic.dispatch.hotline_models import HotlineExport, HotlineLayout, HotlineRow
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.dispatch.queries import SUBJECT
from civic.dispatch.states import LegRole
from civic.errors import NotFound
from civic.extensions import db
from civic.issues.models import Photo, PhotoPurpose, PhotoState

MOST = 5000  # orders of one export; the rest stands in the next
OURS = ("reply", "replied_at", "contacted_at", "evidence", "state")
SOLVED = {"yes": "已解决", "partly": "部分解决", "no": "未解决"}  # words of the file, not of a page
SATISFIED = {"yes": "满意", "basically": "基本满意", "no": "不满意"}


@dataclass(frozen=True)
class Waiting:
    """What has changed of a source since its last export, up to MOST."""

    source: str
    street_id: int
    orders: int
    until: object
    until_order: int


def last_export(source: str, street_id: int) -> HotlineExport | None:
    """The newest export of a street's orders of that source."""
    mine = HotlineExport.source == source, HotlineExport.street_id == street_id
    return db.session.scalar(select(HotlineExport).where(*mine).order_by(HotlineExport.id.desc()).limit(1))


def exports_of(street_ids, size=10) -> list[HotlineExport]:
    """The newest exports of these streets."""
    mine = select(HotlineExport).where(HotlineExport.street_id.in_(street_ids))
    return list(db.session.scalars(mine.order_by(HotlineExport.id.desc()).limit(size)))


def export_or_404(no) -> HotlineExport:
    """One export. Raises NotFound."""
    export = db.session.get(HotlineExport, no)
    if export is None:
        raise NotFound(None)
    return export


def waiting(source: str, street_id: int) -> Waiting:
    """How much a new export would hold (2 statements, one index)."""
    last = last_export(source, street_id)
    since = (last.until, last.until_order) if last else (None, 0)
    statement = _changed(source, street_id, *since).with_only_columns(WorkOrder.changed_at, WorkOrder.id)
    rows = db.session.execute(statement.limit(MOST)).all()
    until, order = rows[-1] if rows else (None, 0)
    return Waiting(source, street_id, len(rows), until, order)


def _changed(source, street_id, since, since_order, until=None, until_order=0):
    statement = select(WorkOrder).where(
        WorkOrder.source == source, WorkOrder.street_id == street_id,
        WorkOrder.external_no.is_not(None), WorkOrder.version > 1,
    )  # fmt: skip
    if since is not None:
        after = WorkOrder.changed_at > since
        same = (WorkOrder.changed_at == since) & (WorkOrder.id > since_order)
        statement = statement.where(WorkOrder.changed_at >= since, or_(after, same))
    if until is not None:
        before = WorkOrder.changed_at < until
        same = (WorkOrder.changed_at == until) & (WorkOrder.id <= until_order)
        statement = statement.where(WorkOrder.changed_at <= until, or_(before, same))
    return statement.order_by(WorkOrder.changed_at, WorkOrder.id)


def table_of(row: HotlineExport) -> tuple[tuple[str, ...], list[list[str]]]:
    """(header, lines) of an export, in the columns the source used last and then ours where it had none."""
    stretch = row.since, row.since_order, row.until, row.until_order
    orders = list(db.session.scalars(_changed(row.source, row.street_id, *stretch).options(*_issue())))
    kept = layouts.latest(row.source)
    layout = (Layout(tuple(kept.names), tuple(kept.codes)) if kept else Layout((), ())).with_columns(
        "external_no", *OURS
    )
    lines = []
    for start in range(0, len(orders), 500):
        part = orders[start : start + 500]
        others = _others(part, layout)
        values = values_of(part)
        lines += [layout.cells(values[order.id], others.get(order.id, {})) for order in part]
    return layout.names, lines


def _issue():
    return (joinedload(WorkOrder.issue),)


def _others(orders, layout):
    """Columns that are not ours, by their place in `layout`; a row of an older layout by their names."""
    places = {name: str(at) for at, name in enumerate(layout.names)}
    statement = (
        select(HotlineRow.order_id, HotlineRow.others, HotlineLayout.names)
        .join(HotlineLayout, HotlineLayout.id == HotlineRow.layout_id)
        .where(HotlineRow.order_id.in_([order.id for order in orders]))
    )
    return {
        order: {places[names[int(at)]]: words for at, words in others.items() if names[int(at)] in places}
        for order, others, names in db.session.execute(statement)
    }


def values_of(orders) -> dict[int, dict]:
    """{order: {code of a column: value}} of orders whose `issue` is loaded; no name, no number (I15).

    A constant number of statements. Words are the file's own Chinese, whoever looks.
    """
    numbers = [order.id for order in orders]
    rows = db.session.scalars(select(HotlineRow).where(HotlineRow.order_id.in_(numbers)))
    kept, legs = {row.order_id: row for row in rows}, _legs(orders)
    names = bodies_by_id(leg.body_id for each in legs.values() for leg in each)
    photos, city = _photos([leg.id for each in legs.values() for leg in each]), latest_of(set(numbers))
    with force_locale(current_app.config["LOCALE"]):
        return {
            order.id: _given(order, kept.get(order.id))
            | _ours(order, legs.get(order.id, []), names, photos)
            | _city(city.get(order.id))
            for order in orders
        }


def _legs(orders):
    rounds = {order.id: order.round for order in orders}
    statement = select(DispatchLeg).where(DispatchLeg.order_id.in_(rounds)).order_by(DispatchLeg.id)
    found = {}
    for leg in db.session.scalars(statement):
        if leg.round == rounds[leg.order_id]:
            found.setdefault(leg.order_id, []).append(leg)
    return found


def _photos(leg_ids):
    mine = Photo.subject_type == SUBJECT, Photo.subject_id.in_(leg_ids)
    good = Photo.purpose == PhotoPurpose.AFTER, Photo.state != PhotoState.REFUSED
    counted = select(Photo.subject_id, func.count()).where(*mine, *good).group_by(Photo.subject_id)
    return dict(db.session.execute(counted).all()) if leg_ids else {}


def _given(order, kept):
    """What the file itself said, written back as it was."""
    words, length = order.issue.body_raw, kept.title_length if kept else 0
    return {
        "external_no": order.external_no, "title": words[:length], "body": words[length:].strip("\n"),
        "due_at": order.due_at if order.due_is_given else None, "priority": order.priority,
        "submitted_at": kept.submitted_at if kept else order.issue.raised_at,
        "received_at": kept.received_at if kept else order.received_at,
        "kind": kept.kind_words if kept else "", "category": kept.category_words if kept else "",
        "place": kept.place_words if kept else "", "lead": kept.lead_words if kept else "",
        "assist": tuple(kept.assist_words) if kept else (),
    }  # fmt: skip


def _ours(order, legs, names, photos):
    replied = [leg for leg in legs if leg.replied_at is not None and leg.reply_words]
    spoken = [leg.contacted_at for leg in legs if leg.contacted_at is not None]
    done = order.replied_at is not None
    return {
        "reply": _reply(order, replied if done else [], names),
        "replied_at": order.replied_at or order.issue.answered_at,
        "contacted_at": min(spoken, default=None),
        "evidence": _evidence(replied if done else [], photos),
        "state": str(order.state.label),
    }


def _reply(order, replied, names):
    if not replied:
        return order.issue.answer_public or order.issue.declined_reason or ""
    leads_first = sorted(replied, key=lambda leg: leg.role is not LegRole.LEAD)
    if len(leads_first) == 1:
        return leads_first[0].reply_words
    return "\n".join(f"{names[leg.body_id].short_name}:{leg.reply_words}" for leg in leads_first)


def _evidence(replied, photos):
    count = sum(photos.get(leg.id, 0) for leg in replied)
    where = [leg.evidence_words for leg in replied if leg.evidence_words]
    return ";".join([*([_("%(n)s photos", n=count)] if count else []), *where])


def _city(row):
    if row is None:
        return {}
    return {
        "city_contacted": row.contacted, "city_solved": SOLVED.get(row.solved, ""),
        "city_satisfied": SATISFIED.get(row.satisfied, ""),
    }  # fmt: skip


def backfill_of(order) -> dict[str, str]:
    """What is typed into the city's own form for one order: {code: words}, without signs no form takes."""
    values = values_of([order])[order.id]
    said_as = Layout(OURS, OURS).cells(values, {})
    return {code: CONTROLS.sub("", words) for code, words in zip(OURS, said_as, strict=True)}
