"""Proxies of owners: in writing, at most three a holder, no chain, void when the owner votes.

建设部《业主大会和业主委员会指导规则》art. 26(1): an owner may appoint somebody in writing. The rest is
the house's rule, fixed before the opening and told on the vote's page.
"""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import func, select

from civic.accounts.sealing import lookup
from civic.database import local_today, locked
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.votes.models import RollEntry, Vote
from civic.votes.paper_models import Ended, Fate, PaperBallot, Proxy
from civic.votes.papers import thread_of
from civic.votes.states import VoteState

MOST = 3  # homes for which one person hands a ballot in
GIVEN = act("proxy.given", public={"proxies"})
ENDED = act("proxy.ended", public={"why", "proxies"})


def give(vote, number: int, phone: str, written_on: date, *, by, holder_number: int | None = None) -> Proxy:
    """The writing for ballot `number` was shown: the person with this telephone hands it in.

    Args: phone — E.164, kept as a fingerprint only; holder_number — the holder's own ballot, if any.
    Raises Refused or Conflict for a fourth home, a chain, a vote without proxies, a ballot that is back.
    """
    vote = locked(Vote, vote.id)
    if not vote.proxies or vote.state != VoteState.OPEN:
        raise Conflict(_("This vote takes no proxies now."), _("The owner hands the ballot in."))
    giver, holder = _line_of(vote, number), _line_of(vote, holder_number) if holder_number else None
    if holder is not None and holder.id == giver.id:
        raise Refused(_("Nobody is their own proxy."), _("Write the holder's own ballot, or leave it empty."))
    if not written_on <= local_today():
        raise Refused(_("The writing cannot be of a later day."), _("Look at its date."))
    key = lookup("proxy", f"{vote.id}:{phone}")
    _refuse_chain(vote, giver, holder)
    if proxy_for(vote, giver.id):
        raise Conflict(_("This home has a proxy already."), _("Let the owner take it back first."))
    if len(_held(vote, key)) >= MOST:
        raise Refused(
            _("This person speaks for three homes already; more is not allowed."),
            _("The owner names somebody else, or hands the ballot in."),
        )
    found = Proxy(
        vote_id=vote.id, giver_id=giver.id, holder_id=holder and holder.id, holder_key=key,
        written_on=written_on, entered_by=by.id, entered_on=local_today(),
    )  # fmt: skip
    db.session.add(found)
    db.session.flush()
    record(GIVEN, subject=vote, thread=thread_of(vote), by=by, public={"proxies": number_of(vote)})
    return found


def _line_of(vote, number) -> RollEntry:
    paper = db.session.get(PaperBallot, (vote.id, number))
    if paper is None or paper.fate != Fate.OUT and paper.roll_entry_id is None:
        raise Refused(
            _("Ballot %(no)s is not one of this vote.", no=number), _("Look at its number once more.")
        )
    if paper.fate == Fate.SPOILED:
        raise Refused(_("Ballot %(no)s was exchanged.", no=number), _("Take the number of the new one."))
    return db.session.get(RollEntry, paper.roll_entry_id)


def _refuse_chain(vote, giver, holder):
    held_by_giver = select(Proxy.id).where(_holding(vote), Proxy.holder_id == giver.id)
    if db.session.scalar(held_by_giver.limit(1)) or (holder is not None and proxy_for(vote, holder.id)):
        raise Refused(
            _("Who speaks for another cannot be spoken for: a proxy is not passed on."),
            _("The owner names somebody else, or hands the ballot in."),
        )
    returned = select(PaperBallot.number).where(
        PaperBallot.vote_id == vote.id,
        PaperBallot.roll_entry_id == giver.id,
        PaperBallot.fate == Fate.RETURNED,
    )
    if db.session.scalar(returned):
        raise Conflict(_("This home has voted: its ballot is back."), _("No proxy is needed any more."))


def _holding(vote):
    return (Proxy.vote_id == vote.id) & Proxy.ended.is_(None)


def proxy_for(vote, entry_id) -> Proxy | None:
    """The proxy that holds for a line of the roll."""
    return db.session.scalar(select(Proxy).where(_holding(vote), Proxy.giver_id == entry_id))


def _held(vote, key):
    return list(db.session.scalars(select(Proxy).where(_holding(vote), Proxy.holder_key == key)))


def number_of(vote) -> int:
    """How many proxies hold: a public figure."""
    held = select(func.count()).select_from(Proxy)
    return db.session.scalar(held.where(_holding(vote)))


def end(found: Proxy, why: Ended, *, by=None) -> None:
    """It holds no longer."""
    vote = db.session.get(Vote, found.vote_id)
    found.ended, found.ended_on = why, local_today()
    record(ENDED, subject=vote, thread=thread_of(vote), by=by, public={
        "why": why.value, "proxies": number_of(vote),
    })  # fmt: skip


def take_back(vote, number: int, *, by) -> None:
    """The owner ends the proxy before the ballot is handed in. Raises Conflict where there is none."""
    vote = locked(Vote, vote.id)
    found = proxy_for(vote, _line_of(vote, number).id)
    if found is None or vote.state != VoteState.OPEN:
        raise Conflict(_("There is no proxy to take back."), _("Load the page again."))
    end(found, Ended.TAKEN_BACK, by=by)


def settle_bearer(vote, entry, by_proxy: bool) -> None:
    """A ballot is handed in: by its owner, which voids the proxy, or by the holder, who must have one."""
    found = proxy_for(vote, entry.id)
    if by_proxy and found is None:
        raise Refused(
            _("Nobody else may hand this ballot in: no writing of the owner is entered."),
            _("Enter the proxy first, or untick the line."),
        )
    if found is not None and not by_proxy:
        end(found, Ended.OWNER_VOTED)
