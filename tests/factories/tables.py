"""A neighbours' council at the town's building, with residents' seats, through the room's verbs."""

from civic.councils import queries, workflow
from civic.councils.models import Council
from civic.councils.table_workflow import start
from civic.database import locked, writing
from civic.extensions import db
from civic.places.models import Place
from tests.factories import number


def make_neighbours(town, *bodies, place=None, seats=0, started=False):
    """Residents' committee and property company sit there, and `seats` empty residents' seats."""
    with writing():
        place = place or db.session.get(Place, db.session.get(Place, town.door.id).parent_id)
        council = workflow.found_council(
            town.community, f"老街坊{number()}", by=town.secretary, kind="neighbours", place=place
        )
        for body in bodies or (town.residents_committee, town.property):
            workflow.seat_body(council, body, by=town.secretary, convener=body is town.residents_committee)
        for _seat in range(seats):
            workflow.seat_residents(council, by=town.secretary)
    if started:
        with writing():
            start(locked(Council, council.id), by=town.secretary)
    return queries.council_or_404(council.id)
