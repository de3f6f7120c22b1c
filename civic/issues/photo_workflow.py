"""The one place that moves a photo from state to state; its verbs are in photos.py."""

from flask_babel import gettext as _

from civic.errors import Conflict
from civic.issues.photo_models import PHOTO_TRANSITIONS


def move(photo, state) -> None:
    """Set the state the transition table allows. Raises Conflict (409) when somebody was quicker."""
    if state not in PHOTO_TRANSITIONS[photo.state]:
        raise Conflict(_("Somebody was quicker with this photo."), _("Look at it once more."))
    photo.state = state
