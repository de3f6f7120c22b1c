"""Verbs of the thread. They record no act of their own: the room that calls them does."""

from civic.database import local_today, utcnow
from civic.extensions import db
from civic.threads.models import Seal, SealState, Status, Thread

USUAL = (Seal.INTAKE, Seal.DISPATCH, Seal.ACT, Seal.REVIEW)  # most matters skip 议 and 定


def open_thread(*, community_id, area_id, title="", stages=USUAL, on=None) -> Thread:
    """A new matter, received today, with the stages it is expected to pass drawn as dotted seals."""
    seals = {seal.value: {"state": SealState.TODO.value} for seal in stages}
    thread = Thread(community_id=community_id, area_id=area_id, title=title, seals=seals)
    db.session.add(thread)
    stamp(thread, Seal.INTAKE, SealState.NOW, on=on, status=Status.RECEIVED)
    db.session.flush()
    return thread


def stamp(thread, seal, state, *, on=None, holder=None, due_on=None, status=None) -> None:
    """Set one seal, in the same transaction as the act it stands for.

    NOW makes `seal` the current stage, every earlier stage that was reached done and every later one
    to come; `holder` is
    the Body that has it now, `due_on` the day until when, `status` one of the seven words.
    """
    on = on or local_today()
    seals = {key: dict(value) for key, value in thread.seals.items()}
    seals[seal.value] = {"state": state.value, "on": on.isoformat(), "holder": holder.name if holder else ""}
    if state == SealState.NOW:
        _finish_earlier(seals, seal, on)
        _await_later(seals, seal)
    thread.seals = seals
    thread.stage = seal
    thread.holder_id = holder.id if holder else None
    thread.holder_name = holder.name if holder else ""
    thread.due_on = due_on
    if status is not None:
        thread.status = status
    thread.updated_at = utcnow()


def _finish_earlier(seals, current, on):
    for seal in Seal:
        if seal == current:
            return
        if (earlier := seals.get(seal.value)) and earlier["state"] == SealState.NOW.value:
            earlier["state"] = SealState.DONE.value
        elif earlier and earlier["state"] == SealState.TODO.value:
            del seals[seal.value]  # the matter went past this stage: it did not apply


def _await_later(seals, current):
    """A matter that went back has its later stages before it again."""
    for seal in list(Seal)[list(Seal).index(current) + 1 :]:
        if seal.value in seals:
            seals[seal.value] = {"state": SealState.TODO.value}


def expect(thread, *stages) -> None:
    """Draw further stages as to come, e.g. 议 and 定 when a matter is promoted to a topic."""
    seals = {key: dict(value) for key, value in thread.seals.items()}
    for seal in stages:
        seals.setdefault(seal.value, {"state": SealState.TODO.value})
    thread.seals = seals


def reveal(thread, *, title=None, area_id=None) -> None:
    """Show released words and the finer place."""
    if title is not None:
        thread.title = title
    if area_id is not None:
        thread.area_id = area_id
    thread.updated_at = utcnow()


def merge(thread, *, into) -> None:
    """Let this matter go on inside another; its page then tells the other's story."""
    thread.merged_into_id = into.id
    thread.updated_at = utcnow()
