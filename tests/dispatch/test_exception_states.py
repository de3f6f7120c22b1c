"""Every move of every kind of exception against its table; words that two kinds share are not mixed up."""

from itertools import product
from types import SimpleNamespace

import pytest

from civic.dispatch.exception_states import (
    TRANSITIONS,
    ExtensionState,
    LongTermState,
    ObjectionState,
    ProposalState,
    can_become,
)
from civic.dispatch.exception_workflow import settle_as
from civic.errors import Conflict

KINDS = (ObjectionState, ExtensionState, LongTermState, ProposalState)
LEGAL = {
    "ObjectionState": {("open", "upheld"), ("open", "rejected"), ("open", "lapsed")},
    "ExtensionState": {("asked", "approved"), ("asked", "refused"), ("asked", "lapsed")},
    "LongTermState": {("proposed", "listed"), ("proposed", "refused"), ("listed", "ended")},
    "ProposalState": {("proposed", "approved"), ("proposed", "refused"), ("approved", "lifted")},
}


def test_every_kind_has_its_table():
    assert set(TRANSITIONS) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_move_follows_the_table(kind):
    for was, to in product(kind, kind):
        row = SimpleNamespace(state=was)
        if (was.value, to.value) in LEGAL[kind.__name__]:
            settle_as(row, to)
            assert row.state is to
        else:
            with pytest.raises(Conflict):
                settle_as(row, to)
            assert row.state is was


def test_equal_words_of_two_kinds_are_two_states():
    assert LongTermState.PROPOSED == ProposalState.PROPOSED  # StrEnums compare as words
    for one, other in product(KINDS, KINDS):
        if one is not other:
            assert not any(can_become(was, to) for was, to in product(one, other))
