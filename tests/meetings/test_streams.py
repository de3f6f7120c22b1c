"""The live stream: only a licensed platform, everybody asked first, cut with one tap, gone on its day."""

from datetime import timedelta

import pytest

from civic.config import STREAM_HOSTS
from civic.database import local_today, writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.models import LedgerEntry, LedgerPayload
from civic.meetings import stream_queries
from civic.meetings import stream_workflow as workflow
from civic.meetings.stream_links import platform_link
from civic.meetings.stream_models import TRANSITIONS, MeetingStream, StreamConsent, StreamState
from tests.meetings.sitting import came, sitting

GOOD = "https://live.bilibili.com/21452505"
HOSTS = STREAM_HOSTS.split()
BAD = (
    "javascript:alert(1)", " JaVaScRiPt:alert(1)//live.bilibili.com", "data:text/html,x", "ftp://live.bilibili.com/1",
    "http://live.bilibili.com/1", "https://live.bilibili.com.example.cn/1", "https://evil-live.bilibili.com@x.cn/",
    "https://me:pw@live.bilibili.com/1", "https://live.bilibili.com:8443/1", "https://example.cn/?live.bilibili.com",
    "https://live.bilibili.com\\@x.cn/", "https://x.cn#live.bilibili.com", "https://xlive.bilibili.com/1",
    "//live.bilibili.com/1", "live.bilibili.com/1", "https://live.bilibili.com/1\tx", "https://[live", "",
)  # fmt: skip


def test_only_an_address_of_a_licensed_platform_is_a_link(app):
    with app.test_request_context("/"):
        for typed in BAD:
            with pytest.raises(Refused):
                platform_link(typed, HOSTS)
        assert platform_link(f"  {GOOD} ", HOSTS) == GOOD
        assert platform_link("https://a.vhall.com/1?b=c#d", HOSTS) == "https://a.vhall.com/1?b=c#d"


def stream_at(meeting, by, keep=90):
    with writing():
        return workflow.prepare_stream(
            meeting, by=by, url=GOOD, keep_until=local_today() + timedelta(days=keep)
        )


def now(stream):
    return db.session.get(MeetingStream, stream.id, populate_existing=True)


def test_every_verb_moves_as_the_table_says_and_nowhere_else(town, clock):
    clock.to("2026-03-28 19:00")
    stream = stream_at(sitting(town), town.secretary)
    clock.to("2026-09-28 19:00")
    verbs = {
        StreamState.SHOWN: lambda s: workflow.show_stream(s, by=town.secretary),
        StreamState.CUT: lambda s: workflow.cut_stream(s, by=town.secretary, reason=""),
        StreamState.GONE: workflow.remove_stream,
    }
    for state in StreamState:
        for target, verb in verbs.items():
            with writing() as session:
                if target == StreamState.SHOWN:
                    workflow.call_roll(now(stream), by=town.secretary, not_filmed=set())
                session.get(MeetingStream, stream.id).state = state
            raised = False
            try:
                with writing():
                    verb(now(stream))
            except Conflict:
                raised = True
            allowed = target in TRANSITIONS[state]
            assert (now(stream).state == target and state != target) == allowed, (state, target)
            assert raised != allowed or target == StreamState.GONE, (state, target)


def test_nobody_watches_before_everybody_was_asked(page, town):
    meeting = sitting(town)
    no, holder = meeting.id, page.as_(town.secretary)
    holder.get("meetings.stream_link", no=no)
    for typed in ("javascript:alert(document.cookie)", "https://example.cn/live"):
        kept = holder.submit("存下", url=typed, status=422)
        assert typed in kept.source and f'href="{typed}"' not in kept.source
    holder.submit("存下", url=GOOD, keep_until=(local_today() + timedelta(days=9)).isoformat(), status=422)
    holder.get("meetings.stream_link", no=no)
    holder.submit("存下", url=GOOD)
    stream = stream_queries.stream_of(no)
    with pytest.raises(Conflict, match="问过"), writing():
        workflow.show_stream(stream, by=town.secretary)
    stranger, there = page.as_(), page.as_(town.neighbour)
    there.get("meetings.stream", no=no)
    there.submit("我不入镜")
    assert town.resident.nickname not in holder.get("meetings.stream_roll", no=no)
    assert town.resident.nickname in holder.submit("显示姓名十分钟")
    came_in = [one.id for one, *_rest in stream_queries.roll(no) if one.person_id == town.resident.id]
    holder.submit("都问过了", not_filmed=[str(came_in[0])])
    assert stream_queries.not_filmed(no) == 2  # the neighbour's own word was not overwritten by the list
    page.as_(town.resident).get("meetings.stream_roll", no=no, status=403)
    assert GOOD not in stranger.get("meetings.stream", no=no).source
    came(meeting, town.other_delegate)
    with pytest.raises(Conflict), writing():  # somebody came who was not asked
        workflow.show_stream(now(stream), by=town.secretary)
    page.as_(town.other_delegate).post("meetings.create_stream_consent", {"filmed": "yes"}, no=no)
    holder.get("meetings.stream", no=no)
    holder.submit("向大家公开")
    seen = stranger.get("meetings.stream", no=no)
    assert f'href="{GOOD}"' in seen.source and "<iframe" not in seen.source
    assert "2人不入镜" in seen.text and "未成年人" in seen.text and "黄线" in seen.text
    assert town.neighbour.nickname not in seen.text
    holder.get("meetings.stream", no=no)
    holder.submit("马上断开", reason="有人说了住户的病")
    seen = stranger.get("meetings.stream", no=no)
    assert GOOD not in seen.source and "有人说了住户的病" in seen.text
    with pytest.raises(Conflict), writing():  # asked anew before it is shown again
        workflow.show_stream(now(stream), by=town.secretary)
    actors = db.session.scalars(
        db.select(LedgerPayload.actor_id).join(LedgerEntry).where(LedgerEntry.verb == "stream.consent_said")
    )
    assert set(actors) == {None}


def test_the_link_is_gone_on_its_day(town, clock, tick, page):
    clock.to("2026-03-28 19:00")
    meeting = sitting(town)
    stream = stream_at(meeting, town.secretary, keep=61)
    with writing():
        workflow.call_roll(stream, by=town.secretary, not_filmed=set())
        workflow.show_stream(stream, by=town.secretary)
    clock.to("2026-05-28 20:00")
    tick("meetings.streams")
    assert now(stream).state == StreamState.SHOWN
    clock.to("2026-05-29 00:30")
    tick("meetings.streams")
    tick("meetings.streams")
    assert (now(stream).state, now(stream).url) == (StreamState.GONE, "")
    assert not db.session.query(StreamConsent).count()
    assert "到期" in page.get("meetings.stream", no=meeting.id).text
