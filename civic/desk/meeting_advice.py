"""怎么办 for meetings, in the same columns."""

from flask_babel import lazy_gettext as _l

MEETINGS = {
    "meeting.asked": (
        _l("A seat asks that the council meets"),
        _l("Call it or say why not"),
        "meetings.wish",
        "no",
        (
            _l("Call whoever asked: what has to be settled?"),
            _l("Plan the meeting from this page; the wish is answered with it."),
            _l("Not now: say why, and what helps meanwhile."),
        ),
    ),
    "meeting.dissent": (
        _l("Somebody who did not go along is to be heard again"),
        _l("Hear them and write down what came of it"),
        "meetings.minutes",
        "no",
        (
            _l("Ask them what became of it: is it as they feared, or not?"),
            _l("Write what came of it beside their words; everybody reads it."),
            _l("If it needs talking over again, plan a meeting about it."),
        ),
    ),
    "meeting.answer": (
        _l("Your body is invited to a meeting"),
        _l("Say whether it comes"),
        "meetings.show",
        "no",
        (
            _l("Read the agenda: who of you can decide on it?"),
            _l("Write the post of whoever comes, no name."),
            _l("Nobody can come: say why, so that the others can plan."),
        ),
    ),
}
