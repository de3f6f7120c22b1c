"""A participatory budget held elsewhere, from its Pabulib file: a closed vote with every ballot of the file.

What the file's own rule chooses stands as its result; whoever doubts it counts the same file again
(`flask votes import-pabulib FILE --json`), whose SHA-256 stands beside it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from secrets import token_hex

from flask_babel import gettext as _
from sqlalchemy import insert, select

from civic.database import SHANGHAI, local_today
from civic.errors import Refused
from civic.extensions import db
from civic.ledger import merkle
from civic.ledger.workflow import act, record
from civic.threads.models import Seal, SealState, Status, Thread
from civic.topics.stamping import stamp_topic
from civic.topics.workflow import hasten, propose
from civic.votes import pabulib
from civic.votes.models import CountedBallot, Vote, VoteOption, VoteResult
from civic.votes.outside_models import OutsideResult
from civic.votes.regimes import RULES, Outcome, Regime, Unit
from civic.votes.states import BallotKind, Method, VoteState
from civic.votes.terms import BudgetRule, Conduct

IMPORTED = act("vote.election_imported", public={"file", "rule", "projects", "ballots", "selected"})
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_PROJECTS = len(DIGITS) ** 2
NOTHING = merkle.root([]).hex()
BATCH = 5000


@dataclass(frozen=True)
class Source:
    """The file an election came from."""

    name: str
    sha256: str


def letter_of(place: int) -> str:
    """Two signs for the project at this place of the file, from 01 on."""
    return DIGITS[(place + 1) // len(DIGITS)] + DIGITS[(place + 1) % len(DIGITS)]


def there_already(source: Source) -> int | None:
    """The number of the vote that was built from the same file, if there is one."""
    return db.session.scalar(
        select(OutsideResult.vote_id).where(OutsideResult.evidence.contains(source.sha256))
    )


def build(election: pabulib.Election, selected, source: Source, *, community_id, by=None) -> Vote:
    """The closed vote, on a topic of its own. A bulk verb: it writes every ballot.

    Raises Refused for a file without ballots or with more projects than there are signs.
    """
    if not election.votes or len(election.costs) >= MOST_PROJECTS:
        raise Refused(_("This file has no ballots, or more projects than can be shown."))
    unit = election.meta.get("unit") or source.name
    question = f"{election.meta.get('description') or unit} {election.meta.get('instance', '')}".strip()[:60]
    topic = propose(community_id=community_id, title=question, by=by, quick=True, why=source.name)
    hasten(topic, by=by, regime=Regime.ADVISORY.value)
    held_on = held_day(election.meta)
    vote = _vote(topic, election, question, unit[:120], held_on)
    letters = {project: letter_of(place) for place, project in enumerate(election.costs)}
    _options(vote, election, letters)
    _ballots(vote, election, letters)
    _result(vote, election, [letters[one] for one in selected], letters, held_on)
    db.session.add(OutsideResult(vote_id=vote.id, held_on=held_on, evidence=_evidence(election, source)))
    stamp_topic(topic, Seal.DECIDE, SealState.NOW, status=Status.DELIBERATING)
    record(IMPORTED, subject=vote, thread=db.session.get(Thread, vote.thread_id), by=by, public={
        "file": source.sha256, "rule": election.rule, "projects": len(letters),
        "ballots": election.votes, "selected": len(selected),
    })  # fmt: skip
    return vote


def _vote(topic, election, question, unit, held_on) -> Vote:
    rule = RULES[Regime.ADVISORY]
    day = datetime.combine(held_on, time(0), SHANGHAI)
    vote = Vote(
        thread_id=topic.thread_id, topic_id=topic.id, community_id=topic.community_id,
        place_id=topic.place_id, regime=Regime.ADVISORY, unit=Unit.PERSON, method=_method(election),
        ballot_kind=BallotKind.SEALED, state=VoteState.CLOSED, conduct=Conduct.EXTERNAL, convened_by=unit,
        question=question, fact_names=[_("Costs")], opens_at=day, closes_at=day.replace(hour=23, minute=59),
        roll_size=election.votes, cannot_accept=False, budget_rule=_rule(election),
    )  # fmt: skip
    vote.quorum, vote.threshold = rule.quorum, rule.threshold
    db.session.add(vote)
    db.session.flush()
    return vote


def _method(election) -> Method:
    named = election.meta["vote_type"] in ("approval", "choose-1")
    return Method.PROJECTS if named else Method.POINTS


def _rule(election) -> BudgetRule:
    return BudgetRule.EQUAL_SHARES if election.rule.lower().startswith("equal") else BudgetRule.GREEDY


def _options(vote, election, letters):
    money = election.meta.get("currency", "")
    rows = [
        {
            "vote_id": vote.id, "letter": letters[project], "position": place,
            "title": (election.projects[project] or project)[:60], "body": "", "marks": [],
            "facts": [f"{said(cost)} {money}".strip()],
        }
        for place, (project, cost) in enumerate(election.costs.items())
    ]  # fmt: skip
    db.session.execute(insert(VoteOption), rows)


def said(amount) -> str:
    """An exact amount: whole ones without decimals."""
    return f"{int(amount):,}" if amount.denominator == 1 else f"{float(amount):,.2f}"


def _ballots(vote, election, letters):
    field = "approved" if vote.method == Method.PROJECTS else "points"
    rows = []
    for ballot, times in election.ballots.items():
        points = {letters[one]: (value if isinstance(value, int) else float(value)) for one, value in ballot}
        content = {field: sorted(points) if field == "approved" else points}
        rows += [{"key": token_hex(16), "vote_id": vote.id, "content": content} for _one in range(times)]
    rows.sort(key=lambda row: row["key"])
    for start in range(0, len(rows), BATCH):
        db.session.execute(insert(CountedBallot), rows[start : start + BATCH])


def _result(vote, election, selected, letters, held_on):
    support = Counter({letters[one]: number for one, number in election.support().items()})
    counts = {
        "support": {letter: _plain(support[letter]) for letter in letters.values()},
        "selected": selected, "spent_fen": None,
    }  # fmt: skip
    db.session.add(VoteResult(
        vote_id=vote.id, outcome=Outcome.RECORDED, roll_size=election.votes, returned=election.votes,
        counts=counts, by_channel={}, envelopes_root=NOTHING, ballots_root=NOTHING, counted_on=held_on,
    ))  # fmt: skip


def _plain(number):
    return int(number) if number == int(number) else float(number)


def _evidence(election, source) -> str:
    budget = f"{said(election.budget)} {election.meta.get('currency', '')}".strip()
    return _(
        "Every ballot comes from the file %(name)s (SHA-256 %(sha256)s). %(budget)s were given out among "
        "%(projects)s projects by the rule “%(rule)s” named in it. Whoever has the file can count again: "
        "flask votes import-pabulib %(name)s --json",
        name=source.name, sha256=source.sha256, rule=election.rule, projects=len(election.costs),
        budget=budget,
    )  # fmt: skip


def held_day(meta) -> date:
    """The last day of the voting as the file says it; its year's last day, or today, when it says less."""
    for words, form in ((meta.get("date_end", ""), "%d.%m.%Y"), (meta.get("date_end", ""), "%Y-%m-%d")):
        try:
            return datetime.strptime(words.strip(), form).replace(tzinfo=SHANGHAI).date()
        except ValueError:
            continue
    year = (meta.get("date_end") or meta.get("instance") or "").strip()[:4]
    return date(int(year), 12, 31) if year.isdigit() and 1990 <= int(year) <= 2200 else local_today()
