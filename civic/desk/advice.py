"""怎么办: for each kind of waiting row its next act, where it happens, and three plain lines."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import lazy_gettext as _l

from civic.desk.council_advice import COUNCILS
from civic.desk.meeting_advice import MEETINGS
from civic.desk.order_advice import EXCEPTIONS, ORDERS, URGENT
from civic.desk.vote_advice import VOTES
from civic.desk.whistle_advice import REVIEWS, WHISTLES


@dataclass(frozen=True)
class Advice:
    """What to do with a row."""

    what: object
    act: object
    endpoint: str
    argument: str | None
    lines: tuple
    basis: object = ""

    def url(self, number: int) -> str:
        """Where the next act happens."""
        return url_for(self.endpoint, **({self.argument: number} if self.argument else {}))


ADVICE = {
    "issue.sort": Advice(
        _l("New, not sorted yet"),
        _l("Sort it"),
        "issues.triage",
        "no",
        (
            _l(
                "Read the resident’s own words and photos first; ask back only what you cannot find out yourself."  # noqa: E501
            ),
            _l("Danger or no water, gas or power: call now, sort afterwards."),
            _l(
                "Accept it and write the public summary without names; if one body can do it, hand it out at once."  # noqa: E501
            ),
        ),
    ),
    "issue.hand_out": Advice(
        _l("Accepted, nobody does it yet"),
        _l("Hand it out"),
        "action_items.from_issue",
        "no",
        (
            _l("One body can do it: hand it out directly with a day and what done looks like."),
            _l("Many are concerned or there are several ways: make it a topic."),
            _l("Nobody can do it yet: put it on the public list with the reason and the next look."),
        ),
    ),
    "issue.again": Advice(
        _l("The resident says: not solved"),
        _l("Hand it out again"),
        "action_items.from_issue",
        "no",
        (
            _l("Call the resident and listen: what exactly is still missing?"),
            _l("Go and look, with whoever said it was done."),
            _l("Promise what can be kept; never ask anybody to change an answer."),
        ),
    ),
    "issue.summary": Advice(
        _l("The public summary needs you"),
        _l("Mend or release it"),
        "issues.triage",
        "no",
        (
            _l("Read what the resident objects to."),
            _l("Leave out names, homes, illnesses and anything that points at one family."),
            _l("Imported words were never meant for everybody: rewrite, do not shorten."),
        ),
    ),
    **{
        kind: Advice(
            _l("Asked for another pair of eyes"),
            _l("Look at it"),
            page,
            "no",
            (
                _l("You did not refuse it yourself: look at it as if it were new."),
                _l("Right or wrong, answer in a sentence the resident can repeat."),
                _l("If it was refused in error, take it on at once."),
            ),
        )
        for kind, page in (("issue.appeal", "issues.triage"), ("issue.appeal_above", "issues.own"))
    },
    "issue.photos": Advice(
        _l("Photos to release or keep"),
        _l("Look at the photos"),
        "issues.triage",
        "no",
        (
            _l("Cover faces, number plates and door numbers, then release."),
            _l("What shows the inside of a home stays private."),
            _l("When in doubt, do not release; the summary is enough."),
        ),
    ),
    "backlog.look": Advice(
        _l("The day to look again has come"),
        _l("Look again"),
        "action_items.not_yet",
        "no",
        (
            _l("Has anything changed: money, season, somebody new?"),
            _l("If it can be done now, hand it out."),
            _l("If not, say in public why and when we look again."),
        ),
    ),
    "topic.screen": Advice(
        _l("A topic was proposed"),
        _l("Take it up or say why not"),
        "topics.show",
        "no",
        (
            _l("Can it be settled lower down, at the door or in the building?"),
            _l("Who may decide it? The page asks and answers."),
            _l("If it cannot be taken up, say so in plain words and name the way that is open."),
        ),
    ),
    "topic.agenda": Advice(
        _l("Enough households ask for it"),
        _l("Answer them"),
        "topics.show",
        "no",
        (
            _l("Seven days to put it on the agenda or to say publicly why not."),
            _l("Ask the bodies of the council first."),
            _l("A late answer is shown in red to everybody."),
        ),
    ),
    "topic.notice_over": Advice(
        _l("The notice period is over"),
        _l("Go on"),
        "topics.show",
        "no",
        (
            _l("Open the opinion round: a few days are enough."),
            _l("Tell the building groups with the ready words."),
            _l("The door stewards ask those without a telephone."),
        ),
    ),
    "topic.opinions": Advice(
        _l("Opinions without an answer"),
        _l("Answer them"),
        "topics.opinions",
        "no",
        (
            _l("Many say the same: answer them together."),
            _l("Adopted, partly or not: each with a reason."),
            _l("The round can only be closed when every opinion has an answer."),
        ),
    ),
    "decision.draft": Advice(
        _l("A decision to be posted"),
        _l("Finish and post it"),
        "decisions.show",
        "no",
        (
            _l("Who bears the burden, and what is offered to them? Ask them first."),
            _l("If nobody is affected, sign for it."),
            _l("Post it online and on the notice board on the same day."),
        ),
    ),
    "decision.objections": Advice(
        _l("Objections without an answer"),
        _l("Answer them"),
        "decisions.show",
        "no",
        (
            _l("Answer each one with a reason."),
            _l("If it is right, take the decision back and mend it."),
            _l("It cannot come into force before."),
        ),
    ),
    "decision.confirm": Advice(
        _l("The notice is over"),
        _l("Put it into force"),
        "decisions.show",
        "no",
        (
            _l("No objection is open."),
            _l("Then make promises of it: who, what, by when."),
            _l("Write the day of review into the calendar."),
        ),
    ),
    "action_item.late": Advice(
        _l("Late"),
        _l("See what is missing"),
        "action_items.show",
        "no",
        (
            _l("Call whoever promised it: what is missing?"),
            _l("A new day needs a public reason."),
            _l("If it cannot be done, let it go in public; the issue goes back on the list."),
        ),
    ),
    "action_item.check": Advice(
        _l("Said to be done"),
        _l("Check it"),
        "action_items.show",
        "no",
        (
            _l("Go and look, or look at the photo."),
            _l("Compare it with what done was to look like."),
            _l("Confirm it, or open it again with what is missing."),
        ),
    ),
    "action_item.photos": Advice(
        _l("Photos to release or keep"),
        _l("Look at the photos"),
        "action_items.show",
        "no",
        (
            _l("Cover faces, number plates and door numbers, then release."),
            _l("What shows the inside of a home stays private."),
            _l("Before and after from the same spot say most."),
        ),
    ),
    "action_item.mine": Advice(
        _l("Promised by your body"),
        _l("Do it or say how it goes"),
        "action_items.show",
        "no",
        (
            _l("Before you start, take a photo."),
            _l("If it takes longer, say so before the day, with the reason."),
            _l("Done: a photo from the same spot, and one sentence."),
        ),
    ),
    "moderation.hold": Advice(
        _l("Words wait for a first look"),
        _l("Look at them"),
        "moderation.queue",
        None,
        (
            _l("They appear by themselves after 24 hours."),
            _l("Criticism is no reason to hide anything."),
            _l("Hide only for a reason of the list; everybody reads it."),
        ),
    ),
    "moderation.report": Advice(
        _l("Words were reported"),
        _l("Look at them"),
        "moderation.queue",
        None,
        (
            _l("Read what stands before and after."),
            _l("Criticism is no reason to hide anything."),
            _l("Leave it or hide it; both are written in the public log."),
        ),
    ),
    "moderation.appeal": Advice(
        _l("An appeal against hiding"),
        _l("Look at it"),
        "moderation.queue",
        None,
        (
            _l("You did not hide it yourself: look at it afresh."),
            _l("Answer within 72 hours."),
            _l("Shown again or not: the log says which."),
        ),
    ),
    "contact.asked": Advice(
        _l("A colleague asks to see a telephone number"),
        _l("Read the reason"),
        "accounts.contact_requests",
        None,
        (
            _l("Agree when the matter cannot go on without a call."),
            _l("A letter, a knock or a message on the page often does as well: then say no."),
            _l("The owner reads who asked, who agreed and why."),
        ),
    ),
    "household.claim": Advice(
        _l("Somebody says they live here"),
        _l("Check it"),
        "accounts.claims",
        None,
        (
            _l("Ask at the door or over the telephone; look at no more papers than needed."),
            _l("If a vote is open, check before it closes: the ballot then counts."),
            _l("If it is wrong, say why."),
        ),
    ),
}
ADVICE |= {
    kind: Advice(*words)
    for kinds in (VOTES, URGENT, ORDERS, EXCEPTIONS, WHISTLES, REVIEWS, MEETINGS, COUNCILS)
    for kind, words in kinds.items()
}
