"""Who may do what on a topic (domain.md §10). Pure: reads the user's memberships, no database."""

from civic.accounts.policies import is_of_its_street
from civic.accounts.roles import Role

STAFF = frozenset({Role.SECRETARY, Role.COMMUNITY_STAFF})
PROPOSERS = STAFF | {Role.DOOR_STEWARD, Role.DELEGATE, Role.STREET_STAFF}
SPEAKERS = frozenset({Role.DELEGATE, Role.OFFICER, Role.SECRETARY})


def may_propose(user, community=None):
    """Any verified resident; whoever serves a community as steward, delegate, staff or street office."""
    return user.is_verified_resident or user.has_any_role(PROPOSERS)


def may_promote(user, subject=None):
    """Community staff make one topic of several issues."""
    return user.has_any_role(STAFF)


def may_run(user, topic):
    """Notice, open rounds, answer opinions, add papers."""
    return user.has_any_role(STAFF, community_id=topic.community_id)


def may_screen(user, topic):
    """Take it up or say why not: the community's staff and its street's office."""
    return may_run(user, topic) or is_of_its_street(user, topic)


def may_answer_agenda(user, topic):
    """The secretary owes the answer, nobody else."""
    return user.has_role(Role.SECRETARY, community_id=topic.community_id)


def may_withdraw(user, topic):
    """Whoever proposed it."""
    return user.id is not None and user.id == topic.proposed_by


def may_support(user, topic):
    """Households of the community, by any of its verified adults."""
    return user.is_verified_resident and topic.community_id in user.community_ids


def may_add_option(user, topic):
    """Verified residents and staff of the community."""
    return may_support(user, topic) or may_run(user, topic)


def may_speak(user, topic):
    """Everybody signed in may give an opinion: tenants and owners alike."""
    return user.is_authenticated


def may_remove_option(user, option):
    """Staff, with a public reason."""
    return may_run(user, option.topic)


def may_ask_review(user, option):
    """Anybody signed in may ask another body to look at a removal."""
    return user.is_authenticated


def may_rule_removal(user, option):
    """A delegate of another body of the community than the one that removed it; departments serve all."""
    here = user.has_any_role(SPEAKERS, community_id=option.topic.community_id)
    return (
        (here or user.has_role(Role.OFFICER))
        and user.id != option.removed_by
        and bool(user.body_ids)
        and option.removed_body_id not in user.body_ids
    )


def may_call_meeting(user, topic):
    """A verified home of the community, as long as the topic is not over."""
    return user.is_authenticated and not topic.is_over and topic.community_id in user.community_ids \
        and bool(user.household_ids)  # fmt: skip


def may_write_adults(user, community):
    """The residents' committee, and nobody else, says how many adults live in its community."""
    return community is not None and user.has_any_role(STAFF, community_id=community.id)


def may_ask_admission_review(user, topic):
    """Whoever is signed in: a refused topic concerns everybody."""
    return user.is_authenticated


def may_rule_admission(user, topic):
    """Another than the one who refused, of those who may screen."""
    return may_screen(user, topic) and user.id != topic.exit_by


def may_open_cause(user, order):
    """Open a topic about the cause of a closed order: the community's staff, and the street."""
    here = user.has_any_role(STAFF, community_id=order.community_id)
    return here or order.street_id in user.places_as(Role.STREET_STAFF)


def may_answer_statements(user, topic):
    """Verified residents of the community write short statements and answer them."""
    return user.has_role(Role.RESIDENT, community_id=topic.community_id)


def may_answer_statement(user, statement):
    """As may_answer_statements, for one of them."""
    return may_answer_statements(user, statement.topic)


def may_argue(user, topic):
    """Whoever lives or serves in the community gives reasons and suggestions, and says what is at stake."""
    return user.is_authenticated and topic.community_id in user.community_ids


def may_doubt(user, suggestion):
    """Anybody of the community may say that a suggestion is not kept."""
    return may_argue(user, suggestion.topic)


def may_state(user, suggestion):
    """Staff say whether a suggestion is kept."""
    return may_run(user, suggestion.topic)


def may_reply(user, invited):
    """Whoever acts for the body that was invited to answer."""
    return invited.body_id is not None and invited.body_id in user.body_ids


def may_move(user, topic):
    """Staff of the community, and of the street, move a topic to a higher level."""
    return may_screen(user, topic)


def may_know_needs(user, place):
    """Staff of the residents' committee go to the doors, read their notes and make surveys."""
    return user.has_any_role(STAFF, community_id=place.id)


def may_run_survey(user, survey):
    """Staff of the survey's community key in slips and read the free lines."""
    return user.has_any_role(STAFF, community_id=survey.community_id)


def may_answer_survey(user, survey):
    """Verified homes of the community, one answer each."""
    return bool(user.household_ids) and user.has_role(Role.RESIDENT, community_id=survey.community_id)
