"""Verbs of a vote; the only file that assigns `vote.state`. Casting is in casting.py.

Counting takes two verbs with slow work between them (closing.py): `stop_taking` ends the casting
under the vote's lock, `publish_count` writes what came out of the envelopes, once.
"""

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select

from civic.database import database_now, local_today, locked
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.threads.models import Seal, SealState, Status, Thread
from civic.topics.models import Topic
from civic.topics.queries import ballot_options
from civic.topics.rules import last_day
from civic.topics.stamping import stamp_topic
from civic.topics.states import TopicState
from civic.topics.workflow import mark_voting
from civic.votes import keystore, roll
from civic.votes.box_models import SealedBox
from civic.votes.ceremony import refuse_unannounced
from civic.votes.channel_counts import open_counters
from civic.votes.contents import OPTIONLESS
from civic.votes.forgetting import empty_box, let_go
from civic.votes.holding import refuse_unheld, refuse_unrehearsed, sealed_box
from civic.votes.methods import DEFAULT_METHODS, refuse_unfit, refuse_unpriced
from civic.votes.models import CountedBallot, ReceiptLine, Vote, VoteOption, VoteResult
from civic.votes.regimes import RULES, Measure, Regime
from civic.votes.roll_check import refuse_unchecked
from civic.votes.standstill import fits_what_was_signed
from civic.votes.stated import mark_of
from civic.votes.states import TRANSITIONS, BallotKind, Method, VoteState
from civic.votes.terms import Conduct
from civic.votes.turnout_models import BuildingTurnout

PREPARED = act("vote.prepared", public={"regime", "method", "ballot_kind", "quorum", "threshold"})
OPENED = act("vote.opened", public={"opens_at", "closes_at", "roll_size", "roll_root", "letters"})
SPOKEN = act("vote.spoken", public={"seat", "voice"})
STOPPED = act("vote.stopped")
LAID_BY = act("vote.box_closed", public={"box", "envelopes", "envelopes_root"})
COUNTED = act("vote.counted", public={
    "outcome", "roll_size", "returned", "unverified", "spoiled", "counts", "envelopes_root", "ballots_root",
    "terms",
})  # fmt: skip
VOIDED = act("vote.voided", public={"reason"})
BEFORE = frozenset(
    {TopicState.NOTICED, TopicState.DELIBERATING, TopicState.OPINION_FORMED, TopicState.VOTING}
)
LIVE = (VoteState.DRAFT, VoteState.OPEN, VoteState.COUNTING, VoteState.SEALED)


def prepare(
    topic, *, by, regime, question, opens_at, closes_at, about="", quorum=None, threshold=None,
    method=None, by_code=False, **terms,
) -> Vote:  # fmt: skip
    """A vote on a topic, not open yet. Regime, lines, method and ballot kind are fixed with it.

    Args: quorum, threshold — Lines that replace the regime's own where it leaves them to us; method —
    how ballots are filled in; by_code — with codes drawn from envelopes; terms — further columns of
    Vote that are fixed before the opening.
    """
    rule = RULES[regime]
    method = method or DEFAULT_METHODS.get(regime, Method.SINGLE)
    refuse_unfit(regime, method, terms)
    _guard_conduct(rule, terms.get("conduct", Conduct.HERE), terms.get("convened_by", ""))
    _guard_preparing(topic, regime, opens_at, closes_at)
    advice = regime == Regime.ADVISORY
    quorum = (quorum or rule.quorum) if advice or regime == Regime.COUNCIL else rule.quorum
    threshold = (threshold or rule.threshold) if advice else rule.threshold
    named = (
        regime == Regime.COUNCIL or Measure.AREA in rule.measures
    )  # an area tells the home, so it is told openly
    vote = Vote(
        thread_id=topic.thread_id,
        topic_id=topic.id,
        community_id=topic.community_id,
        place_id=topic.place_id,
        council_id=topic.council_id,
        regime=regime,
        unit=rule.unit,
        method=method,
        ballot_kind=BallotKind.NAMED if named else BallotKind.CODE if by_code else BallotKind.SEALED,
        question=question,
        about=about,
        fact_names=list(topic.fact_names),
        opens_at=opens_at,
        closes_at=closes_at,
        prepared_by=by.id if by else None,
        state=VoteState.DRAFT,
        **terms,
    )
    vote.quorum, vote.threshold = quorum, threshold
    db.session.add(vote)
    record(PREPARED, subject=vote, thread=_thread(vote), by=by, public={
        "regime": regime.value, "method": vote.method.value, "ballot_kind": vote.ballot_kind.value,
        "quorum": _said(quorum), "threshold": _said(threshold),
    })  # fmt: skip
    return vote


def _guard_conduct(rule, conduct, convened_by):
    """Votes by law are held on paper and called by the body whose right it is; never clicked here (I19)."""
    if not (rule.opens_here if conduct == Conduct.HERE else rule.on_paper and conduct == Conduct.PAPER):
        raise Refused(
            _("This kind of decision is not taken on this site."), _("Choose one of the two offered.")
        )
    if conduct == Conduct.PAPER and not convened_by.strip():
        raise Refused(_("Say which body calls this vote."), _("Only that body can announce the result."))


def _guard_preparing(topic, regime, opens_at, closes_at):
    if topic.state not in BEFORE:
        raise Conflict(
            _("This topic cannot be voted on now: it stands at “%(state)s”.", state=topic.state.label),
            _("Put its options on public notice first."),
        )
    if regime == Regime.COUNCIL and topic.council_id is None:
        raise Refused(
            _("No council is named for this topic."), _("Name the council on the topic's page first.")
        )
    if closes_at <= opens_at:
        raise Refused(_("The vote would close before it opens."), _("Choose a later day for the close."))
    others = select(Vote.id).where(Vote.topic_id == topic.id, Vote.regime == regime, Vote.state.in_(LIVE))
    if db.session.scalar(others.limit(1)):
        raise Conflict(_("A vote of this kind on this topic is on its way already."), _("Open that one."))


def open_vote(vote, *, by) -> Vote:
    """Freeze options and roll and take ballots from now on. A bulk verb: it writes the whole roll.

    I8: the notice period must be over. The key of a secret vote is better created before, outside
    the lock (keystore.create); here it is made sure of.
    """
    fits_what_was_signed(vote)
    refuse_unheld(vote)
    refuse_unrehearsed(vote)
    refuse_unannounced(vote)
    vote = _move(vote, VoteState.OPEN)
    now = database_now(db.session)
    if vote.closes_at <= now:
        raise Refused(_("The day of the close has passed."), _("Prepare the vote again with a later close."))
    topic = locked(Topic, vote.topic_id)
    options = _freeze_options(vote, topic)
    lines = roll.lines_of(vote)
    if not lines:
        raise Refused(_("Nobody is on the roll, so nobody could vote."), _("Check the homes or seats first."))
    refuse_unchecked(vote, lines)
    roll.write(vote, lines)
    vote.roll_size, vote.roll_root, vote.opens_at = len(lines), roll.root_of(lines), now
    vote.roll_area = sum(line["area_centi"] for line in lines)
    open_counters(vote.id, now.replace(minute=0, second=0, microsecond=0))
    if vote.is_secret:
        keystore.create(vote.id)
    _take_topic_along(topic, vote, options, by)
    record(OPENED, subject=vote, thread=_thread(vote), by=by, public={
        "opens_at": now.isoformat(), "closes_at": vote.closes_at.isoformat(), "roll_size": vote.roll_size,
        "roll_root": vote.roll_root, "letters": {one.letter: one.id for one in options},
    })  # fmt: skip
    return vote


def _freeze_options(vote, topic):
    if vote.method in OPTIONLESS:
        return []
    options = ballot_options(topic)
    if len(options) < 2:
        raise Refused(
            _("A choice needs at least two options with letters."), _("Put them on public notice first.")
        )
    refuse_unpriced(vote, options)
    for position, one in enumerate(options):
        db.session.add(VoteOption(
            vote_id=vote.id, letter=one.letter, title=one.title, body=one.body,
            facts=one.facts, marks=one.marks, position=position, cost_fen=one.cost_fen,
        ))  # fmt: skip
    return options


def _take_topic_along(topic, vote, options, by):
    """Tell the topic, unless an earlier vote on it did; either way its notice must be over (I8)."""
    if topic.state == TopicState.VOTING and not topic.notice_over(database_now(db.session)):
        raise Conflict(_("The notice period is not over yet."), _("The vote can open the day after it ends."))
    if topic.state != TopicState.VOTING:
        ids = [one.id for one in options]
        mark_voting(topic, regime=vote.regime.value, electorate=vote.roll_root, by=by, option_ids=ids)
    stamp_topic(topic, Seal.DECIDE, status=Status.VOTING, due_on=last_day(vote.closes_at))


def stop_taking(vote) -> Vote:
    """The close: from here on no ballot gets in. Waits for those in flight; says so once.

    Raises Conflict before the hour.
    """
    vote = locked(Vote, vote.id)
    if vote.state != VoteState.OPEN:
        return vote
    if not vote.is_due(database_now(db.session)):
        raise Conflict(_("The vote is still open."), _("It closes by itself at the hour that was announced."))
    vote = _move(vote, VoteState.COUNTING)
    record(STOPPED, subject=vote, thread=_thread(vote))
    return vote


def lay_by(vote, gathered) -> Vote:
    """Close the box of a vote whose key lies with holders: the references go, the receipts are published.

    A bulk verb, done once; `gathered` is a closing.Gathered.
    """
    vote = locked(Vote, vote.id)
    if vote.state != VoteState.COUNTING:
        return vote
    vote = _move(vote, VoteState.SEALED)
    _insert(ReceiptLine, gathered.receipts)
    _insert(BuildingTurnout, gathered.buildings)
    box = sealed_box(vote, gathered)
    db.session.add(box)
    empty_box(vote)
    record(LAID_BY, subject=vote, thread=_thread(vote), public={
        "box": box.digest, "envelopes": len(gathered.payloads), "envelopes_root": gathered.root,
    })  # fmt: skip
    return vote


def publish_count(vote, box) -> VoteResult:
    """Write the count (a `closing.Box`) and throw the envelopes of a secret vote away. Exactly once.

    A bulk verb. Whoever comes second gets the first one's result.
    """
    vote = locked(Vote, vote.id)
    if vote.state == VoteState.CLOSED:
        return db.session.get(VoteResult, vote.id)
    vote = _move(vote, VoteState.CLOSED)
    _insert(CountedBallot, box.ballots)
    _insert(ReceiptLine, box.receipts)
    _insert(BuildingTurnout, box.buildings)
    let_go(vote)
    if vote.is_secret:
        empty_box(vote)
    result = VoteResult(vote_id=vote.id, counted_on=local_today(), **box.figures)
    db.session.add(result)
    stamp_topic(locked(Topic, vote.topic_id), Seal.DECIDE, SealState.NOW, status=Status.DELIBERATING)
    said = {name: box.figures[name] for name in COUNTED.public - {"outcome", "terms"}}
    said |= {"outcome": result.outcome.value, "terms": mark_of(vote)}
    record(COUNTED, subject=vote, thread=_thread(vote), public=said)
    return result


def void(vote, *, reason, note="", by=None) -> Vote:
    """Say that the vote does not count, and why; the box is emptied unopened.

    The caller destroys the key after the commit.
    """
    was_open = locked(Vote, vote.id).state != VoteState.DRAFT
    vote = _move(vote, VoteState.VOID)
    vote.void_reason, vote.void_note = reason, note
    let_go(vote)
    if vote.is_secret:
        empty_box(vote)
        db.session.execute(delete(SealedBox).where(SealedBox.vote_id == vote.id))
    if was_open:
        stamp_topic(locked(Topic, vote.topic_id), Seal.DECIDE, status=Status.DELIBERATING)
    record(VOIDED, subject=vote, thread=_thread(vote), by=by, public={"reason": reason.value})
    return vote


def record_voice(vote, *, seat, voice, by) -> None:
    """Write down in public what a seat said: the roll call of a named vote."""
    record(SPOKEN, subject=vote, thread=_thread(vote), by=by, public={"seat": seat, "voice": voice.value})


def _move(vote, state) -> Vote:
    vote = locked(Vote, vote.id)
    if state not in TRANSITIONS[vote.state]:
        raise Conflict(
            _("This cannot be done now: the vote stands at “%(state)s”.", state=vote.state.label),
            _("Somebody may have moved it on. Load the page again to see what changed."),
        )
    vote.state = state
    return vote


def _insert(table, rows):
    if rows:
        db.session.execute(insert(table), rows)


def _thread(vote):
    return db.session.get(Thread, vote.thread_id)


def _said(line):
    if line is None:
        return None
    return f"{'>' if line.strict else '>='}{line.share.numerator}/{line.share.denominator}"
