"""Sixty phones read a meeting every 5 s and five write every 3 s: nothing lost, p95 ≤ 10 × the idle p50.

Open load: every request has its moment, whether earlier ones were answered or not; its time counts
from that moment. Phones ask for the whole region each time, as if everything changed always. What is
written is a hand raised on a phone, another neighbour's each time: all must be in the count.
"""

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from sqlalchemy import select, text

from benchmarks import seed
from benchmarks.engines import looking_into
from benchmarks.homes import signed_in
from benchmarks.serving import serving
from civic.accounts.models import Membership, Person
from civic.accounts.roles import Role
from civic.database import utcnow, writing
from civic.extensions import db
from civic.meetings import hands_workflow, live_workflow, workflow
from civic.meetings.live_states import Way
from civic.meetings.models import Attendance
from civic.meetings.states import Capacity, CheckInBy, MeetingKind
from civic.places.queries import community

PHONES, EVERY, WRITERS, WRITES_EVERY, SECONDS, MOST = 60, 5.0, 5, 3.0, 60, 10
IDLE = 40  # requests, one after the other
REGION = {"HX-Request": "true", "HX-Target": "room", "Accept-Encoding": "gzip"}
FORM = "application/x-www-form-urlencoded"


def check(home, short, engine) -> tuple[dict, bool]:
    """One meeting, everybody signed in and checked in; each writer's turn is another neighbour's request."""
    seconds = 9 if short else SECONDS
    app = seed.open_app(home)
    turns = WRITERS * int(seconds / WRITES_EVERY)
    homes = signed_in(app, PHONES + turns + IDLE)
    no = _meeting(app, len(homes))
    region = [("GET", f"/meetings/{no}/floor", one, None) for one in homes]
    words = [("POST", f"/meetings/{no}/motions/1/hand", one, "for") for one in homes]
    with serving("ours", home) as (address, _process, _seconds):
        idle_reads = [_timed(address, region[n % PHONES])[0] for n in range(IDLE)]
        idle_writes = [_timed(address, words[PHONES + turns + n])[0] for n in range(IDLE)]
        reads, writes = _load(address, region[:PHONES], words[PHONES : PHONES + turns], seconds)
    kept = _rows(home, no)
    sent = turns + IDLE
    figures = {
        "reads": len(reads),
        "writes": len(writes),
        "kept": kept,
        "read_idle_p50_ms": _at(idle_reads, 0.5),
        "read_p95_ms": _at([ms for ms, _status in reads], 0.95),
        "write_idle_p50_ms": _at(idle_writes, 0.5),
        "write_p95_ms": _at([ms for ms, _status in writes], 0.95),
        "refused": sum(status not in (200, 303) for _ms, status in [*reads, *writes]),
    }
    slow = figures["read_p95_ms"] > MOST * figures["read_idle_p50_ms"]
    slow |= figures["write_p95_ms"] > MOST * figures["write_idle_p50_ms"]
    return figures, kept == sent and not figures["refused"] and not slow


def _meeting(app, people):
    """Going on, with the first so many signed-in residents in the room."""
    with app.app_context():
        here, now = community(), utcnow()
        staff = db.session.scalar(select(Membership.person_id).where(Membership.role == Role.SECRETARY))
        by = db.session.get(Person, staff)
        names = [f"住户{n}" for n in range(people)]  # as homes.sign_homes_in calls them
        ids = list(db.session.scalars(select(Person.id).where(Person.nickname.in_(names))))
        with writing() as session:
            meeting = workflow.prepare(
                here, by=by, kind=MeetingKind.CONSULTATION, title="桶站放哪儿", where_held="中心花园",
                starts_at=now + timedelta(minutes=5), items=[("先量路", 60)],
            )  # fmt: skip
            workflow.call(meeting, by=by)
            live_workflow.begin(meeting, by=by)
            session.add_all(
                Attendance(
                    meeting_id=meeting.id,
                    person_id=person,
                    capacity=Capacity.RESIDENT,
                    checked_by=CheckInBy.CODE,
                )
                for person in ids
            )
        with writing():
            motion = hands_workflow.move(meeting, by=by, text="西墙点先加灯,再放桶")
            hands_workflow.freeze(motion, by=by, breaks_id=None)
            hands_workflow.read_aloud(motion, by=by)
            hands_workflow.call_hands(motion, by=by, way=Way.TAPPED)
        no = meeting.id
        db.session.remove()
        db.engine.dispose()
    return no


def _load(address, reads, writes, seconds):
    start = time.monotonic() + 0.5
    plan = [
        (start + EVERY * phone / PHONES + EVERY * turn, call)
        for phone, call in enumerate(reads)
        for turn in range(int(seconds / EVERY))
    ]
    spaced = WRITES_EVERY / WRITERS
    plan += [(start + spaced * place, call) for place, call in enumerate(writes)]
    with ThreadPoolExecutor(PHONES + WRITERS) as pool:
        done = list(
            pool.map(lambda one: (one[1][0], _timed(address, one[1], one[0])), sorted(plan, key=_when))
        )
    told = {"GET": [], "POST": []}
    for method, answer in done:
        told[method].append(answer)
    return told["GET"], told["POST"]


def _answer(address, moment, call):
    return call[0], _timed(address, call, moment)


def _when(planned):
    return planned[0]


def _timed(address, call, moment=None):
    """(milliseconds since its moment, status) of one request over a connection of its own."""
    method, path, home, choice = call
    moment = moment or time.monotonic()
    time.sleep(max(0.0, moment - time.monotonic()))
    body = urlencode({"csrf_token": home.csrf, "choice": choice}) if choice else None
    headers = {"Cookie": home.cookie} | (REGION if method == "GET" else {"Content-Type": FORM})
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        response.read()
        return (time.monotonic() - moment) * 1000, response.status
    finally:
        connection.close()


def _at(times, part):
    return round(sorted(times)[min(len(times) - 1, int(len(times) * part))], 1)


def _rows(home, no):
    with looking_into(home) as connection:
        return connection.scalar(text("SELECT for_count FROM motion WHERE meeting_id = :no"), {"no": no})
