"""Which acts leave the house, to whom and in which words. One row of a table, one rule.

Only acts where somebody waits: everything else is read in 我的. Words are filled from the matter's
public title, the number in the act's subject and the codes in its public fields (`due` and other
days as dates); never from what anybody typed. An act without a row is not sent.
The first three of a matter say what §11 of domain.md has as one: whoever takes it in knows no body yet.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from civic.notifications import first_words
from civic.notifications.addressees import (
    body_of_leg,
    callback_of_caller,
    every_home,
    invited_bodies,
    invited_body,
    issue_of_item,
    issue_of_leg,
    issue_of_order,
    order_of_leg,
    own_issue,
    owner_body,
    raised_what_is_led,
    raised_what_is_promised,
    those_on_duty,
    waits_for_others,
    whistle_of_call,
    whoever_ordered,
    whoever_ordered_it,
    whoever_raised,
    whoever_reopened,
    whoever_reopened_undated,
    whoever_waits,
)
from civic.notifications.council_recipients import addressed, applicant, drawn, named
from civic.notifications.outbox_models import Channel


@dataclass(frozen=True)
class Notice:
    """To whom (`to(subject, public=…)` gives Addressees) and what is said.

    needs_me — the recipient has to do something: sent to who wants only those. own — also to whoever
    did it: a receipt. is_urgent — passes quiet hours even where the matter itself is not urgent.
    about(subject) — "issue:7" where the act's own subject has no page and number of its own.
    facts(subject, params, title) — what the words name besides, read when it is sent.
    replaces — acts whose message about the same matter, while nobody has tried to send it, this one makes
    superfluous: accepted and handed out in one breath (or one night) is one text.
    """

    to: Callable
    words: object
    about: Callable | None = None
    needs_me: bool = False
    own: bool = False
    is_urgent: bool = False
    facts: Callable | None = None
    replaces: tuple = ()


TEXTS = {
    "issue.submitted": Notice(
        whoever_raised,
        _l(
            "Hello. %(told)s was received: No. %(no)s. Who does it and by when, you hear next. "
            "In danger call 110, 119 or 120."
        ),
        own=True,
        facts=first_words.of_issue,
    ),
    "issue.accepted": Notice(
        whoever_raised,
        _l(
            "Hello. %(told)s was accepted: No. %(no)s. You have an answer by %(due)s. "
            "In danger call 110, 119 or 120."
        ),
        facts=first_words.of_issue,
    ),
    "work_order.dispatched": Notice(
        whoever_ordered_it,
        _l("Hello. %(told)s, No. %(no)s: %(plan)s"),
        about=own_issue,
        facts=first_words.of_order,
        replaces=("issue.accepted",),
    ),
    "action_item.assigned": Notice(
        raised_what_is_promised,
        _l("Hello. %(told)s, No. %(no)s: %(who)s has it done by %(due)s and you hear of it."),
        about=issue_of_item,
        facts=first_words.of_item,
        replaces=("issue.accepted",),
    ),
    "issue.asked_back": Notice(
        whoever_raised,
        _l("The community has a question about No. %(no)s; please answer:"),
        needs_me=True,
    ),
    "issue.summary_shown": Notice(
        whoever_raised,
        _l(
            "Hello. %(told)s was accepted, No. %(no)s%(answer)s. In public it will be told like this; "
            "please look within 24 hours:"
        ),
        needs_me=True,
        facts=first_words.of_summary,
        replaces=("issue.accepted",),  # with every acceptance comes a summary to look at
    ),
    "leg.contacted": Notice(
        raised_what_is_led,
        _l("Whoever handles No. %(no)s notes that they have talked with you. How it goes:"),
        about=issue_of_leg,
    ),
    "leg.replied": Notice(
        waits_for_others,
        _l("No. %(no)s: one body has done its part, another is still at it. How it goes:"),
        about=issue_of_order,
    ),
    "issue.answer_added_to": Notice(
        whoever_waits,
        _l("%(what)s (No. %(no)s): a body that helped says what it did:"),
    ),
    "issue.answered": Notice(
        whoever_waits,
        _l("%(what)s (No. %(no)s) has an answer. Is it really done? Please say:"),
        about=callback_of_caller,
        needs_me=True,
    ),
    "callback.asked": Notice(
        whoever_ordered,
        _l("%(what)s (No. %(no)s): spoken with you? solved? satisfied? Three taps, by this link:"),
        needs_me=True,
    ),
    "callback.read_back": Notice(
        whoever_ordered,
        _l("Noted by telephone for No. %(no)s: %(answers)s. Not so? Change it within 7 days:"),
        needs_me=True,
    ),
    "issue.redirected": Notice(
        whoever_waits,
        _l("No. %(no)s has to go another way; which and why:"),
    ),
    "issue.declined": Notice(
        whoever_waits,
        _l("No. %(no)s cannot be done for now. Why, and how to have it looked at again:"),
        needs_me=True,
    ),
    "issue.appeal_ruled": Notice(
        whoever_raised,
        _l("Somebody else has looked at No. %(no)s again:"),
    ),
    "issue.reopened": Notice(
        whoever_reopened_undated,
        _l("%(what)s (No. %(no)s) is being handled anew; the clock runs from the start."),
        own=True,
    ),
    "work_order.reopened": Notice(
        whoever_reopened,
        _l("%(what)s (No. %(no)s) is being handled anew; you have an answer by %(due)s."),
        about=own_issue,
        own=True,
    ),
    "leg.extended": Notice(
        whoever_ordered,
        _l("%(what)s (No. %(no)s) takes longer than thought. Why, until when, and how to object:"),
        about=issue_of_order,
    ),
    "work_order.long_term": Notice(
        whoever_ordered,
        _l("%(what)s (No. %(no)s) cannot be done yet, and is not crossed out; next look %(review_on)s:"),
        about=issue_of_order,
    ),
    "seat_application.made": Notice(
        addressed(named),
        _l("A neighbour names you for a seat at the table. Yes or no? Please say:"),
        needs_me=True,
    ),
    "seat_application.answered": Notice(
        addressed(applicant),
        _l("Whether you have a seat at the table has an answer, with its reason:"),
    ),
    "lottery.drawn": Notice(
        addressed(drawn),
        _l("Drawn by lot: you have a seat at the table (drawing No. %(no)s). You may still say no:"),
    ),
    "incident.rung": Notice(
        those_on_duty,
        _l("Urgent at %(where)s: you are on duty. Go at once and answer here:"),
        is_urgent=True,
    ),
    "door_notice.given": Notice(
        every_home,
        _l("Something urgent at %(where)s concerns your home. What it is and until when:"),
        own=True,
        is_urgent=True,
    ),
}

MAILS = {
    "leg.sent": Notice(
        body_of_leg,
        _l("Order No. %(no)s is for your body, due %(due)s:"),
        about=order_of_leg,
    ),
    "leg.turned_late": Notice(
        body_of_leg,
        _l("The time for order No. %(no)s is over:"),
        about=order_of_leg,
    ),
    "whistle_call.called": Notice(
        body_of_leg,
        _l("Whistle No. %(no)s calls your body; be there by %(by)s:"),
        about=whistle_of_call,
        is_urgent=True,
    ),
    "whistle_call.turned_late": Notice(
        body_of_leg,
        _l("Whistle No. %(no)s: your body is not there, and the district has been told:"),
        about=whistle_of_call,
        is_urgent=True,
    ),
    "meeting.called": Notice(
        invited_bodies,
        _l("Your body is invited to meeting No. %(no)s on %(starts_at)s; say whether it comes:"),
        needs_me=True,
    ),
    "meeting.invited": Notice(
        invited_body, _l("Your body is invited to meeting No. %(no)s; say whether it comes:"), needs_me=True
    ),
    "meeting.changed": Notice(
        invited_bodies, _l("Meeting No. %(no)s has changed, it begins on %(starts_at)s:"), needs_me=True
    ),
    "meeting.called_off": Notice(invited_bodies, _l("Meeting No. %(no)s is not held. Why:")),
    "action_item.assigned": Notice(owner_body, _l("Your body has something to do (No. %(no)s):")),
    "action_item.reopened": Notice(owner_body, _l("Not done after all, open again (No. %(no)s):")),
    "action_item.turned_late": Notice(owner_body, _l("The promised day is over (No. %(no)s):")),
}

NOTICES = {Channel.SMS: TEXTS, Channel.MAIL: MAILS}
