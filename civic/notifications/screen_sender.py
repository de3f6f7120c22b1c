"""Demo and tests: the message appears on the recipient's own page, in a marked box."""

import structlog
from sqlalchemy.exc import IntegrityError

from civic.database import writing
from civic.notifications.outbox_models import ShownMessage

log = structlog.get_logger()


class ScreenSender:
    """The row is the delivery, and its key is unique: the same key twice shows one message."""

    remembers = True

    def __init__(self, setting, config):
        pass

    def send(self, outgoing) -> None:
        shown = ShownMessage(key=outgoing.key, person_id=outgoing.person_id, text=outgoing.text[:500])
        try:
            with writing() as session:
                session.add(shown)
        except IntegrityError:  # delivered already
            return
        log.info("message shown", key=outgoing.key[:12], characters=len(outgoing.text))
