"""What a message about a callback names: the issue, the answers read back, and the link, made as it is sent.

The outbox holds the callback's number only: the link is worked out from its salt and the site's key
(reviews.tokens) and stands nowhere but in the message itself.
"""

from typing import NamedTuple

from flask_babel import gettext as _

from civic.extensions import db
from civic.reviews import queries, tokens
from civic.reviews.models import Callback


class Asked(NamedTuple):
    """Number of the issue, the answers in words (empty before there are any), the link's token."""

    issue: int
    answers: str
    token: str


def about(subject) -> Asked | None:
    """Of "callback:7" as it is now; None for any other subject, and for one that is not there."""
    kind, _colon, number = subject.partition(":")
    callback = db.session.get(Callback, int(number)) if kind == "callback" else None
    if callback is None:
        return None
    given = queries.answers_of(callback)
    answers = said(given[-1]) if given else ""
    return Asked(queries.order_of(callback).issue_id, answers, tokens.token_of(callback))


def values_of(subject) -> dict:
    """`no` is the number the resident knows, `answers` what was written down for them."""
    asked = about(subject)
    return {"no": asked.issue, "answers": asked.answers} if asked else {}


def said(answer) -> str:
    """The three answers in one breath."""
    parts = [answer.solved.label]
    if answer.contacted is not None:
        parts.insert(0, _("spoken with") if answer.contacted else _("not spoken with"))
    if answer.satisfied is not None:
        parts.append(answer.satisfied.label)
    return _(", ").join(str(part) for part in parts)
