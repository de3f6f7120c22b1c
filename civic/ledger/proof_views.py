"""Proofs for whoever does not believe us: one line in the record, one record grown from another, a poster."""

from flask import Blueprint, current_app, jsonify, request, url_for

from civic.authorization import anyone, requires
from civic.errors import CivicError, NotFound
from civic.extensions import db
from civic.ledger import merkle, queries
from civic.ledger.models import LedgerEntry
from civic.ledger.signing import checkpoint_file, grouped_fingerprint, public_bytes
from civic.ledger.words import words_of
from civic.printing import full_address
from civic.rendering import render

bp = Blueprint("ledger_proofs", __name__, url_prefix="/ledger")


def placed_entry(no):
    """The entry with its place; 404 before the sequencer has placed and signed it."""
    found = queries.placed(no)
    if found is None:
        raise NotFound(None)
    return found


@bp.get("/entries/<int:no>")
@requires(anyone)
def entry(no):
    """One line of the record: what it says, where it stands, and the proof that it is under a signature."""
    line = db.session.get(LedgerEntry, no)
    if line is None:
        raise NotFound(None)
    place = queries.placed(no)
    path = _inclusion(place) if place else []
    return render("ledger/entry.html", entry=line, place=place, path=path)


@bp.get("/entries/<int:no>/proof.json")
@requires(anyone, on=placed_entry)
def inclusion(place):
    """Inclusion proof of RFC 9162, 2.1.3: hashes in hex, from the leaf up."""
    return jsonify(
        origin=f"civic/community/{place.community_id}",
        leaf_hash=place.leaf_hash.hex(),
        index=place.index,
        size=place.size,
        root=place.root_hash.hex(),
        path=[mark.hex() for mark in _inclusion(place)],
    )


@bp.get("/checkpoints/<int:community_id>/consistency.json")
@requires(anyone)
def consistency(community_id):
    """Consistency proof of RFC 9162, 2.1.4, from the checkpoint of size `from` to the newest."""
    point = _newest(community_id)
    first = request.args.get("from", "")
    if not (first.isdecimal() and len(first) < 19 and 0 < int(first) <= point.size):
        raise CivicError(None)
    path = queries.proof(community_id, merkle.consistency_nodes(int(first), point.size))
    return jsonify(
        origin=f"civic/community/{community_id}",
        first=int(first),
        size=point.size,
        root=point.root_hash.hex(),
        path=[mark.hex() for mark in path],
    )


@bp.get("/checkpoints/<int:community_id>/poster")
@requires(anyone)
def poster(community_id):
    """The newest checkpoint for the notice board: size, day, eight words, the key's mark, the address."""
    point = _newest(community_id)
    keys = current_app.config["KEYS"]
    return render(
        "ledger/poster.html",
        point=point,
        words=words_of(point.root_hash.hex()),
        key=grouped_fingerprint(public_bytes(keys)),
        note=checkpoint_file(keys, community_id, point.size, point.root_hash, point.signature),
        address=full_address(url_for("ledger.checkpoint", community_id=community_id)),
    )


def _newest(community_id):
    point = db.session.scalar(queries.checkpoints(community_id).limit(1))
    if point is None:
        raise NotFound(None)
    return point


def _inclusion(place):
    return queries.proof(place.community_id, merkle.inclusion_nodes(place.index, place.size))
