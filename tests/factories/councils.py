"""Bodies, councils and who speaks for them."""

from civic.accounts.roles import Role
from civic.accounts.workflow import grant_role
from civic.councils import queries
from civic.councils.models import BodyKind, MandateRole
from civic.councils.workflow import appoint, found_body, found_council, seat_body
from civic.database import writing
from tests.factories import number
from tests.harness.scenes import followed


@followed
def make_body(kind=BodyKind.PARTNER_UNIT, name=None, community=None):
    with writing():
        return found_body(
            kind, name or f"共建单位{number()}", by=None, community_id=community and community.id
        )


@followed
def make_council(community, *bodies, name=None):
    """A council at which these bodies sit; the first convenes. Its seats are loaded until the next write."""
    with writing():
        council = found_council(community, name or f"社区合伙人{number()}", by=None)
        for body in bodies:
            seat_body(council, body, by=None, convener=body is bodies[0])
    return queries.council_or_404(council.id)


@followed
def make_mandate(seat, person, role=MandateRole.DELEGATE, **more):
    with writing():
        return appoint(seat, person, role, by=None, **more)


def furnish(town):
    home = town.community
    town.committee = make_body(BodyKind.PARTY_COMMITTEE, "星榆花园社区党委", home)
    town.residents_committee = make_body(BodyKind.RESIDENTS_COMMITTEE, "星榆花园社区居委会", home)
    town.property = make_body(BodyKind.PROPERTY_COMPANY, "星榆物业", home)
    town.owners_committee = make_body(BodyKind.OWNERS_COMMITTEE, "星榆花园业委会", home)
    town.department = make_body(BodyKind.DEPARTMENT, "望榆街道城管办")
    town.school = make_body(BodyKind.PARTNER_UNIT, "望榆小学")
    town.hauler = make_body(BodyKind.CONTRACTOR, "榆洁清运公司")
    seated = (town.committee, town.residents_committee, town.property)
    seated += (town.owners_committee, town.department, town.school)
    council = make_council(home, *seated, name="星榆花园社区合伙人")
    town.council, town.seats = council, list(council.seats)
    with writing():
        grant_role(town.officer, Role.OFFICER, by=None, body_id=town.department.id, community_id=home.id)
        council = queries.council_or_404(council.id)
        people = (town.secretary, None, town.delegate, town.other_delegate, town.officer)
        for seat, person in zip(council.seats, people, strict=False):
            if person is not None:
                appoint(seat, person, by=None)
