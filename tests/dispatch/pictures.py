"""Photos without a file, for what pages show of them."""

from civic.database import utcnow
from civic.issues.models import Photo, PhotoState
from tests.factories import number, save


def photo_of(subject, state=PhotoState.READY, **more):
    """A photo of a leg, an incident or a call, made ready or released."""
    n = number()
    return save(
        Photo(
            token=f"arrival-{n}", subject_type=subject.__tablename__, subject_id=subject.id, state=state,
            bytes=1, sha256=f"{n:064d}", caption="", covered_cells=[], created_at=utcnow(), width=9, height=9,
            **more,
        )
    )  # fmt: skip
