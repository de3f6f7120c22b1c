"""Each verb's guard, and random walks of verbs against an oracle that knows only the drawing."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civic.councils.models import Body
from civic.database import local_today, locked, utcnow, writing
from civic.errors import Conflict, NotAllowed, Refused, TooMany
from civic.extensions import db
from civic.issues import questions, refusals, workflow
from civic.issues.kinds import DeclineReason, IssueKind, LawfulChannel, Urgency, Visibility
from civic.issues.models import Issue, Question
from civic.issues.states import WAITING, IssueState
from civic.ledger.models import LedgerEntry, LedgerPayload
from civic.threads.models import Seal, SealState, Status, Thread
from tests.factories.issues import make_accepted, make_issue
from tests.issues.test_states import DRAWING

S = IssueState


@pytest.fixture
def issue(town):
    return make_issue(town.community, town.resident, "3号楼1门三层的灯坏了", place=town.door)


def do(issue, verb, **arguments):
    with writing():
        return verb(locked(Issue, issue.id), **arguments)


def accepted(town, issue, **more):
    return make_accepted(issue, town.secretary, **more)


def acting(town, issue):
    accepted(town, issue)
    do(issue, workflow.put_in_action, by=town.secretary, body=town.property, due_on=local_today())


def answered(town, issue):
    acting(town, issue)
    do(issue, workflow.answer, by=town.secretary, words="换了新灯泡。")


def seals(issue):
    thread = db.session.get(Thread, issue.thread_id, populate_existing=True)
    return {seal: state for seal, state, _on, _holder in thread.seal_states()}


def test_submit_gives_a_number_and_says_nothing_in_public(town, issue):
    thread = db.session.get(Thread, issue.thread_id)
    assert (issue.state, issue.status, issue.supports) == (S.RECEIVED, Status.RECEIVED, 0)
    assert thread.title == "" and thread.area_id == town.community.id
    assert issue.public_title is None and not issue.is_told
    assert seals(issue)[Seal.INTAKE] is SealState.NOW
    payload = db.session.scalars(db.select(LedgerPayload).order_by(LedgerPayload.entry_id.desc())).first()
    assert payload.public_json == {"channel": "web", "visibility": "public"}


@pytest.mark.parametrize("words", ["", "  \n ", "长" * 5001])
def test_submit_refuses_no_words_and_too_many(town, words):
    with pytest.raises(Refused):
        make_issue(town.community, town.resident, words)


def test_submit_keeps_emoji_and_five_thousand_characters(town):
    words = "🧓🏻冬天路滑👨‍👩‍👧" + "长" * 4900
    assert make_issue(town.community, town.resident, words).body_raw == words


def test_submit_slows_a_flood_down(town):
    for _ in range(workflow.A_DAY):
        make_issue(town.community, town.resident)
    with pytest.raises(TooMany):
        make_issue(town.community, town.resident)
    assert make_issue(town.community, town.neighbour).id


def test_ask_back_and_answer(town, issue):
    do(issue, questions.ask_back, by=town.secretary, question="几层?")
    assert issue.asked_question == "几层?" and issue.waiting_since is not None
    with pytest.raises(NotAllowed):
        do(issue, questions.answer_question, by=town.neighbour, words="三层")
    do(issue, questions.answer_question, by=town.resident, words="三层")
    question = db.session.scalars(db.select(Question)).one()
    assert (question.answer, issue.state, issue.asked_question) == ("三层", S.RECEIVED, None)


def test_accept_starts_the_clock_and_shows_the_summary(town, issue):
    accepted(town, issue, urgency=Urgency.URGENT, place_id=town.building.id)
    assert issue.due_at - issue.accepted_at == timedelta(hours=2)
    assert (issue.category, issue.subcategory, issue.kind) == ("water", "power", IssueKind.COMPLAINT)
    assert issue.place_id == town.building.id
    assert seals(issue)[Seal.DISPATCH] is SealState.NOW
    assert not issue.is_told


def test_the_day_of_the_answer_is_the_one_that_ends_at_midnight(town, issue, clock):
    clock.to("2026-03-16 10:00")
    accepted(town, issue, urgency=Urgency.NORMAL)  # 7 days: until the 23rd, 24:00
    assert db.session.get(Thread, issue.thread_id).due_on == date(2026, 3, 23)


def test_a_report_of_a_breach_is_for_its_handlers_only(town, issue):
    accepted(town, issue, kind=IssueKind.REPORT)
    assert issue.visibility is Visibility.HANDLERS_ONLY


def test_urgent_issues_cannot_be_parked_in_deliberation(town, issue):
    accepted(town, issue, urgency=Urgency.URGENT)
    with pytest.raises(Refused):
        do(issue, workflow.promote, by=town.secretary)
    assert issue.state is S.ACCEPTED


def test_deliberation_voting_and_back(town, issue):
    accepted(town, issue)
    do(issue, workflow.promote, by=town.secretary)
    assert issue.status is Status.DELIBERATING and seals(issue)[Seal.DELIBERATE] is SealState.NOW
    do(issue, workflow.show_voting, by=town.secretary, is_open=True)
    assert (issue.status, issue.state) == (Status.VOTING, S.DELIBERATING)
    do(issue, workflow.show_voting, by=town.secretary, is_open=False)
    assert issue.status is Status.DELIBERATING
    do(issue, workflow.hand_back, by=town.secretary)
    assert issue.state is S.ACCEPTED and seals(issue)[Seal.DISPATCH] is SealState.NOW


def test_voting_is_shown_of_issues_in_deliberation_only(town, issue):
    with pytest.raises(Conflict):
        do(issue, workflow.show_voting, by=town.secretary, is_open=True)


def test_put_in_action_names_who_and_until_when(town, issue):
    acting(town, issue)
    thread = db.session.get(Thread, issue.thread_id)
    assert issue.handler_body_id == town.property.id and thread.due_on == local_today()
    assert thread.holder_name == town.property.name
    later = local_today() + timedelta(days=3)
    body = db.session.get(Body, town.property.id)
    do(issue, workflow.put_in_action, by=town.secretary, body=body, due_on=later)
    assert (issue.state, db.session.get(Thread, issue.thread_id).due_on) == (S.ACTING, later)


def test_an_answer_needs_words(town, issue):
    acting(town, issue)
    with pytest.raises(Refused):
        do(issue, workflow.answer, by=town.secretary, words="  ")


def test_only_the_reporter_confirms_or_reopens(town, issue):
    answered(town, issue)
    assert issue.waiting_since is None and issue.status is Status.AWAITING
    for somebody in (town.secretary, town.neighbour, town.second_adult):
        with pytest.raises(NotAllowed):
            do(issue, workflow.confirm, by=somebody)
        with pytest.raises(NotAllowed):
            do(issue, workflow.reopen, by=somebody, words="没修好")
    do(issue, workflow.confirm, by=town.resident)
    assert issue.status is Status.DONE and seals(issue)[Seal.REVIEW] is SealState.DONE


def test_a_steward_speaks_for_a_neighbour_without_an_account(town):
    written = make_issue(town.community, None, contributed_by=town.door_steward, on_behalf_of="三层王奶奶")
    answered(town, written)
    with pytest.raises(NotAllowed):
        do(written, workflow.confirm, by=town.resident)
    do(written, workflow.confirm, by=town.door_steward)
    assert written.state is S.CONFIRMED


def test_reopening_starts_the_clock_from_the_day_it_was_raised(town, issue):
    answered(town, issue)
    do(issue, workflow.reopen, by=town.resident, words="晚上又灭了")
    assert issue.waiting_since == issue.raised_at and issue.status is Status.ACTING
    assert seals(issue)[Seal.ACT] is SealState.NOW and seals(issue)[Seal.REVIEW] is SealState.TODO


def test_a_confirmation_can_be_taken_back_for_thirty_days(town, issue, clock):
    answered(town, issue)
    do(issue, workflow.confirm, by=town.resident)
    clock.forward(days=31)
    with pytest.raises(Refused):
        do(issue, workflow.reopen, by=town.resident, words="又坏了")
    issue_now = locked_at(issue, utcnow() - timedelta(days=29))
    do(issue_now, workflow.reopen, by=town.resident, words="又坏了")
    assert issue.state is S.REOPENED


def locked_at(issue, confirmed_at):
    with writing():
        locked(Issue, issue.id).confirmed_at = confirmed_at
    return issue


def drawn():
    for line in DRAWING.strip().splitlines():
        state, _arrow, targets = line.partition(" -> ")
        yield state, set(targets.split())


EDGES = dict(drawn())
VERBS = {
    "asked_back": lambda i, t: questions.ask_back(i, by=t.secretary, question="几层?"),
    "received": lambda i, t: questions.answer_question(i, by=t.resident, words="三层"),
    "redirected": lambda i, t: refusals.redirect(
        i, by=t.secretary, channel=LawfulChannel.HOTLINE, words="请打12345"
    ),
    "declined": lambda i, t: refusals.decline(
        i, by=t.secretary, code=DeclineReason.NOT_OURS, words="产权不明"
    ),
    "deliberating": lambda i, t: workflow.promote(i, by=t.secretary),
    "acting": lambda i, t: workflow.put_in_action(
        i, by=t.secretary, body=t.property, due_on=local_today()
    ),
    "answered": lambda i, t: workflow.answer(i, by=t.secretary, words="修好了"),
    "confirmed": lambda i, t: workflow.confirm(i, by=t.resident),
    "reopened": lambda i, t: workflow.reopen(i, by=t.resident, words="没修好"),
    "accepted": lambda i, t: workflow.hand_back(i, by=t.secretary)
    if i.accepted_at
    else workflow.accept(
        i, by=t.secretary, kind=IssueKind.HELP, category="water.pipes", urgency=Urgency.NORMAL,
        title="灯", summary="灯坏了",
    ),
}  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(sorted(VERBS)), min_size=8, max_size=25))
def test_random_walks_follow_the_drawing(town, walk):
    """A verb moves the issue exactly where the drawing has an edge, and refuses otherwise."""
    issue = make_issue(town.community, town.neighbour, place=town.door)
    with writing():
        locked(Issue, issue.id).reporter_id = town.resident.id
    state, entries = "received", count_entries(issue)
    for target in walk:
        if (state, target) == ("acting", "acting"):
            continue  # a further action item: allowed, and no move
        allowed = target in EDGES[state]
        try:
            do(issue, VERBS[target], **{"t": town})
        except Conflict:
            assert not allowed, (state, target)
            db.session.rollback()
            continue
        assert allowed, (state, target)
        state = target
        now = db.session.get(Issue, issue.id)
        assert now.state == state
        assert (now.waiting_since is not None) == (now.state in WAITING)
        assert now.status == now.state.status
        assert count_entries(issue) > entries
        entries = count_entries(issue)


def count_entries(issue):
    query = db.select(db.func.count(LedgerEntry.id)).where(LedgerEntry.thread_id == issue.thread_id)
    return db.session.scalar(query)
