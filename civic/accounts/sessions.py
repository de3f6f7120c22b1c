"""Who is looking: the sign-in behind a request, started, renewed and ended here.

The signed cookie holds a random token only; the row it leads to says who that is, until when, and
whether the second factor was given. One joined select answers it all; ending the row ends it all.
"""

import secrets

from flask import after_this_request, current_app, g, request, session
from flask_login import login_user
from sqlalchemy import bindparam, select, update

from civic.accounts.acting import AnonymousVisitor
from civic.accounts.models import Contact, Membership, Person
from civic.accounts.roles import GUARDED_ROLES, PersonState
from civic.accounts.sealing import lookup
from civic.accounts.session_models import OWN_PHONE_LIFE, SHARED_LIFE, SignInSession
from civic.database import UTCDateTime, locked, utcnow, writing
from civic.extensions import db, login_manager
from civic.prepared import PreparedRead, every_column, tell

DEVICE, BEEN_HERE = "civic_device", "civic_been_here"
DEVICE_SECONDS = 400 * 24 * 3600
STALE_SECONDS = 24 * 3600  # "last seen" is kept to the day
login_manager.session_protection = None  # telephones change networks all day
login_manager.anonymous_user = AnonymousVisitor


@login_manager.user_loader
def load_visitor(token: str) -> Person | None:
    """The person signed in with `token`, with roles in force, detached; None when it ended."""
    now = utcnow()
    rows = SIGNED_IN.rows(db.session.connection(), token=lookup("sign-in", token), now=now)
    if not rows:
        return None
    sign_in, person, contact, _first = rows[0]
    memberships = [held for *_others, held in rows if held is not None]
    tell(sign_in, person=tell(person, memberships=memberships, contact=contact))
    guarded = any(held.role in GUARDED_ROLES for held in memberships)
    if person.state != PersonState.ACTIVE or not sign_in.is_alive(guarded, now):
        return None
    sign_in.token = token
    person.sign_in = sign_in
    person.second_factor_passed = sign_in.factor_passed(now)
    return person


def _signed_in(engine):
    """One row for each membership in force, or one without."""
    now = bindparam("now", type_=UTCDateTime)
    in_force = (Membership.valid_to.is_(None)) | (Membership.valid_to > now)
    return (
        every_column(*LOADED)
        .select_from(SignInSession)
        .join(Person, Person.id == SignInSession.person_id)
        .outerjoin(Contact, Contact.id == Person.contact_id)
        .outerjoin(Membership, (Membership.person_id == Person.id) & in_force)
        .where(SignInSession.token_lookup == bindparam("token"))
        .order_by(Membership.id)
    )


LOADED = (SignInSession, Person, Contact, Membership)
SIGNED_IN = PreparedRead(LOADED, _signed_in)


def start(person, *, by_code: bool, shared: bool = False) -> str:
    """Inside writing(): sign `person` in on this device and return the new token.

    Earlier sign-ins of this browser end, whoever they belonged to.
    """
    now = utcnow()
    here = lookup("device", device_token())
    db.session.execute(
        update(SignInSession)
        .where(SignInSession.device_lookup == here, SignInSession.ended_at.is_(None))
        .values(ended_at=now)
    )
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignInSession(
            token_lookup=lookup("sign-in", token),
            person_id=person.id,
            device_lookup=here,
            device_label=device_label(request.user_agent.string),
            by_code=by_code,
            expires_at=now + (SHARED_LIFE if shared else OWN_PHONE_LIFE),
        )
    )
    return token


def remember(token: str, shared: bool = False) -> Person:
    """After the commit: put the token into a fresh cookie; nothing of the old one is kept."""
    session.clear()
    person = load_visitor(token)
    login_user(person)
    session.permanent = not shared
    after_this_request(lambda response: _keep(response, BEEN_HERE, "1"))
    return person


def renew(sign_in_id, *, confirmed=False, second_factor=False) -> str:
    """Inside writing(): a new token for a sign-in that has just proved more (rotation)."""
    token = secrets.token_urlsafe(32)
    sign_in = locked(SignInSession, sign_in_id)
    sign_in.token_lookup = lookup("sign-in", token)
    if confirmed:
        sign_in.confirmed_at = utcnow()
    if second_factor:
        sign_in.second_factor_at = utcnow()
    return token


def carry_on(token: str) -> None:
    """After the commit of `renew`: the same cookie goes on with the new token."""
    session["_user_id"] = token
    login_user(load_visitor(token))


def end(sign_in_id, person_id) -> None:
    """Inside writing(): end one sign-in of that person."""
    db.session.execute(
        update(SignInSession)
        .where(SignInSession.id == sign_in_id, SignInSession.person_id == person_id)
        .values(ended_at=utcnow())
    )


def forget() -> None:
    """Empty this browser's cookie."""
    session.clear()


def device_token() -> str:
    """A random name of this browser; tells an owner's telephone from a stranger's. Set once."""
    token = request.cookies.get(DEVICE, "")
    if 20 <= len(token) <= 64:
        return token
    if "device" not in request.environ:
        token = request.environ["device"] = secrets.token_urlsafe(16)
        after_this_request(lambda response: _keep(response, DEVICE, token))
    return request.environ["device"]


def _keep(response, name, value):
    response.set_cookie(
        name,
        value,
        max_age=DEVICE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def is_known_device(phone_lookup: str) -> bool:
    """Has somebody with that number signed in on this browser before?"""
    if DEVICE not in request.cookies:
        return False
    here = lookup("device", request.cookies[DEVICE])
    found = (
        select(SignInSession.id)
        .join(SignInSession.person)
        .join(Person.contact)
        .where(
            SignInSession.device_lookup == here,
            Contact.phone_lookup == phone_lookup,
        )
        .limit(1)
    )
    return db.session.scalar(found) is not None


SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def device_label(agent: str) -> str:
    """ "Android · WeChat": enough to tell one's own devices apart."""
    names = [next((name for sign, name in table if sign in agent), "") for table in (SYSTEMS, BROWSERS)]
    return " · ".join(name for name in names if name)


def note_seen(response):
    """After a request: keep the day somebody was last here."""
    sign_in = getattr(g.get("_login_user"), "sign_in", None)  # where nobody asked who it is, nor do we
    now = utcnow()
    if sign_in is not None and (now - sign_in.last_seen_at).total_seconds() > STALE_SECONDS:
        with writing():
            db.session.execute(
                update(SignInSession).where(SignInSession.id == sign_in.id).values(last_seen_at=now)
            )
        sign_in.last_seen_at = now
    return response
