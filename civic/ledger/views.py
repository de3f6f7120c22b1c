"""/ledger: what was done, act by act, and the signed checkpoints."""

from flask import Blueprint, request

from civic.authorization import anyone, requires
from civic.extensions import db
from civic.ledger.models import LedgerEntry
from civic.ledger.queries import checkpoints, recent_entries
from civic.paging import keyset
from civic.rendering import render

bp = Blueprint("ledger", __name__, url_prefix="/ledger")


@bp.get("")
@requires(anyone)
def index():
    """The latest acts of the house and the last checkpoints."""
    page = keyset(recent_entries(), [LedgerEntry.id], request.args.get("after"), size=50)
    points = db.session.scalars(checkpoints().limit(5)).all()
    return render("ledger/index.html", page=page, points=points)
