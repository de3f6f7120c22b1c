"""Photos a called body adds when it has come: optional, private until the host releases a copy."""

from flask import url_for

from civic.dispatch import whistle_policies as policies
from civic.dispatch.whistle_models import Whistle, WhistleCall
from civic.extensions import db
from civic.issues.photo_homes import by_number, home_kind


def whistle_of(call) -> Whistle:
    """The whistle of a call that was loaded bare."""
    return db.session.get(Whistle, call.whistle_id)


def may_add(user, call) -> bool:
    """The body itself, once it has come and while they are at it."""
    return policies.answers_for(user, call) and call.has_come and whistle_of(call).is_running


def may_see(user, call) -> bool:
    """The body and those who run the whistle."""
    return policies.answers_for(user, call) or policies.may_open_desk(user, whistle_of(call))


HOME = home_kind(
    "whistle_call",
    load=by_number(WhistleCall),
    page=lambda call: url_for("whistles.response", no=call.whistle_id, call_id=call.id),
    may_add=may_add,
    may_see=may_see,
    may_release=lambda user, call: policies.may_host(user, whistle_of(call)),
    is_told=lambda call: whistle_of(call).is_public,
    thread_id=lambda call: whistle_of(call).thread_id,
)
