"""A topic's result: computed outside of any transaction, then kept in one row.

Only counts of groups are kept. Which person is in which group is known to the child process for a
second and written nowhere.
"""

from dataclasses import dataclass

from sqlalchemy import update

from civic.database import locked, utcnow
from civic.extensions import db
from civic.topics import common_ground, statement_queries
from civic.topics.grouping import grouped
from civic.topics.statement_models import Kinship, Statement


@dataclass(frozen=True)
class Computed:
    """What came out, before it is kept."""

    changes: int  # of the answers, as they were counted before reading
    participants: int
    kept: int
    result: dict
    reaches: dict  # statement id → how far it sets people apart


def compute(topic_id) -> Computed:
    """The result from the answers as they are now; takes a second and needs no lock."""
    changes = statement_queries.kinship_of(topic_id).changes
    statements = statement_queries.all_statements(topic_id)
    column = {one.id: place for place, one in enumerate(statements)}
    voices = statement_queries.voices(topic_id)
    rows = [{column[key]: code for key, code in answers.items() if key in column} for answers in voices]
    taken_off = [column[one.id] for one in statements if one.hidden_at is not None]
    found = grouped(rows, len(statements), seed=topic_id, left_out=taken_off)
    members = [found["groups"].count(group) for group in range(len(found["counts"]))]
    return Computed(
        changes=changes,
        participants=len(rows),
        kept=sum(members),
        result=summed_up([one.id for one in statements], members, found["counts"], found["centres"]),
        reaches=dict(zip(column, found["lengths"], strict=True)),
    )


def summed_up(ids, members, counts, centres) -> dict:
    """What the page shows, and nothing that could be asked of it beside: small groups are left out.

    Args: ids — statement ids in the order of the columns; members — people in each group.
    """
    shown = [group for group, size in enumerate(members) if size >= common_ground.LEAST_MEMBERS]
    if len(shown) < 2:
        return {"groups": [], "unites": [], "divides": [], "tallies": {}}
    seen = [counts[group] for group in shown]
    groups = [
        {
            "members": members[group],
            "centre": centres[group],
            "own": [[ids[one.statement], one.agrees] for one in common_ground.own_statements(counts, group)],
        }
        for group in shown
    ]
    unites = [[ids[one.statement], one.agrees] for one in common_ground.uniting(counts)]
    divides = [ids[number] for number in common_ground.dividing(seen)]
    named = {*(key for key, _side in unites), *divides, *(key for one in groups for key, _side in one["own"])}
    tallies = {str(key): [one[ids.index(key)] for one in seen] for key in sorted(named)}
    return {"groups": groups, "unites": unites, "divides": divides, "tallies": tallies}


def keep(topic_id, computed: Computed) -> bool:
    """Write the result down and what each statement's next asking weighs; False when a newer one stands."""
    reaches = [{"id": key, "reach": reach} for key, reach in sorted(computed.reaches.items())]
    if reaches:
        db.session.execute(update(Statement), reaches)
    kinship = locked(Kinship, topic_id)
    if kinship.seen_changes >= computed.changes:
        return False
    kinship.seen_changes, kinship.computed_at = computed.changes, utcnow()
    kinship.participants, kinship.kept, kinship.result = computed.participants, computed.kept, computed.result
    return True
