"""What a topic's page says at its top and draws below: prepared for the template, reads included."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from civic.database import utcnow
from civic.locale import day
from civic.places.plan import Mark
from civic.places.sketch import Sketch, places_drawn
from civic.printing import full_address
from civic.topics import argument_showing, policies, queries
from civic.topics.affected_queries import moves_of
from civic.topics.forms import WHO_DECIDES, StepForm
from civic.topics.level_queries import joined_into
from civic.topics.next_steps import can_do, decision_steps, staff_steps
from civic.topics.rules import last_day
from civic.topics.states import AgendaAnswer, TopicState

S = TopicState
SHARE_LENGTH = 120
ROW_LENGTH = 60
FEW_OPINIONS = 5


@dataclass(frozen=True)
class Event:
    """One dated line of a topic's story."""

    at: object
    title: str
    url: str | None = None
    words: str = ""


def context(topic, user) -> dict:
    """Everything the page and the poster need beside the topic itself."""
    shown, now = queries.in_letter_order(topic.options), utcnow()
    votes = [one for one in topic.votes if one.state != "draft"]
    open_round = next((one for one in topic.rounds if one.takes_opinions(now)), None)
    last_round = topic.rounds[-1] if topic.rounds else None
    moves, counted = moves_of(topic) if topic.moves_count else (), argument_showing.table(topic)
    return {
        "options": [one for one in shown if one.stands],
        "removed": [one for one in shown if not one.stands],
        "plans": plans(topic, shown),
        "open_round": open_round,
        "speak_until": last_day(open_round.closes_at) if open_round else None,
        "opinions": queries.opinions_page(topic, size=FEW_OPINIONS),
        "review": queries.admission_review(topic) if topic.state == TopicState.NOT_ADMITTED else None,
        "events": story(topic, moves),
        "counted": counted,
        "joined": joined_into(topic.id) if topic.joined_count else [],
        "where": where_it_is(topic, open_round),
        "who_decides": who_decides(topic),
        "share_text": share_text(topic),
        "address": full_address(url_for("topics.show", no=topic.id)),
        "votes": votes,
        "decisions": [one for one in topic.decisions if one.state != "drafted"],
        "can": can_do(topic, user, open_round, votes),
        "staff_steps": staff_steps(topic, user, last_round, counted.unanswered) + decision_steps(topic, user),
        "step": StepForm(formdata=None) if user.is_authenticated else None,
        "supported": queries.household_supports(topic, user.household_ids),
        "may_support": policies.may_support(user, topic),
        "may_call": policies.may_call_meeting(user, topic),
        "may_run": policies.may_run(user, topic),
        "may_rule": lambda option: policies.may_rule_removal(user, option),
    }


def who_decides(topic) -> str:
    """By whose right it is settled, in a neighbour's words."""
    return dict(WHO_DECIDES).get(topic.regime) or _("Not said yet; the secretary says it when taking it up")


def quiet_line(topic) -> str:
    """Under the title of a list row: where, number, what it grew out of."""
    parts = [topic.place.label, _("Topic %(no)s", no=topic.id)]
    if topic.issues_count:
        parts.append(ngettext("Grew out of %(num)d issue", "Grew out of %(num)d issues", topic.issues_count))
    return " · ".join(parts)


def row_line(topic) -> str | None:
    """How far it is, in a list row; None where the thread's own line says it better."""
    own = (S.PROPOSED, S.SHELVED, S.NOT_ADMITTED, S.NOTICED, S.JOINED)
    line = where_it_is(topic)
    return (line if len(line) <= ROW_LENGTH else f"{line[: ROW_LENGTH - 1]}…") if topic.state in own else None


def plans(topic, options) -> dict:
    """Option id → the sketch of its plan with its marks; empty when no option has marks."""
    if not any(one.marks for one in options):
        return {}
    places = places_drawn(topic.community_id)
    return {one.id: Sketch(places, tuple(map(_mark, one.marks))) for one in options if one.stands}


def _mark(mark):
    label = mark.get("label", "")
    shape = "square" if label.startswith("H") else "disc"
    return Mark(text=label[:3], label=mark.get("words") or label, x=mark["x"], y=mark["y"], shape=shape)


def where_it_is(topic, open_round=None) -> str:
    """How far it is, in a sentence or two a neighbour would say."""
    if open_round and topic.state != TopicState.NOTICED:
        until = day(last_day(open_round.closes_at))
        return _("%(state)s. Everybody may speak until %(day)s.", state=topic.state.label, day=until)
    if topic.state == TopicState.PROPOSED:
        return _support_words(topic)
    if topic.state == TopicState.NOTICED:
        return _("Options and papers are on notice until %(day)s.", day=day(last_day(topic.notice_until)))
    if topic.state in (TopicState.SHELVED, TopicState.NOT_ADMITTED, TopicState.REOPENED, TopicState.JOINED):
        return f"{topic.state.label}{_(': ')}{topic.exit_reason}"
    return f"{topic.state.label}{_('.')}"


def _support_words(topic):
    if topic.agenda_answer == AgendaAnswer.NOT_NOW:
        return _("Not on the agenda for now: %(reason)s", reason=topic.agenda_reason)
    if topic.agenda_answer:
        return _("It goes on the agenda; papers are being prepared.")
    if topic.owes_agenda_answer:
        return _(
            "%(count)s households stand behind it. The secretary owes a public answer by %(day)s.",
            count=topic.supports,
            day=day(last_day(topic.agenda_reply_due)),
        )
    return _(
        "%(count)s of %(needed)s households stand behind it.",
        count=topic.supports,
        needed=topic.support_threshold,
    )


def share_text(topic) -> str:
    """Ready words for the group, address included, at most 120 characters."""
    address = full_address(url_for("topics.show", no=topic.id))
    words = _share_words(topic)
    room = SHARE_LENGTH - len(address) - 1
    return f"{words if len(words) <= room else words[: room - 1] + '…'} {address}"


def _share_words(topic):
    if topic.state == TopicState.PROPOSED:
        return _("“%(title)s”: shall we talk it over? One tap per household:", title=topic.title)
    if topic.state in (TopicState.NOTICED, TopicState.DELIBERATING) and topic.notice_until:
        return _(
            "“%(title)s”: the options are up, say what you think by %(day)s:",
            title=topic.title,
            day=day(_until(topic)),
        )
    return _("“%(title)s”: %(state)s. See here:", title=topic.title, state=topic.state.label)


def _until(topic):
    closing = [one.closes_at for one in topic.rounds if one.closed_at is None]
    return last_day(max(closing) if closing else topic.notice_until)


def story(topic, moves=()) -> list[Event]:
    """What happened so far, in order, from what is loaded and its moves of level; each with its page."""
    told = [Event(topic.created_at, _("Proposed"))]
    if topic.threshold_reached_at:
        told.append(Event(topic.threshold_reached_at, _("Enough households stand behind it")))
    if topic.agenda_answered_at:
        told.append(Event(topic.agenda_answered_at, _("The secretary answered")))
    if topic.notice_from and not topic.quick:
        told.append(Event(topic.notice_from, _("Options and papers went on notice, letters drawn by lot")))
    told += [Event(paper.dated, paper.title, url_for("topics.document", no=topic.id, document=paper.id),
                   paper.where_when) for paper in topic.documents]  # fmt: skip
    told += [Event(move.moved_at, _("One level up: %(level)s", level=move.to_level.label), words=move.reason)
             for move in moves]  # fmt: skip
    told += [event for asked in topic.rounds for event in _round_events(asked)]
    told += [Event(vote.opens_at, _("Vote %(no)s opened", no=vote.id), url_for("votes.show", no=vote.id))
             for vote in topic.votes if vote.state != "draft"]  # fmt: skip
    told += [Event(made.notice_from, _("Decision %(no)s: %(title)s", no=made.id, title=made.title),
                   url_for("decisions.show", no=made.id))
             for made in topic.decisions if made.notice_from]  # fmt: skip
    return sorted(told, key=_day_of)


def _round_events(asked):
    yield Event(asked.opens_at, _("Everybody was asked (round %(number)s)", number=asked.number))
    if asked.closed_at:
        yield Event(
            asked.closed_at, _("All %(count)s opinions answered, round closed", count=asked.opinions_count)
        )


def _day_of(event):
    if isinstance(event.at, datetime):
        return event.at.date(), 1, event.at.timestamp()
    return event.at, 0, 0
