"""Verbs that move a topic from state to state; the only file that assigns `topic.state`.

From issues: promotion.py. Options: options.py. Opinion rounds: rounds.py. Household support and
the agenda: support.py. A second look at a refusal: admission.py.
"""

from flask_babel import gettext as _

from civic.database import locked, utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act
from civic.threads.models import Seal, SealState, Status
from civic.threads.workflow import expect, open_thread
from civic.topics import origins
from civic.topics.guards import demand_answers, demand_other_way
from civic.topics.lettering import draw_letters
from civic.topics.models import Topic
from civic.topics.queries import rounds_of, standing_options
from civic.topics.rules import NOTICE_DAYS, SUPPORT_THRESHOLD, end_of_day, last_day
from civic.topics.stamping import end_here, note, stamp_topic, thread_of
from civic.topics.states import TRANSITIONS, TopicLevel, TopicState

STAGES = (Seal.INTAKE, Seal.DELIBERATE, Seal.DECIDE, Seal.ACT, Seal.REVIEW)

PROPOSED = act("topic.proposed", public={"level", "threshold"})
SCREENED = act("topic.screened", public={"regime", "burdens_others"})
NOT_ADMITTED = act("topic.not_admitted", public={"code"})
NOTICED = act("topic.noticed", public={"until", "seed", "letters"})
DELIBERATED = act("topic.deliberation_begun")
FORMED = act("topic.opinion_formed", public={"rounds", "opinions"})
VOTING = act("topic.voting_begun", public={"regime", "electorate"})
REFERRED = act("topic.referred", public={"regime"})
DECIDED = act("topic.decision_noticed")
IMPLEMENTING = act("topic.implementing")
REPORTED = act("topic.reported_back")
EVALUATED = act("topic.evaluated")
ARCHIVED = act("topic.archived")
SHELVED = act("topic.shelved", public={"look_again_on"})
WITHDRAWN = act("topic.withdrawn")
REOPENED = act("topic.reopened")
READMITTED = act("topic.readmitted")
HASTENED = act("topic.quick_round", public={"regime", "letters", "seed"})

SHORT_WAY = (
    TopicState.SCREENED,
    TopicState.NOTICED,
    TopicState.DELIBERATING,
    TopicState.OPINION_FORMED,
)


def propose(
    *,
    community_id,
    title,
    why,
    by,
    place_id=None,
    level=TopicLevel.COMMUNITY,
    council_id=None,
    support_threshold=SUPPORT_THRESHOLD,
    thread=None,
    **rest,
) -> Topic:
    """A new topic, from a resident or from staff, open to support. `thread`: one taken over."""
    place_id = place_id or community_id
    if thread is None:
        thread = open_thread(community_id=community_id, area_id=place_id, title=title, stages=STAGES)
    topic = Topic(
        community_id=community_id, place_id=place_id, title=title, why=why, level=level,
        council_id=council_id, proposed_by=by.id if by else None, thread_id=thread.id,
        support_threshold=support_threshold, state=TopicState.PROPOSED, **rest,
    )  # fmt: skip
    db.session.add(topic)
    note(PROPOSED, topic, by, level=level.value, threshold=support_threshold)
    return topic


def screen(
    topic, *, by, regime, burdens_others=True, council_id=None, fact_names=(), doer_body_id=None
) -> None:
    """Take it up: say who decides, whether it burdens others, and which facts every option tells."""
    topic = _move(topic, TopicState.SCREENED)
    topic.regime, topic.burdens_others = regime, burdens_others
    topic.council_id = council_id or topic.council_id
    topic.doer_body_id = doer_body_id or topic.doer_body_id
    if fact_names:
        topic.fact_names = list(fact_names)
    stamp_topic(topic, Seal.DELIBERATE, status=Status.DELIBERATING)
    note(SCREENED, topic, by, regime=regime, burdens_others=burdens_others)


def not_admit(topic, *, by, code, reason) -> None:
    """Refuse it, in public, with a code and plain words; anybody may ask somebody else to look."""
    if not reason.strip():
        raise Refused(_("Say in plain words why it cannot be taken up, and what the person can do."))
    topic = _leave(topic, TopicState.NOT_ADMITTED, by=by, reason=reason)
    topic.exit_code = code
    note(NOT_ADMITTED, topic, by, code=code.value)


def notice(topic, *, by, days=NOTICE_DAYS) -> None:
    """Put options and papers on public notice: from now on no option is added; letters are drawn."""
    options = standing_options(topic)
    if any(len(one.facts) != len(topic.fact_names) or not all(one.facts) for one in options):
        raise Refused(_("Every option must tell the same facts. Fill in the empty cells of the table."))
    demand_other_way(options)
    topic = _move(topic, TopicState.NOTICED)
    topic.notice_days, topic.notice_from = days, utcnow()
    topic.notice_until = end_of_day(topic.notice_from, days)
    letters = draw_letters(topic, options)
    stamp_topic(topic, Seal.DELIBERATE, status=Status.DELIBERATING, due_on=last_day(topic.notice_until))
    note(
        NOTICED,
        topic,
        by,
        until=last_day(topic.notice_until).isoformat(),
        seed=topic.letters_seed,
        letters=letters,
    )


def deliberate(topic, *, by) -> None:
    """Begin to talk it over, at the table or by the stone bench."""
    topic = _move(topic, TopicState.DELIBERATING)
    stamp_topic(topic, Seal.DELIBERATE, status=Status.DELIBERATING)
    note(DELIBERATED, topic, by)


def form_opinion(topic, *, by) -> None:
    """The talk came to something; who decides now takes over."""
    topic = _move(topic, TopicState.OPINION_FORMED)
    stamp_topic(topic, Seal.DELIBERATE, status=Status.DELIBERATING)
    note(FORMED, topic, by, rounds=len(rounds_of(topic)), opinions=topic.opinions_count)


def mark_voting(topic, *, regime, electorate, by, option_ids=None) -> None:
    """A vote opened on it (called by votes). I8: regime, frozen roll and a finished notice period.

    Args: regime — a code of votes/regimes.py; electorate — digest of the frozen roll;
    option_ids — what is on the ballot (I11: nothing that breaks a bottom line), None: all votable.
    """
    if not regime or not electorate:
        raise Refused(_("A vote needs to say who decides, and its roll must be frozen first."))
    if not topic.notice_over(utcnow()):
        raise Conflict(_("The notice period is not over yet."), _("The vote can open the day after it ends."))
    votable = {one.id for one in standing_options(topic) if one.is_votable}
    if not set(votable if option_ids is None else option_ids) <= votable:
        raise Refused(_("An option that breaks a bottom line, or was removed, cannot be voted on."))
    topic = _move(topic, TopicState.VOTING)
    topic.regime, topic.electorate = regime, electorate
    origins.show_voting(topic, by=by, is_open=True)
    stamp_topic(topic, Seal.DECIDE, status=Status.VOTING)
    note(VOTING, topic, by, regime=regime, electorate=electorate)


def refer(topic, *, by, regime) -> None:
    """Hand it to a residents' or owners' meeting, which this site does not hold."""
    topic = _move(topic, TopicState.REFERRED)
    topic.regime = regime
    stamp_topic(topic, Seal.DECIDE, status=Status.DELIBERATING)
    note(REFERRED, topic, by, regime=regime)


def mark_decided(topic, *, by, until=None) -> None:
    """A decision on it went on public notice (called by decisions); later ones change nothing."""
    topic = locked(Topic, topic.id)
    if topic.state in (TopicState.DECISION_NOTICED, TopicState.IMPLEMENTING):
        return
    was_voting = topic.state == TopicState.VOTING
    topic = _move(topic, TopicState.DECISION_NOTICED)
    if was_voting:
        origins.show_voting(topic, by=by, is_open=False)
    stamp_topic(topic, Seal.DECIDE, status=Status.DELIBERATING, due_on=last_day(until) if until else None)
    note(DECIDED, topic, by)


def implement(topic, *, by) -> None:
    """A confirmed decision is carried out (called by decisions).

    I12: what burdens others waits until an opinion round is closed and every opinion is answered;
    a repair is not held up.
    """
    topic = locked(Topic, topic.id)
    if topic.state == TopicState.IMPLEMENTING:
        return
    if topic.burdens_others:
        demand_answers(topic)
    topic = _move(topic, TopicState.IMPLEMENTING)
    stamp_topic(topic, Seal.ACT, status=Status.ACTING)
    note(IMPLEMENTING, topic, by)


def report_back(topic, *, by) -> None:
    """Tell everybody how it went; the paper itself is a TopicDocument."""
    topic = _move(topic, TopicState.REPORTED_BACK)
    stamp_topic(topic, Seal.REVIEW, status=Status.AWAITING)
    note(REPORTED, topic, by)


def evaluate(topic, *, by) -> None:
    """Neighbours have judged it; the paper itself is a TopicDocument."""
    topic = _move(topic, TopicState.EVALUATED)
    stamp_topic(topic, Seal.REVIEW, SealState.DONE, status=Status.DONE)
    note(EVALUATED, topic, by)


def archive(topic, *, by) -> None:
    """Nothing more to do."""
    topic = _move(topic, TopicState.ARCHIVED)
    note(ARCHIVED, topic, by)


def shelve(topic, *, by, reason, look_again_on) -> None:
    """Put it aside, saying why and when it is looked at again."""
    if not reason.strip() or look_again_on is None:
        raise Refused(_("Say why it is put aside, and on which day it is looked at again."))
    topic = _leave(topic, TopicState.SHELVED, by=by, reason=reason)
    topic.look_again_on = look_again_on
    note(SHELVED, topic, by, look_again_on=look_again_on.isoformat())


def withdraw(topic, *, by, reason="") -> None:
    """Whoever proposed it takes it back."""
    topic = _leave(topic, TopicState.WITHDRAWN, by=by, reason=reason)
    note(WITHDRAWN, topic, by)


def reopen(topic, *, by, reason) -> None:
    """Talk it over again: options may be added until the next notice."""
    if not reason.strip():
        raise Refused(_("Say why it is opened again."))
    topic = _move(topic, TopicState.REOPENED)
    expect(thread_of(topic), *STAGES[1:])
    origins.take_up_again(topic, by=by)
    topic.exit_reason, topic.exit_by, topic.look_again_on = reason, by.id if by else None, None
    stamp_topic(topic, Seal.DELIBERATE, status=Status.DELIBERATING)
    note(REOPENED, topic, by)


def readmit(topic, *, by) -> None:
    """A second look let it in after all (called by admission)."""
    topic = _move(topic, TopicState.SCREENED)
    expect(thread_of(topic), *STAGES[1:])
    stamp_topic(topic, Seal.DELIBERATE, status=Status.DELIBERATING)
    origins.take_up_again(topic, by=by)
    note(READMITTED, topic, by)


def hasten(topic, *, by, regime) -> None:
    """快速商量: straight to those who choose; the question itself is the notice, nought days and over.

    The options are fixed and lettered now; votes then opens the vote.
    """
    if not topic.quick:
        raise Refused(_("Only a quick round skips the notice period."))
    demand_other_way(standing_options(topic))
    for state in SHORT_WAY:
        topic = _move(topic, state)
    topic.regime, topic.notice_days = regime, 0
    topic.notice_from = topic.notice_until = utcnow()
    letters = draw_letters(topic, standing_options(topic))
    note(HASTENED, topic, by, regime=regime, seed=topic.letters_seed, letters=letters)


def _move(topic, state) -> Topic:
    """Lock the row and its issues and change its state, or raise Conflict saying what it became meanwhile."""
    topic = locked(Topic, topic.id)
    origins.hold(topic)
    if state not in TRANSITIONS[topic.state]:
        raise Conflict(
            _("This cannot be done now: the topic stands at “%(state)s”.", state=topic.state.label),
            _("Somebody may have moved it on. Load the page again to see what changed."),
        )
    topic.state, topic.moved_at = state, utcnow()
    return topic


def _leave(topic, state, *, by, reason) -> Topic:
    """Move off the usual way, keeping who said so and why."""
    seal = Seal.INTAKE if topic.state == TopicState.PROPOSED else Seal.DELIBERATE
    topic = _move(topic, state)
    topic.exit_reason, topic.exit_by = reason, by.id if by else None
    end_here(topic, seal, Status.NOT_NOW)
    origins.hand_back(topic, by=by)
    return topic
