"""The link, whoever opens it: once, twice, forwarded, late; and the reporter's own page."""

import pytest

from civic.extensions import db
from civic.issues.states import IssueState
from civic.reviews import queries, tokens
from civic.reviews.models import Callback
from civic.reviews.states import AnswerChannel, CallbackState, Satisfied, Solved
from tests.factories.issues import make_told
from tests.factories.reviews import NOT_YET, make_answer, make_asked, make_offered

YES = {"contacted": "yes", "solved": "yes", "satisfied": "basically", "words": "师傅来了两趟,很耐心"}
NO = {"contacted": "yes", "solved": "no", "satisfied": "no"}
OWN_WORDS = "我是3号楼2单元501的,楼上天天装锁"


def link(page, callback, **more):
    return page.get("reviews.answer", token=tokens.token_of(callback), **more)


def now(callback):
    return db.session.get(Callback, callback.id, populate_existing=True)


def state_of(callback):
    return db.session.get(type(queries.issue_of(callback)), queries.issue_of(callback).id).state


@pytest.fixture
def asked(town, clock):
    issue = make_told(town.community, town.resident, town.secretary, words=OWN_WORDS, title="地锁占了车位")
    return make_asked(town, clock, issue=issue)


def test_three_answers_by_link_without_signing_in(page, asked):
    shown = link(page, asked)
    assert "有人联系您了吗" in shown.text
    page.submit("提交我的回答", YES)
    (given,) = queries.answers_of(asked)
    assert (given.contacted, given.solved, given.satisfied) == (True, Solved.YES, Satisfied.BASICALLY)
    assert (given.channel, queries.words_of(asked)) == (AnswerChannel.LINK, "师傅来了两趟,很耐心")
    assert state_of(asked) is IssueState.CONFIRMED


def test_a_forwarded_link_tells_nothing_of_the_reporter_nor_of_the_answer(page, asked, town):
    for stage in ("before", "after"):
        shown = link(page, asked).source
        for secret in (OWN_WORDS, "501", "地锁占了车位", town.resident.nickname, "师傅来了两趟,很耐心"):
            assert secret not in shown, (stage, secret)
        assert "地锁已当面拆除" in shown  # the public reply
        if stage == "before":
            make_answer(asked, NOT_YET)


def test_opened_twice_the_second_answer_is_told_in_plain_words(page, asked):
    first, second = page.as_(), page.as_()
    link(first, asked)
    link(second, asked)
    first.submit("提交我的回答", NO)
    refused = second.submit("提交我的回答", YES, status=409)
    assert "已经回答过了" in refused.text
    assert "师傅来了两趟,很耐心" in refused.text  # what was typed is given back
    assert len(queries.answers_of(asked)) == 1


def test_nothing_ticked_is_asked_again_and_the_words_kept(page, asked):
    link(page, asked)
    refused = page.submit("提交我的回答", {"words": "还没人来"}, status=422)
    assert "还没人来" in refused.source
    assert "请选一个" in refused.text
    assert now(asked).state is CallbackState.ASKED


def test_not_solved_is_taken_up_again_in_one_tap_and_in_public(page, asked):
    link(page, asked)
    page.submit("提交我的回答", NO)
    page.submit("没解决:重新办" if "没解决:重新办" in page.last.text else "form[action$=reopening]")
    assert queries.order_of(asked).round == 2
    assert state_of(asked) is IssueState.ACTING
    assert "form[action$=reopening]" not in page.last.source


def test_a_correction_by_link_stands_beside_the_first_answer(page, asked):
    make_answer(asked)
    link(page, asked)
    page.submit("提交改过的回答", NO)
    assert [given.solved for given in queries.answers_of(asked)] == [Solved.YES, Solved.NO]


def test_an_expired_link_says_what_to_do(page, asked, clock):
    clock.forward(days=31)
    shown = link(page, asked)
    assert "未确认" in shown.text
    page.post("reviews.create_answer", NO, token=tokens.token_of(asked), status=409)


def test_a_link_somebody_made_up_is_nothing(page, asked, town):
    page.get("reviews.answer", token="a" * 16, status=404)
    page.get("reviews.answer", token=str(asked.id), status=404)


def test_a_link_works_from_the_reply_on_and_not_before(page, town):
    early = make_offered(town)
    link(page, early)
    page.submit("提交我的回答", YES)
    assert now(early).state is CallbackState.ANSWERED


def test_the_pages_of_a_link_are_kept_by_nobody(page, asked):
    assert "no-store" in link(page, asked).headers["Cache-Control"]
    assert 'content="noindex"' in page.last.source


def test_the_reporter_answers_on_the_issues_own_page(page, asked, town):
    own = page.as_(town.resident)
    own.get("issues.own", no=queries.issue_of(asked).id)
    own.submit("提交我的回答", NO)
    assert queries.answers_of(asked)[0].channel is AnswerChannel.OWN
    own.get("issues.own", no=queries.issue_of(asked).id)
    own.submit("form[action$=reopening]")
    assert queries.order_of(asked).round == 2


def test_own_page_gives_a_refused_form_back(page, asked, town):
    own = page.as_(town.resident)
    own.get("issues.own", no=queries.issue_of(asked).id)
    assert "还没人来" in own.submit("提交我的回答", {"words": "还没人来"}, status=422).source


def test_nobody_else_is_asked_on_that_page(page, asked, town):
    for person in (town.secretary, town.officer):
        shown = page.as_(person).get("issues.own", no=queries.issue_of(asked).id)
        assert "提交我的回答" not in shown.text
        page.as_(person).post("reviews.create_own_answer", YES, no=queries.issue_of(asked).id, status=403)


def test_an_answer_by_text_message(app, asked, town):
    run = app.test_cli_runner().invoke
    told = run(args=["reviews", "take-text", "13900000001", "好的"])
    assert (told.exit_code, "1 1 2" in told.output) == (1, True)
    told = run(args=["reviews", "take-text", "139 0000 0001", "1 3 3 还在"])
    assert told.exit_code == 0, told.output
    (given,) = queries.answers_of(asked)
    assert (given.solved, given.channel, queries.words_of(asked)) == (Solved.NO, AnswerChannel.TEXT, "还在")
    told = run(args=["reviews", "take-text", "13900000001", "1 1 1"])
    assert told.exit_code == 1
