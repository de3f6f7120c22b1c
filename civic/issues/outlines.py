"""Title and summary that say no more than what and where, in the site's language; staff mend them."""

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from civic.issues import categories, queries
from civic.places import queries as places


def outline(hint, issue) -> dict:
    """{"title", "summary"} for an issue whose words suggest a category; else nothing."""
    if hint.category is None:
        return {}
    where = places.place_or_404(queries.public_area_id(issue)).label
    with force_locale(current_app.config["LOCALE"]):
        known = {"where": where, "what": str(categories.label(hint.category))}
        return {
            "title": _("%(where)s: %(what)s", **known),
            "summary": _("A resident raised this at %(where)s: %(what)s.", **known),
        }
