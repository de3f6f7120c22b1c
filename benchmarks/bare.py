"""C: the same rows from the same database by the shortest way Flask, the ORM and Jinja offer.

No layout, session, translation, middleware or cache: what is left is the price of the pages themselves.
"""

import os
import random
import secrets
from datetime import datetime
from functools import cache

from flask import Flask, request
from sqlalchemy import JSON, create_engine, event, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

engine = create_engine(os.environ["BENCH_DATABASE"])
app = Flask(__name__)
page = app.jinja_env.get_template


FULL = "PRAGMA journal_mode=wal; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000"
event.listen(engine, "connect", lambda connection, record: connection.executescript(FULL))


class Base(DeclarativeBase):
    id: Mapped[int] = mapped_column(primary_key=True)


class Place(Base):
    __tablename__ = "place"
    label: Mapped[str]


class Person(Base):
    __tablename__ = "person"
    nickname: Mapped[str]


class Thread(Base):
    __tablename__ = "thread"
    title: Mapped[str]
    status: Mapped[str]
    stage: Mapped[str]
    seals: Mapped[dict] = mapped_column(JSON)
    holder_name: Mapped[str]
    due_on: Mapped[str]


class Issue(Base):
    __tablename__ = "issue"
    thread_id: Mapped[int]
    area_id: Mapped[int]
    raised_at: Mapped[datetime]
    waiting_since: Mapped[str]
    supports: Mapped[int]
    comments_count: Mapped[int]
    visibility: Mapped[str]
    duplicate_of_id: Mapped[int]
    summary_public: Mapped[str]


class Comment(Base):
    __tablename__ = "comment"
    issue_id: Mapped[int]
    author_id: Mapped[int]
    place_id: Mapped[int]
    body: Mapped[str]
    created_at: Mapped[datetime]


ORDERS = {
    "newest": (Issue.raised_at.desc(), Issue.id.desc()),
    "supported": (Issue.supports.desc(), Issue.id.desc()),
    "discussed": (Issue.comments_count.desc(), Issue.id.desc()),
    "waiting": (Issue.waiting_since, Issue.id),
}
ROW = [Issue.id, Issue.supports, Issue.comments_count, Issue.raised_at, Issue.waiting_since, Issue.visibility]
ROW += [Issue.duplicate_of_id, Thread.title, Thread.status, Thread.stage, Thread.holder_name, Thread.due_on]
ROW += [Thread.seals, Place.label]


@cache
def twenty(order):
    statement = select(*ROW).outerjoin(Thread, Thread.id == Issue.thread_id)
    statement = statement.outerjoin(Place, Place.id == Issue.area_id).order_by(*ORDERS[order]).limit(20)
    return statement.where(Issue.waiting_since.is_not(None)) if order == "waiting" else statement


TOLD = select(Thread.title, Issue.summary_public).join(Thread, Thread.id == Issue.thread_id)
SAID = select(Comment.id, Comment.body, Comment.created_at, Person.nickname, Place.label).order_by(Comment.id)
SAID = SAID.join(Person, Person.id == Comment.author_id).join(Place, Place.id == Comment.place_id)
PUT_IN = """INSERT INTO bench_envelope VALUES (:id, 1, :unit, 'sealed', 'phone', 'counted', :b, :mark, '', '')
ON CONFLICT (vote_id, unit_ref) DO UPDATE SET payload = :b, fingerprint = :mark"""


@app.get("/list")
def rows():
    """Twenty rows by keyset, from the front of the index of their order."""
    with Session(engine) as session:
        return page("list.html").render(rows=session.execute(twenty(request.args.get("order", "newest"))))


@app.get("/detail/<int:no>/<int:size>")
def detail(no, size):
    """One issue with its first `size` comments."""
    with Session(engine) as session:
        issue = session.execute(TOLD.where(Issue.id == no)).one()
        said = session.execute(SAID.where(Comment.issue_id == no).limit(size))
        return page("detail.html").render(i=issue, comments=said)


@app.post("/ballots")
def cast():
    """The same upsert and counter, durable: a row as wide as ours, in a table made like ours."""
    new = {"id": secrets.token_hex(16), "mark": secrets.token_hex(32), "b": secrets.token_bytes(348)}
    with Session(engine) as session, session.begin():
        session.execute(text(PUT_IN), new | {"unit": f"{random.randrange(4000):064}"})
        session.execute(text("UPDATE bench_turnout SET returned = returned + 1"))
    return "ok"
