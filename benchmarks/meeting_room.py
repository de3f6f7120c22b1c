"""Sixty phones read a meeting every 5 s, five recorders save every 3 s: nothing lost, p95 ≤ 10 × idle p50.

Open load: every request has its moment, whether earlier ones were answered or not; its time counts
from that moment. Phones ask for the whole region each time, as if everything changed always. Each
recorder saves a line of notes; two of them change the same line at the same moment, so that one of the
texts must be kept beside the other. As often, a hand goes up on a phone, another neighbour's each time.
Afterwards the database is read past the app: every text that was sent, every hand as a row, and the count.
"""

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from sqlalchemy import select, text, update

from benchmarks import seed
from benchmarks.engines import looking_into
from benchmarks.homes import signed_in
from benchmarks.serving import serving
from civic.accounts.models import Membership, Person
from civic.accounts.roles import Role, Standing
from civic.accounts.session_models import SignInSession
from civic.database import utcnow, writing
from civic.extensions import db
from civic.meetings import hands_workflow, live_workflow, workflow
from civic.meetings.live_states import Way
from civic.meetings.models import Attendance
from civic.meetings.note_workflow import save_note
from civic.meetings.presence import recount
from civic.meetings.states import Capacity, CheckInBy, MeetingKind
from civic.places.queries import community

PHONES, EVERY, WRITERS, WRITES_EVERY, SECONDS, MOST = 60, 5.0, 5, 3.0, 60, 10
AT_ONE_LINE = 2  # of the recorders: they type at the same line, and save at the same moment
IDLE = 40  # requests of each kind, one after the other
REGION = {"HX-Request": "true", "HX-Target": "room", "Accept-Encoding": "gzip"}
FORM = "application/x-www-form-urlencoded"


def check(home, short, engine) -> tuple[dict, bool]:
    """One meeting, everybody signed in and checked in; each hand is another neighbour's."""
    turns = int((9 if short else SECONDS) / WRITES_EVERY)
    app = seed.open_app(home)
    homes = signed_in(app, PHONES + WRITERS * turns + IDLE)
    no, lines = _meeting(app, len(homes), turns)
    region = [("GET", f"/meetings/{no}/floor", one, None) for one in homes[:PHONES]]
    hands = [("POST", f"/meetings/{no}/motions/1/hand", one, {"choice": "for"}) for one in homes[PHONES:]]
    calm, notes = _notes(no, homes, lines)
    with serving("ours", home) as (address, _process, _seconds):
        idle = {
            kind: [_timed(address, call) for call in calls]
            for kind, calls in (("read", region[:IDLE]), ("hand", hands[-IDLE:]), ("note", calm))
        }
        loaded = _load(
            address, {"read": _every(region, turns), "hand": _spaced(hands[:-IDLE]), "note": notes}
        )
    figures, fast = _figures(idle, loaded)
    sent = {call[3]["text"] for call in [*calm, *(call for _moment, call in notes)]}
    kept = _kept(home, no, sent)
    figures |= kept
    whole = kept["notes_lost"] == 0 and kept["hand_rows"] == kept["hand_count"] == len(hands)
    return figures, whole and fast and not figures["refused"]


def _figures(idle, loaded):
    """What is told, and whether no kind of request was slower than it may be."""
    figures = {"refused": sum(status not in (200, 303) for kind in loaded.values() for _ms, status in kind)}
    figures["refused"] += sum(status not in (200, 303) for kind in idle.values() for _ms, status in kind)
    fast = True
    for kind, answers in loaded.items():
        calm, busy = _at(idle[kind], 0.5), _at(answers, 0.95)
        figures |= {f"{kind}s": len(answers), f"{kind}_idle_p50_ms": calm, f"{kind}_p95_ms": busy}
        fast &= busy <= MOST * calm
    return figures, fast


def _notes(no, homes, lines):
    """(the calm ones, [(second, call), …]): every text is another; two recorders change one line a turn."""

    def call(recorder, words, **more):
        return ("POST", f"/meetings/{no}/notes", homes[recorder], {"text": words} | more)

    calm = [call(n % WRITERS, f"安静时第{n}条") for n in range(IDLE)]
    planned = []
    for turn, line in enumerate(lines):
        for recorder in range(WRITERS):
            shared = recorder < AT_ONE_LINE
            more = {"line_id": line, "version": 1} if shared else {}
            moment = WRITES_EVERY * (turn + (0 if shared else recorder / WRITERS))
            planned.append((moment, call(recorder, f"第{turn}轮,记录人{recorder}", **more)))
    return calm, planned


def _every(region, turns):
    times = int(turns * WRITES_EVERY / EVERY)
    phones = enumerate(region)
    return [(EVERY * phone / PHONES + EVERY * n, call) for phone, call in phones for n in range(times)]


def _spaced(calls):
    return [(WRITES_EVERY / WRITERS * place, call) for place, call in enumerate(calls)]


def _meeting(app, people, turns):
    """(number, lines): going on, the first so many signed-in in the room, five of them staff who record."""
    with app.app_context():
        here, now = community(), utcnow()
        staff = db.session.scalar(select(Membership.person_id).where(Membership.role == Role.SECRETARY))
        by = db.session.get(Person, staff)
        names = [f"住户{n}" for n in range(people)]  # as homes.sign_homes_in calls them
        people_of = select(Person.id).where(Person.nickname.in_(names)).order_by(Person.id)
        ids = list(db.session.scalars(people_of))
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
            recount(meeting)
        with writing():
            motion = hands_workflow.move(meeting, by=by, text="西墙点先加灯,再放桶")
            hands_workflow.freeze(motion, by=by, breaks_id=None)
            hands_workflow.read_aloud(motion, by=by)
            hands_workflow.call_hands(motion, by=by, way=Way.TAPPED)
            lines = [save_note(meeting, by=by, text=f"谁也没改的第{n}行").line.id for n in range(turns)]
            _let_record(here, ids[:WRITERS])
        no = meeting.id
        db.session.remove()
        db.engine.dispose()
    return no, lines


def _let_record(here, ids):
    now = utcnow()
    db.session.add_all(
        Membership(
            person_id=person, role=Role.COMMUNITY_STAFF, community_id=here.id, standing=Standing.VERIFIED,
            valid_from=now - timedelta(days=1), verified_at=now,
        )
        for person in ids
    )  # fmt: skip
    guarded = update(SignInSession).where(SignInSession.person_id.in_(ids))
    db.session.execute(guarded.values(second_factor_at=now))


def _load(address, kinds):
    """{kind: answers} of everything planned, each at its moment from now."""
    start = time.monotonic() + 0.5
    plan = sorted(
        ((start + moment, kind, call) for kind, calls in kinds.items() for moment, call in calls),
        key=lambda planned: planned[0],
    )
    with ThreadPoolExecutor(PHONES + 2 * WRITERS) as pool:
        done = list(pool.map(lambda one: (one[1], _timed(address, one[2], one[0])), plan))
    told = {kind: [] for kind in kinds}
    for kind, answer in done:
        told[kind].append(answer)
    return told


def _timed(address, call, moment=None):
    """(milliseconds since its moment, status) of one request over a connection of its own."""
    method, path, home, typed = call
    moment = moment or time.monotonic()
    time.sleep(max(0.0, moment - time.monotonic()))
    body = urlencode(typed | {"csrf_token": home.csrf}) if typed else None
    headers = {"Cookie": home.cookie} | (REGION if method == "GET" else {"Content-Type": FORM})
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        response.read()
        return (time.monotonic() - moment) * 1000, response.status
    finally:
        connection.close()


def _at(answers, part):
    times = sorted(ms for ms, _status in answers)
    return round(times[min(len(times) - 1, int(len(times) * part))], 1)


def _kept(home, no, sent):
    """What the database holds of it."""
    with looking_into(home) as connection:
        there = connection.scalars(text("SELECT text FROM meeting_note WHERE meeting_id = :no"), {"no": no})
        count = "SELECT for_count FROM motion WHERE meeting_id = :no"
        rows = "SELECT count(*) FROM hand JOIN motion ON motion.id = motion_id WHERE meeting_id = :no"
        return {
            "notes_lost": len(sent - set(there)),
            "hand_count": connection.scalar(text(count), {"no": no}),
            "hand_rows": connection.scalar(text(rows), {"no": no}),
        }
