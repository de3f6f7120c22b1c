"""The rows that one line of the hotline's file becomes, ready to be written; no statement in here."""

from datetime import datetime
from functools import cache, lru_cache

from sqlalchemy import insert, literal_column

from civic.database import SHANGHAI
from civic.dispatch.hotline_models import HotlineRow, OrderWords
from civic.dispatch.models import WorkOrder
from civic.dispatch.sameness import key_of, place_key
from civic.dispatch.states import OrderState
from civic.issues.kinds import Channel, SummaryState, Visibility
from civic.issues.models import Issue
from civic.issues.segmentation import tokens
from civic.issues.states import IssueState
from civic.threads import workflow as threads
from civic.threads.models import Seal, SealState, Status, Thread


class Prepared:
    """One line with everything that is slow done: place, search tokens and key, before any lock is taken."""

    __slots__ = ("community_id", "key", "place_id", "row", "tokens", "words")

    def __init__(self, row, known):
        self.row = row
        self.words = f"{row.title}\n{row.body}".strip()
        self.community_id, self.place_id = known.at(row.place)
        self.tokens = tokens(f"{self.words}\n{row.place}")
        self.key = key_of(self.words, place_key(self.place_id, self.community_id, row.place))


# What every row has alike is said in the statement and not bound for each row: half of an import's time.
ALIKE = {
    Thread: {"title": "", "status": Status.RECEIVED, "stage": Seal.INTAKE, "holder_name": ""},
    Issue: {
        "channel": Channel.IMPORTED, "on_behalf_of": "", "state": IssueState.RECEIVED,
        "status": IssueState.RECEIVED.status, "visibility": Visibility.HANDLERS_ONLY,
        "summary_state": SummaryState.NONE, "helper_body_ids": "[]", "supports": 0, "comments_count": 0,
        "version": 1,
    },
    WorkOrder: {
        "state": OrderState.RECEIVED, "round": 1, "channel": Channel.IMPORTED, "objections": 0,
        "is_excluded": False, "version": 1,
    },
    HotlineRow: {},
    OrderWords: {},
}  # fmt: skip


@cache
def statement(model):
    """INSERT of this table with what all rows have alike in it."""
    fixed = {name: literal_column(_written(value)) for name, value in ALIKE[model].items()}
    return insert(model.__table__).values(fixed) if fixed else insert(model.__table__)


def _written(value):
    return f"'{value}'" if isinstance(value, str) else str(value).lower()


def thread_row(number: int, prepared: Prepared, now: datetime) -> dict:
    """Its matter: received on the day the city was called, everything else to come."""
    day = _since(prepared.row, now).astimezone(SHANGHAI).date()
    home = prepared.community_id
    return {
        "id": number, "community_id": home, "area_id": home, "seals": _seals(day), "created_at": now,
        "updated_at": now,
    }  # fmt: skip


@lru_cache(1000)
def _seals(day):
    line = Thread(title="", seals={seal.value: {"state": SealState.TODO.value} for seal in threads.USUAL})
    threads.stamp(line, Seal.INTAKE, SealState.NOW, on=day, status=Status.RECEIVED)
    return line.seals


def _since(row, now):
    return row.submitted_at or row.received_at or now


def issue_row(number, thread_id, order_id, street_id, prepared: Prepared, now: datetime) -> dict:
    """What was said, for those who handle it and nobody else."""
    since = _since(prepared.row, now)
    return {
        "id": number, "thread_id": thread_id, "work_order_id": order_id, "street_id": street_id,
        "community_id": prepared.community_id, "place_id": prepared.place_id,
        "area_id": prepared.community_id, "urgency": prepared.row.urgency, "body_raw": prepared.words,
        "waiting_since": since, "raised_at": since, "created_at": now,
    }  # fmt: skip


def order_row(number, issue_id, thread_id, street_id, prepared: Prepared, source: str, by_id, now) -> dict:
    """The order with the deadline, number and priority written on it: our clocks are for local ones."""
    row = prepared.row
    return {
        "id": number, "issue_id": issue_id, "thread_id": thread_id, "community_id": prepared.community_id,
        "street_id": street_id, "source": source, "external_no": row.external_no,
        "priority": row.priority[:32], "urgency": row.urgency, "received_at": row.received_at or now,
        "received_by": by_id, "due_at": row.due_at, "due_is_given": row.due_at is not None,
        "changed_at": now,
    }  # fmt: skip


def called_by_city(row) -> bool:
    """Whether the file holds what the city heard when it called back."""
    return row.city_contacted is not None or bool(row.city_solved or row.city_satisfied)


def kept_row(order_id, layout_id, bodies: dict, row) -> dict:
    """What else the file said. Args: bodies — {name or short name: body number}."""
    assists = [bodies[name] for name in row.assist if name in bodies]
    return {
        "order_id": order_id, "layout_id": layout_id, "title_length": len(row.title),
        "submitted_at": row.submitted_at, "received_at": row.received_at, "kind_words": row.kind_words,
        "category_words": row.category, "place_words": row.place, "lead_words": row.lead,
        "assist_words": list(row.assist), "lead_id": bodies.get(row.lead), "assist_ids": assists,
        "others": row.others,
    }  # fmt: skip


def callback_row(order_id, source: str, row, now) -> dict:
    """The city's own callback."""
    return {
        "order_id": order_id, "source": source, "contacted": row.city_contacted, "solved": row.city_solved,
        "satisfied": row.city_satisfied, "at": now,
    }  # fmt: skip
