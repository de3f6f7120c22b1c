"""Four thousand homes on the roll of the demo town's open vote, each with somebody signed in.

The sign-ins are real rows and real cookies: what a browser would send after signing in by code.
"""

from dataclasses import dataclass
from datetime import timedelta

from flask import session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import insert, select, text, update

from benchmarks.engines import looking_into
from civic.accounts.models import Contact, Membership, Person
from civic.accounts.roles import Role, Standing
from civic.accounts.sealing import lookups, seal
from civic.accounts.session_models import SignInSession
from civic.database import utcnow, writing
from civic.extensions import db
from civic.places.models import Household
from civic.votes.models import RollEntry, Vote
from civic.votes.regimes import Unit
from civic.votes.states import VoteState
from civic.votes.terms import Conduct

HOMES = 4000
YEARS = timedelta(days=3650)  # the database is kept between runs


@dataclass(frozen=True)
class Home:
    """What a phone of this home sends: its cookie and the form token that fits it."""

    cookie: str
    csrf: str


def open_vote() -> Vote:
    """The sealed vote of households that takes ballots by phone now; not one that is held on paper."""
    here = Vote.state == VoteState.OPEN, Vote.unit == Unit.HOUSEHOLD, Vote.conduct == Conduct.HERE
    return db.session.scalar(select(Vote).where(*here).order_by(Vote.id.desc()))


def sign_homes_in(number=HOMES) -> None:
    """Fill the roll of the open vote up to `number` homes and sign one adult of each home in."""
    vote = open_vote()
    tokens = [token(n) for n in range(number)]
    found, devices = lookups("sign-in", tokens), lookups("device", tokens)
    with writing() as session_:
        homes = _fill_roll(session_, vote, number)
        terms = {"closes_at": utcnow() + YEARS, "roll_size": len(homes)}
        session_.execute(update(Vote).where(Vote.id == vote.id).values(**terms))
        people = _people(session_, homes, vote.community_id)
        session_.execute(
            insert(SignInSession),
            [
                {"token_lookup": found[n], "device_lookup": devices[n], "person_id": person,
                 "expires_at": utcnow() + YEARS, "last_seen_at": utcnow() + YEARS}
                for n, person in enumerate(people)
            ],
        )  # fmt: skip


def _fill_roll(session_, vote, number):
    roll = list(session_.scalars(select(RollEntry.unit_id).where(RollEntry.vote_id == vote.id)))
    door = session_.scalar(select(Household.door_id).order_by(Household.id))
    more = [
        {"community_id": vote.community_id, "door_id": door, "unit_label": f"B{n:04d}", "area_centi": 9000}
        for n in range(number - len(roll))
    ]
    if more:
        session_.execute(insert(Household), more)
    added = list(session_.scalars(select(Household.id).where(Household.unit_label.like("B____"))))
    session_.execute(
        insert(RollEntry),
        [
            {"vote_id": vote.id, "unit_kind": Unit.HOUSEHOLD, "unit_id": home, "area_centi": 9000}
            for home in added
        ],
    )
    return [*roll, *added][:number]


def _people(session_, homes, community_id):
    last = session_.scalar(select(db.func.max(Person.id))) + 1
    first = session_.scalar(select(db.func.max(Contact.id))) + 1
    phones = [f"1980000{n:04d}" for n in range(len(homes))]
    kept = lookups("phone", phones)
    now = utcnow()
    session_.execute(
        insert(Contact),
        [
            {"id": first + n, "phone_lookup": kept[n], "phone_sealed": seal("phone", phones[n])}
            for n in range(len(homes))
        ],
    )
    session_.execute(
        insert(Person),
        [
            {"id": last + n, "contact_id": first + n, "nickname": f"住户{n}", "is_adult": True}
            for n in range(len(homes))
        ],
    )
    session_.execute(
        insert(Membership),
        [
            {"person_id": last + n, "role": Role.RESIDENT, "household_id": home, "community_id": community_id,
             "standing": Standing.VERIFIED, "valid_from": now - timedelta(days=30), "verified_at": now}
            for n, home in enumerate(homes)
        ],
    )  # fmt: skip
    return range(last, last + len(homes))


def token(n: int) -> str:
    """The sign-in token of home `n`: as long as a real one."""
    return f"bench-{n:037d}"


def signed_in(app, number=HOMES) -> list[Home]:
    """Cookie and form token of the first `number` homes, made by the app's own session and CSRF code."""
    signer = app.session_interface.get_signing_serializer(app)
    name, homes = app.config["SESSION_COOKIE_NAME"], []
    for n in range(number):
        with app.app_context(), app.test_request_context():  # a context of its own: a token is kept in it
            session.update({"_user_id": token(n), "_fresh": True, "_permanent": True})
            csrf = generate_csrf()
            homes.append(Home(f"{name}={signer.dumps(dict(session))}; civic_device={token(n)}", csrf))
    return homes


def empty_box(home):
    """Let every home's next ballot be its first."""
    with looking_into(home) as connection:
        connection.execute(text("DELETE FROM envelope"))
        connection.execute(text("UPDATE turnout SET returned = 0 WHERE returned > 0"))
