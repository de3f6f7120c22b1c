"""Promises, through the room's verbs."""

from datetime import timedelta

from civic.action_items import workflow
from civic.action_items.models import ActionItem
from civic.database import local_today, locked, utcnow, writing
from civic.issues.models import Issue, Photo, PhotoPurpose, PhotoState
from tests.factories import number, save
from tests.harness.scenes import followed


@followed
def make_item(issue, by, owner, days=7, **more):
    """直接办 of an accepted issue."""
    facts = {
        "what": f"换灯 {number()}",
        "standard": "天黑灯就亮",
        "due_on": local_today() + timedelta(days=days),
    }
    with writing():
        return workflow.assign_directly(locked(Issue, issue.id), by=by, owner=owner, **(facts | more))


@followed
def make_evidence(item, purpose=PhotoPurpose.AFTER, state=PhotoState.READY):
    """A photo of the item that the worker has prepared."""
    n = number()
    return save(
        Photo(
            token=f"evidence-{n}",
            subject_type="action_item",
            subject_id=item.id,
            purpose=purpose,
            state=state,
            bytes=1,
            width=640,
            height=480,
            sha256=f"{n:064d}",
            caption="",
            covered_cells=[],
            created_at=utcnow(),
        )  # fmt: skip
    )


@followed
def finished(item, by, words="灯换好了", seen_at="3号楼1门一层"):
    with writing():
        workflow.finish(locked(ActionItem, item.id), by=by, words=words, seen_at=seen_at)
    return item
