"""The close, from the last second to the published count, safe against crashes and crowds.

First transaction: under the vote's lock nothing gets in any more. Then, outside any lock, the
envelopes are opened and shuffled. Second transaction: the count is written, once. Then the key is
destroyed. A crash at any point leaves a row that the next sweep takes up.
"""

import secrets
from collections import Counter
from dataclasses import dataclass, field

import structlog
from flask_babel import gettext as _
from sqlalchemy import select

from civic.database import database_now, locked, utcnow, writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger import merkle
from civic.votes import by_building, keystore, paper_count, sealing
from civic.votes.box_models import SealedBox
from civic.votes.contents import Sheet
from civic.votes.holding import check_opened, keep_opening
from civic.votes.models import Envelope, ReceiptLine, RollEntry, Vote, VoteOption, VoteResult
from civic.votes.outcomes import outcome_of
from civic.votes.regimes import Regime
from civic.votes.standstill import fits_what_was_signed, stands_still
from civic.votes.states import Channel, ReceiptStanding, Standing, VoidReason, VoteState
from civic.votes.tallies import Purse, tally, with_silence
from civic.votes.tally import VOICE_BYTES, SpoiledBallot, read_voice, roll_call
from civic.votes.terms import BudgetRule
from civic.votes.workflow import lay_by, publish_count, stop_taking, void

SHUFFLER = secrets.SystemRandom()
log = structlog.get_logger()


@dataclass
class Gathered:
    """What is known of a closed box before anything is opened: rows, figures, the envelopes without homes."""

    receipts: list
    buildings: list
    by_channel: dict
    unverified: int
    payloads: list

    @property
    def root(self) -> str:
        """The mark over all receipts."""
        return merkle.root([bytes.fromhex(line["fingerprint"]) for line in self.receipts]).hex()


@dataclass
class Box:
    """What came out of the box: rows for counted_ballot, receipt_line, building_turnout; the figures."""

    ballots: list = field(default_factory=list)
    receipts: list = field(default_factory=list)
    buildings: list = field(default_factory=list)
    figures: dict = field(default_factory=dict)


def close_vote(vote_id: int) -> VoteResult | None:
    """Count a vote whose hour has come; whoever comes second gets the same result.

    None when the vote had to be declared void because its key is lost, or when this machine has no
    key store at all: then it waits for one that has. Raises Conflict before the hour and while the
    record is behind, paper_count.PapersOpen while paper is missing. Opens its own transactions: call
    it outside `writing()`.
    """
    vote = db.session.get(Vote, vote_id)
    fits_what_was_signed(vote)
    with writing():
        state = stop_taking(vote).state
    if state == VoteState.COUNTING:
        paper_count.refuse_unfinished(vote)
        try:
            if vote.holders_total:
                return _lay_by(vote_id)
            box = open_box(db.session.get(Vote, vote_id))
        except keystore.KeyLost:
            if not keystore.is_mounted():
                log.error("key store is not here", vote=vote_id)
                return None  # a machine that has it counts; here nothing can be said
            return _void_unless_closed(vote_id)
        with writing():
            publish_count(db.session.get(Vote, vote_id), box)
    if state not in (VoteState.DRAFT, VoteState.OPEN):
        keystore.destroy(vote_id)
    return db.session.get(VoteResult, vote_id)


def _lay_by(vote_id):
    """The key lies with holders: close the box as it is; it is counted when they have opened it."""
    gathered = gather(db.session.get(Vote, vote_id))
    with writing():
        lay_by(db.session.get(Vote, vote_id), gathered)
    keystore.destroy(vote_id)


def count_opened(vote_id: int, brought: str, *, by) -> VoteResult:
    """Count what the key holders brought back from the box. Opens its own transaction.

    Args: brought — the file that verifier/keyholder.py wrote. Raises Conflict, Refused.
    """
    vote = db.session.get(Vote, vote_id)
    fits_what_was_signed(vote)
    if vote.opening_at is not None and database_now(db.session()) < vote.opening_at:
        raise Refused(
            _("The box is opened in public at the hour and place that were announced, not before."),
            _("Bring the list then; whoever wants to watch is there."),
        )
    opened = check_opened(vote, brought)
    options, sealed = options_of(vote), db.session.get(SealedBox, vote_id)
    sheet, contents, spoiled = Sheet.of(vote, [one.letter for one in options]), [], []
    for words in opened.ballots:
        try:
            contents.append(sheet.unpack(words.encode()))
        except SpoiledBallot:
            spoiled.append(words)
    contents += paper_count.contents_of(vote)
    lines = select(ReceiptLine.fingerprint).where(ReceiptLine.vote_id == vote_id)
    receipts = [
        {"fingerprint": one} for one in db.session.scalars(lines.order_by(ReceiptLine.fingerprint)).all()
    ]
    channels = [Channel(name) for name, number in sealed.by_channel.items() for _one in range(number)]
    box = figures_of(vote, options, contents, receipts, channels)
    box.receipts, box.figures["unverified"] = [], sealed.unverified  # published when the box was closed
    with writing():
        vote = locked(Vote, vote_id)
        if vote.state == VoteState.SEALED:
            keep_opening(vote, opened, spoiled, by=by)
        return publish_count(vote, box)


def gather(vote) -> Gathered:
    """Everything about the closed box that needs no key but the one that names homes; writes nothing."""
    envelopes = _envelopes(vote)
    counted = [one for one in envelopes if one.standing == Standing.COUNTED]
    return Gathered(
        _receipts(vote, envelopes),
        by_building.rows_at_close(vote, (one.unit_ref for one in counted)),
        dict(sorted(Counter(one.channel.value for one in counted).items())),
        len(envelopes) - len(counted),
        [one.payload for one in counted if one.channel != Channel.PAPER],  # a paper's holds no choice
    )


def _envelopes(vote):
    columns = (Envelope.unit_ref, Envelope.payload, Envelope.standing, Envelope.channel,
               Envelope.fingerprint, Envelope.replaced)  # fmt: skip
    return db.session.execute(select(*columns).where(Envelope.vote_id == vote.id)).all()


def _void_unless_closed(vote_id):
    """The key is gone: lost, or destroyed by another closer who was quicker."""
    try:
        with writing():
            void(db.session.get(Vote, vote_id), reason=VoidReason.KEY_LOST)
    except Conflict:
        return db.session.get(VoteResult, vote_id)
    return None


def open_box(vote) -> Box:
    """Read, open, shuffle and count the envelopes; writes nothing. Raises keystore.KeyLost."""
    envelopes = _envelopes(vote)
    counted = [one for one in envelopes if one.standing == Standing.COUNTED]
    receipts, channels = _receipts(vote, envelopes), [one.channel for one in counted]
    if vote.regime != Regime.COUNCIL:
        options = options_of(vote)
        sheet = Sheet.of(vote, [one.letter for one in options])
        sealed = [one for one in counted if one.channel != Channel.PAPER]
        contents = _open_sealed(vote, sealed, sheet) + paper_count.contents_of(vote)
        box = figures_of(vote, options, contents, receipts, channels)
    else:
        ballots = _spoken(vote, counted)
        said = {voice.value: number for voice, number in roll_call(_voices(counted)).items()}
        box = _boxed(vote, ballots, receipts, channels, {"voices": said}, len(counted))
    box.figures["unverified"] = len(envelopes) - len(counted)
    box.buildings = by_building.rows_at_close(vote, (one.unit_ref for one in counted))
    return box


def options_of(vote) -> list:
    """The vote's options in ballot order."""
    wanted = select(VoteOption).where(VoteOption.vote_id == vote.id).order_by(VoteOption.position)
    return list(db.session.scalars(wanted))


def _open_sealed(vote, envelopes, sheet):
    """The contents inside; envelopes that do not open are left out and counted as spoiled, in public."""
    if not envelopes:
        return []
    key, contents = keystore.load(vote.id), []
    for one in envelopes:
        try:
            contents.append(sheet.unpack(sealing.unseal(key, one.unit_ref, one.payload)))
        except (sealing.Unopenable, SpoiledBallot):
            continue
    return contents


def figures_of(vote, options, contents, receipts, channels) -> Box:
    """Shuffle and count opened ballots; the rows come in the order of a random key, not of casting.

    Args: options — the vote's options in ballot order; contents — dicts as contents.Sheet checks them.
    """
    SHUFFLER.shuffle(contents)
    ballots = [{"key": secrets.token_hex(16), "vote_id": vote.id, "content": one} for one in contents]
    ballots.sort(key=lambda row: row["key"])
    sheet = Sheet.of(vote, [one.letter for one in options])
    counts = tally(sheet, (row["content"] for row in ballots), _purse(vote, options))
    return _boxed(vote, ballots, receipts, channels, counts, len(ballots))


def _purse(vote, options):
    if vote.budget_fen is None:
        return None
    costs = {one.letter: one.cost_fen for one in options}
    return Purse(costs, vote.budget_fen, vote.budget_rule or BudgetRule.GREEDY)


def _boxed(vote, ballots, receipts, channels, counts, returned) -> Box:
    box = Box(ballots, receipts)
    box.figures = {
        "roll_size": vote.roll_size,
        "roll_area": vote.roll_area,
        "returned": returned,
        "returned_area": sum(row["content"].get("area", 0) for row in ballots),
        "unverified": 0,
        "spoiled": len(channels) - returned,
        "counts": counts,
        "by_channel": dict(sorted(Counter(channel.value for channel in channels).items())),
        "envelopes_root": merkle.root([bytes.fromhex(line["fingerprint"]) for line in receipts]).hex(),
        "ballots_root": _root_of_ballots(ballots),
    }
    if vote.silence_follows:
        counts["with_silence"] = with_silence(counts, vote.roll_size, vote.roll_area)
    box.figures["outcome"] = outcome_of(vote, box.figures)
    return box


def _spoken(vote, envelopes):
    """What each seat said with its name, for whoever counts again (the bundle)."""
    seats = select(RollEntry.unit_kind, RollEntry.unit_id, RollEntry.label).where(
        RollEntry.vote_id == vote.id
    )
    labels = {f"{kind.value}:{unit}": label for kind, unit, label in db.session.execute(seats)}
    ballots = []
    for one in envelopes:
        voice, reason = read_voice(one.payload[-VOICE_BYTES:])
        content = {"voice": voice.value, "reason": reason, "unit": labels[one.unit_ref]}
        ballots.append({"key": secrets.token_hex(16), "vote_id": vote.id, "content": content})
    return sorted(ballots, key=lambda row: row["key"])


def _voices(envelopes):
    return [read_voice(one.payload[-VOICE_BYTES:])[0] for one in envelopes]


def _receipts(vote, envelopes):
    """Every fingerprint ever in the box with what became of it, in the order of the fingerprints."""
    lines = {}
    for one in envelopes:
        for earlier in one.replaced.split():
            lines[earlier] = ReceiptStanding.REPLACED
        pending = one.standing == Standing.PENDING
        lines[one.fingerprint] = ReceiptStanding.UNVERIFIED if pending else ReceiptStanding.COUNTED
    return [
        {"vote_id": vote.id, "fingerprint": print_, "standing": lines[print_]} for print_ in sorted(lines)
    ]


def _root_of_ballots(ballots):
    said = ({"key": row["key"], **row["content"]} for row in ballots)
    return merkle.root([merkle.leaf_hash(b"", one) for one in said]).hex()


def due_votes() -> list[int]:
    """Votes whose hour has come, or that a crash left half counted; not those that stand still."""
    due = select(Vote).where(
        (Vote.state == VoteState.COUNTING) | ((Vote.state == VoteState.OPEN) & (Vote.closes_at <= utcnow()))
    )
    return [vote.id for vote in db.session.scalars(due.order_by(Vote.id)) if not stands_still(vote)]
