"""Who can be handed something, in the order somebody looks for them: the likely ones, their own, the rest.

Pure but for `likely_for`; a form makes its groups of it.
"""

from flask_babel import gettext as _

from civic.councils.models import Body
from civic.dispatch.plans import plans_for
from civic.dispatch.queries import street_of
from civic.dispatch.table import Matter
from civic.extensions import db
from civic.places.models import Place


def likely_for(issue) -> list[Body]:
    """Whom the dispatch table of its street names for an issue, the lead first; empty where it names nobody.

    Five statements at most.
    """
    place = db.session.get(Place, issue.place_id or issue.community_id)
    matter = Matter(issue.id, street_of(issue.community_id), place.path, issue.category_code)
    return [body for body, _role in plans_for([matter])[issue.id]]


def grouped(bodies, community_id, likely=()) -> dict[str, list[Body]]:
    """{words over a group: its bodies}, each body once: the likely, the community's own, the rest by kind.

    Args: bodies — who can be chosen at all; a likely one that is not among them is left out.
    """
    first = [body for body in likely if body in bodies]
    groups = {_("By the dispatch table"): first, _("Of this community"): []}
    for body in bodies:
        if body not in first:
            own = body.community_id == community_id
            groups.setdefault(_("Of this community") if own else str(body.kind.label), []).append(body)
    return {words: members for words, members in groups.items() if members}
