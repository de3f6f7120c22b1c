"""剔除: an answered order that no rate counts; and the misuse of the line (条例 Art. 9). Two persons each.

The complainant is answered in any case, and the number excluded is published by ground (I6).
"""

from flask_babel import gettext as _

from civic.database import utcnow
from civic.dispatch import exception_queries, queries, workflow
from civic.dispatch.exception_models import Exclusion, MisuseFlag
from civic.dispatch.exception_states import ProposalState
from civic.dispatch.exception_workflow import rule, settle_as
from civic.dispatch.states import UNFINISHED
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record

PROPOSED = act("work_order.exclusion_proposed", public={"ground"})
EXCLUDED = act("work_order.excluded", public={"ground"})
REFUSED = act("work_order.exclusion_refused", public={"ground"})
LIFTED = act("work_order.exclusion_lifted", public={"ground"})
# A flag names no order and no matter in the record: it would point at whoever complained.
MISUSE_PROPOSED = act("misuse_flag.proposed")
MISUSE_CONFIRMED = act("misuse_flag.confirmed")
MISUSE_REFUSED = act("misuse_flag.refused")
MISUSE_LIFTED = act("misuse_flag.lifted")


def propose(order, *, by, ground, words) -> Exclusion:
    """Do not count this order, on a ground of the code table. Refused before the complainant is answered."""
    _guard_answered(order)
    if ground is None or not words.strip():
        raise Refused(_("Name the ground, and say in a sentence why it holds."))
    if exception_queries.open_of(Exclusion, order.id) is not None:
        raise Conflict(_("It is proposed already."), _("Somebody else has to look at it."))
    exclusion = _new(Exclusion, order, by, words, ground=ground)
    _record(PROPOSED, order, exclusion, by)
    return exclusion


def _guard_answered(order):
    if order.state in UNFINISHED:
        raise Refused(
            _("The resident has not been answered yet."),
            _("Answer first: an order that is not counted is answered all the same."),
        )


def approve(order, exclusion, *, by, words) -> None:
    """Another person approves: from now on no rate counts it, and the public line does."""
    _guard_answered(order)
    rule(exclusion, ProposalState.APPROVED, by=by, words=words)
    order.is_excluded = True
    workflow.touch(order)
    _record(EXCLUDED, order, exclusion, by)


def refuse(order, exclusion, *, by, words) -> None:
    """It is counted like any other."""
    rule(exclusion, ProposalState.REFUSED, by=by, words=words)
    _record(REFUSED, order, exclusion, by)


def lift(order, exclusion, *, by, words) -> None:
    """It was wrong, or is no longer right: the order is counted again."""
    _lift(exclusion, by, words)
    order.is_excluded = False
    workflow.touch(order)
    _record(LIFTED, order, exclusion, by)


def propose_misuse(order, *, by, words) -> MisuseFlag:
    """This call misused the line; a second person has to see it so, too."""
    if not words.strip():
        raise Refused(_("Say in a sentence what was misused."))
    if exception_queries.open_of(MisuseFlag, order.id) is not None:
        raise Conflict(_("It is proposed already."), _("Somebody else has to look at it."))
    flag = _new(MisuseFlag, order, by, words)
    _record_flag(MISUSE_PROPOSED, flag, by)
    return flag


def confirm_misuse(flag, *, by, words) -> None:
    """Another person sees it so, too."""
    rule(flag, ProposalState.APPROVED, by=by, words=words)
    _record_flag(MISUSE_CONFIRMED, flag, by)


def refuse_misuse(flag, *, by, words) -> None:
    """It was no misuse."""
    rule(flag, ProposalState.REFUSED, by=by, words=words)
    _record_flag(MISUSE_REFUSED, flag, by)


def lift_misuse(flag, *, by, words) -> None:
    """The flag is taken away."""
    _lift(flag, by, words)
    _record_flag(MISUSE_LIFTED, flag, by)


def _new(model, order, by, words, **more):
    row = model(
        **exception_queries.of_order(order), words=words.strip(), state=ProposalState.PROPOSED,
        asked_by=by.id, asked_at=utcnow(), **more,
    )  # fmt: skip
    db.session.add(row)
    return row


def _lift(row, by, words):
    if not words.strip():
        raise Refused(_("Say in a sentence why."))
    settle_as(row, ProposalState.LIFTED)
    row.lifted_by, row.lifted_at, row.lifting_words = by.id, utcnow(), words.strip()


def _record(verb, order, exclusion, by):
    public = {"ground": exclusion.ground.value}
    record(verb, subject=order, thread=queries.thread_of(order), by=by, public=public)


def _record_flag(verb, flag, by):
    record(verb, subject=flag, community_id=flag.community_id, by=by)
