"""How many households beside a reader's own are behind the issues a topic grew out of. Only the number."""

from sqlalchemy import select, union

from civic.accounts.models import Membership
from civic.extensions import db
from civic.issues.models import Issue, Support
from civic.notifications.circles import in_force
from civic.topics.models import TopicIssue


def households_beside(topic, persons) -> dict[int, dict]:
    """{person: {"households": n}}. Two statements, however many issues and readers.

    Counted by household, each once: whoever raised one of the issues, and whoever said 我家也这样 (joining
    two carries both over). What was written down without a home may be a household's second word: left out.
    """
    behind = _behind(topic)
    homes = {person: set() for person in persons}
    for person, household in db.session.execute(
        select(Membership.person_id, Membership.household_id).where(
            Membership.person_id.in_(persons), Membership.household_id.is_not(None), in_force()
        )
    ):
        homes[person].add(household)
    for person, household in behind:
        if person in homes:  # has moved since, and said it for the home of then
            homes[person].add(household)
    all_of_them = {household for _person, household in behind}
    return {person: {"households": len(all_of_them - own)} for person, own in homes.items()}


def _behind(topic):
    """(person or None, household) of everybody behind it."""
    linked = select(TopicIssue.issue_id).where(TopicIssue.topic_id == topic.id)
    raised = select(Issue.reporter_id, Issue.reporter_household_id).where(
        Issue.id.in_(linked), Issue.reporter_household_id.is_not(None)
    )
    supported = select(Support.person_id, Support.household_id).where(Support.issue_id.in_(linked))
    return db.session.execute(union(raised, supported)).all()
