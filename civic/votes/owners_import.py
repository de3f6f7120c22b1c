"""An owners' register from a file, brought in: looked through whole, then all of it written or nothing."""

from flask_babel import gettext as _
from sqlalchemy import insert

from civic.database import local_today, locked
from civic.errors import Conflict
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.places.models import Place
from civic.places.workflow import correct_areas
from civic.votes.owners_file import Register
from civic.votes.owners_plan import Plan, plan
from civic.votes.roll_models import Basis, OwnedHome, Owner

IMPORTED = act("owners.imported", public={"owners", "homes", "basis"}, sealed={"households"})


def bring_in(community_id: int, register: Register, *, basis: Basis, by) -> Plan:
    """Write down owners of several homes and corrected areas; a second time changes nothing. A bulk verb.

    Votes that are open keep their roll; one that hangs out has to be drawn again. Raises Conflict for a
    file with a fault, also one that came up since it was looked through.
    """
    here = locked(Place, community_id)
    found = plan(community_id, register)
    if found.faults:
        first = found.faults[0]
        raise Conflict(
            _("Line %(line)s: %(why)s", line=first.number, why=first.reason),
            _("Nothing was written. Put it right in the file and choose it again."),
        )
    if found.areas:
        correct_areas(here, found.areas, by=by)
    if found.several:
        _enter(here, found.several, basis, by)
    return found


def _enter(here, several, basis, by):
    common = {"community_id": here.id, "basis": basis, "entered_by": by and by.id}
    owner = {**common, "entered_on": local_today()}
    numbers = db.session.scalars(
        insert(Owner).returning(Owner.id, sort_by_parameter_order=True), [owner] * len(several)
    )
    rows = [
        {"household_id": home, "owner_id": number}
        for number, homes in zip(numbers, several, strict=True)
        for home in homes
    ]
    db.session.execute(insert(OwnedHome), rows)
    said = {"owners": len(several), "homes": len(rows), "basis": basis.value}
    record(IMPORTED, subject=here, by=by, community_id=here.id, public=said, sealed={"households": several})
