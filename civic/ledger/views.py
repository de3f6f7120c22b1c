"""/ledger: what was done, act by act, and the signed checkpoints."""

from flask import Blueprint, Response, current_app, request

from civic.authorization import anyone, requires
from civic.errors import NotFound
from civic.extensions import db
from civic.ledger import cosigning, witness
from civic.ledger.models import LedgerEntry
from civic.ledger.queries import checkpoints, recent_entries
from civic.ledger.signing import checkpoint_file
from civic.paging import keyset
from civic.rendering import render

bp = Blueprint("ledger", __name__, url_prefix="/ledger")


@bp.get("")
@requires(anyone)
def index():
    """The latest acts of the house and the last checkpoints."""
    page = keyset(recent_entries(), [LedgerEntry.id], request.args.get("after"), size=50)
    points = db.session.scalars(checkpoints().limit(5)).all()
    signed = cosigning.cosigned_by(points[0]) if points else []
    behind = any(witness.is_behind(point.community_id) for point in points)
    return render("ledger/index.html", page=page, points=points, behind=behind, signed=signed)


@bp.get("/checkpoints/<int:community_id>")
@requires(anyone)
def checkpoint(community_id):
    """The newest signed checkpoint of a community, to keep and compare with later (C2SP signed note)."""
    point = db.session.scalar(checkpoints(community_id).limit(1))
    if point is None:
        raise NotFound(None)
    keys = current_app.config["KEYS"]
    words = checkpoint_file(keys, community_id, point.size, point.root_hash, point.signature)
    words += cosigning.lines_under(point)
    answer = Response(words, mimetype="text/plain")
    answer.headers["Content-Disposition"] = f"attachment; filename=checkpoint-{point.size}.txt"
    return answer
