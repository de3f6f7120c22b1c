"""A vote whose key lies with holders: the key is taken in, rehearsed, and the opened list accepted.

No verb here ever sees a share. What holders bring is checked by boxes.py; how a refusal is said, here.
"""

import json
import secrets

from flask_babel import gettext as _
from sqlalchemy import delete, select

from civic.database import local_today, locked
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.threads.models import Thread
from civic.votes import boxes
from civic.votes.box_models import BoxOpening, BoxRehearsal, KeyHolder, SealedBox
from civic.votes.models import Vote
from civic.votes.regimes import RULES
from civic.votes.states import BallotKind, VoteState
from civic.votes.terms import Conduct

KEY_TAKEN = act("vote.key_taken", public={"box_key", "needed", "holders"})
REHEARSED = act("vote.rehearsed", public={"list", "holders"})
BOX_OPENED = act("vote.box_opened", public={"box", "list", "unreadable", "holders"})
LEAST_HOLDERS, LEAST_NEEDED = 3, 2  # where a vote has legal effect
PRACTICE = 7  # ballots in a rehearsal


def take_key(vote, key: boxes.BoxKey, names: list[str], *, by) -> None:
    """Let the envelopes of a vote in preparation be sealed to the holders' key, and make a rehearsal box.

    A new key takes the place of the old one and has to be rehearsed again. Raises Refused, Conflict.
    """
    vote = locked(Vote, vote.id)
    if vote.state != VoteState.DRAFT:
        raise Conflict(
            _("The key is fixed: the vote has opened."), _("A new key is possible for the next vote.")
        )
    if vote.ballot_kind == BallotKind.NAMED:
        raise Refused(_("This vote is taken by name, so there is no box to lock."), _("It needs no key."))
    if len(names) != len(key.holders) or not all(names) or len(set(names)) != len(names):
        raise Refused(
            _("Each of the %(number)s shares needs a holder of its own.", number=len(key.holders)),
            _("Write one name a line, in the order of the cards."),
        )
    for table in (KeyHolder, BoxRehearsal):
        db.session.execute(delete(table).where(table.vote_id == vote.id))
    vote.box_key, vote.holders_needed, vote.holders_total = key.box_key, key.needed, len(key.holders)
    for no, (name, public) in enumerate(zip(names, key.holders, strict=True), 1):
        db.session.add(KeyHolder(vote_id=vote.id, no=no, name=name, key=public))
    db.session.add(_rehearsal(vote, key))
    record(KEY_TAKEN, subject=vote, thread=db.session.get(Thread, vote.thread_id), by=by, public={
        "box_key": key.box_key, "needed": key.needed, "holders": list(key.holders),
    })  # fmt: skip


def _rehearsal(vote, key):
    practice = [f"{no}-{secrets.token_hex(8)}" for no in range(1, PRACTICE + 1)]
    sealed = [boxes.seal(key.box_key, boxes.REHEARSAL, vote.id, words.encode()) for words in practice]
    box = boxes.box_file(key, boxes.REHEARSAL, vote.id, vote.question, sealed)
    return BoxRehearsal(vote_id=vote.id, box=box, expected=boxes.list_digest(practice))


def pass_rehearsal(vote, brought: str, *, by) -> None:
    """Accept what the holders brought back from the practice box. Raises Refused."""
    rehearsal = locked(BoxRehearsal, vote.id)
    if rehearsal is None:
        raise Refused(_("There is no key to rehearse with yet."), _("Upload the public key file first."))
    opened = _opened(brought, key_of(vote), boxes.REHEARSAL, vote.id, rehearsal.box)
    if opened.list != rehearsal.expected:
        raise _unfit("other_list")
    rehearsal.passed_on = local_today()
    record(REHEARSED, subject=vote, thread=db.session.get(Thread, vote.thread_id), by=by, public={
        "list": opened.list, "holders": [no for no, _signature in opened.signatures],
    })  # fmt: skip


def refuse_unheld(vote) -> None:
    """A secret vote of ours with legal effect needs key holders, two of three at least. Raises Refused."""
    lawful = RULES[vote.regime].binding and vote.is_secret and vote.conduct == Conduct.HERE
    if lawful and (vote.holders_total < LEAST_HOLDERS or vote.holders_needed < LEAST_NEEDED):
        raise Refused(
            _("This vote has legal effect, so its key must not lie with the site: at least three people hold "
              "it, and at least two of them open the box."),
            _("Make the key with them first: “Key holders and public opening”."),
        )  # fmt: skip


def refuse_unrehearsed(vote) -> None:
    """A vote whose key lies with holders opens only after its rehearsal. Raises Refused."""
    if not vote.holders_total:
        return
    rehearsal = db.session.get(BoxRehearsal, vote.id)
    if rehearsal is None or rehearsal.passed_on is None:
        raise Refused(
            _("The opening of the box has not been rehearsed."),
            _("Let the key holders open the practice box and upload what came out; then open the vote."),
        )


def key_of(vote) -> boxes.BoxKey:
    """The public half of the vote's key."""
    holders = select(KeyHolder.key).where(KeyHolder.vote_id == vote.id).order_by(KeyHolder.no)
    return boxes.BoxKey(vote.holders_needed, vote.box_key, tuple(db.session.scalars(holders)))


def holders_of(vote) -> list[KeyHolder]:
    """Who keeps a share, by number."""
    holders = select(KeyHolder).where(KeyHolder.vote_id == vote.id)
    return list(db.session.scalars(holders.order_by(KeyHolder.no)))


def sealed_box(vote, gathered) -> SealedBox:
    """The row of a box at the close: the envelopes without their homes, the figures that are known."""
    box = boxes.box_file(key_of(vote), boxes.VOTE, vote.id, vote.question, gathered.payloads)
    return SealedBox(
        vote_id=vote.id,
        box=box,
        digest=boxes.digest_of(box),
        by_channel=gathered.by_channel,
        unverified=gathered.unverified,
        sealed_on=local_today(),
    )


def check_opened(vote, brought: str) -> boxes.Opened:
    """The list the holders brought for the box of this vote. Raises Conflict, Refused."""
    box = db.session.get(SealedBox, vote.id)
    if box is None or vote.state != VoteState.SEALED:
        raise Conflict(
            _("No box of this vote waits to be opened."), _("Load the page again to see what changed.")
        )
    return _opened(brought, key_of(vote), boxes.VOTE, vote.id, box.box)


def keep_opening(vote, opened: boxes.Opened, spoiled: list[str], *, by) -> None:
    """Write down what was signed; beside it the count is published in the same transaction."""
    db.session.add(
        BoxOpening(
            vote_id=vote.id,
            box=opened.box,
            unreadable=opened.unreadable,
            list=opened.list,
            spoiled=sorted(spoiled),
            signatures=[{"holder": no, "signature": signature} for no, signature in opened.signatures],
            opened_on=local_today(),
        )
    )
    record(BOX_OPENED, subject=vote, thread=db.session.get(Thread, vote.thread_id), by=by, public={
        "box": opened.box, "list": opened.list, "unreadable": opened.unreadable,
        "holders": [no for no, _signature in opened.signatures],
    })  # fmt: skip


def opening_part(vote) -> dict | None:
    """What the bundle says of the opening; None where the key lay with the site."""
    opening = db.session.get(BoxOpening, vote.id) if vote.holders_total else None
    if opening is None:
        return None
    return {name: getattr(opening, name) for name in ("box", "unreadable", "list", "spoiled", "signatures")}


def envelopes_in(box: SealedBox) -> int:
    """How many envelopes lie in a closed box."""
    return len(json.loads(box.box)["envelopes"])


def _opened(brought, key, kind, vote_id, box):
    try:
        return boxes.read_opened(brought, key, kind, vote_id, box)
    except boxes.Unfit as fault:
        raise _unfit(fault.code) from fault


def _unfit(code):
    words = {
        "opened_file": _("That is not the file the key program wrote."),
        "other_vote": _("This file belongs to another vote."),
        "other_kind": _("A rehearsal and the real box were mixed up."),
        "other_box": _("This file was made from another box file."),
        "lost": _("There are not as many ballots as envelopes in the box."),
        "other_list": _("The ballots in the file are not those that were signed."),
        "too_few": _("Too few key holders of this vote have signed."),
    }
    return Refused(
        words[code], _("Download the box file again, open it with the key program, upload what it wrote.")
    )
