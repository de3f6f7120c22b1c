"""怎么办 for councils, in the same columns."""

from flask_babel import lazy_gettext as _l

COUNCILS = {
    "application.answer": (
        _l("Somebody asks for a seat at the table"),
        _l("Answer with a reason"),
        "councils.application",
        "application_id",
        (
            _l("Read their words; ask the others at the table if you like."),
            _l("Yes: they hold a residents’ seat from today on. No: say why, they read it."),
            _l("Within fifteen days; nobody answers what they asked for themselves."),
        ),
    ),
    "statement.issue": (
        _l("A resident asks for a statement of circumstances"),
        _l("Issue it or say why not"),
        "councils.statement",
        "statement_id",
        (
            _l("Check that the written arrangement covers it; without one nothing is issued."),
            _l("Look at who asks only when you need to: the look is kept and they read it."),
            _l("It only states the circumstances: whether there is a penalty the enforcement body decides."),
        ),
    ),
    "statement.decide": (
        _l("A statement of circumstances was issued"),
        _l("Decide and record it"),
        "councils.statement",
        "statement_id",
        (
            _l("Weigh it as you weigh any other fact; nobody tells you what to decide."),
            _l("Write the number of your decision."),
            _l("Until the day on which it runs out; afterwards decide without it."),
        ),
    ),
}
