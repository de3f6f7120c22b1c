"""Desks over 100,000 orders: rows beside bare Flask, the same number of statements at 1k, sweeps when idle.

Run alone: `python -m benchmarks.run --desks`, at whatever load the machine has, which it says.
"""

import time
from statistics import median
from urllib.parse import urlencode

from flask import session
from sqlalchemy import delete, insert, select

from benchmarks import answers
from benchmarks.homes import token
from benchmarks.plan import DEEP, Row
from benchmarks.wrk import Call
from civic.accounts.models import Membership
from civic.accounts.roles import Role
from civic.accounts.sealing import lookup
from civic.accounts.session_models import SignInSession
from civic.councils.models import Body
from civic.database import utcnow, writing
from civic.dispatch.desk_views import TABS
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.dispatch.states import Light
from civic.extensions import db
from civic.paging import cursor_of
from civic.ticking import SWEEPS

SIZE, DEPARTMENT = 20, "街道城管办"
IDLE = ("dispatch.", "reviews.callbacks", "notifications.")  # sweeps that must find out cheaply: nothing due
FIGURES = (
    "/work-orders/handed-back", "/work-orders/exclusions", "/work-orders/long-term", "/whistles",
    "/whistles/figures", "/reviews", "/reviews/timeliness",
)  # fmt: skip
AHEAD = 9000  # numbers of the homes' tokens end far below


def rows(app, label: str) -> list[Row]:
    """First and deep pages of the dispatcher's desk by state, the board by colour, a body's desk."""
    street = db.session.scalar(select(DispatchLeg.street_id).limit(1))
    body = db.session.scalar(select(Body.id).where(Body.short_name == DEPARTMENT))
    dispatcher = _sign_in(app, AHEAD, Role.STREET_STAFF, Membership.place_id == street)
    department = _sign_in(app, AHEAD + 1, Role.OFFICER, Membership.body_id == body)
    here, open_ones = DispatchLeg.street_id == street, DispatchLeg.ended_at.is_(None)
    due = [DispatchLeg.due_at, DispatchLeg.id]
    found = []
    for state in TABS:
        keys = _keys([WorkOrder.id], WorkOrder.street_id == street, WorkOrder.state == state)
        found += _pages(f"desk-{state}-{label}", "/work-orders", {"show": state.value}, keys, dispatcher)
    for light in Light:
        keys = _keys(due, here, open_ones, DispatchLeg.turned == light)
        found += _pages(f"board-{light}-{label}", "/work-orders/board", {"light": light}, keys, dispatcher)
    keys = _keys(due, DispatchLeg.body_id == body, open_ones)
    return found + _pages(f"mine-{label}", "/work-orders/mine", {"body": body}, keys, department)


def _keys(columns, *which):
    """(cursors of pages over the middle half of the list); the same pages on both engines."""
    rows = db.session.execute(select(*columns).where(*which).order_by(*columns)).all()
    first, last = len(rows) // 4, max(len(rows) // 4, len(rows) * 3 // 4 - SIZE)
    places = {max(1, first + n * (last - first) // DEEP) for n in range(DEEP)}
    return [cursor_of(rows[place - 1], columns) for place in sorted(places)]


def _pages(name, path, asked, cursors, cookie):
    first = Call(f"{path}?{urlencode(asked)}", cookie=cookie)
    deep = [Call(f"{path}?{urlencode(asked | {'after': one})}", cookie=cookie) for one in cursors]
    return [Row(name, "desk", [first]), Row(f"{name}-deep", "desk", deep)]


def _sign_in(app, number, role, where):
    """The cookie of a member of staff who has just given the second factor."""
    person = select(Membership.person_id).where(Membership.role == role, where).order_by(Membership.id)
    mine, here, now = token(number), lookup("device", token(number)), utcnow()
    with writing() as session_:
        session_.execute(delete(SignInSession).where(SignInSession.device_lookup == here))
        session_.execute(
            insert(SignInSession).values(
                token_lookup=lookup("sign-in", mine), device_lookup=here,
                person_id=session_.scalar(person.limit(1)),
                signed_in_at=now, last_seen_at=now, confirmed_at=now, second_factor_at=now,
                expires_at=now.replace(year=now.year + 1),
            )
        )  # fmt: skip
    signer = app.session_interface.get_signing_serializer(app)
    with app.test_request_context():
        session.update({"_user_id": mine, "_fresh": True, "_permanent": True})
        cookie = signer.dumps(dict(session))
    return f"{app.config['SESSION_COOKIE_NAME']}={cookie}; civic_device={mine}"


def sweeps(app, rounds=3) -> list[dict]:
    """Seconds and statements of each sweep of these rooms when nothing is due."""
    found = []
    for name in sorted(name for name in SWEEPS if name.startswith(IDLE)):
        took, did = [], 0
        for _round in range(rounds):
            with app.app_context(), answers.statements() as sent:
                started = time.perf_counter()
                did += SWEEPS[name]() or 0
                took.append(time.perf_counter() - started)
                db.session.remove()
        if did:
            raise RuntimeError(f"{name} did {did} things: it was not idle")
        found.append({
            "name": f"idle-{name}", "kind": "sweep", "seconds": round(median(took), 4), "sql": len(sent),
        })  # fmt: skip
    return found


def figures(app, rounds=3) -> list[dict]:
    """Milliseconds and statements of the public figures, in this process; the second look at a page."""
    found = []
    for path in FIGURES:
        took = []
        for _round in range(rounds):
            started = time.perf_counter()
            response, sent, _size = answers.ask(app, Call(path))
            took.append((time.perf_counter() - started) * 1000)
            if response.status_code != 200:
                raise RuntimeError(f"{path} answers {response.status}")
        found.append({
            "name": f"figures{path.replace('/', '-')}", "kind": "figures", "first_ms": round(took[0], 1),
            "ms": round(median(took), 1), "sql": len(sent),
        })  # fmt: skip
    return found
