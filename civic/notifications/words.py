"""What a message says and where it leads: one plain sentence a verb."""

from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from civic.locale import day

SENTENCES = {
    "issue.asked_back": _l("The community office has a question about what you raised."),
    "issue.accepted": _l("What you raised was accepted."),
    "issue.summary_shown": _l("Please look: this is how we want to tell it in public."),
    "issue.summary_released": _l("The public summary of what you raised can be read now."),
    "issue.put_in_action": _l("Somebody is working on it now."),
    "issue.answered": _l("It is said to be done. Is it really?"),
    "issue.answer_added_to": _l("A body that helped says what it did."),
    "issue.redirected": _l("This has to go another way; see which."),
    "issue.merged": _l("It goes on together with another that says the same."),
    "issue.declined": _l("It cannot be done for now; see why, and how to ask somebody else."),
    "issue.appeal_ruled": _l("Somebody else has looked at it again."),
    "issue.handed_back": _l("It is back on the list of what is not scheduled yet."),
    "topic.promoted": _l("Now we should like to talk it over together; your name and home are not shown."),
    "topic.noticed": _l("The topic is on public notice: until the date you can say what you think."),
    "topic.not_admitted": _l("This topic was not taken up; see why."),
    "topic.agenda_answered": _l("The secretary has answered whether it comes onto the agenda."),
    "topic.admission_reviewed": _l("Somebody else has looked at the topic again."),
    "topic.shelved": _l("The topic was put aside for now; see until when."),
    "opinion_round.opened": _l("Opinions are being taken. Each gets an answer."),
    "opinion.answered": _l("Your opinion has an answer."),
    "argument.answered": _l("Your reason for or against has an answer."),
    "suggestion.stated": _l("It is said now whether your suggestion was kept."),
    "topic.joined": _l("The topic goes on together with others like it; see where."),
    "topic.level_raised": _l("The topic is talked over one level up; see why."),
    "right_of_reply.invited": _l("Your body is asked to answer something that is about it."),
    "option.removed": _l("The option you proposed was removed; see why."),
    "option.removal_reviewed": _l("Another body has looked at the removal again."),
    "decision.noticed": _l("A decision is on public notice."),
    "decision.confirmed": _l("The decision is in force."),
    "decision.objection_answered": _l("Your objection has an answer."),
    "action_item.assigned": _l("Your body has something to do."),
    "action_item.reopened": _l("Not done after all: it is open again."),
    "action_item.turned_late": _l("The promised day is over."),
    "leg.replied": _l("One body has done its part; another is still at it."),
    "callback.asked": _l("How did it go? Three short questions; nobody else answers them for you."),
    "callback.read_back": _l("What you said by telephone was written down: see whether it is right."),
    "work_order.reopened": _l("It is being handled anew, with a new date that everybody sees."),
    "leg.extension_asked": _l("Whoever handles it asks for more time. You can say what you think of it."),
    "leg.extended": _l("It got more time: see why, until when, and who tells you how it goes."),
    "leg.extension_protest_answered": _l("Your objection to more time has an answer."),
    "leg.progress_told": _l("There is news of how it is going."),
    "leg.progress_due": _l("You promised to tell the resident today how it is going."),
    "work_order.long_term": _l("It cannot be done yet. It was not crossed out: see why, and the next look."),
    "work_order.off_long_term": _l("It is no longer on the list of what cannot be done yet."),
    "incident.rung": _l("Something urgent: your body was rung. Go, and answer here."),
    "door_notice.given": _l("Something urgent at your building: what it is, and until when."),
    "topic.cause_opened": _l("What you raised was closed; now its cause is talked over by everybody."),
    "whistle.requested": _l("You are asked to blow the whistle: see who asks, and for what."),
    "whistle.blown": _l("The whistle your body asked for was blown: see who was called."),
    "whistle.called_off": _l("The whistle your body asked for was called off: see why."),
    "whistle_call.called": _l("A street blew the whistle for your body: see where to come, and by when."),
    "whistle_call.ordered": _l("The district says that your body must come; see by when."),
    "whistle_call.declined": _l("A called body says it need not come; see which law it names."),
    "whistle_call.escalated": _l("A called body is not there; the district has been told."),
    "meeting.called": _l("A meeting was called that concerns you: see when and where."),
    "meeting.invited": _l("Your body is invited to a meeting: say whether it comes."),
    "meeting.changed": _l("A meeting you were told of has changed: see what."),
    "meeting.called_off": _l("A meeting you were told of is not held: see why."),
    "meeting.request_answered": _l("Whether the council meets as you asked has an answer."),
    "seat_application.made": _l("A neighbour names you for a seat at the table: say yes or no."),
    "seat_application.answered": _l("Whether you have a seat at the table has an answer, with its reason."),
    "lottery.drawn": _l("You were drawn by lot for a seat at the table; you may still say no."),
    "lottery.not_chosen": _l("The lot fell on others this time; see how it was drawn."),
    "lottery.called_off": _l("The drawing by lot you put your name in for was called off."),
    "statement.issued": _l("Your statement of circumstances was issued; the enforcement body decides."),
    "statement.refused": _l("Your statement of circumstances was not issued; see why."),
    "statement.decided": _l("The enforcement body has decided about your statement of circumstances."),
    "representative.chosen": _l("Somebody of your household now casts its ballot."),
    "topic.meeting_call_reached": _l(
        "A fifth demand a residents' meeting, of the households or of the adults: it has to be called."
    ),
    "topic.owners_call_reached": _l("A fifth of the owners demand an owners' meeting: it has to be called."),
    "roll.objection_answered": _l("Your objection to a roll has an answer."),
    "roll.drawn": _l("The roll of a vote hangs out: look at your line."),
    "vote.entered": _l(
        "A ballot was entered in your household's name. If that was not you, tell the office at once."
    ),
    "household.verified": _l("Your home has been checked: you count as a resident now."),
    "household.declined": _l("Your home could not be confirmed; see why."),
    "role.given": _l("You have been given a role."),
    "role.ended": _l("A role of yours has ended."),
    "contact.viewed": _l("Somebody of the staff looked at your telephone number; see who and why."),
    "moderation.ruled": _l("Something was decided about words you wrote."),
    "minutes.laid_out": _l("Minutes of a meeting you were at: was it so? Two who were there must say yes."),
    "minutes.commented": _l("Somebody who was there says what is missing in the minutes."),
    "minutes.comment_answered": _l("What you said about the minutes was taken in or answered."),
    "minutes.refused": _l("Somebody who was there says it was different: the minutes are back with you."),
    "minutes.confirmed": _l("The minutes were confirmed: publish them."),
    "minutes.published": _l("The minutes of a meeting you were at are published."),
    "minutes.corrected": _l("The minutes of a meeting you were at were corrected; see what."),
    "dissent.due": _l("The day is there to hear again somebody who did not go along; see with what."),
    "dissent.heard_again": _l("What you did not go along with was heard again; see what came of it."),
    "minutes.lapsed": _l("Nobody confirmed the minutes in time: they lapsed, and with them what was agreed."),
}

# What is waited for with a day, as it was said then; moved days have a line of their own.
DATED = {
    "issue.accepted": _l("What you raised was accepted; you have an answer by %(due)s."),
    "issue.put_in_action": _l("Somebody is working on it now; you have an answer by %(due)s."),
}

# Told to residents of a row whose own page is the staff's: they read it on the page of the matter.
RESIDENTS_OWN = frozenset({"work_order.reopened"})
ACCOUNT_VERBS = ("representative.", "household.", "role.", "contact.")


def sentence(message):
    """The line in 我的."""
    if message.verb in DATED:
        return DATED[message.verb] % {"due": day(date.fromisoformat(message.params["due"]))}
    others = message.params.get("households", 0)
    if message.verb == "topic.promoted" and others >= 1:  # else none, or told before they were counted
        return _others_said_so(others)
    return SENTENCES[message.verb]


def _others_said_so(others):
    return ngettext(
        "Besides you, %(num)d household said the same. Now we should like to talk it over together; "
        "your name and home are not shown.",
        "Besides you, %(num)d households said the same. Now we should like to talk it over together; "
        "your name and home are not shown.",
        others,
    )


def matter(message) -> str:
    """Which matter: the number of what one raised, as on its slip and in text messages, and the public title.

    Before a summary is released there is no title, and whoever raised two things could not tell them apart.
    """
    kind, _colon, number = message.subject.partition(":")
    title = message.thread.title if message.thread else ""
    return " · ".join(filter(None, (_("No. %(no)s", no=number) if kind == "issue" else "", title)))


def address(message) -> str:
    """Where one tap leads."""
    kind, _colon, number = message.subject.partition(":")
    if message.verb.startswith(ACCOUNT_VERBS):
        return url_for("accounts.me")
    if message.verb.startswith("roll."):
        return url_for("votes.roll", no=int(number))
    if message.verb.startswith(("minutes.", "dissent.")):
        return url_for("meetings.minutes", no=int(number))
    if kind == "whistle_call":
        return url_for("whistles.called", call_id=int(number))
    if kind not in (PAGES | LISTS) or message.verb in RESIDENTS_OWN:
        return url_for("transparency.by_thread", thread_id=message.thread_id)
    endpoint, arguments, anchor = page_of(kind, number)
    return url_for(endpoint, **arguments, _anchor=anchor)


def page_of(kind, number) -> tuple:
    """(endpoint, its arguments, the row on that page or None) of what a message is about."""
    if kind in LISTS:
        endpoint, row = LISTS[kind]
        return endpoint, {}, f"{row}-{number}"
    return PAGES[kind], {ARGUMENTS.get(kind, "no"): int(number)}, None


PAGES = {
    "issue": "transparency.thread",
    "topic": "topics.show",
    "decision": "decisions.show",
    "action_item": "action_items.show",
    "ruling": "moderation.ruling",
    "vote": "votes.show",
    "whistle": "action_items.whistle",
    "work_order": "work_orders.show",
    "leg_extension": "work_orders.extension",
    "long_term_entry": "work_orders.long_term_entry",
    "incident": "work_orders.urgent_incident",
    "door_notice": "work_orders.urgent_notice",
    "meeting": "meetings.show",
    "meeting_request": "meetings.wish",
    "lottery": "councils.lottery",
    "circumstances_statement": "councils.my_statement",
}
ARGUMENTS = {"lottery": "lottery_id", "circumstances_statement": "statement_id"}
LISTS = {"seat_application": ("councils.my_applications", "application")}  # one's own: a page, its rows
