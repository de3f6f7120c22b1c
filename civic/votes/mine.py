"""What the person looking has to do with a vote: their unit, their envelope, who casts for the home."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.accounts.models import Representative
from civic.extensions import db
from civic.places.models import Household
from civic.votes import queries, sealing
from civic.votes.regimes import Unit
from civic.votes.states import Standing, VoteState


@dataclass(frozen=True)
class Home:
    """The unit a ballot is cast for: its address or body, its envelope, who speaks for it.

    `asks` says that nobody casts this home's ballot yet and the person looking could.
    """

    label: str
    in_box: bool = False
    waiting: bool = False
    claimed: bool = False
    asks: bool = False
    other_speaks: bool = False


def standing_of(vote, user) -> str:
    """One word for the vote's page: stranger, none, several, may, in_box or waiting."""
    if not user.is_authenticated or vote.state == VoteState.DRAFT:
        return "stranger"
    paper = queries.ballot_paper(vote.id, user)
    if paper.entry is None:
        return "several" if paper.entries else "none"
    envelope = queries.envelope_of(vote, paper.entry, queries.claimant(user, paper.entry))
    if envelope is None:
        return "may"
    return "waiting" if envelope.standing == Standing.PENDING else "in_box"


def own_code(vote, user) -> str:
    """While the vote is open: the receipt code of the envelope of somebody's own unit, or nothing."""
    if not user.is_authenticated or vote.state == VoteState.DRAFT:
        return ""
    paper = queries.ballot_paper(vote.id, user)
    if paper.entry is None:
        return ""
    envelope = queries.envelope_of(vote, paper.entry, queries.claimant(user, paper.entry))
    return sealing.code_of(envelope.fingerprint) if envelope else ""


def home_of(paper, user) -> Home | None:
    """The unit on this paper as its own people may see it; None when none is chosen."""
    entry = paper.entry
    if entry is None:
        return None
    claimed = queries.claimant(user, entry)
    envelope = queries.envelope_of(paper.vote, entry, claimed)
    there = {"in_box": envelope is not None, "claimed": claimed is not None}
    there["waiting"] = envelope is not None and envelope.standing == Standing.PENDING
    if entry.unit_kind == Unit.SEAT:
        return Home(entry.label, **there)
    home = db.session.get(Household, entry.unit_id, options=[joinedload(Household.door)])
    speakers = db.session.execute(
        select(Representative.household_id, Representative.person_id).where(
            (Representative.household_id == home.id) | (Representative.person_id == user.id),
            Representative.valid_to.is_(None),
        )
    ).all()
    speaks = {household: person for household, person in speakers}
    elsewhere = any(person == user.id and household != home.id for household, person in speakers)
    return Home(
        home.address,
        asks=claimed is None and home.id not in speaks and not elsewhere,
        other_speaks=speaks.get(home.id, user.id) != user.id,
        **there,
    )
