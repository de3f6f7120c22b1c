"""Own words never reach a public page, whatever becomes of the issue."""

import pytest

from civic.database import locked, writing
from civic.issues import questions, refusals, summaries, workflow
from civic.issues.kinds import DeclineReason, Visibility
from civic.issues.models import Issue
from tests.factories.issues import make_accepted, make_issue, make_told

SECRET = "住301的老杜家漏水密语"
PUBLIC_ROUTES = ("/issues", "/issues/{no}", "/issues?q=密语", "/issues?q=漏水", "/", "/places", "/ledger")


def do(issue, verb, **arguments):
    with writing():
        return verb(locked(Issue, issue.id), **arguments)


def in_every_state(town):
    """The same secret words in every state of the room."""
    closed = make_issue(town.community, town.resident, SECRET, visibility=Visibility.HANDLERS_ONLY)
    make_accepted(closed, town.secretary, title="漏水", summary="有人家里漏水。")
    yield closed
    yield make_issue(town.community, town.resident, SECRET)
    asked = make_issue(town.community, town.resident, SECRET)
    do(asked, questions.ask_back, by=town.secretary, question=SECRET)
    do(asked, questions.answer_question, by=town.resident, words=SECRET)
    yield asked
    declined = make_issue(town.community, town.resident, SECRET)
    do(declined, refusals.decline, by=town.secretary, code=DeclineReason.NOT_OURS, words="不归小区管")
    do(declined, refusals.appeal, by=town.resident, words=SECRET)
    yield declined
    told = make_told(town.community, town.resident, town.secretary, words=SECRET)
    do(told, workflow.answer, by=town.secretary, words="修好了")
    do(told, workflow.reopen, by=town.resident, words=SECRET)
    yield told
    hidden = make_told(town.community, town.resident, town.secretary, words=SECRET, title="要撤回的题目")
    do(hidden, summaries.choose_visibility, by=town.resident, visibility=Visibility.HANDLERS_ONLY)
    yield hidden


def test_own_words_are_on_no_public_page(page, town):
    found = list(in_every_state(town))
    for issue in found:
        for route in PUBLIC_ROUTES:
            answer = page.fetch(route.format(no=issue.id))
            assert answer.status_code == 200, route
            body = answer.get_data(as_text=True)
            assert SECRET not in body and "密语" not in body.replace("q=密语", "").replace(
                "“密语”", ""
            ).replace('value="密语"', ""), (route, issue.state)
            assert "要撤回的题目" not in body, route


def test_from_the_first_minute_number_and_stage_are_public(page, town):
    issue = make_issue(town.community, town.resident, SECRET)
    doc = page.get(f"/issues/{issue.id}")
    assert str(issue.id) in doc.h1 and "收到" in doc.text


@pytest.mark.parametrize("route", ["own", "triage"])
def test_closed_pages_open_to_reporter_triage_and_handler_only(page, town, route):
    issue = make_issue(town.community, town.resident, SECRET)
    path = f"/issues/{issue.id}/{route}"
    assert page.fetch(path).status_code == 303
    allowed = {"own": (town.resident, town.secretary, town.staff), "triage": (town.secretary, town.staff)}
    for person in allowed[route]:
        assert SECRET in page.as_(person).get(path).text
    refused = [town.second_adult, town.neighbour, town.officer, town.auditor, town.delegate]
    for person in refused + ([town.resident] if route == "triage" else []):
        assert page.as_(person).fetch(path).status_code == 403, person.nickname


def test_closed_pages_are_never_stored(page, town):
    issue = make_issue(town.community, town.resident, SECRET)
    answer = page.as_(town.resident).fetch(f"/issues/{issue.id}/own")
    assert "no-store" in answer.headers["Cache-Control"]
