"""The columns of each source's file, remembered so that the same can be written back."""

import json
from hashlib import sha256

from sqlalchemy import select, text, update

from civic.database import utcnow
from civic.dispatch.hotline_columns import Layout
from civic.dispatch.hotline_models import HotlineLayout
from civic.extensions import db

NEW = text(
    "INSERT INTO hotline_layout (source, digest, names, codes, used_at) "
    "VALUES (:source, :digest, :names, :codes, :used_at) ON CONFLICT (source, digest) DO NOTHING"
)


def remember(source: str, layout: Layout) -> int:
    """Keep the layout as the one of this source used last, in the caller's transaction; its number."""
    names, codes = json.dumps(layout.names, ensure_ascii=False), json.dumps(layout.codes)
    digest = sha256(names.encode()).hexdigest()
    now = utcnow()
    said = {"source": source, "digest": digest, "names": names, "codes": codes}
    db.session.execute(NEW, said | {"used_at": now.replace(tzinfo=None)})
    mine = HotlineLayout.source == source, HotlineLayout.digest == digest
    db.session.execute(update(HotlineLayout).where(*mine).values(used_at=now))
    return db.session.scalar(select(HotlineLayout.id).where(*mine))


def take_turn(source: str) -> HotlineLayout:
    """The first layout of a source, locked until commit: whoever brings its orders in waits here."""
    first = select(HotlineLayout).where(HotlineLayout.source == source).order_by(HotlineLayout.id).limit(1)
    return db.session.scalar(first.with_for_update())


def latest(source: str) -> HotlineLayout | None:
    """The layout this source used last."""
    mine = select(HotlineLayout).where(HotlineLayout.source == source)
    return db.session.scalar(mine.order_by(HotlineLayout.used_at.desc(), HotlineLayout.id.desc()).limit(1))


def sources() -> list[str]:
    """Every source that has sent a file."""
    return list(db.session.scalars(select(HotlineLayout.source).distinct().order_by(HotlineLayout.source)))
