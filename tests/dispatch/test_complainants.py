"""Names and numbers of callers: sealed, for who handles the order and with a reason, gone after their day."""

import pytest
from sqlalchemy import func, select, text

from civic.accounts.phones import normalised
from civic.database import local_today, locked, writing
from civic.dispatch import complainants, exporting, hotline_workflow, queries
from civic.dispatch.complainants import Contact
from civic.dispatch.hotline_models import Complainant, ComplainantView
from civic.dispatch.importing import Intake, Written, bring_in, check
from civic.dispatch.models import WorkOrder
from civic.errors import NotAllowed, Refused
from civic.extensions import db
from civic.issues import search
from civic.ledger.models import LedgerPayload
from civic.places.models import Place
from civic.reviews import text_replies
from civic.reviews.models import Callback, CallbackAnswer
from civic.reviews.states import AnswerChannel, Satisfied, Solved
from tests.dispatch.hotline import csv_file, rows
from tests.dispatch.orders import dispatched
from tests.factories.dispatch import legs_of, make_reply

NAME, PHONE = "榆某", "13900000001"


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def seen(order, viewer, reason, agents=frozenset()):
    """What a look shows to whoever looked."""
    view = complainants.look(order, viewer, reason, agents)
    return complainants.shown_to(viewer, order.id, view.id)


def allowed(town, day="2027-06-30"):
    with writing():
        return complainants.authorise(
            source="12345", allowed_by="街道办", reference="3号", by=town.street,
            retain_until=type(local_today()).fromisoformat(day), community=locked(Place, town.community.id),
        )  # fmt: skip


@pytest.fixture
def bring(town, tmp_path):
    """Two orders from a file, with or without an authorisation."""

    def run(authorisation=None, city=True):
        lines = list(rows(2)) if city else [[*row[:-5], "", "", "", *row[-2:]] for row in rows(2)]
        path = csv_file(tmp_path / "l.csv", lines)
        checked = check(path, path.with_suffix(".report"), "12345")
        intake = Intake("12345", town.community.id, authorisation, town.street)
        return sum(bring_in(checked, intake), Written())

    return run


def first():
    return db.session.scalars(select(WorkOrder).order_by(WorkOrder.id)).first()


def test_without_an_authorisation_they_are_dropped(bring):
    assert bring().complainants == 0 and count(Complainant) == 0


def test_with_one_they_are_sealed_and_nowhere_else(bring, town):
    row = allowed(town)
    assert bring(row).complainants == 2
    kept = db.session.get(Complainant, first().id)
    assert kept.authorisation_id == row.id and kept.confidential and str(kept.retain_until) == "2027-06-30"
    assert PHONE.encode() not in kept.phone_sealed and NAME.encode() not in kept.name_sealed
    assert complainants.opened(kept) == Contact(NAME, PHONE, True)
    assert not search.own_hits(PHONE, town.community.id) and not search.own_hits(NAME, town.community.id)
    said = str(list(db.session.scalars(select(LedgerPayload.public_json))))
    assert PHONE not in said and NAME not in said and "街道办" not in said
    for table in ("issue", "work_order", "hotline_row", "thread"):
        everything = str(db.session.execute(text(f"SELECT * FROM {table}")).all())
        assert PHONE not in everything and NAME not in everything and "wx1" not in everything


def test_a_day_that_is_over_is_no_authorisation(town):
    with pytest.raises(Refused):
        allowed(town, "2020-01-01")


def test_only_who_handles_it_sees_the_number_and_each_look_is_noted(bring, town):
    bring(allowed(town))
    no = dispatched(town, first())
    for stranger in (town.street, town.secretary, town.resident, town.delegate):
        with pytest.raises(NotAllowed), writing():
            seen(queries.order_in_full(no), stranger, "要联系来电人")
    with pytest.raises(Refused), writing():
        seen(queries.order_in_full(no), town.officer, " ")
    with writing():
        contact = seen(queries.order_in_full(no), town.officer, "要联系来电人")
    assert contact.phone == PHONE and count(ComplainantView) == 1
    with writing():  # whoever calls back
        order, agents = queries.order_in_full(no), frozenset({town.district.id})
        assert seen(order, town.district, "按期回访", agents).name == NAME


def test_the_page_asks_for_a_reason_and_forgets_after_ten_minutes(bring, town, page, clock):
    bring(allowed(town))
    no = dispatched(town, first())
    handler, address = page.as_(town.officer), f"/work-orders/{no}/complainant"
    assert PHONE not in handler.get(address).text and count(ComplainantView) == 0
    doc = handler.submit("form[action$=complainant]", reason="要联系来电人")
    assert PHONE in doc.text and "保密" in doc.text
    assert "先听,再问,后说办法" in doc  # read before the call, as beside every number
    clock.forward(minutes=11)
    assert PHONE not in handler.get(doc.url).text
    assert page.as_(town.street).fetch(address).status_code == 403


def test_they_are_deleted_after_their_day_also_by_two_workers(bring, town, clock, tick):
    bring(allowed(town))
    clock.to("2027-06-30 12:00")
    assert not tick("dispatch.complainants")["dispatch.complainants"]
    clock.to("2027-07-01 12:00")
    due = complainants.over_by()
    assert tick("dispatch.complainants")["dispatch.complainants"] == 2 and count(Complainant) == 0
    with writing():
        assert complainants.forget(due) == 0


def test_nothing_of_them_is_ever_written_back(bring, town):
    bring(allowed(town))
    no = dispatched(town, first())
    with writing():
        row = hotline_workflow.export("12345", locked(Place, town.community.parent_id), by=town.street)
    header, lines = exporting.table_of(row)
    assert [line[header.index("工单编号")] for line in lines] == [queries.order_or_404(no).external_no]
    assert PHONE not in str(lines) and NAME not in str(lines) and "wx1" not in str(lines)


def test_who_calls_back_sees_it_too_and_who_handled_it_does_not(bring, town, page, clock, tick):
    bring(allowed(town))
    no = dispatched(town, first())
    make_reply(legs_of(queries.order_or_404(no))[0], town.officer)
    clock.forward(days=8)
    tick()
    callback = db.session.scalars(select(Callback).filter_by(order_id=no)).one()
    address = f"/reviews/callbacks/{callback.id}/number"
    caller = page.as_(town.district)
    assert PHONE not in caller.get(address).text
    doc = caller.submit("form[action$=number]", reason="按期回访")
    assert PHONE in doc.text and count(ComplainantView) == 1
    assert "后说办法" not in doc  # nothing to promise: three questions
    assert "来电人电话" in caller.get(f"/reviews/callbacks/{callback.id}").text
    for other in (town.officer, town.resident, town.street):  # the street's hand dispatched it
        assert page.as_(other).fetch(address).status_code in (403, 404)


def test_who_called_the_hotline_answers_by_text_once(bring, town, clock, tick):
    bring(allowed(town), city=False)
    numbers = [row.id for row in db.session.scalars(select(WorkOrder).order_by(WorkOrder.id))]
    for no in numbers:
        dispatched(town, queries.order_or_404(no))
        make_reply(legs_of(queries.order_or_404(no))[0], town.officer)
        clock.forward(days=8)
        tick()

    def answered():
        db.session.rollback()
        said = select(WorkOrder.id, CallbackAnswer).join(Callback, Callback.order_id == WorkOrder.id)
        rows = db.session.execute(said.join(CallbackAnswer)).all()
        return {no: (row.contacted, row.solved, row.satisfied, row.channel) for no, row in rows}

    number = normalised(PHONE)
    for wrong in ("好的", "1 1 4"):
        with pytest.raises(Refused, match="1 1 2"):
            text_replies.take(number, wrong)
    with pytest.raises(Refused):
        text_replies.take(normalised("13900000002"), "1 1 2")
    for _handed_over_twice in range(2):
        thanks = text_replies.take(number, "1 1 2")
    latest = numbers[-1]
    assert str(queries.order_or_404(latest).issue_id) in thanks
    one = {latest: (True, Solved.YES, Satisfied.BASICALLY, AnswerChannel.TEXT)}
    assert answered() == one
    with pytest.raises(Refused, match="已经答过"):  # a change, or the other matter? The links say which
        text_replies.take(number, "1 3 3")
    assert answered() == one
    clock.forward(days=400)  # nothing is kept of the caller any more
    with pytest.raises(Refused):
        text_replies.take(number, "1 1 2")
