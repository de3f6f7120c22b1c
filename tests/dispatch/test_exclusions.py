"""剔除: two persons, a ground, answered first, counted in public (I6); misuse flags point at nobody."""

import pytest

from civic.database import locked, writing
from civic.dispatch import exclusion_workflow
from civic.dispatch.exception_figures import excluded_by_ground
from civic.dispatch.exception_models import MisuseFlag
from civic.dispatch.exception_states import ExclusionGround, ProposalState
from civic.dispatch.models import WorkOrder
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.ledger.models import LedgerEntry, LedgerPayload
from tests.factories.dispatch import make_order, make_received, make_replied
from tests.factories.exceptions import make_exclusion, make_listed, on_order, on_row


def now(row):
    return db.session.get(type(row), row.id, populate_existing=True)


def rule(exclusion, by, verb=exclusion_workflow.approve, words="属实。"):
    on_order(verb, exclusion, by=by, words=words)


def test_approved_by_another_no_rate_counts_it_and_the_public_line_does(town):
    exclusion = make_exclusion(town)
    assert excluded_by_ground()[0][ExclusionGround.PRIVATE_DISPUTE] == 0
    rule(exclusion, town.street_colleague)
    order = db.session.get(WorkOrder, exclusion.order_id)
    assert (order.is_excluded, now(exclusion).state) == (True, ProposalState.APPROVED)
    by_ground, orders = excluded_by_ground()
    assert set(by_ground) == set(ExclusionGround)
    assert (by_ground[ExclusionGround.PRIVATE_DISPUTE], sum(by_ground.values()), orders) == (1, 1, 1)


def test_the_district_may_be_the_second_person(town):
    exclusion = make_exclusion(town)
    rule(exclusion, town.district)
    assert now(exclusion).state is ProposalState.APPROVED


def test_proposer_and_approver_differ(town):
    exclusion = make_exclusion(town)
    for verb in (exclusion_workflow.approve, exclusion_workflow.refuse):
        with pytest.raises(NotAllowed):
            rule(exclusion, town.street, verb)
    assert not db.session.get(WorkOrder, exclusion.order_id).is_excluded


def test_nothing_is_left_out_before_it_is_answered(town):
    for order in (
        make_received(town),
        make_order(town),
        db.session.get(WorkOrder, make_listed(town).order_id),
    ):
        with pytest.raises(Refused):
            make_exclusion(town, order)


def test_a_ground_and_words(town):
    order = make_replied(town)
    with pytest.raises(Refused):
        make_exclusion(town, order, ground=None)
    with pytest.raises(Refused), writing():
        exclusion_workflow.propose(
            locked(WorkOrder, order.id), by=town.street, ground=ExclusionGround.FALSE, words=" "
        )
    make_exclusion(town, order)
    with pytest.raises(Conflict):
        make_exclusion(town, order)


def test_refused_it_is_counted_and_may_be_proposed_anew(town):
    exclusion = make_exclusion(town)
    rule(exclusion, town.street_colleague, exclusion_workflow.refuse)
    order = db.session.get(WorkOrder, exclusion.order_id)
    assert not order.is_excluded
    with pytest.raises(Conflict):
        rule(exclusion, town.street_colleague)
    assert make_exclusion(town, order).id != exclusion.id


def test_lifted_it_is_counted_again(town):
    exclusion = make_exclusion(town)
    with pytest.raises(Conflict):
        rule(exclusion, town.street, exclusion_workflow.lift)
    rule(exclusion, town.street_colleague)
    rule(exclusion, town.street, exclusion_workflow.lift, "弄错了。")
    assert not db.session.get(WorkOrder, exclusion.order_id).is_excluded
    assert sum(excluded_by_ground()[0].values()) == 0
    verbs = db.select(LedgerEntry.verb).where(LedgerEntry.verb.like("%exclu%")).order_by(LedgerEntry.id)
    assert list(db.session.scalars(verbs)) == [
        "work_order.exclusion_proposed", "work_order.excluded", "work_order.exclusion_lifted"
    ]  # fmt: skip


def make_flag(town):
    order = make_order(town)
    with writing():
        return exclusion_workflow.propose_misuse(
            locked(WorkOrder, order.id), by=town.street, words="一天打四十次,辱骂话务员。"
        )


def test_a_flag_needs_a_second_person_and_can_be_lifted(town):
    flag = make_flag(town)
    with pytest.raises(NotAllowed):
        on_row(exclusion_workflow.confirm_misuse, flag, by=town.street, words="是。")
    with pytest.raises(NotAllowed):
        on_row(exclusion_workflow.refuse_misuse, flag, by=town.street, words="不是。")
    on_row(exclusion_workflow.confirm_misuse, flag, by=town.street_colleague, words="是。")
    with pytest.raises(Conflict):
        on_row(exclusion_workflow.refuse_misuse, flag, by=town.street_colleague, words="不是。")
    on_row(exclusion_workflow.lift_misuse, flag, by=town.street, words="弄错了。")
    assert db.session.get(MisuseFlag, flag.id).state is ProposalState.LIFTED


def test_the_record_of_a_flag_points_at_nobody(town):
    flag = make_flag(town)
    on_row(exclusion_workflow.confirm_misuse, flag, by=town.street_colleague, words="是。")
    entries = db.session.scalars(
        db.select(LedgerEntry).where(LedgerEntry.subject == f"misuse_flag:{flag.id}")
    )
    for entry in entries:
        payload = db.session.get(LedgerPayload, entry.id)
        assert (entry.thread_id, payload.public_json, payload.sealed_json) == (None, {}, {})
