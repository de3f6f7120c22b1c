"""What everybody reads of a vote's paper: how it adds up, who vouches for it, what was announced."""

from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from civic.extensions import db
from civic.votes.ballot_forms import ANSWERS
from civic.votes.entered import challenges_of
from civic.votes.entered_models import Announcement, Certification, EntryChallenge
from civic.votes.models import Vote
from civic.votes.paper_models import Flaw, PaperBallot, PaperSettlement, PaperSheet
from civic.votes.proxies import number_of as number_of_proxies
from civic.votes.settling import settled
from civic.votes.states import Channel, VoteState
from civic.votes.terms import Conduct


@dataclass
class PaperPart:
    """Figures and words for the vote's page; no home, no choice."""

    issued: int
    sheet: PaperSheet | None
    certification: Certification | None
    announcement: Announcement | None
    proxies: int | None = None
    challenges: list = field(default_factory=list)
    settlements: list = field(default_factory=list)

    @property
    def open_challenges(self) -> int:
        """Homes that say it was not them, and have no answer yet."""
        return sum(one.ruling is None for one in self.challenges)


def has_paper_to_tell(vote) -> bool:
    """Held on paper, or some came by paper; asks the counters that are loaded anyway."""
    on_paper = any(one.channel == Channel.PAPER and one.returned for one in vote.turnout)
    return vote.conduct == Conduct.PAPER or on_paper


def entered_by_others(vote) -> bool:
    """Whether ballots came by paper or desk, so that homes may want to look."""
    return any(one.channel != Channel.PHONE and one.returned for one in vote.turnout)


def paper_part(vote) -> PaperPart | None:
    """None for a vote without paper and for a draft; one statement, one more for each list that holds any."""
    if vote.state == VoteState.DRAFT or not has_paper_to_tell(vote):
        return None
    *shown, doubts, differences = db.session.execute(_all_at_once(vote.id)).one()
    return PaperPart(
        *shown,
        number_of_proxies(vote) if vote.proxies else None,
        challenges_of(vote) if doubts else [],
        settled(vote) if differences and vote.state == VoteState.CLOSED else [],
    )


def _all_at_once(no):
    def number_of(model):
        return select(func.count()).select_from(model).where(model.vote_id == no).scalar_subquery()

    return (
        select(
            number_of(PaperBallot), PaperSheet, Certification, Announcement,
            number_of(EntryChallenge), number_of(PaperSettlement),
        )
        .select_from(Vote)
        .outerjoin(PaperSheet, PaperSheet.vote_id == Vote.id)
        .outerjoin(Certification, Certification.vote_id == Vote.id)
        .outerjoin(Certification.body)
        .outerjoin(Announcement, Announcement.vote_id == Vote.id)
        .options(contains_eager(Certification.body))
        .where(Vote.id == no)
    )  # fmt: skip


def in_words(vote, reading) -> str:
    """What somebody read on a ballot, for the one who settles a difference."""
    content, flaw = reading
    if content is None:
        return str(Flaw(flaw).label)
    said = [value for name, value in content.items() if name not in ("unit", "area", "cannot")]
    words = _in_words(said[0]) if said else ""
    if content.get("cannot"):
        return _("%(said)s; cannot accept %(letters)s", said=words, letters=_in_words(content["cannot"]))
    return words


def _in_words(value):
    if isinstance(value, dict):
        return " ".join(f"{letter}: {figure}" for letter, figure in value.items())
    if isinstance(value, list):
        return " ".join(value)
    return str(ANSWERS.get(value, value))
