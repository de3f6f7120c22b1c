"""星榆花园: the cast with telephones and homes, and neighbours in some sixty homes of all buildings.

Everybody is fictional and carries the name of a tree, a flower or a herb. Staff and delegates have
an authenticator whose secret is published (second_factor.DEMO_SECRET), so anybody can try them.
"""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import insert, select

from civic.accounts import households
from civic.accounts.models import Consent, Contact, Membership, Person, Representative
from civic.accounts.roles import GUARDED_ROLES, PersonState, Role, Standing
from civic.accounts.sealing import seal
from civic.accounts.second_factor import DEMO_SECRET
from civic.accounts.second_factor import PURPOSE as FACTOR
from civic.accounts.session_models import SecondFactor
from civic.accounts.signing_in import PHONE, phone_key
from civic.accounts.workflow import NOTICE, NOTICE_VERSION
from civic.database import SHANGHAI, dated, utcnow
from civic.extensions import db
from civic.places import queries as places
from civic.places.models import Household, Place, PlaceKind

SINCE = datetime(2026, 1, 5, 9, 0, tzinfo=SHANGHAI)
FIRST_PHONE = 13900001001
_NAMES = """
    雪柳 榆叶 碧桃 海桐 迎春 丁子 木槿 凌霄 绣球 芍药 牡丹 月季 蔷薇 玫瑰 茉莉 桂花
    腊梅 红梅 白梅 杏花 梨花 桃花 樱花 李花 枣花 榴花 荷花 睡莲 菖蒲 芦苇 鸢尾 萱草
    玉簪 兰草 蕙兰 墨兰 建兰 春兰 寒兰 文竹 刚竹 紫竹 淡竹 箬竹 金松 黑松 白皮松 马尾松
    落叶松 水曲柳 垂柳 旱柳 馒头柳 青杨 毛白杨 胡杨 枫香 三角枫 五角枫 鸡爪枫 乌桕 香樟 楠木 梓树
    楸树 泡桐 榉树 朴树 槭树 椴树 桦木 栾树 合欢木 皂角 刺槐 龙爪槐 香椿 臭椿 核桃 板栗
    柿子 山桃 海棠果 沙枣 枸杞 金银花 何首乌 黄芩 柴胡 甘草 桔梗 百合 当归
"""
NAMES = tuple(_NAMES.split())
# In each building these homes, by floor from the first door on; every third one has two adults.
HOMES_A_BUILDING = 5


def prepare(town) -> dict:
    """Seal numbers and secrets before the transaction: {phone: (lookup, sealed)} and the secrets."""
    phones = [player.phone for player in town.CAST] + [str(FIRST_PHONE + n) for n in range(len(NAMES))]
    return {
        "phones": {each: (phone_key(f"+86{each}"), seal(PHONE, f"+86{each}")) for each in phones},
        "secrets": {player.key: seal(FACTOR, DEMO_SECRET) for player in town.CAST},
    }


def load(town, prepared) -> int:
    """Bring in the cast and the neighbours; returns how many people were added."""
    if db.session.scalar(select(Contact.id).where(_is(town.CAST[0].phone, prepared))):
        return 0
    homes = _homes()
    neighbours = _neighbours(town, homes)
    people = [(player.nickname, player.phone) for player in town.CAST] + [row[:2] for row in neighbours]
    ids = _persons(people, prepared["phones"])
    lived = [(p.phone, homes[p.home]) for p in town.CAST if p.home] + [row[1:] for row in neighbours]
    _residents(lived, ids)
    _roles(town, ids, homes)
    _authenticators(town, ids, prepared["secrets"])
    _says_where_she_lives(ids[neighbours[0][1]], homes[max(homes)])
    return len(people)


def _says_where_she_lives(person_id, home) -> None:
    """Without a slip; the office has not looked yet, so its page has somebody on it."""
    with dated(utcnow() - timedelta(hours=20)):
        households.claim(home, by=db.session.get(Person, person_id))


def _is(phone, prepared):
    return Contact.phone_lookup == prepared["phones"][phone][0]


def _since():
    return min(SINCE, utcnow())


def _homes() -> dict:
    """(building, door, unit label) → the home."""
    building = select(Place.id, Place.number).where(Place.kind == PlaceKind.BUILDING).subquery()
    rows = db.session.execute(
        select(building.c.number, Place.number, Household)
        .join(Place, Place.id == Household.door_id)
        .join(building, building.c.id == Place.parent_id)
        .order_by(building.c.number, Place.number, Household.position)
    )
    return {(b, d, home.unit_label): home for b, d, home in rows}


def _neighbours(town, homes) -> list[tuple]:
    """(nickname, phone, home) of everybody beside the cast."""
    taken = {player.home for player in town.CAST if player.home}
    names, found = iter(NAMES), []
    for building in town.BUILDINGS:
        free = [key for key in homes if key[0] == building.number and key not in taken]
        for n, key in enumerate(free[2 :: len(free) // HOMES_A_BUILDING][:HOMES_A_BUILDING]):
            for _adult in range(2 if n % 3 == 0 else 1):
                name = next(names)
                found.append((name, str(FIRST_PHONE + NAMES.index(name)), homes[key]))
    return found


def _persons(people, phones) -> dict:
    """Contacts and persons in bulk; returns phone → person id."""
    now = _since()
    contacts = [
        {"phone_lookup": phones[phone][0], "phone_sealed": phones[phone][1], "created_at": now}
        for _name, phone in people
    ]
    db.session.execute(insert(Contact), contacts)
    found = dict(db.session.execute(select(Contact.phone_lookup, Contact.id)).all())
    rows = [
        {
            "nickname": name,
            "contact_id": found[phones[phone][0]],
            "is_adult": True,
            "state": PersonState.ACTIVE,
            "created_at": now,
        }
        for name, phone in people
    ]
    db.session.execute(insert(Person), rows)
    by_contact = dict(db.session.execute(select(Person.contact_id, Person.id)).all())
    ids = {phone: by_contact[found[phones[phone][0]]] for _name, phone in people}
    consents = [
        {"person_id": each, "kind": NOTICE, "version": NOTICE_VERSION, "given_at": now}
        for each in ids.values()
    ]
    db.session.execute(insert(Consent), consents)
    return ids


def _residents(lived, ids) -> None:
    """Verified members of their homes; the first adult of each casts its ballot."""
    now = _since()
    rows = [
        _held(ids[phone], Role.RESIDENT, home.community_id, household_id=home.id) for phone, home in lived
    ]
    db.session.execute(insert(Membership), rows)
    first = {}
    for phone, home in lived:
        first.setdefault(home.id, ids[phone])
    db.session.execute(
        insert(Representative),
        [{"household_id": home, "person_id": person, "valid_from": now} for home, person in first.items()],
    )


def _held(person_id, role, community_id, place_id=None, household_id=None) -> dict:
    return {
        "person_id": person_id,
        "role": role,
        "community_id": community_id,
        "place_id": place_id,
        "household_id": household_id,
        "standing": Standing.VERIFIED,
        "valid_from": _since(),
        "verified_at": _since(),
    }


def _roles(town, ids, homes) -> None:
    """Roles held at a place or for the whole site; bodies give theirs in councils."""
    community = places.community()
    here = community.id
    rows = []
    for player in town.CAST:
        role = Role(player.role)
        if role == Role.DOOR_STEWARD:
            rows.append(_held(ids[player.phone], role, here, place_id=homes[player.home].door_id))
        elif role in (Role.SECRETARY, Role.COMMUNITY_STAFF):
            rows.append(_held(ids[player.phone], role, here, place_id=here))
        elif role == Role.STREET_STAFF:  # the whole street, and this community of it
            rows.append(_held(ids[player.phone], role, here, place_id=community.parent_id))
        elif role == Role.DISTRICT_STAFF:
            rows.append(_held(ids[player.phone], role, None, place_id=community.ancestor_ids[-2]))
        elif role in (Role.AUDITOR, Role.ADMINISTRATOR):
            rows.append(_held(ids[player.phone], role, None))
    db.session.execute(insert(Membership), rows)


def _authenticators(town, ids, secrets) -> None:
    rows = [
        {
            "person_id": ids[player.phone],
            "secret_sealed": secrets[player.key],
            "confirmed_at": _since(),
            "last_step": 0,
        }
        for player in town.CAST
        if Role(player.role) in GUARDED_ROLES
    ]
    db.session.execute(insert(SecondFactor), rows)


def demo_accounts(town) -> list[tuple[str, str, str]]:
    """(who, telephone, what to try) for the start of `make run`."""
    what = {
        "resident": _("votes for home 3-1-301, raises issues"),
        "second_adult": _("same home: sees that the ballot is cast"),
        "steward": _("writes for neighbours of door 7-2"),
        "secretary": _("sorts issues, starts quick rounds"),
        "property": _("delegate of the property company"),
        "officer": _("department officer with a seat"),
        "auditor": _("reads the ledger and the rules"),
        "administrator": _("gives and ends roles"),
    }
    return [
        (player.nickname, player.phone, str(what[player.key])) for player in town.CAST if player.key in what
    ]
