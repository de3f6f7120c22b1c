"""The verbs of scoring: set the weights, freeze a run with its open CSV, note what others announced."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import insert

from civic.database import local_today
from civic.errors import Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.reviews.adding import PARTS, Sum
from civic.reviews.outside_ranks import OutsideRank
from civic.reviews.score_models import ScoreRow, ScoreRun, ScoreScheme

SCHEME_SET = act(
    "score.scheme_set",
    public={"response", "resolution", "satisfaction", "first_receiver", "proactive", "basically_is_half"},
)
OUTSIDE_NOTED = act("rank.outside_noted", public={"list_name", "source", "published_on", "ranks"})
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


def note_outside_ranks(street, ranks, *, by, list_name, source, published_on: date) -> list[OutsideRank]:
    """Keep what somebody else's list says of a street.

    Raises Refused for a day to come, or a year after that day. Args: ranks — of `read_ranks`.
    """
    last = max(year for year, _place, _of in ranks)
    if published_on > local_today() or published_on.year < last:
        raise Refused(
            _("A rank is announced after its year began, and not on a day to come."),
            _("Look at the day it was published."),
        )
    said = {"list_name": list_name, "source": source, "published_on": published_on}
    rows = [
        OutsideRank(street_id=street.id, year=year, place=place, of=of, noted_by=by.id, **said)
        for year, place, of in ranks
    ]
    db.session.add_all(rows)
    db.session.flush()
    told = said | {"published_on": published_on.isoformat(), "ranks": [list(each) for each in ranks]}
    record(OUTSIDE_NOTED, subject=street, by=by, public=told)
    return rows
