"""The demo town's drawn photos: public where the issue is told, waiting where it is fresh, and made once."""

from sqlalchemy import select

from civic import demo
from civic.demo.issues import case
from civic.extensions import db
from civic.issues import photo_files
from civic.issues.models import Photo, PhotoState

PARTS = ("places", "accounts", "councils", "issues", "photos")


def test_told_issues_show_theirs_and_fresh_ones_wait_for_triage(app, client):
    assert demo.load(PARTS)["photos"] == 6
    assert demo.load(PARTS)["photos"] == 0
    by_issue = {photo.issue_id: photo for photo in db.session.scalars(select(Photo))}
    told, fresh = by_issue[case("N07").id], by_issue[case("F00").id]
    assert (told.state, told.caption) == (PhotoState.RELEASED, "三层的灯")
    assert (fresh.state, fresh.public_token) == (PhotoState.READY, None)
    for photo in by_issue.values():
        sizes = [photo_files.private(photo.token, size).stat().st_size for size in ("full", "thumb")]
        assert sizes[1] < 30_000 and photo.bytes == sizes[0]
    shown = client.get(f"/photos/{told.public_token}/thumb")
    assert (shown.status_code, shown.content_type) == (200, "image/jpeg")
