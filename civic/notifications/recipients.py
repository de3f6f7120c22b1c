"""Who is told of which act: verb → the persons it concerns. One row of the table, one rule.

Nobody is told of an act of their own. Secret ballots record no act, so nobody is ever told of one.
"""

from datetime import date

from sqlalchemy import select

from civic.accounts.models import Membership
from civic.accounts.roles import Role, Standing
from civic.decisions.models import Decision
from civic.dispatch.exception_readers import account_of, reporter_of
from civic.dispatch.queries import leads_on
from civic.dispatch.urgent_queries import behind_doors, place
from civic.dispatch.whistle_models import Whistle
from civic.extensions import db
from civic.issues.models import Issue, Support
from civic.notifications.argument_recipients import argument_authors, invited_body, suggester
from civic.notifications.circles import acting_for, holding, in_force, persons, topic_circle
from civic.notifications.council_recipients import COUNCILS
from civic.notifications.meeting_recipients import MEETINGS
from civic.notifications.minutes_recipients import MINUTES
from civic.topics.models import Opinion, Option, Topic, TopicIssue
from civic.votes.entered_models import EnteredBallot
from civic.votes.roll import lines_by_home
from civic.votes.roll_models import RollObjection


def reporter(issue, **rest) -> set[int]:
    """Whoever raised it, or wrote it down for somebody without an account."""
    return {issue.reporter_id or issue.contributed_by} - {None}


def reporter_and_supporters(issue, **rest) -> set[int]:
    """And everybody who said 我家也这样, or raised the same and was joined to it."""
    joined = select(Issue.reporter_id).where(Issue.duplicate_of_id == issue.id)
    behind = select(Support.person_id).where(Support.issue_id == issue.id)
    return reporter(issue) | persons(behind) | persons(joined)


def street_and_secretary(topic, **rest) -> set[int]:
    """The street office and the secretary of the topic's community."""
    return persons(
        select(Membership.person_id).where(
            Membership.role.in_((Role.STREET_STAFF, Role.SECRETARY)),
            Membership.community_id == topic.community_id,
            Membership.standing == Standing.VERIFIED,
            Membership.valid_to.is_(None),
        )
    )


def proposer(topic, **rest) -> set[int]:
    return {topic.proposed_by} - {None}


def option_author(topic, public, **rest) -> set[int]:
    """Who proposed the option that was removed or looked at again."""
    return persons(select(Option.proposed_by).where(Option.id == public["option"]))


def answered_authors(reply, **rest) -> set[int]:
    """Everybody whose opinion this reply answers."""
    return persons(select(Opinion.person_id).where(Opinion.reply_id == reply.id))


def decision_circle(decision, **rest) -> set[int]:
    """Who raised the issues behind a decision."""
    return persons(
        select(Issue.reporter_id)
        .join(TopicIssue, TopicIssue.issue_id == Issue.id)
        .join(Decision, Decision.topic_id == TopicIssue.topic_id)
        .where(Decision.id == decision.id)
    )


def objector(objection, **rest) -> set[int]:
    """Whoever objected, now that there is an answer."""
    return {objection.person_id} - {None}


def body_members(item, **rest) -> set[int]:
    """Everybody who acts for the body that promised it."""
    return acting_for(item.owner_body_id)


def part_members(row, **rest) -> set[int]:
    """Everybody who acts for the body whose part of an order it is about."""
    return acting_for(row.body_id)


def order_reporter(row, **rest) -> set[int]:
    """Whoever raised the issue of the order it is about, or wrote it down for somebody."""
    return {reporter_of(row.order_id)} - {None}


def rung_bodies(incident, public, **rest) -> set[int]:
    """Everybody who acts for a body that was rung."""
    return set().union(*map(acting_for, public["bodies"]))


def every_home(notice, **rest) -> set[int]:
    """Everybody with an account behind the doors that are told."""
    return behind_doors(place(notice.place_id))


def order_account(row, **rest) -> set[int]:
    """Whoever raised it, on their own account: nobody else is asked how it went."""
    return {account_of(row.order_id)} - {None}


def reopened_reporter(order, **rest) -> set[int]:
    """Whoever raised the issue of an order that starts anew."""
    return {reporter_of(order.id)} - {None}


def waits_for_others(leg, **rest) -> set[int]:
    """Whoever raised what one body has replied to while another still leads it."""
    return order_reporter(leg) if leads_on(leg) else set()


def body_and_office(item, **rest) -> set[int]:
    """The body and the secretary of the community."""
    secretaries = select(Membership.person_id).where(
        Membership.role == Role.SECRETARY,
        Membership.community_id == item.community_id,
        Membership.valid_to.is_(None),
    )
    return body_members(item) | persons(secretaries)


def called_body(call, **rest) -> set[int]:
    """Everybody who acts for the body a whistle calls."""
    return acting_for(call.body_id)


def district_of(call, **rest) -> set[int]:
    """The district's staff, and the called body: it is told what was said about it."""
    whistle = db.session.get(Whistle, call.whistle_id)
    return holding((whistle.district_id,), Role.DISTRICT_STAFF) | acting_for(call.body_id)


def askers_of(whistle, **rest) -> set[int]:
    """The officers of the department that asked for it, where one did: they can read its page."""
    of_body = Membership.body_id == whistle.asked_by_body_id, Membership.role == Role.OFFICER
    return persons(select(Membership.person_id).where(*of_body, in_force()))


def streets_of(whistle, **rest) -> set[int]:
    """The lead streets' staff: there is something to agree to."""
    return holding((whistle.street_id, whistle.second_street_id), Role.STREET_STAFF)


def street_of(call, **rest) -> set[int]:
    """The lead streets' staff, of what a called body says."""
    return streets_of(db.session.get(Whistle, call.whistle_id))


def household_of(representative, **rest) -> set[int]:
    """The others of the household: somebody now casts its ballot."""
    return persons(
        select(Membership.person_id).where(
            Membership.household_id == representative.household_id,
            Membership.standing == Standing.VERIFIED,
            Membership.valid_to.is_(None),
        )
    )


def entered_households(vote, public, **rest) -> set[int]:
    """Everybody living in a home that is told, with this act, what was entered in its name."""
    on_roll = lines_by_home(vote.id)
    return persons(
        select(Membership.person_id)
        .join(on_roll, on_roll.c.home == Membership.household_id)
        .join(EnteredBallot, EnteredBallot.roll_entry_id == on_roll.c.line)
        .where(
            EnteredBallot.vote_id == vote.id,
            EnteredBallot.told_on == date.fromisoformat(public["told_on"]),
            Membership.standing == Standing.VERIFIED,
            Membership.valid_to.is_(None),
        )
    )


def roll_objector(vote, public, **rest) -> set[int]:
    """Who said that the roll is wrong."""
    return persons(select(RollObjection.raised_by).where(RollObjection.id == public["objection"]))


def voters_circle(vote, **rest) -> set[int]:
    """The circle of the vote's topic."""
    return topic_circle(db.session.get(Topic, vote.topic_id))


def member(membership, **rest) -> set[int]:
    return {membership.person_id}


def author(ruling, **rest) -> set[int]:
    """Whose words were ruled on."""
    return {ruling.author_id} - {None}


RECIPIENTS = MEETINGS | {
    "issue.asked_back": reporter,
    "issue.accepted": reporter,
    "issue.summary_shown": reporter,
    "issue.summary_released": reporter,
    "issue.put_in_action": reporter_and_supporters,
    "issue.answered": reporter_and_supporters,
    "issue.answer_added_to": reporter,
    "issue.redirected": reporter,
    "issue.merged": reporter_and_supporters,
    "issue.declined": reporter_and_supporters,
    "issue.appeal_ruled": reporter,
    "issue.handed_back": reporter,
    "topic.promoted": topic_circle,
    "topic.noticed": topic_circle,
    "topic.not_admitted": topic_circle,
    "topic.agenda_answered": topic_circle,
    "topic.admission_reviewed": proposer,
    "topic.shelved": topic_circle,
    "topic.meeting_call_reached": street_and_secretary,
    "topic.owners_call_reached": street_and_secretary,
    "opinion_round.opened": topic_circle,
    "opinion.answered": answered_authors,
    "argument.answered": argument_authors,
    "suggestion.stated": suggester,
    "topic.joined": topic_circle,
    "topic.level_raised": topic_circle,
    "right_of_reply.invited": invited_body,
    "option.removed": option_author,
    "option.removal_reviewed": option_author,
    "decision.noticed": decision_circle,
    "decision.confirmed": decision_circle,
    "decision.objection_answered": objector,
    "action_item.assigned": body_members,
    "action_item.reopened": body_members,
    "action_item.turned_late": body_and_office,
    "leg.replied": waits_for_others,
    "callback.asked": order_account,
    "callback.read_back": order_account,
    "work_order.reopened": reopened_reporter,
    "leg.extension_asked": order_reporter,
    "leg.extended": order_reporter,
    "leg.extension_protest_answered": order_reporter,
    "leg.progress_told": order_reporter,
    "leg.progress_due": part_members,
    "work_order.long_term": order_reporter,
    "work_order.off_long_term": order_reporter,
    "incident.rung": rung_bodies,
    "door_notice.given": every_home,
    "topic.cause_opened": topic_circle,
    "whistle.requested": streets_of,
    "whistle.blown": askers_of,
    "whistle.called_off": askers_of,
    "whistle_call.called": called_body,
    "whistle_call.ordered": called_body,
    "whistle_call.declined": street_of,
    "whistle_call.escalated": district_of,
    "representative.chosen": household_of,
    "roll.drawn": voters_circle,
    "roll.objection_answered": roll_objector,
    "vote.entered": entered_households,
    "household.verified": member,
    "household.declined": member,
    "role.given": member,
    "role.ended": member,
    "contact.viewed": member,
    "moderation.ruled": author,
    **MINUTES,
    **COUNCILS,
}
