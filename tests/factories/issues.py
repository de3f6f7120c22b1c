"""Issues, supports and comments, through their own verbs."""

from civic.database import locked, writing
from civic.issues import queries, summaries, voices, workflow
from civic.issues.kinds import IssueKind, Urgency, Visibility
from civic.issues.models import Issue
from tests.factories import number
from tests.harness.scenes import followed, staged


@followed
def make_issue(community, reporter=None, words=None, place=None, visibility=Visibility.PUBLIC, **more):
    """A received issue; without a reporter it needs `contributed_by`."""
    with writing():
        home = queries.household_in(reporter, community.id) if reporter else None
        return workflow.submit(
            words=f"楼道灯坏了,第{number()}次说了" if words is None else words,
            community_id=community.id,
            place_id=(place or community).id,
            visibility=visibility,
            reporter=reporter,
            **{"household_id": home, **more},
        )


@staged
def make_accepted(issue, by, title="楼道灯坏了", summary="楼道里有一盏灯不亮,晚上看不清路。", **more):
    """Accepted by `by`; the summary is shown to the reporter."""
    facts = {"kind": IssueKind.COMPLAINT, "category": "water.power", "urgency": Urgency.NORMAL}
    with writing():
        issue = locked(Issue, issue.id)
        workflow.accept(issue, by=by, title=title, summary=summary, **(facts | more))
    return issue


@staged
def make_told(community, reporter, by, **more):
    """Accepted, and its summary public with the reporter's agreement."""
    words = {key: more.pop(key) for key in ("title", "summary", "urgency", "kind", "category") if key in more}
    issue = make_accepted(make_issue(community, reporter, **more), by, **words)
    with writing():
        summaries.agree(locked(Issue, issue.id), by=reporter)
    return issue


@followed
def make_support(issue, person, household):
    with writing():
        voices.support(locked(Issue, issue.id), by=person, household_id=household.id)


@followed
def make_comment(issue, person, words="我们楼也是这样。", **more):
    with writing():
        return voices.comment(locked(Issue, issue.id), by=person, words=words, **more)
