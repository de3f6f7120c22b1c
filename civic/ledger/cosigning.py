"""Bodies put their own signature under our checkpoints, so that nobody shows two records (trust.md §3.3).

Each body makes its key with verifier/witness.py and signs only a record that grew out of the one it
signed before. Cosignatures are those of C2SP tlog-cosignature, version 1, Ed25519.
"""

import base64
import json

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask_babel import gettext as _
from sqlalchemy import select

from civic.database import local_today, locked
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.models import LedgerCheckpoint, LedgerCosignature, LedgerWitness
from civic.ledger.signing import checkpoint_note, key_mark
from civic.ledger.workflow import act, record

FORMAT, COSIGNER = "civic-witness/1", b"\x04"
MARK, MOMENT, SIGNATURE = 4, 8, 64
LONGEST = 10_000  # characters of what is brought
NAMED = act("ledger.witness_named", public={"body", "key"})
ENDED = act("ledger.witness_ended", public={"body", "key"})


def name_witness(community_id: int, body, brought: str, *, by) -> LedgerWitness:
    """Take a body's public key from its witness-public.json; a new one ends the old one's days.

    Raises Refused for a file that is none, Conflict for a key or name another body has.
    """
    name, key = _read_public(brought)
    there = select(LedgerWitness).where(
        LedgerWitness.community_id == community_id, LedgerWitness.ended_on.is_(None)
    )
    for one in db.session.scalars(there.with_for_update()):
        if one.body_id != body.id and (one.key == key or one.name == name):
            raise Conflict(_("Another body has this key or this name already."), _("Make a key of your own."))
        if one.body_id == body.id:
            end_witness(one, by=by)
    found = LedgerWitness(
        community_id=community_id, body_id=body.id, name=name, key=key, named_on=local_today()
    )
    db.session.add(found)
    said = {"body": body.id, "key": key}
    record(NAMED, subject=body, community_id=community_id, by=by, public=said)
    return found


def _read_public(brought):
    try:
        said = json.loads(brought[:LONGEST])
        name, key = said["name"].strip(), said["key"].lower()
        if said["format"] != FORMAT or len(bytes.fromhex(key)) != 32 or not 0 < len(name) <= 80:
            raise ValueError(FORMAT)
        if "\n" in name or "+" in name:
            raise ValueError(name)
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise Refused(
            _("This is not the file witness-public.json."), _("Make it with witness.py and bring that file.")
        ) from fault
    return name, key


def end_witness(found: LedgerWitness, *, by) -> None:
    """From now on this key signs nothing any more; what it signed stays."""
    found = locked(LedgerWitness, found.id)
    found.ended_on = local_today()
    said = {"body": found.body_id, "key": found.key}
    record(ENDED, subject=found, community_id=found.community_id, by=by, public=said)


def witnesses(community_id: int) -> list[LedgerWitness]:
    """The bodies that sign now, in the order in which they began."""
    live = select(LedgerWitness).where(LedgerWitness.ended_on.is_(None))
    return list(
        db.session.scalars(live.where(LedgerWitness.community_id == community_id).order_by(LedgerWitness.id))
    )


def cosign(community_id: int, brought: str) -> list[str]:
    """Keep the signatures of witnesses under a checkpoint of ours; returns the names that are new.

    Args: brought — what `witness.py sign` printed: the checkpoint and a line a witness. Raises Refused
    when nothing in it is a witness's signature, or when it signs something this site did not say.
    """
    text, _blank, lines = brought[:LONGEST].replace("\r\n", "\n").strip("\n").partition("\n\n")
    point = _point_of(community_id, text)
    known = {(one.name, _mark_of(one)): one for one in witnesses(community_id)}
    new, valid = [], 0
    for name, mark in _signatures(lines):
        found = known.get((name, mark[:MARK]))
        moment = int.from_bytes(mark[MARK : MARK + MOMENT], "big")
        if found is None or not _signed(found, moment, text + "\n", mark[MARK + MOMENT :]):
            continue
        valid += 1
        if db.session.get(LedgerCosignature, (community_id, point.size, found.id)) is None:
            new.append(name)
            db.session.add(LedgerCosignature(
                community_id=community_id, size=point.size, witness_id=found.id, signed_at=moment,
                signature=mark[MARK + MOMENT :],
            ))  # fmt: skip
    if not valid:
        raise Refused(
            _("No signature of a witness of this record is in it."),
            _("Paste all of what witness.py printed, with the line that begins with a dash."),
        )
    db.session.flush()
    return new


def _point_of(community_id, text):
    """The checkpoint of ours that says exactly this."""
    size = text.split("\n")[1] if text.count("\n") >= 2 else ""
    number = int(size) if size.isdecimal() and len(size) < 19 else 0
    known = db.session.get(LedgerCheckpoint, (community_id, number))
    if known is None:
        raise Refused(_("This checkpoint is not one of ours."), _("Download the newest one and sign that."))
    if checkpoint_note(community_id, known.size, known.root_hash) != text + "\n":
        raise Refused(
            _("A checkpoint of this size says something else here. Somebody may have shown two records!"),
            _("Keep the file and show it to the other bodies."),
        )
    return known


def _signatures(lines):
    for line in lines.split("\n"):
        name, _space, mark = line.removeprefix("— ").rpartition(" ")
        try:
            raw = base64.b64decode(mark, validate=True)
        except ValueError:
            continue
        if line.startswith("— ") and len(raw) == MARK + MOMENT + SIGNATURE:
            yield name, raw


def _signed(witness, moment, text, signature) -> bool:
    said = f"cosignature/v1\ntime {moment}\n{text}".encode()
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(witness.key)).verify(signature, said)
    except InvalidSignature:
        return False
    return True


def cosigned_by(point) -> list[tuple[LedgerWitness, LedgerCosignature]]:
    """Who signed this checkpoint, in the order of the witnesses."""
    rows = select(LedgerWitness, LedgerCosignature).join(
        LedgerCosignature, LedgerCosignature.witness_id == LedgerWitness.id
    )
    here = rows.where(
        LedgerCosignature.community_id == point.community_id, LedgerCosignature.size == point.size
    )
    return [tuple(row) for row in db.session.execute(here.order_by(LedgerWitness.id))]


def lines_under(point) -> str:
    """The signature lines of witnesses under a checkpoint file, each with its end of line."""
    return "".join(f"— {one.name} {_in_base64(one, signed)}\n" for one, signed in cosigned_by(point))


def _mark_of(witness) -> bytes:
    return key_mark(witness.name, COSIGNER, bytes.fromhex(witness.key))


def _in_base64(witness, signed):
    mark = _mark_of(witness)
    return base64.b64encode(mark + signed.signed_at.to_bytes(MOMENT, "big") + signed.signature).decode()
