"""Pages of notes, minutes and agreements, filled in as people fill them in."""

from datetime import timedelta

from civic.action_items.models import ActionItem, ItemState
from civic.councils import rules
from civic.councils.rule_models import RulesKind
from civic.database import local_today, writing
from civic.extensions import db
from civic.meetings import (
    minutes_agreements_workflow,
    minutes_queries,
    minutes_workflow,
    note_queries,
    workflow,
)
from civic.meetings.minutes_models import Agreement, Minutes
from civic.meetings.minutes_states import Became
from civic.meetings.models import AgendaItem
from civic.meetings.states import MeetingKind
from tests.meetings.sitting import came, drafted, laid_out, published, say_yes, sitting


def test_from_notes_to_published_minutes(page, town):
    meeting = sitting(town, MeetingKind.CONSULTATION)
    no, staff = meeting.id, page.as_(town.staff)
    item = db.session.scalar(db.select(AgendaItem.id).where(AgendaItem.meeting_id == no))
    staff.get("meetings.notes", no=no)
    staff.submit("存下这行", text="物业:四个人盯三十一组桶", item_id=item)
    staff.submit("存下这行", text="  ", status=422)
    staff.get("meetings.notes", no=no)
    assert "丢不了" in staff.post("meetings.create_note_draft", {"text": "写到一半"}, no=no, status=200).text
    assert (
        "写到一半" in page.as_(town.staff).get("meetings.notes", no=no).source
    )  # another phone, same person
    assert "写到一半" not in page.as_(town.secretary).get("meetings.notes", no=no).source
    staff.get("meetings.agreements", no=no)
    promise = {"owner": town.property.id, "due_on": (local_today() + timedelta(days=9)).isoformat()}
    staff.submit("存下", what="装一盏灯", standard="天黑就亮", **promise)
    staff.get("meetings.dissents", no=no)
    staff.submit("存下", who="9号楼2户", what="北风大,味儿全进屋")
    with writing():
        workflow.end(meeting, by=town.secretary, had_quorum=True)
    staff.get("meetings.notes", no=no)
    assert "起草好了" in staff.submit("起草纪要").source
    staff.get("meetings.minutes_text", no=no)
    staff.submit("存下", problem="桶边没人盯", telling="贴在楼门口")
    stranger = page.as_()
    assert "四个人" not in stranger.get("meetings.minutes", no=no).text
    staff.get("meetings.minutes", no=no)
    staff.submit("拿给在场的人看", comment_days="9", status=422)
    staff.submit("拿给在场的人看", comment_days="0")
    for person in (town.resident, town.neighbour):
        there = page.as_(person)
        assert "四个人盯三十一组桶" in there.get("meetings.minutes", no=no).text
        assert "确认了" in there.submit("是这样", on=there.last).source
    staff.get("meetings.minutes", no=no)
    assert "指纹" in staff.submit("带指纹公布").source
    staff.submit("变成承诺")
    made = db.session.scalar(db.select(ActionItem).where(ActionItem.what == "装一盏灯"))
    assert made.owner_body_id == town.property.id and made.thread_id
    shown = stranger.get("meetings.minutes", no=no)
    for words in ("装一盏灯", "9号楼2户", "楼门口", "居民", "有人答应了"):
        assert words in shown.text
    for name in (town.resident.nickname, town.neighbour.nickname, town.staff.nickname):
        assert name not in shown.text
    stranger.follow("看办到哪一步", status=303)
    assert "装一盏灯" in stranger.get("action_items.show", no=made.id).text
    stranger.get("meetings.minutes_printed", no=no)
    assert meeting.title in stranger.get("meetings.minutes_index").text


def test_what_was_agreed_is_written_into_the_house_rules_in_one_tap(page, town):
    minutes = published(town, kind=MeetingKind.COUNCIL, council_id=town.council.id, agreed=("谁提议谁跟进",))
    no = minutes.meeting_id
    secretary = page.as_(town.secretary)
    secretary.get("meetings.minutes", no=no)
    form = secretary.submit("定成议事规矩")
    assert "谁提议谁跟进" in form.source and "桶站放哪儿" in form.source
    address = db.session.scalar(db.select(Agreement.id))
    page.as_(town.staff).get("meetings.house_rules", no=no, agreement=address, status=403)
    assert "写进桌上的规矩" not in page.as_(town.staff).get("meetings.minutes", no=no).text
    secretary.submit("就用这一版")
    house = rules.in_force(town.council, RulesKind.HOUSE)
    assert house.body == "谁提议谁跟进" and house.changed == "谁提议谁跟进"
    secretary.get("meetings.minutes", no=no)
    assert secretary.follow("写进桌上的规矩").source.count("谁提议谁跟进") == 2  # no second time in the text
    unsure = laid_out(town, agreed=("早晚各收一次",))  # a round table's, before anybody confirmed it
    with writing():
        made = minutes_queries.agreements_of(unsure.meeting_id)[0]
        minutes_agreements_workflow.turn(made, Became.HOUSE_RULE, by=town.secretary)
    secretary.get("meetings.house_rules", no=unsure.meeting_id, agreement=made.id, status=404)


def test_what_began_on_the_spot_is_let_go_when_refused(page, town):
    """A round table's promise carries its mark; the refusal opens it no more, the reason stands."""
    minutes = laid_out(town)
    staff, there = page.as_(town.staff), page.as_(town.resident)
    staff.get("meetings.minutes", no=minutes.meeting_id)
    staff.submit("变成承诺")
    made = db.session.scalar(db.select(ActionItem))
    assert "待参会人确认" in page.as_().get("action_items.show", no=made.id).text
    there.get("meetings.minutes", no=minutes.meeting_id)
    there.submit("退回去", reason="", status=422)
    there.submit("退回去", reason="少记了保留意见")
    assert db.session.get(ActionItem, made.id).state == ItemState.RELEASED
    assert "少记了保留意见" in staff.get("meetings.minutes", no=minutes.meeting_id).text


def test_comments_corrections_and_strangers(page, town):
    minutes = laid_out(town, days=2)
    no, there, staff = minutes.meeting_id, page.as_(town.resident), page.as_(town.staff)
    there.get("meetings.minutes", no=no)
    there.submit("#comments ~ form", words="灯的事没写")
    staff.get("meetings.minutes", no=no)
    staff.submit("回答", outcome="taken_in", answer="写进去了")
    assert "写进去了" in there.get("meetings.minutes", no=no).text
    absent = page.as_(town.other_delegate)
    absent.post("meetings.create_minutes_comment", {"words": "我没去"}, no=no, status=403)
    absent.post("meetings.create_minutes_confirmation", {}, no=no, status=403)
    absent.get("meetings.notes", no=no, status=403)
    absent.get("meetings.minutes_printed", no=no, status=403)
    absent.get("meetings.minutes_document", no=no, status=403)
    done = published(town)
    staff.get("meetings.minutes_erratum", no=done.meeting_id)
    staff.submit("公布更正", was="三十一组", now="三十组", reason="数错了")
    assert "三十组" in page.as_().get("meetings.minutes", no=done.meeting_id).text


def test_a_page_of_minutes_costs_the_same_however_many_spoke(page, town, queries):
    minutes = drafted(town)
    counts = []
    for more in (2, 20):
        with writing() as session:
            for number in range(more):
                session.add(note_queries.MeetingNote(meeting_id=minutes.meeting_id, text=f"第{number}句"))
        for _number in range(more):
            came(minutes, None, name="名单上的", door_id=town.door.id)
        with queries() as sent:
            page.as_(town.staff).get("meetings.minutes", no=minutes.meeting_id)
        with queries() as notes:
            page.as_(town.staff).get("meetings.notes", no=minutes.meeting_id)
        counts.append((len(sent), len(notes)))
    assert counts[0] == counts[1] and counts[1][0] <= 24, counts


def test_a_second_tap_confirms_once(page, town):
    minutes = laid_out(town)
    there = page.as_(town.resident)
    seen = there.get("meetings.minutes", no=minutes.meeting_id)
    there.submit("是这样", on=seen)
    there.submit("是这样", on=seen)
    with writing():
        assert len(minutes_workflow.minutes_queries.minutes_or_404(minutes.meeting_id).confirmations) == 1
    say_yes(minutes, town.neighbour)
    assert db.session.get(Minutes, minutes.id, populate_existing=True).confirmed_at
