"""What a refused code is told: one plain sentence, with what to do next."""

from flask_babel import gettext as _
from flask_babel import ngettext

from civic.accounts.signing_in import MOST_TRIES, Outcome


def sentence(outcome, row) -> str:
    """The sentence under the field for everything but a right code."""
    left = MOST_TRIES - row.wrong_tries if row else 0
    sentences = {
        Outcome.WRONG: lambda: ngettext(
            "These digits do not match. %(num)d try is left.",
            "These digits do not match. %(num)d tries are left.",
            left,
        ),
        Outcome.DEAD: lambda: _("Too many wrong tries: this code no longer counts. Ask for a new one below."),
        Outcome.EXPIRED: lambda: _("This code is older than 10 minutes. Ask for a new one below."),
        Outcome.USED: lambda: _("This code has been used already. Ask for a new one below."),
        Outcome.NONE: lambda: _("No code was asked for on this phone. Ask for one first."),
    }
    return sentences[outcome]()
