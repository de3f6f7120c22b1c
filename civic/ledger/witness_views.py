"""Who signs the record with us; where a witness brings what it signed; the program to sign with."""

from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, request, send_file, url_for
from flask_babel import gettext as _

from civic.authorization import anyone, requires
from civic.database import writing
from civic.errors import CivicError, NotFound
from civic.extensions import db
from civic.ledger import cosigning, queries
from civic.ledger.signing import public_bytes
from civic.rate_limits import limiter
from civic.rendering import render

bp = Blueprint("ledger_witnesses", __name__, url_prefix="/ledger/witnesses")
PROGRAM = Path(__file__).parents[2] / "verifier" / "witness.py"


def newest_or_404(community_id):
    """The newest checkpoint of a community; raises NotFound before there is one."""
    point = db.session.scalar(queries.checkpoints(community_id).limit(1))
    if point is None:
        raise NotFound(None)
    return point


@bp.get("/<int:community_id>")
@requires(anyone, on=newest_or_404)
def show(point):
    """The witnesses, which of them signed the newest checkpoint, and how to sign."""
    return _page(point)


def _page(point, brought="", status=200, refusal=None):
    signed = {one.id: mark for one, mark in cosigning.cosigned_by(point)}
    return render(
        "ledger/witnesses.html", status, point=point, witnesses=cosigning.witnesses(point.community_id),
        signed=signed, brought=brought, refusal=refusal, site=public_bytes(current_app.config["KEYS"]).hex(),
    )  # fmt: skip


@bp.post("/<int:community_id>")
@limiter.limit("60 per hour")
@requires(anyone, on=newest_or_404)
def create_cosignature(point):
    """The signature proves itself; whoever brings it may bring it."""
    community_id, brought = point.community_id, request.form.get("note", "")
    try:
        with writing():
            new = cosigning.cosign(community_id, brought)
    except CivicError as refusal:
        if refusal.message is None:
            raise
        return _page(newest_or_404(community_id), brought, refusal.status, refusal)
    names = " · ".join(new)
    flash(_("Signed: %(names)s", names=names) if new else _("These signatures were here already."), "good")
    return redirect(url_for("ledger_witnesses.show", community_id=community_id), 303)


@bp.get("/witness.py")
@requires(anyone)
def program():
    """The program a body signs with."""
    return send_file(PROGRAM, mimetype="text/x-python", as_attachment=True, download_name="witness.py")
