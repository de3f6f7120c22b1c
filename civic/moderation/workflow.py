"""Report, rule, appeal, rule again by somebody else; hold for a first look and let go."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import update

from civic.database import utcnow
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.moderation import queries
from civic.moderation.models import Appeal, FirstLook, Hold, Report, Ruling, RulingKind
from civic.moderation.policies import ruling_role
from civic.threads.models import Thread

REPORTED = act("moderation.reported", public={"type", "reason"})
RULED = act("moderation.ruled", public={"type", "number", "kind", "reason", "role"})
APPEALED = act("moderation.appealed", public={"ruling"})
HELD = act("moderation.held", public={"type", "number"})
RELEASED = act("moderation.released_by_time", public={"type", "number"})
SWITCHED = act("moderation.first_look_switched", public={"on"})

FIRST_LOOK = timedelta(hours=24)
APPEAL_ANSWER = timedelta(hours=72)


def report(subject, *, by, reason, words="") -> Report:
    """Somebody asks that these words be looked at; once a person and subject."""
    if subject.is_hidden:
        raise Conflict(_("This is hidden already."), _("Nothing more is needed from you."))
    if queries.report_by(by.id, subject):
        raise Conflict(_("You have reported this already."), _("Somebody will look at it within 24 hours."))
    made = Report(
        community_id=subject.community_id,
        thread_id=subject.thread_id,
        subject_type=subject.type,
        subject_id=subject.id,
        reporter_id=by.id,
        reason=reason,
        words=words.strip(),
    )
    db.session.add(made)
    public = {"type": subject.type.value, "reason": reason.value}
    record(REPORTED, subject=made, thread=_thread(subject), by=by, public=public)
    return made


def hide(subject, *, by, reason) -> Ruling:
    """Hide these words for a reason of the list; the author is told and may appeal."""
    _guard_disinterested(subject, by)
    if subject.is_hidden:
        raise Conflict(_("Somebody has hidden this already."), _("See the moderation log."))
    subject.hide(reason.value)
    return _rule(subject, RulingKind.HIDE, by=by, reason=reason)


def keep(subject, *, by) -> Ruling:
    """Looked at and left standing; the reports are settled. What waited for a first look appears."""
    if subject.is_held:
        return publish(subject, by=by)
    _guard_disinterested(subject, by)
    if subject.is_hidden:
        raise Conflict(_("Somebody has hidden this already."), _("See the moderation log."))
    return _rule(subject, RulingKind.KEEP, by=by)


def publish(subject, *, by) -> Ruling:
    """A first look is over: the words appear."""
    _guard_disinterested(subject, by)
    if not subject.is_held:
        raise Conflict(_("This is not waiting any more."), _("See the moderation log."))
    subject.show()
    return _rule(subject, RulingKind.PUBLISH, by=by)


def appeal(ruling, *, by, words) -> Appeal:
    """The author asks for another pair of eyes."""
    if ruling.kind != RulingKind.HIDE or by.id != ruling.author_id:
        raise NotAllowed(_("Only the author of hidden words can appeal."))
    if queries.appeal_of(ruling.id):
        raise Conflict(_("You have appealed already."), _("Somebody else answers within 72 hours."))
    made = Appeal(ruling_id=ruling.id, appellant_id=by.id, words=words.strip())
    db.session.add(made)
    record(
        APPEALED,
        subject=made,
        thread=db.session.get(Thread, ruling.thread_id),
        by=by,
        public={"ruling": ruling.id},
    )
    return made


def answer_appeal(appealed, ruling, subject, *, by, restored: bool) -> Ruling:
    """Somebody who did not rule before answers: shown again, or it stays hidden."""
    if appealed.settled_at is not None:
        raise Conflict(_("This appeal has been answered."), _("See the moderation log."))
    if by.id == ruling.ruled_by:
        raise NotAllowed(_("Whoever hid it cannot answer the appeal."), _("A colleague must look at it."))
    if by.id == ruling.author_id:
        raise NotAllowed(_("These are your own words."), _("A colleague must look at them."))
    if restored:
        subject.show()
    answer = _rule(
        subject,
        RulingKind.RESTORE if restored else RulingKind.UPHOLD,
        by=by,
        reason=None if restored else ruling.reason,
    )
    appealed.settled_at, appealed.answer_id = utcnow(), answer.id
    return answer


def hold(subject) -> Hold:
    """先审后发: wait for a first look, at most 24 hours."""
    subject.hold()
    held = Hold(
        community_id=subject.community_id,
        thread_id=subject.thread_id,
        subject_type=subject.type,
        subject_id=subject.id,
        due_at=utcnow() + FIRST_LOOK,
    )
    db.session.add(held)
    public = {"type": subject.type.value, "number": subject.id}
    record(HELD, subject=held, thread=_thread(subject), public=public)
    return held


def release_by_time(held, subject) -> None:
    """Nobody looked within 24 hours: the words appear by themselves."""
    held.ended_at = utcnow()
    if subject is None or not subject.is_held:
        return
    subject.show()
    public = {"type": held.subject_type.value, "number": held.subject_id}
    record(RELEASED, subject=held, thread=_thread(subject), public=public)


def switch_first_look(community_id, *, on: bool, by, reason) -> FirstLook:
    """Turn 先审后发 on or off for a community, in public and with a reason."""
    if on and not reason.strip():
        raise Refused(_("Say in public why everything must be looked at first."))
    switch = db.session.get(FirstLook, community_id) or FirstLook(community_id=community_id)
    switch.is_on, switch.reason, switch.changed_by, switch.changed_at = on, reason.strip(), by.id, utcnow()
    db.session.add(switch)
    record(SWITCHED, subject=switch, by=by, community_id=community_id, public={"on": on})
    return switch


def _rule(subject, kind, *, by, reason=None) -> Ruling:
    ruling = Ruling(
        community_id=subject.community_id,
        thread_id=subject.thread_id,
        subject_type=subject.type,
        subject_id=subject.id,
        author_id=subject.author_id,
        kind=kind,
        reason=reason,
        ruled_by=by.id,
        ruler_role=ruling_role(by, subject).value,
    )
    db.session.add(ruling)
    now = utcnow()
    same = {"subject_type": subject.type, "subject_id": subject.id}
    db.session.execute(update(Report).filter_by(**same, settled_at=None).values(settled_at=now))
    db.session.execute(update(Hold).filter_by(**same, ended_at=None).values(ended_at=now))
    public = {
        "type": subject.type.value,
        "number": subject.id,
        "kind": kind.value,
        "reason": reason.value if reason else None,
        "role": ruling.ruler_role,
    }
    record(RULED, subject=ruling, thread=_thread(subject), by=by, public=public)
    return ruling


def _guard_disinterested(subject, by):
    if subject.author_id is not None and subject.author_id == by.id:
        raise NotAllowed(_("These are your own words."), _("A colleague must look at them."))
    if queries.report_by(by.id, subject):
        raise NotAllowed(_("You reported this yourself."), _("A colleague must look at it."))


def _thread(subject):
    return db.session.get(Thread, subject.thread_id)
