"""The seals say where a matter is; nothing that was reached is lost, late follows from the date."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from civic.database import local_today
from civic.threads.models import Seal, SealState, Status, Thread
from civic.threads.workflow import USUAL, expect, stamp

moves = st.lists(
    st.tuples(st.sampled_from(list(Seal)), st.sampled_from([SealState.NOW, SealState.DONE])), max_size=12
)


class FakeBody:
    id, name = 3, "星榆物业"


def fresh():
    thread = Thread(seals={seal.value: {"state": "todo"} for seal in USUAL}, status=Status.RECEIVED)
    stamp(thread, Seal.INTAKE, SealState.NOW)
    return thread


def states(thread):
    return {seal: state for seal, state, _on, _who in thread.seal_states()}


@given(moves)
def test_at_most_one_stage_is_now_and_none_before_it_is_open(steps):
    thread = fresh()
    for seal, state in steps:
        stamp(thread, seal, state)
        drawn = states(thread)
        if state == SealState.NOW:
            earlier = [drawn[s] for s in Seal if s in drawn and list(Seal).index(s) < list(Seal).index(seal)]
            assert all(one == SealState.DONE for one in earlier)
            later = [drawn[s] for s in Seal if s in drawn and list(Seal).index(s) > list(Seal).index(seal)]
            assert all(one == SealState.TODO for one in later)
        assert drawn[seal] == state
        assert [s for s in Seal if s in drawn] == list(drawn)


def test_the_usual_way_skips_deliberation():
    thread = fresh()
    stamp(thread, Seal.DISPATCH, SealState.DONE)
    stamp(thread, Seal.ACT, SealState.NOW, holder=FakeBody, due_on=local_today(), status=Status.ACTING)
    assert "".join(seal.char for seal in states(thread)) == "接派办评"
    assert (thread.holder_name, thread.status, thread.stage) == ("星榆物业", Status.ACTING, Seal.ACT)


def test_a_promoted_matter_draws_the_stages_to_come():
    thread = fresh()
    expect(thread, Seal.DELIBERATE, Seal.DECIDE)
    assert "".join(seal.char for seal in states(thread)) == "接派议定办评"


def test_it_turns_red_the_day_after_and_not_before():
    thread = fresh()
    stamp(thread, Seal.ACT, SealState.NOW, due_on=local_today(), status=Status.ACTING)
    assert states(thread)[Seal.ACT] == SealState.NOW
    thread.due_on = local_today() - timedelta(days=1)
    assert thread.is_late
    assert states(thread)[Seal.ACT] == SealState.LATE
    stamp(thread, Seal.REVIEW, SealState.DONE, status=Status.DONE)
    assert not thread.is_late
