"""Name and number of whoever called the hotline: kept sealed and only with an authorisation, until a day.

They are never in search, exports, logs or the ledger (I15). One way leads to them: a handler of a part
of that order, or whoever calls back, says why; the look is noted. Column names of a file that speak of
a person and are not name or telephone are not kept at all: nobody needs them to handle an order.
"""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import Select, delete, insert, select

from civic.accounts.phones import normalised
from civic.accounts.sealing import lookup, lookups, seal, unseal
from civic.database import local_today, open_connection, utcnow
from civic.dispatch import policies, queries
from civic.dispatch.hotline_models import Complainant, ComplainantView, PersonalAuthorisation
from civic.errors import NotAllowed, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record

AUTHORISED = act("complainant.authorised", public={"until"})
VIEWED = act("complainant.viewed")
DELETED = act("complainant.deleted", public={"count"})
NAME, PHONE = "complainant.name", "complainant.phone"
SHOWN_FOR = timedelta(minutes=10)
A_SWEEP = 500  # rows of a transaction


@dataclass(frozen=True)
class Contact:
    """What the hotline's file said of the caller, opened for one look."""

    name: str
    phone: str
    confidential: bool


def authorise(*, source, allowed_by, reference, retain_until, community, by=None) -> PersonalAuthorisation:
    """Note who allowed it, under which reference and until when. Raises Refused for a day that is over."""
    if retain_until <= local_today():
        raise Refused(_("That day is over."), _("Say until which day names and numbers may be kept."))
    row = PersonalAuthorisation(
        source=source, allowed_by=allowed_by.strip(), reference=reference.strip(), retain_until=retain_until,
        recorded_by=by.id if by else None,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    public = {"until": retain_until.isoformat()}
    record(AUTHORISED, subject=row, community_id=community.id, by=by, public=public)
    return row


def keep_many(rows, authorisation) -> int:
    """Seal name and number of these (order number, line of the file); none without an authorisation.

    A step of the import, which records it. Returns how many were kept.
    """
    if authorisation is None or authorisation.retain_until <= local_today():
        return 0
    rows = [(order, row) for order, row in rows if row.name or row.phone]
    found = lookups(PHONE, [normalised(row.phone) or row.phone for _order, row in rows])
    kept = [
        _sealed(order, row, authorisation) | {"phone_lookup": key if row.phone else None}
        for (order, row), key in zip(rows, found, strict=True)
    ]
    if kept:
        open_connection().execute(insert(Complainant.__table__), kept)
    return len(kept)


def _sealed(order, row, authorisation):
    return {
        "order_id": order, "name_sealed": seal(NAME, row.name) if row.name else None,
        "phone_sealed": seal(PHONE, row.phone) if row.phone else None, "confidential": row.confidential,
        "authorisation_id": authorisation.id, "retain_until": authorisation.retain_until,
    }  # fmt: skip


def complainant_of(order_id) -> Complainant | None:
    """The sealed row, while it is kept."""
    return db.session.get(Complainant, order_id)


def look(order, viewer, reason: str, agent_ids=frozenset()) -> ComplainantView:
    """Note that `viewer` looks at name and number, and why. Needs the order's `legs` loaded.

    Args: agent_ids — persons charged with this order's callback. Raises NotAllowed for anybody else,
    Refused without a reason or when nothing is kept (any more).
    """
    if not policies.may_see_complainant(viewer, order, agent_ids):
        raise NotAllowed(_("Only who handles this order, or calls back, may see the number."))
    if len(reason.strip()) < 4:
        raise Refused(_("A reason is missing."), _("Say in a few words why you need the number."))
    kept = complainant_of(order.id)
    if kept is None or kept.retain_until < local_today():
        raise Refused(_("No number is kept for this order."), _("Ask the hotline for it."))
    view = ComplainantView(order_id=order.id, viewer_id=viewer.id, reason=reason.strip()[:200])
    db.session.add(view)
    record(VIEWED, subject=order, thread=queries.thread_of(order), by=viewer)
    return view


def opened(kept: Complainant) -> Contact:
    """The row in clear: for a look that was noted, and nothing else."""
    name = unseal(NAME, kept.name_sealed) if kept.name_sealed else ""
    phone = unseal(PHONE, kept.phone_sealed) if kept.phone_sealed else ""
    return Contact(name, phone, kept.confidential)


def shown_to(viewer, order_id, view_id) -> Contact | None:
    """The row in clear, while the look `view_id` is the viewer's own, of this order and fresh."""
    view, kept = db.session.get(ComplainantView, view_id), complainant_of(order_id)
    mine = view is not None and (view.viewer_id, view.order_id) == (viewer.id, order_id)
    if kept is None or not mine or utcnow() > view.viewed_at + SHOWN_FOR:
        return None
    return opened(kept)


def number_to_text(order_id) -> str | None:
    """The caller's mobile number in E.164, for messages of this site alone: nobody is shown it.

    None without an authorisation in force, and for a number that no text message reaches.
    """
    kept = complainant_of(order_id)
    if kept is None or kept.phone_sealed is None or kept.retain_until < local_today():
        return None
    return normalised(unseal(PHONE, kept.phone_sealed))


def orders_of_number(number: str) -> Select:
    """The numbers of the orders of whoever called the hotline from this number, while it is kept."""
    mine = Complainant.phone_lookup == lookup(PHONE, number), Complainant.retain_until >= local_today()
    return select(Complainant.order_id).where(*mine)


def looks_at(order_id) -> list[ComplainantView]:
    """Who looked, newest first."""
    mine = select(ComplainantView).where(ComplainantView.order_id == order_id)
    return list(db.session.scalars(mine.order_by(ComplainantView.id.desc()).limit(50)))


def over_by() -> list[int]:
    """Orders whose complainant may not be kept any longer, some at a time."""
    over = Complainant.retain_until < local_today()
    due = select(Complainant.order_id).where(over).order_by(Complainant.retain_until, Complainant.order_id)
    return list(db.session.scalars(due.limit(A_SWEEP)))


def forget(order_ids) -> int:
    """Delete these rows whose day is over; looks at them stay. Returns how many there still were."""
    over = Complainant.order_id.in_(order_ids), Complainant.retain_until < local_today()
    authorisation = db.session.scalar(
        select(PersonalAuthorisation)
        .join(Complainant, Complainant.authorisation_id == PersonalAuthorisation.id)
        .where(*over)
        .limit(1)
    )
    gone = db.session.execute(delete(Complainant).where(*over)).rowcount
    if gone:
        order = queries.order_or_404(min(order_ids))
        record(
            DELETED, subject=authorisation, community_id=order.community_id, by=None, public={"count": gone}
        )
    return gone
