"""The verbs of scoring: set the weights, freeze a run with its open CSV."""

from flask_babel import gettext as _
from sqlalchemy import insert

from civic.errors import Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.reviews.adding import PARTS, Sum
from civic.reviews.score_models import ScoreRow, ScoreRun, ScoreScheme

SCHEME_SET = act(
    "score.scheme_set",
    public={"response", "resolution", "satisfaction", "first_receiver", "proactive", "basically_is_half"},
)
FROZEN = act("score.frozen", public={"from", "to", "scheme", "cases", "facts"})


def set_scheme(*, by, name, basically_is_half, is_example=False, **weights) -> ScoreScheme:
    """A new version of the weights; earlier ones stay, and runs keep theirs. Raises Refused unless 100."""
    if set(weights) != set(PARTS) or sum(weights.values()) != 100 or min(weights.values()) < 0:
        raise Refused(_("The weights must add up to 100."), _("Change one of them; nothing is lost."))
    scheme = ScoreScheme(
        name=name, basically_is_half=basically_is_half, is_example=is_example,
        set_by=by.id if by else None, **weights,
    )  # fmt: skip
    db.session.add(scheme)
    record(SCHEME_SET, subject=scheme, by=by, public=weights | {"basically_is_half": basically_is_half})
    return scheme


def freeze(made: Sum, *, by=None) -> ScoreRun:
    """Keep a run for good; the database refuses to change it."""
    run = ScoreRun(
        scheme_id=made.scheme_id, from_day=made.period.first, to_day=made.period.end, cases=made.cases,
        facts_gz=made.facts_gz, facts_sha256=made.facts_sha256, frozen_by=by.id if by else None,
    )  # fmt: skip
    db.session.add(run)
    db.session.flush()
    if made.rows:
        db.session.execute(insert(ScoreRow), [row | {"run_id": run.id} for row in made.rows])
    public = {
        "from": made.period.first.isoformat(), "to": made.period.end.isoformat(), "scheme": made.scheme_id,
        "cases": made.cases, "facts": made.facts_sha256,
    }  # fmt: skip
    record(FROZEN, subject=run, by=by, public=public)
    return run
