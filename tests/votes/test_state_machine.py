"""Any sequence of casting, changing, claiming, checking and closing agrees with a notebook kept by hand."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from civic.database import writing
from civic.extensions import db
from civic.votes import casting, closing
from civic.votes.models import CountedBallot, Envelope, ReceiptLine, Turnout
from civic.votes.regimes import Outcome
from civic.votes.states import ReceiptStanding
from tests.factories.votes import cast_for, end, entry_of, make_vote

LETTERS = "甲乙丙"
HOMES = ("household", "neighbour_household", "other_household")


@st.composite
def ballots(draw):
    letter = draw(st.sampled_from(LETTERS))
    cannot = draw(st.sets(st.sampled_from([one for one in LETTERS if one != letter])))
    return letter, tuple(sorted(cannot, key=LETTERS.index))


class Box(RuleBasedStateMachine):
    """The notebook: one line a home, one waiting line a claimant, and every envelope ever sent."""

    town = None

    @initialize()
    def open(self):
        self.vote = make_vote(self.town.secretary)
        self.homes = {name: getattr(self.town, name) for name in HOMES}
        self.counted, self.waiting, self.replaced, self.closed = {}, {}, 0, False

    @rule(name=st.sampled_from(HOMES), ballot=ballots(), replace=st.booleans())
    def cast(self, name, ballot, replace):
        outcome = self._send(name, ballot, replace)
        if self.closed:
            assert outcome == "late"
        elif name in self.counted and not replace:
            assert outcome == "asked"
        else:
            assert outcome == "taken"
            self.replaced += name in self.counted
            self.counted[name] = ballot

    @rule(name=st.sampled_from(HOMES), who=st.integers(901, 902), ballot=ballots())
    def cast_unchecked(self, name, who, ballot):
        outcome = self._send(name, ballot, True, who)
        assert outcome == ("late" if self.closed else "taken")
        if not self.closed:
            self.replaced += (name, who) in self.waiting
            self.waiting[name, who] = ballot

    @rule(name=st.sampled_from(HOMES), who=st.integers(901, 902))
    def check_home(self, name, who):
        if self.closed:
            return
        with writing():
            moved = casting.verify_pending(self.vote, entry_of(self.vote, self.homes[name]), who)
        assert moved == ((name, who) in self.waiting and name not in self.counted)
        if moved:
            self.counted[name] = self.waiting.pop((name, who))

    @rule()
    def close(self):
        end(self.vote)
        result = closing.close_vote(self.vote.id)
        chosen = {letter: sum(b[0] == letter for b in self.counted.values()) for letter in LETTERS}
        cannot = {letter: sum(letter in b[1] for b in self.counted.values()) for letter in LETTERS}
        most = [letter for letter, number in chosen.items() if number == max(chosen.values())]
        tie = {"tie": most} if len(most) > 1 and self.counted else {}
        assert result.counts == {"chosen": chosen, "cannot": cannot} | tie
        assert (result.returned, result.unverified, result.spoiled) == (
            len(self.counted),
            len(self.waiting),
            0,
        )
        enough = 2 * len(self.counted) >= 7 and 2 * max(chosen.values()) > len(self.counted)
        assert (result.outcome is Outcome.REACHED) == enough
        self.closed = True

    @invariant()
    def figures_agree(self):
        boxes = self._count(Envelope)
        assert boxes == (0 if self.closed else len(self.counted) + len(self.waiting))
        returned = select(func.sum(Turnout.returned)).where(Turnout.vote_id == self.vote.id)
        assert db.session.scalar(returned) == len(self.counted)
        if self.closed:
            assert self._count(CountedBallot) == len(self.counted)
            assert self._count(ReceiptLine, standing=ReceiptStanding.REPLACED) == self.replaced

    def _send(self, name, ballot, replace, who=None):
        try:
            cast_for(self.vote, self.homes[name], ballot[0], ballot[1], claimed_by=who, replace=replace)
        except casting.AlreadyVoted:
            return "asked"
        except (casting.TooLate, casting.keystore.KeyLost):
            return "late"
        return "taken"

    def _count(self, table, **more):
        found = select(func.count()).select_from(table).filter_by(vote_id=self.vote.id, **more)
        return db.session.scalar(found)


def test_the_box_agrees_with_the_notebook(town):
    Box.town = town
    run_state_machine_as_test(
        Box,
        settings=settings(
            max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
