"""What waits for a community's office: issues, topics, votes, decisions, promises, words, homes, numbers."""

from sqlalchemy import exists, func, literal, select

from civic.accounts.models import Membership
from civic.accounts.policies import settles_reveals
from civic.accounts.reveal_models import ContactRequest
from civic.accounts.reveals import waits_for
from civic.accounts.roles import Role, Standing
from civic.action_items.models import ActionItem, BacklogEntry, ItemState
from civic.database import local_today, utcnow
from civic.decisions.models import Decision, DecisionState
from civic.desk.rows import day, row
from civic.issues.kinds import SummaryState, Urgency
from civic.issues.models import Issue, IssueAppeal, Photo, PhotoState
from civic.issues.states import IssueState
from civic.moderation.models import Appeal, Hold, Report, Ruling
from civic.moderation.policies import office_of
from civic.places.models import Place
from civic.threads.models import Thread
from civic.topics.models import OpinionRound, Topic
from civic.topics.states import TopicState
from civic.votes.entered_models import Certification, EnteredBallot, EntryChallenge
from civic.votes.models import Vote
from civic.votes.paper_models import PaperBallot
from civic.votes.states import VoteState


def of_office(user) -> list:
    """Everything of the communities where this person is the office."""
    here = office_of(user)
    if not here:
        return []
    return [
        *_issues(user, here),
        *_topics(here),
        *_votes(here),
        *_decisions(here),
        *_promises(here),
        *_words(user, here),
        *_homes(here),
    ]


def of_appeals(user) -> list:
    """Refused issues and hidden words that ask for other eyes than the community's: the street's office."""
    streets = user.places_as(Role.STREET_STAFF)
    if not streets:
        return []
    below = select(Place.id).where(Place.parent_id.in_(streets), Place.id.not_in(office_of(user)))
    return [
        _appeals(user).where(Ruling.community_id.in_(below)),
        _refused("issue.appeal_above", user).where(Issue.community_id.in_(below)),
    ]


def of_numbers(user) -> list:
    """Colleagues who ask to see a telephone number."""
    if not settles_reveals(user):
        return []
    asked = row("contact.asked", ContactRequest.id, ContactRequest.asked_at)
    asked = asked.outerjoin(Thread, literal(False)).join(Place, Place.id == ContactRequest.community_id)
    return [asked.where(waits_for(user))]


def of_promises(user) -> list:
    """What the bodies this person acts for have promised."""
    if not user.body_ids:
        return []
    mine = ActionItem.owner_body_id.in_(user.body_ids)
    return [_item("action_item.mine").where(mine, ActionItem.state == ItemState.OPEN)]


def _issue(kind, since, due=None):
    urgent = func.coalesce(Issue.urgency == Urgency.URGENT, False)
    return row(kind, Issue.id, since, due, urgent, Issue.body_raw, Issue.category).join(
        Thread, Thread.id == Issue.thread_id
    )


def _oldest(belongs):
    """Since when the first of its photos waits: a matter is one row, however many there are."""
    waiting = select(func.min(Photo.created_at)).where(belongs, Photo.state == PhotoState.READY)
    return waiting.scalar_subquery()


def _topic(kind, since, due=None):
    return row(kind, Topic.id, since, due).join(Thread, Thread.id == Topic.thread_id)


def _vote(kind, since=Vote.closes_at, due=None):
    return row(kind, Vote.id, since, due, words=Vote.question).join(Thread, Thread.id == Vote.thread_id)


def _votes(here):
    mine = Vote.community_id.in_(here)
    issued = exists().where(PaperBallot.vote_id == Vote.id)
    by_others = exists().where(EnteredBallot.vote_id == Vote.id)
    doubtful = exists().where(EnteredBallot.vote_id == Vote.id, EnteredBallot.may_be_doubted())
    vouched = exists().where(Certification.vote_id == Vote.id)
    return [
        _vote("vote.paper").where(mine, Vote.state == VoteState.COUNTING, issued),
        _vote("vote.box", Vote.opening_at).where(
            mine, Vote.state == VoteState.SEALED, Vote.opening_at <= utcnow()
        ),
        _vote("vote.challenge", Vote.opens_at, EntryChallenge.raised_on)
        .join(EntryChallenge, EntryChallenge.vote_id == Vote.id)
        .where(mine, EntryChallenge.ruling.is_(None)),
        _vote("vote.certify").where(
            mine, Vote.state == VoteState.CLOSED, issued | by_others, ~vouched, ~doubtful
        ),
    ]


def _decision(kind, since):
    return row(kind, Decision.id, since, words=Decision.title).join(Thread, Thread.id == Decision.thread_id)


def _refused(kind, user):
    """Appeals against refusals by somebody else that nobody has ruled on."""
    waiting = _issue(kind, IssueAppeal.created_at).join(IssueAppeal, IssueAppeal.issue_id == Issue.id)
    return waiting.where(IssueAppeal.ruled_at.is_(None), func.coalesce(Issue.refused_by, 0) != user.id)


def _issues(user, here):
    listed = exists().where(BacklogEntry.issue_id == Issue.id, BacklogEntry.taken_off_at.is_(None))
    mine = Issue.community_id.in_(here)
    nobody = Issue.reporter_id.is_(None) & Issue.contributed_by.is_(None)
    return [
        _issue("issue.sort", Issue.raised_at).where(mine, Issue.state == IssueState.RECEIVED),
        _issue("issue.hand_out", Issue.accepted_at).where(mine, Issue.state == IssueState.ACCEPTED, ~listed),
        _issue("issue.again", Issue.raised_at).where(mine, Issue.state == IssueState.REOPENED),
        _issue("issue.summary", Issue.summary_shown_at).where(
            mine,
            (Issue.summary_state == SummaryState.OBJECTED)
            | ((Issue.summary_state == SummaryState.SHOWN) & nobody),
        ),
        _refused("issue.appeal", user).where(mine),
        _issue("issue.photos", _oldest(Photo.issue_id == Issue.id)).where(
            mine,
            Issue.summary_state == SummaryState.RELEASED,
            exists().where(Photo.issue_id == Issue.id, Photo.state == PhotoState.READY),
        ),
        row("backlog.look", BacklogEntry.issue_id, BacklogEntry.created_at, BacklogEntry.next_look_on)
        .join(Thread, Thread.id == BacklogEntry.thread_id)
        .where(
            BacklogEntry.community_id.in_(here),
            BacklogEntry.taken_off_at.is_(None),
            BacklogEntry.next_look_on <= local_today(),
        ),
    ]


def _topics(here):
    mine, now = Topic.community_id.in_(here), utcnow()
    return [
        _topic("topic.screen", Topic.created_at).where(mine, Topic.state == TopicState.PROPOSED),
        _topic("topic.agenda", Topic.threshold_reached_at, day(Topic.agenda_reply_due)).where(
            mine, Topic.agenda_reply_due.is_not(None), Topic.agenda_answer.is_(None)
        ),
        _topic("topic.notice_over", Topic.notice_until).where(
            mine, Topic.state == TopicState.NOTICED, Topic.notice_until <= now
        ),
        _topic("topic.opinions", OpinionRound.opens_at)
        .join(OpinionRound, OpinionRound.topic_id == Topic.id)
        .where(mine, OpinionRound.closed_at.is_(None), OpinionRound.unanswered > 0),
    ]


def _decisions(here):
    mine, now = Decision.community_id.in_(here), utcnow()
    return [
        _decision("decision.draft", Decision.created_at).where(mine, Decision.state == DecisionState.DRAFTED),
        _decision("decision.objections", Decision.notice_from).where(
            mine, Decision.state == DecisionState.NOTICED, Decision.unanswered > 0
        ),
        _decision("decision.confirm", Decision.notice_until).where(
            mine,
            Decision.state == DecisionState.NOTICED,
            Decision.notice_until <= now,
            Decision.unanswered == 0,
        ),
    ]


def _item(kind, since=ActionItem.created_at):
    found = row(
        kind, ActionItem.id, since, ActionItem.due_on, words=ActionItem.what, category=Issue.category
    )  # the category finds a solved case like it
    return found.join(Thread, Thread.id == ActionItem.thread_id).outerjoin(
        Issue, Issue.id == ActionItem.issue_id
    )


def _promises(here):
    late = (ActionItem.state == ItemState.OPEN) & (ActionItem.due_on < local_today())
    of_item = (Photo.subject_type == ActionItem.__tablename__) & (Photo.subject_id == ActionItem.id)
    said_done = (ActionItem.state == ItemState.DONE) & ActionItem.issue_id.is_(None)
    return [
        _item("action_item.late").where(ActionItem.community_id.in_(here), late),
        _item("action_item.check", ActionItem.done_at).where(ActionItem.community_id.in_(here), said_done),
        _item("action_item.photos", _oldest(of_item)).where(
            ActionItem.community_id.in_(here),
            ActionItem.state == ItemState.DONE,
            ActionItem.issue_id.is_(None) | (Thread.title != ""),
            exists().where(of_item, Photo.state == PhotoState.READY),
        ),
    ]


def _words(user, here):
    hold = row("moderation.hold", Hold.id, Hold.created_at, day(Hold.due_at)).join(
        Thread, Thread.id == Hold.thread_id
    )
    report = row("moderation.report", Report.id, Report.created_at).join(
        Thread, Thread.id == Report.thread_id
    )
    return [
        hold.where(Hold.community_id.in_(here), Hold.ended_at.is_(None)),
        report.where(Report.community_id.in_(here), Report.settled_at.is_(None)),
        _appeals(user).where(Ruling.community_id.in_(here)),
    ]


def _appeals(user):
    waiting = row("moderation.appeal", Appeal.id, Appeal.created_at).join(
        Ruling, Ruling.thread_id == Thread.id
    )
    waiting = waiting.join(Appeal, Appeal.ruling_id == Ruling.id)
    return waiting.where(Appeal.settled_at.is_(None), Ruling.ruled_by != user.id)


def _homes(here):
    claims = row("household.claim", Membership.id, Membership.valid_from).outerjoin(Thread, literal(False))
    return [
        claims.where(
            Membership.community_id.in_(here),
            Membership.standing == Standing.CLAIMED,
            Membership.valid_to.is_(None),
        )
    ]
