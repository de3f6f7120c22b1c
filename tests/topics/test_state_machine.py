"""Random walks of the verbs against a slow oracle written from domain.md §3.3, not from the code."""

from dataclasses import dataclass
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civic.database import writing
from civic.errors import CivicError
from civic.extensions import db
from civic.topics import rounds, workflow
from civic.topics.models import OpinionRound, Topic
from civic.topics.states import RefusalCode
from tests.factories.topics import end_notice, end_round, make_topic

WAYS = """
proposed -> screen:screened not_admit:not_admitted withdraw:withdrawn shelve:shelved
screened -> notice:noticed withdraw:withdrawn shelve:shelved
noticed -> deliberate:deliberating withdraw:withdrawn shelve:shelved
deliberating -> form:opinion_formed shelve:shelved
opinion_formed -> vote:voting refer:referred decide:decision_noticed shelve:shelved
voting -> decide:decision_noticed reopen:reopened
referred -> decide:decision_noticed reopen:reopened
decision_noticed -> decide:decision_noticed implement:implementing reopen:reopened
implementing -> decide:implementing implement:implementing report:reported_back reopen:reopened
reported_back -> evaluate:evaluated reopen:reopened
evaluated -> archive:archived reopen:reopened
archived -> reopen:reopened
withdrawn ->
not_admitted ->
shelved -> reopen:reopened withdraw:withdrawn
reopened -> notice:noticed withdraw:withdrawn shelve:shelved
"""
ORACLE = {}
for line in WAYS.strip().splitlines():
    state, _, ways = line.partition(" ->")
    ORACLE[state] = dict(way.split(":") for way in ways.split())

VERBS = {
    "screen": lambda t, by: workflow.screen(t, by=by, regime="advisory", burdens_others=True),
    "not_admit": lambda t, by: workflow.not_admit(t, by=by, code=REFUSAL, reason="不归我们管"),
    "withdraw": lambda t, by: workflow.withdraw(t, by=by),
    "shelve": lambda t, by: workflow.shelve(t, by=by, reason="等开春", look_again_on=date(2026, 5, 1)),
    "notice": lambda t, by: workflow.notice(t, by=by),
    "deliberate": lambda t, by: workflow.deliberate(t, by=by),
    "form": lambda t, by: workflow.form_opinion(t, by=by),
    "vote": lambda t, by: workflow.mark_voting(t, by=by, regime="advisory", electorate="ab" * 32),
    "refer": lambda t, by: workflow.refer(t, by=by, regime="residents_meeting"),
    "decide": lambda t, by: workflow.mark_decided(t, by=by),
    "implement": lambda t, by: workflow.implement(t, by=by),
    "report": lambda t, by: workflow.report_back(t, by=by),
    "evaluate": lambda t, by: workflow.evaluate(t, by=by),
    "archive": lambda t, by: workflow.archive(t, by=by),
    "reopen": lambda t, by: workflow.reopen(t, by=by, reason="新情况"),
}
REFUSAL = RefusalCode.NOT_OURS
MOVES = (*VERBS, "wait", "ask", "close")


@dataclass
class Model:
    """What the oracle remembers; it knows nothing of rows."""

    state: str = "proposed"
    noticed: bool = False
    notice_over: bool = False
    rounds: int = 0
    open_round: bool = False

    def expects(self, move):
        """The state after `move`, or None when it must be refused."""
        after = ORACLE[self.state].get(move)
        if move == "vote" and not self.notice_over:
            return None
        if move == "implement" and self.state != "implementing" and (not self.rounds or self.open_round):
            return None
        return after

    def apply(self, move):
        after = self.expects(move)
        if after is None:
            return False
        if move == "notice":
            self.noticed, self.notice_over = True, False
        self.state = after
        return True


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(moves=st.lists(st.sampled_from(MOVES), max_size=14), head=st.integers(0, 11))
def test_the_verbs_walk_as_the_domain_says(app, town, moves, head):
    usual = ("screen", "notice", "ask", "deliberate", "form", "wait", "close", "vote", "decide",
             "implement", "report", "evaluate")  # fmt: skip
    topic, model = make_topic(town.secretary), Model()
    for move in (*usual[:head], *moves):
        step(topic, model, move, town.secretary)
        assert db.session.get(Topic, topic.id).state.value == model.state, move


def step(topic, model, move, by):
    if move == "wait":
        if model.noticed:
            end_notice(topic)
            model.notice_over = True
    elif move in ("ask", "close"):
        run_round(topic, model, move, by)
    else:
        assert happens(lambda: VERBS[move](topic, by)) == model.apply(move), (model, move)


def run_round(topic, model, move, by):
    asked = db.session.query(OpinionRound).filter_by(topic_id=topic.id, closed_at=None).first()
    if move == "ask":
        asking = ("noticed", "deliberating", "opinion_formed", "decision_noticed")
        may = model.state in asking and not model.open_round
        assert happens(lambda: rounds.open_round(topic, by=by)) == may
        model.rounds, model.open_round = model.rounds + may, model.open_round or may
    elif asked is not None:
        end_round(asked)
        assert happens(lambda: rounds.close_round(asked, by=by))
        model.open_round = False


def happens(verb):
    try:
        with writing():
            verb()
    except CivicError:
        return False
    return True
