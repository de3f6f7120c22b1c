"""Who may do what with a whistle (domain.md §10). Pure: they ask `user`, never the database."""

from civic.accounts.roles import Role
from civic.councils.models import BodyKind
from civic.dispatch.whistle_states import SOLVED, CallState

OFFICE = frozenset({Role.SECRETARY, Role.COMMUNITY_STAFF})
# Bodies with powers of their own, which may stand before a thing they cannot end alone (may_request).
ASKING = (BodyKind.DEPARTMENT, BodyKind.UTILITY)


def officer_of(user) -> frozenset:
    """Bodies this person is an officer of; a delegate speaks for a seat and asks for nothing here."""
    return frozenset(each for each in user.body_ids if Role.OFFICER in user.roles_in_body(each))


def may_request(user, subject=None) -> bool:
    """Communities ask for a whistle; a street for its own; a department for what it serves.

    domain.md §10 says of departments "may blow (reply-type)", after Pinggu's modes (§4). The power to
    call others to the spot is the street's alone (街道办事处条例 Art. 5, 11), so here the department asks and
    the street answers: nothing is public and nobody is called before it has agreed. Which bodies count and
    for which communities, whistle_askers.py looks up.
    """
    held = user.has_any_role(OFFICE) or bool(user.places_as(Role.STREET_STAFF))
    return held or bool(officer_of(user))


def may_ask_about(user, leg) -> bool:
    """From its open part of an order: who has to reply and cannot do it alone. Needs `body` loaded."""
    return leg.is_open and leg.body.kind in ASKING and leg.body_id in officer_of(user)


def is_asker(user, whistle) -> bool:
    """An officer of the department that asked for it: reads along to the end, and decides nothing."""
    return whistle.asked_by_body_id is not None and whistle.asked_by_body_id in officer_of(user)


def may_blow(user, whistle) -> bool:
    """Agree, blow, call off: the street whose community it is."""
    return whistle.street_id in user.places_as(Role.STREET_STAFF)


def may_join(user, whistle) -> bool:
    """The second street, once."""
    return whistle.joined_at is None and whistle.second_street_id in user.places_as(Role.STREET_STAFF)


def may_lead(user, whistle) -> bool:
    """Either lead street, the second from when it agreed."""
    joined = whistle.joined_at is not None and whistle.second_street_id in user.places_as(Role.STREET_STAFF)
    return may_blow(user, whistle) or joined


def street_led(user, whistle) -> int | None:
    """The lead street this person acts for, or None."""
    led = user.places_as(Role.STREET_STAFF)
    return next((each for each in (whistle.street_id, whistle.second_street_id) if each in led), None)


def may_host(user, whistle) -> bool:
    """Receive those who come: a lead street, or the community's office."""
    return may_lead(user, whistle) or user.has_any_role(OFFICE, community_id=whistle.community_id)


def may_referee(user, whistle) -> bool:
    """The district, for what was escalated to it; on a border either district."""
    return bool({whistle.district_id, whistle.second_district_id} & user.places_as(Role.DISTRICT_STAFF))


def may_run(user, whistle) -> bool:
    """Has something to do on the page of those who run it: streets, the host, the district."""
    return may_host(user, whistle) or may_join(user, whistle) or may_referee(user, whistle)


def may_open_desk(user, whistle) -> bool:
    """Reads that page: whoever runs it, and the department that asked."""
    return may_run(user, whistle) or is_asker(user, whistle)


def may_see(user, whistle) -> bool:
    """Everybody, once it is blown; before, those who prepare it or asked for it."""
    return whistle.is_public or may_open_desk(user, whistle)


def answers_for(user, call) -> bool:
    """Acts for the called body."""
    return call.body_id in user.body_ids


def may_read_call(user, call) -> bool:
    """The page of one called body, once the whistle is blown. Needs `whistle` loaded."""
    return call.whistle.is_public and (answers_for(user, call) or may_open_desk(user, call.whistle))


def may_answer(user, call) -> bool:
    """Acknowledge, decline, write what was found, rate the whistle: the called body alone."""
    return call.whistle.is_public and answers_for(user, call)


def may_note_arrival(user, call) -> bool:
    """The host notes who is there without a telephone."""
    return may_host(user, call.whistle)


def may_answer_ground(user, call) -> bool:
    """A declined call: a lead street answers, until it went to the district."""
    return call.state is CallState.DECLINED and call.escalated_at is None and may_lead(user, call.whistle)


def may_rule(user, call) -> bool:
    """What was escalated: the district."""
    return call.escalated_at is not None and may_referee(user, call.whistle)


def may_release(user, call) -> bool:
    """Whoever has to answer it just now."""
    return may_answer_ground(user, call) or may_rule(user, call)


def may_rate_call(user, call) -> bool:
    """The whistler rates a body that came: a lead street, which is not that body itself."""
    return may_lead(user, call.whistle) and not answers_for(user, call)


def may_rate_result(user, whistle) -> bool:
    """Verified residents of the community, when it is said to be solved."""
    return (
        whistle.state in SOLVED
        and whistle.community_id in user.community_ids
        and bool(user.household_ids)
        and not may_open_desk(user, whistle)
    )


# Buttons are shown by the rules above. Whoever sent one may send it again once it is done, so that a second
# click arrives where the first did; from another form the verbs refuse in words what is over.


def may_agree(user, whistle) -> bool:
    """Say that one's street leads it too: the second street."""
    return whistle.second_street_id in user.places_as(Role.STREET_STAFF)


def may_send_on(user, call) -> bool:
    """Send a ground to the district."""
    was_sent = call.escalated_at is not None or bool(call.ruling_words)
    return may_answer_ground(user, call) or (was_sent and may_lead(user, call.whistle))


def may_order(user, call) -> bool:
    """Order a body to come."""
    return may_rule(user, call) or (bool(call.ruling_words) and may_referee(user, call.whistle))


def may_let_go(user, call) -> bool:
    """Say that a body need not come."""
    over = call.state is CallState.RELEASED
    rules = may_lead(user, call.whistle) or may_referee(user, call.whistle)
    return may_release(user, call) or (over and rules)
