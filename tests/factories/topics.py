"""Topics at any stage, through the room's verbs."""

from datetime import timedelta

from sqlalchemy import update

from civic.database import utcnow, writing
from civic.extensions import db
from civic.places.queries import community as first_community
from civic.topics import answering, workflow
from civic.topics import arguments as argument_verbs
from civic.topics import options as option_verbs
from civic.topics import rounds as round_verbs
from civic.topics import statements as statement_verbs
from civic.topics.argument_models import Side
from civic.topics.models import OpinionRound, Topic
from civic.topics.states import ReplyOutcome, TopicState
from tests.factories import number
from tests.harness.scenes import followed, staged

FACTS = ["最远要走", "近窗"]


@followed
def make_topic(by=None, **what):
    """A proposed topic of the town."""
    what = {"title": f"楼道灯怎么换 {number()}", "why": "好几户说晚上黑。"} | what
    with writing():
        what.setdefault("community_id", first_community().id)
        return workflow.propose(by=by, **what)


@followed
def make_option(topic, by=None, title=None, facts=()):
    with writing():
        return option_verbs.add_option(topic, by=by, title=title or f"办法{number()}", facts=facts)


@staged
def screened(by, regime="advisory", options=2, **what):
    """Taken up, with options that tell their facts."""
    burdens, council = what.pop("burdens_others", True), what.pop("council_id", None)
    topic = make_topic(by, **what)
    with writing():
        workflow.screen(
            topic, by=by, regime=regime, burdens_others=burdens, council_id=council, fact_names=FACTS
        )
    for _ in range(options):
        make_option(topic, by, facts=["80米", "2扇"])
    return topic


@staged
def noticed(by, days=7, **what):
    topic = screened(by, **what)
    with writing():
        workflow.notice(topic, by=by, days=days)
    return topic


@staged
def deliberating(by, **what):
    topic = noticed(by, **what)
    with writing():
        workflow.deliberate(topic, by=by)
    return topic


@staged
def opinion_formed(by, **what):
    """Talked over; its notice period is over."""
    topic = deliberating(by, **what)
    with writing():
        workflow.form_opinion(topic, by=by)
    end_notice(topic)
    return topic


@followed
def end_notice(topic):
    """Let the notice period have ended a minute ago."""
    with writing():
        past = utcnow() - timedelta(minutes=1)
        db.session.execute(update(Topic).where(Topic.id == topic.id).values(notice_until=past))


@followed
def make_round(topic, by, days=7):
    with writing():
        return round_verbs.open_round(topic, by=by, days=days)


@followed
def make_opinion(asked, by, body="请把点位往南挪五米", option_id=None):
    with writing():
        return round_verbs.give_opinion(asked, by=by, body=body, option_id=option_id)


@followed
def end_round(asked):
    """Let the days of a round be over."""
    with writing():
        past = utcnow() - timedelta(minutes=1)
        values = {"closes_at": past, "opens_at": past - timedelta(days=1)}
        db.session.execute(update(OpinionRound).where(OpinionRound.id == asked.id).values(**values))


@followed
def closed_round(topic, by):
    """A round with nobody speaking, closed."""
    asked = make_round(topic, by)
    end_round(asked)
    with writing():
        round_verbs.close_round(asked, by=by)
    return asked


@followed
def put(topic, state=TopicState.PROPOSED):
    """Set a state directly: for pages and lists that do not care how it came there."""
    with writing():
        db.session.execute(update(Topic).where(Topic.id == topic.id).values(state=state))
    return topic


@followed
def make_statement(topic, by=None, body=None):
    body = f"第{number()}句:晚上留一条车道" if body is None else body
    with writing():
        return statement_verbs.propose_statement(topic, by=by, body=body)


@followed
def answer(statement, by, stand):
    with writing():
        answering.answer(statement, by=by, stand=stand)


@followed
def make_argument(topic, by, side=Side.FOR, body=None, theme=0):
    with writing():
        return argument_verbs.argue(
            topic, by=by, side=side, body=body or f"第{number()}条:路近一点", theme=theme
        )


def answer_arguments(topic, arguments, by, outcome=ReplyOutcome.ADOPTED, reason="写进方案"):
    with writing():
        ids = [one.id for one in arguments]
        return argument_verbs.answer_arguments(topic, ids, by=by, outcome=outcome, reason=reason)
