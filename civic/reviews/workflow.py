"""The verbs of a callback: expect, offer, ask, answer, correct, read back, and what follows by itself.

Only this file writes a callback's `state`. Nothing here sets an answer but the resident's own word
(I7): by link, by text message, on their own page, or told to a body that did not handle the order.
"""

from flask_babel import gettext as _

from civic.database import local_today, utcnow
from civic.dispatch import workflow as dispatch
from civic.dispatch.states import OrderState
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.issues import workflow as issues
from civic.issues.kinds import REOPEN_PERIOD
from civic.issues.states import IssueState
from civic.ledger.workflow import act, record
from civic.reviews import policies, queries, tokens
from civic.reviews.facts import snapshot
from civic.reviews.models import Callback, CallbackAnswer, CallbackWords
from civic.reviews.moments import SILENCE, ask_from, counted_on, due_of, next_look
from civic.reviews.states import AnswerChannel, CallbackState, Solved
from civic.threads import workflow as threads
from civic.threads.models import Seal, SealState

SAID = {"round", "contacted", "solved", "satisfied", "channel"}

EXPECTED = act("callback.expected", public={"round"})
FELL_DUE = act(
    "callback.fell_due",
    public={"round", "street", "community", "category", "urgency", "proactive", "excluded", "legs"},
)
EXCLUSION = act("callback.exclusion_noted", public={"round", "excluded"})
OFFERED = act("callback.offered", public={"round"})
ASKED = act("callback.asked", public={"round"})
LEFT_TO_CITY = act("callback.left_to_city", public={"round"})
UNCONFIRMED = act("callback.unconfirmed", public={"round"})
REPLACED = act("callback.replaced", public={"round"})
ANSWERED = act("callback.answered", public=SAID)
CORRECTED = act("callback.corrected", public=SAID | {"was_contacted", "was_solved", "was_satisfied"})
READ_BACK = act("callback.read_back", public={"round"})


def expect(order) -> Callback:
    """A round begins: its callback stands from the first day, so that none can be forgotten."""
    callback = Callback(
        order_id=order.id, round=order.round, thread_id=order.thread_id, community_id=order.community_id,
        street_id=order.street_id, state=CallbackState.EXPECTED, token_salt=tokens.new_salt(),
        is_excluded=False, version=1,
    )  # fmt: skip
    db.session.add(callback)
    db.session.flush()
    callback.token_lookup = tokens.fingerprint(tokens.token_of(callback))
    _record(EXPECTED, callback)
    callback.look_at = next_look(callback, order)
    return callback


def offer(callback, order) -> None:
    """It is answered: the link works and the questions stand on the issue's own page.

    Asked for by message only after the deadline (条例 Art. 23), or at once where that is over.
    """
    _move(callback, CallbackState.OFFERED)
    callback.offered_at = utcnow()
    _record(OFFERED, callback)
    callback.look_at = next_look(callback, order)


def replace(callback) -> None:
    """Nobody was left to lead it: a new round begins, and nobody is asked about this one."""
    _move(callback, CallbackState.REPLACED)
    callback.look_at = None
    _record(REPLACED, callback)


def fall_due(callback, order) -> None:
    """Its time is over: what each leading body did in time is written down once, for the score runs."""
    entry = _record(FELL_DUE, callback, **snapshot(order, queries.legs_of(callback)))
    callback.fell_due_on = counted_on(due_of(callback, order), local_today())
    callback.fell_due_entry = entry.id
    callback.is_excluded = order.is_excluded
    callback.look_at = next_look(callback, order)


def note_exclusion(callback, order) -> None:
    """It was taken out of the assessment, or put back, after it had fallen due (I6: still counted)."""
    callback.is_excluded = order.is_excluded
    callback.excluded_entry = _record(EXCLUSION, callback, excluded=order.is_excluded).id


def ask(callback, order) -> None:
    """回访: ask how it went. Messages listen and send the link; nobody is called twice by two offices."""
    if not policies.may_call_back(order):
        _leave_to_city(callback, order)
        return
    _move(callback, CallbackState.ASKED)
    callback.asked_at = utcnow()
    dispatch.note_callback(order)
    _record(ASKED, callback)
    callback.look_at = next_look(callback, order)


def _leave_to_city(callback, order):
    _move(callback, CallbackState.LEFT_TO_CITY)
    dispatch.note_callback(order)
    _record(LEFT_TO_CITY, callback)
    callback.look_at = None
    if order.state is OrderState.REPLIED:
        dispatch.close(order, by=None, how="city_called")


def answer(callback, said, *, channel, by=None) -> CallbackAnswer:
    """The resident's three answers, once. Args: said — text_answer.Said; by — for `own` the reporter,
    for `phone` whoever wrote it down, else None.

    Yes confirms the issue, which closes the order. Raises NotAllowed for anybody else's word (I7).
    """
    order, issue = queries.order_of(callback), queries.issue_of(callback)
    _guard_voice(callback, order, issue, channel, by)
    if callback.is_expired or not callback.is_answerable:
        raise Conflict(
            _("This has been answered already, or its time is over."),
            _("What was answered before stands. Nothing of yours is lost: see below what you can do."),
        )
    _move(callback, CallbackState.ANSWERED)
    callback.answered_at = utcnow()
    given = _write(callback, said, 1, channel, by)
    if callback.round == order.round:
        dispatch.note_callback(order)
    by_phone = by if channel is AnswerChannel.PHONE else None
    callback.answer_entry = _record(ANSWERED, callback, by=by_phone, **_codes(given)).id
    _follow(callback, order, issue, given)
    callback.look_at = next_look(callback, order)
    return given


def correct(callback, said, *, channel, by=None) -> CallbackAnswer:
    """Within seven days, by the resident alone; the earlier answer stays in its row and on the ledger."""
    order, issue = queries.order_of(callback), queries.issue_of(callback)
    if channel is AnswerChannel.PHONE:
        raise NotAllowed(_("Only the resident can change an answer."))
    _guard_voice(callback, order, issue, channel, by)
    if not callback.can_be_corrected:
        raise Refused(
            _("An answer can be changed for seven days; they are over."),
            _("If it is not solved, it can still be taken up again, or raised anew."),
        )
    before = queries.answers_of(callback)[-1]
    given = _write(callback, said, before.serial + 1, channel, by)
    was = {f"was_{name}": value for name, value in _codes(before).items() if name != "channel"}
    callback.answer_entry = _record(CORRECTED, callback, **_codes(given), **was).id
    callback.version += 1
    _follow(callback, order, issue, given)
    return given


def _guard_voice(callback, order, issue, channel, by):
    if channel is AnswerChannel.OWN and not (by is not None and by.id == issue.reporter_id):
        raise NotAllowed(_("Only the resident who raised it can answer this."))
    if channel is AnswerChannel.PHONE and not policies.may_write_down(by, callback):
        raise NotAllowed(
            _("Whoever handled it cannot write down what the resident says of it."),
            _("Leave it to a colleague or a body that had no part in it."),
        )
    if channel is AnswerChannel.OWN and policies.acts_for_a_handler(by, queries.legs_of_order(order)):
        raise NotAllowed(_("You have had a part in handling it, so you cannot rate it."))


def _write(callback, said, serial, channel, by):
    given = CallbackAnswer(
        callback_id=callback.id, serial=serial, contacted=said.contacted, solved=said.solved,
        satisfied=said.satisfied, channel=channel,
        entered_by=by.id if channel is AnswerChannel.PHONE else None,
    )  # fmt: skip
    db.session.add(given)
    if words := said.words.strip():
        queries.forget_words(callback)
        db.session.add(CallbackWords(callback_id=callback.id, words=words))
    return given


def _codes(given):
    return {
        "contacted": given.contacted,
        "solved": given.solved.value,
        "satisfied": given.satisfied.value if given.satisfied else None,
        "channel": given.channel.value,
    }


def _follow(callback, order, issue, given):
    """Yes confirms it; else it is answered, also where an earlier yes had confirmed it, and the thread stops
    saying that somebody waits for a yes. What is said of an earlier round moves nothing: what was done in
    the present one is asked about in its own callback.
    """
    if callback.round != order.round:
        return
    if given.solved is Solved.YES:
        if issue.state is IssueState.ANSWERED:
            issues.confirm_by_callback(issue, channel=given.channel.value)
        return
    if issue.state is IssueState.CONFIRMED:
        issues.take_back_confirmation(issue, channel=given.channel.value)
    elif issue.state is IssueState.ANSWERED:
        threads.stamp(queries.thread_of(callback), Seal.REVIEW, SealState.DONE)


def reopen(callback, *, channel, by=None) -> None:
    """一键重办: the resident has it taken up again, a new round on a whole new clock, in public."""
    order, issue = queries.order_of(callback), queries.issue_of(callback)
    _guard_voice(callback, order, issue, channel, by)
    if callback.answered_at is None or utcnow() >= callback.answered_at + REOPEN_PERIOD:
        raise Refused(
            _("It can be taken up again for 30 days after your answer."),
            _("Please raise it anew; we link the two."),
        )
    if callback.round != order.round:
        raise Conflict(_("It has been taken up again already."), _("Its new date stands on its page."))
    issues.reopen_by_callback(issue, channel=channel.value)
    callback.version += 1
    callback.look_at = None


def read_back(callback) -> None:
    """What was told by telephone is sent to the resident, with a way to change it. Messages listen."""
    if callback.read_back_at is None:
        callback.read_back_at = utcnow()
        _record(READ_BACK, callback)


def take_due_steps(callback, order) -> int:
    """What has become due by itself, each once: fall due, ask, "unconfirmed", close. Returns how many."""
    now, taken = utcnow(), 0
    current = callback.round == order.round and callback.state is not CallbackState.REPLACED
    due_at = due_of(callback, order)
    if current and callback.fell_due_entry is None and due_at is not None and due_at <= now:
        fall_due(callback, order)
        taken += 1
    if callback.state is CallbackState.OFFERED and (ask_from(order) or callback.offered_at) <= now:
        ask(callback, order)
        taken += 1
    elif callback.state is CallbackState.ASKED and callback.asked_at + SILENCE <= now:
        _move(callback, CallbackState.UNCONFIRMED)
        _record(UNCONFIRMED, callback)
        taken += _close(order, "unconfirmed") if current else 0
    elif callback.state is CallbackState.ANSWERED and callback.answered_at + SILENCE <= now:
        taken += _close(order, "unsolved") if current else 0
    callback.look_at = next_look(callback, order)
    return taken


def _close(order, how):
    if order.state not in (OrderState.REPLIED, OrderState.ANSWERED):
        return 0
    dispatch.close(order, by=None, how=how)
    return 1


def _move(callback, state):
    if not callback.can_become(state):
        raise Conflict(
            _("This has moved on in the meantime: it is now “%(state)s”.", state=callback.state.label),
            _("Look at it once more before you act; what you typed is below."),
        )
    callback.state = state
    callback.version += 1


def _record(verb, callback, by=None, **public):
    thread = queries.thread_of(callback)
    return record(verb, subject=callback, thread=thread, by=by, public={"round": callback.round} | public)
