"""Who may do what with an issue: pure functions of a person (or visitor) and the issue."""

from civic.accounts.policies import is_of_its_street
from civic.accounts.roles import Role
from civic.issues.kinds import SummaryState, Visibility
from civic.issues.states import REFUSED, TAKEN_UP, IssueState

TRIAGE_ROLES = frozenset({Role.SECRETARY, Role.COMMUNITY_STAFF})
CONTRIBUTOR_ROLES = TRIAGE_ROLES | {Role.DOOR_STEWARD, Role.STREET_STAFF}


def may_contribute(user, subject=None):
    """Write an issue down for somebody else: door stewards and community staff."""
    return user.has_any_role(CONTRIBUTOR_ROLES)


def may_edit_categories(user, subject=None):
    """Name, hide and describe categories: staff of a street or district office."""
    return user.has_any_role({Role.STREET_STAFF, Role.DISTRICT_STAFF})


def sits_at_a_desk(user, subject=None):
    """Answers the telephone and sees visitors: the street's office and the community's."""
    return user.has_any_role(TRIAGE_ROLES | {Role.STREET_STAFF})


def may_triage_any(user, subject=None):
    """Sort issues of some community."""
    return user.has_any_role(TRIAGE_ROLES | {Role.STREET_STAFF})


def may_triage(user, issue):
    """Sort this issue: secretary or staff of its community, and the street office once it has it."""
    return user.has_any_role(TRIAGE_ROLES, community_id=issue.community_id) or (
        issue.street_id is not None and issue.street_id in user.places_as(Role.STREET_STAFF)
    )


def speaks_for(user, issue):
    """The reporter; for somebody without an account, whoever wrote it down for them."""
    if not user.is_authenticated:
        return False
    if issue.reporter_id is not None:
        return user.id == issue.reporter_id
    return issue.contributed_by is not None and user.id == issue.contributed_by


def handles(user, issue):
    """Acts for a body that has it in hand, first or beside others."""
    return bool(user.body_ids) and (
        issue.handler_body_id in user.body_ids or not user.body_ids.isdisjoint(issue.helper_body_ids or ())
    )


def wrote_it_down(user, issue):
    """Whoever wrote it down for somebody else."""
    return issue.contributed_by is not None and user.is_authenticated and user.id == issue.contributed_by


def may_read_own_words(user, issue):
    """The resident's own words and photos: reporter, triage and handler, nobody else."""
    return speaks_for(user, issue) or may_triage(user, issue) or handles(user, issue)


def may_reveal(user, issue, handler_body_ids, agent_ids=frozenset()):
    """See whoever raised it in clear: a handler of a leg, or the agent who calls back; nobody else.

    Not even the office: who sorts an issue does not need the number. Args: handler_body_ids — bodies
    that hold a leg of it now; agent_ids — persons charged with its callback. Each look then needs a
    reason and is shown to its owner: accounts.looking.
    """
    if issue.reporter_id is None or not user.is_authenticated or user.id == issue.reporter_id:
        return False
    return bool(frozenset(handler_body_ids) & user.body_ids) or user.id in agent_ids


def may_reveal_as_handler(user, issue):
    """The same, for the body that has the issue itself in hand."""
    return may_reveal(user, issue, {issue.handler_body_id} - {None})


def may_ask_for_number(user, issue):
    """Ask a second person for it (accounts/reveals.py): the community's office, the street that has it.

    Meant for somebody in danger. Who handles it needs no second person: may_reveal.
    """
    return issue.reporter_id not in (None, user.id) and may_triage(user, issue)


def can_be_supported(issue):
    """While its summary is public and it has not ended."""
    return issue.is_told and issue.state not in REFUSED | {IssueState.CONFIRMED}


def may_support(user, issue):
    """我家也这样: any verified neighbour of the community but the reporter.

    Others of the reporter's home may, too: refusing them would tell them who raised it.
    """
    return (
        can_be_supported(issue)
        and issue.community_id in user.community_ids
        and bool(user.household_ids)
        and user.id != issue.reporter_id
    )


def may_comment(user, issue):
    """Verified residents and bodies of the community, once the summary is public."""
    if not issue.is_told:
        return False
    return issue.community_id in user.community_ids or handles(user, issue)


def may_answer_question(user, issue):
    """Only whoever raised it, while staff have asked something back."""
    return issue.state is IssueState.ASKED_BACK and speaks_for(user, issue)


def may_judge_summary(user, issue):
    """Agree with the summary or object to it, while it is shown and not yet public."""
    return issue.summary_state is SummaryState.SHOWN and speaks_for(user, issue)


def may_write_summary(user, issue):
    """Write or mend the summary: triage, from acceptance until it is public."""
    return (
        issue.state in TAKEN_UP
        and issue.visibility is Visibility.PUBLIC
        and issue.summary_state is not SummaryState.RELEASED
        and may_triage(user, issue)
    )


def may_release_summary(user, issue):
    """Release at once, where there is nobody to show it to first (imported ones)."""
    nobody = issue.reporter_id is None and issue.contributed_by is None
    return nobody and issue.summary_state is SummaryState.SHOWN and may_triage(user, issue)


def may_answer(user, issue):
    """Tell the reporter what was done: triage and the handling body; under a work order its legs reply."""
    return issue.work_order_id is None and (may_triage(user, issue) or handles(user, issue))


def may_rate(user, issue):
    """Under a work order only the resident's own account: who wrote it down for them may be staff (I7)."""
    return issue.work_order_id is None or (user.is_authenticated and user.id == issue.reporter_id)


def may_confirm(user, issue):
    """办成了没有 is the reporter's word alone."""
    return issue.state is IssueState.ANSWERED and speaks_for(user, issue) and may_rate(user, issue)


def may_reopen(user, issue):
    return issue.state in (IssueState.ANSWERED, IssueState.CONFIRMED) and speaks_for(user, issue)


def may_appeal(user, issue):
    """Ask for another pair of eyes after a refusal."""
    return issue.state in REFUSED and speaks_for(user, issue)


def may_rule(user, issue):
    """Rule on an appeal: staff of the community or of its street who did not refuse it themselves.

    Needs `community` loaded (queries.with_community).
    """
    if not user.is_authenticated or user.id == issue.refused_by:
        return False
    return may_triage(user, issue) or is_of_its_street(user, issue)


def may_open(user, issue):
    """The page with the resident's own words: who may read them, and whoever may rule, until they have.

    Needs `community` and `appeals` loaded (queries.issue_in_full).
    """
    return may_read_own_words(user, issue) or (issue.open_appeal is not None and may_rule(user, issue))
