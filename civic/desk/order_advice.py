"""怎么办 for orders and their special cases: what, next act, where, its argument, three lines, the basis."""

from flask_babel import lazy_gettext as _l

HANDLING = _l("Regulation on Swift Response, Articles 14, 15 and 36")
EXPLAINING = _l("Regulation on Swift Response, Article 15")
LISTEN = _l("Listen first, then ask, then say what can be done; say who does it and on which day.")
CANNOT = _l("What cannot be done: say so, on what basis, and what there is instead.")
NEVER = _l("Never ask anybody to take back a call or to change a rating.")

ORDERS = {
    "leg.late": (
        _l("Your part is late"),
        _l("Reply, or say what is missing"),
        "work_orders.leg",
        "no",
        (
            _l("Call the resident today: what was done, what is missing, until when."),
            _l("Late and unsaid is reported further up; late and explained can still be answered for."),
            NEVER,
        ),
        HANDLING,
    ),
    "leg.soon": (
        _l("Your part is due soon"),
        _l("Finish it and reply"),
        "work_orders.leg",
        "no",
        (
            _l("Done: one sentence, its basis, and a photo from the same spot."),
            _l("Not to be done in time: ask for more time before it is over, with the reason."),
            CANNOT,
        ),
        HANDLING,
    ),
    "leg.accept": (
        _l("New for your body, not taken yet"),
        _l("Look at it and take it"),
        "work_orders.leg",
        "no",
        (
            _l("Yours: take it now and call the resident; the clock is running already."),
            _l("Not yours: object in time, with the ground the law knows and who it should go to."),
            LISTEN,
        ),
        HANDLING,
    ),
    "leg.mine": (
        _l("Your part, in time"),
        _l("Go on with it"),
        "work_orders.leg",
        "no",
        (LISTEN, CANNOT, NEVER),
        HANDLING,
    ),
    "order.dispatch": (
        _l("An order nobody has yet"),
        _l("Dispatch it"),
        "work_orders.show",
        "no",
        (
            _l("Danger or no water, gas or power: ring the duty room first, dispatch afterwards."),
            _l(
                "Clear who is in charge: send it straight to them, and to the property company at the same time if both must act."  # noqa: E501
            ),
            _l(
                "Not clear: the first body that got it leads until it is; never send it back to the resident."
            ),
        ),
        _l("Regulation on Swift Response, Articles 11 to 14"),
    ),
}

URGENT = {
    "incident.open": (
        _l("Urgent, and not over"),
        _l("Go to it"),
        "work_orders.urgent_incident",
        "no",
        (
            _l("Ring whoever has to come, one after the other, until somebody says that they go."),
            _l("Tap each step when it happens: there, shut off, mended, works again."),
            _l("Tell the doors what is off, and until when."),
        ),
        _l("Urgent matters come before every other; minutes are counted"),
    ),
}

EXCEPTIONS = {
    "exception.objection": (
        _l("A body says: not ours"),
        _l("Rule on it"),
        "work_orders.new_objection_ruling",
        "no",
        (
            _l("Read the ground it names and hold it against the list of duties, not against habit."),
            _l("Two say two things: stand on the spot with both before you rule."),
            _l("The clock of the resident goes on meanwhile; rule today."),
        ),
        _l("Regulation on Swift Response, Article 12"),
    ),
    "exception.extension": (
        _l("A body asks for more time"),
        _l("Rule on it"),
        "work_orders.new_extension_ruling",
        "no",
        (
            _l("Is the reason one the resident can see: a part, the weather, a permit?"),
            _l("Who tells the resident how it goes, and how often, stands in the request."),
            _l("A deadline that came with the order is the hotline's: ask there first."),
        ),
        EXPLAINING,
    ),
    "exception.protest": (
        _l("The resident objects to more time"),
        _l("Answer them"),
        "work_orders.extension",
        "no",
        (
            _l("Call them before you write; what does waiting mean for them?"),
            _l("Find something that helps until then, and say who brings it."),
            _l("If they are right, say so."),
        ),
        EXPLAINING,
    ),
    "exception.long_term": (
        _l("Proposed for the long-term list"),
        _l("Rule on it"),
        "work_orders.new_long_term_ruling",
        "no",
        (
            _l("Real, and not to be done now: only then."),
            _l("A plan, somebody who answers for it, and the day of the next look."),
            _l("The reason is public: would a neighbour understand it?"),
        ),
        EXPLAINING,
    ),
    "exception.review": (
        _l("Long-term: the day to look again has come"),
        _l("Look again"),
        "work_orders.new_review",
        "no",
        (
            _l("Has anything changed: money, season, somebody new?"),
            _l("If it can be done now, take it up; its clock goes on."),
            _l("If not, say in public why and when we look again."),
        ),
        EXPLAINING,
    ),
    "exception.exclusion": (
        _l("Proposed not to be counted"),
        _l("Rule on it"),
        "work_orders.new_exclusion_ruling",
        "no",
        (
            _l("Was it answered? What is not answered is never left out."),
            _l("Does the ground fit what was raised, or only how it ended?"),
            _l("It is counted in public as left out, with its ground."),
        ),
        _l("Regulation on Swift Response, Article 32"),
    ),
    "exception.misuse": (
        _l("Proposed as misuse of the line"),
        _l("Rule on it"),
        "work_orders.new_misuse_ruling",
        "no",
        (
            _l("Calling often is no misuse; being angry is none either."),
            _l("Look at the facts of this order alone."),
            _l("It takes no right away: whatever comes next is handled like any other."),
        ),
        _l("Regulation on Swift Response, Article 9"),
    ),
    "exception.visit": (
        _l("Something was taken down: go there again"),
        _l("Note the visit"),
        "work_orders.exceptions",
        "no",
        (
            _l("Go yourself, and ask whoever it concerned how it is now."),
            _l("Was what you offered instead really given?"),
            _l("Write down the day and what you found."),
        ),
        _l("A rule of this site: told before, visited afterwards"),
    ),
    "exception.progress": (
        _l("You promised to tell the resident today how it is going"),
        _l("Tell them"),
        "work_orders.extension",
        "no",
        (
            _l("One sentence is enough: what was done since, what comes next."),
            _l("No news is news, too: say so, and why."),
            _l("Say the day of the next word."),
        ),
        EXPLAINING,
    ),
}
