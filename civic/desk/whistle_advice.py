"""怎么办 for whistles, callbacks and reports of pressure, in the same columns."""

from flask_babel import lazy_gettext as _l

COMING = _l("Regulation on Sub-district Offices, Article 5")
LEADING = _l("Regulation on Sub-district Offices, Articles 5 and 11")
REFUSING = _l("Regulation on Sub-district Offices, Articles 5 and 44")

WHISTLES = {
    "whistle.approve": (
        _l("The street is asked to blow the whistle"),
        _l("Agree or say why not"),
        "whistles.desk",
        "no",
        (
            _l("Can one body do it alone? Then an order is enough."),
            _l("What is asked of each called body, in one sentence they can act on?"),
            _l("Somebody must come who can decide; say so in the call."),
        ),
        LEADING,
    ),
    "whistle.blow": (
        _l("A whistle is agreed to and not blown"),
        _l("Blow it"),
        "whistles.desk",
        "no",
        (
            _l("Day, hour and place once more, then blow."),
            _l("Between two streets both must have agreed; an emergency need not wait for it."),
            _l("Print the sheet with the code: whoever comes checks in with it."),
        ),
        LEADING,
    ),
    "whistle.join": (
        _l("Another street asks you to lead it together"),
        _l("Look at it and join"),
        "whistles.desk",
        "no",
        (
            _l("Where the border runs is found out first; nobody acts before."),
            _l("Name who of your office stands there with them."),
            _l("Think of what the place is for afterwards."),
        ),
        LEADING,
    ),
    "whistle_call.answer": (
        _l("Your body is called and has not answered"),
        _l("Say that you come"),
        "whistles.called",
        "call_id",
        (
            _l("Read what is asked; send somebody who can decide it."),
            _l("Say now that you come; then nobody has to ask."),
            _l("Not yours by law: name the article, nothing else counts."),
        ),
        COMING,
    ),
    "whistle_call.come": (
        _l("Your body has said that it comes"),
        _l("Go there and check in"),
        "whistles.called",
        "call_id",
        (
            _l("Be there by the hour; checking in takes one tap on the code."),
            _l("Bring what is needed to decide: plans, lists, the stamp."),
            _l("Somebody else goes? Then somebody who can decide."),
        ),
        COMING,
    ),
    "whistle_call.late": (
        _l("Your body is not there, and the district has been told"),
        _l("Go there now"),
        "whistles.called",
        "call_id",
        (
            _l("Go at once; late is better than never, and the page says both."),
            _l("Call the street: how long will you be?"),
            _l("Check in when you are there."),
        ),
        REFUSING,
    ),
    "whistle_call.find": (
        _l("You were there; what you found is missing"),
        _l("Write it down"),
        "whistles.called",
        "call_id",
        (
            _l("What did your body see, in words everybody understands?"),
            _l("What does it do, and by which day?"),
            _l("What is not yours, say whose it is."),
        ),
        COMING,
    ),
    "whistle_call.declined": (
        _l("A called body says that it need not come"),
        _l("Answer it"),
        "whistles.desk",
        "no",
        (
            _l("Read the article it names."),
            _l("It is right: release it, and call whoever the law means."),
            _l("It is not: hand it to the district, with a sentence why."),
        ),
        REFUSING,
    ),
    "whistle_call.escalated": (
        _l("A called body did not come: the district decides"),
        _l("Decide"),
        "whistles.desk",
        "no",
        (
            _l("Hear both: the street, and the body that did not come."),
            _l("Release it, or say that it must come and by when."),
            _l("Who waits there meanwhile is told today."),
        ),
        REFUSING,
    ),
}

REVIEWS = {
    "callback.call": (
        _l("Asked how it went, no answer yet"),
        _l("Call"),
        "reviews.script",
        "no",
        (
            _l("Read the three questions as they stand; add nothing."),
            _l("Write down what they say, and read it back."),
            _l("No answer is no answer: never put a tick for them."),
        ),
        _l("Regulation on Swift Response, Articles 8 and 23"),
    ),
    "pressure.report": (
        _l("Somebody reports that they were put under pressure"),
        _l("Read the report"),
        "reviews.pressure_report",
        "no",
        (
            _l("Who reported it is not known, and nobody tries to find out."),
            _l("Ask the street and the bodies what was said, by whom."),
            _l("Answer in public whether it was so."),
        ),
        _l("Regulation on Swift Response, Articles 8 and 35 to 37"),
    ),
}
