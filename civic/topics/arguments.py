"""Verbs on arguments: said in one of three columns, answered with a reason, covered by moderation."""

from flask_babel import gettext as _
from sqlalchemy import case, func, select, update

from civic.database import locked, utcnow
from civic.errors import Conflict, Refused, TooMany
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.topics.argument_models import LONGEST, OTHER_THEME, Argument, ArgumentCount, ArgumentReply
from civic.topics.models import Topic
from civic.topics.naming import names_a_home
from civic.topics.stamping import thread_of
from civic.topics.states import ARGUMENTS_OPEN, OPTIONS_OPEN
from civic.topics.themes import moved

SAID = act("argument.said", public={"argument", "side", "theme"})
ANSWERED = act("argument.answered", public={"outcome", "answers"})
COVERED = act("argument.covered", public={"argument", "how"})
THEMED = act("topic.themes_chosen", public={"themes"})

MOST_OF_ONE = 6  # arguments of one person on a topic


def guard_words(body: str, longest: int = LONGEST) -> str:
    """The words on one line; raises Refused when too short, too long, or naming somebody's home."""
    body = " ".join((body or "").split())
    if not 4 <= len(body) <= longest:
        raise Refused(_("Write 4 to %(most)s characters.", most=longest))
    if named := names_a_home(body):
        raise Refused(home_named(named))
    return body


def home_named(piece: str) -> str:
    """What is said to somebody who named a flat or a telephone."""
    return _(
        "This names somebody's home or telephone: “%(piece)s”. Say the building or the door only.",
        piece=piece,
    )


def choose_themes(topic, themes, *, by) -> None:
    """Set what arguments are grouped by, until the notice; those of a theme that is gone become other."""
    topic = locked(Topic, topic.id)
    if topic.state not in OPTIONS_OPEN:
        raise Conflict(_("The topic is on notice and its themes are fixed."))
    if not themes:
        raise Refused(_("Name at least one theme."))
    places = {old: new for old, new in moved(topic.themes, themes).items() if new is not None}
    place = case(places, value=Argument.theme, else_=OTHER_THEME) if places else OTHER_THEME
    db.session.execute(update(Argument).where(Argument.topic_id == topic.id).values(theme=place))
    topic.themes = list(themes)
    db.session.flush()
    _count_all(topic.id)
    record(THEMED, subject=topic, thread=thread_of(topic), by=by, public={"themes": len(themes)})


def argue(topic, *, by, side, body, theme=OTHER_THEME) -> Argument:
    """Say one short reason for it, against it, or on which condition; the words stay out of the ledger."""
    topic = locked(Topic, topic.id)
    if topic.state not in ARGUMENTS_OPEN:
        raise Conflict(
            _("This matter is not being talked over now."), _("See the topic for what comes next.")
        )
    body = guard_words(body)
    said = select(func.count()).where(Argument.topic_id == topic.id, Argument.person_id == by.id)
    if db.session.scalar(said) >= MOST_OF_ONE:
        raise TooMany(
            _("You have given %(most)s reasons here; leave room for others.", most=MOST_OF_ONE),
            retry_after=86400,
        )
    place = theme if 0 <= theme < len(topic.themes) else OTHER_THEME
    argument = Argument(topic_id=topic.id, side=side, theme=place, body=body, person_id=by.id)
    db.session.add(argument)
    cell = _cell(topic.id, side, place)
    cell.said += 1
    cell.unanswered += 1
    db.session.flush()
    public = {"argument": argument.id, "side": side.value, "theme": place}
    record(SAID, subject=argument, thread=thread_of(topic), by=by, public=public)
    return argument


def answer_arguments(topic, argument_ids, *, by, outcome, reason) -> ArgumentReply:
    """One answer with a reason for all of `argument_ids`; each author is told."""
    if not reason.strip():
        raise Refused(_("Give a reason: it is shown under each of these arguments."))
    topic = locked(Topic, topic.id)
    found = list(
        db.session.scalars(
            select(Argument).where(
                Argument.topic_id == topic.id, Argument.reply_id.is_(None), Argument.id.in_(argument_ids)
            )
        )
    )
    if not found or len(found) != len(set(argument_ids)):
        raise Conflict(
            _("Somebody has answered one of these meanwhile."),
            _("Load the page again and answer those that are left."),
        )
    reply = ArgumentReply(
        topic_id=topic.id, outcome=outcome, reason=reason, answered_by=by.id, answers=len(found)
    )
    db.session.add(reply)
    db.session.flush()
    ids = [one.id for one in found]
    db.session.execute(update(Argument).where(Argument.id.in_(ids)).values(reply_id=reply.id))
    for side, theme in sorted({(one.side, one.theme) for one in found}):
        _count(topic.id, side, theme)
    public = {"outcome": outcome.value, "answers": len(found)}
    record(ANSWERED, subject=reply, thread=thread_of(topic), by=by, public=public)
    return reply


def cover_argument(argument, how: str, *, by=None) -> None:
    """Called by moderation. `how`: "held" for a first look, "hidden", or "shown" again.

    What is held or hidden needs no answer; of what is hidden a tombstone stays.
    """
    topic = locked(Topic, argument.topic_id)
    argument = locked(Argument, argument.id)
    argument.held_at = utcnow() if how == "held" else None
    argument.hidden_at = utcnow() if how == "hidden" else None
    db.session.flush()
    _count(topic.id, argument.side, argument.theme)
    public = {"argument": argument.id, "how": how}
    record(COVERED, subject=argument, thread=thread_of(topic), by=by, public=public)


def _cell(topic_id, side, theme):
    cell = db.session.get(ArgumentCount, (topic_id, side, theme))
    if cell is None:
        cell = ArgumentCount(topic_id=topic_id, side=side, theme=theme, said=0, unanswered=0)
        db.session.add(cell)
    return cell


def _count(topic_id, side, theme):
    here = (Argument.topic_id == topic_id, Argument.side == side, Argument.theme == theme)
    shown = Argument.held_at.is_(None)
    waits = func.count().filter(Argument.reply_id.is_(None), Argument.hidden_at.is_(None), shown)
    said, unanswered = db.session.execute(select(func.count().filter(shown), waits).where(*here)).one()
    cell = _cell(topic_id, side, theme)
    cell.said, cell.unanswered = said, unanswered


def _count_all(topic_id):
    kept = select(ArgumentCount.side, ArgumentCount.theme).where(ArgumentCount.topic_id == topic_id)
    there = select(Argument.side, Argument.theme).where(Argument.topic_id == topic_id).distinct()
    cells = {tuple(row) for row in (*db.session.execute(kept), *db.session.execute(there))}
    for side, theme in sorted(cells):
        _count(topic_id, side, theme)
