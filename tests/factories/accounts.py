"""People of the tests: somebody with a phone, a home, a role; and a browser that is signed in."""

from datetime import timedelta

from civic.accounts.households import draw_codes, issue_codes
from civic.accounts.models import Contact, Membership, Person, Representative
from civic.accounts.roles import Role, Standing
from civic.accounts.sealing import lookup, seal
from civic.accounts.session_models import SignInSession
from civic.accounts.signing_in import PHONE, phone_key
from civic.accounts.workflow import grant_role
from civic.database import utcnow, writing
from civic.places.models import Place
from tests.factories import number, save
from tests.harness.scenes import followed


@followed
def make_contact(phone=None):
    phone = phone or f"+86139{70000000 + number()}"
    return save(Contact(phone_lookup=phone_key(phone), phone_sealed=seal(PHONE, phone)))


@followed
def make_person(nickname=None, phone=None, contact_id=None, is_adult=True, **columns):
    """Somebody with a telephone (or on somebody else's) and no home yet."""
    contact_id = contact_id or make_contact(phone).id
    nickname = nickname or f"邻居{number()}"
    return save(Person(nickname=nickname, contact_id=contact_id, is_adult=is_adult, **columns))


@followed
def make_resident(household, standing=Standing.VERIFIED, **columns):
    """Somebody living in `household`; verified unless said otherwise."""
    person = make_person(**columns)
    save(
        Membership(
            person_id=person.id,
            role=Role.RESIDENT,
            household_id=household.id,
            community_id=household.community_id,
            standing=standing,
            verified_at=utcnow() if standing == Standing.VERIFIED else None,
        )
    )
    return person


@followed
def make_staff(role, nickname=None, person=None, **where):
    """Somebody holding `role` where `where` says: place_id, body_id, community_id."""
    person = person or make_person(nickname)
    with writing():
        grant_role(person, role, by=None, **where)
    return person


@followed
def make_representative(household, person):
    return save(Representative(household_id=household.id, person_id=person.id))


def make_slip(household, life=None):
    """A code on paper for that home; returns the code."""
    codes = draw_codes([household.id])
    with writing() as session:
        place = session.get(Place, household.door_id)
        issue_codes(place, codes, by=None, **({"life": life} if life else {}))
    return codes[household.id]


@followed
def session_for(person) -> dict:
    """What the cookie of somebody who has just signed in holds, second factor included."""
    token, now = f"token-{number()}-of-{person.id}", utcnow()  # the same again where a scene is put back
    save(
        SignInSession(
            token_lookup=lookup("sign-in", token),
            person_id=person.id,
            device_lookup=lookup("device", f"device-{token}"),
            expires_at=now + timedelta(days=180),
            second_factor_at=now,
        )
    )
    return {"_user_id": token, "_fresh": True}


def furnish(town):
    """The small cast; delegates and the officer get their bodies from councils."""
    here = {"community_id": town.community.id, "place_id": town.community.id}
    town.resident = make_resident(town.household, nickname="杜仲", phone="+8613900000001")
    town.second_adult = make_resident(town.household, nickname="合欢", phone="+8613900000002")
    town.neighbour = make_resident(town.other_household, nickname="石榴", phone="+8613900000014")
    town.unverified = make_resident(town.other_household, standing=Standing.CLAIMED, nickname="梧桐")
    town.door_steward = make_staff(Role.DOOR_STEWARD, "丁香", place_id=town.door.id)
    town.secretary = make_staff(Role.SECRETARY, "银杏", **here)
    town.staff = make_staff(Role.COMMUNITY_STAFF, "海棠", **here)
    street = {"community_id": town.community.id, "place_id": town.community.parent_id}  # as in the demo
    town.street_staff = make_staff(Role.STREET_STAFF, "元宝枫", **street)
    town.auditor = make_staff(Role.AUDITOR, "银桦")
    town.administrator = make_staff(Role.ADMINISTRATOR, "雪松")
    town.officer, town.delegate = make_person("油松"), make_person("侧柏")
    town.other_delegate = make_person("国槐")
